"""Loans: drawn for payments, paid back with interest, no free money."""

from __future__ import annotations

from typing import Any

import pytest

from procure import funding, objectives
from procure.facts import Facts
from procure.milp import Milp
from procure.problem import Fund, Objective, Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

TERMS = {"interest_fraction": 0.1, "repay_from_months": 24.0, "repay_periods": 2}

EXAMPLE = small.problem(
    periods=4,
    phases=[small.phase(), small.phase("spares")],
    funds=[
        Fund("SAFE", "loan", phases=("build",), most_fraction=0.75, **TERMS),
        Fund("second", "loan", interest_fraction=0.02),
    ],
)


def radar(*funds: Fund, **tables: Any) -> Problem:
    """12 M in the first of five periods."""
    packages = [small.one_off(begins=0)]
    standard = {"packages": packages, "suppliers": [small.supplier()], "periods": 5}
    return small.problem(**(standard | tables), funds=funds)


def loan(**fields: Any) -> Fund:
    return Fund("SAFE", "loan", **(TERMS | fields))


def whole_cost(m: Milp, f: Facts) -> small.Terms:
    """The objective cost, loans included."""
    return next(iter(objectives._cost(m, f, Objective("cost")))).terms


def test_a_draw_is_paid_back_in_equal_instalments_with_interest_on_what_is_outstanding() -> None:
    f = Facts(radar(loan()))
    (fund,) = funding.loans(f)
    assert funding.outstanding(f, fund) == (1, 1, 0.5, 0)
    assert funding.repayment(f, fund) == pytest.approx((0, 0.1, 0.6, 0.55))


def test_the_first_instalment_is_a_period_after_the_draw_at_the_soonest() -> None:
    f = Facts(radar(loan(repay_from_months=0.0, repay_periods=1)))
    assert funding.repayment(f, funding.loans(f)[0]) == pytest.approx((0, 1.1))


def test_interest_is_by_the_length_of_a_period() -> None:
    f = Facts(radar(loan(), length="half"))
    assert funding.repayment(f, funding.loans(f)[0])[:2] == pytest.approx((0, 0.05))


def test_a_loan_is_not_drawn_where_money_is_at_hand() -> None:
    plan = small.plan(radar(loan()), whole_cost)
    assert plan.total("draw") == pytest.approx(0)
    assert plan.worth == pytest.approx(12)


def test_a_loan_carries_a_nation_over_a_small_budget_and_costs_its_interest() -> None:
    budget = small.budget(7, 7, 7, 7, 7)
    assert small.plan(radar(budgets=[budget]), whole_cost).state == INFEASIBLE
    plan = small.plan(radar(loan(), budgets=[budget]), whole_cost)
    assert plan.over_time("draw", "SAFE", "FR")[0] == pytest.approx(5)
    assert plan.over_time("repay", "SAFE", "FR") == pytest.approx([0, 0.5, 3, 2.75, 0])
    assert plan.worth == pytest.approx(12 + 1.25)


def test_instalments_count_against_the_budget() -> None:
    short = [small.budget(7, 7, 2.9, 7, 7)]
    assert small.plan(radar(loan(), budgets=short), whole_cost).state == INFEASIBLE


def test_what_falls_back_after_the_horizon_is_counted_in_cost() -> None:
    problem = radar(loan(repay_from_months=600.0, repay_periods=1, interest_fraction=0.0), discount=0.0)
    plan = small.plan(problem, whole_cost)
    assert plan.worth == pytest.approx(12)
    f = Facts(problem)
    assert funding.worth_of_draw(f, funding.loans(f)[0], 0) == pytest.approx(0)


def test_a_loan_below_the_discount_rate_is_worth_having_and_no_more_than_what_is_due_is_drawn() -> None:
    problem = radar(loan(interest_fraction=0.0), discount=0.1)
    plan = small.plan(problem, whole_cost)
    assert plan.over_time("draw", "SAFE", "FR")[0] == pytest.approx(12)
    assert plan.worth == pytest.approx(6 / 1.1**2 + 6 / 1.1**3)


def test_no_more_is_drawn_than_is_paid_and_a_part_where_the_loan_says_so() -> None:
    problem = radar(loan(interest_fraction=0.0, most_fraction=0.5), discount=0.1)
    assert small.plan(problem, whole_cost).total("draw") == pytest.approx(6)


def test_two_loans_together_are_drawn_for_no_more_than_is_paid() -> None:
    second = loan(interest_fraction=0.0)
    problem = radar(second, Fund("second", "loan", repay_from_months=48.0), discount=0.1)
    plan = small.plan(problem, whole_cost)
    assert plan.over_time("draw")[0] == pytest.approx(12)
