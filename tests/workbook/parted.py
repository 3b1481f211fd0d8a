"""Two examples taken apart for the tests of parts, and what a test asks of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl.workbook import Workbook

from procure.cli import exits
from procure.problem import Problem
from procure.workbook import inputs, retyped
from procure.workbook.read import read
from tests.cli.calling import CAVS, call, changed, column

__all__ = ["CAVS", "FIRMS", "NATIONS", "POOL", "edited", "problem_of", "refused", "split", "tables", "typed"]

POOL = "inputs/tanker-pool.xlsx"
NATIONS = {CAVS: ("DE", "DK", "FI", "LV", "SE"), POOL: ("BE", "DE", "LU", "NL", "NO")}
FIRMS = {
    CAVS: ("Patria", "Patria Latvia", "German line"),
    POOL: ("Eindhoven Operations", "Hamburg Technik", "Iberia Conversions"),
}


def split(book: str) -> list[str]:
    """The parts of an example's nations and firms, made by the command line."""
    made = []
    for option, names in (("--for", NATIONS[book]), ("--for-supplier", FIRMS[book])):
        for name in names:
            done = call("template", f"{name}.xlsx", "--from", book, option, name)
            assert done.code == exits.DONE, done.err
            made.append(f"{name}.xlsx")
    return made


def tables(path: str | Path) -> Any:
    problem, findings = read(path)
    assert problem is not None, "\n".join(map(str, findings))
    return inputs.tables(problem)


def typed(path: str, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet as they stand in it."""
    opened, findings = retyped.opened(Path(path))
    assert opened is not None, findings
    return [dict(line.cells) for line in opened.rows(sheet)]


def problem_of(path: str | Path) -> Problem:
    problem, _ = read(path)
    assert problem is not None
    return problem


def edited(path: str, sheet: str, row: int, header: str, value: object) -> str:
    """Writes a value into a part; returns the cell's address."""
    at: list[str] = []

    def change(book: Workbook) -> None:
        at.append(f"{column(book, sheet, header)}{row}")
        book[sheet][at[0]] = value

    changed(path, Path(path), change)
    return f"{path}!{sheet}!{at[0]}"


def refused(*words: str) -> str:
    """What `procure merge` says where it writes nothing."""
    done = call("merge", *words, "-o", "NEW.xlsx")
    assert done.code == exits.FINDINGS, done.out
    assert not Path("NEW.xlsx").exists()
    return done.err
