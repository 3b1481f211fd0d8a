"""An earlier plan beside a workbook that is planned again: whether they speak of the same programme, and of when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from procure.findings import ERROR, WARNING, Finding, errors
from procure.near import Near, moved_to
from procure.problem import Problem
from procure.text import did_you_mean, listing
from procure.workbook.read_plan import PlanFile, read_plan

_TABLES = ("nations", "phases", "packages", "suppliers", "items")


def read(path: Path, problem: Problem, option: str) -> tuple[PlanFile | None, list[Finding]]:
    """The plan of a workbook, None where it cannot be read or is of another programme, and every finding.

    option: what asked for it, as "--near".
    """
    found, findings = read_plan(path)
    if found is None:
        return None, findings
    findings += compared(found.problem, problem, f"{option} {path.name}")
    return (None if errors(findings) else found), findings


def compared(earlier: Problem, problem: Problem, where: str) -> list[Finding]:
    """Names of an earlier plan's problem that this one does not have; an error where they have nothing in common."""
    old, new = earlier.programme.calendar, problem.programme.calendar
    if old.length != new.length or not set(old.labels) & set(new.labels):
        message = f"expected a plan whose periods are among {new.labels[0]} to {new.labels[-1]}, "
        message += f"found {old.labels[0]} to {old.labels[-1]}."
        return [Finding(ERROR, where, "another programme", message)]
    findings = []
    for table in _TABLES:
        mine, theirs = ({noun.id for noun in getattr(of, table)} for of in (problem, earlier))
        missing = sorted(theirs - mine)
        if theirs and mine and not theirs & mine:
            message = f"expected a plan of this programme, found none of its {table}: {listing(missing)} are unknown."
            findings.append(Finding(ERROR, where, "another programme", message))
        elif missing:
            message = f"{listing(missing)} of its {table} are not in this workbook; its decisions on them are left out."
            findings.append(Finding(WARNING, where, "unknown names", message))
    return findings


def near(found: PlanFile, path: Path, problem: Problem, most: int | None = None) -> Near:
    """The plan to stay near, in the problem's periods."""
    calendars = found.problem.programme.calendar, problem.programme.calendar
    return Near(path.name, found.problem, moved_to(found.plan, *calendars), most)


def period(problem: Problem, label: str, option: str) -> tuple[int, list[Finding]]:
    """Number of the first period that a label names; complains outside the horizon, and of the first period."""
    calendar = problem.programme.calendar
    first, last = calendar.labels[1:2] or calendar.labels, calendar.labels[-1]
    try:
        number = calendar.span(label).first
    except (KeyError, ValueError):
        number = 0
    if number:
        return number, []
    message = f"expected a period from {first[0]} to {last}, found '{label}'."
    return 0, [Finding(ERROR, option, "period label", message, "What happened before it is kept.")]


def nations(problem: Problem, named: Sequence[str], option: str) -> list[Finding]:
    """A finding for every name that is no nation of the problem."""
    known = [n.id for n in problem.nations]
    return [
        Finding(ERROR, option, "unknown name", f"expected a nation, found '{name}'.", did_you_mean(name, known))
        for name in named if name not in known
    ]  # fmt: skip
