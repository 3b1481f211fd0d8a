"""What follows from a way of doing a package: work, spend, charges and payments that equalities define, one by one.

An equality row with one column that is not known yet defines it. What falls due is taken to be paid when it falls due.
Rows are rewritten backwards, until none of their columns is a defined one: that is one walk over the definitions for a
row, however many ways there are. Forwards, the payments of every way would have to be worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def rewritten(matrix: Matrix, levels: list[Level], pay: Ints, rows: Iterable[Floats]) -> Iterator[Floats]:
    """Coefficients of rows without any column that levels define. rows: coefficients of every column as they stand."""
    row = rows_of(matrix)
    parts = []
    for level in reversed(levels):
        number = np.full(len(matrix.row_low), -1)
        number[level.row] = np.arange(len(level.row))
        inside = np.flatnonzero(number[row] >= 0)
        parts.append((level, number[row[inside]], matrix.index[inside], matrix.value[inside]))
    falls = np.flatnonzero(pay >= 0)
    for one in rows:
        found = one.copy()
        found[pay[falls]], found[falls] = 0.0, found[falls] + found[pay[falls]]
        for level, which, column, value in parts:
            share = found[level.column] / level.coefficient
            if share.any():
                found -= np.bincount(column, value * share[which], len(found))
            found[level.column] = 0.0
        yield found


def following(matrix: Matrix, levels: list[Level], pay: Ints) -> Bools:
    """Rows in which a column stands that follows from others."""
    defined = np.zeros(len(matrix.cost), dtype=bool)
    for level in levels:
        defined[level.column] = True
    defined[pay[pay >= 0]] = True
    return np.bincount(rows_of(matrix), defined[matrix.index], len(matrix.row_low)) > 0


def row(matrix: Matrix, at: int) -> Floats:
    """Coefficients of every column in a row."""
    found = np.zeros(len(matrix.cost))
    inside = slice(matrix.start[at], matrix.start[at + 1])
    found[matrix.index[inside]] = matrix.value[inside]
    return found


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
