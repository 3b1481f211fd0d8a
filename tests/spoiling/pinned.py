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
    if pin.decision == "begin":
        return changed(plan, {("begin", key): NONE for key in taken(plan, "begin") if key[0] == pin.package})
    if pin.decision == "deliver":
        at = f.periods[-1] if pin.period is None else pin.period
        first: Key = (str(pin.item), str(pin.nation), at)
        cleared = {("deliver", key): NONE for key in taken(plan, "deliver") if key[:2] == first[:2]}
        return changed(plan, {**cleared, ("deliver", first): dec(pin.value) + MUCH if more else NONE})
    if pin.package is None:
        place: Key = (str(pin.nation), str(pin.phase), 0)
        spent = sum_of(plan, "spend", pin.phase) + MUCH
        family = "gross" if pin.phase in funding.granted(f) else "charge"
        cleared = {(family, key): NONE for key in taken(plan, family) if key[:2] == place[:2]}
        return changed(plan, {**cleared, (family, place): spent if more or not pin.value else NONE})
    return _breaks_a_share(plan, f, rng, str(pin.package), pin.supplier, pin.nation, more or not pin.value)


def _says_nothing(plan: Plan, pin: Pin) -> bool:
    """Whether every plan keeps the pin: at least nothing, at most all, a part of nothing."""
    part = pin.decision in ("award", "share")
    empty = pin.decision == "share" and pin.package is None and sum_of(plan, "spend", pin.phase) < ONE
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
