"""Rounding keeps every budget: units are moved between nations, or prices rounded down; where neither will do there
is no plan, and it is said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from procure import planning, within_budgets
from procure.audit import audit
from procure.calendar import Span
from procure.facts import Facts
from procure.plan import Key, Plan
from procure.prices import Series
from procure.problem import Budget, Problem
from procure.solve import INFEASIBLE
from tests import properties, tight
from tests.clauses import small

SLICE = range(60)  # of the 1,000 seeds that benchmarks/counts.py looks at


@pytest.mark.parametrize("unit", range(len(tight.UNITS)), ids=[f"{unit:g} M" for unit in tight.UNITS])
def test_no_budget_of_random_programmes_is_passed_by_rounding(unit: int) -> None:
    seeds = SLICE[unit :: len(tight.UNITS)]
    verdicts = {seed: properties.no_budget_is_passed_by_rounding(seed) for seed in seeds}
    assert not {seed: verdict for seed, verdict in verdicts.items() if verdict}
    assert list(verdicts.values()).count("") > len(seeds) * 0.8


def equal(*budgets: Budget, phases: int = 2, price: float = 100.0, nations: int = 3, **more: Any) -> Problem:
    """So many phases of one package each, in the first period, that equal partners pay."""
    names = [f"phase {k}" for k in range(phases)]
    return small.problem(
        periods=1,
        nations=more.pop("members", tuple(small.nation(n) for n in ("DE", "FR", "IT")[:nations])),
        phases=tuple(small.phase(name) for name in names),
        suppliers=(small.supplier(nation="DE"),),
        packages=tuple(small.one_off(f"for {name}", price, phase=name) for name in names),
        budgets=budgets,
        **more,
    )


def planned(problem: Problem) -> Plan:
    found = planning.plan(problem).plan
    assert found is not None
    assert audit(found, Facts(problem)).findings == ()
    return found


def paid(plan: Plan) -> dict[str, Decimal]:
    return {n: plan.total("pay", n) for n in ("DE", "FR", "IT")}


def test_a_unit_that_two_phases_give_the_same_nation_goes_to_another() -> None:
    assert paid(planned(equal())) == {"DE": Decimal("66.68"), "FR": Decimal("66.66"), "IT": Decimal("66.66")}
    most = [small.budget(66.67, nation=n) for n in ("DE", "FR", "IT")]
    assert sorted(paid(planned(equal(*most))).values()) == [Decimal(text) for text in ("66.66", "66.67", "66.67")]
    ceilings = tuple(small.nation(n, ceiling_m=66.67) for n in ("DE", "FR", "IT"))
    assert max(paid(planned(equal(members=ceilings))).values()) == Decimal("66.67")


def test_no_more_units_are_moved_than_need_be() -> None:
    free, tight_one = planned(equal()), planned(equal(small.budget(66.67, nation="DE")))
    changed = [key for key in free.values["charge"] if free.get("charge", *key) != tight_one.get("charge", *key)]
    assert {key[0] for key in changed} >= {"DE"}
    assert len(changed) == 2


def test_prices_are_rounded_down_where_rounding_them_to_near_would_pass_a_budget() -> None:
    """Three prices of 1.006 M are 3.03 M when each is rounded up, and 3.018 M."""
    assert planned(equal(phases=3, price=1.006, nations=1)).total("price") == Decimal("3.03")
    assert planned(equal(small.budget(3.02, nation="DE"), phases=3, price=1.006, nations=1)).total("price") == 3


def test_a_part_of_a_unit_is_of_no_use_to_a_budget() -> None:
    assert planning.plan(equal(small.budget(2.018, nation="DE"), phases=1, price=2.015, nations=1)).state == INFEASIBLE


def test_where_no_rounding_keeps_the_budgets_there_is_no_plan_and_it_is_said() -> None:
    """Half of 1.01 M is 1.01 crowns; in whole units neither nation can pay it, and the price cannot be less."""
    members = tuple(small.nation(n, currency="crowns") for n in ("DE", "FR"))
    rates = (Series("crowns", ((Span(0, 0), 2.0, "2027"),)),)
    budgets = [small.budget(1.01, nation=n) for n in ("DE", "FR")]
    problem = equal(*budgets, phases=1, price=1.01, members=members, series=rates)
    outcome = planning.plan(problem)
    assert (outcome.state, outcome.plan) == (planning.UNROUNDED, None)
    assert outcome.why.startswith("beyond the budget of ")
    finer = replace(problem.programme, rounding_m=0.001)
    assert planned(problem.replace(programme=finer)).total("pay", "DE") == Decimal("0.505")


def test_a_unit_beyond_a_budget_or_a_ceiling_fails_the_audit() -> None:
    members = tuple(small.nation(n, ceiling_m=50.0) for n in ("DE", "FR"))
    problem = equal(small.budget(50, nation="DE"), phases=1, members=members)
    found, f = planned(problem), Facts(problem)
    values: dict[str, dict[Key, Decimal]] = {
        family: {("DE", "phase 0", 0): Decimal("50.01"), ("FR", "phase 0", 0): Decimal("49.99")}
        for family in ("charge", "due", "pay")
    }
    spoiled = Plan({**found.values, **values})
    assert {finding.rule for finding in audit(spoiled, f).findings} == {"budget", "ceiling"}
    assert [check.clause for check in within_budgets.passed(f, spoiled.values)] == ["budget", "ceiling"]
