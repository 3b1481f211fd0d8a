"""Random programmes without a plan, and what must hold of a conflict of them.

    draw(seed)             a programme whose rows were tightened, several at once, until it had no plan
    wrong(problem, found)  "" where the conflict is one, and needs every member; else what is wrong of it

What is wrong is worked out by planning, which asks neither the oracle nor the elastic relaxation.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

from procure import solve
from procure.audit import audit
from procure.calendar import Span
from procure.explain.claims import claims, without
from procure.explain.claims.claim import Claim
from procure.explain.conflict import Conflict
from procure.facts import Facts
from procure.findings import Refused
from procure.milp import OutOfRange
from procure.planning import plan
from procure.problem import Budget, Capacity, Limit, Objective, Problem, Rule
from procure.solve import Options
from procure.workbook.sheets import OBJECTIVES
from tests.generate import generate

TRIES = 40  # draws that may have a plan, or none whatever is given up
LIMIT = Options(time_limit=60.0)
LATENESS = (Objective(OBJECTIVES[0]),)  # one stage is enough to know whether there is a plan


def draw(seed: int, size: str = "tiny") -> Problem:
    """A programme that has no plan, and one once everything that can be is given up."""
    rng = random.Random(f"infeasible {seed}")
    for _ in range(TRIES):
        problem = tightened(generate(rng.randrange(10**6), size), rng).replace(objectives=LATENESS)
        if state(problem) == solve.INFEASIBLE and state(without(problem, claims(problem))) != solve.INFEASIBLE:
            return problem
    raise AssertionError(f"{seed}: every one of {TRIES} programmes has a plan, or none whatever is given up")


def tightened(problem: Problem, rng: random.Random) -> Problem:
    """A few of its rows made much stricter: budgets, capacities, rules, rates, delays."""
    for _ in range(rng.randint(2, 5)):
        problem = rng.choice((_poorer, _smaller, _stricter, _slower, _punctual))(problem, rng)
    return problem


def _poorer(problem: Problem, rng: random.Random) -> Problem:
    nation = rng.choice(problem.nations)
    labels = problem.programme.calendar.labels
    if any(line.nation == nation.id for line in problem.budgets):
        return problem.replace(budgets=[_cut(line, nation.id, rng) for line in problem.budgets])
    limits = tuple(Limit(Span(t, t), float(rng.randint(5, 40)), label) for t, label in enumerate(labels))
    return problem.replace(budgets=(*problem.budgets, Budget(nation.id, limits)))


def _cut(line: Budget, nation: str, rng: random.Random) -> Budget:
    factor = rng.choice((0.5, 0.7, 0.9))
    limits = (replace(limit, amount=round(limit.amount * factor, 2)) for limit in line.limits)
    return replace(line, limits=tuple(limits)) if line.nation == nation else line


def _smaller(problem: Problem, rng: random.Random) -> Problem:
    if not problem.capacities:
        return problem
    one = rng.choice(problem.capacities)
    factor = rng.choice((0.5, 0.7, 0.9))

    def less(capacity: Capacity) -> Capacity:
        limits = (replace(limit, amount=round(limit.amount * factor, 2)) for limit in capacity.limits)
        return replace(capacity, limits=tuple(limits), lowest=0.0) if capacity == one else capacity

    return problem.replace(capacities=[less(capacity) for capacity in problem.capacities])


def _stricter(problem: Problem, rng: random.Random) -> Problem:
    """A floor or a cap on a nation's work, as a part of all work."""
    nation, floor = rng.choice(problem.nations).id, rng.random() < 0.7
    name = f"strict {len(problem.rules)}"
    amount = float(rng.randint(20, 60) if floor else rng.randint(10, 40))
    rule = Rule(name, "work", (nation,), relation=">=" if floor else "<=", amount=amount, base="% of total work")
    return problem.replace(rules=(*problem.rules, rule))


def _slower(problem: Problem, rng: random.Random) -> Problem:
    """One or two units a period at most."""
    rate = rng.choice((1.0, 2.0)) / problem.programme.calendar.year_fraction
    return problem.replace(items=[replace(i, max_rate=rate, ramp_fraction=None, min_rate=0.0) for i in problem.items])


def _punctual(problem: Problem, rng: random.Random) -> Problem:
    return problem.replace(items=[replace(i, latest_delay_months=0.0, may_short=False) for i in problem.items])


def state(problem: Problem, solver: str = "highs") -> str:
    """What planning it comes to; "refused" where it cannot be written."""
    try:
        return plan(problem, LIMIT, gap=0.5, solver=solver).state
    except (Refused, OutOfRange):
        return "refused"


def wrong(problem: Problem, found: Conflict | None, solvers: Iterable[str] = ("highs",)) -> str:
    """What is wrong of a conflict that is said to be proven; of its rows alone, all others given up."""
    if found is None or not found.proven or found.physics:
        return f"not proven: {found}"
    if any(state(_alone(problem, found.claims), solver) != solve.INFEASIBLE for solver in solvers):
        return "has a plan"
    needless = (one for one in found.claims if not _planned(_alone(problem, (c for c in found.claims if c != one))))
    return next((f"{claim.name} is not needed" for claim in needless), "")


def _alone(problem: Problem, kept: Iterable[Claim]) -> Problem:
    """The problem with these claims alone."""
    names = {claim.name for claim in kept}
    return without(problem, [claim for claim in claims(problem) if claim.name not in names])


def _planned(problem: Problem) -> bool:
    """Whether there is a plan that the audit passes."""
    outcome = plan(problem, LIMIT, gap=0.5)
    return outcome.plan is not None and audit(outcome.plan, Facts(problem)).passed
