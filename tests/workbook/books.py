"""Workbooks for tests, from plain Python tables: in memory as a Book, or as a file."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from procure.findings import Finding
from procure.problem import Problem
from procure.workbook import cells
from procure.workbook.cells import Book, Cell, RawSheet
from procure.workbook.read import from_book

Tables = dict[str, list[list[Any]]]  # rows of each sheet, the headers first; None is a blank cell

HERE = Path(__file__).parent
ERROR_CODES = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#SPILL!")


class Percent(float):
    """A number in a cell that is formatted as a per cent: Percent(0.2) shows as 20 %."""


class Formula(str):
    """A formula without a stored value."""


def cell(row: int, column: int, value: Any) -> Cell:
    """The cell that a workbook with this value gives."""
    if isinstance(value, Formula):
        return Cell(row, column, str(value), cells.NO_VALUE)
    if isinstance(value, bool):
        return Cell(row, column, value, cells.YES_NO)
    if isinstance(value, int | float):
        return Cell(row, column, value, cells.NUMBER, isinstance(value, Percent))
    if isinstance(value, datetime.datetime):
        return Cell(row, column, value, cells.DATE)
    return Cell(row, column, str(value), cells.ERROR if value in ERROR_CODES else cells.TEXT)


def sheet(name: str, rows: Sequence[Sequence[Any]], **more: Any) -> RawSheet:
    """A sheet as it would be read."""
    found = (
        tuple(cell(r, c, value) for c, value in enumerate(row, start=1) if value is not None)
        for r, row in enumerate(rows, start=1)
    )
    return RawSheet(name, tuple(row for row in found if row), **more)


def book(tables: Mapping[str, Sequence[Sequence[Any]]]) -> Book:
    """A workbook in memory."""
    return Book("book.xlsx", tuple(sheet(name, rows) for name, rows in tables.items()))


def write(tables: Mapping[str, Sequence[Sequence[Any]]], path: Path) -> Path:
    """The workbook as a file."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as file:
        percent, date = file.add_format({"num_format": "0 %"}), file.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in tables.items():
            page = file.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, Percent):
                        page.write_number(r, c, value, percent)
                    elif isinstance(value, str):
                        page.write_string(r, c, value)
                    elif isinstance(value, datetime.datetime):
                        page.write_datetime(r, c, value, date)
                    elif value is not None:
                        page.write(r, c, value)
    return path


def read(tables: Mapping[str, Sequence[Sequence[Any]]], **options: Any) -> tuple[Problem | None, list[Finding]]:
    """What the reader makes of the tables; the model example.toml is found beside this file."""
    return from_book(book(tables), HERE, **options)


def good() -> Tables:
    """A small programme of two partners, a customer and a third country, with a row for nearly every feature."""
    return copy.deepcopy(_GOOD)


def edited(*edits: tuple[str, str, Any]) -> Tables:
    """The good book with cells changed: (sheet, cell, value); a column that it has not is added.

    cell: an address, or a header and a row, "carry over 3".
    """
    tables = good()
    for name, cell, value in edits:
        rows = tables.setdefault(name, [[]])
        header, _, row_text = cell.rpartition(" ")
        if header:
            row, column = int(row_text), _column(rows[0], header)
        else:
            row, column = place(cell)
        rows.extend([] for _ in range(row - len(rows)))
        rows[row - 1].extend([None] * (column - len(rows[row - 1])))
        rows[row - 1][column - 1] = value
    return tables


def _column(headers: list[Any], header: str) -> int:
    """Number of the column of that header, from 1; a new one if need be."""
    if header not in map(str, headers):
        headers.append(int(header) if header.isdigit() else header)
    return [str(known) for known in headers].index(header) + 1


def where(tables: Tables, place: str) -> str:
    """What findings call a place, with its letter: "Budgets!carry over 3" is Budgets!B3 carry over. A sheet is itself.

    Of a header itself (row 1) the cell alone.
    """
    sheet, _, cell = place.partition("!")
    header, _, row = cell.rpartition(" ")
    if not header:
        return place
    letter = chr(ord("A") + [str(known) for known in tables[sheet][0]].index(header))
    return f"{sheet}!{letter}{row} {header}" if row != "1" else f"{sheet}!{letter}1"


def place(address: str) -> tuple[int, int]:
    """Row and column of an address like C14, counted from 1."""
    letters = address.rstrip("0123456789")
    column = 0
    for character in letters:
        column = column * 26 + ord(character) - ord("A") + 1
    return int(address[len(letters):]), column


def column(tables: Tables, name: str, header: str | int) -> str:
    """The letter of a column of the good book, by its header (sheets here have at most 26)."""
    return chr(ord("A") + tables[name][0].index(header))


def at(name: str, header: str | int, row: int) -> tuple[str, str]:
    """Sheet and address of a cell of the good book by its header."""
    return name, f"{column(_GOOD, name, header)}{row}"


_GOOD: Tables = {
    "Series": [
        ["series", 2026, 2027, 2029, "note"],
        ["cpi", 100, 102, 104.5, "made up"],
        ["SEK", None, 11.2, 11.4],
    ],
    "Programme": [
        ["setting", "value", "source", "status", "note"],
        ["name", "Example"],
        ["currency", "EUR"],
        ["price base", 2026],
        ["first period", 2027],
        ["period length", "year"],
        ["periods", 8],
        ["discount rate", 3, "treasury", "assumed", None],
        ["model", "example.toml"],
        ["objectives", "lateness; cost 0.5 %; imbalance 0.1 % 5"],
        ["gap", 0.2],
        ["rounding", 0.01],
        ["data date", datetime.datetime(2026, 3, 1)],
        ["version", 1.2],
        ["work counted as", "contract price"],
        ["gdp in millions", "no"],
        ["index", "cpi"],
        ["plan in", "current prices"],
    ],
    "Nations": [
        ["nation", "role", "currency", "groups", "gdp", "ceiling", "source", "status", "note"],
        ["UK", "partner", "EUR", "NATO", 3100, 5000, "budget office", "quoted", "first"],
        ["DE", None, None, "EU; NATO", 4100, None],
        ["SE", "customer", "SEK", "EU", 550, None],
        ["US", "third country", None, None, None, None],
    ],
    "Phases": [
        ["phase", "key", "key holds", "signed", "at signature", "with work", "at delivery", "estimate", "fallback key",
         "programme", "index", "retention", "released"],
        ["Development", "table", "over the phase", None, Percent(0.1), None, None, 800, None, None, "cpi", 5, 2031],
        ["Production", "offtake", None, 2029, 20, 50, 30, None, None, None, None, Percent(0.1), "After"],
        ["Local", "where performed", None, None, None, None, None, None, "gdp", "Upkeep"],
    ],
    "Shares": [
        ["phase", "nation", "weight", "lowest", "highest", "work share", "source"],
        ["Development", "UK", 33, None, None, 50, "MoU"],
        ["Development", "DE", 33, 10, 90, 50, "MoU"],
    ],
    "Items": [
        ["item", "phase", "unit", "unit price", "max rate", "min rate", "ramp", "whole", "may store", "latest delay",
         "family", "standards", "units per fleet unit"],
        ["Typhoon", "Production", "aircraft", 60, 20, 2, 50, "yes", "no", 24],
        ["Hours", "Local", "hours", 0.01, None, None, None, "no", "yes", None, "Flying", "Link 16; STANAG 4609", 500],
    ],
    "Requirements": [
        ["nation", "item or family", "total", "first", "last", 2032, 2033, "note", "standards"],
        ["UK", "Typhoon", 20, 2031, 2034, None, None, "spread"],
        ["DE", "Typhoon", None, None, None, 7, 8, None],
        ["SE", "Typhoon", 4, "2033", None, None, None, None],
        ["UK", "Hours", 1000.5, 2031, 2034, None, None, None, "Link 16"],
    ],
    "Packages": [
        ["package", "kind", "phase", "items", "per unit", "value", "sector", "months", "earliest", "latest", "after",
         "given to", "begins", "divisible", "smallest share", "fewest suppliers", "most suppliers", "effort", "tags",
         "parent", "technology", "component", "weight", "qualifies"],
        ["Design", "one-off", "Development", None, None, Percent(0.5), "airframe", 24, 2027, 2029, None, "UK 60; DE 40",
         2027, "yes", 5, 1, 2, "40 hours; 2 tonnes", "noble", None],
        ["Tests", "one-off", "Development", "Typhoon", None, 200, "airframe", 12, None, None, "Design", "BAE", None,
         None, None, None, None, None, None, None],
        ["Wing", "per unit", "Production", "Typhoon", 2, "6 %", "airframe", 12, None, None, "Development", None, None,
         True, 20, 1, 2, "100 hours", "noble; critical", "Airframe", "stealth", 80, 1.5],
        ["Fuselage", "per unit", "Production", "Typhoon", None, "12 %", "airframe", 12, None, None, "Tests", None, None,
         None, None, None, None, "100 hours", None, "Airframe"],
        ["Airframe", "per unit", "Production", "Typhoon", None, "24 %", None, None, None, None, None, None, None, None,
         None, None, None, None, None, None],
        ["Engine", "per unit", "Production", "Typhoon", 2, None, "engines", 12, None, None, "Second engine", None, None,
         None, None, None, None, None, None, None, "turbine"],
        ["Upkeep", "per unit", "Local", "Hours", None, 0.01, None, 0, None, None, None, None, None, None, None,
         None, None, None, None, None],
        ["Depot", "per period", "Local", "Typhoon", None, 4, None, None, 2031, 2033, None, "BAE"],
        ["Spares", "per unit in service", "Production", "Typhoon", None, "1 %", None, None, None, None, None, "Airbus"],
        ["Second engine", "one-off", "Development", "Typhoon", None, 3, "engines", 12, None, None, None, "Plant 2",
         None, None, None, None, None, None, None, None, None, None, None, "Plant 2"],
    ],
    "Suppliers": [
        ["supplier", "nation", "sectors", "price factor", "source"],
        ["BAE", "UK", "airframe", 1.1, None],
        ["Airbus", "DE", "airframe; avionics", None, None],
        ["Plant 2", "US", "engines", None, None],
        ["Saab, Linköping", "SE", "all", None, None],
    ],
    "Budgets": [
        ["nation", "carry over", 2027, 2028, 2029, "line", "kind", "pays for", "prices"],
        ["UK", 10, 500, 600, None],
        ["DE", None, 0, 600, 700],
        ["UK", None, 100, None, 250, "ships", "cash", "Production", "constant"],
        ["UK", 5, 900, None, 800, None, "commitment"],
    ],
    "Capacity": [
        ["supplier", "sector or package", "unit", "share free", "ramp", 2030, 2031, "lowest", "lowest holds"],
        ["BAE", "airframe", "hours", 80, 50, 4000, 4000, None, None],
        ["Plant 2", "Engine", None, None, None, 60, 60, 2.5, None],
        ["Airbus", None, "M", None, None, 900, 900, 0.5, "always"],
    ],
    "Investments": [
        ["investment", "supplier", "sector or package", "unit", "adds", "cost", "phase", "months", "excludes",
         "earliest", "latest", "source"],
        ["Hall 7", "BAE", "airframe", "hours", 1500, 12.5, "Production", 18, "Hall 8", 2028, 2030, "board"],
        ["Hall 8", "BAE", "airframe", "hours", 900, None, "Production", None, None, None, None, None],
        ["Press", "Plant 2", "Engine", None, 10, 3, "Production", 12, None, None, None, None],
    ],
    "Quotes": [
        ["supplier", "package", "price", "currency", "set-up cost", "effort", "price base"],
        ["Plant 2", "Engine", 3.5, "EUR", 20, "1 set"],
        ["Airbus", "Wing", 4, None, None, None],
    ],
    "Rules": [
        ["rule", "measure", "who", "each or together", "per phase", "of", "from", "to", "window", "relation", "amount",
         "base", "strength", "penalty", "asked by", "source", "per programme", "counts from", "earlier plan",
         "earlier figures"],
        ["return", None, None, None, "yes", "phase Production; sector airframe", 2028, 2034, None, None, 3, None,
         "should", 2, "board", "MoU"],
        ["German work", "work", "DE; EU", "together", None, "noble", None, None, "total", ">=", 100, "M", None, None,
         None, None],
        ["EU content", "work", "EU", "together", None, "phase Development", None, None, None, None, 60,
         "% of total work", "condition", None, None, None],
        ["several hands", "nations", "all", "together", None, "supplier BAE; supplier Airbus", None, None, None, None,
         1, "count", "report", None, None, None, "yes", 5, None, None],
        ["as before", "cost", "UK; DE", None, None, "programme Upkeep", None, None, None, "within", 10,
         "% of earlier plan", "report", None, None, None, None, None, "first plan.xlsx", "UK 12.5; DE 3"],
        ["all along", "work", "UK", None, None, "programme all", None, None, "rolling 3", None, 1, "M", "report"],
    ],
    "Content": [
        ["supplier", "package", "nation", "work", "component", "source"],
        ["BAE", None, "DE", 10, 20.5, "offer"],
        ["Airbus", "Wing", "US", None, 30, None],
        ["Airbus", "Wing", "UK", 60, None, None],
    ],
    "History": [
        ["programme", "phase", "nation", "year", "paid", "work", "delivered"],
        [None, "Development", "UK", 2025, 12, 10, None],
        [None, None, "DE", 2026, 15.5, None, 2],
        ["Tornado", "Support", "UK", 2028, None, 4, None],
    ],
    "Controls": [
        ["technology", "owner", "destination", "permission", "months", "cost", "de minimis", "source"],
        ["stealth", "UK", "EU", "licence", 12, 5, None, "export office"],
        ["stealth", "UK", "*", "denied", None, None, 25, None],
        ["turbine", "US", "NATO", None, None, None, None, None],
        ["turbine", "US", "SE", "licence", 24, None, None, None],
    ],
    "Funding": [
        ["fund", "kind", "for", "phases", "most funded", "rate", "envelope", "needs", "interest", "repay from",
         "repay periods", 2027, 2028, "source", "within"],
        ["EDF", "grant", "partners", "Development", 90, 60, 150, "EU content", None, None, None, 80, None, "call"],
        ["PESCO bonus", None, "EU", "Development", None, 10, None, "EDF; EU content", None, None, None, None, None,
         None, "EDF"],
        ["SAFE", "loan", "DE", "Production; Local", 85, None, 300, None, 2.5, 24, 4, None, None, None],
    ],
    "Pins": [
        ["decision", "package", "item", "phase", "supplier", "nation", "period", "relation", "value"],
        ["award", "Wing", None, None, "BAE", None, None, None, 1],
        ["begin", "Tests", None, None, None, None, 2029, None, None],
        ["share", None, None, "Development", None, "UK", None, "<=", 60],
        ["deliver", None, "Typhoon", None, None, "SE", 2033, ">=", 1],
    ],
}  # fmt: skip
