"""Other costs, contingency and VAT on the sheets: the bridge adds up, and nothing shows where there are none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from procure import planning
from procure.audit import audit_file
from procure.findings import errors
from procure.plan import Plan
from procure.problem import Fund, OtherCost, Problem
from procure.tables import figures, sheets
from procure.tables.table import Table, Value
from procure.workbook.write import write
from tests.problems import two_nations

ZERO = Decimal(0)
COSTS = (
    OtherCost("office", "development", (2.0, 2.0, 2.0), performed_in="FR"),
    OtherCost("ranges", "production", (0.0, 0.0, 5.0, 5.0), in_kind_by="DE"),
    OtherCost("training", "production", (0.0, 0.0, 1.0), borne_by=(("FR", 0.7), ("DE", 0.3))),
)


def programme() -> Problem:
    problem = two_nations(other_costs=COSTS, funds=(Fund("action", phases=("development",), rate_fraction=0.2),))
    phases = tuple(replace(p, contingency_fraction=0.1, national_vat=True) for p in problem.phases)
    nations = tuple(replace(n, vat_fraction=0.2 if n.id == "FR" else 0.0) for n in problem.nations)
    return problem.replace(phases=phases, nations=nations)


@pytest.fixture(scope="module")
def made() -> tuple[Plan, dict[str, list[Table]]]:
    plan = planning.plan(programme()).plan
    assert plan is not None
    return plan, sheets(figures(programme(), plan))


def rows(table: Table) -> list[dict[str, Value]]:
    headers = [column.header for column in table.columns]
    return [dict(zip(headers, row, strict=True)) for row in table.rows]


def number(value: Value) -> Decimal:
    assert isinstance(value, Decimal)
    return value


def test_the_cost_of_a_phase_is_the_sum_of_what_it_is_made_of(made: tuple[Plan, dict[str, list[Table]]]) -> None:
    plan, found = made
    parts = ("prices", "set-up", "other costs", "contingency")
    for row in rows(found["Cost bridge"][0]):
        if row["phase"] in ("development", "production"):
            cost = number(row["cost of the phase"])
            assert cost == sum(number(row[f"{part} of the phase"]) for part in parts)
            assert cost == plan.total("spend", str(row["phase"]))


def test_a_charge_is_the_part_of_the_cost_less_grants_with_vat(made: tuple[Plan, dict[str, list[Table]]]) -> None:
    plan, found = made
    for row in rows(found["Cost bridge"][0]):
        gross, grants, vat, charge, given = (
            number(row[name]) for name in ("before grants and VAT", "grants", "VAT", "charge", "in kind")
        )
        assert charge == gross - grants + vat
        assert number(row["due"]) == number(row["paid"]) == charge - given
    wholes = [row for row in rows(found["Cost bridge"][0]) if row["phase"] == "all phases"]
    assert sum(number(row["before grants and VAT"]) for row in wholes) == plan.total("spend")
    assert sum(number(row["in kind"]) for row in wholes) == 10


def test_every_other_cost_is_listed_with_who_does_bears_and_gives_it(
    made: tuple[Plan, dict[str, list[Table]]],
) -> None:
    _, found = made
    table = next(table for table in found["Cost bridge"] if table.title == "Other costs")
    office, ranges, training, everything = rows(table)
    assert (office["performed in"], office["borne by"], office["total"]) == ("FR", "the key", Decimal(6))
    assert (ranges["in kind by"], ranges["total"], ranges["2029"]) == ("DE", Decimal(10), Decimal(5))
    assert training["borne by"] == "DE 30 %, FR 70 %"
    assert everything["total"] == Decimal(17)


def test_summary_shows_contingency_apart(made: tuple[Plan, dict[str, list[Table]]]) -> None:
    plan, found = made
    table = next(table for table in found["Summary"] if table.title == "Cost by phase")
    *phases, everything = rows(table)
    assert number(everything["contingency"]) == plan.total("contingency") > 0
    assert number(everything["cost"]) == plan.total("spend")
    assert number(everything["charge"]) == plan.total("charge")
    assert [row["phase"] for row in phases] == ["development", "production"]


def test_what_a_nation_performs_is_in_its_work(made: tuple[Plan, dict[str, list[Table]]]) -> None:
    plan, found = made
    nations = next(table for table in found["Summary"] if table.title == "Nations")
    france = next(row for row in rows(nations) if row["nation"] == "FR")
    assert number(france["work"]) == plan.total("work", "FR")


def test_agreed_shares_speak_of_what_the_key_parts(made: tuple[Plan, dict[str, list[Table]]]) -> None:
    _, found = made
    for row in rows(found["Cost shares"][0]):
        if row["above agreed"] is not None:
            assert abs(number(row["above agreed"])) < Decimal("0.02")


def test_a_plan_file_with_other_costs_passes_by_itself(tmp_path: Path) -> None:
    plan = planning.plan(programme()).plan
    assert plan is not None
    path = tmp_path / "plan.xlsx"
    write(path, programme(), plan)
    report, findings = audit_file(path)
    assert report is not None
    assert [str(f) for f in errors(findings)] == []


def test_nothing_of_it_shows_in_a_programme_without() -> None:
    problem = two_nations()
    plan = planning.plan(problem).plan
    assert plan is not None
    found = sheets(figures(problem, plan))
    assert len(found["Cost bridge"]) == 1
    headers = {column.header for column in found["Cost bridge"][0].columns}
    assert not headers & {"VAT", "in kind", "other costs of the phase", "contingency of the phase", "grants"}
    assert "Cost by phase" not in {table.title for table in found["Summary"]}
