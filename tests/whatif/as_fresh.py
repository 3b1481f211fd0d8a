"""A random change of a random programme, planned from the base's plan and planned afresh: as good, within the gaps."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from procure import solve
from procure.audit import audit
from procure.facts import Facts
from procure.plan import Stage
from procure.planning import Outcome, plan
from procure.problem import Problem
from procure.whatif import scenarios
from tests import properties
from tests.generate import generate
from tests.properties import Verdict

NOISE = 1e-6  # what arithmetic may part two values by, as a part of them


def sentences(problem: Problem, rng: Random) -> list[str]:
    """Operations that could be said of the problem."""
    nation = rng.choice([n.id for n in problem.nations])
    package = rng.choice(problem.packages).id
    said = [
        f"price {rng.choice((-7, 4, 12))} %",
        f"price {rng.choice((-9, 15))} % of {package}",
        f"delay {package} {problem.programme.calendar.months} months",
        f"grow {package} {rng.choice((5, 30))} %",
    ]
    if any(r.nation == nation for r in problem.requirements):
        said.append(f"cut {nation} {rng.choice((10, 40))} %, key {rng.choice(('frozen', 'recomputed'))}")
    for budget in problem.budgets:
        said.append(f"budget {budget.nation} {rng.choice((-15, 10, 60))} %")
    for rule in problem.rules:
        said += [f"without {rule.id}", f"relax {rule.id} to {rule.amount + 3:g}"]
    return said


def changed(problem: Problem, seed: int) -> Problem | None:
    """The problem after a random operation that the reader takes; None where none of five is taken."""
    rng = Random(seed)
    for _ in range(5):
        found = scenarios.resolve(problem, scenarios.of_words(rng.choice(sentences(problem, rng))))
        if found.problem is not None:
            return found.problem
    return None


def a_what_if_is_as_good_as_a_fresh_plan(seed: int) -> Verdict:
    """Both have a plan or none; every stage is as good in both, as far as the stages before it are the same."""
    problem, base = generate(seed), properties.planned(seed)
    after = None if base.plan is None else changed(problem, seed)
    if after is None:
        return None
    fresh = plan(after, properties.LIMIT)
    near = plan(after, properties.LIMIT, solver="ladder", start=base.trail, numbers=True)
    if (fresh.plan is None) != (near.plan is None):
        return f"afresh {fresh.state}, from the base {near.state}"
    if near.plan is None:
        return ""
    report = audit(near.plan, Facts(after))
    return str(report.findings[0]) if report.findings else _apart(fresh, near)


def _apart(fresh: Outcome, near: Outcome) -> str:
    if solve.GAP in (fresh.state, near.state):
        return ""
    for a, b in zip(fresh.stages, near.stages, strict=True):
        for one, other in pairwise((a, b, a)):
            if other.bound is not None and _size(one) + room(one) < _size(other, other.bound) - room(other):
                return f"{a.name}: {a.best:g} afresh, {b.best:g} from the base"
        if abs(a.best - b.best) > NOISE * max(1.0, abs(a.best)):
            return ""  # what the next stages may give up is no longer the same
    return ""


def _size(stage: Stage, value: float | None = None) -> float:
    """A value as it is minimised."""
    shown = stage.best if value is None else value
    return -shown if stage.most else shown


def room(stage: Stage) -> float:
    return NOISE * max(1.0, abs(stage.best))
