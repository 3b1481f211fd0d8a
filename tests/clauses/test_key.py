"""Key: what a phase spends is parted by a key that data decides, or within negotiated bounds."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import Phase, Problem, Share
from procure.solve import INFEASIBLE
from tests.clauses import small

NATIONS = [small.nation("DE"), small.nation("FR")]

EXAMPLE = small.problem(
    periods=2,
    nations=NATIONS,
    phases=[
        small.phase("design", key="table"),
        small.phase("build", key="equal", over_the_phase=True),
        small.phase("trials", key="negotiated"),
        small.phase("spares", key="DE"),
    ],
    shares=[
        Share("design", "DE", weight=3.0),
        Share("design", "FR", weight=1.0),
        Share("trials", "FR", lowest_fraction=0.25, highest_fraction=0.5),
    ],
)


def radar(phase: Phase, *shares: Share, **tables: Any) -> Problem:
    """12 M over the first two of three periods, for two nations."""
    packages = [small.one_off(months=24.0, begins=0)]
    standard = {"nations": NATIONS, "suppliers": [small.supplier()], "phases": [phase], "packages": packages}
    return small.problem(**(standard | tables), shares=shares)


def test_an_equal_key_parts_every_period_equally() -> None:
    plan = small.plan(radar(small.phase()))
    assert plan.over_time("charge", "DE", "build") == [3, 3, 0]
    assert plan.over_time("charge", "FR", "build") == [3, 3, 0]


def test_weights_of_shares_part_the_cost() -> None:
    shares = (Share("build", "DE", weight=3.0), Share("build", "FR", weight=1.0))
    plan = small.plan(radar(small.phase(key="table"), *shares))
    assert plan.total("charge", "DE") == pytest.approx(9)


def test_a_nation_s_name_as_key_charges_it_all() -> None:
    assert small.plan(radar(small.phase(key="FR"))).total("charge", "FR") == pytest.approx(12)


def test_a_key_over_the_phase_lets_one_nation_pay_first_but_not_more() -> None:
    least = small.first("charge", "FR", "build", 0)
    assert small.plan(radar(small.phase()), least).worth == pytest.approx(3)
    over = small.plan(radar(small.phase(over_the_phase=True)), least)
    assert over.worth == pytest.approx(0)
    assert over.total("charge", "FR") == pytest.approx(6)


def test_wide_bounds_of_a_negotiated_key_let_one_nation_pay_all() -> None:
    plan = small.plan(radar(small.phase(key="negotiated")), small.first("charge", "FR"))
    assert plan.worth == pytest.approx(0)


def test_bounds_of_a_negotiated_key_hold_in_every_period() -> None:
    problem = radar(
        small.phase(key="negotiated"), Share("build", "FR", lowest_fraction=0.25, highest_fraction=0.4)
    )
    assert small.plan(problem, small.first("charge", "FR")).worth == pytest.approx(0.25 * 12)
    assert small.plan(problem, small.first("charge", "FR", "build", 0)).worth == pytest.approx(0.25 * 6)
    assert small.plan(problem, small.first("charge", "FR", sign=-1.0)).worth == pytest.approx(-0.4 * 12)


def test_a_bound_of_the_phase_wins_over_a_general_one() -> None:
    shares = (Share(None, "FR", highest_fraction=0.9), Share("build", "FR", highest_fraction=0.4))
    plan = small.plan(radar(small.phase(key="negotiated"), *shares), small.first("charge", "FR", sign=-1.0))
    assert plan.worth == pytest.approx(-4.8)


def test_highest_parts_below_the_whole_leave_no_plan() -> None:
    shares = tuple(Share("build", n.id, highest_fraction=0.4) for n in NATIONS)
    assert small.plan(radar(small.phase(key="negotiated"), *shares)).state == INFEASIBLE
