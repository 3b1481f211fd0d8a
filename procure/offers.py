"""Offers: the rows of Quotes that are one proposal, in the programme's currency and price base.

Rows of one supplier and package that are for the same buyers make one offer; several of them are its tiers. An offer
that runs out before its phase is signed is none. What the offer says beside its prices stands in its first row, the one
from the least quantity.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from procure.prices import NoRate, Rates
from procure.problem import Problem, Quote
from procure.quotes import INCREMENTAL as BY_INCREMENT

FLAT, TIERS, INCREMENTAL, LEARNING = "flat", "tiers", "incremental", "learning"
CURVES = (INCREMENTAL, LEARNING)  # kinds whose cost is no sum over sets: what a set costs hangs on how many came before
# Sets. A tier ends this far below the next one's start, and is left from half of it on: an order that is not of whole
# sets and is as good as on the edge has the cheaper price, however its digits fall.
EDGE = 0.0001


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer of a supplier for a package.

    id: "" where it is for everybody, else its buyers as typed. nations: its buyers, sorted; () where id is "".
    segments: (from_quantity, price_m) with rising quantities, from 0 on; price of the whole one-off package or of a
    set, of a learning offer of the first set; () = the list price, price factor x value. least, most: sets ordered in
    all, None = no limit; what the first row is from is a least. rows: of Quotes, the first first.
    """

    id: str
    package: str
    supplier: str
    nations: tuple[str, ...] = ()
    kind: str = FLAT
    segments: tuple[tuple[float, float], ...] = ()
    slope_fraction: float | None = None
    curve: str = ""
    setup_m: float = 0.0
    least: float | None = None
    most: float | None = None
    bundle: str = ""
    valid_until: int | None = None
    rows: tuple[int, ...] = ()

    def covers(self, buyers: tuple[str, ...] | None) -> bool:
        """Whether it is for these buyers (None = all)."""
        return not self.id or (buyers is not None and set(buyers) <= set(self.nations))

    def dearest(self) -> float | None:
        """M of a set at the dearest: in the first tier, of the first set. None = the list price."""
        return max((price for _, price in self.segments), default=None)

    def lowest(self, sets: float, listed_m: float) -> float:
        """M that no set is cheaper than on average, where at most this many are ordered and the list price is this."""
        price = min((price for _, price in self.segments), default=listed_m)
        if self.slope_fraction is None or sets <= 1:
            return price
        return float(price * sets ** math.log2(self.slope_fraction))


def of_problem(problem: Problem, rates: Rates) -> dict[tuple[str, str], tuple[Offer, ...]]:
    """Offers that hold, by (package, supplier), sorted by id."""
    found: dict[tuple[str, str], list[Offer]] = {}
    years = {w.id: w.years(problem.programme.calendar) for w in problem.packages}
    for rows in by_offer(live(problem)):
        w, s, _ = offer_id(rows[0])
        found.setdefault((w, s), []).append(_offer(problem, rates, rows, years.get(w, 1.0)))
    return {pair: tuple(several) for pair, several in found.items()}


def by_offer(quotes: Iterable[Quote]) -> list[list[Quote]]:
    """Rows of Quotes offer by offer, sorted, each from the least quantity up."""
    found: dict[tuple[str, str, str], list[Quote]] = {}
    for q in quotes:
        found.setdefault(offer_id(q), []).append(q)
    return [sorted(found[of], key=lambda q: (q.from_quantity, q.row)) for of in sorted(found)]


def live(problem: Problem) -> list[Quote]:
    """Rows of Quotes whose package's phase is signed in time."""
    late = set(expired(problem))
    return [q for q in problem.quotes if q not in late]


def expired(problem: Problem) -> list[Quote]:
    """Rows of Quotes of offers that run out before their package's phase is signed, or are in a bundle with such."""
    signed = {p.id: p.signed for p in problem.phases}
    phase = {w.id: w.phase for w in problem.packages}
    late = [
        q
        for q in problem.quotes
        if q.valid_until is not None and q.valid_until < signed.get(phase.get(q.package, ""), 0)
    ]
    out, bundles = {offer_id(q) for q in late}, {(q.supplier, q.bundle) for q in late if q.bundle}
    return [q for q in problem.quotes if offer_id(q) in out or (q.supplier, q.bundle) in bundles]


def offer_id(q: Quote) -> tuple[str, str, str]:
    """Package, supplier and offer that a row of Quotes belongs to."""
    return q.package, q.supplier, ", ".join(sorted(q.buyers))


def nations_of(problem: Problem, names: Iterable[str]) -> tuple[str, ...]:
    """Nations that these names of nations or groups stand for, sorted."""
    wanted = set(names)
    return tuple(n.id for n in problem.nations if n.id in wanted or wanted & set(n.groups))


def _offer(problem: Problem, rates: Rates, rows: list[Quote], years: float) -> Offer:
    """rows: from the least quantity up. years: that their prices are paid for, where they are prices of a year."""
    first = rows[0]
    priced = [(q, _converted(rates, q, q.price_m)) for q in rows if q.price_m is not None]
    kind = FLAT
    if first.slope_fraction is not None and first.slope_fraction < 1:
        kind = LEARNING
    elif len(priced) > 1:
        kind = INCREMENTAL if first.tiers == BY_INCREMENT else TIERS
    from_ = first.from_quantity or None
    return Offer(
        id=offer_id(first)[2],
        package=first.package,
        supplier=first.supplier,
        nations=nations_of(problem, first.buyers),
        kind=kind,
        segments=tuple((q.from_quantity if n else 0.0, price * years) for n, (q, price) in enumerate(priced)),
        slope_fraction=first.slope_fraction if kind == LEARNING else None,
        curve=first.curve if kind == LEARNING else "",
        setup_m=max(_converted(rates, q, q.setup_m) for q in rows),
        least=max((x for x in (first.least, from_) if x is not None), default=None),
        most=first.most,
        bundle=first.bundle,
        valid_until=first.valid_until,
        rows=tuple(q.row for q in rows),
    )


def _converted(rates: Rates, q: Quote, amount_m: float) -> float:
    """M of the programme's currency and price base; as typed where a rate is missing, which the reader refuses."""
    try:
        return rates.to_programme(amount_m, q.currency, q.price_base)
    except NoRate:
        return amount_m
