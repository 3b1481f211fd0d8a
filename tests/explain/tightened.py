"""Random programmes without a plan: claims of one that has a plan, tightened until it has none."""

from __future__ import annotations

import random

from procure.explain.claims import claims
from procure.explain.conflict import Conflict, find
from procure.explain.feasible import NO, Oracle
from procure.explain.loosening import Loosened, applied
from procure.problem import Problem
from tests.generate import generate

TRIES = 200
MOST = 0.9  # of a present figure that it is tightened by


def infeasible(seed: int, size: str = "tiny") -> tuple[Problem, Conflict]:
    """A programme without a plan and a conflict of it that somebody could give something up of."""
    draw = random.Random(f"tightened {seed}")
    for turn in range(TRIES):
        problem = _tightened(generate(seed * TRIES + turn, size), draw)
        if problem is not None and Oracle().answer(problem) == NO:
            found = find(problem)
            if found is not None and found.claims and found.proven:
                return problem, found
    raise AssertionError(f"no programme without a plan in {TRIES} tries")


def _tightened(problem: Problem, draw: random.Random) -> Problem | None:
    """The problem with up to three cells tightened; None where its inputs would have errors."""
    ways = [(claim, way) for claim in claims(problem) for way in claim.ways if way.now and way.most != 0]
    if not ways:
        return None
    several = []
    for claim, way in draw.sample(ways, min(len(ways), 3)):
        steps = max(1, round(abs(way.now or 0.0) * draw.uniform(0.1, MOST) / way.step))
        several.append(Loosened(claim, way, -steps * way.step))
    return applied(problem, several)
