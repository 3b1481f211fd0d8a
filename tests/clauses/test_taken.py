"""Taken: outside money flows only where its fund is taken, as far as its envelope goes."""

from __future__ import annotations

import pytest

from procure.calendar import Span
from procure.clauses import taken
from procure.facts import Facts
from procure.problem import Fund, Limit, Problem
from tests.clauses import small
from tests.problems import plan as made_by_hand

EXAMPLE = small.problem(
    periods=2,
    packages=[small.one_off()],
    funds=[
        Fund("action", rate_fraction=0.5, envelope_m=5.0, limits=(Limit(Span(0, 0), 3.0, "2027"),)),
        Fund("bonus", rate_fraction=0.1, needs=("action",), within="action"),
        Fund("loan", "loan", envelope_m=8.0),
    ],
)


def radar(*funds: Fund) -> Problem:
    """12 M over the first two of three periods, half each."""
    return small.problem(packages=[small.one_off(months=24.0, begins=0)], suppliers=[small.supplier()], funds=funds)


def test_a_grant_that_lowers_the_bill_is_taken() -> None:
    plan = small.plan(radar(Fund("action", rate_fraction=0.5)))
    assert plan.total("taken", "action") == 1
    assert plan.total("grant") == pytest.approx(6)
    assert plan.total("charge") == pytest.approx(6)


def test_an_envelope_caps_the_grant() -> None:
    plan = small.plan(radar(Fund("action", rate_fraction=0.5, envelope_m=4.0)))
    assert plan.total("grant") == pytest.approx(4)


def test_a_wide_envelope_changes_nothing() -> None:
    plan = small.plan(radar(Fund("action", rate_fraction=0.5, envelope_m=400.0)))
    assert plan.total("grant") == pytest.approx(6)


def test_a_period_without_money_gives_none() -> None:
    plan = small.plan(radar(Fund("action", rate_fraction=0.5, limits=(Limit(Span(0, 0), 0.0), Limit(Span(1, 1), 2.0)))))
    assert plan.over_time("grant", "action") == [0, 2, 0]


def test_a_fund_that_is_not_taken_gives_nothing_and_so_does_the_bonus_on_it() -> None:
    problem = radar(Fund("action", rate_fraction=0.5), Fund("bonus", rate_fraction=0.1, needs=("action",)))
    untaken = small.first("taken", "action", sign=1000.0)
    plan = small.plan(problem, lambda m, f: [*untaken(m, f), *small.cost(m, f)])
    assert plan.total("grant") == pytest.approx(0)
    assert plan.total("charge") == pytest.approx(12)


@pytest.mark.parametrize(("envelope_m", "granted"), [(100.0, 7.2), (7.0, 7.0), (0.0, 0.0)])
def test_a_bonus_within_its_funds_envelope_leaves_it_whole(envelope_m: float, granted: float) -> None:
    action = Fund("action", rate_fraction=0.5, envelope_m=envelope_m)
    plan = small.plan(radar(action, Fund("bonus", rate_fraction=0.1, needs=("action",), within="action")))
    assert plan.total("grant") == pytest.approx(granted)


def test_the_audit_tells_a_bonus_that_takes_the_envelope_past_its_limit() -> None:
    action = Fund("action", rate_fraction=0.5, envelope_m=6.0)
    problem = radar(action, Fund("bonus", rate_fraction=0.1, within="action"))
    for more, holds in ((0, True), (1, False)):
        grants = {("action", "FR", "build", 0): 5, ("bonus", "FR", "build", 0): 1 + more}
        made = made_by_hand(grant=grants, taken={("action",): 1, ("bonus",): 1})
        assert all(check.holds for check in taken.audit(made, Facts(problem))) is holds


def test_a_bonus_adds_to_its_fund() -> None:
    plan = small.plan(radar(Fund("action", rate_fraction=0.5), Fund("bonus", rate_fraction=0.1, needs=("action",))))
    assert plan.total("grant", "bonus") == pytest.approx(1.2)
    assert plan.total("charge") == pytest.approx(4.8)
