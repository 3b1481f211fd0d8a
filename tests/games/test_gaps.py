"""What a planner leaves open is called uncertain; a coalition without a plan objects to nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from procure.games.core import core, largest, member
from procure.games.game import CERTAIN, INFINITE, NOT, UNCERTAIN, Cost, Game
from procure.games.judging import judged
from procure.games.nucleolus import nucleolus
from procure.games.shapley import shapley
from procure.games.sharing import alternate_cost_avoided, proportional, separable_cost_remaining_benefit
from tests.games.table import costs

F = Fraction


def game(*pairs: tuple[float, float]) -> Game:
    """Two or three players; (least, plan) by coalition 1, 2, 3, ..."""
    made = {s: Cost(_amount(low), _amount(high)) for s, (low, high) in enumerate(pairs, start=1)}
    return Game(tuple("ABC"[: 2 if len(pairs) == 3 else 3]), made)


def _amount(number: float) -> Fraction | float:
    return number if number in (INFINITE, -INFINITE) else F(number)


def test_who_pays_less_than_its_bound_alone_gains_for_certain_and_above_its_plan_loses() -> None:
    told = judged(game((8, 10), (8, 10), (14, 14)), (F(8), F(6)))
    assert told.alone == (CERTAIN, CERTAIN)
    assert judged(game((8, 10), (8, 10), (14, 14)), (F(9), F(5))).alone == (UNCERTAIN, CERTAIN)
    assert judged(game((8, 10), (8, 10), (14, 14)), (F(11), F(3))).alone == (NOT, CERTAIN)


def test_core_membership_depends_on_the_gaps_only_between_bound_and_plan() -> None:
    told = game((8, 10), (8, 10), (14, 14))
    assert member(told, (F(7), F(7))) == CERTAIN
    assert member(told, (F(9), F(5))) == UNCERTAIN
    assert member(told, (F(11), F(3))) == NOT
    assert member(told, (F(7), F(6))) == NOT  # does not share the whole


def test_a_complaint_that_a_better_joint_plan_could_still_answer_is_uncertain() -> None:
    told = game((10, 10), (10, 10), (13, 14))
    assert member(told, (F("10.5"), F("3.5"))) == UNCERTAIN
    assert member(told, (F("11.5"), F("2.5"))) == NOT
    assert core(game((10, 10), (10, 10), (19, 21))).state == UNCERTAIN
    assert core(game((10, 10), (10, 10), (20.5, 21))).state == NOT
    assert core(game((9, 10), (9, 10), (18, 18))).state == CERTAIN
    assert core(game((8, 10), (8, 10), (18, 18))).state == UNCERTAIN


def test_the_shapley_value_lies_between_what_the_gaps_allow() -> None:
    value = shapley(game((8, 10), (9, 10), (14, 14)))
    assert value is not None
    assert (value.shares, value.least, value.most) == ((7, 7), (F(6), F(13, 2)), (F(15, 2), F(8)))


def test_coalitions_without_a_plan_object_to_nothing_and_ways_that_need_them_have_no_shares() -> None:
    none = (INFINITE, INFINITE)
    told = game(none, (5, 5), (8, 8), (5, 5), (9, 9), (8, 8), (11, 11))
    assert member(told, (F(6), F(2), F(3))) == CERTAIN
    assert core(told).state == CERTAIN
    assert shapley(told) is None
    assert proportional(told) is None
    assert alternate_cost_avoided(told) is None
    found = nucleolus(told)
    assert found is not None
    assert sum(found.shares) == 11
    worst = largest(told, (F(6), F(2), F(3)))
    assert worst is not None
    assert worst.coalition != 1


def test_where_only_all_together_have_a_plan_nothing_bounds_the_nucleolus() -> None:
    none = (INFINITE, INFINITE)
    told = game(none, none, (8, 8))
    assert nucleolus(told) is None
    assert core(told).excess is None
    assert core(told).state == CERTAIN
    assert member(told, (F(100), F(-92))) == CERTAIN


def test_of_coalitions_that_nobody_planned_no_share_is_safe() -> None:
    told = Game(("A", "B", "C"), {1: Cost(F(5), F(5)), 2: Cost(F(5), F(5)), 4: Cost(F(5), F(5)), 7: Cost(F(9), F(9))})
    assert not told.complete
    assert member(told, (F(3), F(3), F(3))) == UNCERTAIN
    assert member(told, (F(6), F(3), F(0))) == NOT
    assert core(told).state == UNCERTAIN
    assert shapley(told) is None


def test_benefits_cap_what_remains_to_be_shared() -> None:
    told = costs("AB", {"A": 10, "B": 10, "AB": 12})
    assert separable_cost_remaining_benefit(told) == (6, 6)
    assert separable_cost_remaining_benefit(told, [F(4), F(10)]) == (F(2) + F(8) * F(2, 10), F(2) + F(8) * F(8, 10))


def test_what_cannot_be_a_game_is_refused() -> None:
    with pytest.raises(ValueError, match="above the plan"):
        game((11, 10), (8, 10), (14, 14))
    with pytest.raises(ValueError, match="all players together"):
        game((8, 10), (8, 10), (14, INFINITE))
