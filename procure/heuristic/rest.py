"""Small searches and points of a large model, each without the columns that are held and the rows that they fill."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from procure.heuristic import around
from procure.heuristic.improve import Search
from procure.heuristic.reduced import reduced
from procure.heuristic.structure import Ints, Structure
from procure.linear import Linear, small
from procure.solve import NO_PLAN, Answer, Floats, Matrix, Options

FINE = 2e-4  # relative gap asked of what is made whole


def point(matrix: Matrix, options: Options) -> Floats | None:
    """The best point of the relaxation of a matrix that is held in much."""
    left = reduced(matrix, matrix.high <= matrix.low)
    if left is None:
        return None
    linear = Linear(left.matrix, options)
    return left.whole(linear.values) if linear.solve() and linear.values is not None else None


def searched(matrix: Matrix, s: Structure, x: Floats, free: Ints, options: Options) -> Floats | None:
    """The best of a small search around x: all that is done for packages that are not free stays as it is."""
    n = len(s.group)
    of = np.where(s.slot >= 0, s.group[s.award], s.group)
    kept, decided = np.zeros(len(matrix.cost), dtype=bool), matrix.whole.copy()
    kept[:n] = (of >= 0) & ~np.isin(of, free)
    decided[:n] |= s.implied
    at = np.where(decided, np.round(x), x)
    held = replace(matrix, low=np.where(kept, at, matrix.low), high=np.where(kept, at, matrix.high))
    left = reduced(held, held.high <= held.low)
    if left is None:
        return None
    options = replace(options, nodes=around.NODES)
    answer = small(left.matrix, options, x[left.columns] * left.matrix.unit)
    if answer.stopped:
        raise KeyboardInterrupt
    return None if answer.values is None else left.whole(answer.values / left.matrix.unit)


def finished(search: Search, x: Floats) -> Answer:
    """The plan with the decisions on packages of x, and all that is whole made so."""
    held = around.held(search.matrix, search.s, x, around.NONE)
    left = reduced(held, held.high <= held.low)
    if left is None:
        return Answer(NO_PLAN, None, None, None, 0.0)
    options = replace(search.options, relative_gap=FINE, nodes=around.NODES)
    answer = small(left.matrix, options, x[left.columns] * left.matrix.unit)
    if answer.values is None:
        return answer
    values = left.whole(answer.values / left.matrix.unit) * search.matrix.unit
    exact = point(search.matrix.fixed(values), search.options)  # what is whole is so to 1e-6 alone
    return replace(answer, values=values if exact is None else exact * search.matrix.unit)
