"""A small programme made by hand, for tests of what stands above the clauses; any table can be replaced.

Two partners (FR, DE) and a third country (US), whose supplier is the cheapest by a tenth. Development: design 100 M
and trials 60 M, paid equally. Production: 10 tanks (FR 6, DE 4), hull 20 M and gun 10 M each, paid by quantities.
Prices make 480 M by partners' suppliers in all.
"""

from __future__ import annotations

from typing import Any

from procure.calendar import Calendar
from procure.decisions import FAMILIES
from procure.facts import Facts
from procure.milp import Milp
from procure.plan import Plan, dec
from procure.problem import (
    ONE_OFF,
    PER_UNIT,
    THIRD,
    Item,
    Nation,
    Objective,
    Package,
    Phase,
    Problem,
    Programme,
    Requirement,
    Rule,
    Supplier,
)
from procure.solve import Options, solve

PERIODS = 4


def two_nations(*rules: Rule, **tables: Any) -> Problem:
    """The programme with these rules; a keyword replaces a table of the Problem."""
    standard: dict[str, Any] = {
        "nations": (
            Nation("FR", groups=("EU", "NATO")),
            Nation("DE", groups=("EU", "NATO")),
            Nation("US", role=THIRD, groups=("NATO",)),
        ),
        "phases": (Phase("development", "equal"), Phase("production", "offtake")),
        "suppliers": (
            Supplier("Arsenal", "FR"),
            Supplier("Bureau", "FR", sectors=("systems",)),
            Supplier("Krauss", "DE"),
            Supplier("Lima", "US", price_factor=0.9),
        ),
        "items": (Item("tank", "production", unit_price_m=30.0),),
        "requirements": (
            Requirement("FR", "tank", (0.0, 0.0, 3.0, 3.0)),
            Requirement("DE", "tank", (0.0, 0.0, 2.0, 2.0)),
        ),
        "packages": (
            Package("design", ONE_OFF, "development", value_m=100.0, sector="systems", months=12, tags=("noble",)),
            Package("trials", ONE_OFF, "development", value_m=60.0, sector="systems", months=24, parent="proof"),
            Package("hull", PER_UNIT, "production", value_m=20.0, sector="steel", divisible=True, most=None),
            Package("gun", PER_UNIT, "production", value_m=10.0, sector="steel", divisible=True, most=None),
        ),
        "headings": (Package("proof", ONE_OFF, "development"),),
        "objectives": (Objective("lateness"), Objective("cost", relative=0.005)),
        "columns": {"Rules": {"rule": "A", "amount": "J", "base": "K", "of": "F", "who": "C", "relation": "I"}},
    }
    programme = Programme("Two nations", "EUR", Calendar("2027", "year", PERIODS), model="test")
    return Problem(programme, rules=rules, **(standard | tables))


def facts(*rules: Rule, **tables: Any) -> Facts:
    """Facts of the programme with these rules."""
    return Facts(two_nations(*rules, **tables))


def declared(f: Facts) -> Milp:
    """A Milp with every decision of the problem and no row."""
    m = Milp("test")
    for family in FAMILIES:
        if family.domain:
            whole = family.whole
            m.declare(family.name, family.domain(f), (lambda key, w=whole: w(f, key)) if whole else None)
    return m


def least(m: Milp, terms: list[tuple[float, Any]]) -> float | None:
    """The least value of a sum of terms under the Milp's rows; None where they leave nothing."""
    m.minimise(terms)
    answer = solve(m.matrix(), Options())
    return None if answer.objective is None else round(answer.objective, 6)


def plan(**families: dict[tuple[str | int, ...], float]) -> Plan:
    """A finished plan from decisions typed by hand."""
    return Plan({name: {key: dec(value) for key, value in made.items()} for name, made in families.items()})


def production(fr: float, de: float, us: float = 0.0, period: int = 2) -> Plan:
    """A plan whose only work is hulls, M by nation, in one period, charged by quantities (6 : 4)."""
    suppliers = {"Arsenal": fr, "Krauss": de, "Lima": us}
    total = fr + de + us
    return plan(
        price={("hull", s, "", period): amount for s, amount in suppliers.items() if amount},
        award={("hull", s): 1 for s, amount in suppliers.items() if amount},
        charge={("FR", "production", period): total * 0.6, ("DE", "production", period): total * 0.4},
    )
