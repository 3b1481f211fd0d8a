"""The workbook of a frontier: its points with their figure, what nations pay and work at them, who holds what.

Written whole or not at all; the same tables make the same bytes, and text stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from procure import whole
from procure.problem import Programme
from procure.tables.table import Table
from procure.workbook import draw, outputs
from procure.workbook.layout import Layout
from procure.workbook.names import Names
from procure.workbook.styles import DARK, FILLS, Styles
from procure.workbook.write import CREATED, OPTIONS

ACROSS, UP, BELOW = 1, 2, 3  # columns of the table of points: second, first, what no plan is below
_WIDTH, _HEIGHT = 820, 400  # pixels


def write(
    path: Path, programme: Programme, nations: Sequence[str], tables: Mapping[str, Sequence[Table]],
    sources: Iterable[Path] = (),
) -> None:  # fmt: skip
    """Write the tables by sheet; the first table of the first sheet is drawn below it.

    Raises whole.NotWritten where the file cannot be written or is one of the sources.
    """
    whole.refuse_same(sources, path)
    whole.write_whole(path, lambda to: _fill(to, programme, nations, tables), whole.intact_zip)


def _fill(path: Path, programme: Programme, nations: Sequence[str], tables: Mapping[str, Sequence[Table]]) -> None:
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": programme.name, "comments": programme.marking, "created": CREATED})
        sheets, first = {name: book.add_worksheet(name) for name in tables}, next(iter(tables))
        layouts = outputs.lay_all(tables, programme.marking)
        outputs.fill(sheets, Styles(book, tuple(nations)), programme, layouts, Names(book), [first])
        table, placed = tables[first][0], layouts[first]
        if table.rows:
            chart, said = _chart(book, first, table, placed), f"{table.sentence} No plan is below the dashed line."
            draw.insert(sheets[first], placed.last_row + 2, 0, chart, (_WIDTH, _HEIGHT), said)
            sheets[first].print_area(0, 0, placed.last_row + 2 + _HEIGHT // 20, len(placed.widths) - 1)


def _chart(book: Any, sheet: str, table: Table, placed: Layout) -> Any:
    """The second across, the first up, and below it what no plan is below."""
    header = min(placed.header_rows)
    last = header + len(table.rows)
    chart = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    chart.set_title({"name": table.title, "name_font": {"size": 12, "color": DARK}})
    for column, colour, dash in ((UP, DARK, "solid"), (BELOW, FILLS[1], "dash")):
        chart.add_series({
            "name": [sheet, header, column],
            "categories": [sheet, header + 1, ACROSS, last, ACROSS],
            "values": [sheet, header + 1, column, last, column],
            "line": {"color": colour, "width": 1.5, "dash_type": dash},
            "marker": {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": DARK}},
        })  # fmt: skip
    grid = {"visible": True, "line": {"color": "#D9D9D9"}}
    for axis, column in ((chart.set_x_axis, ACROSS), (chart.set_y_axis, UP)):
        shown = table.columns[column]
        axis({"name": shown.header, "num_format": shown.format, "major_gridlines": grid, "crossing": "min"})
    chart.set_legend({"position": "bottom"})
    return chart
