"""Rates of exchange and price indices: the one place where money changes its currency or its price base.

    national = rate[currency,t] x programme          rate: units of the currency for one of the programme's
    index[series,t] = value[t] / value[price base]   where the series reaches back to the price base, else value[t]

A value of a Series holds from its period until the next one. A plan is in current prices, the money that treasuries
pay; where the setting "plan in" says constant, it is in prices of the price base, and a phase's index tells only by how
much its prices grow beyond the general index.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from procure.calendar import Calendar, Span

CURRENT, CONSTANT = "current", "constant"
_YEAR = re.compile(r"\b(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Series:
    """An index, or a currency's units per unit of the programme's currency, by period.

    values: (span, amount > 0, label as typed), earliest first; spans before the first period have negative numbers.
    """

    id: str
    values: tuple[tuple[Span, float, str], ...]
    row: int = 0

    def at(self, period: int) -> float | None:
        """The value that holds in a period; None before the first."""
        found = None
        for span, amount, _ in self.values:
            if span.first <= period:
                found = amount
        return found


class NoRate(KeyError):
    """A series, or its value in a period, that is needed and not given."""


@dataclass(frozen=True)
class Rates:
    """The Series of a programme. currency: the programme's. base: its price base, as typed. general: id of the index
    of prices in general, "" = none."""

    series: tuple[Series, ...]
    calendar: Calendar
    currency: str
    base: str = ""
    general: str = ""
    constant: bool = False
    _by_id: dict[str, Series] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._by_id.update({one.id.casefold(): one for one in self.series})

    def rate(self, currency: str, period: int) -> float:
        """Units of a currency ("" = the programme's) for one of the programme's, in a period. Raises NoRate."""
        if self.own(currency):
            return 1.0
        return self._value(currency, period)

    def own(self, currency: str) -> bool:
        """Whether a currency as typed is the programme's."""
        return not currency or currency.casefold() in (self.currency.casefold(), "the programme's")

    def to_programme(self, amount: float, currency: str, base: str = "", period: int = 0) -> float:
        """An amount of a currency and price base, in the programme's. Raises NoRate."""
        return amount / self.rate(currency, period) * self.escalation(base)

    def to_currency(self, amount: float, currency: str, period: int = 0) -> float:
        """An amount of the programme's currency, in another. Raises NoRate."""
        return amount * self.rate(currency, period)

    def escalation(self, base: str) -> float:
        """What 1 M of another price base is in the programme's, by the general index. Raises NoRate."""
        if not base or base == self.base:
            return 1.0
        return self._in_year(self.general, self.base) / self._in_year(self.general, base)

    def index(self, series: str, period: int) -> float:
        """What 1 M of the price base is in a period's money, by a series ("" = 1). Raises NoRate."""
        if not series:
            return 1.0
        years = _YEAR.search(self.base)
        at_base = self._by_id[series.casefold()].at(self._start(int(years[1]))) if years and self._has(series) else None
        return self._value(series, period) / (at_base or 1.0)

    def of_prices(self, series: str, period: int) -> float:
        """Factor on a price of the price base in a plan, by a phase's index."""
        return self.index(series, period) / (self.deflator(period) if self.constant else 1.0)

    def deflator(self, period: int) -> float:
        """The general index: what 1 M of the price base is in the period's money."""
        return self.index(self.general, period)

    def against(self, constant: bool, period: int) -> float:
        """Factor on money of the plan in a period, to hold it against an amount in constant or in current prices."""
        if constant == self.constant:
            return 1.0
        return 1 / self.deflator(period) if constant else self.deflator(period)

    def missing(self, name: str, periods: range) -> list[str]:
        """Labels of the periods in which a series has no value."""
        one = self._by_id.get(name.casefold())
        return [self.calendar.labels[t] for t in periods if one is None or one.at(t) is None]

    def _has(self, name: str) -> bool:
        return name.casefold() in self._by_id

    def _start(self, year: int) -> int:
        """Number of the last period of a year."""
        return self.calendar.of_year(year)[-1]

    def _in_year(self, name: str, base: str) -> float:
        year = _YEAR.search(base)
        if year is None:
            raise NoRate(base)
        return self._value(name, self._start(int(year[1])))

    def _value(self, name: str, period: int) -> float:
        found = self._by_id[name.casefold()].at(period) if self._has(name) else None
        if found is None:
            raise NoRate(f"{name}, period {period}")
        return found
