"""`procure find`: the least, greatest or earliest value of one number of the inputs for which there is a plan.

    1  the number as a decision of the optimisation, where it can be one: one solve (exact_end.py)
    2  from there, or from the value as it is: wider and wider steps to a value with a plan and one without
    3  halves between the two, until they are one step apart

Every value is tried by planning it, the rounding of money included, so that what is said was seen: a plan at the value,
and none a step stricter. "No plan in time" is no answer: the interval is told instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import ROUND_FLOOR, Decimal

from procure import objectives, solve
from procure.audit import audit
from procure.facts import Facts
from procure.findings import Refused
from procure.milp import OutOfRange
from procure.objectives import COST, LATENESS
from procure.plan import Plan, dec
from procure.planning import UNROUNDED, Outcome, plan
from procure.problem import Objective, Problem
from procure.whatif import exact_end
from procure.whatif.shape import ANY, Shape
from procure.whatif.solving import LADDER, NOT_INPUT
from procure.whatif.target import Target

TIMES = 4  # how much wider each step is than the one before
STEPS = 12  # at most, before a value with a plan is given up
ERROR = Decimal("0.01")  # of a step: the solver's own
COARSE = Decimal("0.001")  # how finely a number is told that only a search can find, as a part of it
NONE = (solve.INFEASIBLE, UNROUNDED)  # states that say that there is no plan

Tell = Callable[[str, str], None]


@dataclass(frozen=True)
class How:
    """How to plan: options of every try, gap of the plan that is given in the end."""

    options: solve.Options = field(default_factory=solve.Options)
    gap: float | None = None


@dataclass(frozen=True)
class Within:
    """What the plan may come to: M of cost, weighted unit-periods of lateness; None = anything."""

    cost_m: float | None = None
    late: float | None = None


@dataclass(frozen=True)
class Try:
    """A value that was tried: state of planning, its plan where there is one."""

    value: Decimal
    state: str
    problem: Problem | None = None
    plan: Plan | None = None
    why: str = ""

    @property
    def none(self) -> bool:
        """Whether it is known that there is no plan, rather than not known at all."""
        return self.plan is None and self.state in (*NONE, NOT_INPUT)


@dataclass(frozen=True)
class Found:
    """The answer. state: of solve.py. best: the strictest value with a plan, None = there is none with any value tried.

    beyond: the strictest value without a plan next to it; None = no stricter one was refused. unknown: the value of
    which it was not found out in time. outcome: the plan at the best value, planned to the end.
    in_one_solve: whether the value came so, rather than by a search. tries: all of them.
    """

    target: Target
    within: Within
    state: str
    best: Try | None
    beyond: Try | None
    unknown: Try | None
    outcome: Outcome | None
    in_one_solve: bool
    tries: tuple[Try, ...]


def find(problem: Problem, target: Target, within: Within, how: How, tell: Tell | None = None) -> Found:
    """The strictest value of the number with a plan within what is asked; tell: of every value tried."""
    problem = _measured(problem, within)
    late = () if within.late is None else ((LATENESS, within.late),)
    asked = Shape(limits=late, cap=within.cost_m, punctual=target.delivered)
    end = None if target.labels else exact_end.end(problem, target, asked, how.options)
    step = target.step if end is not None else _step(target)
    each = replace(asked, first=True) if within.cost_m is None else replace(asked, keep=(COST,))
    search = _Search(problem, target, step, each, how, tell)
    best, beyond = search.run(end)
    unknown = next((one for one in search.tries if one.plan is None and not one.none), None)
    outcome = None
    if best is not None and best.plan is not None and unknown is not None and unknown.state == solve.INTERRUPTED:
        outcome = Outcome(solve.INTERRUPTED, best.plan, best.plan.stages)
    elif best is not None and best.problem is not None:
        outcome = _finished(best, asked, how)
    state = unknown.state if unknown is not None else solve.INFEASIBLE if outcome is None else outcome.state
    return Found(target, within, state, best, beyond, unknown, outcome, end is not None, tuple(search.tries))


def _measured(problem: Problem, within: Within) -> Problem:
    """The problem with the objectives that are limited among its own."""
    own = problem.objectives or objectives.DEFAULT
    wanted = {COST: within.cost_m, LATENESS: within.late}
    more = [Objective(name) for name, most in wanted.items() if most is not None and name not in [o.name for o in own]]
    return problem.replace(objectives=(*own, *more)) if more else problem


def _step(target: Target) -> Decimal:
    """The step of a number that is searched for: coarser for money and large figures, a power of ten."""
    if target.labels or target.now is None or not target.now or (target.step == 1 and not target.money):
        return target.step
    coarse = Decimal(10) ** Decimal(math.floor(math.log10(abs(target.now) * COARSE)))
    return max(target.step, coarse) if target.money or target.step < 1 else target.step


def _finished(best: Try, shape: Shape, how: How) -> Outcome:
    """The problem at the value planned as `procure plan` does; the plan of the try where that is not found."""
    assert best.problem is not None
    assert best.plan is not None
    outcome = plan(best.problem, how.options, how.gap, solver=LADDER, start=best.plan, shape=shape)
    if outcome.plan is not None and audit(outcome.plan, Facts(best.problem)).passed:
        return outcome
    return Outcome(solve.GAP, best.plan, best.plan.stages)


class _Search:
    """Tries of whole counts of the step; a greater count is looser. Each starts from the last plan's decisions."""

    def __init__(
        self, problem: Problem, target: Target, step: Decimal, shape: Shape, how: How, tell: Tell | None
    ) -> None:
        self.problem, self.target, self.step, self.shape, self.how, self.tell = problem, target, step, shape, how, tell
        self.tried: dict[int, Try] = {}
        self.last: Plan | None = None
        low, high = (None if one is None else self.count(one) for one in (target.low, target.high))
        self.strictest, self.loosest = (low, high) if target.looser > 0 else (high, low)

    @property
    def tries(self) -> list[Try]:
        return list(self.tried.values())

    def count(self, value: Decimal) -> int:
        """Steps of a value, rounded to the strict side."""
        return int((self.target.looser * value / self.step).to_integral_value(ROUND_FLOOR))

    def run(self, end: exact_end.End | None) -> tuple[Try | None, Try | None]:
        """(strictest value with a plan, value next to it without one); None where there is none."""
        if end is not None and end.value is not None:
            start, width = self.count(dec(end.value) - self.target.looser * self.step * ERROR) + 1, 1
        else:
            now = self.target.now if end is None else None  # none with any value: seen at a large one
            start = self.count(self.target.loose if now is None else now)
            width = max(1, abs(start) // TIMES)
        start = self._inside(start)
        if self.at(start).plan is None:
            return self._looser(start, width)
        return self._stricter(start, width)

    def at(self, count: int) -> Try:
        """The value of a count, planned."""
        if count not in self.tried:
            value = (self.target.looser * count * self.step).normalize() + 0
            made = self._planned(value)
            self.tried[count] = made
            self.last = made.plan or self.last
            if self.tell is not None:
                self.tell(self.target.shown(value), made.state)
        return self.tried[count]

    def _inside(self, count: int) -> int:
        count = count if self.strictest is None else max(count, self.strictest)
        return count if self.loosest is None else min(count, self.loosest)

    def _looser(self, without: int, width: int) -> tuple[Try | None, Try | None]:
        """From a value without a plan on to one with."""
        for _ in range(STEPS):
            if not self.at(without).none:
                return None, self._known(without)
            count = self._inside(without + width)
            if count == without:
                break
            if self.at(count).plan is not None:
                return self._between(without, count)
            without, width = count, width * TIMES
        return None, self.at(without)

    def _stricter(self, having: int, width: int) -> tuple[Try, Try | None]:
        """From a value with a plan on to one without; it may be that none is."""
        for _ in range(STEPS):
            count = self._inside(having - width)
            if count == having:
                break
            if self.at(count).plan is None:
                return self._between(count, having)
            having, width = count, width * TIMES
        return self.at(having), None

    def _between(self, without: int, having: int) -> tuple[Try, Try | None]:
        """Halves, until the two are neighbours, or what is between them is not found out in time."""
        while having - without > 1 and self.at(without).none:
            middle = (having + without) // 2
            if self.at(middle).plan is not None:
                having = middle
            else:
                without = middle
        return self.at(having), self._known(without)

    def _known(self, without: int) -> Try | None:
        """The strictest value up to this one of which it is known that there is no plan."""
        known = [count for count, one in self.tried.items() if count <= without and one.none]
        return self.at(max(known)) if known else None

    def _planned(self, value: Decimal) -> Try:
        """A try: the problem with the value, planned no further than to the first plan, or to the least cost."""
        try:
            problem = self.target.at(self.problem, value)
            gap = ANY if self.shape.first else self.how.gap
            outcome = plan(problem, self.how.options, gap, solver=LADDER, start=self.last, shape=self.shape)
        except (Refused, OutOfRange) as refused:
            return Try(value, NOT_INPUT, why=str(refused))
        found = outcome.plan
        if found is None or outcome.state == solve.INTERRUPTED:  # asked to stop: no further value is tried
            return Try(value, outcome.state, problem, why=outcome.why)
        f = Facts(problem)
        if not audit(found, f).passed:
            return Try(value, solve.REJECTED, problem, why="the audit did not pass its plan")
        if self.shape.cap is not None and objectives.value(found, f, COST) > dec(self.shape.cap):
            return Try(value, UNROUNDED, problem, why="in whole units of the rounding it costs more")
        return Try(value, outcome.state, problem, found)
