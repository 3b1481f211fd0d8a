"""The end of a number of the inputs in one solve: the number becomes a decision of the optimisation.

    minimise  looser B    with    A x <= right(0) + slope B    in place of    A x <= right(now)

Where a number stands on the right of rows alone, and in proportion (a budget, a ceiling, a capacity, a rule in M),
three values of it tell `slope`, and nothing else of the optimisation differs between them. Else there is no such solve,
and the number is searched for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from procure import planning, solve
from procure.facts import Facts
from procure.findings import Refused
from procure.milp import OutOfRange
from procure.problem import Problem
from procure.solve import Floats, Matrix, Options
from procure.whatif.shape import Shape
from procure.whatif.target import Target

TIMES = (1, 2, 4)  # of the least of the three values
LINEAR = 1e-9  # how far a right side may be from a straight line, as a part of it


@dataclass(frozen=True)
class End:
    """The end of a number: the strictest value with which the optimisation has a plan; None: it has none with any."""

    value: float | None


def end(problem: Problem, target: Target, shape: Shape, options: Options) -> End | None:
    """The end of a number; None where the number is not on the right side alone, or the solver did not prove it."""
    matrices = _matrices(problem, target, shape)
    if matrices is None:
        return None
    values, found, unit = matrices
    rows = _slopes(values, found)
    if rows is None or not any(slope.any() for slope in rows):
        return None
    matrix = _with_number(found[0], float(values[0]), rows, target, unit)
    answer = solve.solve(matrix, replace(options, relative_gap=0.0, absolute_gap=float(target.step) / 10))
    if answer.state == solve.INTERRUPTED:
        raise KeyboardInterrupt
    if answer.state == solve.INFEASIBLE:
        return End(None)
    if answer.values is None or answer.state != solve.PROVEN:
        return None
    return End(float(answer.values[-1]))


def _matrices(problem: Problem, target: Target, shape: Shape) -> tuple[list[Decimal], list[Matrix], float] | None:
    """Three values of the number, the optimisation with each without an objective, and what money is counted in."""
    size = max(abs(target.now or Decimal(0)), Decimal(1))
    least = target.step * math.ceil(size / target.step)
    values, found, unit = [least * times for times in TIMES], [], 1.0
    for value in values:
        try:
            m, _ = planning.build(Facts(target.at(problem, value)), shape=shape)
            m.minimise([])
            found.append(m.matrix())
        except (Refused, OutOfRange):
            return None
        unit = m.money if target.money else 1.0
    return values, found, unit


def _slopes(values: Sequence[Decimal], found: Sequence[Matrix]) -> tuple[Floats, Floats] | None:
    """Slopes of the rows' lower and upper sides; None where anything else differs, or a side is no straight line."""
    one = found[0]
    for other in found[1:]:
        for name in ("low", "high", "whole", "start", "index", "value", "unit"):
            if not np.array_equal(getattr(one, name), getattr(other, name)):
                return None
    low, high = (_slope(values, [getattr(matrix, side) for matrix in found]) for side in ("row_low", "row_high"))
    return None if low is None or high is None else (low, high)


def _slope(values: Sequence[Decimal], sides: Sequence[Floats]) -> Floats | None:
    finite = np.isfinite(sides[0])
    if any(not np.array_equal(np.isfinite(side), finite) for side in sides[1:]):
        return None
    first, second, third = (np.where(finite, side, 0.0) for side in sides)
    slope = (second - first) / float(values[1] - values[0])
    straight = first + slope * float(values[2] - values[0])
    slope = np.where(np.abs(second - first) > LINEAR * np.maximum(1.0, np.abs(first)), slope, 0.0)
    near = np.abs(third - straight) <= LINEAR * np.maximum(1.0, np.abs(third))
    return slope if near.all() else None


def _with_number(matrix: Matrix, at: float, slopes: tuple[Floats, Floats], target: Target, unit: float) -> Matrix:
    """The optimisation with the number as its last column, and nothing else to minimise."""
    low, high = slopes
    slope = np.where(high != 0, high, low)  # of an equality both are the same
    counts = np.diff(matrix.start)
    touched = np.flatnonzero(slope)
    places = matrix.start[1:][touched]
    number = len(matrix.cost)
    added = counts.copy()
    added[touched] += 1
    least = -math.inf if target.low is None else float(target.low)
    most = math.inf if target.high is None else float(target.high)
    return replace(
        matrix,
        cost=np.append(np.zeros(number), float(target.looser)),
        low=np.append(matrix.low, least / unit),
        high=np.append(matrix.high, most / unit),
        whole=np.append(matrix.whole, False),
        row_low=matrix.row_low - np.where(np.isfinite(matrix.row_low), slope * at, 0.0),
        row_high=matrix.row_high - np.where(np.isfinite(matrix.row_high), slope * at, 0.0),
        start=np.concatenate([[0], np.cumsum(added)]).astype(np.int32),
        index=np.insert(matrix.index, places, number).astype(np.int32),
        value=np.insert(matrix.value, places, -slope[touched] * unit),
        unit=np.append(np.broadcast_to(matrix.unit, number), unit),
        cost_unit=unit,
    )
