"""How fast lines build: no faster and no slower than they can, and growing no faster than their ramp."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import ledger
from procure.formulas.book import Book
from procure.formulas.check import AT_LEAST, AT_MOST, EQUAL, Check, Checks, Unexpressed
from procure.formulas.quantities import loose
from procure.formulas.term import NO_LIMIT, ZERO, Term, greatest, least, number, rounded_down, rounded_up, total
from procure.plan import dec
from procure.problem import Item


def rate(book: Book) -> Checks:
    """Rates, ramps and starts of every item's line."""
    for item in book.f.items.values():
        built = book.by_period("built", book.name("i", item.id))
        if item.max_rate is not None:
            cell = book.input("i", item.id, "max rate")
            most = cell.term * dec(book.f.calendar.year_fraction)
            most = rounded_up(most) if item.whole else most
            what = f"{item.id}: units built in any period"
            yield Check("rate", what, cell, greatest(built), AT_MOST, most, loose(book, item.whole), "units")
        if item.min_rate > 0 or item.ramp_fraction is not None or not item.may_restart:
            yield from _line(book, item, built)
    rated = any(i.max_rate is not None or i.min_rate > 0 for i in book.f.items.values())
    if book.f.calendar.months != 12 and rated:
        yield Unexpressed("rate", "rates over any twelve months, where rates of a period were rounded")


def _line(book: Book, item: Item, built: Term) -> Iterator[Check]:
    """A line that runs or stands."""
    name, granted = book.name("i", item.id), loose(book, item.whole)
    runs, starts = book.by_period("on", name), book.by_period("up", name)
    idle = tuple(Decimal(b > granted) * (1 - on) for b, on in zip(built.values, runs.values, strict=True))
    standing = Term(f"SUM((({built.text})>{granted:f})*(1-({runs.text})))", (sum(idle, ZERO),), True)
    what = f"{item.id}: periods in which the line builds and stands"
    yield Check("rate", what, name, standing, EQUAL, number(0), ZERO, "periods")
    unseen = least(starts - (runs - book.before(runs)))
    yield Check(
        "rate", f"{item.id}: a line that begins to run is started", name, unseen, AT_LEAST, number(0), ZERO, "times"
    )
    if item.min_rate > 0:
        cell = book.input("i", item.id, "min rate")
        over = least(built - _slowest(book, item) * (runs + book.before(runs, -1) - 1))
        what = f"{item.id}: units beyond the least rate while the line runs on, in the tightest period"
        yield Check("rate", what, cell, over, AT_LEAST, number(0), granted, "units")
    if item.ramp_fraction is not None:
        yield _ramp(book, item, built, starts)
    if not item.may_restart:
        cell = book.input("i", item.id, "may restart")
        yield Check("rate", f"{item.id}: starts of the line", cell, total(starts), AT_MOST, number(1), ZERO, "times")


def _slowest(book: Book, item: Item) -> Term:
    """The least rate of a period: of whole units, rounded down."""
    exact = book.input("i", item.id, "min rate").term * dec(book.f.calendar.year_fraction)
    return rounded_down(exact) if item.whole else exact


def _ramp(book: Book, item: Item, built: Term, starts: Term) -> Check:
    years = dec(book.f.calendar.year_fraction)
    cell, step = book.input("i", item.id, "ramp"), book.input("i", item.id, "ramp step")
    slowest = dec(item.min_rate) * years
    first = max(-ledger.ceiling(-slowest) if item.whole else slowest, ledger.ONE)
    grown = book.before(built) * (cell.term * (years / 100) + 1) + step.term + starts * first
    left = grown - built
    values = tuple(a if b else Decimal(NO_LIMIT) for a, b in zip(left.values, built.values, strict=True))
    # a period in which nothing is built needs no room
    room = Term(f"IF(({built.text})=0,{NO_LIMIT},{left.text})", values, True)
    what = f"{item.id}: units that the ramp would still have let be built, in the tightest period"
    return Check("rate", what, cell, least(room), AT_LEAST, number(0), loose(book, item.whole) * 2, "units")
