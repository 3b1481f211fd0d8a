"""Who bears what work costs: the keys that part it, bounds on them, VAT, and who takes part."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import funding, keys, ledger, other_costs
from procure.formulas.book import Book
from procure.formulas.check import AT_LEAST, AT_MOST, EQUAL, Check, Checks, Unexpressed
from procure.formulas.term import ZERO, Term, differences, greatest, least, number, size, sum_of, total
from procure.plan import dec
from procure.problem import Phase

HUNDREDTH = Decimal("0.01")


def direct(book: Book, p: str, nation: str | None = None) -> Term:
    """What nations, or one, bear directly of a phase's other costs, by period; the parts are numbers in the formula."""
    rows = []
    for c in other_costs.direct(book.f, p):
        part = sum((dec(x) for n, x in c.borne_by if nation in (None, n)), ZERO)
        rows.append(book.by_period("other", book.name("c", c.id)) * part)
    return sum_of(rows) if rows else book.numbers * 0


def parts(book: Book, p: Phase, n: str | None = None) -> Term:
    """A nation's part of the cost by period (None: all nations'), grants not yet taken off and without VAT."""
    family = "gross" if p.id in funding.apart(book.f) else "charge"
    return book.by_period(family, None if n is None else book.name("n", n), book.name("p", p.id))


def key(book: Book) -> Checks:
    """What a phase spends is parted between its payers: all of it, by the key agreed or within its bounds."""
    for p in book.f.phases.values():
        name = book.input("p", p.id, "key")
        spend, granted = book.by_period("spend", book.name("p", p.id)), ledger.apportioned_in(book.f, p.id)
        what = f"{p.id}: by how much the nations' parts differ from what is spent, all periods"
        apart = differences(parts(book, p), spend)
        yield Check("key", what, name, apart, EQUAL, number(0), book.cent, "M")
        fixed, keyed = keys.fixed(book.f, p), spend - direct(book, p.id)
        for n in keys.payers(book.f, p):
            mine = parts(book, p, n) - direct(book, p.id, n)
            if fixed is not None:
                part = book.constant(dec(fixed.get((n, t), 0)) for t in book.f.periods)
                yield _by_key(book, p, n, mine, keyed * part, granted)
            elif p.key == "negotiated":
                yield from _bounds(book, p, n, mine, keyed, granted)


def _by_key(book: Book, p: Phase, n: str, mine: Term, owed: Term, granted: Decimal) -> Check:
    cell = book.input("p", p.id, "key")
    if p.over_the_phase:
        return Check(
            "key",
            f"{n}, {p.id}: part of the cost by the key {p.key}",
            cell,
            total(mine),
            EQUAL,
            total(owed),
            granted,
            "M",
        )
    apart = greatest(size(book.so_far(mine) - book.so_far(owed)))
    what = f"{n}, {p.id}: by how much its part so far differs from the key {p.key}, at most"
    return Check("key", what, cell, apart, AT_MOST, number(0), granted, "M")


def _bounds(book: Book, p: Phase, n: str, mine: Term, keyed: Term, granted: Decimal) -> Iterator[Check]:
    lines = [k for k, s in enumerate(book.f.problem.shares) if s.nation == n and s.phase in (None, p.id)]
    at = max(lines, key=lambda k: book.f.problem.shares[k].phase is not None, default=None)
    prices = max(ledger.leaves(book.x.plan, book.f, "price", "setup").values(), default=0)
    loose, there = granted + ledger.unit(book.f) * (1 + prices) / 2, book.membership(n)
    for column, relation in (("lowest", AT_LEAST), ("highest", AT_MOST)):
        if at is None or getattr(book.f.problem.shares[at], f"{column}_fraction") is None:
            continue
        cell = book.inputs["Shares"].cell(at, column)
        over = (mine - keyed * cell.term * HUNDREDTH) * there
        most = least(over) if relation == AT_LEAST else greatest(over)
        words = "above" if relation == AT_LEAST else "beyond"
        what = f"{n}, {p.id}: part of the cost {words} its {column} share, in the tightest period"
        yield Check("key", what, cell, most, relation, number(0), loose, "M")


def where_performed(book: Book) -> Checks:
    """Costs lie where they fall; the rest goes by the fallback key."""
    yield from _own_and_rest(book, "where performed")


def own_units(book: Book) -> Checks:
    """Each nation pays for its own units; the rest goes by the fallback key."""
    yield from _own_and_rest(book, "own units")


def _own_and_rest(book: Book, key: str) -> Checks:
    group = key.replace(" ", "_")
    for p in book.f.phases.values():
        if p.key != key:
            continue
        if p.key == "where performed" and book.f.problem.contents:
            yield Unexpressed(group, f"{p.id}: whose work it is follows from Content, supplier by supplier")
            continue
        who, part = keys.payers(book.f, p), keys.fallback(book.f, p)
        own = {
            n: _own(book, p, n) * book.membership(n) if group == "where_performed" else _own(book, p, n) for n in who
        }
        keyed = book.by_period("spend", book.name("p", p.id)) - direct(book, p.id)
        rest = keyed - sum_of(own.values())
        for n in who:
            fallback = book.constant(dec(part.get((n, t), 0)) for t in book.f.periods)
            mine, owed = parts(book, p, n) - direct(book, p.id, n), own[n] + rest * fallback
            apart = greatest(size(book.so_far(mine) - book.so_far(owed)))
            what = f"{n}, {p.id}: by how much its part so far differs from its own and its part of the rest, at most"
            granted = ledger.apportioned_in(book.f, p.id)
            yield Check(group, what, book.input("p", p.id, "key"), apart, AT_MOST, number(0), granted, "M")


def _own(book: Book, p: Phase, n: str) -> Term:
    """By period: work done in the nation, less what is borne directly; or the price of the units that it pays."""
    if p.key == "where performed":
        there = book.by_period("work", book.name("n", n), book.name("p", p.id))
        borne = [
            book.by_period("other", book.name("c", c.id))
            for c in other_costs.direct(book.f, p.id)
            if c.performed_in == n
        ]
        return there - sum_of(borne) if borne else there
    rows = []
    for w in book.f.recurring:
        for b in book.f.streams[w.id] if w.phase == p.id else ():
            stream = book.key("price", 2, b.id) if b.id else None
            if b.payer == n and (stream is not None or not b.id):
                rows.append(book.by_period("price", book.name("w", w.id), None, stream))
    return sum_of(rows) if rows else book.numbers * 0


def vat(book: Book) -> Iterator[Check]:
    """Every nation pays its own rate on its part of the cost of phases with national VAT."""
    granted, taxes = funding.granted(book.f), []
    for p in book.f.phases.values():
        for n in keys.payers(book.f, p) if p.national_vat else ():
            taxes.append(book.sum("vat", book.name("n", n), book.name("p", p.id)))
            name, phase, cell = book.name("n", n), book.name("p", p.id), book.input("n", n, "vat")
            tax, gross = book.sum("vat", name, phase), book.sum("gross", name, phase)
            asked = gross * cell.term * HUNDREDTH
            yield Check("vat", f"{n}, {p.id}: VAT on its part of the cost", cell, tax, EQUAL, asked, book.half, "M")
            if p.id not in granted and p.id in funding.apart(book.f):
                charge = book.by_period("charge", name, phase)
                parts = book.by_period("gross", name, phase) + book.by_period("vat", name, phase)
                what = f"{n}, {p.id}: by how much charges differ from the cost with VAT, all periods"
                yield Check("vat", what, cell, differences(charge, parts), EQUAL, number(0), book.cent, "M")
    if taxes or book.decided.families().get("vat"):
        at, paid = book.inputs["Phases"].label("vat"), book.sum("vat")
        what = "no VAT is paid but by those who pay in phases with national VAT"
        yield Check("vat", what, at, paid, EQUAL, sum_of(taxes), book.cent, "M")


def membership(book: Book) -> Iterator[Check]:
    """A nation takes and bears nothing outside the periods in which it takes part."""
    for n in book.f.problem.nations:
        if n.joins is None and n.leaves is None:
            continue
        name, there = book.name("n", n.id), book.membership(n.id)
        away = number(1) - there
        for i in book.f.items:
            taken_ = total(book.by_period("deliver", book.name("i", i), name) * away)
            what = f"{n.id}: units of {i} delivered outside the periods in which it takes part"
            yield Check("membership", what, book.input("n", n.id, "joins"), taken_, EQUAL, number(0), ZERO, "units")
        for p in book.f.phases.values():
            if n.id in keys.payers(book.f, p):
                mine = total((parts(book, p, n.id) - direct(book, p.id, n.id)) * away)
                granted = ledger.apportioned_in(book.f, p.id) * max(1, len(book.labels))
                what = f"{n.id}, {p.id}: part of the cost outside the periods in which it takes part"
                yield Check("membership", what, book.input("n", n.id, "joins"), mine, EQUAL, number(0), granted, "M")


def settlement(book: Book) -> Checks:
    """What nations settle with each other comes to nothing in every period."""
    if not book.decided.families().get("settle"):
        return
    for p in book.f.phases:
        name = book.name("p", p)
        apart = greatest(size(book.by_period("settle", None, name)))
        if apart.text.find("Decisions") >= 0:
            what = f"{p}: what nations pay each other less what they receive, in any period"
            yield Check("settlement", what, name, apart, EQUAL, number(0), book.cent, "M")
    yield Unexpressed(
        "settlement", "how much each settles: it follows from History, keys and deliveries of several years"
    )
