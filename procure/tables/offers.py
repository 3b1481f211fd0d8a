"""Offers under which sets are ordered: how many, which tier they reach, what a set costs on average."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure.offers import FLAT, INCREMENTAL, LEARNING, Offer
from procure.plan import dec
from procure.tables.figures import ZERO, Figures
from procure.tables.table import Column, Rows, Table, decimals_of, number_format

TITLE = "Offers taken"


def offers_taken(x: Figures, sheet: str) -> Iterator[Table]:
    """One line per offer taken; no table where every offer is one price for everybody."""
    rows, taken = Rows(), list(_taken(x))
    sets_format = number_format("", decimals_of((sets for _, sets, _ in taken), 3))
    for o, sets, paid in taken:
        reached = max((start for start, _ in o.segments if dec(start) <= sets), default=0.0)
        rows.add(
            o.package, _priced(o), dec(reached) if len(o.segments) > 1 else None, sets, o.supplier, o.id or "all",
            o.bundle, x.labels[o.valid_until] if o.valid_until is not None else "", paid, paid / sets,
        )  # fmt: skip
    columns = [
        Column("package", width=22), Column("priced by", width=14), Column("tier from", sets_format, 12),
        Column("sets", sets_format, 9), Column("supplier", width=16), Column("for", width=9),
        Column("bundle", width=9, span=2), Column("valid until", width=9), Column("price", x.money, 13),
        Column("a set", number_format("M", 4), 11),
    ]  # fmt: skip
    if rows.rows and any(_special(o) for several in x.f.offers.values() for o in several):
        sentence = (
            "Sets ordered under each offer, the tier that they reach, and what they cost, set-up apart: in all and a "
            "set, at the prices of the periods they are made in."
        )
        yield rows.table(sheet, TITLE, sentence, columns)


def _taken(x: Figures) -> Iterator[tuple[Offer, Decimal, Decimal]]:
    """(offer, sets, M), sorted by package and supplier."""
    for (w, s), several in sorted(x.f.offers.items()):
        for o in several:
            streams = [b.id for b in x.f.streams_of(o)]
            sets = sum((x.plan.total("make", w, s, b) for b in streams), ZERO)
            if sets > 0:
                yield o, sets, sum((x.plan.total("price", w, s, b) for b in streams), ZERO)


def _special(o: Offer) -> bool:
    """Whether an offer says more than one price for everybody."""
    limits = (o.least, o.most, o.valid_until)
    return o.kind != FLAT or bool(o.nations or o.bundle) or any(limit is not None for limit in limits)


def _priced(o: Offer) -> str:
    if o.kind == LEARNING:
        return f"slope {(o.slope_fraction or 1) * 100:.6g} %"
    return {FLAT: "set", INCREMENTAL: "increments"}.get(o.kind, "tiers")
