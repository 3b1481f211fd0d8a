"""What the sheet Checks of a workbook says, as its stored results tell it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

HEADERS = ("clause or rule", "what must hold", "found", "limit", "holds")


@dataclass(frozen=True)
class Told:
    """One check. found, limit: numbers, or texts of errors; holds: whether it holds."""

    group: str
    what: str
    found: Any
    limit: Any
    holds: Any


def checks(path: Path) -> list[Told]:
    """The checks of a workbook, in their order."""
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    try:
        lines = book["Checks"].iter_rows(values_only=True)
        columns = next([line.index(name) for name in HEADERS] for line in lines if set(HEADERS) <= set(line))
        read = ([line[column] for column in columns] for line in lines)
        found: list[Told] = []
        for values in read:
            if values[-1] is None:
                return found
            found.append(Told(*values))
        return found
    finally:
        book.close()


def verdicts(path: Path) -> list[bool]:
    """The cells of Summary that say yes or no: one, whether all checks hold."""
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    try:
        return [value for line in book["Summary"].iter_rows(values_only=True) for value in line
                if isinstance(value, bool)]  # fmt: skip
    finally:
        book.close()
