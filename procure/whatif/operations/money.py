"""What happens to money: budgets, prices, rates of exchange, a package that grows, and who bears it."""

from __future__ import annotations

from dataclasses import replace

from procure import text
from procure.problem import Limit, OtherCost, Package, Problem
from procure.whatif.grammar import refused
from procure.whatif.operations import names
from procure.whatif.operations.operation import Operation, Words

_BY = r"(?P<part>[+-]? ?\d+(?:\.\d+)?) ?%"


def budget(problem: Problem, words: Words, where: str) -> Problem:
    """Every line of the nation, in a period or in all, changed by so many per cent."""
    one, by = names.nation(problem, words["nation"], where), names.factor(words["part"])
    span = names.span(problem, words["period"], where) if words["period"] else None
    touched, found = 0, []
    for b in problem.budgets:
        if b.nation != one.id:
            found.append(b)
            continue
        inside = [x for x in b.limits if span is None or set(x.span.periods) & set(span.periods)]
        touched += len(inside)
        found.append(replace(b, limits=tuple(_changed(x, by) if x in inside else x for x in b.limits)))
    if not touched:
        when = f" in {words['period']}" if words["period"] else ""
        raise refused(where, "operation", f"expected a budget of {one.id}{when}, found none.")
    return problem.replace(budgets=tuple(found))


def price(problem: Problem, words: Words, where: str) -> Problem:
    """Values, quotes and list prices of everything, or of a package or supplier, changed by so many per cent."""
    by, of = names.factor(words["part"]), words["of"]
    packages = {w.id for w in problem.packages if not of or w.id.casefold() == of.casefold()}
    suppliers = {s.id for s in problem.suppliers if not of or s.id.casefold() == of.casefold()}
    if not packages and not suppliers:
        hint = text.did_you_mean(of, [*(w.id for w in problem.packages), *(s.id for s in problem.suppliers)])
        raise refused(where, "unknown name", f"expected a package or a supplier, found '{of}'.", hint)
    quotes = tuple(
        replace(q, price_m=_times(q.price_m, by), setup_m=q.setup_m * by)
        if q.package in packages or q.supplier in suppliers
        else q
        for q in problem.quotes
    )
    if of and suppliers:
        made = (replace(s, price_factor=s.price_factor * by) if s.id in suppliers else s for s in problem.suppliers)
        return problem.replace(quotes=quotes, suppliers=tuple(made))
    items = problem.items if of else tuple(replace(i, unit_price_m=_times(i.unit_price_m, by)) for i in problem.items)
    grown = tuple(_grown(w, by) if w.id in packages else w for w in problem.packages)
    heads = problem.headings if of else tuple(_grown(w, by) for w in problem.headings)
    return problem.replace(quotes=quotes, items=items, packages=grown, headings=heads)


def _grown(w: Package, by: float) -> Package:
    values = tuple((i, round(value * by, 12)) for i, value in w.value_by_item_m)
    return replace(w, value_m=_times(w.value_m, by), value_by_item_m=values)


def grow(problem: Problem, words: Words, where: str) -> Problem:
    """A package becomes dearer; the key, one nation or the firm bears it."""
    one, by, who = names.package(problem, words["package"], where), names.factor(words["part"]), words["bearer"]
    if who.casefold() in ("", "key", "the key"):
        quotes = (
            replace(q, price_m=_times(q.price_m, by)) if q.package == one.id else q for q in problem.quotes
        )
        packages = (_grown(w, by) if w.id == one.id else w for w in problem.packages)
        return problem.replace(packages=tuple(packages), quotes=tuple(quotes))
    if who.casefold() in ("firm", "the firm"):
        return problem  # the price stays: the firm's loss is nobody's charge
    nation = names.nation(problem, who, where)
    if one.value_m is None:
        message = f"expected a package with a value in M, found '{one.id}'."
        raise refused(where, "operation", message, "Say \"borne by key\", or give the value in M in Packages.")
    more = round(one.value_m * (by - 1), 12)
    label = f"growth of {one.id}"
    if one.recurring:
        phases = {i.phase for i in problem.items if i.id in (one.items or (i.id,))}
        if phases != {one.phase}:
            message = f"expected the items of '{one.id}' in its phase {one.phase}, found {', '.join(sorted(phases))}."
            raise refused(where, "operation", message, "Say \"borne by key\".")
        cost = OtherCost(label, one.phase, per_unit_m=more * one.per_unit, borne_by=((nation.id, 1.0),))
    else:
        first, count = one.begins if one.begins is not None else one.earliest, problem.programme.calendar.count
        amounts = tuple(more if t == first else 0.0 for t in range(count))
        cost = OtherCost(label, one.phase, amounts, borne_by=((nation.id, 1.0),))
    return problem.replace(other_costs=(*problem.other_costs, cost))


def exchange(problem: Problem, words: Words, where: str) -> Problem:
    """A currency's units for one of the programme's, from the first period on or from one named."""
    by, name = names.factor(words["part"]), words["currency"]
    found = next((s for s in problem.series if s.id.casefold() == name.casefold()), None)
    if found is None:
        known = ", ".join(s.id for s in problem.series) or "none"
        raise refused(where, "unknown name", f"expected a series of Series ({known}), found '{name}'.")
    values = tuple((span, round(amount * by, 12), label) for span, amount, label in found.values)
    series = tuple(replace(s, values=values) if s is found else s for s in problem.series)
    return problem.replace(series=series)


def rate(problem: Problem, words: Words, where: str) -> Problem:
    """The most units of an item built a year."""
    one, most = names.item(problem, words["item"], where), names.number(words["units"])
    if most <= 0:
        raise refused(where, "operation", f"expected a rate above 0, found {words['units']}.")
    return problem.replace(items=tuple(replace(i, max_rate=most) if i is one else i for i in problem.items))


def _changed(limit: Limit, by: float) -> Limit:
    return replace(limit, amount=round(limit.amount * by, 9))


def _times(amount: float | None, by: float) -> float | None:
    return None if amount is None else round(amount * by, 12)


OPERATIONS = (
    Operation("budget", "budget N [PERIOD] x %", rf"budget (?P<nation>.+?)(?: (?P<period>\d\S*))? {_BY}",
              "Every budget line of the nation, in the period or in all, changes by so many per cent.",
              "budget DE 2030 -20 %", budget),
    Operation("price", "price x % [of PACKAGE or SUPPLIER]", rf"price {_BY}(?: of (?P<of>.+))?",
              "Values, quotes, set-up and list prices change by so many per cent: all, a package's, or a supplier's.",
              "price +5 %", price),
    Operation("grow", "grow PACKAGE x % [borne by key | N | firm]",
              rf"grow (?P<package>.+?) {_BY}(?:,? borne by (?P<bearer>.+))?",
              "A package becomes dearer. Borne by the key (if nothing is said) it is a cost like the rest; by "
              "a nation it is charged to it alone and is nobody's work; by the firm nobody is charged.",
              "grow Radar 10 %, borne by key", grow),
    Operation("exchange rate", "exchange rate CURRENCY x %", rf"exchange rate (?P<currency>\S+) {_BY}",
              "The currency's units for one of the programme's change by so many per cent: +10 % makes it weaker.",
              "exchange rate SEK +10 %", exchange),
    Operation("rate", "rate UNITS a year [of ITEM]",
              r"rate (?P<units>\d+(?:\.\d+)?)(?: units?)? a year(?: of (?P<item>.+))?",
              "The most units built a year.", "rate 40 a year of Tranche 2", rate,
              "A400M's line is held at 8 a year until 2029 (public)."),
)  # fmt: skip
