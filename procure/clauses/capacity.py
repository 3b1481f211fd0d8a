"""No supplier is loaded beyond its free capacity, nor changes its load faster than it can.

    load[c,t] = sum_w effort/d sum_{u=t-d+1..t} start[w,s,u] + sum_{w,b} effort make[w,s,b,t]
    more[c,t] = sum_e adds[e] sum_{u<=t-lead[e]} expand[e,u]
    sum_{t of the column} load[c,t] <= free[c] capacity[c,column] + sum_{t of the column} more[c,t]
    | load[c,t] - load[c,t-1] | <= ramp[c] (free[c] capacity[c,t] + more[c,t])      where both periods have a capacity

    c         a row of Capacity: supplier s, a sector or package, a unit (sets, hours, tonnes, M of base value)
    effort    of the whole one-off package w, or of a set, in the row's unit; a dear supplier uses no more capacity
    d         periods that w takes
    free[c]   0..1  share free
    e         an investment of the same supplier in the same work and unit; adds[e] is free as it is, a period's part
              of what it adds in a year; lead[e] periods from decision to use
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import enlarged, load
from procure.plan import Plan, dec
from procure.problem import Capacity


def name(c: Capacity) -> tuple[str, str, str]:
    """What a capacity row is called in rows and checks."""
    return (c.supplier, c.package or c.sector or "all", c.unit)


def constrain(m: Any, f: Facts) -> None:
    for c in f.problem.capacities:
        for limit in c.limits:
            terms = load(m, f, c, limit.span.periods)
            if terms:
                cells = [f.problem.cell("Capacity", c.row, limit.column)]
                right, more = c.free_fraction * limit.amount, enlarged(m, f, c, limit.span.periods, -1)
                m.require("capacity", (*name(c), limit.span.first), terms + more, "<=", right, cells)
        if c.ramp_fraction is not None:
            _ramp(m, f, c, c.ramp_fraction)


def _ramp(m: Any, f: Facts, c: Capacity, ramp: float) -> None:
    amounts = {x.span.first: x.amount for x in c.limits if x.span.first == x.span.last}
    cells = [f.problem.cell("Capacity", c.row, "ramp")]
    for t, amount in sorted(amounts.items()):
        if t - 1 in amounts:
            change = load(m, f, c, range(t, t + 1)) + load(m, f, c, range(t - 1, t), -1)
            room = ramp * c.free_fraction * amount
            if change:
                more, less = (enlarged(m, f, c, range(t, t + 1), sign * ramp) for sign in (1, -1))
                m.require("capacity", (*name(c), t, "up"), change + less, "<=", room, cells)
                m.require("capacity", (*name(c), t, "down"), change + more, ">=", -room, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    starts, made = ledger.by_period(plan, f, "start", 0, 1), ledger.by_period(plan, f, "make", 0, 1, 2)
    for c in f.problem.capacities:
        loads, loose = _loads(f, c, starts, made)
        free, more = dec(c.free_fraction), _more(plan, f, c)
        for limit in c.limits:
            found = sum((loads[t] for t in limit.span.periods), ledger.ZERO)
            cells = (f.problem.cell("Capacity", c.row, limit.column),)
            granted = ledger.TYPED + loose * len(limit.span.periods)
            index = ledger.names(f, (*name(c), limit.span.first))
            most = free * dec(limit.amount) + sum((more[t] for t in limit.span.periods), ledger.ZERO)
            yield Check("capacity", index, found, "<=", most, granted, c.unit, cells)
        single = {x.span.first: dec(x.amount) for x in c.limits if x.span.first == x.span.last}
        for t in sorted(single if c.ramp_fraction is not None else ()):
            if t - 1 in single:
                room = dec(c.ramp_fraction or 0) * (free * single[t] + more[t])
                cells = (f.problem.cell("Capacity", c.row, "ramp"),)
                index, change = ledger.names(f, (*name(c), t, "ramp")), abs(loads[t] - loads[t - 1])
                yield Check("capacity", index, change, "<=", room, ledger.TYPED + 2 * loose, c.unit, cells)


def _more(plan: Plan, f: Facts, c: Capacity) -> list[Decimal]:
    """What the investments that the plan makes add to the row in every period."""
    found = [ledger.ZERO] * len(f.periods)
    for e in f.problem.investments:
        if (e.supplier, e.sector, e.package, e.unit) == (c.supplier, c.sector, c.package, c.unit):
            each, wait = dec(e.adds) * dec(f.calendar.year_fraction), f.calendar.periods(e.months)
            for t in f.periods:
                made = sum((plan.get("expand", e.id, u) for u in range(t - wait + 1)), ledger.ZERO)
                found[t] += each * made
    return found


def loads(plan: Plan, f: Facts, c: Capacity) -> tuple[list[Decimal], Decimal]:
    """As a finished plan has it: load of a row in every period, and what rounded shares and sets may add in one."""
    return _loads(f, c, ledger.by_period(plan, f, "start", 0, 1), ledger.by_period(plan, f, "make", 0, 1, 2))


def _loads(f: Facts, c: Capacity, starts: ledger.Series, made: ledger.Series) -> tuple[list[Decimal], Decimal]:
    """Load of a capacity row in every period, and what rounded shares and sets may add to it in one."""
    loads, loose = [ledger.ZERO] * len(f.periods), ledger.ZERO
    for w in f.covers(c):
        package = f.packages[w]
        if package.recurring:
            parts = [(dec(f.effort(w, c.supplier, c.unit, b)), made[w, c.supplier, b.id]) for b in f.streams[w]]
            rounded = not ledger.whole_sets(f, package)
        else:
            done = ledger.spread(starts[w, c.supplier], f.duration(package))
            parts, rounded = [(dec(f.effort(w, c.supplier, c.unit)), done)], package.divisible
        for effort, amounts in parts:
            loads = [load + effort * amount for load, amount in zip(loads, amounts, strict=True)]
            loose += ledger.LOOSE * effort if rounded and any(amounts) else ledger.ZERO
    return loads, loose
