"""What offers ask beside their price: for whom, how many at least and at most, together with what, until when.

    least[o] taken[w,s,o] <= sum_{b,t} make[w,s,b,t] <= most[o] award[w,s]                  b a stream of offer o
    of a supplier with several offers for w:   sum_{b,t} make[w,s,b,t] <= M[o] ordered[w,s,o],  ordered <= award[w,s]
    award[w,s] = award[v,s]                                 packages w, v of offers of s that are one bundle

    taken[w,s,o]      0/1   award[w,s]; of several offers ordered[w,s,o]
    ordered[w,s,o]    0/1   exists only where an offer of several has tiers or a least
    least, most       sets  Quotes, least or the first row's from quantity; most
    M[o]              sets  that could ever be ordered under o

A supplier whose offers are for some nations makes no sets for others: there is no make of their streams. An offer that
runs out before its phase is signed is none; what it was for has no price of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from procure import ledger, tiered
from procure.facts import Facts, Stream
from procure.findings import Check
from procure.offers import Offer
from procure.pieces import Terms, over, taken_terms
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    for w, s in f.pairs if f.offers else ():
        for o in f.offers.get((w, s), ()):
            _limits(m, f, o)
    for (s, _), offers in bundles(f).items():
        for one, other in pairwise(offers):
            both = [*over(m.x["award"], [(one.package, s)]), *over(m.x["award"], [(other.package, s)], -1)]
            cells = [f.problem.cell("Quotes", o.rows[0], "bundle") for o in (one, other)]
            m.require("offered", (s, one.package, other.package, "bundle"), both, "=", 0, cells)


def _limits(m: Any, f: Facts, o: Offer) -> None:
    w, s, streams = o.package, o.supplier, f.streams_of(o)
    sets: Terms = over(m.x["make"], ((w, s, b.id, t) for b in streams for t in f.span(w, s)))
    award, key = m.x["award"][w, s], (w, s, o.id)
    if o.least is not None and sets:
        cells = [f.problem.cell("Quotes", o.rows[0], column) for column in ("least", "from quantity")]
        m.require("offered", (*key, "least"), [*sets, *taken_terms(m, f, o, -o.least)], ">=", 0, cells)
    if o.most is not None and sets:
        cells = [f.problem.cell("Quotes", o.rows[0], "most")]
        m.require("offered", (*key, "most"), [*sets, (-o.most, award)], "<=", 0, cells)
    for ordered in over(m.x["ordered"], [key]):
        cells = [f.problem.cell("Quotes", o.rows[0], "for")]
        some = (-tiered.most_sets(f, o, streams), ordered[1])
        m.require("offered", (*key, "ordered"), [*sets, some], "<=", 0, cells)
        m.require("offered", (*key, "award"), [ordered, (-1, award)], "<=", 0, cells)


def bundles(f: Facts) -> dict[tuple[str, str], list[Offer]]:
    """Offers that are taken together, one of each package, by (supplier, bundle), sorted."""
    found: dict[tuple[str, str], dict[str, Offer]] = {}
    for (w, s), several in f.offers.items():
        for o in several:
            if o.bundle:
                found.setdefault((s, o.bundle), {}).setdefault(w, o)
    return {of: [offers[w] for w in sorted(offers)] for of, offers in sorted(found.items())}


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    for key, value in plan.items("ordered"):
        yield Check("offered", ("ordered", *ledger.names(f, key)), value, "=", ledger.ZERO)
    made = ledger.totals(plan, "make", 0, 1, 2)
    for (w, s), offers in f.offers.items():
        sets = {b.id: made.get((w, s, b.id), ledger.ZERO) for b in f.streams.get(w, ())}
        under = {b.id: [o for o in offers if _for(o, b)] for b in f.streams.get(w, ())}
        for b, amount in sets.items():
            if amount and not under[b]:
                cells = tuple(f.problem.cell("Quotes", o.rows[0], "for") for o in offers)
                yield Check("offered", (w, s, b, "for"), amount, "=", ledger.ZERO, unit="sets", cells=cells)
        for o in offers:
            ordered = sum((amount for b, amount in sets.items() if o in under[b]), ledger.ZERO)
            if plan.get("award", w, s) or ordered:
                yield from _audit_order(plan, f, o, ordered, len(offers) == 1)
    yield from _audit_bundles(plan, f)


def _for(o: Offer, b: Stream) -> bool:
    return not o.id or (b.buyers is not None and set(b.buyers) <= set(o.nations))


def _audit_order(plan: Plan, f: Facts, o: Offer, sets: Decimal, only: bool) -> Iterator[Check]:
    """What is ordered under an offer of a supplier that holds a part of the package; only: it has no other offer."""
    w, key = f.packages[o.package], (o.package, o.supplier, o.id)
    loose = ledger.ZERO if not w.recurring or ledger.whole_sets(f, w) else ledger.LOOSE * len(f.periods)
    least, from_, most, valid = (
        f.problem.cell("Quotes", o.rows[0], name) for name in ("least", "from quantity", "most", "valid until")
    )
    if o.least is not None and w.recurring and (only or sets > loose):
        yield Check("offered", (*key, "least"), sets, ">=", dec(o.least), loose, "sets", (least, from_))
    if o.most is not None and w.recurring:
        yield Check("offered", (*key, "most"), sets, "<=", dec(o.most), loose, "sets", (most,))
    if o.valid_until is not None:
        signed, until = Decimal(f.phases[w.phase].signed), Decimal(o.valid_until)
        yield Check("offered", (*key, "valid until"), signed, "<=", until, unit="period number", cells=(valid,))


def _audit_bundles(plan: Plan, f: Facts) -> Iterator[Check]:
    together: dict[tuple[str, str], dict[str, str]] = {}
    for (w, s), offers in f.offers.items():
        for o in offers:
            if o.bundle:
                together.setdefault((s, o.bundle), {})[w] = f.problem.cell("Quotes", o.rows[0], "bundle")
    for (s, _), packages in sorted(together.items()):
        held = [w for w in sorted(packages) if plan.get("award", w, s)]
        for w in sorted(packages) if held else ():
            of, cells = (s, held[0], w, "bundle"), (packages[w],)
            yield Check("offered", of, plan.get("award", w, s), "=", plan.get("award", held[0], s), cells=cells)
