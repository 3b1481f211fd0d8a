"""Depth-first search for the decisions on packages that are done in one way only: the surest are taken, what fails is
taken back. Every turn is an LP without the columns that are held, which costs little.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from procure.heuristic.dive import SURE, _fixed, _surest
from procure.heuristic.structure import Bools, Ints, Structure
from procure.heuristic.tighten import tightened
from procure.linear import Linear
from procure.solve import Floats, Matrix

STEP = 0.1  # part of the decisions that are taken at a time, as long as that succeeds
TURNS = 60  # LPs before a descent is given up
SHUTTING = 3  # times that ways are shut after a turn


@dataclass(frozen=True)
class Turn:
    """Bounds before a turn that succeeded, and the column that it took last."""

    low: Floats
    high: Floats
    last: int


@dataclass
class Descent:
    """In a matrix of which little is held. binary: its columns that are 0 or 1; limit: of its objective, scaled."""

    linear: Linear
    matrix: Matrix
    s: Structure
    binary: Bools
    limit: float
    turns: int = 0
    above: list[Turn] = field(default_factory=list)

    def run(self) -> tuple[Matrix, Floats] | None:
        """The matrix with these decisions held, and the relaxation's point; None where none is found in time."""
        low, high = self.matrix.low, self.matrix.high
        ways = np.flatnonzero(self.s.decision >= 0)
        ways = ways[self.s.single[self.s.decision[ways]]]
        usual = each = max(1, int(STEP * len(np.unique(self.s.decision[ways]))))
        if not self._within(low, high):
            return None
        x = self._point()
        while self.turns < TURNS:
            left = self._left(low, ways)
            if not left.any():
                return replace(self.matrix, low=low, high=high), x
            new_low, new_high, last, many = self._next(x, low, high, ways, left, each)
            if (shut := self._tried(new_low, new_high)) is not None:
                self.above.append(Turn(low, high, last))
                low, high, each, x = new_low, shut, min(usual, 2 * each), self._point()
            elif many > 1:
                each = max(1, many // 3)
            elif (back := self._back(low, high, last)) is not None:
                (low, high), each, x = back, 1, self._point()
            else:
                return None
        return None

    def _left(self, low: Floats, ways: Ints) -> Bools:
        """Decisions of these ways that are not taken."""
        left = np.zeros(len(self.s.single), dtype=bool)
        left[self.s.decision[ways]] = True
        left[self.s.decision[ways[low[ways] >= 1]]] = False
        return left

    def _next(
        self, x: Floats, low: Floats, high: Floats, ways: Ints, left: Bools, each: int
    ) -> tuple[Floats, Floats, int, int]:
        """Bounds with more decisions taken: those without doubt, and so many more. The column that was taken last; how
        many were in doubt."""
        decision, best = self.s.decision[ways], np.zeros(len(left))
        np.maximum.at(best, decision, x[ways])
        doubt = left & (best <= SURE)
        many = min(each, int(doubt.sum()))
        chosen = _surest(x[ways], decision, left, int((left & ~doubt).sum()) + many)
        mine = ways[decision == chosen[-1]]
        return *_fixed(x, low, high, ways[np.isin(decision, chosen)], self.s), int(mine[np.argmax(x[mine])]), many

    def _back(self, low: Floats, high: Floats, last: int) -> tuple[Floats, Floats] | None:
        """Bounds with the last way shut, or the last before it."""
        while (shut := self._tried(low, _closed(high, last))) is None:
            if not self.above or self.turns >= TURNS:
                return None
            turn = self.above.pop()
            low, high, last = turn.low, turn.high, turn.last
        return low, shut

    def _tried(self, low: Floats, high: Floats) -> Floats | None:
        """High ends with more ways shut, if there is a point within the limit."""
        for _ in range(SHUTTING):
            before, high = high, tightened(replace(self.matrix, low=low, high=high), self.binary).high
            if (high == before).all():
                break
        return high if (high >= low).all() and self._within(low, high) else None

    def _point(self) -> Floats:
        assert self.linear.values is not None
        return self.linear.values

    def _within(self, low: Floats, high: Floats) -> bool:
        self.turns += 1
        self.linear.bound(low, high)
        return self.linear.solve() and self.linear.objective <= self.limit


def _closed(high: Floats, column: int) -> Floats:
    high = high.copy()
    high[column] = 0.0
    return high
