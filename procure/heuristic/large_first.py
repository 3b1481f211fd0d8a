"""The first plan of a large model: annealing over ways from the relaxation's point, then small searches.

Without a dive: one LP after another from a basis takes longer here than annealing from nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from procure.heuristic import around
from procure.heuristic.elastic import Elastic, elastic, prices
from procure.heuristic.first_plan import COARSE, DEARER, FORBIDDING, FREE, PASSED, REPAIRS, _taken
from procure.heuristic.followed import Columns, definitions, following
from procure.heuristic.improve import Search
from procure.heuristic.narrow import fits
from procure.heuristic.neighbours import Neighbours
from procure.heuristic.packing import Heat, Packing, anneal
from procure.heuristic.rest import point, searched
from procure.heuristic.ways import ways
from procure.solve import Floats

HEATS = (Heat(0.05, 0.0002), Heat(0.02, 0.001), Heat(0.007, 0.005))  # by trial on the large instances 0 and 1
MORE = (Heat(0.005, 0.01),) * 9  # as long as limits are passed

Enough = Callable[[], bool]


def first(search: Search, rng: random.Random, enough: Enough) -> Floats | None:
    """A point that passes no limit, with whole decisions on packages; None where none is found."""
    price = prices(search.matrix, search.x, search.scale)
    soft = elastic(search.matrix, search.s.scored, price)
    x = _annealed(search, soft, price, rng, enough)
    return None if x is None else _repaired(search, soft, x, rng, enough)


def _annealed(search: Search, soft: Elastic, price: Floats, rng: random.Random, enough: Enough) -> Floats | None:
    """The best point with whole decisions on packages that annealing finds; it may pass limits."""
    matrix, s, x, price = search.matrix, search.s, search.x, price.copy()
    levels, by = definitions(matrix, ~matrix.whole & (s.begin < 0) & (s.slot < 0)), Columns.of(matrix)
    scored = s.scored & ((search.dual != 0) | ~following(matrix, levels, s.pay))
    full, best, least = soft.matrix.cost, None, np.inf
    fitting = replace(matrix, high=np.where(fits(matrix, s), matrix.high, matrix.low))
    for turn, heat in enumerate((*HEATS, *MORE), 1):
        found = ways(fitting, by, s, levels, x[: soft.columns], scored)
        if enough() or not len(found.column):
            break
        chosen = anneal(Packing(found, search.scale, price[scored], search.dual[scored]), rng, heat)
        low, high = _taken(soft, s, found.column[chosen[chosen >= 0]])
        now = point(replace(soft.matrix, low=low, high=high), search.options)
        if now is None:
            break
        x, passed = now, soft.rows[soft.passed(now) > PASSED]
        if not len(passed) and turn >= len(HEATS):
            return x
        if (value := float(full @ x)) < least:
            best, least = x, value
        price[passed] *= DEARER
        scored[passed] = True
        soft = soft.priced(price)
    return best


def _repaired(search: Search, soft: Elastic, x: Floats, rng: random.Random, enough: Enough) -> Floats | None:
    """A point near x that passes no limit: small searches in which passing one is dear."""
    s, dear = search.s, around.eased(soft.dearer(FORBIDDING).matrix, search.s)
    near = Neighbours(search.matrix, s, search.reduced, search.scale)
    options = replace(search.options, relative_gap=COARSE)
    for _ in range(REPAIRS):
        passed = soft.rows[soft.passed(x) > PASSED]
        if not len(passed):
            return x[: soft.columns]
        if enough():
            return None
        found = searched(dear, s, x, near.inside(rng, x[: soft.columns], passed, FREE), options)
        x = x if found is None else found
    return None
