"""Operators for other_costs, contingency and vat."""

from __future__ import annotations

from random import Random

from procure.facts import Facts
from procure.plan import Key, Plan
from tests.spoiling.tools import MUCH, changed, one_of, spoils, taken, unit


def _off(plan: Plan, f: Facts, rng: Random, family: str, units: int) -> Plan | None:
    """A leaf of the family so many units up or down."""
    key = one_of(rng, taken(plan, family))
    return changed(plan, {(family, key): plan.get(family, *key) + units * unit(f)}) if key else None


@spoils("other_costs")
def _another_cost_is_a_unit_too_high(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    return _off(plan, f, rng, "other", 2)


@spoils("other_costs")
def _another_cost_is_dearer_than_stated(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    return _off(plan, f, rng, "other", int(MUCH))


@spoils("work")
def _another_cost_is_in_nobodys_spend(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    costs = {c.id: c.phase for c in f.problem.other_costs}
    key: Key | None = one_of(rng, taken(plan, "other"))
    if key is None:
        return None
    spent = (costs[str(key[0])], key[1])
    return changed(plan, {("spend", spent): plan.get("spend", *spent) - plan.get("other", *key)})


@spoils("contingency")
def _nothing_is_kept(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [key for key in taken(plan, "contingency") if plan.get("contingency", *key) > 3 * unit(f)]
    key = one_of(rng, found)
    return changed(plan, {("contingency", key): 3 * unit(f) - 3 * unit(f)}) if key else None


@spoils("contingency")
def _more_is_kept_than_agreed(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    return _off(plan, f, rng, "contingency", 3)


@spoils("vat")
def _vat_is_above_its_rate(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    return _off(plan, f, rng, "vat", 2)


@spoils("vat")
def _vat_is_paid_where_there_is_none(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    taxed = {p.id for p in f.phases.values() if p.national_vat}
    key = one_of(rng, [key for key in taken(plan, "charge") if key[1] not in taxed])
    return changed(plan, {("vat", key): unit(f)}) if key else None


@spoils("terms")
def _what_is_given_in_kind_is_due_all_the_same(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [
        ((str(c.in_kind_by), c.phase, t), plan.get("other", c.id, t))
        for c in f.problem.other_costs
        for t in f.periods
        if c.in_kind_by is not None and plan.get("other", c.id, t) > 3 * unit(f)
    ]
    chosen = one_of(rng, found)
    return changed(plan, {("due", chosen[0]): plan.get("due", *chosen[0]) + chosen[1]}) if chosen else None
