"""Formats that follow the numbers: what is over its limit turns red with a "!", what has little room turns amber.

They stand over the cells as rules of Excel, so that changing a number by hand changes the look. Payments and loads are
compared with the cells of their limits; blank limits are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from procure.tables.figures import Figures
from procure.tables.table import PERCENT, PLAIN
from procure.workbook import against
from procure.workbook.against import Against
from procure.workbook.layout import Block, Layout
from procure.workbook.styles import RED, Styles

OVER, TIGHT, FINE = "over", "tight", "fine"
PINK, AMBER, BAR = "#FFC7CE", "#FFEB9C", "#9ECAE1"
TIGHT_PART = 0.05  # of a limit, below which room is tight
FULL = 1 - TIGHT_PART
SEEN = "0.000001"
_UNIT = 20  # characters


@dataclass(frozen=True, slots=True)
class Rule:
    """Cells of a row (first..last) and the formula of the first of them, without "=": where it is true they look so.

    look: OVER, TIGHT or FINE (black again). format: of the number.
    """

    sheet: str
    row: int
    first: int
    last: int
    formula: str
    look: str
    format: str = ""


def apply(sheets: Mapping[str, Any], styles: Styles, x: Figures, layouts: Mapping[str, Layout]) -> None:
    """Put the rules over the cells of a plan's sheets."""
    for rule in rules(x, layouts):
        options = {"type": "formula", "criteria": f"={rule.formula}", "format": _look(styles, rule)}
        options |= {"stop_if_true": rule.look != FINE}  # so that no bar covers the colour
        sheets[rule.sheet].conditional_format(rule.row, rule.first, rule.row, rule.last, options)
    for limit in _found(layouts, "Industry load", lambda block: against.capacities(x, block)):
        for span in limit.spans:
            sheets["Industry load"].conditional_format(
                limit.left, limit.first + span.last, limit.left, limit.first + span.last,
                {"type": "data_bar", "bar_color": BAR, "min_type": "num", "max_type": "num", "min_value": 0,
                 "max_value": 1},
            )  # fmt: skip


def rules(x: Figures, layouts: Mapping[str, Layout]) -> Iterator[Rule]:
    """Every rule of a plan's sheets; of two on one cell the first that is true decides."""
    for limit in _found(layouts, "Payments", lambda block: against.budgets(x, block)):
        yield from _payments(limit)
    for limit in _found(layouts, "Industry load", lambda block: against.capacities(x, block)):
        yield from _load(limit)
    if "Deliveries" in layouts:
        yield from _deliveries(layouts["Deliveries"].blocks[0])
    if "Rule results" in layouts:
        yield from _results(layouts["Rule results"].blocks[0])


def _found(layouts: Mapping[str, Layout], sheet: str, rows: Any) -> Iterator[Against]:
    if sheet in layouts:
        yield from rows(layouts[sheet].blocks[0])


def _payments(limit: Against) -> Iterator[Rule]:
    """Room below nothing is over, a small part of the budget is tight; payments beyond budget and carry-over too."""
    money = _with_unit(limit.unit)
    for span in limit.spans:
        column = limit.first + span.last
        left, most = (xl_rowcol_to_cell(row, column) for row in (limit.left, limit.limit))
        where = "Payments", limit.left, column, column
        yield Rule(*where, f"{left}<-{SEEN}", OVER, money)
        yield Rule(*where, f"{left}<{TIGHT_PART}*{most}", TIGHT)
        yield Rule(*where, f"{left}>=0", FINE)
        if limit.used is not None:
            carried = _carried(limit, span.first)
            used = xl_range_abs(limit.used, limit.first + span.first, limit.used, column)
            most = xl_rowcol_to_cell(limit.limit, column, True, True)
            over = f"SUM({used})>{most}+{carried}+{SEEN}"
            yield Rule("Payments", limit.used, limit.first + span.first, column, over, OVER, money)


def _carried(limit: Against, first: int) -> str:
    """What is carried into a span: the cell at the end of the period before it."""
    if limit.carried is None or first == 0:
        return "0"
    return f"N({xl_rowcol_to_cell(limit.carried, limit.first + first - 1, True, True)})"


def _load(limit: Against) -> Iterator[Rule]:
    """Load beyond the capacity is over; of the part used, what is nearly all is full."""
    for span in limit.spans:
        column = limit.first + span.last
        most = xl_rowcol_to_cell(limit.limit, column, True, True)
        used = xl_range_abs(limit.used or 0, limit.first + span.first, limit.used or 0, column)
        over = f"SUM({used})>{most}*(1+{SEEN})+{SEEN}"
        where = "Industry load", limit.used or 0, limit.first + span.first, column
        yield Rule(*where, over, OVER, _with_unit(limit.unit))
        left = xl_rowcol_to_cell(limit.left, column)
        where = "Industry load", limit.left, column, column
        yield Rule(*where, f"{left}>1+{SEEN}", OVER, PERCENT)
        yield Rule(*where, f"{left}>={FULL}", TIGHT)
        yield Rule(*where, f"{left}<{FULL}", FINE)


def _deliveries(block: Block) -> Iterator[Rule]:
    """Late where units are owed at the end of a period: as the row says, or as the rows due and delivered do."""
    rows, first, last = block.table.rows, block.columns[4], block.columns[-1]
    for k, row in enumerate(rows):
        if row[2] != "late at the end":
            continue
        who = row[:2]
        due, done = (
            next((j for j in range(k - 1, -1, -1) if rows[j][:3] == (*who, figure)), None)
            for figure in ("due", "delivered")
        )
        late = f"{xl_rowcol_to_cell(block.first + k, first)}>{SEEN}"
        if due is not None and done is not None:
            sums = [_running(block.first + j, first) for j in (due, done)]
            late = f"OR({late},{sums[0]}-{sums[1]}>{SEEN})"
        yield Rule(block.table.sheet, block.first + k, first, last, late, OVER, "#,##0.###")
        yield Rule(block.table.sheet, block.first + k, first, last, f"NOT({late})", FINE)


def _running(row: int, first: int) -> str:
    """The sum of a row from its first period to the column of the cell itself."""
    return f"SUM({xl_rowcol_to_cell(row, first, False, True)}:{xl_rowcol_to_cell(row, first)})"


def _results(block: Block) -> Iterator[Rule]:
    """A rule that must hold and has no room left: beyond what it has now, if that is held; or binding."""
    room, held = block.column("room"), block.column("binding")
    for k, row in enumerate(block.table.rows):
        said, slack, at = row[10], row[9], block.first + k
        if not isinstance(slack, Decimal) or said in ("not needed", "not reached"):
            continue
        granted = Decimal(0) if said == "missed" else min(slack, Decimal(0))
        cell = xl_rowcol_to_cell(at, room)
        yield Rule(block.table.sheet, at, room, room, f"{cell}<{granted:f}-{SEEN}", OVER, PLAIN)
        yield Rule(block.table.sheet, at, room, room, f'{xl_rowcol_to_cell(at, held, False, True)}="yes"', TIGHT)
        yield Rule(block.table.sheet, at, room, room, f"{cell}>={granted:f}-{SEEN}", FINE)


def _with_unit(unit: str) -> str:
    """A number with its unit behind it; quotes of a unit would end the text, a long one the format."""
    return f'#,##0.00 "{unit[:_UNIT].replace(chr(34), chr(39))}"' if unit else PLAIN


def _look(styles: Styles, rule: Rule) -> Any:
    if rule.look == FINE:
        return styles.look(font_color="#000000")
    if rule.look == TIGHT:
        return styles.look(font_color="#000000", bg_color=AMBER)
    said = f'"! "{rule.format};"! -"{rule.format}'
    return styles.look(num_format=said, font_color=RED, bg_color=PINK, bold=True)
