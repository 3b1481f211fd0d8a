"""A table of figures as it will be shown: rows, columns with units and number formats, what stands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Value = str | int | Decimal | None

TEXT = "@"
PERCENT = "0.0%"  # of a fraction
POINTS = '+0.0" pt";-0.0" pt";0.0" pt"'
RATIO = "0.000"
PLAIN = "#,##0.00"
EXACT = "General"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `format`: Excel's number format, which holds the unit. `width`: least width, in characters.

    span: columns of the sheet that it takes (Summary puts tables of different widths under one another).
    """

    header: str
    format: str = TEXT
    width: int = 9
    span: int = 1


@dataclass(frozen=True)
class Table:
    """A block of an output sheet: title, one sentence in plain words, columns and rows.

    formats: number format of a row, over its columns' (rows of different units under one another). totals: rows that
    are sums of others. red: (row, column) of shortfalls. bars: (row, column) of a timeline's filled cells -> nation.
    """

    sheet: str
    title: str
    sentence: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    formats: Mapping[int, str] = field(default_factory=dict)
    totals: frozenset[int] = frozenset()
    red: frozenset[tuple[int, int]] = frozenset()
    bars: Mapping[tuple[int, int], str] = field(default_factory=dict)


class Rows:
    """Collects a table's rows together with what stands out in them."""

    def __init__(self) -> None:
        self.rows: list[tuple[Value, ...]] = []
        self.formats: dict[int, str] = {}
        self.totals: set[int] = set()
        self.red: set[tuple[int, int]] = set()
        self.bars: dict[tuple[int, int], str] = {}

    def add(self, *values: Value, total: bool = False, format: str = "", red: Sequence[int] = ()) -> int:
        """Add a row; `red`: its columns that show a shortfall. Returns its number."""
        row = len(self.rows)
        self.rows.append(values)
        if total:
            self.totals.add(row)
        if format:
            self.formats[row] = format
        self.red.update((row, column) for column in red)
        return row

    def table(self, sheet: str, title: str, sentence: str, columns: Sequence[Column]) -> Table:
        """The finished table."""
        return Table(
            sheet, title, sentence, tuple(columns), tuple(self.rows), self.formats, frozenset(self.totals),
            frozenset(self.red), self.bars,
        )  # fmt: skip


def number_format(unit: str = "", decimals: int = 0) -> str:
    """Excel's format of a number with thousands, its unit behind it."""
    return "#,##0" + ("." + "0" * decimals if decimals else "") + (f'" {_quoted(unit)}"' if unit else "")


def decimals_of(values: Iterable[Value], most: int = 2) -> int:
    """Decimals to show these numbers with: none where all are whole."""
    numbers = [value for value in values if isinstance(value, Decimal)]
    return 0 if all(value == value.to_integral_value() for value in numbers) else most


def _quoted(unit: str) -> str:
    return unit.replace('"', "'")
