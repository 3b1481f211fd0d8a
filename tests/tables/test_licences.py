"""Licences: who is licensed or denied what, what needs it, and by when to ask."""

from __future__ import annotations

from decimal import Decimal

import pytest

from procure import tables
from procure.plan import Plan
from procure.problem import Problem
from procure.tables.decision_calendar import PLACE, SIGN, TITLE
from procure.tables.licences import SHEET
from procure.tables.table import Table, Value
from tests.clauses import small
from tests.handmade import PLAN, PROBLEM
from tests.tables.test_tables import rows


def made(problem: Problem, plan: Plan) -> dict[str, list[Table]]:
    return tables.sheets(tables.figures(problem, plan))


def calendar(sheets: dict[str, list[Table]]) -> tuple[tuple[Value, ...], ...]:
    """Lines of the one decision calendar: by, decision, months, of."""
    (found,) = [table for table in sheets["Summary"] if table.title == TITLE]
    return found.rows


@pytest.fixture(scope="module")
def sheets() -> dict[str, list[Table]]:
    return made(PROBLEM, PLAN)


def test_a_licence_names_the_awards_and_deliveries_that_need_it(sheets: dict[str, list[Table]]) -> None:
    found = rows(sheets[SHEET][0])
    pods, jets = found["seeker", "AA", "BB"], found["flight", "AA", "CC"]
    assert (pods["permission"], pods["months"], pods["needed by"]) == ("licence", Decimal(12), "pod by B2")
    assert (pods["first needed"], pods["ask by"], pods["transfer cost"]) == ("2030", "2029", Decimal("0.4"))
    assert (jets["needed by"], jets["first needed"], jets["ask by"]) == ("delivery of jet", "2032", "2030")
    assert jets["transfer cost"] is None


def test_a_denial_with_a_threshold_shows_the_content_reached(sheets: dict[str, list[Table]]) -> None:
    found = rows(sheets[SHEET][0])["frame", "BB", "CC"]
    assert (found["permission"], found["destination"], found["de minimis"]) == ("denied", "*", Decimal("0.5"))
    assert found["content"] == Decimal(11) / 25  # two bodies of 5.5 M beside four wings of 3.5 M, list prices
    assert found["needed by"] == "delivery of jet"


def test_the_decision_calendar_lists_licences_by_when_to_ask(sheets: dict[str, list[Table]]) -> None:
    assert [row[:3] for row in calendar(sheets) if "asks" in str(row[1])] == [
        ("2029", "BB asks AA for a licence for seeker", Decimal(12)),
        ("2030", "CC asks AA for a licence for flight", Decimal(24)),
    ]


def test_licences_stand_among_signatures_and_first_work_by_when_they_are_due(sheets: dict[str, list[Table]]) -> None:
    lines = calendar(sheets)
    assert [row[0] for row in lines] == sorted(str(row[0]) for row in lines)
    assert {SIGN, PLACE} < {row[1] for row in lines}
    seeker = next(k for k, row in enumerate(lines) if "seeker" in str(row[1]))
    assert 0 < seeker < len(lines) - 1


def test_transfers_are_part_of_what_the_phase_costs(sheets: dict[str, list[Table]]) -> None:
    found = rows(sheets["Cost bridge"][0])["BB", "Support"]
    parts = ("prices of the phase", "set-up of the phase", "transfers of the phase", "cost of the phase", "own work")
    assert [found[name] for name in parts] == [Decimal("3.6"), 0, Decimal("0.4"), Decimal("4.0"), Decimal("3.6")]
    assert found["cost share"] == Decimal("0.5")


def test_where_nothing_is_controlled_there_is_no_sheet_and_nothing_to_ask_for() -> None:
    free = made(PROBLEM.replace(controls=()), Plan({**PLAN.values, "transfer": {}, "transfer_cost": {}}))
    assert SHEET not in free
    assert not any("licence" in str(row[1]) for row in calendar(free))
    assert "transfers of the phase" not in {column.header for column in free["Cost bridge"][0].columns}


def test_a_licence_that_nothing_needs_has_no_date() -> None:
    problem = small.problem(
        nations=[small.nation(), small.nation("US")],
        packages=[small.one_off(technologies=("seeker",))],
        controls=[small.control("FR", "licence", months=12.0)],
    )
    (table,) = made(problem, Plan({}))[SHEET]
    found = rows(table)["seeker", "US", "FR"]
    assert (found["ask by"], found["first needed"], found["needed by"]) == ("", "", "")
