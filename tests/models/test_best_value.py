"""Best value: the best offer wins wherever it comes from, and work is only reported, as on the F-35."""

from __future__ import annotations

import pytest

from tests.clauses import small
from tests.models.agreed import charged, cost, held, missed, planned, radar, tanks, under

NAME, RULE = "best-value", "work for money"
MUST = {RULE: {"strength": "must"}}


def test_the_cheapest_offer_wins_though_a_partner_works_for_nothing_of_its_money() -> None:
    problem = under(NAME, radar(1.0, 1.2, **tanks(1, 1)))
    assert cost(problem) == pytest.approx(100)
    assert held(problem, RULE) == [False, True]
    assert [round(float(m or 0)) for m in missed(problem, RULE)] == [100, 0]


def test_the_best_offer_may_come_from_a_third_country() -> None:
    nations = [small.nation(), small.nation("DE"), small.nation("US", role="third country")]
    suppliers = [small.supplier(), small.supplier("Gamma", "US", price_factor=0.9)]
    problem = under(NAME, radar(nations=nations, suppliers=suppliers, **tanks(1, 1)))
    assert cost(problem) == pytest.approx(90)


def test_cost_is_shared_by_agreed_quantities() -> None:
    assert charged(under(NAME, radar(1.0, 1.2, **tanks(3, 1)))) == pytest.approx({"FR": 75, "DE": 25})


def test_a_programme_that_makes_the_rule_its_own_pays_for_it() -> None:
    problem = under(NAME, radar(1.0, 1.2, **tanks(1, 1)), MUST)
    assert cost(problem) == pytest.approx(100 + 20 * 50 / 110, abs=0.02)  # Beta: 120x = (100 + 20x) / 2


def test_a_low_yardstick_changes_nothing() -> None:
    low = under(NAME, radar(1.0, 1.2, **tanks(1, 1)), {RULE: {"strength": "must", "amount": 0.0}})
    assert cost(low) == pytest.approx(100)


def test_work_for_everybodys_money_is_out_of_reach_where_one_has_no_industry() -> None:
    assert planned(under(NAME, radar(1.0, **tanks(1, 1)), MUST)) is None
