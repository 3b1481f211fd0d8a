"""Which packages to free together: one that costs more than the relaxation would have it, and those in its way."""

from __future__ import annotations

import random

import numpy as np

from procure.heuristic.followed import rows_of
from procure.heuristic.structure import Bools, Ints, Structure
from procure.solve import Floats, Matrix

TRIED = 0.3  # what is left of the chance of a package that was tried in vain
LEAST = 1e-4  # of an average package: loss of one that is as the relaxation would have it
TAKES = 1e-6  # what counts as a part of a row


class Neighbours:
    """Draws packages around a point. near: the ways that may be taken; reduced: reduced costs of the relaxation."""

    def __init__(self, near: Matrix, s: Structure, reduced: Floats, scale: float) -> None:
        self.s, self.reduced, self.least = s, np.maximum(reduced, 0.0), LEAST * scale / max(1, s.groups)
        self.of = np.where(s.slot >= 0, s.group[s.award], s.group)
        row = rows_of(near)
        mine = s.soft[row] & (self.of[near.index] >= 0)
        self.row, self.column = row[mine], near.index[mine]
        open_ = (near.high > 0) & np.where(s.award >= 0, near.high[s.award] > 0, True)
        self.could = self._parts(open_[self.column])
        self.tried = np.zeros(s.groups)

    def _parts(self, entries: Bools) -> Floats:
        """[package, row]: whether the package has one of these entries in the row."""
        found = np.zeros((self.s.groups, len(self.s.soft)))
        found[self.of[self.column[entries]], self.row[entries]] = 1.0
        return found[:, self.s.soft]

    def draw(self, rng: random.Random, x: Floats, count: int) -> Ints:
        """Packages to free at x for a better plan."""
        inside = self.of >= 0
        loss = np.bincount(self.of[inside], (self.reduced * x)[inside], self.s.groups) + self.least
        return self._around(rng, x, (loss * TRIED**self.tried).tolist(), count)

    def inside(self, rng: random.Random, x: Floats, rows: Ints, count: int) -> Ints:
        """Packages to free so that these rows need not be passed; any where no package has a part in them."""
        mine = np.isin(self.row, rows) & (x[self.column] > TAKES)
        chances = np.full(self.s.groups, 0.0 if mine.any() else 1.0)
        chances[self.of[self.column[mine]]] = 1.0
        return self._around(rng, x, chances.tolist(), count)

    def _around(self, rng: random.Random, x: Floats, chances: list[float], count: int) -> Ints:
        """One package by chance, and those that have or could have what it could have or has."""
        takes = self._parts(x[self.column] > TAKES)
        first = rng.choices(range(self.s.groups), chances)[0]
        self.tried[first] += 1
        related = takes @ self.could[first] + 0.5 * (self.could @ takes[first])
        related[first] = 0.0
        chosen, pool = [first], np.flatnonzero(related > 0).tolist()
        while pool and len(chosen) < count:
            g = rng.choices(pool, related[pool])[0]
            pool.remove(g)
            chosen.append(g)
        return np.array(chosen, dtype=np.int64)

    def better(self, freed: Ints) -> None:
        """What was freed has led to a better plan: it may do so again."""
        self.tried[freed] = 0
