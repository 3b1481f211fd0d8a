"""No line of commitments is bound by more contracts than its budget, when they are signed.

    rate[l,signed] sum_{p of l signed in the column} sum_t charge[n,p,t] + uncommitted[n,l,last]
                                                        <= budget[n,l,column] + uncommitted[n,l,first-1]
    uncommitted[n,l,t]   carried on by the rules of clause budget

    budget[n,l,column]  M  of the nation's currency (Budgets, kind commitment); blank = no limit in those periods
    signed[p]              period of signature of phase p (Phases)
    rate[l,t]              as in clause budget: the whole contract counts at the rate of the period of signature

What a nation is charged for a phase over all periods is its contract there: a tranche signed apart is a phase.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from procure import ledger, treasury
from procure.clauses import budget
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, over
from procure.plan import Plan
from procure.problem import COMMITMENT, Budget, Limit


def constrain(m: Any, f: Facts) -> None:
    for line in treasury.lines(f, COMMITMENT):
        whole = all(treasury.factor(f, line, t) == 1 for t in f.periods)
        budget.hold(m, f, "commitments", line, m.x["uncommitted"], partial(_contracts, m, f, line), whole)


def _contracts(m: Any, f: Facts, line: Budget, limit: Limit) -> Terms:
    found: Terms = []
    for p in treasury.phases(f, line):
        t = f.phases[p].signed
        if t in limit.span.periods:
            found += over(m.x["charge"], ((line.nation, p, u) for u in f.periods), treasury.factor(f, line, t))
    return found


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    limited = {(b.nation, b.line) for b in treasury.lines(f, COMMITMENT)}

    def most(n: str, line: str, _: int) -> int | None:
        return None if (n, line) in limited else 0

    yield from ledger.domain("commitments", plan, f, "uncommitted", most, kind="M")
    charged = ledger.totals(plan, "charge", 0, 1)
    for line in treasury.lines(f, COMMITMENT):
        bound = [ledger.ZERO] * len(f.periods)
        for p in treasury.phases(f, line):
            t = f.phases[p].signed
            bound[t] += ledger.in_terms(f, line.nation, line.constant, t, charged.get((line.nation, p), ledger.ZERO))
        yield from budget.compare(plan, f, "commitments", "uncommitted", line, bound)
