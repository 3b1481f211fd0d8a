"""Checks: every clause is there, what holds is TRUE and what is broken FALSE, formulas name cells that exist."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from random import Random

import openpyxl
import pytest

from procure import formulas
from procure.clauses import CLAUSES, name
from procure.facts import Facts
from procure.formulas import reasons
from procure.formulas.decided import Decided
from procure.formulas.places import Area, Cell
from procure.formulas.term import MOST
from procure.plan import Plan
from procure.tables import record
from procure.workbook import read_plan, write
from tests.formulas import books, told
from tests.generate import generate
from tests.properties import planned
from tests.spoil_plan import OPERATORS
from tests.tables import example

SEEDS = range(3)
# What an operator breaks without a formula that tells (the sheet says so), or where another clause's check tells.
UNTOLD = {
    *reasons.WHY, "controls", "settlement", "offered", "an outsider is charged", "a charge leaves the territory",
    "says which tier it is in", "invests too late to be of use",  # the tables have no place for these
}  # fmt: skip
REFERENCE = re.compile(r"(?:'([^']+)'|([A-Za-z]+))!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")


def test_every_clause_has_checks_or_a_reason_why_it_has_none() -> None:
    clauses = {name(clause) for clause in CLAUSES}
    assert set(formulas.BY_CLAUSE) | set(reasons.WHY) == clauses
    assert not set(formulas.BY_CLAUSE) & set(reasons.WHY)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_clause_is_named_on_the_sheet_and_every_check_of_a_plan_holds(seed: int) -> None:
    plan = planned(seed).plan
    assert plan is not None
    made = list(formulas.made(books.book(generate(seed), plan)))
    assert {name(clause) for clause in CLAUSES} <= {one.group for one in made}
    assert [one for one in made if isinstance(one, formulas.Check) and not one.holds] == []
    texts = [term.text for one in made if isinstance(one, formulas.Check) for term in (one.found, one.limit)]
    assert max(map(len, texts)) <= MOST


@pytest.mark.parametrize("seed", SEEDS)
def test_a_broken_clause_has_a_check_that_does_not_hold(seed: int) -> None:
    problem, plan, told_of = generate(seed), planned(seed).plan, set()
    assert plan is not None
    for operator, (clause, spoil) in OPERATORS.items():
        spoiled = None if {clause, operator} & UNTOLD else spoil(plan, Facts(problem), Random(seed))
        if spoiled is not None:
            broken = {one.group for one in books.checks(problem, spoiled) if not one.holds}
            assert clause in broken, operator
            told_of.add(clause)
    assert len(told_of) > 10


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of a random programme with many sheets."""
    plan, to = planned(3).plan, tmp_path_factory.mktemp("checks") / "plan.xlsx"
    assert plan is not None
    write.write(to, generate(3), plan)
    return to


def test_formulas_name_cells_that_exist_and_hold_no_text_of_the_inputs(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    texts = [getattr(cell.value, "text", cell.value) for row in book["Checks"] for cell in row if cell.data_type == "f"]
    assert len(texts) > 300
    for text in texts:
        for quoted, plain, _, top, _, bottom in REFERENCE.findall(text):
            sheet = book[quoted or plain]
            assert 1 <= int(top) <= int(bottom or top) <= sheet.max_row, text
        assert set(re.findall(r'"([^"]*)"', text)) <= {"", *record.families()}, text


def test_formulas_stand_on_checks_and_in_one_cell_of_summary_alone(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    found = {sheet.title: [c.coordinate for row in sheet for c in row if c.data_type == "f"] for sheet in book}
    assert [title for title, cells in found.items() if cells] == ["Summary", "Checks"]
    assert len(found["Summary"]) == 1
    assert told.verdicts(written) == [True]


def test_a_file_with_checks_is_read_and_audited_as_before(written: Path) -> None:
    found, _ = read_plan.read_plan(written)
    assert found is not None
    assert read_plan.differences(found) == []


def test_a_deal_that_breaks_a_budget_shows_false_where_it_does(tmp_path: Path) -> None:
    pay = {**example.plan().values["pay"], ("Alba", "Development", 1): Decimal("41.25")}
    write.write_evaluation(tmp_path / "deal.xlsx", example.problem(), Plan({**example.plan().values, "pay": pay}), [])
    assert told.verdicts(tmp_path / "deal.xlsx") == [False]
    broken = [one for one in told.checks(tmp_path / "deal.xlsx") if one.holds is False]
    (over,) = (one for one in broken if one.group == "budget")
    assert (over.what, over.found) == ("Alba: budget that is left in the tightest period, 2027 to 2030", -1.25)


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path, written: Path) -> None:
    write.write(tmp_path / "again.xlsx", example.problem(), example.plan())
    write.write(tmp_path / "more.xlsx", example.problem(), example.plan())
    assert (tmp_path / "again.xlsx").read_bytes() == (tmp_path / "more.xlsx").read_bytes()


NAMES = ("a*", "A*", "ab", "<>", ">0", "=1+1", "~*", "?", "1", "")


@pytest.mark.parametrize("wanted", NAMES)
def test_a_sum_over_decisions_matches_a_name_exactly_and_never_holds_it(wanted: str) -> None:
    rows = [("pay", n, "P", None, "2027", Decimal(10**k), "M") for k, n in enumerate(sorted(NAMES))]
    headers = ("family", "key 1", "key 2", "key 3", "period", "value", "unit")
    decided = Decided(Area("Decisions", 3, 4, range(7), headers, rows))
    found = decided.sum("pay", Cell("Nations", 1, 0, wanted))
    assert found.value == 10 ** sorted(NAMES).index(wanted)
    line = 5 + sorted(NAMES).index(wanted)
    span = f"Decisions!$B${line}:$B${line}"
    assert found.text == f"SUMPRODUCT(EXACT({span},Nations!$A$2)*{span.replace('B', 'F')})"
