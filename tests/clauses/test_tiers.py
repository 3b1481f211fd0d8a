"""Price tiers of all units: an order reaches a tier, and all its sets cost what the tier says."""

from __future__ import annotations

import random
from typing import Any

import pytest

from procure.audit import audit
from procure.facts import Facts
from procure.planning import plan as planned
from procure.problem import Problem, Quote
from procure.solve import INFEASIBLE
from tests.clauses import small

HULL = small.per_unit(divisible=True, most=None)


def tier(start: float, price: float, supplier: str = "Alpha", **fields: Any) -> Quote:
    """A row of a supplier's offer of hulls, from so many sets on."""
    return small.quote(price, supplier=supplier, package="hull", from_quantity=start, **fields)


EXAMPLE = small.problem(
    periods=2,
    packages=[HULL],
    items=[small.item()],
    requirements=[small.need(2, 4)],
    quotes=[tier(0, 5.0), tier(4, 4.0)],
)


def order(*due: float, quotes: list[Quote], **tables: Any) -> Problem:
    standard = {"packages": [HULL], "items": [small.item()], "requirements": [small.need(*due)], "quotes": quotes}
    return small.problem(periods=len(due), **(standard | tables))


ALONE = {"suppliers": [small.supplier()]}


@pytest.mark.parametrize(("units", "cost"), [(3, 15.0), (4, 16.0), (5, 20.0), (10, 30.0)])
def test_every_set_of_an_order_costs_what_its_tier_says(units: int, cost: float) -> None:
    tiers = [tier(0, 5.0), tier(4, 4.0), tier(10, 3.0)]
    assert small.plan(order(units, quotes=tiers, **ALONE)).worth == pytest.approx(cost)


def test_sets_of_all_periods_count_together() -> None:
    made = small.plan(order(2, 0, 2, quotes=[tier(0, 5.0), tier(4, 4.0)], discount=0.1, **ALONE))
    assert made.over_time("spend", "build") == [8, 0, 8]


def test_more_is_ordered_to_reach_a_cheaper_tier_where_a_surplus_may_be_kept() -> None:
    tiers = [tier(0, 5.0), tier(6, 3.0)]
    assert small.plan(order(5, quotes=tiers, **ALONE)).worth == pytest.approx(25)
    more = small.plan(order(5, quotes=tiers, items=[small.item(surplus=2.0)], **ALONE))
    assert more.worth == pytest.approx(18)
    assert more.total("make", "hull") == 6


def test_one_supplier_gets_all_where_a_split_would_lose_the_tier() -> None:
    rate = small.capacity(6.0, supplier="Alpha")
    tiers = [tier(0, 5.0), tier(8, 3.5), tier(0, 4.0, "Beta")]
    assert small.plan(order(8, quotes=tiers)).total("make", "hull", "Alpha") == 8
    limited = small.plan(order(8, quotes=tiers, capacities=[rate]))
    assert limited.worth == pytest.approx(32)


def test_no_quantity_of_whole_sets_falls_between_two_tiers() -> None:
    made = small.plan(order(9, quotes=[tier(0, 5.0), tier(9.5, 1.0)], **ALONE))
    assert made.worth == pytest.approx(45)


def test_on_the_edge_of_tiers_that_are_not_whole_the_cheaper_price_counts() -> None:
    items = [small.item(whole=False)]
    tiers = [tier(0, 5.0), tier(2.5, 4.0)]
    assert small.plan(order(2.5, quotes=tiers, items=items, **ALONE)).worth == pytest.approx(10)
    assert small.plan(order(2.4, quotes=tiers, items=items, **ALONE)).worth == pytest.approx(12)


def test_a_budget_below_the_tier_that_can_be_reached_leaves_no_plan() -> None:
    nations = [small.nation(ceiling_m=15.9)]
    assert small.plan(order(4, quotes=[tier(0, 5.0), tier(4, 4.0)], nations=nations, **ALONE)).state == INFEASIBLE


def drawn(seed: int) -> tuple[int, float, dict[str, list[tuple[int, int]]], dict[str, int]]:
    """Units, units that may be kept, each supplier's tiers (falling prices) and its set-up cost."""
    r = random.Random(seed)
    tiers = {}
    for s in ("Alpha", "Beta"):
        starts = [0, *sorted(r.sample(range(2, 9), r.randint(1, 2)))]
        prices = sorted(r.sample(range(3, 13), len(starts)), reverse=True)
        tiers[s] = list(zip(starts, prices, strict=True))
    return r.randint(3, 9), float(r.randint(0, 2)), tiers, {s: r.choice([0, 3]) for s in tiers}


def cheapest(units: int, surplus: float, tiers: dict[str, list[tuple[int, int]]], setup: dict[str, int]) -> float:
    """The least cost over all orders of both suppliers."""

    def cost(s: str, sets: int) -> int:
        return sets * [price for start, price in tiers[s] if sets >= start][-1] + (setup[s] if sets else 0)

    totals = range(units, units + int(surplus) + 1)
    return min(cost("Alpha", a) + cost("Beta", total - a) for total in totals for a in range(total + 1))


@pytest.mark.parametrize("seed", range(24))
def test_plans_with_tiers_cost_what_the_best_of_all_splits_costs(seed: int) -> None:
    units, surplus, tiers, setup = drawn(seed)
    quotes = [
        tier(start, price, s, setup_m=float(setup[s]) if not start else 0.0)
        for s, several in tiers.items()
        for start, price in several
    ]
    hull = small.per_unit(divisible=True, most=None, smallest_fraction=0.01)
    of = order(units, quotes=quotes, packages=[hull], items=[small.item(surplus=surplus)])
    found = planned(of).plan
    assert found is not None
    assert float(found.total("spend")) == cheapest(units, surplus, tiers, setup)
    assert [c for c in audit(found, Facts(of)).checks if not c.holds] == []
