"""Costs lie where they fall: each payer pays the work done on its territory, the rest goes by the fallback key.

    charge[n,p,t] = work[n,p,t] + fallback[n,p,t] (spend[p,t] - sum_{payers m} work[m,p,t])

    fallback[n,p,t]  0..1, summing to 1 over the payers (Phases, fallback key; equal by default)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procure import keys, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import over
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    for p in f.phases.values():
        if p.key != "where performed":
            continue
        key, who = keys.fallback(f, p), keys.payers(f, p)
        cells = [f.problem.cell("Phases", p.row, column) for column in ("key", "fallback key")]
        for n in who:
            for t in f.periods:
                part = key.get((n, t), 0.0)
                terms = [(-1, m.x["charge"][n, p.id, t]), (part, m.x["spend"][p.id, t])]
                terms += over(m.x["work"], [(n, p.id, t)])
                terms += over(m.x["work"], ((o, p.id, t) for o in who), -part)
                m.require("where_performed", (n, p.id, t), terms, "=", 0, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    charges, works = ledger.by_period(plan, f, "charge", 0, 1), ledger.by_period(plan, f, "work", 0, 1)
    spends = ledger.by_period(plan, f, "spend", 0)
    for p in f.phases.values():
        if p.key != "where performed":
            continue
        who, key, spend = keys.payers(f, p), keys.fallback(f, p), spends[p.id,]
        cells = tuple(f.problem.cell("Phases", p.row, column) for column in ("key", "fallback key"))
        rest = [spend[t] - sum((works[n, p.id][t] for n in who), ledger.ZERO) for t in f.periods]
        for n in who:
            own, paid = works[n, p.id], ledger.cumulated(charges[n, p.id])
            owed = ledger.cumulated(own[t] + dec(key.get((n, t), 0)) * rest[t] for t in f.periods)
            for t in f.periods:
                if spend[t] or charges[n, p.id][t]:
                    index, granted = ledger.names(f, (n, p.id, t)), ledger.apportioned(f)
                    yield Check("where_performed", index, paid[t], "=", owed[t], granted, "M", cells)
