"""An LP that stays in the solver, and small searches: what a heuristic asks of HiGHS many times over."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from procure.solve import INFEASIBLE, PROVEN, Answer, Floats, Matrix, Options, _answer, _highs, _run

Ints = NDArray[np.int64]

MANY = 50_000  # columns from which on an interior point is quicker than the simplex
STEPS = 0.25  # of the simplex, for each row, that an LP may take from the basis of another: presolve is quicker then
LITTLE = 0.02  # of the effort of a small search goes into the solver's own heuristics: it has a plan already


class Basis:
    """Where the solution of an LP is; another process is given of every column and row HiGHS's digit of its state."""

    def __init__(self, known: Any) -> None:
        self.known = known

    def __reduce__(self) -> tuple[Any, tuple[str, str]]:
        return _basis, (_digits(self.known.col_status), _digits(self.known.row_status))


class Linear:
    """The relaxation of a matrix: bounds and costs change, it starts from the last basis. Numbers are scaled ones.

    basis: to start from at first, of a relaxation of the same shape.
    """

    def __init__(self, matrix: Matrix, options: Options, basis: Basis | None = None) -> None:
        self._highs: Any = _highs(matrix.relaxed(), options)
        if basis is not None:
            self._highs.setBasis(basis.known)
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


def from_basis(matrix: Matrix, options: Options, basis: Basis | None) -> tuple[Answer, Basis]:
    """The answer of an LP, sought from the basis of one of its shape where there is one, and its own basis.

    Where that is not there in a few steps it is sought again from none, with presolve. Without presolve always so: a
    second opinion goes a way of its own.
    """
    began, near = time.monotonic(), basis is not None and options.presolve
    highs = _highs(matrix, options)
    if basis is not None and near:
        highs.setBasis(basis.known)
        highs.setOptionValue("simplex_iteration_limit", int(STEPS * len(matrix.row_low)))
    stopped = _run(highs)
    answer = _answer(highs, matrix, options, time.monotonic() - began, stopped)
    if near and answer.state not in (PROVEN, INFEASIBLE) and not stopped:
        return from_basis(matrix, options, None)
    return answer, Basis(highs.getBasis())


def _basis(columns: str, rows: str) -> Basis:
    import highspy

    states = {str(int(state)): state for state in highspy.HighsBasisStatus.__members__.values()}
    known = highspy.HighsBasis()
    known.col_status, known.row_status = ([states[digit] for digit in digits] for digits in (columns, rows))
    known.valid = True
    return Basis(known)


def _digits(states: list[Any]) -> str:
    return "".join(str(int(state)) for state in states)


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
