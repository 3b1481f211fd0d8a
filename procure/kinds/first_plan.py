"""The rows of a workbook that plans as it is, from a kind, nations with quantities and a horizon.

What the user typed is `given`; all else is `assumed`: a figure to begin with, marked so in its row. Strict return per
phase can be kept in it: what is divisible can follow the quantities, what is not is small.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from procure.agreement import Agreement
from procure.calendar import Calendar
from procure.kinds import groups
from procure.kinds.kind import Kind, Work
from procure.kinds.typed import Nations
from procure.problem import GRANT, Control, Fund, Rule
from procure.text import join
from procure.workbook import sheets
from procure.workbook.build import spread

Value = str | float | int
ASSUMED = "assumed"
DEVELOPMENT = "Development"
DISCOUNT = 3  # per cent a year; above 0, so that work is done no sooner than it is needed
SLACK = 1.2  # of the rate over the least one that keeps every date


@dataclass(frozen=True)
class Row:
    """A row of a sheet by column: what the user gave, what the template assumes. comment: left alone by the reader."""

    given: Mapping[str, Value] = field(default_factory=dict)
    assumed: Mapping[str, Value] = field(default_factory=dict)
    note: str = ""
    comment: bool = False


Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Wish:
    """What a first plan is wanted for. model: as the workbook is to name it. typed: options that the user gave
    ("model", "periods", "unit price", "development"); the others are the template's."""

    kind: Kind
    nations: Nations
    calendar: Calendar
    model: str
    agreement: Agreement
    unit_price_m: float
    development_m: float
    typed: frozenset[str] = frozenset()

    @property
    def phases(self) -> tuple[str, str]:
        """Names of the one-off and the recurring phase: the kind's, or Development where the model's funds know it."""
        funded = {phase for fund in self.agreement.funds for phase in fund.phases}
        one_off, recurring = self.kind.phases
        return (DEVELOPMENT if DEVELOPMENT in funded and one_off not in funded else one_off), recurring

    @property
    def ready(self) -> int:
        """First period in which a unit can be complete."""
        return self.developed + max(self.calendar.periods(w.months) for w in self.kind.recurring)

    @property
    def developed(self) -> int:
        """First period after all one-off packages."""
        ends: dict[str, int] = {}
        for w in self.kind.one_off if self.development_m > 0 else ():
            ends[w.name] = max((ends[v] for v in w.after), default=0) + max(1, self.calendar.periods(w.months))
        return max(ends.values(), default=0)

    def total(self, units: float) -> float:
        """Units in all, of what was typed for a nation."""
        years = (self.calendar.count - self.ready) * self.calendar.year_fraction
        return units * years if self.kind.a_year else units

    @property
    def largest(self) -> str:
        """The nation that takes most, the first of equals."""
        return max(self.nations, key=lambda one: one[1])[0]


def empty(calendar: Calendar, model: str, typed: frozenset[str]) -> Tables:
    """The settings alone, for a user who starts blank."""
    return {"Programme": _programme({}, calendar, model, typed)}


def tables(wish: Wish) -> Tables:
    """Rows by sheet. Raises ValueError where the horizon ends before the first unit could be complete."""
    if wish.ready >= wish.calendar.count:
        raise ValueError(_too_short(wish))
    kind = wish.kind
    settings: dict[str, Value] = {
        "name": f"Joint {kind.name} programme", "currency": "EUR", "price base": wish.calendar.years[0] - 1,
        "discount rate": DISCOUNT,
    }  # fmt: skip
    return {
        "Programme": _programme(settings, wish.calendar, wish.model, wish.typed),
        "Nations": list(_nations(wish)),
        "Phases": list(_phases(wish)),
        "Shares": list(_shares(wish)),
        "Items": [_item(wish)],
        "Requirements": list(_requirements(wish)),
        "Packages": [*_packages(wish, kind.one_off, "one-off"), *_packages(wish, kind.recurring, "per unit")],
        "Suppliers": list(_suppliers(wish)),
        "Rules": [_rule(rule) for rule in wish.agreement.rules],
        "Controls": [_control(control) for control in wish.agreement.controls],
        "Funding": [_fund(fund) for fund in wish.agreement.on(wish.calendar).funds],
    }


def _too_short(wish: Wish) -> str:
    needed = (wish.ready + 1) * wish.calendar.year_fraction
    hint = "" if wish.developed == 0 else " or, where nothing is to be developed, give --development 0"
    unit = wish.kind.unit
    return (
        f"the first {unit} can be complete after {wish.ready * wish.calendar.months} months; "
        f"give at least {math.ceil(needed)} years as --periods{hint}"
    )


def _either(wish: Wish, option: str, column: str, value: Value) -> tuple[dict[str, Value], dict[str, Value]]:
    """(given, assumed) with the value on the side where it belongs."""
    return ({column: value}, {}) if option in wish.typed else ({}, {column: value})


def _programme(settings: Mapping[str, Value], calendar: Calendar, model: str, typed: frozenset[str]) -> list[Row]:
    """Every setting with its explanation."""
    horizon = {"first period": label(calendar.first), "period length": calendar.length, "periods": calendar.count}
    known = {**settings, **horizon, "model": model}
    options = dict.fromkeys(horizon, "periods") | {"model": "model"}
    rows = []
    for column in sheets.SETTINGS:
        value: dict[str, Value] = {"value": known[column.name]} if column.name in known else {}
        given = options.get(column.name) in typed
        default = column.default_text()
        text = column.text + {"needed": "; needed", "blank": ""}.get(default, f"; default: {default}")
        name: dict[str, Value] = {"setting": column.name}
        rows.append(Row(name | value, {}, text) if given else Row(name, value, text))
    return rows


def _nations(wish: Wish) -> Iterable[Row]:
    for name, _ in wish.nations:
        by_income: dict[str, Value] = {"gdp": 1} if wish.agreement.key == "gdp" else {}
        member = groups.of(name, wish.agreement)
        named: dict[str, Value] = {"groups": join(member)} if member else {}
        yield Row({"nation": name}, {"role": "partner"} | named | by_income)


def _phases(wish: Wish) -> Iterable[Row]:
    one_off, recurring = wish.phases
    first, second = wish.kind.terms
    labels = wish.calendar.labels
    if wish.development_m > 0:
        given, assumed = _either(wish, "development", "estimate", wish.development_m)
        terms = _terms(first.at_signature, first.with_work, first.at_delivery)
        yield Row(given, {"phase": one_off, "key": wish.agreement.key, "signed": label(labels[0])} | terms | assumed)
    terms = _terms(second.at_signature, second.with_work, second.at_delivery)
    key = wish.kind.key or wish.agreement.key
    yield Row({}, {"phase": recurring, "key": key, "signed": label(labels[wish.developed])} | terms)


def _terms(at_signature: int, with_work: int, at_delivery: int) -> dict[str, Value]:
    return {"at signature": at_signature, "with work": with_work, "at delivery": at_delivery}


def _shares(wish: Wish) -> Iterable[Row]:
    """Weights, where the model's key goes by a table; of a model with a table of its own, for those not in it."""
    table = wish.agreement.table(wish.calendar.years[0])
    stated = {nation for nation, _ in table.shares} if table else set()
    for name, units in wish.nations if wish.agreement.key in ("table", "negotiated") else ():
        if table is None:
            yield Row({"nation": name}, {"weight": units}, "by quantity")
        elif name not in stated:
            yield Row({"nation": name}, {"weight": 1}, "not in the model's table: a newcomer's per cent of the whole")


def _item(wish: Wish) -> Row:
    kind = wish.kind
    given, assumed = _either(wish, "unit price", "unit price", wish.unit_price_m)
    fixed: dict[str, Value] = {
        "item": kind.item, "phase": wish.phases[1], "unit": kind.unit, "max rate": rate(wish), "latest delay": 24,
    }  # fmt: skip
    return Row(given, fixed | assumed | ({} if kind.whole else {"whole": "no"}))


def rate(wish: Wish) -> int:
    """Units a year: a fifth more than every date needs."""
    due = [0.0] * wish.calendar.count
    for _, units in wish.nations:
        one = spread(wish.total(units), wish.ready, wish.calendar.count - 1, wish.calendar.count, wish.kind.whole)
        due = [a + b for a, b in zip(due, one, strict=True)]
    years = (wish.calendar.year_fraction * (t - wish.ready + 1) for t in range(wish.ready, wish.calendar.count))
    least = max(math.ceil(units / y - 1e-9) for units, y in zip(accumulate(due[wish.ready :]), years, strict=True))
    return math.ceil(least * SLACK)


def _requirements(wish: Wish) -> Iterable[Row]:
    first, last = wish.calendar.labels[wish.ready], wish.calendar.labels[-1]
    for name, units in wish.nations:
        dates: dict[str, Value] = {"item or family": wish.kind.item, "first": label(first), "last": label(last)}
        note = f"{units:,.12g} {wish.kind.unit}s a year" if wish.kind.a_year else ""
        yield Row({"nation": name, "total": wish.total(units)}, dates, note)


def _packages(wish: Wish, works: Iterable[Work], sort: str) -> Iterable[Row]:
    one_off = sort == "one-off"
    developed = wish.development_m > 0
    for w in works if developed or not one_off else ():
        cells: dict[str, Value] = {
            "package": w.name, "kind": sort, "phase": wish.phases[0 if one_off else 1],
            "value": f"{w.percent:g} %", "sector": w.sector, "months": w.months,
            "divisible": "yes" if w.divisible else "no",
        }  # fmt: skip
        before = join(w.after) if one_off else wish.phases[0] if developed else ""
        optional = {"per unit": w.sets if w.sets > 1 else "", "after": before, "tags": w.tags}
        optional["given to"] = wish.largest if w.lead else ""
        yield Row({}, cells | {name: value for name, value in optional.items() if value})


def _suppliers(wish: Wish) -> Iterable[Row]:
    for name, _ in wish.nations:
        firm: dict[str, Value] = {"supplier": f"{name} industry", "sectors": "all", "price factor": 1}
        yield Row({"nation": name}, firm, "stands for its firms until you name them")


def _rule(rule: Rule) -> Row:
    """The model's rule as a comment, ready to be re-set."""
    cells: dict[str, Value] = {
        "rule": f"# {rule.id}", "measure": rule.measure, "who": join(rule.who),
        "each or together": "each" if rule.each else "together", "per phase": "yes" if rule.by_phase else "no",
        "of": join(f"{kind} {name}" for kind, name in rule.of) or "all", "window": rule.window,
        "relation": rule.relation, "amount": rule.amount, "base": rule.base, "strength": rule.strength,
    }  # fmt: skip
    return Row({}, cells, "holds as the model has it; to re-set it, take away the # and change the amount", True)


def _fund(fund: Fund) -> Row:
    """The model's fund as a comment, ready to be re-set; blank cells stay the model's."""
    cells: dict[str, Value] = {
        "fund": f"# {fund.id}", "kind": fund.kind, "for": join(fund.who), "phases": join(fund.phases) or "all",
        "needs": join(fund.needs),
    }  # fmt: skip
    cells |= {"rate": round(fund.rate_fraction * 100, 10)} if fund.kind == GRANT else {}
    cells |= {} if fund.envelope_m is None else {"envelope": fund.envelope_m}
    note = "holds as the model has it; to re-set it, take away the # and leave what you change"
    return Row({}, {name: value for name, value in cells.items() if value != ""}, note, True)


def _control(control: Control) -> Row:
    """The model's control as a comment; a row of the same technology, owner and destination takes its place."""
    cells: dict[str, Value] = {
        "technology": f"# {control.technology}", "owner": control.owner, "destination": control.destination,
        "permission": control.permission, "months": control.months,
    }  # fmt: skip
    return Row({}, cells, "holds as the model has it; a row of your own with these three names takes its place", True)


def label(text: str) -> Value:
    """A period label as a cell holds it: years are numbers."""
    return int(text) if text.isdigit() else text
