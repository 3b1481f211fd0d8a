"""The workbook of a comparison: Summary with words, overview and charts first, then what differs, sheet by sheet.

Written whole or not at all, like a plan's; the same comparison makes the same bytes, and text stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import xlsxwriter

from procure import whole
from procure.comparing import Comparison, shown
from procure.tables.table import Table
from procure.workbook import layout
from procure.workbook.layout import Layout, lay_out
from procure.workbook.styles import DARK, FILLS, Styles
from procure.workbook.write import CREATED, OPTIONS
from procure.workbook.write_sheets import output_sheet

CHARTED = 8  # plans beside each other in a chart by nation: more could not be told apart
_HEIGHT, _BETWEEN = 300, 10  # pixels of a chart
_ROWS = 16  # of the sheet, that a chart covers


def write(path: Path, comparison: Comparison, sources: Iterable[Path] = ()) -> None:
    """Write a comparison. Raises whole.NotWritten where the file cannot be written or is one of the sources."""
    whole.refuse_same(sources, path)
    whole.write_whole(path, lambda to: _fill(to, comparison), whole.intact_zip)


def _fill(path: Path, comparison: Comparison) -> None:
    programme, nations = comparison.programme, []
    if comparison.base is not None:
        nations = list(comparison.base.f.nations)
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": programme.name, "comments": programme.marking, "created": CREATED})
        styles = Styles(book, tuple(nations))
        made = {}
        for name, tables in comparison.sheets.items():
            sheet = book.add_worksheet(name)
            placed = lay_out(tables, programme.marking)
            output_sheet(sheet, styles, placed, programme, name == shown.SUMMARY)
            made[name] = (sheet, placed, {table.title: table for table in tables})
        _charts(book, made)


Made = dict[str, tuple[Any, Layout, dict[str, Table]]]


def _charts(book: Any, made: Made) -> None:
    """Cost of every scenario, then cost and work by nation, below the tables of Summary."""
    summary, placed, _ = made[shown.SUMMARY]
    charts = [_costs(book, made)]
    charts += [_by_nation(book, made, title) for title in (shown.COST_BY_NATION, shown.WORK_BY_NATION)]
    row = placed.last_row + 2
    width = sum(7 * characters + 5 for characters in placed.widths) // 2 - _BETWEEN  # pixels: two side by side
    drawn = [chart for chart in charts if chart is not None]
    for number, chart in enumerate(drawn):
        chart.set_size({"width": width, "height": _HEIGHT})
        aside = {"object_position": 2, "x_offset": number % 2 * (width + _BETWEEN)}
        summary.insert_chart(row + _ROWS * (number // 2), 0, chart, aside)
    summary.print_area(0, 0, row + _ROWS * -(-len(drawn) // 2), len(placed.widths) - 1)


def _costs(book: Any, made: Made) -> Any:
    """A column a scenario."""
    _, placed, tables = made[shown.SUMMARY]
    table = tables[shown.OVERVIEW]
    header, last = _place(placed, table)
    cost = next(k for k, column in enumerate(table.columns) if column.header == "cost")
    chart = _chart(book, "Cost of every scenario", table.columns[cost].format, {"min": 0})
    chart.add_series(_series(shown.SUMMARY, header, last, cost, FILLS[0]))
    chart.set_legend({"none": True})
    return chart


def _by_nation(book: Any, made: Made, title: str) -> Any:
    """A column a plan for every nation; None where there is no such table."""
    _, placed, tables = made[shown.NATIONS]
    if title not in tables:
        return None
    table = tables[title]
    header, last = _place(placed, table)
    plans = len(table.columns) - 1
    more = f", the first {CHARTED} of {plans} plans" if plans > CHARTED else ""
    chart = _chart(book, f"{title}{more}", table.columns[1].format)
    for number in range(min(plans, CHARTED)):
        chart.add_series(_series(shown.NATIONS, header, last, 1 + number, FILLS[number]))
    chart.set_legend({"position": "bottom"})
    return chart


def _chart(book: Any, title: str, format: str, axis: Mapping[str, Any] = MappingProxyType({})) -> Any:
    chart = book.add_chart({"type": "column"})
    chart.set_title({"name": title, "name_font": {"size": 12, "color": DARK}})
    grid = {"visible": True, "line": {"color": "#D9D9D9"}}
    chart.set_y_axis({"num_format": format, "major_gridlines": grid, **axis})
    return chart


def _series(sheet: str, header: int, last: int, column: int, colour: str) -> dict[str, Any]:
    """Names are taken from the cells, so that no text becomes part of a formula."""
    return {
        "name": [sheet, header, column],
        "categories": [sheet, header + 1, 0, last, 0],
        "values": [sheet, header + 1, column, last, column],
        "fill": {"color": colour},
        "border": {"color": DARK, "width": 0.5},
    }


def _place(placed: Layout, table: Table) -> tuple[int, int]:
    """Row of a table's headers and its last row."""
    title = next(cell.row for cell in placed.cells if cell.part == layout.TITLE and cell.value == table.title)
    header = min(row for row in placed.header_rows if row > title)
    return header, header + len(table.rows)
