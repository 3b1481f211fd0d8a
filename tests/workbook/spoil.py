"""Every cell of a good workbook spoiled in each way that its column forbids."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from procure import agreement
from procure.workbook import cells, headers, sheets, table
from procure.workbook.cells import Book, Cell, RawSheet
from procure.workbook.read import from_book
from procure.workbook.sheets import Column, Sheet

DATE = datetime.datetime(2027, 1, 31)
NAMED = (sheets.NAME, sheets.NAMES, sheets.PARTS)  # with `refers`: names that must be in another sheet
NUMBERS = (sheets.NUMBER, sheets.WHOLE, sheets.PERCENT, sheets.VALUE)
UNITS = Column("", sheets.NUMBER, "a period cell", low=0)

# Cells of plain text that something else forbids: (sheet, column or setting) -> (text, rule).
SPECIAL = {
    ("Phases", "key"): ("no such key", "unknown name"),
    ("Nations", "currency"): ("no such currency", "missing rate"),
    ("Quotes", "currency"): ("no such currency", "missing rate"),
    ("Capacity", "sector or package"): ("no such work", "unknown name"),
    ("Controls", "destination"): ("no such place", "unknown name"),
    ("Programme", "setting"): ("no such setting", "unknown setting"),
    ("Programme", "first period"): ("next year", "period label"),
    ("Programme", "model"): ("no-such-model", "unknown model"),
    ("Programme", "objectives"): ("lateness; happiness 3 %", "objectives"),
}


@dataclass(frozen=True)
class Spoilt:
    """One cell to be spoiled: what it becomes (None = blank) and the rule of the finding that must name it."""

    sheet: str
    address: str
    cell: Cell | None
    rule: str

    @property
    def label(self) -> str:
        return f"{self.sheet}!{self.address} {self.rule}: {self.cell.value if self.cell else 'blank'}"


def spoil(book: Book) -> Iterator[Spoilt]:
    """Every spoiled cell of the sheets that the reader knows, comments left out."""
    for raw in book.sheets:
        if raw.name in sheets.names() and raw.rows:
            yield from _sheet(raw, sheets.sheet(raw.name))


def unnamed(
    book: Book, beside: Path, monkeypatch: pytest.MonkeyPatch, step: int = 1
) -> tuple[int, list[str]]:
    """How many ways there are to spoil the book, of every so many one, and those that no finding names with the rule.

    Sheets that are not spoiled are read once, which halves the time.
    """
    records, once = table.records, cache(table.records)
    kept = {id(raw) for raw in book.sheets}
    monkeypatch.setattr(table, "records", lambda raw, *rest: (once if id(raw) in kept else records)(raw, *rest))
    monkeypatch.setattr(agreement, "load", cache(agreement.load))
    spoilt = list(spoil(book))[::step]
    missed = []
    for one in spoilt:
        _, findings = from_book(apply(book, one), beside)
        if not any(named(one, f.where) and f.rule == one.rule for f in findings):
            missed.append(one.label)
    return len(spoilt), missed


def apply(book: Book, spoilt: Spoilt) -> Book:
    """The book with that cell spoiled."""
    row, column = _place(spoilt.address)
    return replace(book, sheets=tuple(_put(raw, row, column, spoilt) for raw in book.sheets))


def named(spoilt: Spoilt, where: str) -> bool:
    """Whether a finding's place is the spoiled cell."""
    place = f"{spoilt.sheet}!{spoilt.address}"
    return where == place or where.startswith(f"{place} ")


def _put(raw: RawSheet, row: int, column: int, spoilt: Spoilt) -> RawSheet:
    if raw.name != spoilt.sheet:
        return raw
    rows = []
    for line in raw.rows:
        if line[0].row == row:
            others = [cell for cell in line if cell.column != column]
            line = tuple(sorted([*others, *([spoilt.cell] if spoilt.cell else [])], key=lambda cell: cell.column))
        if line:
            rows.append(line)
    return replace(raw, rows=tuple(rows))


def _sheet(raw: RawSheet, sheet: Sheet) -> Iterator[Spoilt]:
    known = {column.name: column for column in sheet.columns}
    first, *body = raw.rows
    tops = {cell.column: str(cell.value) for cell in first}
    body = [row for row in body if not headers.is_comment(row[0])]
    used = {cell.column for row in body for cell in row}
    for cell in first:
        if not tops[cell.column].startswith("#"):
            yield from _header(sheet, cell, tops[cell.column] in known, cell.column in used, first)
    for row in body:
        for cell in row:
            column = known.get(tops[cell.column], UNITS)
            if not tops[cell.column].startswith("#"):
                yield from _body(sheet, _setting(sheet, column, row), cell, body)


def _setting(sheet: Sheet, column: Column, row: tuple[Cell, ...]) -> Column:
    if sheet is sheets.PROGRAMME and column.name == "value":
        return sheets.setting(str(row[0].value))
    return column


def _header(sheet: Sheet, cell: Cell, known: bool, used: bool, first: tuple[Cell, ...]) -> Iterator[Spoilt]:
    yield _made(sheet, cell, "no such column", cells.TEXT, "unknown header")
    yield _made(sheet, cell, "#REF!", cells.ERROR, "unknown header")
    if used:
        yield Spoilt(sheet.name, _address(cell), None, "blank header")
    if cell.column > first[0].column:
        yield _made(sheet, cell, first[0].value, cells.TEXT, "duplicate header")
    if not known:
        yield _made(sheet, cell, DATE, cells.DATE, "date for a period")
        yield _made(sheet, cell, 2901 if sheet.before else 1901, cells.NUMBER, "outside the horizon")
        yield _made(sheet, cell, "2027-X1", cells.TEXT, "period label")


def _body(sheet: Sheet, column: Column, cell: Cell, body: list[tuple[Cell, ...]]) -> Iterator[Spoilt]:
    yield _made(sheet, cell, "#REF!", cells.ERROR, "error cell")
    yield _made(sheet, cell, "=A1", cells.NO_VALUE, "formula without value")
    if column.needed:
        yield Spoilt(sheet.name, _address(cell), None, "needed cell")
    if (sheet.name, column.name) in SPECIAL:
        text, rule = SPECIAL[sheet.name, column.name]
        yield _made(sheet, cell, text, cells.TEXT, rule)
    if column.refers or column.name == "who" or column.type == sheets.FILTER:
        yield _made(sheet, cell, "no such name", cells.TEXT, "unknown name")
    if sheet.key == (column.name,):
        others = [c for row in body for c in row if c.column == cell.column and c.row != cell.row]
        yield from (_made(sheet, cell, c.value, c.kind, "duplicate key") for c in others[:1] if c.row < cell.row)
        yield _made(sheet, cell, "Total", cells.TEXT, "total row")
    if column.type in NUMBERS:
        yield from _numbers(sheet, column, cell)
    else:
        yield from _words(sheet, column, cell)


def _numbers(sheet: Sheet, column: Column, cell: Cell) -> Iterator[Spoilt]:
    for text in ("some", "1.234,50", "007", "nan", "inf", "12 apples"):
        yield _made(sheet, cell, text, cells.TEXT, "text in a number")
    yield _made(sheet, cell, True, cells.YES_NO, "text in a number")
    yield _made(sheet, cell, DATE, cells.DATE, "date in a number")
    yield _made(sheet, cell, 2.0**60, cells.NUMBER, "number too large")
    if cell.kind == cells.NUMBER and not cell.percent:
        yield _made(sheet, cell, f"{cell.value}", cells.TEXT, "cell type")
    if column.type in (sheets.NUMBER, sheets.WHOLE):
        yield Spoilt(sheet.name, _address(cell), replace(cell, value=0.2, percent=True), "per cent in a number")
    if column.type == sheets.WHOLE:
        yield _made(sheet, cell, 1.5, cells.NUMBER, "cell type")
    low = 0.0 if column.type == sheets.VALUE else column.low
    for wrong in (None if low is None else low - 1, low if column.above else None, column.high and column.high + 1):
        if wrong is not None:
            yield _made(sheet, cell, wrong, cells.NUMBER, "out of range")


def _words(sheet: Sheet, column: Column, cell: Cell) -> Iterator[Spoilt]:
    kind = column.type
    if kind in (sheets.CHOICE, sheets.YES_NO):
        yield _made(sheet, cell, "no such choice", cells.TEXT, "unknown choice")
        yield _made(sheet, cell, 17, cells.NUMBER, "unknown choice")
    if kind == sheets.PERIOD:
        yield _made(sheet, cell, DATE, cells.DATE, "date for a period")
        yield _made(sheet, cell, 1901, cells.NUMBER, "outside the horizon")
        yield _made(sheet, cell, "next year", cells.TEXT, "period label")
    if kind == sheets.EFFORT:
        yield _made(sheet, cell, "40 parsecs", cells.TEXT, "effort")
        yield _made(sheet, cell, 40, cells.NUMBER, "effort")
    if kind == sheets.DATE:
        yield _made(sheet, cell, "some day", cells.TEXT, "cell type")
    if kind in NAMED or kind == sheets.TEXT:
        yield _made(sheet, cell, True, cells.YES_NO, "cell type")
    if kind in NAMED:
        yield _made(sheet, cell, DATE, cells.DATE, "cell type")


def _made(sheet: Sheet, cell: Cell, value: object, kind: str, rule: str) -> Spoilt:
    return Spoilt(sheet.name, _address(cell), Cell(cell.row, cell.column, value, kind), rule)


def _address(cell: Cell) -> str:
    return f"{headers.letter(cell.column)}{cell.row}"


def _place(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    column = 0
    for character in letters:
        column = column * 26 + ord(character) - ord("A") + 1
    return int(address[len(letters):]), column
