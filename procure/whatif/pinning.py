"""A plan's inputs with what it decides before a period as Pins, as a workbook to go on with."""

from __future__ import annotations

from pathlib import Path

from procure.findings import Finding
from procure.history import pinned
from procure.kinds.first_plan import Row
from procure.problem import Problem
from procure.workbook import inputs, template
from procure.workbook.read_plan import PlanFile


def pinned_inputs(found: PlanFile, until: int) -> tuple[Problem, list[Finding]]:
    """The plan's problem with its decisions before the period as pins; the rules of its model are left to the model."""
    problem, findings = pinned(found.problem, found.problem, found.plan, until, "Pins")
    own = tuple(rule for rule in problem.rules if not rule.agreed)
    return problem.replace(rules=own), findings


def write(path: Path, problem: Problem) -> None:
    """Write a problem's tables as a workbook to fill in. Raises whole.NotWritten where the file cannot be written."""
    tables = {
        name: [_row(header, values) for values in rows] for name, (header, rows) in inputs.tables(problem).items()
    }
    extent = template.Extent(programme=problem.programme)
    template.write(path, tables, problem.programme.calendar, extent)


def _row(header: list[str], values: list[inputs.Value]) -> Row:
    return Row({name: value for name, value in zip(header, values, strict=True) if value is not None})
