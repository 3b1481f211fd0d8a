"""Two plan workbooks cell by cell and byte by byte."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

from openpyxl.utils import get_column_letter

from procure.findings import ERROR, Finding
from procure.workbook import cells
from procure.workbook.cells import Cell, RawSheet
from procure.workbook.gate import look

NEAR = 1e-12  # of a figure: what a spreadsheet's 15 digits may lose
Sheets = Mapping[str, RawSheet]


def cells_apart(first: Sheets, second: Sheets, left_out: Collection[str] = ()) -> list[Finding]:
    """A Finding of each sheet that is not alike in both: how many cells, and the first of them.

    left_out: rows that begin with these texts do not count.
    """
    found = []
    for name in dict.fromkeys((*first, *second)):
        if name not in first or name not in second:
            message = f"there is such a sheet in {'the first' if name in first else 'the second'} workbook alone."
            found.append(Finding(ERROR, name, "sheet differs", message))
            continue
        rows = (_counted(sheet[name], left_out) for sheet in (first, second))
        apart = [pair for a, b in zip_longest(*rows, fillvalue=()) for pair in _apart(a, b)]
        if apart:
            one, other = apart[0]
            at = one or other
            where = "" if at is None else f"!{get_column_letter(at.column)}{at.row}"
            message = f"{len(apart)} cells differ; the first was {_shown(one)} and is {_shown(other)} now."
            found.append(Finding(ERROR, f"{name}{where}", "sheet differs", message))
    return found


def parts_apart(first: Path, second: Path) -> list[str]:
    """Names of the sheets whose bytes differ, and after them of other parts of the files."""
    ours, theirs = _parts(first), _parts(second)
    return [name for name in dict.fromkeys((*ours, *theirs)) if ours.get(name) != theirs.get(name)]


def _parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook behind the gate: sheets by their titles, in order, then the others by their paths."""
    titles = {seen.part: seen.name for seen in look(path).sheets}
    with zipfile.ZipFile(path) as archive:
        return {titles.get(name, name): archive.read(name) for name in (*titles, *sorted(archive.namelist()))}


def _counted(sheet: RawSheet, left_out: Collection[str]) -> list[tuple[Cell, ...]]:
    return [row for row in sheet.rows if row[0].value not in left_out]


def _apart(one: tuple[Cell, ...], other: tuple[Cell, ...]) -> Iterator[tuple[Cell | None, Cell | None]]:
    """Pairs of cells of a row that are not alike; None where there is none."""
    ours, theirs = ({cell.column: cell for cell in row} for row in (one, other))
    for column in sorted({*ours, *theirs}):
        pair = ours.get(column), theirs.get(column)
        if not _alike(*pair):
            yield pair


def _alike(one: Cell | None, other: Cell | None) -> bool:
    if one is None or other is None:
        return one is other
    if one.kind == other.kind == cells.NUMBER and isinstance(one.value, int | float):
        assert isinstance(other.value, int | float)
        return abs(one.value - other.value) <= NEAR * max(1.0, abs(one.value))
    return (one.kind, one.value) == (other.kind, other.value)


def _shown(cell: Cell | None) -> str:
    return "blank" if cell is None else repr(cell.value)
