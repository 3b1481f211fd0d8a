"""A game typed as a table: coalitions as strings of one-letter players."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from procure.games.game import Game, of_costs

Number = int | str | Fraction


def costs(players: str, table: Mapping[str, Number]) -> Game:
    """A cost game; "AB" is the coalition of A and B."""
    return of_costs(tuple(players), {mask(players, who): Fraction(cost) for who, cost in table.items()})


def gains(players: str, worth: Callable[[frozenset[str]], Number]) -> Game:
    """A game of gains as one of costs: a coalition's cost is less than nothing by what it is worth."""
    every = range(1, 1 << len(players))
    teams = {s: frozenset(p for i, p in enumerate(players) if s >> i & 1) for s in every}
    return of_costs(tuple(players), {s: -Fraction(worth(team)) for s, team in teams.items()})


def mask(players: str, who: str) -> int:
    return sum(1 << players.index(player) for player in who)


def shown(shares: tuple[Fraction, ...] | None, decimals: int = 2) -> list[float]:
    """Shares as they are printed."""
    assert shares is not None
    return [round(float(share), decimals) for share in shares]
