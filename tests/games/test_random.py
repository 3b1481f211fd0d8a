"""Random small games against what can be counted: all orders of joining, perturbed shares, enumerated cores."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import permutations

import pytest

from procure.games.core import complaint, core, member
from procure.games.game import CERTAIN, NOT, Game, of_costs
from procure.games.nucleolus import kohlberg, nucleolus
from procure.games.shapley import estimated, needed, orders, shapley

KINDS = ("any", "fixed and own", "whole")


def drawn(kind: str, n: int, seed: int) -> Game:
    r, found = random.Random(seed), {}
    for s in range(1, 1 << n):
        size = s.bit_count()
        found[s] = {
            "any": lambda: Fraction(r.randint(0, 20)),
            "fixed and own": lambda size=size: 3 + Fraction(r.randint(100, 200) * size, 100) + r.randint(0, 2),
            "whole": lambda size=size: Fraction(r.randint(5, 8) * size - size * (size - 1) // 2),
        }[kind]()
    return of_costs(tuple("ABCDEF"[:n]), found)


GAMES = [(kind, n, seed) for seed, kind in enumerate(KINDS * 3) for n in (2, 3, 4, 5)]


def heights(game: Game, shares: tuple[Fraction, ...]) -> list[Fraction | float]:
    return sorted((complaint(game, shares, s).certain for s, _ in game.proper()), reverse=True)


@pytest.mark.parametrize(("kind", "n", "seed"), GAMES)
def test_no_shares_near_the_nucleolus_have_smaller_complaints(kind: str, n: int, seed: int) -> None:
    game, r = drawn(kind, n, seed), random.Random(seed)
    found = nucleolus(game)
    assert found is not None
    assert sum(found.shares) == game.total
    assert kohlberg(game, found.shares, found.alone)
    best, grid = heights(game, found.shares), [Fraction(1, 1000), Fraction(1, 7), Fraction(2)]
    moves = [(i, j, step) for i in range(n) for j in range(n) if i != j for step in grid]
    tried = [[step * ((k == i) - (k == j)) for k in range(n)] for i, j, step in moves]
    for _ in range(20):
        apart = [Fraction(r.randint(-9, 9), r.choice([1, 10, 1000])) for _ in range(n)]
        tried.append([a - sum(apart) / n for a in apart])
    for by in tried:
        other = tuple(x + d for x, d in zip(found.shares, by, strict=True))
        if other != found.shares and not (found.alone and any(other[i] > game.alone(i).plan for i in range(n))):
            assert heights(game, other) > best
            assert not kohlberg(game, other, found.alone)


@pytest.mark.parametrize(("kind", "n", "seed"), GAMES)
def test_the_shapley_value_is_the_mean_over_all_orders(kind: str, n: int, seed: int) -> None:
    game = drawn(kind, n, seed)
    value, every = shapley(game), list(permutations(range(n)))
    assert value is not None
    added = [Fraction(0)] * n
    for order in every:
        s = 0
        for i in order:
            added[i] += Fraction(game.cost(s | 1 << i).plan) - Fraction(game.cost(s).plan)
            s |= 1 << i
    assert list(value.shares) == [a / len(every) for a in added]
    assert value.least == value.shares == value.most


def minimal_balanced(n: int) -> list[dict[int, Fraction]]:
    """Balanced collections of two or three coalitions of three players, and the partitions (Shapley 1967)."""
    assert n == 3
    one, half = Fraction(1), Fraction(1, 2)
    return [{1: one, 2: one, 4: one}, {3: one, 4: one}, {5: one, 2: one}, {6: one, 1: one}, {3: half, 5: half, 6: half}]


@pytest.mark.parametrize("seed", range(40))
def test_of_three_players_the_core_is_empty_just_where_a_balanced_collection_is_cheaper(seed: int) -> None:
    game = drawn(KINDS[seed % 3], 3, seed + 100)
    costs = [sum(w * Fraction(game.cost(s).plan) for s, w in each.items()) for each in minimal_balanced(3)]
    found = core(game)
    assert (found.state == NOT) == (min(costs) < game.total)
    if found.state == CERTAIN:
        point = [Fraction(x).limit_denominator(10**6) for x in found.point]
        assert all(complaint(game, tuple(point), s).certain < 1e-4 for s, _ in game.proper())
    value = nucleolus(game)
    assert value is not None
    assert (member(game, value.shares) == CERTAIN) == (found.state == CERTAIN)


def test_an_estimate_is_within_its_errors_of_the_exact_value_and_the_same_again() -> None:
    game = drawn("fixed and own", 6, 7)
    exact, taken = shapley(game), orders(6, 60, seed=3)
    about = estimated(game, taken)
    assert exact is not None
    assert about is not None
    assert about.errors is not None
    assert sum(about.shares) == game.total
    apart = [abs(float(a - b)) for a, b in zip(about.shares, exact.shares, strict=True)]
    assert all(x <= 3 * e for x, e in zip(apart, about.errors, strict=True))
    assert max(about.errors) < 0.5
    assert orders(6, 60, seed=3) == taken != orders(6, 60, seed=4)
    assert {order[0] for order in taken[:12:2]} == set(range(6))
    assert set(needed(taken)) <= set(range(1, 64))
    assert estimated(of_costs(game.players, {63: game.total}), taken) is None
