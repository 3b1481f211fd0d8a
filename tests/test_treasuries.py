"""Treasuries from the workbook to the plan: own currencies, lines, fiscal years, commitments; what the tables show."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from procure import planning, tables
from procure.audit import audit, audit_file
from procure.facts import Facts
from procure.findings import errors
from procure.plan import Plan, dec
from procure.problem import COMMITMENT, Budget, Objective, Problem
from procure.tables.table import Table, Value
from procure.workbook import inputs
from procure.workbook.write import write
from tests.clauses import small
from tests.workbook import books

D = Decimal


def programme(*budgets: Budget, rates: tuple[float, ...] = (11.2, 11.5, 10.9, 12.0), **fields: Any) -> Problem:
    """Half of 17.77 M is SE's, at work in the second and third of four years, in crowns."""
    nations = [small.nation(), small.nation("SE", currency="SEK", **fields)]
    packages = [
        small.one_off(months=24.0, begins=1, value_m=10.0), small.one_off("test", 7.77, phase="trials", begins=2)
    ]  # fmt: skip
    return small.problem(
        periods=4, nations=nations, phases=[small.phase(), small.phase("trials", signed=1)], packages=packages,
        budgets=budgets, series=[small.series("SEK", *rates)], objectives=(Objective("cost"),),
    )  # fmt: skip


def planned(problem: Problem) -> Plan:
    found = planning.plan(problem)
    assert found.plan is not None, found.state
    assert [str(f) for f in audit(found.plan, Facts(problem)).findings] == []
    return found.plan


def state(problem: Problem) -> str:
    return planning.plan(problem).state


MAIN = Budget("SE", small.limits(0, 30, 75, 0), 0.5)
CONTRACTS = Budget("SE", small.limits(90, 45, 0, 0), 0.5, kind=COMMITMENT)


def rows(table: Table, figure: str) -> list[tuple[Value, ...]]:
    return [row for row in table.rows if row[1] == figure]


# Currencies


def in_crowns(problem: Problem, rate: float) -> Problem:
    """The same programme with its money in crowns, FR's treasury in euros."""
    own = replace(problem.programme, currency="SEK", rounding_m=problem.programme.rounding_m * rate)
    return problem.replace(
        programme=own,
        nations=[replace(n, currency="" if n.id == "SE" else "EUR") for n in problem.nations],
        packages=[replace(w, value_m=(w.value_m or 0.0) * rate) for w in problem.packages],
        series=[small.series("EUR", 1 / rate)],
    )


def test_a_programme_in_another_currency_has_the_same_totals_to_the_cent() -> None:
    budgets = (small.budget(9, 9, 9, 9), Budget("SE", small.limits(0, 32, 80, 0), 0.5))
    here = programme(*budgets, rates=(12.5,))
    there = in_crowns(here, 12.5)
    euros, crowns = planned(here), planned(there)
    for n in ("FR", "SE"):
        converted = crowns.total("pay", n) / D("12.5")
        assert abs(converted - euros.total("pay", n)) <= D("0.01")
    assert sum((v for _, v in crowns.items("pay")), D(0)) / D("12.5") == euros.total("pay")


def test_doubling_an_exchange_rate_halves_what_a_budget_buys() -> None:
    budget = Budget("SE", small.limits(0, 25, 63.85, 0))
    assert state(programme(budget, rates=(10.0,))) == "proven"
    assert state(programme(budget, rates=(20.0,))) == "infeasible"
    double = Budget("SE", small.limits(0, 50, 127.7, 0))
    assert state(programme(double, rates=(20.0,))) == "proven"
    assert state(programme(Budget("SE", small.limits(0, 50, 127.3, 0)), rates=(20.0,))) == "infeasible"


def test_an_index_of_one_changes_no_plan() -> None:
    plain = programme(MAIN, CONTRACTS, ceiling_m=200.0)
    flat = programme(replace(MAIN, constant=True), replace(CONTRACTS, constant=True), ceiling_m=200.0)
    flat = flat.replace(
        programme=replace(flat.programme, index="prices"), series=[*flat.series, small.series("prices", 1.0)]
    )
    assert planned(flat).values == planned(plain).values


@pytest.mark.parametrize("rates", [(11.2, 11.5, 10.9, 12.0), (0.0871, 0.0913, 0.0877), (157.31, 161.07)])
def test_payments_are_whole_units_and_no_budget_in_another_currency_is_passed(rates: tuple[float, ...]) -> None:
    f = Facts(programme(rates=rates))
    need = [2.5 * f.fx("SE", 1), 6.385 * f.fx("SE", 2)]
    tight = Budget("SE", small.limits(0, need[0] * 1.001, need[1] * 1.001, 0), 0.5)
    plan = planned(programme(tight, rates=rates))
    paid = [plan.total("pay", "SE", None, t) for t in f.periods]
    assert all(amount % D("0.01") == 0 for amount in paid)
    assert sum(paid) == plan.total("charge", "SE")
    carried = plan.get("carry", "SE", "", 1)
    assert paid[1] * dec(f.fx("SE", 1)) + carried <= dec(need[0] * 1.001)
    assert paid[2] * dec(f.fx("SE", 2)) <= dec(need[1] * 1.001) + carried


# From the workbook


def book(**nation: Any) -> books.Tables:
    """Quarters from 2027-Q1; the UK, whose fiscal year begins in April, pays 12 M in pounds in 2028-Q1."""
    header = ["nation", "currency", *nation]
    return {
        "Programme": [
            ["setting", "value"], ["name", "Fiscal"], ["first period", "2027-Q1"], ["period length", "quarter"],
            ["periods", 6], ["model", "best-value"], ["objectives", "cost"],
        ],
        "Nations": [header, ["UK", "GBP", *nation.values()]],
        "Phases": [["phase", "key", "signed"], ["Build", "equal", "2027-Q2"]],
        "Packages": [
            ["package", "kind", "phase", "value", "months", "begins"], ["Radar", "one-off", "Build", 12, 3, "2028-Q1"],
        ],
        "Suppliers": [["supplier", "nation"], ["Alpha", "UK"]],
        "Series": [["series", "2027-Q1"], ["GBP", 0.5]],
        "Budgets": [
            ["nation", "kind", "line", 2026, 2027, 2028],
            ["UK", None, None, 1, 6, 0], ["UK", "commitment", None, None, 6, None],
        ],
    }  # fmt: skip


def read(found: books.Tables) -> Problem:
    problem, findings = books.read(found)
    assert problem is not None, "\n".join(map(str, findings))
    return problem


def test_a_fiscal_year_s_column_holds_for_its_own_periods() -> None:
    problem = read(book(**{"fiscal year starts": 4}))
    cash, contracts = problem.budgets
    assert [(x.column, x.span.first, x.span.last) for x in cash.limits] == [
        ("2026", 0, 0), ("2027", 1, 4), ("2028", 5, 5)
    ]  # fmt: skip
    assert [x.span for x in contracts.limits] == [cash.limits[1].span]
    plan = planned(problem)
    assert plan.get("pay", "UK", "Build", 4) == 12


def test_by_calendar_years_the_same_money_comes_too_early() -> None:
    found = book()
    found["Budgets"] = [["nation", 2027, 2028], ["UK", 6, 0]]
    assert planned(read(found)).total("pay", "UK", None, 4) == 0
    april = book(**{"fiscal year starts": 4})
    april["Budgets"] = [["nation", 2026, 2027, 2028], ["UK", 6, 0, 0]]
    assert planned(read(april)).total("pay", "UK", None, 0) == 12


def test_a_fiscal_year_before_the_horizon_is_refused_where_it_does_not_reach_in() -> None:
    _, findings = books.read(book())
    assert [(f.where, f.rule) for f in errors(findings)] == [("Budgets!D2 2026", "outside the horizon")]


def test_a_fiscal_year_and_a_period_inside_it_are_refused() -> None:
    found = book(**{"fiscal year starts": 4})
    found["Budgets"] = [["nation", 2026, "2027-Q1", 2027, "2028-Q1"], ["UK", None, 5, 6, 0]]
    _, findings = books.read(found)
    assert [(f.where, f.rule) for f in errors(findings)] == [("Budgets!D2 2027", "overlapping periods")]


def test_a_currency_without_rates_is_refused() -> None:
    found = book(**{"fiscal year starts": 4})
    del found["Series"]
    _, findings = books.read(found)
    assert [(f.where, f.rule) for f in errors(findings)] == [("Nations!B2 currency", "missing rate")]


def test_two_fiscal_years_share_a_column_and_are_written_as_typed() -> None:
    found = book(**{"fiscal year starts": 4})
    found["Nations"].append(["FR", None, None])
    found["Budgets"].append(["FR", None, None, None, 20, 20])
    problem = read(found)
    written = inputs.tables(problem)
    header, *_ = written["Budgets"]
    assert header[-3:] == ["2026", "2027", "2028"]
    again, _ = books.read({name: [head, *body] for name, (head, body) in written.items()}, resolved=True)
    assert again is not None
    assert [b.limits for b in again.budgets] == [b.limits for b in problem.budgets]


def test_a_plan_file_with_lines_and_currencies_is_read_again(tmp_path: Path) -> None:
    problem = programme(MAIN, CONTRACTS, ceiling_m=200.0)
    path = tmp_path / "plan.xlsx"
    write(path, problem, planned(problem))
    report, findings = audit_file(path)
    assert [str(f) for f in errors(findings)] == []
    assert report is not None


# What the tables show


def test_payments_show_each_line_in_the_nation_s_own_money() -> None:
    ships = Budget("SE", small.limits(0, 30, 30, 0), line="ships", phases=("build",))
    problem = programme(ships, Budget("SE", small.limits(None, None, 50, 0)), CONTRACTS)
    x = tables.figures(problem, planned(problem))
    (table,) = tables.sheets(x)["Payments"]
    (paid,) = rows(table, "paid, ships")
    assert paid[2:6] == (D("56.0"), D(0), D("28.75"), D("27.25"))
    (left,) = rows(table, "room left, ships")
    assert left[3:7] == (D(0), D("1.25"), D("2.75"), D(0))
    (committed,) = rows(table, "committed")
    assert committed[3:5] == (x.plan.total("charge", "SE", "build") * D("11.2"), D("44.62"))
    at = table.rows.index(committed)
    assert table.formats[at] == '#,##0.00" M SEK"'
    assert rows(table, "commitment budget")[0][3:5] == (D(90), D(45))


def test_the_summary_tells_what_is_paid_in_the_own_currency() -> None:
    problem = programme(MAIN, ceiling_m=200.0)
    x = tables.figures(problem, planned(problem))
    (own,) = (t for t in tables.sheets(x)["Summary"] if t.title == "In own currency")
    paid = {t: x.plan.total("pay", "SE", None, t) * dec(x.f.fx("SE", t)) for t in x.f.periods}
    assert own.rows[0][0] == "SE"
    assert own.rows[0][3:5] == ("SEK", sum(paid.values(), D(0)))
    assert own.rows[0][6] == 200
    plain = programme(rates=(1.0,)).replace(nations=(small.nation(), small.nation("SE")), series=())
    assert not [t for t in tables.sheets(tables.figures(plain, planned(plain)))["Summary"] if "own" in t.title]


def test_the_least_room_is_told_in_the_programme_s_currency() -> None:
    problem = programme(Budget("SE", small.limits(0, 30, 75, 0)), rates=(10.0,))
    x = tables.figures(problem, planned(problem))
    assert x.room("SE")[1] == D("0.5")
