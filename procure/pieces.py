"""Linear pieces that several clauses and measures speak of, as terms (coefficient, variable).

The audit does not use them: it has its own sums over the finished plan.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from procure import counting, investments, other_costs, settlements, transfers
from procure import problem as nouns
from procure.demand import Extra, Need
from procure.facts import Facts, Stream
from procure.offers import CURVES, TIERS, Offer
from procure.problem import Capacity, OtherCost, Package

Terms = list[tuple[float, Any]]


def work_by_period(m: Any, f: Facts, package: str, supplier: str) -> Iterator[tuple[int, Terms]]:
    """(period, M of the pair's work in it, set-up included), of the periods in which it can do any.

    What pair_terms and setup_terms say of each, without a look-up of every beginning for each period that it runs.
    """
    w, window = f.packages[package], f.span(package, supplier)
    if w.recurring:
        for t in window:
            each = range(t, t + 1)
            yield t, pair_terms(m, f, package, supplier, each) + setup_terms(m, f, package, supplier, each)
        return
    long, price, first = f.duration(w), f.price(package, supplier), window.start
    begins = [m.x["start"][package, supplier, t] for t in window]
    for t in range(first, min(window.stop + long - 1, f.periods.stop)):
        part = price * f.index(w.phase, t) / long
        terms = [(part, variable) for variable in begins[max(0, t - long + 1 - first) : t + 1 - first]]
        yield t, terms + setup_terms(m, f, package, supplier, range(t, t + 1))


def pair_terms(
    m: Any,
    f: Facts,
    package: str,
    supplier: str,
    periods: range,
    factor: float = 1.0,
    streams: Iterable[Stream] | None = None,
) -> Terms:
    """factor x M paid for the work of a pair in these periods, set-up apart; at the prices of each period.

    A one-off package's price is spread evenly over its duration; a recurring one's falls when the set is made: at the
    list price, at the price of the tier that is reached, or as the offer's curve has grown in the period. streams:
    those that count, None = all; of an offer with a curve all its streams or none: what a set costs hangs on the rest.
    """
    index = partial(f.index, f.packages[package].phase)
    if not f.packages[package].recurring:
        return running(m, f, package, supplier, periods, factor * f.price(package, supplier), index)
    terms: Terms = []
    curves: dict[str, Offer] = {}
    bought = m.x["bought"]
    for b in f.streams[package] if streams is None else streams:
        offer = f.offer_of(package, supplier, b)
        if offer is not None and offer.kind in CURVES:
            curves[offer.id] = offer
        elif offer is not None and offer.kind == TIERS:
            for g, (_, price) in enumerate(offer.segments, 1):
                sets = ((t, (package, supplier, offer.id, str(g), b.id, t)) for t in periods)
                terms += [(factor * price * index(t), bought[k]) for t, k in sets if k in bought]
        else:
            price = factor * f.price(package, supplier, b)
            keys = ((t, (package, supplier, b.id, t)) for t in periods)
            terms += [(price * index(t), m.x["make"][k]) for t, k in keys if k in m.x["make"]]
    for o in curves:
        keys = ((t, (package, supplier, o, t)) for t in periods)
        terms += [(factor * index(t), m.x["curve"][k]) for t, k in keys if k in m.x["curve"]]
    return terms


def taken_terms(m: Any, f: Facts, offer: Offer, factor: float = 1.0) -> Terms:
    """Whether anything is ordered under an offer that says something of all its sets, factor times."""
    key, ordered = (offer.package, offer.supplier), m.x["ordered"]
    return [(factor, ordered[*key, offer.id] if (*key, offer.id) in ordered else m.x["award"][key])]


def setup_terms(m: Any, f: Facts, package: str, supplier: str, periods: range, factor: float = 1.0) -> Terms:
    """factor x M paid in these periods to set the supplier up for the package: when it opens."""
    cost, opened = factor * f.setup(package, supplier), m.x["open"]
    keys = ((t, (package, supplier, t)) for t in periods)
    return [(cost * f.index(f.packages[package].phase, t), opened[k]) for t, k in keys if k in opened]


def transfer_terms(m: Any, f: Facts, phase: str, period: int) -> Terms:
    """M that a phase pays in a period for transfers of technology."""
    made, transfer = transfers.transfers(f) if period == transfers.PAID else (), m.x["transfer"]
    keys = ((transfers.cost(f, one, phase), (one.technology, one.nation, phase)) for one in made)
    return [(cost, transfer[key]) for cost, key in keys if key in transfer]


def invest_terms(m: Any, f: Facts, phase: str, period: int) -> Terms:
    """M that a phase pays in a period for investments in industry."""
    mine = (e for e in f.problem.investments if e.phase == phase and (e.id, period) in m.x["expand"])
    return [(investments.cost(f, e, period), m.x["expand"][e.id, period]) for e in mine]


def counted_terms(m: Any, f: Facts, factors: Mapping[tuple[str, str], float], periods: range) -> Terms:
    """Work as counted (M, or hours) that these (package, supplier) pairs do in these periods, each times its factor."""
    if f.problem.programme.work_counted == nouns.CONTRACT_PRICE:
        return price_terms(m, f, factors, periods, with_setup=True)
    return _times(m, f, factors, periods, partial(counting.amount, f))


def price_terms(
    m: Any, f: Facts, factors: Mapping[tuple[str, str], float], periods: range, with_setup: bool = False
) -> Terms:
    """M paid for the work of these (package, supplier) pairs in these periods, each times its factor."""
    terms: Terms = []
    for (w, s), factor in factors.items():
        terms += pair_terms(m, f, w, s, periods, factor) if factor else []
        terms += setup_terms(m, f, w, s, periods, factor) if factor and with_setup else []
    return terms


def effort_terms(m: Any, f: Facts, pairs: Iterable[tuple[str, str]], periods: range, unit: str) -> Terms:
    """Effort, in a capacity's unit, that these (package, supplier) pairs spend in these periods."""
    return _times(m, f, dict.fromkeys(pairs, 1.0), periods, lambda w, s, b=None: f.effort(w, s, unit, b))


def _times(
    m: Any, f: Facts, factors: Mapping[tuple[str, str], float], periods: range, amount: Callable[..., float]
) -> Terms:
    terms: Terms = []
    for (w, s), factor in factors.items():
        if not factor:
            continue
        if f.packages[w].recurring:
            for b in f.streams[w]:
                each = factor * amount(w, s, b)
                terms += over(m.x["make"], ((w, s, b.id, t) for t in periods), each) if each else []
        elif each := factor * amount(w, s):
            terms += running(m, f, w, s, periods, each)
    return terms


def stream_terms(m: Any, f: Facts, supplier: str, stream: Stream, periods: range) -> Terms:
    """M of the sets of one stream that a supplier makes in these periods."""
    return pair_terms(m, f, stream.package, supplier, periods, streams=[stream])


def running(
    m: Any,
    f: Facts,
    package: str,
    supplier: str,
    periods: range,
    amount: float,
    index: Callable[[int], float] | None = None,
) -> Terms:
    """The part of an amount, spread evenly over a one-off package's duration, that falls into these periods.

    index: what the part in a period is multiplied by, None = 1.
    """
    long, window, start = f.duration(f.packages[package]), f.span(package, supplier), m.x["start"]
    begins, terms = range(max(window.start, periods.start - long + 1), min(window.stop, periods.stop)), []
    if len(periods) == 1 and begins:  # most rows are of one period: whoever runs in it has the same part in it
        part = amount * (1 if index is None else index(periods.start)) / long
        return [(part, start[package, supplier, t]) for t in begins]
    for t in begins:
        inside = range(max(t, periods.start), min(t + long, periods.stop))
        parts = len(inside) if index is None else sum(index(u) for u in inside)
        terms.append((amount * parts / long, start[package, supplier, t]))
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


def enlarged(m: Any, f: Facts, capacity: Capacity, periods: range, factor: float = 1.0) -> Terms:
    """What investments that are ready add to a capacity row in these periods, in its unit."""
    terms: Terms = []
    for e in investments.of_capacity(f, capacity):
        ready = ((u, sum(u + investments.lead(f, e) <= t for t in periods)) for u in investments.window(f, e))
        terms += [(factor * investments.added(f, e) * times, m.x["expand"][e.id, u]) for u, times in ready if times]
    return terms


def placed(m: Any, f: Facts, w: Package, times: float = 1.0) -> tuple[Terms, float]:
    """Whether a package is placed, `times` over: terms, and a number (a package that is always placed has no terms)."""
    bound = f.bound_to[w.id]
    if w.qualifies:
        return [(times, m.x["placed"][w.id,])], 0.0
    if not bound:
        return [], times
    return [(times, m.x["used"][bound] if len(bound) == 1 else m.x["placed"][w.id,])], 0.0


def extra_units(m: Any, need: Need, extras: Iterable[Extra], factor: float = 1.0) -> Terms:
    """factor x the units that are taken of these options and wishes of a need."""
    return [(factor * e.lot, m.x["lots"][need.name, need.nation, e.label]) for e in extras]


def own_parts(m: Any) -> ChainMap[Any, Any]:
    """A nation's part of what a phase spends, by (n,p,t): gross where the phase has it (funding.apart), or charge."""
    return ChainMap(m.x["gross"], m.x["charge"])


# Cost that is no work package


def other_terms(m: Any, costs: Iterable[OtherCost], periods: Iterable[int], factor: float = 1.0) -> Terms:
    """factor x M of these other costs in these periods."""
    return over(m.x["other"], [(c.id, t) for t in periods for c in costs], factor)


def spend_terms(m: Any, f: Facts, phase: str, period: int) -> Terms:
    """What a phase's spend in a period is made of: work, and what is nobody's work: transfers,
    investments, other costs, contingency."""
    nobodys = [c for c in other_costs.of_phase(f, phase) if c.performed_in is None]
    parts = over(m.x["work"], ((n, phase, period) for n in f.nations)) + transfer_terms(m, f, phase, period)
    parts += invest_terms(m, f, phase, period)
    return parts + other_terms(m, nobodys, [period]) + over(m.x["contingency"], [(phase, period)])


def keyed_spend(m: Any, f: Facts, phase: str, period: int, factor: float = 1.0) -> Terms:
    """factor x what a phase's key parts in a period: its spend, less what nations bear directly."""
    direct = other_terms(m, other_costs.direct(f, phase), [period], -factor)
    return [(factor, m.x["spend"][phase, period]), *direct]


def keyed_part(m: Any, f: Facts, nation: str, phase: str, period: int, factor: float = 1.0) -> Terms:
    """factor x a nation's part of what the key parts: its part of the cost, less what it bears directly."""
    borne = [(c, dict(c.borne_by).get(nation, 0.0)) for c in other_costs.direct(f, phase)]
    direct = (other_terms(m, [c], [period], -factor * part) for c, part in borne)
    return [(factor, own_parts(m)[nation, phase, period]), *(term for terms in direct for term in terms)]


def due_terms(m: Any, f: Facts, nation: str, phase: str, period: int) -> Terms:
    """What falls due in a period beside the charges, signed: settlements, less what the nation provides in kind."""
    settled = over(m.x["settle"], [(nation, phase, period)])
    return settled + other_terms(m, other_costs.in_kind(f, nation, phase), [period], -1)


def credit_terms(m: Any, f: Facts, nation: str, phase: str, period: int) -> Terms:
    """M that a nation may be paid back in a period: settlements that it receives, what it provides in kind."""
    received = settlements.received_terms(m, f, (nation, phase, period))
    return received + other_terms(m, other_costs.in_kind(f, nation, phase), [period])


def over(family: Mapping[Any, Any], keys: Iterable[tuple[Any, ...]], factor: float = 1.0) -> Terms:
    """factor x the sum of a family's decisions over those of the keys that exist."""
    return [(factor, variable) for key in keys if (variable := family.get(key)) is not None]
