"""Claims: every row of meaning is one, giving it up loses no plan, and its edits say the same as giving it up."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import Any

import pytest

from procure import planning, reading, solve
from procure.explain.claims import claims, without
from procure.explain.claims.claim import CAPACITY, DECISIONS, MONEY, NEEDS, RULES, TIME
from procure.facts import Facts
from procure.findings import errors
from procure.milp import Milp
from procure.origins import Change
from procure.problem import Objective, Problem
from procure.whatif import resolved, scenarios
from tests.cli.calling import ROOT
from tests.generate import generate

EXAMPLES = sorted({path.stem for path in (ROOT / "inputs").glob("*.xlsx")} - {"eurofighter"})  # which is long


def read(example: str) -> Problem:
    found = reading.read(ROOT / "inputs" / f"{example}.xlsx")[0]
    assert found is not None
    return found


def resolve(problem: Problem, change: Change) -> Problem:
    """The problem after a row of Changes, through the scenario that a user would run."""
    row = replace(change, scenario="try", row=900)
    found, complaints = scenarios.of_problem(problem.replace(changes=(row,)))
    assert complaints == []
    made = scenarios.resolve(problem, found["try"])
    assert made.problem is not None, (str(made.scenario.steps[0]), "\n".join(map(str, made.findings)))
    return made.problem


def told(problem: Problem) -> dict[str, Any]:
    """All that it says, wherever it stands."""
    tables = {field.name: getattr(problem, field.name) for field in dataclasses.fields(problem)}
    for name in ("columns", "notes", "changes"):
        del tables[name]
    return {
        name: [replace(noun, row=0) if hasattr(noun, "row") else noun for noun in table]
        if isinstance(table, tuple)
        else table
        for name, table in tables.items()
    }


def again(problem: Problem) -> Problem:
    found, findings = resolved.problem_of(resolved.book_of(problem))
    assert found is not None, "\n".join(map(str, errors(findings)))
    return found


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_edit_of_every_claim_of_an_example_is_taken_and_giving_up_says_what_dropping_says(example: str) -> None:
    problem = read(example)
    for one in claims(problem):
        dropped = told(again(one.drop(problem)))
        for way in one.ways[:1]:
            assert told(resolve(problem, way.given_up())) == dropped, one.name
        for way in one.ways[-1:]:
            if way.most != 0:
                assert told(resolve(problem, way.change(way.step))) != told(problem), one.name


def test_every_edit_of_every_claim_of_random_programmes_is_taken() -> None:
    walked = 0
    for seed in range(5):
        problem = generate(seed, "tiny")
        for one in claims(problem):
            for way in one.ways[:1]:
                assert told(resolve(problem, way.given_up())) == told(again(one.drop(problem))), (seed, one.name)
                if way.most != 0:
                    resolve(problem, way.change(way.step))
                walked += 1
    assert walked > 30


def test_claims_have_names_of_their_own_words_and_cells() -> None:
    for example in EXAMPLES:
        found = claims(read(example))
        assert len({one.name for one in found}) == len(found)
        for one in found:
            assert one.words.endswith("."), one.name
            assert one.words[0].isupper() or one.words.split()[0] in one.name, one.words
            assert all("!" in cell for cell in one.cells), one.name
            assert one.cells or one.name.startswith("Rules["), one.name


def test_an_example_shows_claims_of_every_kind() -> None:
    kinds = {one.kind for example in EXAMPLES for one in claims(read(example))}
    assert kinds == {DECISIONS, RULES, MONEY, TIME, CAPACITY, NEEDS}


# Giving up loses no plan


def built(problem: Problem) -> tuple[Milp, solve.Matrix]:
    m, specs = planning.build(Facts(problem), numbers=True)
    m.minimise(specs[0].terms)
    return m, m.matrix()


@pytest.mark.parametrize("seeds", [range(4), range(100, 104)], ids=str)
def test_whoever_gives_a_claim_up_keeps_the_plan_that_was(seeds: range) -> None:
    """The first plan's whole decisions are held: there is still a plan, and it is no later."""
    tried = 0
    for seed in seeds:
        problem = generate(seed, "tiny").replace(objectives=(Objective("lateness"),))
        m, matrix = built(problem)
        first = solve.solve(matrix, solve.Options(nodes=2000))
        assert first.values is not None
        assert first.objective is not None
        held = {m.columns[k]: round(first.values[k]) for k in matrix.whole.nonzero()[0]}
        for one in claims(problem):
            m, matrix = built(one.drop(problem))
            low, high = matrix.low.copy(), matrix.high.copy()
            for k, column in enumerate(m.columns):
                if column in held and matrix.whole[k]:
                    assert low[k] <= held[column] <= high[k], (seed, one.name, column)
                    low[k] = high[k] = held[column]
            answer = solve.solve(replace(matrix, low=low, high=high), solve.Options(nodes=500))
            assert answer.objective is not None, (seed, one.name, answer.state)
            assert answer.objective <= first.objective + 1e-4, (seed, one.name)
            tried += 1
    assert tried > 40


@pytest.mark.parametrize("example", ["two-nations", "nato-common", "meteor", "submarines"])
def test_an_example_can_be_built_with_each_claim_given_up_and_with_all(example: str) -> None:
    problem = read(example)
    for one in claims(problem):
        planning.build(Facts(one.drop(problem)), numbers=True)
    planning.build(Facts(without(problem, claims(problem))), numbers=True)


def test_what_is_given_up_is_no_claim_any_more() -> None:
    for seed in range(12):
        problem = generate(seed, "tiny")
        left = {one.name for one in claims(without(problem, claims(problem)))}
        assert left <= {name for name in left if name.startswith("Packages[") and name.endswith("earliest]")}, left
