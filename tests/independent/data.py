"""What follows from the tables before anything is decided: time, permission, needs, windows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from procure.problem import Control, Nation, Package, Problem, Quote, Requirement
from procure.remembered import remembered

PERIOD_MONTHS = {"year": 12, "half": 6, "quarter": 3}


@dataclass(frozen=True)
class Need:
    """What a nation needs under one name, an item's or a family's. rows: of Requirements, firm ones among them."""

    name: str
    nation: str
    items: tuple[str, ...]
    due: tuple[float, ...]
    may_short: bool
    payer: str
    extras: tuple[Requirement, ...]

    @property
    def firm(self) -> float:
        return sum(self.due)


def lots_of(row: Requirement, whole: bool) -> tuple[float, float, bool]:
    """Units of a lot, lots at most, whether only whole lots are taken."""
    lot = row.lot or 1.0
    together = whole or row.lot is not None
    return lot, math.floor(row.total / lot + 1e-9) if together else row.total / lot, together


class Data:
    """Tables of a Problem; periods are numbers."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        calendar = problem.programme.calendar
        self.count = calendar.count
        self.periods = range(calendar.count)
        self.month = PERIOD_MONTHS[calendar.length]
        self.year = self.month / 12
        self.nations = {n.id: n for n in problem.nations}
        self.phases = {p.id: p for p in problem.phases}
        self.items = {i.id: i for i in problem.items}
        self.packages = {w.id: w for w in problem.packages}
        self.suppliers = {s.id: s for s in problem.suppliers}
        self.series = {s.id.casefold(): s for s in problem.series}
        self.partners = [n.id for n in problem.nations if n.role == "partner"]

    def whole_periods(self, months: float) -> int:
        """Months in periods, to the nearest, half up."""
        return math.floor(months / self.month + 0.5)

    def discount(self, t: int) -> float:
        return float((1 + self.problem.programme.discount_fraction) ** (-t * self.year))

    def there(self, nation: str, t: int) -> bool:
        """Whether the nation takes part in the period."""
        n: Nation = self.nations[nation]
        return (n.joins is None or t >= n.joins) and (n.leaves is None or t <= n.leaves)

    # Needs

    @cached_property
    def needs(self) -> list[Need]:
        rows: dict[tuple[str, str], list[Requirement]] = {}
        for r in self.problem.requirements:
            if sum(r.due) > 0:
                rows.setdefault((r.wanted, r.nation), []).append(r)
        return [self._need(several) for _, several in sorted(rows.items())]

    def _need(self, rows: list[Requirement]) -> Need:
        first = rows[0]
        members = [i for i in self.problem.items if first.wanted in (i.id, i.family)]
        fit = [i for i in members if set(first.standards) <= set(i.standards)]
        barred = [i for i in fit if i.family == first.wanted and self.barred(i.id, first.nation)]
        able = tuple(i.id for i in fit if i not in barred) or tuple(i.id for i in fit)
        firm = [r for r in rows if r.order == "firm"]
        due = tuple(sum(r.due[t] for r in firm) for t in self.periods)
        said = [r.may_short for r in firm if r.may_short is not None]
        extras = tuple(r for r in rows if r.order != "firm")
        may_short = all(said) if said else members[0].may_short
        return Need(first.wanted, first.nation, able, due, may_short, first.payer or first.nation, extras)

    def extra_units(self, need: Need) -> float:
        """Units of options and wishes at most."""
        whole = self.items[need.items[0]].whole
        return sum(lot * most for lot, most, _ in (lots_of(r, whole) for r in need.extras))

    @remembered
    def most_units(self, item: str, nation: str | None = None) -> float:
        """Units of an item that can ever be handed over."""
        mine = [d for d in self.needs if item in d.items and nation in (None, d.nation)]
        return sum(d.firm + self.extra_units(d) for d in mine)

    def optional(self, item: str) -> bool:
        """Whether a plan may do without the item: others of its family may stand for it, or no unit is firm."""
        firm = sum(d.firm for d in self.needs if item in d.items)
        return bool(self.items[item].family) or (firm == 0 and self.most_units(item) > 0)

    def least_in_use(self, item: str) -> float:
        """Units of an optional item that are handed over where it is in use: one, or all there can be if less."""
        return min(1.0, self.most_units(item) or 1.0)

    @remembered
    def sure_units(self, items: tuple[str, ...]) -> float:
        """Units that have to be of these items."""
        return sum(d.firm for d in self.needs if set(d.items) <= set(items) and not d.may_short)

    # Packages

    def serves(self, w: Package) -> tuple[str, ...]:
        return w.items or tuple(self.items)

    @remembered
    def hangs_on(self, w: Package) -> tuple[str, ...]:
        """Items of which one must be in use for the package to be placed; none = it is placed whatever is in use."""
        items = self.serves(w)
        if w.qualifies or not items or self.sure_units(items) or not all(self.optional(i) for i in items):
            return ()
        return items

    def length(self, w: Package) -> int:
        """Periods that a one-off package, or one per period, lasts."""
        if w.kind == "per period":
            return max(1, self.last(w) - w.earliest + 1)
        return max(1, self.whole_periods(w.months))

    def last(self, w: Package) -> int:
        return self.count - 1 if w.latest is None else w.latest

    def years(self, w: Package) -> float:
        """Years that its price stands for."""
        return (self.last(w) - w.earliest + 1) * self.year if w.kind == "per period" else 1.0

    def waits_for(self, w: Package) -> list[Package]:
        """One-off packages that are finished first; a phase stands for all of its own."""
        able = [v for v in self.problem.packages if v.kind == "one-off" and not v.qualifies and v is not w]
        phases = set(w.after) - set(self.packages)
        return [v for v in able if v.id in w.after or v.phase in phases]

    def qualified_by(self, w: Package) -> list[Package]:
        return [q for q in self.problem.packages if q.qualifies and q.id in w.after]

    @remembered
    def first(self, w: Package) -> int:
        """First period of work that predecessors which are surely placed leave."""
        licensed = 0 if w.kind == "per period" else min((self.licence(w, s) for s in self.able(w)), default=0)
        ends = [self.first(v) + self.length(v) for v in self.waits_for(w) if self._surely(w, v)]
        return max([w.earliest, w.begins or 0, licensed, *ends])

    def _surely(self, w: Package, v: Package) -> bool:
        """Whether v is placed wherever w is."""
        mine, theirs = set(self.hangs_on(w)), set(self.hangs_on(v))
        return not theirs or (bool(mine) and mine <= theirs)

    @remembered
    def window(self, w: Package, supplier: str) -> range:
        """Periods in which the supplier may begin a package, or make sets of it."""
        first = max(self.first(w), self.licence(w, supplier))
        if w.kind in ("per unit", "per unit in service"):
            return range(first, min(self.last(w), self.count - 1 - self.whole_periods(w.months)) + 1)
        last = self.last(w) - self.length(w) + 1
        return range(first, min(last, last if w.begins is None else w.begins) + 1)

    # Who may do what

    @remembered
    def able(self, w: Package) -> list[str]:
        """Suppliers that can be given the package."""
        found = []
        named = {name for name, _ in w.given_to}
        for s in self.problem.suppliers:
            quotes = self.quotes_of(w.id, s.id)
            if named and not named & {s.id, s.nation}:
                continue
            knows = w.sector is None or not s.sectors or w.sector in s.sectors
            priced = w.value_m is not None or w.value_by_item_m or any(q.price_m is not None for q in quotes)
            if priced and (knows or quotes or s.id in named) and not self.denied(w.technologies, s.nation):
                found.append(s.id)
        return found

    @cached_property
    def live(self) -> list[Quote]:
        """Quotes that hold when the phase is signed; one that does not takes its offer and its bundle with it."""
        gone = set()
        for q in self.problem.quotes:
            if q.valid_until is not None and q.valid_until < self.phases[self.packages[q.package].phase].signed:
                gone |= {("offer", q.package, q.supplier, *sorted(q.buyers))}
                gone |= {("bundle", q.supplier, q.bundle)} if q.bundle else set()
        return [
            q
            for q in self.problem.quotes
            if ("offer", q.package, q.supplier, *sorted(q.buyers)) not in gone
            and ("bundle", q.supplier, q.bundle) not in gone
        ]

    @remembered
    def quotes_of(self, package: str, supplier: str) -> list[Quote]:
        return [q for q in self.live if (q.package, q.supplier) == (package, supplier)]

    @remembered
    def ruling(self, technology: str, nation: str) -> list[Control]:
        """What each owner says of a technology going to a nation: the nearest row, of several the strictest."""
        found = []
        rows = [c for c in self.problem.controls if c.technology == technology]
        for owner in sorted({c.owner for c in rows} - {nation}):
            mine = [c for c in rows if c.owner == owner]
            own = [c for c in mine if c.destination == nation]
            group = [c for c in mine if c.destination in self.nations[nation].groups]
            near = own or group or [c for c in mine if c.destination == "*"]
            if near:
                order = ["free", "licence", "denied"]
                found.append(max(near, key=lambda c: (order.index(c.permission), c.months, c.destination)))
        return found

    def denied(self, technologies: tuple[str, ...], nation: str) -> list[Control]:
        return [c for k in technologies for c in self.ruling(k, nation) if c.permission == "denied"]

    def barred(self, item: str, nation: str) -> bool:
        """Whether the nation may not have the item, however little of the owner's content is in it."""
        return any(not c.de_minimis_fraction for c in self.denied(self.inside(item), nation))

    def licences(self, technologies: tuple[str, ...], nation: str) -> list[Control]:
        return [c for k in technologies for c in self.ruling(k, nation) if c.permission == "licence"]

    @remembered
    def licence(self, w: Package, supplier: str) -> int:
        """Periods that licences hold up the supplier."""
        found = self.licences(w.technologies, self.suppliers[supplier].nation)
        return max((self.whole_periods(c.months) for c in found), default=0)

    @remembered
    def inside(self, item: str) -> tuple[str, ...]:
        """Technologies in a unit of the item."""
        made = [w for w in self.problem.packages if w.kind == "per unit" and item in self.serves(w)]
        return tuple(sorted({k for w in made for k in w.technologies}))
