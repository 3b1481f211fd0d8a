"""Offers whose price is a curve, with the chords that the optimisation has in its place.

Facts of a problem, before any decision; what curves are is said in curves.py, what the chords are for in
clauses/learning.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from procure.curves import UNIT, Chord, Curve, chords
from procure.facts import Facts, Stream
from procure.offers import CURVES, Offer
from procure.problem import Problem

Key = tuple[str, str, str]  # package, supplier, offer


@dataclass(frozen=True, slots=True)
class Curved:
    """An offer whose price is a curve.

    streams: those whose sets it counts, together. reach[t]: sets that could have been made by the end of t, at most.
    chords: from 0 to the most sets that could ever be made.
    """

    offer: Offer
    curve: Curve
    streams: tuple[Stream, ...]
    reach: tuple[float, ...]
    chords: tuple[Chord, ...]

    def reached(self, period: int) -> tuple[Chord, ...]:
        """The chords that sets to date can be on at the end of a period."""
        return tuple(c for c in self.chords if not c.low or c.low < self.reach[period])


class Refined(Facts):
    """Facts of a problem whose chords meet at more quantities than the error needs: there the optimisation is exact.

    points[package, supplier, offer]: these quantities.
    """

    def __init__(self, problem: Problem, points: Mapping[Key, frozenset[float]]) -> None:
        super().__init__(problem)
        self.points = points


@lru_cache(maxsize=4)
def of(f: Facts) -> Mapping[Key, Curved]:
    """Every offer of a recurring package whose price is a curve and under which sets could be made, sorted."""
    points = f.points if isinstance(f, Refined) else {}
    found = {}
    for w, s in f.pairs if f.offers else ():
        for o in f.offers.get((w, s), ()):
            streams = f.streams_of(o)
            if o.kind in CURVES and streams:
                found[w, s, o.id] = _curved(f, o, streams, points.get((w, s, o.id), frozenset()))
    return found


def curve(f: Facts, o: Offer) -> Curve:
    """What the first sets of an offer cost, at the price base; without a price of its own at its list price."""
    listed = (f.price(o.package, o.supplier, b) for b in f.streams_of(o))
    prices = o.segments or ((0.0, max(listed, default=0.0)),)
    return Curve(prices, o.slope_fraction or 1.0, o.curve or UNIT)


def _curved(f: Facts, o: Offer, streams: tuple[Stream, ...], points: frozenset[float]) -> Curved:
    own, error = curve(f, o), f.problem.programme.curve_error_fraction
    reach = _reach(f, o, streams)
    return Curved(o, own, streams, reach, tuple(chords(own, reach[-1], error, _least(f, o), points)))


def _reach(f: Facts, o: Offer, streams: tuple[Stream, ...]) -> tuple[float, ...]:
    """By need and capacity; a row of Capacity that investments may enlarge counts for nothing here."""
    most = sum(f.most_sets(b) for b in streams)
    most = most if o.most is None else min(most, o.most)
    found, enlarged = [most] * len(f.periods), {e.supplier for e in f.problem.investments}
    for c in f.problem.capacities:
        effort = min(f.effort(o.package, o.supplier, c.unit, b) for b in streams)
        if c.supplier == o.supplier and o.supplier not in enlarged and effort > 0 and o.package in f.covers(c):
            limited = {t for limit in c.limits for t in limit.span.periods}
            for t in f.periods:
                if limited.issuperset(range(f.span(o.package, o.supplier).start, t + 1)):
                    sets = sum(limit.amount for limit in c.limits if limit.span.first <= t) * c.free_fraction / effort
                    found[t] = min(found[t], sets)
    return tuple(found)


def _least(f: Facts, o: Offer) -> float:
    """Sets that an award under this offer has at least, in the end."""
    w = f.packages[o.package]
    part = 1.0 if w.most == 1 else w.smallest_fraction if w.divisible else 0.0
    of_all = 0.0 if o.nations else part * w.per_unit * f.sure_of(f.serves(w))
    return max(of_all, o.least or 0.0)
