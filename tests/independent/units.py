"""Units: which items are in use, what is built, kept and handed over, how late, and how the line runs."""

from __future__ import annotations

import math
from collections.abc import Callable

from procure.problem import Item
from tests.independent.data import Need, lots_of
from tests.independent.model import Linear, Model
from tests.independent.prices import Prices


def units(m: Model, d: Prices) -> None:
    """All of it."""
    for i in d.problem.items:
        _item(m, d, i)
        _line(m, d, i)
    for need in d.needs:
        _need(m, d, need)


def _item(m: Model, d: Prices, i: Item) -> None:
    """Built, handed over, kept; an optional item is in use where a unit of it is handed over."""
    most = d.most_units(i.id)
    takers = [need.nation for need in d.needs if i.id in need.items]
    for t in d.periods:
        m.var("built", (i.id, t), 0, most + i.surplus, i.whole)
        for n in takers:
            if d.there(n, t) and t >= _licensed(d, i.id, n):
                m.var("deliver", (i.id, n, t), 0, d.most_units(i.id, n), i.whole)
    kept: Linear = 0.0
    for t in d.periods:
        kept = kept + m.get("built", i.id, t) - m.total("deliver", i.id, None, t)
        m.least(kept, 0.0)
        if not i.may_store:  # a surplus is kept even then, and is as good as any other unit
            m.most(kept, i.surplus)
    m.most(kept, i.surplus)
    if d.optional(i.id):
        used, handed = m.binary("used", (i.id,)), m.total("deliver", i.id)
        m.most(handed, most * used)
        m.least(handed, d.least_in_use(i.id) * used)
        m.most(m.total("built", i.id), (most + i.surplus) * used)


def _licensed(d: Prices, item: str, nation: str) -> int:
    """First period in which the nation has the licences for what is in the item."""
    found = d.licences(d.inside(item), nation)
    return max((d.whole_periods(c.months) for c in found), default=0)


def _need(m: Model, d: Prices, need: Need) -> None:
    """What is due is handed over, in the end all of it but what may be left out; late is what is owed."""
    item = d.items[need.items[0]]
    key = (need.name, need.nation)
    short: Linear = 0.0
    if need.may_short and need.firm > 0:
        short = m.var("short", key, 0, need.firm, item.whole)
    extra: Linear = 0.0
    owed: list[tuple[int, int, Linear]] = []
    for r in need.extras:
        lot, most, whole = lots_of(r, item.whole)
        taken = m.var("lots", (*key, f"{r.order} {r.priority}"), 0, most, whole)
        dates = [t for t, due in enumerate(r.due) if due > 0]
        owed.append((dates[0], dates[-1], lot * taken))
        extra = extra + lot * taken
        if need.may_short and need.firm > 0:
            complete = m.x["complete"].get(key) or m.binary("complete", key)
            m.most(taken, most * complete)
            m.most(short, need.firm * (1 - complete))
    handed: Linear = 0.0
    due = 0.0
    for t in d.periods:
        handed = handed + m.sum(m.get("deliver", i, need.nation, t) for i in need.items)
        due += need.due[t]
        late = m.var("late", (*key, t))
        m.least(handed + late, due + m.sum(part for _, last, part in owed if last <= t))
        if owed:
            m.most(handed, need.firm + m.sum(part for first, _, part in owed if first <= t))
        if item.latest_delay_months is not None:
            before = t - d.whole_periods(item.latest_delay_months)
            then = sum(need.due[: before + 1]) if before >= 0 else 0.0
            m.least(handed + short, then + m.sum(part for _, last, part in owed if last <= before))
    m.equal(handed + short, need.firm + extra)


def _line(m: Model, d: Prices, i: Item) -> None:
    """Rates of a period; the last period of a run may be below the least rate."""
    runs = i.min_rate > 0 or i.ramp_fraction is not None or not i.may_restart
    for t in d.periods if runs else ():
        m.binary("on", (i.id, t))
        m.binary("up", (i.id, t))
    _most_rate(m, d, i)
    if not runs:
        return
    least = _rounded(i, i.min_rate * d.year, math.floor)
    for t in d.periods:
        built, on, up = (m.get(family, i.id, t) for family in ("built", "on", "up"))
        before = m.get("on", i.id, t - 1)
        m.most(built, m.bound("built", (i.id, t)) * on)
        m.least(up, on - before)
        m.most(up, on)
        m.most(up, 1 - before)
        if t < d.count - 1:
            m.least(built, least * (on + m.get("on", i.id, t + 1) - 1))
        if i.ramp_fraction is not None:
            grown = (1 + i.ramp_fraction * d.year) * m.get("built", i.id, t - 1)
            m.most(built, grown + i.ramp_step + max(least, 1.0) * up)
    if least != i.min_rate * d.year:
        long = 12 // d.month
        for t in range(d.count - long):
            held = m.sum(m.get("on", i.id, u) for u in range(t, t + long + 1)) - long
            m.least(m.sum(m.get("built", i.id, u) for u in range(t, t + long)), i.min_rate * held)
    if not i.may_restart:
        m.most(m.total("up", i.id), 1)


def _most_rate(m: Model, d: Prices, i: Item) -> None:
    """Of a period in whole units where they are whole, then of any twelve months just what is said."""
    if i.max_rate is None:
        return
    for t in d.periods:
        m.most(m.get("built", i.id, t), _rounded(i, i.max_rate * d.year, math.ceil))
    for t in d.periods:
        m.most(m.sum(m.get("built", i.id, u) for u in range(t, t + 12 // d.month)), i.max_rate)


def _rounded(i: Item, rate: float, to: Callable[[float], int]) -> float:
    """A rate in whole units where these are whole; a hair's breadth does not count."""
    return float(to(round(rate, 9))) if i.whole else rate
