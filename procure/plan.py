"""The answer: every decision as a number, and how it was come by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from procure.agreed import WISHES_MET
from procure.certificate import Certificate

Key = tuple[str | int, ...]

# What only a finished plan has: money leaves, each a multiple of the programme's rounding unit. Every total in every
# table is a sum of leaves (these, and charge, due and pay).
LEAVES = {
    "price": ("w,s,b,t", "M", "price of the work on w, stream b (empty = the package's only one), that s does in t"),
    "setup": ("w,s,t", "M", "cost of setting s up for w, in t"),
    "transfer_cost": ("k,n,p,t", "M", "cost of the transfer of technology k to n, paid by phase p in t"),
    "invest": ("e,t", "M", "cost of investment e, decided in t"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One objective of a run: its value in the plan, the best value proven possible, and how the stage ended.

    value: in the final plan. best: in the plan that ended the stage. bound: no plan that keeps the earlier stages can
    be below it, or above where more is better (None = nothing proven). state: "proven" (within the gap asked), "gap",
    "interrupted".
    asked: the gap that was asked for, in the objective's unit. seconds: of solving; the same plan may take others, so
    they are not written with it.
    """

    name: str
    unit: str
    value: float
    best: float
    bound: float | None
    asked: float
    state: str
    seconds: float = field(default=0.0, compare=False)

    @property
    def gap(self) -> float | None:
        """What a better plan could gain at most, in the objective's unit."""
        sign = -1.0 if self.most else 1.0
        return None if self.bound is None else max(0.0, sign * (self.best - self.bound))

    @property
    def most(self) -> bool:
        """Whether more of it is better."""
        return self.name.startswith(WISHES_MET)

    def reported(self, value: float) -> Stage:
        """The stage with its value in the final plan; what was made small by its negative, the other way round."""
        if not self.most:
            return replace(self, value=value)
        return replace(self, value=value, best=0.0 - self.best, bound=None if self.bound is None else 0.0 - self.bound)


@dataclass(frozen=True)
class Plan:
    """Decisions by family and key (families of decisions.py and LEAVES); a key that is missing is 0.

    stages: how each objective was reached. run: facts of the run (versions, options, seconds), as text. certificate:
    what the bounds of the stages can be proven from, None where none was made.
    """

    values: Mapping[str, Mapping[Key, Decimal]]
    stages: tuple[Stage, ...] = ()
    run: Mapping[str, str] = field(default_factory=dict)
    certificate: Certificate | None = field(default=None, compare=False)

    def get(self, family: str, *key: str | int) -> Decimal:
        """Value of one decision, 0 where it is not taken."""
        return self.values.get(family, {}).get(key, Decimal(0))

    def items(self, family: str) -> Iterator[tuple[Key, Decimal]]:
        """(key, value) of a family's decisions that are not 0, sorted by key."""
        return iter(sorted(self.values.get(family, {}).items()))

    def total(self, family: str, *pattern: str | int | None) -> Decimal:
        """Sum over the keys that match: None in the pattern stands for any value, missing parts too."""
        return sum(
            (
                value
                for key, value in self.values.get(family, {}).items()
                if all(want is None or want == got for want, got in zip(pattern, key, strict=False))
            ),
            Decimal(0),
        )


def dec(number: float | int | Decimal) -> Decimal:
    """A number of the problem as it was typed: 0.1 becomes exactly 0.1."""
    return number if isinstance(number, Decimal) else Decimal(repr(float(number)))
