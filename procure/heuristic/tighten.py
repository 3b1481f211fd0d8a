"""Columns that are 0 in every plan are shut: 1 of them alone would break a row.

Only for columns that are 0 or 1: those declared whole, and the starts of indivisible packages, whose wholeness follows
from that of award and begin but is seen by no relaxation. A package too big for a supplier in every period is the case
that counts: a relaxation places the part of it that fits.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from procure.heuristic.structure import Bools
from procure.solve import Floats, Matrix

LOOSE = 1e-6  # what a row may be missed by before it is broken, as a part of its limit


def tightened(matrix: Matrix, binary: Bools) -> Matrix:
    """The same plans, fewer columns. binary: columns that are 0 or 1 in every plan."""
    index, value = matrix.index, matrix.value
    row = np.repeat(np.arange(len(matrix.row_low)), np.diff(matrix.start))
    least, most = _ends(value, matrix.low[index], matrix.high[index])
    low, high = (np.bincount(row, end, minlength=len(matrix.row_low)) for end in (least, most))
    room = LOOSE * np.maximum(1.0, np.maximum(_size(matrix.row_low), _size(matrix.row_high)))
    with np.errstate(invalid="ignore"):
        over = low[row] - least + value > matrix.row_high[row] + room[row]
        under = high[row] - most + value < matrix.row_low[row] - room[row]
    shut = (over | under) & binary[index] & (matrix.low[index] == 0)
    closed = matrix.high.copy()
    closed[index[shut]] = 0.0
    return replace(matrix, high=closed)


def reaches(matrix: Matrix) -> Floats:
    """Of every column how high rows let it be, at most its high end."""
    index, value = matrix.index, matrix.value
    row = np.repeat(np.arange(len(matrix.row_low)), np.diff(matrix.start))
    least, most = _ends(value, matrix.low[index], matrix.high[index])
    low, high = (np.bincount(row, end, minlength=len(matrix.row_low)) for end in (least, most))
    room = LOOSE * np.maximum(1.0, np.maximum(_size(matrix.row_low), _size(matrix.row_high)))
    with np.errstate(divide="ignore", invalid="ignore"):
        above = (matrix.row_high[row] + room[row] - (low[row] - least)) / value
        below = (matrix.row_low[row] - room[row] - (high[row] - most)) / value
    end = matrix.high.copy()
    np.minimum.at(end, index, np.where(value > 0, above, np.where(value < 0, below, np.inf)))
    end = np.where(matrix.whole, np.floor(end), end)
    return np.maximum(end, matrix.low)


def _ends(value: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Least and most that an entry adds to its row; an end without a bound is so far away that nothing follows."""
    far = 1e30
    low, high = np.clip(low, -far, far), np.clip(high, -far, far)
    return np.minimum(value * low, value * high), np.maximum(value * low, value * high)


def _size(limit: Floats) -> Floats:
    return np.abs(np.where(np.isfinite(limit), limit, 0.0))
