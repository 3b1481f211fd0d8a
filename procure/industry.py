"""The nouns of industry: packages of work, who can do them, how much of them, and what would enlarge that.

They are nouns of a problem like the others, and are imported from problem.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from procure.agreed import Limit
from procure.calendar import Calendar

ONE_OFF, PER_UNIT = "one-off", "per unit"
PER_PERIOD, IN_SERVICE = "per period", "per unit in service"  # support: as long as it lasts, or for units handed over
KINDS = (ONE_OFF, PER_UNIT, PER_PERIOD, IN_SERVICE)


@dataclass(frozen=True, slots=True)
class Package:
    """A work package.

    value_m: M of the whole package (one-off), of one set (per unit), of a year's work (per period) or of a set in
    service for a year (per unit in service), by item in `value_by_item_m` where the value is a per cent of a unit
    price. months: duration (one-off) or lead before the item (per unit).
    given_to: (supplier or nation, fraction or None) as agreed. effort: (amount, unit) of the whole package or a set.
    technologies: names in Controls of what it cannot be made without.
    items: those it serves (per unit), or whose development or tooling it is (one-off); none = all.
    smallest_fraction: least part of an award where divisible. component_fraction: part of its price that is component
    cost. weight: of its work in weighted work. qualifies: suppliers that a one-off package makes fit for the packages
    that wait for it; it is placed only if one of them holds an award of such a package, and nobody else waits for it.
    """

    id: str
    kind: str
    phase: str
    items: tuple[str, ...] = ()
    per_unit: float = 1.0
    value_m: float | None = None
    value_by_item_m: tuple[tuple[str, float], ...] = ()
    sector: str | None = None
    months: float = 0.0
    earliest: int = 0
    latest: int | None = None
    after: tuple[str, ...] = ()
    given_to: tuple[tuple[str, float | None], ...] = ()
    begins: int | None = None
    divisible: bool = False
    smallest_fraction: float = 0.05
    fewest: int = 1
    most: int | None = 1
    effort: tuple[tuple[float, str], ...] = ()
    technologies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    component_fraction: float = 1.0
    weight: float = 1.0
    parent: str | None = None
    qualifies: tuple[str, ...] = ()
    row: int = 0

    @property
    def recurring(self) -> bool:
        """Whether work on it is counted in sets; any other package begins once and lasts."""
        return self.kind in (PER_UNIT, IN_SERVICE)

    def last(self, calendar: Calendar) -> int:
        """Last period in which there may be work on it."""
        return calendar.count - 1 if self.latest is None else self.latest

    def years(self, calendar: Calendar) -> float:
        """Years that a price and an effort count for: of a per period package those it lasts, else 1."""
        lasts = self.last(calendar) - self.earliest + 1
        return max(0, lasts) * calendar.year_fraction if self.kind == PER_PERIOD else 1.0


@dataclass(frozen=True, slots=True)
class Supplier:
    """A company or site; `sectors` empty = all."""

    id: str
    nation: str
    sectors: tuple[str, ...] = ()
    price_factor: float = 1.0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a supplier can do, of a sector or a package (both None = of all its work), in `unit`.

    lowest: least load of a period, while it is in use, from the first use to the last, or, where `lowest_always`, in
    every period.
    """

    supplier: str
    limits: tuple[Limit, ...]
    sector: str | None = None
    package: str | None = None
    unit: str = "sets"
    free_fraction: float = 1.0
    ramp_fraction: float | None = None
    lowest: float = 0.0
    lowest_always: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class Investment:
    """An enlargement of a supplier's capacity, of a sector or a package (both None = of all its work), in `unit`.

    adds: capacity that it brings in a year. cost_m: M of the price base, paid by `phase` in the period in which it is
    decided; no work of anybody. months: from the decision to use. excludes: investments that are not made beside it.
    earliest, latest: period of the decision.
    """

    id: str
    supplier: str
    phase: str
    adds: float
    cost_m: float = 0.0
    sector: str | None = None
    package: str | None = None
    unit: str = "sets"
    months: float = 0.0
    excludes: tuple[str, ...] = ()
    earliest: int = 0
    latest: int | None = None
    row: int = 0
