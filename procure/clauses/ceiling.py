"""No nation is charged more than its ceiling over the horizon.

    sum_{p,t} charge[n,p,t] <= ceiling[n]

    ceiling[n]  M  Nations, ceiling; blank = none
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
    for n in f.problem.nations:
        if n.ceiling_m is not None:
            charged = over(m.x["charge"], ((n.id, p, t) for p in f.phases for t in f.periods))
            m.require("ceiling", (n.id,), charged, "<=", n.ceiling_m, [f.problem.cell("Nations", n.row, "ceiling")])


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    charged = ledger.totals(plan, "charge", 0)
    rounded = ledger.rounded_for(plan, f)
    for n in f.problem.nations:
        if n.ceiling_m is not None:
            found, cells = charged.get((n.id,), ledger.ZERO), (f.problem.cell("Nations", n.row, "ceiling"),)
            yield Check("ceiling", (n.id,), found, "<=", dec(n.ceiling_m), rounded[n.id], "M", cells)
