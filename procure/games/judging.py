"""How a way of sharing stands: does it share the whole, does anybody pay more than alone, would anybody leave."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from procure.games.core import Complaint, complaint, largest, member, objects
from procure.games.game import CERTAIN, NOT, UNCERTAIN, Game


@dataclass(frozen=True)
class Judged:
    """rest: what the shares leave of the whole cost (0 = efficient).

    alone: by player, whether it pays no more than by itself (individually rational). core: whether the shares are in
    the core. worst: the coalition with the largest complaint; None where nothing is known of any.
    """

    rest: Fraction
    alone: tuple[str, ...]
    core: str
    worst: Complaint | None


def judged(game: Game, shares: tuple[Fraction, ...]) -> Judged:
    """Judge shares by player. An answer that the gap between bound and plan decides is UNCERTAIN."""
    every = (objects(game, complaint(game, shares, 1 << i)) for i in range(len(game.players)))
    alone = tuple({CERTAIN: NOT, NOT: CERTAIN}.get(one, UNCERTAIN) for one in every)
    return Judged(game.total - sum(shares), alone, member(game, shares), largest(game, shares))
