"""The verbs, for those who use procure from Python:

    from procure.verbs import audit, frames, plan, read, write

    problem = read("inputs/two-nations.xlsx")
    outcome = plan(problem)
    write("outputs/two-nations-plan.xlsx", problem, outcome.plan)
    report = audit("outputs/two-nations-plan.xlsx")
    tables = frames(problem, outcome.plan)

Each imports what it needs when it is called.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from procure.audit import Report
    from procure.plan import Plan
    from procure.planning import Outcome
    from procure.problem import Problem

def read(path: str | Path, model: str | None = None) -> Problem:
    """The problem of a workbook. model: instead of the one it names. Raises findings.Refused with every complaint."""
    from procure.findings import Refused
    from procure.reading import read as read_book

    problem, found = read_book(path, model)
    if problem is None:
        raise Refused(found)
    return problem


def plan(problem: Problem, **how: Any) -> Outcome:
    """Plan a problem; `how` as for planning.plan (options, gap, watch, solver). Raises findings.Refused."""
    from procure.planning import plan as make_plan

    return make_plan(problem, **how)


def write(path: str | Path, problem: Problem, plan: Plan) -> Report:
    """Write a plan's workbook, whole and audited, or nothing. Raises publishing.AuditFailed and whole.NotWritten."""
    from procure.publishing import publish

    return publish(Path(path), problem, plan, [], [])


def audit(path: str | Path) -> Report:
    """Check a plan's workbook by itself. Raises findings.Refused where it cannot be read, or a figure does not hold."""
    from procure.audit import audit_file
    from procure.findings import Refused, errors

    report, found = audit_file(Path(path))
    if report is None or errors(found):
        raise Refused(found)
    return report


def frames(problem: Problem, plan: Plan) -> dict[str, pd.DataFrame]:
    """Every decision of a plan as pandas tables, by family: a column for each part of the key, and `value`."""
    from procure.frames import by_family

    return by_family(problem, plan)
