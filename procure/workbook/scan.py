"""One streaming pass over an XML part, before any library builds objects from it.

It refuses document types and entities in every part; of a sheet it finds where the values end, so that the
reader can stop there, and what lies beyond the limits. Memory grows with the merged areas only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from openpyxl.utils import get_column_letter

SHEET_ROWS, SHEET_COLUMNS = 1_048_576, 16_384  # of Excel itself
_CHUNK = 1 << 18
_LONGEST_TOKEN = 1 << 20  # expat before 2.6 reads an unfinished token anew with every chunk: quadratic time
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main "
_CELL, _VALUE = _MAIN + "c", _MAIN + "v"
_SAVE_ANEW = "Open the workbook in Excel and save it anew."
_CLEAN = "Ask for a clean file, saved by Excel."
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook may be. Rows, columns and cells: that hold a value. Sizes are in bytes."""

    rows: int = 200_000
    columns: int = 500
    cells: int = 2_000_000  # of the whole book
    tables: int = 500_000  # cells of the sheets that make a programme, of which each becomes objects
    tags: int = 12_000_000  # in the XML of all sheets, formatted cells too; in that of any other part
    listed: int = 500_000  # tags of a part that is a list of objects: styles, kinds of parts, relations
    merged: int = 1_000_000  # cells under the merged and hyperlinked areas of a sheet
    entries: int = 2_000  # files inside the .xlsx
    ratio: int = 100  # unpacked to packed size
    file: int = 200_000_000
    part: int = 100_000_000  # unpacked, any part but a sheet
    total: int = 1_500_000_000  # unpacked


LIMITS = Limits()


@dataclass(slots=True)
class Room:
    """What parts may still hold, of which a scan takes its own: cells with a value, tags."""

    cells: int
    tags: int


class Unsafe(Exception):
    """Something no workbook needs, or more than the limits allow. `cell`: where in the sheet, or ""."""

    def __init__(self, rule: str, message: str, hint: str = "", cell: str = "") -> None:
        self.rule, self.message, self.hint, self.cell = rule, message, hint, cell
        super().__init__(message)


@dataclass(slots=True)
class SheetScan:
    """What a sheet's XML holds. `last_row`, `last_column`: of the last values (0 = none).

    uncalculated: some formula has no stored value. hidden_rows: those with a value. hidden_spans: (first, last)
    column. cut: first and last byte of the rows after the last value, save the very last one.
    """

    last_row: int = 0
    last_column: int = 0
    values: int = 0
    uncalculated: bool = False
    merged: tuple[str, ...] = ()
    hidden_rows: int = 0
    hidden_spans: tuple[tuple[int, int], ...] = ()
    cut: tuple[int, int] = (0, 0)

    def hidden_columns(self) -> int:
        """Number of hidden columns that lie within the values."""
        hidden: set[int] = set()
        for first, last in self.hidden_spans:
            hidden.update(range(first, min(last, self.last_column) + 1))
        return len(hidden)


def scan(part: IO[bytes], limits: Limits, room: Room) -> SheetScan | None:
    """Reads an XML part to its end, and takes from `room` what it holds. None: the part is no sheet.

    Raises Unsafe, expat.ExpatError (not well formed) and what reading `part` raises.
    """
    reader = _Reader(limits, room)
    fed = 0
    for chunk in chunks(part):
        room.tags -= chunk.count(b"<")  # of the end of an element too
        if room.tags < 0:
            raise Unsafe("number of elements", "its XML holds more elements than any table needs.", _CLEAN)
        reader.parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - reader.parser.CurrentByteIndex > _LONGEST_TOKEN:
            raise Unsafe("damaged XML", "a single piece of its XML is longer than 1 MB.", _CLEAN)
    reader.parser.Parse(b"", True)
    return reader.result()


def chunks(part: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a part, 256 KB at a time."""
    while chunk := part.read(_CHUNK):
        yield chunk


def column_number(letters: str) -> int:
    """A -> 1, XFD -> 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _Reader:
    """expat's handlers. Rows and cells must come in order, because openpyxl drops those that do not."""

    def __init__(self, limits: Limits, room: Room) -> None:
        self.limits, self.room = limits, room
        self.scan: SheetScan | None = None
        self.row = self.column = self.area = 0
        self.row_text = ""
        self.hidden = self.valued = self.waiting = False  # waiting: for the stored value of a formula
        self.cell: dict[str, str] = {}
        self.from_byte = self.to_byte = 0
        self.merged: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.columns: dict[str, int] = {}
        self.handlers = {
            _MAIN + "is": self._valued,
            _MAIN + "f": self._formula,
            _MAIN + "row": self._row,
            _MAIN + "col": self._col,
            _MAIN + "mergeCell": self._merge,
            _MAIN + "hyperlink": self._cover,
        }
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._root

    def result(self) -> SheetScan | None:
        if self.scan:
            self.scan.uncalculated |= self.waiting
            self.scan.merged, self.scan.hidden_spans = tuple(self.merged), tuple(self.spans)
            if self.row > self.scan.last_row:
                self.scan.cut = self.from_byte, self.to_byte
        return self.scan

    def _doctype(self, *_: object) -> None:
        raise Unsafe("document type", "its XML declares a document type or entities, as no workbook does.", _CLEAN)

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        self.parser.StartElementHandler = None
        if name.startswith(_STRICT):
            hint = 'Save it in Excel as "Excel Workbook (*.xlsx)".'
            raise Unsafe("strict xlsx", 'it is saved as "Strict Open XML Spreadsheet".', hint)
        if name == _MAIN + "worksheet":
            self.scan = SheetScan()
            self.parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """Called for every element of the sheet, so the commonest, cells and their values, come first."""
        if name == _CELL:
            if self.waiting:
                self._uncalculated()
            self.valued = False
            self.cell = attributes
            place = attributes.get("r")
            if place is None:
                self.column += 1
                if self.column > SHEET_COLUMNS:
                    raise Unsafe("cell reference", f"row {self.row} has more cells than a sheet.", _SAVE_ANEW)
                return
            letters = place.rstrip("0123456789")
            column = self.columns.get(letters) or self._column(letters, place)
            if column <= self.column or place != letters + self.row_text:
                message = f"the cell {place} is out of order or there twice."
                raise Unsafe("cell order", message, _SAVE_ANEW, place)
            self.column = column
        elif name == _VALUE:
            if not self.valued:
                self._valued(attributes)
            if self.waiting:
                self.parser.CharacterDataHandler = self._calculated
        elif name in self.handlers:
            self.handlers[name](attributes)

    def _row(self, attributes: dict[str, str]) -> None:
        assert self.scan is not None
        here = self.parser.CurrentByteIndex
        if self.row == self.scan.last_row:
            self.from_byte = here
        self.to_byte = here
        text = attributes.get("r")
        row = self.row + 1 if text is None else _whole(text, SHEET_ROWS, "row")
        if row <= self.row:
            message = f"row {row} comes after row {self.row}."
            raise Unsafe("cell order", message, _SAVE_ANEW, f"A{row}")
        self.row, self.row_text, self.column = row, str(row), 0
        self.hidden = attributes.get("hidden") in ("1", "true")

    def _column(self, letters: str, place: str) -> int:
        column = column_number(letters) if re.fullmatch("[A-Z]{1,3}", letters) else 0
        if not 0 < column <= SHEET_COLUMNS:
            raise Unsafe("cell reference", f"'{place[:20]}' is no cell of a sheet.", _SAVE_ANEW)
        self.columns[letters] = column
        return column

    def _valued(self, attributes: dict[str, str]) -> None:
        if self.valued or not self.row:
            return
        assert self.scan is not None
        self.valued = True
        found = self.scan
        found.values += 1
        if self.row > self.limits.rows or self.column > self.limits.columns:
            place = f"{get_column_letter(self.column)}{self.row}"
            most = f"{self.limits.rows:,} rows and {self.limits.columns:,} columns"
            message = f"expected at most {most}, found a value beyond them."
            raise Unsafe("sheet size", message, "Delete it, or move it to the table it belongs to.", place)
        self.room.cells -= 1
        if self.room.cells < 0:
            message = f"expected at most {self.limits.cells:,} cells with a value in the workbook, found more."
            raise Unsafe("number of cells", message, "Leave sheets out that the plan does not need.")
        if self.row > found.last_row:
            found.last_row = self.row
            found.hidden_rows += self.hidden
        if self.column > found.last_column:
            found.last_column = self.column

    def _formula(self, attributes: dict[str, str]) -> None:
        self._valued(attributes)
        self.waiting = self.cell.get("t") != "str"  # there a stored empty text is a value

    def _calculated(self, text: str) -> None:
        if not text.isspace():
            self.waiting = False
            self.parser.CharacterDataHandler = None

    def _uncalculated(self) -> None:
        assert self.scan is not None
        self.scan.uncalculated, self.waiting = True, False
        self.parser.CharacterDataHandler = None

    def _col(self, attributes: dict[str, str]) -> None:
        first, last = (_whole(attributes.get(name, ""), SHEET_COLUMNS, "column") for name in ("min", "max"))
        if attributes.get("hidden") in ("1", "true"):
            self.spans.append((first, last))

    def _merge(self, attributes: dict[str, str]) -> None:
        self._cover(attributes)
        self.merged.append(attributes["ref"])

    def _cover(self, attributes: dict[str, str]) -> None:
        """A merged or hyperlinked area: openpyxl makes an object for each cell under it."""
        text = attributes.get("ref", "")
        match = _AREA.fullmatch(text)
        if not match:
            raise Unsafe("cell reference", f"'{text[:40]}' is no area of a sheet.", _SAVE_ANEW)
        left, top, right, bottom = match[1], int(match[2]), match[3] or match[1], int(match[4] or match[2])
        width, height = column_number(right) - column_number(left) + 1, bottom - top + 1
        self.area += max(width, 1) * max(height, 1)
        beyond = bottom > self.limits.rows or column_number(right) > self.limits.columns
        if beyond or min(width, height, top) < 1 or self.area > self.limits.merged:
            message = f"the merged or hyperlinked area {text} is none that a table can have."
            raise Unsafe("area size", message, "Unmerge it, or remove its hyperlink.", f"{left}{top}")


def _whole(text: str, most: int, what: str) -> int:
    number = int(text) if re.fullmatch("[0-9]{1,9}", text) else 0
    if not 0 < number <= most:
        raise Unsafe("cell reference", f"'{text[:20]}' is no {what} of a sheet.", _SAVE_ANEW)
    return number
