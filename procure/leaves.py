"""Money and quantities in leaves: multiples of a unit that add up, along time and over those who share.

Along time a leaf takes what is left of the cumulated amount; over nations the largest remainders are rounded up.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

TYPED = Decimal("0.001")  # of a unit: what binary fractions in prices and keys may take from an amount


def cumulated(amounts: Mapping[int, Decimal], unit: Decimal, down: bool = False) -> dict[int, Decimal]:
    """Leaves by period whose every partial sum is the rounded partial sum of the amounts."""
    exact, given, leaves = Decimal(0), Decimal(0), {}
    for t in sorted(amounts):
        exact += amounts[t]
        leaf = to_unit(exact, unit, down) - given
        given += leaf
        leaves[t] = leaf
    return leaves


def to_unit(amount: Decimal, unit: Decimal, down: bool = False) -> Decimal:
    """The nearest multiple of the unit, or the one below; a figure such as a third has lost its last digits."""
    if down:
        return (amount / unit + TYPED).to_integral_value(ROUND_FLOOR) * unit
    return (amount / unit).quantize(Decimal(1), ROUND_HALF_EVEN) * unit


def shared(total: Decimal, wanted: Mapping[str, Decimal], unit: Decimal) -> dict[str, Decimal]:
    """Multiples of the unit, none below 0, that sum to `total`, nearest to what is wanted (largest remainder)."""
    leaves = {n: max(Decimal(0), (amount // unit) * unit) for n, amount in wanted.items()}
    left = int((total - sum(leaves.values(), Decimal(0))) / unit)
    order = sorted(wanted, key=lambda n: (leaves[n] - wanted[n], n))
    while left > 0 and order:
        for n in order[:left]:
            leaves[n] += unit
        left -= min(left, len(order))
    for n in sorted(wanted, key=lambda n: (wanted[n] - leaves[n], n)):
        while left < 0 and leaves[n] >= unit:
            leaves[n] -= unit
            left += 1
    return leaves


def balanced(wanted: Mapping[str, Decimal], unit: Decimal) -> dict[str, Decimal]:
    """Multiples of the unit that sum to 0, nearest to signed amounts that do (largest remainder)."""
    leaves = {n: (amount / unit).to_integral_value(ROUND_FLOOR) * unit for n, amount in wanted.items()}
    left = int(-sum(leaves.values(), Decimal(0)) / unit)
    for n in sorted(wanted, key=lambda n: (leaves[n] - wanted[n], n))[:left]:
        leaves[n] += unit
    return leaves
