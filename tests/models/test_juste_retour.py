"""Strict juste retour: in every phase work follows the agreed share, as for Tornado and Eurofighter."""

from __future__ import annotations

from decimal import Decimal

import pytest

from procure import agreement, objectives
from procure.facts import Facts
from procure.problem import Supplier
from tests.clauses import small
from tests.models.agreed import cost, made, planned, radar, results, tanks, under, work
from tests.problems import two_nations

NAME = "juste-retour"


def test_each_partners_work_is_no_more_than_two_points_below_its_share() -> None:
    problem = under(NAME, radar(1.0, 1.2, **tanks(1, 1)))
    assert cost(problem) == pytest.approx(100 + 20 * 48 / 110.4, abs=0.02)  # Beta: 120 x = 48 % of (100 + 20 x)
    assert [round(float(one.reached or 0), 1) for one in results(problem, "return floor")] == [-2, 2]


def test_nor_more_than_two_points_above_it() -> None:
    above = under(NAME, radar(1.2, 1.0, **tanks(1, 1)))
    assert [one.binding for one in results(above, "return cap")] == [True, False]


def test_shares_are_those_of_the_agreed_quantities() -> None:
    problem = under(NAME, radar(1.0, 1.2, **tanks(3, 1)))
    assert work(problem)["DE"] == pytest.approx(0.23 * sum(work(problem).values()), abs=0.02)


def test_where_prices_follow_the_shares_the_rule_costs_nothing() -> None:
    free = under("best-value", radar(1.0, 1.0, **tanks(1, 1)))
    assert cost(under(NAME, radar(1.0, 1.0, **tanks(1, 1)))) == cost(free) == pytest.approx(100)


def test_a_partner_without_industry_leaves_no_plan() -> None:
    assert planned(under(NAME, radar(1.0, **tanks(1, 1)))) is None
    assert planned(under(NAME, radar(1.0, **tanks(1, 1)), {"return floor": {"amount": 50.0}})) is None  # the cap holds
    wide = {"return floor": {"amount": 50.0}, "return cap": {"amount": 50.0}}
    assert cost(under(NAME, radar(1.0, **tanks(1, 1)), wide)) == pytest.approx(100)


def test_third_countries_work_is_nobodys_return() -> None:
    nations = [small.nation(), small.nation("DE"), small.nation("US", role="third country")]
    suppliers = [small.supplier(), small.supplier("Gamma", "US", price_factor=0.5)]
    assert cost(under(NAME, radar(nations=nations, suppliers=suppliers, **tanks(1, 1)))) == pytest.approx(50)


def test_what_is_missing_in_one_phase_is_not_made_up_in_another() -> None:
    costly = Supplier("Krauss", "DE", price_factor=1.5)
    suppliers = (Supplier("Arsenal", "FR"), Supplier("Bureau", "FR"), costly)
    packages = tuple(
        w if w.recurring else type(w)(w.id, w.kind, w.phase, value_m=w.value_m, divisible=True, most=None)
        for w in two_nations().packages
    )
    free = two_nations(suppliers=suppliers, packages=packages)
    assert objectives.balance(made(free), Facts(free))["DE"] == Decimal(-200)  # 80 of development, 120 of production
    problem = free.replace(rules=agreement.load(NAME).rules)
    found = [*results(problem, "return floor"), *results(problem, "return cap")]
    assert {(r.who, r.phase) for r in found} == {(n, p) for n in ("FR", "DE") for p in ("development", "production")}
    assert all(r.held and r.reached is not None and abs(r.reached) < Decimal("2.001") for r in found)
