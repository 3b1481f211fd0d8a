"""A plan file read again, by itself: problem, plan, and what its sheets say; and whether these agree.

The plan comes from the sheet Decisions alone. Every other figure follows from it and from the copied inputs, so it
can be made again and compared.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from openpyxl.utils import get_column_letter

from procure import dues, key_names, tables
from procure.calendar import Calendar
from procure.facts import Facts
from procure.findings import ERROR, Finding, errors
from procure.plan import Key, Plan, Stage
from procure.problem import Problem
from procure.tables import record
from procure.workbook import cells, links, read, sheets, write_checks
from procure.workbook.cells import Cell, RawSheet
from procure.workbook.layout import Placed, lay_out
from procure.workbook.raw import open_book
from procure.workbook.write_sheets import clean

NEAR = Decimal("1e-12")  # of a figure: what a spreadsheet's 15 digits may lose
Grid = dict[tuple[int, int], Cell]  # by row and column from 0


@dataclass(frozen=True)
class PlanFile:
    """A plan workbook: its problem, its plan, and every sheet as published."""

    problem: Problem
    plan: Plan
    published: Mapping[str, RawSheet] = field(default_factory=dict)


def read_plan(path: Path) -> tuple[PlanFile | None, list[Finding]]:
    """Problem and plan of a workbook that `write` made (None where it cannot be read), and every complaint."""
    book = open_book(path)
    own = {sheet.name: sheet for sheet in book.sheets}
    if own and record.DECISIONS not in own:
        message, hint = f"expected a sheet {record.DECISIONS}.", "A plan file is what `procure plan` wrote."
        if record.EXTRACT in own:
            message = "expected a plan, found an extract of one for a nation."
            hint = "Ask for the plan file whose SHA-256 stands on its first sheet."
        return None, [*book.findings, Finding(ERROR, book.path, "no plan", message, hint)]
    inputs = replace(book, sheets=tuple(own[name] for name in sheets.names() if name in own))
    problem, findings = read.from_book(inputs, resolved=True)
    if problem is None:
        return None, findings
    reader = _Decisions(problem)
    reader.read(own[record.DECISIONS])
    findings += reader.findings
    if errors(findings):
        return None, findings
    stages, run = _run(own.get(record.RUN))
    return PlanFile(problem, Plan(reader.values, stages, run), own), findings


def differences(found: PlanFile) -> list[Finding]:
    """Every published figure that does not follow from the file's own inputs and decisions, with its cell."""
    x = tables.figures(found.problem, found.plan)
    findings: list[Finding] = []
    made = tables.sheets(x)
    for name, expected in made.items():
        if name not in found.published:
            findings.append(Finding(ERROR, name, "missing sheet", f"expected a sheet {name}, found none."))
            continue
        layout = lay_out(expected, found.problem.programme.marking)
        beside = links.furniture(name, (*found.published, *made, *sheets.names()))
        grid = _grid(found.published[name])
        write_checks.take_verdict(name, grid)
        findings += _compare(name, layout.cells, grid, beside)
    return findings


def _compare(
    sheet: str, placed: tuple[Placed, ...], grid: Grid, beside: frozenset[str]
) -> Iterator[Finding]:
    """beside: texts that may stand where no figure does."""
    seen = set()
    for cell in placed:
        place = cell.row, cell.column
        seen.add(place)
        published = grid.get(place)
        if not _same(cell.value, published):
            expected = "a blank cell" if cell.value in (None, "") else _words(cell.value)
            yield _differs(sheet, place, cell.name, expected, published)
    for place, extra in sorted(grid.items()):
        if place not in seen and extra.value not in beside:
            yield _differs(sheet, place, "", "a blank cell", extra)


def _differs(sheet: str, place: tuple[int, int], name: str, expected: str, published: Cell | None) -> Finding:
    where = f"{sheet}!{get_column_letter(place[1] + 1)}{place[0] + 1} {name}".rstrip()
    found = "a blank cell" if published is None else _words(published.value)
    hint = "The figure does not follow from the decisions of the file."
    return Finding(ERROR, where, "figure differs", f"expected {expected}, found {found}.", hint)


def _same(expected: str | Decimal | None, published: Cell | None) -> bool:
    if expected is None or isinstance(expected, str):
        text = _as_read(expected or "")
        return published is None if not text else published is not None and published.value == text
    number = _number(published)
    return number is not None and abs(number - expected) <= NEAR * max(Decimal(1), abs(expected))


def _as_read(text: str) -> str:
    """A text as it comes back from a cell."""
    return unicodedata.normalize("NFC", clean(text)).strip()


def _words(value: object) -> str:
    if isinstance(value, Decimal | float):
        return f"{float(value):.15g}"
    return repr(value) if isinstance(value, str) else str(value)


def _number(cell: Cell | None) -> Decimal | None:
    if cell is None or cell.kind != cells.NUMBER or isinstance(cell.value, bool):
        return None
    return Decimal(repr(cell.value)) if isinstance(cell.value, int | float) else None


def _grid(sheet: RawSheet) -> Grid:
    return {(cell.row - 1, cell.column - 1): cell for row in sheet.rows for cell in row}


class _Decisions:
    """Reads the sheet Decisions; collects values and complaints."""

    def __init__(self, problem: Problem) -> None:
        self.calendar: Calendar = problem.programme.calendar
        self.facts = Facts(problem)
        self.values: dict[str, dict[Key, Decimal]] = {}
        self.findings: list[Finding] = []
        extras = frozenset(extra.label for need in self.facts.needs.values() for extra in need.extras)
        self.known = {**key_names.known(self.facts), "q": extras}

    def read(self, sheet: RawSheet) -> None:
        header, body = _table(sheet, "family")
        if not header:
            message = "expected headers from family to unit, found none."
            self.findings.append(Finding(ERROR, f"{sheet.name}!1", "missing column", message))
        for row in body:
            by_name = {header[cell.column]: cell for cell in row if cell.column in header}
            if by_name:
                self._take(sheet.name, by_name)

    def _take(self, sheet: str, row: dict[str, Cell]) -> None:
        family = row.get("family")
        first = family or next(iter(row.values()))
        if family is None or family.value not in record.families():
            self._complain(sheet, first, "family", f"the name of a family, found {_shown(family)}")
            return
        name, value = str(family.value), _number(row.get("value"))
        key = self._key(sheet, name, row, family)
        if value is None:
            self._complain(sheet, row.get("value", family), "value", f"a number, found {_shown(row.get('value'))}")
        elif key is not None and key in self.values.get(name, {}):
            self._complain(sheet, family, "family", f"each decision once, found {name}{key} a second time")
        elif key is not None:
            self.values.setdefault(name, {})[key] = value

    def _key(self, sheet: str, name: str, row: dict[str, Cell], family: Cell) -> Key | None:
        key: list[str | int] = []
        number = 0
        for part in record.parts_of(name):
            number += part != "t"
            column = "period" if part == "t" else f"key {number}"
            labels = self._labels(name)
            known = frozenset(labels) if part == "t" else self._names(part, key)
            cell = row.get(column)
            text = str(cell.value) if cell else ""
            if known is not None and text not in known:
                self._complain(sheet, cell or family, column, f"{_PART[part]}, found {_shown(cell)}")
                return None
            key.append(labels.index(text) if part == "t" else text)
        return tuple(key)

    def _labels(self, family: str) -> list[str]:
        """Labels of the periods that a family's decisions may have."""
        periods = dues.periods(self.facts) if family in dues.FAMILIES else self.facts.periods
        return [self.calendar.label(t) for t in periods]

    def _names(self, part: str, key: list[str | int]) -> frozenset[str] | None:
        """What this part of a key may be; None = anything. A stream belongs to the package before it."""
        if part != "b":
            return self.known.get(part)
        return frozenset(stream.id for stream in self.facts.streams.get(str(key[0]), ())) or frozenset([""])

    def _complain(self, sheet: str, cell: Cell, column: str, expected: str) -> None:
        where = f"{sheet}!{get_column_letter(cell.column)}{cell.row} {column}"
        self.findings.append(Finding(ERROR, where, "unknown decision", f"expected {expected}."))


_PART = {
    "n": "a nation", "p": "a phase", "i": "an item", "d": "an item or a family", "w": "a package",
    "s": "a supplier", "t": "a period", "b": "a stream of the package", "k": "a technology", "f": "a fund",
    "c": "another cost", "e": "an investment", "q": "an option or a wish", "r": "a rule",
    "l": "a line of a budget",
}  # fmt: skip


def _shown(cell: Cell | None) -> str:
    return "a blank cell" if cell is None else f"{cell.value!r}"


def _table(sheet: RawSheet, first: str) -> tuple[dict[int, str], tuple[tuple[Cell, ...], ...]]:
    """Headers by column and the rows down to the next blank row, of the table whose first header is `first`."""
    rows = sheet.rows
    at = next((k for k, row in enumerate(rows) if row[0].value == first), None)
    if at is None:
        return {}, ()
    body = [row for gap, row in enumerate(rows[at + 1 :], start=1) if row[0].row == rows[at][0].row + gap]
    return {cell.column: str(cell.value) for cell in rows[at]}, tuple(body)


def remarks(found: PlanFile) -> list[Finding]:
    """What a plan's sheet Run has of what there was to say of the inputs that it was made from."""
    header, body = _table(found.published.get(record.RUN) or RawSheet(record.RUN, ()), "where")
    rows = ({header[cell.column]: str(cell.value) for cell in row if cell.column in header} for row in body)
    said = ((row.get("where", ""), *row.get("what", "").partition(": ")) for row in rows)
    return [Finding(level, where, "", message) for where, level, _, message in said]


def _run(sheet: RawSheet | None) -> tuple[tuple[Stage, ...], dict[str, str]]:
    """The stages and facts of the sheet Run; what is not there is left out."""
    if sheet is None:
        return (), {}
    header, body = _table(sheet, "objective")
    stages = tuple(_stage({header[c.column]: c for c in row if c.column in header}) for row in body)
    _, facts = _table(sheet, "fact")
    return stages, {str(row[0].value): str(row[1].value) if len(row) > 1 else "" for row in facts}


def _stage(row: dict[str, Cell]) -> Stage:
    def number(name: str) -> float:
        return float(_number(row.get(name)) or 0)

    def text(name: str) -> str:
        return str(row[name].value) if name in row else ""

    bound = float(number("bound")) if "bound" in row else None
    return Stage(
        text("objective"), text("unit"), number("value"), number("best of its stage"), bound, number("gap asked"),
        text("state"),
    )  # fmt: skip
