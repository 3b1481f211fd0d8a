"""The sheet Uncertainty read: distributions whose parameters can be, groups whose correlation can be.

Which cells a row means is looked at where draws are made (procure/risk/cells.py), as for Changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from procure.distributions import least_correlation, parse
from procure.origins import Uncertain
from procure.workbook.build_context import Context
from procure.workbook.table import Record


def uncertain(context: Context) -> Iterator[Uncertain]:
    """The uncertain inputs as typed."""
    groups: dict[str, list[Record]] = {}
    for r in context.rows("Uncertainty"):
        try:
            parse(r["distribution"], r["parameters"])
        except ValueError as wrong:
            context.error(r, "parameters", "distribution", f"{wrong}.")
        if r["group"]:
            groups.setdefault(r["group"], []).append(r)
        elif r["correlation"] is not None:
            message = "expected a group beside a correlation, found none; the correlation is left out."
            context.warning(r, "correlation", "correlation", message)
        yield Uncertain(
            r["sheet"], r["row"] or "", r["column"] or "", r["distribution"], r["parameters"],
            r["drawn as"] == "factor", r["group"] or "", r["correlation"] if r["group"] else None, r.row,
        )  # fmt: skip
    for name, rows in groups.items():
        _group(context, name, rows)


def _group(context: Context, name: str, rows: list[Record]) -> None:
    """Complains of a group without a correlation, with two of them, or with one that its rows cannot all have."""
    if len(rows) == 1:
        context.warning(rows[0], "group", "group of one", f"expected several rows in the group '{name}', found one.")
        return
    stated = [r for r in rows if r["correlation"] is not None]
    if not stated:
        message = f"expected the correlation of the group '{name}' in one of its {len(rows)} rows, found none."
        context.error(rows[0], "correlation", "correlation", message)
        return
    wanted = stated[0]["correlation"]
    for r in stated[1:]:
        if r["correlation"] != wanted:
            message = f"expected the correlation of the group '{name}', {wanted:g}, found {r['correlation']:g}."
            context.error(r, "correlation", "correlation", message, "A group has one.")
    least = least_correlation(len(rows))
    if wanted < least - 1e-9:
        message = f"expected at least {least:.2f}, as far as {len(rows)} rows can all run against each other, "
        context.error(stated[0], "correlation", "correlation", f"{message}found {wanted:g}.")
