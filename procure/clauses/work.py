"""What work costs: the price of the work done, by the nation that does it, makes up what a phase spends.

    work[n,p,t] = sum_{s of n, w of p} ( price[w,s]/d[w] sum_{u=t-d[w]+1..t} start[w,s,u]
                                        + sum_b price[w,s,b] make[w,s,b,t] + setup[w,s] open[w,s,t] ) index[p,t]
                  + sum_{c performed in n} other[c,t]
    spend[p,t] = sum_n work[n,p,t]  +  sum_{k,n} cost[k,n] index[p,0] transfer[k,n,p]          the latter in t = 0
                  + sum_{e of p} cost[e] index[p,t] expand[e,t]
                  + sum_{c performed nowhere} other[c,t]  +  contingency[p,t]

    price[w,s]    M  of the whole one-off package, spread evenly over its d[w] periods
    price[w,s,b]  M  of one set; of an offer with tiers price x make is sum_g price_g bought (clause tiers), of one
                     with a curve it is the growth of its cost in t (clause learning)
    setup[w,s]    M  falls where the supplier opens
    cost[k,n]     M  of the transfer of technology k to n (clause controls); it is nobody's work
    cost[e]       M  of investment e (clause expansion); it is nobody's work
    index[p,t]       prices of t against those of the price base (Phases, index)

In the finished plan the leaves price[w,s,b,t] and setup[w,s,t] are rounded, cumulated over t, to the programme's
rounding unit; transfer_cost[k,n,p,t] and invest[e,t] are whole in it as they are; work and spend are sums of leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger, other_costs
from procure.facts import Facts
from procure.findings import Check
from procure.offers import FLAT
from procure.pieces import Terms, other_terms, spend_terms, work_by_period
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    work, spend = m.x["work"], m.x["spend"]
    done: dict[tuple[str, str, int], Terms] = {key: [] for key in work}
    for w, s in f.pairs:
        for t, terms in work_by_period(m, f, w, s):
            done[f.suppliers[s].nation, f.packages[w].phase, t] += terms
    for (n, p, t), variable in work.items():
        others = other_terms(m, other_costs.performed(f, n, p), [t])
        m.require("work", (n, p, t), [*done[n, p, t], *others, (-1, variable)], "=", 0)
    for (p, t), variable in spend.items():
        m.require("work", (p, t), [*spend_terms(m, f, p, t), (-1, variable)], "=", 0)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    for family in ("price", "setup"):
        yield from ledger.domain("work", plan, f, family, lambda *_: None, lambda *_: ledger.unit(f), "M")
    yield from _audit_prices(plan, f)
    yield from _audit_setups(plan, f)
    done: dict[tuple[str, str, int], Decimal] = {}
    for family in ("price", "setup"):
        for key, value in plan.items(family):
            if key[0] in f.packages and key[1] in f.suppliers:
                of = (f.suppliers[str(key[1])].nation, f.packages[str(key[0])].phase, int(key[-1]))
                done[of] = done.get(of, ledger.ZERO) + value
    others = {c.id: c for c in f.problem.other_costs}
    for (name, t), value in plan.items("other"):
        c = others[str(name)]
        if c.performed_in is not None:
            of = c.performed_in, c.phase, int(t)
            done[of] = done.get(of, ledger.ZERO) + value
    stated = {(str(n), str(p), int(t)): value for (n, p, t), value in plan.items("work")}
    for of in sorted({*done, *stated}):
        found, leaves = stated.get(of, ledger.ZERO), done.get(of, ledger.ZERO)
        yield Check("work", ledger.names(f, of), found, "=", leaves, unit="M")
    made, spends = ledger.spend_parts(plan, f), ledger.totals(plan, "spend", 0, 1)
    for phase_period in sorted({*made, *spends}):
        found, parts = spends.get(phase_period, ledger.ZERO), made.get(phase_period, ledger.ZERO)
        yield Check("work", ledger.names(f, phase_period), found, "=", parts, unit="M")


def _audit_prices(plan: Plan, f: Facts) -> Iterator[Check]:
    """Leaves of every (package, supplier, stream), cumulated: rounding never adds up.

    Those of offers with tiers or a curve are checked by clauses tiers and learning.
    """
    leaves = ledger.by_period(plan, f, "price", 0, 1, 2)
    starts, made = ledger.by_period(plan, f, "start", 0, 1), ledger.by_period(plan, f, "make", 0, 1, 2)
    streams = {(w, b.id): b for w, found in f.streams.items() for b in found}
    for key in sorted({*leaves, *made, *((w, s, "") for w, s in starts)}):
        w, s, b = (str(part) for part in key)
        package, stream = f.packages.get(w), streams.get((w, b))
        amounts, price, rounded = [ledger.ZERO] * len(f.periods), ledger.ZERO, False
        if package is not None and s in f.suppliers:
            if stream is not None:
                offer = f.offer_of(w, s, stream)
                if offer is not None and offer.kind != FLAT:
                    continue
                amounts, price = made[key], dec(f.price(w, s, stream))
                rounded = not ledger.whole_sets(f, package)
            elif not package.recurring and b == "":
                amounts, price = ledger.spread(starts[w, s], f.duration(package)), dec(f.price(w, s))
                rounded = package.divisible
        index = _indices(f, w)
        sums = ledger.cumulated(leaves[key])
        worth = ledger.cumulated(price * part * times for part, times in zip(amounts, index, strict=True))
        loose = ledger.TYPED * price * max(index) if rounded else ledger.ZERO
        for t in f.periods:
            if leaves[key][t] or amounts[t]:
                half, name = ledger.unit(f) / 2, ledger.names(f, (*key, t))
                granted = half + ledger.cent(f) + loose * (t + 1)
                yield Check("work", name, sums[t], "=", worth[t], granted, "M", down=half)


def _indices(f: Facts, package: str) -> list[Decimal]:
    """Prices of every period against those of the price base, for the package's phase."""
    known = f.packages.get(package)
    return [dec(f.index(known.phase, t)) if known is not None else ledger.ONE for t in f.periods]


def _audit_setups(plan: Plan, f: Facts) -> Iterator[Check]:
    leaves, opened = ledger.by_period(plan, f, "setup", 0, 1), ledger.by_period(plan, f, "open", 0, 1)
    for key in sorted({*leaves, *opened}):
        index, cost = _indices(f, str(key[0])), dec(f.setup(str(key[0]), str(key[1])))
        sums = ledger.cumulated(leaves[key])
        worth = ledger.cumulated(cost * times * part for times, part in zip(opened[key], index, strict=True))
        for t in f.periods:
            if leaves[key][t] or opened[key][t]:
                half, name = ledger.unit(f) / 2, ledger.names(f, (*key, t, "set-up"))
                yield Check("work", name, sums[t], "=", worth[t], half + ledger.cent(f), "M", down=half)
