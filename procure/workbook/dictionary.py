"""The data dictionary, inputs/README.md, printed from the table of sheets: `python -m procure.workbook.dictionary`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from procure.workbook import sheets
from procure.workbook.sheets import Column, Sheet

_INTRODUCTION = """# The workbook's data dictionary

This file is printed from procure/workbook/sheets.py by `python -m procure.workbook.dictionary`; a test keeps it equal.
The workbooks beside it are examples.

## How sheets are read

- One table a sheet, headers in row 1, the sheet's name as below. Columns may stand in any order.
- Sheets marked "needed" must be there; each of the others switches a feature on. Items and Requirements go together.
  A sheet of another name is left alone; a slip of the pen ("Buget") is warned of.
- A row whose first cell begins with # is a comment; so is a column whose header begins with #. Any other header must
  be one of those below. Blank rows do no harm; a row of totals is refused.
- A blank cell means the column's default.
- Numbers have a decimal point and no separators of thousands. A plain number stored as text is used and warned of; any
  other text in a number is refused. So are error cells, and formulas that were never calculated.
- Per cents: 20 means 20 %; so does a cell that Excel shows as 20 %.
- Yes and no are written so; TRUE and FALSE are taken too.
- Lists are separated by ";" (or by "," where there is no ";").
- Names are compared letter by letter; one that nearly fits is refused with the nearest.
- Months are kept as months and turned into whole periods once; rounding by more than a third of a period is warned of.
  Rates are units a year, whatever the length of a period.

## Periods

Labels are 2027 (years), 2027-H1 (halves) and 2027-Q3 (quarters), as set in the sheet Programme; a year typed as a
number is fine, a date is not. Sheets with period columns have one for each period that matters, headed by its label,
among the other columns. A year over shorter periods may stand for all of them: requirements fall due in its last
period, budgets and capacities hold for their sum; in Budgets a year is the nation's fiscal year. A row fills in the
year or its periods, never both. Periods outside the horizon are refused.

## Sources

Every sheet may have the columns {notes}. They travel to the outputs.
"""


def dictionary() -> str:
    """The whole text, ending in a line feed."""
    notes = ", ".join(f"`{column.name}` ({_text(column)})" for column in sheets.PROGRAMME.columns[-3:])
    parts = [_INTRODUCTION.format(notes=notes)]
    parts += ["\n".join(_sheet(sheet)) + "\n" for sheet in sheets.SHEETS]
    return "\n".join(parts)


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"## {sheet.name}{' (needed)' if sheet.needed else ''}"
    yield ""
    yield f"A row is {sheet.row}. {_key(sheet)}"
    yield ""
    yield from _table(column for column in sheet.columns if column.name not in ("source", "status", "note"))
    if sheet.periods:
        yield ""
        yield f"Period columns: {sheet.periods}. Blank: {sheet.blank}."
    if sheet is sheets.PROGRAMME:
        yield ""
        yield "The settings:"
        yield ""
        yield from _table(sheets.SETTINGS)


def _key(sheet: Sheet) -> str:
    if not sheet.key:
        return "Rows may repeat."
    return f"No two rows have the same {' and '.join(sheet.key)}."


def _table(columns: Iterable[Column]) -> Iterator[str]:
    yield "| column | what it holds | type | unit | default |"
    yield "| --- | --- | --- | --- | --- |"
    for column in columns:
        cells = (column.name, _text(column), _type(column), column.unit, column.default_text())
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _text(column: Column) -> str:
    choices = f"; one of {', '.join(column.choices)}" if column.choices else ""
    refers = f" (a name of {' or '.join(column.refers)})" if column.refers else ""
    return column.text + choices + refers


def _type(column: Column) -> str:
    """The type with the range that is allowed."""
    low = "" if column.low is None else f" {'above' if column.above else 'from'} {column.low:g}"
    return column.type + low + ("" if column.high is None else f" to {column.high:g}")


if __name__ == "__main__":
    print(dictionary(), end="")
