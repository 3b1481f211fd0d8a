"""Rules that every plan must keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from procure import words
from procure.explain.claims.claim import POLICY, RULES, Claim, Way
from procure.measures import losses
from procure.problem import Problem, Rule
from procure.rules import unit_of
from procure.whatif.target import looser_amount

STEP = 0.01  # of a rule's amount, in its unit


def of(problem: Problem) -> Iterator[Claim]:
    """Rules of strength must, the model's own among them."""
    labels = problem.programme.calendar.labels
    for rule in problem.rules:
        if rule.strength == "must" and not losses.asked(rule):
            owner = rule.asked_by or (f"model {problem.programme.model}" if rule.agreed else "")
            cells = tuple(c for c in (problem.cell("Rules", rule.row, "amount"),) if c)
            text, drop = words.plain(rule, labels), partial(_drop, rule.id)
            yield Claim(f"Rules[{rule.id}]", RULES, POLICY, text, cells, owner, drop, _ways(rule), rule.strength)


def _ways(rule: Rule) -> tuple[Way, ...]:
    """The amount: what holds on both sides can only be given up altogether, unless it is `within`."""
    sign = looser_amount(rule, f"Rules[{rule.id}]")
    if sign is None:
        return (Way("Rules", (rule.id,), "strength", most=0.0, whole="report"),)
    unit = unit_of(rule)
    return (Way("Rules", (rule.id,), "amount", rule.amount, unit, sign, STEP, None, "report", "strength"),)


def _drop(name: str, problem: Problem) -> Problem:
    rules = (replace(rule, strength="report") if rule.id == name else rule for rule in problem.rules)
    return problem.replace(rules=tuple(rules))
