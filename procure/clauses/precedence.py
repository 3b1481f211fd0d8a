"""Work waits for the one-off packages named under "after".

    one-off w after v:    sum_{u<=t} begin[w,u] <= sum_{u<=t-d[v]} begin[v,u]            for every t
    recurring w after v:  sum_{s,b} make[w,s,b,t] <= M[w] sum_{u<=t-d[v]} begin[v,u]     for every t
    where w may be placed without v:    ... + (1 - placed[v]) on the right, M[w] (1 - placed[v]) for a recurring w

    d[v]  periods  duration of v
    placed[v]      0/1: whether an item of a family that v is bound to is in use (use.py)
    M[w]  sets     all that could ever be made of w: per unit x (firm + surplus) units

Written for every period apart, which is tighter than one row on the begin periods. A phase under "after" stands for
all its one-off packages.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, begun, made, placed
from procure.plan import Plan
from procure.problem import Package


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
