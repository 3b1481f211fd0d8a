"""An optional item is in use or not: what is not in use is neither delivered nor built nor developed.

    least[i] used[i] <= sum_{n,t} deliver[i,n,t]
    sum_t deliver[i,n,t] <= most[d,n] used[i]                    d: the need of n that i can meet
    sum_t built[i,t] <= (most[i] + surplus[i]) used[i]           where i may have a surplus
    placed[w] >= used[i] for every i that w is bound to;   placed[w] <= sum_i used[i]

    used[i]    0/1    i is optional, and is delivered to somebody. Optional are items of a family (Items), and those of
                      which nobody needs firm units and somebody has an option or a wish
    placed[w]  0/1    w is bound to optional items: whether one of them is in use; used[i] itself where it is one.
                      Any other package is always placed: one of an item that is not optional, one of items that some
                      need cannot do without
    least[i]   units  one, or all that i could deliver if that is less, but for nothing: an item of which nothing is
                      delivered is not in use
    most[d,n]  units  firm ones, options and wishes; most[i]: of all needs that i can meet

A one-off package begins once if it is placed (placement.py), a package made per unit has suppliers (award.py).
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
    used, deliver, built = m.x["used"], m.x["deliver"], m.x["built"]
    for (i,), x in used.items():
        item = f.items[i]
        cells = [f.problem.cell("Items", item.row, "family")]
        handed = over(deliver, ((i, n, t) for n in f.takers[i] for t in f.periods))
        m.require("use", (i, "least"), [*handed, (-f.least_of(i), x)], ">=", 0, cells)
        for n in f.takers[i]:
            to_n = over(deliver, ((i, n, t) for t in f.periods))
            m.require("use", (i, n), [*to_n, (-f.most_of([i], [n]), x)], "<=", 0, cells)
        if item.surplus > 0:
            units = over(built, ((i, t) for t in f.periods))
            m.require("use", (i, "built"), [*units, (-f.most_of([i]) - item.surplus, x)], "<=", 0, cells)
    for (w,), x in m.x["placed"].items():
        if w in f.qualified:
            continue
        cells = [f.problem.cell("Packages", f.packages[w].row, "items")]
        for i in f.bound_to[w]:
            m.require("use", (w, i), [(1, x), (-1, used[i,])], ">=", 0, cells)
        m.require("use", (w, "none"), [(1, x), *((-1, used[i,]) for i in f.bound_to[w])], "<=", 0, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    chosen = {i for i in f.items if f.optional(i)}
    several = {w for w, items in f.bound_to.items() if len(items) > 1}
    decided = several | set(f.qualified)
    yield from ledger.domain("use", plan, f, "used", lambda i: int(i in chosen), lambda *_: 1, "0/1")
    yield from ledger.domain("use", plan, f, "placed", lambda w: int(w in decided), lambda *_: 1, "0/1")
    handed, built = ledger.totals(plan, "deliver", 0), ledger.totals(plan, "built", 0)
    for i in sorted(chosen):
        item, used = f.items[i], plan.get("used", i)
        cells = (f.problem.cell("Items", item.row, "family"),)
        loose = ledger.ZERO if item.whole else ledger.LOOSE * len(f.periods) * max(1, len(f.takers[i]))
        most = sum((ledger.at_most(d) for d in f.needs.values() if i in d.items), ledger.ZERO)
        least, units = min(ledger.ONE, most or ledger.ONE) * used, handed.get((i,), ledger.ZERO)
        yield Check("use", (i, "least"), units, ">=", least, loose, "units", cells)
        yield Check("use", (i, "delivered"), units, "<=", most * used, loose, "units", cells)
        limit = (most + dec(item.surplus)) * used
        yield Check("use", (i, "built"), built.get((i,), ledger.ZERO), "<=", limit, loose, "units", cells)
    for w in sorted(several):
        cells = (f.problem.cell("Packages", f.packages[w].row, "items"),)
        in_use = any(plan.get("used", i) > 0 for i in f.bound_to[w])
        yield Check("use", (w,), plan.get("placed", w), "=", dec(int(in_use)), unit="0/1", cells=cells)
