"""Operators for membership and settlement."""

from __future__ import annotations

from random import Random

from procure import keys
from procure.facts import Facts
from procure.plan import Key, Plan
from tests.spoiling.tools import MUCH, changed, moved, one_of, spoils, taken, unit


def _outside(f: Facts, nation: str) -> list[int]:
    return [t for t in f.periods if not f.nations[nation].member(t)]


@spoils("membership")
def _a_nation_is_charged_before_it_joins_or_after_it_has_left(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found: list[tuple[Key, Key]] = []
    for n, p, t in taken(plan, "charge"):
        others = [m for m in keys.payers(f, f.phases[str(p)]) if int(t) in _outside(f, m)]
        found += [((n, p, t), (m, p, t)) for m in others]
    pair = one_of(rng, found)
    if pair is None:
        return None
    spoiled = moved(plan, "charge", *pair)
    return moved(spoiled, "gross", *pair) if plan.get("gross", *pair[0]) else spoiled


@spoils("membership")
def _units_are_handed_over_outside_membership(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [((i, n, t), (i, n, u)) for i, n, t in taken(plan, "deliver") for u in _outside(f, str(n))]
    pair = one_of(rng, found)
    return moved(plan, "deliver", *pair) if pair else None


@spoils("settlement")
def _a_settlement_is_a_unit_more_than_the_others_receive(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "settle"))
    return changed(plan, {("settle", key): plan.get("settle", *key) + unit(f)}) if key else None


@spoils("settlement")
def _one_settles_for_another(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [(a, b) for a in taken(plan, "settle") for b in taken(plan, "settle") if a != b and a[1:] == b[1:]]
    pair = one_of(rng, found)
    return moved(plan, "settle", *pair, MUCH * unit(f)) if pair else None


@spoils("settlement")
def _who_leaves_pays_more_than_is_owed(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    """By a nation that stays, where none leaves."""
    key = one_of(rng, taken(plan, "exit")) or one_of(rng, [key[:2] for key in taken(plan, "settle")])
    return changed(plan, {("exit", key): plan.get("exit", *key) + MUCH * unit(f)}) if key else None
