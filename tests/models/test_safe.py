"""SAFE: a loan over 45 years for at least two states, with most components from the Union and its neighbours."""

from __future__ import annotations

from typing import Any

import pytest

from procure import agreement, funding
from procure.calendar import Calendar
from procure.facts import Facts
from procure.problem import THIRD, Problem
from tests.clauses import small
from tests.models.agreed import cost, made, planned, radar, taken, tanks, under

NAME, LOAN, SUBCONTRACTORS, TWO = "safe", "SAFE loan", "third-country subcontractors", "two participants"
AT_15, AT_35 = 15 / 57.5, 35 / 67.5  # the US part y of the work: 50 y = 15 (35) % of (100 - 50 y)


def contract(budget: float | None, *due: float, groups: tuple[str, ...] = ("EU",), **more: Any) -> Problem:
    """A contract of 100 M with Alpha of FR, of half as much with Gamma of the US; a budget for each of FR and DE."""
    nations = [small.nation(n, groups=groups) for n in ("FR", "DE")] + [small.nation("US", role=THIRD)]
    suppliers = [small.supplier(), small.supplier("Gamma", "US", price_factor=0.5)]
    budgets = [] if budget is None else [small.budget(budget, nation=n) for n in ("FR", "DE")]
    return radar(**({"nations": nations, "suppliers": suppliers, "budgets": budgets} | tanks(*due) | more))


def test_without_need_of_money_nothing_is_bought_dearer_for_a_loan() -> None:
    assert cost(under(NAME, contract(25, 1, 1))) == pytest.approx(50)
    assert taken(under(NAME, contract(25, 1, 1))) == set()


def test_where_budgets_are_short_the_loan_is_taken_and_its_conditions_met() -> None:
    problem = under(NAME, contract(20, 1, 1))
    assert taken(problem) == {LOAN}
    assert cost(problem) == pytest.approx(100 - 50 * AT_15, abs=0.05)


def test_a_third_countrys_subcontractor_has_15_to_35_per_cent_only_under_a_condition() -> None:
    met = under(NAME, contract(20, 1, 1), {SUBCONTRACTORS: {"amount": 35.0}})
    assert cost(met) == pytest.approx(100 - 50 * AT_35, abs=0.05)


@pytest.mark.parametrize(("component", "possible"), [(0.349, True), (0.351, False)])
def test_components_from_elsewhere_are_at_most_35_per_cent_of_their_cost(component: float, possible: bool) -> None:
    content = [small.content("Alpha", "US", component=component)]
    problem = under(NAME, contract(20, 1, 1, contents=content), {SUBCONTRACTORS: {"amount": 0.0}})
    assert (planned(problem) is not None) is possible


def test_a_neighbours_components_count_as_ones_own() -> None:
    for group in ("EEA EFTA", "Ukraine"):
        nations = [*contract(20, 1, 1).nations, small.nation("NO", groups=(group,), role=THIRD)]
        content = [small.content("Alpha", "NO", component=0.5)]
        problem = contract(20, 1, 1, nations=nations, contents=content)
        assert taken(under(NAME, problem, {SUBCONTRACTORS: {"amount": 0.0}})) == {LOAN}


def test_at_least_two_states_take_part() -> None:
    assert planned(under(NAME, contract(20, 1))) is None
    assert planned(under(NAME, contract(20, 1), {TWO: {"amount": 1.0}})) is not None


@pytest.mark.parametrize("length", ["year", "half", "quarter"])
def test_a_loan_lasts_45_years_with_10_of_grace(length: str) -> None:
    problem = under(NAME, contract(20, 1, 1).replace(programme=small.problem(length=length).programme))
    f = Facts(problem)
    (loan,) = problem.funds
    owed, a_year = funding.outstanding(f, loan), {"year": 1, "half": 2, "quarter": 4}[length]
    assert [owed[10 * a_year], owed[10 * a_year + 1] < 1] == [1, True]
    assert len(owed) - 1 == 45 * a_year
    assert owed[-1] == 0
    assert owed[27 * a_year + a_year // 2 :][0] == pytest.approx(0.5, abs=0.02)  # half of it after 10 + 17.5 years


def test_the_envelope_is_150_billion() -> None:
    assert {fund.envelope_m for fund in agreement.load(NAME).funds} == {150_000}


def test_interest_is_paid_from_the_first_period_on() -> None:
    problem = under(NAME, contract(20, 1, 1))
    paid = funding.repayment(Facts(problem), problem.funds[0])
    assert paid[1] == pytest.approx(0.03)
    assert made(problem).total("draw") >= 2 * (50 - 25 * AT_15 - 20) - 0.05


def test_the_terms_fit_any_calendar() -> None:
    for length, first in (("year", "2027"), ("half", "2027-H1"), ("quarter", "2027-Q1")):
        (loan,) = agreement.load(NAME).on(Calendar(first, length, 4)).funds
        assert loan.repay_periods == 35 * {"year": 1, "half": 2, "quarter": 4}[length]
