"""What work costs: prices of sets and shares, set-up, other costs, contingency, and what a phase spends."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import ledger, other_costs
from procure.facts import Stream
from procure.formulas.book import Book
from procure.formulas.charged import direct
from procure.formulas.check import EQUAL, Check
from procure.formulas.places import Cell
from procure.formulas.term import ZERO, Term, differences, number, sum_of, total
from procure.offers import FLAT
from procure.plan import dec

HUNDREDTH = Decimal("0.01")


def work(book: Book) -> Iterator[Check]:
    """Prices are sets, or shares, at the price agreed; work and spend are what is done."""
    for w, s in book.f.pairs:
        if (w, s) in book.pairs_with("price"):
            yield from _prices(book, w, s)
        if (w, s) in book.pairs_with("setup"):
            name, supplier = book.name("w", w), book.name("s", s)
            opened = book.by_period("open", name, supplier) * book.prices(book.f.packages[w].phase)
            asked, paid = total(opened) * dec(book.f.setup(w, s)), book.sum("setup", name, supplier)
            yield Check("work", f"{w}, {s}: set-up is paid as offered", supplier, paid, EQUAL, asked, book.half, "M")
    for p in book.f.phases:
        yield _spend(book, p)


def _prices(book: Book, w: str, s: str) -> Iterator[Check]:
    """What a supplier is paid for its work on a package; prices are numbers in the formula: a quote, or the package's
    value times the supplier's factor."""
    package, name, supplier = book.f.packages[w], book.name("w", w), book.name("s", s)
    index, periods = book.prices(package.phase), len(book.labels)
    asked, paid, loose = [], [], ZERO
    for b, stream in _streams(book, w, s):
        price = dec(book.f.price(w, s, b))
        worth = total(_done(book, w, s, stream) * index) * price
        asked.append(worth)
        paid.append(book.sum("price", name, supplier, stream))
        rounded = package.divisible if b is None else not ledger.whole_sets(book.f, package)
        loose += book.half + (ledger.TYPED * price * max(index.values) * periods if rounded else ZERO)
    if asked:
        what = f"{w}, {s}: its work is paid at the price agreed"
        yield Check("work", what, name, sum_of(paid), EQUAL, sum_of(asked), loose, "M")


def _streams(book: Book, w: str, s: str) -> Iterator[tuple[Stream | None, Cell | None]]:
    """Streams of a package at one price, each with the cell of its name; a one-off package has one without either."""
    if not book.f.packages[w].recurring:
        yield None, None
        return
    for b in book.f.streams[w]:
        offer, stream = book.f.offer_of(w, s, b), book.key("price", 2, b.id) if b.id else None
        if (offer is None or offer.kind == FLAT) and (stream is not None or not b.id):
            yield b, stream


def _done(book: Book, w: str, s: str, stream: Cell | None) -> Term:
    """Sets made in every period; of a one-off package the part of it that is done."""
    name, supplier, package = book.name("w", w), book.name("s", s), book.f.packages[w]
    if package.recurring:
        return book.by_period("make", name, supplier, stream)
    began, long = book.so_far(book.by_period("start", name, supplier)), book.f.duration(package)
    return (began - book.before(began, long)) / long


def _spend(book: Book, p: str) -> Check:
    """Spend by period: work wherever it is done, and what is nobody's work."""
    name, parts = book.name("p", p), [book.by_period("contingency", book.name("p", p))]
    parts += [book.by_period("work", None, name), book.by_period("transfer_cost", None, None, name)]
    parts += [
        book.by_period("other", book.name("c", c.id)) for c in other_costs.of_phase(book.f, p) if c.performed_in is None
    ]
    parts += [book.by_period("invest", book.name("e", e.id)) for e in book.f.problem.investments if e.phase == p]
    what = f"{p}: by how much spend differs from work, other costs, transfers and investments, all periods"
    apart = differences(book.by_period("spend", name), sum_of(parts))
    return Check("work", what, name, apart, EQUAL, number(0), book.cent, "M")


def done_where(book: Book) -> Iterator[Check]:
    """The work of every nation in every phase is what Work packages shows for its suppliers, and other costs there."""
    area = book.output("Work packages")
    money = area.numbers("price") + area.numbers("set-up")
    for p in book.f.phases:
        for n in book.f.nations:
            name, phase = book.name("n", n), book.name("p", p)
            found = book.sum("work", name, phase)
            lines = [k for k, row in enumerate(area.rows) if (row[1], row[5]) == (p, n)]
            if not lines and not found.value:
                continue
            own = f"EXACT({area.down('phase')},{phase.text})*EXACT({area.down('nation')},{name.text})"
            text = f"SUMPRODUCT({own}*({money.text}))"
            there = Term(text, (sum((money.values[k] for k in lines), ZERO),))
            more = (book.sum("other", book.name("c", c.id)) for c in other_costs.performed(book.f, n, p))
            asked = sum_of([there, *more])
            what = f"{n}, {p}: work done in the nation is price and set-up on Work packages"
            yield Check("work", what, name, found, EQUAL, asked, book.cent, "M")


def others(book: Book) -> Iterator[Check]:
    """Other costs come to what the sheet says, in the prices of their periods."""
    for line, c in enumerate(book.f.problem.other_costs):
        name, area = book.name("c", c.id), book.inputs["Other costs"]
        amounts = book.over_the_horizon(area, line)
        if c.per_unit_m:
            units = sum_of(book.by_period("built", book.name("i", i)) for i in other_costs.items(book.f, c))
            amounts = amounts + units * area.cell(line, "per unit").term
        asked = total(amounts * book.prices(c.phase))
        loose = book.half + ledger.TYPED * dec(c.per_unit_m) * len(book.labels)
        yield Check("other_costs", f"{c.id}: what it comes to", name, book.sum("other", name), EQUAL, asked, loose, "M")


def contingency(book: Book) -> Iterator[Check]:
    """A part of what a phase costs is kept for what may go wrong."""
    for p in book.f.phases.values():
        if p.contingency_fraction > 0:
            name, cell = book.name("p", p.id), book.input("p", p.id, "contingency")
            kept = book.sum("contingency", name)
            base = book.sum("spend", name) - kept - total(direct(book, p.id))
            asked = base * cell.term * HUNDREDTH
            yield Check("contingency", f"{p.id}: kept of its cost", cell, kept, EQUAL, asked, book.half, "M")
