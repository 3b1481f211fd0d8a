"""A Problem turned back into the tables of its workbook: what is copied into a plan, so that it can be read again.

Reading what `tables` gives, with resolved=True, makes an equal problem but for row numbers and columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from procure import problem as nouns
from procure.calendar import Span
from procure.origins import Change, Content, History, Uncertain
from procure.problem import Problem
from procure.workbook import inputs_industry as industry
from procure.workbook import sheets
from procure.workbook.build_programme import objectives_text
from procure.workbook.sheets import Sheet
from procure.workbook.typed import blank as _blank
from procure.workbook.typed import digits as _digits
from procure.workbook.typed import listed as _list
from procure.workbook.typed import part as _part
from procure.workbook.typed import percent as _percent
from procure.workbook.typed import prices as _prices
from procure.workbook.typed import yes_no as _yes_no

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


def rows(problem: Problem) -> dict[str, tuple[int, ...]]:
    """Number that each row of `tables` has in the workbook it was read from, by sheet; 0 where it has none."""
    return {name: tuple(noun.row for noun in rows_of(problem)) for name, (rows_of, _) in _TABLES.items()}


class _Writer:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.labels = problem.programme.calendar.labels
        self.fiscal_starts = {n.id: n.fiscal_start for n in problem.nations}

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
        filled = [{label: amount for _, amount, label in self.periods(noun)} for noun in rows]
        spans: dict[str, Span] = {}
        for noun in rows:
            for span, _, label in self.periods(noun):
                spans.setdefault(label, span)
        labels = sorted(spans, key=lambda label: (spans[label].first, spans[label].last))
        header = names + labels
        body: Rows = []
        for noun, amounts in zip(rows, filled, strict=True):
            cells = cells_of(noun, self)
            notes = self.problem.notes.get((sheet.name, noun.row), ("", "", ""))
            said = zip(("source", "status", "note"), notes, strict=True)
            cells |= {name: value for name, value in said if value}
            body.append([*(cells.get(name) for name in names), *(amounts.get(label) for label in labels)])
        return header, body

    def periods(self, noun: object) -> list[tuple[Span, float, str]]:
        """(span, amount, label) of the noun's period cells; a budget's year is the fiscal year of its nation."""
        starts = self.fiscal_starts.get(noun.nation, 1) if isinstance(noun, nouns.Budget) else 1
        return [(span, amount, label or self.label(span, starts)) for span, amount, label in _periods(noun)]

    def label(self, span: Span, starts: int = 1) -> str:
        """The label of a period, or of the year that a span of shorter ones is."""
        if span.first == span.last:
            return self.labels[span.first]
        return str(self.problem.programme.calendar.fiscal_years(starts)[span.first])

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
        "index": _blank(p.index), "plan in": "constant prices" if p.in_constant_prices else "current prices",
        "curve error": _percent(p.curve_error_fraction),
    }  # fmt: skip


def _nation(n: nouns.Nation, w: _Writer) -> dict[str, Value]:
    return {"nation": n.id, "role": n.role, "groups": _list(n.groups), "gdp": n.gdp, "ceiling": n.ceiling_m,
        "currency": _blank(n.currency), "vat": _percent(n.vat_fraction),
        "joins": w.period(n.joins), "leaves": w.period(n.leaves), "buy-in": _percent(n.buy_in_fraction),
        "exit cap": n.exit_cap_m, "ceiling prices": _prices(n.ceiling_constant), "fiscal year starts": n.fiscal_start,
    }  # fmt: skip


def _phase(p: nouns.Phase, w: _Writer) -> dict[str, Value]:
    return {
        "phase": p.id, "key": p.key, "key holds": "over the phase" if p.over_the_phase else "each period",
        "signed": w.period(p.signed), "at signature": _percent(p.at_signature_fraction),
        "with work": _percent(p.with_work_fraction), "at delivery": _percent(p.at_delivery_fraction),
        "retention": _percent(p.retention_fraction), "released": w.period(p.released),
        "estimate": p.estimate_m, "fallback key": p.fallback,
        "programme": _blank(p.programme), "index": _blank(p.index),
        "contingency": _percent(p.contingency_fraction), "vat": "national" if p.national_vat else "none",
        "key follows": "orders" if p.by_orders else "agreed", "levy": p.levy_m,
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
        "order": r.order, "lot": r.lot, "exercise by": w.period(r.exercise_by),
        "priority": None if r.order == nouns.FIRM else r.priority, "paid by": _blank(r.payer),
        "may short": None if r.may_short is None else _yes_no(r.may_short),
    }  # fmt: skip


def _budget(b: nouns.Budget, w: _Writer) -> dict[str, Value]:
    return {
        "nation": b.nation, "line": _blank(b.line), "kind": b.kind, "pays for": _list(b.phases),
        "prices": _prices(b.constant), "carry over": _percent(b.carry_fraction),
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
        "earlier figures": _list(f"{name} {_digits(figure)}" for name, figure in r.references),
    }  # fmt: skip
    return cells | ({"status": "agreed"} if r.agreed else {})


def _other_cost(c: nouns.OtherCost, w: _Writer) -> dict[str, Value]:
    return {
        "cost": c.id, "phase": c.phase, "performed in": c.performed_in, "in kind by": c.in_kind_by,
        "borne by": _list(_part(name, part) for name, part in c.borne_by), "per unit": c.per_unit_m,
    }  # fmt: skip


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
    timed = p.decision in ("begin", "set up", "invest")
    value = None if timed else _percent(p.value) if p.decision == "share" else p.value
    return {
        "decision": p.decision, "package": p.package, "item": p.item, "phase": p.phase, "supplier": p.supplier,
        "nation": p.nation, "period": w.period(p.period), "relation": p.relation, "value": value,
        "fund": p.fund, "investment": p.investment,
    }  # fmt: skip


def _change(c: Change, w: _Writer) -> dict[str, Value]:
    return {
        "scenario": c.scenario, "parent": _blank(c.parent), "do": _blank(c.do), "sheet": _blank(c.sheet),
        "row": _blank(c.of_row), "column": _blank(c.column), "operation": c.operation, "value": _blank(c.value),
    }  # fmt: skip


def _uncertain(u: Uncertain, w: _Writer) -> dict[str, Value]:
    return {
        "sheet": u.sheet, "row": _blank(u.of_row), "column": _blank(u.column), "distribution": u.distribution,
        "parameters": u.parameters, "drawn as": "factor" if u.as_factor else "value", "group": _blank(u.group),
        "correlation": u.correlation,
    }  # fmt: skip


_TABLES: dict[str, tuple[Callable[[Problem], Iterable[Any]], Cells]] = {
    "Nations": (lambda p: p.nations, _nation),
    "Phases": (lambda p: p.phases, _phase),
    "Shares": (lambda p: p.shares, _share),
    "Items": (lambda p: p.items, _item),
    "Requirements": (lambda p: p.requirements, _requirement),
    "Packages": (lambda p: (*p.headings, *p.packages), industry.package),
    "Suppliers": (lambda p: p.suppliers, industry.supplier),
    "Other costs": (lambda p: p.other_costs, _other_cost),
    "Budgets": (lambda p: p.budgets, _budget),
    "Capacity": (lambda p: p.capacities, industry.capacity),
    "Investments": (lambda p: p.investments, industry.investment),
    "Quotes": (lambda p: p.quotes, industry.quote),
    "Rules": (lambda p: p.rules, _rule),
    "Content": (lambda p: p.contents, _content),
    "History": (lambda p: p.history, _history),
    "Controls": (lambda p: p.controls, _control),
    "Funding": (lambda p: p.funds, _fund),
    "Series": (lambda p: p.series, lambda one, _: {"series": one.id}),
    "Pins": (lambda p: p.pins, _pin),
    "Changes": (lambda p: p.changes, _change),
    "Uncertainty": (lambda p: p.uncertain, _uncertain),
}


def _periods(noun: object) -> tuple[tuple[Span, float, str], ...]:
    """(span, amount, label as typed) of the noun's period cells, if its sheet has any; "" = the span's own label."""
    if isinstance(noun, nouns.OtherCost):
        return tuple((Span(t, t), amount, "") for t, amount in enumerate(noun.amounts_m) if amount)
    if isinstance(noun, nouns.Requirement):
        return tuple((Span(t, t), units, "") for t, units in enumerate(noun.due) if units)
    if isinstance(noun, nouns.Budget | nouns.Capacity | nouns.Fund):
        return tuple((limit.span, limit.amount, limit.column) for limit in noun.limits)
    return noun.values if isinstance(noun, nouns.Series) else ()
