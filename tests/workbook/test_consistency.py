"""What no single cell shows: each check with a book that it complains of, and where."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from procure.facts import Facts
from procure.findings import ERROR, NOTE, WARNING, Finding, errors
from procure.workbook import consistency, read
from procure.workbook import consistency_money as money
from procure.workbook.cells import Book
from procure.workbook.consistency import CHECKS, ORDER, SERIES, Check
from tests.clauses import small
from tests.workbook import books, industry_cases, offer_cases

Edit = tuple[str, str, Any]


def findings(*edits: Edit) -> list[Finding]:
    return books.read(books.edited(*edits))[1]


def package(column: str, row: int, value: Any) -> Edit:
    return ("Packages", f"{column} {row}", value)


def without(sheet: str, *more: str) -> list[Finding]:
    tables = books.good()
    for name in (sheet, *more):
        del tables[name]
    return books.read(tables)[1]


def added(name: str, *rows: list[Any]) -> list[Finding]:
    """What is said of the good book with rows added to a sheet."""
    tables = books.good()
    tables[name] = [*tables[name], *rows]
    return books.read(tables)[1]


def text(value: object) -> str:
    return value if isinstance(value, str) else ""


def ordered(row: int, nation: str = "", item: str = "", total: int = 0, **cells: Any) -> list[Edit]:
    """A row of Requirements, new where it has a nation, with columns that the good book has not."""
    new = {"nation": nation, "item or family": item, "total": total} if nation else {}
    return [("Requirements", f"{header} {row}", value) for header, value in (new | cells).items()]


def cost(column: str, value: Any) -> list[Edit]:
    """The good book with one other cost, of development, that says nothing more but this."""
    cells = {"cost": "Office", "phase": "Development", "performed in": "UK", column: value}
    return [("Other costs", f"{header} 2", x) for header, x in cells.items()]


CASES: list[tuple[str, str, str, list[Edit]]] = [
    # rule, level, place, edits
    ("unknown name", ERROR, "Suppliers!nation 2", [("Suppliers", "nation 2", "GB")]),
    ("unknown name", ERROR, "Packages!after 3", [package("after", 3, "Design; Desing")]),
    ("unknown name", ERROR, "Packages!given to 2", [package("given to", 2, "UK 60; FR 40")]),
    ("unknown name", ERROR, "Requirements!item or family 5", [("Requirements", "item or family 5", "Flyers")]),
    ("ambiguous name", ERROR, "Items!family 3", [("Items", "family 3", "Typhoon")]),
    ("family not alike", ERROR, "Items!phase 2", [("Items", "family 2", "Flying")]),
    ("family not alike", ERROR, "Items!latest delay 2", [("Items", "family 2", "Flying")]),
    ("standards", ERROR, "Requirements!standards 5", [("Requirements", "standards 5", "Link 16; Link 22")]),
    ("standards", ERROR, "Requirements!standards 5",
     [("Requirements", "item or family 5", "Flying"), ("Requirements", "standards 5", "Link 22")]),
    ("family and item", ERROR, "Requirements!item or family 5",
     ordered(6, nation="UK", item="Flying", total=1)),
    ("package of a family shared", WARNING, "Packages!items 3",
     [("Items", "item 4", "Simulator"), ("Items", "phase 4", "Production"), package("items", 3, "Typhoon; Hours")]),
    ("unknown name", ERROR, "Rules!who 3", [("Rules", "who 3", "DE; UE")]),
    ("cyclic after", ERROR, "Packages!after 3", [package("after", 2, "Tests")]),
    ("cyclic after", ERROR, "Packages!after 2", [package("after", 2, "Design")]),
    ("after a recurring package", ERROR, "Packages!after 3", [package("after", 3, "Engine")]),
    ("nothing to wait for", ERROR, "Packages!after 8", [package("after", 8, "Production")]),
    ("nested parents", ERROR, "Packages!parent 6", [package("parent", 6, "Engine")]),
    ("heading", ERROR, "Packages!given to 6", [package("given to", 6, "BAE")]),
    ("heading", ERROR, "Quotes!package 3", [("Quotes", "package 3", "Airframe")]),
    ("heading", ERROR, "Pins!package 2", [("Pins", "package 2", "Airframe")]),
    ("heading", ERROR, "Capacity!sector or package 3", [("Capacity", "sector or package 3", "Airframe")]),
    ("parts do not sum", ERROR, "Packages!value 6", [package("value", 6, "25 %")]),
    ("kind of parts", ERROR, "Packages!kind 6", [package("kind", 6, "one-off"), package("value", 6, 1)]),
    ("begins", ERROR, "Packages!begins 4", [package("begins", 4, 2028)]),
    ("number of suppliers", ERROR, "Packages!most suppliers 2", [package("fewest suppliers", 2, 3)]),
    ("number of suppliers", ERROR, "Packages!fewest suppliers 5", [package("fewest suppliers", 5, 2)]),
    ("number of suppliers", ERROR, "Packages!most suppliers 5", [package("most suppliers", 5, 2)]),
    ("smallest share", ERROR, "Packages!smallest share 4",
     [package("smallest share", 4, 60), package("fewest suppliers", 4, 2)]),
    ("given parts", ERROR, "Packages!given to 2", [package("given to", 2, "UK 60; DE 30")]),
    ("given parts", ERROR, "Packages!given to 2", [package("given to", 2, "UK 60; DE")]),
    ("given parts", ERROR, "Packages!given to 2", [package("divisible", 2, "no"), package("most suppliers", 2, 1)]),
    ("given parts", ERROR, "Packages!given to 2", [package("smallest share", 2, 50)]),
    ("given parts", ERROR, "Packages!given to 2", [package("most suppliers", 2, 1)]),
    ("no supplier", ERROR, "Packages!sector 7",
     [package("sector", 7, "engine"), package("value", 7, 3), ("Quotes", "package 2", "Wing"),
      ("Suppliers", "sectors 5", "optics")]),
    ("no supplier", ERROR, "Packages!given to 2", [package("given to", 2, "US")]),
    ("no supplier", ERROR, "Packages!given to 2", [package("given to", 2, "UK 60; US 40")]),
    ("no price", ERROR, "Packages!value 7", [("Quotes", "price 2", None)]),
    ("nothing waits", WARNING, "Packages!package 2",
     [package("after", row, None) for row in (3, 4, 5)] + [package("begins", 2, None), package("latest", 2, None)]),
    ("item without package", WARNING, "Items!item 3", [package("items", 8, "Typhoon")]),
    ("no effort", ERROR, "Capacity!unit 3", [("Capacity", "unit 3", "tonnes")]),
    ("no effort", WARNING, "Capacity!unit 2", []),
    ("capacity of nothing", WARNING, "Capacity!supplier 2", [("Capacity", "sector or package 2", "avionics")]),
    ("no partner", ERROR, "Nations", [("Nations", "role 2", "customer"), ("Nations", "role 3", "customer")]),
    ("weights normalised", NOTE, "Shares!weight 3", []),
    ("weights needed", ERROR, "Phases!key 2", [("Shares", "weight 2", 0), ("Shares", "weight 3", 0)]),
    ("weights needed", ERROR, "Phases!key 2", [("Shares", "weight 2", None), ("Shares", "weight 3", None)]),
    ("weights needed", ERROR, "Phases!fallback key 4", [("Phases", "fallback key 4", "table")]),
    ("no weight", WARNING, "Phases!key 2", [("Shares", "weight 2", None)]),
    ("offtake of several items", ERROR, "Phases!key 3", [("Items", "phase 3", "Production")]),
    ("bounds of a share", ERROR, "Shares!highest 3", [("Phases", "key 2", "negotiated"), ("Shares", "highest 3", 5)]),
    ("bounds of shares", ERROR, "Shares!lowest 3", [("Phases", "key 2", "negotiated"), ("Shares", "lowest 2", 95)]),
    ("bounds of shares", ERROR, "Shares!highest 3", [("Phases", "key 2", "negotiated"), ("Shares", "highest 2", 5)]),
    ("work shares", ERROR, "Shares!work share 3", [("Shares", "work share 2", 60)]),
    ("work shares", NOTE, "Shares!work share 3", [("Shares", "work share 2", 40)]),
    ("release before signature", ERROR, "Phases!released 3", [("Phases", "released 3", 2028)]),
    ("nothing withheld", WARNING, "Phases!released 2", [("Phases", "retention 2", None)]),
    ("nothing withheld", WARNING, "Phases!retention 2", [("Phases", "at signature 2", 100)]),
    ("gdp needed", ERROR, "Nations!gdp 3", [("Nations", "gdp 3", None)]),
    ("quantities needed", ERROR, "Phases!key 4", [("Phases", "key 4", "usage"), ("Requirements", "total 5", 0)]),
    ("amounts apart", WARNING, "Quotes!price 3", [("Requirements", "total 2", 30_000_000)]),
    ("quantities apart", WARNING, "Requirements!total 2", [("Requirements", "total 2", 30_000_000)]),
    ("many units", WARNING, "Requirements!total 2", [("Requirements", "total 2", 30_000_000)]),
    ("no budget", NOTE, "Budgets", [("Budgets", "nation 3", "SE")]),
    ("blank budget", NOTE, "Budgets", []),
    ("overlapping lines", ERROR, "Budgets!pays for 4", [("Budgets", "pays for 2", "Production; Local")]),
    ("overlapping lines", ERROR, "Budgets!pays for 4", [("Budgets", "pays for 4", None)]),
    ("unknown name", ERROR, "Budgets!pays for 4", [("Budgets", "pays for 4", "Productoin")]),
    ("phase without line", WARNING, "Budgets!pays for 2", [("Budgets", "pays for 2", "Development")]),
    ("line without phases", WARNING, "Budgets!pays for 2",
     [("Budgets", "pays for 4", "Development; Production; Local")]),
    ("nothing committed", WARNING, "Budgets!line 5",
     [("Budgets", "pays for 5", "Production"), ("Budgets", "2029 5", None)]),
    ("fiscal year", ERROR, "Nations!fiscal year starts 2",
     [("Nations", "fiscal year starts 2", 4)]),
    ("outside the horizon", ERROR, "Budgets!2026 1", [("Budgets", "2026 2", 5)]),
    ("ceiling passed", ERROR, "Nations!ceiling 2", [("Nations", "ceiling 2", 11)]),
    ("loan of several lines", ERROR, "Funding!phases 4", [("Budgets", "nation 4", "DE")]),
    ("no index", WARNING, "Budgets!prices 4", [("Programme", "value 17", None)]),
    ("cannot bear", ERROR, "Other costs!borne by 2", cost("borne by", "US")),
    ("cost per unit", ERROR, "Other costs!per unit 2", cost("per unit", 1)),
    ("owes nothing", ERROR, "Other costs!in kind by 2", cost("in kind by", "US")),
    ("costs nothing", WARNING, "Other costs!cost 2", cost("per unit", None)),
    ("VAT without a rate", WARNING, "Phases!vat 2", [("Phases", "vat 2", "national")]),
    ("VAT without a phase", WARNING, "Nations!vat 2", [("Nations", "vat 2", 20)]),
    ("rounding of months", WARNING, "Packages!months 3", [package("months", 3, 6)]),
    ("rounding of months", WARNING, "Items!latest delay 2", [("Items", "latest delay 2", 30)]),
    ("no time", ERROR, "Packages!latest 2", [package("latest", 2, 2027), package("begins", 2, None)]),
    ("no time", ERROR, "Packages!begins 2", [package("begins", 2, 2034), package("latest", 2, None)]),
    ("no time", ERROR, "Packages!months 3", [package("months", 3, 120)]),
    ("nothing due", WARNING, "Requirements!total 5", [("Requirements", "total 5", None)]),
    ("rates", ERROR, "Items!min rate 2", [("Items", "min rate 2", 21)]),
    ("beyond the rate", ERROR, "Items!max rate 2", [("Items", "max rate 2", 9)]),
    ("beyond the rate", ERROR, "Items!max rate 2",
     [("Items", "max rate 2", 10), ("Items", "latest delay 2", 0), ("Requirements", "2032 3", 20)]),
    ("beyond the rate", WARNING, "Items!max rate 2", [("Items", "max rate 2", 13), ("Requirements", "2032 3", 20)]),
    ("due before the chain ends", WARNING, "Requirements!first 2", [("Requirements", "first 2", 2030)]),
    ("due before the chain ends", ERROR, "Requirements!first 2", [("Requirements", "first 2", 2028)]),
    ("penalty without use", WARNING, "Rules!penalty 3", [("Rules", "penalty 3", 3)]),
    ("penalty needed", WARNING, "Rules!penalty 2", [("Rules", "penalty 2", 0)]),
    ("pin", ERROR, "Pins!decision 2", [("Pins", "supplier 2", None)]),
    ("pin", ERROR, "Pins!decision 3", [("Pins", "item 3", "Typhoon")]),
    ("pin", ERROR, "Pins!value 2", [("Pins", "value 2", 2)]),
    ("pin", ERROR, "Pins!value 4", [("Pins", "value 4", 101)]),
    ("pin", ERROR, "Pins!package 3", [("Pins", "package 3", "Wing")]),
    ("pin", ERROR, "Pins!supplier 2", [("Pins", "supplier 2", "Plant 2")]),
    ("pin", ERROR, "Pins!decision 2", [("Pins", "decision 2", "make")]),
    ("pin", ERROR, "Pins!package 2",
     [("Pins", "decision 2", "make"), ("Pins", "package 2", "Tests"), ("Pins", "period 2", 2030)]),
    ("pin", ERROR, "Pins!decision 3", [("Pins", "decision 3", "set up")]),
    ("pin", ERROR, "Pins!fund 4",
     [("Pins", "decision 4", "grant"), ("Pins", "period 4", 2030), ("Pins", "fund 4", "SAFE")]),
    ("unknown name", ERROR, "Pins!investment 2", [("Pins", "investment 2", "Hall 9")]),
    ("needed cell", ERROR, "Pins!value 4",
     [("Pins", "decision 4", "pay"), ("Pins", "period 4", 2030), ("Pins", "value 4", None)]),
    ("unknown name", ERROR, "Controls!owner 2", [("Controls", "owner 2", "GB")]),
    ("unknown name", ERROR, "Controls!destination 2", [("Controls", "destination 2", "EC")]),
    ("ambiguous name", ERROR, "Controls!destination 4",
     [("Nations", "groups 3", "EU; NATO; SE"), ("Controls", "destination 4", "SE")]),
    ("duplicate key", ERROR, "Controls!technology 5", [("Controls", "destination 5", "NATO")]),
    ("technology", WARNING, "Packages!technology 4", [package("technology", 4, "stelth")]),
    ("free technology", NOTE, "Packages!technology 2", [package("technology", 2, "varnish")]),
    ("control of nothing", WARNING, "Controls!technology 2", [package("technology", 4, None)]),
    ("control without use", WARNING, "Controls!months 3", [("Controls", "months 3", 6)]),
    ("control without use", WARNING, "Controls!cost 4", [("Controls", "cost 4", 6)]),
    ("control without use", WARNING, "Controls!de minimis 2", [("Controls", "de minimis 2", 6)]),
    ("control without use", WARNING, "Controls!months 5", [("Controls", "months 5", None)]),
    ("control without use", WARNING, "Controls!destination 4", [("Controls", "destination 4", "US")]),
    ("groups differ", WARNING, "Controls!destination 5", [("Controls", "destination 5", "EU")]),
    ("nation not named", NOTE, "Controls!destination 4", [("Controls", "destination 4", "UK")]),
    ("denied to all", ERROR, "Packages!technology 7", [package("technology", 7, "turbine; stealth")]),
    ("given and denied", ERROR, "Packages!given to 3",
     [package("technology", 3, "turbine"), ("Controls", "destination 4", "UK"),
      ("Controls", "permission 4", "denied")]),
    ("pinned and denied", ERROR, "Pins!supplier 2",
     [package("technology", 4, "turbine"), ("Controls", "destination 4", "UK"),
      ("Controls", "permission 4", "denied")]),
    ("pinned and denied", ERROR, "Pins!nation 5",
     [("Controls", "permission 5", "denied"), ("Controls", "months 5", None)]),
    ("needed and denied", ERROR, "Requirements!item or family 4", [("Controls", "permission 5", "denied")]),
    ("needed and denied", ERROR, "Requirements!item or family 5",
     [("Requirements", "item or family 5", "Flying"), package("technology", 8, "turbine"),
      ("Controls", "destination 4", "UK"),
      ("Controls", "permission 4", "denied")]),
    ("de minimis of a family", ERROR, "Controls!de minimis 4",
     [("Requirements", "item or family 5", "Flying"), package("technology", 8, "turbine"),
      ("Controls", "destination 4", "UK"),
      ("Controls", "permission 4", "denied"), ("Controls", "de minimis 4", 20)]),
    ("due before the licence", WARNING, "Requirements!item or family 4", [("Controls", "months 5", 84)]),
    ("due before the licence", ERROR, "Requirements!item or family 4", [("Controls", "months 5", 120)]),
    ("rounding of months", WARNING, "Controls!months 5", [("Controls", "months 5", 30)]),
    ("unknown name", ERROR, "Funding!needs 2", [("Funding", "needs 2", "EU contents")]),
    ("unknown name", ERROR, "Funding!for 3", [("Funding", "for 3", "UE")]),
    ("unknown name", ERROR, "Funding!phases 3", [("Funding", "phases 3", "Developement")]),
    ("ambiguous name", ERROR, "Funding!needs 2", [("Funding", "fund 3", "EU content")]),
    ("no condition", ERROR, "Funding!needs 2", [("Funding", "needs 2", "German work")]),
    ("no condition", ERROR, "Funding!needs 3", [("Rules", "strength 4", "must")]),
    ("cyclic needs", ERROR, "Funding!needs 2", [("Funding", "needs 2", "PESCO bonus")]),
    ("cyclic needs", ERROR, "Funding!needs 3", [("Funding", "needs 3", "PESCO bonus")]),
    ("envelope of another fund", ERROR, "Funding!within 3", [("Funding", "within 3", "SAFEE")]),
    ("envelope of another fund", ERROR, "Funding!within 3", [("Funding", "envelope 2", None)]),
    ("no beneficiary", ERROR, "Funding!for 2", [("Funding", "for 2", "third countries")]),
    ("kind of fund", ERROR, "Funding!rate 4", [("Funding", "rate 4", 20)]),
    ("kind of fund", ERROR, "Funding!interest 2", [("Funding", "interest 2", 2)]),
    ("contents over 100 %", ERROR, "Content!work 3", [("Content", "work 3", 41)]),
    ("contents over 100 %", ERROR, "Content!component 3", [("Content", "component 4", 71.5)]),
    ("content without use", WARNING, "Content!package 3", [("Content", "package 3", "Engine")]),
    ("history inside the horizon", ERROR, "History!year 2", [("History", "year 2", 2027)]),
    ("history inside the horizon", ERROR, "History!year 4", [("History", "programme 4", "Upkeep")]),
    ("history after the horizon", WARNING, "History!year 4", [("History", "year 4", 2040)]),
    ("unknown name", ERROR, "History!phase 2", [("History", "phase 2", "Developement")]),
    ("phase of another programme", ERROR, "History!phase 2", [("History", "phase 2", "Local")]),
    ("work counted", WARNING, "Packages", [("Programme", "value 15", "hours")]),
    ("work counted", ERROR, "Programme",
     [("Programme", "value 15", "hours"), *(package("effort", row, None) for row in range(2, 9))]),
    ("work counted", NOTE, "Packages", [("Programme", "value 15", "base value")]),
    ("role of a member", ERROR, "Nations!joins 5", [("Nations", "joins 5", 2028)]),
    ("leaves before it joins", ERROR, "Nations!leaves 3",
     [("Nations", cell, value) for cell, value in (("J1", "joins"), ("J3", 2030), ("K1", "leaves"), ("K3", 2028))]),
    ("due outside membership", ERROR, "Requirements!nation 4", [("Nations", "leaves 4", 2030)]),
    ("nobody left", ERROR, "Phases!key 2",
     [("Nations", "leaves 2", 2033), ("Nations", "leaves 3", 2033)]),
    ("nobody left", ERROR, "Phases!key 2",
     [("Nations", "leaves 2", 2033), ("Shares", "weight 3", 0)]),
    ("bounds of shares", ERROR, "Shares!highest 3",
     [("Nations", "leaves 2", 2033), ("Phases", "key 2", "negotiated")]),
    ("buy-in without History", WARNING, "Nations!buy-in 3",
     [("Nations", "joins 3", 2028), ("Nations", "buy-in 3", None), ("History", "paid 2", None),
      ("History", "paid 3", None)]),
    ("buy-in without joins", WARNING, "Nations!buy-in 3", [("Nations", "buy-in 3", 50)]),
    ("exit cap without leaves", WARNING, "Nations!exit cap 3", [("Nations", "exit cap 3", 50)]),
    ("levy without customers", WARNING, "Phases!levy 4", [("Phases", "levy 4", 3)]),
    ("key without orders", WARNING, "Phases!key follows 2",
     [("Phases", "key follows 2", "orders")]),
    ("order", ERROR, "Requirements!lot 2", ordered(2, lot=2)),
    ("order", ERROR, "Requirements!exercise by 2", ordered(2, **{"exercise by": 2030})),
    ("order", ERROR, "Requirements!priority 2", ordered(2, priority=2)),
    ("order", ERROR, "Requirements!exercise by 2", ordered(2, order="wish", **{"exercise by": 2030})),
    ("order", ERROR, "Requirements!may short 2", ordered(2, order="option", **{"may short": "yes"})),
    ("lots", ERROR, "Requirements!lot 2", ordered(2, order="option", lot=3)),
    ("whole units", ERROR, "Requirements!lot 2", ordered(2, order="option", lot=2.5)),
    ("unknown name", ERROR, "Requirements!paid by 2", ordered(2, **{"paid by": "GB"})),
    ("outside the horizon", ERROR, "Requirements!exercise by 2", ordered(2, order="option", **{"exercise by": 2025})),
    ("option passed", ERROR, "Requirements!exercise by 2",
     [*ordered(2, order="option", **{"exercise by": 2029}), ("Programme", "value 13", datetime.datetime(2030, 1, 15))]),
    ("exercised too late", WARNING, "Requirements!exercise by 2",
     ordered(2, order="option", **{"exercise by": 2034})),
    ("rows of one need", ERROR, "Requirements!standards 6",
     [*ordered(6, nation="UK", item="Hours", total=4, order="wish"), ("Requirements", "standards 6", None)]),
    ("one payer", ERROR, "Requirements!paid by 6",
     ordered(6, nation="UK", item="Typhoon", total=4, order="option", **{"paid by": "DE"})),
    ("payer", ERROR, "Requirements!paid by 4", ordered(4, **{"paid by": "US"})),
    ("payer without effect", WARNING, "Requirements!paid by 5", ordered(5, **{"paid by": "DE"})),
    ("fleet by option", ERROR, "Requirements!order 5", ordered(5, order="wish")),
    ("wishes without objective", WARNING, "Requirements!order 4", ordered(4, order="wish")),
    ("options paid by the key", WARNING, "Requirements!order 4", ordered(4, order="option")),
    ("duplicate key", ERROR, "Requirements!nation 6", ordered(6, nation="UK", item="Typhoon", total=4)),
    ("condition without fund", WARNING, "Rules!strength 4",
     [("Funding", "needs 2", None), ("Funding", "needs 3", "EDF")]),
    *offer_cases.CASES,
    *industry_cases.CASES,
]  # fmt: skip


@pytest.mark.parametrize(("rule", "level", "place", "edits"), CASES, ids=text)
def test_each_inconsistency_is_named_at_its_cell(rule: str, level: str, place: str, edits: list[Edit]) -> None:
    tables = books.edited(*edits)
    _, said = books.read(tables)
    where = books.where(tables, place)
    found = [f for f in said if f.rule == rule and f.level == level and f.where.startswith(where)]
    assert found, "\n".join(map(str, said))


@pytest.mark.parametrize(("rule", "level", "place", "edits"), [case for case in CASES if case[3]], ids=text)
def test_no_inconsistency_is_named_where_there_is_none(rule: str, level: str, place: str, edits: list[Edit]) -> None:
    where = books.where(books.edited(*edits), place)
    assert not [f for f in findings() if f.rule == rule and f.level == level and f.where.startswith(where)]


def test_every_check_has_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    spoke: set[str] = set()

    def heard(check: Check) -> Check:
        def run(facts: Facts) -> list[Finding]:
            said = list(check(facts))
            spoke.update([check.__name__] if said else [])
            return said

        return run

    monkeypatch.setattr(consistency, "CHECKS", tuple((heard(check), sheets) for check, sheets in CHECKS))
    monkeypatch.setattr(consistency, "ORDER", tuple((heard(check), sheets) for check, sheets in ORDER))
    monkeypatch.setattr(consistency, "SERIES", tuple((heard(check), sheets) for check, sheets in SERIES))
    for *_, edits in CASES:
        findings(*edits)
    added("Packages", *chain(9))
    assert {check.__name__ for check, _ in CHECKS + ORDER + SERIES} == spoke


def chain(length: int) -> list[list[Any]]:
    """Rows of one-off packages, each after the one before."""
    start = ["one-off", "Local", None, None, 1, "airframe", 1, None, None]
    return [[f"Step {n}", *start, f"Step {n - 1}" if n else None] for n in range(length)]


def test_a_chain_longer_than_the_horizon_is_an_error_however_long() -> None:
    assert not errors(added("Packages", *chain(8)))
    for length in (9, 3000):
        said = errors(added("Packages", *chain(length)))
        where = books.where(books.good(), f"Packages!after {11 + length}")
        assert [(f.where, f.rule) for f in said] == [(where, "chain too long")]


def test_look_alike_names_get_what_was_meant() -> None:
    for twin in ("typhoon", "Τyphoon", "Typhoon ii", "Typhon"):
        said = [f for f in findings(("Requirements", "B2", twin)) if f.rule == "unknown name"]
        assert said, twin
        assert said[0].hint.startswith("Did you mean 'Typhoon'?")
        assert said[0].hint.endswith("the letter GREEK CAPITAL LETTER TAU.") == (twin == "Τyphoon")


@pytest.mark.parametrize("name", ["Programme", "Nations", "Phases", "Packages", "Suppliers"])
def test_a_needed_sheet_that_is_missing_is_an_error(name: str) -> None:
    assert [f for f in without(name) if (f.level, f.where, f.rule) == (ERROR, name, "missing sheet")]


@pytest.mark.parametrize("name", ["Items", "Requirements"])
def test_items_and_requirements_go_together(name: str) -> None:
    said = [f for f in without(name) if f.rule == "missing sheet"]
    assert [(f.level, f.where) for f in said] == [(ERROR, name)]
    assert "together" in said[0].hint


def test_an_unknown_sheet_is_left_alone_and_a_slip_is_warned_of() -> None:
    tables = books.good()
    tables["Buget"] = tables.pop("Budgets")
    tables["My notes"] = [["anything", "at all"], ["#REF!", 5]]
    found, said = books.read(tables)
    assert found is not None
    warned = [f for f in said if f.rule == "unknown sheet"]
    assert [(f.level, f.where, f.hint) for f in warned] == [(WARNING, "Buget", "Did you mean 'Budgets'?")]


def test_one_mistake_is_not_complained_of_twice() -> None:
    said = errors(findings(("Suppliers", "B2", "#REF!")))
    assert [f.where for f in said] == ["Suppliers!B2 nation"]


def test_mistakes_on_many_sheets_are_found_in_one_pass() -> None:
    edits = [("Nations", "B2", "partnr"), ("Packages", "B2", "once"), ("Rules", "K2", "x"), ("Programme", "B7", "8 a")]
    said = errors(findings(*edits))
    assert [f.where for f in said] == ["Programme!B7 periods", "Nations!B2 role", "Packages!B2 kind", "Rules!K2 amount"]


def test_own_units_needs_items() -> None:
    tables = books.good()
    for name in ("Items", "Requirements", "Pins", "Quotes", "Capacity", "Investments", "Funding", "Content", "History"):
        del tables[name]
    rows = tables["Packages"]
    tables["Packages"] = [[*row[:3], None, *row[4:]] for row in rows if row[0] in ("package", "Design", "Tests")]
    tables["Packages"][0][3] = "items"
    tables["Phases"] = [tables["Phases"][0], tables["Phases"][1], ["Production", "own units"]]
    tables["Rules"] = [tables["Rules"][0]]
    rules = {f.rule for f in errors(books.read(tables)[1])}
    assert rules == {"own units without items"}


def test_recurring_packages_need_items() -> None:
    tables = books.good()
    removed = ("Items", "Requirements", "Pins", "Budgets", "Capacity", "Investments", "Funding", "Content", "History")
    for name in removed:
        del tables[name]
    tables["Packages"] = [tables["Packages"][0], ["Wing", "per unit", "Local", None, None, 3, "airframe"]]
    tables["Quotes"] = [tables["Quotes"][0]]
    tables["Phases"] = [tables["Phases"][0], tables["Phases"][3]]
    tables["Shares"] = [tables["Shares"][0]]
    tables["Rules"] = [tables["Rules"][0]]
    said = errors(books.read(tables)[1])
    assert [(f.where, f.rule) for f in said] == [("Packages!B2 kind", "package without item")]


def test_a_name_of_two_kinds_is_refused_where_it_matters() -> None:
    package = ["airframe", "one-off", "Development", None, None, 3]
    both = [*added("Suppliers", ["UK", "UK"]), *added("Packages", package)]
    places = {f.where for f in both if f.rule == "ambiguous name"}
    raised = {"Investments!C2 sector or package", "Investments!C3 sector or package"}
    assert places == {"Packages!L2 given to", "Capacity!B2 sector or package", *raised}


def test_a_book_that_was_refused_says_only_that(tmp_path: Path) -> None:
    book = Book("book.xlsx", (), (Finding(ERROR, "book.xlsx", "encrypted", "the file is encrypted."),))
    assert read.from_book(book) == (None, list(book.findings))
    assert read.read(tmp_path / "nothing.xlsx")[0] is None


def test_a_book_is_read_from_its_file_as_from_memory(tmp_path: Path) -> None:
    path = books.write(books.good(), tmp_path / "book.xlsx")
    (tmp_path / "example.toml").write_bytes((books.HERE / "example.toml").read_bytes())
    found, said = read.read(path)
    in_memory, also = books.read(books.good())
    assert found == in_memory
    assert said == also


def test_a_surplus_of_units_that_buyers_pay_for_themselves_has_nobody_to_pay_it() -> None:
    problem = small.problem(
        phases=[small.phase(key="own units")],
        packages=[small.per_unit()],
        items=[small.item(surplus=1.0)],
        requirements=[small.need(2, 0, 0)],
    )
    assert "surplus without buyer" in {finding.rule for finding in money.quantities(Facts(problem))}


def test_a_lowest_load_in_use_is_within_what_some_period_allows() -> None:
    for least, more, said in ((4.0, 0.0, 0), (4.1, 0.0, 1), (4.1, 0.5, 0)):
        row = small.capacity(2, 8, 0, lowest=least, free_fraction=0.5)
        hall = [small.investment(adds=more)] if more else []
        of = small.problem(packages=[small.one_off()], capacities=[row], investments=hall)
        found = [f for f in consistency.check(of, []) if f.rule == "lowest load"]
        assert len(found) == said
    blank = small.problem(packages=[small.one_off()], capacities=[small.capacity(2, None, 2, lowest=9.0)])
    assert not [f for f in consistency.check(blank, []) if f.rule == "lowest load"]
