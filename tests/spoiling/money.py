"""Operators for the clauses of money, from work to what treasuries can bear."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from procure import funding, keys, treasury
from procure.facts import Facts
from procure.offers import FLAT
from procure.plan import Key, Plan, dec
from procure.problem import COMMITMENT
from tests.spoiling.offers import kind_of
from tests.spoiling.tools import MUCH, NONE, changed, moved, one_of, spoils, taken, unit


@spoils("work")
def _work_is_a_unit_more_than_its_leaves(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "work"))
    return changed(plan, {("work", key): plan.get("work", *key) + unit(f)}) if key else None


@spoils("work")
def _spend_is_a_unit_less_than_the_work(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "spend"))
    return changed(plan, {("spend", key): plan.get("spend", *key) - unit(f)}) if key else None


@spoils("work")
def _a_price_is_raised(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "price") if kind_of(f, key) == FLAT])
    if key is None:
        return None
    more = MUCH * unit(f) + plan.get("price", *key)
    first, nation = f.packages[str(key[0])].phase, f.suppliers[str(key[1])].nation
    of, spent = (nation, first, key[-1]), (first, key[-1])
    return changed(
        plan,
        {
            ("price", key): plan.get("price", *key) + more,
            ("work", of): plan.get("work", *of) + more,
            ("spend", spent): plan.get("spend", *spent) + more,
        },
    )


@spoils("work")
def _a_set_up_costs_nothing(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "setup") if plan.get("setup", *key) > unit(f)])
    return changed(plan, {("setup", key): NONE}) if key else None


def _parted(plan: Plan, f: Facts) -> list[Key]:
    """Charges that are the nation's own part: those of phases without grants and VAT."""
    apart = funding.apart(f)
    return [key for key in taken(plan, "charge") if key[1] not in apart]


@spoils("key")
def _a_charge_is_a_unit_too_high(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, _parted(plan, f))
    return changed(plan, {("charge", key): plan.get("charge", *key) + unit(f)}) if key else None


@spoils("key")
def _an_outsider_is_charged(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [
        (key, (n, *key[1:]))
        for key in taken(plan, "charge")
        for n in f.nations
        if n not in keys.payers(f, f.phases[str(key[1])])
    ]
    pair = one_of(rng, found)
    return moved(plan, "charge", *pair) if pair else None


def _to_another(plan: Plan, f: Facts, rng: Random, fits: Callable[[str], bool]) -> Plan | None:
    """A charge of some size is moved to another payer of its phase."""
    found = [
        (key, (n, *key[1:]))
        for key in _parted(plan, f)
        for n in keys.payers(f, f.phases[str(key[1])])
        if n != key[0] and fits(f.phases[str(key[1])].key) and plan.get("charge", *key) > 10 * unit(f)
    ]
    pair = one_of(rng, found)
    return moved(plan, "charge", *pair) if pair else None


@spoils("key")
def _a_charge_is_moved_to_another_nation(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    return _to_another(plan, f, rng, lambda key: key in keys.FIXED)


@spoils("key")
def _a_charge_is_above_what_was_negotiated(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for p in f.phases.values():
        high = {s.nation: s.highest_fraction for s in f.problem.shares if s.phase == p.id}
        for n in keys.payers(f, p) if p.key == "negotiated" and p.id not in funding.apart(f) else ():
            limit = high.get(n)
            found += [
                (n, p.id, t)
                for t in f.periods
                if limit is not None and (1 - dec(limit)) * plan.get("spend", p.id, t) > (10 + len(f.pairs)) * unit(f)
            ]
    key = one_of(rng, found)
    if key is None:
        return None
    rest = {("charge", k): NONE for k in taken(plan, "charge") if k[1:] == key[1:]}
    return changed(plan, {**rest, ("charge", key): plan.get("spend", *key[1:])})


@spoils("where_performed")
def _a_charge_leaves_the_territory(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    return _to_another(plan, f, rng, lambda key: key == "where performed")


@spoils("own_units")
def _a_neighbour_pays_for_the_units(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    return _to_another(plan, f, rng, lambda key: key == "own units")


@spoils("terms")
def _a_due_date_is_shifted(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [key for key in taken(plan, "due") if len(f.periods) > 1 and plan.get("due", *key) > 3 * unit(f)]
    key = one_of(rng, found)
    return moved(plan, "due", key, (*key[:-1], (int(key[-1]) + 1) % len(f.periods))) if key else None


@spoils("terms")
def _what_is_withheld_is_released_at_once(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    """What falls due after the horizon is due in the last period of it."""
    found = [key for key in taken(plan, "due") if key[-1] == f.periods.stop and plan.get("due", *key) > 3 * unit(f)]
    key = one_of(rng, found)
    return moved(plan, "due", key, (*key[:-1], f.periods[-1])) if key else None


@spoils("terms")
def _a_unit_never_falls_due(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "due"))
    return changed(plan, {("due", key): plan.get("due", *key) - unit(f)}) if key else None


@spoils("payment")
def _a_payment_is_late(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    """What was paid by a period is just what was due; more than a unit of it is paid a period later."""
    found = []
    for key in taken(plan, "pay"):
        n, p, t = key[0], key[1], int(key[2])
        ahead = sum((plan.get("pay", n, p, u) - plan.get("due", n, p, u) for u in range(t + 1)), NONE)
        if t < f.periods[-1] and plan.get("pay", *key) > ahead + 2 * unit(f):
            found.append((key, ahead + 2 * unit(f)))
    chosen = one_of(rng, found)
    if chosen is None:
        return None
    key, amount = chosen
    return moved(plan, "pay", key, (*key[:-1], int(key[-1]) + 1), amount)


@spoils("payment")
def _a_unit_is_never_paid(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "pay"))
    return changed(plan, {("pay", key): plan.get("pay", *key) - unit(f)}) if key else None


@spoils("budget")
def _pays_more_than_the_budget(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [
        ((b.nation, p, t), (dec(sum(limit.amount for limit in b.limits)) + MUCH) * MUCH)
        for b in treasury.lines(f)
        for limit in b.limits
        for t in limit.span.periods
        for p in treasury.phases(f, b)
    ]
    chosen = one_of(rng, found)
    return changed(plan, {("pay", chosen[0]): chosen[1]}) if chosen else None


@spoils("budget")
def _carries_more_than_it_may(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [(b, (b.nation, b.line, f.periods[-1])) for b in treasury.lines(f)]
    chosen = one_of(rng, found)
    if chosen is None:
        return None
    line, key = chosen
    return changed(plan, {("carry", key): dec(sum(limit.amount for limit in line.limits)) + MUCH})


@spoils("commitments")
def _signs_more_than_may_be_committed(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for b in treasury.lines(f, COMMITMENT):
        limited = {t for limit in b.limits for t in limit.span.periods}
        most = dec(sum(limit.amount for limit in b.limits)) + MUCH
        found += [
            ((b.nation, p, f.phases[p].signed), most * most)
            for p in treasury.phases(f, b) if f.phases[p].signed in limited
        ]  # fmt: skip
    chosen = one_of(rng, found)
    return changed(plan, {("charge", chosen[0]): chosen[1]}) if chosen else None


@spoils("commitments")
def _carries_more_commitments_than_it_may(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [(b, (b.nation, b.line, f.periods[-1])) for b in treasury.lines(f, COMMITMENT)]
    chosen = one_of(rng, found)
    if chosen is None:
        return None
    line, key = chosen
    return changed(plan, {("uncommitted", key): dec(sum(limit.amount for limit in line.limits)) + MUCH})


@spoils("ceiling")
def _pays_beyond_its_ceiling(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [
        (key, (dec(f.nations[str(key[0])].ceiling_m or 0.0) + MUCH) * MUCH)
        for key in taken(plan, "pay")
        if f.nations[str(key[0])].ceiling_m is not None
    ]
    chosen = one_of(rng, found)
    return changed(plan, {("pay", chosen[0]): chosen[1]}) if chosen else None
