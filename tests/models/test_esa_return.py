"""ESA return: the coefficient of weighted contracts over contributions, cumulative, among the members."""

from __future__ import annotations

from typing import Any

import pytest

from procure import agreement
from procure.origins import History
from procure.problem import Problem, Share
from tests.clauses import small
from tests.models.agreed import cost, held, planned, radar, results, under

NAME, FLOOR, IDEAL = "esa-return", "lower limit", "ideal return"
HALVES = (Share(None, "FR", weight=1.0), Share(None, "DE", weight=1.0))


def programme(*factors: float, **tables: Any) -> Problem:
    return radar(*factors, shares=HALVES, **tables)


def test_a_member_has_at_least_0_8_of_what_its_contribution_stands_for() -> None:
    problem = under(NAME, programme(1.0, 1.2))
    assert cost(problem) == pytest.approx(100 + 20 * 40 / 112, abs=0.02)  # 120 x = 0.8 x half of (100 + 20 x)
    assert [round(float(one.reached or 0)) for one in results(problem, FLOOR)] == [80, 120]


def test_the_ideal_coefficient_is_1_and_is_reported() -> None:
    assert {r.id: (r.amount, r.strength) for r in agreement.load(NAME).rules}[IDEAL] == (100, "report")
    assert held(under(NAME, programme(1.0, 1.2)), IDEAL) == [False, True]


def test_contracts_count_with_their_weight() -> None:
    packages = [
        small.one_off(value_m=100.0, divisible=True, most=None, smallest_fraction=0.01),
        small.one_off("software", 10.0, weight=3.0, given_to=(("Beta", None),)),
    ]
    problem = under(NAME, programme(1.0, 1.2, packages=packages))
    x = (0.4 * 136 - 36) / 112  # weighted: Beta has 120 x + 36 of 136 + 20 x
    assert cost(problem) == pytest.approx(100 + 20 * x + 12, abs=0.02)


def test_the_coefficient_is_cumulative_what_was_done_before_counts() -> None:
    before = [History(None, None, n, 2026, paid_m=50.0, work=w) for n, w in (("FR", 80.0), ("DE", 20.0))]
    problem = under(NAME, programme(1.0, 1.2, history=before))
    x = (0.8 * 100 - 20) / 112  # 20 + 120 x = 0.8 x half of (100 + 100 + 20 x)
    assert cost(problem) == pytest.approx(100 + 20 * x, abs=0.02)
    ahead = [History(None, None, n, 2026, paid_m=50.0, work=w) for n, w in (("FR", 0.0), ("DE", 100.0))]
    assert cost(under(NAME, programme(1.0, 1.2, history=ahead))) == pytest.approx(100)


def test_it_is_judged_at_the_end_not_in_each_year() -> None:
    packages = [small.one_off(months=12.0, begins=0), small.one_off("sonar", given_to=(("Beta", None),), begins=1)]
    problem = under(NAME, programme(1.0, 1.0, periods=2, packages=packages))
    assert held(problem, FLOOR) == [True, True]
    assert len(results(problem, IDEAL)) == 4


def test_only_members_count() -> None:
    nations = [small.nation(), small.nation("DE"), small.nation("US", role="third country")]
    suppliers = [small.supplier(), small.supplier("Gamma", "US", price_factor=0.5)]
    problem = under(NAME, programme(nations=nations, suppliers=suppliers))
    assert cost(problem) == pytest.approx(50)


def test_a_return_that_comes_by_itself_costs_nothing() -> None:
    assert cost(under(NAME, programme(1.0, 1.0))) == pytest.approx(100)
    assert cost(under(NAME, programme(1.0, 1.2), {FLOOR: {"amount": 0.0}})) == pytest.approx(100)


def test_a_member_whose_industry_can_do_nothing_leaves_no_plan() -> None:
    assert planned(under(NAME, programme(1.0))) is None
    assert held(under(NAME, programme(1.0), {FLOOR: {"strength": "report"}}), FLOOR) == [False, True]
