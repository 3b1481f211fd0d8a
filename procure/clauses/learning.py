"""Sets under a learning curve or an incremental discount cost what the curve grows by as they are made.

    sum_g todate[w,s,o,g,t] = sum_{u<=t} sum_b make[w,s,b,u]                                  b a stream of offer o
    low[g] level[w,s,o,g,t] <= todate[w,s,o,g,t] <= high[g] level[w,s,o,g,t]
    sum_g level[w,s,o,g,t] <= award[w,s]
    curve[w,s,o,t] = cost[t] - cost[t-1],   cost[t] = sum_g (fix[g] level[w,s,o,g,t] + slope[g] todate[w,s,o,g,t])
                                                                       + above[w,s,o,t]
    above[w,s,o,t] <= sum_g gap[g] level[w,s,o,g,t]

    low[g], high[g]   sets      chord g stands for the curve C(q), M of the first q sets (curves.py), from low to high;
                      no higher than what capacity lets s make by then
    fix[g], slope[g]  M, M/set  fix + slope q is C(q) at low and high and never above it between, so that a bound stays
                      one; nor further below it than the setting "curve error" allows
    gap[g]            M         what the chord is below C at most. The curve itself is one of the costs allowed: where
                      prices rise, or a budget binds in one period, a chord too low to date would be too dear after it
    curve[w,s,o,t]    M         at the price base; the phase's index multiplies it (work.py)

The finished plan has the curve itself: the leaves price[w,s,b,t] of an offer's streams, cumulated over t and rounded,
are the growth of C, parted over the streams by the sets made in t. level, todate, above and curve are no
decisions of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate
from math import log2
from typing import Any

from procure import curved, ledger
from procure.curved import Curved
from procure.facts import Facts
from procure.findings import Check
from procure.offers import CURVES, LEARNING, Offer
from procure.pieces import Terms, over
from procure.plan import Plan, dec
from procure.quotes import AVERAGE_CURVE

FAMILIES = ("level", "todate", "above", "curve")


def constrain(m: Any, f: Facts) -> None:
    for key, one in curved.of(f).items():
        cells = [f.problem.cell("Quotes", row, "price") for row in one.offer.rows]
        before: tuple[Terms, Terms] = ([], [])  # sets and cost to date
        for t in f.span(*key[:2]):
            now = _on_chords(m, key, one, t, cells)
            made = over(m.x["make"], ((*key[:2], b.id, t) for b in one.streams), -1)
            m.require("learning", (*key, t), [*now[0], *_less(before[0]), *made], "=", 0, cells)
            spent = (-1.0, m.x["curve"][*key, t])
            m.require("learning", (*key, t, "cost"), [*now[1], *_less(before[1]), spent], "=", 0, cells)
            before = now


def _on_chords(m: Any, key: curved.Key, one: Curved, t: int, cells: list[str]) -> tuple[Terms, Terms]:
    """Sets and cost to date by the end of t, on one chord at most."""
    levels, sets, cost, gaps = [], [], [], []  # type: Terms, Terms, Terms, Terms
    for number, chord in enumerate(one.reached(t)):
        g = str(number)
        level, todate = m.x["level"][*key, g, t], m.x["todate"][*key, g, t]
        if chord.low:
            m.require("learning", (*key, g, t, "low"), [(1, todate), (-chord.low, level)], ">=", 0, cells)
        high = min(chord.high, one.reach[t])
        m.require("learning", (*key, g, t, "high"), [(1, todate), (-high, level)], "<=", 0, cells)
        levels.append((1.0, level))
        sets.append((1.0, todate))
        cost += [(chord.fix_m, level), (chord.slope_m, todate)]
        gaps.append((-chord.gap_m, level))
    m.require("learning", (*key, t, "award"), [*levels, (-1, m.x["award"][key[:2]])], "<=", 0, cells)
    above = over(m.x["above"], [(*key, t)])
    if above:
        m.require("learning", (*key, t, "above"), [*above, *gaps], "<=", 0, cells)
    return sets, [*cost, *above]


def _less(terms: Terms) -> Terms:
    return [(-c, x) for c, x in terms]


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    for family in FAMILIES:
        for key, value in plan.items(family):
            yield Check("learning", (family, *ledger.names(f, key)), value, "=", ledger.ZERO)
    leaves, made = ledger.by_period(plan, f, "price", 0, 1, 2), ledger.by_period(plan, f, "make", 0, 1, 2)
    for (w, s), offers in f.offers.items():
        for o in offers:
            streams = [b.id for b in f.streams_of(o)] if o.kind in CURVES else []
            if any((w, s, b) in made or (w, s, b) in leaves for b in streams):
                sets = {b: made[w, s, b] for b in streams}
                for b, owed in _worth(f, o, sets).items():
                    yield from _audit_leaves(f, o, b, leaves[w, s, b], owed)


def _audit_leaves(f: Facts, o: Offer, stream: str, leaves: list[Decimal], owed: list[Decimal]) -> Iterator[Check]:
    """Leaves of a stream, cumulated: rounding never adds up."""
    found, limits = ledger.cumulated(leaves), ledger.cumulated(owed)
    cells = tuple(f.problem.cell("Quotes", row, "price") for row in o.rows)
    for t in f.periods:
        if leaves[t] or owed[t]:
            index = ledger.names(f, (o.package, o.supplier, stream, t))
            granted = ledger.unit(f) / 2 + ledger.cent(f)
            yield Check("learning", index, found[t], "=", limits[t], granted, "M", cells, ledger.unit(f) / 2)


def _worth(f: Facts, o: Offer, sets: dict[str, list[Decimal]]) -> dict[str, list[Decimal]]:
    """M of each stream's sets in every period: what the sets of all streams add to the cost of those before them."""
    phase, worth = f.packages[o.package].phase, {b: [] for b in sets}  # type: str, dict[str, list[Decimal]]
    together = [sum((series[t] for series in sets.values()), ledger.ZERO) for t in f.periods]
    most = sum((dec(f.most_sets(b)) for b in f.streams[o.package] if b.id in sets), ledger.ZERO)
    totals = _totals(f, o, int(most) + 1)
    to_date = [max(ledger.ZERO, min(most, done)) for done in ledger.cumulated(together)]  # supply audits the bounds
    costs = [ledger.ZERO, *(_cost(o, totals, sets) for sets in to_date)]
    for t, now in enumerate(together):
        growth = costs[t + 1] - costs[t]
        for b, series in sets.items():
            worth[b].append(growth * dec(f.index(phase, t)) * series[t] / now if now > 0 else ledger.ZERO)
    return worth


def _totals(f: Facts, o: Offer, most: int) -> list[float]:
    """M of the first 0, 1, ... sets of a learning curve."""
    if o.kind != LEARNING or o.slope_fraction is None:
        return []
    slope = o.slope_fraction
    first = o.segments[0][1] if o.segments else max(f.price(o.package, o.supplier, b) for b in f.streams_of(o))
    if o.curve == AVERAGE_CURVE:
        return [0.0, *(k * first * slope ** log2(k) for k in range(1, most + 1))]
    return list(accumulate((first * slope ** log2(k) for k in range(1, most + 1)), initial=0.0))


def _cost(o: Offer, totals: list[float], sets: Decimal) -> Decimal:
    """M of so many sets: by the totals at whole sets, or price by price from the last one that is reached."""
    if totals:
        whole = int(sets)
        last = dec(totals[whole + 1]) - dec(totals[whole]) if sets > whole else ledger.ZERO
        return dec(totals[whole]) + (sets - whole) * last
    cost, top = ledger.ZERO, sets
    for number, (start, price) in reversed(list(enumerate(o.segments))):
        edge = dec(start) if number else ledger.ZERO
        if top > edge:
            cost, top = cost + (top - edge) * dec(price), edge
    return cost
