"""Lead nation: one nation contracts and places the work, the others pay their part of a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procure.problem import Problem, Share
from tests.models.agreed import charged, cost, held, planned, radar, under, work

NAME, RULE = "lead-nation", "work for money"
TABLE = (Share(None, "FR", weight=3.0), Share(None, "DE", weight=1.0))


def led(*factors: float, to: str | None = None) -> Problem:
    problem = radar(*factors, shares=TABLE)
    given = ((to, None),) if to else ()
    return problem.replace(packages=tuple(replace(w, given_to=given) for w in problem.packages))


def test_the_partners_pay_their_part_of_the_table_whoever_works() -> None:
    assert charged(under(NAME, led(1.2, 1.0))) == pytest.approx({"FR": 75, "DE": 25})


def test_the_lead_nation_places_the_work_as_it_sees_fit() -> None:
    assert work(under(NAME, led(1.2, 1.0, to="FR"))) == pytest.approx({"FR": 120, "DE": 0})
    assert held(under(NAME, led(1.2, 1.0, to="FR")), RULE) == [False, True]


def test_a_partner_that_asks_for_work_for_its_money_makes_the_programme_dearer() -> None:
    free, bound = under(NAME, led(1.0, 1.2)), under(NAME, led(1.0, 1.2), {RULE: {"strength": "must", "who": ("DE",)}})
    assert cost(free) == pytest.approx(100)
    assert cost(bound) == pytest.approx(100 + 20 * 25 / 115, abs=0.02)  # Beta: 120x = (100 + 20x) / 4


def test_and_not_dearer_where_it_is_the_cheapest_anyway() -> None:
    assert cost(under(NAME, led(1.2, 1.0), {RULE: {"strength": "must", "who": ("DE",)}})) == pytest.approx(100)


def test_the_lead_nations_own_work_cannot_be_its_partners_too() -> None:
    assert planned(under(NAME, led(1.0, 1.2, to="FR"), {RULE: {"strength": "must"}})) is None
