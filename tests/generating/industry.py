"""Industry over time for a random programme: support, second sources, investments, lowest loads.

Drawn from a random source of its own: a programme without them is the one that it was before there were any. Tiny
programmes stay as they are, so that every choice can be tried.
"""

from __future__ import annotations

import random
from dataclasses import replace

from procure.investments import cost
from procure.problem import IN_SERVICE, ONE_OFF, PER_PERIOD, Capacity, Investment, Package
from tests.generating.draw import SIZES, Draft, down, up
from tests.generating.limits import load, row

BESIDE = 3  # packages that it may add to the size that was asked for


def industry(d: Draft) -> None:
    """What the hidden plan pays for: before money is added up."""
    rng = _source(d, "support")
    if d.size is SIZES["tiny"]:
        return
    if rng.random() < 0.3:
        _per_period(d, rng)
    if rng.random() < 0.3:
        _in_service(d, rng)
    if rng.random() < 0.35:
        _second_source(d, rng)
    if rng.random() < 0.35:
        _invest(d, rng)


def _source(d: Draft, what: str) -> random.Random:
    return random.Random(f"{what} of {d.problem.programme.name}")


def _placed(d: Draft, w: Package) -> tuple[str, ...]:
    """The package added; suppliers that can do it."""
    d.replace(packages=[*d.problem.packages, w])
    return d.facts.suppliers_of[w.id]


def _per_period(d: Draft, rng: random.Random) -> None:
    """Support of a yearly value over some of the periods, by one supplier."""
    count, phase = len(d.facts.periods), rng.choice([p.id for p in d.problem.phases])
    first = rng.randrange(count)
    last = rng.choice((None, rng.randrange(first, count)))
    effort = ((float(rng.randint(1, 40)), "hours"),) if rng.random() < 0.5 else ()
    value = round(rng.uniform(0.5, 20), 2)
    w = Package("upkeep", PER_PERIOD, phase, value_m=value, earliest=first, latest=last, effort=effort)
    s = rng.choice(_placed(d, w))
    d.values["award"][w.id, s] = d.values["begin"][w.id, first] = d.values["start"][w.id, s, first] = 1.0


def _in_service(d: Draft, rng: random.Random) -> None:
    """Support of units that were handed over, by one supplier in each period."""
    items = [i.id for i in d.problem.items if i.per_fleet_unit is None]
    phases = [p.id for p in d.problem.phases if p.key != "own units"]
    if not items or not phases:
        return
    mine, count = tuple(rng.sample(items, rng.randint(1, len(items)))), len(d.facts.periods)
    first = rng.choice((0, rng.randrange(count)))
    last = rng.choice((None, rng.randrange(first, count)))
    each, value = rng.choice((1.0, 0.5)), round(rng.uniform(0.01, 2), 3)
    w = Package("care", IN_SERVICE, rng.choice(phases), mine, each, value, earliest=first, latest=last)
    s = rng.choice(_placed(d, w))
    d.values["award"][w.id, s] = 1.0
    f = d.facts
    for t in f.window[w.id]:
        units = sum(v for (i, _, u), v in d.values["deliver"].items() if i in mine and int(u) <= t)
        if units:
            d.values["make"][w.id, s, f.streams[w.id][0].id, t] = each * f.calendar.year_fraction * units


def _second_source(d: Draft, rng: random.Random) -> None:
    """A one-off package that qualifies a supplier: one that works late enough, or one that does not work at all."""
    f, length = d.facts, d.problem.programme.calendar.months
    first: dict[tuple[str, str], int] = {}
    for w, s, _, t in d.values["make"]:
        first[str(w), str(s)] = min(int(t), first.get((str(w), str(s)), int(t)))
    pairs = [(w.id, s) for w in f.per_unit for s in f.suppliers_of[w.id] if first.get((w.id, s), 1) > 0]
    if not pairs:
        return
    w, s = rng.choice(pairs)
    phase, value = rng.choice([p.id for p in d.problem.phases]), float(rng.randint(1, 20))
    q = Package("second source", ONE_OFF, phase, value_m=value, months=float(length), qualifies=(s,))
    maker = rng.choice(_placed(d, q))
    waiting = [replace(v, after=(*v.after, q.id)) if v.id == w else v for v in d.problem.packages]
    d.replace(packages=waiting)
    if (w, s) in first:
        begin = rng.randrange(first[w, s])
        d.values["placed"][q.id,] = d.values["begin"][q.id, begin] = 1.0
        d.values["award"][q.id, maker] = d.values["start"][q.id, maker, begin] = 1.0


def _invest(d: Draft, rng: random.Random) -> None:
    """One or two investments, made or not; which row they raise is said when the rows are drawn."""
    count = len(d.facts.periods)
    for k in range(rng.randint(1, 2)):
        supplier, phase = (rng.choice([x.id for x in of]) for of in (d.problem.suppliers, d.problem.phases))
        cost, months = round(rng.uniform(0.2, 30), 3), float(rng.choice((0, 3, 6)))
        e = Investment(f"hall {k + 1}", supplier, phase, round(rng.uniform(0.5, 9), 2), cost, months=months)
        d.replace(investments=[*d.problem.investments, e])
        last = count - 1 - d.facts.calendar.periods(months)
        if rng.random() < 0.6:
            d.values["expand"][e.id, rng.randint(0, last)] = 1.0
        elif rng.random() < 0.5 and k:
            d.replace(investments=[d.problem.investments[0], replace(e, excludes=("hall 1",))])


def spent(d: Draft) -> None:
    """What the investments cost, as a part of what their phases spend."""
    known, f = {e.id: e for e in d.problem.investments}, d.facts
    for e, t in d.values["expand"]:
        one = known[str(e)]
        d.values["invest"][e, t] = cost(f, one, int(t))
        d.add("spend", (one.phase, t), d.values["invest"][e, t])


def raised(d: Draft) -> None:
    """Rows of Capacity for the investments, which leave what is needed beside what they add; lowest loads."""
    for e in d.problem.investments:
        mine = [c for c in d.problem.capacities if c.supplier == e.supplier]
        c = mine[0] if mine else row(d, Capacity(e.supplier, ()))
        e = replace(e, sector=c.sector, package=c.package, unit=c.unit)
        d.replace(investments=[e if x.id == e.id else x for x in d.problem.investments])
        d.replace(capacities=[*(x for x in d.problem.capacities if x is not c), _lowered(d, c, e)])
    rng = _source(d, "lowest loads")
    if d.size is not SIZES["tiny"]:
        d.replace(capacities=[_sustained(d, rng, c) for c in d.problem.capacities])


def _lowered(d: Draft, c: Capacity, e: Investment) -> Capacity:
    """The row less what the investment adds in the hidden plan, nothing where that is more."""
    f = d.facts
    ready = [int(t) + f.calendar.periods(e.months) for name, t in d.values["expand"] if name == e.id]
    limits = []
    for x in c.limits:
        more = e.adds * f.calendar.year_fraction * sum(t >= u for u in ready for t in x.span.periods)
        limits.append(replace(x, amount=up(max(0.0, x.amount - more / c.free_fraction))))
    return replace(c, limits=tuple(limits))


def _sustained(d: Draft, rng: random.Random, c: Capacity) -> Capacity:
    """A lowest load that the hidden plan keeps, where it works without a gap."""
    loads = [load(d, c, d.facts.covers(c), t) for t in d.facts.periods]
    used = [t for t, amount in enumerate(loads) if amount > 0]
    wanted, part = rng.random() < 0.5, rng.choice((1.0, 0.6))
    least = down(part * min(loads[used[0] : used[-1] + 1])) if used else 0.0
    if not wanted or least <= 0:
        return c
    always = len(used) == len(loads) and rng.random() < 0.5
    return replace(c, lowest=least, lowest_always=always)
