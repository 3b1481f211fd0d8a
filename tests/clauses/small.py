"""Tiny problems, a noun at a time, and their plans: every builder takes the noun's own fields as overrides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any

from procure.calendar import Calendar, Span
from procure.clauses import CLAUSES
from procure.decisions import FAMILIES
from procure.facts import Facts
from procure.milp import Milp
from procure.origins import Content
from procure.problem import (
    IN_SERVICE,
    ONE_OFF,
    PER_PERIOD,
    PER_UNIT,
    Budget,
    Capacity,
    Control,
    Investment,
    Item,
    Limit,
    Nation,
    OtherCost,
    Package,
    Phase,
    Problem,
    Programme,
    Quote,
    Requirement,
    Series,
    Supplier,
)
from procure.solve import Matrix, Options, solve

Terms = list[tuple[float, Any]]


def nation(id: str = "FR", **fields: Any) -> Nation:
    return Nation(id, **fields)


def phase(id: str = "build", key: str = "equal", **fields: Any) -> Phase:
    return Phase(id, key, **fields)


def supplier(id: str = "Alpha", nation: str = "FR", **fields: Any) -> Supplier:
    return Supplier(id, nation, **fields)


def one_off(id: str = "radar", value_m: float | None = 12.0, **fields: Any) -> Package:
    """A package of 12 M and one period, in phase `build`."""
    return Package(id, ONE_OFF, fields.pop("phase", "build"), value_m=value_m, **fields)


def per_unit(id: str = "hull", value_m: float | None = 2.0, **fields: Any) -> Package:
    """A package of 2 M a set without lead, in phase `build`."""
    return Package(id, PER_UNIT, fields.pop("phase", "build"), value_m=value_m, **fields)


def per_period(id: str = "upkeep", value_m: float | None = 6.0, **fields: Any) -> Package:
    """Support of 6 M a year from the first period to the last, in phase `build`."""
    return Package(id, PER_PERIOD, fields.pop("phase", "build"), value_m=value_m, **fields)


def in_service(id: str = "care", value_m: float | None = 0.5, **fields: Any) -> Package:
    """Support of 0.5 M a year for every unit in service, in phase `build`."""
    return Package(id, IN_SERVICE, fields.pop("phase", "build"), value_m=value_m, **fields)


def investment(id: str = "second line", adds: float = 2.0, cost_m: float = 1.0, **fields: Any) -> Investment:
    """What adds two sets a year to all of Alpha's work, from its decision on, for 1 M of phase `build`."""
    return Investment(id, fields.pop("supplier", "Alpha"), fields.pop("phase", "build"), adds, cost_m, **fields)


def item(id: str = "tank", **fields: Any) -> Item:
    return Item(id, fields.pop("phase", "build"), **fields)


def need(*due: float, nation: str = "FR", item: str = "tank") -> Requirement:
    """A nation's need of an item, period by period."""
    return Requirement(nation, item, tuple(float(units) for units in due))


def limits(*amounts: float | None) -> tuple[Limit, ...]:
    """A limit a period; None = none."""
    return tuple(Limit(Span(t, t), amount) for t, amount in enumerate(amounts) if amount is not None)


def budget(*amounts: float | None, nation: str = "FR", **fields: Any) -> Budget:
    return Budget(nation, limits(*amounts), **fields)


def series(id: str, *values: float) -> Series:
    """A rate or an index, a value a period; the last holds on."""
    return Series(id, tuple((Span(t, t), value, "") for t, value in enumerate(values)))


def capacity(*amounts: float | None, supplier: str = "Alpha", **fields: Any) -> Capacity:
    return Capacity(supplier, limits(*amounts), **fields)


def quote(price_m: float | None, supplier: str = "Alpha", package: str = "radar", **fields: Any) -> Quote:
    return Quote(supplier, package, price_m, **fields)


def other(*amounts: float, id: str = "office", **fields: Any) -> OtherCost:
    """Cost that is no work package, M period by period, in phase `build`."""
    return OtherCost(id, fields.pop("phase", "build"), amounts_m=tuple(float(x) for x in amounts), **fields)


def control(
    destination: str = "*", permission: str = "denied", technology: str = "seeker", owner: str = "US", **fields: Any
) -> Control:
    """What an owner says of a technology: the US denies the seeker to everybody."""
    return Control(technology, owner, destination, permission, **fields)


def content(supplier: str, nation: str, package: str | None = None, **parts: float) -> Content:
    """What of a supplier's work (work=0.3) and components (component=0.3) falls to another nation."""
    return Content(supplier, package, nation, **{f"{name}_fraction": part for name, part in parts.items()})


def problem(periods: int = 3, length: str = "year", discount: float = 0.0, **tables: Any) -> Problem:
    """One nation, one phase, two suppliers (Beta a quarter dearer) and no work, unless a table says otherwise."""
    first = {"year": "2027", "half": "2027-H1", "quarter": "2027-Q1"}[length]
    calendar = Calendar(first, length, periods)
    standard: dict[str, Any] = {
        "nations": (nation(),),
        "phases": (phase(),),
        "suppliers": (supplier(), supplier("Beta", price_factor=1.25)),
        "packages": (),
    }
    programme = Programme("Small", "EUR", calendar, discount_fraction=discount, index=tables.pop("index", ""))
    return Problem(programme, **(standard | tables))


def declared(of: Problem) -> tuple[Milp, Facts]:
    """A Milp with every decision of the problem and no row."""
    m, f = Milp("small"), Facts(of)
    for family in FAMILIES:
        if family.domain:
            m.declare(family.name, family.domain(f), family.whole and partial(family.whole, f))
    return m, f


def rows_of(clause: ModuleType, of: Problem) -> Milp:
    """The decisions of a problem under this clause alone."""
    m, f = declared(of)
    clause.constrain(m, f)
    return m


Objective = Callable[[Milp, Facts], Terms]


def cost(m: Milp, f: Facts) -> Terms:
    """M charged, discounted, and 100 M for every unit-period of lateness and every unit never delivered."""
    charged = [(f.discount[int(t)], v) for (_, _, t), v in m.x["charge"].items()]
    return charged + [(100.0, v) for v in (*m.x["late"].values(), *m.x["short"].values())]


def first(family: str, *key: str | int | None, sign: float = 1.0) -> Objective:
    """The sum of a family's decisions over the keys that match (None = any), to be made small (sign -1: large)."""

    def terms(m: Milp, f: Facts) -> Terms:
        return [(sign, v) for k, v in m.x[family].items() if matches(k, key)]

    return terms


def matches(key: Sequence[str | int], pattern: Sequence[str | int | None]) -> bool:
    return all(want is None or want == got for want, got in zip(pattern, key, strict=False))


@dataclass(frozen=True)
class Solved:
    """A plan of a small problem: how it ended, what it is worth, and what the relaxation promises."""

    state: str
    worth: float | None
    lp_bound: float | None
    values: dict[str, dict[tuple[str | int, ...], float]]

    def total(self, family: str, *pattern: str | int | None) -> float:
        """Sum of a family's decisions over the keys that match (None = any), rounded to 1e-6."""
        return round(sum(v for key, v in self.values[family].items() if matches(key, pattern)), 6) + 0.0

    def over_time(self, family: str, *key: str | int | None) -> list[float]:
        """The same for every period 0, 1, ...: the last part of the key."""
        found = {k: v for k, v in self.values[family].items() if matches(k, key)}
        last = max((int(k[-1]) for k in found), default=-1)
        return [round(sum(v for k, v in found.items() if k[-1] == t), 6) + 0.0 for t in range(last + 1)]


def plan(of: Problem, objective: Objective = cost) -> Solved:
    """Solve a small problem with every clause of the formulation."""
    m, f = declared(of)
    for clause in CLAUSES:
        clause.constrain(m, f)
    m.minimise(objective(m, f))
    matrix: Matrix = m.matrix()
    answer, relaxed = solve(matrix, Options()), solve(matrix.relaxed(), Options())
    if answer.values is None:
        return Solved(answer.state, None, relaxed.objective, {})
    values: dict[str, dict[tuple[str | int, ...], float]] = {family.name: {} for family in FAMILIES}
    for (family, key), value in zip(m.columns, answer.values, strict=True):
        values[family][key] = float(value)
    return Solved(answer.state, answer.objective, relaxed.objective, values)
