"""A name for every table of an output workbook, so that formulas and other programs find it without an address.

    Cost_shares, Summary_Nations, Run_Objectives    outputs: the sheet, and the title where it is another text
    Input_Packages                                  inputs

A table with one row of unique, unmerged headers and at least one row becomes a table of Excel (a ListObject). Others
get a defined name over headers and rows: Summary's, which stand above one another on one page with headers over
several columns; those whose headers are blank, merged or alike; those without rows. A filter hides whole rows of the
sheet, so only a sheet's only table has one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from procure.workbook.layout import Block, Layout
from procure.workbook.write_sheets import InputTable, clean

LONGEST = 100  # characters of a name; Excel takes 255
LONGEST_HEADER = 255
_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc]|[Rr][0-9]*[Cc][0-9]*")  # would be read as the address of a cell


class Names:
    """Gives names in one workbook, each once, whatever the case of its letters."""

    def __init__(self, book: Any) -> None:
        self.book, self.taken = book, set[str]()

    def outputs(self, sheet: Any, placed: Layout, one_page: bool) -> None:
        """Name a sheet's tables, before its cells are written. `one_page`: it is printed whole, without filters."""
        headed = [block for block in placed.blocks if block.header in placed.header_rows]
        for block in headed:
            title = block.table.title
            name = self.unique(sheet.name if title == sheet.name else f"{sheet.name} {title}")
            area = (block.header, block.columns[0], max(block.header, block.last), _end(block))
            headers = [column.header for column in block.table.columns]
            plain = all(column.span == 1 for column in block.table.columns)
            if not one_page and plain and block.table.rows and fit(headers):
                self._table(sheet, name, area, headers, len(headed) == 1)
            else:
                self._define(sheet, name, area)
                if not one_page and len(headed) == 1:
                    sheet.autofilter(*area)

    def inputs(self, sheet: Any, table: InputTable) -> None:
        """Name an input sheet's table, before its cells are written."""
        headers, rows = table
        name, area = self.unique(f"Input {sheet.name}"), (0, 0, len(rows), len(headers) - 1)
        if rows and fit(headers):
            self._table(sheet, name, area, headers, True)
        else:
            self._define(sheet, name, area)

    def unique(self, text: str) -> str:
        """A name made of a text: letters, digits and "_", no address of a cell, none given before."""
        plain = re.sub("[^A-Za-z0-9]+", "_", text).strip("_")[:LONGEST] or "Table"
        plain = f"_{plain}" if plain[0].isdigit() or _CELL.fullmatch(plain) else plain
        name, number = plain, 1
        while name.casefold() in self.taken:
            number += 1
            name = f"{plain}_{number}"
        self.taken.add(name.casefold())
        return name

    def _table(
        self, sheet: Any, name: str, area: tuple[int, int, int, int], headers: Sequence[str], filtered: bool
    ) -> None:
        columns = [{"header": header} for header in headers]
        sheet.add_table(*area, {"name": name, "columns": columns, "style": None, "autofilter": filtered})

    def _define(self, sheet: Any, name: str, area: tuple[int, int, int, int]) -> None:
        self.book.define_name(name, f"={quote_sheetname(sheet.name)}!{xl_range_abs(*area)}")


def fit(headers: Sequence[str]) -> bool:
    """Whether a table of Excel can have these headers: texts in one line, each once whatever the case."""
    plain = all(0 < len(h) <= LONGEST_HEADER and h == clean(h).strip() and h.isprintable() for h in headers)
    return plain and len({header.casefold() for header in headers}) == len(headers)


def _end(block: Block) -> int:
    """The last of a table's columns on the sheet."""
    return block.columns[-1] + block.table.columns[-1].span - 1
