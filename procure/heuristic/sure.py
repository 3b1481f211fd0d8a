"""A first plan from the cut relaxation: what it is sure of is fixed, step by step, and what is left is a small search.

Fixed are decisions on packages that are done in one way only. After every step ways that no longer fit are shut, and
rows are added again; the first step that fails near the end leaves the rest to the search, in which nothing is whole at
first but what decides packages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from procure.heuristic import around
from procure.heuristic.cutting import Cutting, Known, Valid, extended, valid
from procure.heuristic.dive import SURE, _fixed, _surest
from procure.heuristic.improve import Search
from procure.heuristic.knapsacks import Row
from procure.heuristic.structure import Bools, Ints, Structure
from procure.heuristic.tighten import tightened
from procure.linear import small
from procure.solve import Answer, Floats, Matrix

CUTOFF = 1.012  # of the relaxation's value: a step that leads beyond is not taken
STEP = 0.14  # part of the decisions that are fixed at a time
LEFT = 0.25  # part of the decisions that the search may be left with
REFUSALS = 30  # steps not taken before a dive is given up
ROUNDS = 2  # of rows added after a step
SHUTTING = 3  # times that ways are shut after a step
COARSE = 4e-3  # relative gap asked of the search
NODES = 200


@dataclass(frozen=True)
class Step:
    """Bounds after a step, how many decisions are left, how many rows were added until then, the relaxation's point."""

    low: Floats
    high: Floats
    left: int
    rows: int
    x: Floats


@dataclass
class Fixing:
    """Bounds while decisions are fixed one after another, and which are left."""

    linear: Cutting
    matrix: Matrix
    s: Structure
    binary: Bools
    known: Known
    limit: float
    low: Floats
    high: Floats
    left: Bools
    added: list[Row] = field(default_factory=list)  # rows that hold beside what is fixed
    steps: list[Step] = field(default_factory=list)

    def run(self) -> None:
        """Fix until a step fails with few left, or too many do."""
        s, refused = self.s, 0
        ways = np.flatnonzero((s.decision >= 0) & s.single[s.decision])
        few, usual = LEFT * self.left.sum(), max(1, int(STEP * self.left.sum()))
        each = usual
        while self.left.any():
            x = self._point()
            many = max(each, self._sure(x, ways)) if each == usual else each
            chosen = _surest(x[ways], s.decision[ways], self.left, many)
            taken = ways[np.isin(s.decision[ways], chosen)]
            if self._step(*_fixed(x, self.low, self.high, taken, s)):
                self.left[chosen] = False
                left, rows = int(self.left.sum()), len(self.added)
                self.steps.append(Step(self.low, self.high.copy(), left, rows, self._point()))
                each = min(usual, 2 * each)
                continue
            refused, each = refused + 1, max(1, len(chosen) // 3)
            if len(chosen) == 1:  # this way cannot be
                best = taken[int(np.argmax(x[taken]))]
                self.high[best] = self.low[best]
            self.linear.bound(self.low, self.high)
            if not self.linear.solve() or refused > REFUSALS or self.left.sum() <= few:
                return

    def _point(self) -> Floats:
        assert self.linear.values is not None
        return self.linear.values

    def _sure(self, x: Floats, ways: Ints) -> int:
        """How many decisions the relaxation sees no doubt in."""
        sure = ways[x[ways] > SURE]
        return int(self.left[np.unique(self.s.decision[sure])].sum())

    def _step(self, low: Floats, high: Floats) -> bool:
        """Take these bounds if there is a point within the limit."""
        for _ in range(SHUTTING):
            before, high = high, tightened(replace(self.matrix, low=low, high=high), self.binary).high
            if (high == before).all():
                break
        if (high < low).any():
            return False
        self.linear.bound(low, high)
        if not self.linear.solve() or not self.linear.cut_and_solve(ROUNDS) or self.linear.objective > self.limit:
            return False
        self.low = low
        self._again(high)
        return True

    def _again(self, high: Floats) -> None:
        """What is fixed leaves less room: new rows follow."""
        now = replace(self.matrix, low=self.low, high=high)
        closer, rows = valid(now, self.s, self.binary, self.known)
        self.high = closer.high
        self.linear.follow(rows)
        self.added = rows.added = [*self.added]


def sure_plan(
    search: Search, linear: Cutting, rows: Valid, binary: Bools, of: Known, keep: Callable[[Answer], None]
) -> None:
    """Tell `keep` of a plan, if one is found. linear: solved, of search.matrix; its bounds are changed."""
    matrix, s, limit = search.matrix, search.s, CUTOFF * search.bound
    low, high = matrix.low.copy(), search.near.high.copy()
    fixing = Fixing(linear, matrix, s, binary, of, limit, low, high, s.single.copy(), [*rows.added])
    fixing.run()
    options = replace(search.options, relative_gap=COARSE, nodes=NODES)
    left, least = -1, 0
    for step in reversed(fixing.steps):  # back until what is left can be done
        if step.left <= left or step.left < least:
            continue
        left, least = step.left, 2 * step.left
        rest = extended(replace(matrix, low=step.low, high=step.high), fixing.added[: step.rows])
        found = small(around.eased(rest, s), options, step.x * matrix.unit)
        if found.stopped:
            raise KeyboardInterrupt
        if found.values is not None:
            _finished(search, found.values / matrix.unit, keep)
            return


def _finished(search: Search, x: Floats, keep: Callable[[Answer], None]) -> None:
    """The plan with everything whole nearest to one with only what decides packages whole."""
    matrix, s = search.matrix, search.s
    broken = matrix.whole & (np.abs(x - np.round(x)) > around.TAKES)
    made = broken & (s.slot >= 0)
    divisible = np.unique(s.group[(s.decision >= 0) & ~s.single[s.decision]])
    for free, nodes in ((around.NONE, 1), (np.unique(s.group[s.award[made]]), around.NODES), (divisible, NODES)):
        options = replace(search.options, relative_gap=COARSE, nodes=nodes)
        plan = small(around.held(matrix, s, x, free), options, x * matrix.unit)
        keep(plan)
        if plan.values is not None:
            return
