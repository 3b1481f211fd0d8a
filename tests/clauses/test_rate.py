"""Rate: a line builds neither faster nor slower than it can, and grows no faster than its ramp."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from procure.clauses import rate
from procure.facts import Facts
from procure.plan import Key, Plan
from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    periods=5,
    length="quarter",
    items=[
        small.item(max_rate=5.0, min_rate=4.0, ramp_fraction=0.4, may_restart=False),
        small.item("van", max_rate=8.0),
    ],
    requirements=[small.need(0, 1, 2, 0, 0), small.need(0, 0, 0, 0, 4, item="van")],
)


def tanks(*due: float, length: str = "year", discount: float = 0.0, **fields: Any) -> Problem:
    return small.problem(
        periods=len(due),
        length=length,
        discount=discount,
        packages=[small.per_unit()],
        items=[small.item(**fields)],
        requirements=[small.need(*due)],
    )


def sustained(on: int, *built: float) -> list[tuple[str, float, bool]]:
    """(first period, units, kept) of what the audit says of the twelve months in which a line of 5 a year runs on."""
    problem = small.problem(7, "quarter", items=[small.item(min_rate=5.0)], requirements=[small.need(*built)])
    runs: dict[Key, Decimal] = {("tank", t): Decimal(int(t < on)) for t in range(7)}
    units: dict[Key, Decimal] = {("tank", t): Decimal(each) for t, each in enumerate(built)}
    plan = Plan({"on": runs, "built": units})
    checks = [check for check in rate.audit(plan, Facts(problem)) if check.index[-1] == "sustained"]
    return [(check.index[1], float(check.found), check.holds) for check in checks]


def test_a_least_rate_that_was_rounded_down_is_kept_over_the_months_in_which_the_line_runs_on() -> None:
    assert sustained(4, 1, 1, 1, 2, 0, 0, 0) == []  # the last period of a run is free
    assert sustained(5, 1, 1, 1, 2, 1, 0, 0) == [("2027-Q1", 5.0, True)]
    assert sustained(6, 1, 1, 1, 1, 2, 1, 0) == [("2027-Q1", 4.0, False), ("2027-Q2", 5.0, True)]
    assert [first for first, _, _ in sustained(7, 2, 1, 1, 1, 1, 1, 1)] == ["2027-Q1", "2027-Q2", "2027-Q3"]


def test_a_fast_line_builds_when_units_are_due() -> None:
    assert small.plan(tanks(2, 2, 0, discount=0.1, max_rate=4.0)).over_time("built", "tank") == [2, 2, 0]


def test_a_slow_line_is_late() -> None:
    plan = small.plan(tanks(5, 0, 0, max_rate=2.0))
    assert plan.over_time("built", "tank") == [2, 2, 1]
    assert plan.total("late") == 3 + 1


def test_a_yearly_rate_is_rounded_up_in_a_quarter_but_kept_over_any_twelve_months() -> None:
    plan = small.plan(tanks(8, 0, 0, 0, 0, 0, length="quarter", max_rate=5.0))
    assert plan.over_time("built", "tank") == [2, 2, 1, 0, 2, 1]
    assert plan.total("late") == 6 + 4 + 3 + 3 + 1


def test_a_yearly_rate_is_kept_in_a_horizon_shorter_than_a_year() -> None:
    assert small.plan(tanks(5, 0, 0, length="quarter", max_rate=5.0)).total("built") == 5
    assert small.plan(tanks(6, 0, 0, length="quarter", max_rate=5.0)).state == INFEASIBLE


def test_a_sustaining_rate_draws_units_forward() -> None:
    free = small.plan(tanks(2, 2, 0, discount=0.1))
    assert free.worth == pytest.approx(4 + 4 / 1.1)
    held = small.plan(tanks(2, 2, 0, discount=0.1, min_rate=3.0))
    assert held.over_time("built", "tank") == [3, 1, 0]
    assert held.worth == pytest.approx(6 + 2 / 1.1)
    assert held.lp_bound is not None
    assert held.lp_bound >= 4 + 4 / 1.1 - 1e-6


def test_the_last_period_of_a_run_is_free_of_the_sustaining_rate() -> None:
    plan = small.plan(tanks(20, 0, 0, min_rate=8.0, max_rate=9.0))
    assert plan.over_time("built", "tank") == [9, 9, 2]


def test_a_sustaining_rate_equal_to_the_greatest_rate_can_be_kept_in_whole_units() -> None:
    plan = small.plan(tanks(10, 0, 0, 0, length="half", min_rate=5.0, max_rate=5.0))
    assert plan.state == "proven"
    assert plan.total("built", "tank", 0) + plan.total("built", "tank", 1) == 5


def test_a_sustaining_rate_below_a_unit_a_quarter_is_kept_over_any_twelve_months_of_the_run() -> None:
    due = (1, 0, 0, 0, 0, 3)
    free = small.plan(tanks(*due, length="quarter", discount=0.1, min_rate=3.0))
    assert free.over_time("built", "tank") == [1, 0, 0, 0, 0, 3]
    held = small.plan(tanks(*due, length="quarter", discount=0.1, min_rate=3.0, may_restart=False))
    assert held.over_time("built", "tank") == [1, 0, 0, 2, 1, 0]


def test_a_line_that_may_restart_stops_between_two_units() -> None:
    plan = small.plan(tanks(1, 0, 1, discount=0.1, min_rate=1.0))
    assert plan.worth == pytest.approx(2 + 2 / 1.21)


def test_a_line_that_may_not_restart_goes_on_at_its_sustaining_rate() -> None:
    plan = small.plan(tanks(1, 0, 1, discount=0.1, min_rate=1.0, may_restart=False))
    assert plan.over_time("built", "tank") == [1, 1, 0]
    assert plan.worth == pytest.approx(2 + 2 / 1.1)


def test_a_ramp_holds_the_growth_from_period_to_period() -> None:
    plan = small.plan(tanks(10, 0, 0, ramp_fraction=0.5))
    assert plan.over_time("built", "tank") == [2, 4, 4]  # 1 + 1, then 1.5 x 2 + 1, then up to 1.5 x 4 + 1
    assert plan.total("late") == 8 + 4
    assert plan.lp_bound is not None
    assert plan.lp_bound >= 20 + 1100 - 1e-6


def test_a_line_that_runs_cannot_start_again_to_grow_faster() -> None:
    plan = small.plan(tanks(3, 0, 0, ramp_fraction=0.0, ramp_step=0.0))
    assert plan.over_time("built", "tank") == [1, 1, 1]


def test_a_ramp_grows_by_its_part_of_a_year() -> None:
    plan = small.plan(tanks(10, 0, 0, length="half", ramp_fraction=1.0))
    assert plan.over_time("built", "tank") == [2, 4, 4]


def test_more_than_rate_and_horizon_allow_leaves_no_plan() -> None:
    assert small.plan(tanks(7, 0, 0, max_rate=2.0)).state == INFEASIBLE
