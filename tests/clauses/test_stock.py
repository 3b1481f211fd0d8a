"""Stock: what is built is delivered or kept."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import Pin, Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    nations=[small.nation(), small.nation("DE")],
    items=[small.item(may_store=True), small.item("van", surplus=1.0), small.item("ship")],
    requirements=[
        small.need(0, 1, 1),
        small.need(0, 0, 1, nation="DE"),
        small.need(0, 0, 2, item="van"),
        small.need(0, 0, 1, item="ship"),
    ],
)


def three_at_the_end(max_rate: float | None, **fields: Any) -> Problem:
    """Three tanks that may be handed over in the last period only."""
    return small.problem(
        discount=0.1,
        packages=[small.per_unit()],
        items=[small.item(max_rate=max_rate, **fields)],
        requirements=[small.need(0, 0, 3)],
        pins=[Pin("deliver", "=", 3.0, item="tank", nation="FR", period=2)],
    )


def test_units_that_can_be_built_when_they_are_due_are_not_kept() -> None:
    plan = small.plan(three_at_the_end(None, may_store=True))
    assert plan.over_time("stock", "tank") == [0, 0, 0]
    assert plan.worth == pytest.approx(6 / 1.21)


def test_a_slow_line_builds_ahead_into_the_stock() -> None:
    plan = small.plan(three_at_the_end(2.0, may_store=True))
    assert plan.over_time("stock", "tank") == [0, 1, 0]
    assert plan.worth == pytest.approx(2 / 1.1 + 4 / 1.21)


def test_without_a_store_a_slow_line_cannot_deliver_at_once() -> None:
    assert small.plan(three_at_the_end(2.0)).state == INFEASIBLE


def test_no_more_than_the_surplus_is_kept_at_the_end() -> None:
    problem = small.problem(items=[small.item(may_store=True)], requirements=[small.need(1, 0, 0)])
    assert small.plan(problem, small.first("stock", "tank", 2, sign=-1.0)).worth == pytest.approx(0)
    surplus = problem.replace(items=(small.item(surplus=2.0),))
    assert small.plan(surplus, small.first("stock", "tank", 2, sign=-1.0)).worth == pytest.approx(-2)


def test_an_item_that_may_not_be_stored_never_has_more_than_its_surplus_in_stock() -> None:
    problem = small.problem(items=[small.item(surplus=1.0)], requirements=[small.need(0, 0, 3)])
    assert small.plan(problem, small.first("stock", "tank", 0, sign=-1.0)).worth == pytest.approx(-1)
