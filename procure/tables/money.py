"""Who pays: cost shares, and payments against budgets."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from procure import dues, keys
from procure.plan import dec
from procure.tables.figures import ZERO, Figures, grouped, part, weighted
from procure.tables.table import PERCENT, POINTS, Column, Rows, Table
from procure.tables.treasuries import against_lines

ALL_PHASES = "all phases"


def cost_shares(x: Figures) -> Table:
    """Nation by phase: its charge, its share, the key agreed."""
    columns = [
        Column("phase", width=16), Column("nation", width=12), Column("key", width=16),
        *_borne(x, Column(x.before, x.money, 14)), Column("charge", x.money, 14),
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
            agreed = None if key is None else _agreed(x, key, n, p.id)
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


def _agreed(x: Figures, key: keys.Key, nation: str, phase: str) -> Decimal | None:
    """Part of the cost that the key agreed comes to, with what the nation bears directly."""
    if (phase,) not in x.direct:
        return weighted(key, nation, x.spend, phase)
    keyed = {(p, t): spent for (p, t), spent in x.spend.items() if p == phase}
    whole = sum(keyed.values(), ZERO)
    for t, borne in enumerate(x.direct[phase,]):
        keyed[phase, t] = keyed.get((phase, t), ZERO) - borne
    parted = sum((dec(key.get((nation, int(t)), 0.0)) * amount for (_, t), amount in keyed.items()), ZERO)
    return part(parted + sum(x.direct[nation, phase], ZERO), whole)


T = TypeVar("T")


def _borne(x: Figures, *what: T) -> tuple[T, ...]:
    """Columns and cells of what nations bear: only where it is not what they are charged."""
    return what if x.f.problem.funds or x.has_vat else ()


def points(share: Decimal | None, agreed: Decimal | None) -> Decimal | None:
    """Points between two fractions."""
    return None if share is None or agreed is None else (share - agreed) * 100


def payments(x: Figures) -> Table:
    """Nation by period: charge, due, paid, by phase; budget, what is carried, what is left."""
    columns = [Column("nation", width=12), Column("figure", width=26), Column("total", x.money, 14)]
    periods = dues.periods(x.f)
    columns += [Column(x.f.calendar.label(t), x.money, 11) for t in periods]
    rows = Rows()
    charge, due, paid = (grouped(x.plan.items(family), 0, 2) for family in ("charge", "due", "pay"))
    settled = grouped(x.plan.items("settle"), 0, 2)
    for n in x.payers:
        if x.settlements.get((n,)):
            by_period = [settled.get((n, t), ZERO) for t in periods]
            rows.add(n, "settled with the others", sum(by_period, ZERO), *by_period)
        for figure, table in (("charge", charge), ("due", due), ("paid", paid)):
            by_period = [table.get((n, t), ZERO) for t in periods]
            rows.add(n, figure, sum(by_period, ZERO), *by_period, total=figure == "paid")
        for p in x.f.problem.phases:
            by_period = [x.plan.get("pay", n, p.id, t) for t in periods]
            if any(by_period):
                rows.add(n, f"paid for {p.id}", sum(by_period, ZERO), *by_period)
        _of_loans(x, rows, n)
        against_lines(x, rows, n, len(periods))
    for figure, table in (("charge", charge), ("due", due), ("paid", paid)):
        by_period = [sum((table.get((n, t), ZERO) for n in x.payers), ZERO) for t in periods]
        rows.add("all", figure, sum(by_period, ZERO), *by_period, total=True)
    sentence = (
        "What each treasury pays in each period, against its budget; a budget stands in the last period that it "
        "holds for, blank is no limit, room left below nothing is red."
    )
    if len(periods) > len(x.f.periods):
        sentence += " What falls due after the last period stands in the last column; no budget limits it."
    return rows.table("Payments", "Payments", sentence, columns)


def _of_loans(x: Figures, rows: Rows, nation: str) -> None:
    for figure, family in (("drawn from loans", "draw"), ("paid back", "repay")):
        sums = grouped(((key, leaf) for key, leaf in x.plan.items(family) if key[1] == nation), 2)
        by_period = [sums.get((t,), ZERO) for t in dues.periods(x.f)]
        if any(by_period):
            rows.add(nation, figure, sum(by_period, ZERO), *by_period)
