"""The Shapley value: what a player adds to the cost, on average over all orders in which players could join.

    phi[i] = sum over S without i of  |S|! (n - |S| - 1)! / n!  (c(S + i) - c(S))

Exact where every coalition's cost is known. Else estimated over orders drawn in pairs, an order and its reverse, with
every player as often the first of a pair's order as any other: where the first to join bears a fixed cost, that is most
of the spread. A pair is one draw; the standard error is that of the mean of pairs, on the safe side with going round.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from procure.games.game import Amount, Game, members

Order = tuple[int, ...]


@dataclass(frozen=True)
class Shapley:
    """shares: by player, of the plans. least, most: between which each is whatever plans the gaps hide.

    errors: standard errors of an estimate; None where the shares are exact. The joint cost is fixed in every one.
    """

    shares: tuple[Fraction, ...]
    least: tuple[Amount, ...]
    most: tuple[Amount, ...]
    errors: tuple[float, ...] | None = None


def shapley(game: Game) -> Shapley | None:
    """The Shapley value; None where a coalition has no plan, or nothing is known of it."""
    n = len(game.players)
    if not game.complete or not all(isinstance(cost.plan, Fraction) for _, cost in game.proper()):
        return None
    weights = [Fraction(math.factorial(k) * math.factorial(n - k - 1), math.factorial(n)) for k in range(n)]
    shares = [Fraction(0)] * n
    least: list[Amount] = [Fraction(0)] * n
    most: list[Amount] = [Fraction(0)] * n
    for s in range(game.everybody):
        weight = weights[len(members(s))]
        for i in (i for i in range(n) if not s >> i & 1):
            plan, low, high = _added(game, s, i)
            shares[i] += weight * Fraction(plan)
            least[i] += weight * low
            most[i] += weight * high
    return Shapley(tuple(shares), tuple(least), tuple(most))


def orders(players: int, pairs: int, seed: int = 0) -> tuple[Order, ...]:
    """Orders of so many players, in pairs: an order drawn at random, then its reverse. Who begins goes round."""
    drawn = random.Random(seed)  # nosec B311 # orders of a sample, the same in every run: nothing secret
    found: list[Order] = []
    round_: list[int] = []
    for _ in range(pairs):
        round_ = round_ or drawn.sample(range(players), players)
        first = round_.pop()
        order = (first, *drawn.sample([i for i in range(players) if i != first], players - 1))
        found += [order, order[::-1]]
    return tuple(found)


def needed(drawn: Iterable[Order]) -> tuple[int, ...]:
    """Coalitions whose cost the orders ask for."""
    return tuple(sorted({s for order in drawn for s in _joined(order) if s}))


def estimated(game: Game, drawn: Sequence[Order]) -> Shapley | None:
    """The Shapley value over these orders (pairs), with standard errors; None where a coalition of them has no plan."""
    if len(drawn) < 4 or any(not isinstance(game.cost(s).plan, Fraction) for s in needed(drawn)):
        return None
    n, pairs = len(game.players), len(drawn) // 2
    sums: list[list[Fraction]] = [[Fraction(0)] * n for _ in range(pairs)]
    least: list[Amount] = [Fraction(0)] * n
    most: list[Amount] = [Fraction(0)] * n
    for k, order in enumerate(drawn):
        for s, i in zip(_joined(order), order, strict=False):
            plan, low, high = _added(game, s, i)
            sums[k // 2][i] += Fraction(plan) / 2
            least[i] += low / len(drawn)
            most[i] += high / len(drawn)
    shares = tuple(sum((one[i] for one in sums), Fraction(0)) / pairs for i in range(n))
    spread = (sum(float(one[i] - shares[i]) ** 2 for one in sums) for i in range(n))
    errors = tuple(math.sqrt(each / (pairs - 1) / pairs) for each in spread)
    return Shapley(shares, tuple(least), tuple(most), errors)


def _joined(order: Order) -> list[int]:
    """Coalitions as the players of an order join, from nobody to everybody."""
    found = [0]
    for i in order:
        found.append(found[-1] | 1 << i)
    return found


def _added(game: Game, s: int, i: int) -> tuple[Amount, Amount, Amount]:
    """What player i adds to the cost of s: by the plans, at least, at most. The cost of everybody is the plan's."""
    before, after = game.cost(s), game.cost(s | 1 << i)
    joint = s | 1 << i == game.everybody
    low, high = (after.plan if joint else after.least) - before.plan, after.plan - before.least
    return after.plan - before.plan, low, high
