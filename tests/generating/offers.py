"""Tiers, limits, buyers, bundles and ends of offers, around what the hidden plan orders.

Drawn rarely and from a stream of their own; tiny programmes have none, because their prices are tried set by set.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from procure.facts import Facts, Stream
from procure.offers import FLAT, TIERS
from procure.problem import Quote
from tests.generating.draw import SIZES, Draft, down, up

KINDS = ("tiers", "tiers", "limits", "until", "for")


def offers(d: Draft) -> None:
    """Some quotes of recurring packages say more than a price, in some programmes."""
    rng = Random(f"offers of {d.problem.programme.name}")
    if d.size == SIZES["tiny"] or rng.random() < 0.6:
        return
    facts, found = d.facts, []  # type: Facts, list[Quote]
    for q in d.problem.quotes:
        several = facts.offers[q.package, q.supplier]
        able = facts.packages[q.package].recurring and len(several) == 1 and several[0].kind == FLAT
        found += _more(d, facts, rng, q) if able and rng.random() < 0.6 else [q]
    d.replace(quotes=found)
    _bundle(d, rng)


def _more(d: Draft, facts: Facts, rng: Random, q: Quote) -> list[Quote]:
    total, phase = d.total("make", q.package, q.supplier), facts.phases[facts.packages[q.package].phase]
    kind = rng.choice(KINDS)
    if kind == "tiers" and q.price_m is not None:
        start = max(1.0, float(round(total * rng.choice((0.5, 0.8, 1.5)))))
        return [q, Quote(q.supplier, q.package, round(0.85 * q.price_m, 3), from_quantity=start)]
    if kind == "limits":
        return [replace(q, least=down(total * rng.uniform(0.3, 1)) or 2.0, most=up(total * rng.uniform(1, 2)) or 50.0)]
    if kind == "until":
        return [replace(q, valid_until=min(facts.periods[-1], phase.signed + rng.randint(0, 3)))]
    if kind == "for" and phase.key == "own units":
        streams = facts.streams[q.package]
        served = {n for b in streams for n in b.buyers or () if d.total("make", q.package, q.supplier, b.id) > 0}
        others = [n for n in sorted(facts.nations) if n not in served and rng.random() < 0.4]
        return [replace(q, buyers=tuple(sorted({*served, *others})))]
    return [q]


def _bundle(d: Draft, rng: Random) -> None:
    """Two quotes of a supplier that the hidden plan takes both, or neither."""
    held = {(q.package, q.supplier): bool(d.values["award"].get((q.package, q.supplier))) for q in d.problem.quotes}
    pairs = [
        (one, other)
        for one, is_held in held.items()
        for other in held
        if one[1] == other[1] and one[0] < other[0] and held[other] == is_held
    ]
    if pairs and rng.random() < 0.5:
        both = rng.choice(pairs)
        quotes = (replace(q, bundle="B") if (q.package, q.supplier) in both else q for q in d.problem.quotes)
        d.replace(quotes=tuple(quotes))


def price(d: Draft, facts: Facts, supplier: str, stream: Stream) -> float:
    """M of a set, at the tier that the hidden plan's order reaches."""
    offer = facts.offer_of(stream.package, supplier, stream)
    if offer is None or offer.kind != TIERS:
        return facts.price(stream.package, supplier, stream)
    total = sum(d.total("make", stream.package, supplier, b.id) for b in facts.streams_of(offer))
    return [price for start, price in offer.segments if start <= total + 1e-6][-1]
