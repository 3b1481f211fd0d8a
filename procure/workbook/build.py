"""Records turned into nouns: months stay months, labels become periods, per cents fractions, names are resolved.

Rows with an unreadable cell are left out; their findings keep the problem from being planned.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

from procure import problem as nouns
from procure.calendar import Span
from procure.origins import Change, Content, History
from procure.prices import Series
from procure.workbook import build_orders, sheets
from procure.workbook.build_context import EVERYBODY, Context
from procure.workbook.table import Record


def nations(context: Context) -> Iterator[nouns.Nation]:
    """The nations, each ceiling in M of its own currency."""
    for r in context.rows("Nations"):
        currency = context.foreign(r["currency"])
        yield nouns.Nation(
            id=r["nation"],
            role=r["role"],
            groups=r["groups"],
            gdp=r["gdp"],
            ceiling_m=r["ceiling"],
            currency=currency,
            vat_fraction=r["vat"] / 100,
            joins=r["joins"].first if r["joins"] else None,
            leaves=r["leaves"].last if r["leaves"] else None,
            buy_in_fraction=r["buy-in"] / 100,
            exit_cap_m=r["exit cap"],
            ceiling_constant=r["ceiling prices"] == "constant",
            fiscal_start=r["fiscal year starts"],
            row=r.row,
        )


def phases(context: Context, model_key: str | None) -> Iterator[nouns.Phase]:
    """The phases; a blank key is the model's (None = the book has to say it)."""
    for r in context.rows("Phases"):
        signature, work, delivery = _terms(context, r)
        yield nouns.Phase(
            id=r["phase"],
            key=_key(context, r, model_key),
            over_the_phase=r["key holds"] == "over the phase",
            signed=r["signed"].first if r["signed"] else 0,
            at_signature_fraction=signature / 100,
            with_work_fraction=work / 100,
            at_delivery_fraction=delivery / 100,
            retention_fraction=r["retention"] / 100,
            released=r["released"].last if r["released"] else None,
            estimate_m=r["estimate"],
            fallback=r["fallback key"],
            programme=_programme(context, r["programme"]) or "",
            index=r["index"] or "",
            contingency_fraction=r["contingency"] / 100,
            national_vat=r["vat"] == "national",
            levy_m=r["levy"],
            by_orders=r["key follows"] == "orders",
            row=r.row,
        )


def _terms(context: Context, r: Record) -> tuple[float, float, float]:
    """Per cents due at signature, with work and at delivery."""
    signature, work, delivery = r["at signature"], r["with work"], r["at delivery"]
    if work is None:
        work = round(100 - signature - delivery, 10)
    total = signature + work + delivery
    if work < 0 or not math.isclose(total, 100, abs_tol=1e-6):
        column = next((c for c in ("with work", "at signature", "at delivery") if c in r.given), "with work")
        shown = signature + delivery if work < 0 else total
        message = f"expected at signature, with work and at delivery to sum to 100 %, found {shown:g} %."
        context.error(r, column, "payment terms", message, "Leave \"with work\" blank to have it take the rest.")
    return signature, work, delivery


def _key(context: Context, r: Record, model_key: str | None) -> str:
    typed = r["key"]
    if typed is None:
        if model_key is None:
            context.error(r, "key", "needed cell", "expected the phase's key, found a blank cell.")
        return model_key or "equal"
    known = {key.casefold(): key for key in sheets.KEYS}
    if typed.casefold() in known:
        return known[typed.casefold()]
    if typed not in context.names.of("nation"):
        expected = f"one of {', '.join(sheets.KEYS)}, or a nation"
        context.unknown(r, "key", expected, typed, (*sheets.KEYS, *context.names.of("nation")))
    return str(typed)


def shares(context: Context) -> Iterator[nouns.Share]:
    """Weights, bounds and work shares; per cents become fractions."""
    for r in context.rows("Shares"):
        lowest, highest = (r[c] / 100 if c in r.given else None for c in ("lowest", "highest"))
        agreed = None if r["work share"] is None else r["work share"] / 100
        yield nouns.Share(r["phase"], r["nation"], r["weight"], lowest, highest, agreed, r.row)


def items(context: Context) -> Iterator[nouns.Item]:
    """What is delivered; a blank price is left to quotes and packages."""
    for r in context.rows("Items"):
        if r["family"] in context.names.of("item"):
            message = f"expected a name that means one thing, found '{r['family']}', an item and a family."
            context.error(r, "family", "ambiguous name", message, "Rename the family.")
        yield nouns.Item(
            id=r["item"],
            phase=r["phase"],
            unit=r["unit"],
            unit_price_m=r["unit price"],
            max_rate=r["max rate"],
            min_rate=r["min rate"],
            ramp_fraction=None if r["ramp"] is None else r["ramp"] / 100,
            ramp_step=r["ramp step"],
            may_restart=r["may restart"],
            may_store=r["may store"],
            may_short=r["may short"],
            surplus=r["surplus"],
            whole=r["whole"],
            late_weight=r["late weight"],
            latest_delay_months=r["latest delay"],
            family=r["family"],
            standards=r["standards"],
            per_fleet_unit=r["units per fleet unit"],
            row=r.row,
        )


def requirements(context: Context) -> Iterator[nouns.Requirement]:
    """Needs by nation and item or family, with what falls due in each period."""
    records = context.tables["Items"].records
    whole = {r["family"]: r["whole"] for r in records if r["family"]} | {r["item"]: r["whole"] for r in records}
    for r in context.rows("Requirements"):
        integral = whole.get(r["item or family"], True)
        due = _due(context, r, integral)
        build_orders.check(context, r, sum(due), integral)
        yield nouns.Requirement(
            r["nation"],
            r["item or family"],
            due,
            r["standards"],
            order=r["order"],
            lot=r["lot"],
            exercise_by=r["exercise by"].last if r["exercise by"] else None,
            priority=r["priority"],
            payer="" if r["paid by"] in (None, r["nation"]) else r["paid by"],
            may_short=r["may short"],
            row=r.row,
        )


def _due(context: Context, r: Record, whole: bool) -> tuple[float, ...]:
    """Units due in each period: the period columns where any is filled in, else the total spread over the span."""
    count, total = context.calendar.count, r["total"]
    amounts = {cell.label: cell.value for cell in r.periods} or {"total": total or 0.0}
    for column, amount in amounts.items():
        if whole and amount != int(amount):
            message = f"expected whole units of {r['item or family']}, found {amount:g}."
            context.error(r, column, "whole units", message, "Set \"whole\" to no in Items for hours or tonnes.")
    if r.periods:
        due = [0.0] * count
        for cell in r.periods:
            due[cell.span.last] += cell.value
        if total is not None and not math.isclose(total, sum(due)):
            message = f"expected the sum of the periods, {sum(due):g}, found {total:g}; the periods are used."
            context.warning(r, "total", "total and periods", message)
        return tuple(due)
    first = r["first"].first if r["first"] else 0
    last = r["last"].last if r["last"] else count - 1
    if last < first:
        message = f"expected no period before the first, {context.calendar.labels[first]}."
        context.error(r, "last", "order of periods", message)
        return (0.0,) * count
    return spread(total or 0.0, first, last, count, whole)


def spread(total: float, first: int, last: int, count: int, whole: bool) -> tuple[float, ...]:
    """`total` over the periods first..last of `count`, evenly; in whole units with the remainder spread evenly too."""
    length = last - first + 1
    if not whole:
        return tuple(total / length if first <= t <= last else 0.0 for t in range(count))
    until = [math.floor(total * k / length + 0.5) for k in range(length + 1)]
    return tuple(float(until[t - first + 1] - until[t - first]) if first <= t <= last else 0.0 for t in range(count))


def suppliers(context: Context) -> Iterator[nouns.Supplier]:
    """Companies and sites."""
    for r in context.rows("Suppliers"):
        yield nouns.Supplier(r["supplier"], r["nation"], r["sectors"], r["price factor"], r.row)


def contents(context: Context) -> Iterator[Content]:
    """Where work and parts come from; per cents become fractions."""
    for r in context.rows("Content"):
        work, component = r["work"] / 100, r["component"] / 100
        yield Content(r["supplier"], r["package"], r["nation"], work, component, r.row)


def history(context: Context) -> Iterator[History]:
    """What was paid, done and received; the workbook's own programme has no name here."""
    for r in context.rows("History"):
        figures = r["paid"], r["work"], r["delivered"]
        programme = _programme(context, r["programme"])
        yield History(programme, r["phase"], r["nation"], r["year"], *figures, row=r.row)


def changes(context: Context) -> Iterator[Change]:
    """Steps of what-ifs, as typed; what they mean is looked at when they are asked for."""
    for r in context.rows("Changes"):
        parent, do, sheet, row, column = (r[name] or "" for name in ("parent", "do", "sheet", "row", "column"))
        yield Change(r["scenario"], parent, do, sheet, row, column, r["operation"], r["value"] or "", r.row)


def series(context: Context) -> Iterator[Series]:
    """Rates and indices, each value with the periods that it was typed for."""
    for r in context.rows("Series"):
        yield Series(r["series"], tuple((x.span, x.amount, x.column) for x in limits(r)), r.row)


def _programme(context: Context, typed: str | None) -> str | None:
    """A programme's name; None for the workbook's own."""
    return None if typed is None or typed == context.names.own_programme else typed


def limits(record: Record) -> tuple[nouns.Limit, ...]:
    """The filled in period cells, earliest first; a blank one is no limit."""
    cells = sorted(record.periods, key=lambda cell: (cell.span.first, cell.span.last))
    return tuple(nouns.Limit(cell.span, cell.value, cell.label) for cell in cells)


def quotes(context: Context) -> Iterator[nouns.Quote]:
    """Rows of offers, in the currency and price base they are made in."""
    for r in context.rows("Quotes"):
        yield nouns.Quote(
            supplier=r["supplier"], package=r["package"], price_m=r["price"], setup_m=r["set-up cost"],
            effort=r["effort"], buyers=_buyers(context, r), from_quantity=r["from quantity"], tiers=r["tiers"],
            price_base=r["price base"], currency=context.foreign(r["currency"]),
            slope_fraction=None if r["learning slope"] is None else r["learning slope"] / 100,
            curve=r["curve"], least=r["least"], most=r["most"], bundle=r["bundle"],
            valid_until=r["valid until"].last if r["valid until"] else None, row=r.row,
        )  # fmt: skip


def _buyers(context: Context, r: Record) -> tuple[str, ...]:
    names = context.members(r, "for")
    for name in names:
        if name in EVERYBODY:
            context.unknown(r, "for", "nations or groups", name, context.names.of("nation", "group"))
    return names


def notes(context: Context) -> dict[tuple[str, int], tuple[str, str, str]]:
    """(source, status, note) of the rows that have any. A setting's row is its place in SETTINGS, from row 2 on; of a
    rule the source is its own (of a fund and a control too), and the status "agreed" says that it is the model's."""
    order = {column.name: number for number, column in enumerate(sheets.SETTINGS, start=2)}
    found = {}
    for name, table in context.tables.items():
        for r in table.records:
            row = order.get(str(r["setting"]).casefold(), 0) if name == "Programme" else r.row
            source, status, note = (r[column] or "" for column in ("source", "status", "note"))
            if name in ("Rules", "Funding", "Controls"):
                source, status = "", status if name != "Rules" or status != "agreed" else ""
            if row and (source or status or note):
                found[name, row] = (source, status, note)
    return found


def span_of(context: Context, first: Span | None, last: Span | None, base: Span | None = None) -> Span | None:
    """Periods from..to; a blank end is the base's, else the horizon's. None where nothing is said."""
    if first is None and last is None:
        return base
    whole = base or Span(0, context.calendar.count - 1)
    return Span(first.first if first else whole.first, last.last if last else whole.last)


def part(name: tuple[str, str, float | None], known: Collection[str]) -> tuple[str, float | None]:
    """Name and fraction of a part "UK 60": the whole text where that is a name, as "Plant 2" may be."""
    whole, first, per_cent = name
    return (whole, None) if whole in known or per_cent is None else (first, per_cent / 100)


