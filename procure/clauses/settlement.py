"""Nations settle with each other: who joins buys in, customers pay levies, who leaves pays towards what is to come.

    settle[n,p,t] = bought[n,p,t] + levied[n,p,t] + left[n,p,t]
    bought[n,p,t] = buyin[n] key[n,p,t] paid[p]                       t = joins[n]; what joiners pay goes to the others
                                                                      in proportion to what each has paid
    levied[n,p,t] = levy[p] sum_{i of p} deliver[i,n,t]               n customer
                  = -part[n,p,t] levy[p] sum_{i of p, customers m} deliver[i,m,t]     n partner
    left[n,p,t]   = exit[n,p]                                         t = leaves[n]
                  = -stay[n,p,t] sum_{m leaving in t} exit[m,p]       n stays
    sum_p exit[n,p] = min(cap[n], sum_p owed[n,p])                    exit[n,p] <= owed[n,p]
    owed[n,p]     = key[n,p,leaves[n]] sum_{t > leaves[n]} (spend[p,t] - direct[p,t])

    settle        M     signed: paid above 0, received below; over the nations it sums to 0
    buyin         0..1  Nations, buy-in
    key           0..1  the phase's key where data decide it, else its reference (keys.standing)
    paid[p]       M     what History says was paid for p; rows without a phase go equally to all phases
    part, stay    0..1  summing to 1: as the key parts it among the partners, and among those who take part in the next
                        period too
    levy          M     Phases
    cap           M     Nations, exit cap; blank = nothing is owed

The minimum, with one binary for each that leaves (only where the cap can be below what is owed):

    exit[n,p] >= owed[n,p] - most[n,p] capped[n]      sum_p exit[n,p] >= cap[n] capped[n]      sum_p exit[n,p] <= cap[n]

    most[n,p]     M     what owed[n,p] can come to (funding.most_spend)

Where the cap binds, which phase's part it goes to is the plan's choice, never more than is owed there. Phases that are
paid where performed or by own units have levies alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger, settled, settlements
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, keyed_spend, over
from procure.plan import Plan, dec
from procure.settlements import Exit


def constrain(m: Any, f: Facts) -> None:
    bought = settlements.of(f).buy_ins
    for place, variable in m.x["settle"].items():
        rest = [(-c, x) for c, x in settlements.terms(m, f, place)]
        cells, amount = settlements.cells(f, *place), bought.get(place, 0.0)
        m.require("settlement", place, [(1, variable), *rest], "=", amount, cells)
    for one in settlements.of(f).exits:
        _leave(m, f, one)


def _leave(m: Any, f: Facts, one: Exit) -> None:
    n, paid, capped = one.nation, m.x["exit"], m.x["capped"].get((one.nation,))
    cells = [f.problem.cell("Nations", f.nations[n].row, column) for column in ("leaves", "exit cap")]
    for p, share in one.shares.items():
        later = range(one.period + 1, f.periods.stop)
        owed: Terms = [term for t in later for term in keyed_spend(m, f, p, t, -share)]
        less = [(1, paid[n, p]), *owed]
        if capped is None:
            m.require("settlement", (n, p, "exit"), less, "=", 0, cells)
            continue
        m.require("settlement", (n, p, "most"), less, "<=", 0, cells)
        m.require("settlement", (n, p, "least"), [*less, (one.most[p], capped)], ">=", 0, cells)
    if capped is not None:
        whole = over(paid, ((n, p) for p in one.shares))
        m.require("settlement", (n, "cap"), whole, "<=", one.cap_m, cells)
        m.require("settlement", (n, "capped"), [*whole, (-one.cap_m, capped)], ">=", 0, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    paid, received = settled.sums(plan, f)
    settle = {(str(n), str(p), int(t)): amount for (n, p, t), amount in plan.items("settle")}
    for n, p, t in sorted({*paid, *received, *settle}):
        found = settle.get((n, p, t), ledger.ZERO)
        owed = paid.get((n, p, t), ledger.ZERO) - received.get((n, p, t), ledger.ZERO)
        loose = ledger.unit(f) + ledger.cent(f) if owed else ledger.ZERO
        cells = settlements.cells(f, n, p, t)
        if found or owed:
            yield Check("settlement", ledger.names(f, (n, p, t)), found, "=", owed, loose, "M", cells)
        if found % ledger.unit(f):
            whole = found - found % ledger.unit(f)
            yield Check("settlement", (*ledger.names(f, (n, p, t)), "rounded"), found, "=", whole, unit="M")
    for key, whole in ledger.totals(plan, "settle", 1, 2).items():
        yield Check("settlement", ledger.names(f, key), whole, "=", ledger.ZERO, unit="M")
    yield from _audit_exits(plan, f)


def _audit_exits(plan: Plan, f: Facts) -> Iterator[Check]:
    owed = {n.id: _owed(plan, f, n.id) for n in f.problem.nations}

    def most(n: str, p: str) -> int | None:
        return None if p in owed.get(n, {}) else 0

    yield from ledger.domain("settlement", plan, f, "exit", most, lambda *_: ledger.unit(f), "M")
    leaving = {n for n, of in owed.items() if of}
    yield from ledger.domain("settlement", plan, f, "capped", lambda n: int(n in leaving), lambda *_: 1, "0/1")
    exits = ledger.totals(plan, "exit", 0)
    for n, of in owed.items():
        cells = tuple(f.problem.cell("Nations", f.nations[n].row, column) for column in ("leaves", "exit cap"))
        for p, amount in of.items():
            loose = ledger.apportioned(f)
            yield Check("settlement", (n, p, "most"), plan.get("exit", n, p), "<=", amount, loose, "M", cells)
        if of:
            least = min(dec(f.nations[n].exit_cap_m or 0), sum(of.values(), ledger.ZERO))
            loose = ledger.unit(f) + ledger.cent(f)
            yield Check("settlement", (n, "exit"), exits.get((n,), ledger.ZERO), "=", least, loose, "M", cells)


def _owed(plan: Plan, f: Facts, n: str) -> dict[str, Decimal]:
    """Its share of what each phase spends after it has left, where an exit cost is agreed and somebody stays."""
    nation, found = f.nations[n], {}  # type: Any, dict[str, Decimal]
    if nation.leaves is None or not nation.exit_cap_m or nation.leaves not in f.periods[:-1]:
        return found
    spends = ledger.keyed(plan, f)[1]
    for p in f.problem.phases:
        share = settled.share(f, p, n, nation.leaves)
        if share > 0 and settled.stayers(f, p, nation.leaves) and not settled.own_work_or_units(p):
            found[p.id] = share * sum(spends[p.id,][nation.leaves + 1 :], ledger.ZERO)
    return found
