"""What the output workbook shows, as tables of figures: pure sums over a plan and the facts of its problem, no Excel.

    figures(problem, plan) -> Figures -> sheets(x) -> the tables of each sheet, in the order of the workbook

The audit of a plan file makes the tables again from the file's own decisions and compares. To add a sheet: write a
function Figures -> list of tables, and name it in SHEETS.
"""

from __future__ import annotations

from collections.abc import Callable

from procure import objectives, rules, words
from procure.facts import Facts
from procure.plan import Plan
from procure.problem import Problem
from procure.tables.agreed import rule_results
from procure.tables.bridge import cost_bridge
from procure.tables.deliveries import deliveries
from procure.tables.figures import Figures
from procure.tables.licences import licences
from procure.tables.money import cost_shares, payments
from procure.tables.outside_money import funding_results
from procure.tables.prices import prices
from procure.tables.summary import summary
from procure.tables.table import Table
from procure.tables.work import industry_load, work_packages, work_shares

SHEETS: tuple[tuple[str, Callable[[Figures], Table | list[Table]]], ...] = (
    ("Summary", summary),
    ("Cost shares", cost_shares),
    ("Work shares", work_shares),
    ("Work packages", work_packages),
    ("Deliveries", deliveries),
    ("Payments", payments),
    ("Industry load", industry_load),
    ("Rule results", rule_results),
    ("Prices", prices),
    ("Licences", licences),
    ("Cost bridge", cost_bridge),
    ("Funding results", funding_results),
)


def figures(problem: Problem, plan: Plan) -> Figures:
    """What the tables are made from."""
    f = Facts(problem)
    plain = {rule.id: words.plain(rule, f.calendar.labels) for rule in problem.rules}
    return Figures(
        f, plan, rules.results(plan, f), plain, objectives.balance(plan, f), objectives.penalty(plan, f)
    )  # fmt: skip


def sheets(x: Figures) -> dict[str, list[Table]]:
    """The tables of every sheet that follows from problem and plan alone, by sheet, in the workbook's order."""
    made = {name: make(x) for name, make in SHEETS}
    found = {name: [tables] if isinstance(tables, Table) else tables for name, tables in made.items()}
    return {name: tables for name, tables in found.items() if tables}
