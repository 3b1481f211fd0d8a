"""Pins: decisions already taken stay taken."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import Fund, Pin, Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

SHARED = {"divisible": True, "most": None}

EXAMPLE = small.problem(
    nations=[small.nation(), small.nation("DE")],
    phases=[small.phase(key="negotiated")],
    packages=[small.one_off(), small.per_unit(latest=1, **SHARED)],
    items=[small.item()],
    requirements=[small.need(0, 4, 0)],
    pins=[
        Pin("award", "=", 1.0, package="radar", supplier="Beta"),
        Pin("begin", "<=", 1.0, package="radar", period=1),
        Pin("deliver", ">=", 3.0, item="tank", nation="FR", period=1),
        Pin("share", ">=", 0.5, package="radar", supplier="Beta"),
        Pin("share", "<=", 0.5, package="hull", supplier="Beta"),
        Pin("share", "=", 0.5, phase="build", nation="FR"),
        Pin("begin", ">=", 1.0, package="radar", period=1),
        Pin("make", "=", 1.5, package="hull", supplier="Beta", period=1),
        Pin("make", "<=", 2.0, package="hull", period=0),
        Pin("build", "=", 2.0, item="tank", period=1),
        Pin("set up", "=", 1.0, package="hull", supplier="Beta", period=0),
        Pin("set up", ">=", 1.0, package="radar", supplier="Beta", period=1),
        Pin("invest", "<=", 1.0, investment="second line", period=1),
        Pin("grant", "=", 0.5, phase="build", nation="FR", fund="gift", period=1),
        Pin("draw", ">=", 0.25, nation="DE", fund="credit", period=0),
        Pin("charge", "<=", 1.25, phase="build", nation="DE", period=2),
        Pin("pay", "=", 2.0, phase="build", nation="DE", period=1),
    ],
    quotes=[small.quote(2.5, "Beta", "hull", setup_m=1.0), small.quote(15.0, "Beta", setup_m=1.0)],
    investments=[small.investment()],
    funds=[Fund("gift", rate_fraction=0.5), Fund("credit", "loan", repay_periods=1)],
)


def radar(*pins: Pin, **fields: Any) -> Problem:
    return small.problem(discount=0.1, packages=[small.one_off(**fields)], pins=pins)


def tanks(*pins: Pin, whole: bool = True) -> Problem:
    return small.problem(
        packages=[small.per_unit(**SHARED)],
        items=[small.item(whole=whole)],
        requirements=[small.need(0, 4, 0)],
        pins=pins,
    )


def test_a_pin_on_what_is_best_anyway_changes_nothing() -> None:
    plan = small.plan(radar(Pin("award", "=", 1.0, package="radar", supplier="Alpha")))
    assert plan.worth == pytest.approx(12 / 1.21)


def test_an_award_that_is_pinned_is_kept_at_its_price() -> None:
    plan = small.plan(radar(Pin("award", "=", 1.0, package="radar", supplier="Beta")))
    assert plan.worth == pytest.approx(15 / 1.21)


def test_an_award_that_is_ruled_out_goes_elsewhere() -> None:
    plan = small.plan(radar(Pin("award", "=", 0.0, package="radar", supplier="Alpha")))
    assert plan.worth == pytest.approx(15 / 1.21)


@pytest.mark.parametrize(("relation", "period", "begins"), [("=", 0, 0), ("<=", 1, 1), (">=", 1, 2)])
def test_a_pinned_begin_is_at_by_or_from_its_period(relation: str, period: int, begins: int) -> None:
    plan = small.plan(radar(Pin("begin", relation, 1.0, package="radar", period=period)))
    assert plan.total("begin", "radar", begins) == 1
    assert plan.worth == pytest.approx(12 / 1.1**begins)


def test_pinned_deliveries_hold_in_their_period() -> None:
    plan = small.plan(tanks(Pin("deliver", "=", 3.0, item="tank", nation="FR", period=0)))
    assert plan.total("deliver", "tank", "FR", 0) == 3


def test_pinned_deliveries_without_a_period_hold_over_the_horizon() -> None:
    pin = Pin("deliver", ">=", 4.0, item="tank", nation="FR")
    assert small.plan(tanks(pin)).total("deliver", "tank", "FR") == 4
    assert small.plan(tanks(Pin("deliver", ">=", 5.0, item="tank", nation="FR"))).state == INFEASIBLE


def test_a_pinned_share_of_a_one_off_package_is_kept() -> None:
    plan = small.plan(radar(Pin("share", ">=", 0.5, package="radar", supplier="Beta"), **SHARED))
    assert plan.worth == pytest.approx((6 + 7.5) / 1.21)
    assert plan.lp_bound == pytest.approx(13.5 / 1.21)


def test_a_pinned_share_of_a_recurring_package_is_of_all_its_sets() -> None:
    plan = small.plan(tanks(Pin("share", "=", 0.25, package="hull", supplier="Beta")))
    assert plan.total("make", "hull", "Beta") == 1


def test_a_pinned_share_of_the_cost_is_of_the_phase() -> None:
    nations = [small.nation(), small.nation("DE")]
    tables = {"nations": nations, "phases": [small.phase(key="negotiated")], "packages": [small.one_off()]}
    pin = Pin("share", "=", 0.25, phase="build", nation="FR")
    assert small.plan(small.problem(pins=[pin], **tables)).total("charge", "FR") == pytest.approx(3)


def test_two_awards_of_an_indivisible_package_leave_no_plan() -> None:
    pins = [Pin("award", "=", 1.0, package="radar", supplier=s) for s in ("Alpha", "Beta")]
    assert small.plan(radar(*pins)).state == INFEASIBLE


def test_a_begin_outside_the_window_leaves_no_plan() -> None:
    pin = Pin("begin", "=", 1.0, package="radar", period=0)
    assert small.plan(radar(pin, earliest=1)).state == INFEASIBLE


def test_a_share_of_whole_sets_is_kept_to_within_one_set() -> None:
    problem = small.problem(
        packages=[small.per_unit(**SHARED)],
        items=[small.item()],
        requirements=[small.need(0, 7, 0)],
        pins=[Pin("share", "=", 0.6, package="hull", supplier="Beta")],
    )
    assert small.plan(problem).total("make", "hull", "Beta") in (4, 5)


def test_a_begin_that_is_not_to_be_before_a_period_does_not_place_an_optional_package() -> None:
    items = [small.item(family="car"), small.item("van", family="car")]
    rows = {"items": items, "requirements": [small.need(0, 2, 0, item="car")]}
    press, shell = small.one_off("press", items=("van",)), small.per_unit("shell", 9.0, items=("van",))
    tools = [press, shell, small.per_unit(items=("tank",))]
    late, at = (Pin("begin", relation, 1.0, package="press", period=1) for relation in (">=", "="))
    assert small.plan(small.problem(packages=tools, pins=[late], **rows)).total("begin", "press") == 0
    assert small.plan(small.problem(packages=tools, pins=[at], **rows)).total("begin", "press", 1) == 1


def test_sets_of_a_supplier_and_of_all_are_pinned_in_their_period() -> None:
    pins = (Pin("make", "=", 1.0, package="hull", supplier="Beta", period=0), Pin("make", "=", 3.0, "hull", period=0))
    plan = small.plan(tanks(*pins))
    assert [plan.total("make", "hull", s, None, 0) for s in ("Alpha", "Beta")] == [2, 1]
    assert plan.total("make", "hull", None, None, 1) == 1


def test_sets_are_pinned_by_the_item_and_the_buyer_of_their_stream() -> None:
    problem = small.problem(
        nations=[small.nation(), small.nation("DE")],
        phases=[small.phase(key="own units")],
        packages=[small.per_unit(value_by_item_m=(("tank", 2.0), ("van", 1.0)), **SHARED)],
        items=[small.item(), small.item("van")],
        requirements=[small.need(0, 1, 1, nation=n, item=i) for n in ("FR", "DE") for i in ("tank", "van")],
        pins=[Pin("make", "=", 2.0, "hull", "van", supplier="Alpha", nation="DE", period=0)],
    )
    plan = small.plan(problem)
    assert plan.total("make", "hull", "Alpha", "van/DE", 0) == 2


def test_pinned_units_are_completed_in_their_period() -> None:
    problem = tanks(Pin("build", "=", 3.0, item="tank", period=0)).replace(items=(small.item(may_store=True),))
    assert small.plan(problem).over_time("built", "tank")[:2] == [3, 1]


@pytest.mark.parametrize(("relation", "period", "at"), [("=", 1, 1), ("<=", 0, 0), (">=", 2, 2)])
def test_a_set_up_is_at_by_or_from_its_period(relation: str, period: int, at: int) -> None:
    pin = Pin("set up", relation, 1.0, package="radar", supplier="Beta", period=period)
    dear = small.quote(20.0, supplier="Alpha")
    plan = small.plan(radar(pin).replace(quotes=(dear, small.quote(12.0, supplier="Beta", setup_m=1.0))))
    assert plan.total("open", "radar", "Beta", at) == 1


def test_an_investment_is_made_when_it_is_pinned() -> None:
    problem = tanks(Pin("invest", "=", 1.0, period=1, investment="second line"))
    plan = small.plan(problem.replace(investments=(small.investment(),)))
    assert plan.over_time("expand", "second line") == [0, 1, 0]


@pytest.mark.parametrize("decision", ["charge", "pay"])
def test_pinned_money_is_kept_to_within_two_rounding_units(decision: str) -> None:
    pin = Pin(decision, "=", 4.0, phase="build", nation="FR", period=0)
    phase = small.phase(over_the_phase=True)
    problem = small.problem(
        nations=[small.nation(), small.nation("DE")], phases=[phase], pins=[pin],
        packages=[small.one_off(begins=0, months=24)],
    )
    assert small.plan(problem).total(decision, "FR", "build", 0) == pytest.approx(4.0, abs=0.0201)


def test_parts_of_a_package_that_a_plan_rounded_can_all_be_pinned() -> None:
    three = [small.supplier(), small.supplier("Beta"), small.supplier("Gamma")]
    parts = [Pin("share", "=", 0.333333, "radar", supplier=s.id) for s in three]
    parts[2] = Pin("share", "=", 0.333334, "radar", supplier="Gamma")
    problem = radar(*parts, smallest_fraction=1 / 3, **SHARED)
    assert small.plan(problem.replace(suppliers=tuple(three))).total("start") == 1
