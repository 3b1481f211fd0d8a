"""What limits industry and what enlarges it: capacities and investments."""

from __future__ import annotations

from collections.abc import Iterator

from procure.problem import Capacity, Investment
from procure.workbook.build import limits
from procure.workbook.build_context import Context
from procure.workbook.table import Record

ALWAYS = "always"


def capacities(context: Context) -> Iterator[Capacity]:
    """What each supplier can do, of a sector, a package or everything."""
    for r in context.rows("Capacity"):
        sector, package = _scope(context, r)
        yield Capacity(
            supplier=r["supplier"],
            limits=limits(r),
            sector=sector,
            package=package,
            unit=r["unit"],
            free_fraction=r["share free"] / 100,
            ramp_fraction=None if r["ramp"] is None else r["ramp"] / 100,
            lowest=r["lowest"],
            lowest_always=r["lowest holds"] == ALWAYS,
            row=r.row,
        )


def investments(context: Context) -> Iterator[Investment]:
    """What would add to a supplier's capacity of a sector, a package or everything."""
    for r in context.rows("Investments"):
        sector, package = _scope(context, r)
        yield Investment(
            id=r["investment"],
            supplier=r["supplier"],
            phase=r["phase"],
            adds=r["adds"],
            cost_m=r["cost"],
            sector=sector,
            package=package,
            unit=r["unit"],
            months=r["months"],
            excludes=tuple(sorted(r["excludes"])),
            earliest=r["earliest"].first if r["earliest"] else 0,
            latest=r["latest"].last if r["latest"] else None,
            row=r.row,
        )


def _scope(context: Context, r: Record) -> tuple[str | None, str | None]:
    """Sector and package of "sector or package": one of them, or neither where the cell is blank."""
    name = r["sector or package"]
    kinds = context.names.kinds(name, ("sector", "package")) if name else []
    if name and not kinds:
        known = context.names.of("sector", "package")
        context.unknown(r, "sector or package", "a sector or a package", name, known)
    if len(kinds) > 1:
        message = f"expected a name that means one thing, found '{name}', a sector and a package."
        context.error(r, "sector or package", "ambiguous name", message, "Rename one of them.")
    return name if kinds == ["sector"] else None, name if kinds == ["package"] else None
