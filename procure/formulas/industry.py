"""What suppliers can carry: load against capacity, its change, the least load, investments."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import investments, ledger
from procure.clauses import capacity as clause
from procure.formulas.book import Book
from procure.formulas.check import AT_LEAST, AT_MOST, EQUAL, Check, Checks, Unexpressed
from procure.formulas.limits import least_room
from procure.formulas.places import Cell
from procure.formulas.term import ZERO, Term, differences, least, number, size, sum_of, total
from procure.plan import dec
from procure.problem import Capacity


def capacity(book: Book) -> Checks:
    """Load of every row of Capacity against what is free for the programme, and its change against the ramp."""
    for line, c in enumerate(book.f.problem.capacities):
        area = book.inputs["Capacity"]
        load, granted = _load(book, c), _loose(book, c)
        who, cell = " ".join(clause.name(c)), area.cell(line, "supplier")
        shown = _shown(book, c)
        if shown is not None:
            what = f"{who}: by how much the load on Industry load differs from Decisions, all periods"
            yield Check(
                "capacity", what, cell, differences(shown, load), EQUAL, number(0), granted * len(book.labels), c.unit
            )
        free, more = area.cell(line, "share free").term * Decimal("0.01"), _more(book, c)
        for room, where, period in least_room(book, area, line, c.limits, load, factor=free, more=more):
            what = f"{who}: capacity that is left in {period}"
            yield Check("capacity", what, where, room, AT_LEAST, number(0), granted, c.unit)
        if c.ramp_fraction is not None:
            yield from _ramp(book, c, area.cell(line, "ramp"), load, free, more, line)


def _load(book: Book, c: Capacity) -> Term:
    """Load by period: one-off effort spread evenly over the duration, sets times effort; effort as the inputs say."""
    parts, s = [], book.name("s", c.supplier)
    for w in book.f.covers(c):
        package, name = book.f.packages[w], book.name("w", w)
        if not package.recurring:
            started = book.so_far(book.by_period("start", name, s))
            long = book.f.duration(package)
            done = started - book.before(started, long)
            parts.append((done, dec(book.f.effort(w, c.supplier, c.unit)) / long))
            continue
        for b in book.f.streams[w]:
            stream = book.key("make", 2, b.id) if b.id else None
            if stream is not None or not b.id:
                sets = book.by_period("make", name, s, stream)
                parts.append((sets, dec(book.f.effort(w, c.supplier, c.unit, b))))
    busy = [(row, effort) for row, effort in parts if effort and any(row.values)]
    return sum_of(row * effort for row, effort in busy) if busy else book.numbers * 0


def _loose(book: Book, c: Capacity) -> Decimal:
    efforts = [dec(book.f.effort(w, c.supplier, c.unit)) for w in book.f.covers(c)]
    return ledger.TYPED + ledger.LOOSE * max([ledger.ONE, *efforts]) * max(1, len(efforts))


def _shown(book: Book, c: Capacity) -> Term | None:
    """The row "load" on Industry load."""
    area = book.output("Industry load")
    nation, of = book.f.suppliers[c.supplier].nation, c.package or c.sector or "all its work"
    same = [
        one
        for one in book.f.problem.capacities
        if (one.supplier, one.package or one.sector) == (c.supplier, c.package or c.sector)
    ]
    lines = [k for k, row in enumerate(area.rows) if tuple(row[:4]) == (c.supplier, nation, of, "load")]
    at = same.index(c)
    return area.across(lines[at], book.labels[0], book.labels[-1]) if at < len(lines) else None


def _more(book: Book, c: Capacity) -> Term:
    """What investments add in every period."""
    rows = []
    for e in investments.of_capacity(book.f, c):
        adds = book.input("e", e.id, "adds").term * dec(book.f.calendar.year_fraction)
        rows.append(book.so_far(book.by_period("expand", book.name("e", e.id)), investments.lead(book.f, e)) * adds)
    return sum_of(rows)


def _ramp(book: Book, c: Capacity, cell: Cell, load: Term, free: Term, more: Term, line: int) -> Checks:
    who = " ".join(clause.name(c))
    single = {x.span.first for x in c.limits if x.span.first == x.span.last}
    pairs = [t for t in sorted(single) if t - 1 in single]
    if not pairs:
        return
    counts = sum_of(book.within(first, last) for first, last in _runs(pairs))
    limits = book.over_the_horizon(book.inputs["Capacity"], line)
    allowed = (limits * free + more) * (cell.term * Decimal("0.01"))
    over = (allowed - size(load - book.before(load))) * counts
    what = f"{who}: change of load that the ramp would still allow, in the tightest period"
    yield Check("capacity", what, cell, least(over), AT_LEAST, number(0), _loose(book, c) * 2, c.unit)


def _runs(periods: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of periods that follow each other."""
    first = before = periods[0]
    for t in periods[1:]:
        if t != before + 1:
            yield first, before
            first = t
        before = t
    yield first, before


def lowest_load(book: Book) -> Checks:
    """A supplier that is to be sustained has its least load."""
    gaps = False
    for line, c in enumerate(book.f.problem.capacities):
        if c.lowest <= 0:
            continue
        area = book.inputs["Capacity"]
        cell, load, granted = area.cell(line, "lowest"), _load(book, c), _loose(book, c)
        who = " ".join(clause.name(c))
        if c.lowest_always:
            what = f"{who}: least load of any period"
            yield Check("lowest_load", what, cell, least(load), AT_LEAST, cell.term, granted, c.unit)
            continue
        gaps = True
        below = tuple(Decimal(granted < v < cell.term.value - granted) for v in load.values)
        text = f"SUM((({load.text})>{granted:f})*(({load.text})<{cell.text}-{granted:f}))"
        what = f"{who}: periods in use with less than the lowest load"
        yield Check("lowest_load", what, cell, Term(text, (sum(below, ZERO),), True), EQUAL, number(0), ZERO, "periods")
    if gaps:
        yield Unexpressed("lowest_load", "that a row in use has no gap between its first and its last use")


def expansion(book: Book) -> Iterator[Check]:
    """An investment is made once at most, never beside one that it excludes, and costs what it does."""
    for e in book.f.problem.investments:
        name = book.name("e", e.id)
        made = book.sum("expand", name)
        yield Check("expansion", f"{e.id} is made once at most", name, made, AT_MOST, number(1), ZERO, "times")
        for other in e.excludes:
            both, cell = made + book.sum("expand", book.name("e", other)), book.input("e", e.id, "excludes")
            yield Check("expansion", f"{e.id} or {other}, never both", cell, both, AT_MOST, number(1), ZERO, "times")
        cell = book.input("e", e.id, "cost")
        price = total(book.by_period("expand", name) * book.prices(e.phase)) * cell.term
        granted = ledger.unit(book.f) / 2 + book.cent
        yield Check(
            "expansion", f"{e.id}: its cost, if it is made", cell, book.sum("invest", name), EQUAL, price, granted, "M"
        )
