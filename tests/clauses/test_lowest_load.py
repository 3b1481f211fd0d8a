"""Lowest load: what keeps a supplier going, while it is in use or always."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from procure.audit import audit
from procure.calendar import Span
from procure.clauses import lowest_load
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan as planned
from procure.problem import Capacity, Limit, Problem
from procure.solve import INFEASIBLE
from tests.clauses import small
from tests.spoil_plan import changed

EXAMPLE = small.problem(
    packages=[
        small.one_off(sector="electronics", months=24.0, effort=((40.0, "hours"),)),
        small.per_unit(sector="steel", effort=((3.0, "hours"),)),
    ],
    items=[small.item()],
    requirements=[small.need(1, 1, 1)],
    capacities=[
        small.capacity(30, None, 50, unit="hours", lowest=6.0, free_fraction=0.5),
        small.capacity(sector="steel", lowest=0.5, lowest_always=True),
    ],
    investments=[small.investment(adds=4.0, unit="hours")],
)


def tanks(*capacities: Capacity, due: tuple[float, ...] = (3, 1, 3), **tables: Any) -> Problem:
    """Hulls are made when they are due, neither earlier nor later; each is 2 M with Alpha and 2.5 M with Beta."""
    standard: dict[str, Any] = {
        "packages": [small.per_unit(divisible=True, most=None)],
        "items": [small.item(latest_delay_months=0.0, per_fleet_unit=1.0)],
    }
    return small.problem(
        periods=len(due), requirements=[small.need(*due)], capacities=capacities, **(standard | tables)
    )


def beta(*amounts: float, **fields: Any) -> Capacity:
    return small.capacity(*amounts, supplier="Beta", **fields)


def test_a_lowest_load_that_is_reached_anyway_costs_nothing() -> None:
    assert small.plan(tanks(small.capacity(lowest=1.0))).worth == pytest.approx(7 * 2)


def test_who_is_in_use_has_its_lowest_load_from_the_first_use_to_the_last() -> None:
    """Alpha is full at 2: the third tanks are Beta's, which must then have one hull in the year between too."""
    rows = (small.capacity(2, 1, 2), beta(lowest=1.0))
    plan = small.plan(tanks(*rows))
    assert plan.worth == pytest.approx(4 * 2 + 3 * 2.5)
    assert plan.over_time("make", "hull", "Beta") == [1, 1, 1]
    free = small.plan(tanks(rows[0], beta()))
    assert free.worth == pytest.approx(5 * 2 + 2 * 2.5)
    assert plan.lp_bound is not None
    assert free.worth is not None
    assert plan.lp_bound >= free.worth - 1e-6


def test_who_is_not_in_use_needs_no_load() -> None:
    assert small.plan(tanks(beta(lowest=5.0))).worth == pytest.approx(7 * 2)


def test_a_supplier_that_cannot_be_kept_going_is_not_used() -> None:
    rows = (small.capacity(2, 2, 2), beta(lowest=2.0))
    assert small.plan(tanks(*rows, due=(3, 0, 0))).worth == pytest.approx(1 * 2 + 2 * 2.5)
    assert small.plan(tanks(*rows, beta(1, 1, 1, package="hull"), due=(3, 0, 0))).state == INFEASIBLE


def test_always_means_every_period() -> None:
    plan = small.plan(tanks(beta(lowest=1.0, lowest_always=True)))
    assert plan.over_time("make", "hull", "Beta") == [1, 1, 1]
    assert plan.worth == pytest.approx(4 * 2 + 3 * 2.5)
    assert small.plan(tanks(beta(lowest=2.0, lowest_always=True), due=(3, 0, 3))).worth is None


def test_a_one_off_package_keeps_a_supplier_going() -> None:
    packages = [small.per_unit(divisible=True, most=None), small.one_off(months=36.0, effort=((3.0, "sets"),))]
    plan = small.plan(tanks(small.capacity(2, 0.5, 2), beta(lowest=1.0), packages=packages))
    assert plan.worth is not None
    assert plan.total("award", "radar", "Beta") == 1


def test_an_investment_raises_what_a_busy_row_may_take() -> None:
    rows = (small.capacity(2, 2, 2, lowest=1.0),)
    enlarged = small.plan(tanks(*rows, due=(4, 4, 4), investments=[small.investment(cost_m=1.0)]))
    assert enlarged.worth == pytest.approx(12 * 2 + 1)


def test_a_year_over_quarters_bounds_each_of_them() -> None:
    year = Capacity("Alpha", (Limit(Span(0, 3), 4.0),), lowest=1.0)
    quarters = small.problem(periods=4, length="quarter").programme
    plan = small.plan(tanks(year, due=(1, 1, 2, 1)).replace(programme=quarters))
    assert plan.worth == pytest.approx(4 * 2 + 1 * 2.5)


def finished(of: Problem) -> tuple[Plan, Facts]:
    found = planned(of).plan
    assert found is not None
    f = Facts(of)
    assert [str(finding) for finding in audit(found, f).findings] == []
    return found, f


@pytest.mark.parametrize("always", [True, False])
def test_a_load_that_is_too_low_is_found_out(always: bool) -> None:
    plan, f = finished(tanks(small.capacity(2, 1, 2), beta(lowest=1.0, lowest_always=always)))
    for t, still in ((0, not always), (1, False), (2, not always)):
        less = changed(plan, {("make", ("hull", "Beta", "", t)): Decimal(0)})
        broken = [check for check in lowest_load.audit(less, f) if not check.holds]
        assert bool(broken) != still
    half = changed(plan, {("make", ("hull", "Beta", "", 0)): Decimal("0.5")})
    assert [check.index for check in lowest_load.audit(half, f) if not check.holds] == [("Beta", "all", "sets", "2027")]
