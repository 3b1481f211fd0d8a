"""Qualification: a second source costs its one-off package and waits for it; the first does not wait."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from procure.audit import audit
from procure.clauses import qualification
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan as planned
from procure.problem import Package, Problem
from procure.solve import INFEASIBLE
from tests.clauses import small
from tests.spoil_plan import changed

BOTH = (small.supplier(), small.supplier("Beta", price_factor=0.5))


def second(**fields: Any) -> Package:
    """Qualifies Beta in a year for 3 M, paid to Alpha."""
    standard = {"value_m": 3.0, "qualifies": ("Beta",), "months": 12.0, "given_to": (("Alpha", None),)}
    return small.one_off("second source", **(standard | fields))


EXAMPLE = small.problem(
    periods=4,
    packages=[
        second(months=24.0),
        small.per_unit(divisible=True, most=None, after=("second source",)),
        small.one_off(after=("second source",), divisible=True, most=None),
    ],
    items=[small.item()],
    requirements=[small.need(0, 0, 1, 1)],
)


def tanks(*packages: Package, due: tuple[float, ...] = (0, 4, 4), **tables: Any) -> Problem:
    """Tanks at 2 M a hull by Alpha, 1 M by Beta where it is qualified."""
    hull = small.per_unit(divisible=True, most=None, after=("second source",), **tables.pop("hull", {}))
    standard: dict[str, Any] = {"items": [small.item()], "suppliers": BOTH}
    return small.problem(
        periods=len(due), packages=[hull, *packages], requirements=[small.need(*due)], **(standard | tables)
    )


def test_a_second_source_that_pays_is_qualified_and_makes_the_rest() -> None:
    found = small.plan(tanks(second()))
    assert found.total("award", "hull", "Beta") == 1
    assert found.worth == pytest.approx(8 * 1 + 3)
    assert found.total("placed", "second source") == found.total("begin", "second source") == 1


def test_a_second_source_that_does_not_pay_is_not_qualified_and_nobody_waits() -> None:
    found = small.plan(tanks(second(value_m=9.0)))
    assert found.worth == pytest.approx(8 * 2)
    assert found.total("placed") == found.total("begin", "second source") == 0


def test_only_the_supplier_that_is_qualified_waits() -> None:
    slow = small.plan(tanks(second(months=24.0)))
    assert sum(slow.over_time("make", "hull", "Beta")[:2]) == 0
    assert slow.total("make", "hull", "Alpha") == pytest.approx(4)  # those that are due before Beta is ready
    assert slow.worth == pytest.approx(4 * 2 + 4 * 1 + 3)
    assert slow.lp_bound is not None
    assert slow.lp_bound <= 15 + 1e-6


def test_a_second_source_of_the_field_takes_two_years_and_has_thirty_per_cent() -> None:
    """18-24 months, 5-10 % one-off, at least 30 % of the quantity (facts of the field)."""
    of = tanks(
        second(value_m=0.075 * 20 * 2, months=24.0),
        due=(4, 4, 4, 4, 4),
        suppliers=(small.supplier(), small.supplier("Beta", price_factor=1.25)),
        hull={"fewest": 2, "smallest_fraction": 0.3},
    )
    found = small.plan(of)
    assert found.total("make", "hull", "Beta") == pytest.approx(6)
    assert sum(found.over_time("make", "hull", "Beta")[:2]) == 0
    assert found.worth == pytest.approx(14 * 2 + 6 * 2.5 + 3)


def test_a_one_off_package_waits_for_the_supplier_that_it_is_given_to() -> None:
    radar = small.one_off(after=("second source",))
    wait = small.problem(packages=[second(), radar], suppliers=BOTH)
    cheap = small.plan(wait)
    assert cheap.worth == pytest.approx(6 + 3)
    assert cheap.total("begin", "radar", 0) == 0
    first = small.plan(wait.replace(packages=[second(), small.one_off(after=("second source",), latest=0)]))
    assert first.total("award", "radar", "Alpha") == 1
    assert first.worth == pytest.approx(12)


def test_where_only_the_second_source_can_do_it_it_has_to_be_qualified() -> None:
    alone = small.plan(tanks(second(value_m=18.0, given_to=()), suppliers=(BOTH[1],)))
    assert alone.worth == pytest.approx(8 + 9)
    late = tanks(second(months=36.0, given_to=()), suppliers=(BOTH[1],))
    assert small.plan(late).state == INFEASIBLE


def test_without_qualifies_everybody_waits() -> None:
    plain = small.one_off("second source", 3.0, months=12.0, given_to=(("Alpha", None),))
    found = small.plan(tanks(plain))
    assert found.worth == pytest.approx(8 + 3)
    assert found.total("placed") == 0


def finished(of: Problem) -> tuple[Plan, Facts]:
    found = planned(of).plan
    assert found is not None
    f = Facts(of)
    assert [str(finding) for finding in audit(found, f).findings] == []
    return found, f


BROKEN: list[dict[Any, Decimal]] = [
    {("placed", ("second source",)): Decimal(0)},
    {("award", ("hull", "Beta")): Decimal(0)},
    {("make", ("hull", "Beta", "", 0)): Decimal(1)},
    {("begin", ("second source", 0)): Decimal(0)},
]


@pytest.mark.parametrize("changes", BROKEN)
def test_a_spoiled_qualification_is_found_out(changes: dict[Any, Decimal]) -> None:
    plan, f = finished(tanks(second()))
    assert any(not check.holds for check in qualification.audit(changed(plan, changes), f))


def test_a_plan_without_the_second_source_passes_too() -> None:
    plan, f = finished(tanks(second(value_m=9.0)))
    assert list(plan.items("placed")) == []
    more = changed(plan, {("placed", ("second source",)): Decimal(1)})
    assert any(not check.holds for check in qualification.audit(more, f))
