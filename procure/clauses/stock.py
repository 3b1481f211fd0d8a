"""What is built is delivered or kept.

    stock[i,t] = stock[i,t-1] + built[i,t] - sum_n deliver[i,n,t]
    stock[i,T] <= surplus[i]

    stock[i,t]  units, at most surplus[i] where the item may not be stored
    surplus[i]  units that may be built and kept undelivered (Items, surplus)
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, over
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    stock, x = m.x["stock"], m.x
    for i in f.items.values():
        cells = [f.problem.cell("Items", i.row, "may store")]
        for t in f.periods:
            out = over(x["deliver"], ((i.id, n, t) for n in f.takers[i.id]), -1)
            balance: Terms = over(x["built"], [(i.id, t)]) + out
            balance += over(stock, [(i.id, t - 1)]) + over(stock, [(i.id, t)], -1)
            if balance:
                m.require("stock", (i.id, t), balance, "=", 0, cells)
        kept = over(stock, [(i.id, f.periods[-1])])
        if kept:
            m.require("stock", (i.id, "end"), kept, "<=", i.surplus, [f.problem.cell("Items", i.row, "surplus")])


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    def most(i: str, _: int) -> Decimal | None:
        item = f.items.get(i)
        if item is not None and item.may_store:
            return None
        if item is not None and item.surplus > 0:
            return dec(item.surplus)
        return ledger.ZERO if item is None or item.whole else ledger.LOOSE

    def whole(i: str, _: int) -> int | None:
        return 1 if i in f.items and f.items[i].whole else None

    yield from ledger.domain("stock", plan, f, "stock", most, whole, "units")
    built, out = ledger.by_period(plan, f, "built", 0), ledger.by_period(plan, f, "deliver", 0)
    kept = ledger.by_period(plan, f, "stock", 0)
    for i in f.items.values():
        loose = ledger.ZERO if i.whole else ledger.LOOSE
        cells = (f.problem.cell("Items", i.row, "may store"),)
        for t in f.periods:
            before = kept[i.id,][t - 1] if t else ledger.ZERO
            balance = before + built[i.id,][t] - out[i.id,][t]
            if balance or kept[i.id,][t]:
                index = ledger.names(f, (i.id, t))
                yield Check("stock", index, kept[i.id,][t], "=", balance, loose, "units", cells)
        cells = (f.problem.cell("Items", i.row, "surplus"),)
        yield Check("stock", (i.id, "end"), kept[i.id,][-1], "<=", dec(i.surplus), loose, "units", cells)
