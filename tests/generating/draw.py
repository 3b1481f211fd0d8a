"""Sizes of a random programme, its state while it is drawn, and small helpers."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from procure.facts import Facts
from procure.plan import Key
from procure.problem import Problem

T = TypeVar("T")
Range = tuple[int, int]


@dataclass(frozen=True)
class Size:
    """How large a programme may be: (least, most) of each noun. units: most whole units that a nation takes."""

    nations: Range
    periods: Range
    packages: Range
    suppliers: Range
    items: Range
    units: int


SIZES = {
    "tiny": Size((2, 3), (2, 4), (2, 4), (2, 3), (0, 2), 3),
    "small": Size((2, 4), (4, 8), (5, 12), (5, 8), (0, 2), 6),
    "large": Size((2, 12), (4, 40), (10, 150), (5, 100), (1, 4), 20),
}


@dataclass(frozen=True)
class Lot:
    """Units of an item for a nation (None = surplus) that are built, handed over and due together.

    built and handed are None for units that are never delivered.
    """

    item: str
    nation: str | None
    units: float
    built: int | None
    handed: int | None
    due: int | None


@dataclass
class Draft:
    """A programme while it is drawn: the problem so far, and the hidden plan that it will have.

    values: the hidden decisions by family and key, as in a Plan, but plain numbers that nobody has rounded.
    """

    rng: random.Random
    size: Size
    problem: Problem
    lots: list[Lot] = field(default_factory=list)
    sets: dict[str, list[tuple[str, int, float]]] = field(default_factory=dict)  # package: (stream, period, sets)
    begins: dict[str, int] = field(default_factory=dict)
    values: dict[str, dict[Key, float]] = field(default_factory=lambda: defaultdict(dict))

    def replace(self, **tables: Any) -> None:
        self.problem = self.problem.replace(**tables)

    @property
    def facts(self) -> Facts:
        return Facts(self.problem)

    def add(self, family: str, key: Key, amount: float) -> None:
        self.values[family][key] = self.values[family].get(key, 0.0) + amount

    def total(self, family: str, *pattern: str | int | None) -> float:
        """Sum over the keys that match; None in the pattern stands for any value."""
        found = self.values[family].items()
        return sum(v for k, v in found if all(want in (None, got) for want, got in zip(pattern, k, strict=False)))

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def some(self, of: Sequence[T], least: int = 1, most: int | None = None) -> list[T]:
        """A random part of the sequence in its order, at least `least` of it."""
        most = len(of) if most is None else min(most, len(of))
        wanted = self.rng.randint(min(least, most), most)
        return [of[k] for k in sorted(self.rng.sample(range(len(of)), wanted))]

    def slack(self) -> float:
        """Room left above what the hidden plan needs, as a part of it: often none, sometimes plenty."""
        return self.rng.choice((0.0, 0.05, 0.3, 0.3, 1.0))

    def above(self, amount: float, digits: int = 3) -> float:
        """A number as typed, no less than the amount, with some room."""
        return up(amount * (1 + self.slack()), digits)


def up(amount: float, digits: int = 3) -> float:
    """The amount with so many decimals, rounded up."""
    return round(math.ceil(amount * 10**digits - 1e-7) / 10**digits, digits)


def down(amount: float, digits: int = 3) -> float:
    """The amount with so many decimals, rounded down."""
    return -up(-amount, digits)
