"""procure plan --prices: what each rule costs, on the terminal and in the workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from procure.cli import exits
from tests.cli.calling import TWO, call


@pytest.mark.usefixtures("here")
def test_a_plan_with_prices_says_them_and_has_a_sheet_of_them(tmp_path: Path) -> None:
    to = tmp_path / "plan.xlsx"
    done = call("plan", TWO, "--prices", "-o", str(to))
    assert done.code == exits.DONE, done.err
    assert "Rule 'return cap' costs nothing: no plan is cheaper without it" in done.out
    words = [cell.value for row in openpyxl.load_workbook(to)["Prices"].iter_rows() for cell in row if cell.value]
    assert any(str(said).startswith("Rule 'return floor', one step tighter (amount 4): ") for said in words)
    assert call("audit", str(to)).code == exits.DONE


@pytest.mark.usefixtures("here")
def test_a_plan_without_the_option_has_no_such_sheet(tmp_path: Path) -> None:
    to = tmp_path / "plan.xlsx"
    assert call("plan", TWO, "-o", str(to)).code == exits.DONE
    assert "Prices" not in openpyxl.load_workbook(to).sheetnames
