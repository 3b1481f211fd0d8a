"""Each nation pays for its own units at their own price; the rest of the phase goes by the fallback key.

    own[n,p,t] = sum_{w of p, b paid by n, s} price[w,s,b] make[w,s,b,t]
    gross[n,p,t] = own[n,p,t] + fallback[n,p,t] (spend[p,t] - direct[p,t] - sum_{buyers m} own[m,p,t]) + direct[n,p,t]

    b                a stream of recurring w that serves one buyer, who pays for it, or whom Requirements name (paid by)
    direct           M  other costs that nations bear directly (clause key)
    fallback[n,p,t]  0..1, summing to 1 over the payers (Phases, fallback key; equal by default)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procure import keys, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, keyed_part, keyed_spend, stream_terms
from procure.plan import Plan, dec
from procure.problem import Phase


def constrain(m: Any, f: Facts) -> None:
    for p in f.phases.values():
        if p.key != "own units":
            continue
        key, who = keys.fallback(f, p), keys.payers(f, p)
        cells = [f.problem.cell("Phases", p.row, column) for column in ("key", "fallback key")]
        for t in f.periods:
            own = {n: _own(m, f, p, n, t) for n in who}
            everything = [term for terms in own.values() for term in terms]
            for n in who:
                part = key.get((n, t), 0.0)
                terms = keyed_part(m, f, n, p.id, t, -1) + own[n] + keyed_spend(m, f, p.id, t, part)
                terms += [(-part * c, v) for c, v in everything if part]
                m.require("own_units", (n, p.id, t), terms, "=", 0, cells)


def _own(m: Any, f: Facts, p: Phase, payer: str, t: int) -> Terms:
    terms: Terms = []
    for w in f.recurring:
        for b in f.streams[w.id]:
            if w.phase == p.id and b.payer == payer:
                for s in f.suppliers_of[w.id]:
                    terms += stream_terms(m, f, s, b, range(t, t + 1))
    return terms


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    shares, spends = ledger.keyed(plan, f)
    prices = ledger.by_period(plan, f, "price", 0, 2)
    for p in f.phases.values():
        if p.key != "own units":
            continue
        who, key, spend = keys.payers(f, p), keys.fallback(f, p), spends[p.id,]
        cells = tuple(f.problem.cell("Phases", p.row, column) for column in ("key", "fallback key"))
        own = {n: [ledger.ZERO] * len(f.periods) for n in who}
        for w in f.recurring:
            for b in f.streams[w.id] if w.phase == p.id else ():
                n = b.payer
                if n in own:
                    own[n] = [x + y for x, y in zip(own[n], prices[w.id, b.id], strict=True)]
        rest = [spend[t] - sum((own[n][t] for n in who), ledger.ZERO) for t in f.periods]
        for n in who:
            paid = ledger.cumulated(shares[n, p.id])
            owed = ledger.cumulated(own[n][t] + dec(key.get((n, t), 0)) * rest[t] for t in f.periods)
            for t in f.periods:
                if spend[t] or shares[n, p.id][t]:
                    index, granted = ledger.names(f, (n, p.id, t)), ledger.apportioned_in(f, p.id)
                    yield Check("own_units", index, paid[t], "=", owed[t], granted, "M", cells)
