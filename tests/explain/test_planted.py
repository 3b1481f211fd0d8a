"""Planted conflicts: each is the only one there is by enumeration, is found, and has ways out that are needed."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from procure.audit import audit
from procure.explain import wording
from procure.explain.claims import claims, without
from procure.explain.claims.claim import Claim
from procure.explain.conflict import Conflict, find
from procure.explain.loosening import scenario
from procure.explain.repairs import repairs
from procure.facts import Facts
from procure.problem import Problem
from procure.whatif import scenarios
from tests.explain.planted import PLANTED, budget_against_date, whole_packages_against_capacities
from tests.explain.planted_more import MORE, addressed, ceiling_below_cost, whole_packages_against_shares
from tests.explain.test_conflict import Planted, has_a_plan, minimal_conflicts, names
from tests.explain.test_repairs import _each_change_is_needed

EVERY = (*PLANTED, *MORE)
each = pytest.mark.parametrize("planted", EVERY, ids=lambda one: one.__name__)


def found_in(problem: Problem) -> Conflict:
    found = find(problem)
    assert found is not None
    return found


@pytest.mark.parametrize("planted", MORE, ids=lambda one: one.__name__)
def test_the_only_conflict_there_is_by_enumeration_is_found(planted: Planted) -> None:
    problem, rows = planted()
    assert len(claims(problem)) > len(rows)
    assert minimal_conflicts(problem) == [rows]
    found = found_in(problem)
    assert names(found) == rows
    assert (found.proven, found.smallest, found.only) == (True, True, True)


@each
def test_rows_are_found_by_their_cells_as_well_as_without(planted: Planted) -> None:
    problem, rows = planted()
    assert names(find(addressed(problem))) == rows
    found = found_in(addressed(problem))
    assert all(claim.cells for claim in found.claims)
    assert [claim.rank for claim in found.claims] == sorted(claim.rank for claim in found.claims)


@pytest.mark.parametrize("planted", [budget_against_date, whole_packages_against_shares], ids=lambda one: one.__name__)
def test_what_enumeration_takes_for_granted_holds_of_every_subset(planted: Planted) -> None:
    """A set of rows that is kept has a plan just where it has no planted conflict in it: asked of every set."""
    problem, rows = planted()
    every = claims(problem)
    for size in range(len(every) + 1):
        for kept in combinations(every, size):
            left = without(problem, [claim for claim in every if claim not in kept])
            assert has_a_plan(left) == (not rows <= {claim.name for claim in kept}), kept


@each
def test_every_way_out_gives_a_plan_that_the_audit_passes_and_each_change_of_it_is_needed(planted: Planted) -> None:
    """Ways out loosen rows of the conflict, and leave alone what is in none."""
    problem, rows = addressed(planted()[0]), planted()[1]
    ways = repairs(problem, found_in(problem))
    assert ways
    for one in ways:
        assert {loosened.claim.name for loosened in one.loosened} <= rows
        assert one.outcome.plan is not None, one.name
        assert audit(one.outcome.plan, Facts(one.problem)).passed
        assert scenarios.resolve(problem, scenario(problem, one.name, one.loosened)).problem == one.problem
        assert one.changes
        assert len(one.words) == len(one.changes)
        _each_change_is_needed(problem, one)


def said(claim: Claim, **fields: Any) -> str:
    return wording.asked(replace(claim, **fields))


def test_a_row_is_told_with_its_cells_who_asks_how_firmly_and_its_rank() -> None:
    problem = addressed(budget_against_date()[0])
    ceiling = found_in(addressed(ceiling_below_cost()[0])).claims[0]
    assert said(ceiling) == "FR pays at most 5 M EUR in all (Nations!3 ceiling; asked by FR, policy)."
    money, delay, need = found_in(problem).claims
    assert said(money).endswith("(Budgets!3 2027, Budgets!3 2028, Budgets!3 2029; asked by FR, policy).")
    assert said(need).endswith("; asked by FR, hard fact).")
    assert said(delay, owner="DE, FR, IT").endswith("(Items!2 latest delay; asked by DE, FR and IT, policy).")
    capacity = found_in(addressed(whole_packages_against_capacities()[0])).claims[0]
    assert said(capacity).endswith("; stated by Alpha, hard fact).")
    assert said(capacity, owner="", cells=()).endswith(": 15 in 2027 (hard fact).")
    rule = found_in(whole_packages_against_shares()[0]).claims[0]
    assert said(rule, owner="DE").endswith(" (asked by DE, must, policy).")
    assert said(money, cells=tuple("abcde")).endswith(" (a, b, c, d, ...; asked by FR, policy).")


def test_the_sentences_of_a_conflict_tell_every_row_so() -> None:
    found = found_in(addressed(budget_against_date()[0]))
    first, *rows, last = wording.sentences(found)
    assert first == "These 3 rows cannot hold together:"
    assert rows == [wording.asked(claim) for claim in found.claims]
    assert last == "To give up any one of them is enough."
