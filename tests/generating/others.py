"""Cost that is no work package for a random programme: offices, ranges, things in kind; contingency and VAT.

Drawn from a random source of its own before money is added up, so that the hidden plan pays for them.
"""

from __future__ import annotations

import random
from dataclasses import replace

from procure import keys
from procure.facts import Facts
from procure.problem import THIRD, OtherCost, Phase
from tests.generating.draw import SIZES, Draft

PARTS = ((1.0,), (0.3, 0.7), (1 / 3, 2 / 3))


def others(d: Draft) -> None:
    """In some programmes; tiny ones stay as they are, so that every choice can be tried."""
    rng = random.Random(f"other costs of {d.problem.programme.name}")
    if d.size is SIZES["tiny"] or rng.random() < 0.75:
        return
    d.replace(other_costs=[_cost(rng, d.facts, f"cost {k + 1}") for k in range(rng.randint(1, 3))])
    if rng.random() < 0.5:
        kept = {p.id: rng.choice((0.0, 0.05, 0.033)) for p in d.problem.phases}
        d.replace(phases=[replace(p, contingency_fraction=kept[p.id]) for p in d.problem.phases])
    if rng.random() < 0.5:
        d.replace(nations=[replace(n, vat_fraction=rng.choice((0.0, 0.07, 0.2))) for n in d.problem.nations])
        d.replace(phases=[replace(p, national_vat=rng.random() < 0.6) for p in d.problem.phases])
    f = d.facts
    for c in d.problem.other_costs:
        for t in f.periods:
            units = sum(d.total("built", i.id, t) for i in d.problem.items if i.phase == c.phase)
            d.add("other", (c.id, t), f.index(c.phase, t) * (c.amounts_m[t] + c.per_unit_m * units))


def _cost(rng: random.Random, f: Facts, name: str) -> OtherCost:
    phase = rng.choice(sorted(f.phases))
    amounts = [rng.choice((0.0, 0.0, 10 / 3, round(rng.uniform(0.2, 20), 2))) for _ in f.periods]
    payers, delivers = keys.payers(f, f.phases[phase]), any(i.phase == phase for i in f.problem.items)
    return OtherCost(
        name, phase, tuple(amounts),
        per_unit_m=round(rng.uniform(0.01, 1), 3) if delivers and rng.random() < 0.4 else 0.0,
        performed_in=rng.choice((None, rng.choice(sorted(f.nations)))),
        borne_by=_bearers(rng, f) if rng.random() < 0.3 else (),
        in_kind_by=rng.choice(payers) if rng.random() < 0.25 else None,
    )  # fmt: skip


def _bearers(rng: random.Random, f: Facts) -> tuple[tuple[str, float], ...]:
    able = [n.id for n in f.problem.nations if n.role != THIRD and all(n.member(t) for t in f.periods)]
    if not able:
        return ()
    parts = rng.choice([one for one in PARTS if len(one) <= len(able)])
    return tuple(sorted(zip(rng.sample(able, len(parts)), parts, strict=True)))


# What the hidden plan pays for them


def spent(d: Draft) -> None:
    """Adds other costs and contingency to work and spend."""
    costs = {c.id: c for c in d.problem.other_costs}
    for (name, t), amount in list(d.values["other"].items()):
        c = costs[str(name)]
        d.add("spend", (c.phase, t), amount)
        if c.performed_in is not None:
            d.add("work", (c.performed_in, c.phase, t), amount)
    for p in (p for p in d.problem.phases if p.contingency_fraction):
        for t in d.facts.periods:
            kept = p.contingency_fraction * (d.total("spend", p.id, t) - sum(direct(d, p, t).values()))
            d.add("contingency", (p.id, t), kept)
            d.add("spend", (p.id, t), kept)


def direct(d: Draft, p: Phase, t: int) -> dict[str, float]:
    """What each nation bears directly of a phase in a period."""
    found: dict[str, float] = {}
    for c in (c for c in d.problem.other_costs if c.phase == p.id):
        for n, part in c.borne_by:
            found[n] = found.get(n, 0.0) + part * d.total("other", c.id, t)
    return found


def performed(d: Draft, p: Phase, nation: str, t: int) -> float:
    """What a nation performs of the costs that are borne directly: work that is not paid where it is performed."""
    mine = (c for c in d.problem.other_costs if c.phase == p.id and c.borne_by and c.performed_in == nation)
    return sum(d.total("other", c.id, t) for c in mine)


def vat(d: Draft, p: Phase, nation: str) -> float:
    """Rate that a nation pays on its part of a phase."""
    return d.facts.nations[nation].vat_fraction if p.national_vat else 0.0


def in_kind(d: Draft, p: Phase) -> None:
    """Takes what nations give in kind off what they owe."""
    for c in (c for c in d.problem.other_costs if c.phase == p.id and c.in_kind_by is not None):
        for t in d.facts.periods:
            d.add("due", (str(c.in_kind_by), p.id, t), -d.total("other", c.id, t))
