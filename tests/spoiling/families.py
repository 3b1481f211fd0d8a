"""Operators for items of families: what is in use, and the packages that hang on it."""

from __future__ import annotations

from random import Random

from procure.facts import Facts
from procure.plan import Key, Plan
from tests.spoiling.tools import NONE, ONE, changed, moved, one_of, spoils, taken


def _idle(plan: Plan, f: Facts, one_off: bool) -> list[str]:
    """Packages that the plan does without, because none of their items is in use."""
    bound = ((f.packages[w], items) for w, items in f.bound_to.items() if items)
    return [w.id for w, items in bound if w.recurring != one_off and not any(plan.get("used", i) for i in items)]


@spoils("use")
def _delivers_an_item_that_is_not_in_use(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    idle = [(i, n) for i, takers in f.takers.items() for n in takers if f.items[i].family and not plan.get("used", i)]
    found = one_of(rng, idle)
    if found is None:
        return None
    key: Key = (*found, f.periods[-1])
    return changed(plan, {("deliver", key): ONE})


@spoils("use")
def _says_that_an_item_in_use_is_not(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "used"))
    return changed(plan, {("used", key): NONE}) if key else None


@spoils("use")
def _says_that_an_idle_item_is_in_use(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    item = one_of(rng, [i for i in f.items if f.takers[i] and f.items[i].family and not plan.get("used", i)])
    return changed(plan, {("used", (item,)): ONE}) if item else None


@spoils("use")
def _says_that_a_package_of_idle_items_is_placed(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    several = [w for sort in (True, False) for w in _idle(plan, f, sort) if len(f.bound_to[w]) > 1]
    package = one_of(rng, several)
    return changed(plan, {("placed", (package,)): ONE}) if package else None


@spoils("supply")
def _works_on_hours_before_they_are_flown(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    streams = {(w, b.id) for w, several in f.streams.items() for b in several if f.used_when_due(b.items)}
    key = one_of(rng, [k for k in taken(plan, "make") if (k[0], k[2]) in streams and k[3] != 0])
    return moved(plan, "make", key, (*key[:3], 0)) if key else None


@spoils("placement")
def _begins_a_package_of_an_idle_item(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    package = one_of(rng, [w for w in _idle(plan, f, True) if f.window[w]])
    return changed(plan, {("begin", (package, f.window[package][0])): ONE}) if package else None


@spoils("award")
def _awards_a_package_of_an_idle_item(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    pair = one_of(rng, [(w, s) for sort in (True, False) for w in _idle(plan, f, sort) for s in f.suppliers_of[w]])
    return changed(plan, {("award", pair): ONE}) if pair else None
