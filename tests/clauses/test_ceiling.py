"""Ceiling: no nation is charged more than its ceiling over the horizon."""

from __future__ import annotations

import pytest

from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    periods=2, nations=[small.nation("DE"), small.nation("FR", ceiling_m=5.0)], packages=[small.one_off()]
)


def radar(key: str, ceiling_m: float) -> Problem:
    nations = [small.nation("DE"), small.nation("FR", ceiling_m=ceiling_m)]
    packages = [small.one_off(months=24.0, given_to=(("Alpha", None),))]
    return small.problem(nations=nations, phases=[small.phase(key=key)], packages=packages)


def test_a_high_ceiling_changes_nothing() -> None:
    plan = small.plan(radar("negotiated", 20.0), small.first("charge", "FR", sign=-1.0))
    assert plan.worth == pytest.approx(-12)


def test_a_ceiling_is_the_most_that_a_nation_is_charged_over_the_horizon() -> None:
    plan = small.plan(radar("negotiated", 4.0), small.first("charge", "FR", sign=-1.0))
    assert plan.worth == pytest.approx(-4)
    assert plan.total("charge", "DE") == pytest.approx(8)


def test_a_ceiling_below_a_fixed_key_s_part_leaves_no_plan() -> None:
    assert small.plan(radar("equal", 6.0)).state == "proven"
    assert small.plan(radar("equal", 5.9)).state == INFEASIBLE
