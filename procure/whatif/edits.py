"""Edits applied to resolved tables: cells set, multiplied, added to; rows dropped and appended.

What a cell then holds is read like any other: a value of the wrong type, or a sum that no longer fits, is complained of
by the reader at the cell's own address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from procure import text
from procure.findings import Refused
from procure.whatif import grammar
from procure.whatif.grammar import ADD, APPEND, DROP, MULTIPLY, SET, Edit
from procure.workbook import cells
from procure.workbook.cells import Book, Cell, RawSheet
from procure.workbook.sheets import NUMBER, PERCENT, PERIOD, VALUE, WHOLE, Sheet

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_PER_CENT = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*%")
NUMBERS = (NUMBER, WHOLE, PERCENT, VALUE)


def apply(book: Book, edits: Sequence[Edit]) -> Book:
    """The book after the edits, one after the other. Raises Refused with the first that cannot be made."""
    for edit in edits:
        book = _applied(book, edit)
    return book


def _applied(book: Book, edit: Edit) -> Book:
    raw = next((one for one in book.sheets if one.name == edit.sheet.name), None)
    if raw is None:
        if edit.operation != APPEND:
            message = f"expected the sheet {edit.sheet.name} to have rows, found none."
            raise grammar.refused(edit.where, "nothing matches", message)
        raw = RawSheet(edit.sheet.name, (_header(edit.sheet),))
        book = replace(book, sheets=(*book.sheets, raw))
    table = _Table(edit, raw)
    {DROP: table.drop, APPEND: table.append}.get(edit.operation, table.change)()
    return replace(book, sheets=tuple(table.sheet() if one is raw else one for one in book.sheets))


def _header(sheet: Sheet) -> tuple[Cell, ...]:
    return tuple(Cell(1, place, c.name, cells.TEXT) for place, c in enumerate(sheet.columns, start=1))


class _Table:
    """A sheet under an edit: values by (row, column header)."""

    def __init__(self, edit: Edit, raw: RawSheet) -> None:
        self.edit, self.raw = edit, raw
        self.places = {str(cell.value).casefold(): cell.column for cell in raw.rows[0]}
        self.headers = {cell.column: cell for cell in raw.rows[0]}
        self.rows = {row[0].row: {cell.column: cell for cell in row} for row in raw.rows[1:]}

    def sheet(self) -> RawSheet:
        """The sheet as it is now."""
        rows = (tuple(row[k] for k in sorted(row)) for _, row in sorted(self.rows.items()) if row)
        return replace(self.raw, rows=(tuple(self.headers[k] for k in sorted(self.headers)), *rows))

    def drop(self) -> None:
        matched = self._matched()
        for number in matched:
            if self.edit.column is None:
                del self.rows[number]
            else:
                for place in self._columns():
                    self.rows[number].pop(place, None)

    def append(self) -> None:
        number = max([1, *self.rows]) + 1
        row: dict[int, Cell] = {}
        for name, value in zip(self.edit.sheet.key, self.edit.row, strict=False):
            place = self._place(name)
            row[place] = _cell(number, place, grammar.alternatives(value)[0], False)
        assert self.edit.column is not None
        place = self._place(self.edit.column)
        row[place] = _cell(number, place, self.edit.value, self._is_number(self.edit.column))
        self.rows[number] = row

    def change(self) -> None:
        """Set, multiply or add to every cell that matches; what is multiplied or added to must be a number."""
        edit, touched = self.edit, 0
        assert edit.column is not None
        for number in self._matched():
            if (edit.sheet.name, edit.column) == ("Requirements", "total"):
                touched += self._total(number)
                continue
            for place in self._columns():
                old = self.rows[number].get(place)
                if edit.operation == SET:
                    self.rows[number][place] = _cell(number, place, edit.value, self._is_number(self._name(place)))
                    touched += 1
                elif old is not None:
                    self.rows[number][place] = replace(old, value=self._worked(old), kind=_kind(old))
                    touched += 1
        if not touched:
            doing = {ADD: "add to", MULTIPLY: "multiply"}.get(edit.operation, edit.operation)
            message = f"expected a number to {doing} in {edit.sheet.name}, {edit.column}, found blank cells alone."
            raise grammar.refused(edit.where, "nothing matches", message)

    def _matched(self) -> list[int]:
        """Numbers of the rows whose keys fit. Raises Refused where none does."""
        key = [self.places.get(name.casefold()) for name in grammar.key_columns(self.edit.sheet)]
        found = []
        for number, row in self.rows.items():
            names = [_shown(row[place]) if place in row else "" for place in key]
            if all(grammar.fits(pattern, name) for pattern, name in zip(self.edit.row, names, strict=False)):
                found.append(number)
        if not found:
            raise self._nothing(key)
        return found

    def _nothing(self, key: Sequence[int | None]) -> Refused:
        """The complaint that no row fits, with the nearest name of the first part that none has."""
        edit, hint = self.edit, ""
        for pattern, place in zip(edit.row, key, strict=False):
            names = sorted({_shown(row[place]) for row in self.rows.values() if place in row})
            if not any(grammar.fits(pattern, name) for name in names):
                hint = text.did_you_mean(pattern, names)
                break
        shown = ", ".join(edit.row)
        message = f"expected a row of {edit.sheet.name} for '{shown}', found none."
        return grammar.refused(edit.where, "nothing matches", message, hint)

    def _columns(self) -> list[int]:
        """Places of the columns that the edit's column means: one, or the periods that fit a pattern."""
        column = str(self.edit.column)
        named = {one.name.casefold() for one in self.edit.sheet.columns}
        if column.casefold() in named:
            return [self._place(column)]
        labels = {place: str(cell.value) for place, cell in self.headers.items() if self._is_label(cell)}
        found = [place for place, label in labels.items() if grammar.fits(column, label)]
        if not found and self.edit.operation == SET and len(grammar.alternatives(column)) == 1:
            found = [self._place(column)]
        if not found:
            message = f"expected a filled in period of {self.edit.sheet.name} for '{column}', found none."
            raise grammar.refused(self.edit.where, "nothing matches", message)
        return sorted(found)

    def _place(self, column: str) -> int:
        """Place of a column, a new one at the end where the sheet does not show it yet."""
        if column.casefold() not in self.places:
            place = max(self.headers, default=0) + 1
            self.places[column.casefold()] = place
            self.headers[place] = Cell(1, place, column, cells.TEXT)
        return self.places[column.casefold()]

    def _name(self, place: int) -> str:
        return str(self.headers[place].value)

    def _is_label(self, header: Cell) -> bool:
        return str(header.value)[:4].isdigit()

    def _is_number(self, column: str) -> bool:
        known = {one.name.casefold(): one.type for one in self.edit.sheet.columns}
        if self.edit.sheet.name == "Programme" and column == "value":
            return bool(_NUMBER.fullmatch(self.edit.value)) and not self._is_label_setting()
        return known.get(column.casefold(), PERIOD) in (*NUMBERS, PERIOD) and column.casefold() not in (
            name for name, kind in known.items() if kind == PERIOD
        )

    def _is_label_setting(self) -> bool:
        return bool(self.edit.row) and self.edit.row[0].casefold() in ("first period", "price base", "version", "name")

    def _worked(self, old: Cell) -> object:
        """The old number multiplied by the value, or with it added. Raises Refused for what is no number."""
        by, edit = _number(self.edit.value), self.edit
        if by is None:
            message = f"expected a number to {edit.operation}, found '{edit.value}'."
            raise grammar.refused(edit.where, "change", message)
        per_cent = _PER_CENT.fullmatch(str(old.value))
        now = float(per_cent[1]) if per_cent else _number(str(old.value))
        if now is None or old.kind not in (cells.NUMBER, cells.TEXT):
            message = f"expected a number in {edit.sheet.name}, {edit.column}, found '{old.value}'."
            raise grammar.refused(edit.where, "change", message)
        new = float(f"{now * by if edit.operation == MULTIPLY else now + by:.12g}")
        return f"{new:.12g} %" if per_cent else new

    def _total(self, number: int) -> int:
        """Units of a requirement in all: its periods keep their proportions, whole where they were."""
        row = self.rows[number]
        periods = [k for k in sorted(row) if self._is_label(self.headers[k])]
        before = [float(str(row[k].value)) for k in periods]
        if not periods:
            return 0
        wanted = self._worked(Cell(number, 0, sum(before), cells.NUMBER)) if self.edit.operation != SET else None
        total = _number(self.edit.value) if wanted is None else float(str(wanted))
        if total is None or total < 0:
            message = f"expected a number of units, 0 or more, found '{self.edit.value}'."
            raise grammar.refused(self.edit.where, "change", message)
        for place, units in zip(periods, rescaled(before, total), strict=True):
            row[place] = Cell(number, place, units, cells.NUMBER)
        return 1


def rescaled(amounts: Sequence[float], total: float) -> list[float]:
    """Amounts in the same proportions that sum to `total`; whole where all were and it is, so far within a half."""
    whole = all(amount == int(amount) for amount in amounts) and total == int(total)
    factor, so_far, given, found = (total / sum(amounts) if sum(amounts) else 0.0), 0.0, 0.0, []
    for amount in amounts:
        so_far += amount * factor
        part = float(int(so_far + 0.5)) - given if whole else so_far - given
        given += part
        found.append(part)
    return found


def _shown(cell: Cell) -> str:
    """A cell of a row's key as an edit names it: 1 for 1.0, 0 for -0.0."""
    return f"{cell.value + 0.0:.12g}" if isinstance(cell.value, float) else str(cell.value)


def _number(typed: str) -> float | None:
    shown = typed.strip()
    per_cent = _PER_CENT.fullmatch(shown)
    if per_cent:
        return float(per_cent[1]) / 100
    return float(shown) if _NUMBER.fullmatch(shown) else None


def _kind(old: Cell) -> str:
    return cells.TEXT if _PER_CENT.fullmatch(str(old.value)) else cells.NUMBER


def _cell(row: int, column: int, value: str, number: bool) -> Cell:
    """A cell as it would be typed: a number where the column takes one and the text is one."""
    plain = value.strip()
    if number and _NUMBER.fullmatch(plain):
        return Cell(row, column, float(plain), cells.NUMBER)
    return Cell(row, column, plain, cells.TEXT)
