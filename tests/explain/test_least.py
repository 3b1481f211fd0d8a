"""Smallest sets by asking, against brute force over all subsets."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import pytest

from procure.explain import least

SEEDS = range(60)
ITEMS = "abcdefg"


def subsets(most: int = len(ITEMS)) -> list[frozenset[str]]:
    """All of them, the small ones first."""
    return [frozenset(some) for size in range(most + 1) for some in combinations(ITEMS, size)]


def drawn(seed: int) -> list[frozenset[str]]:
    """One to four sets of one to four items."""
    draw = random.Random(seed)
    return [frozenset(draw.sample(ITEMS, draw.randint(1, 4))) for _ in range(draw.randint(1, 4))]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_found_is_enough_and_nothing_in_it_can_be_left_out(seed: int) -> None:
    sets, asked = drawn(seed), 0

    def enough(some: Sequence[str]) -> bool:
        nonlocal asked
        asked += 1
        return any(one <= {*some} for one in sets)

    found = least.minimal(ITEMS, enough)
    assert enough(found)
    assert not any(enough([other for other in found if other != one]) for one in found)
    assert found == sorted(found)
    smallest = [one for one in sets if not any(other < one for other in sets)]
    assert frozenset(found) in smallest
    assert asked <= 4 * len(ITEMS) + 4


@pytest.mark.parametrize("seed", SEEDS)
def test_items_that_come_first_are_preferred(seed: int) -> None:
    """Of all smallest sets it is the one whose last item comes first; of those with the same last item likewise."""
    sets = drawn(seed)
    found = least.minimal(ITEMS, lambda some: any(one <= {*some} for one in sets))
    smallest = [one for one in sets if not any(other < one for other in sets)]
    assert sorted(found, reverse=True) == min(sorted(one, reverse=True) for one in smallest)


@pytest.mark.parametrize("seed", SEEDS)
def test_fewest_members_meet_every_set_as_brute_force_has_them(seed: int) -> None:
    sets = drawn(seed)
    fewest = next(len(some) for some in subsets() if all(some & one for one in sets))
    for most in range(len(ITEMS)):
        found = least.meeting(sets, most)
        assert (found is None) == (most < fewest)
        if found is not None:
            assert len(found) == fewest
            assert all(found & one for one in sets)
    assert least.meeting(sets, fewest) == least.meeting(list(reversed(sets)), fewest)


def test_a_search_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(least, "STEPS", 5)
    sets = [frozenset(pair) for pair in combinations("abcdefgh", 2)]
    with pytest.raises(least.TooMany):
        least.meeting(sets, 7)
