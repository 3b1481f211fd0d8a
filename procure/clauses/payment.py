"""Payments cover what is due, may run ahead of it, and come to the same in the end.

    sum_{u<=t} pay[n,p,u] >= sum_{u<=t} due[n,p,u]      for every t before the last
    sum_u pay[n,p,u] = sum_u due[n,p,u]
    pay[n,p,t] + credit[n,p,t] >= 0                     where n may be credited something for p, else pay >= 0

    credit[n,p,t]  M  what n is credited beside the charges: what it gives in kind, settlements that it receives

The last period is the one after the horizon where something of p can fall due there. Of plans that are equal in every
objective the one that pays latest is taken.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import dues, keys, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import credit_terms
from procure.plan import Plan


def constrain(m: Any, f: Facts) -> None:
    pay, due = m.x["pay"], m.x["due"]
    for p in f.phases.values():
        periods = dues.of_phase(f, p)
        for n in keys.owing(f, p):
            for t in periods:
                so_far = [(1, pay[n, p.id, u]) for u in range(t + 1)]
                so_far += [(-1, due[n, p.id, u]) for u in range(t + 1)]
                relation = "=" if t == periods[-1] else ">="
                m.require("payment", (n, p.id, t), so_far, relation, 0)
                if math.isinf(m.bounds(pay[n, p.id, t])[0]):  # else what is credited is known, and bounds it
                    least = [(1, pay[n, p.id, t]), *credit_terms(m, f, n, p.id, t)]
                    m.require("payment", (n, p.id, t, "credit"), least, ">=", 0)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    owing, credits = {p.id: set(keys.owing(f, p)) for p in f.phases.values()}, ledger.credits(plan, f)

    def most(n: str, p: str, t: int) -> int | None:
        return None if n in owing.get(p, ()) and t in dues.of_phase(f, f.phases[p]) else 0

    def least(n: str, p: str, t: int) -> Decimal:
        credited = credits.get((n, p), [])
        return -credited[t] if t < len(credited) else ledger.ZERO

    yield from ledger.domain("payment", plan, f, "pay", most, lambda *_: ledger.unit(f), "M", least)
    owed, pays = ledger.by_period(plan, f, "due", 0, 1), ledger.by_period(plan, f, "pay", 0, 1)
    for key in sorted({*owed, *pays}):
        due, paid = ledger.cumulated(owed[key]), ledger.cumulated(pays[key])
        for t in range(dues.of_phase(f, f.phases[str(key[1])])[-1]):
            if due[t] or paid[t]:
                yield Check("payment", ledger.names(f, (*key, t)), paid[t], ">=", due[t], ledger.unit(f), "M")
        yield Check("payment", (*ledger.names(f, key), "all"), paid[-1], "=", due[-1], unit="M")
