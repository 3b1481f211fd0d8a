"""The optimisation: what clauses write, in PuLP, and as arrays for the solver.

Columns and rows are kept by recorded.py, and what PuLP makes of them stays in pulp_model.py. Clauses never use PuLP's
operators: a sum written with them is quadratic.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from procure.pulp_model import PulpModel
from procure.recorded import Recorded, Terms
from procure.solve import Floats, Matrix

_SENSE = {"<=": -1, "=": 0, ">=": 1}
APART = 1e7  # times its smallest coefficient that a row's largest may be: beyond it solvers return wrong answers


class OutOfRange(ValueError):
    """The figures of a problem lie too many orders of magnitude apart to be solved safely."""


class Milp(Recorded):
    """What is recorded, together with PuLP's model of it."""

    def __init__(self, name: str = "procure", money: float = 1.0) -> None:
        self._pulp = self._modelled(name)
        super().__init__(money, self._pulp)

    def matrix(self) -> Matrix:
        """The whole optimisation as arrays, scaled for the solver. Raises OutOfRange beyond the safe range."""
        cost = np.zeros(len(self.columns))
        cost[list(self._objective[0])] = self._objective[1]
        right = np.array([row.right for row in self.rows], dtype=float)
        sense = np.array([_SENSE[row.relation] for row in self.rows])
        matrix = Matrix(
            cost=cost,
            low=np.array(self._low),
            high=np.array(self._high),
            whole=np.array(self._whole, dtype=bool),
            row_low=np.where(sense >= 0, right, -np.inf),
            row_high=np.where(sense <= 0, right, np.inf),
            start=np.array(self._start, dtype=np.int32),
            index=np.array(self._column, dtype=np.int32),
            value=np.array(self._value, dtype=float),
        ).scaled(np.where(np.array(self._in_money, dtype=bool), self.money, 1.0))
        self._expect_near(matrix)
        return matrix

    def _expect_near(self, matrix: Matrix) -> None:
        """Raises OutOfRange for a row whose coefficients lie too far apart; scaling has made its largest 1 to 3."""
        sizes = np.abs(matrix.value)
        lost = np.flatnonzero((sizes > 0) & (sizes < 1 / APART))
        if lost.size:
            row = self.rows[int(np.searchsorted(matrix.start, lost[0], side="right")) - 1]
            names = ", ".join([*(part for part in row.index if isinstance(part, str)), *row.cells])
            where = f"{row.clause} of {names}" if names else row.clause
            times = f"{1 / sizes[lost[0]]:.0e}"
            raise OutOfRange(f"figures lie {times} times apart, too far to be planned safely ({where})")

    def value(self, terms: Terms, values: Floats) -> float:
        """What a sum of terms comes to at column values."""
        return float(sum(c * values[v] for c, v in terms))

    def write(self, path: Path) -> None:
        """Write the model, as PuLP does: MPS where the name ends so, else LP. Raises ValueError where there is none."""
        if self._pulp is None:
            raise ValueError(f"{path}: numbers alone are no model that could be written")
        self._pulp.write(path)

    def _modelled(self, name: str) -> PulpModel | None:
        return PulpModel(name)


class Numbers(Milp):
    """The same columns, rows and numbers without PuLP's model of them: for a problem like one that was modelled before.

    It cannot be written to a file.
    """

    def _modelled(self, name: str) -> PulpModel | None:
        return None


@contextmanager
def uncollected() -> Iterator[None]:
    """Python's collector of cycles rests: it would walk a large problem's terms again and again, and find none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
