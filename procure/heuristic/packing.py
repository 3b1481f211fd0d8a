"""Annealing over ways: one package after another is done in a way drawn by what it would cost, limits passed included.

The heat falls and passing a limit grows dearer, until nothing moves but for the better.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from procure.heuristic.structure import Ints
from procure.heuristic.ways import Ways
from procure.solve import Floats

DEAR_AT = 0.9  # part of the way at which the price is full


COOLING = 0.1  # of the heat is left at the end
SWEEPS = 100  # turns of every package at one heat


@dataclass(frozen=True)
class Heat:
    """hot: the first heat, as a part of what a package costs on average; the last is a tenth of it. light: part of the
    full price of passing a limit that is asked in the beginning. priced: whether what a way takes of a limit costs what
    the relaxation says."""

    hot: float
    light: float
    priced: bool = True


HEATS = (
    Heat(0.01, 0.005), Heat(0.008, 0.01), Heat(0.006, 0.02), Heat(0.005, 0.03), Heat(0.004, 0.05), Heat(0.003, 0.05),
    Heat(0.002, 0.1), Heat(0.001, 0.1, False), Heat(0.0008, 0.1, False), Heat(0.0006, 0.1, False),
    Heat(0.0005, 0.2, False), Heat(0.0004, 0.2, False), Heat(0.0003, 0.2, False),
)  # fmt: skip


class Packing:
    """The way of every package, and what all of them add up to in the scored rows."""

    def __init__(self, ways: Ways, scale: float, price: Floats, dual: Floats) -> None:
        """scale: about what a plan costs. Of each row: price of passing it, in the end, and what it is worth to the
        relaxation."""
        self.ways, self.scale = ways, scale
        self.full = price
        self.price = self.full
        of = np.repeat(np.arange(len(ways.column)), np.diff(ways.at))
        self.rent = -np.bincount(of, dual[ways.row] * ways.value, len(ways.column))
        self.chosen = ways.chosen.copy()
        self.load = np.zeros(len(ways.low))
        for g in np.flatnonzero(self.chosen >= 0):
            self._add(int(self.chosen[g]), 1.0)
        self.inside = [self._inside(g) for g in range(len(self.chosen))]

    def _add(self, way: int, sign: float) -> None:
        inside = slice(self.ways.at[way], self.ways.at[way + 1])
        self.load[self.ways.row[inside]] += sign * self.ways.value[inside]

    def move(self, g: int, way: int) -> None:
        self._add(int(self.chosen[g]), -1.0)
        self.chosen[g] = way
        self._add(way, 1.0)

    def value(self) -> float:
        """What the ways cost, limits passed at their full price included."""
        passed = _over(self.load, self.ways.low, self.ways.high)
        return float(self.ways.cost[self.chosen[self.chosen >= 0]].sum() + self.full @ passed)

    def scores(self, g: int) -> Floats:
        """What each way of the package costs at the price of the hour, up to a number that is the same for all."""
        cost, way, row, value, low, high = self.inside[g]
        self._add(int(self.chosen[g]), -1.0)
        without = self.load[row]
        self._add(int(self.chosen[g]), 1.0)
        more = _over(without + value, low, high) - _over(without, low, high)
        return cost + np.bincount(way, self.price[row] * more, len(cost))

    def _inside(self, g: int) -> tuple[Floats, Ints, Ints, Floats, Floats, Floats]:
        """Of the package's ways: their costs; of their entries: way, row, value, the row's limits."""
        w, first, last = self.ways, int(self.ways.first[g]), int(self.ways.first[g + 1])
        at = slice(w.at[first], w.at[last])
        way = np.repeat(np.arange(last - first), np.diff(w.at[first : last + 1]))
        row = w.row[at]
        return w.cost[first:last], way, row, w.value[at], w.low[row], w.high[row]


def _over(load: Floats, low: Floats, high: Floats) -> Floats:
    return np.maximum(np.maximum(load - high, low - load), 0.0)


def anneal(state: Packing, rng: random.Random, heat: Heat) -> Ints:
    """The best ways found; chosen[g] as in Ways."""
    movable = np.flatnonzero((state.chosen >= 0) & (np.diff(state.ways.first) > 1)).tolist()
    best, least = state.chosen.copy(), state.value()
    each = heat.hot * state.scale / max(1, len(movable))
    rent = state.rent if heat.priced else np.zeros_like(state.rent)
    for sweep in range(SWEEPS):
        part = sweep / SWEEPS
        state.price = state.full * heat.light ** max(0.0, 1 - part / DEAR_AT)
        warm = each * COOLING**part
        rng.shuffle(movable)
        for g in movable:
            first = int(state.ways.first[g])
            scores = state.scores(g) + rent[first : int(state.ways.first[g + 1])]
            likely = np.cumsum(np.exp((scores.min() - scores) / warm))
            way = first + int(np.searchsorted(likely, rng.random() * likely[-1]))
            if way != state.chosen[g]:
                state.move(g, way)
        value = state.value()
        if value < least:
            best, least = state.chosen.copy(), value
    return best
