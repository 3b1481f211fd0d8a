"""Plans of a large model: the relaxation's own ways annealed at once, then small searches without all that is held.

While it is searched, only what decides packages is whole; the rest is made whole when a plan is told.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from procure.heuristic import around
from procure.heuristic.improve import Search
from procure.heuristic.large_first import first
from procure.heuristic.narrow import far
from procure.heuristic.neighbours import Neighbours
from procure.heuristic.reduced import Reduced, reduced
from procure.heuristic.rest import finished, searched
from procure.solve import Answer, Floats, Matrix

WIDE, NARROW = 1.0, 0.5  # how dear a way may be that is annealed, and that is searched for
FREE = 8  # packages free in a small search
ROUNDS = 200  # small searches for a better plan; those in vain are soon over
TOLD = 10  # small searches after which the plan so far is made whole and told
FINE = 2e-4  # relative gap asked of one

Keep = Callable[[Answer], None]
Enough = Callable[[], bool]


def least(matrix: Matrix) -> float:
    """What the objective cannot be below whatever the rows say, scaled; -inf where bounds of columns do not tell."""
    counts = matrix.cost != 0
    return float(matrix.cost[counts] @ np.where(matrix.cost > 0, matrix.low, matrix.high)[counts])


def aimed(matrix: Matrix, guide: Floats) -> Matrix | None:
    """The matrix with its objective held at its least, and the guide to be minimised instead.

    A first objective like lateness says nothing of what a good plan is; the next does. guide: in the model's numbers,
    of every column. None where there is no least, or the guide speaks of the same columns.
    """
    counts = matrix.cost != 0
    if not np.isfinite(least(matrix)) or guide[counts].any() or not guide.any():
        return None
    end = np.where(matrix.cost > 0, matrix.low, matrix.high)
    none, unit = np.zeros(0), np.broadcast_to(np.asarray(matrix.unit, dtype=float), guide.shape)
    alone = replace(
        matrix, cost=guide, row_low=none, row_high=none, start=matrix.start[:1], index=matrix.index[:0], value=none
    ).scaled(unit)
    low, high = (np.where(counts, end, bounds) for bounds in (matrix.low, matrix.high))
    return replace(matrix, cost=alone.cost, cost_unit=alone.cost_unit, low=low, high=high)


def plans(search: Search, rng: random.Random, keep: Keep, enough: Enough, known: Floats | None = None) -> None:
    """Tell `keep` of a plan, if one is found, and of better ones until it is enough. known: a plan, scaled, that is
    gone on from where annealing finds none that costs less. Raises KeyboardInterrupt.
    """
    within = _within(search, known)
    if within is None:
        return
    left, some = within

    def told(answer: Answer) -> None:
        x = answer.values
        keep(replace(answer, values=None if x is None else left.whole(x / some.matrix.unit) * search.matrix.unit))

    before, x = None if known is None else known[left.columns], first(some, rng, enough)
    if x is None or (before is not None and some.matrix.cost @ before <= some.matrix.cost @ x):
        x = before
    if x is not None:
        _bettered(some, x, rng, told, enough)


def _within(search: Search, known: Floats | None) -> tuple[Reduced, Search] | None:
    """The model of the columns that are worth a look, and the search in it."""
    s, taken = search.s, search.x if known is None else np.maximum(search.x, known)
    wide, narrow = (far(search.matrix, s, taken, search.reduced, search.scale, width) for width in (WIDE, NARROW))
    left = reduced(search.matrix, wide)
    if left is None:
        return None
    matrix, at, rows = left.matrix, left.columns, left.rows
    near = replace(matrix, high=np.where(narrow[at], matrix.low, matrix.high))
    return left, replace(
        search, matrix=matrix, near=near, s=left.structure(s), x=search.x[at], dual=search.dual[rows],
        reduced=search.reduced[at],
    )  # fmt: skip


def _bettered(search: Search, x: Floats, rng: random.Random, keep: Keep, enough: Enough) -> None:
    """Tell `keep` of what is found around x."""
    s, least, told = search.s, float(search.matrix.cost @ x), np.inf
    near, wide = around.eased(search.near, s), around.eased(search.matrix, s)
    packages = Neighbours(search.near, s, search.reduced, search.scale)
    options = replace(search.options, relative_gap=FINE)
    for turn in range(ROUNDS + 1):
        if turn % TOLD == 0 and least < told:
            keep(finished(search, x))
            told = least
        if turn == ROUNDS or enough():
            return
        free = packages.draw(rng, x, FREE)
        found = searched(around.opened(near, wide, s, x), s, x, free, options)
        if found is not None and (value := float(search.matrix.cost @ found)) < least - 1e-9 * abs(least):
            x, least = found, value
            packages.better(free)
