"""The safe dual bound, in whole numbers over a common denominator: no rounding takes part.

    bound = sum_i y_i b_i  +  sum_j least r_j x_j over low_j <= x_j <= high_j,      r_j = c_j - sum_i y_i a_ij
    y_i >= 0 of rows ">=", y_i <= 0 of rows "<=", any of rows "="

For every x that keeps rows and ends, sum c x = y (A x) + r x >= y b + least r x: whatever y is, so duals of the wrong
sign are taken as 0 and nothing else is asked of them. Where r_j pulls at an end that column j does not have, the
duals of its rows are taken as 0 too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from procure.certificate import Label
from procure.proof.ends import Ends, Step
from procure.proof.relaxation import Line, Sums

DIGITS = 12  # of a dual as it is stored
FAR = 10**300  # a bound beyond this is none: no float holds it


@dataclass(frozen=True)
class Proof:
    """bound: no x that keeps the lines is below it, None where nothing is proven. duals: by line, those that count.

    steps: how ends came about that the columns had not. open: a column, by number, for which no end follows.
    """

    bound: Fraction | None
    duals: Mapping[int, float]
    steps: tuple[Step, ...]
    open: int | None = None


def prove(
    lines: Sequence[Line], ends: Ends, objective: Sums, stored: Mapping[Label, float], cutoff: float
) -> Proof:
    """The bound that stored duals prove of an objective. ends: with all that is to be derived of them.

    cutoff: the limit of the line that keeps the objective at or below it; what is above it is above the bound.
    """
    duals = {k: stored[line.label] for k, line in enumerate(lines) if _counts(line, stored.get(line.label, 0.0))}
    while True:
        reduced, fine = _reduced(lines, objective, duals)
        bare = [x for x, r in reduced.items() if math.isinf(ends.low[x] if r > 0 else ends.high[x])]
        if not bare:
            exact = min(_sum(lines, ends, duals, reduced, fine), Fraction(cutoff))
            return Proof(exact if abs(exact) < FAR else None, duals, tuple(ends.steps))
        out = set(bare)
        kept = {k: y for k, y in duals.items() if out.isdisjoint(x for x, _ in lines[k].terms)}
        if len(kept) == len(duals):
            return Proof(None, duals, tuple(ends.steps), min(bare))
        duals = kept


def rounded(number: float) -> float:
    """A number with the digits that are stored."""
    return float(f"{number:.{DIGITS - 1}e}")


def below(exact: Fraction) -> float:
    """A bound as it is stored, not above what is proven."""
    near = rounded(float(exact))
    return near if Fraction(near) <= exact else rounded(near - abs(near) * 10.0 ** (1 - DIGITS))


def above(number: float) -> float:
    """A limit as it is stored, not below what it was."""
    return -below(Fraction(-number))


def _counts(line: Line, dual: float) -> bool:
    """Whether a dual is a number of the sign that its row's may have, and not 0."""
    wrong = (line.relation == ">=" and dual < 0) or (line.relation == "<=" and dual > 0)
    return dual != 0.0 and math.isfinite(dual) and not wrong


def _reduced(lines: Sequence[Line], objective: Sums, duals: Mapping[int, float]) -> tuple[dict[int, int], int]:
    """r_j of every column where it is not 0, as whole numbers of 2**-fine."""
    one = max([_fine(a for k in duals for _, a in lines[k].terms), _fine(c for _, c in objective)])
    two = _fine(duals.values())
    found = {x: _whole(c, one) << two for x, c in objective}
    for k, dual in duals.items():
        y = _whole(dual, two)
        for x, a in lines[k].terms:
            found[x] = found.get(x, 0) - y * _whole(a, one)
    return {x: r for x, r in found.items() if r}, one + two


def _sum(
    lines: Sequence[Line], ends: Ends, duals: Mapping[int, float], reduced: Mapping[int, int], fine: int
) -> Fraction:
    at = {x: ends.low[x] if r > 0 else ends.high[x] for x, r in reduced.items()}
    ours = _fine(at.values())
    inside = sum(r * _whole(at[x], ours) for x, r in reduced.items())
    rows = sum((Fraction(y) * Fraction(lines[k].right) for k, y in duals.items()), Fraction(0))
    return rows + Fraction(inside, 1 << (fine + ours))


def _fine(numbers: Iterable[float]) -> int:
    """The least exponent so that all are whole numbers of 2**-exponent."""
    return max((number.as_integer_ratio()[1].bit_length() - 1 for number in numbers), default=0)


def _whole(number: float, fine: int) -> int:
    over, under = number.as_integer_ratio()
    return over << (fine - under.bit_length() + 1)
