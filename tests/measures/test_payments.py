"""Payments and lateness: slack, binding and broken, and payments that keep a rule once charges are rounded."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from procure import planning, rules
from procure.audit import audit
from procure.facts import Facts
from procure.problem import Phase, Problem, Rule
from tests.problems import declared, facts, least, plan, two_nations

PAID = plan(pay={("FR", "production", 1): 6, ("FR", "development", 2): 5, ("DE", "production", 1): 4})


def pay_rule(amount: float, relation: str = "<=", **words: object) -> Rule:
    return Rule("r", "payments", ("FR",), relation=relation, amount=amount, **({"base": "M"} | words))  # type: ignore[arg-type]


@pytest.mark.parametrize(("relation", "expected"), [(">=", 30), ("=", 30), ("<=", 0)])
def test_a_rule_on_payments_binds_exactly_at_its_amount(relation: str, expected: float) -> None:
    f = facts(pay_rule(30, relation))
    m = declared(f)
    rules.constrain(m, f)
    assert least(m, [(1, x) for (n, _, _), x in m.x["pay"].items() if n == "FR"]) == expected


@pytest.mark.parametrize(
    ("amount", "held", "binding"), [(12, True, False), (11, True, True), (10, False, False)]
)  # fmt: skip
def test_payments_in_a_finished_plan(amount: float, held: bool, binding: bool) -> None:
    (result,) = rules.results(PAID, facts(pay_rule(amount)))
    assert (result.reached, result.held, result.binding) == (11, held, binding)


def rich(*rules: Rule, **tables: object) -> Problem:
    problem = two_nations(*rules, **tables)
    nations = tuple(replace(n, gdp=1000.0) for n in problem.nations)
    return problem.replace(nations=nations, programme=replace(problem.programme, gdp_in_m=True))


def test_a_per_cent_of_gdp_is_of_the_years_that_the_window_counts() -> None:
    each = rules.results(PAID, Facts(rich(pay_rule(0.5, base="% of GDP", window="each period"))))
    assert [r.reached for r in each] == [0, Decimal("0.6"), Decimal("0.5"), 0]
    assert [r.held for r in each] == [True, False, True, True]
    (total,) = rules.results(PAID, Facts(rich(pay_rule(0.5, base="% of GDP"))))
    assert total.reached == Decimal("0.275")
    rolling = rules.results(PAID, Facts(rich(pay_rule(0.5, base="% of GDP", window="rolling 2"))))
    assert [r.reached for r in rolling] == [0, Decimal("0.3"), Decimal("0.55"), Decimal("0.25")]


def test_gdp_that_is_a_mere_weight_is_refused() -> None:
    (finding,) = rules.refusals(facts(pay_rule(1, base="% of GDP", row=5)))
    assert "weight" in finding.message
    assert "gdp in millions" in finding.hint


@pytest.mark.parametrize("strength", ["must", "should"])
def test_what_is_paid_keeps_the_rule_after_rounding_and_is_paid_ahead_where_it_must(strength: str) -> None:
    rule = pay_rule(60.0, window="each period", strength=strength, penalty_m=5.0)
    problem = rich(rule, phases=(Phase("development", "equal"), Phase("production", "offtake")))
    free = planning.plan(problem.replace(rules=())).plan
    kept = planning.plan(problem).plan
    assert free is not None
    assert kept is not None
    assert max(free.total("pay", "FR", None, t) for t in range(4)) > 60
    assert max(kept.total("pay", "FR", None, t) for t in range(4)) <= 60
    assert audit(kept, Facts(problem)).passed


LATE = plan(deliver={("tank", "FR", 3): 6, ("tank", "DE", 2): 1, ("tank", "DE", 3): 3})


@pytest.mark.parametrize(
    ("window", "amount", "reached", "held"),
    [("total", 3, [3], True), ("each period", 3, [0, 0, 3, 0], True), ("each period", 2, [0, 0, 3, 0], False)],
)
def test_lateness_is_units_owed_at_the_end_of_each_period(
    window: str, amount: float, reached: list[int], held: bool
) -> None:
    f = facts(Rule("r", "late", ("FR",), base="units", relation="<=", amount=amount, window=window))
    found = rules.results(LATE, f)
    assert [r.reached for r in found] == reached
    assert all(r.held for r in found) is held


def test_a_limit_on_lateness_binds() -> None:
    f = facts(Rule("r", "late", ("partners",), False, base="units", relation="<=", amount=2))
    m = declared(f)
    rules.constrain(m, f)
    assert least(m, [(-1, x) for x in m.x["late"].values()]) == -2


def test_least_lateness_is_refused() -> None:
    (finding,) = rules.refusals(facts(Rule("r", "late", base="units", relation=">=", row=5)))
    assert "upper limit" in finding.message
