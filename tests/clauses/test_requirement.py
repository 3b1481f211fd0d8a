"""Requirement: nations receive what they need; lateness is counted and limited."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    items=[
        small.item(latest_delay_months=12.0), small.item("van", may_short=True),
        small.item("hours", whole=False, per_fleet_unit=1100.0),
    ],
    requirements=[small.need(1, 0, 2), small.need(0, 1, 0, item="van"), small.need(900, 0, 100, item="hours")],
)


def tanks(*due: float, **fields: Any) -> Problem:
    """Tanks of 2 M each from a line of one a year."""
    return small.problem(
        packages=[small.per_unit()],
        items=[small.item(**({"max_rate": 1.0} | fields))],
        requirements=[small.need(*due)],
    )


def test_units_that_can_be_built_in_time_are_not_late() -> None:
    plan = small.plan(tanks(1, 1, 1))
    assert plan.total("late") == 0
    assert plan.worth == pytest.approx(6)


def test_units_may_be_handed_over_early() -> None:
    plan = small.plan(tanks(0, 0, 3))
    assert plan.over_time("deliver", "tank", "FR") == [1, 1, 1]


def test_hours_of_a_shared_fleet_are_not_flown_before_they_are_due() -> None:
    items = [small.item("hours", whole=False, per_fleet_unit=1100.0)]
    needs = [small.need(100, 0, 50, item="hours")]
    problem = small.problem(packages=[small.per_unit()], items=items, requirements=needs)
    plan = small.plan(problem, lambda m, f: [(-1.0, m.x["deliver"]["hours", "FR", t]) for t in (0, 1)])
    assert plan.worth == -100
    plan = small.plan(problem)
    assert plan.over_time("deliver", "hours", "FR") == [100, 0, 50]
    assert plan.over_time("make", "hull") == [100, 0, 50]
    assert plan.total("late") == 0


def test_lateness_is_counted_in_units_and_periods() -> None:
    plan = small.plan(tanks(3, 0, 0))
    assert plan.over_time("late", "tank", "FR") == [2, 1, 0]
    assert plan.worth == pytest.approx(6 + 100 * 3)
    assert plan.lp_bound == pytest.approx(306)


def test_a_nation_gets_all_it_needs_and_no_more() -> None:
    problem = small.problem(items=[small.item()], requirements=[small.need(2, 0, 0)])
    assert small.plan(problem, small.first("deliver", sign=-1.0)).worth == pytest.approx(-2)
    assert small.plan(problem, small.first("deliver")).worth == pytest.approx(2)


def test_a_latest_delay_that_is_just_met_changes_nothing() -> None:
    assert small.plan(tanks(3, 0, 0, latest_delay_months=24.0)).worth == pytest.approx(306)


def test_a_latest_delay_that_cannot_be_met_leaves_no_plan() -> None:
    assert small.plan(tanks(3, 0, 0, latest_delay_months=12.0)).state == INFEASIBLE


def test_a_latest_delay_drops_units_that_may_be_left_out_and_they_stay_late() -> None:
    plan = small.plan(tanks(2, 0, 0, latest_delay_months=0.0, may_short=True))
    assert plan.total("short", "tank", "FR") == 1
    assert plan.over_time("late", "tank", "FR") == [1, 1, 1]
    assert plan.worth == pytest.approx(2 + 100 * (1 + 3))


def test_a_row_says_of_its_own_units_whether_they_may_be_left_out() -> None:
    problem = tanks(3, 0, 0, max_rate=1.0, latest_delay_months=12.0)
    needs = [replace(row, may_short=True) for row in problem.requirements]
    plan = small.plan(problem.replace(requirements=needs))
    assert (plan.total("short", "tank", "FR"), plan.over_time("late", "tank", "FR")) == (1, [2, 1, 1])
    items = [replace(i, may_short=True) for i in problem.items]
    assert small.plan(problem.replace(items=items)).total("short", "tank", "FR") == 1
    needs = [replace(row, may_short=False) for row in problem.requirements]
    assert small.plan(problem.replace(items=items, requirements=needs)).state == INFEASIBLE


def test_more_than_the_line_can_build_leaves_no_plan() -> None:
    assert small.plan(tanks(4, 0, 0)).state == INFEASIBLE
