"""--without SHEETS: sheets of the workbook that neither the plan nor its file is to know of."""

from __future__ import annotations

from typing import Any

import click


def _sheets(_: Any, __: click.Parameter, typed: str | None) -> tuple[str, ...]:
    """Names of input sheets that can be done without, as they are written in the workbook."""
    from procure import text
    from procure.workbook import sheets

    known, found = {name.casefold(): name for name in sheets.names()}, []
    for part in text.split(typed or ""):
        name = known.get(part.casefold())
        if name is None:
            hint = text.did_you_mean(part, sheets.names())
            raise click.BadParameter(f"expected names of input sheets, found {part!r}. {hint}".rstrip())
        if sheets.sheet(name).needed:
            raise click.BadParameter(f"the sheet {name} is needed; no plan can be made without it.")
        found.append(name)
    return tuple(found)


option = click.option(
    "--without",
    metavar="SHEETS",
    callback=_sheets,
    help="Input sheets to leave out, as Quotes,Budgets: the plan is made without them, and its file has none of them.",
)
