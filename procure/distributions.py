"""Distributions of an uncertain input: read from a cell, and their quantiles.

    uniform      lowest; highest                        triangular   lowest; likeliest; highest
    PERT         lowest; likeliest; highest             normal       mean; standard deviation
    lognormal    mean; standard deviation               discrete     value: probability; value: probability ...

PERT is the beta distribution over lowest..highest with mean (lowest + 4 likeliest + highest) / 6. The mean and the
standard deviation of a lognormal are its own, not those of its logarithm.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from statistics import NormalDist

UNIFORM, TRIANGULAR, PERT, NORMAL, LOGNORMAL, DISCRETE = KINDS = (
    "uniform", "triangular", "PERT", "normal", "lognormal", "discrete"
)  # fmt: skip
FORMS = {
    UNIFORM: "lowest; highest",
    TRIANGULAR: "lowest; likeliest; highest",
    PERT: "lowest; likeliest; highest",
    NORMAL: "mean; standard deviation",
    LOGNORMAL: "mean; standard deviation",
    DISCRETE: "value: probability; value: probability",
}

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_SUM = 1e-6  # how far probabilities may sum from 1
_LARGEST = 1e12
_STEPS = 4000  # of the table that a PERT is read from: right to six digits of its range
_STANDARD = NormalDist()


@dataclass(frozen=True)
class Distribution:
    """kind: of KINDS. numbers: as in FORMS; of a discrete one its values, rising. weights: their probabilities."""

    kind: str
    numbers: tuple[float, ...]
    weights: tuple[float, ...] = ()

    def quantile(self, u: float) -> float:
        """The value that the draw is not above with probability u, 0 < u < 1."""
        return _QUANTILES[self.kind](u, self)

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest value, infinite where there is none."""
        if self.kind == NORMAL:
            return -math.inf, math.inf
        return (0.0, math.inf) if self.kind == LOGNORMAL else (self.numbers[0], self.numbers[-1])

    @property
    def mean(self) -> float:
        """The expected value."""
        if self.kind == DISCRETE:
            return math.fsum(value * part for value, part in zip(self.numbers, self.weights, strict=True))
        if self.kind in (NORMAL, LOGNORMAL):
            return self.numbers[0]
        low, high = self.numbers[0], self.numbers[-1]
        return {
            UNIFORM: lambda: (low + high) / 2, TRIANGULAR: lambda: sum(self.numbers) / 3,
            PERT: lambda: (low + 4 * self.numbers[1] + high) / 6,
        }[self.kind]()  # fmt: skip


def parse(kind: str, typed: str) -> Distribution:
    """The distribution of a kind of KINDS with the parameters typed. Raises ValueError: what is expected, and found."""
    parts = [part.strip() for part in typed.split(";") if part.strip()]
    if kind == DISCRETE:
        return _discrete(parts, typed)
    wanted = FORMS[kind]
    numbers = tuple(_number(part, wanted, typed) for part in parts)
    if len(numbers) != wanted.count(";") + 1:
        raise ValueError(f'expected "{wanted}", found \'{typed}\'')
    if kind in (NORMAL, LOGNORMAL):
        if numbers[1] <= 0:
            raise ValueError(f"expected a standard deviation above 0, found {numbers[1]:g}")
        if kind == LOGNORMAL and numbers[0] <= 0:
            raise ValueError(f"expected a mean above 0, found {numbers[0]:g}")
    elif list(numbers) != sorted(numbers) or numbers[0] == numbers[-1]:
        order = "lowest < highest" if kind == UNIFORM else "lowest <= likeliest <= highest, and lowest < highest"
        raise ValueError(f"expected {order}, found '{typed}'")
    return Distribution(kind, numbers)


def _discrete(parts: list[str], typed: str) -> Distribution:
    found: dict[float, float] = {}
    for part in parts:
        value, colon, chance = part.partition(":")
        if not colon:
            raise ValueError(f'expected "{FORMS[DISCRETE]}", found \'{typed}\'')
        number = _number(value.strip(), FORMS[DISCRETE], typed)
        per_cent = chance.strip().endswith("%")
        weight = _number(chance.strip().removesuffix("%").strip(), FORMS[DISCRETE], typed) / (100 if per_cent else 1)
        if not 0 < weight < 1:
            raise ValueError(f"expected probabilities above 0 and below 1, found {chance.strip()}")
        if number in found:
            raise ValueError(f"expected each value once, found {number:g} twice")
        found[number] = weight
    whole = math.fsum(found.values())
    if abs(whole - 1) > _SUM:
        raise ValueError(f"expected probabilities that sum to 1, found {whole:g}")
    values = tuple(sorted(found))
    return Distribution(DISCRETE, values, tuple(found[value] / whole for value in values))


def _number(part: str, wanted: str, typed: str) -> float:
    if not _NUMBER.fullmatch(part):
        raise ValueError(f'expected numbers, as "{wanted}", found \'{typed}\'')
    number = float(part)
    if abs(number) > _LARGEST:
        raise ValueError(f"expected numbers up to {_LARGEST:g}, found {part}")
    return number


def least_correlation(rows: int) -> float:
    """The least rank correlation that two or more inputs can all have with each other, by a Gaussian copula."""
    return 6 / math.pi * math.asin(-0.5 / (rows - 1))


# Quantiles


def _uniform(u: float, of: Distribution) -> float:
    low, high = of.numbers
    return low + u * (high - low)


def _triangular(u: float, of: Distribution) -> float:
    low, likely, high = of.numbers
    if u * (high - low) < likely - low:
        return low + math.sqrt(u * (high - low) * (likely - low))
    return high - math.sqrt((1 - u) * (high - low) * (high - likely))


def _pert(u: float, of: Distribution) -> float:
    low, likely, high = of.numbers
    peak = (likely - low) / (high - low)
    sums = _beta(1 + 4 * peak, 5 - 4 * peak)
    above = bisect_left(sums, u * sums[-1])
    before = sums[above - 1] if above else 0.0
    at = (above + (u * sums[-1] - before) / (sums[above] - before)) / _STEPS
    return low + at * (high - low)


@cache
def _beta(a: float, b: float) -> tuple[float, ...]:
    """Growing with the probability that a beta variable is not above 1/_STEPS, 2/_STEPS ... 1."""
    middles = ((step + 0.5) / _STEPS for step in range(_STEPS))
    return tuple(accumulate(x ** (a - 1) * (1 - x) ** (b - 1) for x in middles))


def _normal(u: float, of: Distribution) -> float:
    mean, deviation = of.numbers
    return mean + deviation * _STANDARD.inv_cdf(u)


def _lognormal(u: float, of: Distribution) -> float:
    mean, deviation = of.numbers
    spread = math.log1p((deviation / mean) ** 2)
    return mean * math.exp(math.sqrt(spread) * _STANDARD.inv_cdf(u) - spread / 2)


def _at(u: float, of: Distribution) -> float:
    so_far = list(accumulate(of.weights))
    return of.numbers[min(bisect_left(so_far, u), len(of.numbers) - 1)]


_QUANTILES = {
    UNIFORM: _uniform, TRIANGULAR: _triangular, PERT: _pert, NORMAL: _normal, LOGNORMAL: _lognormal, DISCRETE: _at,
}  # fmt: skip
