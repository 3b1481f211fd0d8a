"""Work as it counts for a nation, where Content splits packages over nations or work is not counted as contract price.

    counted[n,p,t] = sum_{w of p, s} part[w,s,n] ( amount[w,s]/d[w] sum_{u=t-d[w]+1..t} start[w,s,u]
                                                  + sum_b amount[w,s,b] make[w,s,b,t] + setup[w,s] open[w,s,t] )
                     + sum_{c performed in n} other[c,t]          unless work is counted as hours

    part[w,s,n]    0..1  of the work of s on w (Content, work); what no row speaks of is the supplier's own nation's
    amount[w,s]    M, or hours, of the whole package or of a set: Programme, work counted as; a contract price with its
                   tiers, curve and index as in clause work
    setup[w,s]     M, where work is counted as contract price, else 0; with its index

Rules, balance and work shares speak of it. What is spent and charged is the contract price, whatever counts as work.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procure import counting, ledger, tally
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import counted_terms, other_terms
from procure.plan import Plan
from procure.problem import CONTRACT_PRICE


def constrain(m: Any, f: Facts) -> None:
    parts: dict[tuple[str, str], dict[tuple[str, str], float]] = {}
    others = counting.others(f)
    for w, s in f.pairs if m.x["counted"] else ():
        for n, part in counting.work_parts(f, w, s).items():
            parts.setdefault((n, f.packages[w].phase), {})[w, s] = part
    cells = [f.problem.cell("Content", c.row, "work") for c in f.problem.contents]
    for (n, p, t), variable in m.x["counted"].items():
        done = counted_terms(m, f, parts.get((n, p), {}), range(t, t + 1))
        done += other_terms(m, (c for c in others if (c.performed_in, c.phase) == (n, p)), [t])
        m.require("counted", (n, p, t), [*done, (-1, variable)], "=", 0, cells[:1])


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    stated = {(str(n), str(p), int(t)): value for (n, p, t), value in plan.items("counted")}
    by_price = f.problem.programme.work_counted == CONTRACT_PRICE
    apart = not by_price or any(c.work_fraction for c in f.problem.contents)
    pieces = list(tally.counted(plan, f)) if apart else []
    done, at = tally.by_nation(f, pieces), {}  # type: Any, dict[tuple[str, int], list[tally.Piece]]
    for n, piece in tally.others(plan, f) if apart else ():
        key = n, piece.phase, piece.period
        done[key] = done.get(key, ledger.ZERO) + piece.amount
    for piece in pieces:
        at.setdefault((f.packages[piece.package].phase, piece.period), []).append(piece)
    for key in sorted({*stated, *done}):
        found, amount = stated.get(key, ledger.ZERO), done.get(key, ledger.ZERO)
        granted = ledger.cent(f) if by_price else tally.grain(f, at.get(key[1:], []))
        yield Check("counted", ledger.names(f, key), found, "=", amount, granted)
