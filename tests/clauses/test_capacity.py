"""Capacity: no supplier is loaded beyond its free capacity, nor changes its load faster than it can."""

from __future__ import annotations

from typing import Any

import pytest

from procure.calendar import Span
from procure.problem import Capacity, Limit, Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    packages=[
        small.one_off(sector="electronics", months=24.0, effort=((40.0, "hours"),)),
        small.per_unit(sector="steel", effort=((3.0, "hours"),)),
    ],
    items=[small.item()],
    requirements=[small.need(1, 1, 1)],
    capacities=[
        small.capacity(30, 30, None, unit="hours", free_fraction=0.5, ramp_fraction=0.25),
        small.capacity(None, 2, None, sector="steel"),
        small.capacity(10, None, None, supplier="Beta", package="radar", unit="M"),
    ],
)


def radar(*capacities: Capacity, **fields: Any) -> Problem:
    return small.problem(packages=[small.one_off(**fields)], capacities=capacities)


def tanks(*capacities: Capacity, due: tuple[float, ...] = (4, 0, 0), **tables: Any) -> Problem:
    standard = {"packages": [small.per_unit(divisible=True, most=None)], "items": [small.item()]}
    requirements = [small.need(*due)]
    return small.problem(
        periods=len(due), requirements=requirements, capacities=capacities, **(standard | tables)
    )


def test_a_wide_capacity_leaves_the_cheapest_supplier() -> None:
    assert small.plan(tanks(small.capacity(4, 0, 0))).worth == pytest.approx(8)


def test_a_narrow_capacity_sends_the_rest_to_the_dearer_supplier() -> None:
    plan = small.plan(tanks(small.capacity(3, 0, 0)))
    assert plan.worth == pytest.approx(3 * 2 + 1 * 2.5)
    assert plan.lp_bound is not None
    assert plan.lp_bound >= 8.5 - 1e-6


def test_only_the_free_part_of_a_capacity_is_used() -> None:
    plan = small.plan(tanks(small.capacity(6, 0, 0, free_fraction=0.5)))
    assert plan.worth == pytest.approx(3 * 2 + 1 * 2.5)


def test_a_package_of_two_periods_loads_each_with_half() -> None:
    half = small.plan(radar(small.capacity(0.5, 0.5, 0.5), months=24.0))
    assert half.worth == pytest.approx(12)
    less = small.plan(radar(small.capacity(0.5, 0.4, 0.5), months=24.0))
    assert less.worth == pytest.approx(15)
    assert less.lp_bound is not None
    assert less.lp_bound >= 12 - 1e-6


def test_hours_are_counted_in_hours() -> None:
    effort = ((40.0, "hours"),)
    assert small.plan(radar(small.capacity(40, 40, 40, unit="hours"), effort=effort)).worth == pytest.approx(12)
    assert small.plan(radar(small.capacity(39, 39, 39, unit="hours"), effort=effort)).worth == pytest.approx(15)


def test_m_of_base_value_is_not_the_price() -> None:
    dear = small.capacity(12, 12, 12, supplier="Beta", unit="M")
    plan = small.plan(radar(dear, small.capacity(0, 0, 0)))
    assert plan.worth == pytest.approx(15)


def test_a_capacity_of_a_sector_or_a_package_leaves_other_work_alone() -> None:
    other = (small.capacity(0, 0, 0, sector="steel"), small.capacity(0, 0, 0, package="sonar"))
    assert small.plan(radar(*other, sector="electronics")).worth == pytest.approx(12)
    own = small.capacity(0, 0, 0, sector="electronics")
    assert small.plan(radar(own, sector="electronics")).worth == pytest.approx(15)


def test_a_year_over_quarters_holds_for_their_sum() -> None:
    year = Capacity("Alpha", (Limit(Span(0, 3), 3.0),))
    calendar = small.problem(periods=5, length="quarter").programme
    plan = small.plan(tanks(year, due=(1, 1, 1, 1, 1)).replace(programme=calendar))
    assert plan.worth == pytest.approx(3 * 2 + 2.5 + 2)


def test_a_ramp_spreads_the_load() -> None:
    alone = [small.supplier()]
    capacity = small.capacity(4, 4, 4, ramp_fraction=0.25)
    programme = small.problem(discount=0.1).programme
    plan = small.plan(tanks(capacity, due=(0, 0, 6), suppliers=alone).replace(programme=programme))
    assert plan.over_time("make", "hull") == [1, 2, 3]
    assert plan.worth == pytest.approx(2 + 4 / 1.1 + 6 / 1.21)


def test_a_ramp_limits_the_fall_of_the_load_too() -> None:
    alone = [small.supplier()]
    capacity = small.capacity(4, 4, 4, ramp_fraction=0.25)
    plan = small.plan(tanks(capacity, due=(6, 0, 0), suppliers=alone))
    assert plan.over_time("make", "hull") == [3, 2, 1]


def test_no_capacity_anywhere_leaves_no_plan() -> None:
    assert small.plan(radar(small.capacity(0, 0, 0), small.capacity(0, 0, 0, supplier="Beta"))).state == INFEASIBLE
