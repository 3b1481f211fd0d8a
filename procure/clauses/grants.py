"""Grants bear a part of what their phases cost; what they leave is charged.

    charge[n,p,t] = gross[n,p,t] - sum_f grant[f,n,p,t] + vat[n,p,t]          charge >= vat
    sum_{f,n} grant[f,n,p,t] <= most[p] spend[p,t]               where most[p] < 1
    sum_n grant[f,n,p,t] <= rate[f] spend[p,t]
    sum_{p,t} grant[f,n,p,t] = key[f,n] sum_{m,p,t} grant[f,m,p,t]

    gross[n,p,t]  M     n's part of the cost (clause key); exists where the phase has grants
    vat[n,p,t]    M     its VAT on that (clause vat), of which grants bear nothing
    most[p]       0..1  the least "most funded" of the grants on p (Funding)
    rate[f]       0..1  Funding, rate; of the cost of the work of each of its phases, in each period
    key[f,n]      0..1  summing to 1 over the nations f is for: weights of Shares, else the cost key, else equal

Nations that f is not for have no grant of it. The key holds in total: in each period, one beneficiary without a part
of the cost would take the grant from all. How much in all, and under which conditions, is clause taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import funding, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import over
from procure.plan import Plan, dec
from procure.problem import Fund


def constrain(m: Any, f: Facts) -> None:
    grant, spend = m.x["grant"], m.x["spend"]
    granted = funding.granted(f)
    for (n, p, t), gross in m.x["gross"].items():
        if p not in granted:
            continue
        charge, vat = m.x["charge"][n, p, t], over(m.x["vat"], [(n, p, t)], -1)
        borne = over(grant, ((fund.id, n, p, t) for fund in funding.grants(f)))
        m.require("grants", (n, p, t), [(1, charge), *borne, (-1, gross), *vat], "=", 0)
        if vat:
            m.require("grants", (n, p, t, "vat"), [(1, charge), *vat], ">=", 0)
    for p, funds in funding.granted(f).items():
        most = funding.most_funded(f, p)
        for t in f.periods:
            for fund in funds:
                given = over(grant, ((fund.id, n, p, t) for n in f.nations))
                cells = [f.problem.cell("Funding", fund.row, "rate")]
                whole = [(-fund.rate_fraction, spend[p, t])]
                m.require("grants", (fund.id, p, t, "rate"), [*given, *whole], "<=", 0, cells)
            if most < 1:
                given = over(grant, ((fund.id, n, p, t) for fund in funds for n in f.nations))
                cells = [f.problem.cell("Funding", fund.row, "most funded") for fund in funds]
                m.require("grants", (p, t, "most"), [*given, (-most, spend[p, t])], "<=", 0, cells)
    for fund in funding.grants(f):
        _parted(m, f, fund)


def _parted(m: Any, f: Facts, fund: Fund) -> None:
    key, grant = funding.key(f, fund), m.x["grant"]
    cells = [f.problem.cell("Funding", fund.row, "for")]
    given = {n: over(grant, ((fund.id, n, p, t) for p in f.phases for t in f.periods)) for n in key}
    everything = [variable for terms in given.values() for _, variable in terms]
    for n, part in key.items():
        if len(key) > 1:
            m.require("grants", (fund.id, n), [*given[n], *((-part, v) for v in everything)], "=", 0, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    grants = {fund.id: fund for fund in funding.grants(f)}

    def most(fund: str, n: str, p: str, _: int) -> int | None:
        known = fund in grants and n in funding.beneficiaries(f, grants[fund]) and p in funding.phases(f, grants[fund])
        return None if known else 0

    yield from ledger.domain("grants", plan, f, "grant", most, lambda *_: ledger.unit(f), "M")
    yield from _audit_charges(plan, f)
    yield from _audit_rates(plan, f)
    totals, rounded = ledger.totals(plan, "grant", 0, 1), ledger.rounded_for(plan, f)
    for fund in grants.values():
        key = funding.key(f, fund)
        whole = sum((totals.get((fund.id, n), ledger.ZERO) for n in key), ledger.ZERO)
        loose = sum((rounded[n] for n in key), ledger.ZERO)
        for n, part in key.items():
            found, cells = totals.get((fund.id, n), ledger.ZERO), (f.problem.cell("Funding", fund.row, "for"),)
            yield Check("grants", (fund.id, n), found, "=", dec(part) * whole, loose, "M", cells)


def _audit_charges(plan: Plan, f: Facts) -> Iterator[Check]:
    """Exact: a charge is what the grants leave, leaf by leaf."""
    borne, granted = ledger.totals(plan, "grant", 1, 2, 3), funding.granted(f)
    gross = ledger.totals(plan, "gross", 0, 1, 2)
    gross = {key: value for key, value in gross.items() if key[1] in granted}
    charged = {key: value for key, value in plan.items("charge") if key[1] in granted}
    for key in sorted({*borne, *gross, *charged}):
        left, vat = gross.get(key, ledger.ZERO) - borne.get(key, ledger.ZERO), plan.get("vat", *key)
        if vat:
            yield Check("grants", (*ledger.names(f, key), "vat"), left, ">=", ledger.ZERO, unit="M")
        left += vat
        yield Check("grants", ledger.names(f, key), charged.get(key, ledger.ZERO), "=", left, unit="M")


def _audit_rates(plan: Plan, f: Facts) -> Iterator[Check]:
    given = ledger.by_period(plan, f, "grant", 0, 2)
    spends, leaves = ledger.by_period(plan, f, "spend", 0), ledger.leaves(plan, f, "price", "setup")
    for p, funds in funding.granted(f).items():
        limit = min(dec(fund.most_fraction) for fund in funds)
        for t in f.periods:
            loose = ledger.unit(f) * (1 + len(f.nations) * len(funds) + Decimal(leaves[p, t]) / 2)
            for fund in funds:
                rate, index = dec(fund.rate_fraction) * spends[p,][t], ledger.names(f, (fund.id, p, t, "rate"))
                if given[fund.id, p][t]:
                    rated = (f.problem.cell("Funding", fund.row, "rate"),)
                    yield Check("grants", index, given[fund.id, p][t], "<=", rate, loose, "M", rated)
            whole = sum((given[fund.id, p][t] for fund in funds), ledger.ZERO)
            if whole and limit < 1:
                cells = tuple(f.problem.cell("Funding", fund.row, "most funded") for fund in funds)
                index = ledger.names(f, (p, t, "most"))
                yield Check("grants", index, whole, "<=", limit * spends[p,][t], loose, "M", cells)
