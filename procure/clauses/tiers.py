"""Price tiers of all units: every set ordered under an offer costs what the tier says that the whole order reaches.

    make[w,s,b,t] = sum_g bought[w,s,o,g,b,t]                                   b a stream of offer o
    sum_g tier[w,s,o,g] = taken[w,s,o]
    low[g] tier[w,s,o,g] <= sum_{b,t} bought[w,s,o,g,b,t] <= high[g] tier[w,s,o,g]

    bought[w,s,o,g,b,t]  sets  of make that are paid at the price of tier g (work.py)
    tier[w,s,o,g]        0/1   the sets ordered under offer o lie in tier g
    taken[w,s,o]         0/1   award[w,s]; of a supplier with several offers for w ordered[w,s,o] (offered.py)
    low[g]               sets  Quotes, from quantity; 0 of the first tier
    high[g]              sets  one set below the next tier where sets are whole, else a hair below it (0.0001 sets): on
                               the edge the cheaper price counts; of the last tier what can be needed, or the most

In the finished plan the tier follows from all sets made; the leaves price[w,s,b,t], cumulated over t and rounded, are
the sets at its price and the period's index. bought and tier are no decisions of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger, tiered
from procure.facts import Facts
from procure.findings import Check
from procure.offers import EDGE, TIERS, Offer
from procure.pieces import Terms, over, taken_terms
from procure.plan import Plan, dec

FAMILIES = ("bought", "tier")


def constrain(m: Any, f: Facts) -> None:
    bought, tier = m.x["bought"], m.x["tier"]
    for key, one in tiered.of(f).items():
        w, s, _ = key
        cells = [f.problem.cell("Quotes", row, "from quantity") for row in one.offer.rows]
        for b in one.streams:
            for t in f.span(w, s):
                parts = over(bought, ((*key, g.id, b.id, t) for g in one.tiers))
                m.require("tiers", (*key, b.id, t), [*parts, (-1, m.x["make"][w, s, b.id, t])], "=", 0, cells)
        levels = over(tier, ((*key, g.id) for g in one.tiers))
        m.require("tiers", key, [*levels, *taken_terms(m, f, one.offer, -1)], "=", 0, cells)
        for g in one.tiers:
            sets: Terms = over(bought, ((*key, g.id, b.id, t) for b in one.streams for t in f.span(w, s)))
            level = tier[*key, g.id]
            if g.low:
                m.require("tiers", (*key, g.id, "from"), [*sets, (-g.low, level)], ">=", 0, cells)
            m.require("tiers", (*key, g.id, "to"), [*sets, (-g.high, level)], "<=", 0, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    for family in FAMILIES:
        for key, value in plan.items(family):
            yield Check("tiers", (family, *ledger.names(f, key)), value, "=", ledger.ZERO)
    leaves, made = ledger.by_period(plan, f, "price", 0, 1, 2), ledger.by_period(plan, f, "make", 0, 1, 2)
    for (w, s), offers in f.offers.items():
        for o in offers:
            streams = [b.id for b in f.streams.get(w, ()) if o.kind == TIERS and f.offer_of(w, s, b) == o]
            sets = sum((amount for b in streams for amount in made.get((w, s, b), ())), ledger.ZERO)
            for b in streams:
                if (w, s, b) in made or (w, s, b) in leaves:
                    yield from _audit_leaves(f, o, b, _price(o, sets), made[w, s, b], leaves[w, s, b])


def _price(o: Offer, sets: Decimal) -> Decimal:
    """M of a set: of the last tier that all sets of the offer reach."""
    reached = [price for start, price in o.segments if sets >= dec(start) - dec(EDGE) / 2]
    return dec(reached[-1] if reached else o.segments[0][1])


def _audit_leaves(
    f: Facts, o: Offer, stream: str, price: Decimal, sets: list[Decimal], leaves: list[Decimal]
) -> Iterator[Check]:
    """Leaves of a stream, cumulated: rounding never adds up."""
    w = f.packages[o.package]
    index = [dec(f.index(w.phase, t)) for t in f.periods]
    paid = ledger.cumulated(leaves)
    owed = ledger.cumulated(price * times * amount for times, amount in zip(index, sets, strict=True))
    cells = tuple(f.problem.cell("Quotes", row, "price") for row in o.rows)
    loose = ledger.ZERO if ledger.whole_sets(f, w) else ledger.TYPED * price * max(index)
    for t in f.periods:
        if leaves[t] or sets[t]:
            of, granted = ledger.names(f, (o.package, o.supplier, stream, t)), ledger.unit(f) / 2 + ledger.cent(f)
            yield Check("tiers", of, paid[t], "=", owed[t], granted + loose * (t + 1), "M", cells, ledger.unit(f) / 2)
