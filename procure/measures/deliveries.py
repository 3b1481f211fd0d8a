"""Deliveries: units handed over to these nations, of the items and in the periods that count.

deliveries = sum_{i, n, t} deliver[i,n,t]
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from procure.facts import Facts
from procure.measures.rows import Row
from procure.pieces import Terms, over
from procure.plan import Plan
from procure.workbook import sheets

NAME, UNIT = "deliveries", "units"
BASES = ("units", "units from pro-rata", "% of earlier plan")
REFUSED = {
    "M": ("deliveries are units, not money", "Use base units, or measure cost."),
    "% of own cost": ("deliveries are units, not money", "Use base units, or measure work."),
    "points of agreed share": ("the agreed share is of work", "Use base units from pro-rata, or measure work."),
    "% of total work": ("deliveries are units, not work", "Use base units, or measure work."),
    "count": ("deliveries are units of an item", "Use base units."),
}
FILTERS = ("phase", "item", "family", "nation", "group", "programme")
WINDOWS = sheets.WINDOWS

NEAR = Decimal("0.000001")  # what a solver takes for equal


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: one of these nations needs one of these items."""
    return any(n in f.takers[i] for i in row.items for n in row.who)


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the units handed over."""
    return over(m.x["deliver"], ((i, n, t) for i in row.items for n in row.who for t in row.periods))


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """Units handed over in a finished plan."""
    return sum(
        (
            units
            for (i, n, t), units in plan.values.get("deliver", {}).items()
            if i in row.items and n in row.who and t in row.periods
        ),
        Decimal(0),
    )


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """Whole units are exact; others are so to a millionth a period."""
    parts = sum(len(row.periods) * len(row.who) for i in row.items if not f.items[i].whole)
    return NEAR * parts
