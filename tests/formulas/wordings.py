"""Programmes with rules of many wordings, and a plan that keeps some of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

from procure import rules
from procure.facts import Facts
from procure.plan import Plan
from procure.problem import Problem, Rule
from tests.measures.test_wordings import PAIRS, WORDS, programme, stored, worded

EACH = 2  # wordings of each measure and base


@cache
def worded_plan(kind: str) -> tuple[Problem, Plan]:
    """A programme of test_wordings with rules of every measure and base that is not refused, and its plan."""
    rng, problem, found = Random(kind), programme(kind), list[Rule]()
    for measure, base in PAIRS:
        possible: list[Rule] = []
        for each, window, relation in rng.sample(WORDS, len(WORDS)):
            rule = worded(kind, measure, base, each, window, relation, rng.choice((1.0, 40.0)))
            rule = replace(rule, counts_from_fraction=0.3 if measure == "nations" and possible else 0.0)
            if len(possible) < EACH and not rules.refusals(Facts(problem.replace(rules=[rule]))):
                possible.append(rule)
        found += possible
    named = (replace(rule, id=f"{rule.measure}, {rule.base}, {n}", row=n + 2) for n, rule in enumerate(found))
    return problem.replace(rules=tuple(named)), stored(kind)
