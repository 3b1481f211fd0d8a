"""Rewrites the golden files: `python -m tests.clauses.regold [clause ...]`. Read the difference before keeping it."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from procure.clauses import CLAUSES, name
from procure.problem import Problem
from tests.clauses import checked, small, unusual
from tests.handmade import PROBLEM

GOLDEN = Path(__file__).parent / "golden"
MODULES = {name(clause): clause for clause in CLAUSES}


def example(clause_name: str) -> Problem:
    """The EXAMPLE of a clause's test file."""
    found = importlib.import_module(f"tests.clauses.test_{clause_name}").EXAMPLE
    assert isinstance(found, Problem)
    return found


def text_of(clause_name: str) -> str:
    """The rows of one clause on the EXAMPLE of its test file, as the model is written."""
    return rows(clause_name, example(clause_name))


def rows_told(clause_name: str) -> str:
    """The rows of one clause on the programme made by hand and on the unusual one, and the cells they come from."""
    text = ""
    for title, problem in (("by hand", PROBLEM), ("unusual", unusual.PROBLEM)):
        body = rows(clause_name, problem).partition("Subject To\n")[2].partition("Bounds\n")[0]
        told = [(row.index, row.cells) for row in small.rows_of(MODULES[clause_name], problem).rows if row.cells]
        places = "".join(f"{', '.join(map(str, index))}: {'; '.join(cells)}\n" for index, cells in told)
        text += f"{title}\n{body}{title}, cells\n{places}"
    return text


def checks_of(clause_name: str) -> str:
    """What the clause's audit compares (checked.py)."""
    return checked.text(MODULES[clause_name], example(clause_name))


def rows(clause_name: str, problem: Problem) -> str:
    """The rows of one clause on a problem, as the model is written."""
    clause = MODULES[clause_name]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.lp"
        small.rows_of(clause, problem).write(path)
        return path.read_text(encoding="utf-8")


KINDS = {"lp": text_of, "rows": rows_told, "checks": checks_of}


def main(wanted: list[str]) -> None:
    for clause_name in wanted or [name(c) for c in CLAUSES]:
        for ending, text in KINDS.items():
            (GOLDEN / f"{clause_name}.{ending}").write_text(text(clause_name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
