"""The task of a case that names none: its problem planned and audited; and plans as JSON has them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procure import funding, objectives, solve
from procure.audit import audit
from procure.facts import Facts
from procure.findings import Refused
from procure.milp import OutOfRange
from procure.plan import LEAVES, Plan, dec
from procure.planning import Outcome, plan
from procure.problem import Problem
from procure.sweep.task import Found, Solving
from procure.trail import Trail

LADDER = "ladder"
DIGITS = 6  # of a bound, M, rounded down

Record = Mapping[str, Any]


def plan_and_audit(
    problem: Problem, how: Solving, keep: tuple[str, ...] = (), start: Plan | Trail | None = None
) -> Found:
    """A problem planned and audited in this process; a plan that the audit does not pass is none.

    keep: "plan" puts the plan into the record (`plan_of` reads it), "trail" what a problem near by starts from
    (`trail_of`). start: a plan or a trail near by, the same for every case, which is climbed from (ladder.py).
    record: "cost" and "bound" and what each nation bears of it ("borne"), M as the cost objective counts it (in present
    value where the programme discounts), exact fractions as text; "late": unit-periods of delay.
    """
    solver = "highs" if start is None else LADDER
    try:
        outcome = plan(problem, how.options, how.gap, solver=solver, start=start, numbers=True)
    except (Refused, OutOfRange) as refused:
        return Found(solve.REJECTED, why=str(refused))
    if outcome.plan is None:
        return Found(outcome.state, why=outcome.why)
    f = Facts(problem)
    report = audit(outcome.plan, f)
    if not report.passed:
        return Found(solve.REJECTED, why=f"the audit did not pass it: {report.findings[0]}")
    return _found(outcome, outcome.plan, f, keep)


def _found(outcome: Outcome, found: Plan, f: Facts, keep: tuple[str, ...]) -> Found:
    parts = borne(found, f)
    cost, least = sum(parts.values(), Fraction(0)), bound(outcome, found, f)
    record: dict[str, Any] = {
        "cost": str(cost),
        "bound": None if least is None else str(least),
        "borne": {n: str(part) for n, part in sorted(parts.items())},
        "late": str(sum((units for _, units in found.items("late")), Decimal(0))),
    }
    if "plan" in keep:
        record["plan"] = as_record(found)
    if "trail" in keep:
        record["trail"] = {stage: as_record(known) for stage, known in outcome.trail.ends.items()}
    proven = None if least is None else float(min(least, cost))
    return Found(outcome.state, float(cost), proven, record, outcome.why)


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


def bound(outcome: Outcome, found: Plan, f: Facts) -> Fraction | None:
    """What no plan can cost less than, M: the bound of the cost stage, less what money in whole units may be below."""
    stage = next((s for s in outcome.stages if s.name == objectives.COST), None)
    if stage is None or stage.bound is None:
        return None
    leaves = sum(1 for family in (*LEAVES, "charge") for _, amount in found.items(family) if amount)
    proven = Fraction(math.floor(stage.bound * 10**DIGITS), 10**DIGITS)
    return proven - Fraction(dec(f.problem.programme.rounding_m)) * leaves / 2


def as_record(found: Plan) -> Record:
    """A plan's decisions and leaves as JSON has them: by family, rows of key and value."""
    return {
        family: [[*key, str(value)] for key, value in found.items(family)] for family in sorted(found.values)
    }  # fmt: skip


def plan_of(record: Record) -> Plan:
    """The plan that `as_record` wrote."""
    return Plan({
        family: {tuple(row[:-1]): Decimal(row[-1]) for row in rows} for family, rows in record.items()
    })  # fmt: skip


def trail_of(record: Record) -> Trail:
    """The trail in a result's record; empty where there is none."""
    return Trail({stage: plan_of(known) for stage, known in record.get("trail", {}).items()})
