"""Work waits for the one-off packages named under "after".

    one-off w after v:    sum_{u<=t} begin[w,u] <= sum_{u<=t-d[v]} begin[v,u]            for every t
    recurring w after v:  sum_{s,b} make[w,s,b,t] <= M[w] sum_{u<=t-d[v]} begin[v,u]     for every t
    where w may be placed without v:    ... + (1 - placed[v]) on the right, M[w] (1 - placed[v]) for a recurring w
    items i that need v:                built[i,t] <= R[i] sum_{u<=t-wait[i,v]} begin[v,u]         where i has a rate
    needs d whose items all need v:     late[d,n,t] >= owed[d,n,t] (1 - sum_{u<=t-wait[d,v]} begin[v,u])

    d[v]  periods  duration of v
    placed[v]      0/1: whether an item of a family that v is bound to is in use (use.py)
    wait[i,v]  periods  d[v] and the longest lead of the packages made for i that wait for v; of a need the shortest of
                        its items'
    R[i]  units    most that the line of i builds in a period (max[i] of rate.py)
    owed[d,n,t]  units  firm units due by t
    M[w]  sets     all that could ever be made of w: per unit x (firm, option, wish + surplus) units

Written for every period apart, which is tighter than one row on the begin periods. The last two follow from the other
rows: no unit is complete, and what is due is late, before its sets can have been made. They say to the relaxation that
development cannot begin a part at a time (Eurofighter: 9 % below the best plan without them). A phase under "after"
stands for all its one-off packages.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.clauses import rate
from procure.demand import Need
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, begun, made, over, placed
from procure.plan import Plan
from procure.problem import Item, Package


def constrain(m: Any, f: Facts) -> None:
    for w in f.problem.packages:
        cells = [f.problem.cell("Packages", w.row, "after"), f.problem.cell("Packages", w.row, "package")]
        for v in f.before(w):
            done = f.window[v.id].stop - 1 + f.duration(v)  # from here on v is finished in any plan
            most = sum(f.most_sets(b) for b in f.streams[w.id]) if w.recurring else 1.0
            for t in f.window[w.id]:
                if t >= done:
                    break
                if w.recurring:
                    work = made(m, f, w.id, f.suppliers_of[w.id], range(t, t + 1))
                    waits = begun(m, f, v.id, t - f.duration(v), -most)
                else:
                    work = begun(m, f, w.id, t)
                    waits = begun(m, f, v.id, t - f.duration(v), -1)
                free, bound = _without(m, f, w, v, most)
                m.require("precedence", (w.id, v.id, t), work + waits + free, "<=", bound, cells)
    ready = waits_of(f)
    for (i, one), wait in ready.items():
        _built(m, f, f.items[i], f.packages[one], wait)
    for need in f.needs.values():
        _late(m, f, need, ready)


def waits_of(f: Facts) -> dict[tuple[str, str], int]:
    """wait[item, package]: periods from a one-off's beginning to the first unit, of those that every unit waits for."""
    found: dict[tuple[str, str], int] = {}
    for w in f.per_unit:
        for v in f.before(w):
            if f.surely_before(w, v):
                for i in f.serves(w):
                    found[i, v.id] = max(found.get((i, v.id), 0), f.duration(v) + f.lead(w))
    return found


def _built(m: Any, f: Facts, i: Item, v: Package, wait: int) -> None:
    most = rate.period_rate(f, i)
    if most is None:
        return
    cells = [f.problem.cell("Packages", v.row, "package"), f.problem.cell("Items", i.row, "max rate")]
    for t in range(f.ready[i.id], min(f.periods.stop, f.window[v.id].stop - 1 + wait)):
        units = over(m.x["built"], [(i.id, t)])
        if units:
            m.require("precedence", (i.id, v.id, t), units + begun(m, f, v.id, t - wait, -most), "<=", 0, cells)


def _late(m: Any, f: Facts, need: Need, waits: dict[tuple[str, str], int]) -> None:
    cells = [f.problem.cell("Requirements", need.row, "item or family")]
    for v in f.one_off:
        if not need.items or not all((i, v.id) in waits for i in need.items):
            continue
        wait, owed = min(waits[i, v.id] for i in need.items), 0.0
        for t in range(min(f.periods.stop, f.window[v.id].stop - 1 + wait)):
            owed += need.due[t]
            if owed > 0:
                terms = [(1.0, m.x["late"][need.name, need.nation, t]), *begun(m, f, v.id, t - wait, owed)]
                m.require("precedence", (need.name, need.nation, v.id, t), terms, ">=", owed, cells)


def _without(m: Any, f: Facts, w: Package, v: Package, most: float) -> tuple[Terms, float]:
    """What frees w where v is not placed: most (1 - placed[v]), moved to the left; nothing where w never is alone."""
    if f.surely_before(w, v):
        return [], 0.0
    return placed(m, f, v, most)[0], most


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    begins = ledger.by_period(plan, f, "begin", 0)
    sets = ledger.by_period(plan, f, "make", 0)
    for w in f.problem.packages:
        noise = ledger.LOOSE if w.recurring and not ledger.whole_sets(f, w) else ledger.ZERO
        worked = [t for t in f.periods if (sets if w.recurring else begins)[w.id,][t] > noise]
        cells = tuple(f.problem.cell("Packages", w.row, column) for column in ("after", "package"))
        for v in f.before(w):
            begun = [t for t in f.periods if begins[v.id,][t] > 0]
            finished = begun[0] + f.duration(v) if begun else len(f.periods)
            if worked and (begun or ledger.placed(plan, f, v)):
                first, free = Decimal(worked[0] + 1), Decimal(finished + 1)
                yield Check("precedence", (w.id, v.id), first, ">=", free, unit="period number", cells=cells)
