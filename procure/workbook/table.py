"""The rows of one sheet as typed records, with every complaint about its cells in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from procure import text
from procure.calendar import Calendar, Span
from procure.findings import ERROR, WARNING, Finding
from procure.workbook import cells, headers, sheets, values
from procure.workbook.cells import Cell, RawSheet
from procure.workbook.headers import Headers
from procure.workbook.sheets import Column, Sheet

TOTALS = ("total", "totals", "sum", "sums", "grand total", "subtotal", "all together")


@dataclass(frozen=True, slots=True)
class PeriodCell:
    """A filled in period cell: the header's label, the periods it names, the number."""

    label: str
    span: Span
    value: float


@dataclass(frozen=True)
class Record:
    """A row. `values` has every column of the sheet, with the default where the cell is blank or unreadable.

    given: columns whose cell is filled in and readable. bad: columns with a complaint of level error.
    """

    sheet: str
    row: int
    letters: Mapping[str, str]
    values: Mapping[str, Any]
    given: frozenset[str]
    bad: frozenset[str] = frozenset()
    periods: tuple[PeriodCell, ...] = ()

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def where(self, column: str) -> str:
        """Address of a cell of the row, `Sheet!C14 column`; of the row where the book has no such column."""
        return f"{self.sheet}!{self.letters.get(column, '')}{self.row} {column}"


@dataclass(frozen=True)
class Table:
    """A sheet as read: its records in the order of the rows, letters of its columns, the complaints."""

    sheet: Sheet
    records: tuple[Record, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def keys(self) -> dict[str, Record]:
        """The records by the first column of the sheet's key (the name of the row)."""
        return {str(r[self.sheet.key[0]]): r for r in self.records if r[self.sheet.key[0]] is not None}


def records(raw: RawSheet, sheet: Sheet, calendar: Calendar | None) -> Table:
    """The records of a sheet. Period cells and columns are left unread while the calendar is unknown (None)."""
    found, complaints = headers.read(raw, sheet, calendar)
    complaints += headers.hidden(raw)
    if not found.usable:
        return Table(sheet, (), {}, tuple(complaints))
    reader = _Rows(sheet, found, calendar)
    body = raw.rows[1:]
    comments = frozenset(row[0].row for row in body if headers.is_comment(row[0]))
    complaints += headers.merged(raw, sheet, found, comments)
    for row in body:
        if row[0].row in comments or all(map(values.is_blank, row)):
            continue
        if reader.begins_second_table(row):
            break
        reader.take(row)
    reader.duplicates()
    return Table(sheet, tuple(reader.records), found.letters, (*complaints, *reader.findings))


class _Rows:
    """Takes the rows below the headers one by one."""

    def __init__(self, sheet: Sheet, found: Headers, calendar: Calendar | None) -> None:
        self.sheet, self.headers, self.calendar = sheet, found, calendar
        self.records: list[Record] = []
        self.findings: list[Finding] = []
        self.amount = Column("", sheets.NUMBER, "", low=0)
        self.value = sheets.PROGRAMME.column("value") if sheet is sheets.PROGRAMME else None

    def begins_second_table(self, row: tuple[Cell, ...]) -> bool:
        """Whether the row repeats headers, which is how a second table under the first begins."""
        names = {column.name.casefold() for column in self.sheet.columns}
        texts = [values.shown_text(cell).casefold() for cell in row if cell.kind == cells.TEXT]
        if len(texts) < 2 or sum(t in names for t in texts) * 2 <= len(row):
            return False
        hint = "Move the second table to a sheet of its own; this sheet was read down to here."
        where = f"{self.sheet.name}!{headers.letter(row[0].column)}{row[0].row}"
        message = "expected one table, found a second header row."
        self.findings.append(Finding(ERROR, where, "second table", message, hint))
        return True

    def take(self, row: tuple[Cell, ...]) -> None:
        """Reads one row into a record."""
        number, found = row[0].row, self.headers
        if self._is_total(row):
            return
        content = {column.name: values.default(column) for column in self.sheet.columns}
        given, bad, periods = set(), set(), []
        for cell in row:
            column = found.columns.get(cell.column)
            as_typed = self._setting(row) if column and column is self.value else column
            if values.is_blank(cell) or not (column or cell.column in found.periods):
                continue
            name = column.name if column else found.periods[cell.column][0]
            ok, value = self._value(as_typed or self.amount, cell, as_typed.name if as_typed else name)
            if not ok:
                bad.add(name)
            elif column:
                content[name] = value
                given.add(name)
            else:
                periods.append(PeriodCell(name, found.periods[cell.column][1], value))
        filled, wrong = frozenset(given), frozenset(bad)
        record = Record(self.sheet.name, number, found.letters, content, filled, wrong, tuple(periods))
        bad |= {*self._missing(record), *self._overlaps(record)}
        self.records.append(replace(record, bad=frozenset(bad)))

    def _setting(self, row: tuple[Cell, ...]) -> Column | None:
        """The column that a setting's value is read by; that of plain text where the setting is unknown."""
        key = next((c for c in row if self.headers.columns.get(c.column) is self.sheet.columns[0]), None)
        return next((s for s in sheets.SETTINGS if key and s.name == values.shown_text(key).casefold()), self.value)

    def _value(self, column: Column, cell: Cell, name: str) -> tuple[bool, Any]:
        """Whether the cell is readable, and its value; complains where it is not."""
        where = f"{self.sheet.name}!{headers.letter(cell.column)}{cell.row} {name}"
        try:
            reading = values.parse(column, cell, self.calendar)
        except values.CellError as complaint:
            message = f"expected {complaint.expected}, found {values.found(cell)}."
            self.findings.append(Finding(ERROR, where, complaint.rule, message, complaint.hint))
            return False, None
        if reading.remark:
            self.findings.append(Finding(WARNING, where, "cell type", f"{values.found(cell)} {reading.remark}."))
        if column.type == sheets.NAME and ";" in str(reading.value):
            message = f"expected a name without ';', which separates names in lists, found {values.found(cell)}."
            self.findings.append(Finding(ERROR, where, "name", message))
            return False, None
        return True, reading.value

    def _is_total(self, row: tuple[Cell, ...]) -> bool:
        names = [c for c in row if (column := self.headers.columns.get(c.column)) and column.name in self.sheet.key]
        for cell in names or row[:1]:
            if values.shown_text(cell).casefold().rstrip(":") in TOTALS:
                column = self.headers.columns.get(cell.column)
                where = f"{self.sheet.name}!{headers.letter(cell.column)}{cell.row}"
                where += f" {column.name}" if column else ""
                message = f"expected {self.sheet.row}, found {values.found(cell)}."
                hint = "Delete the row of totals, or begin it with # to make it a comment."
                self.findings.append(Finding(ERROR, where, "total row", message, hint))
                return True
        return False

    def _missing(self, record: Record) -> Iterator[str]:
        for column in self.sheet.columns:
            if not column.needed or column.name in record.given | record.bad:
                continue
            if column.name in record.letters:  # a missing column was complained of once
                message = f"expected a value ({column.text}), found a blank cell."
                self.findings.append(Finding(ERROR, record.where(column.name), "needed cell", message))
            yield column.name

    def _overlaps(self, record: Record) -> Iterator[str]:
        """Cells of a row that fill in a period twice: a year and one of its periods. Fiscal years are left to build."""
        if self.sheet.fiscal:
            return
        seen: dict[int, str] = {}
        for cell in sorted(record.periods, key=lambda c: (len(c.span.periods), c.span.first)):
            twice = [t for t in cell.span.periods if t in seen]
            if twice:
                message = f"expected the year or its periods, found both {cell.label} and {seen[twice[0]]}."
                self.findings.append(Finding(ERROR, record.where(cell.label), "overlapping periods", message))
                yield cell.label
            seen |= dict.fromkeys(cell.span.periods, cell.label)

    def duplicates(self) -> None:
        """Complains of keys that repeat (error) or look alike (warning)."""
        if not self.sheet.key:
            return
        exact: dict[tuple[Any, ...], Record] = {}
        alike: dict[tuple[str, ...], Record] = {}
        for record in self.records:
            if any(name in record.bad for name in self.sheet.key):
                continue
            key = tuple(record[name] for name in self.sheet.key)
            folded = tuple(text.fold(str(part)) for part in key)
            if key in exact:
                self._repeats(record, exact[key], key, ERROR, "duplicate key", "is there already")
            elif folded in alike:
                self._repeats(record, alike[folded], key, WARNING, "look-alike key", "looks like the key")
            exact.setdefault(key, record)
            alike.setdefault(folded, record)

    def _repeats(self, record: Record, other: Record, key: tuple[Any, ...], level: str, rule: str, what: str) -> None:
        parts = (text.join(part) if isinstance(part, tuple) else part for part in key)
        shown = ", ".join(repr(str(part)) for part in parts if part not in (None, ""))
        column = next((n for n in self.sheet.key if n in record.given), self.sheet.key[0])
        message = f"expected one row for {self.sheet.row}, found {shown}, which {what} in row {other.row}."
        self.findings.append(Finding(level, record.where(column), rule, message))
