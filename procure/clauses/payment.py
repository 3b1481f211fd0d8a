"""Payments cover what is due, may run ahead of it, and come to the same in the end.

    sum_{u<=t} pay[n,p,u] >= sum_{u<=t} due[n,p,u]      for every t before the last
    sum_u pay[n,p,u] = sum_u due[n,p,u]

Of plans that are equal in every objective the one that pays latest is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procure import keys, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.plan import Plan


def constrain(m: Any, f: Facts) -> None:
    pay, due = m.x["pay"], m.x["due"]
    for p in f.phases.values():
        for n in keys.payers(f, p):
            for t in f.periods:
                so_far = [(1, pay[n, p.id, u]) for u in range(t + 1)]
                so_far += [(-1, due[n, p.id, u]) for u in range(t + 1)]
                relation = "=" if t == f.periods[-1] else ">="
                m.require("payment", (n, p.id, t), so_far, relation, 0)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    payers = {p.id: set(keys.payers(f, p)) for p in f.phases.values()}

    def most(n: str, p: str, _: int) -> int | None:
        return None if n in payers.get(p, ()) else 0

    yield from ledger.domain("payment", plan, f, "pay", most, lambda *_: ledger.unit(f), "M")
    dues, pays = ledger.by_period(plan, f, "due", 0, 1), ledger.by_period(plan, f, "pay", 0, 1)
    for key in sorted({*dues, *pays}):
        due, paid = ledger.cumulated(dues[key]), ledger.cumulated(pays[key])
        for t in f.periods[:-1]:
            if due[t] or paid[t]:
                yield Check("payment", ledger.names(f, (*key, t)), paid[t], ">=", due[t], ledger.unit(f), "M")
        yield Check("payment", (*ledger.names(f, key), "all"), paid[-1], "=", due[-1], unit="M")
