"""Cost that is no work package: what it comes to in each period.

    other[c,t] = index[p,t] (amount[c,t] + each[c] sum_{i of p} built[i,t])

    amount[c,t]  M  Other costs, the period's column; a year over shorter periods is spread evenly over them
    each[c]      M  Other costs, per unit: for each unit completed of the items of its phase p
    index[p,t]      prices of t against those of the price base (Phases, index)

It is a part of spend, and work of the nation that it is performed in (clause work); nations may bear it directly
(clause key), or provide it in kind (clauses terms and payment). In the finished plan it is rounded, cumulated over t.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procure import ledger, other_costs
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import over
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    costs = {c.id: c for c in f.problem.other_costs}
    for (name, t), variable in m.x["other"].items():
        c = costs[name]
        units = over(m.x["built"], ((i, t) for i in other_costs.items(f, c)), -other_costs.each(f, c, t))
        cells = [f.problem.cell("Other costs", c.row, column) for column in ("cost", "per unit")]
        amount = other_costs.amount(f, c, t)
        m.require("other_costs", (name, t), [(1, variable), *units], "=", amount, cells[: 1 + bool(units)])


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    yield from ledger.domain("other_costs", plan, f, "other", lambda *_: None, lambda *_: ledger.unit(f), "M")
    leaves, built = ledger.by_period(plan, f, "other", 0), ledger.by_period(plan, f, "built", 0)
    for c in f.problem.other_costs:
        cells = (f.problem.cell("Other costs", c.row, "cost"),)
        amounts = [*(dec(x) for x in c.amounts_m), *[ledger.ZERO] * len(f.periods)]
        items = [i for i in f.problem.items if i.phase == c.phase and c.per_unit_m]
        exact = []
        for t in f.periods:
            units = sum((built[i.id,][t] for i in items), ledger.ZERO)
            exact.append((amounts[t] + dec(c.per_unit_m) * units) * dec(f.index(c.phase, t)))
        found, due = ledger.cumulated(leaves[c.id,]), ledger.cumulated(exact)
        loose = ledger.TYPED * dec(c.per_unit_m) * sum(not i.whole for i in items)
        for t in f.periods:
            if leaves[c.id,][t] or exact[t]:
                granted = ledger.unit(f) / 2 + ledger.cent(f) + loose * (t + 1)
                index, below = ledger.names(f, (c.id, t)), ledger.unit(f) / 2
                yield Check("other_costs", index, found[t], "=", due[t], granted, "M", cells, below)
