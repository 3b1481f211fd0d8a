"""The rows of a sheet as records: what is fine, and what is complained of and where."""

from __future__ import annotations

from typing import Any

import pytest

from procure.calendar import Calendar
from procure.findings import ERROR, WARNING, Finding
from procure.workbook import headers, sheets, table
from tests.workbook import books

YEARS = Calendar("2027", "year", 4)
HALVES = Calendar("2027-H1", "half", 4)

NATIONS = [["nation", "role", "gdp"], ["UK", "partner", 3100], ["DE", None, 4100]]


def read(name: str, rows: list[list[Any]], calendar: Calendar | None = YEARS, **more: Any) -> table.Table:
    return table.records(books.sheet(name, rows, **more), sheets.sheet(name), calendar)


def only(found: table.Table) -> Finding:
    assert len(found.findings) == 1, "\n".join(map(str, found.findings))
    return found.findings[0]


def test_a_good_sheet_is_read_without_a_word() -> None:
    found = read("Nations", NATIONS)
    assert found.findings == ()
    assert [(r.row, r["nation"], r["role"], r["gdp"]) for r in found.records] == [
        (2, "UK", "partner", 3100.0),
        (3, "DE", "partner", 4100.0),
    ]
    assert found.letters == {"nation": "A", "role": "B", "gdp": "C"}


def test_columns_may_stand_anywhere_in_any_case() -> None:
    found = read("Nations", [["GDP", "Nation"], [3100, "UK"]])
    assert found.findings == ()
    assert (found.records[0]["nation"], found.records[0].where("gdp")) == ("UK", "Nations!A2 gdp")


def test_comments_blank_rows_and_ghost_rows_are_passed_over() -> None:
    rows = [*NATIONS[:2], ["# an aside", "nonsense", "text"], [], [" ", None, "\u200b"], ["DE"]]
    found = read("Nations", rows)
    assert found.findings == ()
    assert [(r.row, r["nation"]) for r in found.records] == [(2, "UK"), (6, "DE")]


def test_a_comment_column_is_left_alone() -> None:
    assert read("Nations", [["nation", "# my notes"], ["UK", "#REF!"], ["DE", 5]]).findings == ()


def test_a_slip_in_a_header_gets_the_nearest() -> None:
    found = only(read("Nations", [["nation", "rolle"], ["UK", "partner"]]))
    assert (found.level, found.where, found.rule) == (ERROR, "Nations!B1", "unknown header")
    assert found.hint.startswith("Did you mean 'role'?")


def test_a_second_header_of_a_name_is_refused() -> None:
    found = only(read("Nations", [["nation", "gdp", "GDP"], ["UK", 1, 2]]))
    assert (found.where, found.rule) == ("Nations!C1", "duplicate header")
    assert "B1" in found.message


def test_values_under_no_header_are_refused_once_a_column() -> None:
    found = only(read("Nations", [["nation"], ["UK", None, None, "a note"], ["DE", None, None, "another"]]))
    assert (found.where, found.rule) == ("Nations!D1", "blank header")


def test_a_missing_needed_column_is_complained_of_once() -> None:
    found = read("Suppliers", [["supplier"], ["BAE"], ["Airbus"]])
    assert only(found).rule == "missing column"
    assert all("nation" in r.bad for r in found.records)


@pytest.mark.parametrize("rows", [[], [["UK", "partner"]], [["Inputs of the office"], ["nation", "role"], ["UK"]]])
def test_headers_that_are_not_in_row_1_are_missed(rows: list[list[Any]]) -> None:
    found = read("Nations", rows)
    assert (only(found).where, only(found).rule) == ("Nations!A1", "headers")
    assert found.records == ()


def test_headers_further_down_are_pointed_at() -> None:
    assert "row 3" in only(read("Nations", [["Inputs"], [], ["nation", "role"], ["UK"]])).hint


def test_a_second_header_row_ends_the_table() -> None:
    found = read("Nations", [*NATIONS, [], ["nation", "role"], ["IT", "partner"]])
    assert (only(found).where, only(found).rule) == ("Nations!A5", "second table")
    assert [r["nation"] for r in found.records] == ["UK", "DE"]


@pytest.mark.parametrize("word", ["Total", "SUM", "total:"])
def test_a_row_of_totals_is_refused(word: str) -> None:
    found = read("Nations", [*NATIONS, [word, None, 7200]])
    assert (only(found).where, only(found).rule) == ("Nations!A4 nation", "total row")
    assert len(found.records) == 2


@pytest.mark.parametrize(("area", "where"), [("A1:B1", "A1"), ("C2:C3", "C2"), ("$B$2:$B$3", "B2")])
def test_merged_cells_of_the_table_are_refused(area: str, where: str) -> None:
    found = only(read("Nations", NATIONS, merged=(area,)))
    assert (found.where, found.rule) == (f"Nations!{where}", "merged cells")


@pytest.mark.parametrize("area", ["A4:C4", "E1:F3"])
def test_merged_cells_of_comments_and_beside_the_table_do_no_harm(area: str) -> None:
    assert read("Nations", [*NATIONS, ["# an aside"]], merged=(area,)).findings == ()


def test_what_is_hidden_is_read_and_counted() -> None:
    found = read("Nations", NATIONS, hidden=True, hidden_rows=3, hidden_columns=1)
    assert {(f.level, f.rule) for f in found.findings} == {
        (WARNING, "hidden sheet"),
        (WARNING, "hidden rows"),
        (WARNING, "hidden columns"),
    }
    assert any("3 rows" in f.message for f in found.findings)
    assert len(found.records) == 2


def test_blank_columns_that_are_grouped_shut_are_no_news() -> None:
    rows = [["nation", "role", "currency", "gdp"], ["UK", "partner"]]
    assert read("Nations", rows, hidden_columns=2).findings == ()
    assert only(read("Nations", rows, hidden_columns=3)).message.startswith("1 column with values")


def test_a_duplicate_key_names_both_rows() -> None:
    found = only(read("Nations", [*NATIONS, ["UK"]]))
    assert (found.where, found.rule) == ("Nations!A4 nation", "duplicate key")
    assert "row 2" in found.message


def test_a_key_of_several_columns_repeats_only_as_a_whole() -> None:
    rows = [["phase", "nation", "weight"], [None, "UK", 1], ["Production", "UK", 1], [None, "UK", 2]]
    found = only(read("Shares", rows))
    assert (found.where, found.rule) == ("Shares!B4 nation", "duplicate key")


@pytest.mark.parametrize("twin", ["uk", "UК", "ＵＫ", "U K"])  # the second has a Cyrillic letter
def test_keys_that_look_alike_are_warned_of(twin: str) -> None:
    found = only(read("Nations", [*NATIONS, [twin]]))
    assert (found.level, found.rule) == (WARNING, "look-alike key")


def test_every_bad_cell_is_complained_of_in_one_pass() -> None:
    found = read("Nations", [NATIONS[0], ["UK", "partnr", "some"], [None, "customer", -1]])
    assert [(f.where, f.rule) for f in found.findings] == [
        ("Nations!B2 role", "unknown choice"),
        ("Nations!C2 gdp", "text in a number"),
        ("Nations!C3 gdp", "out of range"),
        ("Nations!A3 nation", "needed cell"),
    ]
    assert [r.bad for r in found.records] == [{"role", "gdp"}, {"nation", "gdp"}]


def test_a_complaint_reads_as_the_handbook_says() -> None:
    found = only(read("Nations", [NATIONS[0], ["UK", "costumer"]]))
    expected = "error: Nations!B2 role: expected one of partner, customer, third country, found 'costumer'."
    assert str(found) == f"{expected} Did you mean 'customer'?"


def test_names_have_no_semicolon() -> None:
    assert only(read("Nations", [["nation"], ["UK; DE"]])).rule == "name"


def test_period_columns_are_known_by_their_labels() -> None:
    found = read("Budgets", [["nation", 2028, "2027", "carry over"], ["UK", 5, 7, 10]])
    assert found.findings == ()
    assert [(c.label, c.span.first, c.value) for c in found.records[0].periods] == [("2028", 1, 5.0), ("2027", 0, 7.0)]
    assert found.letters["2028"] == "B"


@pytest.mark.parametrize("label", [2031, "2027-H1", "2027-Q9"])
def test_period_columns_outside_the_calendar_are_refused(label: Any) -> None:
    found = only(read("Budgets", [["nation", label], ["UK", 5]]))
    assert (found.where, found.rule) == ("Budgets!B1", "outside the horizon" if label == 2031 else "period label")


def test_a_sheet_without_periods_has_no_period_columns() -> None:
    assert only(read("Nations", [["nation", 2027], ["UK", 5]])).rule == "unknown header"


def test_a_row_fills_in_a_year_or_its_periods() -> None:
    rows = [["supplier", 2027, "2027-H1", "2028-H2"], ["BAE", 5, None, 3], ["Airbus", 5, 3, 1]]
    found = only(read("Capacity", rows, HALVES))
    assert (found.where, found.rule) == ("Capacity!B3 2027", "overlapping periods")


def test_periods_are_passed_over_while_the_calendar_is_unknown() -> None:
    found = read("Budgets", [["nation", 2027, "2027-H1"], ["UK", 5, "text"]], None)
    assert found.findings == ()
    assert found.records[0].periods == ()


def test_letters_are_those_of_a_spreadsheet() -> None:
    assert [headers.letter(n) for n in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
