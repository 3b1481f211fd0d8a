"""The first plan: a dive into the relaxation, then annealing over ways, then small searches for what is left."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from procure.heuristic import around
from procure.heuristic.dive import dive
from procure.heuristic.elastic import Elastic, elastic, prices
from procure.heuristic.followed import Columns, definitions
from procure.heuristic.improve import Search
from procure.heuristic.neighbours import Neighbours
from procure.heuristic.packing import HEATS, Packing, anneal
from procure.heuristic.structure import Ints, Structure
from procure.heuristic.ways import ways
from procure.linear import Linear, small
from procure.solve import Answer, Floats

PASSED = 1e-7  # what counts as passing a limit, in scaled units
DEARER = 1.5  # what the price of a limit that is still passed is multiplied by
COARSE = 2e-3  # relative gap asked of them
FORBIDDING = 10.0  # what the price of passing a limit is multiplied by in them
REPAIRS = 30  # small searches for a plan that still passes limits
FREE = 8  # packages free in one of them


def first_plan(search: Search, rng: random.Random, keep: Callable[[Answer], None], enough: Callable[[], bool]) -> None:
    """Tell `keep` of a plan, if one is found before it is enough."""
    matrix, s = search.near, search.s
    price = prices(matrix, search.x, search.scale)
    soft = elastic(matrix, s.soft, price)
    linear = Linear(soft.matrix, search.options)
    x = dive(linear, matrix, soft.matrix, s) if linear.solve() else None
    if x is None:
        return
    levels, by = definitions(matrix, ~matrix.whole & (s.begin < 0) & (s.slot < 0)), Columns.of(matrix)
    first, best, least = soft, x, np.inf
    for heat in HEATS:
        found = ways(matrix, by, s, levels, x[: soft.columns])
        if enough() or not len(found.column):
            break
        chosen = anneal(Packing(found, search.scale, price[s.scored], search.dual[s.scored]), rng, heat)
        linear.bound(*_taken(soft, s, found.column[chosen[chosen >= 0]]))
        if not linear.solve():
            break
        assert linear.values is not None
        x, passed = linear.values, soft.rows[soft.passed(linear.values) > PASSED]
        if (value := float(first.matrix.cost @ x)) < least:
            best, least = x, value
        if not heat.priced and not len(passed):
            break
        price[passed] *= DEARER
        soft = soft.priced(price)
        linear.price(soft.matrix.cost)
    _repaired(search, first, best, rng, keep, enough)


def _taken(soft: Elastic, s: Structure, columns: Ints) -> tuple[Floats, Floats]:
    """Bounds with these ways taken, and no other ways of their packages."""
    low, high = soft.matrix.low.copy(), soft.matrix.high.copy()
    starts = columns[s.begin[columns] >= 0]
    decided = np.zeros(len(low), dtype=bool)
    decided[: soft.columns] = np.isin(s.group, s.group[columns]) & (s.decision >= 0)
    low[columns] = low[s.award[starts]] = low[s.begin[starts]] = 1.0
    return low, np.where(decided, low, high)


def _repaired(
    search: Search,
    soft: Elastic,
    x: Floats,
    rng: random.Random,
    keep: Callable[[Answer], None],
    enough: Callable[[], bool],
) -> None:
    """A plan near x that passes no limit: small searches in which passing one is dear."""
    s, options = search.s, replace(search.options, relative_gap=COARSE, nodes=around.NODES)
    soft = soft.over(search.matrix).dearer(FORBIDDING)
    near = Neighbours(search.matrix, s, search.reduced, search.scale)
    for _ in range(REPAIRS):
        passed = soft.rows[soft.passed(x) > PASSED]
        if not len(passed):
            keep(around.searched(search.matrix, s, x[: soft.columns], around.NONE, search.options, known=False))
            return
        if enough():
            return
        free = near.inside(rng, x[: soft.columns], passed, FREE)
        found = small(around.held(soft.matrix, s, x, free), options, x * soft.matrix.unit)
        if found.stopped:
            raise KeyboardInterrupt
        if found.values is None:
            return
        x = found.values / soft.matrix.unit
