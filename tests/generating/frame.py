"""Who and what: calendar, nations, phases, items and suppliers, none of them limited yet."""

from __future__ import annotations

import random
from dataclasses import replace

from procure.calendar import Calendar
from procure.problem import CUSTOMER, PARTNER, THIRD, Item, Nation, Objective, Phase, Problem, Programme, Supplier
from tests.generating.draw import SIZES, Draft

NATIONS = ("AT", "BE", "CA", "DE", "ES", "FI", "FR", "IT", "NL", "NO", "PL", "SE")
SECTORS = ("airframe", "avionics", "engines")
GROUPS = ("EU", "NATO")
FIRST = {"year": ("2027",), "half": ("2027-H1", "2027-H2"), "quarter": ("2027-Q1", "2027-Q3")}


def frame(seed: int, size: str) -> Draft:
    """A programme without work."""
    rng, limits = random.Random(f"{size} {seed}"), SIZES[size]
    length = rng.choice(("year", "year", "half", "quarter"))
    programme = Programme(
        f"{size} {seed}",
        "EUR",
        Calendar(rng.choice(FIRST[length]), length, rng.randint(*limits.periods)),
        discount_fraction=rng.choice((0.0, 0.03, 0.08)),
        rounding_m=rng.choice((0.01, 0.01, 0.001, 0.1)),
    )
    d = Draft(rng, limits, Problem(programme, (), (), (), ()))
    d.replace(nations=_nations(d), objectives=_objectives(d))
    d.replace(phases=_phases(d))
    d.replace(items=_items(d), suppliers=_suppliers(d))
    return d


def _nations(d: Draft) -> list[Nation]:
    ids = d.some(NATIONS, d.size.nations[0], d.size.nations[1])
    partner = d.rng.randrange(len(ids))
    drawn = (PARTNER,) * 7 + (CUSTOMER, CUSTOMER, THIRD)
    roles = [PARTNER if k == partner else d.rng.choice(drawn) for k in range(len(ids))]
    return [
        Nation(n, role, tuple(d.some(GROUPS, 0)), gdp=float(d.rng.randint(100, 4000)))
        for n, role in zip(ids, roles, strict=True)
    ]


def _objectives(d: Draft) -> list[Objective]:
    """Cost is always there; what stands before it may give something up, or nothing."""
    late = Objective("lateness", *d.rng.choice(((0.0, 0.0), (0.0, 0.0), (0.05, 1.0))))
    stages = [late, Objective("cost", d.rng.choice((0.005, 0.01, 0.02)))]
    if d.chance(0.4):
        stages.append(Objective("imbalance", 0.01, 1.0))
    return stages


def _phases(d: Draft) -> list[Phase]:
    """One or two phases without items, and one or two for them; keys that need units come with the items."""
    last, partners = d.problem.programme.calendar.count - 1, [n.id for n in d.problem.nations if n.role == PARTNER]
    found = []
    for name in ["Development", *d.some(("Infrastructure",), 0), "Production", *d.some(("Second series",), 0)]:
        sign, work = d.rng.choice(((0.0, 1.0), (0.0, 1.0), (0.2, 0.8), (0.1, 0.6), (0.0, 0.5), (0.3, 0.0)))
        key = d.rng.choice(("equal", "gdp", "table", "negotiated", "where performed", d.rng.choice(partners)))
        found.append(
            Phase(
                name,
                key,
                over_the_phase=key in ("equal", "gdp", "table") and d.chance(0.3),
                signed=d.rng.randint(0, last // 2),
                at_signature_fraction=sign,
                with_work_fraction=work,
                at_delivery_fraction=round(1 - sign - work, 2),
                fallback=d.rng.choice(("equal", "gdp", "table")),
            )
        )
    return found


def _items(d: Draft) -> list[Item]:
    homes = [p.id for p in d.problem.phases if p.id in ("Production", "Second series")]
    return [
        Item(
            f"item {k + 1}",
            d.rng.choice(homes),
            unit_price_m=float(d.rng.randint(5, 80)),
            may_store=d.chance(0.4),
            may_short=d.chance(0.15),
            surplus=float(d.rng.choice((0, 0, 0, 1, 2))),
            whole=d.chance(0.75),
            late_weight=d.rng.choice((1.0, 1.0, 2.0)),
        )
        for k in range(d.rng.randint(*d.size.items))
    ]


def _suppliers(d: Draft) -> list[Supplier]:
    """The first works in every sector, so that no package is without one."""
    nations = [n.id for n in d.problem.nations]
    return [
        Supplier(
            f"S{k:03}",
            d.rng.choice(nations),
            () if k == 0 or d.chance(0.2) else tuple(d.some(SECTORS, 1, 2)),
            d.rng.choice((0.8, 0.9, 0.95, 1.0, 1.0, 1.1, 1.25)),
        )
        for k in range(d.rng.randint(*d.size.suppliers))
    ]


def keys_of_units(d: Draft) -> None:
    """Some phases with items are paid by quantities; a surplus has no buyer to pay it as its own unit."""
    phases = []
    for p in d.problem.phases:
        items = [i for i in d.problem.items if i.phase == p.id]
        if items and d.chance(0.6):
            key = d.rng.choice(("offtake", "usage", "own units", "own units"))
            key = "offtake" if any(i.surplus for i in items) and key == "own units" else key
            p = replace(p, key=key, over_the_phase=key in ("offtake", "usage") and d.chance(0.3))
            p = replace(p, fallback=d.rng.choice((p.fallback, "offtake")))
        elif d.problem.items and d.chance(0.2):
            p = replace(p, key="offtake")
        phases.append(p)
    d.replace(phases=phases)
