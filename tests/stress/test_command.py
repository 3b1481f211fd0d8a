"""`procure stress` as it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from procure import solve
from procure.cli import exits
from procure.problem import Problem
from procure.stress import found as found_module
from procure.stress.losses import NATION, SUPPLIER
from tests import in_process
from tests.cli.calling import call
from tests.stress.test_losses import sole
from tests.whatif.tiny import programme
from tests.workbook import books


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_module, "run", in_process.run)


def written(problem: Problem, to: Path) -> Path:
    from procure.workbook import inputs

    return books.write({name: [header, *rows] for name, (header, rows) in inputs.tables(problem).items()}, to)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return written(programme(), tmp_path / "tiny.xlsx")


def test_the_command_tells_the_worst_first_and_writes_a_workbook(book: Path, tmp_path: Path) -> None:
    to = tmp_path / "losses.xlsx"
    words = ("stress", str(book), "--jobs", "1", "--gap", "0")
    done = call(*words, "-o", str(to))
    assert done.code == exits.DONE, done.err
    assert "Worst of those that leave one is" in done.out
    assert f"written: {to}" in done.out
    document = call(*words, "--only", "suppliers", "-o", str(to), "--json").document
    assert {entry["kind"] for entry in document["losses"]} == {SUPPLIER}
    assert (document["losses"][0]["lost"], document["losses"][0]["state"]) == ("Arsenal", solve.PROVEN)


def test_a_plan_can_be_stressed_from_a_period_on(book: Path, tmp_path: Path) -> None:
    plan, to = tmp_path / "plan.xlsx", tmp_path / "losses.xlsx"
    assert call("plan", str(book), "-o", str(plan)).code == exits.DONE
    document = call("stress", str(plan), "--from", "2029", "--jobs", "1", "-o", str(to), "--json").document
    assert document["from"] == "2029"
    assert {entry["kind"] for entry in document["losses"]} == {SUPPLIER, NATION}


def test_why_names_the_rows_that_leave_no_plan(tmp_path: Path) -> None:
    book = written(sole(), tmp_path / "sole.xlsx")
    told = call("stress", str(book), "--only", "suppliers", "--why", "--jobs", "1", "-o", str(tmp_path / "x.xlsx"))
    assert told.code == exits.DONE, told.err
    assert "Without the supplier Arsenal:" in told.out
    assert "gun is given to FR" in told.out


def test_the_command_refuses_what_is_no_period_and_what_cannot_be_written(book: Path, tmp_path: Path) -> None:
    done = call("stress", str(book), "--from", "1999", "-o", str(tmp_path / "x.xlsx"))
    assert done.code == exits.FINDINGS
    assert "found '1999'" in done.err
    assert call("stress", str(book), "--only", "towns").code == exits.USAGE
    assert call("stress", str(tmp_path / "none.xlsx")).code == exits.FINDINGS
    assert call("stress", str(book), "-o", str(book)).code == exits.NOT_WRITTEN


