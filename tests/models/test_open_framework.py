"""Open framework: each nation pays its own units at their own price, as on the common armoured vehicle."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import Problem
from tests.clauses import small
from tests.models.agreed import charged, cost, held, planned, tanks, under

NAME, RULE = "open-framework", "work for money"


def programme(*due: float, **tables: Any) -> Problem:
    """Hulls of 2 M a tank, a quarter dearer in DE; a radar of 12 M is developed in FR."""
    suppliers = [small.supplier(), small.supplier("Beta", "DE", price_factor=1.25, sectors=("hulls",))]
    packages = [small.one_off(sector="radars"), small.per_unit(sector="hulls", divisible=True, most=None)]
    standard = {
        "periods": 1, "nations": [small.nation(), small.nation("DE")], "phases": [small.phase(key="")],
        "suppliers": suppliers, "packages": packages,
    }  # fmt: skip
    return small.problem(**(standard | tanks(*due) | tables))


def test_each_nation_pays_its_own_units_and_an_equal_part_of_what_is_common() -> None:
    assert charged(under(NAME, programme(5, 1))) == pytest.approx({"FR": 5 * 2 + 6, "DE": 1 * 2 + 6})


def test_a_nation_that_orders_more_pays_for_these_alone() -> None:
    before, after = charged(under(NAME, programme(5, 1))), charged(under(NAME, programme(5, 9)))
    assert (after["FR"], after["DE"]) == (before["FR"], pytest.approx(before["DE"] + 8 * 2))


def test_a_line_in_a_nation_of_its_own_makes_its_units_dearer() -> None:
    bound = {RULE: {"strength": "must", "who": ("DE",), "amount": 50.0}}
    assert charged(under(NAME, programme(4, 4))) == pytest.approx({"FR": 14, "DE": 14})
    assert cost(under(NAME, programme(4, 4), bound)) == pytest.approx(28 + 3 * 0.5)  # three sets of 2.5 M: half of 14


def test_work_is_only_reported() -> None:
    assert held(under(NAME, programme(4, 4)), RULE) == [False, True]
    low = under(NAME, programme(4, 4), {RULE: {"strength": "must", "amount": 0.0}})
    assert cost(low) == cost(under(NAME, programme(4, 4)))


def test_work_for_all_its_money_is_out_of_reach_of_a_nation_that_takes_few() -> None:
    few = programme(1, 1)
    assert planned(under(NAME, few, {RULE: {"strength": "must", "who": ("DE",), "amount": 100.0}})) is None
