"""Decisions already taken stay taken.

    award:    award[w,s] = value                                              1 or 0
    begin:    sum_{t rel period} begin[w,t] = 1
    deliver:  sum_t deliver[i,n,t] rel value                                  of one period, or of all
    share of a package:  sum_t start[w,s,t] rel value;   recurring:  sum make[w,s] rel value sum_s make[w,s]
    share of the cost:   sum_t gross[n,p,t] rel value sum_t spend[p,t]

    rel    =, >= or <= (Pins, relation); value in units, or a part 0..1 for share

A recurring package whose sets stay whole keeps "=" to within less than one set: 60 % of 7
sets is 4.2, so 4 or 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.decisions import BY_NAME
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, made, over, own_parts
from procure.plan import Plan, dec
from procure.problem import Package, Pin


def constrain(m: Any, f: Facts) -> None:
    for number, pin in enumerate(f.problem.pins):
        terms, right = _row(m, f, pin)
        relation = "=" if pin.decision == "begin" else pin.relation
        cells = [f.problem.cell("Pins", pin.row, "value"), f.problem.cell("Pins", pin.row, "decision")]
        if relation == "=" and pin.decision == "share" and pin.package is not None and _whole(f, pin.package):
            m.require("pins", (number, pin.decision, "least"), terms, ">=", right - 0.999, cells)
            m.require("pins", (number, pin.decision, "most"), terms, "<=", right + 0.999, cells)
        else:
            m.require("pins", (number, pin.decision), terms, relation, right, cells)


def _whole(f: Facts, package: str) -> bool:
    """Whether the package is made in whole sets that several suppliers may share."""
    whole = BY_NAME["make"].whole
    return f.packages[package].recurring and whole is not None and whole(f, (package,))


def _row(m: Any, f: Facts, pin: Pin) -> tuple[Terms, float]:
    x = m.x
    if pin.decision == "award":
        return over(x["award"], [(pin.package, pin.supplier)]), pin.value
    if pin.decision == "begin":
        periods = [t for t in f.periods if pin.period is not None and _stands(t, pin.relation, pin.period)]
        return over(x["begin"], ((pin.package, t) for t in periods)), 1.0
    if pin.decision == "deliver":
        periods = list(f.periods) if pin.period is None else [pin.period]
        return over(x["deliver"], ((pin.item, pin.nation, t) for t in periods)), pin.value
    if pin.package is None:
        charged = over(own_parts(m), ((pin.nation, pin.phase, t) for t in f.periods))
        return charged + over(x["spend"], ((pin.phase, t) for t in f.periods), -pin.value), 0.0
    who = [s for s in f.suppliers_of[pin.package] if s == pin.supplier]
    if not f.packages[pin.package].recurring:
        keys = ((pin.package, s, t) for s in who for t in f.window[pin.package])
        return over(x["start"], keys), pin.value
    everybody = made(m, f, pin.package, f.suppliers_of[pin.package], f.periods, -pin.value)
    return made(m, f, pin.package, who, f.periods) + everybody, 0.0


def _stands(t: int, relation: str, period: int) -> bool:
    return t == period if relation == "=" else (t <= period if relation == "<=" else t >= period)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    for number, pin in enumerate(f.problem.pins):
        found, limit, tolerance, unit = _pinned(plan, f, pin)
        relation = "=" if pin.decision == "begin" else pin.relation
        index = (str(number + 1), pin.decision, *filter(None, (pin.package, pin.item, pin.phase)))
        index += tuple(filter(None, (pin.supplier, pin.nation)))
        cells = tuple(f.problem.cell("Pins", pin.row, column) for column in ("value", "decision"))
        yield Check("pins", index, found, relation, limit, tolerance, unit, cells)


def _pinned(plan: Plan, f: Facts, pin: Pin) -> tuple[Decimal, Decimal, Decimal, str]:
    """(found, limit, tolerance, unit) of a pin."""
    value, long = dec(pin.value), len(f.periods)
    if pin.decision == "award":
        return plan.get("award", str(pin.package), str(pin.supplier)), value, ledger.ZERO, "0/1"
    if pin.decision == "begin":
        at = -1 if pin.period is None else pin.period
        kept = {"=": range(at, at + 1), "<=": range(at + 1), ">=": range(at, long)}[pin.relation]
        begun = sum((plan.get("begin", str(pin.package), t) for t in kept), ledger.ZERO)
        return begun, ledger.ONE, ledger.ZERO, "times"
    if pin.decision == "deliver":
        loose = ledger.ZERO if f.items[str(pin.item)].whole else ledger.LOOSE * long
        return plan.total("deliver", pin.item, pin.nation, pin.period), value, loose, "units"
    if pin.package is None:
        charged, spent = ledger.own_parts(plan, f).total("gross", pin.nation, pin.phase), plan.total("spend", pin.phase)
        parts = sum(count for (p, _), count in ledger.leaves(plan, f, "price", "setup").items() if p == pin.phase)
        return charged, value * spent, ledger.apportioned(f) + ledger.unit(f) * value * parts / 2, "M"
    return _pinned_share(plan, f, pin, f.packages[pin.package])


def _pinned_share(plan: Plan, f: Facts, pin: Pin, w: Package) -> tuple[Decimal, Decimal, Decimal, str]:
    done = ledger.totals(plan, "make" if w.recurring else "start", 0, 1)
    mine = everything = ledger.ZERO
    for (v, s), amount in done.items():
        if v == w.id:
            everything += amount
            mine += amount if s == pin.supplier else ledger.ZERO
    if not w.recurring:
        return mine, dec(pin.value), ledger.LOOSE, "of the package"
    step = ledger.ONE - ledger.TYPED if pin.relation == "=" else ledger.TYPED
    loose = step if ledger.whole_sets(f, w) else ledger.LOOSE * len(f.periods)
    return mine, dec(pin.value) * everything, loose, "sets"
