"""Totals: the figures of the output sheets are sums over Decisions, and add up, to the rounding unit."""

from __future__ import annotations

from collections.abc import Iterator

from procure import dues
from procure.formulas import quantities
from procure.formulas.book import Book
from procure.formulas.check import EQUAL, TOTALS, Check, Checks, Unexpressed
from procure.formulas.places import Area, Cell
from procure.formulas.term import ZERO, Term, differences, number, size, sum_of, total
from procure.tables.figures import SEEN

FAMILIES = {
    "charge": "charge", "due": "due", "paid": "pay", "settled with the others": "settle", "drawn from loans": "draw",
    "paid back": "repay",
}  # fmt: skip


def lines_of_decisions(book: Book) -> Iterator[Check]:
    """A sum over a family is a sum over all its lines: they stand together, and nothing stands below the last."""
    area = book.decided.area
    for family, (first, last) in book.decided.families().items():
        lines = f'SUMPRODUCT(--EXACT({area.down("family", first, last)},"{family}"))'
        what = f"Decisions of the family {family} stand in lines {area.first + first + 1} to {area.first + last + 1}"
        many = number(last - first + 1)
        found = Term(lines, many.values)
        yield Check(TOTALS, what, area.cell(first, "family"), found, EQUAL, many, ZERO, "lines")


def payments(book: Book) -> Iterator[Check]:
    """Charge, due and paid of every nation in every period, and of all together."""
    area, seen = book.output("Payments"), set()
    labels = tuple(book.f.calendar.label(t) for t in dues.periods(book.f))
    headers = area.labels(labels[0], labels[-1])
    for line, (n, said, *_) in enumerate(area.rows):
        figure, (_, _, phase) = str(said), str(said).partition("paid for ")
        if (n, figure) in seen or not (figure in FAMILIES or phase):
            continue
        seen.add((n, figure))  # what else is called so is in the nation's own money
        nation = None if n == "all" else book.name("n", str(n))
        family = FAMILIES.get(figure, "pay")
        of = (None, nation) if family in ("draw", "repay") else (nation, book.name("p", phase) if phase else None)
        row = area.across(line, labels[0], labels[-1])
        decided = book.decided.by_period(family, *of, labels=headers, of=labels)
        yield _row(book, area, line, f"{n}: {figure}", row, decided)


def _row(book: Book, area: Area, line: int, who: str, row: Term, decided: Term, unit: str = "M") -> Check:
    """A row by period is the sum of its decisions, and its total the sum of the row."""
    loose = book.cent if unit == "M" else SEEN
    apart, at = differences(row, decided), area.cell(line, "total")
    if at.value is not None:
        apart = apart + size(at.term - total(row))
    what = f"{area.sheet}, {who}: by how much periods and total differ from Decisions"
    return Check(TOTALS, what, at, apart, EQUAL, number(0), loose, unit)


def work_packages(book: Book) -> Iterator[Check]:
    """Price, set-up and sets of every package and supplier on Work packages, and their sums."""
    area, packages = book.output("Work packages"), book.f.packages
    for line, row in enumerate(area.rows):
        if row[area.position("price")] is None or str(row[0]) not in packages or str(row[4]) not in book.f.suppliers:
            continue
        name, supplier = book.name("w", str(row[0])), book.name("s", str(row[4]))
        at = area.cell(line, "price")
        paid = book.sum("price", name, supplier) + book.sum("setup", name, supplier)
        shown = at.term + area.cell(line, "set-up").term
        what = f"{area.sheet}, {name.value}, {supplier.value}: price and set-up"
        lines = sum((other[0], other[4]) == (row[0], row[4]) for other in area.rows)
        if lines == 1:  # of a package that begins in parts each line shows the whole price
            yield Check(TOTALS, what, at, shown, EQUAL, paid, book.cent, "M")
        if packages[str(row[0])].recurring:
            cells = area.across(line, book.labels[0], book.labels[-1])
            apart = differences(cells, book.by_period("make", name, supplier))
            what = (
                f"{area.sheet}, {name.value}, {supplier.value}: by how much the sets differ from Decisions, all periods"
            )
            yield Check(TOTALS, what, at, apart, EQUAL, number(0), SEEN * len(book.labels), "sets")
    last = len(area.rows) - 1
    for header, family in (("price", "price"), ("set-up", "setup")):
        at = area.cell(last, header)
        yield Check(TOTALS, f"{area.sheet}: {header} of all", at, at.term, EQUAL, book.sum(family), book.cent, "M")


def deliveries(book: Book) -> Checks:
    """Units due, delivered, built and kept on Deliveries, by period."""
    area, left_out = book.output("Deliveries"), False
    needs = {(need.name, need.nation): need for need in book.f.needs.values()}
    for line, (name, n, figure, *_) in enumerate(area.rows):
        row = area.across(line, book.labels[0], book.labels[-1])
        who = f"{n}, {name}: {figure}"
        need, plain = needs.get((str(name), str(n))), str(figure)
        if n == "all" and plain in ("built", "in stock at the end"):
            family = "built" if plain == "built" else "stock"
            decided = book.by_period(family, book.name("i", str(name)))
        elif n == "all" and plain in ("due", "delivered", "late at the end"):
            same = (k for k, other in enumerate(area.rows) if (other[0], other[2]) == (name, figure))
            parts = [k for k in same if (str(name), str(area.rows[k][1])) in needs]
            decided = sum_of(area.across(k, book.labels[0], book.labels[-1]) for k in parts)
        elif n != "all" and plain == "delivered":
            items = need.items if need is not None else (str(name),)
            decided = sum_of(book.by_period("deliver", book.name("i", i), book.name("n", str(n))) for i in items)
        elif need is not None and plain == "due":
            decided = quantities.owed(book, need)
        elif need is not None and plain == "late at the end":
            handed = sum_of(book.by_period("deliver", book.name("i", i), book.name("n", str(n))) for i in need.items)
            ahead = book.so_far(quantities.owed(book, need)) - book.so_far(handed)
            decided = Term(f"({ahead.text})*(({ahead.text})>0)", tuple(max(v, ZERO) for v in ahead.values), True)
        else:
            left_out = True
            continue
        yield _row(book, area, line, who, row, decided, "units")
    if left_out:
        yield Unexpressed(
            TOTALS, "on Deliveries: what units count for among firm ones, options and wishes; fleets needed"
        )


def by_year(book: Book) -> Iterator[Check]:
    """Payments and deliveries by nation and year on Summary."""
    for title, family in (("Payments by nation and year", "pay"), ("Deliveries by nation and year", "deliver")):
        for area in book.titled("Summary", title):
            years = area.headers[2:]
            labels = area.labels(years[0], years[-1])
            for line, (n, *_) in enumerate(area.rows):
                nation = None if n == "all" else book.name("n", str(n))
                key = (nation,) if family == "pay" else (None, nation)
                row = area.across(line, years[0], years[-1])
                decided = book.decided.by_year(family, *key, labels=labels, of=years)
                loose = book.cent if family == "pay" else SEEN * len(book.labels)
                apart, at = differences(row, decided), area.cell(line, years[0])
                if area.rows[line][1] is not None:
                    whole = Cell(area.sheet, area.first + line, area.columns[1], area.rows[line][1])
                    apart = apart + size(whole.term - book.sum(family, *key))
                what = f"Summary, {title.split()[0].lower()} of {n}: by how much years and total differ from Decisions"
                yield Check(TOTALS, what, at, apart, EQUAL, number(0), loose, "M" if family == "pay" else "units")
