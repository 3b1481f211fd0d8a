"""What a rule measures, as formulas over Decisions: (book, row) -> a Term, or the reason why there is none.

A row speaks of some nations, phases, packages, suppliers and periods. Work of whole phases is read from what the plan
counts by nation and phase (families counted, work), other work from the prices of packages and suppliers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal

from procure import counting, funding, tally
from procure.formulas.book import Book
from procure.formulas.places import Cell
from procure.formulas.term import NOTHING, ZERO, Term, constant, number, sum_of, total
from procure.measures import load
from procure.measures.rows import Row
from procure.plan import dec
from procure.problem import CONTRACT_PRICE

TINY = Decimal("0.000001")  # of units or awards: what is no more than this is none
NOISE = Decimal("0.000000001")  # of work


class NotExpressed(Exception):
    """A measure that the sheets cannot tell; its text says why."""


def measured(book: Book, row: Row) -> Term:
    """The row's measure, in its unit, without History. Raises NotExpressed."""
    found = _MEASURES.get(row.rule.measure)
    if found is None:
        raise NotExpressed(_WHY[row.rule.measure])
    return found(book, row)


def work(
    book: Book, row: Row, who: Collection[str], suppliers: Collection[str] | None = None, by_period: bool = False,
    phases: Collection[str] | None = None,
) -> Term:  # fmt: skip
    """Work of these nations on the row's packages in its periods, with its weights where the rule has them.

    suppliers: whose work, None = everybody's; by_period: as a row over the horizon; phases: those of the row's that
    count. Raises NotExpressed.
    """
    weighted, inside = row.rule.measure == "weighted work", row.phases if phases is None else phases
    if row.whole and not weighted:
        family = "counted" if counting.apart(book.f) else "work"
        cells = _nations(book, family, who, inside)
        return sum_of(_there(_in_window(book, row, family, *key, by_period=by_period) for key in cells))
    if book.f.problem.programme.work_counted != CONTRACT_PRICE:
        raise NotExpressed("work by base value or hours is told on no sheet package by package")
    parts_of = list(_of_pairs(book, row, who, suppliers, inside, by_period, weighted))
    if row.whole:
        others = [c for c in counting.others(book.f) if c.performed_in in who and c.phase in inside]
        parts_of += [_in_window(book, row, "other", book.name("c", c.id), by_period=by_period) for c in others]
    return sum_of(_there(parts_of))


def _of_pairs(
    book: Book, row: Row, who: Collection[str], suppliers: Collection[str] | None, phases: Collection[str],
    by_period: bool, weighted: bool,
) -> Iterator[Term]:  # fmt: skip
    for w, makers in _makers(book, row, suppliers, phases):
        for part, key in _parted(book, w, makers, who, tally.work_parts):
            families = ("price", "setup")
            done = sum_of(_there(_in_window(book, row, name, *key, by_period=by_period) for name in families))
            if done.text != NOTHING:
                weight = book.input("w", w, "weight").term if weighted else number(1)
                yield done if part == 1 and not weighted else done * weight * part


def _makers(
    book: Book, row: Row, suppliers: Collection[str] | None, phases: Collection[str]
) -> Iterator[tuple[str, list[str]]]:
    """The row's packages of these phases, each with those of its suppliers that count."""
    for w in row.packages:
        if book.f.packages[w].phase in phases:
            yield w, [s for s in book.f.suppliers_of[w] if not suppliers or s in suppliers]


def _parted(
    book: Book, package: str, makers: list[str], who: Collection[str], parts: Callable[..., tally.Parts]
) -> Iterator[tuple[Decimal, tuple[Cell, ...]]]:
    """(part that is these nations', key of Decisions) by supplier; or all of the package, less what is others'."""
    found = {s: tally.of(parts(book.f, package, s), who) for s in makers}
    name, less = book.name("w", package), {s: part - 1 for s, part in found.items()}
    shorter = sum(map(bool, less.values())) < sum(map(bool, found.values()))
    if shorter and set(makers) == set(book.f.suppliers_of[package]):
        yield Decimal(1), (name,)
        found = less
    yield from ((part, (name, book.name("s", s))) for s, part in found.items() if part)


def _nations(
    book: Book, family: str, who: Collection[str], phases: Collection[str]
) -> Iterator[tuple[Cell | None, ...]]:
    """Keys (nation, phase) whose sum is that of these nations and phases; one key stands for all where it can."""
    everybody, throughout = set(who) >= set(book.f.nations), set(phases) >= set(book.f.phases)
    of_nations = [None] if everybody else [book.name("n", n) for n in who if (family, n) in book.decided.spans]
    of_phases = [None] if throughout else [book.name("p", p) for p in phases]
    yield from ((n, p) for n in of_nations for p in of_phases)


def money(book: Book, row: Row, family: str, who: Collection[str], phases: Collection[str]) -> Term:
    """Sum of a family by nation and phase over the row's periods."""
    return sum_of(_there(_in_window(book, row, family, *key) for key in _nations(book, family, who, phases)))


def own_cost(book: Book, row: Row) -> Term:
    """Cost of the row's nations before grants and VAT."""
    apart = funding.apart(book.f)
    split = {"gross": [p for p in row.phases if p in apart], "charge": [p for p in row.phases if p not in apart]}
    return sum_of(_there(money(book, row, family, row.who, phases) for family, phases in split.items() if phases))


def total_cost(book: Book, row: Row) -> Term:
    """Cost of all work of the row's phases in its periods."""
    keys = [None] if set(row.phases) >= set(book.f.phases) else [book.name("p", p) for p in row.phases]
    return sum_of(_there(_in_window(book, row, "spend", p) for p in keys))


def components(book: Book, row: Row, who: Collection[str], suppliers: Collection[str]) -> Term:
    """Component cost of the row's packages with these suppliers that comes from these nations."""
    found = []
    for w, makers in _makers(book, row, suppliers, row.phases):
        for part, key in _parted(book, w, makers, who, tally.component_parts):
            price = _in_window(book, row, "price", *key)
            found += [price * (book.input("w", w, "component").term * (part / 100))] if price.text != NOTHING else []
    return sum_of(found)


def handed_over(book: Book, row: Row, who: Collection[str]) -> Term:
    """Units of the row's items that these nations receive in its periods."""
    keys = [(book.name("i", i), n) for i in row.items for n in _receivers(book, who)]
    return sum_of(_there(_in_window(book, row, "deliver", *key) for key in keys))


def _cost(book: Book, row: Row) -> Term:
    return money(book, row, "charge", row.who, row.phases)


def _payments(book: Book, row: Row) -> Term:
    return money(book, row, "pay", row.who, row.phases)


def _late(book: Book, row: Row) -> Term:
    area, found = book.output("Deliveries"), []
    for need in book.f.needs.values():
        line = area.find(need.name, need.nation, "late at the end")
        if need.nation in row.who and set(need.items) <= set(row.items) and line is not None:
            owed = area.across(line, book.labels[0], book.labels[-1])
            found.append(total(owed if row.periods == book.f.periods else owed * _inside(book, row)))
    return sum_of(found)


def _items(book: Book, row: Row) -> Term:
    to = _receivers(book, row.who)
    handed = (sum_of(_there(book.sum("deliver", book.name("i", i), n) for n in to)) for i in row.items)
    return sum_of(_any(one) for one in _there(handed))


def _receivers(book: Book, who: Collection[str]) -> list[Cell | None]:
    """Keys of these nations; one for any where all are meant."""
    return [None] if set(who) >= set(book.f.nations) else [book.name("n", n) for n in who]


def _suppliers(book: Book, row: Row) -> Term:
    makers = [s for s in row.suppliers if book.f.suppliers[s].nation in row.who]
    return sum_of(_any(one) for one in _there(_awards(book, ((w, s) for w in row.packages)) for s in makers))


def _packages(book: Book, row: Row) -> Term:
    held = []
    for w in row.packages:
        makers = (s for s in row.suppliers if tally.of(tally.work_parts(book.f, w, s), row.who) > 0)
        held.append(_awards(book, ((w, s) for s in makers)))
    return sum_of(_any(one) for one in _there(held))


def _counted_nations(book: Book, row: Row) -> Term:
    if row.rule.counts_from_fraction:
        least = work(book, row, tuple(book.f.nations)) * dec(row.rule.counts_from_fraction)
        return sum_of(_reaches(mine, least) for mine in _there(work(book, row, [n], row.suppliers) for n in row.who))
    parts = {pair: tally.work_parts(book.f, *pair) for pair in book.f.pairs}
    held = []
    for n in row.who:
        pairs = ((w, s) for (w, s), part in parts.items() if part.get(n, ZERO) > 0)
        held.append(_awards(book, ((w, s) for w, s in pairs if w in row.packages and s in row.suppliers)))
    return sum_of(_any(one) for one in _there(held))


def _awards(book: Book, pairs: Iterable[tuple[str, str]]) -> Term:
    """Awards of these packages to these suppliers; one sum for a supplier where all that it can hold is meant."""
    held: dict[str, set[str]] = {}
    for w, s in pairs:
        held.setdefault(s, set()).add(w)
    keys: list[tuple[Cell | None, Cell]] = []
    for s, packages in held.items():
        everything = {w for w, other in book.f.pairs if other == s} <= packages
        of = [None] if everything else [book.name("w", w) for w in sorted(packages)]
        keys += [(name, book.name("s", s)) for name in of]
    return sum_of(_there(book.sum("award", *key) for key in keys))


def _load(book: Book, row: Row) -> Term:
    """Effort by what a set, or a whole one-off package, asks of its supplier: a number in the formula."""
    f, found = book.f, []
    (of,) = load.unit(f, row.packages)
    for w, s in f.pairs:
        if w not in row.packages or s not in row.suppliers or f.suppliers[s].nation not in row.who:
            continue
        key, package = (book.name("w", w), book.name("s", s)), f.packages[w]
        if not package.recurring:
            begun = book.by_period("start", *key)
            if _there([begun]):
                begun = book.so_far(begun)
                busy = begun - book.before(begun, f.duration(package))
                found.append(total(busy * _inside(book, row)) * (dec(f.effort(w, s, of)) / f.duration(package)))
        for b in f.streams[w] if package.recurring else ():
            stream = book.key("make", 2, b.id) if b.id else None
            sets = _there([_in_window(book, row, "make", *key, stream)] if stream or not b.id else [])
            found += [one * dec(f.effort(w, s, of, b)) for one in sets]
    return sum_of(found)


def _unit_price(book: Book, row: Row) -> Term:
    made = {b for w in row.packages if book.f.packages[w] in book.f.per_unit for b in book.f.streams[w]}
    streams = [b for b in made if set(b.items) & set(row.items) and (b.buyers is None or set(b.buyers) & set(row.who))]
    found = []
    for b in sorted(streams, key=lambda b: (b.package, b.id)):
        alone = len(book.f.streams[b.package]) == 1
        stream = None if alone else book.key("price", 2, b.id)
        found += [book.sum("price", book.name("w", b.package), None, stream)] if alone or stream else []
    units = sum((dec(u) for need in book.f.needs.values() if need.nation in row.who and set(need.items) & set(row.items)
                 for u in need.due), ZERO)  # fmt: skip
    return sum_of(found) / units


_MEASURES: dict[str, Callable[[Book, Row], Term]] = {
    "work": lambda book, row: work(book, row, row.who, row.suppliers),
    "weighted work": lambda book, row: work(book, row, row.who, row.suppliers),
    "cost": _cost,
    "payments": _payments,
    "content": lambda book, row: components(book, row, row.who, row.suppliers),
    "deliveries": lambda book, row: handed_over(book, row, row.who),
    "late": _late,
    "load": _load,
    "packages": _packages,
    "suppliers": _suppliers,
    "nations": _counted_nations,
    "unit price": _unit_price,
    "items": _items,
}
_WHY = {
    "participants": "who takes part is stated in the inputs, and no decision changes it",
}


def _in_window(book: Book, row: Row, family: str, *key: Cell | None, by_period: bool = False) -> Term:
    """Sum of a family's decisions in the row's periods; what falls due after the last period is in none."""
    if by_period:
        found = book.by_period(family, *key)
        return found * _inside(book, row) if _there([found]) else found
    if row.periods == book.f.periods and family != "pay":
        return book.sum(family, *key)
    shown = book.labels[row.periods.start : row.periods.stop]
    return book.decided.inside(family, *key, labels=book.calendar.labels(shown[0], shown[-1]), of=shown)


def _inside(book: Book, row: Row) -> Term:
    """1 in the row's periods, else 0, as a row."""
    if row.periods == book.f.periods:
        return number(1)
    return constant(Decimal(t in row.periods) for t in book.f.periods)


def _any(amount: Term) -> Term:
    """1 where there is any, else 0."""
    value = Decimal(1) if amount.value > TINY else ZERO
    return Term(f"IF(({amount.text})>{TINY:f},1,0)", (value,), amount.array)


def _reaches(amount: Term, least: Term) -> Term:
    """1 where there is so much, but for what 15 digits lose, else 0."""
    value = Decimal(amount.value > NOISE and amount.value - least.value > -NOISE)
    text = f"IF(AND(({amount.text})>{NOISE:f},({amount.text})-({least.text})>-{NOISE:f}),1,0)"
    return Term(text, (value,), amount.array or least.array)


def _there(terms: Iterable[Term]) -> list[Term]:
    """Those of which there is any decision."""
    return [term for term in terms if term.text != NOTHING]
