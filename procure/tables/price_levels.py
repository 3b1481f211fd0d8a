"""The plan's cost in current prices, the money that treasuries pay, and in prices of the price base."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure.plan import dec
from procure.tables.figures import ZERO, Figures
from procure.tables.table import Column, Rows, Table


def price_levels(x: Figures, sheet: str) -> Iterator[Table]:
    """Nation by price level; only where the programme has an index of prices in general."""
    p = x.f.problem.programme
    if not p.index:
        return
    rows, sums = Rows(), [ZERO, ZERO]
    for n in x.payers:
        both = [_at(x, n, constant) for constant in (False, True)]
        rows.add(n, *both, both[0] - both[1])
        sums = [a + b for a, b in zip(sums, both, strict=True)]
    rows.add("all", *sums, sums[0] - sums[1], total=True)
    base = p.price_base or "the price base"
    columns = [
        Column("nation", width=16), Column("current prices", x.money), Column(f"prices of {base}", x.money),
        Column("rise of prices", x.money),
    ]  # fmt: skip
    planned = "constant" if p.in_constant_prices else "current"
    sentence = f"Charges by the index {p.index}; the plan and every other figure are in {planned} prices."
    yield rows.table(sheet, "Current and constant prices", sentence, columns)


def _at(x: Figures, nation: str, constant: bool) -> Decimal:
    """M that a nation is charged, in constant or in current prices."""
    found = ZERO
    for (n, _, t), leaf in x.plan.items("charge"):
        if n == nation:
            found += leaf * dec(x.f.rates.against(constant, int(t)))
    return found
