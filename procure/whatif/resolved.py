"""A problem as the book that it is: every table as resolved, each cell at the address it has in the user's workbook.

Rows that the user's workbook does not have (a model's rules) and columns that it does not show come after its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from procure.findings import Finding, errors
from procure.problem import Problem
from procure.workbook import cells, headers, inputs, read
from procure.workbook.cells import Book, Cell, RawSheet

FIRST = 2  # the first row below the headers


def book_of(problem: Problem) -> Book:
    """The problem's tables as an open workbook; reading it makes an equal problem."""
    rows_of = inputs.rows(problem)
    sheets = (
        _sheet(problem, name, header, rows, rows_of.get(name, ()))
        for name, (header, rows) in inputs.tables(problem).items()
    )
    return Book(problem.programme.name, tuple(sheets))


def problem_of(book: Book) -> tuple[Problem | None, list[Finding]]:
    """The problem of resolved tables, None where they have errors, and every finding about them."""
    problem, findings = read.from_book(book, resolved=True)
    return (None if errors(findings) else problem), findings


def _sheet(problem: Problem, name: str, header: Sequence[str], rows: inputs.Rows, numbers: Sequence[int]) -> RawSheet:
    places = _columns(problem, name, header)
    made = [tuple(sorted(_cells(1, header, places), key=lambda cell: cell.column))]
    spare = count(max([FIRST - 1, *numbers]) + 1)
    at = [(number or next(spare), row) for number, row in zip(_padded(numbers, len(rows)), rows, strict=True)]
    for number, row in sorted(at, key=lambda one: one[0]):
        made.append(tuple(sorted(_cells(number, row, places), key=lambda cell: cell.column)))
    return RawSheet(name, tuple(row for row in made if row))


def _padded(numbers: Sequence[int], length: int) -> list[int]:
    return [*numbers, *(0 for _ in range(length - len(numbers)))]


def _columns(problem: Problem, name: str, header: Sequence[str]) -> list[int]:
    """Number of each column: the user's, else the next free one."""
    known = {column: headers.number(letters) for column, letters in problem.columns.get(name, {}).items() if letters}
    spare = count(max(known.values(), default=0) + 1)
    return [known[column] if column in known else next(spare) for column in header]


def _cells(row: int, values: Sequence[inputs.Value], places: Sequence[int]) -> Iterator[Cell]:
    for value, column in zip(values, places, strict=True):
        if value is not None:
            yield Cell(row, column, value, cells.TEXT if isinstance(value, str) else cells.NUMBER)
