"""Nations: how many of these nations do work on the packages that count.

nations = sum_n holds[r,n]
award[w,s] <= holds[r,n] <= sum_{w,s} award[w,s]                     over the pairs of which a part of the work is n's
work[n] - from W >= -from most (1 - holds[r,n])                      where a nation counts from a part of all the work
work[n] - from W <= most holds[r,n]

from   0..1  counts from          W, work[n]   all work on the packages, and n's, as counted
most   no plan counts more work than this: every package at its dearest
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from procure import counting, other_costs, tally
from procure.facts import Facts
from procure.measures import work
from procure.measures.rows import Row
from procure.pieces import Terms
from procure.plan import Plan, dec

NAME, UNIT = "nations", "nations"
BASES = ("count", "% of earlier plan")
FILTERS, WINDOWS = work.FILTERS, ("total",)  # an award has no period


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: a package."""
    return bool(row.packages)


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the count; adds the decisions `holds` and the rows that tie them to awards or work."""
    name = row.name
    holders: dict[str, list[tuple[str, str]]] = {}
    for w, s in f.pairs:
        if w in row.packages and s in row.suppliers:
            for n in counting.work_parts(f, w, s):
                if n in row.who:
                    holders.setdefault(n, []).append((w, s))
    for n in _performing(f, row) if row.rule.counts_from_fraction else ():
        holders.setdefault(n, [])
    holds = m.declare("holds", (((name, n), 0, 1) for n in holders))
    for n, pairs in holders.items():
        if row.rule.counts_from_fraction:
            _from_a_part(m, f, row, n, holds[name, n], name)
            continue
        for w, s in pairs:
            m.require("rule", (name, n, w, s), [(1, m.x["award"][w, s]), (-1, holds[name, n])], "<=", 0)
        awards = [(-1, m.x["award"][pair]) for pair in pairs]
        m.require("rule", (name, n, "none"), [(1, holds[name, n]), *awards], "<=", 0)
    return [(1, holds[name, n]) for n in holders]


def _performing(f: Facts, row: Row) -> list[str]:
    """These nations that perform other costs, where the row is about all work of its phases; sorted."""
    others = {str(c.performed_in) for c in counting.others(f) if row.whole and c.phase in row.phases}
    return sorted(others & set(row.who))


def _from_a_part(m: Any, f: Facts, row: Row, n: str, holds: Any, name: str) -> None:
    part, most = row.rule.counts_from_fraction, sum(counting.most(f, w) for w in row.packages)
    most += sum(other_costs.most_in_all(f, c) for c in counting.others(f) if row.whole and c.phase in row.phases)
    above = work.done(m, f, row, [n], row.phases, f.periods, False, row.suppliers)
    above += [(-part * c, x) for c, x in work.done(m, f, row, tuple(f.nations), row.phases, f.periods)]
    m.require("rule", (name, n, "counts"), [*above, (-part * most, holds)], ">=", -part * most)
    m.require("rule", (name, n, "counts not"), [*above, (-most, holds)], "<=", 0)


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """Nations with an award, or with their part of the work, in a finished plan."""
    return Decimal(sum(distance >= 0 for distance in _distances(plan, f, row).values()))


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """A count is exact, but for nations as near their part as rounding goes."""
    if not row.rule.counts_from_fraction:
        return Decimal(0)
    grain = work.grain(plan, f, row, tuple(f.nations))
    return Decimal(sum(abs(distance) <= grain for distance in _distances(plan, f, row).values()))


def _distances(plan: Plan, f: Facts, row: Row) -> dict[str, Decimal]:
    """How far above its part of the work each nation that does any is; without a part, 0 for each that has an award."""
    if row.rule.counts_from_fraction:
        total = sum((amount for _, amount in work.pieces(plan, f, row, tuple(f.nations))), Decimal(0))
        mine = {n: list(work.pieces(plan, f, row, [n], row.suppliers)) for n in row.who}
        part = dec(row.rule.counts_from_fraction)
        return {n: sum((a for _, a in done), Decimal(0)) - part * total for n, done in mine.items() if done}
    awards = [key for key, held in plan.values.get("award", {}).items() if held > 0 and key[0] in row.packages]
    parts = [tally.work_parts(f, str(w), str(s)) for w, s in awards if s in row.suppliers]
    return {n: Decimal(0) for n in row.who if any(part.get(n, 0) > 0 for part in parts)}
