"""The relaxation with rows added that its point breaks and every plan keeps: its bound comes near the best plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from procure.facts import Facts
from procure.heuristic.holders import Holders, holders
from procure.heuristic.knapsacks import BROKEN, Knapsack, Row, broken, knapsacks
from procure.heuristic.proportion import Terms, proportions
from procure.heuristic.structure import Bools, Ints, Key, Named, Structure
from procure.heuristic.tighten import reaches, tightened
from procure.linear import Basis, Linear
from procure.solve import Floats, Matrix, Options

ROUNDS = 20  # of rows added to the whole relaxation
LEAST = 1e-4  # relative rise of the bound, below which no more are added


@dataclass(frozen=True)
class Known:
    """What is known of a model beside its numbers: which rows are of capacities; sums that are at least 0."""

    capacity: Bools
    proportions: Sequence[Terms]


def known(f: Facts, columns: Sequence[tuple[str, Key]], rows: Sequence[Named]) -> Known:
    """Of the model of these facts that has these columns and rows."""
    return Known(np.array([row.clause == "capacity" for row in rows], dtype=bool), proportions(f, columns))


@dataclass
class Valid:
    """Rows that every plan keeps, of which a relaxation is given those that it breaks, each once.

    added: those that it was given, in their order.
    """

    knapsacks: Sequence[Knapsack]
    holders: Holders
    others: Sequence[Row]
    added: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._seen: list[set[frozenset[int]]] = [set() for _ in self.knapsacks]
        self._left = np.ones(len(self.others), dtype=bool)
        _, self._high, self._first, self._columns, self._values = stacked(self.others)

    def broken(self, x: Floats) -> list[Row]:
        """Rows that a point breaks and that were not given before."""
        new = self.holders.broken(x)
        for k, seen in zip(self.knapsacks, self._seen, strict=True):
            for items, most in broken(k, x):
                if items not in seen:
                    seen.add(items)
                    new.append(k.row(list(items), most))
        if len(self._left):
            missed = self._left & (np.add.reduceat(self._values * x[self._columns], self._first[:-1]) < -BROKEN / 4)
            self._left &= ~missed
            new += [row for row, one in zip(self.others, missed, strict=True) if one]
        self.added += new
        return new


def valid(tight: Matrix, s: Structure, binary: Bools, of: Known) -> tuple[Matrix, Valid]:
    """A tightened matrix with more columns shut, and the rows to add to it. binary: columns that are 0 or 1."""
    capacity = np.zeros(len(tight.row_low), dtype=bool)
    capacity[: len(of.capacity)] = of.capacity
    unit = np.broadcast_to(np.asarray(tight.unit, dtype=float), (len(tight.cost),))
    others = []
    for terms in of.proportions:
        columns = np.array([j for j, _ in terms])
        values = np.array([a for _, a in terms]) * unit[columns]
        others.append(Row(columns, values / np.abs(values).max(), 0.0, np.inf))
    reach = reaches(tight)
    shut = tightened(extended(replace(tight, high=reach), others), binary).high <= 0
    tight = replace(tight, high=np.where(shut, np.minimum(tight.high, np.maximum(tight.low, 0.0)), tight.high))
    return tight, Valid(knapsacks(tight, s, capacity), holders(tight, s, reach), others)


class Cutting(Linear):
    """A relaxation that is given rows as its points break them."""

    def __init__(self, matrix: Matrix, options: Options, rows: Valid, basis: Basis | None = None) -> None:
        super().__init__(matrix, options, basis)
        self._valid = rows

    def follow(self, rows: Valid) -> None:
        """From now on add these rows."""
        self._valid = rows

    def cut(self) -> bool:
        """Add rows that the last point breaks; whether there are any. Solve again for a point that keeps them."""
        assert self.values is not None
        new = self._valid.broken(self.values)
        if new:
            self.extend(*stacked(new))
        return bool(new)

    def cut_and_solve(self, rounds: int = ROUNDS) -> bool:
        """Add rows while the bound rises; whether there is a point still. Has been solved."""
        for _ in range(rounds):
            before = self.objective
            if not self.cut():
                return True
            if not self.solve():
                return False
            if self.objective - before < LEAST * abs(before):
                return True
        return True


def extended(matrix: Matrix, rows: Sequence[Row]) -> Matrix:
    """The matrix with these rows at its end."""
    low, high, start, index, value = stacked(rows)
    row_unit = np.broadcast_to(np.asarray(matrix.row_unit, dtype=float), (len(matrix.row_low),))
    return replace(
        matrix,
        row_low=np.concatenate([matrix.row_low, low]),
        row_high=np.concatenate([matrix.row_high, high]),
        start=np.concatenate([matrix.start, matrix.start[-1] + start[1:]]).astype(np.int32),
        index=np.concatenate([matrix.index, index]).astype(np.int32),
        value=np.concatenate([matrix.value, value]),
        row_unit=np.concatenate([row_unit, np.ones(len(low))]),
    )


def stacked(rows: Sequence[Row]) -> tuple[Floats, Floats, Ints, Ints, Floats]:
    """Low ends, high ends, start, index and value of rows, as in a Matrix."""
    return (
        np.array([row.low for row in rows]),
        np.array([row.high for row in rows]),
        np.cumsum([0, *(len(row.columns) for row in rows)]),
        np.concatenate([np.zeros(0), *(row.columns for row in rows)]).astype(np.int64),
        np.concatenate([np.zeros(0), *(row.values for row in rows)]),
    )
