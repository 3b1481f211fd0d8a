"""Budget: no treasury pays more than its budget; what is left may be carried over as its rules allow."""

from __future__ import annotations

from typing import Any

import pytest

from procure.calendar import Span
from procure.facts import Facts
from procure.milp import Milp
from procure.problem import Budget, Limit, Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

YEAR_THEN_QUARTERS = (Limit(Span(0, 3), 8.0, "2027"), Limit(Span(4, 4), 3.0), Limit(Span(6, 6), 3.0))

EXAMPLE = small.problem(
    periods=8,
    length="quarter",
    packages=[small.one_off()],
    budgets=[Budget("FR", YEAR_THEN_QUARTERS, carry_fraction=0.5)],
)


def radar(*budgets: Budget, **fields: Any) -> Problem:
    return small.problem(packages=[small.one_off(**fields)], budgets=budgets)


def soonest(m: Milp, f: Facts) -> small.Terms:
    return [(float(t), v) for (_, t), v in m.x["begin"].items()]


def most_paid_in(t: int) -> small.Objective:
    return small.first("pay", "FR", "build", t, sign=-1.0)


def test_a_rich_budget_moves_nothing() -> None:
    assert small.plan(radar(small.budget(12, 0, 0)), soonest).worth == pytest.approx(0)


def test_work_waits_for_the_budget_that_pays_it() -> None:
    plan = small.plan(radar(small.budget(0, 11, 12)), soonest)
    assert plan.worth == pytest.approx(2)
    assert plan.lp_bound is not None
    assert plan.lp_bound >= 1 + 1 / 12 - 1e-6


def test_a_blank_period_has_no_limit() -> None:
    assert small.plan(radar(small.budget(0, None, 0)), soonest).worth == pytest.approx(1)


@pytest.mark.parametrize(("carry", "most"), [(0.0, 6), (0.5, 9), (1.0, 12)])
def test_only_the_stated_part_of_a_year_s_budget_is_carried_over(carry: float, most: float) -> None:
    problem = radar(small.budget(6, 6, 12, carry_fraction=carry), begins=2)
    assert small.plan(problem, most_paid_in(1)).worth == pytest.approx(-most)


def test_carry_over_does_not_pass_a_period_without_a_budget() -> None:
    problem = radar(small.budget(6, None, 6, carry_fraction=1.0), begins=2)
    assert small.plan(problem, most_paid_in(2)).worth == pytest.approx(-6)


def test_the_next_year_s_carry_is_of_its_own_budget_alone() -> None:
    problem = radar(small.budget(8, 2, 12, carry_fraction=0.5), begins=2)
    # 4 M of the first year reach the second, but only half of the second's 2 M may leave it.
    assert small.plan(problem, most_paid_in(1)).worth == pytest.approx(-6)
    assert small.plan(problem.replace(budgets=(small.budget(8, 2, 3, carry_fraction=0.5),))).state == "proven"
    little = (small.budget(8, 2, 3, carry_fraction=0.5),)
    assert small.plan(problem.replace(budgets=little), most_paid_in(2)).worth == pytest.approx(-4)


def test_money_is_carried_freely_inside_a_year() -> None:
    problem = small.problem(
        periods=4, length="quarter", packages=[small.one_off(begins=3)], budgets=[small.budget(3, 3, 3, 3)]
    )
    assert small.plan(problem, most_paid_in(3)).worth == pytest.approx(-12)


def test_a_year_over_quarters_holds_for_their_sum() -> None:
    year = Budget("FR", (Limit(Span(0, 3), 10.0, "2027"),))
    problem = small.problem(periods=5, length="quarter", packages=[small.one_off()], budgets=[year])
    assert small.plan(problem, soonest).worth == pytest.approx(4)


def test_budgets_below_the_price_leave_no_plan() -> None:
    assert small.plan(radar(small.budget(4, 4, 3.9, carry_fraction=1.0))).state == INFEASIBLE
