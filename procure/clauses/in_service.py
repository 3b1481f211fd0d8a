"""Support per unit in service is given for the units that nations have, in every period that it is agreed for.

    sum_s make[w,s,b,t] = per_unit[w] years sum_{i,n of b} sum_{u<=t} deliver[i,n,u]      for every t of w

    w         a package per unit in service; t from its earliest to its latest period
    b         a stream of w: all its items, or one item, or one buyer's units
    per_unit  sets that a unit in service needs
    years     length of a period in years: a set of w is a set in service for a year, priced by the year

A unit handed over in t is in service in t. Units that are built and kept are in nobody's service.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import over
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    make, deliver = m.x["make"], m.x["deliver"]
    for w in f.in_service:
        cells = [f.problem.cell("Packages", w.row, column) for column in ("per unit", "items", "earliest", "latest")]
        for b in f.streams[w.id]:
            for t in f.window[w.id]:
                made = over(make, ((w.id, s, b.id, t) for s in f.suppliers_of[w.id]))
                who = ((i, n) for i in b.items for n in (f.takers[i] if b.buyers is None else b.buyers))
                handed = ((i, n, u) for i, n in who for u in range(t + 1))
                served = over(deliver, handed, -f.set_years(b, 1.0))
                if made or served:
                    m.require("in_service", (w.id, b.id, t), made + served, "=", 0, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    made, taken = ledger.by_period(plan, f, "make", 0, 2), ledger.by_period(plan, f, "deliver", 0, 1)
    years = dec(f.calendar.year_fraction)
    for w in f.in_service:
        cells = tuple(f.problem.cell("Packages", w.row, c) for c in ("per unit", "items", "earliest", "latest"))
        loose = ledger.LOOSE * max(ledger.ONE, dec(w.per_unit)) * max(1, len(f.suppliers_of[w.id]))
        for b in f.streams[w.id]:
            mine = [units for (i, n), units in taken.items() if i in b.items and (b.buyers is None or n in b.buyers)]
            units = ledger.cumulated(sum((one[t] for one in mine), ledger.ZERO) for t in f.periods)
            for t in f.periods:
                needed = dec(w.per_unit) * years * units[t] if t in f.window[w.id] else ledger.ZERO
                if needed or made[w.id, b.id][t]:
                    index, found = ledger.names(f, (w.id, b.id, t)), made[w.id, b.id][t]
                    yield Check("in_service", index, found, "=", needed, loose, "sets for a year", cells)
