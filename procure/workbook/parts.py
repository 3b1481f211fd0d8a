"""Parts of a workbook: what one ministry or one firm fills in, so that they keep their figures from each other.

A part has the rows that are its owner's own, and what they refer to: names, not figures, in sheets that Excel keeps
from being edited. A comment in its sheet Programme says whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from procure import text
from procure.findings import ERROR, Finding, Refused
from procure.kinds.first_plan import Row
from procure.workbook import sheets, template
from procure.workbook.retyped import Line, Opened

NATION, SUPPLIER = "nation", "supplier"

# What is the owner's own: the rows of these sheets that name it in this column.
OWNED: Mapping[str, Mapping[str, str]] = {
    NATION: {
        "Nations": "nation", "Shares": "nation", "Requirements": "nation", "Budgets": "nation", "Rules": "asked by",
        "History": "nation", "Controls": "owner",
    },
    SUPPLIER: {
        "Suppliers": "supplier", "Capacity": "supplier", "Investments": "supplier", "Quotes": "supplier",
        "Content": "supplier",
    },
}  # fmt: skip

# What it is shown beside: every row of these sheets, these columns alone. Nobody's figures are among them.
CONTEXT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    NATION: {
        "Phases": ("phase", "key", "signed", "programme"),
        "Items": ("item", "phase", "unit", "whole", "family", "standards"),
    },
    SUPPLIER: {
        "Nations": ("nation", "groups"),
        "Phases": ("phase", "signed"),
        "Items": ("item", "phase", "unit"),
        "Packages": ("package", "kind", "phase", "items", "sector"),
    },
}

# Settings that a part's figures are to be read by.
SETTINGS = (
    "name", "currency", "price base", "first period", "period length", "periods", "plan in", "work counted as",
    "gdp in millions", "marking",
)  # fmt: skip

_SHOWN = ("setting", "value")  # columns of Programme
_WHOSE = re.compile(rf"#\s*part of ({NATION}|{SUPPLIER}) (.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Owner:
    """Whose a part is. kind: NATION or SUPPLIER. name: as its sheet has it."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def home(self) -> str:
        """The sheet with the owner's own row."""
        return "Nations" if self.kind == NATION else "Suppliers"

    @property
    def sheets(self) -> Mapping[str, str]:
        """The sheets that it has rows of, each with the column that names it."""
        return OWNED[self.kind]

    def owns(self, sheet: str, line: Line) -> bool:
        """Whether the row is its own."""
        return line.record is not None and sheet in self.sheets and line.record[self.sheets[sheet]] == self.name


def whose(book: Opened) -> Owner | None:
    """The owner of a part; None where the workbook is no part."""
    for said in book.comments(sheets.PROGRAMME.name):
        found = _WHOSE.fullmatch(text.clean(said))
        if found:
            return Owner(found[1].casefold(), found[2])
    return None


def whole(book: Opened) -> Iterator[Finding]:
    """A complaint where a part stands in the place of the book."""
    owner = whose(book)
    if owner is not None:
        message = f"expected the whole book, found the part of {owner}."
        yield Finding(ERROR, str(book.path), "part for a book", message)


def unknown(book: Opened, owner: Owner) -> str:
    """What is to be said of an owner that the book does not have; "" where it has it."""
    known = [str(line.figures[owner.kind]) for line in book.rows(owner.home)]
    if owner.name in known:
        return ""
    message = f"expected a {owner.kind} of {book.path.name}, found '{owner.name}'. "
    return (message + text.did_you_mean(owner.name, known)).strip()


def rows(book: Opened, owner: Owner) -> dict[str, list[Row]]:
    """The rows of the owner's part by sheet; one that it has no rows of yet is there to be filled in."""
    own = {name: [line for line in book.rows(name) if owner.owns(name, line)] for name in owner.sheets}
    found = {name: [Row(given=_mine(line)) for line in lines] for name, lines in own.items()}
    for name, columns in CONTEXT[owner.kind].items():
        found[name] = [Row(given=_only(line, columns)) for line in book.rows(name)]
    settings = [line for line in book.rows("Programme") if str(line.figures["setting"]).casefold() in SETTINGS]
    found["Programme"] = [*_heading(owner), *(Row(given=_only(line, _SHOWN)) for line in settings)]
    return found


def write(path: Path, book: Opened, owner: Owner, full: bool = False) -> dict[str, int]:
    """Write the owner's part of a book; returns its number of rows in each sheet that it fills in.

    Raises Refused where the book is itself a part, whole.NotWritten where the file cannot be written.
    """
    wrong = list(whole(book))
    if wrong:
        raise Refused(wrong)
    locked = {"Programme": _SHOWN, **CONTEXT[owner.kind]}
    kept = [_narrowed(sheet, locked) for sheet in sheets.SHEETS if sheet.name in locked or sheet.name in owner.sheets]
    tables = rows(book, owner)
    extent = template.Extent(full, kept, tuple(locked), book.programme)
    template.write(path, tables, book.programme.calendar, extent)
    return {name: len(tables[name]) for name in sheets.names() if name in owner.sheets}


def _heading(owner: Owner) -> Iterator[Row]:
    yield Row(given={"setting": f"# part of {owner}"})
    mine, shown = (", ".join(n for n in sheets.names() if n in named) for named in (owner.sheets, CONTEXT[owner.kind]))
    yield Row(given={"setting": f"# to be filled in: {mine}"})
    yield Row(given={"setting": f"# to be read only: Programme, {shown}; a change in them is refused by procure merge"})


def _mine(line: Line) -> dict[str, str | float | int]:
    """The row without the columns that the planner leaves alone: they are the office's own remarks."""
    return {name: value for name, value in line.cells.items() if not name.startswith("#")}


def _only(line: Line, columns: tuple[str, ...]) -> dict[str, str | float | int]:
    return {name: value for name, value in line.cells.items() if name in columns}


def _narrowed(sheet: sheets.Sheet, locked: Mapping[str, tuple[str, ...]]) -> sheets.Sheet:
    """A sheet that is to be read only has no columns but those shown."""
    if sheet.name not in locked:
        return sheet
    columns = tuple(column for column in sheet.columns if column.name in locked[sheet.name])
    return replace(sheet, columns=columns, periods="")
