"""The one way from a game to the LP solver, and the exact arithmetic that checks what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from procure import solve
from procure.solve import Floats, Matrix

SPREAD = 1e4  # what the largest amount of an LP is scaled to: the solver's tolerance is then 1e-11 of it
SOME = 1e-7  # a dual value that is more than this is more than nothing


@dataclass(frozen=True)
class Least:
    """Where an LP is least. prices: of each row, what 1 more of its limit takes off the objective, 0 or more."""

    values: Floats
    prices: Floats


def least(cost: Floats, rows: Floats, low: Floats, high: Floats, floor: Floats | None = None) -> Least | None:
    """min cost x with low <= rows x <= high and x >= floor (None: x is free); None where there is no least.

    rows: dense, a row a constraint. Raises ArithmeticError where the solver fails.
    """
    filled = rows != 0.0
    starts = np.concatenate([[0], np.cumsum(filled.sum(axis=1))]).astype(np.int32)
    matrix = Matrix(
        cost=cost, low=np.full(len(cost), -np.inf) if floor is None else floor, high=np.full(len(cost), np.inf),
        whole=np.zeros(len(cost), dtype=np.bool_), row_low=low, row_high=high, start=starts,
        index=np.nonzero(filled)[1].astype(np.int32), value=rows[filled].astype(float),
    )  # fmt: skip
    answer, prices = solve.dual_values(matrix, solve.Options())
    if answer.state in (solve.INFEASIBLE, solve.UNBOUNDED):
        return None
    if answer.values is None:
        raise ArithmeticError(f"an LP of {len(low)} rows was not solved: {answer.state}")
    return Least(answer.values, np.abs(prices))


def exact(equations: Sequence[tuple[Sequence[Fraction | int], Fraction]], unknowns: int) -> list[Fraction] | None:
    """The one solution of linear equations (coefficients, right side); None where there is none or more than one."""
    rows = [[*map(Fraction, coefficients), right] for coefficients, right in equations]
    for column in range(unknowns):
        pivot = next((k for k in range(column, len(rows)) if rows[k][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for k, row in enumerate(rows):
            if k != column and row[column]:
                rows[k] = [a - row[column] * b for a, b in zip(row, rows[column], strict=True)]
    if any(row[-1] for row in rows[unknowns:]):
        return None
    return [row[-1] for row in rows[:unknowns]]
