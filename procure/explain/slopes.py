"""How the rows of an optimisation move with numbers of the inputs: told by building it at other values of them.

    row[i]:  (A(s) x - right(s))[i]  =  (A x - right)[i] + sum_k slope[i,k] s_k        at one point x

    s_k           by how much cell k is loosened, in its unit
    slope[i,k]    M, units ... of row i for 1 of s_k

Where a cell stands on the right of rows alone (a budget, a ceiling, a capacity, a rule in M) its slopes are the same
at every point; the share that a rule asks of decided work has others at each. Three builds with all cells loosened at
once, by sizes that no two cells have in the same proportions, tell the cell of every row that moves with one cell
alone; else each cell is built by itself. What changes the rows or bounds themselves (a date) has no slopes.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from procure import planning
from procure.explain.loosening import Loosened, applied, capped
from procure.facts import Facts
from procure.findings import Refused
from procure.milp import Milp, OutOfRange
from procure.problem import Problem
from procure.solve import Floats, Matrix

TRIES = 3  # builds with all cells loosened
PART = 0.1  # of a present figure that it is loosened by, twice that at most
LEAST = 60  # more that it may be loosened by, so that sizes differ
SAME = 1e-6  # how far a row may be from a cell's proportions, as a part of what it moves by
MOVED = 1e-9  # of a row's right side: less is the arithmetic's


Numbers = NDArray[np.intp]  # of rows


@dataclass(frozen=True)
class Built:
    """An optimisation with nothing to minimise."""

    m: Milp
    matrix: Matrix


@dataclass(frozen=True)
class Slopes:
    """Of every cell that has any: rows[k] numbers of rows, by[k] what each moves by for 1 of the cell's size.

    everywhere: whether they are the same at every point.
    """

    cells: tuple[Loosened, ...]
    rows: tuple[Numbers, ...]
    by: tuple[Floats, ...]
    everywhere: bool

    @property
    def apart(self) -> bool:
        """Whether no row moves with two cells, which may act on each other: an amount, and the part that is free."""
        return len({*chain(*self.rows)}) == sum(map(len, self.rows))


def built(problem: Problem | None) -> Built | None:
    """The optimisation of a problem; None where it cannot be written safely."""
    try:
        if problem is None:
            return None
        m, _ = planning.build(Facts(problem), numbers=True)
        m.minimise([])
        return Built(m, m.matrix())
    except (Refused, OutOfRange):
        return None


def slopes(problem: Problem, base: Built, cells: Sequence[Loosened], x: Floats) -> Slopes:
    """The slopes of those cells that have any, at a point of the optimisation of the problem."""
    together = _together(problem, base, cells, x) if cells else None
    if together is not None:
        return together
    found = [(cell, *alone) for cell in cells if (alone := _alone(problem, base, cell, x)) is not None]
    of = tuple(zip(*found, strict=True)) or ((), (), (), ())
    return Slopes(of[0], of[1], of[2], all(of[3]))


def _together(problem: Problem, base: Built, cells: Sequence[Loosened], x: Floats) -> Slopes | None:
    """All at once; None where rows move with several cells, or anything but rows moves."""
    draw = random.Random(len(cells))  # nosec B311 # sizes to try, the same in every run: nothing secret
    sizes = np.array([[_drawn(draw, cell) for cell in cells] for _ in range(TRIES)])
    moves, everywhere = [], True
    for of_build in sizes:
        moved = _moved(problem, base, [cell.by(float(s)) for cell, s in zip(cells, of_build, strict=True)], x)
        if moved is None:
            return None
        moves.append(moved[0])
        everywhere = everywhere and moved[1]
    by_row = np.array(moves)
    rows = np.flatnonzero(np.abs(by_row).max(axis=0, initial=0.0) > 0)
    found: list[tuple[list[int], list[float]]] = [([], []) for _ in cells]
    for row in rows:
        slope = np.divide(by_row[0, row], sizes[0], where=sizes[0] > 0, out=np.zeros(len(cells)))  # of each alone
        apart = np.abs(by_row[:, row, None] - slope * sizes).max(axis=0)
        fitting = np.flatnonzero(apart <= SAME * np.abs(by_row[:, row]).max())
        if len(fitting) != 1:
            return None
        found[fitting[0]][0].append(int(row))
        found[fitting[0]][1].append(float(slope[fitting[0]]))
    kept = [(cell, np.array(at), np.array(by)) for cell, (at, by) in zip(cells, found, strict=True) if at]
    of = tuple(zip(*kept, strict=True)) or ((), (), ())
    return Slopes(of[0], of[1], of[2], everywhere)


def _alone(problem: Problem, base: Built, cell: Loosened, x: Floats) -> tuple[Numbers, Floats, bool] | None:
    """(rows, slopes, whether they are the same everywhere) of one cell; None where it has none."""
    size = _drawn(random.Random(0), cell)  # nosec B311 # a size to try, the same in every run: nothing secret
    half = capped(cell.way, max(1, round(size / cell.way.step / 2)) * cell.way.step)
    first, second = (_moved(problem, base, [cell.by(s)], x) for s in (half, size))
    if first is None or second is None or half == size:
        return None
    noise = SAME * np.abs(first[0]).max(initial=0.0) + 2 * problem.programme.rounding_m  # limits are in whole units
    straight = np.abs(first[0] * size - second[0] * half) <= size * noise
    rows = np.flatnonzero(second[0])
    if not len(rows) or not straight.all():
        return None
    return rows, np.asarray(second[0][rows] / size, dtype=float), first[1] and second[1]


def _drawn(draw: random.Random, cell: Loosened) -> float:
    """A size to build the cell at: a whole number of hundreds of small steps, so that per cents of it are steps too."""
    way = cell.way
    coarse = way.step * (100 if way.step < 1 else 1)
    parts = max(1, round(PART * abs(way.now or 0.0) / coarse))
    return capped(way, draw.randint(parts, 2 * parts + LEAST) * coarse)


def _moved(problem: Problem, base: Built, several: Sequence[Loosened], x: Floats) -> tuple[Floats, bool] | None:
    """(what every row moves by at the point, whether no coefficient changes); None where columns or rows change."""
    other = built(applied(problem, several))
    if other is None or other.m.columns != base.m.columns or len(other.m.rows) != len(base.m.rows):
        return None
    if any((a.clause, a.index) != (b.clause, b.index) for a, b in zip(base.m.rows, other.m.rows, strict=True)):
        return None
    one, two = base.matrix, other.matrix
    if any(not np.array_equal(getattr(one, name), getattr(two, name)) for name in ("low", "high", "whole", "unit")):
        return None
    before, after = _sides(one), _sides(two)
    flat = np.array_equal(one.start, two.start) and np.array_equal(one.index, two.index)
    flat = flat and bool(np.allclose(_coefficients(one), _coefficients(two), rtol=1e-9, atol=0.0))
    acts = np.zeros(len(before)) if flat else _products(two, x) - _products(one, x)
    moved = acts - (after - before)
    noise = MOVED * np.maximum(1.0, np.maximum(np.abs(before), np.abs(_products(one, x))))
    return np.where(np.abs(moved) > noise, moved, 0.0), flat


def _sides(matrix: Matrix) -> Floats:
    """The limit of every row, in the model's numbers."""
    limit = np.where(np.isfinite(matrix.row_high), matrix.row_high, matrix.row_low)
    return np.asarray(limit * matrix.row_unit, dtype=float)


def _coefficients(matrix: Matrix) -> Floats:
    """Of the scaled columns, in the model's numbers by rows."""
    factor = np.broadcast_to(matrix.row_unit, len(matrix.row_low))
    return np.asarray(matrix.value * np.repeat(factor, np.diff(matrix.start)), dtype=float)


def _products(matrix: Matrix, x: Floats) -> Floats:
    """A x in the model's numbers."""
    rows = np.repeat(np.arange(len(matrix.row_low)), np.diff(matrix.start))
    found = np.bincount(rows, _coefficients(matrix) * (x / matrix.unit)[matrix.index], minlength=len(matrix.row_low))
    return np.asarray(found, dtype=float)
