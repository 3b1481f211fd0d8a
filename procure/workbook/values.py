"""One cell turned into the value of its column: a parser for each column type.

A parser takes (column, cell, calendar) and returns a `Reading`, or raises `CellError` with what was expected.
Nothing is guessed: a cell that can be read in two ways is refused with the way out.

| type | value |
| --- | --- |
| text, name, choice, date | str |
| names, filter | tuple of str; () for "all" where that is the default |
| number, whole number, per cent | float, int, float (20 for 20 %) |
| yes or no | bool |
| period | Span, or None while the calendar is unknown |
| parts | tuple of (text, name, per cent or None) |
| effort | tuple of (amount, unit) |
| value | Worth |
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from procure import text
from procure.calendar import Calendar
from procure.workbook import cells, sheets
from procure.workbook.cells import Cell
from procure.workbook.sheets import Column

EXACT = 2**53  # beyond it not every whole number is a float
LONGEST = 32_767  # characters that Excel keeps in a cell
LARGEST = 1e9  # no amount in M, no quantity of a programme is beyond it
_PLAIN = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_PER_CENT = re.compile(r"(.*\d)\s*%", re.ASCII)
_ALMOST = re.compile(r"[+-]?[\d.,'\s]*\d[\d.,'\s]*")
_PART = re.compile(r"(.*\S)\s+(\d+(?:\.\d+)?)\s*%?", re.ASCII)
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]+)", re.ASCII)
_SAME = {"≥": ">=", "≤": "<=", "true": "yes", "false": "no"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, and what is to be said of how it was typed ("" = nothing)."""

    value: Any
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Worth:
    """A package's value: `amount` M, or per cent of a unit price or an estimate."""

    amount: float
    per_cent: bool = False


class CellError(Exception):
    """A cell that its column does not take: `expected` completes "expected ...", `rule` names what was checked."""

    def __init__(self, expected: str, hint: str = "", rule: str = "cell type") -> None:
        super().__init__(expected)
        self.expected, self.hint, self.rule = expected, hint, rule


def parse(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    """The cell's value for the column. Raises CellError."""
    if cell.kind == cells.ERROR:
        raise CellError(_expected(column), "Mend the formula or type the value.", "error cell")
    if cell.kind == cells.NO_VALUE:
        hint = "Open the workbook in a spreadsheet program, let it calculate, and save it."
        raise CellError(f"{_expected(column)}, a formula that was calculated", hint, "formula without value")
    if isinstance(cell.value, str) and len(cell.value) > LONGEST:
        raise CellError(f"at most {LONGEST:,} characters", "Shorten it.", "text length")
    reading = _PARSERS[column.type](column, cell, calendar)
    if isinstance(cell.value, str) and text.disguised(cell.value) and not reading.remark:
        return Reading(reading.value, "has invisible characters, which were left out")
    return reading


def default(column: Column) -> Any:
    """The value of a blank cell: the column's default, as `parse` would give it."""
    if column.type in (sheets.NAMES, sheets.FILTER, sheets.PARTS, sheets.EFFORT):
        return () if column.default in (None, "all") else (column.default,)
    return column.default


def found(cell: Cell) -> str:
    """The cell as a complaint quotes it, at most 60 characters."""
    if isinstance(cell.value, datetime.datetime | datetime.date):
        return f"the date {cell.value:%Y-%m-%d}"
    shown = shown_text(cell)
    return f"'{shown[:57] + '...' if len(shown) > 60 else shown}'"


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing but white space."""
    return cell.kind == cells.TEXT and not text.clean(str(cell.value))


def shown_text(cell: Cell) -> str:
    """The cell as text: whole numbers without a point, booleans as Excel shows them."""
    if isinstance(cell.value, bool):
        return "TRUE" if cell.value else "FALSE"
    if isinstance(cell.value, float) and cell.percent:
        return f"{cell.value * 100:.12g} %"
    if isinstance(cell.value, float):
        return f"{cell.value:.15g}"
    return text.clean(str(cell.value))


def label(cell: Cell) -> str | None:
    """The text of a cell that may hold a period label (2027 typed as a number is one), None for other kinds."""
    if cell.kind == cells.TEXT or (cell.kind == cells.NUMBER and not cell.percent and _is_whole(cell.value)):
        return shown_text(cell)
    return None


def _expected(column: Column) -> str:
    """What a column takes, in words."""
    kinds = {
        sheets.NAMES: "names", sheets.NUMBER: "a number", sheets.WHOLE: "a whole number",
        sheets.PERCENT: "a per cent (20 for 20 %)", sheets.YES_NO: "yes or no",
        sheets.CHOICE: f"one of {', '.join(column.choices)}", sheets.PERIOD: "a period label",
        sheets.DATE: "a date", sheets.PARTS: "names with per cents, as \"UK 60; ES 40\"",
        sheets.EFFORT: "an effort, as \"40 hours; 2 tonnes\"", sheets.VALUE: "a number of M, or a per cent as \"12 %\"",
        sheets.FILTER: "names of a part of the programme", sheets.NAME: "a name", sheets.TEXT: "text",
    }  # fmt: skip
    return kinds[column.type] + _range(column)


def _range(column: Column) -> str:
    if column.low is not None and column.high is not None:
        if column.above:
            return f" above {column.low:g} and at most {column.high:g}"
        return f" from {column.low:g} to {column.high:g}"
    if column.low is not None:
        return f" above {column.low:g}" if column.above else f" of {column.low:g} or more"
    return "" if column.high is None else f" of {column.high:g} or less"


def _text(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    if cell.kind == cells.DATE and column.type == sheets.TEXT:
        return Reading(f"{cell.value:%Y-%m-%d}")
    if cell.kind in (cells.DATE, cells.YES_NO):
        raise CellError(_expected(column), "Put an apostrophe before it to make it text.")
    return Reading(shown_text(cell))


def _names(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    parts = text.split(_text(column, cell, calendar).value)
    if column.default == "all" and any(part.casefold() == "all" for part in parts):
        if len(parts) > 1:
            raise CellError("\"all\" alone, or names")
        return Reading(())
    return Reading(parts)


def _number(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    if cell.kind == cells.NUMBER and cell.percent:
        hint = f"Write {_tidy(float(str(cell.value)))} or {_hundredfold(cell)}, as meant, without the per cent format."
        raise CellError(_expected(column), hint, "per cent in a number")
    value, remark = _plain_number(column, cell)
    return Reading(_bounded(column, value), remark)


def _whole(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    reading = _number(column, cell, calendar)
    if reading.value != int(reading.value):
        raise CellError(_expected(column))
    return Reading(int(reading.value), reading.remark)


def _percent(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    value, remark = _hundredfold_or_plain(column, cell)
    if not remark and not cell.percent and column.high == 100 and 0 < value < 1:
        remark = f"is read as {value:g} %; write {value * 100:g} if {value * 100:g} % is meant"
    return Reading(_bounded(column, value), remark)


def _hundredfold_or_plain(column: Column, cell: Cell) -> tuple[float, str]:
    """A per cent as the reader of the sheet sees it: 20 and a 0.2 that is formatted as a per cent are both 20."""
    if cell.percent and cell.kind == cells.NUMBER:
        return _hundredfold(cell), ""
    matched = _PER_CENT.fullmatch(shown_text(cell)) if cell.kind == cells.TEXT else None
    if not matched:
        return _plain_number(column, cell)
    value, _ = _plain_number(column, Cell(cell.row, cell.column, matched[1], cells.TEXT))
    return value, f"is text and is read as {value:g} %"


def _hundredfold(cell: Cell) -> float:
    return round(float(str(cell.value)) * 100, 10)


def _plain_number(column: Column, cell: Cell) -> tuple[float, str]:
    """A finite number that floats hold exactly enough, and a remark where it was stored as text."""
    remark, shown = "", shown_text(cell)
    if cell.kind == cells.TEXT:
        if not _PLAIN.fullmatch(shown):
            raise CellError(_expected(column), _number_hint(shown), "text in a number")
        remark = f"is a number stored as text and is read as {shown}"
    elif cell.kind == cells.DATE:
        raise CellError(_expected(column), "Format the cell as a number and type it again.", "date in a number")
    elif cell.kind != cells.NUMBER:
        raise CellError(_expected(column), rule="text in a number")
    value = float(shown if cell.kind == cells.TEXT else str(cell.value)) + 0.0  # -0 is 0
    if not math.isfinite(value) or abs(value) > (EXACT if column.unit == "any" else LARGEST):
        hint = "Amounts are in millions." if "M" in column.unit.split() else "Use larger units."
        raise CellError(_expected(column), hint, "number too large")
    return value, remark


def _number_hint(shown: str) -> str:
    if _PER_CENT.fullmatch(shown):
        return "Write it as a number without the per cent sign."
    if re.fullmatch(r"0\d+", shown):
        return "A number has no leading zeros."
    if _ALMOST.fullmatch(shown):
        return "Write it with a decimal point and without separators of thousands, as 1234.5."
    return ""


def _bounded(column: Column, value: float) -> float:
    low, high = column.low, column.high
    if low is not None and (value < low or (column.above and value == low)):
        raise CellError(_expected(column), rule="out of range")
    if high is not None and value > high:
        raise CellError(_expected(column), rule="out of range")
    return value


def _yes_no(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    shown = shown_text(cell).casefold()
    answer = _SAME.get(shown, shown)
    if answer not in ("yes", "no") or cell.kind not in (cells.TEXT, cells.YES_NO):
        raise CellError(_expected(column), rule="unknown choice")
    return Reading(answer == "yes")


def _choice(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    shown = shown_text(cell)
    wanted = _SAME.get(shown, shown).casefold()
    for choice in column.choices:
        if choice.casefold() == wanted:
            return Reading(choice)
    match = text.nearest(shown, column.choices)
    raise CellError(_expected(column), f"Did you mean {match!r}?" if match else "", "unknown choice")


def _period(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    example = calendar.first if calendar else "2027"
    typed = label(cell)
    if typed is not None and typed.casefold() in column.choices:
        return Reading(None)
    if typed is None:
        hint = f"Write the label {example}, as text." if cell.kind == cells.DATE else ""
        raise CellError(f"a period label like {example}", hint, "date for a period")
    if calendar is None:
        return Reading(None)
    try:
        return Reading(calendar.span(typed))
    except KeyError:
        horizon = f"a period from {calendar.labels[0]} to {calendar.labels[-1]}"
        raise CellError(horizon, "The horizon is set in the sheet Programme.", "outside the horizon") from None
    except ValueError:
        raise CellError(f"a period label like {example}", rule="period label") from None


def _date(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    if cell.kind == cells.DATE:
        return Reading(f"{cell.value:%Y-%m-%d}")
    try:
        return Reading(datetime.date.fromisoformat(shown_text(cell)).isoformat())
    except ValueError:
        raise CellError("a date, as 2027-01-31") from None


def _parts(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    parts = []
    for part in text.split(_text(column, cell, calendar).value):
        matched = _PART.fullmatch(part)
        parts.append((part, matched[1], float(matched[2])) if matched else (part, part, None))
    return Reading(tuple(parts))


def _effort(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    efforts: dict[str, float] = {}
    for part in text.split(_text(column, cell, calendar).value):
        matched = _AMOUNT.fullmatch(part)
        units = [u for u in sheets.UNITS if matched and matched[2].casefold().rstrip("s") == u.casefold().rstrip("s")]
        if matched is None or not units or units[0] in efforts:
            raise CellError(_expected(column), f"Units are {', '.join(sheets.UNITS)}, each once.", "effort")
        efforts[units[0]] = float(matched[1])
    return Reading(tuple((amount, unit) for unit, amount in efforts.items()))


def _worth(column: Column, cell: Cell, calendar: Calendar | None) -> Reading:
    per_cent = cell.percent or (cell.kind == cells.TEXT and bool(_PER_CENT.fullmatch(shown_text(cell))))
    amount, remark = _hundredfold_or_plain(column, cell)
    if amount < 0:
        raise CellError(_expected(column) + ", not negative", rule="out of range")
    return Reading(Worth(amount, per_cent), "" if per_cent else remark)


def _is_whole(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value) and value == int(value)


def _tidy(value: float) -> str:
    return f"{value:.12g}"


_PARSERS: dict[str, Callable[[Column, Cell, Calendar | None], Reading]] = {
    sheets.TEXT: _text, sheets.NAME: _text, sheets.NAMES: _names, sheets.NUMBER: _number, sheets.WHOLE: _whole,
    sheets.PERCENT: _percent, sheets.YES_NO: _yes_no, sheets.CHOICE: _choice, sheets.PERIOD: _period,
    sheets.DATE: _date, sheets.PARTS: _parts, sheets.EFFORT: _effort, sheets.VALUE: _worth, sheets.FILTER: _names,
}  # fmt: skip
