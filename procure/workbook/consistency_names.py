"""Names across sheets: what a cell refers to must be there; sheets that are missing or misspelt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from procure import text
from procure.findings import ERROR, WARNING, Finding
from procure.workbook import sheets
from procure.workbook.build import part
from procure.workbook.build_context import KINDS, Context
from procure.workbook.cells import Book
from procure.workbook.sheets import Column
from procure.workbook.table import Record

WRITTEN = "Checks"  # a sheet of every plan's workbook, which is no slip of Changes


def sheets_of(book: Book) -> Iterator[Finding]:
    """Sheets that are needed and missing, and unknown ones whose name nearly is a sheet's."""
    present = {*(raw.name for raw in book.sheets), *book.unread}
    missing = [sheet for sheet in sheets.SHEETS if sheet.name not in present]
    unknown = present - set(sheets.names()) - {WRITTEN}
    for name in sorted(unknown):
        match = text.nearest(name, sheets.names())
        if match and _is_near(name, match):
            message = "the sheet is not read" + ("." if match in present else f"; there is no sheet '{match}'.")
            yield Finding(WARNING, name, "unknown sheet", message, f"Did you mean '{match}'?")
    for sheet in missing:
        other = {"Items": "Requirements", "Requirements": "Items"}.get(sheet.name)
        if sheet.needed:
            yield Finding(ERROR, sheet.name, "missing sheet", f"expected a sheet '{sheet.name}', found none.")
        elif other in present:
            message = f"expected a sheet '{sheet.name}' beside {other}, found none."
            yield Finding(ERROR, sheet.name, "missing sheet", message, "Items and Requirements are needed together.")


def _is_near(name: str, match: str) -> bool:
    """Whether a sheet's name is a slip of the other, not merely another word."""
    a, b = text.fold(name), text.fold(match)
    return a == b or (abs(len(a) - len(b)) <= 2 and text.nearest(name, [match]) is not None and a[:2] == b[:2])


def references(context: Context) -> None:
    """Complains of every name that none of the sheets its column refers to has."""
    for table in context.tables.values():
        for column in table.sheet.columns:
            if not column.refers or column.type == sheets.FILTER:
                continue
            families = ("family",) if column.name == "item or family" else ()
            known = dict.fromkeys(context.names.of(*(KINDS[name] for name in column.refers), *families))
            for record in table.records:
                _check(context, record, column, known)
    for record in context.tables["Programme"].records:
        setting = next((s for s in sheets.SETTINGS if s.refers and s.name == record["setting"]), None)
        if setting is not None and record["value"]:
            known = dict.fromkeys(context.names.of(*(KINDS[name] for name in setting.refers)))
            _check(context, record, replace(setting, name="value"), known)


def _check(context: Context, record: Record, column: Column, known: Collection[str]) -> None:
    where = " or ".join(column.refers)
    for name in _referred(record[column.name], column, known):
        if name not in known:
            context.unknown(record, column.name, f"a name of {where}", name, known)


def _referred(value: object, column: Column, known: Collection[str]) -> Iterable[str]:
    if column.type == sheets.PARTS:
        return [part(one, known)[0] for one in value]  # type: ignore[attr-defined]
    if column.type == sheets.NAMES:
        return value  # type: ignore[return-value]
    return [] if value is None else [str(value)]
