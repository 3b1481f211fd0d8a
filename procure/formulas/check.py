"""One row of the sheet Checks: what must hold, what is found, what it may be, each as a formula with its value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from procure.formulas.places import Cell
from procure.formulas.term import Term

EQUAL, AT_MOST, AT_LEAST = "=", "<=", ">="
TOTALS, SHEETS = "totals", "sheets"  # groups beside clauses and rules


@dataclass(frozen=True, slots=True)
class Check:
    """`found` relation `limit`, to within `tolerance`; each is one number.

    group: the clause (name of its file), the rule, or one of the groups above. what: in plain words. where: the cell
    that it is about. unit: of all three ("M", "units", "sets", "packages" ...).
    """

    group: str
    what: str
    where: Cell
    found: Term
    relation: str
    limit: Term
    tolerance: Decimal
    unit: str = ""

    @property
    def holds(self) -> bool:
        """Whether it holds with the numbers that stand in the sheets."""
        over = self.found.value - self.limit.value
        if self.relation == AT_MOST:
            return over <= self.tolerance
        if self.relation == AT_LEAST:
            return over >= -self.tolerance
        return abs(over) <= self.tolerance


@dataclass(frozen=True, slots=True)
class Unexpressed:
    """What the formulas of a sheet do not recompute: a clause or rule (or a part of one), and why not."""

    group: str
    why: str


Checks = Iterator[Check | Unexpressed]
Maker = Callable[..., Checks]
