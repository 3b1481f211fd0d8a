"""The resolved tables of a problem: read again they are the same problem, at the same addresses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from procure.problem import Problem
from procure.verbs import read
from procure.whatif.resolved import book_of, problem_of
from procure.workbook.headers import number
from tests.workbook import books

EXAMPLES = sorted((Path(__file__).parents[2] / "inputs").glob("*.xlsx"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_book_of_a_problem_is_read_as_the_same_problem(path: Path) -> None:
    problem = read(path)
    again, findings = problem_of(book_of(problem))
    assert again is not None, "\n".join(map(str, findings))
    for table in ("nations", "requirements", "packages", "budgets", "quotes", "capacities", "shares", "phases"):
        plain = [[replace(noun, row=0) for noun in getattr(one, table)] for one in (again, problem)]
        assert plain[0] == plain[1], table
    assert {r.id: r.amount for r in again.rules} == {r.id: r.amount for r in problem.rules}
    assert {f.id: f.envelope_m for f in again.funds} == {f.id: f.envelope_m for f in problem.funds}


def test_a_cell_keeps_the_address_it_has_in_the_user_s_book() -> None:
    tables = books.good()
    tables["Nations"].insert(2, ["# a comment that takes a row"])
    problem = books.read(tables)[0]
    assert isinstance(problem, Problem)
    again, _ = problem_of(book_of(problem))
    assert again is not None
    row = next(n.row for n in problem.nations if n.id == "DE")
    assert problem.cell("Nations", row, "gdp") == again.cell("Nations", row, "gdp") == "Nations!E4 gdp"


def test_letters_are_numbers_of_columns() -> None:
    assert [number(letters) for letters in ("A", "Z", "AA", "AB")] == [1, 26, 27, 28]
