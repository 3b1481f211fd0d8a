"""Four nouns: where a supplier's work and parts come from, what was paid, done and delivered before, one edit of a
what-if, and an uncertain input.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """Parts of a supplier's package (None = of all without rows of their own) that fall to a nation, 0..1.

    work_fraction: of its work; component_fraction: of its component cost. What no row speaks of is the supplier's own
    nation's.
    """

    supplier: str
    package: str | None
    nation: str
    work_fraction: float = 0.0
    component_fraction: float = 0.0
    row: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """What a nation paid, did and received in a year of a programme (None = the workbook's).

    phase: of that programme, None = all of it. paid_m in M; work as the programme counts it (M, or hours).
    """

    programme: str | None
    phase: str | None
    nation: str
    year: int
    paid_m: float = 0.0
    work: float = 0.0
    delivered: float = 0.0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A row of Changes: one step of a scenario. Either `do`, a named operation, or an edit of the cells of a sheet.

    parent: the scenario that this one starts from, "" = the base. of_row: the key of the rows, parts between commas.
    """

    scenario: str
    parent: str = ""
    do: str = ""
    sheet: str = ""
    of_row: str = ""
    column: str = ""
    operation: str = ""
    value: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A row of Uncertainty: cells, told as in Change, whose value is drawn, one draw for all of them.

    distribution, parameters: as in distributions.py. as_factor: the draw multiplies what the cell says, else it takes
    its place. group: inputs that are drawn alike, "" = none; correlation: their rank correlation where the row says it.
    """

    sheet: str
    of_row: str
    column: str
    distribution: str
    parameters: str
    as_factor: bool = True
    group: str = ""
    correlation: float | None = None
    row: int = 0
