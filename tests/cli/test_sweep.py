"""procure sweep: many scenarios in one table, kept, taken up again; what cannot be begun is said."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from procure.cli import exits
from procure.cli.pace import duration, line
from procure.sweep import cluster
from procure.sweep.case import Result, Told
from procure.sweep.tables import table
from tests.cli.calling import TWO, call, digest, files

NOWHERE = "tcp://127.0.0.1:1"  # a port where nobody listens
VARIED = ("--vary", "Budgets[NL,2027] *= 0,1", "--vary", "price +0 %,+5 %")


def test_every_combination_is_planned_and_a_sweep_taken_up_again_plans_the_rest(here: Path) -> None:
    done = call("sweep", TWO, *VARIED, "--jobs", "1")
    assert done.code == exits.SWEEP, done.err  # without its money of 2027 NL has no plan
    lines = done.out.splitlines()
    assert lines[0].startswith("scenario  ")
    assert " ".join(lines[0].split()) == "scenario state cost more than the base bound gap inputs' hash why"
    assert [said.split("  ")[0] for said in lines[1:6]] == [
        "base", "Budgets[NL, 2027] *= 0; price +0 %", "Budgets[NL, 2027] *= 0; price +5 %",
        "Budgets[NL, 2027] *= 1; price +0 %", "Budgets[NL, 2027] *= 1; price +5 %",
    ]  # fmt: skip
    assert [("infeasible" in said, "proven" in said) for said in lines[1:6]] == [
        (False, True), (True, False), (True, False), (False, True), (False, True)
    ]  # fmt: skip
    assert len(files(here / "outputs" / "two-nations-sweep")) == 5
    written = digest("outputs/two-nations-sweep.xlsx")
    document = call("sweep", TWO, *VARIED, "price +1 %", "--resume", "--json").document
    (new,) = [one for one in document["scenarios"] if one["name"] == "price +1 %"]
    base = document["scenarios"][0]
    assert base["cost"] < new["cost"] < document["scenarios"][-1]["cost"]
    assert sum(base["borne"].values()) == pytest.approx(base["cost"])
    assert 0 <= base["gap"] == base["cost"] - base["bound"]
    assert len(files(here / "outputs" / "two-nations-sweep")) == 6
    again = call("sweep", TWO, *VARIED, "--resume", "--jobs", "2")
    assert (again.code, again.out) == (done.code, done.out)
    assert digest("outputs/two-nations-sweep.xlsx") == written
    sheet = openpyxl.load_workbook("outputs/two-nations-sweep.xlsx")["Sweep"]
    assert {base["key"], "infeasible"} <= {cell.value for row in sheet.iter_rows() for cell in row}


def test_a_sweep_without_a_scenario_and_values_that_are_none_are_refused(here: Path) -> None:
    none = call("sweep", TWO)
    assert (none.code, none.out) == (exits.FINDINGS, "")
    assert "expected a scenario, found none" in none.err
    wrong = call("sweep", TWO, "--vary", "prise +0 %,+5 %", "--json")
    assert wrong.code == exits.FINDINGS
    assert wrong.document["state"] == "input refused"
    assert files(here / "outputs") == set()


def test_a_scheduler_that_is_not_there_is_one_line_and_a_store_that_is_a_file_another(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 0.3)
    for command in ("sweep", "coalition"):
        words = ("price +5 %",) if command == "sweep" else ()
        done = call(command, TWO, *words, "--scheduler", NOWHERE, "--store", "kept")
        assert (done.code, done.out) == (exits.USAGE, "")
        assert done.err.count("\n") == 1
        assert f"no scheduler answers at {NOWHERE}" in done.err
    file = call("sweep", TWO, "price +5 %", "--store", TWO)
    assert (file.code, file.err.count("\n")) == (exits.NOT_WRITTEN, 1)
    lost = call("coalition", TWO, "--resume")
    assert lost.code == exits.USAGE
    assert "--resume needs --store" in lost.err
    assert files(here / "outputs") == set()


def test_scenarios_whose_inputs_have_errors_stand_in_the_table(here: Path) -> None:
    done = call("sweep", TWO, "--set", "Programme[discount rate] = -400 %", "--jobs", "1")
    assert done.code == exits.SWEEP
    refused = done.out.splitlines()[2]
    assert "inputs refused" in refused
    assert "Programme!B8 discount rate" in refused


def test_progress_says_rate_and_time_left() -> None:
    now = Told(30, 50, 10, 40.0, Result("price +5 %", "", "proven"))
    assert line(now) == "[############........] 30/50 (10 from the store), 0.5 a second, 40 s left: price +5 %"
    assert line(Told(0, 4, 0, 0.0)) == "[....................] 0/4"
    assert [duration(seconds) for seconds in (45, 720, 12600)] == ["45 s", "12 min", "3.5 h"]


def test_a_table_of_results_has_a_column_for_each_nation() -> None:
    results = [
        Result("base", "k", "proven", 10.0, 9.5, {"late": "0", "borne": {"BE": "5/2", "NL": "15/2"}}),
        Result("poor", "l", "infeasible", why="no plan can keep all rows"),
    ]
    found = table(results, ["BE", "NL"])
    assert [[str(value) for value in row] for row in found.rows] == [
        ["base", "proven", "10.00", "0.00", "9.50", "0.50", "0", "2.50", "7.50", "k", ""],
        ["poor", "infeasible", *["None"] * 7, "l", "no plan can keep all rows"],
    ]
    assert len(found.columns) == len(found.rows[0])
