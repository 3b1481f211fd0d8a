"""Precedence: work waits for the one-off packages named under "after"."""

from __future__ import annotations

import pytest

from procure.problem import Pin, Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    periods=4,
    suppliers=[small.supplier()],
    packages=[
        small.one_off("study", months=24.0),
        small.one_off("trials", after=("study",)),
        small.per_unit(after=("study",)),
    ],
    items=[small.item()],
    requirements=[small.need(0, 0, 1, 1)],
)


def tank_after_study(*capacity: float | None) -> Problem:
    """A hull that waits for a study of one period, by a supplier with this capacity."""
    return small.problem(
        packages=[
            small.one_off("study", given_to=(("Alpha", None),)),
            small.per_unit(after=("study",), given_to=(("Beta", None),)),
        ],
        items=[small.item()],
        requirements=[small.need(1, 1, 0)],
        capacities=[small.capacity(*capacity)],
    )


def test_work_in_its_natural_order_is_not_moved() -> None:
    plan = small.plan(small.problem(packages=[small.one_off("study"), small.one_off(after=("study",))]))
    assert plan.worth == pytest.approx(24)


def test_a_package_draws_its_predecessor_forward() -> None:
    packages = [small.one_off("study"), small.one_off(after=("study",))]
    plan = small.plan(small.problem(discount=0.1, packages=packages))
    assert plan.worth == pytest.approx(12 / 1.1 + 12 / 1.21)
    assert plan.lp_bound == pytest.approx(12 / 1.1 + 12 / 1.21)


def test_a_phase_under_after_stands_for_all_its_one_off_packages() -> None:
    phases = [small.phase(), small.phase("design")]
    packages = [
        small.one_off("study", phase="design"),
        small.one_off("model", phase="design"),
        small.one_off(after=("design",)),
    ]
    plan = small.plan(small.problem(discount=0.1, phases=phases, packages=packages))
    assert plan.worth == pytest.approx(24 / 1.1 + 12 / 1.21)


def test_a_recurring_package_waits_from_the_first_period_on() -> None:
    plan = small.plan(tank_after_study(None, None, None))
    assert plan.over_time("make", "hull") == [0, 2, 0]
    assert plan.total("late") == 1


def test_a_recurring_package_waits_for_a_study_that_is_held_up() -> None:
    plan = small.plan(tank_after_study(0, None, None))
    assert plan.over_time("make", "hull") == [0, 0, 2]
    assert plan.total("late") == 1 + 2
    assert plan.lp_bound is not None
    assert plan.lp_bound >= 317 - 1e-6


def test_a_study_held_up_to_the_end_leaves_no_plan() -> None:
    assert small.plan(tank_after_study(0, 0, None)).state == INFEASIBLE


def test_a_package_after_one_that_ends_with_the_horizon_has_no_plan() -> None:
    packages = [small.one_off("study"), small.one_off(after=("study",))]
    late = Pin("begin", "=", 1.0, package="study", period=2)
    assert small.plan(small.problem(packages=packages, pins=[late])).state == INFEASIBLE


def test_a_line_builds_half_a_year_s_units_rounded_up_whatever_they_wait_for() -> None:
    """7 units a year are 4 and 3 by halves; what the units wait for must not take the fourth from them."""
    problem = small.problem(
        length="half",
        packages=[small.one_off("study", months=6.0), small.per_unit(after=("study",))],
        items=[small.item(max_rate=7.0)],
        requirements=[small.need(0, 4, 3)],
    )
    plan = small.plan(problem)
    assert plan.over_time("built", "tank") == [0, 4, 3]
    assert plan.total("late") == 0
