"""Options and wishes of tiny programmes against every choice of lots, each planned as firm units by enumeration."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import pytest

from procure.audit import audit
from procure.facts import Facts
from procure.planning import plan
from procure.problem import OPTION, WISH, Objective, Problem, Requirement
from tests import brute
from tests.generate import generate

Found = tuple[float, ...]  # lateness, units not taken by priority, cost
STAGES = (Objective("lateness"), Objective("wishes met"), Objective("cost"))
NEAR = 1e-5


def offering(seed: int) -> Problem | None:
    """A tiny programme with one or two options or wishes from the first period on; None where it has no item.

    Without what looks at who pays: an option that is made firm would change the keys.
    """
    problem, rng = generate(seed, "tiny"), random.Random(f"offering {seed}")
    if not problem.requirements:
        return None
    last, rows = problem.programme.calendar.count - 1, []  # type: int, list[Requirement]
    needs = rng.choices(problem.requirements, k=rng.randint(1, 2))
    for number, r in enumerate(needs):
        due = [0.0] * (last + 1)
        due[0] = 1.0
        due[rng.randint(0, last)] += 1.0
        order, lot = rng.choice((OPTION, WISH)), rng.choice((1.0, 2.0))
        rows.append(Requirement(r.nation, r.wanted, tuple(due), r.standards, order, lot, priority=number + 1))
    firm = [replace(r, payer="") for r in problem.requirements]
    nations = [replace(n, ceiling_m=None) for n in problem.nations]
    return problem.replace(
        requirements=[*firm, *rows], nations=nations, rules=(), budgets=(), funds=(), pins=(), controls=(),
        objectives=STAGES,
    )  # fmt: skip


def best(problem: Problem) -> Found | None:
    """The best that any choice of lots comes to; None where there are too many choices, or no choice has a plan."""
    extras = [(need, e) for need in Facts(problem).needs.values() for e in need.extras]
    found = []
    for taken in product(*(range(int(e.most) + 1) for _, e in extras)):
        firm = [r for r in problem.requirements if r.order == "firm"]
        for (need, e), lots in zip(extras, taken, strict=True):
            due = tuple(e.lot * lots if t == e.last else 0.0 for t in range(len(need.due)))
            firm.append(Requirement(need.nation, need.name, due))
        choice = problem.replace(requirements=firm, objectives=STAGES)
        if brute.size(choice) > brute.MOST:
            return None
        least = brute.best(choice)
        left = {e.priority: 0.0 for _, e in extras}
        for (_, e), lots in zip(extras, taken, strict=True):
            left[e.priority] += e.units - e.lot * lots
        if least is not None:
            found.append((least.lateness, *(left[k] for k in sorted(left)), least.cost))
    near = [(round(late, 4), *rest) for late, *rest in found]
    return min(near, default=None)


@pytest.mark.parametrize("seed", range(11))
def test_the_planner_takes_what_trying_every_choice_takes(seed: int) -> None:
    problem = offering(seed)
    wanted = None if problem is None else best(problem)
    if problem is None or wanted is None:
        return
    outcome = plan(problem, gap=0.0)
    assert outcome.plan is not None
    assert audit(outcome.plan, Facts(problem)).passed
    units: dict[int, float] = {}
    for need in Facts(problem).needs.values():
        for e in need.extras:
            units[e.priority] = units.get(e.priority, 0.0) + e.units
    ends = {stage.name: stage.best for stage in outcome.stages}
    reached = (ends["lateness"], *(units[k] - ends[f"wishes met {k}"] for k in sorted(units)), ends["cost"])
    assert reached == pytest.approx(wanted, rel=NEAR, abs=1e-3)


def test_enough_of_them_are_tried_and_some_take_all_and_some_not() -> None:
    tried = [found for seed in range(11) if (problem := offering(seed)) and (found := best(problem))]
    assert len(tried) >= 6
    assert any(sum(found[1:-1]) == 0 for found in tried)
    assert any(sum(found[1:-1]) > 0 for found in tried)
