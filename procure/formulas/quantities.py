"""What is made, built, kept and handed over: sets for units, units before they are delivered, needs met."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import ledger
from procure.demand import Extra, Need
from procure.facts import Stream
from procure.formulas.book import Book
from procure.formulas.check import AT_LEAST, AT_MOST, EQUAL, Check, Checks
from procure.formulas.places import Cell
from procure.formulas.term import ZERO, Term, differences, greatest, least, number, shorter, size, sum_of, total
from procure.plan import dec
from procure.problem import FIRM, Package


def loose(book: Book, whole: bool = False) -> Decimal:
    """What quantities that are not whole may be off by, summed over the horizon."""
    return ledger.TYPED if whole else ledger.LOOSE * len(book.labels)


def supply(book: Book) -> Iterator[Check]:
    """Sets of packages made per unit are as many as the units need, and made in time for them."""
    for w in book.f.per_unit:
        cell, granted = book.input("w", w.id, "per unit"), loose(book) * max(ledger.ONE, dec(w.per_unit))
        apart, ahead, flown = [], [], []
        for b in book.f.streams[w.id]:
            sets, needed = _sets(book, w, b), cell.term * _units(book, b)
            apart.append(size(total(sets) - total(needed)))
            room = book.so_far(sets, book.f.lead(w)) - book.so_far(needed)
            if all(book.f.items[i].per_fleet_unit is not None for i in b.items):
                flown.append(differences(room, number(0)))
            else:
                ahead.append(room)
        for several in shorter(apart):
            what = f"{w.id}: by how much the sets made differ from those that the units need"
            yield Check("supply", what, cell, sum_of(several), EQUAL, number(0), granted * len(several), "sets")
        for several in shorter(ahead):
            what = f"{w.id}: sets there beyond those that units completed so far need, in the tightest period"
            yield Check("supply", what, cell, least(*several), AT_LEAST, number(0), granted, "sets")
        for several in shorter(flown):
            what = f"{w.id}: by how much the sets differ from the hours flown, all periods"
            yield Check("supply", what, cell, sum_of(several), EQUAL, number(0), granted * len(book.labels), "sets")


def _sets(book: Book, w: Package, b: Stream) -> Term:
    """Sets of a stream made in every period."""
    stream = book.key("make", 2, b.id) if b.id else None
    if b.id and stream is None:
        return number(0) * book.numbers
    return book.by_period("make", book.name("w", w.id), None, stream)


def _units(book: Book, b: Stream) -> Term:
    """Units completed in every period that sets of the stream go into; of a buyer's stream those that it is given."""
    items = [book.name("i", i) for i in b.items]
    if b.buyers is None:
        return sum_of(book.by_period("built", i) for i in items)
    return sum_of(book.by_period("deliver", i, book.name("n", n)) for i in items for n in b.buyers)


def in_service(book: Book) -> Iterator[Check]:
    """Support is given for the units that nations have, in every period that it is agreed for."""
    for w in book.f.in_service:
        window, per_unit = book.f.window[w.id], book.input("w", w.id, "per unit")
        for b in book.f.streams[w.id]:
            sets = _sets(book, w, b)
            items = [book.name("i", i) for i in b.items]
            who: list[Cell | None] = [None] if b.buyers is None else [book.name("n", n) for n in b.buyers]
            units = book.so_far(sum_of(book.by_period("deliver", i, n) for i in items for n in who))
            needed = units * per_unit.term * dec(book.f.calendar.year_fraction)
            agreed = needed * book.within(window.start, window.stop - 1)
            granted = loose(book) * max(ledger.ONE, dec(w.per_unit)) * max(1, len(book.f.suppliers_of[w.id]))
            what = (
                f"{w.id}{f' ({b.id})' if b.id else ''}: by how much sets differ from the units in service, all periods"
            )
            yield Check("in_service", what, per_unit, differences(sets, agreed), EQUAL, number(0), granted, "sets")


def stock(book: Book) -> Iterator[Check]:
    """What is built is delivered or kept: no unit is delivered before it is built."""
    for i, item in book.f.items.items():
        name, granted = book.name("i", i), loose(book, item.whole)
        built, out, kept = (book.by_period(family, name) for family in ("built", "deliver", "stock"))
        left = book.so_far(built) - book.so_far(out)
        what = f"{i}: units built and not yet delivered, in the tightest period"
        yield Check("stock", what, name, least(left), AT_LEAST, number(0), granted, "units")
        what = f"{i}: by how much the stock differs from what is built and not delivered, all periods"
        yield Check("stock", what, name, differences(kept, left), EQUAL, number(0), granted * len(book.labels), "units")
        cell = book.input("i", i, "surplus")
        over = book.sum("built", name) - book.sum("deliver", name)
        yield Check(
            "stock", f"{i}: units built beyond those delivered", cell, over, AT_MOST, cell.term, granted, "units"
        )
        if not item.may_store:
            most = greatest(kept)
            yield Check("stock", f"{i}: units kept in any period", cell, most, AT_MOST, cell.term, granted, "units")


def requirement(book: Book) -> Checks:
    """Nations receive what they need; what is late is counted, and no unit is later than allowed."""
    for need in book.f.needs.values():
        if need.name in book.f.items or need.name in book.f.families:
            yield from _need(book, need)


def _need(book: Book, need: Need) -> Iterator[Check]:
    who, granted = f"{need.nation}, {need.name}", loose(book, need.whole)
    at, n, d = _line(book, need), book.name("n", need.nation), _wanted(book, need)
    handed = sum_of(book.by_period("deliver", book.name("i", i), n) for i in need.items)
    due_rows, short = owed(book, need), book.sum("short", d, n)
    all_due = total(due_rows)
    got = sum_of(book.sum("deliver", book.name("i", i), n) for i in need.items) + short
    what = f"{who}: units delivered{', and those never delivered,' if need.may_short else ''} are those required"
    yield Check("requirement", what, at, got, EQUAL, all_due, granted, "units")
    late = book.by_period("late", d, n)
    so_far, due = book.so_far(handed), book.so_far(due_rows)
    what = f"{who}: units delivered or counted as late beyond those due so far, in the tightest period"
    yield Check("requirement", what, at, least(so_far + late - due), AT_LEAST, number(0), granted, "units")
    if need.delay is not None:
        what = f"{who}: units delivered beyond those due {need.delay} periods before, in the tightest period"
        in_time = least(so_far + short - book.so_far(due_rows, need.delay))
        yield Check("requirement", what, at, in_time, AT_LEAST, number(0), granted, "units")
    if need.used_when_due:
        what = f"{who}: units due and not yet used, in the tightest period"
        yield Check("requirement", what, at, least(due - so_far), AT_LEAST, number(0), granted, "units")


def extras(book: Book) -> Checks:
    """No more is taken of an option or a wish than the row says, and nothing of it before the row's first period."""
    for need in book.f.needs.values():
        n = book.name("n", need.nation)
        handed = sum_of(book.by_period("deliver", book.name("i", i), n) for i in need.items)
        firm = [_due(book, line) for line in _lines(book, need)]
        allowed = sum_of([total(row) for row in firm]) * (book.numbers * 0 + 1)
        for e in need.extras:
            units, line = _taken(book, need, e), _lines(book, need, e)[0]
            cell = book.inputs["Requirements"].cell(line, "order")
            what = f"{need.nation}, {need.name}: units taken of {e.label}"
            yield Check("extras", what, cell, units, AT_MOST, total(_due(book, line)), loose(book, need.whole), "units")
            allowed = allowed + units * book.within(e.first, len(book.labels) - 1)
        if need.extras:
            what = f"{need.nation}, {need.name}: units that may be delivered so far and are not, in the tightest period"
            room = least(allowed - book.so_far(handed))
            yield Check("extras", what, _line(book, need), room, AT_LEAST, number(0), loose(book, need.whole), "units")
    span = book.decided.families().get("lots")
    if span is not None:
        known = sum_of(_lots(book, need, e) for need in book.f.needs.values() for e in need.extras)
        what, at = "lots are taken of options and wishes of Requirements alone", book.decided.cell(span[0], "value")
        yield Check("extras", what, at, book.sum("lots"), EQUAL, known, loose(book), "lots")


def owed(book: Book, need: Need) -> Term:
    """Units that fall due in every period: firm ones, and those taken in the last period of their row."""
    rows = [_due(book, line) for line in _lines(book, need)]
    rows += [_taken(book, need, e) * book.within(e.last, e.last) for e in need.extras]
    return sum_of(rows)


def _taken(book: Book, need: Need, e: Extra) -> Term:
    """Units taken of an option or a wish."""
    return _lots(book, need, e) * dec(e.lot)


def _lots(book: Book, need: Need, e: Extra) -> Term:
    label = book.key("lots", 2, e.label)
    if label is None:
        return number(0)
    return book.sum("lots", _wanted(book, need), book.name("n", need.nation), label)


def _lines(book: Book, need: Need, extra: Extra | None = None) -> list[int]:
    """Lines of Requirements of a need: its firm ones, or that of an option or a wish."""
    order, priority = (FIRM, None) if extra is None else (extra.order, extra.priority)
    return [
        k for k, r in enumerate(book.f.problem.requirements)
        if (r.wanted, r.nation, r.order) == (need.name, need.nation, order) and priority in (None, r.priority)
    ]  # fmt: skip


def _line(book: Book, need: Need) -> Cell:
    """The first cell of a need's first line."""
    line = (_lines(book, need) or _lines(book, need, need.extras[0]))[0]
    return book.inputs["Requirements"].cell(line, "nation")


def _wanted(book: Book, need: Need) -> Cell:
    """The cell with the item's or the family's name."""
    line = (_lines(book, need) or _lines(book, need, need.extras[0]))[0]
    return book.inputs["Requirements"].cell(line, "item or family")


def _due(book: Book, line: int) -> Term:
    """A line of Requirements as a row over the horizon, whatever periods the sheet has columns for."""
    return book.over_the_horizon(book.inputs["Requirements"], line)


def use(book: Book) -> Iterator[Check]:
    """An optional item of which something is delivered or built is in use, and one in use is delivered."""
    for i in book.f.items:
        if book.f.optional(i):
            name = book.name("i", i)
            used, handed = book.sum("used", name), book.sum("deliver", name)
            most = sum((ledger.at_most(d) for d in book.f.needs.values() if i in d.items), ZERO)
            granted = loose(book, book.f.items[i].whole)
            fewest = used * min(ledger.ONE, most or ledger.ONE)
            yield Check("use", f"{i} is delivered if it is in use", name, handed, AT_LEAST, fewest, granted, "units")
            yield Check(
                "use", f"{i} is not delivered if it is not in use", name, handed, AT_MOST, used * most, granted, "units"
            )
            surplus, built = book.input("i", i, "surplus").term, book.sum("built", name)
            limit = used * (surplus + most)
            yield Check("use", f"{i} is not built if it is not in use", name, built, AT_MOST, limit, granted, "units")
