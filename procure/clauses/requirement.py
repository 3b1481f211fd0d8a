"""Nations receive what they need; what is late is counted, and no unit is later than allowed.

    sum_{i meets d,n} sum_t deliver[i,n,t] + short[d,n] = firm[d,n] + sum_q extra[d,n,q]
    sum_{i meets d,n} sum_{u<=t} deliver[i,n,u] + late[d,n,t] >= owed[d,n,t]
    sum_{i meets d,n} sum_{u<=t} deliver[i,n,u] + short[d,n] >= owed[d,n,t-D[d]]    with a latest delay
    sum_{i meets d,n} sum_{u<=t} deliver[i,n,u] <= owed[d,n,t]    units of a shared fleet: used when due

    owed[d,n,t] = sum_{u<=t} due[d,n,u] + sum_{q: last[q]<=t} extra[d,n,q]

    d             a need: an item, met by itself, or a family, met by its items with the standards that n asks for
    firm[d,n]     units  what n needs of d in all (Requirements, order firm)
    due[d,n,t]    units  what of it falls due in t
    extra[d,n,q]  units  what n takes of an option or a wish q (extras.py); last[q]: when the last of its units is due
    late[d,n,t]   units  owed at the end of t; units never delivered stay late to the end
    short[d,n]    units  of the firm ones never delivered; only where the items may be delivered short
    D[d]          periods  latest delay of the items
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.demand import Need
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, extra_units, over
from procure.plan import Plan, dec

COLUMNS = ("nation", "item or family")


def constrain(m: Any, f: Facts) -> None:
    deliver, x = m.x["deliver"], m.x
    for (d, n), need in f.needs.items():
        cells = [f.problem.cell("Requirements", need.row, column) for column in COLUMNS]
        short, due = over(x["short"], [(d, n)]), need.due
        everything = over(deliver, ((i, n, t) for i in need.items for t in f.periods))
        beyond = extra_units(m, need, need.extras, -1.0)
        m.require("requirement", (d, n), everything + short + beyond, "=", f.firm[d, n], cells)
        for t in f.periods:
            so_far = over(deliver, ((i, n, u) for i in need.items for u in range(t + 1)))
            owed, beyond = sum(due[: t + 1]), _beyond(m, need, t)
            if owed > 0 or beyond:
                late = [(1, x["late"][d, n, t]), *beyond]
                m.require("requirement", (d, n, t), [*so_far, *late], ">=", owed, cells)
            if need.used_when_due and owed < f.firm[d, n]:
                fleet = [f.problem.cell("Items", f.items[i].row, "units per fleet unit") for i in need.items]
                m.require("requirement", (d, n, t, "early"), so_far, "<=", owed, cells + fleet)
            by_now = 0.0 if need.delay is None else sum(due[: max(0, t - need.delay + 1)])
            beyond = [] if need.delay is None else _beyond(m, need, t - need.delay)
            if by_now > 0 or beyond:
                limit = [f.problem.cell("Items", f.items[i].row, "latest delay") for i in need.items]
                m.require("requirement", (d, n, t, "latest"), so_far + short + beyond, ">=", by_now, cells + limit)


def _beyond(m: Any, need: Need, period: int) -> Terms:
    """What is taken of options and wishes that are due in full by a period, to be taken off what is delivered."""
    return extra_units(m, need, [e for e in need.extras if e.last <= period], -1.0)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    met = {(i, need.nation): key for key, need in f.needs.items() for i in need.items}

    def most(d: str, n: str, *_: int) -> Decimal:
        return ledger.at_most(f.needs[d, n]) if (d, n) in f.needs else ledger.ZERO

    def handed(i: str, n: str, *_: int) -> Decimal:
        return most(*met[i, n]) if (i, n) in met else ledger.ZERO

    def short(d: str, n: str) -> Decimal:
        need = f.needs.get((d, n))
        return ledger.firm(need) if need is not None and need.may_short else ledger.ZERO

    def whole(i: str, *_: str | int) -> int | None:
        return 1 if i in f.items and f.items[i].whole else None

    def whole_need(d: str, n: str) -> int | None:
        return 1 if (d, n) in f.needs and f.needs[d, n].whole else None

    yield from ledger.domain("requirement", plan, f, "deliver", handed, whole, "units")
    yield from ledger.domain("requirement", plan, f, "short", short, whole_need, "units")
    yield from ledger.domain("requirement", plan, f, "late", most, kind="units")
    taken = ledger.by_period(plan, f, "deliver", 0, 1)
    for need in f.needs.values():
        handed_over = [sum(units) for units in zip(*(taken[i, need.nation] for i in need.items), strict=True)]
        yield from _audit_need(plan, f, need, ledger.cumulated(map(Decimal, handed_over)))


def _audit_need(plan: Plan, f: Facts, need: Need, taken: list[Decimal]) -> Iterator[Check]:
    """taken: units delivered by the end of every period."""
    key, due = (need.name, need.nation), [dec(units) for units in need.due]
    for e in need.extras:
        due[e.last] += dec(e.lot) * plan.get("lots", *key, e.label)
    owed = ledger.cumulated(due)
    short, delay = plan.get("short", *key), need.delay
    cells = tuple(f.problem.cell("Requirements", need.row, column) for column in COLUMNS)
    limits = tuple(f.problem.cell("Items", f.items[i].row, "latest delay") for i in need.items)
    loose = ledger.ZERO if need.whole else ledger.LOOSE * len(owed)
    yield Check("requirement", key, taken[-1] + short, "=", owed[-1], loose, "units", cells)
    for t in f.periods:
        index, late = ledger.names(f, (*key, t)), plan.get("late", *key, t)
        if late or owed[t] > taken[t]:
            behind = max(ledger.ZERO, owed[t] - taken[t])
            yield Check("requirement", (*index, "late"), late, "=", behind, loose, "units", cells)
        if need.used_when_due and taken[t]:
            yield Check("requirement", (*index, "early"), taken[t], "<=", owed[t], loose, "units", cells)
        if delay is not None and t >= delay and owed[t - delay]:
            by_now = taken[t] + short
            yield Check(
                "requirement", (*index, "latest"), by_now, ">=", owed[t - delay], loose, "units", cells + limits
            )
