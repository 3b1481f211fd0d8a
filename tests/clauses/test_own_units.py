"""Own units: each buyer pays its own units, the rest of the phase goes by the fallback key."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure.problem import OPTION, Problem, Share
from procure.solve import INFEASIBLE
from tests.clauses import small

NATIONS = [small.nation("DE"), small.nation("FR")]
PHASE = small.phase(key="own units")

EXAMPLE = small.problem(
    periods=2,
    suppliers=[small.supplier()],
    nations=NATIONS,
    phases=[PHASE],
    packages=[small.one_off(), small.per_unit(months=12.0)],
    items=[small.item()],
    requirements=[small.need(0, 1), small.need(0, 2, nation="DE")],
)


def orders(**tables: Any) -> Problem:
    """Three tanks for FR, one for DE, at 2 M each, and a radar of 12 M for both."""
    standard = {
        "nations": NATIONS,
        "phases": [PHASE],
        "packages": [small.one_off(), small.per_unit()],
        "items": [small.item()],
        "requirements": [small.need(3, 0, 0), small.need(1, 0, 0, nation="DE")],
    }
    return small.problem(**(standard | tables))


def test_buyers_pay_their_units_and_share_the_rest_equally() -> None:
    plan = small.plan(orders())
    assert plan.total("charge", "FR") == pytest.approx(3 * 2 + 6)
    assert plan.total("charge", "DE") == pytest.approx(1 * 2 + 6)


def test_units_that_another_pays_for_are_charged_to_the_one_who_pays() -> None:
    gift = replace(small.need(1, 0, 0, nation="DE"), payer="FR")
    plan = small.plan(orders(requirements=[small.need(3, 0, 0), gift]))
    assert plan.total("charge", "FR") == pytest.approx(4 * 2 + 6)
    assert plan.total("charge", "DE") == pytest.approx(6)
    assert plan.total("deliver", "tank", "DE") == 1


def test_a_buyer_may_have_one_item_paid_and_pay_the_other() -> None:
    gift = replace(small.need(2, 0, 0, nation="DE", item="van"), payer="FR")
    problem = orders(items=[small.item(), small.item("van")], requirements=[small.need(1, 0, 0, nation="DE"), gift])
    plan = small.plan(problem)
    assert plan.total("charge", "FR") == pytest.approx(2 * 2 + 6)
    assert plan.total("charge", "DE") == pytest.approx(1 * 2 + 6)


def test_each_nation_pays_for_the_options_that_it_takes() -> None:
    option = replace(small.need(0, 0, 2, nation="DE"), order=OPTION)
    problem = orders(requirements=[small.need(3, 0, 0), small.need(1, 0, 0, nation="DE"), option])
    plan = small.plan(problem, lambda m, f: [*small.cost(m, f), (-50.0, m.x["lots"]["tank", "DE", "option 1"])])
    assert plan.total("charge", "DE") == pytest.approx(3 * 2 + 6)
    assert plan.total("charge", "FR") == pytest.approx(3 * 2 + 6)


def test_the_rest_follows_the_fallback_key() -> None:
    phase = small.phase(key="own units", fallback="table")
    shares = [Share("build", "DE", weight=3.0), Share("build", "FR", weight=1.0)]
    plan = small.plan(orders(phases=[phase], shares=shares))
    assert plan.total("charge", "FR") == pytest.approx(6 + 3)


def test_each_buyer_pays_the_price_of_its_own_item() -> None:
    package = small.per_unit(value_m=None, value_by_item_m=(("tank", 2.0), ("van", 1.0)))
    requirements = [small.need(3, 0, 0), small.need(1, 0, 0, nation="DE", item="van")]
    items = [small.item(), small.item("van")]
    plan = small.plan(orders(packages=[package], items=items, requirements=requirements))
    assert plan.total("charge", "FR") == pytest.approx(6)
    assert plan.total("charge", "DE") == pytest.approx(1)


def test_a_customer_pays_its_units_too() -> None:
    nations = [small.nation("DE", role="customer"), small.nation("FR")]
    plan = small.plan(orders(nations=nations, packages=[small.per_unit()]))
    assert plan.total("charge", "DE") == pytest.approx(2)


def test_a_charge_falls_when_the_set_is_made() -> None:
    tables = {"packages": [small.per_unit(months=12.0)], "requirements": [small.need(0, 0, 3)]}
    plan = small.plan(orders(discount=0.1, **tables))
    assert plan.over_time("charge", "FR", "build") == [0, 6, 0]


@pytest.mark.parametrize(("ceiling", "state"), [(12.0, "proven"), (11.9, INFEASIBLE)])
def test_a_ceiling_below_the_own_units_and_the_rest_leaves_no_plan(ceiling: float, state: str) -> None:
    nations = [small.nation("DE"), small.nation("FR", ceiling_m=ceiling)]
    assert small.plan(orders(nations=nations)).state == state
