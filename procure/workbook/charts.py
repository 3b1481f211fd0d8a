"""Which charts a plan's workbook has, and the cells that each is drawn from: no figure stands in a chart alone.

    charts(x, layouts) -> the charts, the most telling first; draw.py draws them

An overview of each kind comes first, then line by line: payments against each budget, load against each capacity,
deliveries of each item; the fullest first. A chart refers to the cells of the tables; its words are ours, names in it
are cells too, so no text of an input becomes part of a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest

from procure.tables.figures import Figures
from procure.tables.table import Value
from procure.workbook import against
from procure.workbook.against import Against
from procure.workbook.layout import Block, Layout

MOST, SERIES = 24, 8  # charts of a workbook; series of a chart that are told apart
COLUMNS, STACKED, BARS = "columns", "stacked", "bars"  # bars lie down, stacked, the first on top
NUMBER, PART = "#,##0", "0%"
SHOWN = 40  # characters of a name in a title


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one sheet: first row, first column, last row, last column, from 0."""

    sheet: str
    area: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Series:
    """A row of figures. values: as they stand in the cells. limit: it is what the others are measured against.
    nation: whose colour it has, if one's."""

    name: Cells
    categories: Cells
    cells: Cells
    values: tuple[Value, ...]
    limit: bool = False
    nation: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """title and said (one sentence of what it shows) in our words; across and up: what the axes show, with units."""

    title: str
    said: str
    kind: str
    across: str
    up: str
    series: tuple[Series, ...]
    format: str = NUMBER


class _Sheets:
    """What the charts are made from."""

    def __init__(self, x: Figures, layouts: Mapping[str, Layout]) -> None:
        self.x, self.currency = x, x.f.problem.programme.currency
        self.blocks = {f"{name} {b.table.title}": b for name, placed in layouts.items() for b in placed.blocks}
        self.paid, self.load = self.blocks.get("Payments Payments"), self.blocks.get("Industry load Industry load")
        self.budgets = tuple(against.budgets(x, self.paid)) if self.paid else ()
        self.capacities = tuple(against.capacities(x, self.load)) if self.load else ()
        self.period = f"Period ({x.f.calendar.length})"


def charts(x: Figures, layouts: Mapping[str, Layout]) -> tuple[Chart, ...]:
    """At most MOST charts; of what is over, the fullest lines and the largest items are drawn."""
    s = _Sheets(x, layouts)
    items = list(_deliveries(s))
    overviews = [*_shares(s), *_by_nation(s), *items[:1]]
    kinds = list(_lines(s)), list(_loads(s)), items[1:]
    turns = [chart for several in zip_longest(*kinds) for chart in several if chart is not None]
    return tuple([*overviews, *turns][:MOST])


def _shares(s: _Sheets) -> Iterator[Chart]:
    """Part of the cost beside part of the work, nation by nation: the table of Summary."""
    block = s.blocks["Summary Nations"]
    rows = range(block.first, block.last + 1 - len(block.table.totals))
    names = _area(block, rows, 0)
    headers = [column.header for column in block.table.columns]
    series, shares = [], []
    for at in (headers.index("cost share"), headers.index("work share")):
        values = tuple(block.table.rows[row - block.first][at] for row in rows)
        name = Cells(block.table.sheet, (block.header, block.columns[at], block.header, block.columns[at]))
        series.append(Series(name, names, _area(block, rows, at), values))
        shares.append(values)
    nations = [str(block.table.rows[row - block.first][0]) for row in rows]
    parts = "; ".join(
        f"{_short(n)} {_percent(a)} of the cost, {_percent(b)} of the work"
        for n, a, b in zip(nations, *shares, strict=True)
    )
    said = f"Each nation's part of the cost beside its part of the partners' work: {parts}."
    yield Chart("Cost share and work share", said, COLUMNS, "Nation", "Part of the whole (%)", tuple(series), PART)


def _by_nation(s: _Sheets) -> Iterator[Chart]:
    """What nations pay in each period, one upon another; the largest payers first."""
    if s.paid is None:
        return
    rows = s.paid.table.rows
    paid = [k for k, row in enumerate(rows) if row[1] == "paid" and row[0] != "all" and _some(row[2]) > 0]
    drawn = sorted(_once(rows, paid), key=lambda k: (-_some(rows[k][2]), k))
    series = tuple(replace(_across(s.paid, k, 3, (0, 0)), nation=str(rows[k][0])) for k in drawn[:SERIES])
    if series:
        more = f" (the {SERIES} largest of {len(drawn)})" if len(drawn) > SERIES else ""
        parts = "; ".join(f"{_short(str(rows[k][0]))} {_money(rows[k][2])} M" for k in drawn[:SERIES])
        said = f"What each nation{more} pays in each period, one upon another; in all: {parts}."
        yield Chart(f"Payments by nation{more}", said, STACKED, s.period, f"Payments (M {s.currency})", series)


def _deliveries(s: _Sheets) -> Iterator[Chart]:
    """Units due and delivered of each item or family, the largest first."""
    block = s.blocks.get("Deliveries Deliveries")
    if block is None:
        return
    rows = block.table.rows
    at = {(str(row[0]), row[2]): k for k, row in enumerate(rows) if row[1] == "all"}
    names = [name for name, figure in at if figure == "due" and (name, "delivered") in at]
    for name in sorted(names, key=lambda name: (-_some(rows[at[name, "due"]][3]), name)):
        due, done = at[name, "due"], at[name, "delivered"]
        series = _across(block, done, 4, (2, 2)), _across(block, due, 4, (2, 2), limit=True)
        said = (
            f"Units of {_short(name)} delivered in each period beside those due: {_money(rows[done][3])} of "
            f"{_money(rows[due][3])} in all."
        )
        item = s.x.f.items.get(name)
        unit = f"Units ({_short(item.unit)})" if item is not None and item.unit else "Units"
        yield Chart(f"Deliveries due and done: {_short(name)}", said, COLUMNS, s.period, unit, series)


def _lines(s: _Sheets) -> Iterator[Chart]:
    """Payments against each line of a budget, the fullest first."""
    for b in sorted(s.budgets, key=lambda b: (-b.fullest, b.limit)):
        if s.paid is not None and b.used is not None:
            line = f", {_short(b.of)}" if b.of else ""
            title = f"{b.what} against budget: {_short(b.whose)}{line}"
            said = f"{b.what} of {_short(b.whose)}{line} in each period and the budget; at most {b.fullest:.0%} of it."
            unit = f"{b.what} ({b.unit if b.unit != 'M' else f'M {s.currency}'})"
            yield Chart(title, said, COLUMNS, s.period, unit, _both(s.paid, b, 3, (1, 1)))


def _loads(s: _Sheets) -> Iterator[Chart]:
    """The load against each capacity, the fullest first."""
    for c in sorted(s.capacities, key=lambda c: (-c.fullest, c.limit)):
        if s.load is not None:
            who = f"{_short(c.whose)}, {_short(c.of)}"
            said = f"Load of {who}, in each period and the capacity; at most {c.fullest:.0%} of it is used."
            both, unit = _both(s.load, c, 5, (3, 3)), f"Load ({_short(c.unit)})"
            yield Chart(f"Load against capacity: {who}", said, COLUMNS, s.period, unit, both)


def _both(block: Block, one: Against, first: int, name: tuple[int, int]) -> tuple[Series, Series]:
    """What is used, and its limit."""
    rows = (one.used or 0) - block.first, one.limit - block.first
    return _across(block, rows[0], first, name), _across(block, rows[1], first, name, limit=True)


def _across(block: Block, line: int, first: int, name: tuple[int, int], limit: bool = False) -> Series:
    """A line of a table from a column on, named by the cells of these columns; the headers are its categories."""
    row, at = block.first + line, block.columns
    return Series(
        Cells(block.table.sheet, (row, at[name[0]], row, at[name[1]])),
        Cells(block.table.sheet, (block.header, at[first], block.header, at[-1])),
        Cells(block.table.sheet, (row, at[first], row, at[-1])), block.table.rows[line][first:], limit,
    )  # fmt: skip


def _area(block: Block, rows: range, column: int) -> Cells:
    return Cells(block.table.sheet, (rows[0], block.columns[column], rows[-1], block.columns[column]))


def _once(rows: Sequence[Sequence[Value]], lines: Sequence[int]) -> list[int]:
    """The first line of each nation: what it pays in the programme's currency."""
    return list({rows[k][0]: k for k in reversed(lines)}.values())


def _some(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _percent(share: Value) -> str:
    return "none" if share is None else f"{share:.1%}"


def _money(amount: Value) -> str:
    return f"{_some(amount):,.0f}"


def _short(name: str) -> str:
    return name if len(name) <= SHOWN else f"{name[: SHOWN - 3]}..."
