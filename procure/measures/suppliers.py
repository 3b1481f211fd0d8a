"""Suppliers: how many suppliers of these nations hold a part of the packages that count.

suppliers = sum_s active[r,s]
award[w,s] <= active[r,s] <= sum_w award[w,s]
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from procure.facts import Facts
from procure.measures.rows import Row
from procure.pieces import Terms
from procure.plan import Plan

NAME, UNIT = "suppliers", "suppliers"
BASES = ("count", "% of earlier plan")
_COUNTED = ("suppliers are counted", "Use base count, or measure work.")
REFUSED = dict.fromkeys(("M", "% of own cost", "% of total work", "points of agreed share"), _COUNTED)
FILTERS = (
    "phase", "item", "family", "sector", "package", "tag", "nation", "group", "programme", "supplier",
)  # fmt: skip
WINDOWS = ("total",)  # an award has no period


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: a package."""
    return bool(row.packages)


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the count; adds the decisions `active` and the rows that tie them to the awards, once a row."""
    held: dict[str, list[str]] = {}
    for w, s in f.pairs:
        if w in row.packages and s in row.suppliers and f.suppliers[s].nation in row.who:
            held.setdefault(s, []).append(w)
    name, award, active = row.name, m.x["award"], m.x["active"]
    m.declare("active", (((name, s), 0, 1) for s in held))
    for s, packages in held.items():
        for w in packages:
            m.require("rule", (name, s, w), [(1, award[w, s]), (-1, active[name, s])], "<=", 0)
        awards = [(-1, award[w, s]) for w in packages]
        m.require("rule", (name, s, "none"), [(1, active[name, s]), *awards], "<=", 0)
    return [(1, active[name, s]) for s in held]


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """Suppliers that hold an award in a finished plan."""
    nations = {s.id: s.nation for s in f.problem.suppliers}
    holders = {
        s
        for (w, s), held in plan.values.get("award", {}).items()
        if held > 0 and w in row.packages and s in row.suppliers and nations.get(str(s)) in row.who
    }
    return Decimal(len(holders))


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """A count is exact."""
    return Decimal(0)
