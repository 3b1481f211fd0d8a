"""Row 1 of a sheet matched to its columns: moved columns are fine, everything that would be lost is complained of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from procure import text
from procure.calendar import Calendar, Span
from procure.findings import ERROR, WARNING, Finding
from procure.workbook import cells, sheets, values
from procure.workbook.cells import Cell, RawSheet
from procure.workbook.sheets import Column, Sheet


@dataclass(frozen=True)
class Headers:
    """Columns as found, by number: those of the table, period labels with their span, those left alone.

    letters: of every column and label, by name. usable: whether rows can be read at all.
    """

    columns: dict[int, Column]
    periods: dict[int, tuple[str, Span]]
    ignored: frozenset[int]
    letters: dict[str, str]
    usable: bool


def letter(column: int) -> str:
    """Letters of a column counted from 1: 1 = A, 28 = AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def number(letters: str) -> int:
    """Number of a column from its letters: A = 1, AB = 28."""
    found = 0
    for character in letters.upper():
        found = found * 26 + ord(character) - ord("A") + 1
    return found


def is_comment(cell: Cell) -> bool:
    """Whether a header or a row's first cell begins with #."""
    return cell.kind == cells.TEXT and str(cell.value).lstrip().startswith("#")


def read(raw: RawSheet, sheet: Sheet, calendar: Calendar | None) -> tuple[Headers, list[Finding]]:
    """The headers of a sheet, and the complaints about them. Periods stay empty while the calendar is unknown."""
    first = raw.rows[0] if raw.rows and raw.rows[0][0].row == 1 else ()
    known = {column.name.casefold(): column for column in sheet.columns}
    if not any(_name(cell) in known for cell in first):
        return Headers({}, {}, frozenset(), {}, False), [_no_headers(raw, sheet, known)]
    reader = _Reader(sheet, calendar, known)
    for cell in first:
        reader.take(cell)
    reader.blanks(raw)
    reader.missing()
    return reader.headers(), reader.findings


def _no_headers(raw: RawSheet, sheet: Sheet, known: dict[str, Column]) -> Finding:
    rows = [row for row in raw.rows[:20] if sum(_name(cell) in known for cell in row) >= min(2, len(known))]
    hint = f"They seem to be in row {rows[0][0].row}: delete the rows above." if rows else ""
    expected = ", ".join(column.name for column in sheet.columns if column.needed or column.basic)
    return Finding(ERROR, f"{sheet.name}!A1", "headers", f"expected the headers {expected} in row 1, found none.", hint)


def _name(cell: Cell) -> str:
    return values.shown_text(cell).casefold()


class _Reader:
    """Takes the header cells one by one."""

    def __init__(self, sheet: Sheet, calendar: Calendar | None, known: dict[str, Column]) -> None:
        self.sheet, self.calendar, self.known = sheet, calendar, known
        self.columns: dict[int, Column] = {}
        self.periods: dict[int, tuple[str, Span]] = {}
        self.ignored: set[int] = set()
        self.letters: dict[str, str] = {}
        self.findings: list[Finding] = []

    def headers(self) -> Headers:
        return Headers(self.columns, self.periods, frozenset(self.ignored), self.letters, True)

    def take(self, cell: Cell) -> None:
        name = _name(cell)
        if is_comment(cell):
            self.ignored.add(cell.column)
        elif name in self.known:
            if self._is_new(cell, self.known[name].name):
                self.columns[cell.column] = self.known[name]
        elif name and not self._is_period(cell):
            self._unknown(cell)

    def blanks(self, raw: RawSheet) -> None:
        """One complaint for each column that holds values under no header."""
        seen = {*self.columns, *self.periods, *self.ignored}
        for row in raw.rows[1:]:
            if is_comment(row[0]):
                continue
            for cell in row:
                if cell.column not in seen and not values.is_blank(cell):
                    seen.add(cell.column)
                    hint = "Give the column a header, begin its header with # to have it left alone, or move a second "
                    place = f"{letter(cell.column)}{cell.row}"
                    message = f"expected a header over {values.found(cell)} in {place}, found none."
                    header = Cell(1, cell.column, "", cells.TEXT)
                    self._complain(header, "blank header", message, hint + "table to a sheet of its own.")

    def missing(self) -> None:
        for column in self.sheet.columns:
            if column.needed and column.name not in self.letters:
                message = f"expected a column '{column.name}', found none."
                self.findings.append(Finding(ERROR, f"{self.sheet.name}!1", "missing column", message))

    def _is_new(self, cell: Cell, name: str) -> bool:
        if name in self.letters:
            message = f"expected one column '{name}', found a second one (the first is {self.letters[name]}1)."
            self._complain(cell, "duplicate header", message)
            self.ignored.add(cell.column)
            return False
        self.letters[name] = letter(cell.column)
        return True

    def _is_period(self, cell: Cell) -> bool:
        """Takes a period column; True where the header was meant as a period, right or wrong."""
        label = values.label(cell)
        if not self.sheet.periods or (label is None and cell.kind != cells.DATE):
            return False
        if label is not None and not label[:4].isdigit():
            return False
        if self.calendar is None:
            self.ignored.add(cell.column)
            return True
        try:
            found = self._earlier(label) or values.parse(Column("", sheets.PERIOD, ""), cell, self.calendar).value
        except values.CellError as complaint:
            self.ignored.add(cell.column)
            message = f"expected {complaint.expected}, found {values.found(cell)}."
            self._complain(cell, complaint.rule, message, complaint.hint)
            return True
        if label is not None and self._is_new(cell, label):
            self.periods[cell.column] = (label, found)
        return True

    def _earlier(self, label: str | None) -> Span | None:
        """The span of a year before the horizon, where the sheet takes such years."""
        year = int(label) if self.sheet.before and label and label.isdigit() and len(label) == 4 else None
        if year is None or self.calendar is None or year >= self.calendar.years[0]:
            return None
        if self.sheet.fiscal and (year < self.calendar.years[0] - 1 or self.calendar.months == 12):
            return None  # no fiscal year that begins in it reaches into the horizon
        periods = self.calendar.of_year(year)
        return Span(periods[0], periods[-1])

    def _unknown(self, cell: Cell) -> None:
        self.ignored.add(cell.column)
        shown = values.shown_text(cell)
        match = text.nearest(shown, (column.name for column in self.sheet.columns))
        hint = f"Did you mean '{match}'? " if match else ""
        hint += "Begin the header with # to have the column left alone."
        message = f"expected a column of {self.sheet.name}, found {values.found(cell)}."
        self._complain(cell, "unknown header", message, hint)

    def _complain(self, cell: Cell, rule: str, message: str, hint: str = "") -> None:
        where = f"{self.sheet.name}!{letter(cell.column)}{cell.row}"
        self.findings.append(Finding(ERROR, where, rule, message, hint))


def merged(raw: RawSheet, sheet: Sheet, headers: Headers, comments: frozenset[int]) -> Iterator[Finding]:
    """A complaint for each merged area that touches the table (comment rows and columns may be merged)."""
    last = max([*headers.columns, *headers.periods], default=0)
    for area in raw.merged:
        row, column = _corner(area)
        if row not in comments and column <= last and column not in headers.ignored:
            message = f"expected single cells, found the merged area {area}."
            yield Finding(ERROR, f"{sheet.name}!{letter(column)}{row}", "merged cells", message, "Unmerge it.")


def hidden(raw: RawSheet) -> Iterator[Finding]:
    """What cannot be seen is read all the same; say so. Hidden columns count where some must hold values."""
    if raw.hidden:
        yield Finding(WARNING, raw.name, "hidden sheet", "the sheet is hidden, and is read.")
    if raw.hidden_rows:
        yield _unseen(raw, raw.hidden_rows, "row")
    used = {cell.column for row in raw.rows[1:] for cell in row if not values.is_blank(cell)}
    blank = max((row[-1].column for row in raw.rows), default=0) - len(used)
    if raw.hidden_columns > blank:  # a template's blank columns are grouped shut
        yield _unseen(raw, raw.hidden_columns - blank, "column")


def _unseen(raw: RawSheet, count: int, what: str) -> Finding:
    said = f"{count} {what} with values is hidden, and is read."
    if count > 1:
        said = f"{count} {what}s with values are hidden, and are read."
    return Finding(WARNING, raw.name, f"hidden {what}s", said)


def _corner(area: str) -> tuple[int, int]:
    """Row and column of an area's first cell."""
    first = area.replace("$", "").split(":")[0]
    name = first.rstrip("0123456789")
    return int(first[len(name):] or 1), number(name)
