"""Operators for options and wishes."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from procure.demand import Extra
from procure.facts import Facts
from procure.plan import Plan, dec
from tests.spoiling.tools import NONE, ONE, SOME, changed, moved, one_of, spoils, taken


def _offered(f: Facts) -> dict[tuple[str, str, str], Extra]:
    return {(need.name, need.nation, e.label): e for need in f.needs.values() for e in need.extras}


@spoils("extras")
def _takes_more_lots_than_there_are(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, list(_offered(f)))
    return changed(plan, {("lots", key): dec(_offered(f)[key].most) + ONE}) if key else None


@spoils("extras")
def _takes_a_part_of_a_lot(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key, e in _offered(f).items() if e.whole])
    return changed(plan, {("lots", key): Decimal("0.5")}) if key else None


@spoils("extras")
def _takes_what_is_not_offered(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    need = one_of(rng, list(f.needs.values()))
    return changed(plan, {("lots", (need.name, need.nation, "wish 9")): ONE}) if need else None


@spoils("requirement")
def _takes_units_that_it_does_not_deliver(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key, e in _offered(f).items() if e.most - float(plan.get("lots", *key)) >= 1])
    return changed(plan, {("lots", key): plan.get("lots", *key) + ONE}) if key else None


@spoils("requirement")
def _forgets_units_that_it_delivers(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "lots") if plan.get("lots", *key) > SOME])
    return changed(plan, {("lots", key): NONE}) if key else None


@spoils("extras")
def _hands_over_a_wish_before_its_time(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for need in f.needs.values():
        mine = [e for e in need.extras if plan.get("lots", need.name, need.nation, e.label) > SOME]
        found += [need] if mine and min(e.first for e in need.extras) > 0 else []
    need = one_of(rng, found)
    for key in taken(plan, "deliver") if need else ():
        if need and key[0] in need.items and key[1] == need.nation and key[2] != 0:
            plan = moved(plan, "deliver", key, (*key[:2], 0))
    return plan if need else None


@spoils("extras")
def _takes_a_wish_while_firm_units_are_left_out(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [need for need in f.needs.values() if need.may_short and any(need.due) and need.extras]
    found = [d for d in found if any(plan.get("lots", d.name, d.nation, e.label) > SOME for e in d.extras)]
    need = one_of(rng, found)
    return changed(plan, {("short", (need.name, need.nation)): ONE}) if need else None
