"""The inputs with a scenario for each repair in their sheet Changes: `procure whatif` runs it as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from procure import whole
from procure.explain.loosening import FIRST_ROW
from procure.explain.repairs import Repair
from procure.problem import Problem
from procure.whatif import pinning


def with_repairs(problem: Problem, found: Sequence[Repair]) -> Problem:
    """The problem with the repairs as its scenarios, in the place of its own; rules of its model are left to it."""
    rows = [change for one in found for change in one.changes]
    changes = tuple(replace(change, row=row) for row, change in enumerate(rows, start=FIRST_ROW))
    return problem.replace(changes=changes, rules=tuple(rule for rule in problem.rules if not rule.agreed))


def write(path: Path, problem: Problem, found: Sequence[Repair], sources: Iterable[Path] = ()) -> None:
    """Write the workbook. Raises whole.NotWritten where it cannot be written, or is one of the sources."""
    whole.refuse_same(sources, path)
    pinning.write(path, with_repairs(problem, found))
