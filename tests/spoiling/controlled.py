"""Operators for controls and de_minimis."""

from __future__ import annotations

from random import Random

from procure.end_use import thresholds
from procure.facts import Facts
from procure.plan import Plan
from tests.spoiling.tools import NONE, ONE, SOME, changed, moved, one_of, spoils, sum_of, taken


@spoils("controls")
def _awards_a_supplier_that_is_denied(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [(w, s) for w in f.packages for s in f.suppliers if f.denials(w, s)])
    return changed(plan, {("award", key): ONE}) if key else None


@spoils("controls")
def _works_before_the_licence(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for family in ("start", "make"):
        for key in taken(plan, family):
            wait = f.wait(str(key[0]), str(key[1]))
            found += [(family, key, wait - 1)] if wait and plan.get(family, *key) > SOME else []
    chosen = one_of(rng, found)
    if chosen is None:
        return None
    family, key, early = chosen
    return moved(plan, family, key, (*key[:-1], early))


@spoils("controls")
def _delivers_before_the_licence(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    waits = {(i, n): f.permissions.wait(f.technologies_of(str(i)), str(n)) for i, n, _ in taken(plan, "deliver")}
    key = one_of(rng, [key for key in taken(plan, "deliver") if waits[key[:2]] and plan.get("deliver", *key) > SOME])
    return moved(plan, "deliver", key, (*key[:-1], waits[key[:2]] - 1)) if key else None


@spoils("controls")
def _a_transfer_is_never_paid(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "transfer"))
    return changed(plan, {("transfer", key): NONE}) if key else None


@spoils("controls")
def _a_transfer_costs_nothing(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "transfer_cost") if plan.get("transfer_cost", *key) > SOME])
    return changed(plan, {("transfer_cost", key): NONE}) if key else None


@spoils("controls")
def _a_transfer_is_paid_too_late(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "transfer_cost") if len(f.periods) > 1])
    return moved(plan, "transfer_cost", key, (*key[:-1], f.periods[-1])) if key else None


@spoils("de_minimis")
def _all_sets_come_from_the_owner(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    """Every set that goes into a nation's units is made by a supplier of the owner."""
    found = []
    for (i, n, o), c in thresholds(f).items():
        theirs = [s.id for s in f.suppliers.values() if s.nation == o]
        parts = any(x.component_fraction for x in f.problem.contents)
        if theirs and c.de_minimis_fraction < 0.99 and not parts and sum_of(plan, "deliver", i, n) > SOME:
            found.append((i, n, theirs[0]))
    chosen = one_of(rng, found)
    if chosen is None:
        return None
    i, n, owner = chosen
    streams = {(w, b.id): b for w, several in f.streams.items() for b in several}
    for key in taken(plan, "make"):
        b = streams[str(key[0]), str(key[2])]
        if i in b.items and (b.buyers is None or n in b.buyers) and key[1] != owner:
            plan = moved(plan, "make", key, (key[0], owner, *key[2:]))
    return plan
