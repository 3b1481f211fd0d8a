"""Work: the price of the work done, by nation and period, makes up what a phase spends."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    nations=[small.nation(), small.nation("DE")],
    suppliers=[small.supplier(), small.supplier("Beta", "DE", price_factor=1.25)],
    packages=[small.one_off(months=24.0), small.per_unit()],
    items=[small.item()],
    requirements=[small.need(0, 1, 1)],
    quotes=[small.quote(12.0, setup_m=4.0)],
)


def radar(**tables: Any) -> Problem:
    return small.problem(packages=[small.one_off(months=24.0, begins=1)], **tables)


def test_a_one_off_price_is_spread_evenly_over_its_duration() -> None:
    assert small.plan(radar()).over_time("spend", "build") == [0, 6, 6]


def test_a_recurring_price_falls_when_the_set_is_made() -> None:
    plan = small.plan(
        small.problem(
            discount=0.1,
            packages=[small.per_unit()],
            items=[small.item()],
            requirements=[small.need(1, 0, 2)],
        )
    )
    assert plan.over_time("spend", "build") == [2, 0, 4]


def test_a_dearer_supplier_costs_its_price_factor_and_a_quote_its_price() -> None:
    assert small.plan(radar(suppliers=[small.supplier("Beta", price_factor=1.25)])).worth == pytest.approx(15)
    assert small.plan(radar(quotes=[small.quote(11.0, supplier="Beta")])).worth == pytest.approx(11)


def test_work_counts_where_the_supplier_is_and_set_up_with_it() -> None:
    nations = [small.nation(), small.nation("DE")]
    suppliers = [small.supplier(), small.supplier("Beta", "DE", price_factor=1.25)]
    plan = small.plan(radar(nations=nations, suppliers=suppliers, quotes=[small.quote(12.0, setup_m=1.0)]))
    assert plan.over_time("work", "FR", "build") == [0, 7, 6]
    assert plan.total("work", "DE") == 0
    assert plan.over_time("spend", "build") == [0, 7, 6]


def test_each_phase_spends_on_its_own_packages() -> None:
    packages = [small.one_off(), small.one_off("study", 5.0, phase="design")]
    plan = small.plan(small.problem(phases=[small.phase(), small.phase("design")], packages=packages))
    assert plan.total("spend", "design") == pytest.approx(5)
    assert plan.total("spend", "build") == pytest.approx(12)


def test_work_that_costs_more_than_may_be_charged_leaves_no_plan() -> None:
    assert small.plan(radar(nations=[small.nation(ceiling_m=11.0)])).state == INFEASIBLE
