"""What industry can do: capacities and their terms, rates of lines, what offers say about quantities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from procure.clauses import capacity, offered
from procure.explain.claims.claim import CAPACITY, FACT, Claim, Part, Way, cells, lowered
from procure.facts import Facts
from procure.offers import Offer, by_offer, offer_id
from procure.problem import Capacity, Item, Problem, Quote

_PARTS = {"sets": 1.0, "hours": 1.0, "tonnes": 1.0}  # steps of capacities by unit; of M a hundredth


def of(problem: Problem) -> Iterator[Claim]:
    """Rows of Capacity, their ramp and lowest load; rates of items; least, most and bundles of offers that hold."""
    f = Facts(problem)
    for c in problem.capacities:
        yield from _capacity(problem, c)
    for i in problem.items:
        yield from _line(f, i)
    for several in f.offers.values():
        for o in several:
            yield from _offer(problem, o)
    for (supplier, name), offers in offered.bundles(f).items():
        if len(offers) > 1:
            yield _bundle(problem, supplier, name, offers)


# Capacity


def _capacity(problem: Problem, c: Capacity) -> Iterator[Claim]:
    work = c.package or c.sector or ""
    row, name = (c.supplier, work, c.unit), ", ".join(part for part in (c.supplier, work, c.unit) if part)
    of, step = f" of {work}" if work else "", _PARTS.get(c.unit, 0.01)
    if c.limits:
        amounts = ", ".join(f"{limit.amount:.12g} in {limit.column}" for limit in c.limits)
        free = float(f"{100 * c.free_fraction:.12g}")
        text = f"{c.supplier} can do at most so many {c.unit}{of}: {amounts}"
        text += "." if free == 100 else f", {free:.12g} % of it for this programme."
        up = [Way("Capacity", row, x.column, x.amount, c.unit, step=step, whole="", of_whole="*") for x in c.limits]
        if free < 100:
            up.append(Way("Capacity", row, "share free", free, "%", 1, min(1.0, 100 - free), 100 - free, "", "*"))
        columns = [x.column for x in c.limits] + (["share free"] if free < 100 else [])
        yield _row(problem, c, f"Capacity[{name}]", text, columns, tuple(up), limits=())
    if c.ramp_fraction is not None:
        now = float(f"{100 * c.ramp_fraction:.12g}")
        text = f"{c.supplier}'s load{of} changes by at most {now:.12g} % of its capacity from a period to the next."
        ways = (Way("Capacity", row, "ramp", now, "%", step=1.0, whole=""),)
        yield _row(problem, c, f"Capacity[{name}, ramp]", text, ["ramp"], ways, ramp_fraction=None)
    if c.lowest > 0:
        when = "in every period" if c.lowest_always else "while it is in use"
        text = f"{c.supplier} has at least {c.lowest:.12g} {c.unit}{of} of a period, {when}."
        ways = (lowered("Capacity", row, "lowest", c.lowest, c.unit, step),)
        yield _row(problem, c, f"Capacity[{name}, lowest]", text, ["lowest"], ways, lowest=0.0)


def _row(
    problem: Problem, c: Capacity, name: str, text: str, columns: list[str], ways: tuple[Way, ...], **given_up: Any
) -> Claim:
    where, drop = cells(problem, "Capacity", c.row, *columns), partial(_recapacitated, capacity.name(c), given_up)
    return Claim(name, CAPACITY, FACT, text, where, c.supplier, drop, ways)


def _recapacitated(name: tuple[str, str, str], given_up: dict[str, Any], problem: Problem) -> Problem:
    rows = (replace(c, **given_up) if capacity.name(c) == name else c for c in problem.capacities)
    return problem.replace(capacities=tuple(rows))


# Lines


def _line(f: Facts, i: Item) -> Iterator[Claim]:
    unit = "units a year"
    if i.max_rate is not None:
        text = f"At most {i.max_rate:.12g} {i.id} are built a year."
        way = Way("Items", (i.id,), "max rate", i.max_rate, unit, step=1.0 if i.whole else 0.1, whole="")
        yield _cell(f, i, "max rate", text, (way,), max_rate=None)
    if i.min_rate > 0:
        text = f"At least {i.min_rate:.12g} {i.id} are built a year while the line runs."
        step, start = 1.0 if i.whole else 0.1, max(0.0, i.min_rate * f.calendar.year_fraction - 1)
        ramped = i.ramp_fraction is not None and start > 0  # the line starts at its least rate
        ways = () if ramped else (lowered("Items", (i.id,), "min rate", i.min_rate, unit, step),)
        yield _cell(f, i, "min rate", text, ways, min_rate=0.0, ramp_step=i.ramp_step + (start if ramped else 0.0))
    if i.ramp_fraction is not None:
        now = float(f"{100 * i.ramp_fraction:.12g}")
        text = f"The rate of {i.id} grows by at most {now:.12g} % a year, or {i.ramp_step:.12g} units."
        way = Way("Items", (i.id,), "ramp", now, "% a year", step=1.0, whole="")
        yield _cell(f, i, "ramp", text, (way,), ramp_fraction=None)
    if not i.may_restart:
        way = Way("Items", (i.id,), "may restart", most=0.0, whole="yes")
        yield _cell(f, i, "may restart", f"The line of {i.id} starts once.", (way,), may_restart=True)


def _cell(f: Facts, i: Item, column: str, text: str, ways: tuple[Way, ...], **given_up: Any) -> Claim:
    served = sorted({s for w in f.per_unit if i.id in f.serves(w) for s in f.suppliers_of[w.id]})
    owner = served[0] if len(served) == 1 else ""
    where, drop = cells(f.problem, "Items", i.row, column), partial(_refitted, i.id, given_up)
    return Claim(f"Items[{i.id}, {column}]", CAPACITY, FACT, text, where, owner, drop, ways)


def _refitted(name: str, given_up: dict[str, Any], problem: Problem) -> Problem:
    return problem.replace(items=tuple(replace(i, **given_up) if i.id == name else i for i in problem.items))


# Offers


def _offer(problem: Problem, o: Offer) -> Iterator[Claim]:
    """What an offer for sets says about the whole order stands in its first row, whose quantity is a least too."""
    first = _first(problem, (o.package, o.supplier, o.id))
    if o.least is not None:
        ways: tuple[Way, ...] = ()
        if first.from_quantity == 0:
            ways = (replace(lowered("Quotes", _key(first), "least", o.least, "sets", 1.0), whole=""),)
        text = f"{o.supplier} takes orders of {o.package} from {o.least:.12g} sets on."
        yield _terms(problem, first, "least", text, ways, least=None, from_quantity=0.0)
    if o.most is not None:
        ways = (Way("Quotes", _key(first), "most", o.most, "sets", step=1.0, whole=""),)
        text = f"{o.supplier} makes at most {o.most:.12g} sets of {o.package} under its offer."
        yield _terms(problem, first, "most", text, ways, most=None)


def _first(problem: Problem, of: tuple[str, str, str]) -> Quote:
    """The first row of an offer, told by package, supplier and buyers."""
    return next(iter(by_offer(q for q in problem.quotes if offer_id(q) == of)))[0]


def _terms(problem: Problem, q: Quote, column: str, text: str, ways: tuple[Way, ...], **given_up: Any) -> Claim:
    name = ", ".join(part for part in (*_key(q)[:3], column) if part)
    where, drop = cells(problem, "Quotes", q.row, column), partial(_requoted, offer_id(q), given_up)
    return Claim(f"Quotes[{name}]", CAPACITY, FACT, text, where, q.supplier, drop, ways)


def _requoted(of: tuple[str, str, str], given_up: dict[str, Any], problem: Problem) -> Problem:
    """The problem with another first row of an offer."""
    first = _first(problem, of)
    return problem.replace(quotes=tuple(replace(q, **given_up) if q is first else q for q in problem.quotes))


def _bundle(problem: Problem, supplier: str, name: str, offers: list[Offer]) -> Claim:
    packages: Part = tuple(o.package for o in offers)
    others = {q.bundle for q in problem.quotes if q.supplier == supplier and q.package in packages} - {"", name}
    plain = not others and not any("/" in package for package in packages)
    ways = (Way("Quotes", (supplier, packages), "bundle", most=0.0, whole=""),) if plain else ()
    rows = [q for q in problem.quotes if (q.supplier, q.bundle) == (supplier, name)]
    where = tuple(c for q in rows for c in cells(problem, "Quotes", q.row, "bundle"))
    text = f"{supplier} has all of {', '.join(packages)} or none of them."
    of = f"Quotes[{supplier}, bundle {name}]"
    return Claim(of, CAPACITY, FACT, text, where, supplier, partial(_unbundled, supplier, name), ways)


def _unbundled(supplier: str, name: str, problem: Problem) -> Problem:
    rows = (replace(q, bundle="") if (q.supplier, q.bundle) == (supplier, name) else q for q in problem.quotes)
    return problem.replace(quotes=tuple(rows))


def _key(q: Quote) -> tuple[str, str, str, str]:
    """What tells a row of Quotes from the others."""
    return q.supplier, q.package, "; ".join(q.buyers), f"{q.from_quantity:.12g}"
