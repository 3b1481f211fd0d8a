"""Charts as Excel draws them: two rows of them to a sheet, which is an A4 page lying down; told apart in grey too."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from procure.problem import Programme
from procure.workbook import charts
from procure.workbook.charts import Cells, Chart, Series
from procure.workbook.layout import LINK, MARKING, SENTENCE, TITLE, Placed
from procure.workbook.links import BACK, SUMMARY, url
from procure.workbook.styles import DARK, Styles
from procure.workbook.write_sheets import clean, page, put

SHEET = "Charts"
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")  # Okabe and Ito
PATTERNS = ("solid", "wide_upward_diagonal", "percent_20", "light_horizontal", "small_grid", "dark_downward_diagonal",
            "light_vertical", "large_confetti")  # fmt: skip
_LIMIT: dict[str, Any] = {
    "line": {"color": "#000000", "width": 1.5, "dash_type": "dash"},
    "marker": {"type": "diamond", "size": 6, "fill": {"color": "#FFFFFF"}, "border": {"color": "#000000"}},
}
_COLUMNS, _WIDTH, _ROWS, _ROW = 12, 13, 17, 20  # columns of a sheet, their characters; rows that a chart takes, pixels
_TOP = 3  # rows above the charts
_GAP = 6  # pixels between charts
_TITLE, _AXIS, _TICKS = {"size": 11, "color": DARK}, {"size": 9, "bold": False}, {"size": 8}
_GRID = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}
_SAID = "Each chart is drawn from the cells of the sheets beside this one, and changes with them."


def names(drawn: Sequence[Chart], across: int = 3) -> tuple[str, ...]:
    """Names of the sheets that these charts take, so many beside each other."""
    return tuple(SHEET if k == 0 else f"{SHEET} {k + 1}" for k in range(-(-len(drawn) // _each(across))))


def _each(across: int) -> int:
    """Charts of a sheet: two rows of them, or a single one."""
    return 1 if across == 1 else 2 * across


def fill(
    book: Any, sheets: Sequence[Any], styles: Styles, programme: Programme, drawn: Sequence[Chart], across: int = 3
) -> None:
    """Draw the charts on the sheets that `names` asks for. across: 1, 2 or 3 beside each other."""
    columns, each = _COLUMNS // across, _each(across)
    rows = 2 * _ROWS // (each // across)
    size = columns * (7 * _WIDTH + 5) - _GAP, rows * _ROW - _GAP
    for number, sheet in enumerate(sheets):
        here = drawn[number * each : (number + 1) * each]
        _head(sheet, styles, programme)
        for k, chart in enumerate(here):
            row, column = _TOP + k // across * rows, k % across * columns
            insert(sheet, row, column, native(book, styles, chart), size, chart.said)
        sheet.set_column(0, _COLUMNS - 1, _WIDTH)
        sheet.hide_gridlines(2)
        sheet.print_area(0, 0, _TOP + -(-len(here) // across) * rows - 1, _COLUMNS - 1)
        page(sheet, programme, True)


def insert(sheet: Any, row: int, column: int, chart: Any, size: tuple[int, int], said: str) -> None:
    """Put a chart on a sheet so that it keeps to its cells; size: pixels; said: for those who do not see it."""
    chart.set_size({"width": size[0], "height": size[1]})
    sheet.insert_chart(row, column, chart, {"object_position": 1, "description": clean(said)})


def native(book: Any, styles: Styles, chart: Chart) -> Any:
    """A chart of Excel: columns or bars, with a line over them for their limit."""
    stacked = {} if chart.kind == charts.COLUMNS else {"subtype": "stacked"}
    made = book.add_chart({"type": "bar" if chart.kind == charts.BARS else "column"} | stacked)
    limits = [one for one in chart.series if one.limit]
    for number, one in enumerate(one for one in chart.series if not one.limit):
        made.add_series(_refers(one) | column_look(number, styles.fills.get(one.nation)))
    if limits:
        line = book.add_chart({"type": "line"})
        for one in limits:
            line.add_series(_refers(one) | _LIMIT)
        made.combine(line)
    _dress(made, chart)
    return made


def _dress(made: Any, chart: Chart) -> None:
    """Title, axes with their units (from 0 where nothing is below it), a legend where there are several series."""
    made.set_title({"name": words_only(chart.title), "name_font": _TITLE, "overlay": False})
    words: dict[str, Any] = {"name_font": _AXIS, "num_font": _TICKS}
    across = {"name": words_only(chart.across), "label_position": "low", "major_gridlines": {"visible": False}, **words}
    below = any(isinstance(value, Decimal) and value < 0 for one in chart.series for value in one.values)
    up = {"name": words_only(chart.up), "num_format": chart.format, "major_gridlines": _GRID, **words}
    up |= {} if below else {"min": 0}
    if chart.kind == charts.BARS:
        made.set_y_axis(across | {"reverse": True, "crossing": "max"})
        made.set_x_axis(up)
    else:
        made.set_x_axis(across)
        made.set_y_axis(up)
    made.set_legend({"position": "bottom", "font": _TICKS} if len(chart.series) > 1 else {"none": True})
    made.show_blanks_as("gap")


def words_only(text: str) -> str:
    """A title or the name of an axis: the library takes what begins like "a!A1" for a cell, so ! is set off."""
    return clean(text).replace("!", "! ")


def column_look(number: int, colour: str | None = None) -> dict[str, Any]:
    """Colour and pattern of a series of columns: lighter and darker, plain and hatched, so that grey prints do."""
    fill = colour or COLOURS[number % len(COLOURS)]
    look: dict[str, Any] = {"border": {"color": DARK, "width": 0.5}, "gap": 60}
    if PATTERNS[number % len(PATTERNS)] == "solid":
        return look | {"fill": {"color": fill}}
    return look | {"pattern": {"pattern": PATTERNS[number % len(PATTERNS)], "fg_color": DARK, "bg_color": fill}}


def reference(cells: Cells) -> str:
    """Cells as a chart refers to them."""
    first_row, first_column, last_row, last_column = cells.area
    return f"={quote_sheetname(cells.sheet)}!{xl_range_abs(first_row, first_column, last_row, last_column)}"


def _refers(one: Series) -> dict[str, Any]:
    return {"name": reference(one.name), "categories": reference(one.categories), "values": reference(one.cells)}


def _head(sheet: Any, styles: Styles, programme: Programme) -> None:
    heads = ((0, programme.marking, MARKING), (1, sheet.name, TITLE), (2, _SAID, SENTENCE))
    for row, text, part in heads:
        if text:
            put(sheet, row, 0, text, styles.of(Placed(row, 0, text, part)))
    back = Placed(0, _COLUMNS - 2, BACK, LINK)
    sheet.write_url(back.row, back.column, url(SUMMARY), styles.of(back, linked=True), BACK)
