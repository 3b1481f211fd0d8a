"""Offers whose price of every set falls with the quantity ordered, and offers that are taken or left one by one.

Facts of a problem, before any decision; what is decided is said in clauses/tiers.py and clauses/offered.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from procure.facts import Facts, Stream
from procure.offers import EDGE, TIERS, Offer

Key = tuple[str, str, str]  # package, supplier, offer


@dataclass(frozen=True, slots=True)
class Tier:
    """What a set costs where low to high sets are ordered in all. id: "1" is the first."""

    id: str
    price_m: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tiered:
    """An offer with tiers. streams: those whose sets count, together. tiers: those that can be reached."""

    offer: Offer
    streams: tuple[Stream, ...]
    tiers: tuple[Tier, ...]


@lru_cache(maxsize=4)
def of(f: Facts) -> Mapping[Key, Tiered]:
    """Every offer with tiers of a pair that may be awarded and under which sets could be made, sorted."""
    found = {}
    for w, s in f.pairs if f.offers else ():
        for o in f.offers.get((w, s), ()):
            streams = f.streams_of(o)
            if o.kind == TIERS and streams:
                found[w, s, o.id] = Tiered(o, streams, tuple(_tiers(f, o, streams)))
    return found


def _tiers(f: Facts, o: Offer, streams: tuple[Stream, ...]) -> Iterator[Tier]:
    """Whole sets leave no quantity between two tiers; others meet, to within EDGE."""
    whole, most = f.in_whole_sets(o.package), most_sets(f, o, streams)
    for number, (start, price) in enumerate(o.segments):
        low = float(math.ceil(start)) if whole else start
        if low > most:
            return
        end = most
        if number + 1 < len(o.segments):
            after = o.segments[number + 1][0]
            end = min(most, math.ceil(after) - 1.0 if whole else after - EDGE)
        if low <= end:
            yield Tier(str(number + 1), price, low, end)


def most_sets(f: Facts, o: Offer, streams: tuple[Stream, ...]) -> float:
    """Sets that could ever be ordered under an offer."""
    possible = sum(f.most_sets(b) for b in streams)
    return possible if o.most is None else min(possible, o.most)


def alone(f: Facts, o: Offer) -> bool:
    """Whether an offer is the supplier's only one for the package: awarded, it is taken."""
    return len(f.offers[o.package, o.supplier]) == 1


# Domains of decisions


def bought(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    """bought[w,s,o,g,b,t]: within what the tier allows."""
    for (w, s, o), one in of(f).items():
        for g in one.tiers:
            for b in one.streams:
                for t in f.span(w, s):
                    yield (w, s, o, g.id, b.id, t), 0, min(g.high, f.most_sets(b))


def tier(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    """tier[w,s,o,g]."""
    for (w, s, o), one in of(f).items():
        for g in one.tiers:
            yield (w, s, o, g.id), 0, 1


def ordered(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    """ordered[w,s,o]: of several offers, those that say something of all their sets."""
    for w, s in f.pairs if f.offers else ():
        for o in f.offers.get((w, s), ()):
            if not alone(f, o) and (o.kind == TIERS or o.least is not None) and f.streams_of(o):
                yield (w, s, o.id), 0, 1
