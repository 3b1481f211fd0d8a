"""Where set-up costs money, a supplier is set up once before it works on a package.

    sum_t open[w,s,t] = award[w,s]
    one-off:    start[w,s,t] <= open[w,s,t] <= begin[w,t]
    recurring:  sum_b make[w,s,b,t] <= M[w] sum_{u<=t} open[w,s,u]

    open[w,s,t]  0/1    s is set up for w in t; exists only where Quotes gives a set-up cost
    M[w]         sets   per unit x (firm, option, wish + surplus) units
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import made, over
from procure.plan import Plan


def constrain(m: Any, f: Facts) -> None:
    opened, x = m.x["open"], m.x
    for w, s in f.pairs:
        if f.setup(w, s) <= 0:
            continue
        quote = f.quotes[w, s]
        cells = [f.problem.cell("Quotes", quote.row, "set-up cost")]
        once = over(opened, ((w, s, t) for t in f.window[w]))
        m.require("setup", (w, s), [*once, (-1, x["award"][w, s])], "=", 0, cells)
        most = sum(f.most_sets(b) for b in f.streams.get(w, ()))
        for t in f.span(w, s):
            if f.packages[w].recurring:
                before = over(opened, ((w, s, u) for u in range(t + 1)), -most)
                m.require("setup", (w, s, t), made(m, f, w, [s], range(t, t + 1)) + before, "<=", 0, cells)
            else:
                here = opened[w, s, t]
                m.require("setup", (w, s, t), [(1, x["start"][w, s, t]), (-1, here)], "<=", 0, cells)
                m.require("setup", (w, s, t, "begin"), [(1, here), (-1, x["begin"][w, t])], "<=", 0, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    costly = {(w, s) for w, s in f.pairs if f.setup(w, s) > 0}

    def most(w: str, s: str, t: int) -> int:
        return int((w, s) in costly and t in f.window[w])

    yield from ledger.domain("setup", plan, f, "open", most, lambda *_: 1, "0/1")
    opened = ledger.by_period(plan, f, "open", 0, 1)
    started, made = ledger.by_period(plan, f, "start", 0, 1), ledger.by_period(plan, f, "make", 0, 1)
    for w, s in sorted(costly):
        cells = (f.problem.cell("Quotes", f.quotes[w, s].row, "set-up cost"),)
        award, so_far = plan.get("award", w, s), ledger.cumulated(opened[w, s])
        if award or so_far[-1]:
            yield Check("setup", (w, s), so_far[-1], "=", award, unit="times", cells=cells)
        package = f.packages[w]
        noise = ledger.LOOSE if package.recurring and not ledger.whole_sets(f, package) else ledger.ZERO
        for t in f.periods:
            index = ledger.names(f, (w, s, t))
            if package.recurring and made[w, s][t] > noise:
                yield Check("setup", index, so_far[t], ">=", ledger.ONE, unit="times", cells=cells)
            if not package.recurring and (started[w, s][t] or opened[w, s][t]):
                begin = plan.get("begin", w, t)
                yield Check("setup", index, started[w, s][t], "<=", opened[w, s][t], unit="0/1", cells=cells)
                yield Check("setup", (*index, "begin"), opened[w, s][t], "<=", begin, unit="0/1", cells=cells)
