"""What work costs when it is done: prices at their tier or on their curve, set-ups, transfers, investments, others."""

from __future__ import annotations

import math

from procure.problem import OtherCost, Package
from tests.independent.model import Linear, Model
from tests.independent.prices import Offer, Prices
from tests.independent.work import RECURRING

EDGE = 1e-4  # sets between two tiers where sets are not whole


def costs(m: Model, d: Prices) -> None:
    """price[w,s,b,t] and setup[w,s,t] in M of their period, other[c,t], invest[e,t], transfer[k,n,p]."""
    for w in d.problem.packages:
        for s in d.able(w):
            _price(m, d, w, s) if w.kind in RECURRING else _of_one_off(m, d, w, s)
            for (v, k, t), opened in list(m.x["open"].items()):
                if (v, k) == (w.id, s):
                    m.same("setup", (w.id, s, t), d.index(w.phase, int(t)) * d.setup(w.id, s) * opened)
    _orders(m, d)
    for c in d.problem.other_costs:
        _other(m, d, c)
    for e in d.problem.investments:
        for (name, t), made in list(m.x["expand"].items()):
            if name == e.id:
                m.same("invest", (e.id, t), d.to_cents(e.cost_m * d.index(e.phase, int(t))) * made)
    _transfers(m, d)


def _of_one_off(m: Model, d: Prices, w: Package, s: str) -> None:
    """Evenly over the time it lasts."""
    each = d.price(w, s) / d.length(w)
    for t in d.periods:
        running = m.sum(m.get("start", w.id, s, u) for u in range(max(0, t - d.length(w) + 1), t + 1))
        m.same("price", (w.id, s, "", t), d.index(w.phase, t) * each * running)


def _price(m: Model, d: Prices, w: Package, s: str) -> None:
    """Of sets: by the offer for the stream's buyer."""
    by_offer: dict[Offer, list[str]] = {}
    for b in d.streams(w):
        offer = d.offer_for(w.id, s, b.buyer)
        if offer is not None and offer.kind != "flat":
            by_offer.setdefault(offer, []).append(b.name)
            continue
        for t in d.window(w, s):
            amount = d.index(w.phase, t) * d.price(w, s, b) * m.get("make", w.id, s, b.name, t)
            m.same("price", (w.id, s, b.name, t), amount)
    for offer, names in by_offer.items():
        (_tiers if offer.kind == "tiers" else _curve)(m, d, w, s, offer, names)


def _tiers(m: Model, d: Prices, w: Package, s: str, offer: Offer, names: list[str]) -> None:
    """Every set costs what the tier says that the whole order lies in."""
    most = sum(d.most_sets(b) for b in d.streams(w) if b.name in names)
    whole = float(w.per_unit).is_integer() and all(d.items[i].whole for i in d.serves(w))
    steps = offer.steps()
    ends = [(math.ceil(start) - 1.0 if whole else start - EDGE) for start, _ in steps[1:]] + [most]
    chosen: Linear = 0.0
    paid: dict[tuple[str, int], Linear] = {}
    sets: dict[tuple[str, int], Linear] = {}
    for g, ((start, price), end) in enumerate(zip(steps, ends, strict=True)):
        low = math.ceil(start) if whole else start
        if low > min(end, most):
            continue
        here, inside = m.binary("tier", (w.id, s, *offer.buyers, g)), 0.0
        chosen = chosen + here
        for b in names:
            for t in d.window(w, s):
                part = m.var("bought", (w.id, s, *offer.buyers, g, b, t))
                inside = inside + part
                sets[b, t] = sets.get((b, t), 0.0) + part
                paid[b, t] = paid.get((b, t), 0.0) + price * d.index(w.phase, t) * part
        m.least(inside, low * here)
        m.most(inside, min(end, most) * here)
    m.most(chosen, m.get("award", w.id, s))
    for b, t in sets:
        m.equal(sets[b, t], m.get("make", w.id, s, b, t))
        m.same("price", (w.id, s, b, t), paid[b, t])


def _curve(m: Model, d: Prices, w: Package, s: str, offer: Offer, names: list[str]) -> None:
    """Sets get cheaper one after another: a piece is begun when the one before is full."""
    streams = [b for b in d.streams(w) if b.name in names]
    most = sum(d.most_sets(b) for b in streams)
    pieces = d.curve(offer, max(d.listed(w, s, b.value) for b in streams), most)
    before: Linear = 0.0
    todate: Linear = 0.0
    for t in d.window(w, s):
        todate = todate + m.sum(m.get("make", w.id, s, b, t) for b in names)
        so_far, cost, open_ = 0.0, 0.0, 1.0  # type: Linear, Linear, Linear
        for k, (sets, price) in enumerate(pieces):
            fill = m.var("fill", (w.id, s, *offer.buyers, k, t), 0, sets)
            m.most(fill, sets * open_)
            if k + 1 < len(pieces):
                open_ = m.binary("full", (w.id, s, *offer.buyers, k, t))
                m.least(fill, sets * open_)
            so_far, cost = so_far + fill, cost + price * fill
        m.equal(so_far, todate)
        m.same("price", (w.id, s, names[0], t), d.index(w.phase, t) * (cost - before))
        before = cost


def _orders(m: Model, d: Prices) -> None:
    """Least and greatest orders, and offers that are taken together."""
    bundles: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for w in d.problem.packages:
        for s in d.able(w):
            offers = d.offers(w.id, s)
            for offer in offers:
                names = [b.name for b in d.streams(w) if d.offer_for(w.id, s, b.buyer) == offer]
                total = m.sum(m.total("make", w.id, s, b) for b in names)
                if w.kind in RECURRING and offer.rows[0].most is not None:
                    m.most(total, offer.rows[0].most)
                if w.kind in RECURRING and offer.least > 0:
                    m.least(total, offer.least * m.get("award", w.id, s))
    for q in d.live:
        if q.bundle:
            bundles.setdefault((q.supplier, q.bundle), set()).add((q.package, q.supplier))
    for pairs in bundles.values():
        first, *others = sorted(pairs)
        for other in others:
            m.equal(m.get("award", *first), m.get("award", *other))


def _other(m: Model, d: Prices, c: OtherCost) -> None:
    items = [i.id for i in d.problem.items if i.phase == c.phase]
    for t in d.periods:
        typed = c.amounts_m[t] if t < len(c.amounts_m) else 0.0
        each = c.per_unit_m * m.sum(m.get("built", i, t) for i in items)
        m.same("other", (c.id, t), d.index(c.phase, t) * (typed + each))


def _transfers(m: Model, d: Prices) -> None:
    """Once for a technology and a nation, in the first period; the first phase pays that has such work."""
    technologies = sorted({k for w in d.problem.packages for k in w.technologies})
    for technology in technologies:
        for nation in d.nations:
            asked = [c.cost_m for c in d.licences((technology,), nation) if c.cost_m > 0]
            phases: dict[str, tuple[int, list[Linear]]] = {}
            for w in d.problem.packages if asked else ():
                for s in d.able(w) if technology in w.technologies else ():
                    if d.suppliers[s].nation == nation:
                        start, awards = phases.get(w.phase, (d.window(w, s).start, []))
                        awards = [*awards, m.get("award", w.id, s)]
                        phases[w.phase] = (min(start, d.window(w, s).start), awards)
            paid: Linear = 0.0
            for p in sorted(phases, key=lambda p: (phases[p][0], p)):
                here = m.binary("transfer", (technology, nation, p))
                for award in phases[p][1]:
                    m.least(here, award - paid)
                m.most(here, m.sum(phases[p][1]))
                paid = paid + here
                m.same("transferred", (technology, nation, p), d.to_cents(sum(asked) * d.index(p, 0)) * here)
            m.most(paid, 1)
