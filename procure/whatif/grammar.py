"""One edit of the inputs in words: `Budgets[ES,2028] *= 0.8`, or the cells of a row of the sheet Changes.

    Sheet[row, column] = value       set            Sheet[row, column] *= number     multiply
    Sheet[row, column] += number     add (-= too)   drop Sheet[row]                  the row goes
    drop Sheet[row, column]          blank cells    append Sheet[row, column] = value   a new row

row: the values of the sheet's key columns in their order, as many as are needed; `*` stands for any, `a/b` for either.
A row of a sheet without key columns (Pins) is told by its cells in their order. The setting of Programme is its row,
and needs no column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from procure import text
from procure.findings import ERROR, Finding, Refused
from procure.workbook import sheets
from procure.workbook.sheets import Sheet

SET, ADD, MULTIPLY, DROP, APPEND = "set", "add", "multiply", "drop", "append"
OPERATIONS = (SET, ADD, MULTIPLY, DROP, APPEND)
ANY = "*"

_EDIT = re.compile(
    r"(?:(drop|append)\s+)?([A-Za-z ]+?)\s*\[(.*)\]\s*(?:(\*=|\+=|-=|=)\s*(.*))?", re.DOTALL | re.IGNORECASE
)
_MEANT = {"=": SET, "*=": MULTIPLY, "+=": ADD, "-=": ADD}


@dataclass(frozen=True)
class Edit:
    """One edit. row: a pattern for each key column, those missing are any. column: None = the row as a whole.

    value: as typed. where: what is to be complained at, a cell of Changes or the words of a command line.
    """

    sheet: Sheet
    row: tuple[str, ...]
    column: str | None
    operation: str
    value: str
    where: str

    def __str__(self) -> str:
        inside = ", ".join([*self.row, *([self.column] if self.column else [])])
        sign = {SET: " = ", ADD: " += ", MULTIPLY: " *= ", DROP: "", APPEND: " = "}[self.operation]
        before = f"{self.operation} " if self.operation in (DROP, APPEND) else ""
        return f"{before}{self.sheet.name}[{inside}]{sign}{self.value if sign else ''}"


def parse(line: str, where: str = "") -> Edit:
    """The edit that a line says. Raises Refused."""
    where = where or f"change '{line}'"
    matched = _EDIT.fullmatch(line.strip())
    if not matched:
        example = 'like "Budgets[ES,2028] *= 0.8", "drop Rules[return]" or "append Nations[DK, role] = partner"'
        raise refused(where, "change", f"expected a change {example}, found '{line}'.")
    verb, name, inside, sign, value = matched.groups()
    operation = (verb or "").casefold() or (_MEANT[sign] if sign else "")
    if not operation:
        raise refused(where, "change", f"expected =, *=, += or -= and a value after ']', found nothing in '{line}'.")
    value = (value or "").strip()
    if sign == "-=":
        value = value[1:] if value.startswith("-") else f"-{value}"
    parts = split(inside)
    sheet = named(name, where)
    column = _column_of(sheet, parts, operation, where)
    row = tuple(parts) if column is None or sheet is sheets.PROGRAMME else tuple(parts[:-1])
    return checked(Edit(sheet, row, column, operation, value, where))


def _column_of(sheet: Sheet, parts: list[str], operation: str, where: str) -> str | None:
    """The column that the last part between the brackets names; None where a row is dropped."""
    if sheet is sheets.PROGRAMME:
        return "value"
    known = {column.name.casefold(): column.name for column in sheet.columns}
    last = parts[-1].casefold() if parts else ""
    if operation == DROP and last not in known and not _is_period(sheet, last):
        return None
    if not parts:
        raise refused(where, "change", f"expected a column of {sheet.name} between the brackets, found none.")
    return known.get(last, parts[-1])


def checked(edit: Edit) -> Edit:
    """The edit with its column as the sheet calls it. Raises Refused for what the sheet does not have."""
    sheet, column = edit.sheet, edit.column
    if len(edit.row) > len(key := key_columns(sheet)):
        message = f"expected at most the key of {sheet.name} ({', '.join(key)}), found {', '.join(edit.row)}."
        raise refused(edit.where, "change", message)
    if edit.operation not in OPERATIONS:
        text_ = f"expected one of {', '.join(OPERATIONS)}, found '{edit.operation}'."
        raise refused(edit.where, "unknown operation", text_, text.did_you_mean(edit.operation, OPERATIONS))
    if column is None:
        if edit.operation == DROP:
            return edit
        raise refused(edit.where, "change", f"expected a column of {sheet.name}, found none.")
    known = {one.name.casefold(): one.name for one in sheet.columns}
    if column.casefold() in known:
        return Edit(sheet, edit.row, known[column.casefold()], edit.operation, edit.value, edit.where)
    if _is_period(sheet, column):
        return edit
    hint = text.did_you_mean(column, [one.name for one in sheet.columns])
    raise refused(edit.where, "unknown column", f"expected a column of {sheet.name}, found '{column}'.", hint)


def key_columns(sheet: Sheet) -> tuple[str, ...]:
    """Columns whose values name a row: the sheet's key, where it has none all but its notes."""
    return sheet.key or tuple(c.name for c in sheet.columns if c.name not in ("source", "status", "note"))


def _is_period(sheet: Sheet, column: str) -> bool:
    """Whether a column could be one of the sheet's periods, or a pattern over them."""
    return bool(sheet.periods) and (column == ANY or all(part[:4].isdigit() for part in alternatives(column)))


def named(name: str, where: str) -> Sheet:
    """The sheet of that name, upper and lower case alike. Raises Refused."""
    found = next((one for one in sheets.SHEETS if one.name.casefold() == name.strip().casefold()), None)
    if found is None:
        hint = text.did_you_mean(name, sheets.names())
        raise refused(where, "unknown sheet", f"expected an input sheet, found '{name}'.", hint)
    return found


def split(inside: str) -> list[str]:
    """The parts between commas; a part in quotes keeps its commas."""
    found = re.findall(r'\s*("[^"]*"|[^,]*)\s*(?:,|$)', inside)
    parts = [part.strip() for part in found]
    while parts and not parts[-1]:
        parts.pop()
    return parts


def alternatives(pattern: str) -> tuple[str, ...]:
    """The names that a pattern allows; one in quotes is a name as it is."""
    if len(pattern) > 1 and pattern[0] == pattern[-1] == '"':
        return (pattern[1:-1],)
    return tuple(part.strip() for part in pattern.split("/"))


def fits(pattern: str, name: str) -> bool:
    """Whether a name is meant by a pattern: `*`, the name itself, or one of several; upper and lower case alike."""
    if pattern == ANY or pattern.casefold() == name.casefold():
        return True
    return name.casefold() in (one.casefold() for one in alternatives(pattern))


def refused(where: str, rule: str, message: str, hint: str = "") -> Refused:
    """One complaint about an edit."""
    return Refused([Finding(ERROR, where, rule, message, hint)])
