"""A plan's workbook stands by itself: it repeats, is planned again and audited alone, and a changed figure shows."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from procure.cli import exits
from tests.cli.calling import TWO, call, changed, digest, process, settle


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the smallest example."""
    folder = settle(tmp_path_factory.mktemp("planned") / "clone")
    assert call("plan", str(folder / TWO), "-o", str(folder / "plan.xlsx")).code == exits.DONE
    return folder / "plan.xlsx"


@pytest.mark.usefixtures("here")
def test_two_runs_give_the_same_bytes_whatever_the_order_of_hashes() -> None:
    for seed in ("1", "2"):
        done = process("plan", TWO, "-o", f"outputs/{seed}.xlsx", PYTHONHASHSEED=seed)
        assert done.code == exits.DONE, done.err
    assert digest("outputs/1.xlsx") == digest("outputs/2.xlsx")


def shuffled(book: Workbook) -> None:
    """Rows of every sheet and the sheets in another order."""
    rng = random.Random(1)
    for sheet in book.worksheets:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        rng.shuffle(rows)
        for number, row in enumerate(rows, start=2):
            for letter, value in enumerate(row, start=1):
                sheet.cell(number, letter).value = value
    book.move_sheet("Nations", 3)


def decisions(path: str | Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)["Decisions"].iter_rows(values_only=True))


def test_rows_and_sheets_in_another_order_give_the_same_decisions(here: Path, plan: Path) -> None:
    changed(TWO, here / "shuffled.xlsx", shuffled)
    assert call("plan", "shuffled.xlsx", "-o", "outputs/shuffled.xlsx").code == exits.DONE
    assert decisions("outputs/shuffled.xlsx") == decisions(plan)


@pytest.mark.usefixtures("here")
def test_a_plan_file_is_audited_and_planned_again_by_itself(tmp_path: Path, plan: Path) -> None:
    alone = shutil.copy(plan, tmp_path / "alone ü.xlsx")
    audited = call("audit", str(alone))
    assert audited.code == exits.DONE
    assert "audit passed" in audited.out
    again = call("plan", str(alone), "-o", str(tmp_path / "again.xlsx"))
    assert again.code == exits.DONE, again.err
    assert decisions(tmp_path / "again.xlsx") == decisions(plan)
    assert call("check", str(alone)).code == exits.DONE
    assert call("evaluate", str(alone), "-o", str(tmp_path / "judged.xlsx")).code == exits.DONE


def test_a_judged_deal_with_shortfalls_does_not_pass_as_a_plan(here: Path) -> None:
    assert call("evaluate", TWO, "-o", "outputs/judged.xlsx").code == exits.DONE
    done = call("audit", "outputs/judged.xlsx")
    assert done.code == exits.DISAGREE
    assert "error: Rules!" in done.err
    assert (here / "outputs/judged.xlsx").is_file()


def spoil(sheet: str, where: Callable[[tuple[object, ...]], int | None], value: object) -> Callable[[Workbook], str]:
    """A change of the first cell whose row has a place for it; returns its address."""

    def change(book: Workbook) -> str:
        for number, row in enumerate(book[sheet].iter_rows(values_only=True), start=1):
            place = where(row)
            if place is not None:
                cell = book[sheet].cell(number, place + 1)
                cell.value = cell.value + value if isinstance(value, float | int) else value
                return f"{sheet}!{cell.coordinate}"
        raise AssertionError(f"nothing to change in {sheet}")

    return change


def after(*begin: object) -> Callable[[tuple[object, ...]], int | None]:
    """The first number above 0 in the row that begins so."""

    def place(row: tuple[object, ...]) -> int | None:
        if row[: len(begin)] != begin:
            return None
        return next((k for k, v in enumerate(row) if isinstance(v, int | float) and v > 0), None)

    return place


# What is changed, and words that the complaint must have; {cell} is the changed cell.
TAMPERED: dict[str, tuple[Callable[[Workbook], str], tuple[str, ...]]] = {
    "a payment of a nation in Summary": (spoil("Summary", after("BE"), 1), ("error: {cell}",)),
    "the sentence on the gap": (
        spoil("Summary", lambda row: 0 if str(row[0]).startswith("Plan within") else None, "There is no better plan."),
        ("error: {cell}", "'There is no better plan.'"),
    ),
    "a payment": (spoil("Payments", after("BE", "paid"), 0.01), ("error: {cell}",)),
    "a charge in Cost shares": (spoil("Cost shares", after("Production", "NL"), 0.01), ("error: {cell}",)),
    "units delivered": (spoil("Deliveries", after("Vehicle", "BE", "delivered"), 1), ("error: {cell}",)),
    "a decision to pay": (spoil("Decisions", after("pay"), 1), ("error: ", "payment", "Payments!")),
    "a price": (spoil("Decisions", after("price"), 1), ("error: ", "Work shares!")),
    "sets made": (spoil("Decisions", after("make"), 1), ("error: ", "supply")),
    "a family that there is not": (
        spoil("Decisions", lambda row: 0 if row[0] == "award" else None, "gift"),
        ("error: {cell} family", "found 'gift'"),
    ),
    "a budget, to below what is paid": (spoil("Budgets", after("BE"), -10), ("error: ", "budget")),
    "a unit price": (spoil("Items", after("Vehicle"), 1), ("error: ", "price")),
    "a requirement": (spoil("Requirements", after("NL"), 1), ("error: ", "requirement")),
    "the bound of cost": (spoil("Run", after("cost"), 1), ("error: ", "objective")),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_one_changed_cell_fails_the_audit_with_its_place(what: str, plan: Path, tmp_path: Path) -> None:
    change, words = TAMPERED[what]
    cell: list[str] = []
    changed(plan, tmp_path / "spoiled.xlsx", lambda book: cell.append(change(book)))
    done = call("audit", str(tmp_path / "spoiled.xlsx"))
    assert done.code == (exits.FINDINGS if "there is not" in what else exits.DISAGREE), done.out + done.err
    for word in words:
        assert word.format(cell=cell[0]) in done.err


def test_a_plan_copied_through_a_spreadsheet_program_still_passes(plan: Path, tmp_path: Path) -> None:
    changed(plan, tmp_path / "saved.xlsx", lambda _: None)
    assert call("audit", str(tmp_path / "saved.xlsx")).code == exits.DONE
