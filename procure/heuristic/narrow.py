"""Which columns a first plan of a large model looks at: those that the relaxation's prices say are cheap.

What a way would add to the relaxation's cost is the reduced costs of all that it sets: of a start with its begin and
award, of an award with the sets that are made now.
"""

from __future__ import annotations

import numpy as np

from procure.heuristic.structure import Bools, Ints, Structure
from procure.heuristic.tighten import tightened
from procure.solve import Floats, Matrix

NEAR, SETS = 0.06, 0.4  # of what a package costs on average: what a start, or an award of a recurring one, may add
TIMED = 0.1  # the same of a set that is made at another time, if all were made then
LEAST = 20  # starts of a package that are kept however dear, of those that its supplier has room for
TAKES = 1e-9


def far(matrix: Matrix, s: Structure, x: Floats, reduced: Floats, scale: float, width: float) -> Bools:
    """Columns that are left out at 0. x: the relaxation's point, reduced its reduced costs, scale about its value;
    width: how many times as dear as usual they may be."""
    each = width * scale / max(1, s.groups)
    added = np.maximum(reduced, 0.0)
    starts, making = np.flatnonzero(s.begin >= 0), np.flatnonzero(s.slot >= 0)
    out = (matrix.low == 0) & (matrix.high <= 0)
    with_begin = added[starts] + added[s.begin[starts]] + added[s.award[starts]]
    out[starts] |= (with_begin > NEAR * each) & (x[starts] < TAKES)
    out[starts[_cheapest(with_begin, s.group[starts], fits(matrix, s)[starts])]] = False
    award, slot = s.award[making], s.slot[making]
    profile = np.bincount(slot, x[making])
    sets = np.bincount(s.group[award], x[making], s.groups)
    whole = added.copy()
    np.add.at(whole, award, added[making] * profile[slot])
    rare = (profile[slot] < TAKES) & (added[making] * sets[s.group[award]] > TIMED * each)
    dear = (whole[award] > SETS * each) & (x[award] < TAKES)
    out[making] |= rare
    out[award[dear]] = True
    gone: Bools = (out | _of(s.award, out) | _of(s.begin, out)) & (matrix.low == 0)
    return gone


def fits(matrix: Matrix, s: Structure) -> Bools:
    """Columns that are open; of starts those where one supplier has room for the whole package, divisible or not."""
    return tightened(matrix, s.begin >= 0).high > 0


def _cheapest(added: Floats, group: Ints, fit: Bools) -> Ints:
    """Positions of the cheapest of every package among those that fit."""
    at = np.flatnonzero(fit)
    order = at[np.lexsort((added[at], group[at]))]
    first = np.searchsorted(group[order], group[order])
    return order[np.arange(len(order)) - first < LEAST]


def _of(column: Ints, out: Bools) -> Bools:
    """Columns whose award, or begin, is left out."""
    return (column >= 0) & out[column]
