"""Outside money: grants at their rate, funds within their envelope."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import funding, keys, ledger
from procure.formulas.book import Book
from procure.formulas.check import AT_LEAST, AT_MOST, EQUAL, Check
from procure.formulas.limits import least_room
from procure.formulas.term import ZERO, differences, least, number, sum_of
from procure.plan import dec
from procure.problem import GRANT

HUNDREDTH = Decimal("0.01")


def grants(book: Book) -> Iterator[Check]:
    """Grants bear a part of what their phases cost, at their rate; what they leave is charged."""
    for p, funds in funding.granted(book.f).items():
        phase, spend = book.name("p", p), book.by_period("spend", book.name("p", p))
        for n in keys.payers(book.f, book.f.phases[p]):
            name = book.name("n", n)
            given = sum_of(book.by_period("grant", book.name("f", fund.id), name, phase) for fund in funds)
            asked = book.by_period("gross", name, phase) - given + book.by_period("vat", name, phase)
            apart = differences(book.by_period("charge", name, phase), asked)
            what = f"{n}, {p}: by how much charges differ from what grants leave, all periods"
            yield Check("grants", what, phase, apart, EQUAL, number(0), book.cent, "M")
        series = max(ledger.leaves(book.x.plan, book.f, "price", "setup").values(), default=0)
        loose = ledger.unit(book.f) * (1 + len(book.f.nations) * len(funds) + Decimal(series) / 2)
        all_given = [book.by_period("grant", book.name("f", fund.id), None, phase) for fund in funds]
        for fund, given in zip(funds, all_given, strict=True):
            cell = book.input("f", fund.id, "rate")
            left = least(spend * cell.term * HUNDREDTH - given)
            what = f"{fund.id}, {p}: grant that its rate would still allow, in the tightest period"
            yield Check("grants", what, cell, left, AT_LEAST, number(0), loose, "M")
        limit = min(funds, key=lambda fund: fund.most_fraction)
        if limit.most_fraction < 1:
            cell = book.input("f", limit.id, "most funded")
            left = least(spend * cell.term * HUNDREDTH - sum_of(all_given))
            what = f"{p}: what all grants together could still bear, in the tightest period"
            yield Check("grants", what, cell, left, AT_LEAST, number(0), loose, "M")
    yield from _by_beneficiary(book)


def _by_beneficiary(book: Book) -> Iterator[Check]:
    rounded = ledger.rounded_for(book.x.plan, book.f)
    for fund in funding.grants(book.f):
        name, parts = book.name("f", fund.id), funding.key(book.f, fund)
        loose = sum((rounded[n] for n in parts), ZERO)
        for n, part in parts.items():
            mine, asked = book.sum("grant", name, book.name("n", n)), book.sum("grant", name) * dec(part)
            what = f"{fund.id}: the part of {n}, {dec(part):.1%} of it"
            yield Check("grants", what, book.input("f", fund.id, "for"), mine, EQUAL, asked, loose, "M")


def taken(book: Book) -> Iterator[Check]:
    """Outside money flows only where its fund is taken, as far as its envelope goes."""
    for line, fund in enumerate(book.f.problem.funds):
        area = book.inputs["Funding"]
        name, family = book.name("f", fund.id), "grant" if fund.kind == GRANT else "draw"
        money, has = book.sum(family, name), book.sum("taken", name)
        cell = area.cell(line, "envelope")
        most = cell.term * has if fund.envelope_m is not None else money * has
        yield Check(
            "taken", f"{fund.id}: money of the fund, if it is taken", cell, money, AT_MOST, most, book.cent, "M"
        )
        sharing = funding.sharing(book.f, fund)
        if sharing and fund.envelope_m is not None:
            more = [book.sum("grant" if one.kind == GRANT else "draw", book.name("f", one.id)) for one in sharing]
            what = f"{fund.id}: its money and that of the funds within its envelope"
            yield Check("taken", what, cell, sum_of([money, *more]), AT_MOST, cell.term, book.cent, "M")
        for other in funding.needed(book.f, fund):
            what = f"{fund.id} is taken only beside {other}"
            yield Check(
                "taken",
                what,
                area.cell(line, "needs"),
                has,
                AT_MOST,
                book.sum("taken", book.name("f", other)),
                ZERO,
                "",
            )
        flow = book.by_period(family, name)
        series = len(funding.beneficiaries(book.f, fund)) * len(funding.phases(book.f, fund))
        for room, where, period in least_room(book, area, line, fund.limits, flow):
            what = f"{fund.id}: money that is left in {period}"
            yield Check("taken", what, where, room, AT_LEAST, number(0), ledger.unit(book.f) * max(1, series), "M")
