"""Ceiling: no nation pays more than its ceiling over the horizon, what it paid before and owes after included."""

from __future__ import annotations

from typing import Any

import pytest

from procure.origins import History
from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    periods=2,
    nations=[small.nation("DE", ceiling_m=6.0), small.nation("SE", ceiling_m=50.0, currency="SEK")],
    packages=[small.one_off()],
    history=[History(None, "build", "SE", 2026, 1.0)],
    series=[small.series("SEK", 10.0, 11.0), small.series("prices", 1.0, 1.25)],
    index="prices",
)


def radar(key: str, ceiling_m: float) -> Problem:
    nations = [small.nation("DE"), small.nation("FR", ceiling_m=ceiling_m)]
    packages = [small.one_off(months=24.0, given_to=(("Alpha", None),))]
    return small.problem(nations=nations, phases=[small.phase(key=key)], packages=packages)


def test_a_high_ceiling_changes_nothing() -> None:
    plan = small.plan(radar("negotiated", 20.0), small.first("charge", "FR", sign=-1.0))
    assert plan.worth == pytest.approx(-12)


def test_a_ceiling_is_the_most_that_a_nation_pays_over_the_horizon() -> None:
    plan = small.plan(radar("negotiated", 4.0), small.first("charge", "FR", sign=-1.0))
    assert plan.worth == pytest.approx(-4)
    assert plan.total("charge", "DE") == pytest.approx(8)


def test_a_ceiling_below_a_fixed_key_s_part_leaves_no_plan() -> None:
    assert small.plan(radar("equal", 6.0)).state == "proven"
    assert small.plan(radar("equal", 5.9)).state == INFEASIBLE


def test_what_history_says_was_paid_counts() -> None:
    radars = radar("negotiated", 4.0).replace(history=(History(None, None, "FR", 2025, 1.5),))
    assert small.plan(radars, small.first("charge", "FR", sign=-1.0)).worth == pytest.approx(-2.5)
    elsewhere = radars.replace(history=(History("Tornado", None, "FR", 2025, 1.5),))
    assert small.plan(elsewhere, small.first("charge", "FR", sign=-1.0)).worth == pytest.approx(-4)


def abroad(ceiling_m: float, *rates: float, **fields: Any) -> Problem:
    """FR alone, in francs, pays 12 M in the second period."""
    nations = [small.nation(currency="FRF", ceiling_m=ceiling_m, **fields)]
    series = [small.series("FRF", *rates), small.series("prices", 1.0, 1.5, 1.5)]
    return small.problem(nations=nations, packages=[small.one_off(begins=1)], series=series, index="prices")


def test_a_ceiling_is_in_the_nation_s_own_currency() -> None:
    assert small.plan(abroad(24.0, 3.0, 2.0, ceiling_constant=False)).state == "proven"
    assert small.plan(abroad(23.9, 3.0, 2.0, ceiling_constant=False)).state == INFEASIBLE


def test_a_ceiling_in_constant_prices_leaves_out_what_prices_have_risen() -> None:
    assert small.plan(abroad(8.0, 1.0)).state == "proven"
    assert small.plan(abroad(7.9, 1.0)).state == INFEASIBLE


def test_what_is_paid_after_the_horizon_counts() -> None:
    late = small.phase(with_work_fraction=0.5, at_delivery_fraction=0.5)
    tanks = small.problem(
        periods=1, nations=[small.nation(ceiling_m=10.0)], phases=[late], items=[small.item()],
        requirements=[small.need(1)], packages=[small.one_off(), small.per_unit("hull", 0.0, months=12.0)],
    )  # fmt: skip
    assert small.plan(tanks).state == INFEASIBLE
