"""Operators for placement, award, given, precedence and setup."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from procure.facts import Facts
from procure.plan import Plan, dec
from tests.spoiling.tools import NONE, ONE, SOME, changed, moved, one_of, spoils, sum_of, taken


@spoils("placement")
def _begins_twice(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [(w, t) for w, t in taken(plan, "begin") if len(f.periods) > 1])
    return changed(plan, {("begin", (key[0], (int(key[1]) + 1) % len(f.periods))): ONE}) if key else None


@spoils("placement")
def _never_begins(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "begin"))
    return changed(plan, {("begin", key): NONE}) if key else None


@spoils("placement")
def _begins_by_half(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "begin"))
    return changed(plan, {("begin", key): ONE / 2}) if key else None


@spoils("placement")
def _share_begins_apart_from_its_package(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "start") if len(f.periods) > 1])
    if key is None:
        return None
    w, s, t = key
    return moved(plan, "start", key, (w, s, (int(t) + 1) % len(f.periods)))


@spoils("award")
def _drops_an_award(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    held = [key for key in taken(plan, "award") if sum_of(plan, "start", *key) + sum_of(plan, "make", *key) > SOME]
    key = one_of(rng, held)
    return changed(plan, {("award", key): NONE}) if key else None


@spoils("award")
def _awards_one_supplier_too_many(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    full = [w for w in f.problem.packages if w.most is not None and sum_of(plan, "award", w.id)]
    w = one_of(rng, full)
    if w is None or w.most is None:
        return None
    others = [s for s in f.suppliers if not plan.get("award", w.id, s)][: w.most]
    held = int(sum_of(plan, "award", w.id))
    return changed(plan, {("award", (w.id, s)): ONE for s in others}) if held + len(others) > w.most else None


@spoils("award")
def _gives_a_fiftieth_to_a_new_supplier(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    fiftieth = Decimal("0.02")
    found = [
        ((w, s, t), (w, other, t))
        for w, s, t in taken(plan, "start")
        for other in f.suppliers
        if not plan.get("award", str(w), other) and plan.get("start", w, s, t) > fiftieth
    ]
    pair = one_of(rng, found)
    return moved(plan, "start", *pair, amount=fiftieth) if pair else None


@spoils("award")
def _gives_less_than_the_smallest_share(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for w, s, t in taken(plan, "start"):
        smallest = dec(f.packages[str(w)].smallest_fraction)
        others = [o for v, o in taken(plan, "award") if v == w and o != s]
        if f.packages[str(w)].divisible and smallest > Decimal("0.001"):
            found += [((w, s, t), (w, o, t), plan.get("start", w, s, t) - smallest / 2) for o in others]
    chosen = one_of(rng, found)
    return moved(plan, "start", chosen[0], chosen[1], chosen[2]) if chosen else None


@spoils("award")
def _a_stranger_makes_sets(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [
        (key, (key[0], s, *key[2:])) for key in taken(plan, "make") for s in f.suppliers if (key[0], s) not in f.pairs
    ]
    pair = one_of(rng, found)
    return moved(plan, "make", *pair) if pair else None


@spoils("given")
def _takes_what_was_given(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for w in f.problem.packages:
        for name, part in w.given_to:
            mine = {s.id for s in f.suppliers.values() if name in (s.id, s.nation)}
            family = "make" if w.recurring else "start"
            whole = sum_of(plan, family, w.id)
            if part and part < 1 and dec(part) * whole > (2 if w.recurring else Decimal("0.001")):
                held = [key for key in taken(plan, family) if key[0] == w.id and key[1] in mine]
                others = [s for s in f.suppliers if s not in mine]
                found += [(family, held, other) for other in others if held]
    chosen = one_of(rng, found)
    if chosen is None:
        return None
    family, held, other = chosen
    for key in held:
        plan = moved(plan, family, key, (key[0], other, *key[2:]))
    return plan


@spoils("given")
def _passes_over_a_name(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [
        (w.id, name)
        for w in f.problem.packages
        for name, part in w.given_to
        if part is None and len(w.given_to) > 1 and sum_of(plan, "award", w.id)
    ]
    chosen = one_of(rng, found)
    if chosen is None:
        return None
    w, name = chosen
    out = [(w, s.id) for s in f.suppliers.values() if name in (s.id, s.nation)]
    return changed(plan, {("award", key): NONE for key in out})


@spoils("precedence")
def _begins_before_its_predecessor_ends(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    ends = {str(w): int(t) + f.duration(f.packages[str(w)]) for w, t in taken(plan, "begin")}
    found = [(w, ends[v.id] - 1) for w in f.one_off for v in f.before(w) if v.id in ends and w.id in ends]
    chosen = one_of(rng, found)
    if chosen is None:
        return None
    w, early = chosen
    for key in taken(plan, "begin"):
        plan = moved(plan, "begin", key, (w.id, early)) if key[0] == w.id else plan
    for key in taken(plan, "start"):
        plan = moved(plan, "start", key, (w.id, key[1], early)) if key[0] == w.id else plan
    return plan


@spoils("precedence")
def _makes_sets_before_the_predecessor_ends(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    ends = {str(w): int(t) + f.duration(f.packages[str(w)]) for w, t in taken(plan, "begin")}
    waits = {w.id: [ends[v.id] for v in f.before(w) if v.id in ends] for w in f.recurring}
    early = {w: max(free) - 1 for w, free in waits.items() if free}
    key = one_of(rng, [key for key in taken(plan, "make") if key[0] in early and plan.get("make", *key) > SOME])
    return moved(plan, "make", key, (*key[:-1], early[str(key[0])])) if key else None


@spoils("setup")
def _works_without_set_up(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "open"))
    return changed(plan, {("open", key): NONE}) if key else None


@spoils("setup")
def _sets_up_after_work_began(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [key for key in taken(plan, "open") if f.packages[str(key[0])].recurring and int(key[2]) < f.periods[-1]]
    found = [key for key in found if sum_of(plan, "make", key[0], key[1], None, key[2]) > SOME]
    key = one_of(rng, found)
    return moved(plan, "open", key, (*key[:-1], f.periods[-1])) if key else None
