"""What is agreed under "given to" is given, in the parts agreed.

    one-off:    sum_{s of name, t} start[w,s,t] = part[w,name] placed[w]
    recurring:  | sum_{s of name,b,t} make[w,s,b,t] - part[w,name] sum_{s,b,t} make[w,s,b,t] | <= step[w]
    no part stated, several names:  sum_{s of name} award[w,s] >= placed[w]

    part[w,name]  0..1   Packages, given to; a name is a supplier, or a nation for all its suppliers
    placed[w]     0/1    1, but for a package bound to items of families: whether one of them is in use (use.py)
    step[w]       sets   just under 1 where sets stay whole (60 % of 7 sets is 4.2: 4 or 5), else 0

A single name without a part has the whole package: nobody else is eligible.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procure import ledger
from procure.decisions import BY_NAME
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import made, over, placed
from procure.plan import Plan, dec
from procure.problem import Package


def named(f: Facts, w: Package, name: str) -> tuple[str, ...]:
    """Eligible suppliers that a name of "given to" stands for."""
    return tuple(s for s in f.suppliers_of[w.id] if name in (s, f.suppliers[s].nation))


def step(f: Facts, w: Package) -> float:
    """step[w]: how far whole sets may be from the part agreed."""
    whole = BY_NAME["make"].whole
    return 0.999 if whole is not None and whole(f, (w.id,)) else 0.0


def constrain(m: Any, f: Facts) -> None:
    for w in f.problem.packages:
        cells = [f.problem.cell("Packages", w.row, "given to")]
        for name, part in w.given_to:
            who = named(f, w, name)
            if part is None:
                if len(w.given_to) > 1:
                    held = over(m.x["award"], ((w.id, s) for s in who))
                    whether, always = placed(m, f, w, -1)
                    m.require("given", (w.id, name), [*held, *whether], ">=", -always, cells)
            elif not w.recurring:
                share = over(m.x["start"], ((w.id, s, t) for s in who for t in f.window[w.id]))
                whether, always = placed(m, f, w, -part)
                m.require("given", (w.id, name), [*share, *whether], "=", -always, cells)
            else:
                everybody = made(m, f, w.id, f.suppliers_of[w.id], f.window[w.id], -part)
                apart = made(m, f, w.id, who, f.window[w.id]) + everybody
                m.require("given", (w.id, name, "least"), apart, ">=", -step(f, w), cells)
                m.require("given", (w.id, name, "most"), apart, "<=", step(f, w), cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    shares, sets = ledger.totals(plan, "start", 0, 1), ledger.totals(plan, "make", 0, 1)
    for w in f.problem.packages:
        done = {s: amount for (v, s), amount in (sets if w.recurring else shares).items() if v == w.id}
        everything, placed = sum(done.values(), ledger.ZERO), ledger.placed(plan, f, w)
        cells = (f.problem.cell("Packages", w.row, "given to"),)
        for name, part in w.given_to:
            who = [s for s in f.suppliers.values() if name in (s.id, s.nation)]
            mine = sum((done.get(s.id, ledger.ZERO) for s in who), ledger.ZERO)
            if part is None:
                awards = sum((plan.get("award", w.id, s.id) for s in who), ledger.ZERO)
                if len(w.given_to) > 1:
                    yield Check("given", (w.id, name), awards, ">=", placed, unit="suppliers", cells=cells)
            elif w.recurring:
                step = ledger.ONE - ledger.TYPED if ledger.whole_sets(f, w) else ledger.LOOSE * len(f.periods)
                yield Check("given", (w.id, name), mine, "=", dec(part) * everything, step, "sets", cells)
            else:
                yield Check("given", (w.id, name), mine, "=", dec(part) * placed, ledger.LOOSE, "of the package", cells)
