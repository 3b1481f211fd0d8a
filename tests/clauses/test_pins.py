"""Pins: decisions already taken stay taken."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import Pin, Problem
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
    ],
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
