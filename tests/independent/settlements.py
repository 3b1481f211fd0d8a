"""What nations settle among themselves: levies of customers, buying in, leaving."""

from __future__ import annotations

from procure.problem import Nation, Phase
from tests.independent.model import Linear, Model
from tests.independent.prices import Prices, Weights, normalised

Settled = dict[tuple[str, str, int], tuple[Linear, Linear]]  # nation, phase, period: M paid, M received
OWN = ("where performed", "own units")


def settlements(m: Model, d: Prices) -> Settled:
    """All of them."""
    found: Settled = {}
    for p in d.problem.phases:
        _levies(m, d, p, found)
        if p.key not in OWN:
            _buy_ins(d, p, found)
    for n in d.problem.nations:
        _exit(m, d, n, found)
    return found


def _add(found: Settled, payer: str, phase: str, t: int, amount: Linear, parts: Weights) -> None:
    """The payer owes an amount, which the others receive in these parts."""
    owes, gets = found.get((payer, phase, t), (0.0, 0.0))
    found[payer, phase, t] = owes + amount, gets
    for n, part in parts.items():
        if part:
            owes, gets = found.get((n, phase, t), (0.0, 0.0))
            found[n, phase, t] = owes, gets + part * amount


def _standing(d: Prices, p: Phase, t: int) -> Weights:
    return d.key(p, p.key, t) if d.by_data(p) else d.reference(p, t)


def _levies(m: Model, d: Prices, p: Phase, found: Settled) -> None:
    """For each unit that a customer takes, to the partners there as the key parts it among them."""
    for t in d.periods if p.levy_m else ():
        parts = normalised([n for n in d.partners if d.there(n, t)], _standing(d, p, t))
        for n in d.problem.nations:
            if n.role == "customer":
                units = m.sum(m.get("deliver", i, n.id, t) for i in d.items_of(p))
                _add(found, n.id, p.id, t, p.levy_m * units, parts)


def _buy_ins(d: Prices, p: Phase, found: Settled) -> None:
    """Who joins pays its part of what was paid before; the others get it by what they have paid."""
    shared = [q for q in d.problem.phases if q.key not in OWN and not q.programme]
    paid = dict.fromkeys(d.payers(p), 0.0)
    for h in d.problem.history if p in shared else ():
        if h.programme is None and h.phase in (None, p.id) and h.nation in paid:
            paid[h.nation] += h.paid_m / (1 if h.phase else len(shared))
    whole = sum(paid.values())
    for t in d.periods if whole else ():
        new = [n for n in paid if d.nations[n].joins == t]
        old = {n: paid[n] for n in paid if n not in new}
        key = _standing(d, p, t)
        owed = {n: d.nations[n].buy_in_fraction * key.get(n, 0.0) * whole for n in new}
        if sum(owed.values()) > 0 and sum(old.values()) > 0:
            parts = {n: amount / sum(old.values()) for n, amount in old.items()}
            for n, amount in owed.items():
                _add(found, n, p.id, t, amount, parts)
                paid[n] += amount
                paid |= {other: paid[other] - parts[other] * amount for other in old}


def _exit(m: Model, d: Prices, n: Nation, found: Settled) -> None:
    """Its share of what is still spent after it has left, all together up to the cap."""
    t = n.leaves
    if t is None or not n.exit_cap_m or t >= d.count - 1 or not d.there(n.id, t):
        return
    capped = m.binary("capped", (n.id,))
    whole: Linear = 0.0
    for p in d.problem.phases:
        key = _standing(d, p, t) if p.key not in OWN else {}
        stay = [k for k in d.sharers(p) if d.there(k, t) and d.there(k, t + 1)]
        if key.get(n.id, 0.0) <= 0 or not stay:
            continue
        owed: Linear = 0.0
        for u in range(t + 1, d.count):
            direct = [m.get("other", c.id, u) for c in d.problem.other_costs if c.phase == p.id and c.borne_by]
            owed = owed + key[n.id] * (m.get("spend", p.id, u) - m.sum(direct))
        left = m.var("exit", (n.id, p.id))
        m.most(left, owed)
        m.where(capped, left, ">=", owed, one=False)
        whole = whole + left
        _add(found, n.id, p.id, t, left, normalised(stay, key))
    m.most(whole, n.exit_cap_m)
    m.least(whole, n.exit_cap_m * capped)
