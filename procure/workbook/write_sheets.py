"""One sheet of the output workbook: its cells, panes and print set-up."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_range

from procure.problem import Programme
from procure.tables.table import TEXT
from procure.workbook import layout
from procure.workbook.layout import Layout
from procure.workbook.styles import Styles

InputTable = tuple[list[str], list[list[Any]]]  # headers, rows

LONGEST = 32_767  # characters of a cell
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not in an XML file
_A4 = 9
_LINE_HEIGHT = 15  # points
_CHARACTER = 5.5  # points
_PAGE = (525.0, 770.0)  # points of A4 that may be printed on
_NAME = 45  # characters of the programme's name at the foot, so that it stays clear of the marking
_MOST_FROZEN = 50  # characters of columns that stay in sight


def output_sheet(sheet: Any, styles: Styles, placed: Layout, programme: Programme, one_page: bool) -> None:
    """Fill a sheet from its layout. `one_page`: print it on a single A4 page, else as wide as one."""
    for cell in placed.cells:
        if cell.span > 1:
            sheet.merge_range(cell.row, cell.column, cell.row, cell.column + cell.span - 1, "", styles.of(cell))
        put(sheet, cell.row, cell.column, cell.value, styles.of(cell))
    for column, width in enumerate(placed.widths):
        sheet.set_column(column, column, width)
    for row, lines in placed.header_rows.items():
        sheet.set_row(row, _LINE_HEIGHT * lines)
    if len(placed.header_rows) == 1 and not one_page:
        header = next(iter(placed.header_rows))
        sheet.freeze_panes(header + 1, _frozen(placed))
        sheet.repeat_rows(header)
        sheet.autofilter(header, 0, placed.last_row, len(placed.widths) - 1)
    else:
        sheet.freeze_panes(1, 1)
    sheet.hide_gridlines(2)
    _years_are_text(sheet, placed.last_row, len(placed.widths) - 1)
    sheet.print_area(0, 0, placed.last_row, len(placed.widths) - 1)
    page(sheet, programme, one_page, one_page and _upright(placed))


def _upright(placed: Layout) -> bool:
    """Whether the sheet is larger on an upright page than on one lying down."""
    wide, tall = sum(placed.widths) * _CHARACTER, (placed.last_row + 1) * _LINE_HEIGHT
    short, long = _PAGE
    return min(short / wide, long / tall) > min(long / wide, short / tall) if wide else False


def input_sheet(sheet: Any, styles: Styles, table: InputTable, programme: Programme) -> None:
    """Copy an input table: headers in row 1 and the marking as a comment at the end, so that it can be read again."""
    header, rows = table
    widths = [max(9, len(name) + 2) for name in header]
    for column, name in enumerate(header):
        put(sheet, 0, column, name, styles.header())
    for number, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            text = value if isinstance(value, str) else None
            put(sheet, number, column, value, styles.plain(text))
            widths[column] = max(widths[column], min(len(str(value)), 30)) if value is not None else widths[column]
    if programme.marking:
        put(sheet, len(rows) + 2, 0, f"# {programme.marking}", styles.plain(None))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    _years_are_text(sheet, len(rows), len(header) - 1)
    page(sheet, programme, False)


def _years_are_text(sheet: Any, last_row: int, last_column: int) -> None:
    """Labels like 2027 are meant as text: Excel need not point at each one."""
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, last_row, last_column)})


def page(sheet: Any, programme: Programme, one_page: bool, upright: bool = False) -> None:
    """A4, lying down or upright, one page wide, the marking above and below, programme and page number at the foot."""
    if upright:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 1 if one_page else 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    name = programme.name if len(programme.name) <= _NAME else programme.name[: _NAME - 3].rstrip() + "..."
    marking, name = (_header(text) for text in (programme.marking, name))
    sheet.set_header(f"&C&B{marking}" if marking else "")
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
