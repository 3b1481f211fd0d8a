"""Who pays: cost shares, payments against budgets, and the way from prices to payments."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from procure import keys
from procure.plan import dec
from procure.tables.figures import ZERO, Figures, grouped, part, weighted
from procure.tables.table import PERCENT, POINTS, TEXT, Column, Rows, Table, Value

ALL_PHASES = "all phases"


def cost_shares(x: Figures) -> Table:
    """Nation by phase: its charge, its share, the key agreed."""
    columns = [
        Column("phase", width=16), Column("nation", width=12), Column("key", width=16),
        *_borne(x, Column("before grants", x.money, 14)), Column("charge", x.money, 14),
        Column("cost share", PERCENT, 11), Column("agreed", PERCENT, 10), Column("above agreed", POINTS, 13),
    ]  # fmt: skip
    rows = Rows()
    for p in x.f.problem.phases:
        who = keys.payers(x.f, p)
        whole = sum((x.gross.get((n, p.id), ZERO) for n in who), ZERO)
        left = sum((x.cost.get((n, p.id), ZERO) for n in who), ZERO)
        key = x.key(p)
        for n in who:
            gross, charge = x.gross.get((n, p.id), ZERO), x.cost.get((n, p.id), ZERO)
            share = part(gross, whole)
            agreed = None if key is None else weighted(key, n, x.spend, p.id)
            rows.add(p.id, n, p.key, *_borne(x, gross), charge, share, agreed, points(share, agreed))
        rows.add(p.id, "all", p.key, *_borne(x, whole), left, part(whole, whole), None, None, total=True)
    grosses = grouped(x.gross.items(), 0)
    whole = sum(grosses.values(), ZERO)
    for n in x.payers:
        gross, charge = grosses.get((n,), ZERO), x.costs.get((n,), ZERO)
        rows.add(ALL_PHASES, n, "", *_borne(x, gross), charge, part(gross, whole), None, None)
    rows.add(ALL_PHASES, "all", "", *_borne(x, whole), x.total_cost, part(whole, whole), None, None, total=True)
    sentence = "What each nation is charged for each phase, and how its share of the cost stands to the key agreed."
    return rows.table("Cost shares", "Cost shares", sentence, columns)


T = TypeVar("T")


def _borne(x: Figures, *what: T) -> tuple[T, ...]:
    """Columns and cells of outside money: only where there are funds."""
    return what if x.f.problem.funds else ()


def points(share: Decimal | None, agreed: Decimal | None) -> Decimal | None:
    """Points between two fractions."""
    return None if share is None or agreed is None else (share - agreed) * 100


def payments(x: Figures) -> Table:
    """Nation by period: charge, due, paid, by phase; budget, what is carried, what is left."""
    columns = [Column("nation", width=12), Column("figure", width=26), Column("total", x.money, 14)]
    columns += [Column(label, x.money, 11) for label in x.labels]
    rows = Rows()
    charge, due, paid = (grouped(x.plan.items(family), 0, 2) for family in ("charge", "due", "pay"))
    for n in x.payers:
        for figure, table in (("charge", charge), ("due", due), ("paid", paid)):
            by_period = [table.get((n, t), ZERO) for t in x.f.periods]
            rows.add(n, figure, sum(by_period, ZERO), *by_period, total=figure == "paid")
        for p in x.f.problem.phases:
            by_period = [x.plan.get("pay", n, p.id, t) for t in x.f.periods]
            if any(by_period):
                rows.add(n, f"paid for {p.id}", sum(by_period, ZERO), *by_period)
        _of_loans(x, rows, n)
        _against_budget(x, rows, n)
    for figure, table in (("charge", charge), ("due", due), ("paid", paid)):
        by_period = [sum((table.get((n, t), ZERO) for n in x.payers), ZERO) for t in x.f.periods]
        rows.add("all", figure, sum(by_period, ZERO), *by_period, total=True)
    sentence = (
        "What each treasury pays in each period, against its budget; a budget stands in the last period that it "
        "holds for, blank is no limit, room left below nothing is red."
    )
    return rows.table("Payments", "Payments", sentence, columns)


def _of_loans(x: Figures, rows: Rows, nation: str) -> None:
    for figure, family in (("drawn from loans", "draw"), ("paid back", "repay")):
        sums = grouped(((key, leaf) for key, leaf in x.plan.items(family) if key[1] == nation), 2)
        by_period = [sums.get((t,), ZERO) for t in x.f.periods]
        if any(by_period):
            rows.add(nation, figure, sum(by_period, ZERO), *by_period)


def _against_budget(x: Figures, rows: Rows, nation: str) -> None:
    budget = x.budget(nation)
    if budget is None or not budget.limits:
        return
    ends = {limit.span.last: dec(limit.amount) for limit in budget.limits}
    in_all = sum(ends.values(), ZERO)
    rows.add(nation, "budget", in_all, *(ends.get(t) for t in x.f.periods))
    carried = [x.plan.get("carry", nation, t) for t in x.f.periods]
    if any(carried):
        rows.add(nation, "carried on", None, *(carried[t] if t in ends else None for t in x.f.periods))
    room = x.room(nation)
    left: list[Value] = [room.get(t) for t in x.f.periods]
    rows.add(nation, "room left", None, *left, red=[3 + t for t, value in room.items() if value < 0])


def cost_bridge(x: Figures) -> Table:
    """Nation by phase: from the phase's prices over the key to the charge, what is due and what is paid."""
    columns = [
        Column("nation", width=12), Column("phase", width=16), Column("prices of the phase", x.money, 14),
        Column("set-up of the phase", x.money, 14), *_controlled(x, Column("transfers of the phase", x.money, 14)),
        Column("cost of the phase", x.money, 14),
        Column("key", TEXT, 16), Column("cost share", PERCENT, 11),
        *_borne(x, Column("before grants", x.money, 14), Column("grants", x.money, 14)), Column("charge", x.money, 14),
        Column("due", x.money, 14), Column("paid", x.money, 14), Column("own work", x.money, 14),
        Column("charge less own work", x.money, 14),
    ]  # fmt: skip
    rows = Rows()
    due, paid = grouped(x.plan.items("due"), 0, 1), grouped(x.plan.items("pay"), 0, 1)
    work = x.performed
    prices, setups = (_by_phase(x, table) for table in (x.prices, x.setups))
    for n in x.shown_nations:
        sums, all_ = [ZERO] * (len(columns) - 7 - len(_controlled(x, None))), sum(x.gross.values(), ZERO)
        for p in x.f.problem.phases:
            key, price, setup = (n, p.id), prices.get(p.id, ZERO), setups.get(p.id, ZERO)
            transfer = x.transfers.get((p.id,), ZERO)
            spent = price + setup + transfer
            gross, charge, own = x.gross.get(key, ZERO), x.cost.get(key, ZERO), work.get(key, ZERO)
            if n not in keys.payers(x.f, p) and not own:
                continue
            ends = [*_borne(x, gross, gross - charge), charge]
            ends += [due.get(key, ZERO), paid.get(key, ZERO), own, charge - own]
            rows.add(n, p.id, price, setup, *_controlled(x, transfer), spent, p.key, part(gross, spent), *ends)
            sums = [before + more for before, more in zip(sums, ends, strict=True)]
        blank = (None, None, *_controlled(x, None), None)
        rows.add(n, ALL_PHASES, *blank, "", part(sums[0], all_), *sums, total=True)
    sentence = "How each nation comes to what it pays: prices and set-up make the cost, the key its part, terms when."
    return rows.table("Cost bridge", "Cost bridge", sentence, columns)


def _controlled(x: Figures, *what: T) -> tuple[T, ...]:
    """Columns and cells of transfers of technology: only where there are controls."""
    return what if x.f.problem.controls else ()


def _by_phase(x: Figures, table: dict[tuple[str | int, ...], Decimal]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for (w, _), value in table.items():
        phase = x.f.packages[str(w)].phase
        sums[phase] = sums.get(phase, ZERO) + value
    return sums
