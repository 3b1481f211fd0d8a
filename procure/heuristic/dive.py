"""Fixing packages one after another as the relaxation says, the surest first, with the rest solved again in between."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from procure.heuristic.structure import Bools, Ints, Structure
from procure.heuristic.tighten import tightened
from procure.linear import Linear
from procure.solve import Floats, Matrix

HALF, NOTHING = 0.5, 1e-6
SURE = 0.999  # of a way: there is nothing left to decide
ROUNDS = 12  # in which a dive is done, where nothing is in the way
REFUSALS = 40  # ways that turn out impossible before a dive is given up


def dive(linear: Linear, hard: Matrix, matrix: Matrix, s: Structure, rounds: int = ROUNDS) -> Floats | None:
    """A point in which every decision on a package is taken; None where too many ways turned out impossible.

    linear: has been solved. hard: the matrix without prices on its limits. matrix: what it is of, elastic.
    """
    low, high = matrix.low.copy(), matrix.high.copy()
    ways = np.flatnonzero(s.decision >= 0)
    left, refused = np.ones(len(s.single), dtype=bool), 0
    usual = each = max(1, -(-len(s.single) // rounds))
    while left.any():
        assert linear.values is not None
        chosen = _surest(linear.values[ways], s.decision[ways], left, each)
        taken = ways[np.isin(s.decision[ways], chosen)]
        point = linear.values
        new_low, new_high = _fixed(point, low, high, taken, s)
        linear.bound(new_low, new_high)
        if linear.solve():
            low, left[chosen], each = new_low, False, usual
            high = _closed(hard, low, new_high, s, left)
            linear.bound(low, high)
            if not linear.solve():
                high = new_high
                linear.bound(low, high)
                linear.solve()
            continue
        if len(chosen) > 1:  # too many at once: the surest alone
            each, linear.values = max(1, len(chosen) // 4), point
            continue
        refused += 1
        best = taken[int(np.argmax(point[taken]))]
        high[best] = low[best]  # this way cannot be
        linear.bound(low, high)
        if refused > REFUSALS or not linear.solve():
            return None
    return linear.values


def _surest(x: Floats, decision: Ints, left: Bools, most: int) -> Ints:
    """Decisions that the relaxation is surest of; where it sees no doubt, all of them, but no more than asked."""
    sure = np.zeros(len(left))
    np.maximum.at(sure, decision, x)
    sure = np.where(left, sure, -1.0)
    order = np.argsort(-sure, kind="stable")
    return order[: min(most, int(left.sum()))]


def _fixed(x: Floats, low: Floats, high: Floats, taken: Ints, s: Structure) -> tuple[Floats, Floats]:
    """Bounds with these decisions taken: the best way of each, and where there may be several, those above half."""
    low, high = low.copy(), high.copy()
    of, best = s.decision[taken], np.zeros(len(s.single))
    np.maximum.at(best, of, x[taken])
    up = (x[taken] > NOTHING) & (x[taken] >= best[of])
    _, first = np.unique(np.where(up, of, -1), return_index=True)
    only = np.zeros(len(taken), dtype=bool)
    only[first] = True
    up = np.where(s.single[of], up & only, up | (x[taken] > HALF))
    low[taken[up]] = np.maximum(low[taken[up]], 1.0)
    high[taken[~up]] = low[taken[~up]]
    return low, high


def _closed(hard: Matrix, low: Floats, high: Floats, s: Structure, left: Bools) -> Floats:
    """High ends once ways are shut that no longer fit beside what is fixed; a decision without any left keeps all."""
    n = len(s.decision)
    at = tightened(replace(hard, low=low[:n], high=high[:n]), s.decision >= 0)
    fits = np.zeros(len(s.single), dtype=bool)
    ways = np.flatnonzero(s.decision >= 0)
    np.logical_or.at(fits, s.decision[ways], at.high[ways] > 0)
    closed = high.copy()
    keep = ways[fits[s.decision[ways]] & left[s.decision[ways]]]
    closed[keep] = at.high[keep]
    return closed
