"""Answers that were wrong without a word, each found by a small book of an auditor's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from procure import audit, tables
from procure.calendar import Span
from procure.evaluating import typed_plan
from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from procure.plan import Plan
from procure.prices import Series
from procure.problem import Problem
from procure.tables.decision_calendar import PLACE, SIGN
from procure.workbook.read import from_book
from tests.clauses import small
from tests.tables import example
from tests.workbook import books

Rows = list[list[Any]]


def tanks(key: str = "offtake", **more: Rows) -> dict[str, Rows]:
    """Two partners and a customer take tanks; what a test needs beside comes by sheet."""
    found: dict[str, Rows] = {
        "Programme": [["setting", "value"], ["name", "Tanks"], ["first period", 2027], ["periods", 6]],
        "Nations": [["nation", "role"], ["DE", "partner"], ["FR", "partner"], ["PL", "customer"]],
        "Phases": [["phase", "key"], ["Prod", key]],
        "Items": [["item", "phase", "unit price"], ["Tank", "Prod", 10]],
        "Requirements": [
            ["nation", "item or family", "total"],
            ["DE", "Tank", 4],
            ["FR", "Tank", 3],
            ["PL", "Tank", 2],
        ],
        "Packages": [["package", "kind", "phase", "value"], ["Hull", "per unit", "Prod", 6]],
        "Suppliers": [["supplier", "nation"], ["KMW", "DE"]],
    }
    return {**found, **more}


def said(book: dict[str, Rows]) -> dict[str, Finding]:
    _, findings = from_book(books.book(book))
    return {f.rule: f for f in findings}


def test_a_customer_that_no_weight_names_does_not_take_its_units_for_nothing_unsaid() -> None:
    shares = [["nation", "weight"], ["DE", 60], ["FR", 40]]
    found = said(tanks(Shares=shares))["no weight"]
    assert found.level == WARNING
    assert "PL" in found.message
    assert "no weight" not in said(tanks(Shares=[*shares, ["PL", 0]]))


@pytest.mark.parametrize("key", ["equal", "table", "gdp", "negotiated", "where performed"])
def test_a_customer_under_a_key_of_partners_is_named(key: str) -> None:
    nations = [["nation", "role", "gdp"], ["DE", "partner", 1], ["FR", "partner", 1], ["PL", "customer", 1]]
    shares = [["phase", "nation", "weight"], ["Prod", "DE", 1], ["Prod", "FR", 1]]
    found = said(tanks(key, Nations=nations, Shares=shares))["customer pays nothing"]
    assert (found.level, found.where) == (WARNING, "Phases!B2 key")


@pytest.mark.parametrize("key", ["own units", "offtake", "usage"])
def test_a_customer_that_pays_its_units_is_no_remark(key: str) -> None:
    assert "customer pays nothing" not in said(tanks(key))


def test_figures_of_shares_that_no_key_looks_at_are_named() -> None:
    shares = [["phase", "nation", "weight", "highest"], ["Prod", "DE", 1, 50]]
    _, findings = from_book(books.book(tanks("equal", Shares=shares)))
    assert [f.where for f in findings if f.rule == "unused share"] == ["Shares!C2 weight", "Shares!D2 highest"]


def test_work_shares_are_stated_for_every_partner_or_for_none() -> None:
    one = [["nation", "weight", "work share"], ["DE", 60, 40], ["FR", 40, None], ["PL", 0, None]]
    found = said(tanks(Shares=one))["work shares"]
    assert (found.level, found.where) == (ERROR, "Shares!C2 work share")
    assert "FR" in found.message
    both = [["nation", "weight", "work share"], ["DE", 60, 40], ["FR", 40, 60], ["PL", 0, None]]
    assert "work shares" not in said(tanks(Shares=both))


def test_a_capacity_in_m_of_packages_without_a_value_would_limit_nothing() -> None:
    packages = [["package", "kind", "phase"], ["Hull", "per unit", "Prod"]]
    quotes = [["supplier", "package", "price"], ["KMW", "Hull", 6]]
    capacity = [["supplier", "unit", "2027"], ["KMW", "M", 1]]
    book = tanks(Packages=packages, Quotes=quotes, Capacity=capacity)
    assert said(book)["no effort"].level == ERROR
    assert "no effort" not in said({**book, "Packages": tanks()["Packages"]})


@pytest.mark.parametrize(("rate", "level"), [(0.5, ERROR), (1.5, WARNING), (2, None)])
def test_a_rate_of_part_units_of_whole_items_is_named(rate: float, level: str | None) -> None:
    items = [["item", "phase", "unit price", "max rate"], ["Tank", "Prod", 10, rate]]
    found = said(tanks(Items=items)).get("rate of whole units")
    assert (found.level if found else None) == level


def test_whole_units_may_come_early_in_a_year_without_a_complaint() -> None:
    book = tanks(
        Programme=[["setting", "value"], ["name", "Tanks"], ["first period", "2027-Q1"], ["period length", "quarter"],
                   ["periods", 8]],
        Items=[["item", "phase", "unit price", "max rate", "latest delay"], ["Tank", "Prod", 10, 6, 0]],
        Requirements=[["nation", "item or family", "2027-Q1", "2027-Q2", "2027-Q3"], ["DE", "Tank", 2, 2, 2]],
    )  # fmt: skip
    assert "beyond the rate" not in said(book)
    book["Requirements"] = [["nation", "item or family", "2027-Q1", "2027-Q2", "2027-Q3"], ["DE", "Tank", 2, 3, 1]]
    assert said(book)["beyond the rate"].level == ERROR


def judged(problem: Problem) -> list[str]:
    f = Facts(problem)
    return [check.clause for check in audit.audit(typed_plan(f)[0], f).checks if not check.holds]


def test_a_deal_within_what_its_budget_carries_over_is_not_judged_over_it() -> None:
    fields: dict[str, Any] = {
        "packages": [small.one_off(value_m=30.0, months=36, begins=0)],
        "budgets": [small.budget(20.0, 0.0, 10.0, carry_fraction=1.0)],
    }
    assert judged(small.problem(periods=3, **fields)) == []
    fields["budgets"] = [replace(fields["budgets"][0], carry_fraction=0.1)]
    assert judged(small.problem(periods=3, **fields)) == ["budget"]


def sentences(problem: Problem, plan: Plan) -> str:
    table = tables.sheets(tables.figures(problem, plan))["Summary"][0]
    return " ".join(str(row[0]) for row in table.rows)


def test_what_is_only_reported_is_no_rule_that_is_missed() -> None:
    problem = example.problem()
    rules = tuple(replace(rule, strength="report", amount=1000.0) for rule in problem.rules)
    problem = problem.replace(rules=rules)
    assert "Missed" not in sentences(problem, example.plan())
    assert "Only reported: " in sentences(problem, example.plan())
    for sheet in ("Summary", "Rule results"):
        found = tables.sheets(tables.figures(problem, example.plan()))[sheet]
        assert not any(table.red for table in found if "ule" in table.title)


def test_a_price_base_that_is_no_year_reads_as_a_sentence() -> None:
    problem = example.problem()
    signed = problem.replace(programme=replace(problem.programme, price_base="as signed"))
    assert ", prices as signed," in sentences(signed, example.plan())


def test_money_that_rises_by_an_index_is_not_told_in_prices_of_the_price_base() -> None:
    problem = example.problem()
    indexed = tuple(replace(p, index="steel") for p in problem.phases)
    steel = Series("steel", ((Span(0, 0), 1.0, ""),))
    current = problem.replace(phases=indexed, series=(steel,))
    assert "EUR, current prices," in sentences(current, example.plan())
    constant = problem.replace(programme=replace(problem.programme, index="steel", in_constant_prices=True))
    assert "current prices" not in sentences(constant.replace(series=(steel,)), example.plan()).partition("Nations")[0]


def test_the_decision_calendar_names_signatures_and_first_work() -> None:
    problem = example.problem()
    late = tuple(replace(p, signed=3) for p in problem.phases)
    for phases, red in ((problem.phases, False), (late, True)):
        made = tables.sheets(tables.figures(problem.replace(phases=phases), example.plan()))["Summary"]
        table = next(table for table in made if table.title == "Decision calendar")
        names = [(row[1], name) for row in table.rows for name in str(row[3]).split(", ")]
        signed = {name for what, name in names if what == SIGN}
        placed = {name for what, name in names if what == PLACE}
        assert signed == {p.id for p in problem.phases}
        assert placed == {w.id for w in problem.packages}
        assert bool(table.red) == red


def test_a_long_programme_shows_its_years_in_blocks_that_add_up(tmp_path: Path) -> None:
    problem, _ = from_book(books.book(tanks(Programme=[
        ["setting", "value"], ["name", "A programme whose name is too long for the foot of a page of A4, 100 % so"],
        ["first period", 2027], ["periods", 25], ["marking", "2 NATIONS EYES ONLY"],
    ])))  # fmt: skip
    assert problem is not None
    f = Facts(problem)
    plan = typed_plan(f)[0]
    blocks = [t for t in tables.sheets(tables.figures(problem, plan))["Summary"] if t.title.startswith("Deliveries")]
    assert [len(t.columns) - 2 for t in blocks] == [9, 9, 7]
    assert sum(float(v or 0) for t in blocks for v in t.rows[-1][2:]) == float(blocks[0].rows[-1][1] or 0) == 9

    from procure.workbook.write import write_evaluation

    path = tmp_path / "plan.xlsx"
    write_evaluation(path, problem, plan, [], [], [])
    page = openpyxl.load_workbook(path)["Summary"]
    assert page.page_setup.orientation == "portrait"
    assert "whose name is too long for the..." in str(page.oddFooter.left.text)
    assert str(page.oddFooter.center.text).strip() == "2 NATIONS EYES ONLY"


def test_parts_of_a_nation_and_of_its_own_supplier_are_refused() -> None:
    header = ["package", "kind", "phase", "value", "divisible", "given to"]
    packages = [header, ["Hull", "per unit", "Prod", 6, "yes", "DE 60; KMW 40"]]
    found = said(tanks(Packages=packages))["given parts"]
    assert (found.level, found.where) == (ERROR, "Packages!F2 given to")


def test_an_award_that_may_be_of_nothing_is_named_where_suppliers_are_counted() -> None:
    header = ["package", "kind", "phase", "value", "divisible", "fewest suppliers"]
    suppliers = [["supplier", "nation"], ["KMW", "DE"], ["Nexter", "FR"]]
    book = tanks(Packages=[header, ["Hull", "per unit", "Prod", 6, "yes", 2]], Suppliers=suppliers)
    assert "award of nothing" not in said(book)
    book["Items"] = [["item", "phase", "unit price", "may short"], ["Tank", "Prod", 10, "yes"]]
    assert said(book)["award of nothing"].level == WARNING
