import dataclasses
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procure import tables, verbs
from procure.findings import Check
from procure.plan import Key, Plan
from procure.problem import Problem
from procure.tables import record
from procure.workbook.read_plan import PlanFile, differences, read_plan
from procure.workbook.write import write, write_evaluation
from tests import handmade
from tests.tables import example

WHOLE = handmade.PROBLEM.replace(pins=())  # has something of nearly everything; made without pins


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("read") / "plan.xlsx"
    write(to, example.problem(), example.plan(), (), "audit passed")
    return to


@pytest.fixture(scope="module")
def found(path: Path) -> PlanFile:
    plan_file, findings = read_plan(path)
    assert plan_file is not None, findings
    return plan_file


def spoiled(path: Path, to: Path, sheet: str, address: str, value: object) -> Path:
    """A copy of the plan with one cell changed."""
    book = openpyxl.load_workbook(path)
    book[sheet][address] = value
    book.save(to)
    return to


def without_rows(problem: Problem) -> Problem:
    """The problem as if not from a workbook, with what the reader fills in filled in."""
    every = tuple(i.id for i in problem.items)
    tables_of = {
        name: tuple(dataclasses.replace(noun, row=0) for noun in getattr(problem, name))
        for name in (
            "nations", "phases", "suppliers", "packages", "items", "requirements", "shares", "budgets", "capacities",
            "quotes", "rules", "pins", "headings",
        )
    }  # fmt: skip
    tables_of["packages"] = tuple(dataclasses.replace(w, items=w.items or every) for w in tables_of["packages"])
    return problem.replace(**tables_of, columns={}, notes={})


def test_a_plan_read_again_is_the_plan_that_was_written(found: PlanFile) -> None:
    assert found.plan.values == example.plan().values
    assert found.plan.stages == example.plan().stages
    assert found.plan.run == {**example.plan().run, "audit": "audit passed"}
    assert without_rows(found.problem) == without_rows(example.problem())


def test_the_notes_of_the_inputs_are_read_again(found: PlanFile) -> None:
    design = next(w for w in found.problem.packages if w.id == "Design")
    assert found.problem.notes["Packages", design.row][1] == "assumed"


def test_the_figures_of_an_untouched_file_follow_from_its_decisions(found: PlanFile) -> None:
    assert differences(found) == []
    assert set(found.published) >= set(tables.sheets(tables.figures(found.problem, found.plan)))


FIGURES = ("Summary", "Cost shares", "Work shares", "Work packages", "Deliveries", "Payments", "Industry load",
           "Rule results", "Cost bridge")  # fmt: skip


@pytest.mark.parametrize("sheet", FIGURES)
def test_a_changed_figure_is_found_with_its_cell(path: Path, tmp_path: Path, sheet: str) -> None:
    book = openpyxl.load_workbook(path)
    cell = [c for row in book[sheet].iter_rows() for c in row if isinstance(c.value, int | float)][-1]
    was, address = cell.value, cell.coordinate
    changed, findings = read_plan(spoiled(path, tmp_path / "p.xlsx", sheet, address, was + 0.01))
    assert changed is not None, findings
    (finding,) = differences(changed)
    assert f"{finding.where} ".startswith(f"{sheet}!{address} ")
    assert f"expected {was:.15g}, found {was + 0.01:.15g}" in finding.message


def test_a_changed_name_a_blanked_and_an_added_figure_are_found(path: Path, tmp_path: Path) -> None:
    cases = {"A6": "Gamma", "D6": None, "Z40": 12}
    for number, (address, value) in enumerate(cases.items()):
        changed, _ = read_plan(spoiled(path, tmp_path / f"{number}.xlsx", "Cost shares", address, value))
        assert changed is not None
        assert [f.where.split(" ")[1].removeprefix("shares!") for f in differences(changed)] == [address]


def test_a_removed_sheet_is_found(path: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(path)
    del book["Payments"]
    book.save(tmp_path / "p.xlsx")
    changed, _ = read_plan(tmp_path / "p.xlsx")
    assert changed is not None
    assert [(f.where, f.rule) for f in differences(changed)] == [("Payments", "missing sheet")]


def decision(path: Path, family: str) -> tuple[int, dict[str, str]]:
    """Row of the first decision of a family, and the letter of each header."""
    sheet = openpyxl.load_workbook(path)[record.DECISIONS]
    header = next(row for row in sheet.iter_rows() if row[0].value == "family")
    row = next(row[0].row for row in sheet.iter_rows() if row[0].value == family)
    return row, {str(cell.value): cell.column_letter for cell in header if cell.value}


@pytest.mark.parametrize(
    ("family", "column", "value", "expected"),
    [
        ("price", "family", "prize", "the name of a family, found 'prize'"),
        ("price", "key 1", "Wing", "a package, found 'Wing'"),
        ("price", "key 2", "Gamma Works", "a supplier, found 'Gamma Works'"),
        ("price", "key 3", "Vehicle", "a stream of the package, found 'Vehicle'"),
        ("price", "period", "2031", "a period, found '2031'"),
        ("price", "value", "50 M", "a number, found '50 M'"),
        ("price", "value", None, "a number, found a blank cell"),
        ("charge", "key 1", None, "a nation, found a blank cell"),
        ("charge", "key 2", "Support", "a phase, found 'Support'"),
        ("deliver", "key 1", "Ship", "an item, found 'Ship'"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_is_named_with_its_cell(
    path: Path, tmp_path: Path, family: str, column: str, value: object, expected: str
) -> None:
    row, letters = decision(path, family)
    plan_file, findings = read_plan(spoiled(path, tmp_path / "p.xlsx", "Decisions", f"{letters[column]}{row}", value))
    assert plan_file is None
    finding = next(f for f in findings if f.level == "error")
    cell = f"A{row}" if value is None else f"{letters[column]}{row}"
    assert finding.where == f"Decisions!{cell} {column}"
    assert finding.message == f"expected {expected}."


def test_a_decision_told_twice_is_refused(path: Path, tmp_path: Path) -> None:
    row, letters = decision(path, "begin")
    book = openpyxl.load_workbook(path)
    sheet = book["Decisions"]
    for letter in letters.values():
        sheet[f"{letter}{row + 1}"] = sheet[f"{letter}{row}"].value
    book.save(tmp_path / "p.xlsx")
    plan_file, findings = read_plan(tmp_path / "p.xlsx")
    assert plan_file is None
    assert any("a second time" in f.message for f in findings)


def test_a_workbook_without_a_plan_says_so(path: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(path)
    del book["Decisions"]
    book.save(tmp_path / "p.xlsx")
    plan_file, findings = read_plan(tmp_path / "p.xlsx")
    assert plan_file is None
    assert findings[-1].rule == "no plan"


def test_a_file_that_is_no_workbook_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "p.xlsx").write_bytes(b"nothing")
    plan_file, findings = read_plan(tmp_path / "p.xlsx")
    assert plan_file is None
    assert any(f.level == "error" for f in findings)


def test_streams_buyers_customers_and_every_key_are_read_again(tmp_path: Path) -> None:
    write(tmp_path / "p.xlsx", WHOLE, handmade.PLAN)
    found, findings = read_plan(tmp_path / "p.xlsx")
    assert found is not None, findings
    written = {name: {key: v for key, v in taken.items() if v} for name, taken in handmade.VALUES.items()}
    assert found.plan.values == {name: taken for name, taken in written.items() if taken}
    assert differences(found) == []


@pytest.mark.parametrize("key", ["key 1", "key 2", "key 3"])
def test_no_decision_is_read_of_what_the_inputs_do_not_know(tmp_path: Path, key: str) -> None:
    write(tmp_path / "p.xlsx", WHOLE, handmade.PLAN)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    rows = [row for row in book[record.DECISIONS].iter_rows() if row[0].value]
    column = next([str(cell.value) for cell in row].index(key) for row in rows if row[0].value == "family")
    expected = {}
    for row in rows:
        if row[0].value in record.families() and row[column].value:
            expected[row[0].row] = row[0].value
            row[column].value = "Nonsense"
    sheet = book[record.DECISIONS]
    sheet.append(["miss", "Nonsense", "Nonsense", None, None, 1])  # of a rule, of which there is none
    expected |= {sheet.max_row: "miss"} if key == "key 1" else {}
    book.save(tmp_path / "p.xlsx")
    plan_file, findings = read_plan(tmp_path / "p.xlsx")
    assert plan_file is None
    named = {f.where for f in findings if f.rule == "unknown decision" and "Nonsense" in f.message}
    letter = "ABCD"[column]
    assert {f"Decisions!{letter}{row} {key}" for row in expected} <= named


def test_a_deal_as_typed_can_be_read_again_too(tmp_path: Path) -> None:
    deal = Plan(example.plan().values)
    checks = [Check("budget", ("Alba", "2028"), Decimal(41), "<=", Decimal(40), unit="M")]
    write_evaluation(tmp_path / "p.xlsx", example.problem(), deal, checks)
    found, findings = read_plan(tmp_path / "p.xlsx")
    assert found is not None, findings
    assert found.plan.stages == ()
    assert differences(found) == []


VALUES = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=6).filter(bool)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.tuples(st.sampled_from(["Alba", "Borea"]), st.sampled_from(["Development", "Production"]),
                                 st.integers(0, 3)), VALUES))  # fmt: skip
def test_every_decision_is_written_exactly(tmp_path: Path, charges: dict[Key, Decimal]) -> None:
    values = {**example.plan().values, "charge": charges}
    write(tmp_path / "p.xlsx", example.problem(), Plan(values))
    found, findings = read_plan(tmp_path / "p.xlsx")
    assert found is not None, findings
    assert dict(found.plan.values) == {family: taken for family, taken in values.items() if taken}
    assert differences(found) == []


def test_a_number_beyond_15_digits_is_kept_at_15() -> None:
    assert record.kept(Decimal("0.33333333333333333333")) == Decimal("0.333333333333333")
    assert record.kept(Decimal("123456789012.345")) == Decimal("123456789012.345")


def test_the_file_is_read_from_a_copy_under_any_name(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "plan ä, copy.xlsx")
    found, _ = read_plan(tmp_path / "plan ä, copy.xlsx")
    assert found is not None


def test_a_plan_made_without_a_model_is_read_again_without_one(tmp_path: Path) -> None:
    book = Path(__file__).resolve().parents[2] / "inputs" / "two-nations.xlsx"
    problem = verbs.read(book)
    problem = problem.replace(programme=dataclasses.replace(problem.programme, model=""))
    outcome = verbs.plan(problem)
    assert outcome.plan is not None
    assert verbs.write(tmp_path / "plan.xlsx", problem, outcome.plan).passed
    found, _ = read_plan(tmp_path / "plan.xlsx")
    assert found is not None
    assert found.problem.programme.model == ""
