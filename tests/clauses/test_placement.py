"""Placement: every one-off package begins once, inside its window."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(packages=[small.one_off(months=24.0)])


def late_money(**fields: Any) -> Problem:
    """12 M of work at a discount rate of 10 %: it is best done in the last period."""
    return small.problem(discount=0.1, packages=[small.one_off(**fields)])


def test_a_package_without_limits_begins_once_when_it_is_cheapest() -> None:
    plan = small.plan(late_money())
    assert plan.over_time("begin", "radar") == [0, 0, 1]
    assert plan.worth == pytest.approx(12 / 1.21)


def test_the_last_period_of_work_draws_the_beginning_forward() -> None:
    plan = small.plan(late_money(latest=1))
    assert plan.over_time("begin", "radar") == [0, 1]
    assert plan.worth == pytest.approx(12 / 1.1)
    assert plan.lp_bound == pytest.approx(12 / 1.1)


def test_a_package_of_two_periods_begins_one_period_before_its_last_period_of_work() -> None:
    plan = small.plan(late_money(months=24.0, latest=1))
    assert plan.over_time("begin", "radar") == [1]
    assert plan.worth == pytest.approx(6 + 6 / 1.1)


def test_a_stated_beginning_is_kept() -> None:
    assert small.plan(late_money(begins=1)).total("begin", "radar", 1) == 1


def test_every_holder_of_a_share_begins_with_the_package() -> None:
    shared = small.one_off(divisible=True, fewest=2, most=2, smallest_fraction=0.5, begins=1)
    plan = small.plan(small.problem(packages=[shared]))
    assert plan.values["start"] == pytest.approx({("radar", "Alpha", 1): 0.5, ("radar", "Beta", 1): 0.5})


def test_a_package_longer_than_what_is_left_has_no_plan() -> None:
    assert small.plan(late_money(months=24.0, earliest=2)).state == INFEASIBLE


def test_a_package_that_nobody_can_do_has_no_plan() -> None:
    assert small.plan(small.problem(packages=[small.one_off(value_m=None)])).state == INFEASIBLE
