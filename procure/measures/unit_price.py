"""Unit price: what the sets that go into a unit cost, on average over the units these nations take.

unit price = sum_{w, s, b, t} price[w,s,b] make[w,s,b,t] / units         packages made per unit for the items that count

price   at the tier or the curve of the offer and the index of the period, as in clause work
units   the firm quantities of the items: data. Where the plan may leave units out, build more, take options or wishes,
        or choose between the items of a family, the quantity is a decision, and a price over it a product of two: it is
        refused.

A single nation has a price of its own only where buyers pay their own units (key own units).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure.facts import Facts, Stream
from procure.measures.rows import Row
from procure.offers import CURVES
from procure.pieces import Terms, stream_terms
from procure.plan import Plan, dec
from procure.problem import Rule
from procure.text import listing

NAME, UNIT = "unit price", "M a unit"
BASES = ("M", "% of earlier plan")
REFUSED = {
    "units": ("a price is M a unit, not a number of units", "Use base M, or measure deliveries."),
    "units from pro-rata": ("a price is M a unit, not a number of units", "Use base M, or measure deliveries."),
}
FILTERS = ("phase", "item", "sector", "package", "tag", "nation", "group", "programme")
WINDOWS = ("total",)  # sets are made before the units they go into: no period has a price of its own


def row_refusal(f: Facts, rule: Rule, row: Row) -> tuple[str, str, str] | None:
    """What makes the row's quantity a decision, or its price that of others too."""
    free = [i for i in row.items if f.items[i].may_short or f.items[i].surplus or f.items[i].family]
    open_ = {i for i in row.items for need in f.meeting([i]) if need.extras or need.may_short}
    free += [i for i in row.items if i not in free and i in open_]
    if free:
        why = f"how many of {listing(free)} is decided too; price over quantity is a product of two decisions."
        hint = "Measure cost, base M, or fix the quantity: no surplus, no may short, no family, no option."
        return "measure", why, hint
    buyers = {n for i in row.items for n in f.takers[i]}
    payers = ((b.package, set(b.buyers or buyers)) for b in _streams(f, row))
    shared = sorted({w for w, paying in payers if paying & set(row.who) and not paying <= set(row.who)})
    if shared:
        why = f"sets of {listing(shared)} are priced for all buyers at once, not nation by nation."
        return "who", why, "Use all and together, or the phase key own units."
    if parted := sorted(set(_parted(f, row))):
        why = f"the price of a set of {listing(parted)} hangs on the sets that others order under the same offer."
        return "who", why, "Quote each nation or item apart, or use all and together."
    return None


def _parted(f: Facts, row: Row) -> Iterator[str]:
    """Packages that a supplier offers along a curve of which only a part of the sets counts."""
    mine = {(b.package, b.id) for b in _mine(f, row)}
    for (w, _), offers in f.offers.items():
        for o in offers:
            streams = {(w, b.id) for b in f.streams_of(o)}
            if o.kind in CURVES and streams & mine and not streams <= mine:
                yield w


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: sets that are made, for units that these nations take."""
    return bool(_streams(f, row)) and f.firm_of(row.items, row.who) > 0


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of M a unit."""
    units = f.firm_of(row.items, row.who)
    terms = [
        term for b in _mine(f, row) for s in f.suppliers_of[b.package] for term in stream_terms(m, f, s, b, f.periods)
    ]
    return [(c / units, x) for c, x in terms]


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """M a unit in a finished plan, of its leaves."""
    mine = {(b.package, b.id) for b in _mine(f, row)}
    prices = (leaf for (w, _, b, _), leaf in plan.values.get("price", {}).items() if (w, b) in mine)
    return sum(prices, Decimal(0)) / _units(f, row)


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """One rounding unit for each run of leaves, spread over the units."""
    mine = {(b.package, b.id) for b in _mine(f, row)}
    runs = {key[:-1] for key in plan.values.get("price", {}) if (key[0], key[2]) in mine}
    return dec(f.problem.programme.rounding_m) * max(1, len(runs)) / _units(f, row)


def _units(f: Facts, row: Row) -> Decimal:
    needs = (need for need in f.needs.values() if need.nation in row.who and set(need.items) & set(row.items))
    return sum((dec(units) for need in needs for units in need.due), Decimal(0))


def _streams(f: Facts, row: Row) -> list[Stream]:
    """Streams of the row's packages that are made for its items."""
    made = (w for w in row.packages if f.packages[w] in f.per_unit)
    return [b for w in made for b in f.streams[w] if set(b.items) & set(row.items)]


def _mine(f: Facts, row: Row) -> list[Stream]:
    return [b for b in _streams(f, row) if b.buyers is None or set(b.buyers) & set(row.who)]
