"""A share of a package is held by awarded suppliers only, none of them too small, neither too few nor too many.

    one-off, indivisible:  sum_t start[w,s,t] = award[w,s]
    one-off, divisible:    smallest[w] award[w,s] <= sum_t start[w,s,t] <= award[w,s]
    recurring:             sum_{b,t} make[w,s,b,t] <= Qmax[w] award[w,s]
    recurring, divisible:  smallest[w] Qmin[w] award[w,s] <= sum_{b,t} make[w,s,b,t]
    fewest[w] placed[w] <= sum_s award[w,s] <= most[w] placed[w]

    award[w,s]   0/1    s holds a part of w
    smallest[w]  0..1   Packages, smallest share; above 0, so that an empty award satisfies no count
    Qmin[w]      sets   per unit x units that only its items can be and that may not be left out; of a package bound
                        to items of families per unit x the least of an item in use
    Qmax[w]      sets   per unit x (firm, option, wish + surplus) units
                        of units in service: times the years for which they surely are, Qmax[w] times those for which
                        they can be
    placed[w]    0/1    1, but for a package bound to items of families: whether one of them is in use (use.py)

A share of a decided quantity would be a product; Qmin and Qmax are data.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, made, over, placed
from procure.plan import Plan, dec
from procure.problem import IN_SERVICE, Package


def sure_sets(f: Facts, w: Package) -> float:
    """Qmin[w]: sets that are made whatever is decided."""
    bound = f.bound_to[w.id]
    if w.kind == IN_SERVICE:
        return w.per_unit * f.calendar.year_fraction * sum(_sure_units(f, w, t) for t in f.window[w.id])
    return w.per_unit * (min(f.least_of(i) for i in bound) if bound else f.sure_of(f.serves(w)))


def _sure_units(f: Facts, w: Package, t: int) -> float:
    """Units in service in t whatever is decided: what is firm, handed over as late as it may be."""
    last, bound, items = f.periods[-1], f.bound_to[w.id], set(f.serves(w))
    if bound:
        return min(f.least_of(i) for i in bound) if t == last else 0.0
    sure = [d for d in f.needs.values() if items >= set(d.items) and not d.may_short]
    return sum(sum(d.due if t == last else d.due[: 0 if d.delay is None else max(0, t - d.delay + 1)]) for d in sure)


def constrain(m: Any, f: Facts) -> None:
    for w in f.problem.packages:
        for s in f.suppliers_of[w.id]:
            (_recurring if w.recurring else _one_off)(m, f, w, s)
        held = over(m.x["award"], ((w.id, s) for s in f.suppliers_of[w.id]))
        cell = f.problem.cell
        whether, always = placed(m, f, w, -w.fewest)
        cells = [cell("Packages", w.row, "fewest suppliers")]
        m.require("award", (w.id, "fewest"), [*held, *whether], ">=", -always, cells)
        if w.most is not None:
            whether, always = placed(m, f, w, -w.most)
            cells = [cell("Packages", w.row, "most suppliers")]
            m.require("award", (w.id, "most"), [*held, *whether], "<=", -always, cells)


def _one_off(m: Any, f: Facts, w: Package, s: str) -> None:
    award = m.x["award"][w.id, s]
    share: Terms = over(m.x["start"], ((w.id, s, t) for t in f.window[w.id]))
    cells = [f.problem.cell("Packages", w.row, "divisible"), f.problem.cell("Packages", w.row, "smallest share")]
    if not w.divisible:
        m.require("award", (w.id, s), [*share, (-1, award)], "=", 0, cells[:1])
        return
    m.require("award", (w.id, s), [*share, (-1, award)], "<=", 0, cells[:1])
    m.require("award", (w.id, s, "smallest"), [*share, (-w.smallest_fraction, award)], ">=", 0, cells[1:])


def _recurring(m: Any, f: Facts, w: Package, s: str) -> None:
    award = m.x["award"][w.id, s]
    sets: Terms = made(m, f, w.id, [s], f.window[w.id])
    units = f.most_of(f.serves(w)) + sum(f.items[i].surplus for i in f.serves(w))
    most = sum(f.most_sets(b) for b in f.streams[w.id]) if w.kind == IN_SERVICE else w.per_unit * units
    cells = [f.problem.cell("Packages", w.row, "divisible"), f.problem.cell("Packages", w.row, "smallest share")]
    m.require("award", (w.id, s), [*sets, (-most, award)], "<=", 0, cells[:1])
    if w.divisible and sure_sets(f, w) > 0:
        least = w.smallest_fraction * sure_sets(f, w)
        m.require("award", (w.id, s, "smallest"), [*sets, (-least, award)], ">=", 0, cells[1:])


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    eligible = set(f.pairs)
    yield from ledger.domain("award", plan, f, "award", lambda w, s: int((w, s) in eligible), lambda *_: 1, "0/1")
    done = {family: ledger.totals(plan, family, 0, 1) for family in ("start", "make", "open")}
    for family, sums in done.items():
        for (w, s), amount in sums.items():
            if (w, s) not in eligible:
                index = (family, *ledger.names(f, (w, s)), "eligible")
                yield Check("award", index, amount, "=", ledger.ZERO)
    for package in f.problem.packages:
        yield from _audit_package(plan, f, package, done["make" if package.recurring else "start"])


def _audit_package(plan: Plan, f: Facts, w: Package, done: dict[tuple[str | int, ...], Decimal]) -> Iterator[Check]:
    columns = ("fewest suppliers", "most suppliers", "divisible", "smallest share")
    fewest, most, divisible, smallest = (f.problem.cell("Packages", w.row, c) for c in columns)
    whole = ledger.whole_sets(f, w) if w.recurring else not w.divisible
    tolerance = ledger.TYPED if whole else ledger.LOOSE * (len(f.periods) if w.recurring else 1)
    least, limit, unit = ledger.ONE, ledger.ONE, "of the package"
    if w.recurring:
        least, limit = _sets(f, w)
        unit = "sets"
    holders = ledger.ZERO
    for s in f.suppliers_of[w.id]:
        award, part = plan.get("award", w.id, s), done.get((w.id, s), ledger.ZERO)
        holders += award
        if not award and not part:
            continue
        relation = "<=" if w.recurring or w.divisible else "="
        granted = tolerance if w.recurring else ledger.ZERO
        yield Check("award", (w.id, s), part, relation, limit * award, granted, unit, (divisible,))
        if w.divisible:
            smaller = dec(w.smallest_fraction) * least * award
            yield Check("award", (w.id, s, "smallest"), part, ">=", smaller, tolerance, unit, (smallest,))
    placed = ledger.placed(plan, f, w)
    asked = Decimal(w.fewest) * placed
    yield Check("award", (w.id, "fewest"), holders, ">=", asked, unit="suppliers", cells=(fewest,))
    if w.most is not None or not placed:
        limit = Decimal(w.most or 0) * placed
        yield Check("award", (w.id, "most"), holders, "<=", limit, unit="suppliers", cells=(most,))


def _sets(f: Facts, w: Package) -> tuple[Decimal, Decimal]:
    """Qmin and Qmax of a recurring package."""
    if w.kind == IN_SERVICE:
        return _set_years(f, w)
    items, sure, most = set(f.serves(w)), ledger.ZERO, ledger.ZERO
    for need in f.needs.values():
        most += ledger.at_most(need) if items & set(need.items) else ledger.ZERO
        sure += ledger.firm(need) if items >= set(need.items) and not need.may_short else ledger.ZERO
    if f.bound_to[w.id]:
        sure = min(dec(f.least_of(i)) for i in items)
    surplus = sum((dec(f.items[i].surplus) for i in items), ledger.ZERO)
    return dec(w.per_unit) * sure, dec(w.per_unit) * (most + surplus)


def _set_years(f: Facts, w: Package) -> tuple[Decimal, Decimal]:
    """Qmin and Qmax of a package per unit in service."""
    items, last, sure, most = set(f.serves(w)), f.periods[-1], ledger.ZERO, ledger.ZERO
    for need in f.needs.values():
        if items & set(need.items):
            most += ledger.at_most(need) * len(f.window[w.id])
        if not items >= set(need.items) or need.may_short or f.bound_to[w.id]:
            continue
        for t in f.window[w.id]:
            late = 0 if t == last else need.delay
            due = [dec(units) for u, units in enumerate(need.due) if late is not None and u <= t - late]
            sure += sum(due, ledger.ZERO)
    if f.bound_to[w.id] and last in f.window[w.id]:
        sure = min(dec(f.least_of(i)) for i in items)
    each = dec(w.per_unit) * dec(f.calendar.year_fraction)
    return each * sure, each * most
