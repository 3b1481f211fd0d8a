"""Rows that every plan keeps and the relaxation breaks: a small part of an award or begin is not enough for much work.

    make[w,s,b,t] <= reach award[w,s]
    start[w,s,t] <= reach begin[w,t]                    w divisible
    sum_t start[w,s,t] / reach[t] <= award[w,s]         w divisible; it begins in one period only

    reach  the most that capacities, and other rows, leave of the column
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from procure.heuristic.knapsacks import BROKEN, Row
from procure.heuristic.structure import Ints, Structure
from procure.solve import Floats, Matrix


@dataclass(frozen=True)
class Holders:
    """Rows sum_k part[k] x[column[k]] <= x[holder[row]]. of[k]: the row of an entry."""

    holder: Ints
    of: Ints
    column: Ints
    part: Floats

    def broken(self, x: Floats) -> list[Row]:
        """Those that a point breaks."""
        passed = np.bincount(self.of, self.part * x[self.column], len(self.holder)) - x[self.holder]
        return [self._row(int(k)) for k in np.flatnonzero(passed > BROKEN)]

    def _row(self, k: int) -> Row:
        mine = self.of == k
        values = np.append(self.part[mine], -1.0)
        return Row(np.append(self.column[mine], self.holder[k]), values / np.abs(values).max(), -np.inf, 0.0)


def holders(matrix: Matrix, s: Structure, reach: Floats) -> Holders:
    """Of a tightened matrix. reach: of every column."""
    open_ = (reach > 0) & np.isfinite(reach) & (matrix.high > 0)
    makes = np.flatnonzero((s.slot >= 0) & open_)
    starts = np.flatnonzero((s.begin >= 0) & ~s.implied & open_)
    awards, of_start = np.unique(s.award[starts], return_inverse=True)
    holder = np.concatenate([s.award[makes], s.begin[starts], awards])
    of = np.concatenate([np.arange(len(makes) + len(starts)), len(makes) + len(starts) + of_start])
    column = np.concatenate([makes, starts, starts])
    return Holders(holder, of, column, 1.0 / reach[column])
