"""The fleet: aircraft that pooled hours need, and how common a family is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from procure import tables
from procure.plan import Plan, dec
from procure.problem import Requirement
from procure.tables import fleet
from procure.tables.figures import Figures
from procure.tables.table import Table
from tests.clauses import small

# Hours a year of the MRTT fleet, before and from 2027 on (nspa.nato.int); one aircraft flies 1,100.
HOURS = {
    "DE": (5500, 5500), "NL": (2000, 2000), "LU": (1200, 1200), "BE": (1000, 2100), "NO": (100, 100), "CZ": (100, 100),
}  # fmt: skip


def pool(length: str = "year", split: int = 1) -> Figures:
    """The hours of 2026 and 2027 as they are due, in periods of a year or shorter ones."""
    due = {n: [year / split for year in hours for _ in range(split)] for n, hours in HOURS.items()}
    problem = small.problem(
        periods=2 * split,
        length=length,
        nations=[small.nation(n) for n in HOURS],
        items=[small.item("hours", whole=False, unit="h", per_fleet_unit=1100.0)],
        requirements=[Requirement(n, "hours", tuple(map(float, hours))) for n, hours in due.items()],
    )
    deliver = {("hours", n, t): dec(units) for n, hours in due.items() for t, units in enumerate(hours)}
    return tables.figures(problem, Plan({"deliver": deliver}))


def table(x: Figures, title: str) -> Table:
    return next(one for one in tables.sheets(x)["Summary"] if one.title == title)


def test_9900_hours_need_9_aircraft_and_11000_need_10() -> None:
    assert [sum(hours[year] for hours in HOURS.values()) for year in (0, 1)] == [9900, 11000]
    assert list(fleet.fleet(pool(), "hours").values()) == [9, 10]


@pytest.mark.parametrize(("length", "split"), [("half", 2), ("quarter", 4)])
def test_the_fleet_of_a_year_is_the_same_in_shorter_periods(length: str, split: int) -> None:
    assert list(fleet.fleet(pool(length, split), "hours").values()) == [9, 10]


def test_a_part_of_an_aircraft_is_a_whole_one_and_the_last_digits_of_a_sum_are_none() -> None:
    x = pool()
    for extra, expected in (("0.000002", 9), ("1", 10), ("-0.000002", 9)):
        deliver = {**x.plan.values["deliver"]}
        deliver["hours", "DE", 0] += Decimal(extra)
        assert fleet.fleet(tables.figures(x.f.problem, Plan({"deliver": deliver})), "hours")[2027] == expected


def test_summary_and_deliveries_show_the_fleet_of_each_year() -> None:
    assert table(pool(), "Fleet by year").rows == (("hours", Decimal(1100), "h", Decimal(9), Decimal(10)),)
    rows = tables.sheets(pool("half", 2))["Deliveries"][0].rows
    needed = next(row for row in rows if row[2] == "fleet needed")
    assert needed == ("hours", "all", "fleet needed", None, None, Decimal(9), None, Decimal(10))


def family() -> Figures:
    """Ten trucks of a family of three items: seven vans and three lorries."""
    names = ("lorry", "tractor", "van")
    problem = small.problem(
        items=[small.item(i, family="trucks") for i in names],
        requirements=[Requirement("FR", "trucks", (5.0, 5.0, 0.0))],
    )
    deliver = {("van", "FR", 0): dec(5), ("van", "FR", 1): dec(2), ("lorry", "FR", 1): dec(3)}
    used = {("van",): dec(1), ("lorry",): dec(1)}
    return tables.figures(problem, Plan({"deliver": deliver, "used": used}))


def test_the_summary_says_how_common_the_fleet_is() -> None:
    (row,) = table(family(), "Families").rows
    assert row == ("trucks", Decimal(2), Decimal(3), Decimal(10), "van", Decimal(7), Decimal("0.7"))


def test_deliveries_are_shown_by_need_and_by_item() -> None:
    rows = {row[:3]: row[3:] for row in tables.sheets(family())["Deliveries"][0].rows}
    assert rows["trucks", "FR", "delivered"] == (Decimal(10), Decimal(5), Decimal(5), Decimal(0))
    assert rows["trucks", "all", "due"] == (Decimal(10), Decimal(5), Decimal(5), Decimal(0))
    assert rows["van", "FR", "delivered"] == (Decimal(7), Decimal(5), Decimal(2), Decimal(0))
    assert ("tractor", "FR", "delivered") not in rows


def test_without_families_and_fleets_the_summary_has_no_such_table() -> None:
    problem = small.problem(items=[small.item()], requirements=[small.need(1, 0, 0)])
    titles = {one.title for one in tables.sheets(tables.figures(problem, Plan({})))["Summary"]}
    assert not titles & {"Families", "Fleet by year"}
