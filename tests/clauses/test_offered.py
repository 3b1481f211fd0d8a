"""What offers ask beside their price: for whom, how many at least and at most, together with what, until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from procure.audit import audit
from procure.facts import Facts
from procure.plan import Plan, dec
from procure.planning import plan as planned
from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

HULL = small.per_unit(divisible=True, most=None)
NATIONS = [small.nation("DE"), small.nation("FR")]


def hulls(price_m: float | None, supplier: str = "Alpha", **fields: Any) -> Any:
    return small.quote(price_m, supplier=supplier, package="hull", **fields)


def order(*due: float, **tables: Any) -> Problem:
    """Tanks for FR (and DE half as many), hulls of 2 M by Alpha and of 2.5 M by Beta unless quotes say otherwise."""
    standard = {
        "nations": NATIONS,
        "packages": [HULL],
        "items": [small.item()],
        "requirements": [small.need(*due), small.need(*(units / 2 for units in due), nation="DE")],
    }
    return small.problem(periods=len(due), **(standard | tables))


EXAMPLE = order(
    4,
    quotes=[
        hulls(1.0, least=2.0, most=4.0, buyers=("FR",)),
        hulls(1.5, buyers=("DE",), bundle="both"),
        small.quote(12.0, bundle="both"),
        hulls(2.0, supplier="Beta", most=5.0),
    ],
    packages=[HULL, small.one_off()],
)


def test_an_offer_for_some_nations_serves_them_alone() -> None:
    made = small.plan(order(4, quotes=[hulls(1.0, buyers=("FR",))]))
    assert made.total("make", "hull", "Alpha", "FR") == 4
    assert made.total("make", "hull", "Beta", "DE") == 2
    assert made.worth == pytest.approx(4 * 1 + 2 * 2.5)


def test_an_offer_for_a_group_serves_its_nations() -> None:
    nations = [small.nation("DE", groups=("EU",)), small.nation("FR", groups=("EU",))]
    made = small.plan(order(4, nations=nations, quotes=[hulls(1.0, buyers=("EU",))]))
    assert made.total("make", "hull", "Alpha") == 6


def test_nations_have_their_own_prices_of_one_supplier() -> None:
    quotes = [hulls(1.0, buyers=("FR",)), hulls(1.5, buyers=("DE",))]
    assert small.plan(order(4, quotes=quotes)).worth == pytest.approx(4 * 1 + 2 * 1.5)


def test_what_nobody_offers_a_nation_leaves_no_plan() -> None:
    of = order(4, suppliers=[small.supplier()], quotes=[hulls(1.0, buyers=("FR",))])
    assert small.plan(of).state == INFEASIBLE


@pytest.mark.parametrize(("least", "cost"), [(6.0, 6 * 3.0), (7.0, 6 * 2.5)])
def test_an_offer_is_not_taken_for_less_than_its_least_order(least: float, cost: float) -> None:
    quotes = [hulls(1.0, least=least)] if least > 6 else [hulls(3.0, least=least)]
    suppliers = [small.supplier(), *([small.supplier("Beta", price_factor=1.25)] if least > 6 else [])]
    assert small.plan(order(4, quotes=quotes, suppliers=suppliers)).worth == pytest.approx(cost)


def test_what_the_first_row_is_from_is_a_least_order() -> None:
    assert small.plan(order(4, quotes=[hulls(1.0, from_quantity=7.0)])).worth == pytest.approx(15)
    assert small.plan(order(4, quotes=[hulls(1.0, from_quantity=6.0)])).worth == pytest.approx(6)


def test_of_several_offers_each_has_its_own_least_order() -> None:
    quotes = [hulls(1.0, buyers=("FR",)), hulls(0.5, buyers=("DE",), least=3.0)]
    made = small.plan(order(4, quotes=quotes))
    assert made.total("make", "hull", "Alpha", "DE") == 0
    assert made.total("make", "hull", "Alpha", "FR") == 4


def test_no_more_than_the_most_is_ordered() -> None:
    made = small.plan(order(4, quotes=[hulls(1.0, most=4.0)]))
    assert made.total("make", "hull", "Alpha") == 4
    assert made.worth == pytest.approx(4 * 1 + 2 * 2.5)


def test_the_offers_of_a_bundle_are_all_taken_or_none() -> None:
    apart = [hulls(1.0), small.quote(20.0)]
    packages = [small.per_unit(), small.one_off()]
    assert small.plan(order(4, packages=packages, quotes=apart)).worth == pytest.approx(6 + 15)
    bundled = [replace(q, bundle="all") for q in apart]
    assert small.plan(order(4, packages=packages, quotes=bundled)).worth == pytest.approx(6 + 20)
    dear = [hulls(1.0, bundle="all"), small.quote(30.0, bundle="all")]
    assert small.plan(order(4, packages=packages, quotes=dear)).worth == pytest.approx(15 + 15)


@pytest.mark.parametrize(("until", "cost"), [(1, 6.0), (0, 12.0)])
def test_an_offer_that_runs_out_before_the_phase_is_signed_is_none(until: int, cost: float) -> None:
    of = order(0, 4, phases=[small.phase(signed=1)], quotes=[hulls(1.0, valid_until=until)])
    assert small.plan(of).worth == pytest.approx(cost)


def test_a_bundle_of_which_one_offer_runs_out_is_none() -> None:
    quotes = [hulls(1.0, valid_until=0, bundle="all"), small.quote(1.0, bundle="all")]
    packages = [small.per_unit(), small.one_off()]
    of = order(0, 4, phases=[small.phase(signed=1)], packages=packages, quotes=quotes)
    assert small.plan(of).worth == pytest.approx(12 + 12)


Values = dict[str, dict[tuple[Any, ...], float]]


def spoiled(of: Problem, change: Callable[[Plan], Values]) -> set[str]:
    """Clauses that a change of the plan breaks."""
    found = planned(of).plan
    assert found is not None
    assert audit(found, Facts(of)).passed
    values = {family: dict(keys) for family, keys in found.values.items()}
    for family, keys in change(found).items():
        values.setdefault(family, {}).update({key: dec(value) for key, value in keys.items()})
    return {check.clause for check in audit(replace(found, values=values), Facts(of)).checks if not check.holds}


def test_sets_for_a_nation_without_an_offer_break_the_clause() -> None:
    of = order(4, quotes=[hulls(1.0, buyers=("FR",))])
    assert "offered" in spoiled(of, lambda _: {"make": {("hull", "Alpha", "DE", 0): 1.0}})


def test_less_than_the_least_and_more_than_the_most_break_the_clause() -> None:
    of = order(4, quotes=[hulls(1.0, least=3.0, most=4.0)])
    assert "offered" in spoiled(of, lambda _: {"make": {("hull", "Alpha", "", 0): 2.0}})
    assert "offered" in spoiled(of, lambda _: {"make": {("hull", "Alpha", "", 0): 5.0}})


def test_half_a_bundle_breaks_the_clause() -> None:
    quotes = [hulls(1.0, bundle="all"), small.quote(10.0, bundle="all")]
    of = order(4, packages=[small.per_unit(), small.one_off()], quotes=quotes)
    assert "offered" in spoiled(of, lambda _: {"award": {("radar", "Alpha"): 0.0}})


def test_a_price_of_a_tier_that_is_not_reached_breaks_the_clause_of_tiers() -> None:
    of = order(4, quotes=[hulls(2.0), hulls(1.0, from_quantity=8.0)])
    cheap = {("hull", "Alpha", "", 0): 6.0}
    assert "tiers" in spoiled(of, lambda plan: {"price": cheap})
