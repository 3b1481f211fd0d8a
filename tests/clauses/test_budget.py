"""Budget: no treasury pays more than its budget; what is left may be carried over as its rules allow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure.calendar import Span
from procure.clauses import budget as clause
from procure.facts import Facts
from procure.milp import Milp
from procure.problem import Budget, Limit, Problem
from procure.solve import INFEASIBLE
from tests.clauses import regold, small

YEAR_THEN_QUARTERS = (Limit(Span(0, 3), 8.0, "2027"), Limit(Span(4, 4), 3.0), Limit(Span(6, 6), 3.0))

FISCAL = (Limit(Span(0, 0), 1.0, "2026"), Limit(Span(1, 4), 9.0, "2027"))
EXAMPLE = small.problem(
    periods=8,
    length="quarter",
    nations=[small.nation(), small.nation("UK", currency="GBP", fiscal_start=4)],
    phases=[small.phase(), small.phase("trials")],
    packages=[small.one_off()],
    budgets=[
        Budget("FR", YEAR_THEN_QUARTERS, carry_fraction=0.5),
        Budget("UK", FISCAL, 0.1, line="ships", phases=("build",)),
        Budget("UK", FISCAL[1:], line="tests", phases=("trials",), constant=True),
    ],
    series=[small.series("GBP", 0.8, 0.9), small.series("prices", 1.0, 1.0, 1.25)],
    index="prices",
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


# Lines


def works(*budgets: Budget) -> Problem:
    """FR pays 12 M of `build` in the first period and 12 M of `trials` in the second."""
    packages = [small.one_off(begins=0), small.one_off("test", phase="trials", begins=1)]
    return small.problem(phases=[small.phase(), small.phase("trials")], packages=packages, budgets=budgets)


def test_a_line_pays_for_its_phases_alone() -> None:
    ships = small.budget(12, 0, 0, line="ships", phases=("build",))
    assert small.plan(works(ships, small.budget(0, 12, 0))).state == "proven"
    assert small.plan(works(ships, small.budget(0, 11.9, 0))).state == INFEASIBLE
    assert small.plan(works(small.budget(11.9, 12, 0, line="ships", phases=("build",)))).state == INFEASIBLE


def test_a_phase_that_no_line_pays_for_has_no_limit() -> None:
    assert small.plan(works(small.budget(0, 12, 0, line="tests", phases=("trials",)))).state == "proven"


def test_money_is_not_carried_from_line_to_line() -> None:
    rich = small.budget(24, 0, 0, line="ships", phases=("build",), carry_fraction=1.0)
    assert small.plan(works(rich)).state == "proven"
    assert small.plan(works(rich, small.budget(0, 11, 0))).state == INFEASIBLE
    assert small.plan(works(small.budget(24, 0, 0, carry_fraction=1.0))).state == "proven"


# Own currency and prices


def abroad(budget: Budget, *rates: float, **tables: Any) -> Problem:
    """FR pays 12 M at the given rates in the second period."""
    nations, packages = [small.nation(currency="FRF")], [small.one_off(begins=1)]
    series = [small.series("FRF", *rates), *tables.pop("series", [])]
    return small.problem(nations=nations, packages=packages, budgets=[budget], series=series, **tables)


def test_doubling_an_exchange_rate_halves_what_a_budget_buys() -> None:
    once, twice = small.budget(0, 12, 0), small.budget(0, 24, 0)
    assert small.plan(abroad(once, 1.0)).state == "proven"
    assert small.plan(abroad(once, 2.0)).state == INFEASIBLE
    assert small.plan(abroad(twice, 2.0)).state == "proven"
    assert small.plan(abroad(small.budget(0, 23.99, 0), 2.0)).state == INFEASIBLE


def test_money_is_carried_in_its_own_currency() -> None:
    kept, less = (small.budget(amount, 12, 0, carry_fraction=1.0) for amount in (12, 10))
    assert small.plan(abroad(kept, 1.0, 2.0), most_paid_in(1)).worth == pytest.approx(-12)
    assert small.plan(abroad(less, 1.0, 2.0), most_paid_in(1)).worth == pytest.approx(-10)  # 22 = 2 + 2 x 10


def test_paying_ahead_at_the_better_rate_is_found() -> None:
    plan = small.plan(abroad(small.budget(6, 12, 0), 1.0, 2.0), small.first("pay", "FR", "build", 0))
    assert plan.worth == pytest.approx(6)


@pytest.mark.parametrize(("most", "state"), [(8.0, "proven"), (7.9, INFEASIBLE)])
def test_a_budget_in_constant_prices_leaves_out_what_prices_have_risen(most: float, state: str) -> None:
    index: dict[str, Any] = {"series": [small.series("prices", 1.0, 1.5)], "index": "prices"}
    assert small.plan(abroad(small.budget(0, most, 0, constant=True), 1.0, **index)).state == state


def test_an_index_of_one_changes_nothing() -> None:
    rows = [
        [(row.index, row.right) for row in small.rows_of(clause, problem).rows]
        for problem in (
            radar(small.budget(6, 6, 12, constant=True, carry_fraction=0.5)),
            radar(small.budget(6, 6, 12, carry_fraction=0.5)),
        )
    ]
    assert rows[0] == rows[1]
    flat = radar(small.budget(6, 6, 12, constant=True)).replace(series=(small.series("prices", 1.0),))
    named = flat.replace(programme=replace(flat.programme, index="prices"))
    assert regold.rows("budget", named) == regold.rows("budget", radar(small.budget(6, 6, 12)))


# Fiscal years


def quarters(starts: int, *limits: Limit, **fields: Any) -> Problem:
    """A year and a quarter; FR pays 12 M in 2027-Q4."""
    nations, packages = [small.nation(fiscal_start=starts)], [small.one_off(begins=3)]
    budgets = [Budget("FR", limits, **fields)]
    return small.problem(5, "quarter", nations=nations, packages=packages, budgets=budgets)


def test_money_is_carried_freely_inside_a_fiscal_year_and_not_over_its_end() -> None:
    early, late = Limit(Span(0, 0), 6.0), Limit(Span(1, 4), 6.0)
    assert small.plan(quarters(4, early, late), most_paid_in(3)).worth == pytest.approx(-6)
    split = (Limit(Span(1, 1), 6.0), Limit(Span(2, 2), 0.0), Limit(Span(3, 3), 6.0))
    assert small.plan(quarters(4, *split), most_paid_in(3)).worth == pytest.approx(-12)
    assert small.plan(quarters(7, *split), most_paid_in(3)).worth == pytest.approx(-6)


def test_a_part_of_the_fiscal_year_s_budget_is_carried_over_its_end() -> None:
    split = (Limit(Span(0, 0), 0.0), Limit(Span(1, 1), 8.0), Limit(Span(2, 2), 4.0), Limit(Span(3, 3), 4.0))
    assert small.plan(quarters(10, *split, carry_fraction=0.5), most_paid_in(3)).worth == pytest.approx(-10)
