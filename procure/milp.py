"""The optimisation as PuLP sees it; with solve.py the only file that knows a solver.

A row is a list of terms (coefficient, variable), a relation and a number. Clauses never use PuLP's operators: a sum
written with them is quadratic. Every row knows its clause, its index and the workbook cells it came from.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pulp

from procure.decisions import BY_NAME, CONTINUOUS
from procure.solve import Floats, Matrix

Terms = Iterable[tuple[float, Any]]
Key = tuple[str | int, ...]

_SENSE = {"<=": -1, "=": 0, ">=": 1}
BIGGEST = 1e7  # no coefficient beyond this reaches the solver: it returns wrong answers there
LONGEST = 200  # characters of a label; the LP format takes 255


class OutOfRange(ValueError):
    """The figures of a problem lie too many orders of magnitude apart to be solved safely."""


@dataclass(frozen=True, slots=True)
class Row:
    """Where a row of the Milp comes from."""

    clause: str
    index: Key
    relation: str
    right: float
    cells: tuple[str, ...]


class Milp:
    """Variables and rows, labelled. `x[family][key]` is a variable.

    money: M that the solver counts as 1 in families whose unit is M, a power of ten; rows and files stay in M.
    """

    def __init__(self, name: str = "procure", money: float = 1.0) -> None:
        self.money = money
        self.problem = pulp.LpProblem(_label(name, ()) or "procure", pulp.LpMinimize)
        self.x: dict[str, dict[Key, Any]] = {name: {} for name in BY_NAME}
        self.rows: list[Row] = []
        self.columns: list[tuple[str, Key]] = []
        self._variables: list[Any] = []
        self._number: dict[Any, int] = {}
        self._whole: list[bool] = []
        self._low: list[float] = []
        self._high: list[float] = []
        self._names: set[str] = set()
        self._objective: dict[int, float] = {}
        self._start, self._index, self._value = [0], [], []  # type: tuple[list[int], list[int], list[float]]

    def declare(
        self,
        family: str,
        keys: Iterable[tuple[Key, float | None, float | None]],
        whole: Callable[[Key], bool] | None = None,
    ) -> Mapping[Key, Any]:
        """Make the variables of a family over (key, low, high); None = unbounded.

        whole: tells by key which are whole, instead of the family's kind. Returns the family's variables by key.
        Raises ValueError on a key twice.
        """
        kind = BY_NAME[family].kind
        made = self.x[family]
        for key, low, high in keys:
            if key in made:
                raise ValueError(f"{family}{key} is declared twice")
            is_whole = kind != CONTINUOUS if whole is None else whole(key)
            category = "Integer" if is_whole else "Continuous"
            variable = self._column(family, key, low, high, category)
            made[key] = variable
            self._number[variable] = len(self._variables)
            self._variables.append(variable)
            self.columns.append((family, key))
            self._whole.append(category == "Integer")
            self._low.append(-np.inf if low is None else float(low))
            self._high.append(np.inf if high is None else float(high))
        return made

    def require(
        self, clause: str, index: Key, terms: Terms, relation: str, right: float, cells: Sequence[str] = ()
    ) -> None:
        """Add the row `sum of terms relation right`. Raises ValueError on NaN and infinity."""
        row: dict[Any, float] = {}
        for coefficient, variable in terms:
            row[variable] = row.get(variable, 0.0) + coefficient
        row = {variable: c for variable, c in row.items() if c != 0.0}
        for number in (*row.values(), right):
            if not math.isfinite(number):
                raise ValueError(f"{clause}{index}: {number} is no number")
        self._model(row, relation, right, clause, index)
        self.rows.append(Row(clause, index, relation, right, tuple(c for c in cells if c)))
        self._index.extend(self._number[variable] for variable in row)
        self._value.extend(row.values())
        self._start.append(len(self._index))

    def minimise(self, terms: Terms) -> None:
        """Set the objective. Raises ValueError on NaN and infinity."""
        row: dict[Any, float] = {}
        for coefficient, variable in terms:
            row[variable] = row.get(variable, 0.0) + coefficient
        for number in row.values():
            if not math.isfinite(number):
                raise ValueError(f"objective: {number} is no number")
        self._aim(row)
        self._objective = {self._number[variable]: c for variable, c in row.items()}

    def matrix(self) -> Matrix:
        """The whole optimisation as arrays, scaled for the solver. Raises OutOfRange beyond the safe range."""
        units = [self.money if BY_NAME[family].unit == "M" else 1.0 for family, _ in self.columns]
        cost = np.zeros(len(self._variables))
        for column, coefficient in self._objective.items():
            cost[column] = coefficient
        right = np.array([row.right for row in self.rows], dtype=float)
        sense = np.array([_SENSE[row.relation] for row in self.rows])
        matrix = Matrix(
            cost=cost,
            low=np.array(self._low),
            high=np.array(self._high),
            whole=np.array(self._whole, dtype=bool),
            row_low=np.where(sense >= 0, right, -np.inf),
            row_high=np.where(sense <= 0, right, np.inf),
            start=np.array(self._start, dtype=np.int32),
            index=np.array(self._index, dtype=np.int32),
            value=np.array(self._value, dtype=float),
        ).scaled(np.array(units))
        if matrix.value.size and np.abs(matrix.value).max() > BIGGEST:
            raise OutOfRange(f"coefficients span too many orders of magnitude: {np.abs(matrix.value).max():g}")
        return matrix

    def number(self, variable: Any) -> int:
        """Column of a variable."""
        return self._number[variable]

    def bounds(self, variable: Any) -> tuple[float, float]:
        """Least and greatest value of a variable, infinite where it has no bound."""
        number = self._number[variable]
        return self._low[number], self._high[number]

    def value(self, terms: Terms, values: Floats) -> float:
        """What a sum of terms comes to at column values."""
        return float(sum(c * values[self._number[v]] for c, v in terms))

    def write(self, path: Path) -> None:
        """Write the model, as PuLP does: MPS where the name ends so, else LP."""
        if path.suffix.lower() == ".mps":
            self.problem.writeMPS(str(path))
        else:
            self.problem.writeLP(str(path), max_length=250)

    def _column(self, family: str, key: Key, low: float | None, high: float | None, category: str) -> Any:
        return self.problem.add_variable(self._name(family, key), low, high, category)

    def _model(self, row: dict[Any, float], relation: str, right: float, clause: str, index: Key) -> None:
        self.problem.addConstraint(_relate(_expression(row), relation, right), self._name(clause, index))

    def _aim(self, row: dict[Any, float]) -> None:
        self.problem.setObjective(_expression(row))

    def _name(self, family: str, key: Key) -> str:
        """A label that no other row or column has once PuLP has replaced what its formats forbid."""
        label, turn = _label(family, key)[:LONGEST], 1
        unique = label
        while unique in self._names:
            turn += 1
            unique = f"{label}~{turn}"
        self._names.add(unique)
        return unique


class Numbers(Milp):
    """The same columns, rows and numbers without PuLP's model of them: for a problem like one that was modelled before.

    It cannot be written to a file.
    """

    def write(self, path: Path) -> None:
        """Raises ValueError: there is no model to write."""
        raise ValueError(f"{path}: numbers alone are no model that could be written")

    def _column(self, family: str, key: Key, low: float | None, high: float | None, category: str) -> Any:
        return len(self._variables)

    def _model(self, row: dict[Any, float], relation: str, right: float, clause: str, index: Key) -> None:
        pass

    def _aim(self, row: dict[Any, float]) -> None:
        pass


def _label(family: str, key: Key) -> str:
    inside = ",".join(re.sub(r"[^A-Za-z0-9_.]", "_", str(part)) for part in key)
    return f"{family}({inside})" if key else re.sub(r"[^A-Za-z0-9_.]", "_", family)


def _expression(row: dict[Any, float]) -> Any:
    """PuLP's expression of a row, by the quickest public way of its version."""
    if hasattr(pulp, "lpSum_vars_coefs"):
        return pulp.lpSum_vars_coefs(list(row.items()))
    expression = pulp.LpAffineExpression()
    expression.update(row)
    return expression


def _relate(expression: Any, relation: str, right: float) -> Any:
    if relation == "<=":
        return expression <= right
    return expression >= right if relation == ">=" else expression == right
