"""In service: support is given for the units that nations have; support per period costs what its years do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from procure.audit import audit
from procure.clauses import in_service
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan as planned
from procure.problem import PER_PERIOD, Package, Problem
from procure.tables import figures, sheets
from tests.clauses import small
from tests.spoil_plan import changed

EXAMPLE = small.problem(
    periods=4,
    length="half",
    packages=[small.per_unit(), small.in_service(per_unit=2.0, earliest=1, latest=2)],
    items=[small.item()],
    requirements=[small.need(2, 1, 0, 0)],
)

OWN = [small.nation(), small.nation("DE")], [small.phase(key="own units")]


def tanks(*packages: Package, due: tuple[float, ...] = (2, 0, 1), **tables: Any) -> Problem:
    """Tanks whose hulls cost 2 M each; FR takes two at once and one in the third year."""
    standard: dict[str, Any] = {"items": [small.item()], "suppliers": [small.supplier()]}
    requirements = tables.pop("requirements", [small.need(*due)])
    return small.problem(
        periods=len(due), packages=[small.per_unit(), *packages], requirements=requirements, **(standard | tables)
    )


def finished(of: Problem) -> tuple[Plan, Facts]:
    found = planned(of).plan
    assert found is not None
    f = Facts(of)
    assert [str(finding) for finding in audit(found, f).findings] == []
    return found, f


def test_every_unit_in_service_is_supported_in_every_year() -> None:
    found = small.plan(tanks(small.in_service()))
    assert found.over_time("make", "care") == [2, 2, 3]
    assert found.worth == pytest.approx(3 * 2 + 7 * 0.5)


def test_support_per_unit_counts_sets() -> None:
    assert small.plan(tanks(small.in_service(per_unit=2.0))).worth == pytest.approx(3 * 2 + 2 * 7 * 0.5)


def test_a_half_year_costs_half() -> None:
    halves = small.problem(periods=3, length="half").programme
    assert small.plan(tanks(small.in_service()).replace(programme=halves)).worth == pytest.approx(3 * 2 + 3.5 * 0.5)


def test_support_is_given_from_its_earliest_to_its_latest_period() -> None:
    found = small.plan(tanks(small.in_service(earliest=1, latest=1)))
    assert found.over_time("make", "care") == [0, 2]
    assert found.worth == pytest.approx(3 * 2 + 2 * 0.5)


def test_what_is_handed_over_late_needs_no_support_before() -> None:
    slow = [small.item(max_rate=1.0)]
    found = small.plan(tanks(small.in_service(), items=slow))
    assert found.over_time("deliver", "tank", "FR") == [1, 1, 1]
    assert found.over_time("make", "care") == [1, 2, 3]


def test_support_has_no_part_in_when_a_unit_is_ready() -> None:
    f = Facts(tanks(small.in_service(earliest=2)))
    assert f.ready == {"tank": 0}
    assert f.lag("build") == 0
    assert f.technologies_of("tank") == ()


def test_two_suppliers_share_support_in_parts_that_are_large_enough() -> None:
    of = tanks(
        small.in_service(divisible=True, fewest=2, most=2, smallest_fraction=0.2),
        suppliers=(small.supplier(), small.supplier("Beta", price_factor=2.0)),
    )
    found = small.plan(of)
    # the least that is surely in service is all three tanks in the last year alone: late delivery is not excluded
    assert found.total("make", "care", "Beta") == pytest.approx(0.2 * 3)
    assert found.worth == pytest.approx(3 * 2 + 6.4 * 0.5 + 0.6 * 1.0)
    prompt = small.plan(of.replace(items=[small.item(latest_delay_months=0.0)]))
    assert prompt.total("make", "care", "Beta") == pytest.approx(0.2 * 7)


def test_support_loads_capacity_with_its_effort() -> None:
    of = tanks(
        small.in_service(effort=((10.0, "hours"),), divisible=True, most=None),
        suppliers=(small.supplier(), small.supplier("Beta", price_factor=2.0)),
        capacities=[small.capacity(20, 20, 20, unit="hours")],
    )
    found = small.plan(of)
    assert found.total("make", "care", "Beta") == pytest.approx(1)


def test_each_buyer_pays_the_support_of_its_own_units() -> None:
    nations, phases = OWN
    needs = [small.need(2, 0, 1), small.need(0, 1, 0, nation="DE")]
    found = small.plan(tanks(small.in_service(), nations=nations, phases=phases, requirements=needs))
    assert found.over_time("make", "care", None, "DE") == [0, 1, 1]
    assert found.total("charge", "DE") == pytest.approx(2 + 2 * 0.5)
    assert found.total("charge", "FR") == pytest.approx(6 + 7 * 0.5)


def test_support_per_period_costs_its_yearly_value_every_year() -> None:
    found = small.plan(tanks(small.per_period()))
    assert found.worth == pytest.approx(3 * 2 + 3 * 6)
    assert found.total("start", "upkeep", "Alpha", 0) == 1
    some = small.plan(tanks(small.per_period(earliest=1, latest=1)))
    assert some.worth == pytest.approx(3 * 2 + 6)
    assert some.over_time("spend", "build")[1] >= 6


def test_support_per_period_of_quarters_costs_a_quarter_each() -> None:
    quarters = small.problem(periods=3, length="quarter").programme
    found = small.plan(tanks(small.per_period()).replace(programme=quarters))
    assert found.worth == pytest.approx(3 * 2 + 3 * 1.5)


def test_a_quote_for_support_is_a_price_of_a_year() -> None:
    of = tanks(small.per_period(), quotes=[small.quote(5.0, package="upkeep"), small.quote(0.4, package="care")])
    assert small.plan(of).worth == pytest.approx(3 * 2 + 3 * 5)
    care = of.replace(packages=[small.per_unit(), small.in_service()])
    assert small.plan(care).worth == pytest.approx(3 * 2 + 7 * 0.4)


def test_support_per_period_loads_capacity_evenly() -> None:
    """40 hours a year are 20 a half year: a supplier with 19 free cannot do it."""
    halves = small.problem(periods=3, length="half").programme
    upkeep = small.per_period(effort=((40.0, "hours"),))
    both = (small.supplier(), small.supplier("Beta", price_factor=2.0))
    for free, cost in ((20.0, 9.0), (19.0, 18.0)):
        rows = [small.capacity(free, free, free, unit="hours")]
        found = small.plan(tanks(upkeep, suppliers=both, capacities=rows).replace(programme=halves))
        assert found.worth == pytest.approx(3 * 2 + cost)


def test_support_is_left_out_of_the_unit_price_and_told_in_words() -> None:
    plan, f = finished(tanks(small.per_period(), small.in_service()))
    shown = sheets(figures(f.problem, plan))
    price = next(table for table in shown["Summary"] if table.title == "Unit price")
    assert [row[:4] for row in price.rows] == [["tank", 3, Decimal("6.00"), Decimal("2")]] or price.rows[0][3] == 2
    words = [str(row[0]) for row in shown["Summary"][0].rows]
    assert "Support costs 21.50 M within the horizon (18.00 M per period, 3.50 M per unit in service)." in words
    kinds = {str(row[3]) for row in shown["Work packages"][0].rows}
    assert {"per period", "per unit in service", "per unit"} <= kinds


def test_support_of_an_item_of_a_family_is_placed_with_it() -> None:
    items = [small.item("tank", family="armour"), small.item("truck", family="armour")]
    packages = [
        small.per_unit(items=("tank",)), small.per_unit("cab", 1.0, items=("truck",)),
        small.in_service(items=("tank",)), small.in_service("service", 5.0, items=("truck",)),
    ]  # fmt: skip
    needs = [small.need(1, 1, 0, item="armour")]
    of = small.problem(packages=packages, items=items, requirements=needs, suppliers=[small.supplier()])
    found = small.plan(of)
    assert found.total("make", "care") == pytest.approx(1 + 2 + 2)
    assert found.total("award", "service") == 0
    finished(of)


def test_money_hours_and_base_value_of_a_year_are_counted_by_the_year() -> None:
    for counted, worth in (("base value", 18.0), ("hours", 120.0), ("contract price", 18.0)):
        of = tanks(small.per_period(effort=((40.0, "hours"),)))
        programme = small.problem().programme
        of = of.replace(programme=type(programme)(**{
            **{name: getattr(programme, name) for name in programme.__dataclass_fields__}, "work_counted": counted,
        }))  # fmt: skip
        plan, f = finished(of)
        shown = next(r for r in sheets(figures(f.problem, plan))["Work shares"][0].rows if r[2] == "FR")
        hulls = {"base value": 6.0, "hours": 0.0, "contract price": 6.0}[counted]
        assert float(shown[3]) == pytest.approx(worth + hulls)  # type: ignore[arg-type]


BROKEN: list[dict[Any, Decimal]] = [
    {("make", ("care", "Alpha", "", 1)): Decimal(1)},
    {("make", ("care", "Alpha", "", 1)): Decimal("2.1")},
    {("make", ("care", "Alpha", "", 0)): Decimal(0)},
    {("deliver", ("tank", "FR", 1)): Decimal(1)},
]


@pytest.mark.parametrize("changes", BROKEN)
def test_spoiled_support_is_found_out(changes: dict[Any, Decimal]) -> None:
    plan, f = finished(tanks(small.in_service()))
    assert any(not check.holds for check in in_service.audit(changed(plan, changes), f))


def test_a_supplier_on_licence_is_no_support_of_a_year_before() -> None:
    assert small.per_period().kind == PER_PERIOD
    of = tanks(
        small.per_period(technologies=("seeker",)),
        nations=[small.nation(), small.nation("US", role="third country")],
        controls=[small.control(permission="licence", months=12.0)],
    )
    assert not Facts(of).span("upkeep", "Alpha")
    later = of.replace(packages=[small.per_unit(), small.per_period(technologies=("seeker",), earliest=1)])
    assert Facts(later).span("upkeep", "Alpha") == range(1, 2)
