"""The core: shares of the whole cost to which no coalition objects.

    x in core  <=>  x(N) = c(N)  and  x(S) <= c(S) for every coalition S

    least excess:  min e  with  x(S) - c(S) <= e for every S,  x(N) = c(N)      the core is empty <=> e > 0

The LP's dual is a balanced collection (Bondareva 1963, Shapley 1967): coalitions with weights that give every player
to them once in all; the core is empty where what they pay so is less than what all pay together.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from procure.games.game import CERTAIN, NOT, UNCERTAIN, Amount, Cost, Game, members, part
from procure.games.lp import SOME, SPREAD, least

NOTHING = 1e-9  # of the largest cost: an excess that is less is the solver's arithmetic


@dataclass(frozen=True)
class Core:
    """state: whether there are shares to which nobody objects (CERTAIN), none (NOT), or the gaps decide (UNCERTAIN).

    excess: the least that the largest complaint of a coalition can be, with the plans that there are; negative where
    everybody saves something. None where it has no least, too few coalitions having a plan. point: shares with it.
    balanced: coalitions with their weights that hold it up; where it is above 0 they are why the core is empty.
    """

    state: str
    excess: float | None
    point: tuple[float, ...]
    balanced: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Complaint:
    """What a coalition could save by leaving: at least `certain` (its plan), at most `possible` (its bound)."""

    coalition: int
    certain: Amount
    possible: Amount


def core(game: Game) -> Core:
    """Whether the core is empty, and shares that come nearest to what every coalition wants."""
    found = _least_excess(game, _plan, game.total)
    nearest = _least_excess(game, _least, game.total)
    cheapest = game.cost(game.everybody).least
    dearest = _least_excess(game, _plan, cheapest if isinstance(cheapest, Fraction) else game.total)
    some = NOTHING * _largest(game)
    state = UNCERTAIN
    if dearest is not None and dearest[0] > some and isinstance(cheapest, Fraction):
        state = NOT
    elif game.complete and (nearest is None or nearest[0] <= some) and _all_bounded(game):
        state = CERTAIN
    if found is None:
        return Core(state, None, (), ())
    return Core(state, *found)


def complaint(game: Game, shares: tuple[Fraction, ...], coalition: int) -> Complaint:
    """What the coalition could save by leaving; negative where leaving would cost it that much."""
    paid, cost = part(shares, coalition), game.cost(coalition)
    return Complaint(coalition, paid - cost.plan, paid - cost.least)


def largest(game: Game, shares: tuple[Fraction, ...]) -> Complaint | None:
    """The coalition with the largest complaint by its plan, then by its bound; None where nothing is known of any."""
    every = (complaint(game, shares, s) for s, _ in game.proper())
    return max(every, key=lambda one: (one.certain, one.possible, -one.coalition), default=None)


def member(game: Game, shares: tuple[Fraction, ...]) -> str:
    """Whether shares are in the core: NOT where a coalition objects whatever the gaps hide, CERTAIN where none can.

    Shares that do not sum to the whole cost are not.
    """
    if sum(shares) != game.total:
        return NOT
    every = [objects(game, complaint(game, shares, s)) for s, _ in game.proper()]
    if CERTAIN in every:
        return NOT
    return CERTAIN if game.complete and UNCERTAIN not in every else UNCERTAIN


def objects(game: Game, one: Complaint) -> str:
    """Whether a coalition objects: it could save by leaving, and more than a better plan of all could save as well."""
    if one.certain > game.open:
        return CERTAIN
    return NOT if one.possible <= 0 else UNCERTAIN


def _plan(cost: Cost) -> Amount:
    return cost.plan


def _least(cost: Cost) -> Amount:
    return cost.least


def _all_bounded(game: Game) -> bool:
    return all(cost.least > -math.inf for _, cost in game.proper())


def _largest(game: Game) -> float:
    known = [abs(float(c)) for cost in game.costs.values() for c in (cost.least, cost.plan) if math.isfinite(c)]
    return max(known, default=0.0) or 1.0


def _least_excess(
    game: Game, of: Callable[[Cost], Amount], total: Fraction
) -> tuple[float, tuple[float, ...], tuple[tuple[int, float], ...]] | None:
    """(least excess, shares with it, balanced coalitions); None where it has no least."""
    costs = [(s, of(cost)) for s, cost in game.proper() if math.isfinite(of(cost))]
    if not costs:
        return None
    unit, n = _largest(game) / SPREAD, len(game.players)
    rows, limits = np.zeros((len(costs) + 1, n + 1)), np.zeros(len(costs) + 1)
    for k, (s, cost) in enumerate(costs):
        rows[k, list(members(s))], rows[k, n], limits[k] = 1.0, -1.0, float(cost) / unit
    rows[-1, :n], limits[-1] = 1.0, float(total) / unit
    low = np.where(np.arange(len(limits)) == len(costs), limits, -np.inf)
    objective = np.zeros(n + 1)
    objective[n] = 1.0
    found = least(objective, rows, low, limits)
    if found is None:
        return None
    whole = found.prices[-1] or 1.0
    balanced = [(s, float(found.prices[k] / whole)) for k, (s, _) in enumerate(costs) if found.prices[k] > SOME]
    return float(found.values[n]) * unit, tuple(float(v) * unit for v in found.values[:n]), tuple(balanced)
