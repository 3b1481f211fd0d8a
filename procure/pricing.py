"""What the work of a finished plan costs to the last digit, before money is rounded: tiers as they are reached, curves
as they are, each period at its prices.

The audits do not use this: they work the same out for themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from procure import curved
from procure.facts import Facts
from procure.offers import CURVES, EDGE, Offer
from procure.plan import Key, dec

Amounts = dict[tuple[str, str, str], dict[int, Decimal]]
ZERO = Decimal(0)


def amounts(f: Facts, start: Mapping[Key, Decimal], make: Mapping[Key, Decimal]) -> Amounts:
    """M of every (package, supplier, stream) by period, at the period's prices; of a one-off package the stream is "".

    start, make: the plan's. A set of a tiered offer costs what the tier of all its sets says; of an offer with a curve
    the growth of its cost in a period is shared out by the sets made then.
    """
    found: Amounts = {}
    for (w, s, t), part in start.items():
        long, phase = f.duration(f.packages[str(w)]), f.packages[str(w)].phase
        each = dec(f.price(str(w), str(s))) * part / long
        found[str(w), str(s), ""] = {int(t) + u: each * dec(f.index(phase, int(t) + u)) for u in range(long)}
    for (w, s), streams in _by_pair(make).items():
        for sets in _by_offer(f, w, s, streams):
            found |= {(w, s, b): series for b, series in sets.items()}
    return found


def tier_price(offer: Offer, sets: Decimal) -> Decimal:
    """M of a set where so many are ordered in all: the last tier that is reached, to within EDGE."""
    reached = [price for start, price in offer.segments if dec(start) <= sets + dec(EDGE) / 2]
    return dec(reached[-1] if reached else offer.segments[0][1])


Series = dict[int, Decimal]  # by period


def _by_pair(make: Mapping[Key, Decimal]) -> dict[tuple[str, str], dict[str, Series]]:
    found: dict[tuple[str, str], dict[str, Series]] = {}
    for (w, s, b, t), sets in make.items():
        found.setdefault((str(w), str(s)), {}).setdefault(str(b), {})[int(t)] = sets
    return found


def _by_offer(f: Facts, w: str, s: str, made: dict[str, Series]) -> Iterable[dict[str, Series]]:
    """M by stream and period, offer by offer; sets that no offer speaks of are at the list price."""
    streams = {b.id: b for b in f.streams[w]}
    offers: dict[str, Offer | None] = {b: f.offer_of(w, s, streams[b]) for b in made}
    for o in dict.fromkeys(offers.values()):
        mine = {b: series for b, series in made.items() if offers[b] == o}
        if o is not None and o.kind in CURVES:
            yield _along_curve(f, o, mine)
            continue
        total = sum((sets for series in mine.values() for sets in series.values()), ZERO)
        for b, series in mine.items():
            tiered = o is not None and len(o.segments) > 1
            each = tier_price(o, total) if o is not None and tiered else dec(f.price(w, s, streams[b]))
            yield {b: {t: each * sets * _index(f, w, t) for t, sets in series.items()}}


def _along_curve(f: Facts, offer: Offer, made: dict[str, Series]) -> dict[str, Series]:
    curve, so_far, spent = curved.curve(f, offer), ZERO, ZERO
    found: dict[str, Series] = {b: {} for b in made}
    for t in sorted({t for series in made.values() for t in series}):
        now = {b: series[t] for b, series in made.items() if t in series}
        sets = sum(now.values(), ZERO)
        so_far += sets
        cost = dec(curve.cost(float(so_far)))
        for b, part in now.items():
            found[b][t] = (cost - spent) * part / sets * _index(f, offer.package, t) if sets else ZERO
        spent = cost
    return found


def _index(f: Facts, package: str, t: int) -> Decimal:
    return dec(f.index(f.packages[package].phase, t))
