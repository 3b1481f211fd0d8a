"""Commitments: no line is bound by more contracts than its budget when they are signed."""

from __future__ import annotations

from typing import Any

import pytest

from procure.calendar import Span
from procure.clauses import commitments
from procure.facts import Facts
from procure.plan import Plan, dec
from procure.problem import COMMITMENT, Budget, Limit, Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    periods=4,
    length="half",
    nations=[small.nation(), small.nation("SE", currency="SEK", fiscal_start=7)],
    phases=[small.phase(), small.phase("trials", signed=2), small.phase("upkeep", signed=3)],
    packages=[small.one_off()],
    budgets=[
        Budget("FR", (Limit(Span(0, 1), 8.0, "2027"), Limit(Span(2, 3), 8.0, "2028")), 0.5, kind=COMMITMENT),
        Budget("SE", (Limit(Span(1, 2), 90.0, "2027"),), 0.1, "contracts", COMMITMENT, ("trials", "upkeep")),
    ],
    series=[small.series("SEK", 10.0, 10.0, 11.0, 12.0)],
)


def works(*budgets: Budget, signed: int = 1, **nation: Any) -> Problem:
    """FR's part of `build`, signed first, is 12 M over two periods; that of `trials`, signed later, 8 M in the last."""
    packages = [small.one_off(months=24.0, begins=0), small.one_off("test", 8.0, phase="trials", begins=2)]
    phases = [small.phase(), small.phase("trials", signed=signed)]
    series = nation.pop("series", [])
    return small.problem(
        nations=[small.nation(**nation)], phases=phases, packages=packages, budgets=budgets, series=series
    )


def line(*amounts: float | None, **fields: Any) -> Budget:
    return small.budget(*amounts, kind=COMMITMENT, **fields)


def test_room_for_every_contract_changes_nothing() -> None:
    assert small.plan(works(line(20, 20, 20))).state == "proven"


@pytest.mark.parametrize(
    ("amounts", "state"),
    [((12, 8, 0), "proven"), ((11.9, 8, 0), INFEASIBLE), ((12, 7.9, 0), INFEASIBLE), ((12, None, 0), "proven")],
)
def test_a_phase_s_whole_contract_counts_when_it_is_signed(amounts: tuple[float | None, ...], state: str) -> None:
    assert small.plan(works(line(*amounts))).state == state


def test_phases_signed_together_share_a_budget() -> None:
    assert small.plan(works(line(20, 0, 0), signed=0)).state == "proven"
    assert small.plan(works(line(19.9, 0, 0), signed=0)).state == INFEASIBLE


def test_what_is_not_committed_is_carried_on_as_far_as_it_may() -> None:
    assert small.plan(works(line(16, 4, 0, carry_fraction=0.25))).state == "proven"
    assert small.plan(works(line(16, 4, 0, carry_fraction=0.2))).state == INFEASIBLE


def test_a_line_commits_for_its_phases_alone_and_cash_is_another_matter() -> None:
    contracts = line(0, 8, 0, line="tests", phases=("trials",))
    assert small.plan(works(contracts)).state == "proven"
    assert small.plan(works(contracts, line(11.9, 0, 0))).state == INFEASIBLE
    assert small.plan(works(contracts, small.budget(6, 6, 7.9))).state == INFEASIBLE
    assert small.plan(works(contracts, small.budget(6, 6, 8))).state == "proven"


def test_contracts_count_at_the_rate_of_the_period_of_signature() -> None:
    rates = [small.series("SEK", 10.0, 12.0, 50.0)]
    assert small.plan(works(line(120, 96, 0), currency="SEK", series=rates)).state == "proven"
    assert small.plan(works(line(120, 95.9, 0), currency="SEK", series=rates)).state == INFEASIBLE


def audited(*charges: float) -> list[str]:
    """Broken rows where FR's charges for `build`, signed in the first period, are these."""
    f = Facts(works(line(12, 8, 0, carry_fraction=0.5, row=2)))
    charge = {("FR", "build", t): dec(amount) for t, amount in enumerate(charges)}
    checks = commitments.audit(Plan({"charge": charge, "uncommitted": {("FR", "", 1): dec(4)}}), f)
    return [", ".join(check.index) for check in checks if not check.holds]


def test_the_audit_names_the_column_that_is_passed() -> None:
    assert audited(6, 6) == []
    assert audited(6, 6.01) == ["FR, 2027"]
