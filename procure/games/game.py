"""A game: players, and what every coalition of them would pay by itself, as far as that is known."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

Amount = Fraction | float  # exact; a float only where it is infinite
INFINITE = math.inf

CERTAIN, UNCERTAIN, NOT = "yes", "uncertain", "no"  # answers that a gap may leave open


@dataclass(frozen=True, slots=True)
class Cost:
    """What a coalition pays: no plan is below `least`, `plan` is the best that is known (INFINITE = there is none)."""

    least: Amount
    plan: Amount


UNKNOWN = Cost(-INFINITE, INFINITE)


@dataclass(frozen=True)
class Game:
    """players: n names. costs: by coalition, a number whose bit i is players[i]; one that is missing is UNKNOWN.

    The cost of all players is known and finite; that of nobody is 0.
    """

    players: tuple[str, ...]
    costs: Mapping[int, Cost]

    def __post_init__(self) -> None:
        for coalition, cost in self.costs.items():
            if cost.least > cost.plan:
                raise ValueError(f"{self.names(coalition)}: the bound {cost.least} is above the plan {cost.plan}")
        if not math.isfinite(self.cost(self.everybody).plan):
            raise ValueError("the cost of all players together is not known")

    @property
    def everybody(self) -> int:
        return (1 << len(self.players)) - 1

    @property
    def total(self) -> Fraction:
        """What is shared: the cost of all players in the plan that there is."""
        return Fraction(self.cost(self.everybody).plan)

    @property
    def open(self) -> Amount:
        """What a better plan of all players could still save; as much of a complaint could go away with it."""
        return self.total - self.cost(self.everybody).least

    @property
    def complete(self) -> bool:
        """Whether something is known of every coalition."""
        return len(self.costs.keys() - {0}) == self.everybody

    def cost(self, coalition: int) -> Cost:
        return self.costs.get(coalition, UNKNOWN) if coalition else Cost(Fraction(0), Fraction(0))

    def alone(self, player: int) -> Cost:
        """What players[player] pays by itself."""
        return self.cost(1 << player)

    def proper(self) -> Iterator[tuple[int, Cost]]:
        """Known coalitions that are neither nobody nor everybody, in their order."""
        return ((s, self.costs[s]) for s in sorted(self.costs) if 0 < s < self.everybody)

    def names(self, coalition: int) -> tuple[str, ...]:
        return tuple(self.players[i] for i in members(coalition))


def members(coalition: int) -> tuple[int, ...]:
    """Numbers of the players of a coalition, in their order."""
    return tuple(i for i in range(coalition.bit_length()) if coalition >> i & 1)


def of_costs(players: tuple[str, ...], costs: Mapping[int, Fraction | int]) -> Game:
    """A game whose costs are known exactly."""
    return Game(players, {s: Cost(Fraction(cost), Fraction(cost)) for s, cost in costs.items()})


def part(shares: tuple[Fraction, ...], coalition: int) -> Fraction:
    """x(S): what the coalition pays in all."""
    return sum((shares[i] for i in members(coalition)), Fraction(0))
