"""What the operators are made with: their table, and plans with a few decisions changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from typing import TypeVar

from procure.facts import Facts
from procure.plan import Key, Plan, dec

ONE, NONE = Decimal(1), Decimal(0)
SOME, MUCH = Decimal("0.01"), Decimal(1000)  # of a quantity or an amount

Spoil = Callable[[Plan, Facts, Random], Plan | None]
Thing = TypeVar("Thing")

OPERATORS: dict[str, tuple[str, Spoil]] = {}


def spoils(clause: str) -> Callable[[Spoil], Spoil]:
    """Enter an operator under its function's name, in words."""

    def enter(operator: Spoil) -> Spoil:
        OPERATORS[operator.__name__.strip("_").replace("_", " ")] = (clause, operator)
        return operator

    return enter


def changed(plan: Plan, changes: Mapping[tuple[str, Key], Decimal]) -> Plan:
    """The plan with these decisions set to new values; 0 takes a decision away."""
    values = {family: dict(decisions) for family, decisions in plan.values.items()}
    for (family, key), value in changes.items():
        values.setdefault(family, {})[key] = value
    kept = {family: {k: v for k, v in decisions.items() if v} for family, decisions in values.items()}
    return Plan(kept, plan.stages, plan.run)


def unit(f: Facts) -> Decimal:
    return dec(f.problem.programme.rounding_m)


def one_of(rng: Random, things: list[Thing]) -> Thing | None:
    return rng.choice(things) if things else None


def taken(plan: Plan, family: str) -> list[Key]:
    """Keys of a family's decisions, sorted."""
    return [key for key, _ in plan.items(family)]


def moved(plan: Plan, family: str, source: Key, target: Key, amount: Decimal | None = None) -> Plan:
    """The plan with an amount (None = all) of one decision moved to another of the family."""
    much = plan.get(family, *source) if amount is None else amount
    left, more = plan.get(family, *source) - much, plan.get(family, *target) + much
    return changed(plan, {(family, source): left, (family, target): more})


def sum_of(plan: Plan, family: str, *pattern: str | int | None) -> Decimal:
    return plan.total(family, *pattern)
