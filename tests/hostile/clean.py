"""A small programme that plans, cell by cell, so that one thing at a time can be wrong with its file."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from procure.workbook.headers import letter
from tests.workbook import books, broken
from tests.workbook.books import Tables

_CLEAN: Tables = {
    "Programme": [
        ["setting", "value", "note"],
        ["name", "Ten vehicles"],
        ["currency", "EUR"],
        ["price base", 2026],
        ["first period", 2027],
        ["period length", "year"],
        ["periods", 5],
        ["model", "best-value"],
    ],
    "Nations": [["nation", "role", "groups", "note"], ["Alba", "partner", "EU"], ["Borea", "partner", "EU"]],
    "Phases": [["phase", "key", "note"], ["Production", "table"]],
    "Shares": [["phase", "nation", "weight", "note"], ["Production", "Alba", 60], ["Production", "Borea", 40]],
    "Items": [["item", "phase", "unit", "unit price", "max rate", "note"], ["Vehicle", "Production", "vehicle", 5, 10]],
    "Requirements": [
        ["nation", "item or family", "total", "first", "last", "note"],
        ["Alba", "Vehicle", 6, 2029, 2031],
        ["Borea", "Vehicle", 4, 2029, 2031],
    ],
    "Packages": [
        ["package", "kind", "phase", "items", "value", "sector", "months", "after", "divisible", "note"],
        ["Design", "one-off", "Production", None, 12, "design", 12, None, "no"],
        ["Body", "per unit", "Production", "Vehicle", 3, "steel", 12, None, "no"],
        ["Engine", "per unit", "Production", "Vehicle", 2, "engines", 12, "Design", "yes"],
    ],
    "Suppliers": [
        ["supplier", "nation", "sectors", "price factor", "note"],
        ["Alba Works", "Alba", "steel; design", 1],
        ["Borea Motors", "Borea", "engines", 1],
    ],
    "Quotes": [["supplier", "package", "price", "currency", "note"], ["Borea Motors", "Engine", 1.9, None]],
    "Budgets": [
        ["nation", 2027, 2028, 2029, 2030, 2031, "note"],
        ["Alba", 20, 30, 30, 30, 30],
        ["Borea", 20, 30, 30, 30, 30],
    ],
}


class Xml(str):
    """A cell as its XML, with {r} for its attribute of place, as in '<c {r} t="e"><v>#REF!</v></c>'."""


class Date(int):
    """A serial number in a cell that is formatted as a date."""


class Percent(float):
    """A number in a cell that is formatted as a per cent."""


def tables() -> Tables:
    """The programme, to be changed at will."""
    return copy.deepcopy(_CLEAN)


def edited(*edits: tuple[str, str, Any]) -> Tables:
    """The programme with cells changed: (sheet, address or header and row as "value 3", new value)."""
    found = tables()
    for sheet, place, value in edits:
        header, _, row_text = place.rpartition(" ")
        rows = found.setdefault(sheet, [[]])
        row, column = books.place(place) if not header else (int(row_text), _column(rows[0], header))
        rows.extend([] for _ in range(row - len(rows)))
        rows[row - 1].extend([None] * (column - len(rows[row - 1])))
        rows[row - 1][column - 1] = value
    return found


def _column(headers: list[Any], header: str) -> int:
    """Number of the column of that header, from 1; a new one if need be."""
    if header not in map(str, headers):
        headers.append(header)
    return [str(known) for known in headers].index(header) + 1


def renamed(names: Mapping[str, str]) -> Tables:
    """The programme with texts replaced wherever they are a cell, or a part of one."""
    found = tables()
    for rows in found.values():
        for row in rows:
            for column, value in enumerate(row):
                if isinstance(value, str):
                    row[column] = "; ".join(names.get(part, part) for part in value.split("; "))
    return found


def pages(content: Tables) -> dict[str, str]:
    """The XML of each sheet."""
    return {name: broken.sheet_xml("".join(rows(table))) for name, table in content.items()}


def rows(table: list[list[Any]], first: int = 1) -> list[str]:
    """The XML of each row that is not blank, numbered from `first`."""
    found = []
    for number, row in enumerate(table, start=first):
        cells = "".join(cell(number, column, value) for column, value in enumerate(row, 1) if value is not None)
        if cells:
            found.append(f'<row r="{number}">{cells}</row>')
    return found


def cell(row: int, column: int, value: Any) -> str:
    """The XML of a cell."""
    place = f'r="{letter(column)}{row}"'
    if isinstance(value, Xml):
        return value.replace("{r}", place)
    if isinstance(value, bool):
        return f'<c {place} t="b"><v>{value:d}</v></c>'
    if isinstance(value, Date | Percent):
        return f'<c {place} s="{2 if isinstance(value, Date) else 1}"><v>{value!r}</v></c>'
    if isinstance(value, int | float):
        return f"<c {place}><v>{value!r}</v></c>"
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def parts(content: Tables | None = None, **options: Any) -> dict[str, str]:
    """The parts of the archive; options as for broken.parts."""
    made = pages(tables() if content is None else content)
    return broken.parts({quoteattr(name)[1:-1]: xml for name, xml in made.items()}, **options)


def part_of(sheet: str, content: Tables | None = None) -> str:
    """The name of a sheet's part."""
    return f"xl/worksheets/sheet{list(content or _CLEAN).index(sheet) + 1}.xml"


def write(folder: Path, content: Tables | None = None, **options: Any) -> Path:
    """The programme as a file."""
    return broken.pack(folder / "book.xlsx", parts(content, **options))
