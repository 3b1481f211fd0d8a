"""Cells of Requirements that say how binding a row is: what an order makes no use of, and lots that do not fit."""

from __future__ import annotations

from procure.problem import FIRM, OPTION, WISH
from procure.workbook.build_context import Context
from procure.workbook.table import Record

# Columns that an order makes no use of.
_NO_USE = {FIRM: ("lot", "exercise by", "priority"), OPTION: ("may short",), WISH: ("exercise by", "may short")}
_ORDERS_WITH = {"exercise by": OPTION, "may short": FIRM}
NEAR = 1e-9  # of a lot: what binary fractions may leave of a total


def check(context: Context, r: Record, total: float, whole: bool) -> None:
    """Complains of cells without use, of lots that are no whole units, and of totals that are no whole lots."""
    for column in _NO_USE[r["order"]]:
        if column in r.given and not (column == "priority" and r[column] == 1):
            message = f"expected a blank cell: a row of the order {r['order']} makes no use of it."
            others = _ORDERS_WITH.get(column, f"{OPTION} or {WISH}")
            context.error(r, column, "order", message, f'Write {others} in "order", or delete the cell.')
    lot = r["lot"]
    if r["order"] == FIRM or lot is None:
        return
    if whole and lot != int(lot):
        message = f"expected whole units of {r['item or family']}, found {lot:g}."
        context.error(r, "lot", "whole units", message, 'Set "whole" to no in Items for hours or tonnes.')
    elif abs(total / lot - round(total / lot)) > NEAR * max(1.0, total / lot):
        message = f"expected a lot that goes into the {total:g} units of the row without rest, found {lot:g}."
        context.error(r, "lot", "lots", message, "Change the lot, or the units to a multiple of it.")
