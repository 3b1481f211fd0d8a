"""Decisions already taken stay taken.

    award:    award[w,s] = value                                              1 or 0
    begin:    sum_{t rel period} begin[w,t] = 1;   ">=": sum_{t<period} begin[w,t] = 0
    deliver:  sum_t deliver[i,n,t] rel value                                  of one period, or of all
    share of a package:  sum_t start[w,s,t] rel value;   recurring:  sum make[w,s] rel value sum_s make[w,s]
    share of the cost:   sum_t gross[n,p,t] rel value sum_t spend[p,t]

    set up:   as begin, of open[w,s,t];   invest: as begin, of expand[e,t]
    make:     sum_{s,b} make[w,s,b,period] rel value      of the supplier, item, nation named, else of all
    build:    built[i,period] rel value
    charge:   charge[n,p,period] rel value;   pay: pay[n,p,period] rel value
    grant:    grant[f,n,p,period] rel value;  draw: draw[f,n,period] rel value

    rel    =, >= or <= (Pins, relation); value in units, in sets, in M, or a part 0..1 for share

A recurring package whose sets stay whole keeps "=" to within less than one set: 60 % of 7
sets is 4.2, so 4 or 5. Money holds to within two rounding units, parts of units and of packages to PART: what is pinned
may be a rounded figure of a plan.
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

PART = 5e-6  # of a unit, of a set or of a package
_TIMES = {"begin": "begin", "set up": "open", "invest": "expand"}  # family of what happens once
_MONEY = {"charge": "charge", "pay": "pay", "grant": "grant", "draw": "draw"}


def constrain(m: Any, f: Facts) -> None:
    for number, pin in enumerate(f.problem.pins):
        terms, right = _row(m, f, pin)
        relation = "=" if pin.decision in _TIMES else pin.relation
        cells = [f.problem.cell("Pins", pin.row, "value"), f.problem.cell("Pins", pin.row, "decision")]
        if relation == "=" and pin.decision == "share" and pin.package is not None and _whole(f, pin.package):
            m.require("pins", (number, pin.decision, "least"), terms, ">=", right - 0.999, cells)
            m.require("pins", (number, pin.decision, "most"), terms, "<=", right + 0.999, cells)
        elif room := _room(f, pin):
            for side, way, sign in (("least", ">=", -1), ("most", "<=", 1)):
                if relation in ("=", way):
                    m.require("pins", (number, pin.decision, side), terms, way, right + sign * room, cells)
        else:
            m.require("pins", (number, pin.decision), terms, relation, right, cells)


def _room(f: Facts, pin: Pin) -> float:
    """How far from its value the decision may be: nothing for what is whole."""
    if pin.decision in _MONEY:
        return 2 * f.problem.programme.rounding_m
    one_off = pin.decision == "share" and pin.relation == "=" and pin.package is not None
    parted = pin.decision in ("make", "build", "deliver") or (one_off and not f.packages[str(pin.package)].recurring)
    return PART if parted and not float(pin.value).is_integer() else 0.0


def _whole(f: Facts, package: str) -> bool:
    """Whether the package is made in whole sets that several suppliers may share."""
    whole = BY_NAME["make"].whole
    return f.packages[package].recurring and whole is not None and whole(f, (package,))


def _row(m: Any, f: Facts, pin: Pin) -> tuple[Terms, float]:
    x = m.x
    if pin.decision == "award":
        return over(x["award"], [(pin.package, pin.supplier)]), pin.value
    if pin.decision in _TIMES:
        return _time(m, f, pin)
    if pin.decision in _MONEY or pin.decision == "build":
        family = "built" if pin.decision == "build" else _MONEY[pin.decision]
        return over(x[family], [_parts(pin)]), pin.value
    if pin.decision == "make":
        return _sets(m, f, pin), pin.value
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


def _time(m: Any, f: Facts, pin: Pin) -> tuple[Terms, float]:
    """In the period or by it; or not before it, if at all."""
    at, family = -1 if pin.period is None else pin.period, m.x[_TIMES[pin.decision]]
    kept = {"=": range(at, at + 1), "<=": range(at + 1), ">=": range(at)}[pin.relation]
    return over(family, ((*_parts(pin)[:-1], t) for t in kept)), float(pin.relation != ">=")


def _parts(pin: Pin) -> tuple[str | int, ...]:
    """The decision's key, whose parts are the cells that it names."""
    named = (pin.fund, pin.nation, pin.item, pin.investment, pin.package, pin.phase, pin.supplier, pin.period)
    return tuple(part for part in named if part is not None)


def _sets(m: Any, f: Facts, pin: Pin) -> Terms:
    """Sets of the package that are made in the period, of the suppliers and streams that the pin speaks of."""
    w, item, buyer = str(pin.package), pin.item, pin.nation
    who = [s for s in f.suppliers_of[w] if pin.supplier in (None, s)]
    streams = [b for b in f.streams[w] if item is None or b.items == (item,)]
    streams = [b for b in streams if buyer is None or b.buyers == (buyer,)]
    return over(m.x["make"], ((w, s, b.id, pin.period) for s in who for b in streams))


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    for number, pin in enumerate(f.problem.pins):
        found, limit, tolerance, unit = _pinned(plan, f, pin)
        relation = "=" if pin.decision in _TIMES else pin.relation
        index = (str(number + 1), pin.decision, *filter(None, (pin.package, pin.item, pin.phase)))
        index += tuple(filter(None, (pin.supplier, pin.nation, pin.fund, pin.investment)))
        cells = tuple(f.problem.cell("Pins", pin.row, column) for column in ("value", "decision"))
        yield Check("pins", index, found, relation, limit, tolerance, unit, cells)


def _pinned(plan: Plan, f: Facts, pin: Pin) -> tuple[Decimal, Decimal, Decimal, str]:
    """(found, limit, tolerance, unit) of a pin."""
    value, long = dec(pin.value), len(f.periods)
    if pin.decision == "award":
        return plan.get("award", str(pin.package), str(pin.supplier)), value, ledger.ZERO, "0/1"
    if pin.decision in _TIMES:
        return _counted(plan, pin), ledger.ZERO if pin.relation == ">=" else ledger.ONE, ledger.ZERO, "times"
    if pin.decision in _MONEY:
        family, of = _MONEY[pin.decision], (pin.phase,) if pin.phase else ()
        key = (pin.fund, pin.nation, *of) if pin.fund else (pin.nation, *of)
        granted = 2 * ledger.unit(f) + ledger.apportioned_in(f, pin.phase) if pin.phase else 4 * ledger.unit(f)
        return plan.total(family, *key, pin.period), value, granted, "M"
    if pin.decision == "build":
        whole = f.items[str(pin.item)].whole
        return plan.total("built", pin.item, pin.period), value, ledger.ZERO if whole else ledger.LOOSE, "units"
    if pin.decision == "make":
        return _made(plan, f, pin), value, ledger.LOOSE * len(f.suppliers), "sets"
    if pin.decision == "deliver":
        loose = ledger.ZERO if f.items[str(pin.item)].whole else ledger.LOOSE * long
        return plan.total("deliver", pin.item, pin.nation, pin.period), value, loose, "units"
    if pin.package is None:
        charged, spent = ledger.own_parts(plan, f).total("gross", pin.nation, pin.phase), plan.total("spend", pin.phase)
        parts = sum(count for (p, _), count in ledger.leaves(plan, f, "price", "setup").items() if p == pin.phase)
        return charged, value * spent, ledger.apportioned(f) + ledger.unit(f) * value * parts / 2, "M"
    return _pinned_share(plan, f, pin, f.packages[pin.package])


def _counted(plan: Plan, pin: Pin) -> Decimal:
    """How often it happens in the periods in which it is to, or is not to."""
    family = {"begin": "begin", "set up": "open"}.get(pin.decision, "expand")
    who = [part for part in (pin.package, pin.supplier, pin.investment) if part]
    found, at = ledger.ZERO, -1 if pin.period is None else pin.period
    for (*of, t), value in plan.items(family):
        inside = {"=": t == at, "<=": int(t) <= at, ">=": int(t) < at}[pin.relation]
        found += value if of == who and inside else ledger.ZERO
    return found


def _made(plan: Plan, f: Facts, pin: Pin) -> Decimal:
    found = ledger.ZERO
    for b in f.streams[str(pin.package)]:
        of_item = pin.item is None or (len(b.items) == 1 and pin.item in b.items)
        of_buyer = pin.nation is None or (b.buyers is not None and pin.nation in b.buyers)
        if of_item and of_buyer:
            found += plan.total("make", pin.package, pin.supplier, b.id, pin.period)
    return found


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
