"""Outside money for a random programme: grants, a bonus, a loan, some under a condition. The programme keeps its plan.

Nothing has to be taken, so the hidden plan of a generated problem stays one; how much is given is up to the planner.
"""

from __future__ import annotations

import random
from dataclasses import replace

from procure.calendar import Span
from procure.problem import PARTNER, Fund, Limit, Problem, Rule
from tests.generating.draw import SIZES, Draft


def outside(d: Draft) -> None:
    """In some programmes; tiny ones stay as they are, so that every choice can be tried."""
    rng = random.Random(f"outside money of {d.problem.programme.name}")
    if d.size is not SIZES["tiny"] and rng.random() < 0.25:
        d.problem = with_funds(d.problem, rng.randrange(1000))


def with_funds(problem: Problem, seed: int) -> Problem:
    """The problem with funds; the same seed gives the same ones."""
    rng = random.Random(seed)
    partners = [n.id for n in problem.nations if n.role == PARTNER]
    phases = [p.id for p in problem.phases]
    condition = Rule(
        "condition of funds", "work", who=(rng.choice(partners),), relation=rng.choice((">=", "<=")),
        amount=float(rng.randint(1, 40)), base=rng.choice(("% of total work", "% of own cost", "M")),
        strength="condition",
    )  # fmt: skip
    grant = _fund(rng, "grant", partners, phases)
    if rng.random() < 0.6:
        grant = replace(grant, needs=(condition.id,))
    funds = [grant, replace(_fund(rng, "bonus", partners, phases), needs=("grant",))]
    if rng.random() < 0.5:
        within = "grant" if grant.envelope_m is not None and rng.random() < 0.5 else None
        funds.append(replace(_fund(rng, "second", partners, phases), within=within))
    loan = Fund(
        "loan", "loan", who=_some(rng, partners), phases=tuple(_some(rng, phases)),
        most_fraction=rng.choice((1.0, 0.6)), interest_fraction=rng.choice((0.0, 0.01, 0.08)),
        envelope_m=rng.choice((None, 30.0)), repay_from_months=rng.choice((0.0, 24.0, 60.0)),
        repay_periods=rng.randint(1, 8),
    )  # fmt: skip
    return problem.replace(funds=(*funds, loan), rules=(*problem.rules, condition))


def _fund(rng: random.Random, name: str, partners: list[str], phases: list[str]) -> Fund:
    limit = Limit(Span(0, 0), float(rng.randint(0, 20)))
    return Fund(
        name, who=rng.choice((("partners",), tuple(_some(rng, partners)))), phases=tuple(_some(rng, phases)),
        most_fraction=rng.choice((1.0, 1.0, 0.7)), rate_fraction=rng.choice((0.1, 0.333, 0.6, 1.0)),
        envelope_m=rng.choice((None, 7.77, 100 / 3)), limits=(limit,) if rng.random() < 0.3 else (),
    )  # fmt: skip


def _some(rng: random.Random, names: list[str]) -> tuple[str, ...]:
    return tuple(sorted(rng.sample(names, rng.randint(1, len(names)))))
