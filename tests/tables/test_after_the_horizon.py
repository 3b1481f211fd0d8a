"""What is paid after the horizon stands in a column of its own, on the sheets and in the file."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from procure import planning, tables
from procure.audit import audit_file
from procure.plan import Plan
from procure.problem import Problem
from procure.tables.table import Table
from procure.workbook.read_plan import read_plan
from procure.workbook.write import write
from tests.tables import example


@pytest.fixture(scope="module")
def withheld() -> tuple[Problem, Plan]:
    """The example, a tenth of what production costs withheld for good."""
    problem = example.problem()
    phases = tuple(replace(p, retention_fraction=0.1 * (p.id == "Production")) for p in problem.phases)
    problem = problem.replace(phases=phases)
    found = planning.plan(problem).plan
    assert found is not None
    return problem, found


def table(made: tuple[Problem, Plan], sheet: str, title: str) -> Table:
    return next(t for t in tables.sheets(tables.figures(*made))[sheet] if t.title == title)


def test_the_payments_have_a_last_column_for_what_comes_after_the_horizon(withheld: tuple[Problem, Plan]) -> None:
    payments = table(withheld, "Payments", "Payments")
    assert [column.header for column in payments.columns][-2:] == ["2030", "after"]
    rows = {row[:2]: row for row in payments.rows}
    kept = withheld[1].total("charge", None, "Production") / 10
    assert kept > 0
    assert rows["all", "paid"][-1] == rows["all", "due"][-1] == kept
    assert rows["all", "charge"][-1] == 0
    assert rows["all", "paid"][2] == withheld[1].total("charge")


def test_summary_shows_it_beside_the_years_and_no_peak_lies_there(withheld: tuple[Problem, Plan]) -> None:
    years = table(withheld, "Summary", "Payments by nation and year")
    assert [column.header for column in years.columns] == ["nation", "total", "2027", "2028", "2029", "2030", "after"]
    assert sum(value for value in years.rows[-1][2:] if isinstance(value, Decimal)) == years.rows[-1][1]


def test_a_plan_without_it_has_no_such_column() -> None:
    payments = table((example.problem(), example.plan()), "Payments", "Payments")
    assert payments.columns[-1].header == "2030"


def test_it_is_written_read_again_and_audited(withheld: tuple[Problem, Plan], tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write(path, *withheld)
    rows = openpyxl.load_workbook(path)["Decisions"].iter_rows(values_only=True)
    assert {row[0] for row in rows if "after" in row} == {"due", "pay"}
    found, findings = read_plan(path)
    assert found is not None, findings
    assert found.plan.values["pay"] == withheld[1].values["pay"]
    report, told = audit_file(path)
    assert report is not None
    assert report.passed, told
