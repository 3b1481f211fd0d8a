"""The planner and the independent formulation agree on a few random problems; `python -m tests.benchmarks.differential`
looks at 1,000."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from types import ModuleType

import pytest

from procure import origins, planning, prices
from procure import problem as nouns
from procure.agreed import Rule
from procure.clauses import CLAUSES, award, key, name, rate, work
from procure.plan import Plan
from procure.problem import Problem
from tests.generate import generate
from tests.independent import profile
from tests.independent.compare import Verdict, verdict
from tests.independent.faults import FAULTS, planted
from tests.independent.instances import instance

# Seeds whose problems are quick on both sides, chosen so that together they bind as many clauses as can be.
SEEDS = (
    21, 38, 43, 47, 48, 53, 119, 178, 179, 202, 226, 242, 247, 251, 276, 283, 297, 300, 330, 336, 337, 366, 402, 411,
    414, 417, 429, 432, 444, 450,
)  # fmt: skip
FAULTY = ((award, "coefficient"), (rate, "sign"), (work, "dropped"), (key, "coefficient"))


@cache
def found(seed: int) -> Verdict:
    return verdict(instance(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_planner_and_independent_formulation_agree(seed: int) -> None:
    assert found(seed).wrong == ()
    assert found(seed).proven


def test_among_the_problems_are_some_without_a_plan_and_nearly_every_clause_binds_in_one() -> None:
    ends = [found(seed).end for seed in SEEDS]
    assert ends.count("plan") >= 20
    assert ends.count("infeasible") >= 5
    bound = {clause for seed in SEEDS for clause in found(seed).binding}
    assert len({name(clause) for clause in CLAUSES} - bound) <= 2


@pytest.mark.parametrize(("clause", "fault"), FAULTY, ids=lambda one: str(getattr(one, "__name__", one)))
def test_a_fault_in_a_clause_is_a_disagreement(
    clause: ModuleType, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clause, "constrain", planted(clause, FAULTS[fault]))
    differ = (wrong for seed in SEEDS for wrong in verdict(instance(seed)).wrong)
    assert any(not wrong.startswith("audit") for wrong in differ)


def test_decisions_that_break_a_row_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the optimum alone is compared: a plan with nothing in it is taken over as it is."""
    plan = planning.plan
    monkeypatch.setattr(planning, "plan", lambda *a, **k: replace(plan(*a, **k), plan=Plan({})))
    assert "the planner's decisions break a row of the independent formulation" in verdict(instance(SEEDS[0])).wrong


def _spoken() -> Problem:
    return generate(0, "tiny")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (lambda p: replace(p, programme=replace(p.programme, work_counted="hours")), "Programme work_counted"),
        (lambda p: p.replace(packages=[replace(w, weight=2.0) for w in p.packages]), "Package weight"),
        (lambda p: p.replace(rules=[Rule("few", "nations", base="count")]), "rule nations, count"),
        (lambda p: p.replace(rules=[Rule("near", "work", relation="within")]), "rule within, must"),
        (lambda p: p.replace(pins=[nouns.Pin("make", "=", 1.0, package="w", period=0)]), "pin make"),
    ],
    ids=["work in hours", "weight", "measure", "relation", "pin"],
)
def test_what_the_formulation_does_not_speak_of_is_told(changed: Callable[[Problem], Problem], told: str) -> None:
    assert profile.unspoken(_spoken()) == []
    other = changed(_spoken())
    assert told in profile.unspoken(other)
    with pytest.raises(ValueError, match=told):
        verdict(other)


def test_every_field_that_the_profile_names_is_one() -> None:
    known = {**vars(prices), **vars(origins), **vars(nouns)}
    for kind, names in profile.SPOKEN.items():
        assert set(names.split()) <= {field.name for field in dataclasses.fields(known[kind])}, kind
