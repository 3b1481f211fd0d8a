"""Late: units owed to these nations at the end of each period that counts, summed over the periods.

late = sum_{d, n, t} late[d,n,t],   late[d,n,t] >= what was due by t less what was handed over

In a window of one period these are units; over several a unit late by two periods counts twice. There can only be an
upper limit: more lateness than there is could be claimed, and no row would notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import orders
from procure.facts import Facts
from procure.measures.deliveries import NEAR
from procure.measures.rows import Row
from procure.measures.work import WINDOWS as _WINDOWS
from procure.pieces import Terms, over
from procure.plan import Plan
from procure.problem import Rule

NAME, UNIT = "late", "unit-periods"
BASES = ("units", "% of earlier plan")
REFUSED = {"units from pro-rata": ("lateness is told from what is due already", "Use base units.")}
FILTERS, WINDOWS = ("phase", "item", "family", "nation", "group", "programme"), _WINDOWS


def refusals(f: Facts, rule: Rule) -> Iterator[tuple[str, str, str]]:
    """Limits other than an upper one."""
    if rule.relation != "<=":
        yield "relation", "lateness can only have an upper limit.", "Use <=."


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: a need that only these items can meet."""
    return any(need.nation in row.who and set(need.items) <= set(row.items) for need in f.needs.values())


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the row's unit-periods."""
    needs = [key for key, need in f.needs.items() if need.nation in row.who and set(need.items) <= set(row.items)]
    return over(m.x["late"], ((*key, t) for key in needs for t in row.periods))


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """The row's unit-periods in a finished plan, from what was due and what was handed over."""
    total = Decimal(0)
    for need in f.needs.values():
        if need.nation in row.who and set(need.items) <= set(row.items):
            owed, due = Decimal(0), orders.due(plan, need)
            for t in f.periods:
                owed += due[t] - sum(plan.get("deliver", i, need.nation, t) for i in need.items)
                total += max(owed, Decimal(0)) if t in row.periods else 0
    return total


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """Whole units are exact; of others each period sums what a solver takes for equal."""
    fluid = [need for need in f.needs.values() if need.nation in row.who and not need.whole]
    return NEAR * len(fluid) * len(row.periods) * len(f.periods)
