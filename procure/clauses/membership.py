"""A nation takes part from when it joins to when it leaves: outside it bears nothing of the key and takes nothing.

    gross[n,p,t] - direct[n,p,t] = 0     t outside [joins[n], leaves[n]], where a key does not say so in each period
    sum_i deliver[i,n,t] = 0             t outside
    sum make[w,s,b,t] = 0                t outside, b a stream of own units that n pays

    joins, leaves [n]  period  Nations; blank = from before the horizon, to its end
    direct             M       other costs that nations bear directly, which are agreed whoever takes part (clause key)

Keys that data decide are 0 outside by themselves (keys.py). Industry of a nation outside works on, as that of a third
country does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procure import keys, ledger, settlements
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import keyed_part, over
from procure.plan import Plan
from procure.problem import Nation


def constrain(m: Any, f: Facts) -> None:
    for n in f.problem.nations:
        for t in _outside(f, n):
            cells = settlements.outside_cells(f, n, t)
            for p in f.phases.values():
                if n.id in keys.payers(f, p) and (keys.fixed(f, p) is None or p.over_the_phase):
                    m.require("membership", (n.id, p.id, t), keyed_part(m, f, n.id, p.id, t), "=", 0, cells)
            taken = over(m.x["deliver"], ((i, n.id, t) for i in f.items))
            own = [(w, s, b.id, t) for w, s in f.pairs for b in f.streams.get(w, ()) if b.payer == n.id]
            for what, terms in (("deliver", taken), ("make", over(m.x["make"], own))):
                if terms:
                    m.require("membership", (n.id, what, t), terms, "=", 0, cells)


def _outside(f: Facts, n: Nation) -> list[int]:
    return [t for t in f.periods if not n.member(t)]


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    parts, _ = ledger.keyed(plan, f)
    taken, made = ledger.by_period(plan, f, "deliver", 1), ledger.by_period(plan, f, "make", 0, 2)
    for n in f.problem.nations:
        own = [(b.package, b.id) for w in f.recurring for b in f.streams[w.id] if b.payer == n.id]
        for t in f.periods:
            first, last = n.joins, n.leaves
            if (first is None or t >= first) and (last is None or t <= last):
                continue
            cells = settlements.outside_cells(f, n, t)
            for p in f.phases:
                if (found := parts[n.id, p][t]) or n.id in keys.payers(f, f.phases[p]):
                    index, loose = ledger.names(f, (n.id, p, t)), ledger.apportioned_in(f, p) - ledger.apportioned(f)
                    yield Check("membership", index, found, "=", ledger.ZERO, loose, "M", cells)
            for what, found, unit in (
                ("deliver", taken[n.id,][t], "units"),
                ("make", sum((made[key][t] for key in own), ledger.ZERO), "sets"),
            ):
                index = ledger.names(f, (n.id, what, t))
                yield Check("membership", index, found, "=", ledger.ZERO, unit=unit, cells=cells)
