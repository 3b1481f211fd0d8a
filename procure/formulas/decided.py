"""Sums over the sheet Decisions: the same plan from which every other figure follows.

Its lines are sorted by family and key, so that a family, and what it says of one package, stand together: a formula
names just these lines. It compares the keys with cells that hold the names (exactly, capitals and all), so that no
name is ever typed into a formula, and a name that looks like a pattern or a comparison is nothing but itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from procure.formulas.places import Area, Cell, Value, as_number
from procure.formulas.term import NOTHING, ZERO, Term, number

KEYS = ("key 1", "key 2", "key 3")
FAMILY, PERIOD, VALUE = "family", "period", "value"
YEAR = 4  # characters of a label that name its year
Wanted = tuple[Cell | None, ...]  # by part of the key: the cell with its name, None = any


class Decided:
    """The lines of Decisions, by family and first part of the key."""

    def __init__(self, area: Area) -> None:
        self.area = area
        self.spans: dict[tuple[str, ...], tuple[int, int]] = {}
        for line, row in enumerate(area.rows):
            for of in ((_text(row[0]),), (_text(row[0]), _text(row[1]))):
                self.spans[of] = (self.spans[of][0] if of in self.spans else line, line)
        self._sums: dict[tuple[str, tuple[int, ...]], Mapping[tuple[str, ...], Decimal]] = {}

    def families(self) -> dict[str, tuple[int, int]]:
        """First and last line of each family that has any."""
        return {of[0]: span for of, span in self.spans.items() if len(of) == 1}

    def sum(self, family: str, *key: Cell | None, period: Cell | None = None) -> Term:
        """Sum of a family's decisions with these parts of their key, in one period or in all; 0 without any."""
        span = self._span(family, key)
        if span is None:
            return number(0)
        tests = [*self._tests(span, key), *([self._test(PERIOD, span, period)] if period else [])]
        values = self.area.down(VALUE, *span)
        wanted = _wanted(key)
        found = self._value(family, (*wanted, None if period is None else _text(period.value)))
        text = f"SUMPRODUCT({'*'.join([*tests, values])})" if tests else f"SUM({values})"
        return Term(text, (found,))

    def inside(self, family: str, *key: Cell | None, labels: str, of: tuple[str, ...]) -> Term:
        """The same in the periods whose labels stand in a range. of: what stands there."""
        span = self._span(family, key)
        if span is None:
            return number(0)
        when = f"ISNUMBER(MATCH({self.area.down(PERIOD, *span)},{labels},0))"
        found = sum((self._value(family, (*_wanted(key), label)) for label in of), ZERO)
        return Term(f"SUMPRODUCT({'*'.join([*self._tests(span, key), when, self.area.down(VALUE, *span)])})", (found,))

    def by_period(self, family: str, *key: Cell | None, labels: str, of: tuple[str, ...]) -> Term:
        """The same as a row, one number a period. labels: the range with their labels; of: what stands there."""
        span = self._span(family, key)
        if span is None:
            return Term(NOTHING, (ZERO,) * len(of))
        amounts = "*".join([*self._tests(span, key), self.area.down(VALUE, *span)])
        when = f"({self.area.down(PERIOD, *span)}={labels})"
        wanted = _wanted(key)
        values = tuple(self._value(family, (*wanted, label)) for label in of)
        if span[0] == span[1]:
            return Term(f"({amounts})*{when}", values, True)
        return Term(f"MMULT(TRANSPOSE({amounts}),--{when})", values, True)

    def by_year(self, family: str, *key: Cell | None, labels: str, of: tuple[str, ...]) -> Term:
        """The same by calendar year, whatever the length of a period. of: years, and what comes after the horizon."""
        span = self._span(family, key)
        if span is None:
            return Term(NOTHING, (ZERO,) * len(of))
        amounts = "*".join([*self._tests(span, key), self.area.down(VALUE, *span)])
        when = f"(LEFT({self.area.down(PERIOD, *span)},{YEAR})=LEFT({labels},{YEAR}))"
        found = {str(row[4]) for row in self.area.rows[span[0] : span[1] + 1]}
        wanted = _wanted(key)
        values = tuple(
            sum((self._value(family, (*wanted, t)) for t in found if t[:YEAR] == year[:YEAR]), ZERO) for year in of
        )
        if span[0] == span[1]:
            return Term(f"({amounts})*{when}", values, True)
        return Term(f"MMULT(TRANSPOSE({amounts}),--{when})", values, True)

    def first(self, family: str, *key: str) -> int | None:
        """Line of the first decision whose key begins so; None where there is none."""
        span = self.spans.get((family, *key[:1]))
        for line in range(span[0], span[1] + 1) if span else ():
            if tuple(self.area.rows[line][1 : 1 + len(key)]) == key:
                return line
        return None

    def cell(self, line: int, header: str) -> Cell:
        """A cell of a line."""
        return self.area.cell(line, header)

    def _span(self, family: str, key: Wanted) -> tuple[int, int] | None:
        first = key[0] if key else None
        return self.spans.get((family,) if first is None else (family, _text(first.value)))

    def _tests(self, span: tuple[int, int], key: Wanted) -> list[str]:
        return [self._test(KEYS[k], span, cell) for k, cell in enumerate(key) if cell is not None]

    def _test(self, header: str, span: tuple[int, int], cell: Cell) -> str:
        return f"EXACT({self.area.down(header, *span)},{cell.text})"

    def _value(self, family: str, wanted: tuple[str | None, ...]) -> Decimal:
        parts = tuple(k for k, want in enumerate(wanted) if want is not None)
        if (family, parts) not in self._sums:
            sums: defaultdict[tuple[str, ...], Decimal] = defaultdict(Decimal)
            span = self.spans[family,]
            for row in self.area.rows[span[0] : span[1] + 1]:
                key = row[1:5]
                sums[tuple(_text(key[k]) for k in parts)] += as_number(row[5])
            self._sums[family, parts] = sums
        return self._sums[family, parts].get(tuple(want for want in wanted if want is not None), ZERO)


def _wanted(key: Wanted) -> tuple[str | None, ...]:
    """The texts that the parts of a key must be, None = any."""
    return (*(None if cell is None else _text(cell.value) for cell in key), *[None] * (len(KEYS) - len(key)))


def _text(value: Value) -> str:
    """What a cell holds as text; a blank one is empty."""
    return "" if value is None else str(value)
