"""A Problem turned back into the tables of its workbook: what is copied into a plan, so that it can be read again.

Reading what `tables` gives, with resolved=True, makes an equal problem but for row numbers and columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from procure import problem as nouns
from procure import text
from procure.calendar import Span
from procure.origins import Content, History
from procure.problem import Problem
from procure.workbook import sheets
from procure.workbook.build_programme import objectives_text
from procure.workbook.sheets import Sheet

Value = str | float | int | None
Rows = list[list[Value]]
Cells = Callable[..., dict[str, Value]]  # of a noun and the writer: values by column


def tables(problem: Problem) -> dict[str, tuple[list[str], Rows]]:
    """Header and rows of every sheet that has any, in the order of sheets.SHEETS; None is a blank cell.

    Per cents are numbers (20 for 20 %), yes and no are words, periods are labels, lists are separated by ";".
    """
    writer = _Writer(problem)
    found = {"Programme": writer.programme()}
    for name, (rows_of, cells_of) in _TABLES.items():
        rows = list(rows_of(problem))
        if rows or sheets.sheet(name).needed:
            found[name] = writer.table(sheets.sheet(name), rows, cells_of)
    return {name: found[name] for name in sheets.names() if name in found}


class _Writer:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.labels = problem.programme.calendar.labels

    def programme(self) -> tuple[list[str], Rows]:
        """Every setting in the order of SETTINGS, so that its notes stay with it."""
        settings = _settings(self.problem)
        rows: Rows = []
        for number, column in enumerate(sheets.SETTINGS, start=2):
            notes = self.problem.notes.get(("Programme", number), ("", "", ""))
            rows.append([column.name, settings[column.name], *(_blank(note) for note in notes)])
        return [column.name for column in sheets.PROGRAMME.columns], rows

    def table(self, sheet: Sheet, rows: Sequence[Any], cells_of: Cells) -> tuple[list[str], Rows]:
        """The sheet's columns and a row for each noun, then the periods that any of them fills in."""
        names = [column.name for column in sheet.columns]
        filled = [_periods(noun, self.labels) for noun in rows]
        spans = sorted({span for one in filled for span in one}, key=lambda s: (s.first, s.last))
        header = names + [self.label(span) for span in spans]
        body: Rows = []
        for noun, amounts in zip(rows, filled, strict=True):
            cells = cells_of(noun, self)
            notes = self.problem.notes.get((sheet.name, noun.row), ("", "", ""))
            said = zip(("source", "status", "note"), notes, strict=True)
            cells |= {name: value for name, value in said if value}
            body.append([*(cells.get(name) for name in names), *(amounts.get(span) for span in spans)])
        return header, body

    def label(self, span: Span) -> str:
        """The label of a period, or of the year that a span of shorter ones is."""
        first = self.labels[span.first]
        return first if span.first == span.last else first[:4]

    def period(self, number: int | None) -> str | None:
        return None if number is None else self.labels[number]


def _settings(problem: Problem) -> dict[str, Value]:
    p = problem.programme
    gap = None if p.gap_fraction is None else _percent(p.gap_fraction)
    return {
        "name": p.name, "currency": p.currency, "price base": _blank(p.price_base), "first period": p.calendar.first,
        "period length": p.calendar.length, "periods": p.calendar.count, "discount rate": _percent(p.discount_fraction),
        "model": _blank(p.model), "objectives": objectives_text(problem.objectives), "marking": _blank(p.marking),
        "gap": gap, "rounding": p.rounding_m, "data date": _blank(p.data_date), "version": _blank(p.version),
        "work counted as": p.work_counted, "gdp in millions": _yes_no(p.gdp_in_m),
    }  # fmt: skip


def _nation(n: nouns.Nation, w: _Writer) -> dict[str, Value]:
    return {"nation": n.id, "role": n.role, "groups": _list(n.groups), "gdp": n.gdp, "ceiling": n.ceiling_m}


def _phase(p: nouns.Phase, w: _Writer) -> dict[str, Value]:
    return {
        "phase": p.id, "key": p.key, "key holds": "over the phase" if p.over_the_phase else "each period",
        "signed": w.period(p.signed), "at signature": _percent(p.at_signature_fraction),
        "with work": _percent(p.with_work_fraction), "at delivery": _percent(p.at_delivery_fraction),
        "estimate": p.estimate_m, "fallback key": p.fallback,
        "programme": _blank(p.programme),
    }  # fmt: skip


def _share(s: nouns.Share, w: _Writer) -> dict[str, Value]:
    return {
        "phase": s.phase, "nation": s.nation, "weight": s.weight, "lowest": _percent(s.lowest_fraction),
        "highest": _percent(s.highest_fraction), "work share": _percent(s.work_share),
    }  # fmt: skip


def _item(i: nouns.Item, w: _Writer) -> dict[str, Value]:
    return {
        "item": i.id, "phase": i.phase, "unit": i.unit, "unit price": i.unit_price_m, "max rate": i.max_rate,
        "min rate": i.min_rate, "ramp": _percent(i.ramp_fraction), "ramp step": i.ramp_step,
        "may restart": _yes_no(i.may_restart), "may store": _yes_no(i.may_store), "may short": _yes_no(i.may_short),
        "surplus": i.surplus, "whole": _yes_no(i.whole), "late weight": i.late_weight,
        "latest delay": i.latest_delay_months, "family": i.family, "standards": _list(i.standards),
        "units per fleet unit": i.per_fleet_unit,
    }  # fmt: skip


def _requirement(r: nouns.Requirement, w: _Writer) -> dict[str, Value]:
    return {
        "nation": r.nation, "item or family": r.wanted, "total": None if r.total else 0,
        "standards": _list(r.standards),
    }  # fmt: skip


def _package(p: nouns.Package, w: _Writer) -> dict[str, Value]:
    return {
        "package": p.id, "kind": p.kind, "phase": p.phase, "items": _list(p.items), "per unit": p.per_unit,
        "value": _value(p, w.problem), "sector": p.sector, "months": p.months,
        "earliest": w.period(p.earliest) if p.earliest else None, "latest": w.period(p.latest),
        "after": _list(p.after), "given to": _list(_part(name, part) for name, part in p.given_to),
        "begins": w.period(p.begins), "divisible": _yes_no(p.divisible),
        "smallest share": _percent(p.smallest_fraction), "fewest suppliers": p.fewest, "most suppliers": p.most,
        "effort": _effort(p.effort), "technology": _list(p.technologies), "tags": _list(p.tags), "parent": p.parent,
        "component": _percent(p.component_fraction), "weight": p.weight,
    }  # fmt: skip


def _value(p: nouns.Package, problem: Problem) -> Value:
    """M, or the per cent of its items' unit prices that the value is."""
    if not p.value_by_item_m:
        return p.value_m
    prices = {i.id: i.unit_price_m for i in problem.items}
    fractions = [value / price for item, value in p.value_by_item_m if (price := prices.get(item))]
    return f"{_percent(fractions[0] if fractions else 0.0):.12g} %"


def _supplier(s: nouns.Supplier, w: _Writer) -> dict[str, Value]:
    return {"supplier": s.id, "nation": s.nation, "sectors": _list(s.sectors), "price factor": s.price_factor}


def _budget(b: nouns.Budget, w: _Writer) -> dict[str, Value]:
    return {"nation": b.nation, "carry over": _percent(b.carry_fraction)}


def _capacity(c: nouns.Capacity, w: _Writer) -> dict[str, Value]:
    return {
        "supplier": c.supplier, "sector or package": c.sector or c.package, "unit": c.unit,
        "share free": _percent(c.free_fraction), "ramp": _percent(c.ramp_fraction),
    }  # fmt: skip


def _quote(q: nouns.Quote, w: _Writer) -> dict[str, Value]:
    return {
        "supplier": q.supplier, "package": q.package, "price": q.price_m, "set-up cost": q.setup_m,
        "effort": _effort(q.effort),
    }  # fmt: skip


def _content(c: Content, w: _Writer) -> dict[str, Value]:
    return {
        "supplier": c.supplier, "package": c.package, "nation": c.nation, "work": _percent(c.work_fraction),
        "component": _percent(c.component_fraction),
    }  # fmt: skip


def _history(h: History, w: _Writer) -> dict[str, Value]:
    return {
        "programme": h.programme, "phase": h.phase, "nation": h.nation, "year": h.year, "paid": h.paid_m,
        "work": h.work, "delivered": h.delivered,
    }  # fmt: skip


def _control(c: nouns.Control, w: _Writer) -> dict[str, Value]:
    return {
        "technology": c.technology, "owner": c.owner, "destination": c.destination, "permission": c.permission,
        "months": c.months, "cost": c.cost_m, "de minimis": _percent(c.de_minimis_fraction),
        "source": _blank(c.source),
    }  # fmt: skip


def _rule(r: nouns.Rule, w: _Writer) -> dict[str, Value]:
    cells: dict[str, Value] = {
        "rule": r.id, "measure": r.measure, "who": _list(r.who), "each or together": "each" if r.each else "together",
        "per phase": _yes_no(r.by_phase), "of": _list(f"{kind} {name}" for kind, name in r.of),
        "from": w.period(r.span.first if r.span else None), "to": w.period(r.span.last if r.span else None),
        "window": r.window, "relation": r.relation, "amount": r.amount, "base": r.base, "strength": r.strength,
        "penalty": r.penalty_m if r.strength == "should" else r.penalty_m or None, "asked by": _blank(r.asked_by),
        "source": _blank(r.source), "per programme": _yes_no(r.by_programme),
        "counts from": _percent(r.counts_from_fraction), "earlier plan": _blank(r.earlier_plan),
        "earlier figures": _list(f"{name} {_plain(figure)}" for name, figure in r.references),
    }  # fmt: skip
    return cells | ({"status": "agreed"} if r.agreed else {})


def _fund(f: nouns.Fund, w: _Writer) -> dict[str, Value]:
    cells: dict[str, Value] = {
        "fund": f.id, "kind": f.kind, "for": _list(f.who), "phases": _list(f.phases),
        "most funded": _percent(f.most_fraction), "envelope": f.envelope_m, "within": f.within,
        "needs": _list(f.needs), "source": _blank(f.source),
    }  # fmt: skip
    if f.kind == nouns.GRANT:
        return cells | {"rate": _percent(f.rate_fraction)}
    return cells | {
        "interest": _percent(f.interest_fraction), "repay from": f.repay_from_months, "repay periods": f.repay_periods
    }  # fmt: skip


def _pin(p: nouns.Pin, w: _Writer) -> dict[str, Value]:
    value = None if p.decision == "begin" else _percent(p.value) if p.decision == "share" else p.value
    return {
        "decision": p.decision, "package": p.package, "item": p.item, "phase": p.phase, "supplier": p.supplier,
        "nation": p.nation, "period": w.period(p.period), "relation": p.relation, "value": value,
    }  # fmt: skip


_TABLES: dict[str, tuple[Callable[[Problem], Iterable[Any]], Cells]] = {
    "Nations": (lambda p: p.nations, _nation),
    "Phases": (lambda p: p.phases, _phase),
    "Shares": (lambda p: p.shares, _share),
    "Items": (lambda p: p.items, _item),
    "Requirements": (lambda p: p.requirements, _requirement),
    "Packages": (lambda p: (*p.headings, *p.packages), _package),
    "Suppliers": (lambda p: p.suppliers, _supplier),
    "Budgets": (lambda p: p.budgets, _budget),
    "Capacity": (lambda p: p.capacities, _capacity),
    "Quotes": (lambda p: p.quotes, _quote),
    "Rules": (lambda p: p.rules, _rule),
    "Content": (lambda p: p.contents, _content),
    "History": (lambda p: p.history, _history),
    "Controls": (lambda p: p.controls, _control),
    "Funding": (lambda p: p.funds, _fund),
    "Pins": (lambda p: p.pins, _pin),
}


def _periods(noun: object, labels: tuple[str, ...]) -> dict[Span, float]:
    """The noun's period cells, if its sheet has any."""
    if isinstance(noun, nouns.Requirement):
        return {Span(t, t): units for t, units in enumerate(noun.due) if units}
    if isinstance(noun, nouns.Budget | nouns.Capacity | nouns.Fund):
        return {limit.span: limit.amount for limit in noun.limits}
    return {}


def _percent(fraction: float | None) -> Any:
    """A fraction in per cent, as it was typed before it was divided by a hundred."""
    return None if fraction is None else round(fraction * 100, 10)


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _blank(value: str) -> str | None:
    return value or None


def _list(names: Iterable[str]) -> str | None:
    return _blank(text.join(names))


def _part(name: str, fraction: float | None) -> str:
    return name if fraction is None else f"{name} {_percent(fraction):.12g} %"


def _plain(figure: float) -> str:
    """Nine decimals at most, and no exponent."""
    return f"{figure:.9f}".rstrip("0").rstrip(".")


def _effort(effort: tuple[tuple[float, str], ...]) -> str | None:
    return _list(f"{amount:.15g} {unit}" for amount, unit in effort)
