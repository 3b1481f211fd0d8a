"""Supply: sets are made for the units built, and are there in time."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    suppliers=[small.supplier()],
    nations=[small.nation(), small.nation("DE")],
    phases=[small.phase(), small.phase("orders", key="own units")],
    packages=[
        small.per_unit("engine", per_unit=2.0, months=12.0, items=("tank", "van")),
        small.per_unit(items=("tank", "van"), value_by_item_m=(("tank", 2.0), ("van", 1.0))),
        small.per_unit("radio", phase="orders", items=("van",)),
    ],
    items=[small.item(), small.item("van", surplus=1.0)],
    requirements=[small.need(0, 1, 1), small.need(0, 2, 1, item="van", nation="DE")],
)


def tanks(*due: float, discount: float = 0.1, **fields: Any) -> Problem:
    return small.problem(
        discount=discount,
        packages=[small.per_unit(**fields)],
        items=[small.item()],
        requirements=[small.need(*due)],
    )


def test_sets_without_lead_are_made_in_the_unit_s_own_period() -> None:
    plan = small.plan(tanks(0, 1, 2))
    assert plan.over_time("make", "hull") == [0, 1, 2]
    assert plan.worth == pytest.approx(2 / 1.1 + 4 / 1.21)


def test_a_lead_draws_the_making_forward() -> None:
    plan = small.plan(tanks(0, 1, 2, months=12.0))
    assert plan.over_time("make", "hull") == [1, 2]
    assert plan.worth == pytest.approx(2 + 4 / 1.1)
    assert plan.lp_bound == pytest.approx(2 + 4 / 1.1)


def test_a_unit_due_before_the_lead_has_passed_is_late() -> None:
    plan = small.plan(tanks(1, 0, 0, months=12.0))
    assert plan.over_time("late", "tank", "FR") == [1, 0, 0]


def test_a_unit_takes_the_sets_it_needs() -> None:
    plan = small.plan(tanks(0, 0, 2, per_unit=3.0))
    assert plan.total("make", "hull") == 6


def test_items_that_share_a_package_share_its_sets() -> None:
    plan = small.plan(
        small.problem(
            packages=[small.per_unit()],
            items=[small.item(), small.item("van")],
            requirements=[small.need(2, 0, 0), small.need(3, 0, 0, item="van")],
        )
    )
    assert plan.values["make"]["hull", "Alpha", "", 0] == pytest.approx(5)


def test_items_of_different_worth_have_sets_of_their_own() -> None:
    package = small.per_unit(value_m=None, value_by_item_m=(("tank", 2.0), ("van", 1.0)))
    plan = small.plan(
        small.problem(
            packages=[package],
            items=[small.item(), small.item("van")],
            requirements=[small.need(2, 0, 0), small.need(3, 0, 0, item="van")],
        )
    )
    assert plan.worth == pytest.approx(2 * 2 + 3 * 1)


def test_sets_for_a_buyer_s_own_units_follow_its_deliveries() -> None:
    plan = small.plan(
        small.problem(
            nations=[small.nation(), small.nation("DE")],
            phases=[small.phase(key="own units")],
            packages=[small.per_unit()],
            items=[small.item()],
            requirements=[small.need(2, 0, 0), small.need(0, 0, 3, nation="DE")],
        )
    )
    assert plan.total("make", "hull", "Alpha", "FR") == 2
    assert plan.total("make", "hull", "Alpha", "DE") == 3


def test_sets_may_exceed_the_units_where_a_surplus_may_be_kept() -> None:
    problem = small.problem(
        packages=[small.per_unit()], items=[small.item(surplus=2.0)], requirements=[small.need(1, 0, 0)]
    )
    assert small.plan(problem, small.first("make", sign=-1.0)).total("make") == 3
    exact = problem.replace(items=(small.item(),))
    assert small.plan(exact, small.first("make", sign=-1.0)).total("make") == 1


def test_only_the_item_that_may_have_a_surplus_may_have_sets_to_spare() -> None:
    package = small.per_unit(value_m=None, value_by_item_m=(("tank", 2.0), ("van", 1.0)))
    plan = small.plan(
        small.problem(
            packages=[package],
            items=[small.item(), small.item("van", surplus=1.0)],
            requirements=[small.need(1, 0, 0), small.need(1, 0, 0, item="van")],
        ),
        small.first("make", sign=-1.0),
    )
    assert plan.total("make", "hull", None, "tank") == 1
    assert plan.total("make", "hull", None, "van") == 2


def test_a_lead_longer_than_the_horizon_leaves_no_plan() -> None:
    assert small.plan(tanks(0, 0, 1, months=36.0)).state == INFEASIBLE


def test_work_that_must_end_before_enough_sets_can_be_made_leaves_no_plan() -> None:
    problem = tanks(0, 0, 2, latest=0).replace(
        capacities=(small.capacity(1, None, None), small.capacity(0, None, None, supplier="Beta"))
    )
    assert small.plan(problem).state == INFEASIBLE
