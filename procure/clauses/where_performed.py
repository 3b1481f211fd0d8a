"""Costs lie where they fall: each payer pays the work done on its territory, the rest goes by the fallback key.

    gross[n,p,t] = work[n,p,t] + fallback[n,p,t] (spend[p,t] - direct[p,t] - sum_{payers m} work[m,p,t]) + direct[n,p,t]

    work[n,p,t]      M  contract price of the work done in n: family work, or what Content makes of it; other costs that
                        are performed in n too, unless nations bear them directly
    direct           M  other costs that nations bear directly (clause key)
    fallback[n,p,t]  0..1, summing to 1 over the payers (Phases, fallback key; equal by default)

n and m are those who take part in t; work in other nations is part of the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from procure import counting, keys, ledger, other_costs, tally
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, keyed_part, keyed_spend, other_terms, over, price_terms
from procure.plan import Plan, dec
from procure.problem import Phase


def constrain(m: Any, f: Facts) -> None:
    for p in f.phases.values():
        if p.key != "where performed":
            continue
        key, who = keys.fallback(f, p), keys.payers(f, p)
        cells = [f.problem.cell("Phases", p.row, column) for column in ("key", "fallback key")]
        for t in f.periods:
            there = keys.inside(f, who, t)
            for n in there:
                part = key.get((n, t), 0.0)
                terms = keyed_part(m, f, n, p.id, t, -1) + keyed_spend(m, f, p.id, t, part)
                terms += _performed(m, f, p, [n], t)
                terms += [(-part * c, x) for c, x in _performed(m, f, p, there, t)]
                m.require("where_performed", (n, p.id, t), terms, "=", 0, cells)


def _performed(m: Any, f: Facts, p: Phase, who: Collection[str], t: int) -> Terms:
    """M of the phase's work that is done in these nations in a period, without what is borne directly."""
    others = [c for c in other_costs.of_phase(f, p.id) if c.performed_in in who]
    if not f.problem.contents:
        direct = other_terms(m, [c for c in others if c.borne_by], [t], -1)
        return over(m.x["work"], ((n, p.id, t) for n in who)) + direct
    pairs = [pair for pair in f.pairs if f.packages[pair[0]].phase == p.id]
    factors = {pair: counting.part_of(counting.work_parts(f, *pair), who) for pair in pairs}
    parted = other_terms(m, [c for c in others if not c.borne_by], [t])
    return price_terms(m, f, factors, range(t, t + 1), with_setup=True) + parted


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    (shares, spends), works = ledger.keyed(plan, f), _works(plan, f)
    for p in f.phases.values():
        if p.key != "where performed":
            continue
        who, key, spend = keys.payers(f, p), keys.fallback(f, p), spends[p.id,]
        cells = tuple(f.problem.cell("Phases", p.row, column) for column in ("key", "fallback key"))
        own_work = {
            n: [x if f.nations[n].member(t) else ledger.ZERO for t, x in enumerate(works[n, p.id])] for n in who
        }
        rest = [spend[t] - sum((own_work[n][t] for n in who), ledger.ZERO) for t in f.periods]
        for n in who:
            own, paid = own_work[n], ledger.cumulated(shares[n, p.id])
            owed = ledger.cumulated(own[t] + dec(key.get((n, t), 0)) * rest[t] for t in f.periods)
            for t in f.periods:
                if spend[t] or shares[n, p.id][t]:
                    index, granted = ledger.names(f, (n, p.id, t)), ledger.apportioned_in(f, p.id)
                    yield Check("where_performed", index, paid[t], "=", owed[t], granted, "M", cells)


def _works(plan: Plan, f: Facts) -> ledger.Series:
    """Price of the work done in each nation, by (nation, phase), without what is borne directly."""
    found: ledger.Series = defaultdict(lambda: [ledger.ZERO] * len(f.periods))
    for (n, p, t), amount in tally.by_nation(f, tally.prices(plan, f)).items():
        found[n, p][t] += amount
    parted = {c.id: c for c in f.problem.other_costs if not c.borne_by and c.performed_in is not None}
    for key, leaves in ledger.by_period(plan, f, "other", 0).items():
        c = parted.get(str(key[0]))
        if c is not None:
            at = str(c.performed_in), c.phase
            found[at] = [x + y for x, y in zip(found[at], leaves, strict=True)]
    return found
