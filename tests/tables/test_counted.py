"""How work is counted is said on every sheet that shows it; payments stand against GDP where it is given in M."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from procure import planning
from procure.origins import Content
from procure.plan import Plan
from procure.problem import Problem, Rule
from procure.tables import figures, sheets
from procure.tables.table import Table
from tests.problems import two_nations

RULE = Rule("floor", "work", base="% of total work", amount=10, strength="report")


def programme(how: str = "contract price", contents: tuple[Content, ...] = ()) -> Problem:
    problem = two_nations(RULE, contents=contents)
    packages = tuple(replace(w, effort=((100.0, "hours"),)) for w in problem.packages)
    nations = tuple(replace(n, gdp=50_000.0) for n in problem.nations)
    settings = replace(problem.programme, work_counted=how, gdp_in_m=True)
    return problem.replace(programme=settings, packages=packages, nations=nations)


def made(problem: Problem) -> tuple[Plan, dict[str, list[Table]]]:
    found = planning.plan(problem).plan
    assert found is not None
    return found, sheets(figures(problem, found))


def column(table: Table, header: str, of: str) -> object:
    headers = [c.header for c in table.columns]
    return next(row[headers.index(header)] for row in table.rows if of in row)


@pytest.mark.parametrize(
    ("how", "contents", "said"),
    [
        ("contract price", (), "Work is counted as contract price."),
        ("hours", (), "Work is counted as hours."),
        ("base value", (Content("Lima", None, "FR", 0.5),), "as base value, split over nations by Content."),
    ],
)
def test_every_sheet_with_work_says_how_it_is_counted(how: str, contents: tuple[Content, ...], said: str) -> None:
    _, found = made(programme(how, contents))
    for name in ("Work shares", "Rule results"):
        assert said in found[name][0].sentence
    assert any(said in table.sentence for table in found["Summary"])


def test_content_moves_work_from_sheet_to_sheet_and_money_stays_contract_price() -> None:
    plan, found = made(programme(contents=(Content("Lima", None, "FR", 0.25),)))
    nations = next(t for t in found["Summary"] if t.title == "Nations")
    assert column(nations, "work", "US") == plan.total("work", "US") * Decimal("0.75")
    assert column(nations, "work", "FR") == plan.total("work", "FR") + plan.total("work", "US") / 4
    assert column(nations, "cost", "all") == plan.total("spend")
    bridge = found["Cost bridge"][0]
    assert sum(row[-2] for row in bridge.rows if row[1] == "all phases") == plan.total("spend")  # type: ignore[misc]


def test_hours_have_no_return_in_money() -> None:
    _, found = made(programme("hours"))
    nations = next(t for t in found["Summary"] if t.title == "Nations")
    assert column(nations, "return", "US") is None
    assert column(nations, "work", "US") == 2 * 100 + 2 * 10 * 100


def test_payments_are_shown_against_gdp_and_the_guideline_where_gdp_is_in_m() -> None:
    plan, found = made(programme())
    table = next(t for t in found["Summary"] if t.title == "Payments and GDP")
    peak = max(plan.total("pay", "FR", None, t) for t in range(4))
    fr = next(row for row in table.rows if row[0] == "FR")
    assert fr[5] == peak
    assert fr[6] == peak / 50_000
    assert fr[7] == peak / 200  # 2 % of 50,000 M, and 20 % of that
    assert "2014" in table.sentence
    plain = two_nations(RULE)
    assert not any(t.title == "Payments and GDP" for t in made(plain)[1]["Summary"])
