"""Tiny programmes under a model, as a workbook would have them, planned to the last cent and audited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from procure import agreement, fitting, planning, rules
from procure.audit import audit
from procure.facts import Facts
from procure.findings import Finding
from procure.plan import Plan
from procure.problem import Objective, Problem
from procure.rules import RuleResult
from tests.clauses import small

EXACT = (Objective("lateness"), Objective("cost"))  # nothing is given up, so that costs can be told beforehand
Reset = Mapping[str, Mapping[str, Any]]  # rule or fund: fields


def radar(*factors: float, **tables: Any) -> Problem:
    """A divisible radar of 100 M; suppliers Alpha of FR, Beta of DE, ... with these price factors; the model's key."""
    homes = (("Alpha", "FR"), ("Beta", "DE"), ("Gamma", "IT"))
    who = [small.supplier(s, n, price_factor=factor) for (s, n), factor in zip(homes, factors, strict=False)]
    standard: dict[str, Any] = {
        "periods": 1,
        "nations": [small.nation(), small.nation("DE")],
        "phases": [small.phase(key="")],
        "suppliers": who,
        "packages": [small.one_off(value_m=100.0, divisible=True, most=None, smallest_fraction=0.01)],
    }
    return small.problem(**(standard | tables))


def tanks(*due: float, **tables: Any) -> dict[str, Any]:
    """Tables with an item that nations FR, DE, ... take so many units of in the first period."""
    needs = [small.need(units, nation=n) for n, units in zip(("FR", "DE", "IT"), due, strict=False)]
    return {"items": [small.item()], "requirements": needs, **tables}


def under(name: str, problem: Problem, reset: Reset | None = None) -> Problem:
    """The problem under a model: its key where a phase names none, its rules and funds with these fields re-set."""
    return fitted(name, problem, reset)[0]


def alone(problem: Problem, model: agreement.Agreement) -> tuple[Problem, list[Finding]]:
    """The problem under a model alone, with no row that re-sets any of it."""
    agreed = model.on(problem.programme.calendar)
    return fitting.fit(problem.replace(rules=agreed.rules, funds=agreed.funds, objectives=agreed.objectives), agreed)


def fitted(name: str, problem: Problem, reset: Reset | None = None) -> tuple[Problem, list[Finding]]:
    """As `under`, and what there is to say of it."""
    model = agreement.load(name)
    phases = tuple(replace(p, key=p.key or model.key) for p in problem.phases)
    found, said = alone(problem.replace(phases=phases), model)
    changes = reset or {}
    assert set(changes) <= {one.id for one in (*found.rules, *found.funds)}
    return found.replace(
        objectives=EXACT,
        rules=tuple(replace(rule, **changes.get(rule.id, {})) for rule in found.rules),
        funds=tuple(replace(fund, **changes.get(fund.id, {})) for fund in found.funds),
    ), said


def planned(problem: Problem) -> Plan | None:
    """The plan, audited; None where there is none."""
    f = Facts(problem)
    assert rules.refusals(f) == []
    plan = planning.plan(problem, gap=0.0).plan
    if plan is not None:
        assert [check for check in audit(plan, f).checks if not check.holds] == []
    return plan


def made(problem: Problem) -> Plan:
    """The plan of a problem that has one."""
    plan = planned(problem)
    assert plan is not None
    return plan


def cost(problem: Problem) -> float:
    """M that the nations are charged together."""
    return float(made(problem).total("charge"))


def charged(problem: Problem) -> dict[str, float]:
    """M that each nation is charged."""
    plan = made(problem)
    return {n.id: float(plan.total("charge", n.id)) for n in problem.nations}


def work(problem: Problem) -> dict[str, float]:
    """M of work by nation."""
    plan = made(problem)
    return {n.id: float(plan.total("work", n.id)) for n in problem.nations}


def taken(problem: Problem) -> set[str]:
    """Funds that the plan takes."""
    plan = made(problem)
    return {fund.id for fund in problem.funds if plan.get("taken", fund.id)}


def results(problem: Problem, rule: str) -> list[RuleResult]:
    """What every row of a rule came to in the problem's plan."""
    return [one for one in rules.results(made(problem), Facts(problem)) if one.rule.id == rule]


def held(problem: Problem, rule: str) -> list[bool]:
    """Whether each row of a rule holds in the problem's plan."""
    return [one.held for one in results(problem, rule)]


def missed(problem: Problem, rule: str) -> list[Decimal | None]:
    """By how much each row of a rule is missed, 0 where it holds."""
    return [one.missed for one in results(problem, rule)]
