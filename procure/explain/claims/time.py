"""By when and from when: latest delays, windows of packages and of investments, offers that have run out.

The window of support is no claim: it says how much support there is. What is due at signature is a part of the price.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from procure import offers
from procure.explain.claims.claim import FACT, POLICY, TIME, Claim, Way, cells
from procure.explain.claims.keeping import loosened, only_looser
from procure.facts import Facts
from procure.problem import ONE_OFF, PER_UNIT, Investment, Item, Package, Problem, Quote


def of(problem: Problem) -> Iterator[Claim]:
    """Latest delays, what limits when one-off packages and those made per unit are worked on, and when is invested."""
    f = Facts(problem)
    yield from _delays(f)
    for w in problem.packages:
        if w.kind in (ONE_OFF, PER_UNIT):
            yield from _window(f, w)
    last = f.periods[-1]
    for e in problem.investments:
        if e.earliest > 0:
            yield _earliest(problem, "Investments", e)
        if e.latest is not None and e.latest < last:
            yield _latest(problem, "Investments", e)
    for q in offers.expired(problem):
        yield from _expired(f, q)


# Latest delays


def _delays(f: Facts) -> Iterator[Claim]:
    """One for each item, or family: its items agree in it."""
    seen: set[str] = set()
    for i in f.problem.items:
        if i.latest_delay_months is not None and i.id not in seen:
            members = f.families[i.family] if i.family else (i.id,)
            seen.update(members)
            yield _delay(f, i, members)


def _delay(f: Facts, i: Item, members: tuple[str, ...]) -> Claim:
    of, months = i.family or i.id, i.latest_delay_months or 0.0
    text = f"No unit of {of} is more than {months:.12g} months late." if months else f"No unit of {of} is late."
    where = tuple(c for name in members for c in cells(f.problem, "Items", f.items[name].row, "latest delay"))
    most = float(f.calendar.count * f.calendar.months)
    row = (members,) if len(members) > 1 else members
    way = Way("Items", row, "latest delay", months, "months", step=f.calendar.months, most=most, whole="")
    ways = () if len(members) > 1 and any("/" in name for name in members) else (way,)
    takers = sorted({n for name in members for n in f.takers[name]})
    owner, drop = ", ".join(takers), partial(_any_delay, members)
    return Claim(f"Items[{of}, latest delay]", TIME, POLICY, text, where, owner, drop, ways)


def _any_delay(members: tuple[str, ...], problem: Problem) -> Problem:
    items = (replace(i, latest_delay_months=None) if i.id in members else i for i in problem.items)
    return problem.replace(items=tuple(items))


# Windows


def _window(f: Facts, w: Package) -> Iterator[Claim]:
    """Cells that keep work on a package from beginning earlier or ending later than it otherwise could."""
    last = f.periods[-1] - (f.lead(w) if w.recurring else 0)
    if w.earliest > 0 and w.earliest == f.earliest[w.id]:
        yield _earliest(f.problem, "Packages", w)
    if w.latest is not None and w.latest < last:
        yield _latest(f.problem, "Packages", w)
    if w.begins is not None:
        label = f.calendar.labels[w.begins]
        where, drop = cells(f.problem, "Packages", w.row, "begins"), partial(_blanked, "Packages", w.id, "begins")
        ways = _ways(f.problem, Way("Packages", (w.id,), "begins", most=0.0, whole=""), drop(f.problem), w.id, "begins")
        text = f"{w.id} begins in {label}."
        yield Claim(f"Packages[{w.id}, begins]", TIME, POLICY, text, where, "", drop, ways)


def _earliest(problem: Problem, sheet: str, one: Package | Investment) -> Claim:
    labels, verb = problem.programme.calendar.labels, "begins" if sheet == "Packages" else "is decided"
    text = f"{one.id} {verb} in {labels[one.earliest]} at the earliest."
    where, drop = cells(problem, sheet, one.row, "earliest"), partial(_blanked, sheet, one.id, "earliest")
    earlier = tuple(reversed(labels[: one.earliest]))
    way = Way(sheet, (one.id,), "earliest", step=1.0, most=float(len(earlier)), whole="", labels=earlier)
    ways = _ways(problem, way, drop(problem), one.id, "earliest")
    return Claim(f"{sheet}[{one.id}, earliest]", TIME, FACT, text, where, "", drop, ways)


def _latest(problem: Problem, sheet: str, one: Package | Investment) -> Claim:
    labels, verb = problem.programme.calendar.labels, "is finished" if sheet == "Packages" else "is decided"
    assert one.latest is not None
    text = f"{one.id} {verb} by the end of {labels[one.latest]}."
    where, drop = cells(problem, sheet, one.row, "latest"), partial(_blanked, sheet, one.id, "latest")
    later = labels[one.latest + 1 :]
    way = Way(sheet, (one.id,), "latest", step=1.0, most=float(len(later)), whole="", labels=later)
    return Claim(f"{sheet}[{one.id}, latest]", TIME, POLICY, text, where, "", drop, (way,))


def _blanked(sheet: str, name: str, column: str, problem: Problem) -> Problem:
    """The problem with the cell of a package or an investment blank."""
    blank: dict[str, Any] = {column: 0 if column == "earliest" else None}
    if sheet == "Investments":
        made = (replace(e, **blank) if e.id == name else e for e in problem.investments)
        return problem.replace(investments=tuple(made))
    return loosened(problem, packages=tuple(replace(w, **blank) if w.id == name else w for w in problem.packages))


def _ways(problem: Problem, way: Way, dropped: Problem, name: str, column: str) -> tuple[Way, ...]:
    """The way, where a blank cell is all that giving up needs: no support has to be held where it was."""
    others = ((old, new) for old, new in zip(problem.packages, dropped.packages, strict=True) if old.id != name)
    return () if any(old.earliest != new.earliest for old, new in others) else (way,)


# Offers


def _expired(f: Facts, q: Quote) -> Iterator[Claim]:
    """An offer that has run out and without which the supplier cannot have the package."""
    if q.valid_until is None or q.bundle or q.supplier in f.able[q.package]:
        return
    problem, row = f.problem, (q.supplier, q.package, "; ".join(q.buyers), f"{q.from_quantity:.12g}")
    drop = partial(_valid, q)
    if only_looser(problem, drop(problem)):
        label = f.calendar.labels[q.valid_until]
        text = f"The offer of {q.supplier} for {q.package} holds for what is signed by {label}."
        where = cells(problem, "Quotes", q.row, "valid until")
        later = f.calendar.labels[q.valid_until + 1 :]
        alone = sum(offers.offer_id(one) == offers.offer_id(q) for one in problem.quotes) == 1
        way = Way("Quotes", row, "valid until", step=1.0, most=float(len(later)), whole="", labels=later)
        name = f"Quotes[{', '.join(part for part in row[:3] if part)}, valid until]"
        yield Claim(name, TIME, FACT, text, where, q.supplier, drop, (way,) if alone else ())


def _valid(q: Quote, problem: Problem) -> Problem:
    """The problem with an offer that holds, whenever the phase is signed."""
    of = offers.offer_id(q)
    quotes = (replace(one, valid_until=None) if offers.offer_id(one) == of else one for one in problem.quotes)
    return loosened(problem, quotes=tuple(quotes))
