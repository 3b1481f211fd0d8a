"""Load: effort that suppliers of these nations spend on the packages and in the periods that count.

load = sum_{w, s of who} ( effort[w,s]/d[w] sum_u start[w,s,u] + sum_b effort[w,s,b] make[w,s,b,t] )

effort is in the unit of the Capacity rows that the packages count against: sets, hours, tonnes or M of base value. They
have to agree in it. Load is where the supplier is, whatever Content says.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.measures.rows import Row
from procure.measures.work import FILTERS as _WORK_FILTERS
from procure.measures.work import WINDOWS as _WINDOWS
from procure.pieces import Terms, effort_terms
from procure.plan import Plan, dec
from procure.problem import Rule

NAME, UNIT = "load", "units of effort"
BASES = ("units", "% of earlier plan")
REFUSED = {
    "M": ("load is effort, in the unit of the capacities", "Use base units, or measure work."),
    "units from pro-rata": ("load is effort, nothing of it is due", "Use base units."),
}
FILTERS, WINDOWS = _WORK_FILTERS, _WINDOWS


def unit(f: Facts, packages: tuple[str, ...]) -> set[str]:
    """Units of the Capacity rows that limit any of these packages."""
    return {c.unit for c in f.problem.capacities if set(f.covers(c)) & set(packages)}


def row_refusal(f: Facts, rule: Rule, row: Row) -> tuple[str, str, str] | None:
    """What keeps the row from being measured: no unit, or several."""
    units = sorted(unit(f, row.packages))
    if len(units) == 1 or not row.packages:
        return None
    found = f"in {' and '.join(units)}" if units else "by no row"
    why = f"the packages' capacity is told {found}, and load has one unit."
    return "of", why, "Filter by a sector or package with Capacity in one unit."


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: a package with a capacity."""
    return bool(unit(f, row.packages))


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the row's effort."""
    (of,) = unit(f, row.packages)
    return effort_terms(m, f, _pairs(f, row), row.periods, of)


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """The row's effort in a finished plan."""
    return sum((amount for _, amount in _efforts(plan, f, row)), Decimal(0))


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """What rounded shares and sets may have added."""
    loose = sum((effort for effort, amount in _efforts(plan, f, row) if amount), Decimal(0))
    return ledger.TYPED + ledger.LOOSE * loose


def _pairs(f: Facts, row: Row) -> list[tuple[str, str]]:
    return [
        (w, s) for w, s in f.pairs if w in row.packages and s in row.suppliers and f.suppliers[s].nation in row.who
    ]


def _efforts(plan: Plan, f: Facts, row: Row) -> Iterator[tuple[Decimal, Decimal]]:
    """(effort of a package or set, effort spent on it in the row's periods) of every pair."""
    of, pairs = min(unit(f, row.packages)), set(_pairs(f, row))
    for (w, s, t), part in plan.values.get("start", {}).items():
        if (w, s) in pairs:
            effort, long = dec(f.effort(str(w), str(s), of)), f.duration(f.packages[str(w)])
            inside = sum(u in row.periods for u in range(int(t), int(t) + long))
            yield effort, effort * part * inside / long
    streams = {(w, b.id): b for w, several in f.streams.items() for b in several}
    for (w, s, b, t), sets in plan.values.get("make", {}).items():
        if (w, s) in pairs and t in row.periods and (w, b) in streams:
            effort = dec(f.effort(str(w), str(s), of, streams[str(w), str(b)]))
            yield effort, effort * sets
