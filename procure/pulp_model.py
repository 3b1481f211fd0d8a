"""PuLP's model of an optimisation, labelled: made in the quickest of its public ways, and written to files.

Variables are spoken of by the numbers of their columns. PuLP 3 keeps an expression as a dict, so that a row may be
filled when it is in the problem already, which spares a look-up of each of its variables; PuLP 4 keeps rows outside
Python and makes them whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pulp

Key = tuple[str | int, ...]

LONGEST = 200  # characters of a label; the LP format takes 255
_FORBIDDEN = re.compile(r"[^A-Za-z0-9_.]")  # in a label
_OUTSIDE = hasattr(pulp, "lpSum_vars_coefs")  # PuLP 4


class _Variable(pulp.LpVariable):  # type: ignore[misc]
    """PuLP's variable with its identity as its hash, as before, but without a call of Python code for every term."""

    __hash__ = object.__hash__


class PulpModel:
    """Variables, rows and an objective in PuLP."""

    def __init__(self, name: str) -> None:
        self.problem = pulp.LpProblem(_label(name, ()) or "procure", pulp.LpMinimize)
        self._variables: list[Any] = []  # by column
        self._names: set[str] = set()

    def declare(
        self, family: str, keys: Iterable[tuple[Key, float | None, float | None]], whole: Iterable[bool]
    ) -> None:
        """The next columns, over (key, low, high); None = unbounded."""
        add, name, first = self.problem.add_variable, self._name, len(self._variables)
        self._variables += [
            add(name(family, key), low, high, "Integer" if is_whole else "Continuous")
            for (key, low, high), is_whole in zip(keys, whole, strict=True)
        ]
        if not _OUTSIDE:
            for variable in self._variables[first:]:
                variable.__class__ = _Variable

    def require(
        self, clause: str, index: Key, columns: Sequence[int], values: Sequence[float], relation: str, right: float
    ) -> None:
        """A row. Raises ValueError where a column comes twice."""
        if _OUTSIDE:
            self._add(clause, index, _related(self._expression(columns, values), relation, right))
            return
        expression = pulp.LpAffineExpression()
        self._add(clause, index, _related(expression, relation, right))
        expression.update(zip(map(self._variables.__getitem__, columns), values, strict=True))
        if len(expression) < len(columns):
            raise ValueError(f"{clause}{index}: a column twice in a row")

    def minimise(self, columns: Sequence[int], values: Sequence[float]) -> None:
        """The objective."""
        self.problem.setObjective(self._expression(columns, values))

    def write(self, path: Path) -> None:
        """Write the model: MPS where the name ends so, else LP."""
        if path.suffix.lower() == ".mps":
            self.problem.writeMPS(str(path))
        else:
            self.problem.writeLP(str(path), max_length=250)

    def _add(self, clause: str, index: Key, row: Any) -> None:
        self.problem.addConstraint(row, self._name(clause, index))

    def _expression(self, columns: Sequence[int], values: Sequence[float]) -> Any:
        terms = zip(map(self._variables.__getitem__, columns), values, strict=True)
        if _OUTSIDE:
            return pulp.lpSum_vars_coefs(list(terms))
        expression = pulp.LpAffineExpression()
        expression.update(terms)
        return expression

    def _name(self, family: str, key: Key) -> str:
        """A label that no other row or column has once PuLP has replaced what its formats forbid."""
        unique = label = _label(family, key)[:LONGEST]
        turn = 1
        while unique in self._names:
            turn += 1
            unique = f"{label}~{turn}"
        self._names.add(unique)
        return unique


def _label(family: str, key: Key) -> str:
    return f"{family}({','.join(map(_part, key))})" if key else _part(family)


@cache
def _part(part: str | int) -> str:
    """A part of a label; the same few parts come back in every row."""
    return _FORBIDDEN.sub("_", str(part))


def _related(expression: Any, relation: str, right: float) -> Any:
    if relation == "<=":
        return expression <= right
    return expression >= right if relation == ">=" else expression == right
