"""Set-up: a supplier is set up once, before it works on a package, where that costs money."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    packages=[small.one_off(), small.per_unit()],
    items=[small.item()],
    requirements=[small.need(0, 2, 1)],
    quotes=[small.quote(12.0, setup_m=4.0), small.quote(2.0, package="hull", setup_m=3.0)],
)


def radar(setup_m: float, **tables: Any) -> Problem:
    return small.problem(packages=[small.one_off()], quotes=[small.quote(12.0, setup_m=setup_m)], **tables)


def hulls(*due: float, **fields: Any) -> Problem:
    return small.problem(
        packages=[small.per_unit()],
        items=[small.item()],
        requirements=[small.need(*due)],
        quotes=[small.quote(2.0, package="hull", setup_m=3.0)],
        **fields,
    )


def test_a_supplier_without_set_up_cost_is_not_set_up() -> None:
    plan = small.plan(radar(0.0))
    assert plan.worth == pytest.approx(12)
    assert plan.values["open"] == {}


def test_a_small_set_up_cost_is_paid_once() -> None:
    plan = small.plan(radar(2.0))
    assert plan.total("open", "radar", "Alpha") == 1
    assert plan.worth == pytest.approx(14)


def test_a_great_set_up_cost_moves_the_award() -> None:
    plan = small.plan(radar(4.0))
    assert plan.total("award", "radar", "Beta") == 1
    assert plan.worth == pytest.approx(15)
    assert plan.lp_bound is not None
    assert plan.lp_bound >= 15 - 1e-6


def test_set_up_pays_from_the_seventh_set_on() -> None:
    assert small.plan(hulls(5, 0, 0)).worth == pytest.approx(5 * 2.5)
    seven = small.plan(hulls(7, 0, 0))
    assert seven.worth == pytest.approx(3 + 7 * 2)
    assert seven.lp_bound is not None
    assert seven.lp_bound >= 17 - 1e-6


def test_a_recurring_package_is_set_up_when_its_first_set_is_made() -> None:
    plan = small.plan(hulls(0, 6, 3, discount=0.1))
    assert plan.over_time("open", "hull", "Alpha") == [0, 1, 0]
    assert plan.worth == pytest.approx((3 + 6 * 2) / 1.1 + 3 * 2 / 1.21)


def test_a_one_off_package_is_set_up_when_it_begins() -> None:
    packages = [small.one_off(begins=1, months=24.0)]
    plan = small.plan(
        small.problem(discount=0.1, packages=packages, quotes=[small.quote(12.0, setup_m=1.0)])
    )
    assert plan.over_time("open", "radar", "Alpha") == [0, 1]
    assert plan.worth == pytest.approx((1 + 6) / 1.1 + 6 / 1.21)


def test_a_ceiling_below_price_and_set_up_leaves_no_plan() -> None:
    tables = {"suppliers": [small.supplier()], "nations": [small.nation(ceiling_m=15.0)]}
    assert small.plan(radar(3.0, **tables)).worth == pytest.approx(15)
    assert small.plan(radar(4.0, **tables)).state == INFEASIBLE
