"""Who does what: packages are placed once, held by as many suppliers as agreed, begun after what they wait for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import ledger
from procure.clauses.award import sure_sets
from procure.formulas.book import Book
from procure.formulas.check import AT_LEAST, AT_MOST, EQUAL, Check
from procure.formulas.places import Cell
from procure.formulas.term import ZERO, Term, least, number, sum_of, total
from procure.plan import dec
from procure.problem import Package

LOOSE = ledger.LOOSE * 100  # shares and sets that are not whole are rounded in every period


def placed(book: Book, w: Package) -> Term:
    """1 where a package is to be placed: always, or because an item that it is bound to is in use, or because a
    supplier that it qualifies holds work."""
    if w.qualifies:
        pairs = book.f.qualified[w.id]
        return least(number(1), sum_of(book.sum("award", book.name("w", v), book.name("s", s)) for v, s in pairs))
    bound = book.f.bound_to[w.id]
    return least(number(1), sum_of(book.sum("used", book.name("i", i)) for i in bound)) if bound else number(1)


def placement(book: Book) -> Iterator[Check]:
    """Every one-off package begins once, and all shares of it begin with it."""
    for w in book.f.one_off:
        name = book.name("w", w.id)
        begins, shares = book.sum("begin", name), book.sum("start", name)
        what = f"{w.id} begins once, if it is placed"
        yield Check("placement", what, name, begins, EQUAL, placed(book, w), ZERO, "times")
        loose = LOOSE if w.divisible else ZERO
        what = f"{w.id}: its suppliers' shares make the whole"
        yield Check("placement", what, name, shares, EQUAL, begins, loose, "share")
        line = book.decided.first("begin", w.id)
        if line is not None:
            then = book.decided.sum("start", name, period=book.decided.cell(line, "period"))
            what = f"{w.id}: every share begins in the period in which the package begins"
            yield Check("placement", what, book.decided.cell(line, "period"), then, EQUAL, shares, loose, "share")


def award(book: Book) -> Iterator[Check]:
    """Neither too few nor too many suppliers, and none of them without an award or with too small a share."""
    for w in book.f.problem.packages:
        name, whether = book.name("w", w.id), placed(book, w)
        held = book.sum("award", name)
        for column, relation, stated in (("fewest suppliers", AT_LEAST, w.fewest), ("most suppliers", AT_MOST, w.most)):
            if stated is not None:
                cell = book.input("w", w.id, column)
                what = f"{w.id}: suppliers, {'at least' if relation == AT_LEAST else 'at most'}"
                yield Check("award", what, cell, held, relation, cell.term * whether, ZERO, "suppliers")
        yield from _holders(book, w, name)


def _holders(book: Book, w: Package, name: Cell) -> Iterator[Check]:
    family, unit = ("make", "sets") if w.recurring else ("start", "share")
    span = book.decided.spans.get(("award", w.id))
    lines = range(span[0], span[1] + 1) if span else ()
    parts = []
    for line in lines:
        supplier, awarded = book.decided.cell(line, "key 2"), book.decided.cell(line, "value").term
        part = book.sum(family, name, supplier)
        parts.append(part * awarded)
        if not w.divisible and not w.recurring:
            what = f"{w.id}: {supplier.value} has the whole of it if it is awarded"
            yield Check("award", what, supplier, part, EQUAL, awarded, ZERO, unit)
        if w.divisible:
            sets = sure_sets(book.f, w) if w.recurring else 1
            smallest = book.input("w", w.id, "smallest share").term * awarded * (dec(sets) / 100)
            what = f"{w.id}: the part of {supplier.value} is no smaller than the smallest share"
            yield Check("award", what, supplier, part, AT_LEAST, smallest, LOOSE, unit)
    what = f"{w.id}: all of it is done by suppliers that it is awarded to"
    yield Check("award", what, name, sum_of(parts), EQUAL, book.sum(family, name), LOOSE, unit)


def given(book: Book) -> Iterator[Check]:
    """What is agreed under "given to"; the parts are numbers in the formula, as the cell holds them in a text."""
    for w in book.f.problem.packages:
        name, family = book.name("w", w.id), "make" if w.recurring else "start"
        for who, part in w.given_to:
            suppliers = [s for s, one in book.f.suppliers.items() if who in (s, one.nation)]
            cell, what = book.input("w", w.id, "given to"), f"{w.id}: given to {who}"
            if part is None:
                if len(w.given_to) > 1:
                    held = sum_of(book.sum("award", name, book.name("s", s)) for s in suppliers)
                    yield Check("given", what, cell, held, AT_LEAST, placed(book, w), ZERO, "suppliers")
                continue
            mine = sum_of(book.sum(family, name, book.name("s", s)) for s in suppliers)
            whole = book.sum(family, name) if w.recurring else placed(book, w)
            step = 1 - ledger.TYPED if w.recurring and ledger.whole_sets(book.f, w) else LOOSE
            what += f", {dec(part):.1%} of it" + (", to within a set" if step > LOOSE else "")
            yield Check("given", what, cell, mine, EQUAL, whole * dec(part), step, "sets" if w.recurring else "share")


def setup(book: Book) -> Iterator[Check]:
    """Where set-up costs money every supplier that holds work is set up once."""
    for w in book.f.problem.packages:
        dear = [s for s in book.f.suppliers_of[w.id] if book.f.setup(w.id, s) > 0]
        if dear:
            name = book.name("w", w.id)
            held = sum_of(book.sum("award", name, book.name("s", s)) for s in dear)
            what = f"{w.id}: suppliers whose set-up costs money are set up once each"
            yield Check("setup", what, name, book.sum("open", name), EQUAL, held, ZERO, "times")
            opened = ((book.name("s", s), book.by_period("open", name, book.name("s", s))) for s in dear)
            family = "make" if w.recurring else "start"
            early = [total(book.by_period(family, name, s) * (number(1) - book.so_far(row))) for s, row in opened]
            what = f"{w.id}: work of suppliers before they are set up"
            yield Check("setup", what, name, sum_of(early), EQUAL, number(0), LOOSE, "sets" if w.recurring else "share")


def precedence(book: Book) -> Iterator[Check]:
    """Work begins when the packages that it waits for are finished."""
    for w in book.f.problem.packages:
        for v in book.f.before(w):
            ends = _end(book, v)
            if ends is not None:
                what = f"{w.id}: nothing of it is done before {v.id} is finished"
                yield _waits(book, "precedence", w, ends, what)


def qualification(book: Book) -> Iterator[Check]:
    """A supplier that must first be qualified does nothing before it is."""
    for q, pairs in book.f.qualified.items():
        name, whether = book.name("w", q), placed(book, book.f.packages[q])
        what = f"{q} is placed where a supplier that it qualifies has an award, and only there"
        yield Check("qualification", what, name, book.sum("placed", name), EQUAL, whether, ZERO, "times")
        ends = _end(book, book.f.packages[q])
        if ends is None:
            continue
        for v, s in pairs:
            what = f"{v}: {s} does nothing of it before {q} is finished"
            yield _waits(book, "qualification", book.f.packages[v], ends, what, book.name("s", s))


def _end(book: Book, v: Package) -> Term | None:
    """Number (from 1) of the last period of a one-off package; None where it does not begin."""
    line = book.decided.first("begin", v.id)
    if line is None:
        return None
    label = book.decided.cell(line, "period")
    first = book.number_of(label, book.labels.index(str(label.value)))
    months = book.input("w", v.id, "months").term
    long = max(number(1).value, dec(book.f.duration(v)))
    periods = Term(f"MAX(1,ROUND({months.text}/{book.f.calendar.months},0))", (Decimal(long),))
    return first + periods - 1


def _waits(book: Book, group: str, w: Package, ends: Term, what: str, supplier: Cell | None = None) -> Check:
    family = "make" if w.recurring else "start"
    early = book.by_period(family, book.name("w", w.id), supplier) * book.until(ends)
    cell, unit = book.input("w", w.id, "after"), "sets" if w.recurring else "share"
    return Check(group, what, cell, total(early), EQUAL, number(0), LOOSE, unit)
