"""A workbook's cells as they are: read behind the gate, nothing guessed, every cell told apart from its look-alikes.

openpyxl's streaming reader, once for the stored values and, where a formula seems to have none, once more for the
formulas, because only both together tell a formula without a stored value from a blank cell.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import itertools
import math
import re
import tempfile
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from procure.findings import ERROR, NOTE, Finding, errors
from procure.workbook import cells
from procure.workbook.cells import Book, Cell, RawSheet
from procure.workbook.gate import Seen, look
from procure.workbook.scan import LIMITS, SheetScan, chunks

# What openpyxl and the libraries under it raise on a damaged file: they check little, so a wrong attribute ends in
# whatever the code that meets it raises; SyntaxError is what a parser of XML, the library's or lxml's, raises.
DAMAGED = (
    ArithmeticError, AssertionError, AttributeError, EOFError, InvalidFileException, LookupError, MemoryError,
    NotImplementedError, OSError, RecursionError, SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
ERROR_CODES = frozenset((
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!",
    "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!", "#EXTERNAL!",
))  # fmt: skip
MOST_NOTES = 20  # on invisible characters, a sheet
_MANY = f"expected at most {LIMITS.tables:,} cells with a value in the sheets of a programme, found more."
_LONG_END = 1_000_000  # bytes of rows after the last value
EDGE = " \t\r\n\u00a0\u2007\u202f\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')  # parts of a number format that are no code


def open_book(path: Path, only: Collection[str] | None = None) -> Book:
    """Every non-blank cell of the sheets named in `only` (None: of all sheets), in the order of the tabs.

    Never raises for what is in the file: where the gate refuses it, or it cannot be read, the book has no sheets and
    a finding of level error. Text loses spaces at its ends, visible or not, and is composed (NFC).
    """
    found = look(path)
    findings = list(found.findings)
    if errors(findings):
        return Book(str(path), (), tuple(findings))
    wanted = [seen for seen in found.sheets if only is None or seen.name in only]
    unread = tuple(seen.name for seen in found.sheets if seen not in wanted)
    if only is not None and sum(seen.scan.values for seen in wanted) > LIMITS.tables:
        findings.append(Finding(ERROR, path.name, "number of cells", _MANY, "Leave out what the plan does not need."))
        return Book(str(path), (), tuple(findings))
    notes: list[Finding] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of openpyxl, on what it leaves out
            sheets = tuple(_read(path, wanted, notes))
    except DAMAGED as problem:
        message = f"the workbook cannot be read: {str(problem)[:200] or type(problem).__name__}."
        hint = "Open it in Excel and save it anew."
        return Book(str(path), (), (*findings, Finding(ERROR, path.name, "damaged file", message, hint)))
    return Book(str(path), sheets, (*findings, *notes), unread)


@contextlib.contextmanager
def opened(book: Path, sheets: Iterable[Seen]) -> Iterator[IO[bytes]]:
    """The file for openpyxl, which keeps an object for every formatted row: long empty ends of sheets are left out."""
    cuts = {seen.part: seen.scan.cut for seen in sheets if seen.scan.cut[1] - seen.scan.cut[0] > _LONG_END}
    if not cuts:
        with book.open("rb") as file:  # by handle: openpyxl refuses other endings than .xlsx
            yield file
        return
    with tempfile.TemporaryFile() as short:
        with zipfile.ZipFile(book) as source, zipfile.ZipFile(short, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in source.infolist():
                with source.open(entry) as old, target.open(entry.filename, "w") as new:
                    _copy_without(old, new, *cuts.get(entry.filename, (0, 0)))
        yield short


def _copy_without(old: IO[bytes], new: IO[bytes], first: int, last: int) -> None:
    """Copies all bytes but those from `first` to before `last`."""
    position = 0
    for chunk in chunks(old):
        new.write(chunk[: max(0, first - position)] + chunk[max(0, last - position) :])
        position += len(chunk)


def _read(path: Path, wanted: Sequence[Seen], notes: list[Finding]) -> Iterator[RawSheet]:
    """The sheets one by one; the notes on them are added to `notes`."""
    with opened(path, wanted) as file, contextlib.ExitStack() as stack:
        values = stack.enter_context(_workbook(file, data_only=True))
        unsure = any(seen.scan.uncalculated for seen in wanted)
        formulas = stack.enter_context(_workbook(file, data_only=False)) if unsure else None
        for seen in wanted:
            found, reader = seen.scan, _SheetReader(seen.name)
            beside = _rows(formulas[seen.name], found) if formulas and found.uncalculated else None
            try:
                rows = tuple(reader.rows(_rows(values[seen.name], found), beside))
            except DAMAGED as problem:
                raise ValueError(f"sheet '{seen.name}', after row {reader.row}: {problem}") from problem
            hidden = found.hidden_rows, found.hidden_columns()
            yield RawSheet(seen.name, rows, found.merged, seen.hidden, *hidden)
            notes += reader.notes()


def _workbook(file: IO[bytes], data_only: bool) -> contextlib.closing[Any]:
    reader = _CellsAlone(file, read_only=True, data_only=data_only, keep_links=False)
    reader.read()
    return contextlib.closing(reader.wb)


class _CellsAlone(ExcelReader):  # type: ignore[misc]
    """openpyxl's reader without the parts that no cell needs, which may be large, or damaged, and do no harm."""

    def read_chartsheet(self, sheet: Any, relation: Any) -> None:
        """Left out, with all charts on it."""

    def read_properties(self) -> None:
        """Left out: author and title."""

    def read_custom(self) -> None:
        """Left out."""

    def read_theme(self) -> None:
        """Left out."""


def _rows(sheet: Any, found: SheetScan) -> Iterator[tuple[Any, ...]]:
    """openpyxl's rows down to the last value: what the sheet says of its own size may be wrong."""
    if not found.last_row:
        return iter(())
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(1, found.last_row, 1, found.last_column)
    return rows


class _SheetReader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.row = 0  # the last one read
        self.cleaned: list[str] = []

    def rows(
        self, values: Iterable[tuple[Any, ...]], formulas: Iterable[tuple[Any, ...]] | None
    ) -> Iterator[tuple[Cell, ...]]:
        """The non-blank cells of each row that has any. `formulas`: None where each has a stored value."""
        for row, beside in zip(values, formulas or itertools.repeat(()), strict=formulas is not None):
            found = [cell for each in row if each.value is not None and (cell := self.cell(each))]
            missing = [cell for pair in zip(row, beside, strict=False) if (cell := _without_value(*pair))]
            if missing:
                found = sorted((*found, *missing), key=lambda cell: cell.column)
            self.row += 1
            if found:
                yield tuple(found)

    def cell(self, found: Any) -> Cell | None:
        """An openpyxl cell with a value; None if it is text that is blank."""
        row, column, value, kind = found.row, found.column, found.value, found.data_type
        if kind == "e":
            return Cell(row, column, str(value), cells.ERROR)
        if isinstance(value, bool):
            return Cell(row, column, value, cells.YES_NO)
        if isinstance(value, int | float):
            if not _is_finite(value):
                return Cell(row, column, str(value)[:40], cells.ERROR)
            return Cell(row, column, value, cells.NUMBER, _shows_percent(found.number_format))
        if isinstance(value, datetime.datetime):
            return Cell(row, column, value, cells.DATE)
        if isinstance(value, datetime.date):
            return Cell(row, column, datetime.datetime(value.year, value.month, value.day), cells.DATE)
        return self.text(row, column, str(value))

    def text(self, row: int, column: int, text: str) -> Cell | None:
        clean = unicodedata.normalize("NFC", text).strip(EDGE)
        if clean != text.strip(" \t\r\n"):
            self.cleaned.append(f"{get_column_letter(column)}{row}")
        if not clean:
            return None
        return Cell(row, column, clean, cells.ERROR if clean in ERROR_CODES else cells.TEXT)

    def notes(self) -> Iterator[Finding]:
        """What was taken from the ends of texts and cannot be seen, save ordinary spaces."""
        message = "invisible characters were left out, or letters composed of two parts were joined."
        for place in self.cleaned[:MOST_NOTES]:
            yield Finding(NOTE, f"{self.name}!{place}", "invisible characters", message)
        more = len(self.cleaned) - MOST_NOTES
        if more > 0:
            yield Finding(NOTE, self.name, "invisible characters", f"as in the cells before, in {more:,} more.")


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number of hundreds of digits
        return False


def _without_value(found: Any, formula: Any) -> Cell | None:
    """A cell for which no value is stored: a formula never calculated, or blank. "str" is a stored empty text."""
    if formula.data_type != "f" or found.value is not None or found.data_type == "str":
        return None
    text = getattr(formula.value, "text", formula.value)
    return Cell(formula.row, formula.column, str(text), cells.NO_VALUE)


@functools.lru_cache(maxsize=1024)
def _shows_percent(number_format: str) -> bool:
    return "%" in _NOT_SHOWN.sub("", number_format)
