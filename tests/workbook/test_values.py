"""One cell as the value of its column, or the complaint about it."""

from __future__ import annotations

import contextlib
import datetime
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.calendar import Calendar, Span
from procure.workbook import sheets, values
from procure.workbook.sheets import Column
from procure.workbook.values import CellError, Worth
from tests.workbook import books
from tests.workbook.books import Formula, Percent

YEARS = Calendar("2027", "year", 5)
HALVES = Calendar("2027-H1", "half", 4)
DAY = datetime.datetime(2027, 1, 31)


def column(kind: str, **more: Any) -> Column:
    return Column("column", kind, "a column", **more)


def read(kind: str, value: Any, calendar: Calendar | None = YEARS, **more: Any) -> values.Reading:
    return values.parse(column(kind, **more), books.cell(2, 3, value), calendar)


def refusal(kind: str, value: Any, calendar: Calendar | None = YEARS, **more: Any) -> CellError:
    with pytest.raises(CellError) as caught:
        read(kind, value, calendar, **more)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (sheets.NUMBER, 12.5, 12.5),
        (sheets.NUMBER, -3, -3.0),
        (sheets.WHOLE, 8, 8),
        (sheets.WHOLE, 8.0, 8),
        (sheets.PERCENT, 20, 20.0),
        (sheets.PERCENT, Percent(0.2), 20.0),
        (sheets.PERCENT, Percent(0.07), 7.0),
        (sheets.YES_NO, "Yes", True),
        (sheets.YES_NO, "no", False),
        (sheets.YES_NO, True, True),
        (sheets.TEXT, 2026, "2026"),
        (sheets.TEXT, 1.2, "1.2"),
        (sheets.TEXT, DAY, "2027-01-31"),
        (sheets.NAME, 7, "7"),
        (sheets.NAME, "NA", "NA"),
        (sheets.NAME, "  Typhoon\u00a0 T2 ", "Typhoon T2"),
        (sheets.NAMES, "EU; NATO ;EU", ("EU", "NATO")),
        (sheets.NAMES, "EU, NATO", ("EU", "NATO")),
        (sheets.NAMES, "BAE, Warton;", ("BAE, Warton",)),
        (sheets.PERIOD, 2028, Span(1, 1)),
        (sheets.PERIOD, "2028", Span(1, 1)),
        (sheets.DATE, DAY, "2027-01-31"),
        (sheets.DATE, "2027-01-31", "2027-01-31"),
        (sheets.PARTS, "UK 60; ES 40 %", (("UK 60", "UK", 60.0), ("ES 40 %", "ES", 40.0))),
        (sheets.PARTS, "BAE", (("BAE", "BAE", None),)),
        (sheets.EFFORT, "40 hours; 2 tonnes", ((40.0, "hours"), (2.0, "tonnes"))),
        (sheets.EFFORT, "1 set; 0.5 m", ((1.0, "sets"), (0.5, "M"))),
        (sheets.VALUE, 4.2, Worth(4.2)),
        (sheets.VALUE, "12 %", Worth(12.0, True)),
        (sheets.VALUE, Percent(0.12), Worth(12.0, True)),
        (sheets.FILTER, "phase Production; noble", ("phase Production", "noble")),
    ],
)
def test_a_good_cell_is_read_without_a_word(kind: str, value: Any, expected: Any) -> None:
    assert read(kind, value) == values.Reading(expected)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (sheets.NUMBER, "12.5", 12.5),
        (sheets.NUMBER, "-3", -3.0),
        (sheets.NUMBER, "1e3", 1000.0),
        (sheets.PERCENT, "12%", 12.0),
        (sheets.PERCENT, "12 %", 12.0),
        (sheets.PERCENT, "12", 12.0),
        (sheets.WHOLE, "8", 8),
    ],
)
def test_a_plain_number_stored_as_text_is_used_and_said(kind: str, text: str, expected: float) -> None:
    reading = read(kind, text)
    assert reading.value == expected
    assert "text" in reading.remark


@pytest.mark.parametrize(
    "text", ["1.234,50", "1,5", "1,234", "1 234", "1'234", "007", "nan", "inf", "-", "12%", "0x10", "1٢"]
)
def test_any_other_text_in_a_number_is_refused(text: str) -> None:
    assert refusal(sheets.NUMBER, text).rule == "text in a number"


def test_a_continental_number_is_refused_with_the_way_to_write_it() -> None:
    assert "decimal point" in refusal(sheets.NUMBER, "1.234,50").hint
    assert "leading zeros" in refusal(sheets.NUMBER, "007").hint


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 2.0**53 * 2, 2**60])
def test_numbers_that_floats_do_not_hold_are_refused(value: float) -> None:
    assert refusal(sheets.NUMBER, value).rule == "number too large"


@pytest.mark.parametrize(
    ("kind", "value", "rule"),
    [
        (sheets.NUMBER, DAY, "date in a number"),
        (sheets.NUMBER, True, "text in a number"),
        (sheets.NUMBER, Percent(0.2), "per cent in a number"),
        (sheets.NUMBER, "#REF!", "error cell"),
        (sheets.TEXT, "#N/A", "error cell"),
        (sheets.NUMBER, Formula("=A1"), "formula without value"),
        (sheets.TEXT, Formula("=A1"), "formula without value"),
        (sheets.NAME, DAY, "cell type"),
        (sheets.NAME, True, "cell type"),
        (sheets.WHOLE, 1.5, "cell type"),
        (sheets.YES_NO, "maybe", "unknown choice"),
        (sheets.YES_NO, 1, "unknown choice"),
        (sheets.PERIOD, DAY, "date for a period"),
        (sheets.PERIOD, 2027.5, "date for a period"),
        (sheets.PERIOD, 2032, "outside the horizon"),
        (sheets.PERIOD, "2027-H1", "period label"),
        (sheets.PERIOD, "soon", "period label"),
        (sheets.DATE, "soon", "cell type"),
        (sheets.EFFORT, 40, "effort"),
        (sheets.EFFORT, "40 hours; 2 hours", "effort"),
        (sheets.EFFORT, "-4 hours", "effort"),
        (sheets.VALUE, -1, "out of range"),
        (sheets.VALUE, "-1 %", "out of range"),
        (sheets.VALUE, "some", "text in a number"),
    ],
)
def test_what_a_column_does_not_take_is_refused_by_name(kind: str, value: Any, rule: str) -> None:
    assert refusal(kind, value).rule == rule


def test_a_text_longer_than_excel_keeps_is_refused() -> None:
    assert refusal(sheets.TEXT, "x" * (values.LONGEST + 1)).rule == "text length"
    assert read(sheets.TEXT, "x" * values.LONGEST).value == "x" * values.LONGEST


def test_minus_nothing_is_nothing() -> None:
    assert math.copysign(1, read(sheets.NUMBER, -0.0).value) == 1


def test_ranges_are_kept_with_their_ends() -> None:
    assert read(sheets.PERCENT, 100, low=0, high=100).value == 100
    assert refusal(sheets.PERCENT, 100.1, low=0, high=100).expected == "a per cent (20 for 20 %) from 0 to 100"
    assert read(sheets.NUMBER, 0, low=0).value == 0
    assert refusal(sheets.NUMBER, 0, low=0, above=True).expected == "a number above 0"
    assert refusal(sheets.NUMBER, -1, low=0).rule == "out of range"


def test_a_fraction_where_per_cents_are_usual_is_said() -> None:
    assert read(sheets.PERCENT, 0.2, high=100).remark == "is read as 0.2 %; write 20 if 20 % is meant"
    assert read(sheets.PERCENT, 0.2).remark == ""


def test_a_choice_is_taken_in_any_case_and_a_slip_gets_the_nearest() -> None:
    choices = ("partner", "customer", "third country")
    assert read(sheets.CHOICE, "Third Country", choices=choices).value == "third country"
    assert refusal(sheets.CHOICE, "costumer", choices=choices).hint == "Did you mean 'customer'?"
    assert refusal(sheets.CHOICE, "observer", choices=choices).expected == "one of partner, customer, third country"


def test_relations_are_read_as_excel_writes_them() -> None:
    assert read(sheets.CHOICE, "≤", choices=(">=", "<=", "=")).value == "<="


def test_a_year_over_shorter_periods_names_them_all() -> None:
    assert read(sheets.PERIOD, 2028, HALVES).value == Span(2, 3)
    assert read(sheets.PERIOD, "2028-H1", HALVES).value == Span(2, 2)
    assert refusal(sheets.PERIOD, "2028-Q1", HALVES).rule == "period label"


def test_periods_wait_while_the_calendar_is_unknown() -> None:
    assert read(sheets.PERIOD, "2028", None).value is None
    assert refusal(sheets.PERIOD, DAY, None).rule == "date for a period"


def test_all_is_no_list_of_names_where_it_is_the_default() -> None:
    assert read(sheets.NAMES, "All", default="all").value == ()
    assert read(sheets.NAMES, "all", default="partners").value == ("all",)
    assert refusal(sheets.NAMES, "all; Typhoon", default="all").rule == "cell type"


def test_invisible_characters_are_left_out_and_said() -> None:
    reading = read(sheets.NAME, "Ty\u200bphoon")
    assert reading.value == "Typhoon"
    assert "invisible" in reading.remark


def test_what_was_found_is_quoted_short() -> None:
    assert values.found(books.cell(1, 1, "x" * 100)) == f"'{'x' * 57}...'"
    assert values.found(books.cell(1, 1, DAY)) == "the date 2027-01-31"
    assert values.found(books.cell(1, 1, Percent(0.125))) == "'12.5 %'"
    assert values.found(books.cell(1, 1, 2027.0)) == "'2027'"


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.datetimes()))
def test_every_cell_is_read_or_refused_whatever_it_holds(value: Any) -> None:
    for kind in (*values._PARSERS,):
        with contextlib.suppress(CellError):
            read(kind, value, choices=("a", "b"))


@given(st.floats(min_value=-1e9, max_value=1e9))
def test_a_plain_number_is_the_same_as_text_and_as_a_number(number: float) -> None:
    assert read(sheets.NUMBER, repr(number)).value == read(sheets.NUMBER, number).value == number
