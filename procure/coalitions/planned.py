"""Coalitions planned: each by itself, from no other plan, audited where it is made; what it costs and what is proven.

No plan starts from another one, so that neither their order nor the number of processes changes a cost.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from procure import funding, objectives, pool, solve
from procure.audit import audit
from procure.facts import Facts
from procure.findings import Refused, errors
from procure.games.game import INFINITE, Cost
from procure.milp import OutOfRange
from procure.plan import LEAVES, Plan, dec
from procure.planning import plan
from procure.problem import Problem
from procure.whatif import resolved

GAP = 2e-4  # relative gap that compared plans are solved to
NOT_ASKED, NOTHING = "not planned", "nothing needed"  # states of a coalition beside those of planning
DIGITS = 6  # of a bound, M, rounded down

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class How:
    """How to plan: options and gap of every plan, jobs the number of processes."""

    options: solve.Options = field(default_factory=solve.Options)
    gap: float = GAP
    jobs: int = 1


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
    """Of every problem what it costs, in their order; UNPLANNED for those that Ctrl-C came before, FREE for None.

    tell: (problems done, problems in all).
    """
    asked = [number for number, problem in enumerate(problems) if problem is not None]
    found = [UNPLANNED if problem is not None else FREE for problem in problems]
    done = 0

    def heard(_: pool.Ended) -> None:
        nonlocal done
        done += 1
        if tell is not None:
            tell(done, len(asked))

    ended = pool.run(_standing, how, [problems[number] for number in asked], how.jobs, heard)
    for number, one in zip(asked, ended, strict=True):
        if one is not None:
            found[number] = one.value if one.state == pool.DONE else _unknown(solve.REJECTED, one.why)
    return found


def standing(problem: Problem, how: How) -> Standing:
    """One problem planned, in this process."""
    return _standing(how, problem)


def borne(found: Plan, f: Facts) -> dict[str, Fraction]:
    """What each nation bears of a plan's cost, M as the cost objective counts it; they sum to its value."""
    worth = {(fund.id, t): funding.worth_of_draw(f, fund, t) for fund in funding.loans(f) for t in f.periods}
    parts: dict[str, Decimal] = dict.fromkeys(f.nations, Decimal(0))
    for (n, _, t), amount in found.items("charge"):
        parts[str(n)] += dec(f.discount[int(t)]) * amount
    for (_, n, t), amount in found.items("repay"):
        parts[str(n)] += dec(f.discount[int(t)]) * amount
    for (fund, n, t), amount in found.items("draw"):
        parts[str(n)] -= dec(worth[str(fund), int(t)]) * amount
    return {n: Fraction(part) for n, part in parts.items()}


def _standing(how: How, problem: Problem) -> Standing:
    """A problem read again with every check, planned and audited."""
    _, findings = resolved.problem_of(resolved.book_of(problem))
    if errors(findings):
        return _unknown(solve.REJECTED, str(errors(findings)[0]))
    try:
        outcome = plan(problem, how.options, how.gap, numbers=True)
    except (Refused, OutOfRange) as refused:
        return _unknown(solve.REJECTED, str(refused))
    if outcome.plan is None:
        if outcome.state == solve.INFEASIBLE:
            return Standing(outcome.state, Cost(INFINITE, INFINITE), why=outcome.why)
        return _unknown(outcome.state, outcome.why)
    f = Facts(problem)
    report = audit(outcome.plan, f)
    if not report.passed:
        return _unknown(solve.REJECTED, f"the audit did not pass it: {report.findings[0]}")
    parts = borne(outcome.plan, f)
    cost = sum(parts.values(), Fraction(0))
    stage = next((s for s in outcome.stages if s.name == objectives.COST), None)
    known = Fraction(0) if stage is None or stage.bound is None else _down(stage.bound) - _rounding(outcome.plan, f)
    late = sum((units for _, units in outcome.plan.items("late")), Decimal(0))
    return Standing(outcome.state, Cost(min(max(known, Fraction(0)), cost), cost), tuple(sorted(parts.items())), late)


def _rounding(found: Plan, f: Facts) -> Fraction:
    """What money in whole units can be below the bound, which knows no units: half a unit for every leaf of it, M."""
    leaves = sum(1 for family in (*LEAVES, "charge") for _, amount in found.items(family) if amount)
    return Fraction(dec(f.problem.programme.rounding_m)) * leaves / 2


def _unknown(state: str, why: str) -> Standing:
    return Standing(state, UNPLANNED.cost, why=why)


def _down(bound: float) -> Fraction:
    return Fraction(math.floor(bound * 10**DIGITS), 10**DIGITS)
