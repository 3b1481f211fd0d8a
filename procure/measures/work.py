"""Work: the price paid to suppliers of these nations, set-up included, of the packages and periods that count.

work = sum_{n, p, t} work[n,p,t]                                    all packages of the phases
work = sum_{w, s of n, t} (price[w,s,.,t] + setup[w,s,t])           some packages only
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from procure.facts import Facts
from procure.measures.rows import Row
from procure.pieces import Terms, over, work_terms
from procure.plan import Key, Plan

NAME, UNIT = "work", "M"
BASES = ("M", "% of own cost", "points of agreed share", "% of total work")
REFUSED = {
    "units": ("work is money, units are counted", "Use base M, or measure deliveries."),
    "units from pro-rata": ("work is money, units are counted", "Measure deliveries, or use points of agreed share."),
    "count": ("work is money, not a number of things", "Use base M, or measure suppliers."),
}
FILTERS = ("phase", "item", "sector", "package", "tag", "nation", "group")
WINDOWS = ("total", "each period", "cumulative")


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: a package."""
    return bool(row.packages)


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the row's work, M."""
    return done(m, f, row, row.who, row.phases, row.periods)


def done(m: Any, f: Facts, row: Row, who: Collection[str], phases: Collection[str], periods: range) -> Terms:
    """Terms of the work of the row's packages of these phases that suppliers of these nations do in these periods."""
    if row.whole:
        return over(m.x["work"], ((n, p, t) for n in who for p in phases for t in periods))
    pairs = [
        (w, s)
        for w, s in f.pairs
        if w in row.packages and f.packages[w].phase in phases and f.suppliers[s].nation in who
    ]
    return work_terms(m, f, pairs, periods)


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """The row's work in a finished plan, M."""
    return sum((amount for _, amount in leaves(plan, f, row, row.who)), Decimal(0))


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """What rounding may have moved in `value`, M."""
    return grain(plan, f, row, row.who)


def leaves(plan: Plan, f: Facts, row: Row, who: Collection[str]) -> Iterator[tuple[Key, Decimal]]:
    """(key, M) of the plan's leaves that are work of the row's packages by suppliers of these nations."""
    suppliers = {s.id for s in f.problem.suppliers if s.nation in who}
    packages = set(row.packages)
    for family in ("price", "setup"):
        for key, amount in plan.values.get(family, {}).items():
            if key[0] in packages and key[1] in suppliers and key[-1] in row.periods:
                yield key, amount


def grain(plan: Plan, f: Facts, row: Row, who: Collection[str]) -> Decimal:
    """One rounding unit for each run of leaves: it is rounded as it adds up, so a window has an error at either end."""
    runs = {key[:-1] for key, _ in leaves(plan, f, row, who)}
    return Decimal(repr(f.problem.programme.rounding_m)) * max(1, len(runs))
