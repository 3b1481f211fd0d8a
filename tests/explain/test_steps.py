"""A step: one of a rule's amount, a twentieth of money and capacity, read again with every check."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure.explain.claims import claims
from procure.explain.steps import LOOSEN, TIGHTEN, Step, stepped
from procure.problem import Limit, Problem, Rule, Share
from tests.clauses import small

RETURN = Rule("return", "work", ("FR",), relation=">=", amount=90.0, base="% of own cost")


def labelled(limits: tuple[Limit, ...]) -> tuple[Limit, ...]:
    """Limits as they are read from the columns of a workbook."""
    return tuple(replace(limit, column=str(2027 + limit.span.first)) for limit in limits)


def problem(*rules: Rule, **tables: Any) -> Problem:
    return small.problem(packages=(small.one_off(),), rules=rules, **tables)


def step(of: Problem, name: str, sense: int) -> Step | None:
    return stepped(of, next(claim for claim in claims(of) if claim.name == name), sense)


@pytest.mark.parametrize(("sense", "amount"), [(LOOSEN, 89.0), (TIGHTEN, 91.0)])
def test_a_rule_of_per_cent_moves_by_one(sense: int, amount: float) -> None:
    found = step(problem(RETURN), "Rules[return]", sense)
    assert found is not None
    assert found.problem is not None
    assert (found.words, found.problem.rules[0].amount) == (f"amount {amount:g}", amount)


def test_a_rule_of_money_moves_by_a_twentieth() -> None:
    found = step(problem(replace(RETURN, amount=200.0, base="M")), "Rules[return]", TIGHTEN)
    assert found is not None
    assert found.words == "amount 210"


def test_every_cell_of_a_budget_moves_and_a_long_line_is_told_by_two() -> None:
    line = small.budget(10, 20, 40)
    of = problem(budgets=(replace(line, limits=labelled(line.limits)),))
    found = step(of, "Budgets[FR]", LOOSEN)
    assert found is not None
    assert found.problem is not None
    assert [limit.amount for limit in found.problem.budgets[0].limits] == [10.5, 21, 42]
    assert found.words == "2027 10.5 and 2028 21 and 1 more cells"


def test_of_a_capacity_that_is_free_in_part_the_amounts_move_alone() -> None:
    row = small.capacity(10, 20, unit="sets", free_fraction=0.5)
    of = problem(capacities=(replace(row, limits=labelled(row.limits)),))
    found = step(of, "Capacity[Alpha, sets]", TIGHTEN)
    assert found is not None
    assert found.problem is not None
    (moved,) = found.problem.capacities
    assert ([limit.amount for limit in moved.limits], moved.free_fraction) == ([9.5, 19], 0.5)


def test_what_can_only_be_given_up_has_no_step() -> None:
    of = problem(replace(RETURN, relation="="))
    assert step(of, "Rules[return]", LOOSEN) is None
    assert step(of, "Rules[return]", TIGHTEN) is None


def test_a_step_that_the_reader_refuses_says_why() -> None:
    least = Share("build", "FR", lowest_fraction=0.995)
    found = step(
        problem(phases=(small.phase(key="negotiated"),), shares=(least,)), "Shares[build, FR, lowest]", TIGHTEN
    )
    assert found is not None
    assert (found.words, found.problem) == ("lowest 100.5", None)
    assert "100.5" in found.why
