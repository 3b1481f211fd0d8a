"""Operators that break a finished plan under one named clause, by construction.

Each takes a valid plan, the facts and a random source, and returns the plan with a few decisions changed, or None
where the plan offers nothing to spoil in that way. Other clauses may break too; the named one must. Changes are larger
than any tolerance that the clause grants.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from typing import TypeVar

from procure import keys
from procure.facts import Facts
from procure.plan import Key, Plan, dec
from procure.problem import Pin

ONE, NONE = Decimal(1), Decimal(0)
SOME, MUCH = Decimal("0.01"), Decimal(1000)  # of a quantity or an amount

Spoil = Callable[[Plan, Facts, Random], Plan | None]
Thing = TypeVar("Thing")

OPERATORS: dict[str, tuple[str, Spoil]] = {}


def spoils(clause: str) -> Callable[[Spoil], Spoil]:
    """Enter an operator under its function's name, in words."""

    def enter(operator: Spoil) -> Spoil:
        OPERATORS[operator.__name__.strip("_").replace("_", " ")] = (clause, operator)
        return operator

    return enter


def changed(plan: Plan, changes: Mapping[tuple[str, Key], Decimal]) -> Plan:
    """The plan with these decisions set to new values; 0 takes a decision away."""
    values = {family: dict(decisions) for family, decisions in plan.values.items()}
    for (family, key), value in changes.items():
        values.setdefault(family, {})[key] = value
    kept = {family: {k: v for k, v in decisions.items() if v} for family, decisions in values.items()}
    return Plan(kept, plan.stages, plan.run)


def unit(f: Facts) -> Decimal:
    return dec(f.problem.programme.rounding_m)


def one_of(rng: Random, things: list[Thing]) -> Thing | None:
    return rng.choice(things) if things else None


def taken(plan: Plan, family: str) -> list[Key]:
    """Keys of a family's decisions, sorted."""
    return [key for key, _ in plan.items(family)]


def moved(plan: Plan, family: str, source: Key, target: Key, amount: Decimal | None = None) -> Plan:
    """The plan with an amount (None = all) of one decision moved to another of the family."""
    much = plan.get(family, *source) if amount is None else amount
    left, more = plan.get(family, *source) - much, plan.get(family, *target) + much
    return changed(plan, {(family, source): left, (family, target): more})


def _sum(plan: Plan, family: str, *pattern: str | int | None) -> Decimal:
    return plan.total(family, *pattern)


# placement, award, given, precedence, setup


@spoils("placement")
def _begins_twice(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [(w, t) for w, t in taken(plan, "begin") if len(f.periods) > 1])
    return key and changed(plan, {("begin", (key[0], (int(key[1]) + 1) % len(f.periods))): ONE})


@spoils("placement")
def _never_begins(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "begin"))
    return key and changed(plan, {("begin", key): NONE})


@spoils("placement")
def _begins_by_half(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "begin"))
    return key and changed(plan, {("begin", key): ONE / 2})


@spoils("placement")
def _share_begins_apart_from_its_package(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "start") if len(f.periods) > 1])
    if key is None:
        return None
    w, s, t = key
    return moved(plan, "start", key, (w, s, (int(t) + 1) % len(f.periods)))


@spoils("award")
def _drops_an_award(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    held = [key for key in taken(plan, "award") if _sum(plan, "start", *key) + _sum(plan, "make", *key) > SOME]
    key = one_of(rng, held)
    return key and changed(plan, {("award", key): NONE})


@spoils("award")
def _awards_one_supplier_too_many(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    full = [w for w in f.problem.packages if w.most is not None]
    w = one_of(rng, full)
    if w is None or w.most is None:
        return None
    others = [s for s in f.suppliers if not plan.get("award", w.id, s)][: w.most]
    held = int(_sum(plan, "award", w.id))
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
    return pair and moved(plan, "start", *pair, amount=fiftieth)


@spoils("award")
def _gives_less_than_the_smallest_share(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for w, s, t in taken(plan, "start"):
        smallest = dec(f.packages[str(w)].smallest_fraction)
        others = [o for v, o in taken(plan, "award") if v == w and o != s]
        if f.packages[str(w)].divisible and smallest > Decimal("0.001"):
            found += [((w, s, t), (w, o, t), plan.get("start", w, s, t) - smallest / 2) for o in others]
    chosen = one_of(rng, found)
    return chosen and moved(plan, "start", chosen[0], chosen[1], chosen[2])


@spoils("award")
def _a_stranger_makes_sets(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [
        (key, (key[0], s, *key[2:])) for key in taken(plan, "make") for s in f.suppliers if (key[0], s) not in f.pairs
    ]
    pair = one_of(rng, found)
    return pair and moved(plan, "make", *pair)


@spoils("given")
def _takes_what_was_given(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for w in f.problem.packages:
        for name, part in w.given_to:
            mine = {s.id for s in f.suppliers.values() if name in (s.id, s.nation)}
            family = "make" if w.recurring else "start"
            whole = _sum(plan, family, w.id)
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
        if part is None and len(w.given_to) > 1
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
    early = {w.id: max(ends[v.id] for v in f.before(w) if v.id in ends) - 1 for w in f.recurring if f.before(w)}
    key = one_of(rng, [key for key in taken(plan, "make") if key[0] in early and plan.get("make", *key) > SOME])
    return key and moved(plan, "make", key, (*key[:-1], early[str(key[0])]))


@spoils("setup")
def _works_without_set_up(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "open"))
    return key and changed(plan, {("open", key): NONE})


@spoils("setup")
def _sets_up_after_work_began(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [key for key in taken(plan, "open") if f.packages[str(key[0])].recurring and int(key[2]) < f.periods[-1]]
    found = [key for key in found if _sum(plan, "make", key[0], key[1], None, key[2]) > SOME]
    key = one_of(rng, found)
    return key and moved(plan, "open", key, (*key[:-1], f.periods[-1]))


# pins


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
        spent = _sum(plan, "spend", pin.phase) + MUCH
        cleared = {("charge", key): NONE for key in taken(plan, "charge") if key[:2] == place[:2]}
        return changed(plan, {**cleared, ("charge", place): spent if more or not pin.value else NONE})
    return _breaks_a_share(plan, f, rng, str(pin.package), pin.supplier, pin.nation, more or not pin.value)


def _says_nothing(plan: Plan, pin: Pin) -> bool:
    """Whether every plan keeps the pin: at least nothing, at most all, a part of nothing."""
    part = pin.decision in ("award", "share")
    empty = pin.decision == "share" and pin.package is None and _sum(plan, "spend", pin.phase) < ONE
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


# supply, stock, requirement, rate, capacity


@spoils("supply")
def _leaves_out_sets(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for w in f.recurring:
        for b in f.streams[w.id]:
            units = sum((_sum(plan, "deliver", i, n) for i in b.items for n in b.buyers or f.nations), NONE)
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
    return key and changed(plan, {("deliver", key): plan.get("deliver", *key) + 1})


@spoils("stock")
def _keeps_units_from_nowhere(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    item = one_of(rng, list(f.items))
    key: Key = (str(item), rng.choice(f.periods))
    return None if item is None else changed(plan, {("stock", key): plan.get("stock", *key) + 1})


@spoils("requirement")
def _delivers_one_unit_more(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "deliver"))
    return key and changed(plan, {("deliver", key): plan.get("deliver", *key) + 1})


@spoils("requirement")
def _hides_lateness(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "late") if plan.get("late", *key) > SOME])
    return key and changed(plan, {("late", key): NONE})


@spoils("requirement")
def _delivers_later_than_allowed(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    last, found = f.periods[-1], []
    for i, n, t in taken(plan, "deliver"):
        delay, due = f.latest_delay(f.items[str(i)]), f.due[str(i), str(n)]
        first = next(u for u in f.periods if due[u])
        if delay is not None and first + delay < last and plan.get("deliver", i, n, t) and not plan.get("short", i, n):
            found.append((i, n))
    pair = one_of(rng, found)
    for key in taken(plan, "deliver") if pair else ():
        plan = moved(plan, "deliver", key, (*key[:2], last)) if key[:2] == pair and key[2] != last else plan
    return plan if pair else None


@spoils("rate")
def _builds_faster_than_it_can(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [key for key in taken(plan, "built") if f.items[str(key[0])].max_rate is not None]
    key = one_of(rng, found)
    return key and changed(plan, {("built", key): plan.get("built", *key) + MUCH})


@spoils("rate")
def _builds_on_a_line_that_stands(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [key for key in taken(plan, "on") if plan.get("built", *key) > SOME]
    key = one_of(rng, found)
    return key and changed(plan, {("on", key): NONE})


@spoils("rate")
def _starts_a_line_unseen(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [(i, t) for i, t in taken(plan, "on") if not plan.get("on", i, int(t) - 1)])
    return key and changed(plan, {("up", key): NONE})


@spoils("rate")
def _builds_less_than_the_least_rate(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    least = {i.id: i.min_rate * f.calendar.year_fraction for i in f.items.values()}
    slow = {i for i, rate in least.items() if rate < (1 if f.items[i].whole else SOME)}
    found = [(i, t) for i, t in taken(plan, "on") if i not in slow and plan.get("on", i, int(t) + 1)]
    key = one_of(rng, found)
    return key and changed(plan, {("built", key): NONE})


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
    return chosen and changed(plan, {(chosen[0], chosen[1]): chosen[2]})


def _over(amount: float, effort: Decimal) -> Decimal:
    """Sets or shares that load twice an amount, and then some; 0 where there is no effort in them."""
    return Decimal(int(2 * (dec(amount) + 1) / effort)) + MUCH if effort else NONE


# work, charge, where_performed, own_units, terms, payment, budget, ceiling


@spoils("work")
def _work_is_a_unit_more_than_its_leaves(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "work"))
    return key and changed(plan, {("work", key): plan.get("work", *key) + unit(f)})


@spoils("work")
def _spend_is_a_unit_less_than_the_work(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "spend"))
    return key and changed(plan, {("spend", key): plan.get("spend", *key) - unit(f)})


@spoils("work")
def _a_price_is_raised(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "price"))
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
    return key and changed(plan, {("setup", key): NONE})


@spoils("charge")
def _a_charge_is_a_unit_too_high(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "charge"))
    return key and changed(plan, {("charge", key): plan.get("charge", *key) + unit(f)})


@spoils("charge")
def _an_outsider_is_charged(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [
        (key, (n, *key[1:]))
        for key in taken(plan, "charge")
        for n in f.nations
        if n not in keys.payers(f, f.phases[str(key[1])])
    ]
    pair = one_of(rng, found)
    return pair and moved(plan, "charge", *pair)


def _to_another(plan: Plan, f: Facts, rng: Random, fits: Callable[[str], bool]) -> Plan | None:
    """A charge of some size is moved to another payer of its phase."""
    found = [
        (key, (n, *key[1:]))
        for key in taken(plan, "charge")
        for n in keys.payers(f, f.phases[str(key[1])])
        if n != key[0] and fits(f.phases[str(key[1])].key) and plan.get("charge", *key) > 10 * unit(f)
    ]
    pair = one_of(rng, found)
    return pair and moved(plan, "charge", *pair)


@spoils("charge")
def _a_charge_is_moved_to_another_nation(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    return _to_another(plan, f, rng, lambda key: key in keys.FIXED)


@spoils("charge")
def _a_charge_is_above_what_was_negotiated(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for p in f.phases.values():
        high = {s.nation: s.highest_fraction for s in f.problem.shares if s.phase == p.id}
        for n in keys.payers(f, p) if p.key == "negotiated" else ():
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
    return key and moved(plan, "due", key, (*key[:-1], (int(key[-1]) + 1) % len(f.periods)))


@spoils("terms")
def _a_unit_never_falls_due(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "due"))
    return key and changed(plan, {("due", key): plan.get("due", *key) - unit(f)})


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
    return key and changed(plan, {("pay", key): plan.get("pay", *key) - unit(f)})


@spoils("budget")
def _pays_more_than_the_budget(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [
        ((b.nation, p, t), dec(sum(limit.amount for limit in b.limits)) + MUCH)
        for b in f.problem.budgets
        for limit in b.limits
        for t in limit.span.periods
        for p in f.phases
    ]
    chosen = one_of(rng, found)
    return chosen and changed(plan, {("pay", chosen[0]): chosen[1]})


@spoils("budget")
def _carries_more_than_it_may(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [(b.nation, f.periods[-1]) for b in f.problem.budgets]
    key = one_of(rng, found)
    most = {b.nation: dec(sum(limit.amount for limit in b.limits)) for b in f.problem.budgets}
    return key and changed(plan, {("carry", key): most[key[0]] + MUCH})


@spoils("ceiling")
def _is_charged_beyond_its_ceiling(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [
        (key, dec(f.nations[str(key[0])].ceiling_m or 0.0) + MUCH)
        for key in taken(plan, "charge")
        if f.nations[str(key[0])].ceiling_m is not None
    ]
    chosen = one_of(rng, found)
    return chosen and changed(plan, {("charge", chosen[0]): chosen[1]})
