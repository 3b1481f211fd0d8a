"""Payment: payments cover what is due, may run ahead of it, and come to the same in the end."""

from __future__ import annotations

import pytest

from procure.problem import Budget, Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(packages=[small.one_off()])


def radar(begins: int, *budgets: Budget) -> Problem:
    packages = [small.one_off(begins=begins, given_to=(("Alpha", None),))]
    return small.problem(packages=packages, budgets=budgets)


def test_payments_may_wait_until_money_is_due_but_no_longer() -> None:
    assert small.plan(radar(1), small.first("pay", "FR", "build", 0)).worth == pytest.approx(0)
    assert small.plan(radar(1), small.first("pay", "FR", "build", 1)).total("pay", "FR", "build", 0) == 12
    assert small.plan(radar(1), small.first("pay", "FR", "build", 2, sign=-1.0)).worth == pytest.approx(0)


def test_payments_run_ahead_of_a_tight_budget() -> None:
    plan = small.plan(radar(2, small.budget(6, 0, 6)))
    assert plan.over_time("pay", "FR", "build") == [6, 0, 6]


def test_no_more_is_paid_than_is_due() -> None:
    assert small.plan(radar(0), small.first("pay", sign=-1.0)).worth == pytest.approx(-12)


def test_a_budget_that_comes_after_the_money_is_due_leaves_no_plan() -> None:
    assert small.plan(radar(0, small.budget(6, 6, 0))).state == INFEASIBLE
