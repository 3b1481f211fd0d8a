"""Nations receive what they need; what is late is counted, and no unit is later than allowed.

    sum_t deliver[i,n,t] + short[i,n] = firm[i,n]
    sum_{u<=t} deliver[i,n,u] + late[i,n,t] >= sum_{u<=t} due[i,n,u]
    sum_{u<=t} deliver[i,n,u] + short[i,n] >= sum_{u<=t-D[i]} due[i,n,u]      where a latest delay is given

    firm[i,n]     units  what n needs of i in all (Requirements)
    due[i,n,t]    units  what falls due in t
    late[i,n,t]   units  owed at the end of t; units never delivered stay late to the end
    short[i,n]    units  never delivered; only where the item may be delivered short
    D[i]          periods  latest delay
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import over
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    deliver, x = m.x["deliver"], m.x
    rows = {(r.item, r.nation): r.row for r in f.problem.requirements}
    for (i, n), due in f.due.items():
        cells = [f.problem.cell("Requirements", rows[i, n], column) for column in ("nation", "item")]
        short = over(x["short"], [(i, n)])
        everything = over(deliver, ((i, n, t) for t in f.periods))
        m.require("requirement", (i, n), everything + short, "=", f.firm[i, n], cells)
        delay = f.latest_delay(f.items[i])
        for t in f.periods:
            so_far = over(deliver, ((i, n, u) for u in range(t + 1)))
            owed = sum(due[: t + 1])
            if owed > 0:
                m.require("requirement", (i, n, t), [*so_far, (1, x["late"][i, n, t])], ">=", owed, cells)
            if delay is not None and sum(due[: max(0, t - delay + 1)]) > 0:
                by_now = sum(due[: t - delay + 1])
                limit = [f.problem.cell("Items", f.items[i].row, "latest delay")]
                m.require("requirement", (i, n, t, "latest"), so_far + short, ">=", by_now, cells + limit)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    def firm(i: str, n: str, *_: int) -> Decimal:
        return dec(f.firm.get((i, n), 0))

    def whole(i: str, *_: str | int) -> int | None:
        return 1 if i in f.items and f.items[i].whole else None

    def short(i: str, n: str) -> Decimal:
        return firm(i, n) if i in f.items and f.items[i].may_short else ledger.ZERO

    yield from ledger.domain("requirement", plan, f, "deliver", firm, whole, "units")
    yield from ledger.domain("requirement", plan, f, "short", short, whole, "units")
    yield from ledger.domain("requirement", plan, f, "late", firm, kind="units")
    taken = ledger.by_period(plan, f, "deliver", 0, 1)
    rows = {(r.item, r.nation): r.row for r in f.problem.requirements}
    for (i, n), due in f.due.items():
        cells = tuple(f.problem.cell("Requirements", rows[i, n], column) for column in ("nation", "item"))
        owed, so_far = ledger.cumulated(map(dec, due)), ledger.cumulated(taken[i, n])
        yield from _audit_need(plan, f, (i, n), owed, so_far, cells)


def _audit_need(
    plan: Plan, f: Facts, need: tuple[str, str], owed: list[Decimal], taken: list[Decimal], cells: tuple[str, ...]
) -> Iterator[Check]:
    """owed, taken: units due and delivered by the end of every period."""
    item, short = f.items[need[0]], plan.get("short", *need)
    loose = ledger.ZERO if item.whole else ledger.LOOSE * len(owed)
    yield Check("requirement", need, taken[-1] + short, "=", owed[-1], loose, "units", cells)
    delay, limit = f.latest_delay(item), f.problem.cell("Items", item.row, "latest delay")
    for t in f.periods:
        index, late = ledger.names(f, (*need, t)), plan.get("late", *need, t)
        if late or owed[t] > taken[t]:
            behind = max(ledger.ZERO, owed[t] - taken[t])
            yield Check("requirement", (*index, "late"), late, "=", behind, loose, "units", cells)
        if delay is not None and t >= delay and owed[t - delay]:
            by_now = taken[t] + short
            cells_too = (*cells, limit)
            yield Check("requirement", (*index, "latest"), by_now, ">=", owed[t - delay], loose, "units", cells_too)
