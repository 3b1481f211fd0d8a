"""Random problems for the comparison: those of tests/generate, half of them squeezed, so that some have no plan."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from procure.problem import Limit, Problem
from tests.generate import generate

FACTORS = (0.3, 0.6, 0.8, 0.9, 0.95)


def instance(seed: int) -> Problem:
    """The problem of a seed: every third one tiny, the others small; every second one squeezed."""
    problem = generate(seed, "tiny" if seed % 3 == 0 else "small")
    return squeezed(problem, Random(f"squeezed {seed}")) if seed % 2 else problem


def squeezed(problem: Problem, rng: Random) -> Problem:
    """The problem with less of one or two things that it limits, so that they bind more, or leave no plan."""
    for _ in range(rng.randint(1, 2)):
        ways = [way for way in WAYS if way(problem, 0.5) != problem]
        if ways:
            problem = rng.choice(ways)(problem, rng.choice(FACTORS))
    return problem


def _budgets(p: Problem, factor: float) -> Problem:
    return p.replace(budgets=[replace(b, limits=tuple(_less(x, factor, p) for x in b.limits)) for b in p.budgets])


def _capacities(p: Problem, factor: float) -> Problem:
    rows = [replace(c, limits=tuple(_less(x, factor, p) for x in c.limits)) for c in p.capacities]
    return p.replace(capacities=rows)


def _less(limit: Limit, factor: float, p: Problem) -> Limit:
    """In whole rounding units, as what is paid is."""
    unit = p.programme.rounding_m
    return replace(limit, amount=round(round(limit.amount * factor / unit) * unit, 6))


def _ceilings(p: Problem, factor: float) -> Problem:
    rows = [n if n.ceiling_m is None else replace(n, ceiling_m=round(n.ceiling_m * factor, 2)) for n in p.nations]
    return p.replace(nations=rows)


def _rates(p: Problem, factor: float) -> Problem:
    rates = {i.id: max(i.min_rate, round(i.max_rate * factor, 2), 0.1) for i in p.items if i.max_rate is not None}
    return p.replace(items=[replace(i, max_rate=rates.get(i.id)) for i in p.items])


def _rules(p: Problem, factor: float) -> Problem:
    """Must-rules ask for more, or allow less."""
    rows = []
    for r in p.rules:
        asked = round(r.amount / factor if r.relation == ">=" and "points" not in r.base else r.amount * factor, 3)
        rows.append(replace(r, amount=asked) if r.strength == "must" else r)
    return p.replace(rules=rows)


def _windows(p: Problem, factor: float) -> Problem:
    """Some packages must be finished earlier."""
    last = p.programme.calendar.count - 1
    some = {w.id for w in p.packages[::3] if w.latest is None}
    rows = [replace(w, latest=max(w.earliest, round(last * factor))) if w.id in some else w for w in p.packages]
    return p.replace(packages=rows)


def _delays(p: Problem, factor: float) -> Problem:
    return p.replace(items=[replace(i, latest_delay_months=0.0) for i in p.items])


WAYS = (_budgets, _capacities, _ceilings, _rates, _rules, _windows, _delays)
