"""What draws say, and how surely: probabilities and means with intervals, ranks, what drives a figure.

A probability has Wilson's interval (1927), a mean Student's. Both are those of independent draws; a Latin hypercube
estimates no worse than as many of these less one (Owen 1997), so that the intervals are wide enough.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A figure with the interval that holds the true one with the level's probability. count: of draws behind it."""

    value: float
    low: float
    high: float
    count: int


def probability(happened: int, count: int, level: float = LEVEL) -> Estimate:
    """Of what happened in so many of `count` draws, one or more."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    part, weight = happened / count, z * z / count
    middle = (part + weight / 2) / (1 + weight)
    half = z / (1 + weight) * math.sqrt(part * (1 - part) / count + weight / (4 * count))
    low = 0.0 if happened == 0 else max(0.0, middle - half)
    return Estimate(part, low, 1.0 if happened == count else min(1.0, middle + half), count)


def mean(values: Sequence[float], level: float = LEVEL) -> Estimate:
    """Of one or more values; without an end where a single one says nothing of their spread."""
    count, middle = len(values), math.fsum(values) / len(values)
    if count < 2:
        return Estimate(middle, -math.inf, math.inf, count)
    spread = math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (count - 1))
    half = student(count - 1, level) * spread / math.sqrt(count)
    return Estimate(middle, middle - half, middle + half, count)


def student(freedom: int, level: float = LEVEL) -> float:
    """The quantile of Student's t that |t| is below with the level's probability; Fisher's expansion from 3 on."""
    p = (1 + level) / 2
    if freedom == 1:
        return math.tan(math.pi * (p - 0.5))
    if freedom == 2:
        return (2 * p - 1) * math.sqrt(2 / (4 * p * (1 - p)))
    z = NormalDist().inv_cdf(p)
    terms = (
        z, (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )  # fmt: skip
    return math.fsum(term / float(freedom) ** power for power, term in enumerate(terms))


def quantile(values: Sequence[float], part: float) -> float:
    """The value that this part of the values, one or more, is not above."""
    return sorted(values)[max(0, math.ceil(part * len(values) - 1e-9) - 1)]


@dataclass(frozen=True)
class Driver:
    """What an input has to do with a figure. rank: their rank correlation.

    alone: the input's coefficient in a regression of ranks on all inputs, in standard deviations; None where the draws
    are too few, or inputs move as one.
    """

    name: str
    rank: float
    alone: float | None


@dataclass(frozen=True)
class Drivers:
    """By strength. noise: a rank correlation that an input without any influence stays within at the level.

    explained: part of the figure's variance, in ranks, that the regression explains; None where there is none.
    """

    drivers: tuple[Driver, ...]
    noise: float
    explained: float | None


def drivers(names: Sequence[str], draws: Floats, figure: Sequence[float], level: float = LEVEL) -> Drivers | None:
    """What moves a figure; None where nothing does, or there are fewer than four draws.

    draws: a row for each value of the figure, a column for each name.
    """
    count, y = len(figure), np.asarray(figure, dtype=float)
    if count < 4 or np.ptp(y) <= 1e-9 * max(1.0, float(np.max(np.abs(y)))):
        return None
    ranked = np.column_stack([_standard(draws[:, k]) for k in range(len(names))]) if names else np.empty((count, 0))
    wanted = _standard(y)
    correlations = ranked.T @ wanted / count
    alone, explained = _regression(ranked, wanted)
    found = [
        Driver(name, float(r), None if alone is None else float(alone[k]))
        for k, (name, r) in enumerate(zip(names, correlations, strict=True))
    ]
    noise = NormalDist().inv_cdf((1 + level) / 2) / math.sqrt(count - 1)
    return Drivers(tuple(sorted(found, key=lambda d: (-abs(d.rank), d.name))), min(1.0, noise), explained)


def ranks(values: Floats) -> Floats:
    """Ranks from 0; equal values share the mean of theirs."""
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    first = np.cumsum(counts) - counts
    return np.asarray((first + (counts - 1) / 2)[which], dtype=float)


def _standard(values: Floats) -> Floats:
    """Ranks with mean 0 and deviation 1; zeros where all values are equal."""
    found = ranks(values)
    found -= found.mean()
    spread = found.std()
    return found / spread if spread > 0 else found


def _regression(inputs: Floats, figure: Floats) -> tuple[Floats | None, float | None]:
    """(coefficients, explained part); None where there are not two draws for each input, or inputs are not apart."""
    count, several = inputs.shape
    if count <= 2 * several + 1 or np.linalg.matrix_rank(inputs, tol=1e-6 * count) < several:
        return None, None
    found = np.asarray(np.linalg.lstsq(inputs, figure, rcond=None)[0], dtype=np.float64)
    left = figure - inputs @ found
    return found, float(1 - (left @ left) / (figure @ figure))
