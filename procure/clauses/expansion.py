"""An investment is made once at most, and never beside one that it excludes.

    sum_u expand[e,u] <= 1
    sum_u expand[e,u] + sum_u expand[x,u] <= 1        where e excludes x (Investments)

    expand[e,u]  0/1   investment e is decided in u, early enough to be of use within the horizon

What it adds is in capacity.py. In the finished plan invest[e,u] is what it costs, M in the prices of u, whole in the
rounding unit as it is; it is part of what its phase spends (work.py) and nobody's work.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import investments, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import over
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    expand, cell = m.x["expand"], f.problem.cell
    for e in f.problem.investments:
        once = over(expand, ((e.id, u) for u in f.periods))
        if once:
            m.require("expansion", (e.id,), once, "<=", 1, [cell("Investments", e.row, "investment")])
    for e, x in investments.pairs_apart(f):
        either = over(expand, ((one.id, u) for one in (e, x) for u in f.periods))
        cells = [cell("Investments", one.row, "excludes") for one in (e, x) if one.excludes]
        if either:
            m.require("expansion", (e.id, x.id), either, "<=", 1, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    known = {e.id: e for e in f.problem.investments}

    def most(e: str, u: int) -> int:
        one = known.get(e)
        if one is None or u < one.earliest or (one.latest is not None and u > one.latest):
            return 0
        return int(u + investments.lead(f, one) in f.periods)

    yield from ledger.domain("expansion", plan, f, "expand", most, lambda *_: 1, "0/1")
    times = {str(e): sum(parts, ledger.ZERO) for (e,), parts in ledger.by_period(plan, f, "expand", 0).items()}
    for e, count in sorted(times.items()):
        cells = (f.problem.cell("Investments", known[e].row, "investment"),) if e in known else ()
        yield Check("expansion", (e,), count, "<=", ledger.ONE, unit="times", cells=cells)
    for one in known.values():
        for other in one.excludes:
            both = times.get(one.id, ledger.ZERO) + times.get(other, ledger.ZERO)
            cells = (f.problem.cell("Investments", one.row, "excludes"),)
            if both:
                yield Check("expansion", (one.id, other), both, "<=", ledger.ONE, unit="times", cells=cells)
    yield from _audit_costs(plan, f)


def _audit_costs(plan: Plan, f: Facts) -> Iterator[Check]:
    """Every decision costs what it does in its period's prices, to half a rounding unit; nothing else does."""
    costs = {e.id: e for e in f.problem.investments}
    yield from ledger.domain("expansion", plan, f, "invest", lambda *_: None, lambda *_: ledger.unit(f), "M")
    leaves, made = ledger.by_period(plan, f, "invest", 0), ledger.by_period(plan, f, "expand", 0)
    for key in sorted({*leaves, *made}):
        one = costs.get(str(key[0]))
        for t in f.periods:
            if leaves[key][t] or made[key][t]:
                price = ledger.ZERO if one is None else dec(one.cost_m) * dec(f.index(one.phase, t))
                granted: Decimal = ledger.unit(f) / 2 + ledger.cent(f)
                index = ledger.names(f, (*key, t, "cost"))
                yield Check("expansion", index, leaves[key][t], "=", price * made[key][t], granted, "M", down=granted)
