"""What a plan was made with stands on Run, can be worked out by another program, and tells what was changed since."""

from __future__ import annotations

import hashlib
import json
import platform
import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook import Workbook

from procure import manifest
from procure.cli import exits
from procure.findings import ERROR, WARNING
from procure.manifest import CODE, INPUTS, MODEL, VERSIONS
from procure.problem import Problem
from procure.reading import read
from procure.workbook import inputs
from procure.workbook.raw import open_book
from procure.workbook.read_plan import PlanFile, read_plan
from procure.workbook.styles import Styles
from procure.workbook.write_sheets import input_sheet
from tests.cli.calling import METEOR, ROOT, TWO, call, changed, fill, settle
from tests.cli.test_plan_files import shuffled

EXAMPLES = sorted((ROOT / "inputs").glob("*.xlsx"))


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the smallest example."""
    folder = settle(tmp_path_factory.mktemp("planned") / "clone")
    assert call("plan", str(folder / TWO), "-o", str(folder / "plan.xlsx")).code == exits.DONE
    return folder / "plan.xlsx"


@pytest.fixture(scope="module")
def found(plan: Path) -> PlanFile:
    read, _ = read_plan(plan)
    assert read is not None
    return read


def problem_of(path: Path) -> Problem:
    problem, _ = read(path)
    assert problem is not None
    return problem


def written(problem: Problem, to: Path) -> Path:
    """The input sheets of a problem alone, as a plan's workbook carries them."""
    with xlsxwriter.Workbook(str(to)) as book:
        styles = Styles(book, ())
        for name, table in inputs.tables(problem).items():
            input_sheet(book.add_worksheet(name), styles, table, replace(problem.programme, marking="SECRET"))
    return to


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_sums_of_every_example_are_those_of_its_plans_cells(path: Path, tmp_path: Path) -> None:
    problem = problem_of(path)
    book = open_book(written(problem, tmp_path / "carried.xlsx"))
    assert manifest.lines_of({sheet.name: sheet for sheet in book.sheets}) == manifest.lines(problem)


@pytest.mark.parametrize("amount", [1 / 3, 1e-7, 123456789.12345678, 2 / 3 * 1e9, 0.1 + 0.2, 1.2345678901234549, 5e15])
def test_numbers_with_all_their_digits_have_the_same_sum_when_they_were_written(amount: float, tmp_path: Path) -> None:
    problem = problem_of(ROOT / TWO)
    items = [replace(item, unit_price_m=amount) for item in problem.items]
    names = [replace(s, id=f" e\u0301 «ﬁ» \u00a0{s.id}") for s in problem.suppliers]
    odd = problem.replace(items=items, suppliers=names)
    book = open_book(written(odd, tmp_path / "odd.xlsx"))
    assert manifest.lines_of({sheet.name: sheet for sheet in book.sheets}) == manifest.lines(odd)


def test_neither_the_order_of_rows_nor_of_sheets_nor_the_name_of_the_file_counts(tmp_path: Path) -> None:
    one, other = problem_of(ROOT / TWO), problem_of(changed(ROOT / TWO, tmp_path / "other name.xlsx", shuffled))
    assert manifest.facts(one) == manifest.facts(other)


def test_rows_sorted_in_a_plans_workbook_are_the_same_inputs_save_the_steps_of_changes(tmp_path: Path) -> None:
    book = open_book(written(problem_of(ROOT / METEOR), tmp_path / "meteor.xlsx"))
    turned = {sheet.name: replace(sheet, rows=(sheet.rows[0], *sheet.rows[:0:-1])) for sheet in book.sheets}
    then = manifest.of_inputs(manifest.lines_of({sheet.name: sheet for sheet in book.sheets}))
    now = manifest.of_inputs(manifest.lines_of(turned))
    assert {name for name in then if then[name] != now[name]} == {"inputs Changes, SHA-256", INPUTS}


CHANGES: dict[str, tuple[Callable[[Workbook], None], set[str]]] = {
    "an amount": (fill("Quotes", "price", 7.5, range(2, 3)), {"inputs Quotes, SHA-256", INPUTS}),
    "a name": (fill("Items", "note", "another", range(2, 3)), {"inputs Items, SHA-256", INPUTS}),
    "a rule": (fill("Rules", "amount", 3.25, range(2, 3)), {"inputs Rules, SHA-256", INPUTS, MODEL}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_one_other_cell_changes_the_sum_of_its_sheet_and_of_the_whole_alone(what: str, tmp_path: Path) -> None:
    change, names = CHANGES[what]
    then = manifest.facts(problem_of(ROOT / TWO))
    now = manifest.facts(problem_of(changed(ROOT / TWO, tmp_path / "changed.xlsx", change)))
    assert {name for name in {*then, *now} if then.get(name) != now.get(name)} == names


def test_another_program_works_out_the_sums_from_the_cells(plan: Path, found: PlanFile) -> None:
    """As the docstring of manifest.py says it, with openpyxl alone."""
    sums, book = {}, openpyxl.load_workbook(plan)
    for name in (name for name in book.sheetnames if f"inputs {name}, SHA-256" in found.plan.run):
        rows = list(book[name].iter_rows(values_only=True))
        width = sum(cell is not None for cell in rows[0])
        lines = ["\t".join(as_text(cell) for cell in row[:width]) for row in rows]
        head, *body = (line for line in lines if line.strip("\t") and not line.startswith('"#'))
        text = "".join(f"{line}\n" for line in (head, *sorted(body)))
        sums[name] = hashlib.sha256(text.encode()).hexdigest()
    assert len(sums) > 8
    assert {f"inputs {name}, SHA-256": one for name, one in sums.items()}.items() <= found.plan.run.items()
    whole = "".join(f"{name}\t{one}\n" for name, one in sums.items())
    assert found.plan.run[INPUTS] == hashlib.sha256(whole.encode()).hexdigest()


def as_text(cell: object) -> str:
    return "" if cell is None else json.dumps(cell) if isinstance(cell, str) else f"{cell:.16G}"


def test_a_plan_and_its_workbook_have_nothing_to_complain_of_each_other(found: PlanFile) -> None:
    assert manifest.differences(found, problem_of(ROOT / TWO)) == []


def test_a_changed_input_of_a_plan_is_named_by_its_sheet(plan: Path, tmp_path: Path) -> None:
    change = fill("Budgets", "note", "never said", range(2, 3))
    changed_plan, _ = read_plan(changed(plan, tmp_path / "changed.xlsx", change))
    assert changed_plan is not None
    said = [finding for finding in manifest.differences(changed_plan) if finding.level == ERROR]
    assert [(finding.where, finding.rule) for finding in said] == [("Budgets", "inputs changed")]


@pytest.mark.parametrize("fact", [INPUTS, MODEL, "inputs Items, SHA-256"])
def test_a_sum_that_was_written_over_is_found(fact: str, found: PlanFile) -> None:
    run = {**found.plan.run, fact: "0" * 64}
    (said,) = manifest.differences(replace(found, plan=replace(found.plan, run=run)))
    assert (said.level, said.where) == (ERROR, "Items" if "Items" in fact else "Run")


def test_a_sheet_that_was_taken_out_is_found(found: PlanFile) -> None:
    left = {name: sheet for name, sheet in found.published.items() if name != "Quotes"}
    assert [finding.where for finding in manifest.differences(replace(found, published=left))] == ["Quotes"]


def test_the_users_own_workbook_is_compared_row_by_row(found: PlanFile) -> None:
    own = problem_of(ROOT / TWO)
    items = [replace(item, max_rate=9.5) for item in own.items]
    (said,) = manifest.differences(found, own.replace(items=items))
    assert (said.level, said.where) == (ERROR, "Items")
    assert said.message.startswith("1 rows are the plan's alone, 1 the workbook's")


def test_a_plan_of_another_program_is_a_warning_and_one_without_sums_too(found: PlanFile) -> None:
    run = {**found.plan.run, CODE: "f" * 64, VERSIONS: "procure 0.0.1"}
    said = manifest.differences(replace(found, plan=replace(found.plan, run=run)))
    assert {finding.level for finding in said} == {WARNING}
    assert {finding.where for finding in said} == {f"Run {CODE}", f"Run {VERSIONS}"}
    none = {fact: value for fact, value in run.items() if "SHA-256" not in fact}
    (said_so,) = manifest.differences(replace(found, plan=replace(found.plan, run=none)))
    assert (said_so.level, said_so.rule) == (WARNING, "no check sums")


def test_the_code_has_the_same_sum_with_either_line_end_and_another_with_other_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sums = []
    for text in (b"x = 1\n", b"x = 1\r\n", b"x = 2\n"):
        (tmp_path / "code.py").write_bytes(text)
        monkeypatch.setattr(manifest, "__file__", str(tmp_path / "manifest.py"))
        sums.append(manifest.code.__wrapped__())
    assert sums[0] == sums[1] != sums[2]


def test_nothing_on_run_names_a_person_a_computer_a_folder_or_a_time(found: PlanFile) -> None:
    told = " ".join(found.plan.run.values())
    private = (str(ROOT), str(Path.home()), tempfile.gettempdir(), platform.node())
    assert not [name for name in private if len(name) > 3 and name in told]
    assert not re.search(r"\d:\d\d|20\d\d-\d\d", told)
    assert found.plan.run[manifest.COMMAND] == "procure plan"
