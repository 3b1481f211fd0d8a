"""Planning near an earlier plan and pinning one, as a user does it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from procure.cli import exits
from procure.facts import Facts
from procure.plan import Plan
from procure.reading import read
from procure.workbook.read_plan import PlanFile, read_plan
from tests.cli.calling import CAVS, TWO, call, changed, digest, settle
from tests.test_history import moved

YEAR, UNTIL = "2029", 2  # of the example, from 2027 on


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the smallest example."""
    folder = settle(tmp_path_factory.mktemp("planned") / "clone")
    assert call("plan", str(folder / TWO), "-o", str(folder / "old.xlsx")).code == exits.DONE
    return folder / "old.xlsx"


def plan_of(path: str | Path) -> PlanFile:
    found, _ = read_plan(Path(path))
    assert found is not None
    return found


def kept(path: str | Path, old: Path) -> None:
    """Nothing before the freeze is otherwise than in the old plan, and no holder of work that has begun."""
    now, then = plan_of(path), plan_of(old)
    assert not moved(then.plan, now.plan, then.problem, UNTIL)
    begun = {str(w) for (w, t), _ in then.plan.items("begin") if int(t) < UNTIL}
    assert begun

    def held(plan: Plan) -> set[object]:
        return {key for key, _ in plan.items("award") if key[0] in begun}

    assert held(now.plan) == held(then.plan)


def test_planning_near_a_plan_says_that_nothing_changes_and_leaves_the_plan_alone(here: Path, old: Path) -> None:
    before = digest(old)
    done = call("plan", TWO, "--near", str(old), "--freeze", YEAR, "--max-changes", "0")
    assert done.code == exits.DONE, done.err
    assert "Next to old.xlsx no package is awarded otherwise, no package begins at another time" in done.out
    assert "changes: 0.00 weighed changes" in done.out
    assert digest(old) == before
    written = here / "outputs" / "two-nations-near.xlsx"
    kept(written, old)
    assert call("audit", str(written)).code == exits.DONE
    said = openpyxl.load_workbook(written)["Summary"].iter_rows(values_only=True)
    assert any("Next to old.xlsx" in str(cell) for row in said for cell in row)


def test_what_happened_before_the_freeze_stays_where_data_change(here: Path, old: Path) -> None:
    def cut(book: Workbook) -> None:
        sheet = book["Requirements"]
        header = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            if row[header.index("nation")].value == "NL":
                row[header.index("total")].value -= 3

    changed(TWO, here / "cut.xlsx", cut)
    done = call("plan", "cut.xlsx", "--near", str(old), "--freeze", YEAR, "-o", "new.xlsx", "--json")
    assert done.code == exits.DONE, done.err
    assert "unit-periods of deliveries move" in done.document["changes"]
    assert done.document["stages"][0]["name"] == "changes"
    now, then = plan_of("new.xlsx"), plan_of(old)
    families = ("begin", "make", "built", "deliver", "open")
    assert not [x for x in moved(then.plan, now.plan, then.problem, UNTIL) if x[0] in families]
    assert len(now.problem.pins) > len(then.problem.pins)


def test_too_few_changes_leave_no_plan_and_it_is_said_why(here: Path, old: Path) -> None:
    def lose(book: Workbook) -> None:
        sheet, then = book["Suppliers"], plan_of(old)
        first = sorted({str(s) for (_, s), _ in then.plan.items("award")})[0]
        for row in sheet.iter_rows(min_row=2):
            if row[0].value == first:
                row[2].value = "something else"

    changed(TWO, here / "lost.xlsx", lose)
    done = call("plan", "lost.xlsx", "--near", str(old), "--max-changes", "0")
    assert done.code == exits.NO_FEASIBLE_PLAN
    assert done.out.startswith("No plan can keep all rows of this workbook: near old.xlsx, with at most 0 packages")


@pytest.mark.usefixtures("here")
def test_nations_are_no_worse_than_in_a_plan(old: Path) -> None:
    done = call("plan", TWO, "--no-worse-than", f"{old}:NL, BE", "-o", "new.xlsx")
    assert done.code == exits.DONE, done.err
    assert "No worse than old.xlsx: NL bears" in done.out
    rules = {rule.id for rule in plan_of("new.xlsx").problem.rules}
    assert {"no worse: cost", "no worse: work"} <= rules


def test_a_pinned_plan_is_a_workbook_whose_past_stays(here: Path, old: Path) -> None:
    done = call("pin", str(old), "--until", YEAR, "-o", "book.xlsx")
    assert done.code == exits.DONE, done.err
    problem, findings = read(here / "book.xlsx")
    assert problem is not None, findings
    assert problem.programme == plan_of(old).problem.programme
    assert {r.id for r in problem.rules} == {r.id for r in plan_of(old).problem.rules}
    assert "Decisions" not in openpyxl.load_workbook("book.xlsx").sheetnames
    assert call("plan", "book.xlsx", "-o", "again.xlsx").code == exits.DONE
    kept("again.xlsx", old)
    assert Facts(problem).partners == Facts(plan_of(old).problem).partners


def test_pinning_replaces_no_file(here: Path, old: Path) -> None:
    (here / "book.xlsx").write_text("mine")
    done = call("pin", str(old), "--until", YEAR, "-o", "book.xlsx")
    assert done.code == exits.NOT_WRITTEN
    assert (here / "book.xlsx").read_text() == "mine"
    assert call("pin", str(old), "--until", YEAR, "-o", str(old)).code == exits.NOT_WRITTEN


@pytest.mark.usefixtures("here")
def test_pinning_answers_in_json(old: Path) -> None:
    done = call("pin", str(old), "--until", YEAR, "-o", "book.xlsx", "--json")
    assert done.document["output"] == "book.xlsx"
    assert done.document["pins"] > 0


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--near", "OLD", "--freeze", "2027"], "--freeze: expected a period from 2028 to 2033, found '2027'."),
        (["--near", "OLD", "--freeze", "2029-Q1"], "--freeze: expected a period from 2028 to 2033, found '2029-Q1'."),
        (["--near", TWO], "expected a sheet Decisions"),
        (["--near", "nowhere.xlsx"], "nowhere.xlsx"),
        (["--no-worse-than", "OLD:NL,XX"], "expected a nation, found 'XX'."),
        (["--no-worse-than", f"{TWO}:NL"], "expected a sheet Decisions"),
    ],
)
def test_what_cannot_be_planned_near_is_a_finding(words: list[str], said: str, old: Path) -> None:
    done = call("plan", TWO, *(word.replace("OLD", str(old)) for word in words))
    assert done.code == exits.FINDINGS
    assert said in done.err


@pytest.mark.usefixtures("here")
def test_a_plan_of_another_programme_is_told_apart(old: Path) -> None:
    done = call("plan", CAVS, "--near", str(old))
    assert done.code == exits.FINDINGS
    assert "--near old.xlsx: expected a plan of this programme, found none of its packages" in done.err


def test_names_that_a_workbook_does_not_have_are_warned_of(here: Path, old: Path) -> None:
    def rename(book: Workbook) -> None:
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value == renamed:
                        cell.value = "Another"

    renamed = plan_of(old).problem.packages[0].id
    changed(TWO, here / "renamed.xlsx", rename)
    done = call("plan", "renamed.xlsx", "--near", str(old))
    assert done.code == exits.DONE, done.err
    said = f"warning: --near old.xlsx: {renamed} of its packages are not in this workbook; its decisions on them"
    assert said in done.err


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "words", [["--freeze", YEAR], ["--max-changes", "1"], ["--no-worse-than", "old.xlsx"], ["--no-worse-than", ":FR"]]
)
def test_options_that_say_too_little_are_refused(words: list[str]) -> None:
    assert call("plan", TWO, *words).code == exits.USAGE


def test_the_earlier_plan_is_never_written_over(here: Path, old: Path) -> None:
    before = digest(old)
    assert call("plan", TWO, "--near", str(old), "-o", str(old)).code == exits.NOT_WRITTEN
    assert digest(old) == before
    assert here
