"""What suppliers are loaded with, what they can do, and what would enlarge that."""

from __future__ import annotations

from procure.problem import Capacity, Package
from tests.independent.model import Linear, Model
from tests.independent.prices import Prices, Stream
from tests.independent.work import RECURRING


def industry(m: Model, d: Prices) -> None:
    """All of it."""
    for e in d.problem.investments:
        last = d.count - 1 - d.whole_periods(e.months)
        for t in range(e.earliest, min(last, last if e.latest is None else e.latest) + 1):
            m.binary("expand", (e.id, t))
        m.most(m.total("expand", e.id), 1)
        for other in e.excludes:
            m.most(m.total("expand", e.id) + m.total("expand", other), 1)
    for c in d.problem.capacities:
        _limits(m, d, c)
        _ramp(m, d, c)
        _lowest(m, d, c)


def effort(d: Prices, w: Package, supplier: str, unit: str, b: Stream | None = None) -> float:
    """Of the whole package or one set: the supplier's own, else the package's, else a set, or the value for M."""
    quotes = d.quotes_of(w.id, supplier)
    quoted = d.offers(w.id, supplier)[0].rows[0].effort if quotes else ()
    for amount, of in (*quoted, *w.effort):
        if of == unit:
            return amount * d.years(w)
    value = (w.value_m if b is None else b.value) or 0.0
    return {"sets": 1.0, "M": value}.get(unit, 0.0) * d.years(w)


def covered(d: Prices, c: Capacity) -> list[Package]:
    """Packages whose work by the supplier counts in the row."""
    mine = [w for w in d.problem.packages if c.supplier in d.able(w)]
    return [w for w in mine if c.package in (None, w.id) and c.sector in (None, w.sector)]


def load(m: Model, d: Prices, c: Capacity, t: int) -> Linear:
    """In the row's unit."""
    found: Linear = 0.0
    for w in covered(d, c):
        if w.kind in RECURRING:
            for b in d.streams(w):
                found = found + effort(d, w, c.supplier, c.unit, b) * m.get("make", w.id, c.supplier, b.name, t)
        else:
            each = effort(d, w, c.supplier, c.unit) / d.length(w)
            for u in range(max(0, t - d.length(w) + 1), t + 1):
                found = found + each * m.get("start", w.id, c.supplier, u)
    return found


def most_load(d: Prices, c: Capacity) -> float:
    """No plan loads a row with more in a period."""
    found = 0.0
    for w in covered(d, c):
        streams = d.streams(w) if w.kind in RECURRING else []
        found += sum(effort(d, w, c.supplier, c.unit, b) * d.most_sets(b) for b in streams)
        found += 0.0 if streams else effort(d, w, c.supplier, c.unit)
    return found


def _added(m: Model, d: Prices, c: Capacity, t: int) -> Linear:
    """What investments add to the row in a period."""
    mine = [e for e in d.problem.investments if _same(c, e)]
    found: Linear = 0.0
    for e in mine:
        for u in range(t - d.whole_periods(e.months) + 1):
            found = found + e.adds * d.year * m.get("expand", e.id, u)
    return found


def _same(c: Capacity, e: object) -> bool:
    return all(getattr(c, part) == getattr(e, part) for part in ("supplier", "sector", "package", "unit"))


def _limits(m: Model, d: Prices, c: Capacity) -> None:
    for limit in c.limits:
        used = m.sum(load(m, d, c, t) for t in limit.span.periods)
        m.most(used, limit.amount * c.free_fraction + m.sum(_added(m, d, c, t) for t in limit.span.periods))


def _ramp(m: Model, d: Prices, c: Capacity) -> None:
    """From one period with a capacity to the next the load changes by a part of what the later one can do."""
    amounts = {limit.span.first: limit.amount for limit in c.limits if limit.span.first == limit.span.last}
    for t in amounts if c.ramp_fraction is not None else ():
        if t - 1 in amounts:
            room = (c.ramp_fraction or 0.0) * (amounts[t] * c.free_fraction + _added(m, d, c, t))
            now, before = load(m, d, c, t), load(m, d, c, t - 1)
            m.most(now - before, room)
            m.most(before - now, room)


def _lowest(m: Model, d: Prices, c: Capacity) -> None:
    if c.lowest <= 0:
        return
    key = (c.supplier, c.sector or "", c.package or "", c.unit)
    starts: Linear = 0.0
    before: Linear = 0.0
    for t in d.periods:
        if c.lowest_always:
            m.least(load(m, d, c, t), c.lowest)
            continue
        busy = m.binary("busy", (*key, t))
        start = m.binary("entry", (*key, t))
        m.most(load(m, d, c, t), most_load(d, c) * busy)
        m.least(load(m, d, c, t), c.lowest * busy)
        m.least(start, busy - before)
        starts, before = starts + start, busy
    m.most(starts, 1)
