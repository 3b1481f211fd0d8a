"""What period cells of an input leave of a limit: as a row where a cell is for one period, else cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from procure.agreed import Limit
from procure.formulas.book import Book
from procure.formulas.places import Area, Cell
from procure.formulas.term import Term, as_term, least, total

Room = tuple[Term, Cell, str]  # what is left at least, the first cell of the limits, the periods in words


def least_room(
    book: Book,
    area: Area,
    line: int,
    limits: Sequence[Limit],
    used: Term,
    factor: Term | int = 1,
    more: Term | int = 0,
    years: Sequence[int] = (),
) -> Iterator[Room]:
    """Of the limits in a line: what they times `factor` and `more` leave of what is used, in the tightest period.

    used, more: by period. One room for each run of periods whose cells stand beside each other, one for each cell that
    is for several periods. years: of the periods, as such cells count them; of the calendar by default.
    """
    single = [x for x in limits if x.span.first == x.span.last and x.column in ("", book.labels[x.span.first])]
    for run in _beside(book, area, [x.span.first for x in single]):
        first, last = book.labels[run[0]], book.labels[run[-1]]
        cells = area.across(line, first, last)
        needed = book.part(used, run[0], run[-1])
        given = as_term(factor) * cells + book.part(as_term(more), run[0], run[-1])
        left = Term((given - needed).text, (given - needed).values, True)
        words = first if first == last else f"the tightest period, {first} to {last}"
        yield least(left), area.cell(line, first), words
    for x in limits:
        if x not in single:
            label = x.column or str((years or book.f.calendar.years)[x.span.first])
            cell, inside = area.cell(line, label), book.within(x.span.first, x.span.last)
            left = as_term(factor) * cell.term + total(as_term(more) * inside) - total(used * inside)
            yield left, cell, label


def _beside(book: Book, area: Area, periods: list[int]) -> Iterator[list[int]]:
    """Runs of periods that follow each other and whose columns stand beside each other."""
    run: list[int] = []
    for t in sorted(periods):
        if run and (t != run[-1] + 1 or area.position(book.labels[t]) != area.position(book.labels[run[-1]]) + 1):
            yield run
            run = []
        run.append(t)
    if run:
        yield run
