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
from procure.agreed import OtherCost as OtherCost
from procure.agreed import Rule as Rule
from procure.calendar import Calendar
from procure.industry import IN_SERVICE as IN_SERVICE
from procure.industry import ONE_OFF as ONE_OFF
from procure.industry import PER_PERIOD as PER_PERIOD
from procure.industry import PER_UNIT as PER_UNIT
from procure.industry import Capacity as Capacity
from procure.industry import Investment as Investment
from procure.industry import Package as Package
from procure.industry import Supplier as Supplier
from procure.origins import Change, Content, History, Uncertain
from procure.prices import Series as Series
from procure.quotes import Quote as Quote

PARTNER, CUSTOMER, THIRD = "partner", "customer", "third country"
CASH, COMMITMENT = "cash", "commitment"  # what a line of a budget limits: payments, or contracts at their signing
CONTRACT_PRICE, BASE_VALUE, HOURS = "contract price", "base value", "hours"  # what work can be counted as
FIRM, OPTION, WISH = "firm", "option", "wish"  # how binding a requirement is


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme's settings. `rounding_m`: the unit that money leaves are rounded to.

    work_counted: CONTRACT_PRICE, BASE_VALUE or HOURS. gdp_in_m: whether the nations' gdp is M a year.
    index: the Series of prices in general. in_constant_prices: whether the plan is in prices of the price base.
    curve_error_fraction: how far below a learning curve its chords may be, of its cost.
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
    index: str = ""
    in_constant_prices: bool = False
    curve_error_fraction: float = 0.001


@dataclass(frozen=True, slots=True)
class Nation:
    """A nation. `ceiling_m`: the most it may pay over the horizon (None = no ceiling).

    currency: its treasury's, "" = the programme's; its budgets and its ceiling are in it. vat_fraction: its value added
    tax, on what it bears of phases with national VAT. ceiling_constant: whether the ceiling is in prices of the price
    base. fiscal_start: month, 1..12, in which the years of its budgets begin.
    joins, leaves: its first and its last period as a participant; None = from before the horizon, to its end.
    buy_in_fraction: part of its share of what History says was paid that it pays when it joins. exit_cap_m: the most it
    pays when it leaves (None = nothing is due).
    """

    id: str
    role: str = PARTNER
    groups: tuple[str, ...] = ()
    gdp: float | None = None
    ceiling_m: float | None = None
    currency: str = ""
    vat_fraction: float = 0.0
    ceiling_constant: bool = True
    fiscal_start: int = 1
    joins: int | None = None
    leaves: int | None = None
    buy_in_fraction: float = 1.0
    exit_cap_m: float | None = None
    row: int = 0

    def member(self, period: int) -> bool:
        """Whether it takes part in the period."""
        return (self.joins is None or period >= self.joins) and (self.leaves is None or period <= self.leaves)


@dataclass(frozen=True, slots=True)
class Phase:
    """A pool of cost with its own key. The fractions of the payment terms sum to 1. programme: "" = the book's.

    retention_fraction: of what falls due with work and at delivery, withheld until `released` (None = after the
    horizon).
    index: the Series by which its prices rise, "" = prices are firm. contingency_fraction: of its cost, other than what
    is borne directly, kept for what may go wrong. national_vat: whether nations pay VAT on their parts.
    levy_m: what a customer pays the partners for each unit. by_orders: whether its key is made from Requirements,
    whatever weights Shares has.
    """

    id: str
    key: str
    over_the_phase: bool = False
    signed: int = 0
    at_signature_fraction: float = 0.0
    with_work_fraction: float = 1.0
    at_delivery_fraction: float = 0.0
    retention_fraction: float = 0.0
    released: int | None = None
    estimate_m: float | None = None
    fallback: str = "equal"
    programme: str = ""
    index: str = ""
    contingency_fraction: float = 0.0
    national_vat: bool = False
    levy_m: float = 0.0
    by_orders: bool = False
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
    """A nation's need of an item, or of a family's items with these standards: `due[t]` units due in period t.

    order: FIRM, OPTION or WISH. An option or a wish is taken in lots of `lot` units (None = of one where units are
    whole, else any quantity), the wishes of priority 1 first; an option is exercised by the end of period
    `exercise_by`. payer: the nation that pays for the units, "" = the one that takes them. may_short: whether firm
    units may never be delivered, None = as the item says.
    """

    nation: str
    wanted: str
    due: tuple[float, ...]
    standards: tuple[str, ...] = ()
    order: str = FIRM
    lot: float | None = None
    exercise_by: int | None = None
    priority: int = 1
    payer: str = ""
    may_short: bool | None = None
    row: int = 0

    @property
    def total(self) -> float:
        return sum(self.due)


@dataclass(frozen=True, slots=True)
class Budget:
    """A line of what a nation's treasury can pay, M of its own currency; no limit in a period that no Limit names.

    line: its name, "" = the only or main one. kind: CASH (payments) or COMMITMENT (contracts, when signed). phases:
    those it pays for, none named = all that no other line of the nation and kind names. constant: whether the limits
    are in prices of the price base.
    """

    nation: str
    limits: tuple[Limit, ...]
    carry_fraction: float = 0.0
    line: str = ""
    kind: str = CASH
    phases: tuple[str, ...] = ()
    constant: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class Pin:
    """A decision already taken (decision: one of clauses/pins.py), `relation` value (a fraction for share)."""

    decision: str
    relation: str
    value: float
    package: str | None = None
    item: str | None = None
    phase: str | None = None
    supplier: str | None = None
    nation: str | None = None
    period: int | None = None
    fund: str | None = None
    investment: str | None = None
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
    investments: tuple[Investment, ...] = ()
    quotes: tuple[Quote, ...] = ()
    contents: tuple[Content, ...] = ()
    history: tuple[History, ...] = ()
    funds: tuple[Fund, ...] = ()
    controls: tuple[Control, ...] = ()
    rules: tuple[Rule, ...] = ()
    objectives: tuple[Objective, ...] = ()
    pins: tuple[Pin, ...] = ()
    other_costs: tuple[OtherCost, ...] = ()
    series: tuple[Series, ...] = ()
    changes: tuple[Change, ...] = ()
    uncertain: tuple[Uncertain, ...] = ()
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


_BY_ID = (
    "nations", "phases", "suppliers", "packages", "headings", "items", "rules", "funds", "series", "other_costs",
    "investments",
)  # fmt: skip
_SORTED: dict[str, Any] = dict.fromkeys(_BY_ID, _by("id")) | {
    "requirements": _by("nation", "wanted", "order", "priority"),
    "shares": _by("phase", "nation"),
    "budgets": _by("nation", "line", "kind"),
    "capacities": _by("supplier", "sector", "package", "unit"),
    "quotes": _by("supplier", "package", "buyers", "from_quantity"),
    "contents": _by("supplier", "package", "nation"),
    "history": _by("programme", "phase", "nation", "year"),
    "changes": _by("row"),
    "uncertain": _by("sheet", "of_row", "column", "row"),
    "controls": _by("technology", "owner", "destination"),
    "pins": _by(
        "decision", "package", "item", "phase", "supplier", "nation", "fund", "investment", "period", "relation",
        "value",
    ),
}
