"""Nations that join late or leave early, History to buy into, levies: so that the hidden plan stays one.

Drawn rarely and from a stream of their own, before the money: keys and dues of the hidden plan follow from them.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from procure import keys
from procure.origins import History
from procure.problem import CUSTOMER, PARTNER, Nation
from tests.generating.draw import SIZES, Draft


def entering(d: Draft) -> None:
    """In some programmes; tiny ones stay as they are, so that every choice can be tried."""
    own = replace(d, rng=Random(f"entering {d.problem.programme.name}"))
    if d.size is SIZES["tiny"] or not own.chance(0.35):
        return
    if own.chance(0.4):
        phases = [replace(p, levy_m=round(own.rng.uniform(0.01, 2), 3)) for p in d.problem.phases[:1]]
        d.replace(phases=[*phases, *d.problem.phases[1:]])
    movers = [n for n in d.problem.nations if _may_move(d, n)]
    if movers and not any(p.key == "negotiated" for p in d.problem.phases):  # hidden shares are the same all the time
        mover = _moved(own, own.rng.choice(movers))
        d.replace(nations=[mover if n.id == mover.id else n for n in d.problem.nations])
        if mover.joins is not None and own.chance(0.7):
            d.replace(history=[_paid(own, n.id) for n in d.problem.nations if n.role == PARTNER and n != mover])


def _paid(d: Draft, nation: str) -> History:
    """What a nation paid in the year before, for a phase or for all of the programme."""
    phase, year = d.rng.choice((None, d.problem.phases[0].id)), d.problem.programme.calendar.years[0] - 1
    return History(None, phase, nation, year, round(d.rng.uniform(0, 90), 2))


def _may_move(d: Draft, n: Nation) -> bool:
    """Whether the others can pay for every phase without it."""
    partners = [m.id for m in d.problem.nations if m.role == PARTNER and m.id != n.id]
    direct = {m for c in d.problem.other_costs for m, _ in c.borne_by}
    if n.role not in (PARTNER, CUSTOMER) or not partners or n.id in direct:
        return False
    for p in d.problem.phases:
        used = {p.key, p.fallback} & {"offtake", "usage"}
        others = [sum(x for m, x in keys.amounts(d.facts, p, key).items() if m != n.id) for key in used]
        if p.key == n.id or not all(others):
            return False
    return True


def _moved(d: Draft, n: Nation) -> Nation:
    """A nation that joins by its first unit and leaves after its last one."""
    due = {t for r in d.problem.requirements if r.nation == n.id for t, units in enumerate(r.due) if units > 0}
    handed = {int(t) for (_, m, t), units in d.values["deliver"].items() if m == n.id and units > 0}
    mine = {(w, b.id) for w, several in d.facts.streams.items() for b in several if b.payer == n.id}
    made = {int(t) for (w, _, b, t), sets in d.values["make"].items() if (w, b) in mine and sets > 0}
    busy, last = due | handed | made, d.problem.programme.calendar.count - 1
    joins = d.rng.randint(0, min(busy, default=last)) if d.chance(0.7) else None
    leaves = d.rng.randint(max([*busy, joins or 0]), last) if joins is None or d.chance(0.4) else None
    return replace(
        n, joins=joins, leaves=leaves, buy_in_fraction=d.rng.choice((1.0, 1.0, 0.5, 0.0)),
        exit_cap_m=d.rng.choice((None, 0.37, 5.0, 5000.0)) if leaves is not None else None,
    )  # fmt: skip
