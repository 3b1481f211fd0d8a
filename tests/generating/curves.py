"""Learning curves and incremental discounts, in quotes that price sets of a package already.

Drawn rarely and from a stream of their own. Their chords are told to be exact, so that the hidden plan's money, which
is the curves' own, keeps every row. Where each buyer pays its own units there are none, nor in tiny programmes, whose
prices are enumerated set by set.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from procure.problem import Quote
from procure.quotes import AVERAGE_CURVE, INCREMENTAL, UNIT_CURVE
from tests.generating.draw import SIZES, Draft

EXACT = 1e-7  # of a curve's cost: with so small an error every set is a break point
FEW = 60  # sets of a package whose every set may be one

Pair = tuple[str, str]


def curves(d: Draft) -> None:
    """Some offers of a package, in some programmes."""
    rng = Random(f"curves of {d.problem.programme.name}")
    able = [q for q in d.problem.quotes if _may_fall(d, q)]
    if d.size == SIZES["tiny"] or not able or rng.random() < 0.5:
        return
    chosen = rng.choice(sorted({q.package for q in able}))
    found: list[Quote] = []
    for q in d.problem.quotes:
        found += _fallen(rng, q) if q in able and q.package == chosen and rng.random() < 0.7 else [q]
    d.replace(quotes=found)
    d.problem = replace(d.problem, programme=replace(d.problem.programme, curve_error_fraction=EXACT))


def _may_fall(d: Draft, q: Quote) -> bool:
    w = d.facts.packages[q.package]
    one = len(d.facts.streams.get(w.id, ())) == 1 and d.facts.phases[w.phase].key != "own units"
    return one and q.price_m is not None and len(d.facts.offers[w.id, q.supplier]) == 1 and _most(d, w.id) <= FEW


def _most(d: Draft, package: str) -> float:
    return sum(d.facts.most_sets(b) for b in d.facts.streams[package])


def _fallen(rng: Random, q: Quote) -> Iterator[Quote]:
    """The same price for the first set, less for later ones."""
    if rng.random() < 0.5:
        yield replace(q, slope_fraction=rng.randint(60, 98) / 100, curve=rng.choice((UNIT_CURVE, AVERAGE_CURVE)))
        return
    assert q.price_m is not None
    yield replace(q, tiers=INCREMENTAL)
    yield Quote(q.supplier, q.package, round(0.8 * q.price_m, 3), from_quantity=rng.randint(2, 6), tiers=INCREMENTAL)


def growth(d: Draft) -> dict[Pair, dict[int, float]]:
    """M that the sets made in every period add to the cost of those before, by (package, supplier) with a curve."""
    made: dict[Pair, dict[int, float]] = {}
    rows: dict[Pair, list[Quote]] = {}
    for q in d.problem.quotes:
        rows.setdefault((q.package, q.supplier), []).append(q)
    for (w, s, _, t), sets in sorted(d.values["make"].items(), key=lambda one: int(one[0][3])):
        quotes = rows.get((str(w), str(s)), [])
        if quotes and (quotes[0].slope_fraction is not None or quotes[0].tiers == INCREMENTAL):
            series = made.setdefault((str(w), str(s)), {})
            series[int(t)] = series.get(int(t), 0.0) + sets
    return {pair: _grown(sorted(rows[pair], key=lambda q: q.from_quantity), sets) for pair, sets in made.items()}


def _grown(rows: list[Quote], sets: dict[int, float]) -> dict[int, float]:
    so_far, found = 0.0, {}
    for t, now in sets.items():
        found[t] = _cost(rows, so_far + now) - _cost(rows, so_far)
        so_far += now
    return found


def _cost(rows: list[Quote], sets: float) -> float:
    """M of the first sets, one after another, the last perhaps in part."""
    total, k = 0.0, 1
    while sets > 1e-9:
        total += min(1.0, sets) * _of_set(rows, k)
        sets, k = sets - 1.0, k + 1
    return total


def _of_set(rows: list[Quote], k: int) -> float:
    """M of the k-th set."""
    slope = rows[0].slope_fraction
    if slope is None:
        return min(q.price_m or 0.0 for q in rows if q.from_quantity < k)
    first, factor = rows[0].price_m or 0.0, slope ** math.log2(k)
    if rows[0].curve == UNIT_CURVE or k == 1:
        return first * factor
    return first * (k * factor - (k - 1) * slope ** math.log2(k - 1))
