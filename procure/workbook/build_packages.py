"""Packages and headings: values worked out, names of what comes before and of who is given what resolved."""

from __future__ import annotations

from procure.problem import ONE_OFF, PER_PERIOD, Package
from procure.workbook import build
from procure.workbook.build_context import Context
from procure.workbook.table import Record
from procure.workbook.values import Worth


def packages(context: Context) -> tuple[tuple[Package, ...], tuple[Package, ...]]:
    """The packages that are placed, and the headings: those that others name as parent."""
    parents = {r["parent"] for r in context.tables["Packages"].records}
    found = [_package(context, r) for r in context.rows("Packages")]
    placed = tuple(w for w in found if w.id not in parents)
    return placed, tuple(w for w in found if w.id in parents)


def _package(context: Context, r: Record) -> Package:
    items = tuple(sorted(r["items"] or context.names.of("item")))
    value_m, by_item = _value(context, r, items)
    most = r["most suppliers"]
    return Package(
        id=r["package"],
        kind=r["kind"],
        phase=r["phase"],
        items=items,
        per_unit=r["per unit"],
        value_m=value_m,
        value_by_item_m=by_item,
        sector=r["sector"],
        months=r["months"],
        earliest=r["earliest"].first if r["earliest"] else 0,
        latest=r["latest"].last if r["latest"] else None,
        after=_after(context, r),
        given_to=_given_to(context, r),
        begins=one_period(context, r, "begins"),
        divisible=r["divisible"],
        smallest_fraction=r["smallest share"] / 100,
        fewest=r["fewest suppliers"],
        most=most if most is not None or r["divisible"] else 1,
        effort=r["effort"],
        technologies=r["technology"],
        tags=r["tags"],
        component_fraction=r["component"] / 100,
        weight=r["weight"],
        parent=r["parent"],
        qualifies=tuple(sorted(r["qualifies"])),
        row=r.row,
    )


def _value(context: Context, r: Record, items: tuple[str, ...]) -> tuple[float | None, tuple[tuple[str, float], ...]]:
    """M of the package or of a set, or M by item where it is a per cent of unit prices."""
    worth: Worth | None = r["value"]
    if worth is None or not worth.per_cent:
        return (worth.amount if worth else None), ()
    if r["kind"] in (ONE_OFF, PER_PERIOD):
        phase = context.tables["Phases"].keys().get(r["phase"])
        if phase is None or phase["estimate"] is None:
            message = f"expected an estimate of the phase {r['phase']} to take {worth.amount:g} % of, found none."
            context.error(r, "value", "value in per cent", message, "Fill in \"estimate\" in Phases, or give M.")
            return None, ()
        return worth.amount * phase["estimate"] / 100, ()
    known = context.tables["Items"].keys()
    prices = {i: known[i]["unit price"] for i in items if i in known}
    unpriced = [i for i, price in prices.items() if price is None]
    if unpriced or not prices:
        found = f"none for {', '.join(unpriced)}" if unpriced else "no item"
        message = f"expected unit prices of its items to take {worth.amount:g} % of, found {found}."
        context.error(r, "value", "value in per cent", message, "Fill in \"unit price\" in Items, or give M.")
        return None, ()
    return None, tuple((i, worth.amount * price / 100) for i, price in prices.items())


def _after(context: Context, r: Record) -> tuple[str, ...]:
    """Packages that must be finished before; a phase stands for its one-off packages (those that qualify
    suppliers are named one by one), a heading for its parts."""
    found: dict[str, None] = {}
    for name in r["after"]:
        kinds = context.names.kinds(name, ("package", "phase"))
        if len(kinds) > 1:
            message = f"expected a name that means one thing, found '{name}', a package and a phase."
            context.error(r, "after", "ambiguous name", message, "Rename one of them.")
        stands_for = _parts(context, name) if kinds == ["package"] else _of_phase(context, name, r["package"])
        if kinds and not stands_for:
            message = f"expected one-off packages to wait for, found none in the phase '{name}'."
            context.error(r, "after", "nothing to wait for", message)
        found |= dict.fromkeys(stands_for)
    return tuple(found)


def _parts(context: Context, name: str) -> list[str]:
    """The package itself, or its parts where it is a heading."""
    children = [r["package"] for r in context.tables["Packages"].records if r["parent"] == name]
    return sorted(children) or [name]


def _of_phase(context: Context, phase: str, besides: str) -> list[str]:
    records = context.tables["Packages"].records
    parents = {r["parent"] for r in records}
    left_out = parents | {None, besides}
    one_off = (r for r in records if r["phase"] == phase and r["kind"] == ONE_OFF and not r["qualifies"])
    return sorted(r["package"] for r in one_off if r["package"] not in left_out)


def _given_to(context: Context, r: Record) -> tuple[tuple[str, float | None], ...]:
    known = context.names.of("supplier", "nation")
    parts = tuple(build.part(named, known) for named in r["given to"])
    for name, _ in parts:
        if len(context.names.kinds(name, ("supplier", "nation"))) > 1:
            message = f"expected a name that means one thing, found '{name}', a supplier and a nation."
            context.error(r, "given to", "ambiguous name", message, "Rename the supplier.")
    return parts


def one_period(context: Context, r: Record, column: str) -> int | None:
    """The period of a cell that must name one, not a year over shorter ones."""
    span = r[column]
    if span is None:
        return None
    if span.first != span.last:
        labels = context.calendar.labels
        message = f"expected one period, found a year; its periods are {labels[span.first]} to {labels[span.last]}."
        context.error(r, column, "period label", message)
    return int(span.first)
