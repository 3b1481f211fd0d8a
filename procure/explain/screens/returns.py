"""Nations that by a rule must have more work than their industry can do: they could never be paid back.

With x the rule's nations' work on the rule's packages and o the least of what others must do there, the rule asks
x >= sum_p k[p] (x[p] + o[p]) for a known part k; x[p] is at most what their suppliers can do at their prices.
"""

from __future__ import annotations

from collections.abc import Iterator

from procure import counting, keys, other_costs, rules
from procure.explain.screens.bounds import beyond, finding, least, made, share, spent
from procure.explain.screens.money import part
from procure.facts import Facts
from procure.findings import Finding
from procure.measures import bases, work
from procure.measures.bases import AGREED, OWN_COST, PARTNERS_WORK, POINTS, TOTAL_COST, TOTAL_WORK
from procure.measures.rows import Row
from procure.problem import CONTRACT_PRICE, Package

OF_COST = (OWN_COST, TOTAL_COST)


def screen(f: Facts) -> Iterator[Finding]:
    """One finding for each row that asks for more than can be done."""
    if counting.apart(f) or f.problem.programme.work_counted != CONTRACT_PRICE:
        return
    for row in rules.rows(f):
        whole = row.periods == f.periods and row.reach is None and row.suppliers == tuple(f.suppliers)
        if row.rule.strength == "must" and row.rule.measure == work.NAME and whole:
            yield from _row(f, row)


def _row(f: Facts, row: Row) -> Iterator[Finding]:
    floor = max((level for relation, level, *_ in bases.levels(row.rule) if relation != "<="), default=None)
    if floor is None:
        return
    most = {p: _most(f, row, p) for p in row.phases}
    asked = floor if row.rule.base == "M" else 0.0
    for p in row.phases if row.rule.base != "M" else ():
        k = _part(f, row, p, floor / 100)
        if k is None or k < 0:
            return
        asked += k * (most[p] + _others(f, row, p)) if k <= 1 else most[p] + _others(f, row, p)
    if beyond(asked, sum(most.values())):
        who, currency = row.nation or ", ".join(row.who), f.problem.programme.currency
        message = f"'{row.rule.id}' asks for {asked:,.2f} M {currency} of work of {who} even if its suppliers do all "
        message += f"that they can, which is {sum(most.values()):,.2f}"
        cells = [f.problem.cell("Rules", row.rule.row, "amount") or f"rule {row.rule.id}"]
        cells += [f.problem.cell("Suppliers", f.suppliers[s].row, "nation") for s in _own(f, row)]
        hint = "Lower the amount, or let its industry do more (Suppliers, sectors; Packages, given to; Controls)."
        yield finding(cells, "Rules", "cannot be paid back", message, hint)


def _own(f: Facts, row: Row) -> list[str]:
    return [s for s in f.suppliers if f.suppliers[s].nation in row.who]


def _part(f: Facts, row: Row, phase: str, level: float) -> float | None:
    """k of a phase, in the period in which it is least; None where data do not say."""
    base, p = row.rule.base, f.phases[phase]
    if base in OF_COST:
        parts = sum(part(f, n, phase) for n in row.who) if base == OWN_COST else 1.0
        return None if other_costs.direct(f, phase) else level * parts
    if base == TOTAL_WORK or (base == PARTNERS_WORK and set(row.who) <= set(f.partners)):
        return level
    agreed = keys.agreed_share(f, p) if base in (POINTS, AGREED) and set(row.who) <= set(f.partners) else None
    if agreed is not None:
        own = [sum(agreed.get((n, t), 0.0) for n in row.who) for t in f.periods]
        return min(own) + level if base == POINTS else min(own) * level
    return None


def _others(f: Facts, row: Row, phase: str) -> float:
    """M that others must do of what the part is of: packages that none of the nations' suppliers may have."""
    mine = {w for w, s in f.pairs if f.suppliers[s].nation in row.who}
    if row.rule.base in OF_COST:
        return spent(f, phase, f.periods[-1], frozenset(mine & set(row.packages)))
    low = min(f.index(phase, t) for t in f.periods)
    inside = [f.packages[w] for w in row.packages if f.packages[w].phase == phase and w not in mine]
    if row.rule.base != TOTAL_WORK:
        inside = [w for w in inside if all(f.suppliers[s].nation in f.partners for s in f.suppliers_of[w.id])]
    return low * sum(least(f, w) for w in inside)


def _most(f: Facts, row: Row, phase: str) -> float:
    """M of the phase's work that the nations' suppliers can do at most."""
    prices = f.highest_index(phase)
    work_ = sum(_dearest(f, f.packages[w], _own(f, row)) for w in row.packages if f.packages[w].phase == phase)
    others = [c for n in row.who for c in other_costs.performed(f, n, phase)] if row.whole else []
    return prices * work_ + sum(other_costs.most_in_all(f, c) for c in others)


def _dearest(f: Facts, w: Package, own: list[str]) -> float:
    """M of the price base that these suppliers can do of a package at most, each within its room, set-ups included."""
    makers = [s for s in f.suppliers_of[w.id] if s in own]
    setups = sum(f.setup(w.id, s) for s in makers)
    if w.recurring:
        each = (
            made(f, w, s, f.periods[-1]) * max((f.price(w.id, s, b) for b in f.streams[w.id]), default=0.0)
            for s in makers
        )
        return setups + sum(each)
    rooms = ((f.price(w.id, s), max((share(f, w, s, t) for t in f.window[w.id]), default=0.0)) for s in makers)
    parts = [(price, room) for price, room in rooms if room > 0]
    return setups + min(sum(price * room for price, room in parts), max((price for price, _ in parts), default=0.0))
