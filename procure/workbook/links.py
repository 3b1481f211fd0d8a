"""Where a click leads inside an output workbook: from Summary to the rows that its figures come from, and back.

    between(layouts, names)   url of every linked cell, by sheet, row and column
    index(names)              how to read the file, and its sheets, as the last table of Summary

Only places of the same workbook are linked, built from the names of its own sheets: no text of an input becomes a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from procure.tables import decision_calendar
from procure.tables.money import ALL_PHASES
from procure.tables.table import Column, Table, Value
from procure.tables.work import PLACED
from procure.workbook.layout import LINK, TITLE, Block, Layout, Placed, lay_out

CHECKS, SUMMARY, INDEX, BACK = "Checks", "Summary", "How to read this file", "to Summary"
_SPAN = 3  # columns of Summary that the name of a sheet takes
_SENTENCES = (  # a line each
    "Underlined texts, and the figures beside them, lead to the rows that they come from.",
    "Blue is what somebody put in, black what follows from it. Checks are green or red and say so in words.",
    "Red with a ! is beyond its limit; amber has less than 5 % of it left.",
)

Links = dict[tuple[int, int], str]  # url by row and column
Match = tuple[tuple[str, str], ...]  # header there -> "=text", or the header here whose cell it must equal


@dataclass(frozen=True, slots=True)
class Source:
    """Cells of a table of Summary (under `headers`) and the row of another sheet that they come from."""

    title: str
    headers: tuple[str, ...]
    sheet: str
    match: Match


_NATION = ("nation", "nation")
_PAID, _DELIVERED = (_NATION, ("figure", "=paid")), (_NATION, ("figure", "=delivered"))
_RULE = ("rule", "rule"), ("who", "who"), ("phase", "phase")
SOURCES = (
    Source("Nations", ("nation", "cost", "cost share"), "Cost shares", (("phase", f"={ALL_PHASES}"), _NATION)),
    Source("Nations", ("units",), "Deliveries", _DELIVERED),
    Source("Nations", ("work", "work share"), "Work shares", (_NATION,)),
    Source("Nations", ("return", "balance"), "Cost bridge", (("phase", f"={ALL_PHASES}"), _NATION)),
    Source("Nations", ("paid in it",), "Payments", _PAID),
    Source("Nations", ("least room",), "Payments", (_NATION, ("figure", "=room left"))),
    Source("Nations", ("settled",), "Payments", (_NATION, ("figure", "=settled with the others"))),
    Source("Payments by nation and year", (), "Payments", _PAID),
    Source("Deliveries by nation and year", (), "Deliveries", _DELIVERED),
    Source("In own currency", (), "Payments", _PAID),
    Source("Cost by phase", (), "Cost bridge", (("phase", "phase"),)),
    Source("Tightest rules", ("rule", "reached", "room"), "Rule results", _RULE),
    Source("Scenarios", ("scenario",), "Scenarios", (("scenario", "scenario"),)),
    Source("Scenarios", ("cost", "difference"), "Nations", (("scenario", "scenario"),)),
    Source("Scenarios", ("packages moved",), "Who moved", (("scenario", "scenario"),)),
    Source("Unit price", ("item", "built"), "Deliveries", (("item or family", "item"), ("figure", "=built"))),
)
TITLES = {source.title: source.sheet for source in reversed(SOURCES)} | {
    "Who builds what": PLACED, "Fleet by year": "Deliveries", "Families": "Deliveries",
    "Firm units, options and wishes": "Deliveries", "Outside money": "Funding results",
    "Unit price": PLACED, decision_calendar.TITLE: PLACED,
}  # fmt: skip
_DECIDED = {  # first words of a decision -> the sheet that it is about
    decision_calendar.SIGN: "Phases", decision_calendar.PLACE: PLACED, "decide the investment": "Industry load",
    "quote expires": "Quotes",
}  # fmt: skip


def index(names: Sequence[str], columns: int) -> Table:
    """How the workbook is to be read, and its sheets, as many beside each other as the columns of Summary take."""
    across = max(1, columns // _SPAN)
    rows = [*((said,) for said in sentences(names)), *(names[k : k + across] for k in range(0, len(names), across))]
    filled = tuple((*row, *[None] * (across - len(row))) for row in rows)
    return Table(SUMMARY, INDEX, "", (Column("", span=_SPAN),) * across, filled)


def sentences(names: Sequence[str]) -> tuple[str, ...]:
    """What a reader is told: all of it in a plan's workbook."""
    return _SENTENCES if CHECKS in names else _SENTENCES[:1]


def furnished(layouts: Mapping[str, Layout], names: Sequence[str], marking: str) -> dict[str, Layout]:
    """The layouts with an index of all sheets at the end of Summary, on the others with a way back to the first."""
    home = names[0]
    found = {name: placed if name == home else with_way_back(placed, home) for name, placed in layouts.items()}
    if home == SUMMARY:
        before = layouts[SUMMARY]
        how = index(names[1:], len(before.widths))
        summary = lay_out([*(block.table for block in before.blocks), how], marking)
        found[SUMMARY] = replace(summary, unprinted=len(how.rows) - len(sentences(names)))
    return found


def furniture(sheet: str, names: Iterable[str]) -> frozenset[str]:
    """Texts that a sheet may have beside its tables: the way back; on Summary its index of any of these sheets."""
    return frozenset((BACK,) if sheet != SUMMARY else (INDEX, *_SENTENCES, *names))


def with_way_back(placed: Layout, home: str = SUMMARY) -> Layout:
    """The sheet with the words that lead back to the first sheet, in its first row, clear of the marking."""
    marking = max((len(str(cell.value)) for cell in placed.cells if cell.row == 0), default=0)
    at, room = 0, 0
    while at < len(placed.widths) - 1 and (at == 0 or room < marking * 5 // 4):
        room += placed.widths[at]
        at += 1
    return replace(placed, cells=(*placed.cells, Placed(0, at, f"to {home}", LINK)))


def between(layouts: Mapping[str, Layout], names: Sequence[str]) -> dict[str, Links]:
    """Links of every sheet. `names`: all sheets of the workbook, those without a layout too."""
    found: dict[str, Links] = {name: {} for name in layouts}
    for name, placed in layouts.items():
        for cell in placed.cells:
            if cell.part == LINK:
                found[name][cell.row, cell.column] = url(names[0])
    if SUMMARY in layouts:
        for block in layouts[SUMMARY].blocks:
            found[SUMMARY] |= _of_block(block, layouts, names)
        found[SUMMARY] |= _of_titles(layouts[SUMMARY], names)
    return found


def url(sheet: str, row: int = 0, column: int = 0) -> str:
    """A cell of a sheet of the same workbook, as a link."""
    return f"internal:{quote_sheetname(sheet)}!{xl_rowcol_to_cell(row, column)}"


def _of_titles(summary: Layout, names: Sequence[str]) -> Links:
    titles = [cell for cell in summary.cells if cell.part == TITLE]
    goes = {(c.row, c.column): TITLES.get(str(c.value).partition(", ")[0], "") for c in titles}
    goes |= {(c.row, c.column): TITLES[str(c.value)] for c in titles if str(c.value) in TITLES}
    return {place: url(sheet) for place, sheet in goes.items() if sheet in names}


def _of_block(block: Block, layouts: Mapping[str, Layout], names: Sequence[str]) -> Links:
    title, links = block.table.title, Links()
    for source in SOURCES:
        if title == source.title or title.startswith(f"{source.title}, "):
            links |= _of_rows(block, source, layouts)
    for line, values in enumerate(block.table.rows):
        row = block.first + line
        for column, value in zip(block.columns, values, strict=True):
            goes = _named(title, str(value), layouts, names) if isinstance(value, str) else ""
            if goes:
                links[row, column] = goes
    return links


def _named(title: str, text: str, layouts: Mapping[str, Layout], names: Sequence[str]) -> str:
    """Where a text itself says where it leads: a sheet of the index, a package, a decision."""
    if title == INDEX:
        return url(text) if text in names else ""
    if title == "Who builds what" and PLACED in layouts:
        return _package(text, layouts[PLACED].blocks[0])
    if title == decision_calendar.TITLE:
        sheet = next((sheet for words, sheet in _DECIDED.items() if text.startswith(words)), "")
        return url(sheet) if sheet in names else ""
    return ""


def _package(text: str, placed: Block) -> str:
    """The row of the package that a text "package → supplier" begins with; the longest where one begins another."""
    held = [(str(row[0]), k) for k, row in reversed(list(enumerate(placed.table.rows)))]
    known = {w: k for w, k in held if text.startswith(f"{w} → ")}
    return url(placed.table.sheet, placed.first + known[max(known, key=len)]) if known else ""


def _of_rows(block: Block, source: Source, layouts: Mapping[str, Layout]) -> Links:
    """Links of the cells under the source's headers (none named: all), each to the first row that matches its own."""
    if source.sheet not in layouts:
        return {}
    targets, links = layouts[source.sheet].blocks, Links()
    headers = [column.header for column in block.table.columns]
    wanted = [k for k, header in enumerate(headers) if not source.headers or header in source.headers]
    for line, values in enumerate(block.table.rows):
        here = dict(zip(headers, values, strict=True))
        row = next((row for target in targets for row in _matching(target, source.match, here)), None)
        if row is not None:
            goes = url(source.sheet, row)
            links |= {(block.first + line, block.columns[k]): goes for k in wanted if values[k] not in (None, "")}
    return links


def _matching(target: Block, match: Match, here: Mapping[str, Value]) -> Iterator[int]:
    """Rows of the sheet whose cells are as the match asks: equal, or the word before a comma."""
    headers = [column.header for column in target.table.columns]
    if any(header not in headers for header, _ in match):
        return
    asked = [(headers.index(header), _asked(what, here)) for header, what in match]
    for line, values in enumerate(target.table.rows):
        if all(values[k] == what or str(values[k]).startswith(f"{what}, ") for k, what in asked):
            yield target.first + line


def _asked(what: str, here: Mapping[str, Value]) -> Value:
    return what[1:] if what.startswith("=") else here.get(what)
