"""Tiny programmes, every award and begin tried on a formulation of its own; the full count looks at 50 of each."""

from __future__ import annotations

from types import ModuleType

import pytest

from procure.clauses import budget, capacity, name, payment, placement, setup, stock, terms, work
from procure.problem import Objective
from tests import brute
from tests.clauses import small
from tests.generate import generate
from tests.properties import agreement, enumeration_agrees

SLICE = range(8)


@pytest.mark.parametrize("squeezed", [False, True], ids=["as drawn", "budgets squeezed"])
def test_the_planner_finds_what_enumeration_finds(squeezed: bool) -> None:
    verdicts = {seed: enumeration_agrees(seed, squeezed) for seed in SLICE}
    assert not {seed: verdict for seed, verdict in verdicts.items() if verdict}
    assert sum(verdict == "" for verdict in verdicts.values()) >= 5


def test_squeezed_budgets_leave_some_programmes_a_plan_and_some_none() -> None:
    problems = [problem for seed in SLICE if (problem := brute.sharpened(generate(seed, "tiny"), squeezed=True))]
    found = [brute.best(problem) is None for problem in problems if brute.size(problem) <= brute.MOST]
    assert 0 < sum(found) < len(found)


def test_enumeration_finds_what_a_hand_finds() -> None:
    """Radar to the cheaper of two; sonar waits for it and is cheaper late: 12 + 15 / 1.1 with a discount of 10 %."""
    problem = small.problem(
        packages=[small.one_off(), small.one_off("sonar", 15.0, after=("radar",), latest=1)],
        discount=0.1,
        periods=2,
        objectives=[Objective("lateness"), Objective("cost")],
    )
    found = brute.best(problem)
    assert found is not None
    assert found.cost == pytest.approx(12 + 15 / 1.1)
    assert found.tried == 8  # two suppliers for each; radar may begin in two periods, sonar in one


def test_enumeration_says_where_there_is_no_plan() -> None:
    problem = small.problem(packages=[small.one_off()], budgets=[small.budget(0.0, 0.0, 0.0)])
    assert brute.best(problem) is None


@pytest.mark.parametrize("clause", [capacity, placement, setup, stock, work], ids=name)
def test_a_planner_without_one_of_its_clauses_disagrees(clause: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clause, "constrain", lambda m, f: None)
    assert any(enumeration_agrees(seed) for seed in range(20))


@pytest.mark.parametrize("clause", [budget, payment, terms], ids=name)
def test_a_planner_without_a_clause_of_payments_disagrees(clause: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [brute.sharpened(generate(seed, "tiny"), squeezed=True) for seed in range(12)]
    monkeypatch.setattr(clause, "constrain", lambda m, f: None)
    assert any(agreement(problem) for problem in problems if problem and brute.size(problem) <= brute.MOST)
