"""What holds for every random programme; test_properties.py looks at a few, benchmarks/counts.py at all.

A property takes a seed and returns "" where it holds, what is wrong where not, None where it says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import numpy as np

from procure import solve
from procure.audit import audit
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import Outcome, build, plan
from procure.problem import Problem
from procure.solve import Options
from tests import brute, metamorphic, tight
from tests.generate import generate, generate_with_plan
from tests.spoil_plan import OPERATORS

Verdict = str | None
LIMIT = Options(time_limit=60.0)
NEAR = 1e-5  # of an objective: what two solves may differ by

# Decisions that the hidden plan states; lateness and what rules and objectives measure follow from them.
STATED = {
    "begin", "start", "award", "open", "make", "built", "deliver", "lots", "short", "stock", "on", "up", "work",
    "expand", "spend", "charge", "due", "pay", "carry", "uncommitted",
}  # fmt: skip


@cache
def planned(seed: int, size: str = "small") -> Outcome:
    return plan(generate(seed, size), LIMIT)


def _plan(seed: int) -> Plan:
    found = planned(seed).plan
    assert found is not None, f"seed {seed} has no plan: {planned(seed).state}"
    return found


def hidden_plan_keeps_every_row(seed: int, size: str = "small") -> Verdict:
    """The decisions of the hidden plan, fixed, leave a solution."""
    problem, hidden = generate_with_plan(seed, size)
    m, _ = build(Facts(problem))
    missing = [(k, key) for k in STATED & set(hidden) for key, v in hidden[k].items() if v > 1e-9 and key not in m.x[k]]
    if missing:
        return f"no such decision: {missing[0]}"
    m.minimise([])
    matrix = m.matrix()
    low, high = matrix.low.copy(), matrix.high.copy()
    for j, (family, key) in enumerate(m.columns):
        if family in STATED:
            low[j] = high[j] = hidden.get(family, {}).get(key, 0.0) / matrix.unit[j]
    outside = np.flatnonzero((low < matrix.low - NEAR) | (high > matrix.high + NEAR))
    if outside.size:
        return f"out of bounds: {m.columns[outside[0]]}"
    state = solve.solve(replace(matrix, low=low, high=high), Options(presolve=False)).state
    return "" if state == solve.PROVEN else state


def has_a_plan(seed: int) -> Verdict:
    outcome = planned(seed)
    return "" if outcome.plan and outcome.state in (solve.PROVEN, solve.GAP) else f"{outcome.state} {outcome.why}"


def passes_the_audit(seed: int) -> Verdict:
    findings = audit(_plan(seed), Facts(generate(seed))).findings
    return str(findings[0]) if findings else ""


@cache
def spoiled_plans(seed: int) -> dict[str, Verdict]:
    """For every operator: whether the audit fails the spoiled plan under the operator's clause."""
    f, found = Facts(generate(seed)), {}
    for name, (clause, operator) in OPERATORS.items():
        spoiled = operator(_plan(seed), f, Random(f"{seed} {name}"))
        if spoiled is None:
            found[name] = None
            continue
        rules = {finding.rule for finding in audit(spoiled, f).findings}
        found[name] = "" if clause in rules else f"{name}: expected {clause}, found {sorted(rules)}"
    return found


def spoiled_plans_fail(seed: int) -> Verdict:
    return next((verdict for verdict in spoiled_plans(seed).values() if verdict), "")


def permuted_rows_give_the_same_plan(seed: int) -> Verdict:
    other = plan(metamorphic.permuted(generate(seed), Random(seed)), LIMIT).plan
    return "no plan" if other is None else metamorphic.same(_plan(seed), other)


def money_in_thousands_moves_no_decision(seed: int) -> Verdict:
    """Says nothing where a rule in M only should hold: what it is missed by is not counted in the solver's money."""
    if any(r.strength == "should" and r.base == "M" for r in generate(seed).rules):
        return None
    other = plan(metamorphic.in_other_money(generate(seed), 1000), LIMIT).plan
    return "no plan" if other is None else metamorphic.same(_plan(seed), other, ("award", "begin", "deliver"))


def renamed_nations_get_the_same_plan(seed: int) -> Verdict:
    nations = {n.id for n in generate(seed).nations}
    other = plan(metamorphic.renamed(generate(seed)), LIMIT).plan
    if other is None:
        return "no plan"
    return metamorphic.same(_plan(seed), other, names=lambda n: metamorphic.PREFIX + n if n in nations else n)


@cache
def _exact(seed: int) -> Outcome:
    return plan(metamorphic.exact(generate(seed)), LIMIT)


def looser_budgets_cost_no_more(seed: int) -> Verdict:
    base = metamorphic.exact(generate(seed))
    return _no_worse(plan(metamorphic.looser(base), LIMIT), _exact(seed)) if base.budgets else None


def a_tighter_rule_costs_no_less(seed: int) -> Verdict:
    tight = metamorphic.tighter(metamorphic.exact(generate(seed)))
    return None if tight is None else _no_worse(_exact(seed), plan(tight, LIMIT))


def _no_worse(one: Outcome, other: Outcome) -> Verdict:
    """The easier problem's proven bounds are below the harder one's plan: lateness first, cost where that is equal."""
    if other.plan is None:
        return "" if other.state == solve.INFEASIBLE else other.state
    if one.plan is None:
        return f"{one.state}, and the harder problem has a plan"
    (late, cost), (later, dearer) = one.stages[:2], other.stages[:2]
    if late.best > later.best + NEAR * max(1.0, later.best):
        return f"lateness {late.best:g}, and {later.best:g} with less room"
    if late.best < later.best - NEAR * max(1.0, later.best) or cost.bound is None:
        return ""
    worse = cost.bound > dearer.best * (1 + NEAR)
    return f"cost above {cost.bound:g}, and {dearer.best:g} with less room" if worse else ""


def enumeration_agrees(seed: int, squeezed: bool = False) -> Verdict:
    """The planner's lateness and cost of a tiny problem are the least that any choice of awards and begins has."""
    problem = brute.sharpened(generate(seed, "tiny"), squeezed)
    if problem is None or brute.size(problem) > brute.MOST:
        return None
    return agreement(problem)


def agreement(problem: Problem) -> str:
    """Where the planner and enumeration come to different ends; the problem's objectives are lateness and cost."""
    found, outcome = brute.best(problem), plan(problem, LIMIT, gap=0.0)
    if found is None:
        return "" if outcome.state == solve.INFEASIBLE else f"{outcome.state}, and no choice has a plan"
    if outcome.plan is None:
        return f"{outcome.state} {outcome.why}, and a choice costs {found.cost:g}"
    pairs = zip((found.lateness, found.cost), outcome.stages, strict=False)
    wrong = [f"{s.name} {s.best:.9g}, not {v:.9g}" for v, s in pairs if abs(s.best - v) > NEAR * max(1.0, abs(v))]
    return "; ".join(wrong)


def enumeration_agrees_with_budgets_squeezed(seed: int) -> Verdict:
    return enumeration_agrees(seed, squeezed=True)


def no_budget_is_passed_by_rounding(seed: int) -> Verdict:
    """Treasuries have just what an exact plan takes from them; the rounded plan keeps that, and adds up to the cent."""
    problem = tight.tight(seed)
    if problem is None:
        return None
    outcome = plan(problem, LIMIT)
    if outcome.plan is None:
        return f"{outcome.state} {outcome.why}"
    findings = audit(outcome.plan, Facts(problem)).findings
    return str(findings[0]) if findings else tight.wrong(outcome.plan, Facts(problem))


PROPERTIES: tuple[Callable[[int], Verdict], ...] = (
    hidden_plan_keeps_every_row,
    has_a_plan,
    passes_the_audit,
    spoiled_plans_fail,
    permuted_rows_give_the_same_plan,
    money_in_thousands_moves_no_decision,
    renamed_nations_get_the_same_plan,
    looser_budgets_cost_no_more,
    a_tighter_rule_costs_no_less,
)
