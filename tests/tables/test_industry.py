"""The industrial base on the output: enlarged capacity, investments, what is decided by when, support in words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from procure.audit import audit_file
from procure.facts import Facts
from procure.findings import errors
from procure.plan import Plan
from procure.planning import plan as planned
from procure.problem import Objective, Problem
from procure.tables import figures, sheets
from procure.tables.table import Table
from procure.workbook.write import write
from tests.clauses import small


def problem(**tables: Any) -> Problem:
    """Alpha makes two hulls a year and, a year after a hall is built, four; Beta asks twice as much."""
    standard: dict[str, Any] = {
        "packages": [small.per_unit(divisible=True, most=None), small.per_period(), small.in_service()],
        "items": [small.item()],
        "requirements": [small.need(2, 4, 4)],
        "suppliers": (small.supplier(), small.supplier("Beta", price_factor=2.0)),
        "capacities": [small.capacity(2, 2, 2, package="hull", lowest=1.0)],
        "investments": [
            small.investment("hall", cost_m=1.5, months=12.0, package="hull", excludes=("shed",)),
            small.investment("shed", 1.0, 4.5, package="hull"),
        ],
        "objectives": [Objective("lateness"), Objective("cost")],
    }
    return small.problem(**(standard | tables))


@pytest.fixture(scope="module")
def made() -> tuple[Problem, Plan, dict[str, list[Table]]]:
    of = problem()
    plan = planned(of).plan
    assert plan is not None
    return of, plan, sheets(figures(of, plan))


def named(tables: list[Table], title: str) -> Table:
    return next(table for table in tables if table.title == title)


def test_industry_load_shows_the_enlarged_capacity(made: tuple[Problem, Plan, dict[str, list[Table]]]) -> None:
    load = made[2]["Industry load"][0]
    rows = {str(row[3]): list(row[5:]) for row in load.rows if row[0] == "Alpha"}
    assert rows["capacity"] == [2, 4, 4]
    assert rows["of it invested"] == [None, 2, 2]
    assert rows["load"] == [2, 4, 4]
    assert rows["lowest"] == [1, 1, 1]
    assert not load.red


def test_every_investment_is_listed_made_or_not(made: tuple[Problem, Plan, dict[str, list[Table]]]) -> None:
    table = named(made[2]["Industry load"], "Investments")
    hall, shed = table.rows
    assert list(hall) == ["hall", "Alpha", "hull", 2, "sets", "build", "yes", "2027", Decimal("1.50"), "2028"]
    assert list(shed[6:]) == ["no", "", None, ""]


def test_an_investment_stands_in_the_cost_bridge_and_in_the_decision_calendar(
    made: tuple[Problem, Plan, dict[str, list[Table]]],
) -> None:
    bridge = made[2]["Cost bridge"][0]
    headers = [column.header for column in bridge.columns]
    row = bridge.rows[0]
    assert row[headers.index("investments of the phase")] == Decimal("1.50")
    assert row[headers.index("cost of the phase")] == made[1].total("spend")
    calendar = named(made[2]["Summary"], "Decision calendar")
    assert ["2027", "decide the investment hall", 12, "Alpha: 2 sets a year more"] in [list(r) for r in calendar.rows]


def test_summary_says_what_is_invested_and_what_support_costs(
    made: tuple[Problem, Plan, dict[str, list[Table]]],
) -> None:
    words = [str(row[0]) for row in made[2]["Summary"][0].rows]
    assert "Investments made: 1 of 2: hall (decided 2027), for 1.50 M." in words
    assert "Support costs 27.00 M within the horizon (18.00 M per period, 9.00 M per unit in service)." in words


def test_a_load_below_the_lowest_is_red() -> None:
    of = problem(investments=(), capacities=[small.capacity(2, 2, 2, package="hull", lowest=1.5)])
    values = {"make": {("hull", "Alpha", "", 0): Decimal(1), ("hull", "Alpha", "", 2): Decimal(2)}}
    load = sheets(figures(of, Plan(values)))["Industry load"][0]
    (number,) = [k for k, row in enumerate(load.rows) if row[3] == "lowest"]
    assert {cell for cell in load.red if cell[0] == number} == {(number, 5), (number, 6)}


def test_a_book_without_these_rows_shows_nothing_of_them() -> None:
    of = problem(investments=(), packages=[small.per_unit(divisible=True, most=None)], capacities=())
    plan = planned(of).plan
    assert plan is not None
    shown = sheets(figures(of, plan))
    assert [table.title for table in shown["Industry load"]] == ["Industry load"]
    assert "investments of the phase" not in {column.header for column in shown["Cost bridge"][0].columns}
    assert not any("Support" in str(row[0]) or "Investments" in str(row[0]) for row in shown["Summary"][0].rows)


def test_a_written_plan_is_read_and_passes_by_itself(
    made: tuple[Problem, Plan, dict[str, list[Table]]], tmp_path: Path
) -> None:
    of, plan, _ = made
    path = tmp_path / "plan.xlsx"
    write(path, of, plan)
    report, found = audit_file(path)
    assert [str(x) for x in errors(found)] == []
    assert report is not None
    assert report.passed


def test_a_second_source_that_is_not_needed_is_told_so() -> None:
    q = small.one_off("second source", 50.0, qualifies=("Beta",), months=12.0)
    hull = small.per_unit(after=("second source",))
    of = problem(packages=[hull, q], investments=(), capacities=())
    plan = planned(of).plan
    assert plan is not None
    assert Facts(of).qualified == {"second source": (("hull", "Beta"),)}
    rows = {row[0]: row for row in sheets(figures(of, plan))["Work packages"][0].rows}
    assert rows["second source"][4] == "not needed"
