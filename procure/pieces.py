"""Linear pieces that several clauses and measures speak of, as terms (coefficient, variable).

The audit does not use them: it has its own sums over the finished plan.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from procure import counting, transfers
from procure.facts import Facts, Stream
from procure.problem import Capacity, Package

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


def transfer_terms(m: Any, f: Facts, phase: str, period: int) -> Terms:
    """M that a phase pays in a period for transfers of technology."""
    made, transfer = transfers.transfers(f) if period == transfers.PAID else (), m.x["transfer"]
    keys = ((one.cost_m, (one.technology, one.nation, phase)) for one in made)
    return [(cost, transfer[key]) for cost, key in keys if key in transfer]


def counted_terms(m: Any, f: Facts, factors: Mapping[tuple[str, str], float], periods: range) -> Terms:
    """Work as counted (M, or hours) that these (package, supplier) pairs do in these periods, each times its factor."""
    return _times(m, f, factors, periods, partial(counting.amount, f), partial(counting.setup, f))


def price_terms(
    m: Any, f: Facts, factors: Mapping[tuple[str, str], float], periods: range, with_setup: bool = False
) -> Terms:
    """M paid for the work of these (package, supplier) pairs in these periods, each times its factor."""
    return _times(m, f, factors, periods, f.price, f.setup if with_setup else _nothing)


def effort_terms(m: Any, f: Facts, pairs: Iterable[tuple[str, str]], periods: range, unit: str) -> Terms:
    """Effort, in a capacity's unit, that these (package, supplier) pairs spend in these periods."""
    return _times(m, f, dict.fromkeys(pairs, 1.0), periods, lambda w, s, b=None: f.effort(w, s, unit, b), _nothing)


def _nothing(package: str, supplier: str) -> float:
    return 0.0


def _times(
    m: Any,
    f: Facts,
    factors: Mapping[tuple[str, str], float],
    periods: range,
    amount: Callable[..., float],
    setup: Callable[[str, str], float],
) -> Terms:
    terms: Terms = []
    make, opened = m.x["make"], m.x["open"]
    for (w, s), factor in factors.items():
        if not factor:
            continue
        if f.packages[w].recurring:
            for b in f.streams[w]:
                each = factor * amount(w, s, b)
                terms += over(make, ((w, s, b.id, t) for t in periods), each) if each else []
        elif each := factor * amount(w, s):
            terms += running(m, f, w, s, periods, each)
        if once := factor * setup(w, s):
            terms += over(opened, ((w, s, t) for t in periods), once)
    return terms


def stream_terms(m: Any, f: Facts, supplier: str, stream: Stream, periods: range) -> Terms:
    """M of the sets of one stream that a supplier makes in these periods."""
    price, make = f.price(stream.package, supplier, stream), m.x["make"]
    keys = ((stream.package, supplier, stream.id, t) for t in periods)
    return [(price, make[key]) for key in keys if key in make]


def running(m: Any, f: Facts, package: str, supplier: str, periods: range, amount: float) -> Terms:
    """The part of an amount, spread evenly over a one-off package's duration, that falls into these periods."""
    long, window, start = f.duration(f.packages[package]), f.span(package, supplier), m.x["start"]
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


def placed(m: Any, f: Facts, w: Package, times: float = 1.0) -> tuple[Terms, float]:
    """Whether a package is placed, `times` over: terms, and a number (a package that is always placed has no terms)."""
    bound = f.bound_to[w.id]
    if not bound:
        return [], times
    return [(times, m.x["used"][bound] if len(bound) == 1 else m.x["placed"][w.id,])], 0.0


def own_parts(m: Any) -> ChainMap[Any, Any]:
    """A nation's part of what a phase spends, by (n,p,t): gross where the phase has grants, else the charge itself."""
    return ChainMap(m.x["gross"], m.x["charge"])


def over(family: Mapping[Any, Any], keys: Iterable[tuple[Any, ...]], factor: float = 1.0) -> Terms:
    """factor x the sum of a family's decisions over those of the keys that exist."""
    return [(factor, family[key]) for key in keys if key in family]
