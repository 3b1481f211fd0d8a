"""Every way in which a package can be done by one supplier: what it costs, and what it does to the limits.

A one-off package: a start. A recurring one: an award, with the sets made when they are made now. What is not decided
by ways is held as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from procure.heuristic.followed import Amounts, Columns, Level, following, merged, rewritten, row, rows_of
from procure.heuristic.structure import Bools, Ints, Structure
from procure.solve import Floats, Matrix


@dataclass(frozen=True)
class Ways:
    """first[g]: its ways are first[g]..first[g+1]-1, none = held. column[way]: its start or award; cost[way].
    at[way]: its entries are at[way]..at[way+1]-1: rows (among the scored ones) and values. low, high: what is left of
    the scored rows' limits beside what is held. chosen[g]: the way it is done now, -1 = held.
    """

    first: Ints
    column: Ints
    cost: Floats
    at: Ints
    row: Ints
    value: Floats
    low: Floats
    high: Floats
    chosen: Ints


def ways(
    matrix: Matrix, by: Columns, s: Structure, levels: list[Level], x: Floats, scored: Bools | None = None
) -> Ways:
    """matrix: tightened; by: the same by columns. x: a point; scored: the rows that count instead of all that could."""
    scored = s.scored if scored is None else scored
    open_ = matrix.high > 0.5
    starts = np.flatnonzero((s.begin >= 0) & open_ & open_[s.begin] & open_[s.award])
    making = np.flatnonzero((s.slot >= 0) & open_[s.award])
    column = np.concatenate([starts, np.unique(s.award[making])])
    column = column[np.argsort(s.group[column], kind="stable")]
    number = np.zeros(len(s.group), dtype=np.int64)
    number[column] = np.arange(len(column))
    sets, part = _set(s, x, starts, making, number, len(column))
    cost, entries = _priced(matrix, by, s, levels, sets, len(column), scored)
    at = np.concatenate([[0], np.cumsum(np.bincount(entries.way, minlength=len(column)))])
    now = np.bincount(rows_of(matrix), matrix.value * x[matrix.index], len(matrix.row_low))[scored]
    held = now - np.bincount(entries.at, entries.value * part[entries.way], len(now))
    first = np.searchsorted(s.group[column], np.arange(s.groups + 1))
    chosen = [int(a + np.argmax(part[a:b])) if b > a else -1 for a, b in pairwise(first)]
    return Ways(
        first, column, cost, at, entries.at, entries.value,
        matrix.row_low[scored] - held, matrix.row_high[scored] - held, np.array(chosen),
    )  # fmt: skip


def _set(s: Structure, x: Floats, starts: Ints, making: Ints, number: Ints, count: int) -> tuple[Amounts, Floats]:
    """The columns that every way sets; the part of its package that is done that way at x."""
    slots = np.flatnonzero(s.slot >= 0)
    profile = np.bincount(s.slot[slots], x[slots]) if len(slots) else np.zeros(0)
    awards = np.unique(s.award[making])
    way = np.concatenate([number[starts]] * 3 + [number[awards], number[s.award[making]]])
    at = np.concatenate([starts, s.begin[starts], s.award[starts], awards, making])
    value = np.concatenate([np.ones(3 * len(starts) + len(awards)), profile[s.slot[making]]])
    part = np.zeros(count)
    part[number[starts]] = x[starts]
    total = np.bincount(s.group[awards], minlength=s.groups) * 0.0
    made = np.bincount(number[s.award[making]], x[making], count)
    np.add.at(total, s.group[awards], made[number[awards]])
    part[number[awards]] = made[number[awards]] / np.maximum(total[s.group[awards]], 1e-9)
    return Amounts(way, at, value), part


def _priced(
    matrix: Matrix, by: Columns, s: Structure, levels: list[Level], sets: Amounts, count: int, scored: Bools
) -> tuple[Floats, Amounts]:
    """Cost of every way, and its entries in the scored rows by way."""
    position, written = np.cumsum(scored) - 1, scored & following(matrix, levels, s.pay)
    which, rows, value = by.entries(sets.at)
    direct = (scored & ~written)[rows]
    way, at = [sets.way[which[direct]]], [position[rows[direct]]]  # type: list[Ints], list[Ints]
    amount: list[Floats] = [value[direct] * sets.value[which[direct]]]
    behind = np.flatnonzero(written).tolist()
    each = rewritten(matrix, levels, s.pay, chain([matrix.cost], (row(matrix, i) for i in behind)))
    cost, *others = (np.bincount(sets.way, one[sets.at] * sets.value, count) for one in each)
    for i, added in zip(behind, others, strict=True):
        way.append(np.flatnonzero(added))
        at.append(np.full(len(way[-1]), position[i]))
        amount.append(np.asarray(added[way[-1]], dtype=float))
    together = merged(np.concatenate(way), np.concatenate(at), np.concatenate(amount), int(scored.sum()))
    return np.asarray(cost, dtype=float), Amounts(*together)
