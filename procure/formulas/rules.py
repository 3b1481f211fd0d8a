"""Rules: what the plan reaches is measured again from Decisions, and compared with the amount and with Rule results.

    a row that must hold   measure + History  >=, <=, =  amount, or its part of what the base says (measures/bases.py)
    every row              reached on Rule results = the same measure, on the scale of the amount
    every rule             amount on Rule results = amount in Rules; room = what lies between reached and amount

What data alone says stands in the formulas as numbers: agreed shares, parts due, GDP of several years, History.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from procure import counting, keys, rules
from procure.formulas.book import Book
from procure.formulas.check import EQUAL, Check, Checks, Unexpressed
from procure.formulas.measured import NotExpressed, components, handed_over, measured, own_cost, total_cost, work
from procure.formulas.places import Area, Cell
from procure.formulas.term import MOST, NOTHING, ZERO, Term, constant, number, size, sum_of, total
from procure.measures import MEASURES, past
from procure.measures import reached as figures
from procure.measures.bases import (
    ABSOLUTE,
    COMPONENT_COST,
    EARLIER,
    GDP,
    OWN_COST,
    PARTNERS_WORK,
    POINTS,
    PRO_RATA,
    SHARED,
    TOTAL_COST,
)
from procure.measures.rows import Row
from procure.plan import dec
from procure.problem import CONDITION, Rule

HUNDRED = Decimal(100)
GRAIN = Decimal("0.0000001")  # of a figure that is a part of something: what 15 digits may lose
RESULTS = "Rule results"


@dataclass(frozen=True, slots=True)
class Against:
    """A row as terms. found: the measure, or its distance from what it is to be near to; expected: what an agreed share
    comes to; whole: what 100 is of, None where the amount is no part of anything."""

    found: Term
    expected: Term
    whole: Term | None


def results(book: Book) -> Checks:
    """Every row of every rule, and what of them no sheet tells."""
    if RESULTS not in book.outputs or not book.output(RESULTS).rows:
        return
    area, told = book.output(RESULTS), set()
    for line, row in enumerate(rules.rows(book.f)):
        group = f"rule {row.rule.id}"
        try:
            made = list(_row(book, area, line, row))
        except NotExpressed as why:
            made = []
            if (row.rule.id, str(why)) not in told:
                yield Unexpressed(group, f"{', '.join(row.index) or row.rule.id}: {why}.")
            told.add((row.rule.id, str(why)))
        yield from made
    for rule in book.f.problem.rules:
        yield from _amounts(book, area, rule)


def _row(book: Book, area: Area, line: int, row: Row) -> Iterator[Check]:
    rule, group, at = row.rule, f"rule {row.rule.id}", area.cell(line, "reached")
    measure = MEASURES[rule.measure]
    value, own = measure.value(book.x.plan, book.f, row), measure.tolerance(book.x.plan, book.f, row)
    one = figures.compare(book.x.plan, book.f, row, value, own)
    against, what = _against(book, row), ", ".join(row.index) or "the whole programme"
    unit = counting.unit(book.f) if "work" in rule.measure else measure.UNIT
    if book.x.results[line].needed and rule.strength in ("must", CONDITION):
        limit = _limit(book, row, against)
        held = Check(group, f"{what}: {rule.measure}", at, against.found, one.relation, limit, one.tolerance, unit)
        yield _short(held)
    if at.value is not None:
        told = at.term if against.whole is None else against.whole * at.term / HUNDRED
        loose = GRAIN * max(Decimal(1), abs(told.value)) + book.cent
        said = f"{what}: what {RESULTS} says is reached"
        yield _short(Check(group, said, at, told + against.expected, EQUAL, against.found, loose, unit))


def _short(check: Check) -> Check:
    """The check. Raises NotExpressed where a formula of it is longer than a cell takes."""
    if max(len(check.found.text), len(check.limit.text)) > MOST:
        raise NotExpressed("the formula is longer than a cell takes")
    return check


def _limit(book: Book, row: Row, against: Against) -> Term:
    """What the measure is held against, in its own unit."""
    rule, amount = row.rule, _amount(book, row.rule).term
    if against.whole is None:
        return amount
    part = against.whole * amount / HUNDRED
    if rule.relation == "within":
        return part
    return against.expected - part if rule.base == POINTS and rule.relation == ">=" else against.expected + part


def _against(book: Book, row: Row) -> Against:
    rule, column = row.rule, past.COLUMNS.get(row.rule.measure)
    value = measured(book, row)
    if rule.base == PRO_RATA:
        due = handed_over(book, row, tuple(book.f.nations)) * _part_due(book, row)
        return Against(size(value - due), number(0), None)
    found = _with(value, past.found(book.f, row, row.who, column) if column else ZERO)
    if rule.base in ABSOLUTE:
        return Against(found, number(0), None)
    expected, whole = _whole(book, row)
    if rule.relation == "within":
        return Against(size(found - (expected if rule.base == POINTS else whole)), number(0), whole)
    return Against(found, expected if rule.base == POINTS else number(0), whole)


def _whole(book: Book, row: Row) -> tuple[Term, Term]:
    """(what the agreed share comes to, what 100 is of)."""
    f, base = book.f, row.rule.base
    if base == GDP:
        years = dec(f.calendar.year_fraction) * (len(row.periods) + dec(past.periods(f, row)))
        return number(0), sum_of(book.input("n", n, "gdp").term for n in row.who) * years
    if base == EARLIER:
        return number(0), number(dec(dict(row.rule.references).get(", ".join(row.index), 0.0)))
    if base == OWN_COST:
        return number(0), _with(own_cost(book, row), past.found(f, row, row.who, "paid_m"))
    if base == TOTAL_COST:
        return number(0), _with(total_cost(book, row), past.found(f, row, tuple(f.nations), "paid_m"))
    if base == COMPONENT_COST:
        return number(0), components(book, row, tuple(f.nations), tuple(f.suppliers))
    who = f.partners if base in (*SHARED, PARTNERS_WORK) else tuple(f.nations)
    if base in SHARED:
        expected = _expected(book, row)
        before = sum((done for _, done in past.expected(f, row)), ZERO)
        return expected, _with(work(book, row, who), before) if base == POINTS else expected
    return number(0), _with(work(book, row, who), past.found(f, row, who, "work"))


def _expected(book: Book, row: Row) -> Term:
    """What the agreed shares of the row's nations come to of the partners' work."""
    f, parts = book.f, []
    for p in row.phases:
        share = keys.agreed_share(f, f.phases[p]) or {}
        own = [sum((dec(share.get((n, t), 0.0)) for n in row.who), ZERO) for t in f.periods]
        if len(set(own)) == 1:
            done = work(book, row, f.partners, phases=(p,))
            parts.append(done * own[0])
        else:
            parts.append(total(work(book, row, f.partners, by_period=True, phases=(p,)) * constant(own)))
    before = sum((share * done for share, done in past.expected(f, row)), ZERO)
    return _with(sum_of(part for part in parts if part.text != NOTHING), before)


def _part_due(book: Book, row: Row) -> Decimal:
    """The part of the row's nations in all that is due by its periods: data."""
    needed = [(d.nation, dec(d.due[t])) for d in book.f.needs.values() if set(row.items) >= set(d.items)
              for t in row.periods]  # fmt: skip
    return sum((u for n, u in needed if n in row.who), ZERO) / sum((u for _, u in needed), ZERO)


def _with(term: Term, before: Decimal) -> Term:
    return term + before if before else term


def _amount(book: Book, rule: Rule) -> Cell:
    """The cell of Rules with the rule's amount."""
    area = book.inputs["Rules"]
    line = area.find(rule.id)
    if line is None:
        raise NotExpressed("the sheet Rules has no row of it")
    return area.cell(line, "amount")


def _amounts(book: Book, area: Area, rule: Rule) -> Checks:
    """Rule results tells the rule's amount, and as room what lies between it and what is reached."""
    lines = [line for line, result in enumerate(book.x.results) if result.rule.id == rule.id]
    if not lines:
        return
    first, last, group = lines[0], lines[-1], f"rule {rule.id}"
    amounts, many = area.numbers("amount", first, last), len(lines)
    below = rule.base == POINTS and rule.relation == ">="
    stated = _amount(book, rule)
    if len(lines) != last - first + 1 or stated.term.value != dec(rule.amount):
        yield Unexpressed(group, f"its rows of {RESULTS} do not stand together, or its amount is no number in Rules.")
        return
    asked = stated.term * -1 if below else stated.term
    apart = total(size(amounts - asked))
    yield Check(group, f"{RESULTS}: amounts of {many} rows, apart from Rules", area.cell(first, "amount"), apart, EQUAL,
                number(0), GRAIN * many, rules.unit_of(rule))  # fmt: skip
    if all(area.rows[line][area.headers.index("room")] is not None for line in lines):
        reached, room = area.numbers("reached", first, last), area.numbers("room", first, last)
        least = rule.relation == ">=" and rule.base != PRO_RATA
        between = reached - amounts if least else amounts - reached
        if rule.relation == "=" and rule.base != PRO_RATA:
            between = size(between) * -1
        yield Check(group, f"{RESULTS}: room of {many} rows, apart from amount and reached", area.cell(first, "room"),
                    total(size(room - between)), EQUAL, number(0), GRAIN * many * 100, rules.unit_of(rule))  # fmt: skip
