"""Searches around a point: some packages free, the others held."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from procure import solve as solver
from procure.heuristic.structure import Ints, Structure
from procure.solve import Answer, Floats, Matrix, Options

NODES = 20  # of a small search
TAKES = 1e-6  # what counts as a part of a way
NONE: Ints = np.zeros(0, dtype=np.int64)  # no package is free


def held(matrix: Matrix, s: Structure, x: Floats, free: Ints) -> Matrix:
    """The matrix with what decides packages held as it is at x, but for the free ones. x: scaled."""
    n = len(s.group)
    mine = np.zeros(len(matrix.cost), dtype=bool)
    mine[:n] = (s.group >= 0) & ~np.isin(s.group, free) & (matrix.whole[:n] | s.implied)
    at = np.round(x)
    return replace(matrix, low=np.where(mine, at, matrix.low), high=np.where(mine, at, matrix.high))


def searched(matrix: Matrix, s: Structure, x: Floats, free: Ints, options: Options, known: bool = True) -> Answer:
    """The best of a small search. known: x is a plan."""
    start = x * matrix.unit if known else None
    return solver.solve(held(matrix, s, x, free), replace(options, nodes=NODES), start)


def opened(near: Matrix, wide: Matrix, s: Structure, x: Floats) -> Matrix:
    """`near` with the ways taken at x open. wide: with all ways open."""
    n = len(s.group)
    taken = np.zeros(len(near.cost), dtype=bool)
    taken[:n] = (s.group >= 0) & (x[:n] > TAKES)
    return replace(near, high=np.where(taken, wide.high, near.high))


def eased(matrix: Matrix, s: Structure) -> Matrix:
    """The matrix with nothing whole but what decides packages."""
    mine = np.zeros(len(matrix.cost), dtype=bool)
    mine[: len(s.group)] = s.group >= 0
    return replace(matrix, whole=matrix.whole & mine)
