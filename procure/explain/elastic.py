"""By how much the rows of an optimisation must be missed: proof that no plan exists, and the rows that make it.

    least   min sum_i (under[i] + over[i]),   row_low <= A x + under - over <= row_high,   low <= x <= high
    proven  sum_i y[i] limit[i]  +  sum_j min {-(y A)[j] x[j] : low[j] <= x[j] <= high[j]}  <=  least,   |y| <= 1

    under, over   scaled units of a row   by what the row is missed
    y             1                       dual values of the LP; any others prove as well, only less
    limit[i]      scaled units            row_low where y[i] > 0, row_high where y[i] < 0

The solver's word is not believed: its dual values are put into the second sum, by which every point misses the rows
whatever the solver says (weak duality). The same values may prove as much of a problem near by.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from procure import solve
from procure.solve import Floats, Matrix, Options

FAR = 1e5  # scaled units that no column without a bound reaches: what noise in y is weighed by
WORTH = 1e-7  # of a dual value that counts


def weights(matrix: Matrix, options: Options) -> tuple[Floats, bool]:
    """The y of the rows, and whether Ctrl-C stopped the solver. Small ones are 0: they are noise."""
    answer, y = solve.dual_values(_elastic(matrix), options)
    return np.where(np.abs(y) > WORTH, np.clip(y, -1.0, 1.0), 0.0), answer.stopped


def proven(matrix: Matrix, y: Floats) -> float:
    """Scaled units by which every point, whole or not, misses the rows in all, at least; -1 <= y <= 1."""
    limit = np.where(y > 0, matrix.row_low, matrix.row_high)
    known = np.isfinite(limit)
    y, limit = np.where(known, y, 0.0), np.where(known, limit, 0.0)
    weight = np.zeros(len(matrix.cost))
    np.subtract.at(weight, matrix.index, matrix.value * np.repeat(y, np.diff(matrix.start)))
    low, high = np.maximum(matrix.low, -FAR), np.minimum(matrix.high, FAR)
    return float(y @ limit + np.minimum(weight * low, weight * high).sum())


def _elastic(matrix: Matrix) -> Matrix:
    """The relaxation with two columns a row at most, by which it may be missed; they are all that counts."""
    columns, rows = len(matrix.cost), np.arange(len(matrix.row_low))
    under, over = rows[np.isfinite(matrix.row_low)], rows[np.isfinite(matrix.row_high)]
    of_row, signs = np.concatenate([under, over]), np.repeat([1.0, -1.0], [len(under), len(over)])
    more = len(of_row)
    row = np.concatenate([np.repeat(rows, np.diff(matrix.start)), of_row])
    order = np.argsort(row, kind="stable")
    index = np.concatenate([matrix.index, np.arange(columns, columns + more)])[order]
    value = np.concatenate([matrix.value, signs])[order]
    return replace(
        matrix,
        cost=np.concatenate([np.zeros(columns), np.ones(more)]),
        low=np.concatenate([matrix.low, np.zeros(more)]),
        high=np.concatenate([matrix.high, np.full(more, np.inf)]),
        whole=np.zeros(columns + more, dtype=bool),
        start=np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(rows)))]).astype(np.int32),
        index=index.astype(np.int32),
        value=value,
        unit=1.0,
        cost_unit=1.0,
    )
