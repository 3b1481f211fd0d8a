"""A line builds no faster and no slower than it can, and grows no faster than its ramp.

    built[i,t] <= max[i] on[i,t]
    built[i,t] >= min[i] (on[i,t] + on[i,t+1] - 1)                      on[i,T+1] = 0: the last period is free
    built[i,t] <= (1 + r[i]) built[i,t-1] + step[i] + startrate[i] up[i,t]
    up[i,t] >= on[i,t] - on[i,t-1];   sum_t up[i,t] <= 1                where the line may not restart
    up[i,t] <= 1 - on[i,t-1]                                             with a ramp: what runs cannot start
    sum of built[i,.] over any 12 months <= max rate[i]                  where max[i] was rounded up
    sum of built[i,.] over any 12 months >= min rate[i]                  where min[i] was rounded down and the line
                                                                         runs through them and the period after

    max[i], min[i]  units a period; where units are whole max is rounded up to whole units and min down
    r[i]            growth a period (Items, ramp % a year x period in years); step 1 by default
    startrate[i]    max(min[i], 1)
    on, up          0/1; exist only with a least rate, a ramp or a line that may not restart

Without the free last period 20 units at 8 to 9 a period would be infeasible; without the step 18 % of 4 whole units
would be 4 for ever.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import over
from procure.plan import Plan, dec
from procure.problem import Item


def period_rate(f: Facts, i: Item) -> float | None:
    """max[i]: most units of a period, None = no limit."""
    if i.max_rate is None:
        return None
    rate = i.max_rate * f.calendar.year_fraction
    return float(math.ceil(rate - 1e-9)) if i.whole else rate


def least_rate(f: Facts, i: Item) -> float:
    """min[i]: least units of a period while the line runs."""
    rate = i.min_rate * f.calendar.year_fraction
    return float(math.floor(rate + 1e-9)) if i.whole else rate


def constrain(m: Any, f: Facts) -> None:
    for i in f.items.values():
        _most(m, f, i)
        if any(key[0] == i.id for key in m.x["on"]):
            _line(m, f, i)
            _sustained(m, f, i)
        if i.ramp_fraction is not None:
            _ramp(m, f, i)


def _most(m: Any, f: Facts, i: Item) -> None:
    most, built, on = period_rate(f, i), m.x["built"], m.x["on"]
    cells = [f.problem.cell("Items", i.row, "max rate")]
    ceiling = f.most_of([i.id]) + i.surplus if most is None else most
    for t in f.periods:
        runs = over(on, [(i.id, t)], -ceiling)
        if (i.id, t) in built and (runs or most is not None):
            right = 0.0 if runs else ceiling
            m.require("rate", (i.id, t, "max"), [(1, built[i.id, t]), *runs], "<=", right, cells)
    if most is None or i.max_rate is None or most == i.max_rate * f.calendar.year_fraction:
        return
    year = 12 // f.calendar.months
    for t in range(max(1, f.periods.stop - year + 1)):
        units = over(built, ((i.id, u) for u in range(t, t + year)))
        if units:
            m.require("rate", (i.id, t, "year"), units, "<=", i.max_rate, cells)


def _line(m: Any, f: Facts, i: Item) -> None:
    built, on, up = m.x["built"], m.x["on"], m.x["up"]
    least = least_rate(f, i)
    cells = [f.problem.cell("Items", i.row, column) for column in ("min rate", "may restart")]
    for t in f.periods:
        if (i.id, t) not in on:
            continue
        now, before, after = over(on, [(i.id, t)]), over(on, [(i.id, t - 1)], -1), over(on, [(i.id, t + 1)])
        m.require("rate", (i.id, t, "up"), [(-1, up[i.id, t]), *now, *before], "<=", 0, cells[1:])
        if least > 0 and after:
            held = [(-least, on[i.id, t]), *((-least, v) for _, v in after)]
            m.require("rate", (i.id, t, "min"), [(1, built[i.id, t]), *held], ">=", -least, cells[:1])
    if not i.may_restart:
        starts = over(up, ((i.id, t) for t in f.periods))
        m.require("rate", (i.id, "restart"), starts, "<=", 1, cells[1:])


def _sustained(m: Any, f: Facts, i: Item) -> None:
    if least_rate(f, i) == i.min_rate * f.calendar.year_fraction:
        return
    year, cells = 12 // f.calendar.months, [f.problem.cell("Items", i.row, "min rate")]
    for t in range(f.periods.stop - year):
        runs = over(m.x["on"], ((i.id, u) for u in range(t, t + year + 1)), -i.min_rate)
        if len(runs) == year + 1:
            units = over(m.x["built"], ((i.id, u) for u in range(t, t + year)))
            m.require("rate", (i.id, t, "sustained"), units + runs, ">=", -i.min_rate * year, cells)


def _ramp(m: Any, f: Facts, i: Item) -> None:
    built, on, up = m.x["built"], m.x["on"], m.x["up"]
    growth = 1 + (i.ramp_fraction or 0.0) * f.calendar.year_fraction
    startrate = max(least_rate(f, i), 1.0)
    cells = [f.problem.cell("Items", i.row, column) for column in ("ramp", "ramp step")]
    for t in f.periods:
        if (i.id, t) in built:
            before = over(built, [(i.id, t - 1)], -growth)
            terms = [(1, built[i.id, t]), *before, (-startrate, up[i.id, t])]
            m.require("rate", (i.id, t, "ramp"), terms, "<=", i.ramp_step, cells)
            ran = over(on, [(i.id, t - 1)])
            if ran:
                m.require("rate", (i.id, t, "start"), [(1, up[i.id, t]), *ran], "<=", 1, cells[:1])


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    lines = {i.id for i in f.items.values() if i.min_rate > 0 or i.ramp_fraction is not None or not i.may_restart}

    def most(i: str, _: int) -> Decimal:
        if i not in f.items:
            return ledger.ZERO
        return dec(f.most_of([i])) + dec(f.items[i].surplus)

    def whole(i: str, _: int) -> int | None:
        return 1 if i in f.items and f.items[i].whole else None

    yield from ledger.domain("rate", plan, f, "built", most, whole, "units")
    for family in ("on", "up"):
        yield from ledger.domain("rate", plan, f, family, lambda i, _: int(i in lines), lambda *_: 1, "0/1")
    built = ledger.by_period(plan, f, "built", 0)
    runs, starts = ledger.by_period(plan, f, "on", 0), ledger.by_period(plan, f, "up", 0)
    for i in f.items.values():
        yield from _audit_most(f, i, built[i.id,])
        if i.id in lines:
            yield from _audit_line(f, i, built[i.id,], runs[i.id,], starts[i.id,])
        if i.ramp_fraction is not None:
            yield from _audit_ramp(f, i, built[i.id,], runs[i.id,], starts[i.id,])


def _audit_most(f: Facts, i: Item, built: list[Decimal]) -> Iterator[Check]:
    if i.max_rate is None:
        return
    cells, loose = (f.problem.cell("Items", i.row, "max rate"),), ledger.TYPED if i.whole else ledger.LOOSE
    exact = dec(i.max_rate) * f.calendar.months / 12
    most = ledger.ceiling(exact) if i.whole else exact
    for t in f.periods:
        if built[t]:
            yield Check("rate", ledger.names(f, (i.id, t, "max")), built[t], "<=", most, loose, "units", cells)
    year = 12 // f.calendar.months
    for t in range(max(1, len(built) - year + 1) if most != exact else 0):
        units = sum(built[t : t + year], ledger.ZERO)
        yield Check("rate", ledger.names(f, (i.id, t, "year")), units, "<=", dec(i.max_rate), loose, "units", cells)


def _audit_line(
    f: Facts, i: Item, built: list[Decimal], runs: list[Decimal], starts: list[Decimal]
) -> Iterator[Check]:
    cells = tuple(f.problem.cell("Items", i.row, column) for column in ("min rate", "may restart"))
    exact, loose = dec(i.min_rate) * f.calendar.months / 12, ledger.TYPED if i.whole else ledger.LOOSE
    least, year = -ledger.ceiling(-exact) if i.whole else exact, 12 // f.calendar.months
    for t in f.periods:
        before = runs[t - 1] if t else ledger.ZERO
        if built[t] > loose:
            yield Check("rate", ledger.names(f, (i.id, t, "on")), runs[t], ">=", ledger.ONE, unit="0/1", cells=cells)
        if runs[t] > before:
            index = ledger.names(f, (i.id, t, "up"))
            yield Check("rate", index, starts[t], ">=", runs[t] - before, unit="0/1", cells=cells[1:])
        if least > 0 and runs[t] and t + 1 < len(runs) and runs[t + 1]:
            index = ledger.names(f, (i.id, t, "min"))
            yield Check("rate", index, built[t], ">=", least, loose, "units", cells[:1])
        if least != exact and t + year < len(runs) and all(runs[t : t + year + 1]):
            index, units = ledger.names(f, (i.id, t, "sustained")), sum(built[t : t + year], ledger.ZERO)
            yield Check("rate", index, units, ">=", dec(i.min_rate), loose, "units", cells[:1])
    if not i.may_restart:
        restarts = sum(starts, ledger.ZERO)
        yield Check("rate", (i.id, "restart"), restarts, "<=", ledger.ONE, unit="times", cells=cells[1:])


def _audit_ramp(
    f: Facts, i: Item, built: list[Decimal], runs: list[Decimal], starts: list[Decimal]
) -> Iterator[Check]:
    cells = tuple(f.problem.cell("Items", i.row, column) for column in ("ramp", "ramp step"))
    years = Decimal(f.calendar.months) / 12
    least = dec(i.min_rate) * years
    growth, first = dec(i.ramp_fraction or 0) * years, max(-ledger.ceiling(-least) if i.whole else least, ledger.ONE)
    loose = ledger.TYPED if i.whole else 2 * ledger.LOOSE * (1 + growth)
    for t in f.periods:
        before = built[t - 1] if t else ledger.ZERO
        limit = before * (1 + growth) + dec(i.ramp_step) + first * starts[t]
        if built[t]:
            yield Check("rate", ledger.names(f, (i.id, t, "ramp")), built[t], "<=", limit, loose, "units", cells)
        if t and starts[t]:
            free = ledger.ONE - runs[t - 1]
            yield Check("rate", ledger.names(f, (i.id, t, "start")), starts[t], "<=", free, unit="0/1", cells=cells[:1])
