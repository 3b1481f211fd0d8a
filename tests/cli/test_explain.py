"""procure explain as it is called: plans and inputs, decisions, repairs, documents, workbooks and exit codes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from procure import solve
from procure.cli import exits
from procure.whatif import solving
from tests.cli.calling import TWO, call, changed, digest, files, fill

OTHERWISE, IMPOSSIBLE = "award[Turret, Antwerp Arms]", "begin[Trials] <= 2028"
OUT = "outputs/why.xlsx"


@pytest.fixture
def plan(here: Path) -> str:
    """A plan of the two nations."""
    assert call("plan", TWO, "-o", "plan.xlsx").code == exits.DONE
    return str(here / "plan.xlsx")


@pytest.fixture
def poor(here: Path) -> str:
    """The two nations without money in the first year."""
    return str(changed(TWO, here / "poor.xlsx", fill("Budgets", "2027", 0)))


def test_a_plan_is_explained_in_words_and_as_a_workbook(plan: str, here: Path) -> None:
    before = digest(plan)
    done = call("explain", plan, "-o", OUT, "--why-not", OTHERWISE, "--why-not", IMPOSSIBLE, "--jobs", "1")
    assert (done.code, done.err) == (exits.DONE, "")
    lines = done.out.splitlines()
    starts = [line.partition(": ")[0] for line in lines if not line.startswith(" ")]
    assert starts == [
        "Gap", f"Why not {OTHERWISE}", f"Why not {IMPOSSIBLE}", "What binds", "What one more is worth", "written",
    ]  # fmt: skip
    assert f"Why not {OTHERWISE}: If Antwerp Arms holds a part of Turret, it costs the programme" in done.out
    assert "Trials can begin from 2029 to 2033 (Packages!" in done.out
    assert "Items[Vehicle, max rate] (Items!" in done.out
    book = openpyxl.load_workbook(OUT)
    assert book.sheetnames == ["Explanation", "Comparison", "Binding", "Marginal values", "Run"]
    words = {cell.value for row in book["Explanation"].iter_rows() for cell in row}
    assert {"Gap", f"Why not {OTHERWISE}", "What binds"} <= words
    assert digest(plan) == before


def test_a_document_carries_what_the_terminal_says(plan: str) -> None:
    words = ("explain", plan, "-o", OUT, "--why-not", OTHERWISE, "--why-not", IMPOSSIBLE, "--jobs", "1")
    document = call(*words, "--json").document
    assert (document["schema"], document["command"], document["state"]) == (1, "explain", "explained")
    assert [one["state"] for one in document["why_not"]] == ["otherwise", "impossible"]
    assert isinstance(document["why_not"][0]["difference_m"], float)
    named = {passage["name"]: passage for passage in document["passages"]}
    assert named[f"Why not {OTHERWISE}"]["sentences"] == document["why_not"][0]["words"]
    assert named["What binds"]["tables"][0]["rows"]
    told = call(*words).out
    assert all(said in told for passage in named.values() for said in passage["sentences"])


def test_inputs_that_have_a_plan_are_planned_and_it_is_explained(here: Path) -> None:
    done = call("explain", TWO)
    assert done.code == exits.DONE, done.err
    assert done.out.startswith("Gap: Plan within")
    assert files(here / "outputs") == {"two-nations-explained.xlsx"}


def test_rules_are_priced_where_that_is_asked_for(plan: str) -> None:
    done = call("explain", plan, "-o", OUT, "--prices", "--json")
    assert done.code == exits.DONE, done.err
    named = {passage["name"]: passage for passage in done.document["passages"]}
    rows = {row[0] for row in named["Prices"]["tables"][0]["rows"]}
    assert {"Rules[return floor]", "Rules[return cap]"} <= rows
    assert "Prices" in openpyxl.load_workbook(OUT).sheetnames


def test_inputs_without_a_plan_get_the_conflict_and_repairs_that_run_as_scenarios(poor: str, here: Path) -> None:
    done = call("explain", poor, "--jobs", "1")
    assert done.code == exits.NO_FEASIBLE_PLAN, done.err
    assert done.out.startswith("No plan: No plan can keep all rows of this workbook.\n")
    assert "pays at most" in done.out
    assert "(Budgets!" in done.out
    assert "Repairs: Ways out: " in done.out
    to = here / "outputs" / "poor-repairs.xlsx"
    assert files(here / "outputs") == {"poor-explained.xlsx", "poor-repairs.xlsx"}
    assert f'run: procure whatif "{to.relative_to(here)}"' in done.out
    book = openpyxl.load_workbook("outputs/poor-explained.xlsx")
    assert {"Explanation", "Conflict", "Repairs", "Comparison", "Run"} <= set(book.sheetnames)
    promised = call("explain", poor, "--jobs", "1", "--json").document
    ran = call("whatif", str(to), "--jobs", "1", "--json").document["cases"]
    assert [one["name"] for one in ran[1:]] == [one["name"] for one in promised["repairs"]]
    assert [one["cost_m"] for one in ran[1:]] == pytest.approx([one["cost_m"] for one in promised["repairs"]])


def test_what_is_sacred_is_in_no_repair(poor: str) -> None:
    document = call("explain", poor, "--no-relax", "money", "--jobs", "1", "--json").document
    assert document["conflict"]["rows"][0]["kind"] == "money"
    assert not [c for one in document["repairs"] for c in one["changes"] if c["sheet"] == "Budgets"]
    done = call("explain", poor, "--no-relax", "return flor")
    assert done.code == exits.FINDINGS
    assert "Did you mean 'return floor'?" in done.err


def test_no_repairs_are_looked_for_where_none_are_wanted(poor: str, here: Path) -> None:
    document = call("explain", poor, "--repairs", "0", "--json").document
    assert "repairs" not in document
    assert files(here / "outputs") == {"poor-explained.xlsx"}


def test_plan_says_what_conflicts_where_there_is_no_plan(poor: str, here: Path) -> None:
    done = call("plan", poor, "-o", "outputs/none.xlsx")
    assert done.code == exits.NO_FEASIBLE_PLAN
    lines = done.out.splitlines()
    assert lines[0] == "No plan can keep all rows of this workbook."
    assert "(Budgets!" in done.out
    assert lines[-1] == f'`procure explain "{poor}"` looks for ways out.'
    document = call("plan", poor, "-o", "outputs/none.xlsx", "--json").document
    assert document["state"] == "infeasible"
    assert all(said in done.out for said in document["conflict"]["words"])
    assert document["conflict"]["proven"]
    assert files(here / "outputs") == set()


@pytest.mark.parametrize(
    "line", ["award[Turret]", "award[Turet, Antwerp Arms]", "=cmd|'/c calc'!A1", "", "deliver[Vehicle, NL] = 1e999"]
)
def test_what_is_no_decision_is_a_finding_and_nothing_is_planned(line: str, here: Path) -> None:
    done = call("explain", TWO, "--why-not", line, "--why-not", "also none")
    assert done.code == exits.FINDINGS
    assert done.err.count("error: decision '") == 2
    assert "Traceback" not in done.err
    assert files(here / "outputs") == set()


@pytest.mark.usefixtures("here")
def test_what_cannot_be_read_or_written_is_said() -> None:
    assert call("explain", "none.xlsx").code == exits.FINDINGS
    assert call("explain", TWO, "-o", TWO).code == exits.NOT_WRITTEN
    assert call("explain", TWO, "-o", "nowhere/why.xlsx").code == exits.NOT_WRITTEN
    assert call("explain", TWO, "-o", "why.pdf").code == exits.USAGE


def test_a_plan_that_the_audit_does_not_pass_is_not_explained(plan: str, here: Path) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        sheet = book["Decisions"]
        top = next(r for r in range(1, 9) if sheet[f"A{r}"].value == "family")
        header = {cell.value: cell.column for cell in sheet[top]}
        row = next(r for r in range(1, 999) if sheet[f"A{r}"].value == "pay")
        sheet.cell(row, header["value"]).value += 5

    changed(plan, here / "spoiled.xlsx", spoil)
    done = call("explain", "spoiled.xlsx")
    assert done.code == exits.FINDINGS
    assert "error: " in done.err


@pytest.mark.parametrize(
    ("state", "code"),
    [(solve.NO_PLAN, exits.NO_PLAN_IN_TIME), (solve.INTERRUPTED, exits.INTERRUPTED), (solve.INFEASIBLE, exits.DONE)],
)
def test_what_is_not_found_out_has_its_code(state: str, code: int, plan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from procure.explain import why_not

    def ended(_: object, resolved: list[solving.Resolved], *more: object) -> list[solving.Case]:
        return [solving.Case(one.name, one.problem, solving.Outcome(state, None)) for one in resolved]

    monkeypatch.setattr(why_not.solving, "scenarios", ended)
    done = call("explain", plan, "-o", OUT, "--why-not", OTHERWISE)
    assert done.code == code
    assert f"Why not {OTHERWISE}: " in done.out
    assert Path(OUT).is_file()


def test_who_stops_the_planning_of_inputs_gets_what_is_known_and_nothing_more_is_planned(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from procure import planning
    from procure.explain import explaining

    truly = planning.plan

    def stopped(*asked: object, **how: object) -> planning.Outcome:
        return replace(truly(*asked, **how), state=solve.INTERRUPTED)  # type: ignore[arg-type]

    monkeypatch.setattr(explaining.planning, "plan", stopped)
    done = call("explain", TWO, "--why-not", OTHERWISE, "--prices")
    assert done.code == exits.INTERRUPTED
    assert "What binds: " in done.out
    assert "Why not" not in done.out
    assert "Prices" not in openpyxl.load_workbook(here / "outputs" / "two-nations-explained.xlsx").sheetnames
