"""What a workbook holds, cell by cell, before anyone asks what it means."""

from __future__ import annotations

from dataclasses import dataclass, field

from procure.findings import Finding

TEXT, NUMBER, YES_NO, DATE, ERROR, NO_VALUE = "text", "number", "yes/no", "date", "error", "formula without value"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not blank. `value`: str (text, error code, formula of NO_VALUE), int | float, bool or datetime.

    percent: its number format shows a per cent, so that 0.2 stands for 20 %.
    """

    row: int
    column: int
    value: object
    kind: str
    percent: bool = False


@dataclass(frozen=True)
class RawSheet:
    """A sheet: its non-blank rows in order (cells in column order), merged areas, what is hidden."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[str, ...] = ()
    hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0


@dataclass(frozen=True)
class Book:
    """A workbook as read, with what there is to say of the file as a whole. unread: names of the sheets left alone."""

    path: str
    sheets: tuple[RawSheet, ...]
    findings: tuple[Finding, ...] = field(default=())
    unread: tuple[str, ...] = ()
