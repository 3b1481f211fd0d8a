"""Over which keys each family of decisions exists, within which bounds, and which of its decisions are whole.

A function yields (key, low, high) of every decision that there can be, None = unbounded; decisions.py says what each
family means.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from procure import counting, curved, dues, funding, keys, other_costs, settlements, transfers
from procure.facts import Facts
from procure.problem import CASH, COMMITMENT, PER_UNIT

Key = tuple[str | int, ...]


def begin(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """begin[w,t]: one-off packages, in the periods in which they may begin."""
    for w in f.one_off:
        for t in f.window[w.id]:
            yield (w.id, t), 0, 1


def start(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """start[w,s,t]: one-off packages with every supplier that may have them, in their periods."""
    for w in f.one_off:
        for s in f.suppliers_of[w.id]:
            for t in f.span(w.id, s):
                yield (w.id, s, t), 0, 1


def award(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """award[w,s]: every pair that may be."""
    for w, s in f.pairs:
        yield (w, s), 0, 1


def opened(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """open[w,s,t]: pairs whose set-up costs something."""
    for w, s in f.pairs:
        if f.setup(w, s) > 0:
            for t in f.span(w, s):
                yield (w, s, t), 0, 1


def transfer(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """transfer[k,n,p]: transfers that cost something, by the phases that could pay."""
    for one in transfers.transfers(f):
        for p in one.phases:
            yield (one.technology, one.nation, p), 0, 1


def make(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """make[w,s,b,t]: up to all the sets that the stream could ever need, under an offer for its buyers."""
    for w in f.recurring:
        for s in f.suppliers_of[w.id]:
            for b in f.streams[w.id]:
                for t in f.span(w.id, s) if f.offered(s, b) else ():
                    yield (w.id, s, b.id, t), 0, f.most_sets(b)


def made_whole(f: Facts, key: Key) -> bool:
    """Sets stay whole where units are and several suppliers could otherwise share one set between them."""
    w = f.packages[str(key[0])]
    units_whole = all(f.items[i].whole for i in f.serves(w)) and float(w.per_unit).is_integer()
    units_whole = units_whole and w.kind == PER_UNIT
    return units_whole and w.most != 1 and len(f.suppliers_of[w.id]) > 1


def level(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """level[w,s,o,g,t]: the chords that can be reached by the end of t."""
    for key in curve_periods(f):
        for g in range(len(curved.of(f)[key[:3]].reached(key[3]))):
            yield (*key[:3], str(g), key[3]), 0, 1


def todate(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """todate[w,s,o,g,t]: up to the end of the chord."""
    for key in curve_periods(f):
        for g, chord in enumerate(curved.of(f)[key[:3]].reached(key[3])):
            yield (*key[:3], str(g), key[3]), 0, chord.high


def curve(f: Facts) -> Iterator[tuple[Key, float, None]]:
    """curve[w,s,o,t]: curves, in the periods of their pair."""
    for key in curve_periods(f):
        yield key, 0, None


def above(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """above[w,s,o,t]: curves that some chord is below, up to the widest gap."""
    for key in curve_periods(f):
        gap = max((chord.gap_m for chord in curved.of(f)[key[:3]].reached(key[3])), default=0.0)
        if gap > 0:
            yield key, 0, gap


def curve_periods(f: Facts) -> Iterator[tuple[str, str, str, int]]:
    """Keys of what is decided of a curve in a period: package, supplier, offer, period."""
    for w, s, o in curved.of(f):
        for t in f.span(w, s):
            yield w, s, o, t


def built(f: Facts) -> Iterator[tuple[Key, float, float | None]]:
    """built[i,t]: from the first period on in which a unit can be ready, up to all needs and the surplus."""
    for i in f.items.values():
        for t in range(f.ready[i.id], f.periods.stop):
            yield (i.id, t), 0, f.most_of([i.id]) + i.surplus


def item_whole(f: Facts, key: Key) -> bool:
    """Whether units of the item, the first part of the key, are whole."""
    return f.items[str(key[0])].whole


def used(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """used[i]: items that need not be used."""
    for i in f.items:
        if f.optional(i):
            yield (i,), 0, 1


def placed(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """placed[w]: packages of several items, and those that hang on what they qualify."""
    for w, items in f.bound_to.items():
        if len(items) > 1 or w in f.qualified:
            yield (w,), 0, 1


def deliver(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """deliver[i,n,t]: items for every need that they can meet, from the first possible delivery on."""
    for need in f.needs.values():
        for i in need.items:
            for t in range(f.first_delivery[i, need.nation], f.periods.stop):
                yield (i, need.nation, t), 0, need.most


def stock(f: Facts) -> Iterator[tuple[Key, float, float | None]]:
    """stock[i,t]: items that may be stored, and the surplus of the others."""
    for i in f.items.values():
        if i.may_store or i.surplus > 0:
            for t in f.periods:
                yield (i.id, t), 0, None if i.may_store else i.surplus


def late(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """late[d,n,t]: needs, from the first period on in which units are owed."""
    for (d, n), need in f.needs.items():
        for t in range(need.first_owed, f.periods.stop):
            yield (d, n, t), 0, need.most


def short(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """short[d,n]: needs of which firm units may be left out, up to these."""
    for (d, n), units in f.firm.items():
        if f.needs[d, n].may_short and units > 0:
            yield (d, n), 0, units


def need_whole(f: Facts, key: Key) -> bool:
    """Whether units of the need, the first two parts of the key, are whole."""
    return f.needs[str(key[0]), str(key[1])].whole


def line(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """on[i,t] and up[i,t]: items whose line may not run just as one likes."""
    for i in f.items.values():
        if i.min_rate > 0 or i.ramp_fraction is not None or not i.may_restart:
            for t in range(f.ready[i.id], f.periods.stop):
                yield (i.id, t), 0, 1


def work(f: Facts) -> Iterator[tuple[Key, float, None]]:
    """work[n,p,t]: nations that could do work of the phase."""
    others = {(c.performed_in, c.phase) for c in f.problem.other_costs if c.performed_in is not None}
    for n, p in sorted({(f.suppliers[s].nation, f.packages[w].phase) for w, s in f.pairs} | others):
        for t in f.periods:
            yield (n, p, t), 0, None


def counted(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """Only where Content or the programme's setting makes it another number than `work`."""
    found: dict[tuple[str, str], float] = {}
    for w, s in f.pairs if counting.apart(f) else ():
        for n in counting.work_parts(f, w, s):
            found[n, f.packages[w].phase] = 0.0
    most = {p: sum(counting.most(f, w.id) for w in f.problem.packages if w.phase == p) for p in f.phases}
    for c in counting.others(f) if counting.apart(f) else ():
        found[str(c.performed_in), c.phase] = 0.0
        most[c.phase] += other_costs.most_in_all(f, c)
    for n, p in sorted(found):
        for t in f.periods:
            yield (n, p, t), 0, most[p]


def spend(f: Facts) -> Iterator[tuple[Key, float, None]]:
    """spend[p,t]: every phase and period."""
    for p in f.phases:
        for t in f.periods:
            yield (p, t), 0, None


def other(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """other[c,t]: other costs, up to what each can come to, where that is anything."""
    for c in f.problem.other_costs:
        for t in f.periods:
            if (most := other_costs.most(f, c, t)) > 0:
                yield (c.id, t), 0, most


def contingency(f: Facts) -> Iterator[tuple[Key, float, None]]:
    """contingency[p,t]: phases that keep one."""
    for p in f.phases.values():
        for t in f.periods if p.contingency_fraction > 0 else ():
            yield (p.id, t), 0, None


def vat(f: Facts) -> Iterator[tuple[Key, float, None]]:
    """vat[n,p,t]: nations that pay VAT on what they bear of the phase."""
    for p in f.phases.values():
        payers = keys.payers(f, p)
        for n in other_costs.taxed(f, p.id):
            for t in f.periods if n in payers else ():
                yield (n, p.id, t), 0, None


def charge(f: Facts) -> Iterator[tuple[Key, float, None]]:
    """charge[n,p,t]: whoever may pay for the phase."""
    for p in f.phases.values():
        for n in keys.payers(f, p):
            for t in f.periods:
                yield (n, p.id, t), 0, None


def due(f: Facts) -> Iterator[tuple[Key, float | None, None]]:
    """Also in the one period after the horizon, where something can fall due there."""
    receiving = settlements.receiving(f)
    for p in f.phases.values():
        for n in keys.owing(f, p):
            credited = bool(other_costs.in_kind(f, n, p.id))
            for t in dues.of_phase(f, p):
                yield (n, p.id, t), None if credited or (n, p.id, t) in receiving else 0, None


def settle(f: Facts) -> Iterator[tuple[Key, None, None]]:
    """settle[n,p,t]: where a levy, a buy-in or an exit cost can be paid or received."""
    for place in settlements.places(f):
        yield place, None, None


def exit(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """exit[n,p]: phases whose exit cost a nation that leaves may owe, up to all of it."""
    for one in settlements.of(f).exits:
        for p, most in one.most.items():
            yield (one.nation, p), 0, most


def capped(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """capped[n]: nations whose exit cost may reach their exit cap."""
    for one in settlements.of(f).exits:
        if one.may_be_capped:
            yield (one.nation,), 0, 1


def gross(f: Facts) -> Iterator[tuple[Key, float, None]]:
    """gross[n,p,t]: as charge, in phases whose charge is less or more than the part of the cost."""
    for p in sorted(funding.apart(f)):
        for n in keys.payers(f, f.phases[p]):
            for t in f.periods:
                yield (n, p, t), 0, None


def taken(f: Facts) -> Iterator[tuple[Key, float, float]]:
    """taken[f]: every fund."""
    for fund in f.problem.funds:
        yield (fund.id,), 0, 1


def grant(f: Facts) -> Iterator[tuple[Key, float, None]]:
    """grant[f,n,p,t]: grants, by phase and nation that they may bear a part of."""
    for fund in funding.grants(f):
        for p in funding.phases(f, fund):
            payers = keys.payers(f, f.phases[p])
            for n in funding.beneficiaries(f, fund):
                for t in f.periods if n in payers else ():
                    yield (fund.id, n, p, t), 0, None


def draw(f: Facts) -> Iterator[tuple[Key, float, None]]:
    """draw[f,n,t] and repay[f,n,t]: loans, by nation that may draw on them."""
    for fund in funding.loans(f):
        for n in funding.beneficiaries(f, fund):
            for t in f.periods:
                yield (fund.id, n, t), 0, None


def carried(kind: str, f: Facts) -> Iterator[tuple[Key, float, None]]:
    """What budget lines of a kind carry on, by nation, line and period."""
    for b in f.problem.budgets:
        for t in f.periods if b.kind == kind else ():
            yield (b.nation, b.line, t), 0, None


cash, commitments = partial(carried, CASH), partial(carried, COMMITMENT)
