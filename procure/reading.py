"""A workbook read, together with the earlier plans that its rules take figures of."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from procure.facts import Facts
from procure.findings import ERROR, Finding, errors
from procure.measures import MEASURES, bases, past
from procure.measures.rows import complaint, resolve, unknown
from procure.problem import Problem, Rule
from procure.workbook import read as workbook
from procure.workbook.read_plan import PlanFile, read_plan

DIGITS = 9  # decimals that a figure keeps


def read(
    path: str | Path, model: str | None = None, judged: bool = False, without: Collection[str] = ()
) -> tuple[Problem | None, list[Finding]]:
    """The problem of a workbook (None where it has errors) and every finding; options as for workbook.read.read."""
    problem, findings = workbook.read(path, model, judged=judged, without=without)
    if problem is None:
        return None, findings
    filled, more = with_earlier(problem, Path(path).parent)
    return (None if errors(more) else filled), [*findings, *more]


def with_earlier(problem: Problem, beside: Path) -> tuple[Problem, list[Finding]]:
    """The problem with the figures of earlier plans that its rules name; a relative path starts at `beside`.

    A rule that has its figures already keeps them, and no file is read for it.
    """
    f, plans = Facts(problem), {}  # type: Facts, dict[str, tuple[PlanFile | None, list[Finding]]]
    made, findings = [], []  # type: list[Rule], list[Finding]
    for rule in problem.rules:
        name = rule.earlier_plan
        if rule.base != bases.EARLIER or not name or rule.references:
            made.append(rule)
            continue
        plans.setdefault(name, read_plan(beside / name))
        found, said = plans[name]
        wrong = errors(said) if found is None else list(_strange(found, rule))
        if found is None or wrong:
            why = wrong[0].message if wrong else "it holds no plan."
            text = f"expected the workbook of a plan with the figures of rule {rule.id}: {why}"
            findings.append(complaint(f, rule, "earlier plan", "earlier plan", text, "`procure plan` writes one."))
            made.append(rule)
        else:
            made.append(replace(rule, references=figures(found, rule)))
    return problem.replace(rules=tuple(made)), findings


def figures(earlier: PlanFile, rule: Rule) -> tuple[tuple[str, float], ...]:
    """(row, what the rule's measure comes to in the earlier plan), where there is something to measure."""
    f, measure = Facts(earlier.problem), MEASURES[rule.measure]
    column, found = past.COLUMNS.get(rule.measure), []
    for row in resolve(f, rule, tuple(f.phases)):
        if measure.measurable(f, row):
            value = measure.value(earlier.plan, f, row) + (past.found(f, row, row.who, column) if column else 0)
            found.append((", ".join(row.index), round(float(value), DIGITS)))
    return tuple(found)


def _strange(earlier: PlanFile, rule: Rule) -> Iterator[Finding]:
    """Names of the rule that the earlier plan does not have, and periods that it does not plan."""
    f = Facts(earlier.problem)
    yield from unknown(f, rule)
    if rule.span is not None and rule.span.last >= f.periods.stop:
        message = f"it ends with {f.calendar.labels[-1]}, before the last period that the rule counts."
        yield Finding(ERROR, "", "earlier plan", message)
