"""Periods of the programme: their labels, and months and years turned into them.

A period is a year ("2027"), a half ("2027-H1") or a quarter ("2027-Q3"). Everything inside the planner
speaks of a period by its number 0..count-1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

MONTHS = {"year": 12, "half": 6, "quarter": 3}
AFTER = "after"  # label of all that comes after the horizon
_LABEL = re.compile(r"^(\d{4})(?:-([HQ])([1-4]))?$")


@dataclass(frozen=True, slots=True)
class Span:
    """Periods first..last, both inside: a label of one period, or a year over shorter ones."""

    first: int
    last: int

    @property
    def periods(self) -> range:
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Calendar:
    """The planning horizon: `count` periods of `length` ("year", "half", "quarter") from the label `first`.

    Raises ValueError where the label does not fit the length or the count is below 1.
    """

    first: str
    length: str
    count: int

    def __post_init__(self) -> None:
        if self.length not in MONTHS:
            raise ValueError(f"period length {self.length!r} is none of {', '.join(MONTHS)}")
        if self.count < 1:
            raise ValueError("a programme has at least one period")
        self._ordinal(self.first)

    @property
    def months(self) -> int:
        """Length of a period in months: 12, 6 or 3."""
        return MONTHS[self.length]

    @property
    def year_fraction(self) -> float:
        """Length of a period in years: 1, 0.5 or 0.25."""
        return self.months / 12

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Label of every period, in order."""
        start, per_year = self._ordinal(self.first), 12 // self.months
        letter = {1: "", 2: "H", 4: "Q"}[per_year]
        return tuple(
            f"{n // per_year}" + (f"-{letter}{n % per_year + 1}" if letter else "")
            for n in range(start, start + self.count)
        )

    def label(self, number: int) -> str:
        """Label of a period; of the number after the last one, what all that comes after the horizon is called."""
        return AFTER if number == self.count else self.labels[number]

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Calendar year of every period."""
        return tuple(int(label[:4]) for label in self.labels)

    def span(self, label: str) -> Span:
        """Periods that a label names: one, or those of a year over shorter periods that lie inside the horizon.

        Raises KeyError outside the horizon, ValueError where the text is no label of this calendar.
        """
        text = label.strip()
        if text in self.labels:
            number = self.labels.index(text)
            return Span(number, number)
        found = _LABEL.match(text)
        if not found:
            raise ValueError(f"{label!r} is no period label like {self.first}")
        if found[2] is None:
            inside = [t for t, year in enumerate(self.years) if year == int(found[1])]
            if inside:
                return Span(inside[0], inside[-1])
        else:
            self._ordinal(text)
        raise KeyError(label)

    def of_year(self, year: int) -> range:
        """Numbers of a calendar year's periods, whether they lie in the horizon or not (negative: before it)."""
        per_year = 12 // self.months
        start = year * per_year - self._ordinal(self.first)
        return range(start, start + per_year)

    def borders(self) -> tuple[int, ...]:
        """Months, 1..12, in which a period begins."""
        return tuple(range(1, 13, self.months))

    @cached_property
    def first_months(self) -> tuple[int, ...]:
        """First month, 1..12, of every period."""
        return tuple(self._ordinal(label) * self.months % 12 + 1 for label in self.labels)

    def fiscal_years(self, starts: int = 1) -> tuple[int, ...]:
        """Fiscal year of every period: the calendar year in which it began; `starts`: its first month, a border."""
        months = (self._ordinal(label) * self.months + 1 - starts for label in self.labels)
        return tuple(month // 12 for month in months)

    def fiscal_span(self, year: int, starts: int = 1) -> Span:
        """Periods of a fiscal year that lie inside the horizon. Raises KeyError where none does."""
        inside = [t for t, one in enumerate(self.fiscal_years(starts)) if one == year]
        if not inside:
            raise KeyError(year)
        return Span(inside[0], inside[-1])

    def periods(self, months: float) -> int:
        """Months turned into whole periods, to the nearest (half up)."""
        return int(months / self.months + 0.5)

    def rounding(self, months: float) -> float:
        """What `periods` adds (+) or takes away (-), as a part of a period, -0.5..0.5."""
        return self.periods(months) - months / self.months

    def _ordinal(self, label: str) -> int:
        """Periods since year 0. Raises ValueError where the label is of another period length."""
        found = _LABEL.match(label.strip())
        per_year = 12 // self.months
        letter = {1: None, 2: "H", 4: "Q"}[per_year]
        if not found or found[2] != letter or (letter and int(found[3]) > per_year):
            example = {1: "2027", 2: "2027-H1", 4: "2027-Q3"}[per_year]
            raise ValueError(f"{label!r} is no label of a {self.length}; expected one like {example}")
        return int(found[1]) * per_year + (int(found[3]) - 1 if letter else 0)
