"""Scenarios: named steps, each building on a parent, composed from left to right.

    scenario = steps of its parent, then its own rows from top to bottom
    --scenario cut,late = steps of cut, then those of late (a parent that both have is walked once)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from procure import text
from procure.findings import ERROR, Finding, Refused, errors
from procure.problem import Problem
from procure.whatif import edits, grammar, operations, resolved
from procure.whatif.grammar import Edit
from procure.workbook import sheets
from procure.workbook.cells import Book

BASE = "base"
_JOINED = re.compile(r"(?:;| then )(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")  # not between quotes


@dataclass(frozen=True)
class Step:
    """One change: a named operation in a sentence, or an edit of cells. where: what is complained at."""

    what: str | Edit
    where: str

    def __str__(self) -> str:
        return str(self.what)


@dataclass(frozen=True)
class Scenario:
    """Steps under a name."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Resolved:
    """What a scenario came to: its problem, None where a step cannot be made or what it makes has errors."""

    scenario: Scenario
    problem: Problem | None
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        return self.scenario.name


def of_problem(problem: Problem) -> tuple[dict[str, Scenario], list[Finding]]:
    """Scenarios of the sheet Changes by name, in the order in which they appear, and what is wrong with the sheet."""
    own, findings = _own(problem)
    parents = _parents(problem, own, findings)
    found = {}
    for name in own:
        line = _line(name, parents)
        if line is None:
            where = problem.cell("Changes", _rows(problem, name)[0], "parent")
            message = f"expected a parent that does not build on the scenario itself, found '{parents[name]}'."
            findings.append(Finding(ERROR, where, "cyclic scenarios", message))
            continue
        found[name] = Scenario(name, tuple(step for one in line for step in own.get(one, ())))
    return found, findings


def composed(scenarios: dict[str, Scenario], names: Sequence[str]) -> Scenario:
    """Several scenarios as one; a step that two of them share is made once. Raises Refused for an unknown name."""
    steps: dict[tuple[str, str], Step] = {}
    for name in names:
        if name not in scenarios:
            hint = text.did_you_mean(name, scenarios)
            message = f"expected a scenario of the sheet Changes, found '{name}'."
            raise Refused([Finding(ERROR, f"scenario {name}", "unknown scenario", message, hint)])
        steps |= {(step.where, str(step)): step for step in scenarios[name].steps}
    return Scenario(", ".join(names), tuple(steps.values()))


def of_words(line: str) -> Scenario:
    """A scenario of named operations, several joined with ";" or "then"."""
    parts = [part.strip() for part in _JOINED.split(line) if part.strip()]
    return Scenario(line, tuple(Step(part, f"operation '{part}'") for part in parts))


def of_edit(line: str) -> Scenario:
    """A scenario of one edit of cells. Raises Refused."""
    edit = grammar.parse(line)
    return Scenario(str(edit), (Step(edit, edit.where),))


def resolve(base: Problem, scenario: Scenario) -> Resolved:
    """The scenario's problem: the base changed step by step, then read again with every check."""
    problem: Problem | None = base
    findings: list[Finding] = []
    for edited, several in groupby(scenario.steps, key=lambda step: isinstance(step.what, Edit)):
        assert problem is not None
        made = _edited if edited else _operated
        try:
            changed = made(problem, list(several))
        except Refused as refused:
            return Resolved(scenario, None, tuple(refused.findings))
        problem, findings = resolved.problem_of(changed)
        if problem is None:
            return Resolved(scenario, None, tuple(errors(findings)))
    return Resolved(scenario, problem, tuple(findings))


def _edited(problem: Problem, steps: Sequence[Step]) -> Book:
    """Edits that follow one another are read together: a new row takes several."""
    return edits.apply(resolved.book_of(problem), [step.what for step in steps if isinstance(step.what, Edit)])


def _operated(problem: Problem, steps: Sequence[Step]) -> Book:
    for step in steps:
        problem = operations.apply(problem, str(step.what), step.where)
    return resolved.book_of(problem)


# The sheet Changes


def _own(problem: Problem) -> tuple[dict[str, tuple[Step, ...]], list[Finding]]:
    """Steps of the rows of each scenario, and what is wrong with rows."""
    own: dict[str, tuple[Step, ...]] = {}
    findings: list[Finding] = []
    before = ""
    for change in problem.changes:
        where = problem.cell("Changes", change.row, "scenario")
        if change.scenario in own and change.scenario != before:
            message = f"expected the rows of a scenario below each other, found a second '{change.scenario}'."
            findings.append(Finding(ERROR, where, "two scenarios of one name", message, "Rename one of them."))
        own.setdefault(change.scenario, ())
        before = change.scenario
        try:
            own[change.scenario] += tuple(_steps(problem, change.row))
        except Refused as refused:
            findings += refused.findings
    return own, findings + _look_alikes(problem, own)


def _look_alikes(problem: Problem, own: Iterable[str]) -> list[Finding]:
    folded: dict[str, str] = {}
    found = []
    for name in own:
        other = folded.setdefault(text.fold(name), name)
        if other != name or text.fold(name) == BASE:
            where = problem.cell("Changes", _rows(problem, name)[0], "scenario")
            known = f"looks like '{other}'" if other != name else "is what the workbook itself is called"
            message = f"expected scenarios with names of their own, found '{name}', which {known}."
            found.append(Finding(ERROR, where, "two scenarios of one name", message, "Rename one of them."))
    return found


def _steps(problem: Problem, row: int) -> list[Step]:
    """Steps of one row: its operation, or its edit. Raises Refused."""
    change = next(c for c in problem.changes if c.row == row)

    def at(column: str) -> str:
        return problem.cell("Changes", row, column)

    if change.do:
        if change.sheet:
            message = f"expected an operation or a sheet, found '{change.do}' and '{change.sheet}'."
            raise grammar.refused(at("do"), "change", message)
        for part in of_words(change.do).steps:
            operations.check(str(part.what), at("do"))
        return [Step(part.what, at("do")) for part in of_words(change.do).steps]
    if not change.sheet:
        raise grammar.refused(at("do"), "change", "expected an operation or a sheet, found neither.")
    sheet = grammar.named(change.sheet, at("sheet"))
    column = "value" if sheet is sheets.PROGRAMME else change.column or None
    whole = len(sheet.key) == 1 and "," not in change.of_row
    rows = (change.of_row,) if whole else tuple(grammar.split(change.of_row))
    edit = Edit(sheet, rows if change.of_row else (), column, change.operation, change.value, at("row"))
    try:
        return [Step(grammar.checked(edit), at("row"))]
    except Refused as refused:
        if refused.findings[0].rule != "unknown column":
            raise
        raise Refused([replace(one, where=at("column")) for one in refused.findings]) from refused


def _parents(problem: Problem, own: dict[str, tuple[Step, ...]], findings: list[Finding]) -> dict[str, str]:
    """Parent of each scenario, "" = the base; complains of two, and of one that is nowhere."""
    parents: dict[str, str] = dict.fromkeys(own, "")
    for change in problem.changes:
        where = problem.cell("Changes", change.row, "parent")
        if not change.parent or change.parent.casefold() == BASE:
            continue
        if change.parent not in own:
            message = f"expected a scenario, found '{change.parent}'."
            hint = text.did_you_mean(change.parent, own)
            findings.append(Finding(ERROR, where, "unknown scenario", message, hint))
        elif parents[change.scenario] not in ("", change.parent):
            message = f"expected one parent, found '{parents[change.scenario]}' and '{change.parent}'."
            findings.append(Finding(ERROR, where, "two scenarios of one name", message))
        else:
            parents[change.scenario] = change.parent
    return parents


def _line(name: str, parents: dict[str, str]) -> list[str] | None:
    """Ancestors of a scenario, the oldest first, and itself; None where it is its own."""
    line = [name]
    while parents.get(line[0]):
        if parents[line[0]] in line:
            return None
        line.insert(0, parents[line[0]])
    return line


def _rows(problem: Problem, name: str) -> list[int]:
    return [change.row for change in problem.changes if change.scenario == name]
