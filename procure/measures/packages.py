"""Packages: how many of the packages that count have a part in these nations.

packages = sum_w part[r,j,w]
award[w,s] <= part[r,j,w] <= sum_s award[w,s]      over the suppliers s of which a part of the work on w is theirs
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from procure import counting, tally
from procure.facts import Facts
from procure.measures.rows import Row
from procure.measures.work import FILTERS as _WORK_FILTERS
from procure.pieces import Terms
from procure.plan import Plan

NAME, UNIT = "packages", "packages"
BASES = ("count", "% of earlier plan")
FILTERS, WINDOWS = _WORK_FILTERS, ("total",)  # an award has no period


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: a package."""
    return bool(row.packages)


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the count; adds the decisions `part` and the rows that tie them to the awards."""
    holders: dict[str, list[str]] = {}
    for w, s in f.pairs:
        if w in row.packages and s in row.suppliers and counting.part_of(counting.work_parts(f, w, s), row.who):
            holders.setdefault(w, []).append(s)
    name, place, award = row.rule.id, ", ".join(row.index), m.x["award"]
    part = m.declare("part", (((name, place, w), 0, 1) for w in holders))
    for w, suppliers in holders.items():
        x = part[name, place, w]
        for s in suppliers:
            m.require("rule", (name, place, w, s), [(1, award[w, s]), (-1, x)], "<=", 0)
        awards = [(-1, award[w, s]) for s in suppliers]
        m.require("rule", (name, place, w, "none"), [(1, x), *awards], "<=", 0)
    return [(1, part[name, place, w]) for w in holders]


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """Packages with a holder in a finished plan whose work is these nations', if only in part."""
    held = {
        w
        for (w, s), awarded in plan.values.get("award", {}).items()
        if awarded > 0 and w in row.packages and s in row.suppliers
        if tally.of(tally.work_parts(f, str(w), str(s)), row.who) > 0
    }
    return Decimal(len(held))


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """A count is exact."""
    return Decimal(0)
