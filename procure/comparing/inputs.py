"""Differences of the inputs: the tables of two problems, matched row by row on the keys of their sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from procure.problem import Problem
from procure.workbook import inputs, sheets
from procure.workbook.inputs import Value

ADDED, DROPPED = "row added", "row dropped"
UNPLANNED = {"Changes", "Uncertainty"}  # say what could be otherwise, which is no input of the plan itself
Table = tuple[list[str], inputs.Rows]
Row = Mapping[str, Value]


@dataclass(frozen=True)
class Difference:
    """A cell that differs, or a row that only one of both has (column ADDED or DROPPED, with its values in short)."""

    sheet: str
    row: str
    column: str
    base: Value
    other: Value


def differences(base: Problem, other: Problem) -> list[Difference]:
    """In the order of the workbook's sheets, rows and columns."""
    if base == other:
        return []
    old, new = inputs.tables(base), inputs.tables(other)
    return [
        found
        for name in sheets.names()
        if name in {*old, *new} - UNPLANNED
        for found in _of_sheet(name, old.get(name, ([], [])), new.get(name, ([], [])))
    ]


def same(base: Problem, other: Problem) -> bool:
    """Whether two problems plan the same."""
    return not differences(base, other)


def _of_sheet(name: str, old: Table, new: Table) -> Iterator[Difference]:
    before, after = _rows(name, old), _rows(name, new)
    columns = dict.fromkeys((*old[0], *new[0]))
    for key, row in before.items():
        if key not in after:
            yield Difference(name, key[0], DROPPED, _short(name, row), None)
            continue
        for column in columns:
            if row.get(column) != after[key].get(column):
                yield Difference(name, key[0], column, row.get(column), after[key].get(column))
    for key, row in after.items():
        if key not in before:
            yield Difference(name, key[0], ADDED, None, _short(name, row))


def _rows(name: str, table: Table) -> dict[tuple[str, int], Row]:
    """Rows by (key, which of those with that key it is); what has no key is known by all that it says."""
    (header, body), keyed = table, sheets.sheet(name).key
    seen: Counter[str] = Counter()
    found: dict[tuple[str, int], Row] = {}
    for values in body:
        row = {column: value for column, value in zip(header, values, strict=True) if value is not None}
        key = ", ".join(_text(row.get(column, "")) for column in keyed).rstrip(", ") if keyed else _short(name, row)
        found[key, seen[key]] = row
        seen[key] += 1
    return found


def _short(name: str, row: Row) -> str:
    """What a row says beside its key, in short."""
    key, notes = sheets.sheet(name).key, ("source", "status", "note")
    return "; ".join(f"{column} {_text(value)}" for column, value in row.items() if column not in (*key, *notes))


def _text(value: Value) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)
