"""The Other costs sheet: cost that is no work package, by period and by unit."""

from __future__ import annotations

from collections.abc import Iterator

from procure.problem import OtherCost
from procure.workbook import build
from procure.workbook.build_context import Context
from procure.workbook.table import Record


def other_costs(context: Context) -> Iterator[OtherCost]:
    """The costs; a year over shorter periods is spread evenly over them, one who bears all of it needs no per cent."""
    for r in context.rows("Other costs"):
        yield OtherCost(
            id=r["cost"],
            phase=r["phase"],
            amounts_m=_amounts(context, r),
            per_unit_m=r["per unit"],
            performed_in=r["performed in"],
            borne_by=_borne_by(context, r),
            in_kind_by=r["in kind by"],
            row=r.row,
        )


def _amounts(context: Context, r: Record) -> tuple[float, ...]:
    amounts = [0.0] * context.calendar.count
    for cell in r.periods:
        for t in cell.span.periods:
            amounts[t] += cell.value / len(cell.span.periods)
    return tuple(amounts)


def _borne_by(context: Context, r: Record) -> tuple[tuple[str, float], ...]:
    """Parts that sum to 1; complains of others, and of a nation named twice."""
    parts = [build.part(one, context.names.of("nation")) for one in r["borne by"]]
    if len(parts) == 1 and parts[0][1] is None:
        parts = [(parts[0][0], 1.0)]
    if parts and (any(part is None for _, part in parts) or abs(sum(part or 0.0 for _, part in parts) - 1) > 1e-9):
        total = 100 * sum(part or 0.0 for _, part in parts)
        message = f"expected parts with per cents that sum to 100, found {total:g} %."
        context.error(r, "borne by", "parts", message, 'Write them as "UK 60; ES 40".')
    if len({name for name, _ in parts}) < len(parts):
        message = f"expected each nation once, found '{'; '.join(name for name, _ in parts)}'."
        context.error(r, "borne by", "parts", message, "Put the parts of a nation together.")
    return tuple(sorted((name, part or 0.0) for name, part in parts))
