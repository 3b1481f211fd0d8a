"""Scenarios as the command line asks for them: of sentences, edits and the sheet Changes."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from procure.cli import exits, show

if TYPE_CHECKING:
    from procure.findings import Finding
    from procure.problem import Problem
    from procure.whatif.scenarios import Resolved, Scenario


def read(book: Path) -> tuple[Problem | None, list[Finding]]:
    """The problem, None where it or its scenarios have errors, and every finding."""
    from procure.findings import errors
    from procure.reading import read
    from procure.screening import screen
    from procure.whatif import scenarios

    problem, findings = read(book)
    if problem is not None:
        findings += [*screen(problem), *scenarios.of_problem(problem)[1]]
    return (None if errors(findings) else problem), findings


def asked(
    command: str, book: Path, sentences: Sequence[str], how: Mapping[str, Any], as_json: bool
) -> tuple[Problem, list[Scenario], list[Finding]]:
    """The problem, the scenarios that were asked for, and the findings; what has errors is said and ends the program.

    how: the options "named" and "sets", "together" and "varied" where the command has them.
    """
    from procure.findings import Refused

    problem, findings = read(book)
    try:
        more = (how.get("together", False), how.get("varied", ()))
        found = [] if problem is None else chosen(problem, sentences, how["named"], how["sets"], *more)
    except Refused as refused:
        findings, problem = [*findings, *refused.findings], None
    if problem is None:
        show.refused(command, findings, as_json)
        sys.exit(exits.FINDINGS)
    if not as_json:
        show.findings(findings)
    return problem, found, findings


def chosen(
    problem: Problem, sentences: Sequence[str], named: Sequence[str], sets: Sequence[str], together: bool = False,
    varied: Sequence[str] = (),
) -> list[Scenario]:  # fmt: skip
    """The scenarios that were asked for, each once; all of the sheet Changes where none was.

    named: lines of names of Changes. together: sentences and edits are one. varied: lines of values, all combinations.
    Raises Refused for what is no scenario, and where there is none at all.
    """
    from procure.sweep import vary
    from procure.whatif import operations, scenarios

    own = scenarios.of_problem(problem)[0]
    said = [scenarios.of_words(line) for line in sentences]
    names = [[name.strip() for name in line.split(",") if name.strip()] for line in named]
    if not all(scenario.steps for scenario in said) or not all(names):
        _none("an empty one", "`procure whatif --operations` lists what can be said.")
    for step in (step for scenario in said for step in scenario.steps):
        operations.check(str(step.what), step.where)
    typed = [*said, *(scenarios.of_edit(line) for line in sets)]
    if together and typed:
        steps = tuple(step for scenario in typed for step in scenario.steps)
        typed = [scenarios.Scenario("; ".join(scenario.name for scenario in typed), steps)]
    composed = [scenarios.composed(own, line) for line in names]
    found = [*composed, *typed, *vary.combinations(varied)] or list(own.values())
    if not found:
        hint = "Say one in a sentence (procure whatif --operations lists them), or with --set, or fill in Changes."
        _none("none", hint)
    return list({scenario.name: scenario for scenario in found}.values())


def _none(found: str, hint: str) -> NoReturn:
    from procure.findings import ERROR, Finding, Refused

    raise Refused([Finding(ERROR, "", "no scenario", f"expected a scenario, found {found}.", hint)])


def resolved(problem: Problem, scenario: Scenario) -> Resolved:
    """The scenario's inputs, screened as those of a workbook are."""
    from procure.findings import errors
    from procure.screening import screen
    from procure.whatif.scenarios import resolve

    found = resolve(problem, scenario)
    if found.problem is None:
        return found
    findings = (*found.findings, *screen(found.problem))
    return replace(found, problem=None if errors(findings) else found.problem, findings=findings)
