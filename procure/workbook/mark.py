"""A marked copy of the user's workbook: the cells complained of coloured and commented, and all complaints listed.

The copy goes through openpyxl, which loses charts, pictures of some kinds, macros and the stored values of formulas.
That is why it is only a copy to look at: the user's own workbook is never written to.
"""

from __future__ import annotations

import contextlib
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from procure.findings import ERROR, NOTE, WARNING, Finding, Refused, errors
from procure.whole import NotWritten, intact_zip, refuse_same, write_whole
from procure.workbook.gate import Seen, look
from procure.workbook.raw import DAMAGED, opened
from procure.workbook.scan import SHEET_COLUMNS, SHEET_ROWS, column_number

COLOURS = {ERROR: "FF9A9A", WARNING: "FFCC66", NOTE: "D9D9D9"}  # red, amber, grey
LIST = "Complaints"
_LEVELS = (NOTE, WARNING, ERROR)  # from the least
_CELL = re.compile(r"(?P<sheet>.+)!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})(?:\s.*)?", re.DOTALL)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not in an XML file
_LONGEST_COMMENT, _LONGEST_CELL = 2_000, 32_767  # characters

Place = tuple[str, int, int]  # sheet, row, column


def mark(book: Path, findings: Iterable[Finding], copy: Path) -> int:
    """Writes `copy` (.xlsx) and returns the number of cells marked in it.

    A finding is marked where it names a cell of the book, as `Sheet!C14 column`; every one is in the sheet
    Complaints. Raises Refused if the gate refuses the book, NotWritten if the copy cannot be made.
    """
    refuse_same([book], copy)
    if copy.suffix.lower() != ".xlsx":
        raise NotWritten(f"{copy} was not written: the name of a marked copy ends in .xlsx.")
    found = look(book)
    if errors(found.findings):
        raise Refused(found.findings)
    listed = list(findings)
    with _copying(book, copy):
        workbook = _load(book, found.sheets)
    places = _mark_cells(workbook, listed)
    _list_findings(workbook, listed, places)
    with _copying(book, copy):
        write_whole(copy, workbook.save, intact_zip)
    return len(set(places.values()))


@contextlib.contextmanager
def _copying(book: Path, copy: Path) -> Iterator[None]:
    """What openpyxl raises on something it does not know becomes NotWritten; its warnings of what it drops go."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except DAMAGED as problem:
        what = f"{type(problem).__name__}: {str(problem)[:200]}"
        message = f"{copy} was not written: {book.name} has something that cannot be copied ({what})."
        raise NotWritten(message) from problem


def _load(book: Path, sheets: Sequence[Seen]) -> Any:
    with opened(book, sheets) as file:
        workbook = load_workbook(file)
    workbook.template = False
    return workbook


def _mark_cells(workbook: Any, findings: list[Finding]) -> dict[int, Place]:
    """Colours and comments; returns the place of each finding that has one, by its number in the list."""
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    merged = {title: _hidden_by_merging(sheet) for title, sheet in sheets.items()}
    places: dict[int, Place] = {}
    for number, finding in enumerate(findings):
        match = _CELL.fullmatch(finding.where)
        title = _title(match["sheet"], sheets) if match else ""
        if not match or not title:
            continue
        row, column = int(match["row"]), column_number(match["column"])
        if 0 < row <= SHEET_ROWS and column <= SHEET_COLUMNS:
            places[number] = title, *merged[title].get((row, column), (row, column))
    grouped: dict[Place, list[Finding]] = {}
    for number, place in places.items():
        grouped.setdefault(place, []).append(findings[number])
    for (title, row, column), here in grouped.items():
        _mark_cell(sheets[title].cell(row, column), here)
    return places


def _title(text: str, sheets: dict[str, Any]) -> str:
    """The sheet meant, also where it is quoted as in a formula; "" if the book has none."""
    unquoted = text[1:-1].replace("''", "'") if text[:1] == text[-1:] == "'" else text
    return next((name for name in (text, unquoted) if name in sheets), "")


def _hidden_by_merging(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """(row, column) of each cell under a merged area -> that of the area's first cell, which can be marked."""
    return {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _mark_cell(cell: Any, findings: list[Finding]) -> None:
    worst = max((finding.level for finding in findings), key=_LEVELS.index)
    cell.fill = PatternFill("solid", fgColor=COLOURS[worst])
    lines = [cell.comment.text] if cell.comment else []
    lines += [f"{finding.level}: {finding.message} {finding.hint}".rstrip() for finding in findings]
    text = _writable("\n\n".join(lines), _LONGEST_COMMENT)
    cell.comment = Comment(text, "procure", width=360, height=min(60 + len(text) // 2, 400))


def _list_findings(workbook: Any, findings: list[Finding], places: dict[int, Place]) -> None:
    """The sheet Complaints, first in the book; a place that was marked is a link to its cell."""
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = False  # else what is typed goes into every selected sheet
    listing = workbook.create_sheet(LIST, 0)
    workbook.active = 0
    for column, (header, width) in enumerate(
        (("level", 10), ("where", 34), ("complaint", 90), ("way out", 60)), start=1
    ):
        _put(listing.cell(1, column), header).font = Font(bold=True)
        listing.column_dimensions[get_column_letter(column)].width = width
    listing.freeze_panes = "A2"
    for number, finding in enumerate(findings):
        row = number + 2
        for column, text in enumerate((finding.level, finding.where, finding.message, finding.hint), start=1):
            _put(listing.cell(row, column), text).alignment = Alignment(wrap_text=True, vertical="top")
        listing.cell(row, 1).fill = PatternFill("solid", fgColor=COLOURS[finding.level])
        if number in places:
            _link(listing.cell(row, 2), places[number])


def _link(cell: Any, place: Place) -> None:
    title, row, column = place
    quoted = title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{get_column_letter(column)}{row}")
    cell.font = Font(color="0563C1", underline="single")


def _put(cell: Any, text: str) -> Any:
    """Text stays text, whatever it begins with."""
    cell.value = _writable(text, _LONGEST_CELL)
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")
    return cell


def _writable(text: str, longest: int) -> str:
    clean = _UNWRITABLE.sub("", text)
    return clean if len(clean) <= longest else clean[: longest - 3] + "..."
