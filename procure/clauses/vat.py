"""Value added tax: in phases with national VAT every nation pays its own rate on its part of the cost.

    vat[n,p,t] = rate[n] gross[n,p,t]
    charge[n,p,t] = gross[n,p,t] + vat[n,p,t]          where p has no grants; where it has, clause grants says it

    rate[n]       0..1  Nations, vat
    gross[n,p,t]  M     n's part of the cost before grants (clause key), which bear no VAT

VAT is charged and paid like the cost it is on; keys, grants, rules on work and returns speak of the cost without it. In
the finished plan it is rounded, cumulated over t.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procure import funding, keys, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import over
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    granted = funding.granted(f)
    for (n, p, t), gross in m.x["gross"].items():
        vat, rate = over(m.x["vat"], [(n, p, t)]), f.nations[n].vat_fraction
        cells = [f.problem.cell("Nations", f.nations[n].row, "vat")]
        if vat:
            m.require("vat", (n, p, t), [*vat, (-rate, gross)], "=", 0, cells)
        if p not in granted:
            charge = [(1, m.x["charge"][n, p, t]), (-1, gross), *((-c, x) for c, x in vat)]
            m.require("vat", (n, p, t, "charge"), charge, "=", 0, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    taxing = {p.id for p in f.phases.values() if p.national_vat}
    payers = {p: keys.payers(f, f.phases[p]) for p in taxing}

    def most(n: str, p: str, _: int) -> int | None:
        return None if n in payers.get(p, ()) and f.nations[n].vat_fraction > 0 else 0

    yield from ledger.domain("vat", plan, f, "vat", most, lambda *_: ledger.unit(f), "M")
    leaves, gross = ledger.by_period(plan, f, "vat", 0, 1), ledger.by_period(plan, f, "gross", 0, 1)
    charges = ledger.by_period(plan, f, "charge", 0, 1)
    without = funding.apart(f) - set(funding.granted(f))
    for p in sorted(taxing):
        for n in payers[p]:
            rate, cells = dec(f.nations[n].vat_fraction), (f.problem.cell("Nations", f.nations[n].row, "vat"),)
            found, whole = ledger.cumulated(leaves[n, p]), ledger.cumulated(gross[n, p])
            for t in f.periods:
                index = ledger.names(f, (n, p, t))
                if leaves[n, p][t] or (rate and gross[n, p][t]):
                    granted = ledger.unit(f) / 2 + ledger.cent(f)
                    yield Check("vat", index, found[t], "=", rate * whole[t], granted, "M", cells, granted)
                charge, parts = charges[n, p][t], gross[n, p][t] + leaves[n, p][t]
                if p in without and (charge or parts):
                    yield Check("vat", (*index, "charge"), charge, "=", parts, unit="M", cells=cells)
