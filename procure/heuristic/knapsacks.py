"""Rows that every plan keeps and the relaxation breaks: indivisible packages that do not fit together into a capacity.

Of a capacity row sum_g effort[g] z[g] + others <= room, z[g] the sum of the package's starts that load it in full:

    clique   sum_{g in C} z[g] <= 1           any two of C pass the room
    cover    sum_{g in C or E} z[g] <= |C|-1  all of C pass it; E: packages with at least the largest effort of C

Rows are looked for where a point breaks them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from procure.heuristic.structure import Bools, Ints, Structure
from procure.heuristic.tighten import LOOSE, _ends
from procure.solve import Floats, Matrix

BROKEN = 0.01  # what a point must break a row by
TAKES = 1e-6  # what counts as a part of a package
FULL = 1 - 1e-9  # of the largest load of a package: a start that loads the row in full


@dataclass(frozen=True)
class Row:
    """low <= sum of values x[columns] <= high."""

    columns: Ints
    values: Floats
    low: float
    high: float


@dataclass(frozen=True)
class Knapsack:
    """A capacity row as a knapsack: effort of each package, largest first, and the columns that are its item."""

    room: float
    effort: Floats
    columns: Ints  # of all items, one after the other
    first: Ints  # of each item the place of its first column, and the end

    def parts(self, x: Floats) -> Floats:
        """How much of every item there is at a point."""
        return np.add.reduceat(x[self.columns], self.first[:-1])

    def row(self, items: list[int], most: int) -> Row:
        """No more than so many of these items."""
        columns = np.concatenate([self.columns[self.first[k] : self.first[k + 1]] for k in sorted(items)])
        return Row(columns, np.ones(len(columns)), -np.inf, float(most))


def knapsacks(matrix: Matrix, s: Structure, capacity: Bools) -> list[Knapsack]:
    """Of the capacity rows with indivisible packages. matrix: tightened; capacity: which rows."""
    found = []
    for i in np.flatnonzero(capacity & np.isfinite(matrix.row_high)):
        inside = slice(matrix.start[i], matrix.start[i + 1])
        column, value = matrix.index[inside].astype(np.int64), matrix.value[inside]
        least, _ = _ends(value, matrix.low[column], matrix.high[column])
        item = s.implied[column] & (value > 0) & (matrix.high[column] > 0)
        if item.any() and (least > -1e29).all():
            room = float(matrix.row_high[i] - least[~item].sum())
            room += LOOSE * max(1.0, abs(room))
            found.append(_knapsack(room, s.group[column[item]], column[item], value[item]))
    return found


def _knapsack(room: float, group: Ints, column: Ints, value: Floats) -> Knapsack:
    """Of the starts in a row and their packages."""
    groups, number = np.unique(group, return_inverse=True)
    effort = np.zeros(len(groups))
    np.maximum.at(effort, number, value)
    full = value >= FULL * effort[number]
    place = np.empty(len(groups), dtype=np.int64)
    place[np.argsort(-effort, kind="stable")] = np.arange(len(groups))
    of = place[number[full]]
    order = np.argsort(of, kind="stable")
    first = np.searchsorted(of[order], np.arange(len(groups) + 1))
    return Knapsack(room, -np.sort(-effort), column[full][order].astype(np.int64), first)


def broken(k: Knapsack, x: Floats) -> list[tuple[frozenset[int], int]]:
    """Rows that the point breaks: items, and how many of them there may be."""
    z = k.parts(x)
    if not ((z > BROKEN / 10) & (z < 1 - BROKEN / 10)).any():
        return []
    return [one for one in {**_cliques(k, z), **_covers(k, z)}.items() if z[list(one[0])].sum() > one[1] + BROKEN]


def _cliques(k: Knapsack, z: Floats) -> dict[frozenset[int], int]:
    """Of every item that there is a part of, those that are too big beside it and beside each other."""
    found, big = {}, int((k.effort > k.room / 2).sum())
    for one in np.flatnonzero(z > BROKEN / 10):
        beside = min(big, int((k.effort > k.room - k.effort[one]).sum()))
        found[frozenset((*range(beside), int(one)))] = 1
    return found


def _covers(k: Knapsack, z: Floats) -> dict[frozenset[int], int]:
    """Items taken by how much there is of them, for their effort or not, until they pass the room."""
    found = {}
    for key in ((1 - z) / k.effort, 1 - z):
        order = [int(g) for g in np.argsort(key, kind="stable") if z[g] > TAKES]
        until = int(np.searchsorted(np.cumsum(k.effort[order]), k.room, side="right"))
        if until == len(order):
            continue
        cover = order[: until + 1]
        total = float(k.effort[cover].sum())
        for g in sorted(cover, key=lambda g: (z[g], g)):
            if total - k.effort[g] > k.room:
                cover.remove(g)
                total -= k.effort[g]
        largest = int((k.effort >= k.effort[min(cover)]).sum())
        found[frozenset((*cover, *range(largest)))] = len(cover) - 1
    return found
