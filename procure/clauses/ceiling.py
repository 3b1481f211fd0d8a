"""No nation pays more than its ceiling over the horizon, what it paid before and what it owes after included.

    sum_{p,t} rate[n,t] pay[n,p,t] + before[n] <= ceiling[n]

    ceiling[n]  M  of the nation's currency (Nations); blank = none
    rate[n,t]      units of the nation's currency for one of the programme's in the period, where the ceiling is in
                   constant prices without what prices have risen (1 in one currency)
    before[n]   M  what History says it paid for the programmes planned here, at the rate of the first period
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger, treasury
from procure.facts import Facts
from procure.findings import Check
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    for n in f.problem.nations:
        if n.ceiling_m is None:
            continue
        mine = [(int(key[2]), pay) for key, pay in m.x["pay"].items() if key[0] == n.id]
        paid = [(treasury.ceiling_factor(f, n.id, t), pay) for t, pay in mine]
        most = n.ceiling_m - treasury.paid_before(f, n.id)
        if all(rate == 1 for rate, _ in paid):
            most = treasury.whole_units(f, round(most, 9))
        m.require("ceiling", (n.id,), paid, "<=", most, [f.problem.cell("Nations", n.row, "ceiling")])


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    planned = {f.problem.programme.name, *(p.programme for p in f.problem.phases)}
    for n in f.problem.nations:
        if n.ceiling_m is None:
            continue
        own = [h for h in f.problem.history if h.nation == n.id and (h.programme is None or h.programme in planned)]
        found = dec(f.fx(n.id, 0)) * sum((dec(h.paid_m) for h in own), Decimal(0))
        for (who, _, t), amount in plan.items("pay"):
            if who == n.id:
                found += ledger.in_terms(f, n.id, n.ceiling_constant, int(t), amount)
        cells = (f.problem.cell("Nations", n.row, "ceiling"),)
        unit = ledger.money_of(f, n.id)
        yield Check("ceiling", (n.id,), found, "<=", dec(n.ceiling_m), ledger.cent(f), unit, cells)
