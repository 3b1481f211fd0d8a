"""The nouns: what a workbook says, checked and frozen.

Units are in the names: `_m` is millions of the programme's currency, `_fraction` and `_share` 0..1, `_months` months.
Periods are numbers 0..T-1 of the calendar. `row` is the row of the sheet the noun came from (0 = not from a sheet).
Tables are tuples sorted by key, so that rows in another order make the same problem.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from procure.agreed import CONDITION as CONDITION
from procure.agreed import DENIED as DENIED
from procure.agreed import EVERYWHERE as EVERYWHERE
from procure.agreed import FILTERS as FILTERS
from procure.agreed import FREE as FREE
from procure.agreed import GRANT as GRANT
from procure.agreed import LICENCE as LICENCE
from procure.agreed import LOAN as LOAN
from procure.agreed import Control as Control
from procure.agreed import Fund as Fund
from procure.agreed import Limit as Limit
from procure.agreed import Objective as Objective
from procure.agreed import Rule as Rule
from procure.calendar import Calendar
from procure.origins import Content, History

PARTNER, CUSTOMER, THIRD = "partner", "customer", "third country"
ONE_OFF, PER_UNIT = "one-off", "per unit"
CONTRACT_PRICE, BASE_VALUE, HOURS = "contract price", "base value", "hours"  # what work can be counted as


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme's settings. `rounding_m`: the unit that money leaves are rounded to.

    work_counted: CONTRACT_PRICE, BASE_VALUE or HOURS. gdp_in_m: whether the nations' gdp is M a year.
    """

    name: str
    currency: str
    calendar: Calendar
    price_base: str = ""
    discount_fraction: float = 0.0
    model: str = ""
    marking: str = ""
    gap_fraction: float | None = None
    rounding_m: float = 0.01
    data_date: str = ""
    version: str = ""
    work_counted: str = CONTRACT_PRICE
    gdp_in_m: bool = False


@dataclass(frozen=True, slots=True)
class Nation:
    """A nation. `ceiling_m`: the most it may pay over the horizon (None = no ceiling)."""

    id: str
    role: str = PARTNER
    groups: tuple[str, ...] = ()
    gdp: float | None = None
    ceiling_m: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Phase:
    """A pool of cost with its own key. The fractions of the payment terms sum to 1. programme: "" = the book's."""

    id: str
    key: str
    over_the_phase: bool = False
    signed: int = 0
    at_signature_fraction: float = 0.0
    with_work_fraction: float = 1.0
    at_delivery_fraction: float = 0.0
    estimate_m: float | None = None
    fallback: str = "equal"
    programme: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A nation's part of a phase (None = of every phase): weight, bounds and agreed work share."""

    phase: str | None
    nation: str
    weight: float | None = None
    lowest_fraction: float | None = None
    highest_fraction: float | None = None
    work_share: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """What is delivered. Rates are units a year (None = no limit); `surplus` units may be built and kept.

    family: items that can stand for each other in a requirement on the family. per_fleet_unit: units (hours) a
    year that one aircraft or ship of a shared fleet provides, used when they are due; None = units are the fleet.
    """

    id: str
    phase: str
    unit: str = "unit"
    unit_price_m: float | None = None
    max_rate: float | None = None
    min_rate: float = 0.0
    ramp_fraction: float | None = None
    ramp_step: float = 1.0
    may_restart: bool = True
    may_store: bool = False
    may_short: bool = False
    surplus: float = 0.0
    whole: bool = True
    late_weight: float = 1.0
    latest_delay_months: float | None = None
    family: str | None = None
    standards: tuple[str, ...] = ()
    per_fleet_unit: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Requirement:
    """A nation's firm need of an item, or of a family's items with these standards: `due[t]` units due in period t."""

    nation: str
    wanted: str
    due: tuple[float, ...]
    standards: tuple[str, ...] = ()
    row: int = 0

    @property
    def total(self) -> float:
        return sum(self.due)


@dataclass(frozen=True, slots=True)
class Package:
    """A work package.

    value_m: M of the whole package (one-off) or of one set (per unit), by item in `value_by_item_m` where the value
    is a per cent of a unit price. months: duration (one-off) or lead before the item (per unit).
    given_to: (supplier or nation, fraction or None) as agreed. effort: (amount, unit) of the whole package or a set.
    technologies: names in Controls of what it cannot be made without.
    items: those it serves (per unit), or those whose phase of work it belongs to (one-off). smallest_fraction: least
    part of an award where divisible. component_fraction: part of its price that is component cost. weight: of its work
    in weighted work.
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
    row: int = 0

    @property
    def recurring(self) -> bool:
        return self.kind == PER_UNIT


@dataclass(frozen=True, slots=True)
class Supplier:
    """A company or site; `sectors` empty = all."""

    id: str
    nation: str
    sectors: tuple[str, ...] = ()
    price_factor: float = 1.0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """What a nation's treasury can pay (M); no limit in a period that no Limit names."""

    nation: str
    limits: tuple[Limit, ...]
    carry_fraction: float = 0.0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a supplier can do, of a sector or a package (both None = of all its work), in `unit`."""

    supplier: str
    limits: tuple[Limit, ...]
    sector: str | None = None
    package: str | None = None
    unit: str = "sets"
    free_fraction: float = 1.0
    ramp_fraction: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """An offer: price of the whole one-off package or of one set, and of the set-up."""

    supplier: str
    package: str
    price_m: float | None = None
    setup_m: float = 0.0
    effort: tuple[tuple[float, str], ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True)
class Pin:
    """A decision already taken: award, begin, deliver or share, `relation` value (a fraction for share)."""

    decision: str
    relation: str
    value: float
    package: str | None = None
    item: str | None = None
    phase: str | None = None
    supplier: str | None = None
    nation: str | None = None
    period: int | None = None
    row: int = 0


@dataclass(frozen=True)
class Problem:
    """Everything that is to be planned: the workbook and the agreement, checked together.

    `headings`: packages that others name as parent; they are never placed, a filter may name them.
    `columns`: for each sheet the letter of each column as read, so that a constraint can name its cells.
    `notes`: (source, status, note) of a sheet's row.
    """

    programme: Programme
    nations: tuple[Nation, ...]
    phases: tuple[Phase, ...]
    suppliers: tuple[Supplier, ...]
    packages: tuple[Package, ...]
    items: tuple[Item, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    shares: tuple[Share, ...] = ()
    budgets: tuple[Budget, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    contents: tuple[Content, ...] = ()
    history: tuple[History, ...] = ()
    funds: tuple[Fund, ...] = ()
    controls: tuple[Control, ...] = ()
    rules: tuple[Rule, ...] = ()
    objectives: tuple[Objective, ...] = ()
    pins: tuple[Pin, ...] = ()
    headings: tuple[Package, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: Mapping[tuple[str, int], tuple[str, str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table, key in _SORTED.items():
            object.__setattr__(self, table, tuple(sorted(getattr(self, table), key=key)))

    def replace(self, **tables: Any) -> Problem:
        """The same problem with some tables replaced: the one way to make a what-if."""
        return dataclasses.replace(self, **tables)

    def cell(self, sheet: str, row: int, column: str) -> str:
        """Address of a cell, `Sheet!C14 column`; without the letter where the sheet was not read from a book."""
        letter = self.columns.get(sheet, {}).get(column, "")
        return f"{sheet}!{letter}{row} {column}" if row else ""


def _by(*names: str) -> Any:
    """Sort key by attributes; None sorts before everything, the row never counts but for equal keys."""
    return lambda noun: tuple(((v := getattr(noun, n)) is not None, "" if v is None else v) for n in names)


_BY_ID = ("nations", "phases", "suppliers", "packages", "headings", "items", "rules", "funds")
_SORTED: dict[str, Any] = dict.fromkeys(_BY_ID, _by("id")) | {
    "requirements": _by("nation", "wanted"),
    "shares": _by("phase", "nation"),
    "budgets": _by("nation"),
    "capacities": _by("supplier", "sector", "package", "unit"),
    "quotes": _by("supplier", "package"),
    "contents": _by("supplier", "package", "nation"),
    "history": _by("programme", "phase", "nation", "year"),
    "controls": _by("technology", "owner", "destination"),
    "pins": _by("decision", "package", "item", "phase", "supplier", "nation", "period", "relation", "value"),
}
