"""Cells that are drawn, and a book with drawn values in them.

A cell keeps its unit: a draw of "60 %" by the factor 1.1 is "66 %". What can only be whole is rounded to whole, as the
units of a requirement whose units are; no value is drawn beyond what its column takes: it is put at that end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from procure.distributions import Distribution
from procure.origins import Uncertain
from procure.problem import Problem
from procure.whatif import edits, resolved
from procure.workbook.cells import NUMBER, TEXT, Book, Cell, RawSheet
from procure.workbook.headers import letter

Place = tuple[str, int, int]  # sheet, row, column

_PER_CENT = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*%")


@dataclass(frozen=True)
class Drawn:
    """An uncertain input: a name, its distribution, and the cells that it is the value or the factor of.

    rows: cells that keep their proportions, as the periods of a requirement's total do; each by itself otherwise.
    low, high: what the cells take. whole: whether they are rounded to whole.
    """

    name: str
    noun: Uncertain
    distribution: Distribution
    rows: tuple[tuple[Place, ...], ...]
    low: float
    high: float
    whole: bool

    @property
    def places(self) -> tuple[Place, ...]:
        """All its cells."""
        return tuple(place for row in self.rows for place in row)


def undrawn(problem: Problem) -> Book:
    """The problem's tables as a book to draw in: what a heading is worth is left out, since its parts may be drawn."""
    bare = tuple(replace(heading, value_m=None, value_by_item_m=()) for heading in problem.headings)
    return resolved.book_of(problem.replace(headings=bare))


def book_with(book: Book, values: Sequence[tuple[Drawn, float]]) -> tuple[Book, int]:
    """The book with drawn values in their cells, and how many of these were put at an end of what they take."""
    known = below_headers(book, {place[0] for one, _ in values for place in one.places})
    new: dict[Place, Cell] = {}
    ends = 0
    for one, value in values:
        for row in one.rows:
            before = [number(known[place]) or 0.0 for place in row]
            wanted = value * sum(before) if one.noun.as_factor else value
            kept = min(max(wanted, one.low), one.high)
            ends += kept != wanted
            kept = float(round(kept)) if one.whole else kept
            amounts = edits.rescaled(before, kept) if len(row) > 1 else [kept]
            new |= {place: _cell(known[place], amount) for place, amount in zip(row, amounts, strict=True)}
    return replace(book, sheets=tuple(_replaced(sheet, new) for sheet in book.sheets)), ends


def below_headers(book: Book, names: set[str]) -> dict[Place, Cell]:
    """The cells below the headers of these sheets."""
    several = (sheet for sheet in book.sheets if sheet.name in names)
    return {(s.name, cell.row, cell.column): cell for s in several for row in s.rows[1:] for cell in row}


def number(cell: Cell) -> float | None:
    """The number of a cell, of a per cent in per cent; None where it is none."""
    if cell.kind == NUMBER and isinstance(cell.value, int | float):
        return float(cell.value)
    per_cent = _PER_CENT.fullmatch(str(cell.value))
    return float(per_cent[1]) if per_cent else None


def shown(place: Place) -> str:
    """The address of a cell: Packages!D7."""
    return f"{place[0]}!{letter(place[2])}{place[1]}"


def _replaced(sheet: RawSheet, new: Mapping[Place, Cell]) -> RawSheet:
    if not any(place[0] == sheet.name for place in new):
        return sheet
    rows = (tuple(new.get((sheet.name, cell.row, cell.column), cell) for cell in row) for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _cell(old: Cell, amount: float) -> Cell:
    """The cell with another number, a per cent where it was one."""
    new = float(f"{amount:.12g}")
    return replace(old, value=f"{new:.12g} %", kind=TEXT) if old.kind == TEXT else replace(old, value=new)
