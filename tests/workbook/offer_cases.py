"""What is said of Quotes that do not agree: rule, level, place, and the cells of the good book that make it so."""

from __future__ import annotations

from typing import Any

from procure.findings import ERROR, WARNING
from tests.workbook import books

Edit = tuple[str, str, Any]

_WING = ("Airbus", "Wing")
_ENGINE = ("Plant 2", "Engine")


def quoted(*rows: tuple[tuple[str, str], dict[str, Any]]) -> list[Edit]:
    """Cells of Quotes with these rows alone."""
    edits: list[Edit] = [("Quotes", f"{header} {row}", None) for row in (2, 3) for header in books.good()["Quotes"][0]]
    for row, ((supplier, package), cells) in enumerate(rows, 2):
        named = {"supplier": supplier, "package": package, **cells}
        edits += [("Quotes", f"{header} {row}", value) for header, value in named.items()]
    return edits


def tiers(*prices: tuple[float, float | None], **cells: Any) -> list[Edit]:
    """Engines from (quantity, price) on; cells of the first row by column."""
    rows = [(_ENGINE, {"price": price, "from quantity": start}) for start, price in prices]
    rows[0][1].update({name.replace("_", " "): value for name, value in cells.items()})
    return quoted(*rows)


LATE = {"price": 3, "valid until": 2028}  # Production is signed in 2029

CASES: list[tuple[str, str, str, list[Edit]]] = [
    ("duplicate key", ERROR, "Quotes!supplier 3", tiers((5, 4), (5, 3))),
    ("tiers overlap", ERROR, "Quotes!from quantity 3", quoted(
        (_ENGINE, {"price": 4, "for": "UK; DE", "from quantity": 5}),
        (_ENGINE, {"price": 3, "for": "DE; UK", "from quantity": 5}))),
    ("tiers rise", ERROR, "Quotes!price 4", tiers((0, 4), (5, 3), (9, 3.5))),
    ("tiers rise", ERROR, "Quotes!price 3", quoted(
        (_ENGINE, {"price": 4, "from quantity": 0, "currency": "SEK"}), (_ENGINE, {"price": 3, "from quantity": 5}))),
    ("tiers", ERROR, "Quotes!price 3", tiers((0, 4), (5, None))),
    ("tiers with a slope", ERROR, "Quotes!from quantity 3", tiers((0, 4), (5, 3), learning_slope=85)),
    ("out of range", ERROR, "Quotes!learning slope 2", quoted((_ENGINE, {"price": 3, "learning slope": 50}))),
    ("out of range", ERROR, "Quotes!learning slope 2", quoted((_ENGINE, {"price": 3, "learning slope": 101}))),
    ("rows of one offer", ERROR, "Quotes!most 3", quoted(
        (_ENGINE, {"price": 3, "from quantity": 0, "most": 30}),
        (_ENGINE, {"price": 2, "from quantity": 5, "most": 20}))),
    ("rows of one offer", ERROR, "Quotes!set-up cost 3", quoted(
        (_ENGINE, {"price": 3, "for": "UK", "set-up cost": 5}),
        (_ENGINE, {"price": 2, "for": "DE", "set-up cost": 6}))),
    ("least order", ERROR, "Quotes!least 2", quoted((_ENGINE, {"price": 3, "least": 9, "most": 8}))),
    ("least order", WARNING, "Quotes!least 2", quoted((_ENGINE, {"price": 3, "least": 999}))),
    ("tier out of reach", WARNING, "Quotes!from quantity 3", tiers((0, 4), (999, 3))),
    ("offer for nobody", WARNING, "Quotes!for 2", quoted(
        (_ENGINE, {"price": 3, "for": "US"}), (_ENGINE, {"price": 3, "for": "UK; DE; SE"}))),
    ("unknown name", ERROR, "Quotes!for 2", quoted((_ENGINE, {"price": 3, "for": "UK; FR"}))),
    ("unknown name", ERROR, "Quotes!for 2", quoted((_ENGINE, {"price": 3, "for": "partners"}))),
    ("offers overlap", ERROR, "Quotes!for 3", quoted(
        (_ENGINE, {"price": 3, "for": "EU"}), (_ENGINE, {"price": 3, "for": "UK; DE"}))),
    ("offers overlap", ERROR, "Quotes!for 3", quoted(
        (_ENGINE, {"price": 3, "for": None}), (_ENGINE, {"price": 3, "for": "UK"}))),
    ("sets of a one-off package", ERROR, "Quotes!for 2", quoted((("BAE", "Tests"), {"price": 90, "for": "UK"}))),
    ("sets of a one-off package", ERROR, "Quotes!learning slope 2",
     quoted((("BAE", "Tests"), {"price": 90, "learning slope": 85}))),
    ("sets of a one-off package", ERROR, "Quotes!from quantity 3", quoted(
        (("BAE", "Tests"), {"price": 90, "from quantity": 0}), (("BAE", "Tests"), {"price": 80, "from quantity": 2}))),
    ("curve of several buyers", ERROR, "Quotes!learning slope 2", [
        ("Phases", "key 3", "own units"), *quoted((_ENGINE, {"price": 3, "learning slope": 85}))]),
    ("curve of several buyers", ERROR, "Quotes!tiers 2", [
        ("Phases", "key 3", "own units"),
        *quoted((_ENGINE, {"price": 3, "from quantity": 0, "tiers": "incremental"}),
                (_ENGINE, {"price": 2, "from quantity": 9}))]),
    ("surplus without buyer", ERROR, "Items!surplus 2", [
        ("Items", "surplus 2", 2),
        *quoted((_ENGINE, {"price": 3, "for": "UK; DE; SE"}))]),
    ("nobody offers", ERROR, "Quotes!for 2", quoted((_ENGINE, {"price": 3, "for": "UK"}))),
    ("bundle of one", WARNING, "Quotes!bundle 2", quoted((_ENGINE, {"price": 3, "bundle": "all"}))),
    ("bundle", WARNING, "Quotes!bundle 3", quoted(
        (("Airbus", "Wing"), {"price": 3, "bundle": "all"}), (("Airbus", "Tests"), {"price": 90, "bundle": "all"}))),
    ("offer run out", WARNING, "Quotes!valid until 3", quoted((_ENGINE, {"price": 3}), (_WING, LATE))),
    ("no price", ERROR, "Packages!value 7", quoted((_ENGINE, LATE))),
]  # fmt: skip
