"""Prices of rules against what enumeration finds with and without them; benchmarks/prices.py counts all."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from procure import solve
from procure.explain.claims import claims
from procure.explain.prices import How, cheapest, prices
from procure.explain.steps import LOOSEN, TIGHTEN, stepped
from procure.planning import plan
from procure.problem import Problem, Rule
from procure.tables.price import COMPARED, LOOSER, NO_PLAN, NO_STEP, TIGHTER, WITHOUT, Case, Change
from tests import brute
from tests.generate import generate

PARTS = (0.3, 0.6, 0.8, 0.97)  # of what the nation would do
NEAR = 2e-5  # of an objective: what two differences of solves may differ by
SENSES = {LOOSER: LOOSEN, TIGHTER: TIGHTEN}


@dataclass
class Count:
    """What a seed came to. wrong: what is not as enumeration has it."""

    rules: int = 0
    cases: int = 0
    costly: int = 0
    without_plan: int = 0
    wrong: str = ""


def drawn(seed: int) -> tuple[Problem, brute.Best] | None:
    """A tiny problem with a rule that takes work from a nation, and its best plan; budgets are near what is paid every
    other time.

    None where too many choices would have to be tried, or no such rule leaves a plan.
    """
    problem = brute.sharpened(generate(seed, "tiny"), squeezed=seed % 2 == 1)
    if problem is None or brute.size(problem) > brute.MOST:
        return None
    found, rng = plan(problem).plan, Random(f"price {seed}")
    if found is None:
        return None
    works = {n: float(found.total("work", n)) for n in sorted({str(key[0]) for key, _ in found.items("work")})}
    tried = [(n, part) for n, work in works.items() for part in PARTS if work > 1.0]
    for n, part in rng.sample(tried, len(tried)):
        cap = Rule("cap", "work", (n,), relation="<=", amount=round(works[n] * part, 2), base="M", asked_by=n)
        ruled = problem.replace(rules=(*(rule for rule in problem.rules if rule.id != "cap"), cap))
        best = brute.best(ruled)
        if best is not None:
            return ruled, best
    return None


def counted(seed: int) -> Count | None:
    """Every price of every rule of a seed's problem beside enumeration; None where the problem says nothing."""
    one = drawn(seed)
    if one is None:
        return None
    problem, base = one
    found = plan(problem, gap=0.0).plan
    if found is None:
        return Count(wrong="no plan, where enumeration has one")
    count, by_name = Count(), {claim.name: claim for claim in claims(problem)}
    for price in prices(problem, found, None, How(solve.Options(), 0.0)):
        count.rules += 1
        for case in price.cases:
            count.cases += 1
            if case.how == WITHOUT:
                posed: Problem | None = by_name[price.name].drop(problem)
            else:
                step = stepped(problem, by_name[price.name], SENSES[case.how])
                posed = None if step is None else step.problem
            if posed is None:
                wrong = "" if case.state == NO_STEP else f"{case.state}, and there is no such step"
            else:
                other = brute.best(cheapest(problem, posed))
                wrong = _apart(case, base, other)
                count.without_plan += other is None
            count.costly += case.how == WITHOUT and case.certain
            if wrong:
                count.wrong = f"{price.name}, {case.how}: {wrong}"
                return count
    return count


def _apart(case: Case, base: brute.Best, other: brute.Best | None) -> str:
    """Where a case is not what enumeration found."""
    if other is None or case.state != COMPARED:
        return "" if other is None and case.state == NO_PLAN else f"{case.state} {case.why}, enumeration {other}"
    late = case.before.amount if case.before is not None else 0
    expected = other.lateness - base.lateness
    if abs(float(late) - expected) > NEAR * max(1.0, base.lateness):
        return f"lateness {late}, not {expected:g}"
    assert case.cost is not None
    expected, near = other.cost - base.cost, NEAR * max(1.0, abs(base.cost))
    if abs(float(case.cost.amount) - expected) > near:
        return f"cost {case.cost.amount}, not {expected:g}"
    return "" if _within(case.cost, expected, near) else f"{expected:g} is not from {case.cost.low} to {case.cost.high}"


def _within(change: Change, expected: float, near: float) -> bool:
    if change.low is None or change.high is None:
        return True
    return float(change.low) - near <= expected <= float(change.high) + near
