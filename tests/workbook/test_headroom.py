"""Conditional formats: which cells they stand over, and that a number changed by hand changes what is true."""

import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from procure import tables
from procure.calendar import Span
from procure.plan import Plan
from procure.problem import Budget, Limit, Problem
from procure.workbook import against, headroom
from procure.workbook.headroom import FINE, OVER, TIGHT, Rule
from procure.workbook.outputs import lay_all
from procure.workbook.write import write
from tests import handmade
from tests.tables import example

D = Decimal


def rules(problem: Problem, plan: Plan) -> list[Rule]:
    x = tables.figures(problem, plan)
    return list(headroom.rules(x, lay_all(tables.sheets(x), problem.programme.marking)))


@pytest.fixture(scope="module")
def found() -> list[Rule]:
    return rules(example.problem(), example.plan())


def cells(sheet: str, figure: str, who: str) -> int:
    """The row, from 0, of a figure."""
    x = tables.figures(example.problem(), example.plan())
    block = lay_all(tables.sheets(x), "OFFICIAL")[sheet].blocks[0]
    return block.first + next(k for k, row in enumerate(block.table.rows) if row[0] == who and figure in row)


def test_payments_turn_red_where_they_pass_budget_and_room_where_it_is_below_nothing(found: list[Rule]) -> None:
    paid, budget, room = (cells("Payments", figure, "Alba") for figure in ("paid", "budget", "room left"))
    mine = [rule for rule in found if rule.sheet == "Payments"]
    first = [(r.row, r.first, r.look, r.formula) for r in mine if r.first == 4]
    assert first == [
        (room, 4, OVER, f"E{room + 1}<-0.000001"),
        (room, 4, TIGHT, f"E{room + 1}<0.05*E{budget + 1}"),
        (room, 4, FINE, f"E{room + 1}>=0"),
        (paid, 4, OVER, f"SUM($E${paid + 1})>$E${budget + 1}+0+0.000001"),
    ]


def test_a_load_turns_red_beyond_its_capacity_and_amber_where_it_is_nearly_full(found: list[Rule]) -> None:
    figures = "load", "capacity", "part used"
    load, capacity, part = (cells("Industry load", figure, "Borea Steel") for figure in figures)
    mine = [(r.row, r.look, r.formula) for r in found if r.sheet == "Industry load" and r.first == 7]
    assert mine == [
        (load, OVER, f"SUM($H${load + 1})>$H${capacity + 1}*(1+0.000001)+0.000001"),
        (part, OVER, f"H{part + 1}>1+0.000001"),
        (part, TIGHT, f"H{part + 1}>=0.95"),
        (part, FINE, f"H{part + 1}<0.95"),
    ]


def test_a_budget_over_several_periods_is_compared_with_all_that_is_paid_in_them_and_carried_into_them() -> None:
    year = Budget("Alba", (Limit(Span(0, 1), 50.0, "2027"), Limit(Span(2, 3), 40.0, "2029")), carry_fraction=0.2)
    kept = {**example.plan().values, "carry": {("Alba", "", 1): D(5)}}
    found = rules(example.problem().replace(budgets=(year,)), Plan(kept))
    over = [re.sub("[0-9]+", "", r.formula) for r in found if r.sheet == "Payments" and r.formula.startswith("SUM")]
    assert over == ["SUM($D$:$E$)>$E$++.", "SUM($F$:$G$)>$G$+N($E$)+."]


def test_what_is_late_is_judged_by_the_row_and_by_the_rows_above_it(found: list[Rule]) -> None:
    late = cells("Deliveries", "late at the end", "Vehicle") + 1
    one, other = (r for r in found if r.sheet == "Deliveries" and r.row == late - 1)
    assert one.formula == f"OR(E{late}>0.000001,SUM($E{late - 2}:E{late - 2})-SUM($E{late - 1}:E{late - 1})>0.000001)"
    assert (one.first, one.last, one.look, other.look) == (4, 7, OVER, FINE)


def test_the_file_has_the_rules_with_a_word_beside_the_colour_and_bars_of_the_part_used(tmp_path: Path) -> None:
    write(tmp_path / "plan.xlsx", example.problem(), example.plan())
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    kinds = {sheet.title: [rule.type for area in sheet.conditional_formatting for rule in area.rules] for sheet in book}
    assert kinds["Payments"].count("expression") == 16
    assert kinds["Industry load"].count("dataBar") == 4
    looks = [rule for area in book["Payments"].conditional_formatting for rule in area.rules if rule.dxf.numFmt]
    assert looks
    assert all(rule.dxf.numFmt.formatCode.startswith('"! "') and rule.stopIfTrue for rule in looks)


def test_every_line_of_every_budget_and_every_capacity_has_its_rows() -> None:
    problem = handmade.PROBLEM.replace(pins=())
    x = tables.figures(problem, handmade.PLAN)
    layouts = lay_all(tables.sheets(x), problem.programme.marking)
    paid, load = layouts["Payments"].blocks[0], layouts["Industry load"].blocks[0]
    lines = list(against.budgets(x, paid))
    assert [(b.whose, b.of) for b in lines] == [(b.nation, b.line) for b in sorted(
        (b for b in problem.budgets if b.nation in x.payers and b.limits), key=lambda b: (b.nation, b.kind, b.line))]
    for b in lines:
        shown = paid.table.rows[b.limit - paid.first]
        limits = [shown[b.first + span.last] for span in b.spans]
        assert [float(v) for v in limits] == [limit.amount for limit in next(
            one for one in problem.budgets if (one.nation, one.line) == (b.whose, b.of)).limits]
    capacities = list(against.capacities(x, load))
    assert len(capacities) == len(problem.capacities)
    assert all(load.table.rows[c.used - load.first][3] == "load" for c in capacities)
    assert all(load.table.rows[c.left - load.first][3] == "part used" for c in capacities)
