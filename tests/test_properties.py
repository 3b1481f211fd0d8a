"""What holds for every random programme, on a fixed few; `python -m tests.benchmarks.counts` looks at all 200."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from procure.clauses import CLAUSES, budget, capacity, name, requirement
from procure.planning import Outcome
from tests import properties
from tests.properties import PROPERTIES, Verdict

SLICE = (*range(10), 17, 19)  # 17 and 19 have loans, usage and learning


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_it_holds_for_random_programmes(holds: Callable[[int], Verdict]) -> None:
    verdicts = {seed: holds(seed) for seed in SLICE}
    assert not {seed: verdict for seed, verdict in verdicts.items() if verdict}
    assert any(verdict == "" for verdict in verdicts.values())


def test_what_is_rounded_keeps_a_key_over_the_phase_to_the_unit() -> None:
    """Seed 70: periods parted otherwise than by the key, whose spends are all rounded up or down."""
    assert properties.passes_the_audit(70) == ""


def test_every_clause_is_spoiled_by_some_operator() -> None:
    found = [properties.spoiled_plans(seed) for seed in SLICE]
    applied = {operator for verdicts in found for operator, verdict in verdicts.items() if verdict is not None}
    clauses = {clause for operator, (clause, _) in properties.OPERATORS.items() if operator in applied}
    assert {name(clause) for clause in CLAUSES} <= clauses


@pytest.mark.parametrize("clause", [budget, capacity, requirement], ids=name)
def test_a_planner_without_one_of_its_clauses_is_found_out(clause: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clause, "constrain", lambda m, f: None)
    monkeypatch.setattr(properties, "planned", cache(_fresh))
    assert any(properties.planned(seed).plan is None or properties.passes_the_audit(seed) for seed in SLICE)


def _fresh(seed: int, size: str = "small") -> Outcome:
    return properties.plan(properties.generate(seed, size), properties.LIMIT)
