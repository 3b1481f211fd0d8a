"""Other costs, contingency and VAT in a workbook: read, written back, and what is complained of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure.findings import ERROR, WARNING, Finding
from procure.problem import OtherCost, Problem
from tests.workbook import books
from tests.workbook.test_inputs import again, bare

HEADER = ["cost", "phase", "performed in", "borne by", "in kind by", "per unit", 2027, 2028]
OFFICE: list[Any] = ["office", "Development", "UK", None, None, None, 3, 4]
RANGES: list[Any] = ["ranges", "Production", None, "UK 60; DE 40", "DE", 0.5, None, None]


def tables(*rows: list[Any]) -> books.Tables:
    """The good book with these other costs: UK has 20 % of VAT, development 5 % of contingency and national VAT."""
    found = books.good()
    found["Other costs"] = [[*HEADER], *([*row] for row in rows)]
    for name, more in (("Nations", {"vat": 20}), ("Phases", {"contingency": 5, "vat": "national"})):
        width = len(found[name][0])
        found[name][0] += more
        found[name][1] += [*[None] * (width - len(found[name][1])), *more.values()]
    return found


def problem(*rows: list[Any]) -> Problem:
    found, findings = books.read(tables(*rows))
    assert found is not None, "\n".join(map(str, findings))
    return found


def said(*rows: list[Any]) -> list[Finding]:
    return books.read(tables(*rows))[1]


def test_a_row_says_what_where_and_who() -> None:
    office, ranges = problem(OFFICE, RANGES).other_costs
    assert office == OtherCost("office", "Development", (3.0, 4.0, *[0.0] * 6), performed_in="UK", row=2)
    assert ranges.borne_by == (("DE", 0.4), ("UK", 0.6))
    assert (ranges.in_kind_by, ranges.per_unit_m, ranges.performed_in) == ("DE", 0.5, None)


def test_one_nation_alone_needs_no_per_cent() -> None:
    (office,) = problem([*OFFICE[:3], "DE", *OFFICE[4:]]).other_costs
    assert office.borne_by == (("DE", 1.0),)


def test_a_year_over_shorter_periods_is_spread_evenly_over_them() -> None:
    found = tables(OFFICE)
    del found["Pins"]
    begins = found["Packages"][0].index("begins")
    for row in found["Packages"][1:]:
        row[begins : begins + 1] = [None] * len(row[begins : begins + 1])
    for row in found["Programme"]:
        row[1:2] = {"first period": ["2027-Q1"], "period length": ["quarter"], "periods": [32]}.get(row[0], row[1:2])
    read, findings = books.read(found)
    assert read is not None, "\n".join(map(str, findings))
    assert read.other_costs[0].amounts_m[:9] == (0.75,) * 4 + (1.0,) * 4 + (0.0,)


def test_contingency_and_vat_are_per_cents() -> None:
    read = problem()
    development = next(p for p in read.phases if p.row == 2)
    assert (development.contingency_fraction, development.national_vat) == (0.05, True)
    assert next(n.vat_fraction for n in read.nations if n.row == 2) == 0.2
    assert not any(p.national_vat or p.contingency_fraction for p in read.phases if p.row != 2)


def test_other_costs_are_written_and_read_again() -> None:
    read = problem(OFFICE, RANGES)
    assert bare(again(read)) == bare(read)
    costs = [replace(c, amounts_m=(0.5, 0.25, *[0.0] * 5, 1 / 3)) for c in read.other_costs]
    assert bare(again(read.replace(other_costs=costs))) == bare(read.replace(other_costs=costs))


CASES: list[tuple[str, str, str, list[Any]]] = [
    ("unknown name", ERROR, "Other costs!B2 phase", ["office", "Devel", None, None, None, None, 3]),
    ("unknown name", ERROR, "Other costs!C2 performed in", ["office", "Development", "GB", None, None, None, 3]),
    ("unknown name", ERROR, "Other costs!D2 borne by", ["office", "Development", None, "GB", None, None, 3]),
    ("unknown name", ERROR, "Other costs!E2 in kind by", ["office", "Development", None, None, "GB", None, 3]),
    ("parts", ERROR, "Other costs!D2 borne by", ["office", "Development", None, "UK 60; DE 30", None, None, 3]),
    ("parts", ERROR, "Other costs!D2 borne by", ["office", "Development", None, "UK; DE", None, None, 3]),
    ("parts", ERROR, "Other costs!D2 borne by", ["office", "Development", None, "UK 60; UK 40", None, None, 3]),
    ("cannot bear", ERROR, "Other costs!D2 borne by", ["office", "Development", None, "US", None, None, 3]),
    ("cost per unit", ERROR, "Other costs!F2 per unit", ["office", "Development", None, None, None, 1, 3]),
    ("owes nothing", ERROR, "Other costs!E2 in kind by", ["office", "Development", None, None, "US", None, 3]),
    ("out of range", ERROR, "Other costs!G2 2027", ["office", "Development", None, None, None, None, -3]),
    ("needed cell", ERROR, "Other costs!B2 phase", ["office", None, None, None, None, None, 3]),
    ("costs nothing", WARNING, "Other costs!A2 cost", ["office", "Development"]),
]


@pytest.mark.parametrize(("rule", "level", "where", "row"), CASES)
def test_a_wrong_row_is_complained_of_at_its_cell(rule: str, level: str, where: str, row: list[Any]) -> None:
    found = [f for f in said(row) if f.rule == rule]
    assert [(f.level, f.where) for f in found] == [(level, where)]


def test_a_cost_outside_the_horizon_is_an_error() -> None:
    found = tables(OFFICE)
    found["Other costs"][0][-1] = 2060
    assert "outside the horizon" in {f.rule for f in books.read(found)[1] if f.level == ERROR}


def test_two_costs_of_one_name_are_an_error() -> None:
    assert any(f.level == ERROR and f.where.startswith("Other costs") for f in said(OFFICE, OFFICE))


def test_vat_in_a_phase_where_nobody_has_a_rate_is_a_warning() -> None:
    found = tables()
    found["Nations"][1][found["Nations"][0].index("vat")] = 0
    where = [f.where for f in books.read(found)[1] if f.rule == "VAT without a rate"]
    assert [place.partition("!")[0] for place in where] == ["Phases"]


def test_a_rate_without_a_phase_is_a_warning() -> None:
    found = tables()
    found["Phases"][1][found["Phases"][0].index("vat")] = "none"
    (one,) = [f for f in books.read(found)[1] if f.rule == "VAT without a phase"]
    assert one.level == WARNING
    assert one.where.startswith("Nations!")
