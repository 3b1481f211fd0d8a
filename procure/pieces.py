"""Linear pieces that several clauses and measures speak of, as terms (coefficient, variable).

The audit does not use them: it has its own sums over the finished plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from procure.facts import Facts, Stream
from procure.problem import Capacity

Terms = list[tuple[float, Any]]


def work_terms(m: Any, f: Facts, pairs: Iterable[tuple[str, str]], periods: range) -> Terms:
    """M of the work that these (package, supplier) pairs do in these periods, set-up included.

    A one-off package's price is spread evenly over its duration; a recurring one's falls when the set is made; a
    set-up's when it opens.
    """
    terms: Terms = []
    for w, s in pairs:
        if f.packages[w].recurring:
            for b in f.streams[w]:
                terms += stream_terms(m, f, s, b, periods)
        else:
            terms += running(m, f, w, s, periods, f.price(w, s))
        opened = m.x["open"]
        terms += [(f.setup(w, s), opened[w, s, t]) for t in periods if (w, s, t) in opened]
    return terms


def stream_terms(m: Any, f: Facts, supplier: str, stream: Stream, periods: range) -> Terms:
    """M of the sets of one stream that a supplier makes in these periods."""
    price, make = f.price(stream.package, supplier, stream), m.x["make"]
    keys = ((stream.package, supplier, stream.id, t) for t in periods)
    return [(price, make[key]) for key in keys if key in make]


def running(m: Any, f: Facts, package: str, supplier: str, periods: range, amount: float) -> Terms:
    """The part of an amount, spread evenly over a one-off package's duration, that falls into these periods."""
    long, window, start = f.duration(f.packages[package]), f.window[package], m.x["start"]
    terms: Terms = []
    for t in range(max(window.start, periods.start - long + 1), min(window.stop, periods.stop)):
        inside = min(t + long, periods.stop) - max(t, periods.start)
        terms.append((amount * inside / long, start[package, supplier, t]))
    return terms


def made(m: Any, f: Facts, package: str, suppliers: Iterable[str], periods: range, factor: float = 1.0) -> Terms:
    """Sets of a recurring package made by these suppliers in these periods, over all its streams."""
    make = m.x["make"]
    keys = ((package, s, b.id, t) for s in suppliers for b in f.streams[package] for t in periods)
    return [(factor, make[key]) for key in keys if key in make]


def begun(m: Any, f: Facts, package: str, last: int, factor: float = 1.0) -> Terms:
    """Whether a one-off package has begun by period `last`."""
    window = f.window[package]
    return [(factor, m.x["begin"][package, u]) for u in range(window.start, min(window.stop, last + 1))]


def load(m: Any, f: Facts, capacity: Capacity, periods: range, factor: float = 1.0) -> Terms:
    """Load of a capacity row in these periods, in its unit."""
    s, terms = capacity.supplier, []  # type: tuple[str, Terms]
    for w in f.covers(capacity):
        if not f.packages[w].recurring:
            terms += running(m, f, w, s, periods, factor * f.effort(w, s, capacity.unit))
            continue
        for b in f.streams[w]:
            effort = factor * f.effort(w, s, capacity.unit, b)
            keys = ((w, s, b.id, t) for t in periods)
            terms += [(effort, m.x["make"][key]) for key in keys if key in m.x["make"]]
    return terms


def over(family: dict[Any, Any], keys: Iterable[tuple[Any, ...]], factor: float = 1.0) -> Terms:
    """factor x the sum of a family's decisions over those of the keys that exist."""
    return [(factor, family[key]) for key in keys if key in family]
