"""What every plan keeps, from data alone: the least that must be made and spent, the most that somebody can do.

Every bound is on the safe side: where it would take more than a sum to know better, it is 0 or without limit.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from functools import lru_cache

from procure import investments
from procure.facts import Facts, Stream
from procure.findings import ERROR, Finding
from procure.offers import CURVES
from procure.problem import IN_SERVICE, PER_PERIOD, Capacity, Package

NEAR = 1e-6  # of a number: what is no more beyond a limit is not beyond it


def beyond(found: float, limit: float) -> bool:
    """Whether a number is surely above a limit."""
    return found > limit + NEAR * max(1.0, abs(limit))


def finding(cells: Iterable[str], otherwise: str, rule: str, message: str, hint: str = "") -> Finding:
    """An error at the first of the cells, or at what it is called where it is in no workbook; the others are named."""
    first, *others = [*filter(None, cells)] or [otherwise]
    more = f" ({'; '.join(dict.fromkeys(others))})" if others else ""
    return Finding(ERROR, first, rule, message.removesuffix(".") + more + ".", hint)


def always(f: Facts, w: Package) -> bool:
    """Whether every plan places the package."""
    return not f.bound_to[w.id] and not w.qualifies


def owed(f: Facts, items: Collection[str], nations: Collection[str] | None, t: int) -> float:
    """Units that only these items can be and that must be handed over by the end of a period."""
    found = 0.0
    for need in f.needs.values():
        if need.may_short or not set(items) >= set(need.items) or (nations is not None and need.nation not in nations):
            continue
        last = t if t >= f.periods[-1] else -1 if need.delay is None else t - need.delay
        found += sum(need.due) if last >= f.periods[-1] else sum(need.due[: max(0, last + 1)])
    return found


def sets(f: Facts, w: Package, t: int, stream: Stream | None = None) -> float:
    """Sets of a package made per unit, or of a stream, that must be made by the end of a period."""
    items, nations = (f.serves(w), None) if stream is None else (stream.items, stream.buyers)
    return w.per_unit * owed(f, items, nations, min(t + f.lead(w), f.periods[-1]))


@lru_cache(maxsize=4096)
def spent(f: Facts, phase: str, t: int, but: frozenset[str] = frozenset()) -> float:
    """M that the phase's key parts at least by the end of a period, work on some packages left out."""
    low = min(f.index(phase, u) for u in f.periods)
    packages = (w for w in f.problem.packages if w.phase == phase and w.id not in but)
    work = sum(_work(f, w, t) for w in packages)
    others = (c for c in f.problem.other_costs if c.phase == phase and not c.borne_by)
    return low * (work + sum(sum(c.amounts_m[: t + 1]) for c in others))


def least(f: Facts, w: Package) -> float:
    """M of the price base that the whole package costs at least: nothing where it may never be placed."""
    return _work(f, w, f.periods[-1])


def _work(f: Facts, w: Package, t: int) -> float:
    if w.recurring:
        return sum(price * sets(f, w, t, b) for b, price in _cheapest(f)[w.id])
    ends = f.periods[-1] if w.kind == PER_PERIOD else f.window[w.id].stop - 2 + f.duration(w)
    return sum(price for _, price in _cheapest(f)[w.id]) if t >= ends else 0.0


@lru_cache(maxsize=2)
def _cheapest(f: Facts) -> dict[str, tuple[tuple[Stream | None, float], ...]]:
    """M that a package, or a set of each of its streams, costs at least; nothing of what may never be placed."""
    found: dict[str, tuple[tuple[Stream | None, float], ...]] = {}
    for w in f.problem.packages:
        makers = f.suppliers_of[w.id] if always(f, w) and w.kind != IN_SERVICE else ()
        of: tuple[Stream | None, ...] = (f.streams[w.id] if w.recurring else (None,)) if makers else ()
        found[w.id] = tuple((b, min(_price(f, w, s, b) for s in makers)) for b in of)
    return found


def _price(f: Facts, w: Package, supplier: str, stream: Stream | None) -> float:
    """The least price, by as much less as a curve may be taken for."""
    offer, error = f.offer_of(w.id, supplier, stream), f.problem.programme.curve_error_fraction
    below = error if offer is not None and offer.kind in CURVES else 0.0
    return (1 - below) * f.least_price(w.id, supplier, stream)


# What suppliers can do


def share(f: Facts, w: Package, supplier: str, begin: int) -> float:
    """Part of a one-off package, 0..1, that its supplier has room for if it begins in a period."""
    if begin not in f.span(w.id, supplier):
        return 0.0
    long, found = f.duration(w), 1.0
    for c, effort in _rows(f, w, supplier):
        for limit in c.limits:
            inside = len(range(max(begin, limit.span.first), min(begin + long, limit.span.last + 1)))
            if inside:
                found = min(found, _room(f, c, limit.amount, len(limit.span.periods)) * long / (effort * inside))
    return found


def made(f: Facts, w: Package, supplier: str, t: int) -> float:
    """Sets of a recurring package that its supplier can make by the end of a period."""
    window, offers = f.span(w.id, supplier), f.offers.get((w.id, supplier), ())
    periods = range(window.start, min(window.stop, t + 1))
    streams = [b for b in f.streams[w.id] if f.offered(supplier, b)]
    found = sum(f.most_sets(b) for b in streams) if periods else 0.0
    if len(offers) == 1 and offers[0].least is not None and offers[0].least > sum(f.most_sets(b) for b in streams):
        return 0.0
    if offers and all(o.most is not None for o in offers):
        found = min(found, sum(o.most or 0.0 for o in offers))
    for c, effort in _rows(f, w, supplier):
        limits = [x for x in c.limits if set(x.span.periods) & set(periods)]
        if set(periods) <= {u for x in limits for u in x.span.periods}:
            found = min(found, sum(_room(f, c, x.amount, len(x.span.periods)) for x in limits) / effort)
    return found


def rows(f: Facts, w: Package, supplier: str) -> list[str]:
    """Cells of what limits a supplier's work on a package."""
    cells = [f.problem.cell("Capacity", c.row, c.limits[0].column) for c, _ in _rows(f, w, supplier)]
    offered = ((o, f.offers[w.id, supplier]) for o in f.offers.get((w.id, supplier), ()))
    return cells + [f.problem.cell("Quotes", o.rows[0], "most") for o, _ in offered if o.most is not None]


def _rows(f: Facts, w: Package, supplier: str) -> list[tuple[Capacity, float]]:
    return _limiting(f).get((w.id, supplier), [])


@lru_cache(maxsize=2)
def _limiting(f: Facts) -> dict[tuple[str, str], list[tuple[Capacity, float]]]:
    """Rows of Capacity that limit a supplier's work on a package, with its least effort in their unit."""
    found: dict[tuple[str, str], list[tuple[Capacity, float]]] = {}
    for c in f.problem.capacities:
        for w in f.covers(c) if c.limits else ():
            streams: Iterable[Stream | None] = f.streams.get(w, (None,))
            effort = min((f.effort(w, c.supplier, c.unit, b) for b in streams), default=0.0)
            if effort > 0:
                found.setdefault((w, c.supplier), []).append((c, effort))
    return found


def _room(f: Facts, c: Capacity, amount: float, periods: int) -> float:
    """What a limit over so many periods allows, every investment made."""
    more = sum(investments.added(f, e) for e in investments.of_capacity(f, c))
    return c.free_fraction * amount + more * periods


def together(parts: Iterable[float], most: int | None) -> float:
    """The sum of the largest of some parts, at most so many."""
    found = sorted(parts, reverse=True)
    return math.fsum(found if most is None else found[:most])
