"""What no single cell shows: each check with a book that it complains of, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from procure.facts import Facts
from procure.findings import ERROR, NOTE, WARNING, Finding, errors
from procure.workbook import consistency, read
from procure.workbook import consistency_money as money
from procure.workbook.cells import Book
from procure.workbook.consistency import CHECKS, ORDER, Check
from tests.clauses import small
from tests.workbook import books
from tests.workbook.books import at

Edit = tuple[str, str, Any]


def findings(*edits: Edit) -> list[Finding]:
    return books.read(books.edited(*edits))[1]


def package(column: str, row: int, value: Any) -> Edit:
    return (*at("Packages", column, row), value)


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


PACKAGE_TECHNOLOGY = "!".join(at("Packages", "technology", 0)).rstrip("0")

RULES_STRENGTH = at("Rules", "strength", 4)[1].rstrip("0123456789")
CASES: list[tuple[str, str, str, list[Edit]]] = [
    # rule, level, place, edits
    ("unknown name", ERROR, "Suppliers!B2 nation", [("Suppliers", "B2", "GB")]),
    ("unknown name", ERROR, "Packages!K3 after", [package("after", 3, "Design; Desing")]),
    ("unknown name", ERROR, "Packages!L2 given to", [package("given to", 2, "UK 60; FR 40")]),
    ("unknown name", ERROR, "Requirements!B5 item or family", [("Requirements", "B5", "Flyers")]),
    ("ambiguous name", ERROR, "Items!K3 family", [("Items", "K3", "Typhoon")]),
    ("family not alike", ERROR, "Items!B2 phase", [("Items", "K2", "Flying")]),
    ("family not alike", ERROR, "Items!J2 latest delay", [("Items", "K2", "Flying")]),
    ("standards", ERROR, "Requirements!I5 standards", [("Requirements", "I5", "Link 16; Link 22")]),
    ("standards", ERROR, "Requirements!I5 standards",
     [("Requirements", "B5", "Flying"), ("Requirements", "I5", "Link 22")]),
    ("family and item", ERROR, "Requirements!B5 item or family",
     [("Requirements", f"{column}6", value) for column, value in zip("ABC", ("UK", "Flying", 1), strict=True)]),
    ("package of a family shared", WARNING, "Packages!D3 items",
     [("Items", f"{column}4", value) for column, value in zip("ABC", ("Simulator", "Production", "site"), strict=True)]
     + [package("items", 3, "Typhoon; Hours")]),
    ("unknown name", ERROR, "Rules!C3 who", [(*at("Rules", "who", 3), "DE; UE")]),
    ("cyclic after", ERROR, "Packages!K", [package("after", 2, "Tests")]),
    ("cyclic after", ERROR, "Packages!K2 after", [package("after", 2, "Design")]),
    ("after a recurring package", ERROR, "Packages!K3 after", [package("after", 3, "Engine")]),
    ("nothing to wait for", ERROR, "Packages!K8 after", [package("after", 8, "Production")]),
    ("nested parents", ERROR, "Packages!T6 parent", [package("parent", 6, "Engine")]),
    ("heading", ERROR, "Packages!L6 given to", [package("given to", 6, "BAE")]),
    ("heading", ERROR, "Quotes!B3 package", [("Quotes", "B3", "Airframe")]),
    ("heading", ERROR, "Pins!B2 package", [("Pins", "B2", "Airframe")]),
    ("heading", ERROR, "Capacity!B3 sector or package", [("Capacity", "B3", "Airframe")]),
    ("parts do not sum", ERROR, "Packages!F6 value", [package("value", 6, "25 %")]),
    ("kind of parts", ERROR, "Packages!B6 kind", [package("kind", 6, "one-off"), package("value", 6, 1)]),
    ("begins", ERROR, "Packages!M4 begins", [package("begins", 4, 2028)]),
    ("number of suppliers", ERROR, "Packages!Q2 most suppliers", [package("fewest suppliers", 2, 3)]),
    ("number of suppliers", ERROR, "Packages!P5 fewest suppliers", [package("fewest suppliers", 5, 2)]),
    ("number of suppliers", ERROR, "Packages!Q5 most suppliers", [package("most suppliers", 5, 2)]),
    ("smallest share", ERROR, "Packages!O4 smallest share",
     [package("smallest share", 4, 60), package("fewest suppliers", 4, 2)]),
    ("given parts", ERROR, "Packages!L2 given to", [package("given to", 2, "UK 60; DE 30")]),
    ("given parts", ERROR, "Packages!L2 given to", [package("given to", 2, "UK 60; DE")]),
    ("given parts", ERROR, "Packages!L2 given to", [package("divisible", 2, "no"), package("most suppliers", 2, 1)]),
    ("given parts", ERROR, "Packages!L2 given to", [package("smallest share", 2, 50)]),
    ("given parts", ERROR, "Packages!L2 given to", [package("most suppliers", 2, 1)]),
    ("no supplier", ERROR, "Packages!G7 sector", [package("sector", 7, "engine"), package("value", 7, 3),
                                                 ("Quotes", "B2", "Wing"), ("Suppliers", "C5", "optics")]),
    ("no supplier", ERROR, "Packages!L2 given to", [package("given to", 2, "US")]),
    ("no supplier", ERROR, "Packages!L2 given to", [package("given to", 2, "UK 60; US 40")]),
    ("no price", ERROR, "Packages!F7 value", [("Quotes", "C2", None)]),
    ("nothing waits", WARNING, "Packages!A2 package",
     [package("after", row, None) for row in (3, 4, 5)] + [package("begins", 2, None), package("latest", 2, None)]),
    ("item without package", WARNING, "Items!A3 item", [package("items", 8, "Typhoon")]),
    ("no effort", ERROR, "Capacity!C3 unit", [("Capacity", "C3", "tonnes")]),
    ("no effort", WARNING, "Capacity!C2 unit", []),
    ("capacity of nothing", WARNING, "Capacity!A2 supplier", [("Capacity", "B2", "avionics")]),
    ("no partner", ERROR, "Nations", [("Nations", "B2", "customer"), ("Nations", "B3", "customer")]),
    ("weights normalised", NOTE, "Shares!C3 weight", []),
    ("weights needed", ERROR, "Phases!B2 key", [("Shares", "C2", 0), ("Shares", "C3", 0)]),
    ("weights needed", ERROR, "Phases!B2 key", [("Shares", "C2", None), ("Shares", "C3", None)]),
    ("weights needed", ERROR, "Phases!I4 fallback key", [("Phases", "I4", "table")]),
    ("no weight", WARNING, "Phases!B2 key", [("Shares", "C2", None)]),
    ("offtake of several items", ERROR, "Phases!B3 key", [("Items", "B3", "Production")]),
    ("bounds of a share", ERROR, "Shares!E3 highest", [("Phases", "B2", "negotiated"), ("Shares", "E3", 5)]),
    ("bounds of shares", ERROR, "Shares!D3 lowest", [("Phases", "B2", "negotiated"), ("Shares", "D2", 95)]),
    ("bounds of shares", ERROR, "Shares!E3 highest", [("Phases", "B2", "negotiated"), ("Shares", "E2", 5)]),
    ("work shares", ERROR, "Shares!F3 work share", [("Shares", "F2", 60)]),
    ("work shares", NOTE, "Shares!F3 work share", [("Shares", "F2", 40)]),
    ("gdp needed", ERROR, "Nations!E3 gdp", [("Nations", "E3", None)]),
    ("quantities needed", ERROR, "Phases!B4 key", [("Phases", "B4", "usage"), ("Requirements", "C5", 0)]),
    ("no budget", NOTE, "Budgets", [("Budgets", "A3", "SE")]),
    ("blank budget", NOTE, "Budgets", []),
    ("rounding of months", WARNING, "Packages!H3 months", [package("months", 3, 6)]),
    ("rounding of months", WARNING, "Items!J2 latest delay", [("Items", "J2", 30)]),
    ("no time", ERROR, "Packages!J2 latest", [package("latest", 2, 2027), package("begins", 2, None)]),
    ("no time", ERROR, "Packages!M2 begins", [package("begins", 2, 2034), package("latest", 2, None)]),
    ("no time", ERROR, "Packages!H3 months", [package("months", 3, 120)]),
    ("nothing due", WARNING, "Requirements!C5 total", [("Requirements", "C5", None)]),
    ("rates", ERROR, "Items!F2 min rate", [("Items", "F2", 21)]),
    ("beyond the rate", ERROR, "Items!E2 max rate", [("Items", "E2", 9)]),
    ("beyond the rate", ERROR, "Items!E2 max rate",
     [("Items", "E2", 10), ("Items", "J2", 0), ("Requirements", "F3", 20)]),
    ("beyond the rate", WARNING, "Items!E2 max rate", [("Items", "E2", 13), ("Requirements", "F3", 20)]),
    ("due before the chain ends", WARNING, "Requirements!D2 first", [("Requirements", "D2", 2030)]),
    ("due before the chain ends", ERROR, "Requirements!D2 first", [("Requirements", "D2", 2028)]),
    ("penalty without use", WARNING, "Rules!N3 penalty", [("Rules", "N3", 3)]),
    ("penalty needed", WARNING, "Rules!N2 penalty", [("Rules", "N2", 0)]),
    ("pin", ERROR, "Pins!A2 decision", [("Pins", "E2", None)]),
    ("pin", ERROR, "Pins!A3 decision", [("Pins", "C3", "Typhoon")]),
    ("pin", ERROR, "Pins!I2 value", [("Pins", "I2", 2)]),
    ("pin", ERROR, "Pins!I4 value", [("Pins", "I4", 101)]),
    ("pin", ERROR, "Pins!B3 package", [("Pins", "B3", "Wing")]),
    ("pin", ERROR, "Pins!E2 supplier", [("Pins", "E2", "Plant 2")]),
    ("unknown name", ERROR, "Controls!B2 owner", [("Controls", "B2", "GB")]),
    ("unknown name", ERROR, "Controls!C2 destination", [("Controls", "C2", "EC")]),
    ("ambiguous name", ERROR, "Controls!C4 destination", [("Nations", "D3", "EU; NATO; SE"), ("Controls", "C4", "SE")]),
    ("duplicate key", ERROR, "Controls!A5", [("Controls", "C5", "NATO")]),
    ("technology", WARNING, f"{PACKAGE_TECHNOLOGY}4 technology", [package("technology", 4, "stelth")]),
    ("free technology", NOTE, f"{PACKAGE_TECHNOLOGY}2 technology", [package("technology", 2, "varnish")]),
    ("control of nothing", WARNING, "Controls!A2 technology", [package("technology", 4, None)]),
    ("control without use", WARNING, "Controls!E3 months", [("Controls", "E3", 6)]),
    ("control without use", WARNING, "Controls!F4 cost", [("Controls", "F4", 6)]),
    ("control without use", WARNING, "Controls!G2 de minimis", [("Controls", "G2", 6)]),
    ("control without use", WARNING, "Controls!E5 months", [("Controls", "E5", None)]),
    ("control without use", WARNING, "Controls!C4 destination", [("Controls", "C4", "US")]),
    ("groups differ", WARNING, "Controls!C5 destination", [("Controls", "C5", "EU")]),
    ("nation not named", NOTE, "Controls!C4 destination", [("Controls", "C4", "UK")]),
    ("denied to all", ERROR, f"{PACKAGE_TECHNOLOGY}7 technology", [package("technology", 7, "turbine; stealth")]),
    ("given and denied", ERROR, "Packages!L3 given to",
     [package("technology", 3, "turbine"), ("Controls", "C4", "UK"), ("Controls", "D4", "denied")]),
    ("pinned and denied", ERROR, "Pins!E2 supplier",
     [package("technology", 4, "turbine"), ("Controls", "C4", "UK"), ("Controls", "D4", "denied")]),
    ("pinned and denied", ERROR, "Pins!F5 nation", [("Controls", "D5", "denied"), ("Controls", "E5", None)]),
    ("needed and denied", ERROR, "Requirements!B4 item or family", [("Controls", "D5", "denied")]),
    ("needed and denied", ERROR, "Requirements!B5 item or family",
     [("Requirements", "B5", "Flying"), package("technology", 8, "turbine"), ("Controls", "C4", "UK"),
      ("Controls", "D4", "denied")]),
    ("de minimis of a family", ERROR, "Controls!G4 de minimis",
     [("Requirements", "B5", "Flying"), package("technology", 8, "turbine"), ("Controls", "C4", "UK"),
      ("Controls", "D4", "denied"), ("Controls", "G4", 20)]),
    ("due before the licence", WARNING, "Requirements!B4 item or family", [("Controls", "E5", 84)]),
    ("due before the licence", ERROR, "Requirements!B4 item or family", [("Controls", "E5", 120)]),
    ("rounding of months", WARNING, "Controls!E5 months", [("Controls", "E5", 30)]),
    ("unknown name", ERROR, "Funding!H2 needs", [("Funding", "H2", "EU contents")]),
    ("unknown name", ERROR, "Funding!C3 for", [("Funding", "C3", "UE")]),
    ("unknown name", ERROR, "Funding!D3 phases", [("Funding", "D3", "Developement")]),
    ("ambiguous name", ERROR, "Funding!H2 needs", [("Funding", "A3", "EU content")]),
    ("no condition", ERROR, "Funding!H2 needs", [("Funding", "H2", "German work")]),
    ("no condition", ERROR, "Funding!H3 needs", [(*at("Rules", "strength", 4), "must")]),
    ("cyclic needs", ERROR, "Funding!H2 needs", [("Funding", "H2", "PESCO bonus")]),
    ("cyclic needs", ERROR, "Funding!H3 needs", [("Funding", "H3", "PESCO bonus")]),
    ("envelope of another fund", ERROR, "Funding!O3 within", [("Funding", "O3", "SAFEE")]),
    ("envelope of another fund", ERROR, "Funding!O3 within", [("Funding", "G2", None)]),
    ("no beneficiary", ERROR, "Funding!C2 for", [("Funding", "C2", "third countries")]),
    ("kind of fund", ERROR, "Funding!F4 rate", [("Funding", "F4", 20)]),
    ("kind of fund", ERROR, "Funding!I2 interest", [("Funding", "I2", 2)]),
    ("contents over 100 %", ERROR, "Content!D3 work", [("Content", "D3", 41)]),
    ("contents over 100 %", ERROR, "Content!E3 component", [("Content", "E4", 71.5)]),
    ("content without use", WARNING, "Content!B3 package", [("Content", "B3", "Engine")]),
    ("history inside the horizon", ERROR, "History!D2 year", [("History", "D2", 2027)]),
    ("history inside the horizon", ERROR, "History!D4 year", [("History", "A4", "Upkeep")]),
    ("history after the horizon", WARNING, "History!D4 year", [("History", "D4", 2040)]),
    ("unknown name", ERROR, "History!B2 phase", [("History", "B2", "Developement")]),
    ("phase of another programme", ERROR, "History!B2 phase", [("History", "B2", "Local")]),
    ("work counted", WARNING, "Packages", [("Programme", "B15", "hours")]),
    ("work counted", ERROR, "Programme", [("Programme", "B15", "hours"), *((*at("Packages", "effort", row), None)
                                                                           for row in range(2, 9))]),
    ("work counted", NOTE, "Packages", [("Programme", "B15", "base value")]),
    ("condition without fund", WARNING, f"Rules!{RULES_STRENGTH}4 strength",
     [("Funding", "H2", None), ("Funding", "H3", "EDF")]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "level", "place", "edits"), CASES, ids=text)
def test_each_inconsistency_is_named_at_its_cell(rule: str, level: str, place: str, edits: list[Edit]) -> None:
    said = findings(*edits)
    found = [f for f in said if f.rule == rule and f.level == level and f.where.startswith(place)]
    assert found, "\n".join(map(str, said))


@pytest.mark.parametrize(("rule", "level", "place", "edits"), [case for case in CASES if case[3]], ids=text)
def test_no_inconsistency_is_named_where_there_is_none(rule: str, level: str, place: str, edits: list[Edit]) -> None:
    assert not [f for f in findings() if f.rule == rule and f.level == level and f.where.startswith(place)]


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
    for *_, edits in CASES:
        findings(*edits)
    added("Packages", *chain(9))
    assert {check.__name__ for check, _ in CHECKS + ORDER} == spoke


def chain(length: int) -> list[list[Any]]:
    """Rows of one-off packages, each after the one before."""
    start = ["one-off", "Local", None, None, 1, "airframe", 1, None, None]
    return [[f"Step {n}", *start, f"Step {n - 1}" if n else None] for n in range(length)]


def test_a_chain_longer_than_the_horizon_is_an_error_however_long() -> None:
    assert not errors(added("Packages", *chain(8)))
    for length in (9, 3000):
        said = errors(added("Packages", *chain(length)))
        assert [(f.where, f.rule) for f in said] == [(f"Packages!K{8 + length} after", "chain too long")]


def test_look_alike_names_get_what_was_meant() -> None:
    for twin in ("typhoon", "Τyphoon", "Typhoon ii", "Typhon"):
        said = [f for f in findings(("Requirements", "B2", twin)) if f.rule == "unknown name"]
        assert said, twin
        assert said[0].hint == "Did you mean 'Typhoon'?"


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
    for name in ("Items", "Requirements", "Pins", "Quotes", "Capacity", "Funding", "Content", "History"):
        del tables[name]
    rows = tables["Packages"]
    tables["Packages"] = [[*row[:3], None, *row[4:]] for row in rows if row[1] != "per unit"]
    tables["Packages"][0][3] = "items"
    tables["Phases"] = [tables["Phases"][0], tables["Phases"][1], ["Production", "own units"]]
    tables["Rules"] = [tables["Rules"][0]]
    rules = {f.rule for f in errors(books.read(tables)[1])}
    assert rules == {"own units without items"}


def test_recurring_packages_need_items() -> None:
    tables = books.good()
    for name in ("Items", "Requirements", "Pins", "Capacity", "Funding", "Content", "History"):
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
    assert places == {"Packages!L2 given to", "Capacity!B2 sector or package"}


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
