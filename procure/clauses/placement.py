"""Every one-off package that is placed begins once, and whoever has a share of it begins with it.

    sum_t begin[w,t] = placed[w]                      for every one-off w
    sum_s start[w,s,t] = begin[w,t]                   for every one-off w, period t

    begin[w,t]    0/1    w begins in t, t in window[w] (earliest, latest - duration + 1, "begins", predecessors)
    start[w,s,t]  0..1   share of w with s, w beginning in t
    placed[w]     0/1    1, but for a package bound to items of families: whether one of them is in use (use.py)

The second row links share and begin period by period; it is what makes the relaxation tight.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, over, placed
from procure.plan import Plan


def constrain(m: Any, f: Facts) -> None:
    begin, start = m.x["begin"], m.x["start"]
    for w in f.one_off:
        cells = [f.problem.cell("Packages", w.row, column) for column in ("package", "earliest", "latest", "begins")]
        once: Terms = over(begin, ((w.id, t) for t in f.window[w.id]))
        whether, always = placed(m, f, w, -1)
        m.require("placement", (w.id,), [*once, *whether], "=", -always, cells)
        for t in f.window[w.id]:
            shares = over(start, ((w.id, s, t) for s in f.suppliers_of[w.id]))
            m.require("placement", (w.id, t), [*shares, (-1, begin[w.id, t])], "=", 0, cells[:1])


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    one_off = {w.id for w in f.one_off}

    def most(w: str, *rest: str | int) -> int:
        return int(w in one_off and rest[-1] in f.window[w])

    def step(w: str, *_: str | int) -> int | None:
        return None if w in one_off and f.packages[w].divisible else 1

    yield from ledger.domain("placement", plan, f, "begin", most, lambda *_: 1, "times")
    yield from ledger.domain("placement", plan, f, "start", most, step, "of the package")
    begins = ledger.by_period(plan, f, "begin", 0)
    shares = ledger.by_period(plan, f, "start", 0)
    for w in f.one_off:
        cells = tuple(f.problem.cell("Packages", w.row, c) for c in ("package", "earliest", "latest", "begins"))
        begun, asked = sum(begins[w.id,], ledger.ZERO), ledger.placed(plan, f, w)
        yield Check("placement", (w.id,), begun, "=", asked, unit="times", cells=cells)
        for t in f.periods:
            begin, share = begins[w.id,][t], shares[w.id,][t]
            if begin or share:
                index = ledger.names(f, (w.id, t))
                yield Check("placement", index, share, "=", begin, unit="of the package", cells=cells[:1])
