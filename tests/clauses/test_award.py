"""Award: shares are held by awarded suppliers, none too small, neither too few nor too many."""

from __future__ import annotations

import pytest

from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    packages=[
        small.one_off(begins=0),
        small.one_off("sonar", begins=0, divisible=True, smallest_fraction=0.2, fewest=2, most=None),
        small.per_unit(divisible=True, most=2, latest=0),
    ],
    items=[small.item(surplus=1.0)],
    requirements=[small.need(4, 0, 0)],
)


def test_without_counts_the_cheapest_supplier_holds_a_divisible_package_alone() -> None:
    plan = small.plan(small.problem(packages=[small.one_off(divisible=True, most=None)]))
    assert plan.worth == pytest.approx(12)
    assert plan.values["award"] == {("radar", "Alpha"): 1, ("radar", "Beta"): 0}


def test_a_second_supplier_that_is_asked_for_holds_the_smallest_share() -> None:
    package = small.one_off(divisible=True, smallest_fraction=0.2, fewest=2, most=None)
    plan = small.plan(small.problem(packages=[package]))
    assert plan.worth == pytest.approx(0.8 * 12 + 0.2 * 15)
    assert plan.lp_bound is not None
    assert plan.lp_bound >= 12.6 - 1e-6


def test_the_smallest_share_of_a_recurring_package_is_of_the_firm_sets() -> None:
    package = small.per_unit(divisible=True, smallest_fraction=0.25, fewest=2, most=None)
    plan = small.plan(
        small.problem(packages=[package], items=[small.item()], requirements=[small.need(10, 0, 0)])
    )
    assert plan.total("make", "hull", "Beta") == 3  # 2.5 in whole sets
    assert plan.worth == pytest.approx(7 * 2 + 3 * 2.5)


def test_a_smallest_share_counts_no_units_that_may_stay_undelivered() -> None:
    package = small.per_unit(divisible=True, smallest_fraction=0.25, fewest=2, most=None)
    plan = small.plan(
        small.problem(packages=[package], items=[small.item(may_short=True)], requirements=[small.need(10, 0, 0)])
    )
    assert plan.total("make", "hull", "Beta") == 0
    assert plan.worth == pytest.approx(20)


def test_an_indivisible_package_goes_to_one_supplier_that_can_do_all_of_it() -> None:
    plan = small.plan(
        small.problem(packages=[small.one_off()], capacities=[small.capacity(0.5, 0.5, 0.5)])
    )
    assert plan.values["award"] == {("radar", "Alpha"): 0, ("radar", "Beta"): 1}
    assert plan.worth == pytest.approx(15)
    assert plan.lp_bound is not None
    assert plan.lp_bound >= 12 - 1e-6


def test_the_greatest_number_of_suppliers_keeps_a_recurring_package_together() -> None:
    half = small.capacity(2, 0, 0)
    tables = {"items": [small.item()], "requirements": [small.need(4, 0, 0)], "capacities": [half]}
    one = small.problem(packages=[small.per_unit(divisible=True, most=1)], **tables)
    two = small.problem(packages=[small.per_unit(divisible=True, most=2)], **tables)
    assert small.plan(two).worth == pytest.approx(2 * 2 + 2 * 2.5)
    assert small.plan(one).worth == pytest.approx(4 * 2.5)


def test_more_suppliers_than_there_are_cannot_be_found() -> None:
    package = small.one_off(divisible=True, fewest=3, most=None)
    assert small.plan(small.problem(packages=[package])).state == INFEASIBLE


def test_smallest_shares_that_exceed_the_whole_leave_no_plan() -> None:
    package = small.one_off(divisible=True, fewest=2, most=2, smallest_fraction=0.6)
    assert small.plan(small.problem(packages=[package])).state == INFEASIBLE
