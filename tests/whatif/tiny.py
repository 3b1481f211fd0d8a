"""A tiny programme whose efficient plans can be counted on the fingers.

Four hulls are due in the third year and made by one supplier: Arsenal for 20 M each, Krauss for 19 M and at most three
a year, Lima for 18 M and at most two. What cannot be made in the third year is a year late. Costs are shared equally.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from procure.calendar import Span
from procure.problem import PER_UNIT, Capacity, Item, Limit, Package, Phase, Problem, Requirement, Supplier
from tests.problems import PERIODS, two_nations

EFFICIENT = [(0, 80), (1, 76), (2, 72)]  # lateness in unit-periods, cost in M
ROUNDING = 2.0


def limits(*amounts: float | None) -> tuple[Limit, ...]:
    """A limit for each period that has one."""
    return tuple(Limit(Span(t, t), a, str(2027 + t)) for t, a in enumerate(amounts) if a is not None)


def programme(**tables: Any) -> Problem:
    """The programme; a keyword replaces a table. Money is in units of ROUNDING, so that values can be counted."""
    standard: dict[str, Any] = {
        "phases": (Phase("production", "equal"),),
        "suppliers": (
            Supplier("Arsenal", "FR"), Supplier("Krauss", "DE", price_factor=0.95),
            Supplier("Lima", "US", price_factor=0.9),
        ),
        "items": (Item("tank", "production"),),
        "requirements": (Requirement("FR", "tank", (0, 0, 2, 0)), Requirement("DE", "tank", (0, 0, 2, 0))),
        "packages": (Package("hull", PER_UNIT, "production", value_m=20.0, earliest=2),),
        "headings": (),
        "capacities": (
            Capacity("Krauss", limits(*[3.0] * PERIODS)), Capacity("Lima", limits(*[2.0] * PERIODS)),
        ),
        "columns": {},
    }  # fmt: skip
    rules = tables.pop("rules", ())
    made = two_nations(*rules, **(standard | tables))
    return made.replace(programme=replace(made.programme, rounding_m=ROUNDING, model="best-value"))
