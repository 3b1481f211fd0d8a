"""Contingency: a part of what a phase costs is kept for what may go wrong.

    contingency[p,t] = c[p] (spend[p,t] - contingency[p,t] - sum_n direct[n,p,t])

    c[p]           0..1  Phases, contingency
    direct[n,p,t]  M     other costs that nations bear directly (clause key): on them nothing is kept

It is a part of spend (clause work), parted by the key, and nobody's work. In the finished plan it is rounded, cumulated
over t.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import keyed_spend
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    for (p, t), variable in m.x["contingency"].items():
        part = f.phases[p].contingency_fraction
        cells = [f.problem.cell("Phases", f.phases[p].row, "contingency")]
        m.require("contingency", (p, t), [(1 + part, variable), *keyed_spend(m, f, p, t, -part)], "=", 0, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    kept = {p.id: dec(p.contingency_fraction) for p in f.phases.values() if p.contingency_fraction > 0}

    def most(p: str, _: int) -> int | None:
        return None if p in kept else 0

    yield from ledger.domain("contingency", plan, f, "contingency", most, lambda *_: ledger.unit(f), "M")
    leaves, (_, parted) = ledger.by_period(plan, f, "contingency", 0), ledger.keyed(plan, f)
    for p, part in kept.items():
        kept_of = (spent - leaf for spent, leaf in zip(parted[p,], leaves[p,], strict=True))
        found, whole = ledger.cumulated(leaves[p,]), ledger.cumulated(kept_of)
        cells = (f.problem.cell("Phases", f.phases[p].row, "contingency"),)
        for t in f.periods:
            if leaves[p,][t] or parted[p,][t]:
                granted = ledger.unit(f) / 2 + ledger.cent(f)
                index, asked = ledger.names(f, (p, t)), part * whole[t]
                yield Check("contingency", index, found[t], "=", asked, granted, "M", cells, granted)
