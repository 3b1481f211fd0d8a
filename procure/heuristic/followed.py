"""What follows from a way of doing a package: work, spend, charges and payments that equalities define, one by one.

An equality row with one column that is not known yet defines it. What falls due is taken to be paid when it falls due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from procure.heuristic.structure import Bools, Ints
from procure.solve import Floats, Matrix

LEVELS = 12  # of definitions that stand on others
TINY = 1e-12


@dataclass(frozen=True)
class Columns:
    """A matrix by columns."""

    start: Ints
    row: Ints
    value: Floats

    @classmethod
    def of(cls, matrix: Matrix) -> Columns:
        order = np.argsort(matrix.index, kind="stable")
        counts = np.bincount(matrix.index, minlength=len(matrix.cost))
        return cls(np.concatenate([[0], np.cumsum(counts)]), rows_of(matrix)[order], matrix.value[order])

    def entries(self, columns: Ints) -> tuple[Ints, Ints, Floats]:
        """Of these columns: position in the list, row, value of every entry."""
        counts = self.start[columns + 1] - self.start[columns]
        which = np.repeat(np.arange(len(columns)), counts)
        inside = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        where = self.start[columns][which] + inside
        return which, self.row[where], self.value[where]


@dataclass(frozen=True)
class Level:
    """Columns defined by rows in which all others are known: column = - (what else is in the row) / coefficient."""

    row: Ints
    column: Ints
    coefficient: Floats


@dataclass(frozen=True)
class Amounts:
    """Numbers of ways in columns, or in rows: way, at (column or row), value."""

    way: Ints
    at: Ints
    value: Floats


def rows_of(matrix: Matrix) -> Ints:
    """The row of every entry."""
    return np.repeat(np.arange(len(matrix.row_low)), np.diff(matrix.start))


def definitions(matrix: Matrix, unknown: Bools) -> list[Level]:
    """Level by level the equalities that define unknown columns."""
    row, left, found = rows_of(matrix), unknown.copy(), []  # type: Ints, Bools, list[Level]
    equal = matrix.row_low == matrix.row_high
    for _ in range(LEVELS):
        at = np.flatnonzero(left[matrix.index] & equal[row])
        one = np.bincount(row[at], minlength=len(equal)) == 1
        at = at[one[row[at]]]
        if not len(at):
            break
        _, first = np.unique(matrix.index[at], return_index=True)
        at = at[first]
        found.append(Level(row[at], matrix.index[at].astype(np.int64), matrix.value[at]))
        left[found[-1].column] = False
        equal[found[-1].row] = False
    return found


def followed(by: Columns, levels: list[Level], pay: Ints, sets: Amounts) -> Iterator[tuple[Amounts, Amounts]]:
    """The columns that ways set, then those that follow, each with what they add to the rows."""
    rows = len(by.row) and int(by.row.max()) + 1
    added = _added(by, sets)
    yield sets, added
    so_far = [added]
    for level in levels:
        defines = np.full(rows, -1)
        defines[level.row] = np.arange(len(level.row))
        inside = [defines[one.at] >= 0 for one in so_far]
        way, row, value = (
            np.concatenate([getattr(one, name)[mask] for one, mask in zip(so_far, inside, strict=True)])
            for name in ("way", "at", "value")
        )
        way, row, value = merged(way, row, value, rows)
        number = defines[row]
        new = Amounts(way, level.column[number], -value / level.coefficient[number])
        paid = pay[new.at] >= 0
        new = Amounts(*(np.concatenate([a, b[paid]]) for a, b in zip(
            (new.way, new.at, new.value), (new.way, pay[new.at], new.value), strict=True)))  # fmt: skip
        added = _added(by, new)
        yield new, added
        so_far.append(added)


def merged(way: Ints, at: Ints, value: Floats, count: int) -> tuple[Ints, Ints, Floats]:
    """Numbers by way and place, each once, none of 0. count: of places."""
    key = way * count + at
    order = np.argsort(key, kind="stable")
    key, value = key[order], value[order]
    if not len(key):
        return way, at, value
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    total = np.add.reduceat(value, first)
    kept = np.abs(total) > TINY
    key = key[first][kept]
    return key // count, key % count, total[kept]


def _added(by: Columns, amounts: Amounts) -> Amounts:
    which, row, value = by.entries(amounts.at)
    return Amounts(amounts.way[which], row, value * amounts.value[which])
