"""Options and wishes: units beyond the firm ones, taken in lots, when all that is firm is delivered, not early.

    extra[d,n,q] = lot[q] lots[d,n,q],   0 <= lots[d,n,q] <= total[q] / lot[q]
    sum_{i meets d,n} sum_{u<=t} deliver[i,n,u] <= firm[d,n] + sum_{q: first[q]<=t} extra[d,n,q]
    lots[d,n,q] <= total[q] / lot[q] complete[d,n];   short[d,n] <= firm[d,n] (1 - complete[d,n])
                                                            where firm units may be left out

    q              a row of Requirements of the order option or wish
    lots[d,n,q]    lots   whole where units are, or a lot is given
    total[q]       units  that n may take; lot[q] of them together
    first[q]       first period in which any of them is due
    firm[d,n]      units  what n needs of d in all
    complete[d,n]  0/1    no firm unit is left out

The first row is no row: extra is written out as lot x lots. What is taken is among what is delivered, and due in the
last period of its row (requirement.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.demand import Need
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import extra_units, over
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    x = m.x
    for (d, n), need in f.needs.items():
        cells = [f.problem.cell("Requirements", e.row, "first") for e in need.extras]
        for t in range(max((e.first for e in need.extras), default=0)):
            so_far = over(x["deliver"], ((i, n, u) for i in need.items for u in range(t + 1)))
            known = [e for e in need.extras if e.first <= t]
            if so_far:
                terms = [*so_far, *extra_units(m, need, known, -1.0)]
                m.require("extras", (d, n, t), terms, "<=", f.firm[d, n], cells)
        if (d, n) in x["complete"]:
            _firm_first(m, f, need)


def _firm_first(m: Any, f: Facts, need: Need) -> None:
    key, x = (need.name, need.nation), m.x
    complete = x["complete"][key]
    cells = [f.problem.cell("Items", f.items[i].row, "may short") for i in need.items]
    for e in need.extras:
        m.require("extras", (*key, e.label), [(1, x["lots"][*key, e.label]), (-e.most, complete)], "<=", 0, cells)
    m.require("extras", (*key, "firm"), [(1, x["short"][key]), (f.firm[key], complete)], "<=", f.firm[key], cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    rows = {(need.name, need.nation, e.label): e for need in f.needs.values() for e in need.extras}

    def most(*key: str) -> Decimal:
        return dec(rows[key].most) if key in rows else ledger.ZERO

    def whole(*key: str) -> int | None:
        return 1 if key in rows and rows[key].whole else None

    yield from ledger.domain("extras", plan, f, "lots", most, whole, "lots")
    handed = ledger.by_period(plan, f, "deliver", 0, 1)
    for need in f.needs.values():
        if need.extras:
            by_period = zip(*(handed[i, need.nation] for i in need.items), strict=True)
            yield from _audit_need(plan, f, need, ledger.cumulated(sum(units, ledger.ZERO) for units in by_period))


def _audit_need(plan: Plan, f: Facts, need: Need, handed: list[Decimal]) -> Iterator[Check]:
    """handed: units delivered by the end of every period."""
    key = (need.name, need.nation)
    taken = {e.label: dec(e.lot) * plan.get("lots", *key, e.label) for e in need.extras}
    loose = ledger.ZERO if need.whole else ledger.LOOSE * len(handed)
    cells = tuple(f.problem.cell("Requirements", e.row, "first") for e in need.extras)
    for t in range(max(e.first for e in need.extras)):
        most = ledger.firm(need) + sum((taken[e.label] for e in need.extras if e.first <= t), ledger.ZERO)
        if handed[t]:
            yield Check("extras", ledger.names(f, (*key, t)), handed[t], "<=", most, loose, "units", cells)
    if any(taken.values()):
        cells = tuple(f.problem.cell("Items", f.items[i].row, "may short") for i in need.items)
        yield Check("extras", (*key, "firm"), plan.get("short", *key), "=", ledger.ZERO, loose, "units", cells)
