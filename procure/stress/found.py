"""Every loss planned and measured against the plan as it is, the worst first.

The programme that is left is planned again by its own objectives up to cost, with what was done before kept; each plan
is audited where it is made. Measured are

    delay     months by which the latest unit of anybody who stays comes later than in the plan; where nothing is
              delivered, by which the last work ends later
    missing   units of those who stay that are not delivered any more
    more      M that those who stay pay more, as the planner counts cost; what both gaps leave open is told with it

A loss that asks nothing of the plan (whoever is lost has no more to do) is not planned: the plan stays as it is. Worst
is what leaves no plan, then what is not known, then the longest delay, then the highest cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from procure import objectives, solve
from procure.facts import Facts
from procure.findings import Refused, errors
from procure.plan import Plan
from procure.planning import Outcome
from procure.problem import Problem
from procure.stress.losses import Loss, touched
from procure.stress.lost import Lost, lost
from procure.sweep.case import Case, How, Result, Tell
from procure.sweep.planned import borne, bound, plan_and_audit, plan_of
from procure.sweep.running import run
from procure.sweep.task import Found as TaskFound
from procure.sweep.task import Solving
from procure.whatif import resolved

IDLE = "nothing to do"  # state of a loss that asks nothing of the plan
REFUSED = "nothing left"  # of a loss that leaves inputs which cannot stand: nobody who pays, nobody who is able
LESS = Decimal("0.0005")  # of a unit: less is rounding
PLANNED = (solve.PROVEN, solve.GAP, solve.INTERRUPTED, IDLE)


@dataclass(frozen=True)
class Base:
    """The plan on the table. least: M that no plan can cost less, None where nothing is proven. borne: M by nation."""

    problem: Problem
    plan: Plan
    state: str
    least: Fraction | None
    borne: Mapping[str, Fraction]

    @property
    def cost(self) -> Fraction:
        return sum(self.borne.values(), Fraction(0))


@dataclass(frozen=True)
class Struck:
    """What a loss comes to. state: of solve.py, of a sweep, IDLE or REFUSED. problem: what was planned, None for none.

    delay: months, None without a plan. missing: units. more: M that those who stay pay more; gaps: M that the gaps of
    both plans leave open, None where nothing is proven. by: M more (or less) by nation. why: more, in words. said: of
    the past what could not be kept.
    """

    loss: Loss
    state: str
    problem: Problem | None = None
    plan: Plan | None = None
    delay: int | None = None
    missing: Decimal = Decimal(0)
    more: Fraction | None = None
    gaps: Fraction | None = None
    by: Mapping[str, Fraction] = field(default_factory=dict)
    why: str = ""
    said: tuple[str, ...] = ()

    @property
    def survived(self) -> bool:
        """Whether there is a plan after the loss."""
        return self.state in PLANNED and self.more is not None

    @property
    def significant(self) -> bool:
        """Whether the difference of cost is more than both gaps leave open."""
        return self.more is not None and self.gaps is not None and abs(self.more) > self.gaps

    @property
    def rank(self) -> tuple[int, int, Fraction, str]:
        """The worst first."""
        order = 2 if self.survived else 0 if self.state in (solve.INFEASIBLE, REFUSED) else 1
        return order, -(self.delay or 0), -(self.more or Fraction(0)), self.loss.name


@dataclass(frozen=True)
class Found:
    """first: the period from which whoever is lost is so. struck: the worst first."""

    base: Base
    first: int
    struck: tuple[Struck, ...]


def base_of(problem: Problem, found: Plan, state: str = solve.PROVEN) -> Base:
    """A plan that is there, by its own stages."""
    f = Facts(problem)
    return Base(problem, found, state, bound(Outcome(state, found, found.stages), found, f), borne(found, f))


def base(problem: Problem, how: Solving) -> tuple[Base | None, TaskFound]:
    """The problem planned by its objectives up to cost, and how that ended. Raises Refused where cost is none."""
    made = plan_and_audit(objectives.up_to_cost(problem), how, ("plan",))
    if "plan" not in made.record:
        return None, made
    known = made.record["bound"]
    least = None if known is None else Fraction(known)
    parts = {n: Fraction(part) for n, part in made.record["borne"].items()}
    return Base(problem, plan_of(made.record["plan"]), made.state, least, parts), made


def stress(start: Base, losses: Sequence[Loss], first: int, how: How, tell: Tell | None = None) -> Found:
    """Every loss from period `first` on. Raises Refused where cost is no objective of the problem."""
    posed, f = objectives.up_to_cost(start.problem), Facts(start.problem)
    known: dict[Loss, Struck] = {}
    cases: dict[Loss, tuple[Lost, Case]] = {}
    for loss in losses:
        if not touched(start.plan, f, loss, first):
            known[loss] = Struck(loss, IDLE, more=Fraction(0), gaps=Fraction(0), delay=0)
            continue
        try:
            left = lost(posed, start.plan, loss, first)
        except Refused as refused:
            known[loss] = Struck(loss, REFUSED, why=str(refused))
            continue
        cases[loss] = left, Case(loss.name, left.problem, after, (left.loose, start.plan))
    results = run([case for _, case in cases.values()], how, tell)
    for (loss, (left, _)), result in zip(cases.items(), results, strict=True):
        known[loss] = _struck(start, loss, left, result)
    return Found(start, first, tuple(sorted(known.values(), key=lambda one: one.rank)))


def after(problem: Problem, how: Solving, loose: Problem | None, start: Plan) -> TaskFound:
    """The task of a case: what is left, planned; record as plan_and_audit has it, with the plan, and "loose"."""
    _, findings = resolved.problem_of(resolved.book_of(problem))
    if errors(findings):
        return TaskFound(REFUSED, why=str(errors(findings)[0]))
    found = plan_and_audit(problem, how, ("plan",), start)
    if found.state == solve.INFEASIBLE and loose is not None:
        found = plan_and_audit(loose, how, ("plan",), start)
        return TaskFound(found.state, found.cost, found.bound, {**found.record, "loose": True}, found.why)
    return found


def _struck(start: Base, loss: Loss, left: Lost, result: Result) -> Struck:
    """What the result of a case says beside the base."""
    planned = left.loose if result.record.get("loose") and left.loose is not None else left.problem
    if "plan" not in result.record:
        return Struck(loss, result.state, planned, why=result.why, said=left.said)
    now, f = plan_of(result.record["plan"]), Facts(start.problem)
    parts = {n: Fraction(part) for n, part in result.record["borne"].items()}
    stay = [n for n in start.borne if n != loss.leaves]
    by = {n: parts.get(n, Fraction(0)) - start.borne[n] for n in start.borne}
    known = result.record["bound"]
    gaps = None
    if known is not None and start.least is not None:
        cost = sum(parts.values(), Fraction(0))
        gaps = max(Fraction(0), cost - Fraction(known)) + max(Fraction(0), start.cost - start.least)
    late, missing = _deliveries(start.plan, now, f, loss)
    if not f.first_delivery:
        late = _end(now) - _end(start.plan)
    return Struck(
        loss, result.state, planned, now, late * f.calendar.months, missing,
        sum((by[n] for n in stay), Fraction(0)), gaps, by, result.why, left.said,
    )  # fmt: skip


def _deliveries(before: Plan, now: Plan, f: Facts, loss: Loss) -> tuple[int, Decimal]:
    """(most periods by which a unit comes later, units that come no more), of the needs of those who stay."""
    late, missing = 0, Decimal(0)
    for (_, nation), need in f.needs.items():
        if nation == loss.leaves:
            continue
        then, after_it = (_so_far(one, need.items, nation, f) for one in (before, now))
        missing += max(Decimal(0), then[-1] - after_it[-1])
        for t, units in enumerate(then):
            if units > (then[t - 1] if t else Decimal(0)):
                wanted = min(units, after_it[-1]) - LESS
                late = max(late, next(u for u, reached in enumerate(after_it) if reached >= wanted) - t)
    return late, missing if missing > LESS else Decimal(0)


def _so_far(found: Plan, items: Sequence[str], nation: str, f: Facts) -> list[Decimal]:
    """Units handed over by the end of each period."""
    total, reached = Decimal(0), []
    for t in f.periods:
        total += sum((found.get("deliver", i, nation, t) for i in items), Decimal(0))
        reached.append(total)
    return reached


def _end(found: Plan) -> int:
    """The last period in which work is paid for."""
    return max((int(key[-1]) for key, _ in found.items("price")), default=0)

