"""What the inputs ask for, row by row: one group of claims a file, each with `of(problem)`.

What can leave a problem without a plan, clause by clause, and whether somebody could give it up:

    claims    requirement (a firm row, a latest delay), placement (earliest, latest, begins), award (fewest, most,
              smallest share), given, pins, offered (least, most, bundle, an end before signature), rate (max, min,
              ramp, restart), capacity, lowest_load, expansion (earliest, latest), controls (denials, months), key
              (bounds of negotiated shares); budget, commitments, ceiling; rules that must hold; de_minimis (a denial)
    physics   supply, stock, precedence, qualification, use, extras, in_service, work, learning, tiers: what work is and
              what it waits for; months, values, efforts and prices; that a package is not divisible; the horizon
    agreed    keys, terms of payment, VAT, membership, settlements, support periods: without them others would pay more
              or earlier, so plans could be lost; which supplier is in which sector
    never     grants, loans, conditions, wishes and options: nobody has to take them (but for a pin, which is a claim)

An offer's first quantity counts as its least. Units whose price must hold are no claim: the price would be a product.
"""

from __future__ import annotations

from collections.abc import Iterable

from procure.explain.claims import capacity, controls, decisions, money, needs, rules, shares, time
from procure.explain.claims.claim import Claim
from procure.problem import Problem

GROUPS = (decisions, rules, shares, controls, money, time, capacity, needs)


def claims(problem: Problem) -> tuple[Claim, ...]:
    """Every claim of a problem, in the order in which they would be given up: by rank, kind and name."""
    return tuple(sorted((claim for group in GROUPS for claim in group.of(problem)), key=_order))


def without(problem: Problem, given_up: Iterable[Claim]) -> Problem:
    """The problem with some of its claims given up altogether."""
    for claim in given_up:
        problem = claim.drop(problem)
    return problem


def _order(claim: Claim) -> tuple[int, str, str]:
    return claim.rank, claim.kind, claim.name
