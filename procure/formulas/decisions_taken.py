"""What is settled before the plan: pins, what offers ask beside their price, technologies that are denied."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from procure import ledger
from procure.clauses.offered import bundles
from procure.formulas.book import Book
from procure.formulas.check import AT_LEAST, AT_MOST, EQUAL, Check, Checks, Unexpressed
from procure.formulas.places import Cell
from procure.formulas.term import ZERO, Term, least, number, sum_of, total
from procure.funding import apart
from procure.offers import Offer
from procure.plan import dec
from procure.problem import Pin
from procure.transfers import Transfer, cost, transfers

HUNDREDTH = Decimal("0.01")
TIMED = {"begin": "begin", "set up": "open", "invest": "expand"}
MONEY = {"charge": "charge", "pay": "pay", "grant": "grant", "draw": "draw"}


def pins(book: Book) -> Iterator[Check]:
    """Decisions already taken stay taken."""
    for line, pin in enumerate(book.f.problem.pins):
        area = book.inputs["Pins"]
        of = " ".join(
            filter(None, (pin.package, pin.item, pin.phase, pin.supplier, pin.nation, pin.fund, pin.investment))
        )
        what = f"pin: {pin.decision} {of}" + ("" if pin.period is None else f", {book.labels[pin.period]}")
        if pin.decision in TIMED:
            limit = number(0 if pin.relation == ">=" else 1)
            yield Check("pins", what, area.cell(line, "period"), _times(book, pin, line), EQUAL, limit, ZERO, "times")
            continue
        cell = area.cell(line, "value")
        found, limit, granted, unit = _amount(book, pin, cell)
        relation = EQUAL if pin.decision == "award" else pin.relation
        yield Check("pins", what, cell, found, relation, limit, granted, unit)


def _times(book: Book, pin: Pin, line: int) -> Term:
    """How often it happens in the periods in which it is to, or is not to."""
    key = (_name(book, "w", pin.package), _name(book, "s", pin.supplier), _name(book, "e", pin.investment))
    row = book.by_period(TIMED[pin.decision], *(cell for cell in key if cell is not None))
    label = book.inputs["Pins"].cell(line, "period")
    at = book.number_of(label, pin.period)
    before, until = book.until(at - 1), book.until(at)
    return total(row * {"=": until - before, "<=": until, ">=": before}[pin.relation])


def _amount(book: Book, pin: Pin, cell: Cell) -> tuple[Term, Term, Decimal, str]:
    """(found, limit, tolerance, unit) of a pin that has a value."""
    f, value, many = book.f, cell.term, len(book.labels)
    w, s, i, n, p = (
        _name(book, kind, name)
        for kind, name in (
            ("w", pin.package),
            ("s", pin.supplier),
            ("i", pin.item),
            ("n", pin.nation),
            ("p", pin.phase),
        )
    )
    if pin.decision == "award":
        return book.sum("award", w, s), value, ZERO, ""
    if pin.decision in MONEY:
        fund = (_name(book, "f", pin.fund),) if pin.fund else ()
        granted = 4 * ledger.unit(f) + (ledger.apportioned_in(f, pin.phase) if pin.phase else ZERO)
        return book.sum(MONEY[pin.decision], *fund, n, p, period=pin.period), value, granted, "M"
    if pin.decision == "build":
        return book.sum("built", i, period=pin.period), value, ledger.LOOSE, "units"
    if pin.decision == "deliver":
        return book.sum("deliver", i, n, period=pin.period), value, ledger.LOOSE * many, "units"
    if pin.decision == "make":
        return _made(book, pin, w, s), value, ledger.LOOSE * len(f.suppliers), "sets"
    part = value * HUNDREDTH
    if w is None:
        family = "gross" if pin.phase in apart(f) else "charge"
        leaves = sum(
            count for (q, _), count in ledger.leaves(book.x.plan, f, "price", "setup").items() if q == pin.phase
        )
        granted = ledger.apportioned(f) + ledger.unit(f) * dec(pin.value) * leaves / 2
        return book.sum(family, n, p), book.sum("spend", p) * part, granted, "M"
    package = f.packages[str(pin.package)]
    if not package.recurring:
        return book.sum("start", w, s), part, ledger.LOOSE, "share"
    whole = ledger.whole_sets(f, package)
    step = (ledger.ONE if pin.relation == "=" else ZERO) - ledger.TYPED if whole else ledger.LOOSE * many
    return book.sum("make", w, s), book.sum("make", w) * part, abs(step), "sets"


def _made(book: Book, pin: Pin, w: Cell | None, s: Cell | None) -> Term:
    """Sets of the streams that are for the item and the nation that a pin names."""
    found = []
    for b in book.f.streams[str(pin.package)]:
        of_item = pin.item is None or (len(b.items) == 1 and pin.item in b.items)
        of_buyer = pin.nation is None or (b.buyers is not None and pin.nation in b.buyers)
        stream = book.key("make", 2, b.id) if b.id else None
        if of_item and of_buyer and (stream is not None or not b.id):
            found.append(book.sum("make", w, s, stream, period=pin.period))
    return sum_of(found)


def _name(book: Book, kind: str, name: str | None) -> Cell | None:
    return None if name is None else book.name(kind, name)


def offered(book: Book) -> Checks:
    """How many sets offers ask for at least and at most, and that bundles are taken together."""
    several = False
    for (w, s), offers in book.f.offers.items():
        if len(offers) == 1 and not offers[0].id:
            yield from _order(book, w, s, offers[0])
        else:
            several = True
    for (s, _), found in bundles(book.f).items():
        for one, other in pairwise(found):
            held = [book.sum("award", book.name("w", o.package), book.name("s", s)) for o in (one, other)]
            what = f"{s}: {one.package} and {other.package} are awarded together"
            yield Check("offered", what, book.name("s", s), held[0], EQUAL, held[1], ZERO, "")
    if several:
        yield Unexpressed(
            "offered", "quantities of offers that are for some nations only, and how long offers are valid"
        )
    elif book.f.offers:
        yield Unexpressed("offered", "how long offers are valid: a matter of the inputs alone, settled before the plan")


def _order(book: Book, w: str, s: str, offer: Offer) -> Iterator[Check]:
    lines = [k for k, q in enumerate(book.f.problem.quotes) if (q.package, q.supplier) == (w, s)]
    if not lines or not book.f.packages[w].recurring:
        return
    name, supplier = book.name("w", w), book.name("s", s)
    sets, held = book.sum("make", name, supplier), book.sum("award", name, supplier)
    for relation, stated, column in ((AT_LEAST, offer.least, "least"), (AT_MOST, offer.most, "most")):
        if stated is not None:
            cell = book.inputs["Quotes"].cell(lines[0], column)
            limit = cell.term if cell.value is not None else number(dec(stated))
            what = f"{w}, {s}: sets ordered, {'at least' if relation == AT_LEAST else 'at most'}, if it has an award"
            yield Check("offered", what, cell, sets, relation, limit * held, ledger.LOOSE * len(book.labels), "sets")


def _transfer(book: Book, one: Transfer) -> Iterator[Check]:
    """A transfer is paid once where an award needs it, at what its owners ask."""
    nation = book.name("n", one.nation)
    of = [q for q in one.phases if book.decided.first("transfer", one.technology, one.nation, q) is not None]
    lines = [book.decided.first("transfer", one.technology, one.nation, q) for q in of]
    cells = [book.decided.cell(line, "value") for line in lines if line is not None]
    pairs = [pair for several in one.pairs.values() for pair in several]
    needed = sum_of(book.sum("award", book.name("w", w), book.name("s", s)) for w, s in pairs)
    what = f"{one.technology} to {one.nation}: the transfer is paid once if an award needs it"
    paid = sum_of(cell.term for cell in cells)
    yield Check("controls", what, nation, paid, EQUAL, least(number(1), needed), ZERO, "times")
    asked = sum_of(cell.term * dec(cost(book.f, one, q)) for cell, q in zip(cells, of, strict=True))
    first = book.decided.first("transfer_cost", one.technology, one.nation)
    technology = None if first is None else book.decided.cell(first, "key 1")
    spent = number(0) if technology is None else book.sum("transfer_cost", technology, nation)
    what = f"{one.technology} to {one.nation}: what its owners ask is paid"
    yield Check("controls", what, nation, spent, EQUAL, asked, book.half, "M")


def controls(book: Book) -> Checks:
    """Nobody works on a technology that its owner denies to him, and a transfer is paid once."""
    if not book.f.problem.controls:
        return
    for w in book.f.packages:
        denied = [s for s in book.f.suppliers if book.f.denials(w, s)]
        if denied:
            awarded = sum_of(book.sum("award", book.name("w", w), book.name("s", s)) for s in denied)
            what = f"{w}: awards to suppliers that Controls denies its technology: {', '.join(denied)}"
            yield Check("controls", what, book.name("w", w), awarded, EQUAL, number(0), ZERO, "suppliers")
    for one in transfers(book.f):
        yield from _transfer(book, one)
    yield Unexpressed(
        "controls", "how long licences are waited for: months of Controls, owner by owner and nation by nation"
    )
