"""A table as lines of text, as a terminal shows it."""

from __future__ import annotations

from decimal import Decimal

from procure.tables.table import Column, Table, Value


def lines(table: Table) -> list[str]:
    """The header and the rows, columns under one another: words from the left, numbers to the right."""
    shown = ([_cell(value, column) for value, column in zip(row, table.columns, strict=True)] for row in table.rows)
    rows = [[column.header for column in table.columns], *shown]
    widths = [max(len(row[k]) for row in rows) for k in range(len(table.columns))]
    numbers = [any(isinstance(row[k], Decimal | int) for row in table.rows) for k in range(len(table.columns))]
    return [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        ).rstrip()
        for row in rows
    ]


def _cell(value: Value, column: Column) -> str:
    """A value with the decimals of its column's number format; a fraction as per cent where the format says so."""
    if value is None or isinstance(value, str):
        return value or ""
    form = column.format.split(";")[0].split('"')[0]
    decimals = len(form.partition(".")[2].rstrip("%"))
    return f"{value:,.{decimals}%}" if form.endswith("%") else f"{value:,.{decimals}f}"
