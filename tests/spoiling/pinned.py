"""The operator for pins."""

from __future__ import annotations

from random import Random

from procure import funding
from procure.facts import Facts
from procure.plan import Key, Plan, dec
from procure.problem import Pin
from tests.spoiling.tools import MUCH, NONE, ONE, changed, moved, one_of, spoils, sum_of, taken


@spoils("pins")
def _breaks_a_pin(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    pin = one_of(rng, [pin for pin in f.problem.pins if not _says_nothing(plan, pin)])
    if pin is None:
        return None
    more = pin.relation == "<=" or (pin.relation == "=" and pin.decision != "share")
    if pin.decision == "award":
        key = (str(pin.package), str(pin.supplier))
        now = NONE if pin.relation == ">=" else ONE if pin.relation == "<=" else 1 - plan.get("award", *key)
        return changed(plan, {("award", key): now})
    if pin.decision in TIMES:
        return _at_another_time(plan, pin)
    if pin.decision in ONE_KEY:
        family = ONE_KEY[pin.decision]
        return changed(plan, {(family, _key(pin)): dec(pin.value) + MUCH if more or not pin.value else NONE})
    if pin.decision == "make":
        return _makes_otherwise(plan, f, pin, more or not pin.value)
    if pin.decision == "deliver":
        at = f.periods[-1] if pin.period is None else pin.period
        first: Key = (str(pin.item), str(pin.nation), at)
        cleared = {("deliver", key): NONE for key in taken(plan, "deliver") if key[:2] == first[:2]}
        return changed(plan, {**cleared, ("deliver", first): dec(pin.value) + MUCH if more else NONE})
    if pin.package is None:
        place: Key = (str(pin.nation), str(pin.phase), 0)
        spent = sum_of(plan, "spend", pin.phase) + MUCH
        family = "gross" if pin.phase in funding.apart(f) else "charge"
        cleared = {(family, key): NONE for key in taken(plan, family) if key[:2] == place[:2]}
        return changed(plan, {**cleared, (family, place): spent if more or not pin.value else NONE})
    return _breaks_a_share(plan, f, rng, str(pin.package), pin.supplier, pin.nation, more or not pin.value)


TIMES = {"begin": "begin", "set up": "open", "invest": "expand"}
ONE_KEY = {"build": "built", "grant": "grant", "draw": "draw", "charge": "charge", "pay": "pay"}


def _key(pin: Pin) -> Key:
    named = (pin.fund, pin.nation, pin.item, pin.investment, pin.package, pin.phase, pin.supplier, pin.period)
    return tuple(part for part in named if part is not None)


def _at_another_time(plan: Plan, pin: Pin) -> Plan:
    """Not at all; or at once, where it is not to be before its period."""
    family, of = TIMES[pin.decision], _key(pin)[:-1]
    cleared = {(family, key): NONE for key in taken(plan, family) if key[:-1] == of}
    return changed(plan, cleared | ({(family, (*of, 0)): ONE} if pin.relation == ">=" else {}))


def _makes_otherwise(plan: Plan, f: Facts, pin: Pin, more: bool) -> Plan:
    w, streams = str(pin.package), f.streams[str(pin.package)]
    mine = [b.id for b in streams if pin.item in (None, *b.items) and pin.nation in (None, *(b.buyers or ()))]
    maker, period = pin.supplier or f.suppliers_of[w][0], -1 if pin.period is None else pin.period
    made = [key for key in taken(plan, "make") if key[0] == w and key[2] in mine and key[3] == period]
    cleared = {("make", key): NONE for key in made if pin.supplier in (None, key[1])}
    return changed(plan, cleared | ({("make", (w, maker, mine[0], period)): dec(pin.value) + MUCH} if more else {}))


def _says_nothing(plan: Plan, pin: Pin) -> bool:
    """Whether every plan keeps the pin: at least nothing, at most all, a part of nothing."""
    part = pin.decision in ("award", "share")
    empty = pin.decision == "share" and pin.package is None and sum_of(plan, "spend", pin.phase) < ONE
    empty = empty or (pin.decision in TIMES and pin.relation == ">=" and not pin.period)
    return empty or (pin.relation == ">=" and pin.value <= 0) or (pin.relation == "<=" and part and pin.value >= 1)


def _breaks_a_share(
    plan: Plan, f: Facts, rng: Random, w: str, s: str | None, n: str | None, more: bool
) -> Plan | None:
    """All of a package to the pinned suppliers, or none."""
    family = "make" if f.packages[w].recurring else "start"
    mine = [x.id for x in f.suppliers.values() if s in (None, x.id) and n in (None, x.nation)]
    target = one_of(rng, mine if more else [x for x in f.suppliers if x not in mine])
    if target is None:
        return None
    before = plan
    for key in taken(plan, family):
        if key[0] == w and (key[1] in mine) != more:
            plan = moved(plan, family, key, (w, target, *key[2:]))
    return None if plan is before else plan
