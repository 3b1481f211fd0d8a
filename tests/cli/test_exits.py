"""Every exit code, reached as a user or a failing machine would reach it."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from procure import cbc, rounding, solve
from procure.cli import exits
from procure.solve import Answer, Matrix, Options
from tests.cli.calling import CAVS, EUROFIGHTER, TWO, call, changed, column, digest, environment, files, fill, process

PLAN = "outputs/plan.xlsx"
TRULY = solve.solve


def test_0_a_plan_that_is_proven_and_audited(here: Path) -> None:
    done = call("plan", TWO)
    assert done.code == exits.DONE
    assert "audit passed" in done.out.splitlines()[0]
    assert done.out.splitlines()[-1] == f"written: {Path('outputs/two-nations-plan.xlsx')}"
    assert (here / "outputs/two-nations-plan.xlsx").is_file()


def test_without_a_folder_outputs_the_plan_lands_here(here: Path) -> None:
    (here / "outputs").rmdir()
    assert call("plan", TWO).code == exits.DONE
    assert (here / "two-nations-plan.xlsx").is_file()


@pytest.mark.parametrize(
    "words",
    [
        ["fly"],
        ["plan"],
        ["plan", TWO, "--fast"],
        ["plan", TWO, "--gap", "much"],
        ["plan", TWO, "--gap", "-1"],
        ["plan", TWO, "--time-limit", "0"],
        ["plan", TWO, "--threads", "0"],
        ["plan", TWO, "--solver", "guess"],
        ["plan", TWO, "-o", "plan.csv"],
        ["plan", TWO, "--write-model", TWO],
        ["evaluate", TWO, "-o", "judged"],
        ["template", "NEW.xlsx", "--kind", "submarine"],
    ],
    ids=" ".join,
)
def test_2_a_wrong_command_line(words: list[str], here: Path) -> None:
    before = {name: digest(here / name) for name in files(here)}
    done = call(*words)
    assert done.code == exits.USAGE
    assert done.out == ""
    assert "Error: " in done.err
    assert {name: digest(here / name) for name in files(here)} == before


@pytest.mark.usefixtures("here")
def test_2_cbc_where_there_is_none_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cbc, "available", lambda: False)
    done = call("plan", TWO, "--solver", "cbc")
    assert done.code == exits.USAGE
    assert "no CBC is installed" in done.err
    assert "leave --solver out" in done.err


def test_cbc_plans_where_there_is_one(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def stand_in(matrix: Matrix, options: Options, *more: Any) -> Answer:
        asked.append(len(matrix.cost))
        return TRULY(matrix, options, *more)

    monkeypatch.setattr(cbc, "available", lambda: True)
    monkeypatch.setattr(cbc, "solve", stand_in)
    assert call("plan", TWO, "--solver", "cbc", "-o", PLAN).code == exits.DONE
    assert asked
    assert (here / PLAN).is_file()


@pytest.mark.parametrize("command", ["check", "plan", "evaluate"])
def test_3_a_workbook_with_errors(command: str, here: Path) -> None:
    changed(TWO, here / "bad.xlsx", fill("Suppliers", "nation", "Belgium"))
    done = call(command, "bad.xlsx")
    assert done.code == exits.FINDINGS
    assert done.err.count("error: Suppliers!") == 4
    assert files(here / "outputs") == set()


@pytest.mark.parametrize("command", ["check", "plan"])
def test_3_a_rule_that_cannot_be_written_as_rows(command: str, here: Path) -> None:
    changed(CAVS, here / "bad.xlsx", fill("Rules", "of", "phase Vehicles; package German tooling"))
    done = call(command, "bad.xlsx")
    assert done.code == exits.FINDINGS
    assert "error: Rules!" in done.err
    assert files(here / "outputs") == set()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("words", [["audit", TWO], ["models", "utopia"], ["check", TWO, "--model", "utopia"]])
def test_3_what_is_asked_for_is_not_there(words: list[str]) -> None:
    done = call(*words)
    assert done.code == exits.FINDINGS
    assert done.err


def test_4_no_plan_keeps_all_rows(here: Path) -> None:
    changed(TWO, here / "poor.xlsx", fill("Budgets", "2027", 0))
    done = call("plan", "poor.xlsx", "-o", PLAN)
    assert done.code == exits.NO_FEASIBLE_PLAN, done.err
    assert done.out.startswith("No plan can keep all rows of this workbook.")
    assert files(here / "outputs") == set()


def test_4_check_names_the_rows_that_leave_no_plan(here: Path) -> None:
    changed(TWO, here / "poor.xlsx", fill("Budgets", "2027", 1))
    for year in range(2028, 2034):
        changed(here / "poor.xlsx", here / "poor.xlsx", fill("Budgets", str(year), 1))
    done = call("check", "poor.xlsx")
    assert done.code == exits.NO_FEASIBLE_PLAN
    assert "error: Budgets!" in done.err
    assert "and its budgets are" in done.err
    document = call("check", "poor.xlsx", "--json").document
    assert document["ok"] is False
    assert document["errors"] == sum(f["rule"] == "budget too low" for f in document["findings"]) > 0


def answering(change: Callable[[Answer], Answer]) -> Callable[..., Answer]:
    """A solver whose answers are the true ones, changed."""

    def stand_in(*asked: Any) -> Answer:
        return change(TRULY(*asked))

    return stand_in


def test_5_a_plan_with_a_larger_gap_than_asked(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worse = answering(lambda a: replace(a, state=solve.GAP, bound=None if a.bound is None else a.bound - 50))
    monkeypatch.setattr(solve, "solve", worse)
    done = call("plan", TWO, "-o", PLAN)
    assert done.code == exits.GAP
    assert "gap 50.00 M" in done.out
    assert (here / PLAN).is_file()


def test_6_no_plan_in_time(here: Path) -> None:
    done = call("plan", EUROFIGHTER, "-o", PLAN, "--time-limit", "0.1")
    assert done.code == exits.NO_PLAN_IN_TIME
    assert "does not mean there is none" in done.out
    assert files(here / "outputs") == set()


WRITERS = [["plan", TWO, "-o"], ["evaluate", TWO, "-o"], ["check", TWO, "--errors"], ["plan", TWO, "--write-model"]]


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_7_a_folder_that_is_not_there_and_a_folder_in_place_of_a_file(words: list[str], here: Path) -> None:
    ending = ".lp" if "--write-model" in words else ".xlsx"
    (here / f"folder{ending}").mkdir()
    before = files(here)
    for target in (f"nowhere/answer{ending}", f"folder{ending}"):
        done = call(*words, target)
        assert done.code == exits.NOT_WRITTEN
        assert f"{target} was not written" in done.err
    assert files(here) == before


@pytest.mark.parametrize("words", WRITERS[:3], ids=" ".join)
def test_7_the_input_is_no_output_by_whatever_name(words: list[str], here: Path) -> None:
    os.link(TWO, "linked.xlsx")
    (here / "pointed.xlsx").symlink_to(here / TWO)
    before = digest(TWO)
    for target in (TWO, "inputs/../" + TWO, "linked.xlsx", "pointed.xlsx"):
        done = call(*words, target)
        assert done.code == exits.NOT_WRITTEN
        assert f"{Path(target)} is an input of this command" in done.err
    assert digest(TWO) == before


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_7_a_target_that_another_program_holds_stays_as_it_was(
    words: list[str], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    target = here / "outputs" / ("held.lp" if "--write-model" in words else "held.xlsx")
    target.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "replace", held)
    done = call(*words, str(target))
    assert done.code == exits.NOT_WRITTEN
    assert "close it in other programs" in done.err
    assert target.read_text(encoding="utf-8") == "old"
    assert files(here / "outputs") == {target.name}


def test_7_a_template_does_not_replace_a_workbook_unasked(here: Path) -> None:
    (here / "NEW.xlsx").write_text("old", encoding="utf-8")
    words = ["template", "NEW.xlsx", "--kind", "ship", "--nations", "IT 8, ES 6, FR 6"]
    assert call(*words).code == exits.NOT_WRITTEN
    assert (here / "NEW.xlsx").read_text(encoding="utf-8") == "old"
    assert call(*words, "--force").code == exits.DONE
    assert call("check", "NEW.xlsx").code == exits.DONE


def moved(a: Answer, by: float) -> Answer:
    return a if a.values is None else replace(a, values=a.values + by)


LIES: dict[str, Callable[..., Answer]] = {
    "a point that keeps no row": answering(lambda a: moved(a, 0.3)),
    "whole columns at halves": answering(lambda a: moved(a, 0.49)),
    "no numbers": answering(lambda a: moved(a, np.nan)),
    "a bound above its own plan": answering(lambda a: replace(a, bound=(a.objective or 0) + 1000)),
    "no least value": answering(lambda a: replace(a, state=solve.UNBOUNDED, values=None)),
    "an answer that is none": answering(lambda a: replace(a, state=solve.REJECTED, values=None)),
}


@pytest.mark.parametrize("lie", LIES)
def test_8_a_solver_that_lies_is_not_believed(lie: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve, "solve", LIES[lie])
    done = call("plan", TWO, "-o", PLAN)
    assert done.code == exits.DISAGREE, done.err
    assert done.out
    assert files(here / "outputs") == set()


def test_a_solver_that_once_says_infeasible_though_it_is_not_is_asked_again(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def stand_in(*words: Any) -> Answer:
        asked.append(1)
        answer = TRULY(*words)
        return replace(answer, state=solve.INFEASIBLE, values=None) if len(asked) == 1 else answer

    monkeypatch.setattr(solve, "solve", stand_in)
    done = call("plan", TWO, "-o", PLAN)
    assert done.code in (exits.DONE, exits.DISAGREE)
    assert ((here / PLAN).is_file()) == (done.code == exits.DONE)


def test_8_a_plan_that_the_audit_does_not_pass_is_not_written(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    truly = rounding.plan_values

    def spoiled(*asked: Any) -> Any:
        values = truly(*asked)
        key, amount = next(iter(values["pay"].items()))
        return {**values, "pay": {**values["pay"], key: amount + 1}}

    monkeypatch.setattr(rounding, "plan_values", spoiled)
    done = call("plan", TWO, "-o", PLAN)
    assert done.code == exits.DISAGREE
    assert "error: " in done.err
    assert "nothing is written" in done.err
    assert files(here / "outputs") == set()


def test_70_a_defect_is_said_and_not_thrown_at_the_user(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(*_: Any) -> None:
        raise ZeroDivisionError("float division by zero")

    monkeypatch.setattr(rounding, "plan_values", defect)
    done = call("plan", TWO)
    assert done.code == exits.INTERNAL
    assert "internal error: ZeroDivisionError: float division by zero" in done.err
    assert "Traceback" not in done.err
    assert files(here / "outputs") == set()
    monkeypatch.setenv("PROCURE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        call("plan", TWO)


def interrupted(here: Path, ready: Callable[[str], bool]) -> tuple[int, str, float]:
    """Exit code, what was said, and seconds until the end, of planning the large example on a terminal: Ctrl-C is
    pressed as soon as what was said so far is `ready`."""
    private = here.parent / "private"
    private.mkdir()
    screen, terminal = pty.openpty()
    command = [sys.executable, "-m", "procure", "plan", EUROFIGHTER, "-o", PLAN, "--write-model", "outputs/model.lp"]
    variables = environment(TMPDIR=str(private))
    planning = subprocess.Popen(command, cwd=here, env=variables, stdout=subprocess.DEVNULL, stderr=terminal)
    os.close(terminal)
    said, pressed = "", 0.0
    with contextlib.suppress(OSError):  # a terminal that nobody writes to any more
        while some := os.read(screen, 4096):
            said += some.decode()
            if not pressed and ready(said):
                planning.send_signal(signal.SIGINT)
                pressed = time.monotonic()
    os.close(screen)
    code = planning.wait(60)
    assert pressed, said
    assert files(private) == set()
    return code, said, time.monotonic() - pressed


def test_130_ctrl_c_while_solving_keeps_the_best_plan_so_far_and_leaves_nothing_behind(here: Path) -> None:
    before = files(here)
    code, said, _ = interrupted(here, lambda said: "cost: best" in said)
    assert code == exits.INTERRUPTED, said
    assert "Traceback" not in said
    assert files(here) == before | {PLAN, "outputs/model.lp"}
    assert call("audit", PLAN).code == exits.DONE


def test_130_ctrl_c_before_there_is_a_plan_writes_none(here: Path) -> None:
    before = files(here)
    code, said, seconds = interrupted(here, lambda said: "lateness: " in said)
    assert code == exits.INTERRUPTED, said
    assert "Traceback" not in said
    assert files(here) - {PLAN} == before | {"outputs/model.lp"}
    assert seconds < 10


def test_a_reader_who_goes_away_is_no_failure(here: Path) -> None:
    words = f'"{sys.executable}" -m procure models juste-retour | true; exit ${{PIPESTATUS[0]}}'
    bash = ["bash", "-c", words]
    done = subprocess.run(bash, cwd=here, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == exits.DONE, done.stderr
    assert "Traceback" not in done.stderr


def test_names_that_the_terminal_cannot_show_do_no_harm(here: Path) -> None:
    def rename(book: Any) -> None:
        letter = column(book, "Suppliers", "supplier")
        book["Suppliers"][f"{letter}2"] = "Zbrojovka Žižkov ⚙"

    changed(TWO, here / "žito.xlsx", rename)
    for words in (["evaluate", "žito.xlsx"], ["plan", "žito.xlsx"], ["check", "žito.xlsx", "--json"]):
        done = process(*words, PYTHONIOENCODING="ascii")
        assert done.code != exits.INTERNAL, done.err
        assert "Traceback" not in done.err


def test_7_a_plan_whose_target_is_held_is_kept_beside_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, replace = here / "outputs" / "held.xlsx", os.replace
    target.write_text("old", encoding="utf-8")

    def held(source: Any, to: Any) -> None:
        if Path(to).name == target.name:
            raise PermissionError(13, "Permission denied")
        replace(source, to)

    monkeypatch.setattr(os, "replace", held)
    done = call("plan", TWO, "-o", str(target))
    assert done.code == exits.NOT_WRITTEN
    kept = [path for path in (here / "outputs").iterdir() if path.name.startswith("held-")]
    assert len(kept) == 1
    assert f"What was made is kept in {kept[0]}" in done.err
    assert target.read_text(encoding="utf-8") == "old"
