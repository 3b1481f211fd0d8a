"""A workbook's rows as they were typed, to be written again: values, sources, status and notes, but no looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from procure.calendar import Calendar
from procure.findings import ERROR, WARNING, Finding, errors
from procure.problem import Programme
from procure.workbook import build_programme, cells, headers, sheets, table, values
from procure.workbook.cells import Book, Cell, RawSheet
from procure.workbook.raw import open_book
from procure.workbook.scan import column_number
from procure.workbook.sheets import Column, Sheet
from procure.workbook.table import Record, Table

Value = str | float | int


@dataclass(frozen=True)
class Line:
    """A row of a file. cells: as typed, by header; record: as read, None for a comment."""

    file: str
    row: int
    cells: Mapping[str, Value]
    record: Record | None = None

    @property
    def figures(self) -> dict[str, Any]:
        """What the row says, by header: defaults stand for blank cells; a blank period is not there."""
        assert self.record is not None
        return {**self.record.values, **{cell.label: cell.value for cell in self.record.periods}}

    def where(self, column: str) -> str:
        """Address of a cell: `IT.xlsx!Budgets!C14 2028`."""
        assert self.record is not None
        return f"{self.file}!{self.record.where(column)}"

    def shown(self, column: str) -> str:
        """The cell as a complaint quotes it."""
        return f"'{self.cells[column]}'" if column in self.cells else "a blank cell"


@dataclass(frozen=True)
class Opened:
    """A workbook: rows of those input sheets that it has, name, calendar and marking of its programme."""

    path: Path
    lines: Mapping[str, tuple[Line, ...]]
    programme: Programme

    def rows(self, sheet: str) -> list[Line]:
        """The sheet's rows but for comments; none where there is no such sheet."""
        return [line for line in self.lines.get(sheet, ()) if line.record is not None]

    def comments(self, sheet: str) -> list[str]:
        """The sheet's comments: texts that begin with #."""
        return [str(next(iter(line.cells.values()), "")) for line in self.lines.get(sheet, ()) if line.record is None]


def opened(path: Path) -> tuple[Opened | None, list[Finding]]:
    """The workbook, None where a cell cannot be read, with the errors named by file; what is not kept is warned of."""
    book = open_book(path)
    findings = errors(book.findings)
    if findings:
        return None, [replace(f, where=_placed(path, f.where)) for f in findings]
    tables, chosen, calendar, findings = _read(book)
    if findings or calendar is None:
        return None, [replace(f, where=_placed(path, f.where)) for f in findings]
    known = {raw.name: raw for raw in book.sheets if raw.name in tables}
    lines = {name: tuple(_lines(str(path), raw, tables[name])) for name, raw in known.items()}
    programme = Programme(str(chosen["name"]), str(chosen["currency"]), calendar, marking=str(chosen["marking"] or ""))
    left = [raw.name for raw in book.sheets if raw.name not in tables]
    message = "the sheet is none of the planner's and is not carried over."
    return Opened(path, lines, programme), [Finding(WARNING, f"{path}!{n}", "sheet left out", message) for n in left]


def _placed(path: Path, where: str) -> str:
    """Where in which file; a file's own complaints have its name already."""
    return str(path) if where in ("", path.name) else f"{path}!{where}"


def _read(book: Book) -> tuple[dict[str, Table], dict[str, Any], Calendar | None, list[Finding]]:
    """Every sheet of the book as a table, the settings, and the errors."""
    by_name = {raw.name: raw for raw in book.sheets}
    if sheets.PROGRAMME.name not in by_name:
        message = "expected a sheet 'Programme', found none."
        return {}, {}, None, [Finding(ERROR, sheets.PROGRAMME.name, "missing sheet", message)]
    programme = table.records(by_name[sheets.PROGRAMME.name], sheets.PROGRAMME, None)
    chosen, rows, wrong = build_programme.settings(programme)
    calendar, unfit = build_programme.calendar(chosen, rows)
    tables = {sheets.PROGRAMME.name: programme} | {
        sheet.name: table.records(by_name[sheet.name], sheet, calendar)
        for sheet in sheets.SHEETS
        if sheet is not sheets.PROGRAMME and sheet.name in by_name
    }
    said = [finding for one in tables.values() for finding in one.findings]
    return tables, chosen, calendar, errors([*wrong, *unfit, *said])


def _lines(file: str, raw: RawSheet, found: Table) -> Iterator[Line]:
    """The rows below the headers that hold anything under one."""
    names = {column_number(letters): name for name, letters in found.letters.items()}
    names |= {cell.column: str(cell.value) for cell in raw.rows[0] if headers.is_comment(cell)}
    records = {record.row: record for record in found.records}
    for row in raw.rows[1:]:
        typed = {names[cell.column]: cell for cell in row if cell.column in names and not values.is_blank(cell)}
        setting = str(typed[sheets.PROGRAMME.key[0]].value) if sheets.PROGRAMME.key[0] in typed else ""
        content = {name: _retyped(_column(found.sheet, name, setting), cell) for name, cell in typed.items()}
        if content:
            yield Line(file, row[0].row, content, records.get(row[0].row))


def _column(sheet: Sheet, name: str, setting: str) -> Column | None:
    """The column that a cell is read by: a setting's own for its value; None for periods and columns left alone."""
    if sheet is sheets.PROGRAMME and name == "value":
        return next((one for one in sheets.SETTINGS if one.name == setting.casefold()), None)
    return next((one for one in sheet.columns if one.name == name), None)


def _retyped(column: Column | None, cell: Cell) -> Value:
    """A value that is read as the cell is, without its number format."""
    if cell.kind == cells.DATE:
        return f"{cell.value:%Y-%m-%d}"
    if cell.kind == cells.YES_NO:
        return "yes" if cell.value else "no"
    if not cell.percent or not isinstance(cell.value, int | float):
        return cell.value  # type: ignore[return-value]
    amount = round(float(cell.value) * 100, 10)
    return amount if column is not None and column.type == sheets.PERCENT else f"{amount:.12g} %"
