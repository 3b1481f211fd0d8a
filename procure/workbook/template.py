"""A workbook to fill in: every input sheet with notes, drop-downs and the rows of a first plan.

Blue is what a user types. Grey is what the template assumed; a row turns white when its status is no longer
"assumed". Columns that a first plan does not need are grouped shut at the right. The same rows make the same bytes.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from procure import agreement, whole
from procure.calendar import Calendar
from procure.kinds.first_plan import ASSUMED, Row, label
from procure.problem import Programme
from procure.workbook import sheets
from procure.workbook.sheets import Column, Sheet
from procure.workbook.write_sheets import page, put

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_CREATED = datetime.datetime(2000, 1, 1)  # the same for every file, so that the same rows make the same bytes
_LAST_ROW = 500  # drop-downs reach so far down
_LONGEST_LIST = 255  # characters of a drop-down's own list
_LINE = 15  # points of a row, for each line of text
_NOTES = ("status", "source", "note")
_BLUE, _GREY, _DARK = "#0000FF", "#E4E4E4", "#1F3864"
_CELL: dict[str, Any] = {"text_wrap": True, "valign": "top"}
_LOOKS: dict[str, dict[str, Any]] = {
    "header": {**_CELL, "bold": True, "font_color": "#FFFFFF", "bg_color": _DARK},
    "given": {**_CELL, "font_color": _BLUE},
    "assumed": {**_CELL, "font_color": _BLUE, "bg_color": _GREY},
    "name": {**_CELL, "font_color": _DARK, "bold": True},
    "said": {**_CELL, "font_color": "#595959", "italic": True},
}
_SIDES: dict[str, dict[str, Any]] = {"left": {"align": "left", "indent": 1}, "right": {"align": "right"}}
_NUMBERS = (sheets.NUMBER, sheets.WHOLE, sheets.PERCENT, sheets.PERIOD, sheets.VALUE)
_IF_ASKED = (sheets.UNCERTAINTY,)  # written where it has rows, or everything is asked for
_OPEN_LISTS = {("Phases", "key"): sheets.KEYS}  # choices beside which names may be typed


_Looks = Mapping[tuple[str, str], Any]


@dataclass(frozen=True)
class _Place:
    """A column of a sheet as written. column None: a period's. hidden: grouped shut."""

    name: str
    column: Column | None
    hidden: bool = False

    @property
    def side(self) -> str:
        """Figures and periods stand at the right."""
        return "right" if self.column is None or self.column.type in _NUMBERS else "left"


@dataclass(frozen=True)
class Extent:
    """What of a workbook is written. sheets: which. locked: those to be read only, which Excel keeps from being edited.

    full: with no column grouped shut. programme: whose name and marking every page bears (None: the first setting's).
    """

    full: bool = False
    sheets: Sequence[Sheet] = sheets.SHEETS
    locked: Collection[str] = ()
    programme: Programme | None = None


_EVERYTHING = Extent()


def write(path: Path, tables: Mapping[str, Sequence[Row]], calendar: Calendar, extent: Extent = _EVERYTHING) -> None:
    """Write a workbook with its input sheets, rows as given. Raises whole.NotWritten where it cannot be written."""
    whole.write_whole(path, lambda to: _fill(to, tables, calendar, extent), whole.intact_zip)


def _fill(path: Path, tables: Mapping[str, Sequence[Row]], calendar: Calendar, extent: Extent) -> None:
    name = next((str(r.assumed["value"]) for r in tables["Programme"][:1] if "value" in r.assumed), "")
    programme = extent.programme or Programme(name, "EUR", calendar)
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": programme.name, "created": _CREATED})
        looks = {(k, s): book.add_format({**look, **side}) for k, look in _LOOKS.items() for s, side in _SIDES.items()}
        looks["white", ""] = book.add_format({"bg_color": "#FFFFFF"})
        for sheet in (one for one in extent.sheets if extent.full or one not in _IF_ASKED or tables.get(one.name)):
            added = book.add_worksheet(sheet.name)
            _Writer(added, looks, sheet, tables.get(sheet.name, ()), calendar, extent).write()
            page(added, programme, False)


class _Writer:
    """Writes one sheet."""

    def __init__(
        self, page: Any, looks: _Looks, sheet: Sheet, rows: Sequence[Row], calendar: Calendar, extent: Extent
    ) -> None:
        self.page, self.looks, self.sheet, self.rows, self.calendar = page, looks, sheet, rows, calendar
        self.locked = sheet.name in extent.locked
        self.places = tuple(_places(sheet, rows, calendar, extent.full))
        self.widths = {place.name: _width(place.name, rows) for place in self.places}

    def write(self) -> None:
        """Header, rows, drop-downs, widths and panes."""
        self._header()
        for number, row in enumerate(self.rows, start=1):
            self._row(number, row)
        self._columns()
        if self.locked:
            self.page.protect()
            self.page.set_tab_color(_GREY)
        else:
            self._drop_downs()
            self._fading()
        self.page.freeze_panes(1, 1)
        self.page.repeat_rows(0)

    def _header(self) -> None:
        first_period = next((p for p in self.places if p.column is None), None)
        for number, place in enumerate(self.places):
            put(self.page, 0, number, label(place.name), self.looks["header", place.side])
            if place.column is not None or place is first_period:
                text = _about(place.column) if place.column else f"{self.sheet.periods}\nBlank: {self.sheet.blank}."
                height = 24 + 17 * sum(1 + len(line) // 44 for line in text.splitlines())
                self.page.write_comment(0, number, text, {"width": 300, "height": height, "font_size": 9})

    def _row(self, number: int, row: Row) -> None:
        status = {"status": ASSUMED} if row.assumed and not row.comment else {}
        said = status | ({"note": row.note} if row.note else {})
        for look, cells in (("said", row.assumed if row.comment else {}), ("said", said)):
            self._cells(number, cells, look)
        self._cells(number, row.given, "said" if self.locked else "given")
        self._cells(number, {} if row.comment else row.assumed, "assumed")
        lines = max(math.ceil(len(str(v)) / (self.widths[n] - 2)) for n in self.widths for v in _shown(row, n))
        if lines > 1:
            self.page.set_row(number, _LINE * lines)

    def _cells(self, number: int, cells: Mapping[str, Any], look: str) -> None:
        for name, value in cells.items():
            at, look = self._number(name), "name" if name == "setting" else look
            put(self.page, number, at, value, self.looks[look, self.places[at].side])

    def _number(self, name: str) -> int:
        return next(number for number, place in enumerate(self.places) if place.name == name)

    def _columns(self) -> None:
        """Widths; the columns that are grouped shut."""
        for number, place in enumerate(self.places):
            hidden = {"level": 1, "hidden": True} if place.hidden else {}
            self.page.set_column(number, number, self.widths[place.name], self.looks["given", place.side], hidden)
        if any(place.hidden for place in self.places):
            end = len(self.places)
            self.page.set_column(end, end, None, None, {"collapsed": True})

    def _drop_downs(self) -> None:
        if self.sheet is sheets.PROGRAMME:
            self._settings()
            return
        for number, place in enumerate(self.places):
            if place.column is not None:
                self._drop_down(1, _LAST_ROW, number, place.column)

    def _settings(self) -> None:
        """A drop-down for each setting's value."""
        at = {str(value): number for number, row in enumerate(self.rows, start=1) for value in _shown(row, "setting")}
        value = self._number("value")
        for setting in sheets.SETTINGS:
            if setting.name in at:
                self._drop_down(at[setting.name], at[setting.name], value, setting)
        if "model" in at:
            self._list(at["model"], at["model"], value, list(agreement.names()), False)
        self._drop_down(1, _LAST_ROW, self._number("status"), self.sheet.column("status"))

    def _drop_down(self, first: int, last: int, number: int, column: Column) -> None:
        """The list of a column: its choices, yes and no, periods, or the names of the first sheet it refers to."""
        if column.type == sheets.YES_NO:
            self._list(first, last, number, ["yes", "no"], True)
        elif column.type == sheets.PERIOD:
            self._list(first, last, number, [*self.calendar.labels, *column.choices], False)
        elif column.choices:
            self._list(first, last, number, list(column.choices), True)
        elif (self.sheet.name, column.name) in _OPEN_LISTS:
            self._list(first, last, number, list(_OPEN_LISTS[self.sheet.name, column.name]), False)
        elif column.refers:
            self._list(first, last, number, f"={column.refers[0]}!$A$2:$A${_LAST_ROW}", False)

    def _list(self, first: int, last: int, number: int, source: list[str] | str, strict: bool) -> None:
        """strict: other values are refused; else the list only offers (several names, or those yet to be added)."""
        if isinstance(source, list) and len(",".join(source)) > _LONGEST_LIST:
            return
        options = {"validate": "list", "source": source, "show_error": strict}
        self.page.data_validation(first, number, last, number, options)

    def _fading(self) -> None:
        """Grey rows turn white when their status is no longer "assumed"."""
        assumed = [number for number, row in enumerate(self.rows, start=1) if row.assumed and not row.comment]
        if not assumed:
            return
        status = xl_col_to_name(self._number("status"))
        changed = f'=${status}{assumed[0] + 1}<>"{ASSUMED}"'
        rule = {"type": "formula", "criteria": changed, "format": self.looks["white", ""]}
        self.page.conditional_format(assumed[0], 0, assumed[-1], len(self.places) - 1, rule)


def _places(sheet: Sheet, rows: Sequence[Row], calendar: Calendar, full: bool) -> Iterator[_Place]:
    """What a first plan needs, periods, the notes, columns left alone, and the rest grouped shut."""
    filled = {name for row in rows for name in (*row.given, *row.assumed)}
    own = [column for column in sheet.columns if column.name not in _NOTES]
    shown = [column for column in own if column.basic or column.needed or column.name in filled]
    yield from (_Place(column.name, column) for column in shown)
    if sheet.periods:
        yield from (_Place(text, None) for text in _labels(rows, calendar))
    known = {column.name: column for column in sheet.columns}
    yield from (_Place(name, known[name]) for name in _NOTES if name in known)
    yield from (_Place(name, Column(name, sheets.TEXT, "left alone")) for name in sorted(filled) if name[:1] == "#")
    yield from (_Place(column.name, column, not full) for column in own if column not in shown)


def _labels(rows: Sequence[Row], calendar: Calendar) -> list[str]:
    """A column for each period; a year that the rows name stands for its shorter periods that they do not."""
    filled = {name for row in rows for name in (*row.given, *row.assumed)}
    years = {str(year) for year in calendar.years} & filled - set(calendar.labels)
    found = sorted(name for name in filled - years - set(calendar.labels) if name[:4].isdigit())  # before the horizon
    for year, period in zip(map(str, calendar.years), calendar.labels, strict=True):
        found += [year] if year in years else []
        found += [period] if period in filled or year not in years else []
    return list(dict.fromkeys(found))


def _shown(row: Row, name: str) -> Iterator[object]:
    yield from (cells[name] for cells in (row.given, row.assumed) if name in cells)
    if name == "note" and row.note:
        yield row.note


def _width(name: str, rows: Sequence[Row]) -> float:
    """Characters: the widest text, within reason; longer ones run over several lines."""
    texts = [str(value) for row in rows for value in _shown(row, name)]
    return min(max(len(name) + 4, 8, *(len(text) + 3 for text in texts), 0), 64 if name == "note" else 42)


def _about(column: Column) -> str:
    """The note of a header: meaning, unit, choices, default."""
    lines = [column.text[0].upper() + column.text[1:] + "."]
    lines += [f"Unit: {column.unit}."] if column.unit else []
    lines += [f"One of: {', '.join(column.choices)}."] if column.choices else []
    lines += [f"A name of the sheet {' or '.join(column.refers)}."] if column.refers else []
    return "\n".join([*lines, "Needed." if column.needed else f"Default: {column.default_text()}."])
