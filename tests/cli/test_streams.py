"""Results on stdout, remarks on stderr, one document with --json; the user's workbook is never written to."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from procure.cli import exits, show
from procure.evaluating import typed_plan
from procure.facts import Facts
from procure.workbook.read import read
from tests.cli.calling import CAVS, ROOT, TWO, call, changed, digest, environment, files, fill, process
from tests.planned import planned

PLAN = "outputs/plan.xlsx"
ANSWERS: dict[str, list[str]] = {
    "check": ["check", TWO],
    "plan": ["plan", TWO, "-o", PLAN],
    "evaluate": ["evaluate", TWO, "-o", "outputs/judged.xlsx"],
    "models": ["models", "best-value"],
    "template": ["template", "NEW.xlsx", "--kind", "ship", "--nations", "IT 8, ES 6"],
}
PARTS = {
    "check": {"ok", "errors", "findings"},
    "plan": {"state", "output", "audit", "stages", "nations", "findings"},
    "evaluate": {"output", "checks", "shortfalls", "findings"},
    "models": {"models"},
    "template": {"output", "kind", "model", "periods", "nations"},
    "audit": {"ok", "checks", "findings"},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the smallest example; it is for all: copy it."""
    return planned(tmp_path_factory, "two-nations")[0]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", ANSWERS)
def test_a_document_carries_schema_command_and_the_parts_of_its_answer(command: str) -> None:
    done = call(*ANSWERS[command], "--json")
    assert done.code == exits.DONE, done.err
    document = done.document
    assert document["schema"] == show.SCHEMA
    assert document["command"] == command
    assert set(document) == {"schema", "command", *PARTS[command]}
    assert done.out.isascii()


@pytest.mark.usefixtures("here")
def test_the_document_of_an_audit_says_whether_it_passed(made: Path) -> None:
    shutil.copy(made, PLAN)
    document = call("audit", PLAN, "--json").document
    assert set(document) == {"schema", "command", *PARTS["audit"]}
    assert document["ok"] is True
    assert document["checks"] > 100


@pytest.mark.usefixtures("here")
def test_the_document_of_a_plan_tells_what_the_workbook_tells() -> None:
    document = call("plan", TWO, "-o", PLAN, "--json").document
    assert document["state"] == "proven"
    assert document["audit"]["passed"] is True
    assert [s["name"] for s in document["stages"]] == ["lateness", "cost", "largest imbalance", "total imbalance"]
    assert {n["nation"]: n["units"] for n in document["nations"]} == {"BE": 12, "NL": 18}
    cost = sum(n["cost_m"] for n in document["nations"])
    assert cost == pytest.approx(sum(n["paid_m"] for n in document["nations"]))
    rows = openpyxl.load_workbook(PLAN)["Cost shares"].iter_rows(values_only=True)
    told = {row[1]: row[3] for row in rows if row[0] == "all phases"}
    assert {n["nation"]: n["cost_m"] for n in document["nations"]} == pytest.approx({n: told[n] for n in ("BE", "NL")})


@pytest.mark.parametrize("command", ["check", "plan", "evaluate", "audit"])
def test_a_refused_input_gives_a_document_too(command: str, here: Path) -> None:
    changed(TWO, here / "bad.xlsx", fill("Suppliers", "nation", "Belgium"))
    done = call(command, "bad.xlsx", "--json")
    assert done.code == exits.FINDINGS
    errors = [f for f in done.document["findings"] if f["level"] == "error"]
    assert len(errors) >= (1 if command == "audit" else 4)  # what is no plan is told in one sentence
    assert all(set(f) == {"level", "where", "rule", "message", "hint"} for f in errors)


def test_an_infeasible_plan_gives_a_document_too(here: Path) -> None:
    changed(TWO, here / "poor.xlsx", fill("Budgets", "2027", 0))
    done = call("plan", "poor.xlsx", "--json")
    assert done.code == exits.NO_FEASIBLE_PLAN
    assert done.document["state"] == "infeasible"


def test_stdout_has_results_only_and_findings_go_to_stderr(here: Path) -> None:
    changed(TWO, here / "odd.xlsx", fill("Suppliers", "price factor", "1.5", range(2, 3)))
    for words in (["check", "odd.xlsx"], ["plan", "odd.xlsx"], ["evaluate", "odd.xlsx"]):
        done = call(*words)
        assert done.code == exits.DONE
        assert "warning: Suppliers!" in done.err
        assert "warning" not in done.out
        assert done.out


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("words", [["check", TWO], ["models"], ["plan", TWO], ["audit", PLAN]], ids=" ".join)
def test_an_answer_without_remarks_leaves_stderr_empty(words: list[str], made: Path) -> None:
    shutil.copy(made, PLAN)
    assert call(*words).err == ""


def on_a_terminal(here: Path, *words: str, **variables: str) -> str:
    """What stderr shows on a terminal."""
    screen, terminal = pty.openpty()
    command = [sys.executable, "-m", "procure", *words]
    variables = {"TERM": "xterm", **variables}
    running = subprocess.Popen(
        command, cwd=here, env=environment(**variables), stdout=subprocess.DEVNULL, stderr=terminal
    )
    os.close(terminal)
    said = b""
    try:
        while some := os.read(screen, 4096):
            said += some
    except OSError:  # nobody writes to it any more
        pass
    os.close(screen)
    running.wait(60)
    return said.decode()


def test_colours_show_on_a_terminal_and_not_with_no_color(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    changed(TWO, here / "bad.xlsx", fill("Suppliers", "nation", "Belgium"))
    assert "\x1b[31merror" in on_a_terminal(here, "check", "bad.xlsx")
    plain = on_a_terminal(here, "check", "bad.xlsx", NO_COLOR="1")
    assert "error: Suppliers!" in plain
    assert "\x1b" not in plain


def test_progress_shows_on_a_terminal_only(here: Path) -> None:
    assert "cost: best" in on_a_terminal(here, "plan", CAVS, "--gap", "0.1")
    assert "best" not in process("plan", CAVS, "--gap", "0.1").err


def test_the_users_workbook_never_changes(here: Path) -> None:
    before = {name: digest(here / name) for name in files(here)}
    modified = (here / TWO).stat().st_mtime_ns
    for words in (*ANSWERS.values(), ["check", TWO, "--errors", "outputs/marked.xlsx"]):
        assert call(*words).code == exits.DONE
    assert {name: digest(here / name) for name in before} == before
    assert (here / TWO).stat().st_mtime_ns == modified


def test_every_output_is_whole_and_nothing_else_is_left(here: Path) -> None:
    before = files(here)
    for words in (*ANSWERS.values(), ["check", TWO, "--errors", "outputs/marked.xlsx"]):
        assert call(*words).code == exits.DONE
    made = {"NEW.xlsx", PLAN, "outputs/judged.xlsx", "outputs/marked.xlsx"}
    assert files(here) == before | made
    for name in made:
        assert openpyxl.load_workbook(name).sheetnames


# check --errors


def test_the_marked_copy_shows_every_complaint_and_its_cells(here: Path) -> None:
    changed(TWO, here / "bad.xlsx", fill("Suppliers", "nation", "Belgium"))
    done = call("check", "bad.xlsx", "--errors", "marked.xlsx")
    assert done.code == exits.FINDINGS
    marked = openpyxl.load_workbook("marked.xlsx")
    red = [cell for row in marked["Suppliers"].iter_rows(min_row=2) for cell in row if cell.comment]
    assert len(red) == 4
    assert all("'Belgium'" in cell.comment.text for cell in red if cell.comment)
    assert len(list(marked["Complaints"].iter_rows())) > 4


def test_a_copy_that_cannot_be_written_hides_no_complaint(here: Path) -> None:
    changed(TWO, here / "bad.xlsx", fill("Suppliers", "nation", "Belgium"))
    done = call("check", "bad.xlsx", "--errors", "nowhere/marked.xlsx")
    assert done.code == exits.NOT_WRITTEN
    assert done.err.count("error: Suppliers!") == 4
    assert "bad.xlsx: 4 error(s)" in done.out


def test_a_book_that_cannot_be_opened_has_no_marked_copy(here: Path) -> None:
    (here / "bad.xlsx").write_text("nothing", encoding="utf-8")
    done = call("check", "bad.xlsx", "--errors", "marked.xlsx")
    assert done.code == exits.FINDINGS
    assert "marked.xlsx was not written: bad.xlsx cannot be opened." in done.err
    assert not (here / "marked.xlsx").exists()


# plan --write-model


@pytest.mark.parametrize(("name", "begins", "has"), [("model.lp", "\\*", "Subject To"), ("m odel.MPS", "*", "ROWS")])
def test_the_optimisation_is_written_as_lp_or_mps(name: str, begins: str, has: str, here: Path) -> None:
    assert call("plan", TWO, "-o", PLAN, "--write-model", name).code == exits.DONE
    text = (here / name).read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert has in text
    for clause in ("supply(", "budget(", "charge("):
        assert clause in text


# models


@pytest.mark.usefixtures("here")
def test_every_model_is_listed_and_explained_with_its_sources() -> None:
    listed = [line.split()[0] for line in call("models").out.splitlines()]
    assert listed == sorted(path.stem for path in (ROOT / "models").glob("*.toml"))
    for name in listed:
        done = call("models", name)
        assert done.code == exits.DONE
        assert done.out.startswith(f"{name}: ")


def test_a_model_of_ones_own_is_taken_by_its_path(here: Path) -> None:
    own = (ROOT / "models" / "best-value.toml").read_text(encoding="utf-8")
    (here / "own.toml").write_text(own, encoding="utf-8")
    assert call("models", "own.toml").code == exits.DONE
    assert call("plan", TWO, "--model", str(here / "own.toml"), "-o", PLAN).code == exits.DONE


@pytest.mark.usefixtures("here")
def test_another_model_than_the_workbooks_gives_another_plan() -> None:
    strict = call("plan", TWO, "-o", "outputs/a.xlsx", "--json").document
    free = call("plan", TWO, "-o", "outputs/b.xlsx", "--json", "--model", "best-value").document
    cost = [sum(n["cost_m"] for n in one["nations"]) for one in (strict, free)]
    assert cost[1] < cost[0]


# evaluate


@pytest.mark.usefixtures("here")
def test_evaluate_lists_every_shortfall_with_what_is_missing_and_its_cell() -> None:
    done = call("evaluate", TWO, "-o", "outputs/judged.xlsx", "--json")
    assert done.code == exits.DONE
    shortfalls = done.document["shortfalls"]
    assert {s["clause"] for s in shortfalls} == {"rule return cap", "rule return floor"}
    for s in shortfalls:
        assert s["missing"] == pytest.approx(abs(s["found"] - s["limit"]))
        assert all("!" in cell for cell in s["cells"])
    plain = call("evaluate", TWO, "-o", "outputs/judged.xlsx")
    assert len([line for line in plain.out.splitlines() if ", must be " in line]) == len(shortfalls)
    rows = [row[0].value for row in openpyxl.load_workbook("outputs/judged.xlsx")["Shortfalls"].iter_rows()]
    assert rows.count("capacity") == sum(s["clause"] == "capacity" for s in shortfalls)


def test_evaluate_refuses_no_deal_that_plan_would_refuse(here: Path) -> None:
    changed(CAVS, here / "odd.xlsx", fill("Rules", "of", "phase Vehicles; package German tooling"))
    done = call("evaluate", "odd.xlsx")
    assert done.code == exits.DONE
    assert "error: Rules!" in done.err
    assert "checks do not hold" in done.out
    assert (here / "outputs/odd-judged.xlsx").is_file()


def test_evaluate_measures_a_deal_that_no_plan_can_keep(here: Path) -> None:
    changed(TWO, here / "poor.xlsx", fill("Budgets", "2027", 0))
    shortfalls = call("evaluate", "poor.xlsx", "--json").document["shortfalls"]
    assert {tuple(s["of"][:1]) for s in shortfalls if s["clause"] == "budget"} == {("BE",), ("NL",)}


def test_what_evaluate_fills_in_is_said(here: Path) -> None:
    problem, _ = read(here / TWO)
    assert problem is not None
    _, notes = typed_plan(Facts(problem))
    said = call("evaluate", TWO, "--json").document["findings"]
    told: list[dict[str, Any]] = json.loads(json.dumps(show.as_records(notes)))
    assert notes
    assert all(record in said for record in told)
