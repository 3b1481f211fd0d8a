"""A solver that climbs from what is known: a plan near by, then the support of the relaxation, then the whole.

    1  the plan near by, then with its whole decisions held (one LP): enough where it is as good as bounds alone allow
    2  the relaxation: its value is a bound
    3  whole decisions that neither the relaxation nor that plan takes held at 0: a small search
    4  the whole search, from the best plan so far

Each rung is climbed only where the one before has not come within the gap asked of the bound. A rung is limited by
nodes, never by the clock, so that the same workbook gives the same plan.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from procure import solve as solver
from procure.solve import GAP, INTERRUPTED, PROVEN, Answer, Floats, Matrix, Options, Progress

NODES = 200  # of the small search
NOTHING = 1e-6  # what the relaxation takes no part of
TRIED = 1e-6  # how far a point may miss a row, in scaled units


def solve(
    matrix: Matrix,
    options: Options,
    start: Floats | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Answer:
    """As solve.solve: the first rung that is within the gap asked. What is infeasible is asked of the whole search."""
    if not matrix.whole.any():
        return solver.solve(matrix, options, start, progress)
    began, left = time.monotonic(), options.time_limit
    least, best = _least(matrix), None if start is None else _as_it_is(matrix, start)
    if not _near(best, least, options):
        best = _better(best, _held(matrix, options, start))
    if best is not None and _near(best, least, options):
        return replace(best, state=PROVEN, bound=least, seconds=time.monotonic() - began)
    relaxed = solver.solve(matrix.relaxed(), options, None, None)
    if relaxed.stopped:
        return replace(relaxed, state=INTERRUPTED, values=None, objective=None, bound=None)
    if relaxed.values is None:
        return solver.solve(matrix, options, start, progress)
    bound = relaxed.objective
    if not _near(best, bound, options):
        answer = _among(matrix, options, relaxed.values, best)
        best = _better(best, _sound(matrix, answer))
        if answer.stopped:
            values, reached = (None, None) if best is None else (best.values, best.objective)
            return Answer(INTERRUPTED, values, reached, bound, time.monotonic() - began, True)
    if best is not None and _near(best, bound, options):
        return replace(best, state=PROVEN, bound=bound, seconds=time.monotonic() - began)
    left = None if left is None else max(0.1, left - (time.monotonic() - began))
    known = start if best is None else best.values
    answer = solver.solve(matrix, replace(options, time_limit=left), known, progress)
    answer = replace(answer, seconds=time.monotonic() - began)
    if best is None or (answer.values is None and answer.state in (solver.INFEASIBLE, solver.REJECTED)):
        return answer
    found = _better(answer if answer.values is not None else None, best)
    assert found is not None
    bounds = [each for each in (bound, answer.bound) if each is not None]
    proven = max(bounds) if bounds else None
    state = answer.state if answer.stopped or answer.values is not None else GAP
    return replace(answer, state=state, values=found.values, objective=found.objective, bound=proven)


def _least(matrix: Matrix) -> float | None:
    """What the objective cannot be below by its columns' bounds alone; None without such a bound."""
    ends = np.where(matrix.cost > 0, matrix.low, matrix.high)[matrix.cost != 0]
    return float(ends @ matrix.cost[matrix.cost != 0]) * matrix.cost_unit if np.isfinite(ends).all() else None


def _as_it_is(matrix: Matrix, start: Floats) -> Answer | None:
    """The start itself, where it is a plan."""
    if matrix.violation(start) > TRIED:
        return None
    objective = float(matrix.cost @ (start / matrix.unit)) * matrix.cost_unit
    return Answer(GAP, start, objective, None, 0.0)


def _held(matrix: Matrix, options: Options, start: Floats | None) -> Answer | None:
    """The best plan with the whole decisions of the start, None where they cannot be kept."""
    if start is None or not matrix.takes(start):
        return None
    return _sound(matrix, solver.solve(matrix.fixed(start), replace(options, time_limit=None), None, None))


def _among(matrix: Matrix, options: Options, relaxed: Floats, best: Answer | None) -> Answer:
    """The best plan among the whole decisions that the relaxation, or the best plan so far, takes any part of."""
    taken = relaxed / matrix.unit > NOTHING
    if best is not None and best.values is not None:
        taken |= best.values / matrix.unit > NOTHING
    shut = matrix.whole & ~taken & (matrix.low <= 0)
    small = replace(matrix, high=np.where(shut, 0.0, matrix.high))
    known = None if best is None else best.values
    return solver.solve(small, replace(options, nodes=NODES), known, None)


def _sound(matrix: Matrix, answer: Answer) -> Answer | None:
    """The answer where it is a plan of the whole."""
    if answer.values is None or matrix.violation(answer.values) > TRIED:
        return None
    return answer


def _better(one: Answer | None, other: Answer | None) -> Answer | None:
    found = [answer for answer in (one, other) if answer is not None and answer.objective is not None]
    return min(found, key=lambda answer: answer.objective or 0.0, default=None)


def _near(best: Answer | None, bound: float | None, options: Options) -> bool:
    return best is not None and solver.within(best.objective, bound, options) == PROVEN
