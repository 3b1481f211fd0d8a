"""Base and scenarios planned: on this machine's cores, each scenario started from the base's plan.

No scenario starts from another one, so that neither their order nor the number of processes changes a plan. Each is
planned by climbing from what the base decided (ladder.py) to the gap that the base was asked for; every plan is audited
where it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from procure import planning, pool, solve
from procure.audit import audit
from procure.facts import Facts
from procure.findings import Refused
from procure.milp import OutOfRange
from procure.plan import Plan
from procure.planning import Outcome, plan
from procure.problem import Problem
from procure.trail import Trail
from procure.whatif.scenarios import Resolved
from procure.whatif.shape import Shape

LADDER = "ladder"
NOT_INPUT = "its inputs have errors"  # why a scenario was not planned


@dataclass(frozen=True)
class How:
    """How to plan: options, gap and shape as for planning.plan, jobs the number of processes."""

    options: solve.Options = field(default_factory=solve.Options)
    gap: float | None = None
    jobs: int = 1
    shape: Shape | None = None


@dataclass(frozen=True)
class Case:
    """A problem under a name and what planning came to. outcome None: Ctrl-C came before it was planned."""

    name: str
    problem: Problem | None
    outcome: Outcome | None
    said: tuple[str, ...] = ()

    @property
    def plan(self) -> Plan | None:
        return None if self.outcome is None else self.outcome.plan

    @property
    def start(self) -> Plan | Trail | None:
        """What a problem near by is started from."""
        return None if self.outcome is None else self.outcome.trail or self.outcome.plan


def base(problem: Problem, how: How, known: Plan | None = None, name: str = "base") -> Case:
    """The base, planned. known: a plan of it that is tried first."""
    return Case(name, problem, _planned((how, known), problem))


def scenarios(
    start: Plan | Trail | None, resolved: Sequence[Resolved], how: How, tell: Callable[[int, Case], None]
) -> list[Case]:
    """The scenarios planned, in their order; one that fails stops no other. tell: (number, case) as each is done."""
    found: list[Case] = [
        Case(r.name, None, Outcome(solve.REJECTED, None, why=NOT_INPUT), tuple(map(str, r.findings)))
        if r.problem is None
        else Case(r.name, r.problem, None)
        for r in resolved
    ]
    planned = [number for number, case in enumerate(found) if case.problem is not None]
    for number, case in enumerate(found):
        if case.problem is None:
            tell(number, case)

    def done(ended: pool.Ended) -> None:
        number = planned[ended.number]
        outcome = ended.value if ended.state == pool.DONE else Outcome(solve.REJECTED, None, why=ended.why)
        found[number] = replace(found[number], outcome=outcome)
        tell(number, found[number])

    pool.run(_planned, (how, start), [found[number].problem for number in planned], how.jobs, done)
    return found


def _planned(shared: tuple[How, Plan | Trail | None], problem: Problem) -> Outcome:
    """The outcome of a problem, planned from a plan near by; a plan that the audit does not pass is none."""
    how, start = shared
    try:
        numbers = start is not None
        outcome = plan(problem, how.options, how.gap, solver=LADDER, start=start, numbers=numbers, shape=how.shape)
    except (Refused, OutOfRange) as refused:
        return Outcome(solve.REJECTED, None, why=str(refused))
    return _passed(problem, outcome)


def shaped(
    problem: Problem, options: solve.Options, gap: float, start: Plan | None, shape: planning.Shape
) -> Outcome:
    """The problem, bent to a question, planned from a plan near by; a plan that the audit does not pass is none."""
    try:
        outcome = plan(problem, options, gap, solver=LADDER, start=start, shape=shape)
    except (Refused, OutOfRange) as refused:
        return Outcome(NOT_INPUT, None, why=str(refused))
    return _passed(problem, outcome)


def _passed(problem: Problem, outcome: Outcome) -> Outcome:
    if outcome.plan is None:
        return outcome
    report = audit(outcome.plan, Facts(problem))
    if report.passed:
        return outcome
    return replace(outcome, state=solve.REJECTED, plan=None, why=f"the audit did not pass it: {report.findings[0]}")
