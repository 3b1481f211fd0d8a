"""The nucleolus: shares whose largest complaint is least, then the next largest, and so on (Schmeidler 1969).

    min e  with  x(S) - c(S) <= e  for every coalition S that is still free,  x(S) - c(S) = e[k] for those settled in
    round k,  x(N) = c(N),  x[i] <= c(i)

Rounds are as many as there are players at most: coalitions whose row has a price are settled, and with them all that
follow from them. What the rounds settle is then solved as linear equations in exact arithmetic.

No player pays more than by itself where that can be; where it cannot, the rows x[i] <= c(i) are left out (the
prenucleolus). `kohlberg` is the test: at every height of complaints the coalitions that high or higher are balanced,
those players who pay just what they pay alone helping (Kohlberg 1971).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from procure.games.core import complaint
from procure.games.game import Game, members
from procure.games.lp import SOME, SPREAD, exact, least
from procure.solve import Floats

FREE, SETTLED, OWN = -2, -1, -3  # of a row: not settled; the whole cost; a player's own cost


@dataclass(frozen=True)
class Nucleolus:
    """shares: exact, by player. levels: complaints of the rounds, the largest first. alone: whether x[i] <= c(i)."""

    shares: tuple[Fraction, ...]
    levels: tuple[Fraction, ...]
    alone: bool


@dataclass
class _Rounds:
    """Coalitions with a finite cost, what is settled of them, and the equations that settle it."""

    costs: dict[int, Fraction]
    total: tuple[int, Fraction]
    own: dict[int, Fraction]
    players: int
    equations: list[tuple[int, int]]  # (coalition, round; SETTLED = the whole cost, OWN = what it pays alone)
    known: dict[int, float]  # what settled coalitions pay, in the LP's unit


def nucleolus(game: Game) -> Nucleolus | None:
    """The nucleolus of the plans that there are; None where coalitions without a plan leave it open.

    Raises ArithmeticError where the solver's rounds and exact arithmetic do not agree.
    """
    costs = {s: cost.plan for s, cost in game.proper() if isinstance(cost.plan, Fraction)}
    n = len(game.players)
    if n == 1:
        return Nucleolus((game.total,), (), True)
    own = {1 << i: costs[1 << i] for i in range(n) if 1 << i in costs}
    rational = len(own) < n or sum(own.values()) >= game.total
    unit = float(max(map(abs, [*costs.values(), game.total]), default=Fraction(1)) or 1) / SPREAD
    rounds = _Rounds(
        costs, (game.everybody, game.total), own if rational else {}, n, [(game.everybody, SETTLED)],
        {game.everybody: float(game.total) / unit},
    )  # fmt: skip
    done = 0
    while _rank(rounds) < n:
        if not _settle(rounds, done, unit):
            return None
        done += 1
    return Nucleolus(*_exactly(rounds, done), rational)


def kohlberg(game: Game, shares: tuple[Fraction, ...], alone: bool = True) -> bool:
    """Whether shares are the nucleolus of the plans, by Kohlberg's criterion. alone: x[i] <= c(i) is asked of them."""
    n = len(game.players)
    costs = [(s, complaint(game, shares, s).certain) for s, cost in game.proper() if isinstance(cost.plan, Fraction)]
    just = [1 << i for i in range(n) if alone and complaint(game, shares, 1 << i).certain == 0]
    if sum(shares) != game.total or (alone and any(excess > 0 for s, excess in costs if s & (s - 1) == 0)):
        return False
    for level in sorted({excess for _, excess in costs}, reverse=True):
        high = [s for s, excess in costs if excess >= level]
        if not _balanced(high, just, n):
            return False
        if np.linalg.matrix_rank(_vectors([*high, game.everybody], n)) == n:
            return True  # lower ones follow from them
    return False


def _settle(rounds: _Rounds, number: int, unit: float) -> bool:
    """One round; False where it has no least."""
    basis = _vectors([s for s, _ in rounds.equations], rounds.players)
    free = [s for s in rounds.costs if s not in rounds.known]
    if free:
        spanned = _spanned(basis, _vectors(free, rounds.players))
        free = [s for s, known in zip(free, spanned, strict=True) if not known]
    own = [s for s in rounds.own if (s, OWN) not in rounds.equations]
    n = rounds.players
    settled = list(rounds.known)
    rows = np.zeros((len(free) + len(own) + len(settled), n + 1))
    rows[:, :n] = _vectors([*free, *own, *settled], n)
    rows[: len(free), n] = -1.0
    limits = [float(rounds.costs[s]) / unit for s in (*free, *own)] + [rounds.known[s] for s in settled]
    high = np.array(limits)
    low = np.where(np.arange(len(high)) < len(free) + len(own), -np.inf, high)
    objective = np.zeros(n + 1)
    objective[n] = 1.0
    found = least(objective, rows, low, high) if free else None
    if found is None:
        return False
    for k, s in enumerate([*free, *own]):
        if found.prices[k] > SOME:
            rounds.equations.append((s, number if k < len(free) else OWN))
            rounds.known[s] = limits[k] + (float(found.values[n]) if k < len(free) else 0.0)
    return True


def _exactly(rounds: _Rounds, done: int) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Shares and levels of the equations, exactly; raises ArithmeticError where they contradict each other."""
    n = rounds.players
    equations = []
    for s, number in rounds.equations:
        row = [Fraction(0)] * (n + done)
        for i in members(s):
            row[i] = Fraction(1)
        if number >= 0:
            row[n + number] = Fraction(-1)
        equations.append((row, rounds.total[1] if s == rounds.total[0] else rounds.costs[s]))
    found = exact(equations, n + done)
    if found is None:
        raise ArithmeticError("what the rounds of the nucleolus settle has no exact solution")
    return tuple(found[:n]), tuple(found[n:])


def _rank(rounds: _Rounds) -> int:
    return int(np.linalg.matrix_rank(_vectors([s for s, _ in rounds.equations], rounds.players)))


def _vectors(coalitions: Iterable[int], n: int) -> Floats:
    """A row of 0 and 1 for every coalition."""
    numbers = np.array(list(coalitions), dtype=np.int64)
    return (numbers[:, None] >> np.arange(n) & 1).astype(float)


def _spanned(basis: Floats, vectors: Floats) -> list[bool]:
    """Of each vector, whether it follows from the basis."""
    _, sizes, directions = np.linalg.svd(basis, full_matrices=False)
    kept = directions[sizes > 1e-9]
    apart = vectors - vectors @ kept.T @ kept
    return [bool(size < 1e-7) for size in np.abs(apart).max(axis=1)]


def _balanced(coalitions: list[int], just: list[int], n: int) -> bool:
    """Whether weights above 0 of the coalitions, 0 or more of the players, give every player the same."""
    vectors = _vectors([*coalitions, *just], n)
    rows = np.hstack([vectors.T, -np.ones((n, 1))])
    floor = np.array([1.0] * len(coalitions) + [0.0] * len(just) + [-math.inf])
    zero = np.zeros(n)
    return least(np.zeros(rows.shape[1]), rows, zero, zero, floor) is not None
