"""What nations settle with each other in a finished plan, in Decimal, for audits: nothing here helps to make one.

By place (nation, phase, period), what is paid and what is received apart, both M >= 0: buy-ins as data has them, levies
from the deliveries, exit costs from what is paid at the exit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from procure import keys
from procure import problem as nouns
from procure.facts import Facts
from procure.plan import Plan, dec
from procure.problem import Phase

ZERO, ONE = Decimal(0), Decimal(1)

Place = tuple[str, str, int]
Sums = dict[Place, Decimal]


def sums(plan: Plan, f: Facts) -> tuple[Sums, Sums]:
    """(paid, received), by place."""
    paid: Sums = defaultdict(lambda: ZERO)
    received: Sums = defaultdict(lambda: ZERO)
    for mine, found in zip((paid, received), bought(f), strict=True):
        mine.update(found)
    for phase in f.problem.phases:
        if phase.levy_m:
            _levies(plan, f, phase, paid, received)
    for (n, p), amount in plan.items("exit"):
        t = f.nations[str(n)].leaves
        if t is not None and t in f.periods:
            paid[str(n), str(p), t] += amount
            for m, part in stayers(f, f.phases[str(p)], t).items():
                received[m, str(p), t] += part * amount
    return paid, received


def bought(f: Facts) -> tuple[Sums, Sums]:
    """(paid, received) by those who join and by those who were there before, by place."""
    paid: Sums = defaultdict(lambda: ZERO)
    received: Sums = defaultdict(lambda: ZERO)
    for p in f.problem.phases:
        _buy_ins(f, p, paid, received)
    return paid, received


def own_work_or_units(p: Phase) -> bool:
    """Whether each nation pays its own in the phase, so that nothing is settled but levies."""
    return p.key in ("where performed", "own units")


def stayers(f: Facts, p: Phase, t: int) -> dict[str, Decimal]:
    """Parts of those who take part in a period and in the next one, summing to 1 where there are any."""
    there = (n for n in keys.sharers(f, p) if f.nations[n].member(t) and f.nations[n].member(t + 1))
    return _by_key(f, p, t, tuple(there))


def share(f: Facts, p: Phase, nation: str, t: int) -> Decimal:
    """A nation's part of the phase's key in a period; of the reference where decisions make the key."""
    key = keys.fixed(f, p) or keys.reference(f, p)
    return dec(key.get((nation, t), 0.0))


def _by_key(f: Facts, p: Phase, t: int, who: Collection[str]) -> dict[str, Decimal]:
    own = {n: share(f, p, n, t) for n in who}
    whole = sum(own.values(), ZERO)
    return {n: part / whole if whole else ONE / len(own) for n, part in own.items()}


def _levies(plan: Plan, f: Facts, p: Phase, paid: Sums, received: Sums) -> None:
    items = [i.id for i in f.problem.items if i.phase == p.id] or list(f.items)
    for (i, n, t), units in plan.items("deliver"):
        if i in items and f.nations[str(n)].role == nouns.CUSTOMER:
            levy = dec(p.levy_m) * units
            paid[str(n), p.id, int(t)] += levy
            partners = [k for k in f.partners if f.nations[k].member(int(t))]
            for m, part in _by_key(f, p, int(t), partners).items():
                received[m, p.id, int(t)] += part * levy


def _buy_ins(f: Facts, p: Phase, paid: Sums, received: Sums) -> None:
    """Joining by joining, what each has in the phase so far."""
    if own_work_or_units(p) or p.programme or not f.problem.history:
        return
    together = sum(1 for q in f.problem.phases if not own_work_or_units(q) and not q.programme)
    stake = dict.fromkeys(keys.payers(f, p), ZERO)
    for h in f.problem.history:
        if h.programme is None and h.nation in stake:
            of = ONE if h.phase == p.id else ONE / together if h.phase is None else ZERO
            stake[h.nation] += of * dec(h.paid_m)
    invested = sum(stake.values(), ZERO)
    for t in sorted({n.joins for n in f.problem.nations if n.joins is not None}):
        joining = {n for n in stake if f.nations[n].joins == t}
        holders = {n: amount for n, amount in stake.items() if n not in joining and amount > 0}
        held = sum(holders.values(), ZERO)
        for n in sorted(joining) if held else ():
            fee = invested * dec(f.nations[n].buy_in_fraction) * share(f, p, n, t)
            paid[n, p.id, t] += fee
            stake[n] += fee
            for m, amount in holders.items():
                received[m, p.id, t] += fee * amount / held
                stake[m] -= fee * amount / held
