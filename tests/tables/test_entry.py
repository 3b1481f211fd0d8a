"""Who joins, who leaves and what is settled, on the sheets of a plan."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from procure.audit import audit_file
from procure.facts import Facts
from procure.findings import errors
from procure.origins import History
from procure.plan import Plan
from procure.planning import plan
from procure.problem import Objective, Problem
from procure.tables.bridge import cost_bridge
from procure.tables.entry import entry_and_exit
from procure.tables.figures import Figures
from procure.tables.money import payments
from procure.tables.summary import summary
from procure.tables.table import Table
from procure.workbook.write import write
from tests.clauses import small

PROBLEM = small.problem(
    periods=4,
    nations=[
        small.nation("DK", joins=1), small.nation("FR"), small.nation("IT", leaves=1, exit_cap_m=4.0),
        small.nation("PL", role="customer"),
    ],
    suppliers=[small.supplier()],
    phases=[small.phase(levy_m=0.5)],
    items=[small.item()],
    packages=[
        small.one_off("design", months=24.0, begins=0), small.one_off("trials", 40.0, begins=2), small.per_unit(),
    ],
    requirements=[small.need(1, 0, 1, 0), small.need(0, 0, 3, 0, nation="PL")],
    history=[History(None, "build", "FR", 2025, 30.0)],
    objectives=[Objective("lateness"), Objective("cost", relative=0.005)],
)  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Plan:
    made = plan(PROBLEM).plan
    assert made is not None
    return made


def rows(table: Table, of: int = 1) -> dict[tuple[Any, ...], dict[str, Any]]:
    headers = [column.header for column in table.columns]
    return {row[:of]: dict(zip(headers, row, strict=True)) for row in table.rows}


def test_each_nation_s_coming_and_going_is_said_in_plain_words(found: Plan) -> None:
    (table,) = entry_and_exit(Figures(Facts(PROBLEM), found), "Summary")
    said = {key[0]: row["in words"] for key, row in rows(table).items()}
    assert said["DK"] == "joins in 2028 and pays 10.00 M for what was spent before, receives 2.75 M from the others"
    assert said["IT"] == "leaves after 2028 and pays 4.00 M towards what is still to be spent, its exit cap"
    assert said["PL"] == "pays 1.50 M in levies"
    assert said["FR"] == "receives 12.75 M from the others"


def test_settlements_are_apart_from_the_charge_on_every_sheet(found: Plan) -> None:
    x = Figures(Facts(PROBLEM), found)
    for n, settled in (("DK", "7.25"), ("FR", "-12.75"), ("IT", "4.00"), ("PL", "1.50")):
        bridge = rows(cost_bridge(x)[0], 2)[n, "build"]
        assert bridge["settled"] == Decimal(settled)
        assert bridge["due"] == bridge["charge"] + bridge["settled"]
        nations = next(table for table in summary(x) if table.title == "Nations")
        assert rows(nations)[n,]["settled"] == Decimal(settled)
        assert rows(payments(x), 2)[n, "settled with the others"]["total"] == Decimal(settled)


def test_nothing_is_said_where_nobody_comes_or_goes() -> None:
    alone = PROBLEM.replace(nations=[small.nation("FR")], requirements=[small.need(1, 0, 1, 0)], history=[])
    made = plan(alone).plan
    assert made is not None
    x = Figures(Facts(alone), made)
    assert not list(entry_and_exit(x, "Summary"))
    assert "settled" not in [column.header for column in cost_bridge(x)[0].columns]


def test_a_plan_with_settlements_is_audited_from_its_workbook_alone(found: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write(path, PROBLEM, found)
    report, findings = audit_file(path)
    assert report is not None
    assert not errors(findings)


def other(**nation: Any) -> Problem:
    return PROBLEM.replace(nations=[*(n for n in PROBLEM.nations if n.id != "DK"), small.nation("DK", **nation)])


def test_a_nation_that_joins_for_nothing_only_joins() -> None:
    made = plan(other(joins=1, buy_in_fraction=0.0)).plan
    assert made is not None
    (table,) = entry_and_exit(Figures(Facts(other(joins=1, buy_in_fraction=0.0)), made), "Summary")
    assert rows(table)["DK",]["in words"] == "joins in 2028, receives 2.75 M from the others"
