"""Limits that may be passed at a price, so that a plan which is nearly one can be improved instead of refused."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from procure.heuristic.structure import Bools, Ints
from procure.solve import Floats, Matrix

DEAR = 0.4  # of what a plan costs: price of passing a limit by all that is in its row
LEAST = 1e-3  # size of a row, so that no price is without end


@dataclass(frozen=True)
class Elastic:
    """The matrix with columns added at its end, one for each soft row: how far it is passed.

    rows: the soft rows in the order of these columns. columns: of the matrix without them.
    """

    matrix: Matrix
    rows: Ints
    columns: int

    def passed(self, x: Floats) -> Floats:
        """How far each soft row is passed, in scaled units."""
        return x[self.columns :]

    def priced(self, price: Floats) -> Elastic:
        """The same at other prices of the rows."""
        cost = np.concatenate([self.matrix.cost[: self.columns], price[self.rows]])
        return replace(self, matrix=replace(self.matrix, cost=cost))

    def over(self, matrix: Matrix) -> Elastic:
        """The same with the bounds of another matrix."""
        high = np.concatenate([matrix.high, self.matrix.high[self.columns :]])
        return replace(self, matrix=replace(self.matrix, high=high))

    def dearer(self, factor: float) -> Elastic:
        """The same with passing any row so many times as dear."""
        cost = np.where(np.arange(len(self.matrix.cost)) < self.columns, 1.0, factor) * self.matrix.cost
        return replace(self, matrix=replace(self.matrix, cost=cost))


def prices(matrix: Matrix, x: Floats, scale: float) -> Floats:
    """Of passing each row. x: a point; scale: about what a plan costs, scaled."""
    return DEAR * scale / np.maximum(_sizes(matrix, x), LEAST)


def elastic(matrix: Matrix, soft: Bools, price: Floats) -> Elastic:
    """price: of passing each row."""
    rows = np.flatnonzero(soft)
    n, count = len(matrix.cost), len(rows)
    sign = np.where(np.isfinite(matrix.row_high[rows]), -1.0, 1.0)
    ends = matrix.start[rows + 1]
    added = np.zeros(len(matrix.row_low) + 1, dtype=np.int32)
    added[rows + 1] = 1
    unit = np.broadcast_to(np.asarray(matrix.unit, dtype=float), (n,))
    made = replace(
        matrix,
        cost=np.concatenate([matrix.cost, price[rows]]),
        low=np.concatenate([matrix.low, np.zeros(count)]),
        high=np.concatenate([matrix.high, np.full(count, np.inf)]),
        whole=np.concatenate([matrix.whole, np.zeros(count, dtype=bool)]),
        start=(matrix.start + np.cumsum(added)).astype(np.int32),
        index=np.insert(matrix.index, ends, n + np.arange(count)).astype(np.int32),
        value=np.insert(matrix.value, ends, sign),
        unit=np.concatenate([unit, np.ones(count)]),
    )
    return Elastic(made, rows, n)


def _sizes(matrix: Matrix, x: Floats) -> Floats:
    """All that is in each row at a point: half of what its entries come to without signs, or its limit."""
    entries = np.append(np.abs(matrix.value * x[matrix.index]), 0.0)
    inside = np.where(np.diff(matrix.start) > 0, np.add.reduceat(entries, matrix.start[:-1]), 0.0)
    limits = [np.abs(np.where(np.isfinite(limit), limit, 0.0)) for limit in (matrix.row_low, matrix.row_high)]
    return np.maximum(inside / 2, np.maximum(*limits))
