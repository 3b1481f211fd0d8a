"""Where the planner and the independent formulation come to different ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from procure import planning, solve
from procure.audit import audit
from procure.facts import Facts
from procure.findings import Check
from procure.plan import Plan
from procure.plan import Stage as Planned
from procure.problem import Objective, Problem
from tests.independent.model import Stopped
from tests.independent.profile import unspoken
from tests.independent.whole import Formulation, Stage

NEAR = 2e-6  # of an objective: what two solvers may differ by
WHOLE = ("award", "begin", "open", "on", "expand", "used", "taken", "lots", "built", "deliver")  # named alike by both
COMPARED = ("lateness", "wishes met", "cost")


@dataclass(frozen=True)
class Verdict:
    """wrong: where they differ, in words; none where they agree.

    end: "plan", "infeasible", "not rounded" (stages agree, the planner found no plan in whole rounding units) or
    "stopped" (the clock left a side without a plan). proven: whether both proved every stage; else their gaps overlap.
    binding: clauses with a check that binds in the planner's plan.
    """

    wrong: tuple[str, ...]
    end: str
    proven: bool = True
    binding: frozenset[str] = frozenset()


def sharpened(problem: Problem) -> Problem:
    """The problem with objectives of which nothing is given up: lateness, wishes met where it names them, cost."""
    names = {one.name for one in problem.objectives}
    return problem.replace(objectives=[Objective(name) for name in COMPARED if name in names])


def verdict(problem: Problem, seconds: float = 60.0) -> Verdict:
    """Both ends of a problem held against each other. Raises ValueError where it is out of the profile.

    seconds: of each side, and of each stage of the independent formulation.
    """
    missing = unspoken(problem)
    if missing:
        raise ValueError("; ".join(missing))
    problem = sharpened(problem)
    options = solve.Options(time_limit=seconds)
    outcome, mine = planning.plan(problem, options, gap=0.0, shape=_to_cost), Formulation(problem, seconds)
    try:
        stages = mine.solve()
        if outcome.state == solve.NO_PLAN:
            return Verdict((), "stopped", False)
        if stages is None or outcome.state == solve.INFEASIBLE:
            both = stages is None and outcome.state == solve.INFEASIBLE
            said = "has no plan" if stages is None else f"has one: {_words(stages)}"
            why = f"planner {outcome.state} {outcome.why}; independent formulation {said}"
            return Verdict(() if both else (why,), "infeasible")
        wrong, proven = _values(stages, outcome.stages)
        if outcome.plan is None:
            return Verdict((*wrong, *_unexpected(outcome)), "not rounded", proven)
        wrong += _taken_over(mine, outcome.plan, stages) if proven else []
        checked = audit(outcome.plan, Facts(problem))
        wrong += [f"audit: {finding}" for finding in checked.findings]
        binding = {c.clause for c in checked.checks if _binds(c)}
        return Verdict(tuple(wrong), "plan", proven, frozenset(binding))
    except Stopped:
        return Verdict((), "stopped", False)


def _binds(c: Check) -> bool:
    """Whether a check leaves no room; that nothing is at most nothing does not count."""
    return c.relation == "=" or (abs(c.slack) <= c.tolerance and bool(c.found or c.limit))


def _to_cost(m: Any, f: Any, specs: list[Any]) -> list[Any]:
    """The stages that are compared; those that break ties beyond cost are not."""
    return [s for s in specs if s.name.startswith(COMPARED)]


def _unexpected(outcome: planning.Outcome) -> list[str]:
    return [] if outcome.state == planning.UNROUNDED else [f"planner {outcome.state} {outcome.why}"]


def _words(stages: Sequence[Stage]) -> str:
    return ", ".join(f"{s.name} {s.value:.9g}" for s in stages)


def _values(stages: Sequence[Stage], planned: Sequence[Planned]) -> tuple[list[str], bool]:
    """Stages whose optima cannot be the same, and whether both sides have proven all of them."""
    theirs = {s.name: s for s in planned}
    for mine in stages:
        their = theirs.get(mine.name)
        if their is None:
            return [f"the planner has no stage {mine.name}"], False
        sign, room = -1.0 if mine.name.startswith("wishes") else 1.0, NEAR * max(1.0, abs(mine.value))
        best, bound = sign * their.best, -math.inf if their.bound is None else sign * their.bound
        if mine.bound > best + room or bound > mine.value + room:
            return [f"{mine.name}: planner {sign * their.best:.9g}, independent {mine.value:.9g}"], False
        if mine.value - mine.bound > room or best - bound > room or abs(best - mine.value) > room:
            return [], False
    return [], True


def _taken_over(mine: Formulation, found: Plan, stages: Sequence[Stage]) -> list[str]:
    """The planner's whole decisions, fixed here, leave a plan as good."""
    mine.m.scip.freeTransform()
    for family in WHOLE:
        for key, variable in mine.m.x[family].items():
            if variable.vtype() != "CONTINUOUS":
                mine.m.fix(family, key, float(round(found.get(family, *key))))
    name, terms = mine.objectives()[-1]
    ends, best = mine.m.minimise(terms), stages[-1].value
    if ends is None:
        return ["the planner's decisions break a row of the independent formulation"]
    if ends[1] > best + NEAR * max(1.0, abs(best)):
        return [f"the planner's decisions come to {name} {ends[1]:.9g}, the best is {best:.9g}"]
    return []
