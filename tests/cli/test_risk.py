"""procure risk as a user calls it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from procure.cli import exits
from procure.verbs import read
from tests.cli.calling import ROOT, call

TWO = str(ROOT / "inputs" / "two-nations.xlsx")
HEADER = ["sheet", "row", "column", "distribution", "parameters", "group", "correlation"]
PRICES = "Packages[*, value] *= PERT(0.95; 1; 1.5)"


def book(folder: Path, *rows: list[object]) -> str:
    """Two nations, with a sheet Uncertainty of these rows."""
    found, to = openpyxl.load_workbook(TWO), folder / "uncertain.xlsx"
    sheet = found.create_sheet("Uncertainty")
    for row in (HEADER, *rows):
        sheet.append(row)
    found.save(to)
    return str(to)


def test_a_workbook_without_anything_uncertain_is_told_what_is_missing(tmp_path: Path) -> None:
    done = call("risk", TWO, "-o", str(tmp_path / "r.xlsx"))
    assert done.code == exits.FINDINGS
    assert "Uncertainty: expected rows in the sheet Uncertainty, found none." in done.err
    assert not (tmp_path / "r.xlsx").exists()


def test_impossible_parameters_and_unknown_cells_are_told_at_their_cells_in_one_pass(tmp_path: Path) -> None:
    rows = (["Packages", "Hull", "value", "PERT", "2; 1; 3"], ["Budgets", "BE", "2028", "normal", "1; -1"])
    done = call("risk", book(tmp_path, *rows))
    assert done.code == exits.FINDINGS
    assert "Uncertainty!E2 parameters: expected lowest <= likeliest <= highest" in done.err
    assert "Uncertainty!E3 parameters: expected a standard deviation above 0, found -1" in done.err
    rows = (["Packages", "Hul", "value", "uniform", "1; 2"], ["Budgets", "BE", "2048", "uniform", "1; 2"])
    for command in ("risk", "check"):
        done = call(command, book(tmp_path, *rows))
        assert done.code == exits.FINDINGS
        assert "Uncertainty!B2 row: expected a row of Packages for 'Hul', found none." in done.err
        assert "Uncertainty!B3 row: expected a filled in period of Budgets for '2048', found none." in done.err


def test_the_same_seed_gives_the_same_workbook_and_words_whatever_the_number_of_processes(tmp_path: Path) -> None:
    uncertain = book(
        tmp_path, ["Packages", "Hull", "value", "PERT", "0.9; 1; 1.6", "growth", 0.7],
        ["Packages", "Turret", "value", "lognormal", "1.1; 0.2", "growth"],
        ["Budgets", "BE", "*", "triangular", "0.8; 1; 1"],
    )  # fmt: skip
    said = []
    for jobs in ("1", "2"):
        to = tmp_path / f"{jobs}.xlsx"
        done = call("risk", uncertain, "--draws", "12", "--seed", "3", "--jobs", jobs, "-o", str(to), "--json")
        assert done.code == exits.DONE, done.err
        said.append(done.document | {"output": ""})
    assert said[0] == said[1]
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()
    assert said[0]["holds"]["draws"] == 12
    assert [*openpyxl.load_workbook(tmp_path / "1.xlsx").sheetnames] == ["Risk", "Limits", "Draws"]


def test_a_plan_carries_the_sheet_and_is_held_as_it_is(tmp_path: Path) -> None:
    uncertain, plan = book(tmp_path, ["Packages", "*", "value", "uniform", "0.9; 1.1"]), str(tmp_path / "plan.xlsx")
    assert call("plan", uncertain, "-o", plan).code == exits.DONE
    assert read(plan).uncertain[0].parameters == "0.9; 1.1"
    done = call("risk", uncertain, "--from", plan, "--draws", "4", "--jobs", "1", "-o", str(tmp_path / "r.xlsx"))
    assert done.code == exits.DONE, done.err
    assert "The plan holds in" in done.out
    other = call("risk", TWO, "--uncertain", PRICES, "--from", str(tmp_path / "none.xlsx"))
    assert other.code == exits.FINDINGS


@pytest.mark.parametrize(("words", "code", "said"), [
    (("--uncertain", "Packages[Hull, value] *= PERT(1; 2)"), exits.FINDINGS, "lowest; likeliest; highest"),
    (("--uncertain", PRICES, "--resume"), exits.USAGE, "--store"),
    (("--uncertain", PRICES, "--draws", "0"), exits.USAGE, "--draws"),
])  # fmt: skip
def test_what_cannot_be_asked_is_told_in_a_line(words: tuple[str, ...], code: int, said: str) -> None:
    done = call("risk", TWO, *words)
    assert done.code == code
    assert said in done.err
    assert "Traceback" not in done.err
