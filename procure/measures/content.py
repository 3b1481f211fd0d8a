"""Content: component cost of these nations' origin, of the packages and periods that count.

content = sum_{w, s, t} component[w] origin[w,s,who] (price[w,s] start or make)

component[w]      0..1  part of the price, without set-up, that is component cost (Packages, component)
origin[w,s,who]   0..1  part of it that comes from these nations (Content, component; else the supplier's own nation)

The base "% of component cost" is the same sum over all nations and suppliers.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from procure import counting, tally
from procure.facts import Facts
from procure.measures.rows import Row
from procure.measures.work import FILTERS as _WORK_FILTERS
from procure.measures.work import WINDOWS as _WINDOWS
from procure.pieces import Terms, price_terms
from procure.plan import Plan, dec

NAME, UNIT = "content", "M"
BASES = ("M", "% of component cost", "% of total cost", "% of earlier plan")
_BY_ORIGIN = ("content is told by origin of the components", "Use base % of component cost, or measure work.")
REFUSED = {
    "% of own cost": _BY_ORIGIN,
    "points of agreed share": _BY_ORIGIN,
    "% of agreed share": _BY_ORIGIN,
    "% of total work": _BY_ORIGIN,
    "% of partners' work": _BY_ORIGIN,
    "% of GDP": _BY_ORIGIN,
}
FILTERS, WINDOWS = _WORK_FILTERS, _WINDOWS


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: a package."""
    return bool(row.packages)


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the row's component cost, M."""
    return origin(m, f, row, row.who, row.suppliers)


def origin(m: Any, f: Facts, row: Row, who: Collection[str], suppliers: Collection[str]) -> Terms:
    """Terms of the component cost of the row's packages with these suppliers that comes from these nations, M."""
    factors = {
        (w, s): f.packages[w].component_fraction * counting.part_of(counting.component_parts(f, w, s), who)
        for w, s in f.pairs
        if w in row.packages and s in suppliers
    }
    return price_terms(m, f, factors, row.periods)


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """The row's component cost in a finished plan, M."""
    return cost(plan, f, row, row.who, row.suppliers)[0]


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """What rounding may have moved in `value`, M."""
    return cost(plan, f, row, row.who, row.suppliers)[1]


def cost(
    plan: Plan, f: Facts, row: Row, who: Collection[str], suppliers: Collection[str]
) -> tuple[Decimal, Decimal]:
    """(component cost that comes from these nations, what rounding may have moved in it), M, of the plan's leaves."""
    total, runs = Decimal(0), set()
    for piece in tally.prices(plan, f):
        counts = piece.package in row.packages and piece.supplier in suppliers and piece.period in row.periods
        if counts and not piece.setup:
            part = tally.of(tally.component_parts(f, piece.package, piece.supplier), who)
            total += piece.amount * dec(f.packages[piece.package].component_fraction) * part
            runs.add(piece.run)
    return total, dec(f.problem.programme.rounding_m) * max(1, len(runs))
