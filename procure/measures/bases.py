"""What an amount is of. With a amount and W the work of the same packages in the same periods:

    M, units, count          measure  >=, <=, =  a
    % of own cost            work[who] >= a/100 charge[who]                  charge of the same phases and periods
    % of total work          work[who] >= a/100 sum_n W[n]
    points of agreed share   work[who] >= sum_{p,t} (share[who,p,t] - a/100) sum_{n partner} W[n,p,t]
                             work[who] <= sum_{p,t} (share[who,p,t] + a/100) sum_{n partner} W[n,p,t]
    units from pro-rata      |deliver[who] - due[who]/due[all] deliver[all]| <= a

    share[n,p,t]  0..1  agreed work share, else the partners' part of the cost key (keys.agreed_share); phases that are
                  paid where they are performed have none and are left out, unless Shares states one for them

Everything is linear because shares, keys and due quantities are data.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from procure import keys
from procure.facts import Facts
from procure.measures import cost, deliveries, work
from procure.measures.rows import Row
from procure.pieces import Terms, over
from procure.plan import Plan, dec
from procure.problem import Package, Phase

POINTS, PRO_RATA, OWN_COST, TOTAL_WORK = (
    "points of agreed share", "units from pro-rata", "% of own cost", "% of total work",
)  # fmt: skip
UNITS = {
    "M": "M", OWN_COST: "%", POINTS: "points", TOTAL_WORK: "%", "units": "units", PRO_RATA: "units", "count": "",
}  # fmt: skip
RELATIVE = (OWN_COST, POINTS, TOTAL_WORK)


def without_return(f: Facts, phase: Phase) -> bool:
    """Whether nobody expects a share of the phase's work: it is paid where it is done, and Shares states none."""
    stated = any(s.phase == phase.id and s.work_share is not None for s in f.problem.shares)
    return phase.key == "where performed" and not stated


def phases(f: Facts, base: str) -> tuple[str, ...]:
    """Phases that a base speaks of."""
    return tuple(p.id for p in f.problem.phases if base != POINTS or not without_return(f, p))


def constant(row: Row) -> float:
    """The number on the right of the row: the amount, or 0 where the amount is a part of something."""
    return 0.0 if row.rule.base in RELATIVE else row.rule.amount


def asked(row: Row) -> Decimal:
    """The amount on the scale of what is reached: "2 points" is 2 below the share for >=."""
    amount = dec(row.rule.amount)
    return -amount if row.rule.base == POINTS and row.rule.relation == ">=" else amount


# In the optimisation


def terms(m: Any, f: Facts, row: Row) -> Terms:
    """What stands on the right of the row beside `constant`, as terms."""
    part = row.rule.amount / 100
    if row.rule.base == OWN_COST:
        return [(part * c, x) for c, x in cost.expression(m, f, row)]
    if row.rule.base == TOTAL_WORK:
        return [(part * c, x) for c, x in work.done(m, f, row, tuple(f.nations), row.phases, row.periods)]
    if row.rule.base == POINTS:
        return _shared_work(m, f, row)
    if row.rule.base == PRO_RATA:
        ratio = _due(f, row, row.who) / _due(f, row, tuple(f.nations))
        everybody = ((i, n, t) for i in row.items for n in f.nations for t in row.periods)
        return over(m.x["deliver"], everybody, ratio)
    return []


def _shared_work(m: Any, f: Facts, row: Row) -> Terms:
    step = row.rule.amount / 100 * (-1 if row.rule.relation == ">=" else 1)
    found: Terms = []
    for p in row.phases:
        share = keys.agreed_share(f, f.phases[p]) or {}
        for t in row.periods:
            factor = sum(share.get((n, t), 0.0) for n in row.who) + step
            found += [(factor * c, x) for c, x in work.done(m, f, row, f.partners, (p,), range(t, t + 1))]
    return found


def _due(f: Facts, row: Row, who: tuple[str, ...]) -> float:
    return sum(f.due[i, n][t] for i in row.items for n in who if (i, n) in f.due for t in row.periods)


def worth(f: Facts, row: Row) -> float:
    """M (or units) that one unit of the amount stands for, by the lowest prices and the reference keys; above 0.

    A miss in points or per cent is a ratio of decisions; at this fixed worth it is linear.
    """
    if row.rule.base not in RELATIVE:
        return 1.0
    total = 0.0
    for w in (f.packages[k] for k in row.packages) if row.rule.base != OWN_COST else f.problem.packages:
        if w.phase in row.phases:
            total += _lowest_price(f, w) * (_part_paid(f, row, w) if row.rule.base == OWN_COST else 1.0)
    return total / 100 or 0.01


def _lowest_price(f: Facts, w: Package) -> float:
    suppliers = f.suppliers_of[w.id]
    if not suppliers:
        return 0.0
    if not w.recurring:
        return min(f.price(w.id, s) for s in suppliers)
    return sum(f.sets(b) * min(f.price(w.id, s, b) for s in suppliers) for b in f.streams[w.id])


def _part_paid(f: Facts, row: Row, w: Package) -> float:
    phase = f.phases[w.phase]
    key = keys.fixed(f, phase) or keys.reference(f, phase)
    return sum(key.get((n, t), 0.0) for n in row.who for t in row.periods) / len(row.periods)


# In a finished plan: its own sums, in Decimal, over the plan's leaves


def found(plan: Plan, f: Facts, row: Row, value: Decimal) -> Decimal:
    """What is compared: the measured value, or its distance from pro-rata."""
    if row.rule.base != PRO_RATA:
        return value
    needed = [(n, dec(f.due[i, n][t])) for i, n in f.due if i in row.items for t in row.periods]
    mine, everybody = sum(u for n, u in needed if n in row.who), sum(u for _, u in needed)
    handed_over = sum(
        units for (i, _, t), units in plan.values.get("deliver", {}).items() if i in row.items and t in row.periods
    )
    return abs(value - Decimal(handed_over) * mine / everybody) if everybody else Decimal(0)


def limit(plan: Plan, f: Facts, row: Row) -> tuple[Decimal, Decimal]:
    """(what `found` is compared with, what rounding may have moved in it)."""
    return _LIMITS.get(row.rule.base, _amount)(plan, f, row)


def _amount(plan: Plan, f: Facts, row: Row) -> tuple[Decimal, Decimal]:
    return dec(row.rule.amount), Decimal(0)


def _of_own_cost(plan: Plan, f: Facts, row: Row) -> tuple[Decimal, Decimal]:
    percent = dec(row.rule.amount)
    return percent * cost.value(plan, f, row) / 100, abs(percent) * cost.tolerance(plan, f, row) / 100


def _of_total_work(plan: Plan, f: Facts, row: Row) -> tuple[Decimal, Decimal]:
    percent, all_nations = dec(row.rule.amount), tuple(f.nations)
    total = sum(amount for _, amount in work.leaves(plan, f, row, all_nations))
    return percent * Decimal(total) / 100, abs(percent) * work.grain(plan, f, row, all_nations) / 100


def _of_agreed_share(plan: Plan, f: Facts, row: Row) -> tuple[Decimal, Decimal]:
    points = asked(row)
    expected: dict[tuple[str, int], Decimal] = {}
    for p in row.phases:
        for (n, t), share in (keys.agreed_share(f, f.phases[p]) or {}).items():
            if n in row.who:
                expected[p, t] = expected.get((p, t), Decimal(0)) + dec(share)
    total, greatest = Decimal(0), Decimal(0)
    for key, amount in work.leaves(plan, f, row, f.partners):
        percent = 100 * expected.get((f.packages[str(key[0])].phase, int(key[-1])), Decimal(0)) + points
        total += amount * percent / 100
        greatest = max(greatest, abs(percent))
    return total, greatest * work.grain(plan, f, row, f.partners) / 100


_LIMITS: dict[str, Callable[[Plan, Facts, Row], tuple[Decimal, Decimal]]] = {
    OWN_COST: _of_own_cost,
    TOTAL_WORK: _of_total_work,
    POINTS: _of_agreed_share,
}


def one(plan: Plan, f: Facts, row: Row) -> Decimal:
    """M (or units) of the plan that one unit of the amount stands for; 0 where there is nothing to be a part of."""
    if row.rule.base == OWN_COST:
        return cost.value(plan, f, row) / 100
    if row.rule.base in (TOTAL_WORK, POINTS):
        who = f.partners if row.rule.base == POINTS else tuple(f.nations)
        return Decimal(sum(amount for _, amount in work.leaves(plan, f, row, who))) / 100
    return Decimal(1)


def pro_rata_known(f: Facts, row: Row) -> bool:
    """Whether the row can be stated: for units from pro-rata something must be due by then."""
    return row.rule.base != PRO_RATA or _due(f, row, tuple(f.nations)) > 0


def tolerance(plan: Plan, f: Facts, row: Row, own: Decimal) -> Decimal:
    """What rounding and the solver's idea of equal may move in the comparison, in the unit of `found`."""
    if row.rule.base == PRO_RATA:
        return own + deliveries.NEAR * (1 + len(f.nations) * len(row.periods))
    return own + limit(plan, f, row)[1]
