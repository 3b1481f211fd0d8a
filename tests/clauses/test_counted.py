"""Counted: whose work it is by Content, and what it counts as, whatever price is paid for it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from procure import objectives, rules
from procure.clauses import counted
from procure.facts import Facts
from procure.origins import Content
from procure.planning import plan as make_plan
from procure.problem import Problem, Rule
from tests.clauses import small
from tests.spoil_plan import changed

NATIONS = [small.nation(), small.nation("DE"), small.nation("IT")]
SUPPLIERS = [small.supplier(), small.supplier("Beta", "DE", price_factor=1.25)]
CONTENTS = [Content("Alpha", None, "IT", 0.25), Content("Alpha", "hull", "DE", 0.5, 0.1)]
EXAMPLE = small.problem(
    nations=NATIONS,
    suppliers=SUPPLIERS,
    packages=[small.one_off(months=24.0), small.per_unit()],
    items=[small.item()],
    requirements=[small.need(0, 1, 1)],
    quotes=[small.quote(12.0, setup_m=2.0)],
    contents=CONTENTS,
)


def counted_as(how: str, of: Problem = EXAMPLE) -> Problem:
    return of.replace(programme=replace(of.programme, work_counted=how))


def test_content_splits_a_suppliers_package_and_the_rest_is_its_own_nations() -> None:
    plan = small.plan(EXAMPLE)
    assert plan.total("work", "FR") == 18  # radar 12 and its set-up 2, hulls 4, all with Alpha
    assert plan.total("counted", "IT") == 3.5  # a quarter of the radar; the hull has a row of its own
    assert plan.total("counted", "DE") == 2
    assert plan.total("counted", "FR") == 12.5
    assert plan.total("spend", "build") == 18


def test_base_value_counts_whatever_price_is_paid_and_no_set_up() -> None:
    dear = counted_as("base value", EXAMPLE.replace(suppliers=SUPPLIERS[1:], quotes=(), contents=()))
    plan = small.plan(dear)
    assert plan.total("work", "DE") == 20  # 12 and 4 at a factor of 1.25
    assert plan.total("counted", "DE") == 16
    assert small.plan(counted_as("base value")).total("counted") == 16


def test_hours_count_effort_and_none_where_none_is_stated() -> None:
    packages = [small.one_off(effort=((600.0, "hours"),)), small.per_unit()]
    plan = small.plan(counted_as("hours", EXAMPLE.replace(packages=packages)))
    assert plan.total("counted") == 600
    assert plan.total("counted", "IT") == 150


def test_without_content_and_counted_as_contract_price_there_is_no_row() -> None:
    assert not small.rows_of(counted, EXAMPLE.replace(contents=())).rows
    parts_alone = [Content("Alpha", None, "DE", 0.0, 0.5)]
    assert not small.rows_of(counted, EXAMPLE.replace(contents=parts_alone)).rows


@pytest.mark.parametrize("how", ["contract price", "base value"])
def test_rules_and_balance_speak_of_work_as_it_counts_and_charges_do_not(how: str) -> None:
    rule = Rule("r", "work", ("IT",), base="M", amount=3.0)
    problem = counted_as(how, EXAMPLE.replace(rules=(rule,)))
    found = make_plan(problem).plan
    assert found is not None
    f = Facts(problem)
    (result,) = rules.results(found, f)
    assert result.reached == found.total("counted", "IT")
    assert result.reached is not None
    share = found.total("counted") / 3
    assert abs(objectives.balance(found, f)["IT"] - (result.reached - share)) < Decimal("0.00001")
    assert found.total("charge") == found.total("spend") == found.total("work")


def test_a_plan_that_claims_more_than_was_done_fails_the_audit() -> None:
    found = make_plan(EXAMPLE).plan
    assert found is not None
    f = Facts(EXAMPLE)
    assert all(check.holds for check in counted.audit(found, f))
    key = next(iter(found.values["counted"]))
    more = changed(found, {("counted", key): found.get("counted", *key) + Decimal("0.001")})
    assert [check.index for check in counted.audit(more, f) if not check.holds]


def test_costs_that_lie_where_they_fall_follow_content() -> None:
    phases = [small.phase(key="where performed", fallback="equal")]
    problem = EXAMPLE.replace(phases=phases)
    plan = small.plan(problem)
    assert [plan.total("charge", n) for n in ("FR", "DE", "IT")] == [12.5, 2, 3.5]
    found = make_plan(problem).plan
    assert found is not None
    assert [found.total("charge", n) for n in ("FR", "DE", "IT")] == [12.5, 2, 3.5]
