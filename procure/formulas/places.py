"""Where the figures of a workbook stand, so that formulas can name their cells: pure, no Excel library.

    Cell    one cell: its address, and its number or text
    Area    one table of a sheet: rows and columns of cells, found by their texts and headers

Rows and columns count from 0, as the layout of the sheets does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from procure.formulas.term import ZERO, Term
from procure.plan import dec

Value = str | int | float | Decimal | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a sheet, counted from 0, and what stands in it."""

    sheet: str
    row: int
    column: int
    value: Value = None

    @property
    def address(self) -> str:
        """As people and links write it: Payments!D5, 'Work packages'!K7."""
        return f"{quoted(self.sheet)}!{letters(self.column)}{self.row + 1}"

    @property
    def text(self) -> str:
        """As a formula writes it."""
        return f"{quoted(self.sheet)}!${letters(self.column)}${self.row + 1}"

    @property
    def term(self) -> Term:
        """Its number; 0 where it is blank."""
        return Term(self.text, (as_number(self.value),))


class Area:
    """A table on a sheet. first: row of its first line; columns: the sheet's column of each header; rows: its lines."""

    def __init__(
        self, sheet: str, header: int, first: int, columns: Sequence[int], headers: Sequence[str],
        rows: Sequence[Sequence[Value]], title: str = "",
    ) -> None:  # fmt: skip
        self.sheet, self.header, self.first, self.title = sheet, header, first, title
        self.columns, self.headers, self.rows = tuple(columns), tuple(headers), tuple(rows)

    @cached_property
    def _at(self) -> Mapping[str, int]:
        return {header: k for k, header in reversed(list(enumerate(self.headers)))}

    @cached_property
    def _found(self) -> dict[int, dict[tuple[Value, ...], int]]:
        return {}

    def has(self, header: str) -> bool:
        return header in self._at

    def position(self, header: str) -> int:
        """Which of its columns a header is, from 0."""
        return self._at[header]

    def find(self, *texts: str) -> int | None:
        """Number of the first line that begins with these texts; None where none does."""
        many = len(texts)
        if many not in self._found:
            lines = reversed(list(enumerate(self.rows)))
            self._found[many] = {tuple(line[:many]): number for number, line in lines}
        return self._found[many].get(texts)

    def cell(self, line: int, header: str) -> Cell:
        """The cell of a line under a header. Raises KeyError for a header that it does not have."""
        at = self._at[header]
        return Cell(self.sheet, self.first + line, self.columns[at], self.rows[line][at])

    def label(self, header: str) -> Cell:
        """The cell of a header itself."""
        return Cell(self.sheet, self.header, self.columns[self._at[header]], header)

    def across(self, line: int, first: str, last: str) -> Term:
        """The cells of a line from one header to another, as a row; blank ones count as 0."""
        one, other = self._at[first], self._at[last]
        values = tuple(as_number(value) for value in self.rows[line][one : other + 1])
        return Term(self._range(self.first + line, self.columns[one], self.columns[other]), values)

    def labels(self, first: str, last: str) -> str:
        """The range of the headers from one to another."""
        return self._range(self.header, self.columns[self._at[first]], self.columns[self._at[last]])

    def down(self, header: str, first: int = 0, last: int | None = None) -> str:
        """The range of a column's lines first..last, all of them by default."""
        end = len(self.rows) - 1 if last is None else last
        column = letters(self.columns[self._at[header]])
        return f"{quoted(self.sheet)}!${column}${self.first + first + 1}:${column}${self.first + end + 1}"

    def numbers(self, header: str, first: int = 0, last: int | None = None) -> Term:
        """The numbers of a column's lines first..last, to be summed."""
        end = len(self.rows) - 1 if last is None else last
        at = self._at[header]
        return Term(self.down(header, first, end), tuple(as_number(r[at]) for r in self.rows[first : end + 1]))

    def _range(self, row: int, first: int, last: int) -> str:
        return f"{quoted(self.sheet)}!${letters(first)}${row + 1}:${letters(last)}${row + 1}"


def as_number(value: Value) -> Decimal:
    """What a cell counts as in a sum: a text or a blank is 0."""
    return ZERO if value is None or isinstance(value, str) else dec(value)


def letters(column: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    found, left = "", column + 1
    while left:
        left, part = divmod(left - 1, 26)
        found = chr(ord("A") + part) + found
    return found


def quoted(sheet: str) -> str:
    """A sheet's name as a formula has it."""
    return f"'{sheet}'" if " " in sheet else sheet
