"""Operators for counted: work that is told to be another nation's, or more, than Content and the setting make it."""

from __future__ import annotations

from random import Random

from procure.facts import Facts
from procure.plan import Plan
from tests.spoiling.tools import MUCH, NONE, changed, moved, one_of, spoils, taken


@spoils("counted")
def _work_counts_for_another_nation(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [(key, (n, *key[1:])) for key in taken(plan, "counted") for n in f.nations if n != key[0]]
    pair = one_of(rng, [pair for pair in found if plan.get("counted", *pair[0]) > 1])
    return moved(plan, "counted", *pair) if pair else None


@spoils("counted")
def _work_counts_for_more_than_it_is(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "counted"))
    return changed(plan, {("counted", key): plan.get("counted", *key) * 2 + MUCH}) if key else None


@spoils("counted")
def _work_does_not_count(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "counted") if plan.get("counted", *key) > 1])
    return changed(plan, {("counted", key): NONE}) if key else None
