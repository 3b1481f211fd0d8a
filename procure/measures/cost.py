"""Cost: what these nations are charged for the phases and periods that count, grants taken off and VAT added.

cost = sum_{n, p, t} charge[n,p,t]
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import funding
from procure.facts import Facts
from procure.measures.rows import Row
from procure.pieces import Terms, over, own_parts
from procure.plan import Plan, dec
from procure.workbook import sheets

NAME, UNIT = "cost", "M"
BASES = ("M", "% of total cost", "% of GDP", "% of earlier plan")
REFUSED = {
    "% of own cost": ("a cost is always 100 % of itself", "Use base M, or measure work."),
    "points of agreed share": ("the agreed share is of work, the key says the cost", "Use base M, or measure work."),
    "% of agreed share": ("the agreed share is of work, the key says the cost", "Use base M, or measure work."),
    "% of partners' work": ("a charge is not a part of the work", "Use base % of total cost."),
    "% of total work": ("a charge is not a part of the work", "Use base M, or Shares' lowest and highest."),
    "units": ("cost is money, units are counted", "Use base M, or measure deliveries."),
    "units from pro-rata": ("cost is money, units are counted", "Use base M, or measure deliveries."),
    "count": ("cost is money, not a number of things", "Use base M."),
}
FILTERS = ("phase", "nation", "group", "programme")
WINDOWS = sheets.WINDOWS


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: a phase."""
    return bool(row.phases)


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the row's charges, M."""
    return over(m.x["charge"], ((n, p, t) for n in row.who for p in row.phases for t in row.periods))


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """The row's charges in a finished plan, M."""
    return sum(_leaves(plan, row), Decimal(0))


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """What rounding may have moved in `value`, M: the largest remainder moves a leaf by less than one unit."""
    return dec(f.problem.programme.rounding_m) * max(1, len(list(_leaves(plan, row))))


def gross(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the row's cost before grants and VAT, M: what a part of a nation's own cost is taken of."""
    return over(own_parts(m), ((n, p, t) for n in row.who for p in row.phases for t in row.periods))


def gross_leaves(plan: Plan, f: Facts, row: Row) -> Iterator[Decimal]:
    """The row's cost before grants and VAT in a finished plan, M, leaf by leaf: the charge where it is not apart."""
    apart = funding.apart(f)
    for family in ("gross", "charge"):
        for (n, p, t), amount in plan.values.get(family, {}).items():
            counts = n in row.who and p in row.phases and t in row.periods
            if counts and (family == "gross") == (p in apart):
                yield amount


def _leaves(plan: Plan, row: Row) -> Iterator[Decimal]:
    for (n, p, t), amount in plan.values.get("charge", {}).items():
        if n in row.who and p in row.phases and t in row.periods:
            yield amount
