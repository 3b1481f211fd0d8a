"""Rows of Controls: destinations resolved, months left as months, per cents made fractions."""

from __future__ import annotations

from collections.abc import Iterator

from procure.problem import EVERYWHERE, Control
from procure.workbook.build_context import Context
from procure.workbook.table import Record


def controls(context: Context) -> Iterator[Control]:
    """What owners say of their technologies."""
    for r in context.rows("Controls"):
        _check_destination(context, r)
        yield Control(
            technology=r["technology"],
            owner=r["owner"],
            destination=r["destination"],
            permission=r["permission"],
            months=r["months"],
            cost_m=r["cost"],
            de_minimis_fraction=r["de minimis"] / 100,
            source=r["source"] or "",
            row=r.row,
        )


def _check_destination(context: Context, r: Record) -> None:
    name = r["destination"]
    kinds = context.names.kinds(name, ("nation", "group"))
    if name != EVERYWHERE and not kinds:
        known = (*context.names.of("nation", "group"), EVERYWHERE)
        context.unknown(r, "destination", "a nation, a group or *", name, known)
    elif len(kinds) > 1:
        message = f"expected a name that means one thing, found '{name}', a nation and a group."
        context.error(r, "destination", "ambiguous name", message, "Rename the group.")
