"""Limits of money that is paid in whole units are whole units; limits in other prices or currencies are as typed."""

from __future__ import annotations

from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from procure.clauses import budget, capacity, ceiling, commitments
from procure.facts import Facts
from procure.plan import Key, Plan, dec
from procure.problem import COMMITMENT
from tests.clauses import small

TYPED, WHOLE = 10.016, 10.01
CROWNS = [small.series("SEK", 10.0, 1.0, 1.0)]


def rights(clause: ModuleType, **tables: Any) -> set[float]:
    """Right sides of a clause's rows on a radar that are not 0."""
    problem = small.problem(packages=[small.one_off()], **tables)
    return {round(row.right, 6) for row in small.rows_of(clause, problem).rows if row.right}


@pytest.mark.parametrize("currency", ["", "SEK"])
def test_a_ceiling_is_whole_where_nothing_is_converted(currency: str) -> None:
    nation = small.nation(ceiling_m=TYPED, currency=currency)
    assert rights(ceiling, nations=[nation], series=CROWNS) == {TYPED if currency else WHOLE}


@pytest.mark.parametrize("currency", ["", "SEK"])
@pytest.mark.parametrize(("clause", "kind"), [(budget, "cash"), (commitments, COMMITMENT)], ids=["cash", "commitment"])
def test_a_budget_is_whole_where_nothing_is_converted(clause: ModuleType, kind: str, currency: str) -> None:
    line, nations = small.budget(TYPED, TYPED, TYPED, kind=kind), [small.nation(currency=currency)]
    found = rights(clause, nations=nations, budgets=[line], series=CROWNS)
    assert found == {TYPED if currency else WHOLE}


@pytest.mark.parametrize(("ramp", "kept"), [(0.0, False), (0.5, True), (None, True)])
def test_a_ramp_of_nothing_lets_no_load_change(ramp: float | None, kept: bool) -> None:
    problem = small.problem(
        packages=[small.per_unit()], items=[small.item()], requirements=[small.need(2, 4, 4)],
        capacities=[small.capacity(4, 4, 4, ramp_fraction=ramp)],
    )  # fmt: skip
    made: dict[Key, Decimal] = {("hull", "Alpha", "", t): dec(sets) for t, sets in enumerate((2, 4, 4))}
    checks = list(capacity.audit(Plan({"make": made}), Facts(problem)))
    assert all(check.holds for check in checks) is kept
