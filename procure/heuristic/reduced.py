"""The same model without the columns that are held: a search that is free in little costs little."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from procure.heuristic.structure import Bools, Ints, Structure
from procure.solve import Floats, Matrix

MISSED = 1e-6  # what a row without free columns may be missed by, in scaled units


@dataclass(frozen=True)
class Reduced:
    """What is left of a model. columns, rows: where its columns and rows are in the whole; held: a number of every
    column of the whole, which those left out have. Numbers are scaled.
    """

    matrix: Matrix
    columns: Ints
    rows: Ints
    held: Floats

    def whole(self, x: Floats) -> Floats:
        """The whole point of a point of what is left."""
        found = self.held.copy()
        found[self.columns] = x
        return found

    def structure(self, s: Structure) -> Structure:
        """Of what is left. s: of the whole."""
        number = np.full(len(s.group) + 1, -1)  # one more, for "none"
        number[self.columns] = np.arange(len(self.columns))
        award, begin, pay = (number[one[self.columns]] for one in (s.award, s.begin, s.pay))
        ways = s.decision[self.columns]
        kept = np.unique(ways[ways >= 0])
        return replace(
            s,
            group=s.group[self.columns],
            decision=np.where(ways >= 0, np.searchsorted(kept, ways), -1),
            single=s.single[kept],
            implied=s.implied[self.columns],
            soft=s.soft[self.rows],
            award=award,
            begin=begin,
            slot=s.slot[self.columns],
            pay=pay,
            scored=s.scored[self.rows],
        )


def reduced(matrix: Matrix, out: Bools) -> Reduced | None:
    """What is left without columns that stay at their low ends, and rows of such columns alone; None where one of them
    is missed."""
    at = np.where(out, matrix.low, 0.0)
    left, row = ~out, np.repeat(np.arange(len(matrix.row_low)), np.diff(matrix.start))
    entries = left[matrix.index]
    taken = np.bincount(row, matrix.value * at[matrix.index], len(matrix.row_low))
    low, high = matrix.row_low - taken, matrix.row_high - taken
    count = np.bincount(row[entries], minlength=len(low))
    rows, unit = count > 0, np.broadcast_to(np.asarray(matrix.unit, dtype=float), (len(out),))
    if ((low > MISSED) | (high < -MISSED))[~rows].any():
        return None
    number = np.cumsum(left) - 1
    return Reduced(
        replace(
            matrix,
            cost=matrix.cost[left],
            low=matrix.low[left],
            high=matrix.high[left],
            whole=matrix.whole[left],
            row_low=low[rows],
            row_high=high[rows],
            start=np.concatenate([[0], np.cumsum(count[rows])]).astype(np.int32),
            index=number[matrix.index[entries]].astype(np.int32),
            value=matrix.value[entries],
            unit=unit[left],
        ),
        np.flatnonzero(left),
        np.flatnonzero(rows),
        at,
    )
