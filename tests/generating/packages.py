"""Work: when every package is done in the hidden plan; then windows and "after" that this plan keeps, and quotes."""

from __future__ import annotations

from dataclasses import replace

from procure.problem import ONE_OFF, PER_UNIT, Package, Quote
from tests.generating.draw import Draft, Lot
from tests.generating.frame import SECTORS

UNITS = ("hours", "tonnes")


def packages(d: Draft) -> None:
    """One-off packages at drawn periods, recurring ones before what they are made for; then who waits for whom."""
    wanted = d.rng.randint(*d.size.packages)
    recurring = d.rng.randint(1, max(1, wanted // 2)) if d.problem.items else 0
    found = [_one_off(d, f"one-off {k + 1:03}") for k in range(wanted - recurring)]
    found += [_per_unit(d, f"per unit {k + 1:03}") for k in range(recurring)]
    d.replace(packages=found)
    d.replace(packages=[_bounded(d, w) for w in found])
    d.replace(quotes=_quotes(d))
    d.replace(packages=[_unpriced(d, w) for w in d.problem.packages])


def _common(d: Draft, w: Package) -> Package:
    effort = tuple((float(d.rng.randint(1, 60)), unit) for unit in d.some(UNITS, 0))
    tags = tuple(d.some(("critical", "noble"), 0))
    return replace(w, sector=d.rng.choice((*SECTORS, None)), effort=effort, tags=tags)


def _one_off(d: Draft, name: str) -> Package:
    """Begins somewhere in the first part of the horizon; development mostly, tooling sometimes."""
    calendar = d.problem.programme.calendar
    long = d.rng.randint(1, max(1, min(4, calendar.count // 2)))
    d.begins[name] = d.rng.randint(0, max(0, (calendar.count - long) * 2 // 3))
    items = tuple(d.some([i.id for i in d.problem.items], 0, 1)) if d.problem.items else ()
    months = long * calendar.months + d.rng.choice((0, 0, 1, -1))
    phase = d.rng.choice([p.id for p in d.problem.phases])
    w = Package(name, ONE_OFF, phase, items, value_m=float(d.rng.randint(5, 300)), months=float(max(0, months)))
    return _common(d, replace(w, divisible=d.chance(0.35)))


def _per_unit(d: Draft, name: str) -> Package:
    """Serves some items or all; its sets are made in time for the units built, or earlier."""
    every = [i.id for i in d.problem.items]
    items = tuple(d.some(every)) if d.chance(0.7) else ()
    served = [lot for lot in d.lots if lot.built is not None and lot.item in (items or every)]
    lead = d.rng.randint(0, min(2, min(lot.built for lot in served if lot.built is not None)))
    surplus = any(i.surplus for i in d.problem.items if i.id in (items or every))
    own_units = {p.id for p in d.problem.phases if p.key == "own units"}
    homes = [i.phase for i in d.problem.items if i.id in (items or every)]
    phase = d.rng.choice([p for p in homes if not surplus or p not in own_units])
    w = Package(name, PER_UNIT, phase, items, value_m=round(d.rng.uniform(0.2, 9), 2))
    w = replace(w, per_unit=d.rng.choice((1.0, 1.0, 1.0, 2.0, 0.5)), divisible=d.chance(0.5))
    if d.chance(0.3):
        part = d.rng.choice((0.05, 0.1, 0.2))
        prices = {i.id: i.unit_price_m or 0.0 for i in d.problem.items}
        values = tuple((i, round(part * prices[i] / w.per_unit, 6)) for i in items or every)
        w = replace(w, value_m=None, value_by_item_m=values)
    w = _common(d, replace(w, months=float(lead * d.problem.programme.calendar.months)))
    _make(d, w, served, lead)
    return w


def _make(d: Draft, w: Package, served: list[Lot], lead: int) -> None:
    """Sets of every lot, in its stream; a stream of a buyer makes nothing for surplus."""
    early = d.rng.choice((0, 0, 1, 2))
    by_buyer = next(p.key for p in d.problem.phases if p.id == w.phase) == "own units"
    paid = {(r.nation, r.payer or r.nation) for r in d.problem.requirements if not w.items or r.wanted in w.items}
    apart = by_buyer and len(paid) > len({n for n, _ in paid})
    by_item = apart or len({value for _, value in w.value_by_item_m}) > 1
    for lot in served:
        if lot.built is None or (by_buyer and lot.nation is None):
            continue
        names = [lot.item] * by_item + [str(lot.nation)] * by_buyer
        made = max(0, lot.built - lead - d.rng.randint(0, early))
        d.sets.setdefault(w.id, []).append(("/".join(names), made, w.per_unit * lot.units))


def _bounded(d: Draft, w: Package) -> Package:
    """Windows around what the hidden plan does, and predecessors that it has finished by then."""
    calendar, facts = d.problem.programme.calendar, d.facts
    if w.recurring:
        begin, end = (pick(t for _, t, _ in d.sets[w.id]) for pick in (min, max))
    else:
        begin, end = d.begins[w.id], d.begins[w.id] + facts.duration(w) - 1
    done = {v.id: d.begins[v.id] + facts.duration(v) for v in facts.one_off}
    before = [v for v, free in done.items() if free <= begin and v != w.id]
    phases = {p: [v.id for v in facts.one_off if v.phase == p] for p in facts.phases}
    whole = [p for p, inside in phases.items() if inside and set(inside) <= set(before)]
    after = [*d.some(before, 0, 2), *d.some(whole, 0, 1)] if d.chance(0.7) else []
    if d.chance(0.3):
        w = replace(w, earliest=d.rng.randint(0, begin))
    if d.chance(0.3):
        w = replace(w, latest=d.rng.randint(end, calendar.count - 1))
    if not w.recurring and d.chance(0.2):
        w = replace(w, begins=begin)
    return replace(w, after=tuple(after))


def _quotes(d: Draft) -> list[Quote]:
    """Offers of some suppliers, for work outside their sectors too; some with a set-up, an effort, no price."""
    found = []
    for w in d.problem.packages:
        for s in d.some(d.problem.suppliers, 0, 3):
            value = w.value_m or 2.0
            price = None if d.chance(0.2) else round(value * d.rng.uniform(0.7, 1.4), 2)
            setup = round(value * d.rng.uniform(0.05, 2), 2) if d.chance(0.3) else 0.0
            effort = tuple((float(d.rng.randint(1, 60)), unit) for unit in d.some(UNITS)) if d.chance(0.3) else ()
            found.append(Quote(s.id, w.id, price, setup, effort))
    return found


def _unpriced(d: Draft, w: Package) -> Package:
    """Some packages have no value: only quotes price them."""
    quoted = [q for q in d.problem.quotes if q.package == w.id and q.price_m is not None]
    return replace(w, value_m=None) if quoted and w.value_m and d.chance(0.1) else w
