"""Payments: what these nations pay for these phases in the periods that count.

payments = sum_{n, p, t} pay[n,p,t]
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure.facts import Facts
from procure.measures.rows import Row
from procure.measures.work import WINDOWS as _WINDOWS
from procure.pieces import Terms, over
from procure.plan import Key, Plan, dec

NAME, UNIT = "payments", "M"
BASES = ("M", "% of own cost", "% of total cost", "% of GDP", "% of earlier plan")
_PAID = ("payments are not work", "Use base M or % of own cost, or measure work.")
REFUSED = {
    "points of agreed share": _PAID,
    "% of agreed share": _PAID,
    "% of total work": _PAID,
    "% of partners' work": _PAID,
    "% of component cost": _PAID,
}
FILTERS, WINDOWS = ("phase", "nation", "group", "programme"), _WINDOWS


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: a phase."""
    return bool(row.phases)


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the row's payments, M."""
    return over(m.x["pay"], ((n, p, t) for n in row.who for p in row.phases for t in row.periods))


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """The row's payments in a finished plan, M."""
    return sum((amount for _, amount in _leaves(plan, row)), Decimal(0))


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """What rounding may have moved in `value`, M: two units by nation and phase for dues, one for each charge."""
    series = {key[:2] for key, _ in _leaves(plan, row)}
    charges = sum(1 for n, p, _ in plan.values.get("charge", {}) if (n, p) in series)
    return dec(f.problem.programme.rounding_m) * max(1, 2 * len(series) + charges)


def _leaves(plan: Plan, row: Row) -> Iterator[tuple[Key, Decimal]]:
    for (n, p, t), amount in plan.values.get("pay", {}).items():
        if n in row.who and p in row.phases and t in row.periods:
            yield (n, p, t), amount
