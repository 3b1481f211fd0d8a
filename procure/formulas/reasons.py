"""Clauses that no formula recomputes, and why: said at the foot of Checks, so that nothing is silently missing."""

from __future__ import annotations

from procure.formulas.book import Book
from procure.formulas.check import Unexpressed
from procure.offers import FLAT, TIERS

AUDITED = "; `procure audit` works it out"


def of(clause: str, book: Book) -> Unexpressed | None:
    """Why a clause without a formula has none; None where the inputs do not switch it on."""
    why = WHY[clause]
    return Unexpressed(clause, why + AUDITED) if _on(clause, book) else None


def _on(clause: str, book: Book) -> bool:
    f = book.f
    kinds = {offer.kind for offers in f.offers.values() for offer in offers}
    return {
        "tiers": TIERS in kinds,
        "learning": bool(kinds - {FLAT, TIERS}),
        "de_minimis": any(c.de_minimis_fraction for c in f.problem.controls),
        "counted": bool(book.decided.families().get("counted")),
    }[clause]


WHY = {
    "tiers": "which price tier an order reaches, and what its sets then cost, is no one cell of Quotes",
    "learning": "what sets cost along a learning curve is a power of how many came before, supplier by supplier",
    "de_minimis": "the content of owners in a unit is shared out over streams, items and nations by the needs",
    "counted": "work as counted follows from Content and the effort or base value of every package and supplier",
}
