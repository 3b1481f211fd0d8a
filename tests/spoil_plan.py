"""Operators that break a finished plan under one named clause, by construction.

    OPERATORS   {name in words: (clause, operator)}
    operator    (plan, facts, random source) -> the plan with a few decisions changed, or None where the plan offers
                nothing to spoil in that way

Other clauses may break too; the named one must. Changes are larger than any tolerance that the clause grants. To add
one: write it beside its likes in tests/spoiling, under @spoils("clause").
"""

from __future__ import annotations

from tests.spoiling import (
    controlled,
    costs,
    counting,
    curves,
    deliveries,
    entering,
    families,
    industry,
    money,
    offers,
    orders,
    outside,
    packages,
    pinned,
)  # fmt: skip
from tests.spoiling.tools import OPERATORS, Spoil, changed

__all__ = [
    "OPERATORS", "Spoil", "changed", "controlled", "costs", "counting", "curves", "deliveries", "entering", "families",
    "industry", "money", "offers", "orders", "outside", "packages", "pinned",
]  # fmt: skip
