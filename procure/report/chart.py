"""A chart of the page: what it shows in one sentence, the numbers it is drawn from as a table, and what is drawn.

The drawing is plain data; charts.js makes the picture of it. Amounts are floats there, for the eye; the table holds
the figures themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from procure.tables.figures import Figures
from procure.tables.table import Table

DIGITS = 6  # decimals of an amount that is drawn
DONE, LIMIT, OVER = "done", "limit", "over"  # how a key of a chart looks, as page.css has it


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend. look: DONE, LIMIT, OVER, "s0".. of a series, or "n0".. of a nation. letter: in its box."""

    look: str
    text: str
    letter: str = ""


@dataclass(frozen=True)
class Chart:
    """One chart. id: a word of its own on the page. drawing: what charts.js takes; "kind" says which drawing it is."""

    id: str
    title: str
    sentence: str
    table: Table
    drawing: Mapping[str, Any]
    keys: tuple[Key, ...] = field(default=())


@dataclass(frozen=True)
class Panel:
    """Amounts over time beside a limit (None = none): one of several small charts of the same form.

    unit: what stands behind an amount. over: numbers of the amounts that are above their limit.
    """

    title: str
    unit: str
    decimals: int
    labels: tuple[str, ...]
    done: tuple[Decimal, ...]
    limits: tuple[Decimal | None, ...]
    over: tuple[int, ...] = ()

    def drawing(self) -> dict[str, Any]:
        """What charts.js takes."""
        return {
            "title": self.title, "unit": self.unit, "decimals": self.decimals, "labels": list(self.labels),
            "done": numbers(self.done), "limits": numbers(self.limits), "over": list(self.over),
        }  # fmt: skip


def spanned(x: Figures, first: int, last: int) -> str:
    """Label of the periods from first to last: their year where they are all of one, as a budget by the year is."""
    years = x.f.calendar.years
    if first == last:
        return x.labels[first]
    whole = [t for t in x.f.periods if years[t] == years[first]] == list(range(first, last + 1))
    return str(years[first]) if whole else f"{x.labels[first]} to {x.labels[last]}"


def panels(done: str, limit: str, several: Sequence[Panel]) -> dict[str, Any]:
    """The drawing of small charts beside each other. done, limit: what the two amounts are, in words."""
    return {"kind": "panels", "done": done, "limit": limit, "panels": [one.drawing() for one in several]}


def bars(categories: Sequence[str], series: Mapping[str, Sequence[Decimal | None]], unit: str, decimals: int) -> Any:
    """The drawing of bars that lie beside each other, a group for each category. Percentages come as fractions."""
    scale = 100 if unit == "%" else 1
    return {
        "kind": "bars", "categories": list(categories), "unit": unit, "decimals": decimals,
        "series": [
            {"name": name, "values": numbers(None if v is None else scale * v for v in values)}
            for name, values in series.items()
        ],
    }  # fmt: skip


def numbers(amounts: Iterable[Decimal | None]) -> list[float | None]:
    """Amounts as they are drawn."""
    return [None if amount is None else round(float(amount), DIGITS) for amount in amounts]
