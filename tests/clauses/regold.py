"""Rewrites the golden files: `python -m tests.clauses.regold [clause ...]`. Read the difference before keeping it."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from procure.clauses import CLAUSES, name
from procure.problem import Problem
from tests.clauses import small

GOLDEN = Path(__file__).parent / "golden"


def text_of(clause_name: str) -> str:
    """The rows of one clause on the EXAMPLE of its test file, as the model is written."""
    return rows(clause_name, importlib.import_module(f"tests.clauses.test_{clause_name}").EXAMPLE)


def rows(clause_name: str, problem: Problem) -> str:
    """The rows of one clause on a problem, as the model is written."""
    clause = next(c for c in CLAUSES if name(c) == clause_name)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.lp"
        small.rows_of(clause, problem).write(path)
        return path.read_text(encoding="utf-8")


def main(wanted: list[str]) -> None:
    for clause_name in wanted or [name(c) for c in CLAUSES]:
        (GOLDEN / f"{clause_name}.lp").write_text(text_of(clause_name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
