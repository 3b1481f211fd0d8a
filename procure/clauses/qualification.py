"""A supplier that must first be qualified works when it is; who is qualified already does not wait.

    placed[q] >= award[w,s]                           for every w that names q under "after", s of qualifies[q]
    placed[q] <= sum_{w,s} award[w,s]                 over the same
    sum_b make[w,s,b,t] <= M[w] sum_{u<=t-d[q]} begin[q,u]             recurring w, every t
    sum_{u<=t} start[w,s,u] <= sum_{u<=t-d[q]} begin[q,u]              one-off w, every t

    q          a one-off package with "qualifies": tests, tooling and first lots of a second source
    placed[q]  0/1      q begins once where it is 1, else never (placement.py)
    d[q]       periods  duration of q
    M[w]       sets     all that could ever be made of w
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import begun, made, over
from procure.plan import Plan


def constrain(m: Any, f: Facts) -> None:
    for q, pairs in f.qualified.items():
        cells = [f.problem.cell("Packages", f.packages[q].row, "qualifies")]
        placed, award = m.x["placed"][q,], m.x["award"]
        for w, s in pairs:
            m.require("qualification", (q, w, s), [(1, placed), (-1, award[w, s])], ">=", 0, cells)
            _waits(m, f, q, w, s, [*cells, f.problem.cell("Packages", f.packages[w].row, "after")])
        m.require("qualification", (q,), [(1, placed), *((-1, award[pair]) for pair in pairs)], "<=", 0, cells)


def _waits(m: Any, f: Facts, q: str, w: str, s: str, cells: list[str]) -> None:
    long = f.duration(f.packages[q])
    done = f.window[q].stop - 1 + long  # from here on q is finished in any plan in which it is placed
    most = sum(f.most_sets(b) for b in f.streams[w]) if f.packages[w].recurring else 1.0
    for t in f.span(w, s):
        if t >= done:
            break
        if f.packages[w].recurring:
            work = made(m, f, w, [s], range(t, t + 1))
        else:
            work = over(m.x["start"], ((w, s, u) for u in range(t + 1)))
        m.require("qualification", (q, w, s, t), work + begun(m, f, q, t - long, -most), "<=", 0, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    begins = ledger.by_period(plan, f, "begin", 0)
    sets, starts = ledger.by_period(plan, f, "make", 0, 1), ledger.by_period(plan, f, "start", 0, 1)
    for q in f.packages.values():
        if not q.qualifies:
            continue
        cells = (f.problem.cell("Packages", q.row, "qualifies"),)
        asked = ledger.placed(plan, f, q)
        yield Check("qualification", (q.id,), plan.get("placed", q.id), "=", asked, unit="0/1", cells=cells)
        begun = [t for t in f.periods if begins[q.id,][t] > 0]
        free = Decimal((begun[0] if begun else len(f.periods)) + f.duration(q) + 1)
        for w in f.packages.values():
            for s in q.qualifies if q.id in w.after else ():
                work, noise = (sets if w.recurring else starts)[w.id, s], ledger.LOOSE
                worked = [t for t in f.periods if work[t] > (ledger.ZERO if ledger.whole_sets(f, w) else noise)]
                if worked:
                    first, index = Decimal(worked[0] + 1), (q.id, w.id, s)
                    yield Check("qualification", index, first, ">=", free, unit="period number", cells=cells)
