"""Given: what was agreed under "given to" is given, in the parts agreed."""

from __future__ import annotations

import pytest

from procure.problem import Package, Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

SHARED = {"divisible": True, "most": None}

EXAMPLE = small.problem(
    suppliers=[small.supplier(), small.supplier("Beta", "DE"), small.supplier("Gamma", "DE")],
    nations=[small.nation(), small.nation("DE")],
    packages=[
        small.one_off(begins=0, given_to=(("Alpha", 0.6), ("DE", 0.4)), **SHARED),
        small.one_off("sonar", begins=0, given_to=(("Alpha", None), ("DE", None)), **SHARED),
        small.per_unit(given_to=(("Alpha", 0.6), ("Gamma", 0.4)), latest=0, **SHARED),
    ],
    items=[small.item()],
    requirements=[small.need(7, 0, 0)],
)


def seven_tanks(package: Package, whole: bool = True) -> Problem:
    return small.problem(
        packages=[package], items=[small.item(whole=whole)], requirements=[small.need(7, 0, 0)]
    )


def test_a_package_given_to_the_cheapest_supplier_costs_no_more() -> None:
    given = small.problem(packages=[small.one_off(given_to=(("Alpha", None),))])
    assert small.plan(given).worth == pytest.approx(12)


def test_a_package_given_to_a_dearer_supplier_is_paid_at_its_price() -> None:
    given = small.problem(packages=[small.one_off(given_to=(("Beta", None),))])
    assert small.plan(given).worth == pytest.approx(15)


def test_agreed_parts_of_a_one_off_package_are_kept_exactly() -> None:
    given = small.problem(packages=[small.one_off(given_to=(("Alpha", 0.6), ("Beta", 0.4)), **SHARED)])
    plan = small.plan(given)
    assert plan.worth == pytest.approx(0.6 * 12 + 0.4 * 15)
    assert plan.lp_bound == pytest.approx(13.2)


def test_agreed_parts_of_whole_sets_are_kept_to_within_a_set() -> None:
    package = small.per_unit(given_to=(("Alpha", 0.6), ("Beta", 0.4)), **SHARED)
    plan = small.plan(seven_tanks(package))
    assert plan.total("make", "hull", "Alpha") == 5  # at most 4.2 + 1
    assert plan.worth == pytest.approx(5 * 2 + 2 * 2.5)


def test_agreed_parts_of_divisible_units_are_kept_exactly() -> None:
    package = small.per_unit(given_to=(("Alpha", 0.6), ("Beta", 0.4)), **SHARED)
    plan = small.plan(seven_tanks(package, whole=False))
    assert plan.total("make", "hull", "Alpha") == pytest.approx(4.2)
    assert plan.worth == pytest.approx(4.2 * 2 + 2.8 * 2.5)


def test_names_without_parts_each_hold_something() -> None:
    package = small.one_off(given_to=(("Alpha", None), ("Beta", None)), smallest_fraction=0.25, **SHARED)
    plan = small.plan(small.problem(packages=[package]))
    assert plan.worth == pytest.approx(0.75 * 12 + 0.25 * 15)
    assert plan.lp_bound is not None
    assert plan.lp_bound >= 12.75 - 1e-6


def test_a_nation_s_part_is_held_by_any_of_its_suppliers() -> None:
    suppliers = [
        small.supplier(),
        small.supplier("Beta", "DE", price_factor=1.5),
        small.supplier("Gamma", "DE", price_factor=1.25),
    ]
    package = small.one_off(given_to=(("FR", 0.5), ("DE", 0.5)), **SHARED)
    nations = [small.nation(), small.nation("DE")]
    plan = small.plan(small.problem(nations=nations, suppliers=suppliers, packages=[package]))
    assert plan.worth == pytest.approx(0.5 * 12 + 0.5 * 15)


def test_parts_that_exceed_the_whole_leave_no_plan() -> None:
    package = small.one_off(given_to=(("Alpha", 0.6), ("Beta", 0.6)), **SHARED)
    assert small.plan(small.problem(packages=[package])).state == INFEASIBLE


def test_a_part_for_a_name_that_cannot_do_it_leaves_no_plan() -> None:
    package = small.one_off(given_to=(("Alpha", 0.6), ("Nobody", 0.4)), **SHARED)
    assert small.plan(small.problem(packages=[package])).state == INFEASIBLE
