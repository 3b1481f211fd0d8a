"""Equal partners: equal parts of cost and work whatever the orders, as in the programmes of thirds."""

from __future__ import annotations

import pytest

from tests.clauses import small
from tests.models.agreed import charged, cost, held, planned, radar, tanks, under, work

NAME, RULE = "equal-partners", "equal work"
THIRDS = [small.nation(), small.nation("DE"), small.nation("IT")]


def test_each_pays_a_third_however_many_it_takes() -> None:
    problem = under(NAME, radar(1.0, 1.0, 1.0, nations=THIRDS, **tanks(8, 1, 1)))
    assert charged(problem) == pytest.approx({"FR": 33.33, "DE": 33.33, "IT": 33.33}, abs=0.02)


def test_each_ones_industry_has_a_third_within_two_points() -> None:
    done = work(under(NAME, radar(1.0, 1.2, 1.3, nations=THIRDS)))
    parts = {n: 100 * m / sum(done.values()) for n, m in done.items()}
    assert parts == pytest.approx({"FR": 35.33, "DE": 33.33, "IT": 31.33}, abs=0.02)


def test_the_dearer_partner_has_its_half_less_two_points_and_no_more() -> None:
    assert cost(under(NAME, radar(1.0, 1.2))) == pytest.approx(100 + 20 * 48 / 110.4, abs=0.02)


def test_equal_prices_make_equal_parts_free() -> None:
    assert cost(under(NAME, radar(1.0, 1.0))) == pytest.approx(100)
    assert cost(under(NAME, radar(1.0, 1.2), {RULE: {"amount": 50.0}})) == pytest.approx(100)


def test_a_partner_that_can_do_no_work_leaves_no_plan_or_a_reported_miss() -> None:
    assert planned(under(NAME, radar(1.0))) is None
    assert held(under(NAME, radar(1.0), {RULE: {"strength": "report"}}), RULE) == [False, False]
