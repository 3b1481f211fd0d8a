"""Programmes to measure solvers on, drawn from a seed around a hidden plan that keeps every row of them.

Indivisible packages must be packed into tight capacity, under yearly budgets and a return of 90 % for every nation.
Sets: S a few packages, M, P (10 nations, 16 periods, 84 packages, 50 suppliers) and large (25 nations, 40 quarters, 300
packages, 150 suppliers).
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field, replace

from procure.calendar import Calendar, Span
from procure.problem import (
    ONE_OFF,
    PER_UNIT,
    Budget,
    Capacity,
    Item,
    Limit,
    Nation,
    Objective,
    Package,
    Phase,
    Problem,
    Programme,
    Quote,
    Requirement,
    Rule,
    Share,
    Supplier,
)

SECTORS = (
    "airframe", "avionics", "engines", "radar", "weapons", "sonar", "optics", "data links", "propulsion", "hull",
    "simulators", "munitions", "satellites", "logistics",
)  # fmt: skip
DEVELOPMENT, PRODUCTION, LEAD = "Development", "Production", 1
ROOM_OF_CAPACITY = (0.0, 0.0, 0.05)  # above what the hidden plan needs, at the supplier's peak
ROOM_OF_BUDGET = (0.01, 0.02, 0.05)
BEGINS = 4  # drawn for a package, of which the hidden plan takes the best
RETURN = 90.0  # % of own cost


@dataclass(frozen=True)
class Size:
    """How much of everything; length: of a period."""

    nations: int
    periods: int
    items: int
    packages: int
    suppliers: int
    length: str = "half"
    sectors: int = 5


SIZES = {
    "S": Size(5, 9, 2, 28, 16),
    "M": Size(7, 12, 3, 48, 28),
    "P": Size(10, 16, 4, 84, 50),
    "large": Size(25, 40, 8, 300, 150, "quarter", 14),
}


@dataclass
class Drawn:
    """The hidden plan while it is drawn. share[package]: its suppliers and their parts; load by supplier, period."""

    rng: random.Random
    size: Size
    begin: dict[str, int] = field(default_factory=dict)
    long: dict[str, int] = field(default_factory=dict)
    price: dict[tuple[str, str], float] = field(default_factory=dict)
    load: dict[tuple[str, int], float] = field(default_factory=lambda: defaultdict(float))
    spend: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    work: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def do(self, w: str, s: Supplier, t: int, part: float, effort: float) -> None:
        """A part of a package, or of its sets, done by the supplier in a period."""
        self.load[s.id, t] += part * effort
        self.spend[t] += part * self.price[w, s.id]
        self.work[s.nation] += part * self.price[w, s.id]


def instance(size: str, seed: int) -> Problem:
    """The programme of a size and a seed. size: a name, or how many nations, periods, items ...: "8-12-3-48-28"."""
    d = Drawn(random.Random(f"{size} {seed}"), SIZES[size] if size in SIZES else _sized(size))
    calendar = Calendar({"half": "2027-H1", "quarter": "2027-Q1"}[d.size.length], d.size.length, d.size.periods)
    nations = [f"N{k:02}" for k in range(d.size.nations)]
    suppliers = _suppliers(d, nations)
    items = [Item(f"item {k}", PRODUCTION, unit_price_m=50.0, late_weight=1.0) for k in range(d.size.items)]
    requirements, due = _requirements(d, items, nations)
    packages, quotes = _one_offs(d, calendar, suppliers)
    more, offers = _per_unit(d, calendar, suppliers, items, due)
    cost = sum(d.work.values())
    parts = {n: d.work[n] * d.rng.uniform(0.92, 1.08) / cost for n in nations}
    parts = {n: round(part / sum(parts.values()), 5) for n, part in parts.items()}
    return Problem(
        Programme(f"{size} {seed}", "EUR", calendar, discount_fraction=0.03),
        tuple(Nation(n) for n in nations),
        (Phase(DEVELOPMENT, "table"), Phase(PRODUCTION, "table")),
        tuple(suppliers),
        tuple(packages + more),
        items=tuple(items),
        requirements=tuple(requirements),
        shares=tuple(Share(None, n, part) for n, part in parts.items()),
        budgets=tuple(_budget(d, calendar, n, part / sum(parts.values())) for n, part in parts.items()),
        capacities=tuple(_capacity(d, s) for s in suppliers),
        quotes=tuple(quotes + offers),
        rules=(Rule("return", "work", ("partners",), amount=RETURN, base="% of own cost"),),
        objectives=(Objective("lateness"), Objective("cost", 0.005)),
    )


def _sized(counts: str) -> Size:
    nations, periods, items, packages, suppliers = map(int, counts.split("-"))
    return Size(nations, periods, items, packages, suppliers)


def _suppliers(d: Drawn, nations: list[str]) -> list[Supplier]:
    """Every nation has some, every sector many."""
    found = []
    for k in range(d.size.suppliers):
        sectors = tuple(sorted(d.rng.sample(SECTORS[: d.size.sectors], d.rng.choice((2, 2, 3)))))
        found.append(Supplier(f"S{k:03}", nations[k % len(nations)], sectors, round(d.rng.uniform(0.85, 1.2), 2)))
    return found


def _requirements(d: Drawn, items: list[Item], nations: list[str]) -> tuple[list[Requirement], dict[str, list[int]]]:
    """Needs in the second half of the horizon; what is due of each item in each period."""
    found, total = [], {i.id: [0] * d.size.periods for i in items}
    for i in items:
        for n in sorted(d.rng.sample(nations, max(2, len(nations) // 2))):
            due = [0] * d.size.periods
            for _ in range(d.rng.randint(3, 8)):
                due[d.rng.randrange(d.size.periods // 2 + 1, d.size.periods)] += 1
            found.append(Requirement(n, i.id, tuple(float(units) for units in due)))
            total[i.id] = [a + b for a, b in zip(total[i.id], due, strict=True)]
    return found, total


def _able(suppliers: list[Supplier], sector: str) -> list[Supplier]:
    return [s for s in suppliers if sector in s.sectors]


def _quoted(d: Drawn, w: Package, able: list[Supplier]) -> list[Quote]:
    """Prices around the value, by the supplier's factor; some with set-up."""
    found = []
    for s in able:
        price = round((w.value_m or 0.0) * s.price_factor * d.rng.uniform(0.9, 1.15), 3)
        d.price[w.id, s.id] = price
        found.append(Quote(s.id, w.id, price))
    return found


def _least_loaded(d: Drawn, able: list[Supplier], long: int) -> tuple[int, Supplier]:
    """A begin and a supplier that leave peaks low: little room is left anywhere."""
    drawn = [d.rng.randrange(0, max(1, d.size.periods * 2 // 3 - long)) for _ in range(BEGINS)]
    each = [(max(d.load[s.id, t] for t in range(begin, begin + long)), begin, s) for begin in drawn for s in able]
    _, begin, s = min(each, key=lambda one: one[:2])
    return begin, s


def _one_offs(d: Drawn, calendar: Calendar, suppliers: list[Supplier]) -> tuple[list[Package], list[Quote]]:
    """Development in the first two thirds of the horizon; each waits for up to two that end before it begins."""
    packages: list[Package] = []
    quotes: list[Quote] = []
    for k in range(d.size.packages * 3 // 4):
        name, sector = f"one-off {k:03}", d.rng.choice(SECTORS[: d.size.sectors])
        long = d.rng.randint(1, max(2, d.size.periods // 4))
        able = _able(suppliers, sector)
        begin, s = _least_loaded(d, able, long)
        d.begin[name], d.long[name] = begin, long
        value = float(d.rng.randint(20, 300))
        before = [w.id for w in packages if d.begin[w.id] + d.long[w.id] <= begin]
        w = Package(name, ONE_OFF, DEVELOPMENT, value_m=value, sector=sector, months=float(long * calendar.months))
        after = tuple(sorted(d.rng.sample(before, min(len(before), d.rng.choice((0, 1, 2))))))
        latest = min(d.size.periods - 1, begin + long - 1 + d.rng.randint(2, d.size.periods * 2 // 3))
        w = replace(w, after=after, latest=latest, divisible=d.rng.random() < 0.1, most=2, smallest_fraction=0.2)
        w = w if w.divisible else replace(w, most=1)
        effort = round(value * d.rng.uniform(0.8, 1.25))
        w = replace(w, effort=((float(effort), "hours"),))
        quotes += _quoted(d, w, able)
        for t in range(begin, begin + long):
            d.do(name, s, t, 1 / long, effort)
        packages.append(w)
    return packages, quotes


def _per_unit(
    d: Drawn, calendar: Calendar, suppliers: list[Supplier], items: list[Item], due: dict[str, list[int]]
) -> tuple[list[Package], list[Quote]]:
    """Sets of one or two items, made just before they are due, after one one-off package."""
    packages, quotes = [], []
    for k in range(d.size.packages - d.size.packages * 3 // 4):
        name, sector = f"per unit {k:03}", d.rng.choice(SECTORS[: d.size.sectors])
        served = tuple(sorted({items[k % len(items)].id, d.rng.choice(items).id}))
        need = [sum(due[i][t] for i in served) for t in range(d.size.periods)]
        first = min(t for t, units in enumerate(need) if units) - LEAD
        done = sorted(w for w in d.begin if d.begin[w] + d.long[w] <= first)
        value = round(d.rng.uniform(0.5, 6.0), 2)
        effort = round(value * d.rng.uniform(0.8, 1.25), 2)
        w = Package(name, PER_UNIT, PRODUCTION, served, value_m=value, sector=sector, months=float(calendar.months))
        w = replace(w, after=tuple(d.rng.sample(done, 1)), effort=((effort, "hours"),), divisible=d.rng.random() < 0.3)
        w = replace(w, most=2 if w.divisible else 1)
        able = _able(suppliers, sector)
        quotes += _quoted(d, w, able)
        s = min(able, key=lambda one: max(d.load[one.id, t - LEAD] for t, units in enumerate(need) if units))
        for t, units in enumerate(need):
            if units:
                d.do(name, s, t - LEAD, units, effort)
        packages.append(w)
    return packages, quotes


def _capacity(d: Drawn, s: Supplier) -> Capacity:
    """In hours, the same in every period: what the hidden plan needs at the peak; a little without any work."""
    loads = [d.load[s.id, t] for t in range(d.size.periods)]
    peak, room = max(loads), 1 + d.rng.choice(ROOM_OF_CAPACITY)
    most = peak * room if peak else d.rng.uniform(5, 20)
    limits = [Limit(Span(t, t), float(round(most + 0.5))) for t in range(d.size.periods)]
    return Capacity(s.id, tuple(limits), unit="hours")


def _budget(d: Drawn, calendar: Calendar, nation: str, part: float) -> Budget:
    """A year's part of what the hidden plan costs, with some room; nothing beyond a tenth is carried on."""
    limits = []
    for year in sorted(set(calendar.years)):
        span = calendar.span(str(year))
        paid = part * sum(d.spend[t] for t in span.periods)
        limits.append(Limit(span, float(round(paid * (1 + d.rng.choice(ROOM_OF_BUDGET)) + 0.5))))
    return Budget(nation, tuple(limits), carry_fraction=0.1)
