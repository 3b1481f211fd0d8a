"""What falls due and is paid, against what treasuries can bear."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import dues, funding, keys, ledger, treasury
from procure.formulas.book import Book
from procure.formulas.check import AT_LEAST, AT_MOST, EQUAL, Check, Checks
from procure.formulas.limits import least_room
from procure.formulas.places import Cell
from procure.formulas.term import Term, constant, greatest, least, number, size, sum_of, total
from procure.plan import dec
from procure.problem import CASH, COMMITMENT, Budget, Phase

HUNDREDTH = Decimal("0.01")


def terms(book: Book) -> Iterator[Check]:
    """What falls due by the payment terms, by the end of every period; and in all, everything that is charged."""
    for n, p, cells, charge, due in _owed(book, "charge", "due"):
        asked = _by_terms(book, p, charge, book.sum("charge", *cells)) + book.so_far(_beside(book, p, *cells))
        what = f"{n}, {p.id}: by how much what is due so far differs from the terms, at most"
        granted = 2 * ledger.unit(book.f) + book.cent
        apart = greatest(size(book.so_far(due) - asked))
        yield Check("terms", what, book.input("p", p.id, "signed"), apart, AT_MOST, number(0), granted, "M")

    for n in book.x.payers:
        name, beside = book.name("n", n), _beside(book, None, book.name("n", n))
        asked = book.sum("charge", name) + total(beside)
        yield Check(
            "terms", f"{n}: all that it is charged falls due", name, book.sum("due", name), EQUAL, asked, book.cent, "M"
        )


def _owed(book: Book, *families: str) -> Iterator[tuple[str, Phase, tuple[Cell, Cell], Term, Term]]:
    """Nation, phase, their cells, and what the two families come to there by period; where they come to anything."""
    for p in book.f.phases.values():
        for n in keys.owing(book.f, p):
            cells = book.name("n", n), book.name("p", p.id)
            one, other = (book.by_period(family, *cells) for family in families)
            if any((*one.values, *other.values)):
                yield n, p, cells, one, other


def _beside(book: Book, p: Phase | None, n: Cell, name: Cell | None = None) -> Term:
    """What falls due beside the charges of a phase (None: of all), by period: settlements, less what is in kind."""
    given = [c for c in book.f.problem.other_costs if c.in_kind_by == n.value and (p is None or c.phase == p.id)]
    kind = [book.by_period("other", book.name("c", c.id)) for c in given]
    settled = book.by_period("settle", n, name)
    return settled - sum_of(kind) if kind else settled


def _by_terms(book: Book, p: Phase, charge: Term, whole: Term) -> Term:
    """Sum of what is due by the end of every period: at signature, with work, at delivery, less what is withheld."""

    def part(column: str) -> Term:
        return book.input("p", p.id, column).term * HUNDREDTH

    signed = book.number_of(book.input("p", p.id, "signed"), p.signed)
    after = number(1) - book.until(signed - 1)
    earned = book.so_far(charge) * part("with work")
    if p.at_delivery_fraction:
        earned = earned + book.so_far(charge, book.f.lag(p.id)) * part("at delivery")
    found = after * whole * part("at signature") + earned
    if p.retention_fraction:
        free = dues.released(book.f, p)
        withheld = book.until(number(free)) * part("retention")
        found = found - earned * withheld
    return found


def payment(book: Book) -> Iterator[Check]:
    """Payments cover what is due, may run ahead of it, and come to the same in the end."""
    for n, p, cells, due, pay in _owed(book, "due", "pay"):
        what = f"{n}, {p.id}: paid so far beyond what is due so far, in the tightest period"
        ahead = least(book.so_far(pay) - book.so_far(due))
        yield Check("payment", what, cells[0], ahead, AT_LEAST, number(0), ledger.unit(book.f), "M")

    for n in book.x.payers:
        name = book.name("n", n)
        paid, owed = book.sum("pay", name), book.sum("due", name)
        yield Check("payment", f"{n}: all that is due is paid", name, paid, EQUAL, owed, book.cent, "M")


def budget(book: Book) -> Checks:
    """Cash lines: payments, loans drawn and paid back, what is carried on."""
    for line in treasury.lines(book.f, CASH):
        n = book.name("n", line.nation)
        of = treasury.phases(book.f, line)
        paid = _of_phases(book, "pay", n, of)
        for fund in treasury.loans(book.f, line):
            loan = book.name("f", fund.id)
            paid = paid + book.by_period("repay", loan, n) - book.by_period("draw", loan, n)
        yield from _line(book, "budget", "carry", line, paid * _rates(book, line))


def commitments(book: Book) -> Checks:
    """Lines of commitments: contracts count in the period in which they are signed."""
    for line in treasury.lines(book.f, COMMITMENT):
        n, bound = book.name("n", line.nation), []
        for p in treasury.phases(book.f, line):
            label = book.input("p", p, "signed")
            when = book.number_of(label, book.f.phases[p].signed)
            there = book.until(when) - book.until(when - 1)
            bound.append(there * book.sum("charge", n, book.name("p", p)))
        yield from _line(book, "commitments", "uncommitted", line, sum_of(bound) * _rates(book, line))


def _of_phases(book: Book, family: str, n: Cell, of: tuple[str, ...]) -> Term:
    if len(of) == len(book.f.phases):
        return book.by_period(family, n)
    return sum_of(book.by_period(family, n, book.name("p", p)) for p in of) if of else book.numbers * 0


def _rates(book: Book, line: Budget) -> Term:
    """M of the line for 1 M of the plan: numbers in the formula."""
    return constant(dec(treasury.factor(book.f, line, t)) for t in book.f.periods)


def _line(book: Book, group: str, family: str, line: Budget, spent: Term) -> Checks:
    """Rooms of a line, and what it carries on at the end of a year."""
    if not line.limits:
        return
    area, at = book.inputs["Budgets"], book.f.problem.budgets.index(line)
    n, of = book.name("n", line.nation), area.cell(at, "line")
    who = line.nation + (f", {line.line}" if line.line else "")
    unit, years = ledger.money_of(book.f, line.nation), treasury.years(book.f, line.nation)
    carried = book.by_period(family, n, of)
    more = book.before(carried) - carried
    for room, where, period in least_room(book, area, at, line.limits, spent, more=more, years=years):
        what = f"{who}: {'budget' if group == 'budget' else 'commitment budget'} that is left in {period}"
        yield Check(group, what, where, room, AT_LEAST, number(0), book.cent, unit)
    ends = {x.span.last for x in line.limits}
    year_ends = [t for t in book.f.periods if t == book.f.periods[-1] or years[t + 1] != years[t]]
    if not any(carried.values):
        return
    if len(year_ends) == len(book.labels):
        limits = book.over_the_horizon(area, at) * area.cell(at, "carry over").term * HUNDREDTH
        what = f"{who}: carried on at the end of a year beyond what may be, at most"
        over = greatest(carried - limits)
        yield Check(group, what, area.cell(at, "carry over"), over, AT_MOST, number(0), book.cent, unit)
        return
    for t in year_ends:
        of_year = [
            area.cell(at, x.column or book.labels[x.span.first]).term
            for x in line.limits
            if years[x.span.last] == years[t]
        ]
        most = sum_of(of_year if t in ends else []) * area.cell(at, "carry over").term * HUNDREDTH
        found = total(carried * book.within(t, t))
        what = f"{who}: carried on at the end of {book.labels[t]}"
        yield Check(group, what, area.cell(at, "carry over"), found, AT_MOST, most, book.cent, unit)


def ceiling(book: Book) -> Iterator[Check]:
    """No nation pays more than its ceiling, what it paid before and what it owes after included."""
    labels = tuple(book.f.calendar.label(t) for t in dues.periods(book.f))
    headers = book.output("Payments").labels(labels[0], labels[-1])
    for n in book.f.problem.nations:
        if n.ceiling_m is not None:
            name, cell = book.name("n", n.id), book.input("n", n.id, "ceiling")
            paid = book.decided.by_period("pay", name, labels=headers, of=labels)
            rates = constant(dec(treasury.ceiling_factor(book.f, n.id, t)) for t in dues.periods(book.f))
            before = number(dec(treasury.paid_before(book.f, n.id)))
            found = total(paid * rates) + before
            unit = ledger.money_of(book.f, n.id)
            yield Check(
                "ceiling",
                f"{n.id}: paid over the horizon, and before it",
                cell,
                found,
                AT_MOST,
                cell.term,
                book.cent,
                unit,
            )


def loans(book: Book) -> Checks:
    """Loans are drawn for payments, and paid back with interest."""
    for fund in funding.loans(book.f):
        loan, most = book.name("f", fund.id), book.input("f", fund.id, "most funded")
        for n in funding.beneficiaries(book.f, fund):
            name = book.name("n", n)
            draw = book.by_period("draw", loan, name)
            if not any(draw.values):
                continue
            of = funding.phases(book.f, fund)
            beside = [_credit(book, p, n) for p in of]
            part = most.term * HUNDREDTH
            granted = ledger.rounded_for(book.x.plan, book.f)[n]
            for family, so_far in (("pay", False), ("due", True)):
                base = sum_of([_of_phases(book, family, name, of), *[b for b in beside if any(b.values)]]) * part
                left = book.so_far(base) - book.so_far(draw) if so_far else base - draw
                words = "of what is due so far" if so_far else "of the payments"
                what = f"{n}, {fund.id}: part {words} that could still be drawn, in the tightest period"
                yield Check("loans", what, most, least(left), AT_LEAST, number(0), granted, "M")
            yield _paid_back(book, fund.id, n, draw)


def _credit(book: Book, p: str, n: str) -> Term:
    """What a nation gives in kind, and settlements that it receives: numbers in the formula."""
    found = ledger.credits(book.x.plan, book.f).get((n, p))
    return constant(found) if found and any(found) else number(0)


def _paid_back(book: Book, fund: str, n: str, draw: Term) -> Check:
    """Instalments and interest, period by period after each draw, as one loan's terms have them."""
    one = next(f for f in funding.loans(book.f) if f.id == fund)
    back = [(k, dec(part)) for k, part in enumerate(funding.repayment(book.f, one)) if part and k < len(book.labels)]
    owed = sum_of(book.before(draw, k) * part for k, part in back) if back else number(0)
    repaid = book.by_period("repay", book.name("f", fund), book.name("n", n))
    apart = greatest(size(book.so_far(repaid) - book.so_far(owed)))
    what = f"{n}, {fund}: by how much what is paid back so far differs from instalments and interest, at most"
    granted = ledger.unit(book.f) + book.cent
    return Check("loans", what, book.input("f", fund, "interest"), apart, AT_MOST, number(0), granted, "M")
