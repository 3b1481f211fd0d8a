"""Rules as formulas: what they come to is what the rules themselves measure, whatever the wording."""

from __future__ import annotations

from collections import defaultdict

import pytest

from procure import rules
from procure.facts import Facts
from procure.formulas import Check, Unexpressed
from procure.formulas import rules as told
from procure.workbook import sheets
from tests.formulas.books import book
from tests.formulas.wordings import worded_plan
from tests.measures.test_wordings import KINDS

DATA = {"participants"}  # what no decision changes


@pytest.mark.parametrize("kind", KINDS)
def test_every_measure_and_base_comes_to_what_the_rules_measure(kind: str) -> None:
    problem, plan = worded_plan(kind)
    made = list(told.results(book(problem, plan)))
    checks = [one for one in made if isinstance(one, Check)]
    assert [one for one in checks if told.RESULTS in one.what and not one.holds] == []
    held = defaultdict(list)
    for one in checks:
        if told.RESULTS not in one.what:
            held[one.group].append(one.holds)
    silent = {one.group for one in made if isinstance(one, Unexpressed)}
    results = defaultdict(list)
    for result in rules.results(plan, Facts(problem)):
        results[f"rule {result.rule.id}"].append(result.held)
    told_of = {group: several for group, several in results.items() if group not in silent}
    assert {group: several for group, several in held.items() if group not in silent} == told_of
    assert {False, True} <= {one for several in held.values() for one in several}


def test_every_measure_is_told_or_listed_with_the_reason() -> None:
    seen, silent = set(), set()
    for kind in KINDS:
        problem, plan = worded_plan(kind)
        measures = {f"rule {rule.id}": rule.measure for rule in problem.rules}
        for one in told.results(book(problem, plan)):
            if isinstance(one, Unexpressed):
                silent.add(measures[one.group])
                assert one.why.endswith(".")
            else:
                seen.add(measures[one.group] if told.RESULTS not in one.what else "")
    assert seen - {""} == set(sheets.MEASURES) - DATA
    assert silent >= DATA
