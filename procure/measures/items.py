"""Items: how many different items these nations take, of the families and phases that count.

items = sum_i takes[r,j,i]
sum_t deliver[i,n,t] <= most[d,n] takes[r,j,i]            for every n of the row's nations; d: the need that i can meet
least[i] takes[r,j,i] <= sum_{n,t} deliver[i,n,t]         over the row's nations: an item of which they get none is none

With all nations together it is the number of items in use, the fewer the more common the fleet.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from procure.facts import Facts
from procure.measures.deliveries import NEAR
from procure.measures.rows import Row
from procure.pieces import Terms, over
from procure.plan import Plan
from procure.workbook import sheets

NAME, UNIT = "items", "items"
BASES = ("count",)
REFUSED = {
    base: ("items are counted", "Use base count, or measure deliveries.") for base in sheets.BASES if base != "count"
}
FILTERS = ("phase", "item", "family", "nation", "group")
WINDOWS = ("total",)  # an item that is handed over once is taken


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: one of these nations can take one of these items."""
    return any(n in f.takers[i] for i in row.items for n in row.who)


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the count; adds the decisions `takes` and the rows that tie them to the deliveries."""
    name, place, deliver = row.rule.id, ", ".join(row.index), m.x["deliver"]
    who = {i: [n for n in f.takers[i] if n in row.who] for i in row.items}
    takes = m.declare("takes", (((name, place, i), 0, 1) for i, some in who.items() if some))
    for i in (i for i, some in who.items() if some):
        x, everything = takes[name, place, i], f.most_of([i], who[i])
        handed = over(deliver, ((i, n, t) for n in who[i] for t in f.periods))
        m.require("rule", (name, place, i, "least"), [*handed, (-min(1.0, everything), x)], ">=", 0)
        for n in who[i]:
            to_n = over(deliver, ((i, n, t) for t in f.periods))
            m.require("rule", (name, place, i, n), [*to_n, (-f.most_of([i], [n]), x)], "<=", 0)
    return [(1, takes[name, place, i]) for i, some in who.items() if some]


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """Items of which units are handed over in a finished plan."""
    handed: dict[str, Decimal] = dict.fromkeys(row.items, Decimal(0))
    for (i, n, _), units in plan.values.get("deliver", {}).items():
        if i in handed and n in row.who:
            handed[str(i)] += units
    return Decimal(sum(units > NEAR * len(f.periods) * len(row.who) for units in handed.values()))


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """A count is exact."""
    return Decimal(0)
