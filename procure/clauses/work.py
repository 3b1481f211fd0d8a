"""What work costs: the price of the work done, by the nation that does it, makes up what a phase spends.

    work[n,p,t] = sum_{s of n, w of p} ( price[w,s]/d[w] sum_{u=t-d[w]+1..t} start[w,s,u]
                                        + sum_b price[w,s,b] make[w,s,b,t] + setup[w,s] open[w,s,t] )
    spend[p,t] = sum_n work[n,p,t]  +  sum_{k,n} cost[k,n] transfer[k,n,p]                     the latter in t = 0

    price[w,s]    M  of the whole one-off package, spread evenly over its d[w] periods
    price[w,s,b]  M  of one set
    setup[w,s]    M  falls where the supplier opens
    cost[k,n]     M  of the transfer of technology k to n (clause controls); it is nobody's work

In the finished plan the leaves price[w,s,b,t] and setup[w,s,t] are rounded, cumulated over t, to the programme's
rounding unit; transfer_cost[k,n,p,t] is whole in it as it is; work and spend are sums of leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import over, transfer_terms, work_terms
from procure.plan import Plan, dec


def constrain(m: Any, f: Facts) -> None:
    work, spend = m.x["work"], m.x["spend"]
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for w, s in f.pairs:
        pairs.setdefault((f.suppliers[s].nation, f.packages[w].phase), []).append((w, s))
    for (n, p, t), variable in work.items():
        done = work_terms(m, f, pairs[n, p], range(t, t + 1))
        m.require("work", (n, p, t), [*done, (-1, variable)], "=", 0)
    for (p, t), variable in spend.items():
        parts = over(work, ((n, p, t) for n in f.nations)) + transfer_terms(m, f, p, t)
        m.require("work", (p, t), [*parts, (-1, variable)], "=", 0)


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
    stated = {(str(n), str(p), int(t)): value for (n, p, t), value in plan.items("work")}
    for of in sorted({*done, *stated}):
        found, leaves = stated.get(of, ledger.ZERO), done.get(of, ledger.ZERO)
        yield Check("work", ledger.names(f, of), found, "=", leaves, unit="M")
    nations = ledger.totals(plan, "work", 1, 2)
    for phase_period, cost in ledger.totals(plan, "transfer_cost", 2, 3).items():
        nations[phase_period] = nations.get(phase_period, ledger.ZERO) + cost
    spends = ledger.totals(plan, "spend", 0, 1)
    for phase_period in sorted({*nations, *spends}):
        found, parts = spends.get(phase_period, ledger.ZERO), nations.get(phase_period, ledger.ZERO)
        yield Check("work", ledger.names(f, phase_period), found, "=", parts, unit="M")


def _audit_prices(plan: Plan, f: Facts) -> Iterator[Check]:
    """Leaves of every (package, supplier, stream), cumulated: rounding never adds up."""
    leaves = ledger.by_period(plan, f, "price", 0, 1, 2)
    starts, made = ledger.by_period(plan, f, "start", 0, 1), ledger.by_period(plan, f, "make", 0, 1, 2)
    streams = {(w, b.id): b for w, found in f.streams.items() for b in found}
    for key in sorted({*leaves, *made, *((w, s, "") for w, s in starts)}):
        w, s, b = (str(part) for part in key)
        package, stream = f.packages.get(w), streams.get((w, b))
        amounts, price, rounded = [ledger.ZERO] * len(f.periods), ledger.ZERO, False
        if package is not None and s in f.suppliers:
            if stream is not None:
                amounts, price = made[key], dec(f.price(w, s, stream))
                rounded = not ledger.whole_sets(f, package)
            elif not package.recurring and b == "":
                amounts, price = ledger.spread(starts[w, s], f.duration(package)), dec(f.price(w, s))
                rounded = package.divisible
        sums, worth = ledger.cumulated(leaves[key]), ledger.cumulated(amounts)
        loose = ledger.TYPED * price if rounded else ledger.ZERO
        for t in f.periods:
            if leaves[key][t] or amounts[t]:
                granted = ledger.unit(f) / 2 + ledger.cent(f) + loose * (t + 1)
                yield Check("work", ledger.names(f, (*key, t)), sums[t], "=", price * worth[t], granted, "M")


def _audit_setups(plan: Plan, f: Facts) -> Iterator[Check]:
    leaves, opened = ledger.by_period(plan, f, "setup", 0, 1), ledger.by_period(plan, f, "open", 0, 1)
    for key in sorted({*leaves, *opened}):
        sums, times = ledger.cumulated(leaves[key]), ledger.cumulated(opened[key])
        cost = dec(f.setup(str(key[0]), str(key[1])))
        for t in f.periods:
            if leaves[key][t] or opened[key][t]:
                granted = ledger.unit(f) / 2 + ledger.cent(f)
                yield Check("work", ledger.names(f, (*key, t, "set-up")), sums[t], "=", cost * times[t], granted, "M")
