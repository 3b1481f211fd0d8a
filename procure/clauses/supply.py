"""Sets of packages made per unit are made for the units built, and are there in time.

    sum_{s,t} make[w,s,b,t] = per_unit[w] sum_{i,t} built[i,t]
    sum_s sum_{u<=t-lead[w]} make[w,s,b,u] >= per_unit[w] sum_i sum_{u<=t} built[i,u]      for every t
                                                                          (= where all items of b are hours of a fleet)

    w            a package made per unit; what is for units in service is in_service.py
    b            a stream of w: all its items, or one item, or one buyer's units; for a buyer's stream the right side
                 counts deliver[i,buyer,.] instead of built[i,.]
    per_unit[w]  sets   sets that one unit of the item needs
    lead[w]      periods between making a set and completing the unit

Hours of a shared fleet (Items, units per fleet unit) are worked on as they are flown, so that a key by usage charges
each period's cost to those who fly in it.

Surplus units are among those built, so that no set is made for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.facts import Facts, Stream
from procure.findings import Check
from procure.plan import Plan, dec
from procure.problem import Package

Dated = list[tuple[int, float, Any]]  # period, coefficient, variable


def constrain(m: Any, f: Facts) -> None:
    for w in f.per_unit:
        cells = [f.problem.cell("Packages", w.row, column) for column in ("per unit", "items", "months")]
        for b in f.streams[w.id]:
            exact, lead = f.used_when_due(b.items), f.lead(w)
            sets, needed = _sets(m, f, w, b), _needed(m, f, w, b)
            m.require("supply", (w.id, b.id), [(c, x) for _, c, x in sets + needed], "=", 0, cells)
            ready = [(u + lead, c, x) for u, c, x in sets]
            first = min((u for u, _, _ in needed + (ready if exact else [])), default=f.periods.stop)
            rows = [((w.id, b.id, t), t) for t in f.periods[first:-1]]
            m.require_so_far("supply", rows, ready + needed, "=" if exact else ">=", 0, cells)


def _sets(m: Any, f: Facts, w: Package, b: Stream) -> Dated:
    make = m.x["make"]
    keys = ((u, (w.id, s, b.id, u)) for s in f.suppliers_of[w.id] for u in f.periods)
    return [(u, 1.0, make[key]) for u, key in keys if key in make]


def _needed(m: Any, f: Facts, w: Package, b: Stream) -> Dated:
    if b.buyers is None:
        built, keys = m.x["built"], ((u, (i, u)) for i in b.items for u in f.periods)
        return [(u, -w.per_unit, built[key]) for u, key in keys if key in built]
    deliver, taken = m.x["deliver"], ((u, (i, n, u)) for i in b.items for n in b.buyers for u in f.periods)
    return [(u, -w.per_unit, deliver[key]) for u, key in taken if key in deliver]


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    streams = {(w.id, b.id): b for w in f.recurring for b in f.streams[w.id]}

    def most(w: str, s: str, b: str, t: int) -> Decimal:
        stream = streams.get((w, b))
        return dec(f.most_sets(stream)) if stream and t in f.window[w] else ledger.ZERO

    def step(w: str, *_: str | int) -> int | None:
        return 1 if w in f.packages and f.packages[w].recurring and ledger.whole_sets(f, f.packages[w]) else None

    yield from ledger.domain("supply", plan, f, "make", most, step, "sets")
    made = ledger.by_period(plan, f, "make", 0, 2)
    built, taken = ledger.by_period(plan, f, "built", 0), ledger.by_period(plan, f, "deliver", 0, 1)
    for (w, b), stream in ((key, b) for key, b in streams.items() if f.packages[key[0]] in f.per_unit):
        into = [built[i,] for i in stream.items]
        if stream.buyers is not None:
            into = [taken[i, n] for i in stream.items for n in stream.buyers]
        units = ledger.cumulated(sum((one[t] for one in into), ledger.ZERO) for t in f.periods)
        yield from _audit_stream(f, stream, ledger.cumulated(made[w, b]), units)


def _audit_stream(f: Facts, stream: Stream, sets: list[Decimal], units: list[Decimal]) -> Iterator[Check]:
    """sets, units: made, and completed (or taken by the stream's buyer), by the end of every period."""
    w, b = f.packages[stream.package], stream.id
    columns, lead, per_unit = ("per unit", "items", "months"), f.lead(w), dec(w.per_unit)
    cells = tuple(f.problem.cell("Packages", w.row, column) for column in columns)
    exact = ledger.whole_sets(f, w)
    as_flown = all(f.items[i].per_fleet_unit is not None for i in stream.items)
    for t in f.periods:
        loose = ledger.ZERO if exact else ledger.LOOSE * (t + 1) * max(ledger.ONE, per_unit)
        ready = sets[t - lead] if t >= lead else ledger.ZERO
        if units[t] or (as_flown and ready):
            index, relation = ledger.names(f, (w.id, b, t)), "=" if as_flown else ">="
            yield Check("supply", index, ready, relation, per_unit * units[t], loose, "sets", cells)
    loose = ledger.ZERO if exact else ledger.LOOSE * len(units) * max(ledger.ONE, per_unit)
    yield Check("supply", (w.id, b), sets[-1], "=", per_unit * units[-1], loose, "sets", cells)
