"""Costs lie where they fall: each payer pays the work done on its territory, the rest goes by the fallback key.

    gross[n,p,t] = work[n,p,t] + fallback[n,p,t] (spend[p,t] - sum_{payers m} work[m,p,t])

    work[n,p,t]      M  contract price of the work done in n: family work, or what Content makes of it
    fallback[n,p,t]  0..1, summing to 1 over the payers (Phases, fallback key; equal by default)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from procure import counting, keys, ledger, tally
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, over, own_parts, price_terms
from procure.plan import Plan, dec
from procure.problem import Phase


def constrain(m: Any, f: Facts) -> None:
    gross = own_parts(m)
    for p in f.phases.values():
        if p.key != "where performed":
            continue
        key, who = keys.fallback(f, p), keys.payers(f, p)
        cells = [f.problem.cell("Phases", p.row, column) for column in ("key", "fallback key")]
        for n in who:
            for t in f.periods:
                part = key.get((n, t), 0.0)
                terms = [(-1, gross[n, p.id, t]), (part, m.x["spend"][p.id, t])]
                terms += _performed(m, f, p, [n], t)
                terms += [(-part * c, x) for c, x in _performed(m, f, p, who, t)]
                m.require("where_performed", (n, p.id, t), terms, "=", 0, cells)


def _performed(m: Any, f: Facts, p: Phase, who: Collection[str], t: int) -> Terms:
    """M of the phase's work that is done in these nations in a period."""
    if not f.problem.contents:
        return over(m.x["work"], ((n, p.id, t) for n in who))
    pairs = [pair for pair in f.pairs if f.packages[pair[0]].phase == p.id]
    factors = {pair: counting.part_of(counting.work_parts(f, *pair), who) for pair in pairs}
    return price_terms(m, f, factors, range(t, t + 1), with_setup=True)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    shares = ledger.by_period(ledger.own_parts(plan, f), f, "gross", 0, 1)
    works = _works(plan, f)
    spends = ledger.by_period(plan, f, "spend", 0)
    for p in f.phases.values():
        if p.key != "where performed":
            continue
        who, key, spend = keys.payers(f, p), keys.fallback(f, p), spends[p.id,]
        cells = tuple(f.problem.cell("Phases", p.row, column) for column in ("key", "fallback key"))
        rest = [spend[t] - sum((works[n, p.id][t] for n in who), ledger.ZERO) for t in f.periods]
        for n in who:
            own, paid = works[n, p.id], ledger.cumulated(shares[n, p.id])
            owed = ledger.cumulated(own[t] + dec(key.get((n, t), 0)) * rest[t] for t in f.periods)
            for t in f.periods:
                if spend[t] or shares[n, p.id][t]:
                    index, granted = ledger.names(f, (n, p.id, t)), ledger.apportioned(f)
                    yield Check("where_performed", index, paid[t], "=", owed[t], granted, "M", cells)


def _works(plan: Plan, f: Facts) -> ledger.Series:
    """Price of the work done in each nation, by (nation, phase)."""
    if not f.problem.contents:
        return ledger.by_period(plan, f, "work", 0, 1)
    found: ledger.Series = defaultdict(lambda: [ledger.ZERO] * len(f.periods))
    for (n, p, t), amount in tally.by_nation(f, tally.prices(plan, f)).items():
        found[n, p][t] += amount
    return found
