"""A first plan from the cut relaxation: what it is sure of is fixed, step by step, and what is left is a small search.

Fixed are decisions on packages that are done in one way only. After every step ways that no longer fit are shut, and
rows are added again. The first step that fails with much left, and one that fails near the end, leave the rest to a
descent; where that finds nothing, to a larger search. In both nothing is whole at first but what decides packages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from procure.heuristic import around
from procure.heuristic.cutting import Cutting, Known, Valid, extended, valid
from procure.heuristic.descent import Descent
from procure.heuristic.dive import SURE, _fixed, _surest
from procure.heuristic.improve import Search
from procure.heuristic.knapsacks import Row
from procure.heuristic.reduced import reduced
from procure.heuristic.structure import Bools, Ints, Structure
from procure.heuristic.tighten import tightened
from procure.linear import Linear, small
from procure.solve import Answer, Floats, Matrix, Options

CUTOFF = 1.012  # of the relaxation's value: a step that leads beyond is not taken
AIM = 1.008  # of the relaxation's value: what a descent may come to, before the rest is made whole
STEP = 0.14  # part of the decisions that are fixed at a time
MANY = 0.4  # part of the decisions beyond which there is a descent from the first refusal already
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

    def __post_init__(self) -> None:
        self.all = max(1, int(self.left.sum()))
        self.usual = self.each = max(1, int(STEP * self.all))
        self.refused, self.x = 0, self._point()  # x: where the next decisions are seen

    def run(self, part: float) -> None:
        """Fix until a step fails with no more than this part of the decisions left, or too many do."""
        s = self.s
        ways = np.flatnonzero((s.decision >= 0) & s.single[s.decision])
        while self.left.any():
            x = self.x
            many = max(self.each, self._sure(x, ways)) if self.each == self.usual else self.each
            chosen = _surest(x[ways], s.decision[ways], self.left, many)
            taken = ways[np.isin(s.decision[ways], chosen)]
            if self._step(*_fixed(x, self.low, self.high, taken, s)):
                self.left[chosen] = False
                self.x, self.each = self._point(), min(self.usual, 2 * self.each)
                left, rows = int(self.left.sum()), len(self.added)
                self.steps.append(Step(self.low, self.high.copy(), left, rows, self.x))
                continue
            self.refused, self.each = self.refused + 1, max(1, len(chosen) // 3)
            if len(chosen) == 1 and not self._shut(int(taken[np.argmax(x[taken])])):
                return
            if self.refused > REFUSALS or self.part() <= part:
                return

    def _shut(self, way: int) -> bool:
        """Whether there is a point still, without a way that cannot be."""
        self.high[way] = self.low[way]
        self.linear.bound(self.low, self.high)
        if not self.linear.solve():
            return False
        self.x = self._point()
        return True

    def part(self) -> float:
        """Part of the decisions that are left."""
        return int(self.left.sum()) / self.all

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
    fixing.run(1.0)
    if fixing.part() > MANY and _descended(search, fixing, keep):
        return
    if fixing.part() > LEFT:
        fixing.run(LEFT)
    if _descended(search, fixing, keep):
        return
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


def _descended(search: Search, fixing: Fixing, keep: Callable[[Answer], None]) -> bool:
    """Whether a descent from the last step came to a plan, which `keep` is told of."""
    if not fixing.steps:
        return False
    step, matrix, s = fixing.steps[-1], search.matrix, search.s
    rest = extended(replace(matrix, low=step.low, high=step.high), fixing.added[: step.rows])
    left = reduced(rest, rest.high <= rest.low)
    if left is None:
        return False
    within, binary = left.structure(s.sized(len(rest.row_low))), fixing.binary[left.columns]
    aim = AIM * search.bound - float(rest.cost @ left.whole(np.zeros(len(left.columns))))
    found = Descent(Linear(left.matrix, search.options), left.matrix, within, binary, aim).run()
    if found is None:
        return False
    options = replace(search.options, relative_gap=COARSE, nodes=around.NODES)
    ended = _ended(around.eased(found[0], within), found[1], options)
    if ended is None:
        return False
    x = left.whole(ended)
    plan = small(around.held(matrix, s, x, around.NONE), replace(options, nodes=1), x * matrix.unit)
    keep(plan)
    return plan.values is not None


def _ended(matrix: Matrix, x: Floats, options: Options) -> Floats | None:
    """The plan that ends a descent: with what the relaxation's point x has whole held, or without."""
    sure = matrix.whole & (np.abs(x - np.round(x)) < around.TAKES)
    low, high = (np.where(sure, np.round(x), end) for end in (matrix.low, matrix.high))
    for one in (replace(matrix, low=low, high=high), matrix):
        answer = small(one, options, x * matrix.unit)
        if answer.stopped:
            raise KeyboardInterrupt
        if answer.values is not None:
            return answer.values / matrix.unit
    return None


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
