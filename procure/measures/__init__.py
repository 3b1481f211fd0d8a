"""What a rule may speak of: one measure a file.

A measure module has

    NAME, UNIT                      its name in the Rules sheet, and the unit of its values
    BASES                           bases an amount may have
    REFUSED                         (reason, way out) of others, where wording.refused would not say enough
    FILTERS, WINDOWS                kinds of filter and windows that it knows
    measurable(f, row)              whether there is anything to measure in the row
    expression(m, f, row)           terms (coefficient, variable) on the decisions
    value(plan, f, row)             the same in a finished plan, in Decimal, from the plan's own tables
    tolerance(plan, f, row)         what rounding may have moved in that value

and may have

    refusals(f, rule)               (column, reason, way out) of words that it forbids
    row_refusal(f, rule, row)       the same of a row, None where it can be measured

To add one: write its file, name it here and in MEASURES of workbook/sheets.py.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Protocol, cast

from procure.facts import Facts
from procure.measures import (
    content,
    cost,
    deliveries,
    items,
    late,
    load,
    nations,
    packages,
    participants,
    payments,
    suppliers,
    unit_price,
    weighted_work,
    work,
)
from procure.measures.rows import Row
from procure.pieces import Terms
from procure.plan import Plan


class Measure(Protocol):
    """What a measure module offers."""

    NAME: str
    UNIT: str
    BASES: tuple[str, ...]
    FILTERS: tuple[str, ...]
    WINDOWS: tuple[str, ...]

    def measurable(self, f: Facts, row: Row) -> bool: ...

    def expression(self, m: Any, f: Facts, row: Row) -> Terms: ...

    def value(self, plan: Plan, f: Facts, row: Row) -> Decimal: ...

    def tolerance(self, plan: Plan, f: Facts, row: Row) -> Decimal: ...


_MODULES = (
    work, weighted_work, cost, payments, content, deliveries, late, packages, suppliers, nations, load, unit_price,
    items, participants,
)  # fmt: skip
MEASURES: dict[str, Measure] = {module.NAME: cast(Measure, module) for module in _MODULES}
