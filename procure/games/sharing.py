"""Rules of thumb for sharing the cost of all, older than the theory of games.

    separable cost of i   s[i] = c(N) - c(N without i)          remaining cost  r = c(N) - sum of s[i]

    alternate cost avoided                 x[i] = s[i] + r a[i] / sum of a,   a[i] = c(i) - s[i], 0 at least
    separable cost remaining benefit       the same with  a[i] = min(c(i), benefit[i]) - s[i], 0 at least
    proportional to the cost alone         x[i] = c(N) c(i) / sum of c(j)
    equal                                  x[i] = c(N) / n

Where nobody has anything to avoid, what remains is shared equally. None where a cost that a rule asks for is not
finite. (Federal Inter-Agency River Basin Committee 1950; Young, Okada and Hashimoto 1982.)
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from procure.games.game import Game

Shares = tuple[Fraction, ...]


def equal(game: Game) -> Shares:
    """The same for every player."""
    return (game.total / len(game.players),) * len(game.players)


def proportional(game: Game) -> Shares | None:
    """In proportion to what each would pay alone."""
    alone = _alone(game)
    if alone is None or sum(alone) <= 0:
        return None
    return tuple(game.total * cost / sum(alone) for cost in alone)


def alternate_cost_avoided(game: Game) -> Shares | None:
    """What is not separable by what each avoids by taking part."""
    return separable_cost_remaining_benefit(game, None)


def separable_cost_remaining_benefit(game: Game, benefits: Sequence[Fraction] | None = None) -> Shares | None:
    """benefits: by player, the most that taking part is worth to it; None: as much as its cost alone, or more."""
    alone, separable = _alone(game), _separable(game)
    if alone is None or separable is None:
        return None
    worth = alone if benefits is None else [min(a, b) for a, b in zip(alone, benefits, strict=True)]
    avoided = [max(Fraction(0), w - s) for w, s in zip(worth, separable, strict=True)]
    remaining, n = game.total - sum(separable), len(separable)
    parts = [a / sum(avoided) for a in avoided] if sum(avoided) > 0 else [Fraction(1, n)] * n
    return tuple(s + remaining * p for s, p in zip(separable, parts, strict=True))


def _alone(game: Game) -> list[Fraction] | None:
    costs = [game.alone(i).plan for i in range(len(game.players))]
    return [c for c in costs if isinstance(c, Fraction)] if all(isinstance(c, Fraction) for c in costs) else None


def _separable(game: Game) -> list[Fraction] | None:
    """What each player adds when it joins last."""
    others = [game.cost(game.everybody & ~(1 << i)).plan for i in range(len(game.players))]
    if not all(isinstance(cost, Fraction) for cost in others):
        return None
    return [game.total - cost for cost in others if isinstance(cost, Fraction)]
