"""Periods: labels, spans, months turned into periods."""

from __future__ import annotations

import pytest

from procure.calendar import Calendar, Span


def test_years_are_labelled_by_their_number() -> None:
    assert Calendar("2027", "year", 3).labels == ("2027", "2028", "2029")


def test_halves_and_quarters_run_over_the_end_of_a_year() -> None:
    assert Calendar("2027-H2", "half", 3).labels == ("2027-H2", "2028-H1", "2028-H2")
    assert Calendar("2027-Q3", "quarter", 4).labels == ("2027-Q3", "2027-Q4", "2028-Q1", "2028-Q2")


def test_every_period_knows_its_year() -> None:
    assert Calendar("2027-Q4", "quarter", 3).years == (2027, 2028, 2028)


@pytest.mark.parametrize(("length", "first", "months", "years"), [
    ("year", "2027", 12, 1.0), ("half", "2027-H1", 6, 0.5), ("quarter", "2027-Q1", 3, 0.25),
])  # fmt: skip
def test_a_period_has_its_length_in_months_and_years(length: str, first: str, months: int, years: float) -> None:
    calendar = Calendar(first, length, 1)
    assert (calendar.months, calendar.year_fraction) == (months, years)


@pytest.mark.parametrize(("first", "length", "count"), [
    ("2027", "month", 3), ("2027", "year", 0), ("2027-H1", "year", 3), ("2027", "half", 3),
    ("2027-H3", "half", 3), ("2027-Q5", "quarter", 3), ("27", "year", 3), ("next year", "year", 3),
])  # fmt: skip
def test_a_calendar_that_does_not_fit_together_is_refused(first: str, length: str, count: int) -> None:
    with pytest.raises(ValueError, match=r"period|no label"):
        Calendar(first, length, count)


def test_a_label_is_a_span_of_one_period() -> None:
    calendar = Calendar("2027-Q3", "quarter", 6)
    assert calendar.span("2027-Q4") == Span(1, 1)
    assert calendar.span(" 2028-Q1 ") == Span(2, 2)
    assert list(Span(1, 1).periods) == [1]


def test_a_year_over_shorter_periods_is_the_span_of_those_inside_the_horizon() -> None:
    calendar = Calendar("2027-Q3", "quarter", 6)
    assert calendar.span("2027") == Span(0, 1)
    assert calendar.span("2028") == Span(2, 5)
    assert list(calendar.span("2028").periods) == [2, 3, 4, 5]


@pytest.mark.parametrize("label", ["2026", "2030", "2027-Q2", "2029-Q1"])
def test_a_label_outside_the_horizon_is_no_period(label: str) -> None:
    with pytest.raises(KeyError):
        Calendar("2027-Q3", "quarter", 6).span(label)


@pytest.mark.parametrize("label", ["", "Q3", "2027-H1", "2027-Q9", "2027.0", "March 2027"])
def test_a_text_that_is_no_label_of_the_calendar_is_told_from_one_outside_it(label: str) -> None:
    with pytest.raises(ValueError, match="label"):
        Calendar("2027-Q3", "quarter", 6).span(label)


@pytest.mark.parametrize(("months", "periods"), [(0, 0), (5, 0), (6, 1), (17, 1), (18, 2), (24, 2)])
def test_months_become_the_nearest_number_of_periods(months: float, periods: int) -> None:
    assert Calendar("2027", "year", 3).periods(months) == periods


@pytest.mark.parametrize(("months", "rounding"), [(12, 0.0), (15, -0.25), (18, 0.5), (21, 0.25)])
def test_what_rounding_adds_or_takes_is_told(months: float, rounding: float) -> None:
    assert Calendar("2027", "year", 3).rounding(months) == pytest.approx(rounding)
