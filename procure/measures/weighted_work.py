"""Weighted work: as work, each package's work times its weight (Packages, weight).

weighted work = sum_w weight[w] x the nations' work on w

History's work counts with the weight 1: it is stated as it was weighed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from procure.facts import Facts
from procure.measures import work
from procure.measures.rows import Row
from procure.pieces import Terms
from procure.plan import Plan

NAME, UNIT = "weighted work", "M"
BASES = (
    "M", "points of agreed share", "% of agreed share", "% of total work", "% of partners' work", "% of own cost",
    "% of earlier plan",
)  # fmt: skip
_WEIGHED = "weighted M are not M that anybody pays"
REFUSED = {
    "units": ("work is money, units are counted", "Use base M, or measure deliveries."),
    "units from pro-rata": ("work is money, units are counted", "Measure deliveries, or use points of agreed share."),
    "count": ("work is money, not a number of things", "Use base M, or measure suppliers."),
    "% of component cost": ("component cost is of parts, not of all work", "Measure content, or use % of total work."),
    "% of total cost": (_WEIGHED, "Use base % of total work, or measure work."),
    "% of GDP": (_WEIGHED, "Use base % of total work, or measure work."),
}
FILTERS, WINDOWS = work.FILTERS, work.WINDOWS


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: a package."""
    return work.measurable(f, row)


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the row's weighted work, M (or hours)."""
    return work.done(m, f, row, row.who, row.phases, row.periods, True, row.suppliers)


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """The row's weighted work in a finished plan, M (or hours)."""
    return sum((amount for _, amount in work.pieces(plan, f, row, row.who, row.suppliers, True)), Decimal(0))


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """What rounding may have moved in `value`."""
    return work.grain(plan, f, row, row.who, row.suppliers, True)
