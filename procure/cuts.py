"""A cut that all take alike: every quantity by one factor, in whole units (largest remainder)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction


def symmetric(
    quantities: Mapping[str, float], total: float | None = None, factor: float | None = None
) -> dict[str, float]:
    """The quantities cut in proportion to themselves: to a total, or to `factor` (0..1) of each.

    Whole quantities stay whole: of what is left over, the largest remainders get a unit, of equal ones the larger
    quantity, then the first name. Quantities that are not all whole are cut as they are. A factor's total is rounded to
    the nearest unit, up from a half.
    Raises ValueError unless just one of total and factor is given, and for a total that is negative, above what there
    is, or not whole where the quantities are.
    """
    if (total is None) == (factor is None):
        raise ValueError("expected a total or a factor, found both or none")
    exact = {name: Fraction(amount) for name, amount in quantities.items()}
    every = sum(exact.values(), Fraction(0))
    whole = all(amount.denominator == 1 for amount in exact.values())
    if any(amount < 0 for amount in exact.values()):
        raise ValueError("expected quantities of at least 0")
    left = Fraction(total) if total is not None else every * Fraction(factor or 0.0)
    if total is None and whole:
        left = Fraction(math.floor(left + Fraction(1, 2)))
    if not 0 <= left <= every:
        raise ValueError(f"expected a total from 0 to {float(every):g}, found {float(left):g}")
    if whole and left.denominator != 1:
        raise ValueError(f"expected a whole total of whole quantities, found {float(left):g}")
    parts = {name: amount * left / every if every else Fraction(0) for name, amount in exact.items()}
    if not whole:
        return {name: float(part) for name, part in parts.items()}
    kept = {name: Fraction(math.floor(part)) for name, part in parts.items()}
    order = sorted(parts, key=lambda name: (kept[name] - parts[name], -exact[name], name))
    for name in order[: int(left - sum(kept.values(), Fraction(0)))]:
        kept[name] += 1
    return {name: float(amount) for name, amount in kept.items()}
