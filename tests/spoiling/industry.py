"""Operators for expansion, in_service, qualification and lowest_load."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from procure import investments
from procure.facts import Facts
from procure.plan import Key, Plan, dec
from procure.problem import Capacity, Investment
from tests.spoiling.tools import MUCH, NONE, ONE, SOME, changed, moved, one_of, spoils, sum_of, taken


def _open_to(plan: Plan, f: Facts) -> list[Investment]:
    """Investments that a plan may make; none of a plan that decides nothing."""
    return list(f.problem.investments) if taken(plan, "award") else []


@spoils("expansion")
def _invests_for_nothing(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    e = one_of(rng, [e for e in _open_to(plan, f) if e.cost_m > SOME])
    return changed(plan, {("expand", (e.id, 0)): ONE - plan.get("expand", e.id, 0)}) if e else None


@spoils("expansion")
def _invests_by_half(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    e = one_of(rng, _open_to(plan, f))
    return changed(plan, {("expand", (e.id, rng.choice(f.periods))): ONE / 2}) if e else None


@spoils("expansion")
def _invests_twice(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    e = one_of(rng, [e for e in _open_to(plan, f) if len(f.periods) > 1])
    return changed(plan, {("expand", (e.id, t)): ONE for t in f.periods[:2]}) if e else None


@spoils("expansion")
def _invests_too_late_to_be_of_use(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    e = one_of(rng, [e for e in _open_to(plan, f) if investments.lead(f, e)])
    return changed(plan, {("expand", (e.id, f.periods[-1])): ONE}) if e else None


@spoils("expansion")
def _pays_for_an_investment_twice(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "invest"))
    return changed(plan, {("invest", key): 2 * plan.get("invest", *key) + ONE}) if key else None


@spoils("in_service")
def _leaves_units_without_support(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    keys = [key for key in _support(plan, f) if plan.get("make", *key) > SOME]
    key = one_of(rng, keys)
    return changed(plan, {("make", key): NONE}) if key else None


@spoils("in_service")
def _supports_units_that_nobody_has(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, _support(plan, f))
    return changed(plan, {("make", key): plan.get("make", *key) + MUCH}) if key else None


def _support(plan: Plan, f: Facts) -> list[Key]:
    names = {w.id for w in f.in_service}
    return [key for key in taken(plan, "make") if key[0] in names]


@spoils("qualification")
def _places_what_nobody_needs_or_nothing_where_it_is_needed(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    q = one_of(rng, [w for w in f.one_off if w.qualifies and taken(plan, "award")])
    return changed(plan, {("placed", (q.id,)): ONE - plan.get("placed", q.id)}) if q else None


@spoils("qualification")
def _works_before_it_is_qualified(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    pairs = {pair for several in f.qualified.values() for pair in several}
    keys = [k for k in taken(plan, "make") if k[:2] in pairs and int(k[-1]) > 0 and plan.get("make", *k) > SOME]
    key = one_of(rng, keys)
    return moved(plan, "make", key, (*key[:-1], 0)) if key else None


@spoils("lowest_load")
def _works_less_than_keeps_it_going(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    """All work of a row leaves a period, but for half of the lowest load in sets of one package."""
    found: list[tuple[Capacity, int, Key, Decimal]] = []
    for c in f.problem.capacities:
        for key in taken(plan, "make") if c.lowest > SOME else ():
            t, (w, s, b) = int(key[-1]), key[:3]
            if s != c.supplier or w not in f.covers(c) or _one_off(plan, f, c, t):
                continue
            stream = next(x for x in f.streams[str(w)] if x.id == b)
            effort = dec(f.effort(str(w), c.supplier, c.unit, stream))
            found += [(c, t, key, dec(c.lowest) / 2 / effort)] if effort else []
    chosen = one_of(rng, found)
    if chosen is None:
        return None
    c, t, key, half = chosen
    mine = [k for k in taken(plan, "make") if k[0] in f.covers(c) and k[1] == c.supplier and k[-1] == t]
    return changed(plan, {("make", k): NONE for k in mine} | {("make", key): half})


def _one_off(plan: Plan, f: Facts, c: Capacity, t: int) -> bool:
    """Whether one-off work loads the row in a period."""
    return any(
        s == c.supplier and w in f.covers(c) and int(u) <= t < int(u) + f.duration(f.packages[str(w)])
        for w, s, u in taken(plan, "start")
    )


@spoils("lowest_load")
def _does_nothing_that_keeps_it_going(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    """All work of a row whose lowest load holds always is done by nobody."""
    rows = [c for c in f.problem.capacities if c.lowest > SOME and c.lowest_always]
    c = one_of(rng, rows)
    if c is None:
        return None
    mine = [k for k in taken(plan, "start") if k[0] in f.covers(c) and k[1] == c.supplier]
    made = [k for k in taken(plan, "make") if k[0] in f.covers(c) and k[1] == c.supplier]
    gone = {("start", k): NONE for k in mine} | {("make", k): NONE for k in made}
    return changed(plan, gone) if sum_of(plan, "award", None, c.supplier) else None
