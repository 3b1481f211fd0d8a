"""Shares and returns: Cost shares, Work shares and the nations of Summary follow from Decisions and from each other.

Keys and agreed shares are data; where they change from period to period they stand in the formulas as numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from procure import counting, keys
from procure.formulas.book import Book
from procure.formulas.charged import direct
from procure.formulas.check import EQUAL, TOTALS, Check
from procure.formulas.places import Area
from procure.formulas.term import NOTHING, ZERO, Term, constant, number, size, sum_of, total
from procure.plan import dec
from procure.tables.figures import SEEN
from procure.tables.money import ALL_PHASES
from procure.tables.work import ALL_SECTORS, PLACED

COST, WORK, SUMMARY = "Cost shares", "Work shares", "Summary"
GRAIN = Decimal("0.000000001")  # of a fraction: what 15 digits may lose
HUNDRED = Decimal(100)


def cost_shares(book: Book) -> Iterator[Check]:
    """What nations are charged and bear, the share that this is, and the share that the key comes to."""
    area = book.output(COST)
    for first, last in _blocks(area):
        phase = str(area.rows[first][0])
        if first == last:
            continue
        p = None if phase == ALL_PHASES else book.name("p", phase)
        bears = area.headers[3]  # "charge", or what nations bear before grants and VAT
        for line in range(first, last):
            nation = book.name("n", str(area.rows[line][1]))
            for header in dict.fromkeys((bears, "charge")):
                decided = book.sum("charge", nation, p)
                if header != "charge":
                    decided = decided + book.sum("grant", None, nation, p) - book.sum("vat", nation, p)
                at = area.cell(line, header)
                what = f"{nation.value}, {phase}: {header}, as in Decisions"
                yield Check(TOTALS, what, at, at.term, EQUAL, decided, book.cent, "M")
        for header in dict.fromkeys((bears, "charge")):
            yield _sum_above(area, first, last, header, f"{phase}: {header}", book.cent, "M")
        whole = area.cell(last, bears).term
        yield _shares(area, first, last, bears, "cost share", whole, f"{phase}: cost shares", COST)
        if p is not None:
            yield from _agreed_cost(book, area, first, last, phase)
            yield _points(area, first, last, "cost share", phase)


def _agreed_cost(book: Book, area: Area, first: int, last: int, phase: str) -> Iterator[Check]:
    f = book.f
    key = book.x.key(f.phases[phase])
    if key is None:
        return
    spent, beside = book.by_period("spend", book.name("p", phase)), (phase,) in book.x.direct
    keyed = spent - direct(book, phase) if beside else spent
    for line in range(first, last):
        what, nation = f"{phase}: share of cost agreed", str(area.rows[line][1])
        if beside:
            mine = total(direct(book, phase, nation)) + total(keyed * _over_time(book, key, nation))
            yield from _agreed(area, line, mine / total(spent), what)
        else:
            yield from _agreed(area, line, _weighted(book, key, nation, spent), what)


def work_shares(book: Book) -> Iterator[Check]:
    """Work of nations by phase and sector, the share of the partners' work that this is, and the share agreed."""
    area, family = book.output(WORK), "counted" if counting.apart(book.f) else "work"
    unit = counting.unit(book.f)
    for first, last in _blocks(area):
        phase, sector = str(area.rows[first][0]), str(area.rows[first][1])
        if sector == ALL_SECTORS:
            for line in range(first, last):
                at, nation = area.cell(line, "work"), book.name("n", str(area.rows[line][2]))
                done = book.sum(family, nation, book.name("p", phase))
                what = f"{nation.value}, {phase}: work, as in Decisions"
                yield Check(TOTALS, what, at, at.term, EQUAL, done, _loose(book, done), unit)
                yield _by_sector(book, area, line, phase)
            if first < last:
                loose = book.cent + _loose(book, area.cell(last, "work").term)
                yield _sum_above(area, first, last, "work", f"{phase}: work", loose, unit)
        partners = [line for line in range(first, last) if area.rows[line][2] in book.f.partners]
        if partners and area.rows[partners[0]][4] is not None:
            whole = total(area.numbers("work", partners[0], partners[-1]))
            what = f"{phase}, {sector}: shares of the partners' work"
            yield _shares(area, partners[0], partners[-1] + 1, "work", "work share", whole, what, WORK)
        if partners and sector == ALL_SECTORS:
            yield from _agreed_work(book, area, partners, phase, family)


def _by_sector(book: Book, area: Area, line: int, phase: str) -> Check:
    """A nation's work is the sum of its lines by sector."""
    nation, at = str(area.rows[line][2]), area.cell(line, "work")
    lines = [k for k, row in enumerate(area.rows) if row[0] == phase and row[2] == nation and row[1] != ALL_SECTORS]
    parts = sum_of(area.cell(k, "work").term for k in lines)
    what = f"{nation}, {phase}: work, as the sum over sectors"
    return Check(TOTALS, what, at, at.term, EQUAL, parts, _loose(book, at.term), counting.unit(book.f))


def _agreed_work(book: Book, area: Area, partners: Sequence[int], phase: str, family: str) -> Iterator[Check]:
    key = keys.agreed_share(book.f, book.f.phases[phase])
    if key is None or area.rows[partners[0]][area.headers.index("agreed")] is None:
        return
    done = [book.by_period(family, book.name("n", n), book.name("p", phase)) for n in book.f.partners]
    there = sum_of(row for row in done if row.text != NOTHING)
    for line in partners:
        part = _weighted(book, key, str(area.rows[line][2]), there)
        yield from _agreed(area, line, part, f"{phase}: share of work agreed")
    yield _points(area, partners[0], partners[-1] + 1, "work share", phase)


def homes(book: Book) -> Iterator[Check]:
    """A supplier's work stands under the nation that Suppliers gives it."""
    area = book.output(PLACED)
    makers, where = area.down("supplier"), area.down("nation")
    for s in dict.fromkeys(str(line[area.headers.index("supplier")]) for line in area.rows):
        if s in book.f.suppliers:
            home = book.input("s", s, "nation")
            text = f"SUMPRODUCT(EXACT({makers},{book.name('s', s).text})*(1-EXACT({where},{home.text})))"
            what = f"{s}: lines on {PLACED} under another nation than in Suppliers"
            yield Check(TOTALS, what, home, Term(text, (ZERO,)), EQUAL, number(0), ZERO, "lines")


def nations(book: Book) -> Iterator[Check]:
    """The nations of Summary: cost and work as on the sheets, shares and returns as they follow."""
    (area,) = book.titled(SUMMARY, "Nations")
    last, f, unit = len(area.rows) - 1, book.f, counting.unit(book.f)
    family = "counted" if counting.apart(f) else "work"
    for line, (n, *_) in enumerate(area.rows[:last]):
        nation, cost, work = book.name("n", str(n)), area.cell(line, "cost"), area.cell(line, "work")
        done, units = book.sum(family, nation), book.sum("deliver", None, nation)
        bears = book.sum("charge", nation) + book.sum("grant", None, nation) - book.sum("vat", nation)
        received = area.cell(line, "units")
        for what, at, there, loose, of in (
            ("units", received, units, SEEN * len(f.periods), "units"),
            ("cost", cost, book.sum("charge", nation), book.cent, "M"), ("work", work, done, _loose(book, done), unit),
        ):  # fmt: skip
            yield Check(TOTALS, f"{n}: {what} on {SUMMARY}, as in Decisions", at, at.term, EQUAL, there, loose, of)
        back = area.cell(line, "return")
        if back.value is not None:
            loose = GRAIN * 1000 * max(Decimal(1), abs(back.term.value))
            yield Check(TOTALS, f"{n}: return on {SUMMARY}", back, back.term, EQUAL, work.term / bears, loose, "")
    for header, loose, of in (("units", SEEN, "units"), ("cost", book.cent, "M"), ("work", book.cent, unit)):
        loose += _loose(book, area.cell(last, header).term) if header == "work" else ZERO
        yield _sum_above(area, 0, last, header, f"{SUMMARY}: {header} of all", loose, of)
    whole = area.cell(last, "cost").term
    yield _shares(area, 0, last, "cost", "cost share", whole, "cost shares", SUMMARY)
    partners = [line for line in range(last) if area.rows[line][0] in f.partners]
    if partners and area.rows[partners[0]][area.headers.index("work share")] is not None:
        done = total(area.numbers("work", partners[0], partners[-1]))
        yield _shares(area, partners[0], partners[-1] + 1, "work", "work share", done, "work shares", SUMMARY)
    if partners:
        yield _balances(book, area, partners[0], partners[-1])


def _balances(book: Book, area: Area, first: int, last: int) -> Check:
    """Balances of work against what was agreed sum to nothing."""
    at, many = area.cell(first, "balance"), last - first + 1
    loose = _loose(book, area.cell(len(area.rows) - 1, "work").term) * many
    balance = total(area.numbers("balance", first, last))
    return Check(TOTALS, f"balances of the partners on {SUMMARY} sum to nothing", at, balance, EQUAL, number(0), loose,
                 counting.unit(book.f))  # fmt: skip


def _agreed(area: Area, line: int, part: Term, what: str) -> Iterator[Check]:
    at, nation = area.cell(line, "agreed"), area.rows[line][area.headers.index("nation")]
    if at.value is not None:
        yield Check(TOTALS, f"{nation}, {what}", at, at.term, EQUAL, part, GRAIN, "")


def _weighted(book: Book, key: keys.Key, nation: str, amounts: Term) -> Term:
    """What a key comes to over the amounts of the periods."""
    own = _over_time(book, key, nation)
    return own if len(own.values) == 1 else total(amounts * own) / total(amounts)


def _over_time(book: Book, key: keys.Key, nation: str) -> Term:
    """A nation's part by a key, period by period; one number where it never changes."""
    return constant(dec(key.get((nation, t), 0.0)) for t in book.f.periods)


def _shares(
    area: Area, first: int, last: int, amounts: str, shares: str, whole: Term, what: str, sheet: str
) -> Check:
    """Shares of the lines first..last - 1 are their amounts over the whole; together, by how much they are apart."""
    at, parts = area.cell(first, shares), area.numbers(amounts, first, last - 1)
    apart = total(size(area.numbers(shares, first, last - 1) - parts / whole))
    return Check(TOTALS, f"{what} on {sheet}, apart from the amounts", at, apart, EQUAL, number(0),
                 GRAIN * (last - first), "")  # fmt: skip


def _points(area: Area, first: int, last: int, shares: str, phase: str) -> Check:
    """Points above the share agreed are share less agreed; lines without either are left out."""
    lines = [k for k in range(first, last) if area.cell(k, "above agreed").value is not None]
    apart = []
    for k in lines:
        between = (area.cell(k, shares).term - area.cell(k, "agreed").term) * HUNDRED
        apart.append(size(area.cell(k, "above agreed").term - between))
    at = area.cell(first, "above agreed")
    return Check(TOTALS, f"{phase}: points above the share agreed on {area.sheet}", at, sum_of(apart), EQUAL,
                 number(0), GRAIN * HUNDRED * max(1, len(lines)), "points")  # fmt: skip


def _sum_above(area: Area, first: int, last: int, header: str, what: str, loose: Decimal, unit: str) -> Check:
    """A line of all is the sum of the lines above it."""
    at = area.cell(last, header)
    above = total(area.numbers(header, first, last - 1))
    return Check(TOTALS, f"{what}, as the sum of the lines above", at, at.term, EQUAL, above, loose, unit)


def _blocks(area: Area) -> Iterator[tuple[int, int]]:
    """(first line, line of all) of lines that speak of the same phase, or phase and sector; lines without one end
    where the next begins."""
    many = 2 if "sector" in area.headers else 1
    first = 0
    for line, row in enumerate(area.rows):
        after = area.rows[line + 1] if line + 1 < len(area.rows) else None
        if after is None or after[:many] != row[:many]:
            closed = row[many] == "all"
            yield first, line if closed else line + 1
            first = line + 1


def _loose(book: Book, work: Term) -> Decimal:
    """What is lost where work is split over nations, or counted in hours, and kept at 15 digits."""
    return book.cent + SEEN * abs(work.value)
