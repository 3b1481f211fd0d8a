"""A supplier that is to be sustained has its lowest load: from the first use to the last, or always.

    in use:  lowest[c] busy[c,t] <= load[c,t] <= M[c,t] busy[c,t]               for every t
             entry[c,t] >= busy[c,t] - busy[c,t-1],   sum_t entry[c,t] <= 1     busy[c,-1] = 0: no gap between uses
    always:  load[c,t] >= lowest[c]                                            for every t

    c          a row of Capacity with a lowest load (Capacity, lowest; lowest holds)
    load[c,t]  as in capacity.py, in the row's unit
    busy[c,t]  0/1   the row is in use in t; entry[c,t] 0/1: it comes into use in t
    M[c,t]           what the row allows in t, investments included, or all the work that there could be in t if less
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import investments, ledger
from procure.clauses import capacity
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import load, over
from procure.plan import Plan, dec
from procure.problem import Capacity


def constrain(m: Any, f: Facts) -> None:
    for c in f.problem.capacities:
        if c.lowest <= 0:
            continue
        cells = [f.problem.cell("Capacity", c.row, column) for column in ("lowest", "lowest holds")]
        loads = [load(m, f, c, range(t, t + 1)) for t in f.periods]
        if c.lowest_always:
            for t, terms in enumerate(loads):
                m.require("lowest_load", (*capacity.name(c), t), terms, ">=", c.lowest, cells)
        else:
            _in_use(m, f, c, loads, cells)


def _in_use(m: Any, f: Facts, c: Capacity, loads: list[list[tuple[float, Any]]], cells: list[str]) -> None:
    row, name, busy, entry = investments.row(c), capacity.name(c), m.x["busy"], m.x["entry"]
    for t, terms in enumerate(loads):
        here, before = busy[*row, t], over(busy, [(*row, t - 1)])
        m.require("lowest_load", (*name, t, "lowest"), [*terms, (-c.lowest, here)], ">=", 0, cells)
        m.require("lowest_load", (*name, t, "most"), [*terms, (-_most(f, c, t), here)], "<=", 0, cells)
        entered = [(1, entry[*row, t]), (-1, here), *before]
        m.require("lowest_load", (*name, t, "entry"), entered, ">=", 0, cells)
    m.require("lowest_load", (*name, "once"), over(entry, ((*row, t) for t in f.periods)), "<=", 1, cells)


def _most(f: Facts, c: Capacity, t: int) -> float:
    """M[c,t]."""
    work = 0.0
    for w in f.covers(c):
        streams = f.streams.get(w)
        if streams is None:
            work += f.effort(w, c.supplier, c.unit) / f.duration(f.packages[w])
        else:
            work += sum(f.effort(w, c.supplier, c.unit, b) * f.most_sets(b) for b in streams)
    more = sum(investments.added(f, e) for e in investments.of_capacity(f, c))
    limits = (x for x in c.limits if t in x.span.periods)
    return min([work, *(c.free_fraction * x.amount + more * len(x.span.periods) for x in limits)])


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    for c in f.problem.capacities:
        if c.lowest <= 0:
            continue
        loads, loose = capacity.loads(plan, f, c)
        used = [t for t in f.periods if loads[t] > loose]
        held = f.periods if c.lowest_always else range(used[0], used[-1] + 1) if used else range(0)
        cells = tuple(f.problem.cell("Capacity", c.row, column) for column in ("lowest", "lowest holds"))
        for t in held:
            index, granted = ledger.names(f, (*capacity.name(c), t)), ledger.TYPED + loose
            least: Decimal = dec(c.lowest)
            yield Check("lowest_load", index, loads[t], ">=", least, granted, c.unit, cells)
