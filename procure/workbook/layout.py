"""Where each figure of an output sheet stands: the writer puts it there, the check of a plan file looks for it there.

    row 1   the marking
    then    for each table: its title, its sentence, its headers, its rows, a blank row
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from procure.tables.table import EXACT, TEXT, Column, Table, Value

MARKING, TITLE, SENTENCE, HEADER, BODY, LINK = "marking", "title", "sentence", "header", "body", "link"
UNSAID = 9  # characters of a column that only headers over several columns cover
WORD = 20  # characters of a column that the words of its header may widen, so that none is broken
WIDEST = 44  # characters of a column that its texts may widen


@dataclass(frozen=True, slots=True)
class Placed:
    """A filled cell. row and column count from 0. `name`: header of its column; `format`: its number format.

    span: columns that it takes (headers only)."""

    row: int
    column: int
    value: str | Decimal | None
    part: str
    format: str = TEXT
    total: bool = False
    red: bool = False
    nation: str = ""
    name: str = ""
    span: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """Where a table stands: rows of its header and of its body, from 0; columns[k]: the sheet's column of its own k."""

    table: Table
    header: int
    first: int
    columns: tuple[int, ...]

    @property
    def last(self) -> int:
        """Its last row; before the first where it has none."""
        return self.first + len(self.table.rows) - 1

    def column(self, header: str) -> int:
        """The sheet's column of one of its headers. Raises ValueError where it has none of that name."""
        return self.columns[[one.header for one in self.table.columns].index(header)]


@dataclass(frozen=True)
class Layout:
    """A sheet: cells, widths of its columns (characters), rows of its headers and their lines, where its tables are.

    unprinted: rows at its end that are for the screen alone."""

    cells: tuple[Placed, ...]
    widths: tuple[int, ...]
    header_rows: Mapping[int, int]
    blocks: tuple[Block, ...]
    unprinted: int = 0

    @property
    def last_row(self) -> int:
        return max((cell.row for cell in self.cells), default=0)

    @property
    def last_printed(self) -> int:
        return self.last_row - self.unprinted


def lay_out(tables: Sequence[Table], marking: str) -> Layout:
    """The cells of a sheet's tables, one under another."""
    widths = _widths(tables)
    cells: list[Placed] = [Placed(0, 0, marking, MARKING)] if marking else []
    row, header_rows, blocks = 1, {}, []  # type: tuple[int, dict[int, int], list[Block]]
    for table in tables:
        lines = textwrap.wrap(table.sentence, max(60, sum(widths) * 9 // 8))
        heads = [(row, table.title, TITLE), *((row + 1 + k, line, SENTENCE) for k, line in enumerate(lines))]
        cells += [Placed(at, 0, text, part) for at, text, part in heads]
        row += 1 + len(lines)
        if any(column.header for column in table.columns):
            header_rows[row] = _lines(table, widths)
            cells += _headers(table, row)
            row += 1
        cells += _body(table, row)
        blocks.append(Block(table, row - 1, row, tuple(at for _, at in _spread(table.columns))))
        row += len(table.rows) + 1
    return Layout(tuple(cells), widths, header_rows, tuple(blocks))


def shown(value: Decimal | int | str, format: str) -> str:
    """About how a value looks in its number format: enough to make the column wide enough."""
    if isinstance(value, str):
        return value
    number = Decimal(value)
    if "%" in format and '"' not in format:
        return f"{number:.1%}"
    if format == EXACT:
        return f"{number:.15g}"
    decimals, unit = re.search(r"\.(0+)", format), re.search('"([^"]*)"', format)
    return f"{number:,.{len(decimals[1]) if decimals else 0}f}" + (unit[1] if unit else "")


def _headers(table: Table, row: int) -> Iterator[Placed]:
    for column, at in _spread(table.columns):
        yield Placed(row, at, column.header, HEADER, column.format, span=column.span)


def _lines(table: Table, widths: tuple[int, ...]) -> int:
    """Lines that the longest header needs."""
    heads = [(column.header, sum(widths[at : at + column.span]) - 2) for column, at in _spread(table.columns)]
    return max(max(1, len(textwrap.wrap(header, max(5, width)))) for header, width in heads)


def _body(table: Table, row: int) -> Iterator[Placed]:
    for line, values in enumerate(table.rows):
        for number, ((column, at), value) in enumerate(zip(_spread(table.columns), values, strict=True)):
            total, nation = line in table.totals, table.bars.get((line, number)) or _beside_bars(table, column, value)
            if value is None and not total:
                continue
            red, plain = (line, number) in table.red, Decimal(value) if isinstance(value, int) else value
            format = table.formats.get(line, column.format) if column.format != TEXT else TEXT
            yield Placed(row + line, at, plain, BODY, format, total, red, nation, column.header)


def _beside_bars(table: Table, column: Column, value: Value) -> str:
    """The nation whose colour a cell has because bars of that colour stand in its row."""
    return value if table.bars and column.header == "nation" and isinstance(value, str) else ""


def _spread(columns: Iterable[Column]) -> Iterator[tuple[Column, int]]:
    """The columns of a table, each with the column of the sheet that it begins in."""
    at = 0
    for column in columns:
        yield column, at
        at += column.span


def _widths(tables: Sequence[Table]) -> tuple[int, ...]:
    widths: dict[int, int] = {}
    for table in tables:
        for number, (column, at) in enumerate(_spread(table.columns)):
            for k in range(column.span):
                widths[at + k] = max(widths.get(at + k, 0), column.width if column.span == 1 else 0)
            if column.span > 1:
                continue
            widths[at] = max(widths[at], *(min(WORD, len(word) + 2) for word in column.header.split()), 0)
            for line, values in enumerate(table.rows):
                widths[at] = max(widths[at], _width(values[number], table.formats.get(line, column.format)))
    return tuple(widths[at] or UNSAID for at in sorted(widths))


def _width(value: Value, format: str) -> int:
    """Characters that a value needs in its cell; no more than WIDEST for a text."""
    if value is None:
        return 0
    return min(WIDEST, len(value) + 1) if isinstance(value, str) else len(shown(value, format)) + 2
