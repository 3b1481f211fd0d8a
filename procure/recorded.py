"""The optimisation as clauses write it: labelled columns, rows, an objective. Neither PuLP nor a solver is known here.

A row is a list of terms (coefficient, variable), a relation and a number; a variable is the number of its column.
Every row knows its clause, its index and the workbook cells it came from. The planner solves what is recorded
(milp.py); the proof of a plan's bound reads it (verify/).
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from procure.decisions import BY_NAME, CONTINUOUS

Floats = NDArray[np.float64]
Terms = Iterable[tuple[float, int]]
Key = tuple[str | int, ...]
Entries = tuple[Sequence[int], Sequence[float]]  # columns, coefficients
CANCELLED = 1e-13  # of the largest of several terms of a column: what is left of them is no more than their rounding


@dataclass(frozen=True, slots=True)
class Row:
    """Where a row of the Milp comes from."""

    clause: str
    index: Key
    relation: str
    right: float
    cells: tuple[str, ...]


class Modelled(Protocol):
    """A model made at the same time, as PuLP's is."""

    def declare(
        self, family: str, keys: Iterable[tuple[Key, float | None, float | None]], whole: Iterable[bool]
    ) -> None:
        """The next columns."""

    def require(
        self, clause: str, index: Key, columns: Sequence[int], values: Sequence[float], relation: str, right: float
    ) -> None:
        """A row."""

    def minimise(self, columns: Sequence[int], values: Sequence[float]) -> None:
        """The objective."""


class Recorded:
    """Variables and rows, labelled. `x[family][key]` is a variable: the number of its column.

    money: M that the solver counts as 1 in families whose unit is M, a power of ten; rows and files stay in M.
    """

    def __init__(self, money: float = 1.0, model: Modelled | None = None) -> None:
        self.money = money
        self._model = model
        self.x: dict[str, dict[Key, int]] = {name: {} for name in BY_NAME}
        self.rows: list[Row] = []
        self.columns: list[tuple[str, Key]] = []
        self._whole, self._in_money = array("b"), array("b")
        self._low, self._high = array("d"), array("d")
        self._objective: Entries = ((), ())
        self._start, self._column, self._value = array("i", [0]), array("i"), array("d")

    def declare(
        self,
        family: str,
        keys: Iterable[tuple[Key, float | None, float | None]],
        whole: Callable[[Key], bool] | None = None,
    ) -> Mapping[Key, int]:
        """Make the variables of a family over (key, low, high); None = unbounded.

        whole: tells by key which are whole, instead of the family's kind. Returns the family's variables by key.
        Raises ValueError on a key twice.
        """
        kind, in_money = BY_NAME[family].kind, BY_NAME[family].unit == "M"
        made, declared, are_whole = self.x[family], list(keys), array("b")
        for key, low, high in declared:
            if key in made:
                raise ValueError(f"{family}{key} is declared twice")
            made[key] = len(self.columns)
            self.columns.append((family, key))
            are_whole.append(kind != CONTINUOUS if whole is None else whole(key))
            self._in_money.append(in_money)
            self._low.append(-math.inf if low is None else low)
            self._high.append(math.inf if high is None else high)
        self._whole.extend(are_whole)
        if self._model is not None:
            self._model.declare(family, declared, map(bool, are_whole))
        return made

    def require(
        self, clause: str, index: Key, terms: Terms, relation: str, right: float, cells: Sequence[str] = ()
    ) -> None:
        """Add the row `sum of terms relation right`. Raises ValueError on NaN and infinity."""
        columns, values = _entries(terms)
        _expect_finite(values, right, f"{clause}{index}")
        self.rows.append(Row(clause, index, relation, right, tuple(filter(None, cells))))
        self._column.extend(array("i", columns))
        self._value.extend(array("d", values))
        self._start.append(len(self._column))
        if self._model is not None:
            self._model.require(clause, index, columns, values, relation, right)

    def require_many(
        self,
        clause: str,
        indices: Sequence[Key],
        start: NDArray[np.integer],
        columns: NDArray[np.integer],
        values: Floats,
        relation: str,
        right: Floats,
        cells: tuple[str, ...] = (),
    ) -> None:
        """Add rows from arrays: row k has `values` at `columns` from start[k] to start[k + 1], and the limit right[k].

        For rows too many or too long to write term by term. Raises ValueError on NaN and infinity, and where a column
        comes twice in a row.
        """
        if not (np.isfinite(values).all() and np.isfinite(right).all()):
            raise ValueError(f"{clause}: a coefficient or a limit is no number")
        self._start.extend((start[1:] + len(self._column)).tolist())
        self._column.frombytes(columns.astype(np.int32).tobytes())
        self._value.frombytes(values.astype(float).tobytes())
        for index, first, end, limit in zip(indices, start[:-1], start[1:], right.tolist(), strict=True):
            self.rows.append(Row(clause, index, relation, limit, cells))
            if self._model is not None:
                row = columns[first:end].tolist(), values[first:end].tolist()
                self._model.require(clause, index, *row, relation, limit)

    def require_so_far(
        self,
        clause: str,
        rows: Sequence[tuple[Key, int]],
        terms: Iterable[tuple[int, float, int]],
        relation: str,
        right: float,
        cells: Sequence[str] = (),
    ) -> None:
        """Add a row of each (index, period), of those terms (period, coefficient, variable) that are no later.

        No variable comes twice. Raises ValueError as `require_many`.
        """
        parts = tuple(zip(*(term for term in terms if term[1] != 0.0), strict=True)) or ((), (), ())
        when, values, columns = np.array(parts[0]), np.array(parts[1], dtype=float), np.array(parts[2], dtype=int)
        among = when <= np.array([period for _, period in rows])[:, None]
        start, place = np.concatenate(([0], np.cumsum(among.sum(axis=1)))), np.nonzero(among)[1]
        limits, named = np.full(len(rows), float(right)), tuple(filter(None, cells))
        indices = [index for index, _ in rows]
        self.require_many(clause, indices, start, columns[place], values[place], relation, limits, named)

    def minimise(self, terms: Terms) -> None:
        """Set the objective. Raises ValueError on NaN and infinity."""
        self._objective = columns, values = _entries(terms)
        _expect_finite(values, 0.0, "objective")
        if self._model is not None:
            self._model.minimise(columns, values)

    def entries(self, row: int) -> Iterable[tuple[int, float]]:
        """(column, coefficient) of a row, no column twice."""
        inside = slice(self._start[row], self._start[row + 1])
        return zip(self._column[inside], self._value[inside], strict=True)

    def objective(self) -> Iterable[tuple[int, float]]:
        """(column, coefficient) of what is minimised, no column twice."""
        return zip(*self._objective, strict=True)

    def whole(self, variable: int) -> bool:
        """Whether a variable takes whole numbers only."""
        return bool(self._whole[variable])

    def bounds(self, variable: int) -> tuple[float, float]:
        """Least and greatest value of a variable, infinite where it has no bound."""
        return self._low[variable], self._high[variable]


def _entries(terms: Terms) -> Entries:
    """The columns and their coefficients: terms of one column summed, what cancels left out."""
    values, columns = tuple(zip(*terms, strict=True)) or ((), ())
    if len(set(columns)) == len(columns) and 0.0 not in values:
        return columns, values
    row: dict[int, float] = {}
    size: dict[int, float] = {}
    for coefficient, column in zip(values, columns, strict=True):
        row[column] = row.get(column, 0.0) + coefficient
        size[column] = max(size.get(column, 0.0), abs(coefficient))
    row = {column: c for column, c in row.items() if abs(c) > CANCELLED * size[column]}
    return tuple(row), tuple(row.values())


def _expect_finite(values: Sequence[float], right: float, where: str) -> None:
    if math.isfinite(sum(values) + right):
        return
    for number in (*values, right):
        if not math.isfinite(number):
            raise ValueError(f"{where}: {number} is no number")
