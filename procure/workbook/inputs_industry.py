"""Packages, suppliers, what limits and enlarges them, and their offers, turned back into cells."""

from __future__ import annotations

from typing import Protocol

from procure.problem import Capacity, Investment, Package, Problem, Quote, Supplier
from procure.workbook import typed

Value = str | float | int | None


class Writer(Protocol):
    """What writes the tables: the problem, and labels of its periods."""

    problem: Problem

    def period(self, number: int | None) -> str | None:
        """The label of a period."""


def package(p: Package, w: Writer) -> dict[str, Value]:
    """Cells of a package by column."""
    return {
        "package": p.id, "kind": p.kind, "phase": p.phase, "items": typed.listed(p.items), "per unit": p.per_unit,
        "value": _value(p, w.problem), "sector": p.sector, "months": p.months,
        "earliest": w.period(p.earliest) if p.earliest else None, "latest": w.period(p.latest),
        "after": typed.listed(p.after), "given to": typed.listed(typed.part(name, part) for name, part in p.given_to),
        "begins": w.period(p.begins), "divisible": typed.yes_no(p.divisible),
        "smallest share": typed.percent(p.smallest_fraction), "fewest suppliers": p.fewest, "most suppliers": p.most,
        "effort": typed.effort(p.effort), "technology": typed.listed(p.technologies), "tags": typed.listed(p.tags),
        "parent": p.parent, "component": typed.percent(p.component_fraction), "weight": p.weight,
        "qualifies": typed.listed(p.qualifies),
    }  # fmt: skip


def _value(p: Package, problem: Problem) -> Value:
    """M, or the per cent of its items' unit prices that the value is."""
    if not p.value_by_item_m:
        return p.value_m
    prices = {i.id: i.unit_price_m for i in problem.items}
    fractions = [value / price for item, value in p.value_by_item_m if (price := prices.get(item))]
    return f"{typed.digits(typed.percent(fractions[0] if fractions else 0.0))} %"


def supplier(s: Supplier, w: Writer) -> dict[str, Value]:
    """Cells of a supplier by column."""
    return {"supplier": s.id, "nation": s.nation, "sectors": typed.listed(s.sectors), "price factor": s.price_factor}


def capacity(c: Capacity, w: Writer) -> dict[str, Value]:
    """Cells of a capacity row by column."""
    return {
        "supplier": c.supplier, "sector or package": c.sector or c.package, "unit": c.unit,
        "share free": typed.percent(c.free_fraction), "ramp": typed.percent(c.ramp_fraction), "lowest": c.lowest,
        "lowest holds": "always" if c.lowest_always else "in use",
    }  # fmt: skip


def investment(e: Investment, w: Writer) -> dict[str, Value]:
    """Cells of an investment by column."""
    return {
        "investment": e.id, "supplier": e.supplier, "sector or package": e.sector or e.package, "unit": e.unit,
        "adds": e.adds, "cost": e.cost_m, "phase": e.phase, "months": e.months, "excludes": typed.listed(e.excludes),
        "earliest": w.period(e.earliest) if e.earliest else None, "latest": w.period(e.latest),
    }  # fmt: skip


def quote(q: Quote, w: Writer) -> dict[str, Value]:
    """Cells of a row of an offer by column."""
    return {
        "supplier": q.supplier, "package": q.package, "price": q.price_m, "currency": typed.blank(q.currency),
        "price base": typed.blank(q.price_base), "set-up cost": q.setup_m, "for": typed.listed(q.buyers),
        "from quantity": q.from_quantity, "tiers": q.tiers, "learning slope": typed.percent(q.slope_fraction),
        "curve": q.curve, "least": q.least, "most": q.most, "bundle": typed.blank(q.bundle),
        "valid until": w.period(q.valid_until), "effort": typed.effort(q.effort),
    }  # fmt: skip
