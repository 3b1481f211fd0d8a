"""Operators for supply, stock, requirement, rate and capacity."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from procure.facts import Facts
from procure.plan import Key, Plan, dec
from tests.spoiling.tools import MUCH, NONE, SOME, changed, moved, one_of, spoils, sum_of, taken


@spoils("supply")
def _leaves_out_sets(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for w in f.per_unit:
        for b in f.streams[w.id]:
            units = sum((sum_of(plan, "deliver", i, n) for i in b.items for n in b.buyers or f.nations), NONE)
            found += [(w.id, b.id)] if units > SOME else []
    stream = one_of(rng, found)
    if stream is None:
        return None
    return changed(plan, {("make", key): NONE for key in taken(plan, "make") if (key[0], key[2]) == stream})


@spoils("supply")
def _makes_sets_too_late(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "make") if f.lead(f.packages[str(key[0])])])
    if key is None:
        return None
    for k in taken(plan, "make"):
        if (k[0], k[2]) == (key[0], key[2]) and k[-1] != f.periods[-1]:
            plan = moved(plan, "make", k, (*k[:-1], f.periods[-1]))
    return plan


@spoils("stock")
def _delivers_what_was_not_built(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "deliver"))
    return changed(plan, {("deliver", key): plan.get("deliver", *key) + 1}) if key else None


@spoils("stock")
def _keeps_units_from_nowhere(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    item = one_of(rng, list(f.items))
    key: Key = (str(item), rng.choice(f.periods))
    return None if item is None else changed(plan, {("stock", key): plan.get("stock", *key) + 1})


@spoils("requirement")
def _delivers_one_unit_more(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "deliver"))
    return changed(plan, {("deliver", key): plan.get("deliver", *key) + 1}) if key else None


@spoils("requirement")
def _hides_lateness(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "late") if plan.get("late", *key) > SOME])
    return changed(plan, {("late", key): NONE}) if key else None


@spoils("requirement")
def _delivers_later_than_allowed(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    last, found = f.periods[-1], []
    for need in (need for need in f.needs.values() if any(need.due)):
        first = next(u for u in f.periods if need.due[u])
        handed = any(sum_of(plan, "deliver", i, need.nation) for i in need.items)
        if need.delay is not None and first + need.delay < last and handed:
            found += [need] if not plan.get("short", need.name, need.nation) else []
    late = one_of(rng, found)
    for key in taken(plan, "deliver") if late else ():
        if late and key[0] in late.items and key[1] == late.nation and key[2] != last:
            plan = moved(plan, "deliver", key, (*key[:2], last))
    return plan if late else None


@spoils("requirement")
def _flies_hours_before_they_are_due(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    needs = [need for need in f.needs.values() if need.used_when_due and need.due[0] < sum(need.due)]
    need = one_of(rng, needs)
    flown = [k for k in taken(plan, "deliver") if need and k[0] in need.items and k[1] == need.nation and k[2] != 0]
    for key in flown:
        plan = moved(plan, "deliver", key, (*key[:2], 0))
    return plan if flown else None


@spoils("rate")
def _builds_faster_than_it_can(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [key for key in taken(plan, "built") if f.items[str(key[0])].max_rate is not None]
    key = one_of(rng, found)
    return changed(plan, {("built", key): plan.get("built", *key) + MUCH}) if key else None


@spoils("rate")
def _builds_on_a_line_that_stands(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [key for key in taken(plan, "on") if plan.get("built", *key) > SOME]
    key = one_of(rng, found)
    return changed(plan, {("on", key): NONE}) if key else None


@spoils("rate")
def _starts_a_line_unseen(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [(i, t) for i, t in taken(plan, "on") if not plan.get("on", i, int(t) - 1)])
    return changed(plan, {("up", key): NONE}) if key else None


@spoils("rate")
def _builds_less_than_the_least_rate(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    least = {i.id: i.min_rate * f.calendar.year_fraction for i in f.items.values()}
    slow = {i for i, rate in least.items() if rate < (1 if f.items[i].whole else SOME)}
    found = [(i, t) for i, t in taken(plan, "on") if i not in slow and plan.get("on", i, int(t) + 1)]
    key = one_of(rng, found)
    return changed(plan, {("built", key): NONE}) if key else None


@spoils("capacity")
def _loads_beyond_capacity(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found: list[tuple[str, Key, Decimal]] = []
    for c in f.problem.capacities:
        for limit in c.limits:
            for w in f.covers(c):
                if f.packages[w].recurring:
                    for b in f.streams[w]:
                        effort = dec(f.effort(w, c.supplier, c.unit, b))
                        found.append(("make", (w, c.supplier, b.id, limit.span.last), _over(limit.amount, effort)))
                else:
                    effort = dec(f.effort(w, c.supplier, c.unit)) / f.duration(f.packages[w])
                    found.append(("start", (w, c.supplier, limit.span.last), _over(limit.amount, effort)))
    chosen = one_of(rng, [one for one in found if one[2]])
    return changed(plan, {(chosen[0], chosen[1]): chosen[2]}) if chosen else None


def _over(amount: float, effort: Decimal) -> Decimal:
    """Sets or shares that load twice an amount, and then some; 0 where there is no effort in them."""
    return Decimal(int(2 * (dec(amount) + 1) / effort)) + MUCH if effort else NONE
