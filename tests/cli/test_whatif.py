"""procure whatif and compare: scenarios planned and compared, lists, findings and exit codes."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from procure.cli import exits
from procure.cli.compare import names
from procure.whatif import solving
from procure.whatif.operations import OPERATIONS
from procure.whatif.scenarios import Resolved
from tests.cli.calling import CAVS, TWO, call, changed, digest, environment

HEADER = ["scenario", "parent", "do", "sheet", "row", "column", "operation", "value"]
DEARER = ["dearer", None, "price +5 %", None, None, None, None, None]
FEWER = ["fewer", "dearer", "cut NL 20 %", None, None, None, None, None]
POOR = ["poor", None, None, "Budgets", "NL", "2027", "set", 0]


def with_changes(here: Path, *rows: Sequence[Any]) -> str:
    """A copy of the two nations with a sheet Changes."""

    def add(book: Workbook) -> None:
        if "Changes" in book.sheetnames:
            del book["Changes"]
        sheet = book.create_sheet("Changes")
        for row in [HEADER, *rows]:
            sheet.append(list(row))

    return str(changed(TWO, here / "changed.xlsx", add))


def test_every_scenario_of_changes_is_planned_and_compared_and_one_that_fails_stops_no_other(here: Path) -> None:
    book = with_changes(here, DEARER, FEWER, POOR)
    done = call("whatif", book, "--plans", "plans", "--jobs", "2")
    assert done.code == exits.SWEEP, done.err
    lines = done.out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["base", "dearer", "fewer", "poor", "written"]
    assert "costs the programme" in lines[1]
    assert "saves the programme" in lines[2]
    assert "NL gets 4 Vehicle fewer" in lines[2]
    assert lines[3] == "poor: There is no plan: no plan can keep all rows."
    assert {path.name for path in (here / "plans").iterdir()} == {"base.xlsx", "dearer.xlsx", "fewer.xlsx"}
    assert call("audit", "plans/fewer.xlsx").code == exits.DONE
    written = openpyxl.load_workbook(here / "outputs" / "changed-whatif.xlsx")
    assert len(written["Charts"]._charts) == 3
    assert "poor" in {cell.value for cell in written["Scenarios"]["A"]}
    again = call("compare", "plans/base.xlsx", "plans/dearer.xlsx", "--json")
    assert again.code == exits.DONE
    assert " ".join(again.document["cases"][1]["words"]) == lines[1].removeprefix("dearer: ")
    assert (here / "outputs" / "base-compared.xlsx").is_file()


def test_the_base_can_be_taken_from_its_plan_and_is_planned_again_where_the_inputs_differ(here: Path) -> None:
    assert call("plan", TWO, "-o", "plan.xlsx").code == exits.DONE
    before = digest("plan.xlsx")
    done = call("whatif", TWO, "price +5 %", "--from", "plan.xlsx", "--plans", "plans", "--jobs", "1")
    assert (done.code, done.err) == (exits.DONE, "")
    assert call("compare", "plan.xlsx", "plans/base.xlsx", "--json").document["cases"][1]["difference_m"] == 0
    assert digest("plan.xlsx") == before
    other = call("whatif", with_changes(here, DEARER), "--from", "plans/price-5.xlsx", "--jobs", "1")
    assert other.code == exits.DONE
    assert "is a plan of other inputs" in other.err


def test_no_file_that_was_read_or_written_is_replaced(here: Path) -> None:
    assert call("plan", TWO, "-o", "plan.xlsx").code == exits.DONE
    before = digest("plan.xlsx")
    done = call("whatif", TWO, "price +5 %", "--from", "plan.xlsx", "-o", "plan.xlsx")
    assert (done.code, "is an input of this command" in done.err) == (exits.NOT_WRITTEN, True)
    assert digest("plan.xlsx") == before
    Path("plan.xlsx").rename("base.xlsx")
    done = call("whatif", TWO, "price +5 %", "--from", "base.xlsx", "--plans", ".", "-o", "price-5.xlsx", "--jobs", "1")
    assert done.code == exits.DONE, done.err
    assert digest("base.xlsx") == before
    assert "Scenarios" in openpyxl.load_workbook("price-5.xlsx").sheetnames
    assert call("audit", "base-2.xlsx").code == call("audit", "price-5-2.xlsx").code == exits.DONE


@pytest.mark.parametrize("command", [("whatif", TWO, "price +5 %"), ("frontier", TWO, "--trade", "cost:imbalance")])
def test_a_file_in_the_place_of_the_folder_for_plans_is_named(command: tuple[str, ...], here: Path) -> None:
    Path("plans").write_text("mine")
    done = call(*command, "--plans", "plans")
    assert done.code == exits.NOT_WRITTEN
    assert done.err == "plans was not made: it is a file; give the name of a folder.\n"


def test_sentences_and_edits_are_scenarios_of_their_own_or_one_together(here: Path) -> None:
    words = ("price +5 %", "--set", "Packages[Design, value] *= 2", "--list", "--json")
    apart = call("whatif", TWO, *words).document["scenarios"]
    assert [(one["name"], len(one["steps"])) for one in apart] == [
        ("price +5 %", 1), ("Packages[Design, value] *= 2", 1),
    ]  # fmt: skip
    (design,) = apart[1]["differences"]
    assert (design["row"], design["base"], design["scenario"]) == ("Design", 36, 72)
    (both,) = call("whatif", TWO, *words, "--together").document["scenarios"]
    assert both["steps"] == ["price +5 %", "Packages[Design, value] *= 2"]
    assert {d["row"]: d["scenario"] for d in both["differences"]}["Design"] == pytest.approx(75.6)


def test_scenarios_are_composed_from_left_to_right(here: Path) -> None:
    book = with_changes(here, DEARER, FEWER, POOR)
    done = call("whatif", book, "--scenario", "poor, dearer", "--list")
    assert done.code == exits.DONE, done.err
    assert done.out.startswith("poor, dearer:\n")
    assert "  Budgets[NL, , cash] 2027: 30 -> 0\n" in done.out
    assert "  Packages[Design] value: 36 -> 37.8\n" in done.out
    assert not list((here / "outputs").iterdir())


def test_a_list_names_what_is_wrong_with_a_scenario_at_its_cell(here: Path) -> None:
    book = with_changes(here, DEARER, ["odd", None, None, "Nations", "NL", "gdp", "set", "rich"])
    done = call("whatif", book, "--list")
    assert done.code == exits.FINDINGS
    assert "dearer:\n" in done.out
    assert "gdp" in done.err


WRONG = {
    "its own ancestor": ([["a", "b", "price +5 %"], ["b", "a", "price +5 %"]], "Changes!B2 parent"),
    "an unknown column": ([["a", None, None, "Nations", "NL", "gpd", "set", 1]], "Changes!F2 column: expected"),
    "two of one name": ([DEARER, POOR, DEARER], "Changes!A4 scenario"),
    "an unknown operation": ([["a", None, "fly to the moon"]], "expected a named operation"),
}


@pytest.mark.parametrize(("rows", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_changes_is_a_finding_of_whatif_and_of_check(
    rows: list[list[Any]], said: str, here: Path
) -> None:
    book = with_changes(here, *([*row, *[None] * (len(HEADER) - len(row))] for row in rows))
    for command in (("whatif", book), ("whatif", book, "price +5 %"), ("check", book)):
        done = call(*command)
        assert (done.code, "Traceback" in done.err) == (exits.FINDINGS, False)
        assert said in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fly to the moon",), "expected a named operation"),
        (("--set", "Budgets NL 2027 = 3"), "expected a change like"),
        (("--set", "Nations[NL, gpd] = 3"), "expected a column of Nations"),
        (("--scenario", "cut"), "expected a scenario of the sheet Changes"),
        ((), "expected a scenario, found none"),
        (("",), "expected a scenario, found an empty one"),
        (("price +5 %", " ; "), "expected a scenario, found an empty one"),
        (("--scenario", " , "), "expected a scenario, found an empty one"),
        (("--set", "Budgets[NL, 2028] *= 0.9", "--scenario", ""), "expected a scenario, found an empty one"),
    ],
)
def test_what_is_no_scenario_is_refused_before_anything_is_planned(
    words: tuple[str, ...], said: str, here: Path
) -> None:
    done = call("whatif", TWO, *words)
    assert done.code == exits.FINDINGS
    assert said in done.err
    assert call("whatif", TWO, *words, "--json").document["state"] == "input refused"
    assert not list((here / "outputs").iterdir())


def test_a_scenario_whose_value_is_of_the_wrong_type_is_no_plan_and_the_others_are_planned(here: Path) -> None:
    done = call("whatif", TWO, "--set", "Nations[NL, gdp] = rich", "price +5 %", "--jobs", "1", "--json")
    assert done.code == exits.SWEEP
    states = {one["name"]: one["state"] for one in done.document["cases"]}
    assert states == {"base": "proven", "price +5 %": "proven", "Nations[NL, gdp] = rich": "inputs refused"}
    assert "gdp" in next(one["why"] for one in done.document["cases"] if one["state"] == "inputs refused")


def test_the_operations_are_listed_with_form_meaning_example_and_fact() -> None:
    done = call("whatif", "--operations")
    assert done.code == exits.DONE
    for one in OPERATIONS:
        assert all(part in done.out for part in (one.form, one.meaning, one.example, one.fact))


def test_what_ctrl_c_left_out_is_said_and_what_is_done_is_kept(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = solving.scenarios

    def stopped(start: Any, resolved: Sequence[Resolved], *how: Any) -> list[solving.Case]:
        left = [solving.Case(one.name, one.problem, None) for one in resolved[1:]]
        return [*planned(start, resolved[:1], *how), *left]

    monkeypatch.setattr(solving, "scenarios", stopped)
    done = call("whatif", TWO, "price +5 %", "price +6 %", "--jobs", "1", "--plans", "plans")
    assert done.code == exits.INTERRUPTED
    assert "price +5 %: It costs" in done.out
    assert "price +6 %: There is no plan: it was stopped before this was planned." in done.out
    assert (here / "plans" / "price-5.xlsx").is_file()
    assert (here / "outputs" / "two-nations-whatif.xlsx").is_file()


def test_ctrl_c_in_a_sweep_keeps_the_scenarios_that_are_done(here: Path) -> None:
    """Pressed on a terminal, whose bar tells how many are done."""
    screen, terminal = pty.openpty()
    command = [sys.executable, "-m", "procure", "whatif", CAVS, *(f"price +{k} %" for k in range(1, 31)), "--jobs", "1"]
    running = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=terminal, text=True)
    os.close(terminal)
    said, pressed = "", False
    with contextlib.suppress(OSError):  # a terminal that nobody writes to any more
        while some := os.read(screen, 4096):
            said += some.decode()
            if not pressed and "] 2/31 " in said:
                running.send_signal(signal.SIGINT)
                pressed = True
    os.close(screen)
    out, _ = running.communicate(timeout=60)
    assert (running.returncode, "Traceback" in said) == (exits.INTERRUPTED, False), said
    lines = out.splitlines()
    assert lines[1].startswith("price +1 %: It costs the programme")
    assert lines[30] == "price +30 %: There is no plan: it was stopped before this was planned."
    assert (here / "outputs" / "cavs-whatif.xlsx").is_file()


def test_compare_needs_two_plans_that_can_be_read(here: Path) -> None:
    assert call("compare", TWO).code == exits.USAGE
    done = call("compare", TWO, TWO)
    assert done.code == exits.FINDINGS
    assert "error:" in done.err


def test_an_output_that_cannot_be_written_is_known_before_anything_is_planned(here: Path) -> None:
    assert call("whatif", TWO, "price +5 %", "-o", TWO).code == exits.NOT_WRITTEN
    assert call("whatif", TWO, "price +5 %", "-o", "nowhere/out.xlsx").code == exits.NOT_WRITTEN
    assert call("whatif", TWO, "price +5 %", "--plans", TWO).code == exits.NOT_WRITTEN


def test_plans_of_one_file_name_are_told_apart() -> None:
    a, b, c = Path("x/plan.xlsx"), Path("y/plan.xlsx"), Path("z.xlsx")
    assert names((a, b, c, a)) == [str(a), str(b), "z", f"{a} (4)"]
