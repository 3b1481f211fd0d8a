"""Cells, headers, rows and names as people leave them: read as meant, or complained of by cell; never guessed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from procure.workbook.raw import ERROR_CODES
from tests.hostile import clean
from tests.hostile.case import Case, cells
from tests.hostile.clean import Date, Percent, Xml
from tests.workbook import broken
from tests.workbook.books import Tables

VALUE = "value 3"  # of the package Body
NOBREAK, ZERO_WIDTH, SOFT = "\u00a0", "\u200b", "\u00ad"
LONGEST = 32_767


def number(typed: Any, rule: str = "text in a number") -> Case:
    """An item's price typed so."""
    return cells(("Items", "D2", typed), rule=rule)


def _renamed(names: Mapping[str, str], said: tuple[str, ...] = (), as_read: Mapping[str, str] | None = None) -> Case:
    """Names replaced throughout. as_read: what they become."""
    like = partial(clean.renamed, names if as_read is None else as_read)
    return Case(lambda folder: clean.write(folder, clean.renamed(names)), said=said, like=like)


def _changed(change: Callable[[Tables], object], rule: str = "", where: str = "", said: tuple[str, ...] = (),
             like: Callable[[], Tables] = clean.tables) -> Case:  # fmt: skip
    def build(folder: Path) -> Path:
        content = clean.tables()
        change(content)
        return clean.write(folder, content)

    return Case(build, rule, where, said, like)


def _seen(before: str = "", hidden_row: bool = False, state: str = "visible") -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        sheet = "Budgets"
        content = clean.parts(states={sheet: state})
        part = clean.part_of(sheet)
        xml = content[part].replace("<sheetData>", f"{before}<sheetData>")
        content[part] = xml.replace('<row r="3">', '<row r="3" hidden="1">') if hidden_row else xml
        return broken.pack(folder / "book.xlsx", content)

    return build


def _1904(folder: Path) -> Path:
    content = clean.edited(("Programme", "A9", "data date"), ("Programme", "B9", Date(45_000)))
    return clean.write(folder, content, settings='<workbookPr date1904="1"/>')


def _move_columns(content: Tables) -> None:
    for rows in content.values():
        for row in rows:
            row.extend([None] * (len(rows[0]) - len(row)))
            row.reverse()


def _with_blank_row(content: Tables) -> None:
    for name, rows in content.items():
        if name != "Programme":
            rows.insert(2, [])


def _insert_column(sheet: str, header: object) -> Callable[[Tables], None]:
    def change(content: Tables) -> None:
        for number, row in enumerate(content[sheet]):
            row.insert(1, "something" if number else header)

    return change


def _unknown_nations(content: Tables, count: int) -> None:
    content["Nations"] += [[f"Nation of the {number}", "customer"] for number in range(count)]
    content["Requirements"] += [[f"Nation off the {number}", "Vehicle", 1, 2029, 2031] for number in range(count)]


def _same_nations(content: Tables, count: int) -> None:
    content["Nations"] += [["Alba", "partner"]] * count


def _wrong_cells(content: Tables, count: int) -> None:
    content["Budgets"] += [["Alba", "a", "b", "c", "d"]] * count


def _budgets(content: Tables, count: int) -> None:
    content["Budgets"] += [["Alba", 1, 2, 3, 4, 5, "note"]] * count


def _many_alike(content: Tables) -> None:
    content["Nations"] += [[f"N{number}", "customer"] for number in range(10_000)]
    content["Nations"] += [[f"n {number}", "customer"] for number in range(10_000)]


def _made(change: Callable[[Tables], object]) -> Tables:
    content = clean.tables()
    change(content)
    return content


def _tables_of(*edits: tuple[str, str, Any]) -> Callable[[], Tables]:
    return partial(clean.edited, *edits)


ERRORS = {
    f"error cell {code}": cells(("Items", "D2", Xml(f'<c {{r}} t="e"><v>{code}</v></c>')), rule="error cell")
    for code in sorted(ERROR_CODES)
}
CODES = ("NA", "N/A", "None", "null", "nan", "TRUE", "FALSE", "inf", "E5", "1E5", "007", "-", "0", "1.5", "True", "#1")
NUMBERS = {
    "text 1.234,50": number("1.234,50"),
    "text 1,5": number("1,5"),
    "text 1 234": number(f"1{NOBREAK}234"),
    "text 12%": number("12%"),
    "text 007": number("007"),
    "text NaN": number("NaN"),
    "text inf": number("inf"),
    "text in Arabic digits": number("١٢"),
    "text in wide digits": number("５"),
    "text with a currency": number("€ 5"),
    "text 0x10": number("0x10"),
    "a price of less than nothing": number(-5, "out of range"),
    "a price of minus nothing": cells(("Items", "D2", -0.0), like=_tables_of(("Items", "D2", 0))),
    "yes for a number": number(True),
    "a date for a number": number(Date(46_000), "date in a number"),
    "a per cent for a number": number(Percent(0.5), "per cent in a number"),
    "a number over 2^53": number(2**53 + 1, "number too large"),
    "a number of 400 digits": number(Xml(f'<c {{r}}><v>{"9" * 400}</v></c>'), "error cell"),
    "a number of 10,000 digits": cells(
        ("Items", "D2", Xml(f'<c {{r}}><v>{"9" * 10_000}</v></c>')), rule="damaged file", where="book.xlsx"
    ),
    "a number of 1e999": number(Xml("<c {r}><v>1e999</v></c>"), "error cell"),
    "a number that is NaN": Case(
        lambda folder: clean.write(folder, clean.edited(("Items", "D2", Xml("<c {r}><v>NaN</v></c>")))), "damaged file"
    ),
    "a number that is INF": Case(
        lambda folder: clean.write(folder, clean.edited(("Items", "D2", Xml("<c {r}><v>-INF</v></c>")))), "damaged file"
    ),
    "a date beyond all dates": number(Xml('<c {r} s="2"><v>1e12</v></c>'), "error cell"),
    "a number stored as text": cells(("Items", "D2", "5"), said=("cell type",)),
    "a number with spaces around": cells(("Items", "D2", " 5 "), said=("cell type",)),
    "a number with fifteen zeros": cells(("Items", "D2", Xml("<c {r}><v>5.000000000000000</v></c>"))),
    "a number as 0.5E1": cells(("Items", "D2", Xml("<c {r}><v>0.5E1</v></c>"))),
    "a formula without value": number(Xml("<c {r}><f>2+3</f></c>"), "formula without value"),
    "a formula with value": cells(("Items", "D2", Xml("<c {r}><f>2+3</f><v>5</v></c>"))),
    "a formula of another book": cells(("Items", "D2", Xml("<c {r}><f>'[1]x'!A1</f><v>5</v></c>"))),
    "a formula that calls a program": cells(
        ("Items", "F2", Xml("<c {r} t=\"str\"><f>cmd|'/C calc'!A0</f><v>x</v></c>")),
        like=_tables_of(("Items", "F2", "x")),
    ),
    "the same cell twice": number(Xml("<c {r}><v>5</v></c><c {r}><v>6</v></c>"), "cell order"),
}  # fmt: skip
PERIODS = {
    "a date for a period": cells(("Requirements", "D2", Date(46_753)), rule="date for a period"),
    "a date for a period's header": cells(("Budgets", "B1", Date(46_753)), rule="date for a period"),
    "a date of 1904 for a setting": Case(_1904, said=(), like=_tables_of(
        ("Programme", "A9", "data date"), ("Programme", "B9", "2027-03-16"))),
    "a period before the horizon": cells(("Requirements", "D2", 1999), rule="outside the horizon"),
    "a period of another length": cells(("Requirements", "D2", "2028-Q1"), rule="period label"),
    "a period in words": cells(("Requirements", "D2", "next year"), rule="period label"),
    "a period as a whole number with a point": cells(("Requirements", "D2", 2029.0)),
    "a period as text": cells(("Requirements", "D2", "2029")),
}  # fmt: skip
NAMES = {
    **{f"a nation named {code}": _renamed({"Alba": code}) for code in CODES[:-1]},
    "a nation that begins a comment": _changed(
        lambda c: c["Nations"].__setitem__(1, ["#Alba", "partner"]), "unknown name", "Requirements!A2"
    ),
    "a yes or no for a name": cells(("Nations", "A2", True), rule="cell type"),
    "trailing spaces": _renamed({"Alba": " Alba  "}, as_read={}),
    "no-break spaces at the end": _renamed({"Alba": f"Alba{NOBREAK}"}, ("invisible characters",) * 5, {}),
    "a no-break space within a name": _renamed({"Alba Works": f"Alba{NOBREAK}Works"}, as_read={}),
    "zero-width spaces at the end": _renamed({"Alba": f"Alba{ZERO_WIDTH}"}, ("invisible characters",) * 5, {}),
    "zero-width spaces within": _renamed({"Alba": f"Al{ZERO_WIDTH}ba"}, ("cell type",) * 5, {}),
    "soft hyphens within": _renamed({"Alba": f"Al{SOFT}ba"}, ("cell type",) * 5, {}),
    "letters of two parts (NFD)": _renamed(
        {"Alba": unicodedata.normalize("NFD", "España")}, ("invisible characters",) * 5, {"Alba": "España"}
    ),
    "one name composed, the other not": _changed(
        lambda c: (c["Suppliers"][1].__setitem__(1, unicodedata.normalize("NFD", "Ålba")),
                   c.update(clean.renamed({"Alba": "Ålba"}) | {"Suppliers": c["Suppliers"]})),
        said=("invisible characters",), like=partial(clean.renamed, {"Alba": "Ålba"}),
    ),
    "names from right to left": _renamed({"Alba": "ישראל", "Borea": "الأردن"}),
    "names that turn their direction": _renamed({"Alba": "Al\u202eba"}, ("cell type",) * 5, {}),
    "names of emoji and beyond 16 bits": _renamed({"Alba": "🛡️ 𝔄lba"}),
    "names with twenty accents on a letter": _renamed({"Alba": "A" + "\u0335" * 20 + "lba"}),
    "quotes and brackets in names": _renamed({"Alba": "it's [1]\"A\"!A1", "Body": "{b} <i>&</i>"}),
    "names that are formulas": _renamed({"Alba": '=HYPERLINK("x","y")', "Borea": "+1", "Body": "@x", "Engine": "-1"}),
    "names that are links": _renamed({"Alba": "http://x.invalid", "Borea": "mailto:x@x.invalid"}),
    "names of 200 letters": _renamed({"Alba": "x" * 200}),
    "a name of 32,767 letters": cells(("Items", "F2", "x" * LONGEST), like=_tables_of(("Items", "F2", "x" * LONGEST))),
    "a text of 40,000 letters": cells(("Items", "F2", "x" * 40_000), rule="text length"),
    "a text of five million letters": cells(("Items", "F2", "".join(map(str, range(800_000)))), rule="text length"),
    "a name on many lines": _renamed({"Alba": "Al\nba"}, as_read={"Alba": "Al ba"}),
    "a name with a semicolon": cells(("Nations", "A2", "Al;ba"), rule="name"),
    "a look-alike letter in a reference": cells(("Requirements", "A2", "Аlba"), rule="unknown name"),
    "two names that look alike": _changed(
        lambda c: c["Nations"].append(["Аlba", "customer"]), said=("look-alike key",),
        like=lambda: clean.edited(("Nations", "A4", "Аlba"), ("Nations", "B4", "customer")),
    ),
    "a name in other case": cells(("Requirements", "A2", "ALBA"), rule="unknown name"),
}
HEADERS = {
    "a header twice": cells(("Items", "F1", "unit price"), rule="duplicate header"),
    "a blank header": cells(("Items", "D1", None), rule="blank header"),
    "a missing header": _changed(lambda c: [row.pop(1) for row in c["Items"]], "missing column", "Items"),
    "an unknown header": cells(("Items", "F1", "unit prise"), rule="unknown header"),
    "headers in another order": _changed(_move_columns),
    "a header as a comment": _changed(_insert_column("Items", "# ours")),
    "a column of another table to the right": _changed(_insert_column("Items", "ours"), "unknown header", "Items!B1"),
    "headers in row 3": _changed(lambda c: c["Items"].__setitem__(slice(0, 0), [["Title"], []]), "headers", "Items!A1"),
    "headers in capitals": cells(("Items", "D1", "UNIT PRICE")),
    "headers with no-break spaces": cells(("Items", "D1", f"unit{NOBREAK}price")),
    "a header that is an error": cells(("Items", "D1", Xml('<c {r} t="e"><v>#REF!</v></c>')), rule="unknown header"),
}
ROWS = {
    "a hidden row": Case(_seen(hidden_row=True), said=("hidden rows",)),
    "hidden columns": Case(_seen('<cols><col min="2" max="3" hidden="1"/></cols>'), said=("hidden columns",)),
    "a hidden sheet": Case(_seen(state="hidden"), said=("hidden sheet",)),
    "a very hidden sheet": Case(_seen(state="veryHidden"), said=("hidden sheet",)),
    "a row of totals": _changed(lambda c: c["Budgets"].append(["Total", 40, 60, 60, 60]), "total row", "Budgets!A4"),
    "a row of totals marked as a comment": _changed(lambda c: c["Budgets"].append(["# Total", 40, 60, 60, 60, 60])),
    "a blank row in the middle": _changed(_with_blank_row),
    "a note to the right of the rows": cells(("Items", "T2", "ask Anna"), rule="blank header", where="Items!T1"),
    "a second table below": _changed(
        lambda c: c["Items"].extend([[], ["item", "phase", "unit", "unit price"]]), "second table", "Items!A4"
    ),
    "the same row twice": _changed(lambda c: c["Nations"].append(c["Nations"][1]), "duplicate key", "Nations!A4"),
    "an unknown key": cells(("Packages", "C2", "Productoin"), rule="unknown name"),
    "a package after itself": cells(("Packages", "H2", "Design"), rule="cyclic after"),
    "packages in a circle": cells(("Packages", "after 2", "Engine"), rule="cyclic after"),
    "shares not 100 %": cells(("Packages", "given to 4", "Alba 60; Borea 30"), rule="given parts", where="Packages!K4"),
    "a currency with no rate": cells(("Quotes", "D2", "SEK"), rule="missing rate"),
    "no sheet of packages": _changed(lambda c: c.pop("Packages"), "missing sheet", "Packages"),
    "a sheet nearly named right": _changed(
        lambda c: c.__setitem__("Budget", [["x"]]), said=("unknown sheet",)
    ),
    "a sheet of photographs": _changed(lambda c: c.__setitem__("Our photographs", [["x"], [], ["y", 5]])),
    "a sheet with quotes in its name": _changed(lambda c: c.__setitem__("it's <b> & \"x\"", [["x"]])),
    "no rows at all": _changed(lambda c: c.__setitem__("Budgets", []), "headers", "Budgets!A1"),
    "300 unknown names": _changed(partial(_unknown_nations, count=300), "unknown name"),
    "20,000 unknown names": Case(_changed(partial(_unknown_nations, count=20_000)).build, "unknown name", heavy=True),
    "100,000 rows of one key": Case(_changed(partial(_same_nations, count=100_000)).build, "duplicate key", heavy=True),
    "70,000 rows of budgets": Case(_changed(partial(_budgets, count=70_000)).build, "duplicate key", heavy=True),
    "100,000 rows of budgets": Case(_changed(partial(_budgets, count=100_000)).build, "number of cells", heavy=True),
    "200,000 wrong cells": Case(_changed(partial(_wrong_cells, count=50_000)).build, "text in a number", heavy=True),
    "10,000 names that look alike": Case(
        _changed(_many_alike).build, heavy=True, said=("look-alike key",) * 10_000, like=lambda: _made(_many_alike)
    ),
}  # fmt: skip


CASES: dict[str, Case] = {**ERRORS, **NUMBERS, **PERIODS, **NAMES, **HEADERS, **ROWS}
