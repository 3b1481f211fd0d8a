"""Rates of exchange and indices: converted in one place, in both directions, never twice."""

from __future__ import annotations

import pytest

from procure.calendar import Calendar, Span
from procure.prices import NoRate, Rates, Series

CALENDAR = Calendar("2027", "year", 6)


def series(name: str, **values: float) -> Series:
    """A series from amounts by year, given as y2027=1.1; years before the horizon have negative numbers."""
    cells = []
    for label, amount in values.items():
        periods = CALENDAR.of_year(int(label[1:]))
        cells.append((Span(periods[0], periods[-1]), amount, label[1:]))
    return Series(name, tuple(cells))


def rates(*found: Series, **more: object) -> Rates:
    return Rates(found, CALENDAR, "EUR", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("rate", [0.0137, 0.87, 1.0, 1.5, 113.21])
@pytest.mark.parametrize("amount", [0.01, 17.23, 999_999.99])
def test_an_amount_converted_and_back_agrees_to_the_cent(amount: float, rate: float) -> None:
    both = rates(series("USD", y2027=rate, y2029=rate * 1.3))
    for t in range(6):
        there = both.to_currency(amount, "USD", t)
        assert round(both.to_programme(there, "USD", period=t), 2) == amount
        assert round(both.to_currency(both.to_programme(amount, "USD", period=t), "USD", t), 2) == amount


def test_the_programme_s_own_currency_is_never_converted() -> None:
    both = rates(series("USD", y2027=2.0))
    assert both.to_programme(5.0, "EUR") == both.to_programme(5.0, "") == both.to_programme(5.0, "eur") == 5.0


def test_a_value_holds_until_the_next() -> None:
    both = rates(series("USD", y2027=1.1, y2030=1.3))
    assert [both.rate("USD", t) for t in range(6)] == [1.1, 1.1, 1.1, 1.3, 1.3, 1.3]


def test_a_rate_that_is_not_there_is_not_made_up() -> None:
    both = rates(series("USD", y2029=1.1))
    assert both.missing("USD", range(6)) == ["2027", "2028"]
    assert both.missing("GBP", range(2)) == ["2027", "2028"]
    for ask in (lambda: both.rate("USD", 1), lambda: both.rate("GBP", 3), lambda: both.escalation("2020")):
        with pytest.raises(NoRate):
            ask()


def test_an_index_is_relative_to_the_price_base_where_it_reaches_back_to_it() -> None:
    numbers = series("cpi", y2025=120.0, y2027=126.0, y2028=132.0)
    assert rates(numbers, base="2025").index("cpi", 1) == pytest.approx(1.1)
    factors = series("cpi", y2027=1.0, y2028=1.02)
    assert rates(factors, base="2025").index("cpi", 1) == 1.02
    assert rates(factors).index("cpi", 1) == 1.02


def test_a_quote_of_another_price_base_is_brought_to_the_programme_s_by_the_general_index() -> None:
    both = rates(series("cpi", y2020=80.0, y2025=100.0), series("USD", y2027=2.0), base="2025", general="cpi")
    assert both.to_programme(10.0, "", "2020") == pytest.approx(12.5)
    assert both.to_programme(10.0, "USD", "2020") == pytest.approx(6.25)
    assert both.to_programme(10.0, "USD", "2025") == pytest.approx(5.0)


def test_an_index_of_one_changes_nothing() -> None:
    flat = series("cpi", y2027=1.0)
    for constant in (False, True):
        both = rates(flat, general="cpi", constant=constant)
        for t in range(6):
            assert both.of_prices("cpi", t) == both.of_prices("", t) == both.deflator(t) == 1.0
            assert both.against(True, t) == both.against(False, t) == 1.0


def test_in_constant_prices_a_phase_s_index_counts_beyond_the_general_one_alone() -> None:
    general, steel = series("cpi", y2027=1.0, y2028=1.10), series("steel", y2027=1.0, y2028=1.32)
    current = rates(general, steel, general="cpi")
    constant = rates(general, steel, general="cpi", constant=True)
    assert current.of_prices("steel", 1) == pytest.approx(1.32)
    assert constant.of_prices("steel", 1) == pytest.approx(1.2)
    assert constant.of_prices("", 1) == pytest.approx(1 / 1.1)
    assert current.against(True, 1) == pytest.approx(1 / 1.1)
    assert current.against(False, 1) == constant.against(True, 1) == 1.0
    assert constant.against(False, 1) == pytest.approx(1.1)
