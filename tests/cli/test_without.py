"""plan --without: a plan that knows nothing of some sheets, and a file that has none of them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from procure.cli import exits
from tests.cli.calling import CAVS, TWO, call, changed

pytestmark = pytest.mark.usefixtures("here")


def poorer(book: Workbook) -> None:
    for name in ("Budgets", "Capacity"):
        book.remove(book[name])


def test_the_plan_is_that_of_a_book_that_never_had_the_sheets(here: Path) -> None:
    changed(TWO, here / "bare.xlsx", poorer)
    bare = call("plan", "bare.xlsx", "-o", "outputs/bare.xlsx", "--json").document
    left = call("plan", TWO, "-o", "outputs/left.xlsx", "--without", "capacity, Budgets", "--json").document
    kept = call("plan", TWO, "-o", "outputs/kept.xlsx", "--json").document
    assert (left["nations"], left["stages"]) == (bare["nations"], bare["stages"])
    assert left["stages"] != kept["stages"] or left["audit"] != kept["audit"]
    assert [f["rule"] for f in left["findings"] if f not in bare["findings"]] == ["sheets left out"]


def test_the_file_of_the_plan_has_none_of_what_was_left_out_and_passes_the_audit() -> None:
    assert call("plan", TWO, "-o", "outputs/plan.xlsx", "--without", "Budgets;Capacity").code == exits.DONE
    assert not {"Budgets", "Capacity"} & set(openpyxl.load_workbook("outputs/plan.xlsx").sheetnames)
    assert call("audit", "outputs/plan.xlsx").code == exits.DONE


def test_leaving_out_what_the_book_does_not_have_changes_nothing() -> None:
    plain = call("plan", TWO, "-o", "outputs/a.xlsx", "--json").document
    left = call("plan", TWO, "-o", "outputs/b.xlsx", "--json", "--without", "Pins").document
    assert plain["stages"] == left["stages"]


def test_what_other_sheets_need_is_complained_of_as_if_it_had_never_been_there() -> None:
    done = call("plan", CAVS, "--without", "Items")
    assert done.code == exits.FINDINGS
    assert "Items and Requirements are needed together" in done.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Quots", "expected names of input sheets, found 'Quots'. Did you mean 'Quotes'?"),
        ("Budgets,Nations", "the sheet Nations is needed"),
        ("Programme", "the sheet Programme is needed"),
        ("Summary", "expected names of input sheets, found 'Summary'"),
    ],
)
def test_an_unknown_or_needed_sheet_is_a_usage_error(typed: str, said: str, here: Path) -> None:
    done = call("plan", TWO, "-o", "outputs/plan.xlsx", "--without", typed)
    assert done.code == exits.USAGE
    assert said in done.err
    assert not (here / "outputs/plan.xlsx").exists()
