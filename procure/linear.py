"""An LP that stays in the solver, and small searches: what a heuristic asks of HiGHS many times over."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from procure.solve import Answer, Floats, Matrix, Options, _answer, _highs, _run

Ints = NDArray[np.int64]

MANY = 50_000  # columns from which on an interior point is quicker than the simplex
LITTLE = 0.02  # of the effort of a small search goes into the solver's own heuristics: it has a plan already


class Linear:
    """The relaxation of a matrix: bounds and costs change, it starts from the last basis. Numbers are scaled ones."""

    def __init__(self, matrix: Matrix, options: Options) -> None:
        self._highs: Any = _highs(matrix.relaxed(), options)
        self._columns = np.arange(len(matrix.cost), dtype=np.int32)
        if len(matrix.cost) > MANY:
            self._highs.setOptionValue("solver", "ipm")
        self.objective = np.inf
        self.values: Floats | None = None

    def bound(self, low: Floats, high: Floats) -> None:
        """Other bounds for every column."""
        self._highs.changeColsBounds(len(self._columns), self._columns, low, high)

    def price(self, cost: Floats) -> None:
        """Another cost for every column."""
        self._highs.changeColsCost(len(self._columns), self._columns, cost)

    def extend(self, low: Floats, high: Floats, start: Ints, index: Ints, value: Floats) -> None:
        """More rows, as in a Matrix."""
        self._highs.addRows(
            len(low), low, high, len(value), start[:-1].astype(np.int32), index.astype(np.int32), value
        )

    def solve(self) -> bool:
        """Whether there is a point; then `values` and `objective` are of the best. Ctrl-C is a KeyboardInterrupt."""
        import highspy

        if _run(self._highs):
            raise KeyboardInterrupt
        self._highs.setOptionValue("solver", "choose")  # from a basis the simplex is quicker
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        self.values = np.array(self._highs.getSolution().col_value, dtype=float)
        self.objective = float(self._highs.getInfo().objective_function_value)
        return True

    def reduced(self) -> Floats:
        """Reduced cost of every column at the last point."""
        return np.array(self._highs.getSolution().col_dual, dtype=float)

    def rows(self) -> Floats:
        """What one more of each row's limit is worth at the last point."""
        return np.array(self._highs.getSolution().row_dual, dtype=float)


def small(matrix: Matrix, options: Options, start: Floats) -> Answer:
    """A search that is over soon, from a plan in the model's numbers: no restarts, few heuristics."""
    import highspy

    highs = _highs(matrix, options)
    highs.setOptionValue("mip_allow_restart", False)
    highs.setOptionValue("mip_heuristic_effort", LITTLE)
    solution = highspy.HighsSolution()
    solution.col_value = start / matrix.unit
    highs.setSolution(solution)
    began = time.monotonic()
    stopped = _run(highs)
    return _answer(highs, matrix, options, time.monotonic() - began, stopped)
