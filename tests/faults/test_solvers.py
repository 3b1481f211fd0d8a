"""A solver that is not there, breaks, hangs or dies: one line, a documented exit code, the old file."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from procure import cbc, solve
from procure.cli import exits
from procure.solve import INFEASIBLE, NO_PLAN, REJECTED, Matrix, Options
from tests.cli.calling import TWO, call, files
from tests.faults import forked
from tests.faults.commands import WRITERS
from tests.test_solve import knapsack

OLD = "outputs/old.xlsx"


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("name", ["plan", "find", "frontier"])
def test_without_highs_the_way_out_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    done = call(*WRITERS[name].line(OLD))
    assert done.code in (exits.USAGE, exits.SWEEP, exits.NO_PLAN_IN_TIME), done.err
    assert "install highspy" in done.out + done.err
    assert "Traceback" not in done.err
    assert not Path(OLD).exists()


@pytest.mark.usefixtures("room")
def test_a_highs_that_raises_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def raising(*_: Any) -> None:
        raise RuntimeError("std::exception")

    Path(OLD).write_text("old", encoding="utf-8")
    monkeypatch.setattr(solve, "_run", raising)
    done = call("plan", TWO, "-o", OLD)
    assert done.code == exits.INTERNAL
    assert "internal error: RuntimeError: std::exception" in done.err
    assert "Traceback" not in done.err
    assert Path(OLD).read_text(encoding="utf-8") == "old"


def test_a_highs_that_takes_the_process_with_it_leaves_the_old_file(room: Path) -> None:
    def dying(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGSEGV)

    Path(OLD).write_text("old", encoding="utf-8")
    code, _ = forked.run(room / "said", ["plan", TWO, "-o", OLD], lambda: setattr(solve, "solve", dying))
    assert code == -signal.SIGSEGV
    assert Path(OLD).read_text(encoding="utf-8") == "old"
    assert files(Path("outputs")) == {"old.xlsx"}


def script(line: str) -> Callable[..., list[str]]:
    """In place of CBC's command line: a line of sh."""
    return lambda *_: ["sh", "-c", line]


CBC_FAULTS = {
    "it crashes": ("exit 3", REJECTED),
    "it is killed": ("kill -9 $$", REJECTED),
    "it says nothing": ("true", REJECTED),
    "it writes no solution": ("echo 'Result - Optimal solution found'", "no numbers"),
    "its solution is no solution": (
        "echo 'Result - Optimal solution found'; echo 'Optimal\n a b c' > solution", "no numbers"
    ),
    "it says infeasible": ("echo 'Result - Problem proven infeasible'", INFEASIBLE),
    "it hangs": ("exec sleep 60", NO_PLAN),
}  # fmt: skip


@pytest.mark.parametrize("fault", CBC_FAULTS)
def test_a_cbc_that_fails_gives_an_answer_that_nobody_believes(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    line, state = CBC_FAULTS[fault]
    monkeypatch.setattr(cbc, "_words", script(line))
    monkeypatch.setattr(cbc, "GRACE", 0.2)
    began = time.monotonic()
    answer = cbc.solve(knapsack(5), Options(time_limit=0.1))
    assert time.monotonic() - began < 10
    if state == "no numbers":
        assert answer.values is not None
        assert knapsack(5).violation(answer.values) > 1
    else:
        assert (answer.state, answer.values) == (state, None)


def test_a_temporary_folder_with_blanks_in_its_name_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "meine Dateien ü").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "meine Dateien ü"))
    problem: Matrix = knapsack(8)
    one, other = cbc.solve(problem, Options()), solve.solve(problem, Options())
    assert one.objective == pytest.approx(other.objective, rel=1e-3)


@pytest.mark.usefixtures("room")
def test_a_cbc_that_crashes_is_a_contradiction_of_the_solver_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cbc, "_words", script("exit 3"))
    done = call("plan", TWO, "-o", OLD, "--solver", "cbc")
    assert done.code == exits.DISAGREE
    assert "The solver's answer was not believed" in done.out
    assert not Path(OLD).exists()
