"""Coalitions planned: each by itself, from no other plan, audited where it is made; what it costs and what is proven.

No plan starts from another one, so that neither their order nor the number of processes changes a cost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from procure import solve
from procure.findings import errors
from procure.games.game import INFINITE, Cost
from procure.problem import Problem
from procure.sweep.case import DIED, FAILED, NOT_RUN, Case, Result
from procure.sweep.case import How as SweepHow
from procure.sweep.planned import plan_and_audit
from procure.sweep.running import run
from procure.sweep.task import Found, Solving
from procure.whatif import resolved

GAP = 2e-4  # relative gap that compared plans are solved to
NOT_ASKED, NOTHING = "not planned", "nothing needed"  # states of a coalition beside those of planning

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class How:
    """How to plan: options and gap of every plan, jobs the number of processes, None = what cores and memory allow.

    store, resume, scheduler: as for a sweep.
    """

    options: solve.Options = field(default_factory=solve.Options)
    gap: float = GAP
    jobs: int | None = 1
    store: Path | None = None
    resume: bool = False
    scheduler: str | None = None


@dataclass(frozen=True)
class Standing:
    """What planning a coalition came to. cost in M, as the planner counts it: in present value where the programme
    discounts. borne: what each nation bears of it, with the keys that the plan has. late: unit-periods of delay in the
    plan. why: more, in words.
    """

    state: str
    cost: Cost
    borne: tuple[tuple[str, Fraction], ...] = ()
    late: Decimal = Decimal(0)
    why: str = ""


UNPLANNED = Standing(NOT_ASKED, Cost(Fraction(0), INFINITE))
FREE = Standing(NOTHING, Cost(Fraction(0), Fraction(0)))


def standings(problems: Sequence[Problem | None], how: How, tell: Tell | None = None) -> list[Standing]:
    """Of every problem what it costs, in their order; UNPLANNED for those that were not run, FREE for None.

    tell: (problems done, problems in all). Raises as sweep.running.run.
    """
    cases = [Case(str(n), problem, _planned) for n, problem in enumerate(problems) if problem is not None]
    asked = SweepHow(how.options, how.gap, how.jobs, how.store, how.resume, how.scheduler)
    told = None if tell is None else (lambda now: tell(now.done, now.all_))
    found = {int(result.name): _standing(result) for result in run(cases, asked, told)}
    return [found.get(number, FREE) for number in range(len(problems))]


def standing(problem: Problem, how: How) -> Standing:
    """One problem planned."""
    return standings([problem], how)[0]


def _planned(problem: Problem, how: Solving) -> Found:
    """A problem read again with every check, planned and audited."""
    _, findings = resolved.problem_of(resolved.book_of(problem))
    if errors(findings):
        return Found(solve.REJECTED, why=str(errors(findings)[0]))
    return plan_and_audit(problem, how)


def _standing(result: Result) -> Standing:
    if result.state == NOT_RUN:
        return UNPLANNED
    if result.state == solve.INFEASIBLE:
        return Standing(result.state, Cost(INFINITE, INFINITE), why=result.why)
    if result.cost is None:
        state = solve.REJECTED if result.state in (DIED, FAILED) else result.state
        return Standing(state, UNPLANNED.cost, why=result.why)
    cost, known = Fraction(result.record["cost"]), Fraction(result.record["bound"] or 0)
    borne = tuple(sorted((n, Fraction(part)) for n, part in result.record["borne"].items()))
    return Standing(result.state, Cost(min(max(known, Fraction(0)), cost), cost), borne, Decimal(result.record["late"]))
