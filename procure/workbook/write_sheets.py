"""One sheet of the output workbook: its cells, panes and print set-up."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from xlsxwriter.utility import xl_range

from procure.problem import Programme
from procure.tables.table import TEXT
from procure.workbook import layout
from procure.workbook.layout import Layout
from procure.workbook.styles import DARK, Styles

InputTable = tuple[list[str], list[list[Any]]]  # headers, rows
Links = Mapping[tuple[int, int], str]  # by row and column from 0
BACK_URL = "internal:Summary!A1"
NO_LINKS: Links = MappingProxyType({})

LONGEST = 32_767  # characters of a cell
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not in an XML file
_A4 = 9
_LINE_HEIGHT = 15  # points
_CHARACTER = 5.5  # points
_PAGE = (525.0, 770.0)  # points of A4 that may be printed on
_UPRIGHT = 1.2  # times larger, that an upright page must be
_NAME = 45  # characters of the programme's name above and at the foot, so that it stays clear of the marking
_SMALLEST, _MOST_WIDE = 0.5, 4  # of full size, that figures may shrink to on paper; pages beside each other
_SMALLEST_DRAWN = 0.4  # the same of a timeline, which is to be seen as a whole
_MOST_FROZEN = 50  # characters of columns that stay in sight
_MOST_ABOVE = 10  # rows that stay in sight with them


def output_sheet(
    sheet: Any, styles: Styles, placed: Layout, programme: Programme, one_page: bool, links: Links = NO_LINKS
) -> None:
    """Fill a sheet from its layout. `one_page`: print it on a single A4 page, else so wide that it can be read.

    links: where a click on a cell leads, by the cell's row and column ("internal:'Cost shares'!A5").
    """
    for cell in placed.cells:
        url = links.get((cell.row, cell.column), "")
        look = styles.of(cell, linked=bool(url))
        if cell.span > 1:
            sheet.merge_range(cell.row, cell.column, cell.row, cell.column + cell.span - 1, "", look)
        if url:
            sheet.write_url(cell.row, cell.column, url, look)  # what stands in the cell is put over it
        put(sheet, cell.row, cell.column, cell.value, look)
    for column, width in enumerate(placed.widths):
        sheet.set_column(column, column, width)
    for row, lines in placed.header_rows.items():
        sheet.set_row(row, _LINE_HEIGHT * lines)
    header = None if one_page else _main_header(placed)
    if header is None:
        sheet.freeze_panes(1, 1)
    else:
        sheet.freeze_panes(header + 1, _frozen(placed))
        sheet.repeat_rows(header)
    sheet.hide_gridlines(2)
    _years_are_text(sheet, placed.last_row, len(placed.widths) - 1)
    sheet.print_area(0, 0, placed.last_printed, len(placed.widths) - 1)
    wide = 1 if one_page else _pages_wide(placed)
    if wide > 1:
        sheet.repeat_columns(0, _frozen(placed) - 1)
    page(sheet, programme, one_page, one_page and _upright(placed), wide)


def _main_header(placed: Layout) -> int | None:
    """The row of the sheet's only headers, where they stand near its top and most of the sheet is their table's."""
    headed = [block for block in placed.blocks if block.header in placed.header_rows]
    if len(headed) != 1 or headed[0].header > _MOST_ABOVE:
        return None
    (main,) = headed
    others = sum(len(block.table.rows) for block in placed.blocks if block is not main)
    return main.header if others <= max(_MOST_ABOVE, len(main.table.rows)) else None


def _pages_wide(placed: Layout) -> int:
    """Pages beside each other that a sheet takes so that its figures can be read; each has the columns at the left."""
    wide, left = (_CHARACTER * sum(widths) for widths in (placed.widths, placed.widths[: _frozen(placed)]))
    drawn = any(block.table.bars for block in placed.blocks)
    most = _PAGE[1] / (_SMALLEST_DRAWN if drawn else _SMALLEST)  # points of the sheet that go on a page
    return 1 if wide <= most else min(_MOST_WIDE, math.ceil((wide - left) / (most - left)))


def fits_a_page(placed: Layout) -> bool:
    """Whether a single A4 page holds the sheet so that it can be read."""
    wide, tall = sum(placed.widths) * _CHARACTER, (placed.last_printed + 1) * _LINE_HEIGHT
    sides = ((short / wide, long / tall) for short, long in (_PAGE, _PAGE[::-1])) if wide else ()
    return any(min(both) >= _SMALLEST for both in sides)


def _upright(placed: Layout) -> bool:
    """Whether the sheet is much larger on an upright page than on one lying down."""
    wide, tall = sum(placed.widths) * _CHARACTER, (placed.last_printed + 1) * _LINE_HEIGHT
    short, long = _PAGE
    return min(short / wide, long / tall) > _UPRIGHT * min(long / wide, short / tall) if wide else False


def input_sheet(sheet: Any, styles: Styles, table: InputTable, programme: Programme) -> None:
    """Copy an input table: headers in row 1, the way back and the marking as comments at the end, so that it can be
    read again."""
    header, rows = table
    widths = [max(9, len(name) + 2) for name in header]
    for column, name in enumerate(header):
        put(sheet, 0, column, name, styles.header())
    for number, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            text = value if isinstance(value, str) else None
            put(sheet, number, column, value, styles.input(text))
            widths[column] = max(widths[column], min(len(str(value)), 30)) if value is not None else widths[column]
    look = styles.look(font_color=DARK, underline=1)
    sheet.write_url(len(rows) + 2, 0, BACK_URL, look, "# to Summary")
    if programme.marking:
        put(sheet, len(rows) + 3, 0, f"# {programme.marking}", styles.plain(None))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    _years_are_text(sheet, len(rows), len(header) - 1)
    page(sheet, programme, False)


def _years_are_text(sheet: Any, last_row: int, last_column: int) -> None:
    """Labels like 2027 are meant as text: Excel need not point at each one."""
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, last_row, last_column)})


def page(sheet: Any, programme: Programme, one_page: bool, upright: bool = False, wide: int = 1) -> None:
    """A4, lying down or upright, `wide` pages beside each other; above: programme, marking, date of the inputs; at the
    foot: programme and sheet, marking, page number."""
    if upright:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(wide, 1 if one_page else 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    name = programme.name if len(programme.name) <= _NAME else programme.name[: _NAME - 3].rstrip() + "..."
    dated = f"inputs of {programme.data_date}" if programme.data_date else "inputs not dated"
    marking, name, dated = (_header(text) for text in (programme.marking, name, dated))
    sheet.set_header(f"&L&8{_spaced(name)}&C&B{marking}&R&8{dated}")
    sheet.set_footer(f"&L&8{_spaced(name)} - &A&C&8{_spaced(marking)}&R&8&P / &N")


def put(sheet: Any, row: int, column: int, value: Any, format: Any) -> None:
    """Write one value as what it is: numbers as numbers, everything else as text."""
    if value is None:
        sheet.write_blank(row, column, None, format)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "yes" if value else "no", format)
    elif isinstance(value, Decimal | int | float):
        if math.isfinite(value):
            sheet.write_number(row, column, float(value), format)
    else:
        sheet.write_string(row, column, clean(str(value)), format)


def clean(text: str) -> str:
    """Text that a cell can hold: no control characters, at most 32,767 characters."""
    plain = _UNWRITABLE.sub("", text)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 3] + "..."


def _header(text: str) -> str:
    """Text for a page's header, where & begins a code; the three parts hold 255 characters together."""
    return clean(text)[:60].replace("&", "&&")


def _spaced(text: str) -> str:
    """A size code takes the digits behind it, so a text that begins with one is set off."""
    return f" {text}" if text[:1].isdigit() else text


def _frozen(placed: Layout) -> int:
    """Columns that stay in sight: the texts at the left, as many as leave room for the figures."""
    headers = [cell for cell in placed.cells if cell.part == layout.HEADER]
    count = next((k for k, cell in enumerate(headers) if cell.format != TEXT), len(headers))
    while count > 1 and sum(placed.widths[:count]) > _MOST_FROZEN:
        count -= 1
    return count
