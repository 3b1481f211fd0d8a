"""What nations settle with each other, before any decision: buy-ins, who pays and receives levies, terms of an exit.

A settlement is signed, M of a phase in a period: what a nation pays is above 0, what it receives below; over the
nations it sums to 0. Where each nation pays its own work or units there is nothing to buy into or to leave behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from procure import funding, keys
from procure import problem as nouns
from procure.facts import Facts
from procure.problem import Nation, Phase

OWN = ("where performed", "own units")  # keys by which each nation pays its own

Parts = dict[str, float]
Place = tuple[str, str, int]  # nation, phase, period
Terms = list[tuple[float, Any]]


@dataclass(frozen=True, slots=True)
class Exit:
    """A nation that leaves and what it owes then: at most `cap_m`, in all its phases, in its last period.

    shares[phase]: its key in that period, above 0, of what the phase still spends. parts[phase][n]: what each of those
    who stay receives of that, 0..1, summing to 1. most[phase]: M that its share can come to.
    """

    nation: str
    period: int
    cap_m: float
    shares: Mapping[str, float]
    parts: Mapping[str, Parts]
    most: Mapping[str, float]

    @property
    def may_be_capped(self) -> bool:
        """Whether the cap can be less than its share."""
        return sum(self.most.values()) > self.cap_m


@dataclass(frozen=True, slots=True)
class Settlements:
    """buy_ins: M, signed. customers[phase]: who pays its levy, where it has one. levies[phase, period][n]: what each
    partner receives of it, 0..1, summing to 1. exits: sorted by nation."""

    buy_ins: Mapping[Place, float]
    customers: Mapping[str, tuple[str, ...]]
    levies: Mapping[tuple[str, int], Parts]
    exits: tuple[Exit, ...]


@lru_cache(maxsize=4)
def of(f: Facts) -> Settlements:
    """All of them."""
    customers = _customers(f)
    levies = {(p, t): _levied(f, p, t) for p in customers for t in f.periods}
    leaving = (_exit(f, n) for n in f.nations)
    return Settlements(_buy_ins(f), customers, levies, tuple(one for one in leaving if one and one.shares))


def places(f: Facts) -> Iterator[Place]:
    """Where there can be a settlement, sorted."""
    s = of(f)
    found = set(s.buy_ins)
    for p, t in s.levies:
        found |= {(n, p, t) for n in keys.inside(f, s.customers[p], t)}
    return iter(sorted(found | {(one.nation, p, one.period) for one in s.exits for p in one.shares} | receiving(f)))


def receiving(f: Facts) -> set[Place]:
    """Where a nation can receive a settlement."""
    s = of(f)
    found = {place for place, amount in s.buy_ins.items() if amount < 0}
    found |= {(n, p, t) for (p, t), parts in s.levies.items() for n in parts}
    return found | {(n, p, one.period) for one in s.exits for p, parts in one.parts.items() for n in parts}


# Buy-ins


def past(f: Facts, phase: Phase) -> Parts:
    """past[n]: M that History says the phase's payers paid for it. What it says of no phase goes equally to all phases
    of the programme that are not paid each by its own."""
    shared = [p for p in f.phases.values() if p.key not in OWN and not p.programme]
    found = dict.fromkeys(keys.payers(f, phase), 0.0)
    for h in f.problem.history if phase in shared else ():
        if h.programme is None and h.phase in (None, phase.id) and h.nation in found:
            found[h.nation] += h.paid_m / (len(shared) if h.phase is None else 1)
    return found


def _buy_ins(f: Facts) -> dict[Place, float]:
    """Who joins pays its part of all that was paid, the others receive it by what they have paid.

    What was paid and received at an earlier joining counts in what each has paid.
    """
    found: dict[Place, float] = {}
    for p in f.phases.values():
        paid = past(f, p)
        whole, key = sum(paid.values()), keys.standing(f, p) if any(paid.values()) else {}
        for t in f.periods if whole > 0 else ():
            new = [n for n in paid if f.nations[n].joins == t]
            own = {n: f.nations[n].buy_in_fraction * key.get((n, t), 0.0) * whole for n in new}
            before = sum(paid[n] for n in paid if n not in new)
            if before > 0 and sum(own.values()) > 0:
                back = {n: -sum(own.values()) * paid[n] / before for n in paid if n not in new}
                for n, amount in (own | back).items():
                    found[n, p.id, t] = amount
                    paid[n] += amount
    return {place: amount for place, amount in found.items() if amount}


# Levies


def _customers(f: Facts) -> dict[str, tuple[str, ...]]:
    takers = {p.id: {n for i in f.items_of(p.id) for n in f.takers[i]} for p in f.phases.values() if p.levy_m}
    found = {p: tuple(sorted(n for n in who if f.nations[n].role == nouns.CUSTOMER)) for p, who in takers.items()}
    return {p: who for p, who in found.items() if who}


def _levied(f: Facts, phase: str, period: int) -> Parts:
    """As the phase's key parts what it speaks of among the partners."""
    key, who = keys.standing(f, f.phases[phase]), keys.inside(f, f.partners, period)
    return _parts({n: key.get((n, period), 0.0) for n in who})


def _parts(amounts: Parts) -> Parts:
    """Parts above 0 that sum to 1; equal where all amounts are 0."""
    total = sum(amounts.values())
    found = {n: amount / total if total > 0 else 1 / len(amounts) for n, amount in amounts.items()}
    return {n: part for n, part in found.items() if part}


# Exits


def _exit(f: Facts, nation: str) -> Exit | None:
    t, cap = f.nations[nation].leaves, f.nations[nation].exit_cap_m
    if t is None or not cap or t >= f.periods[-1] or not f.nations[nation].member(t):
        return None
    shares, parts, most = {}, {}, {}
    for p in f.phases.values():
        key = {} if p.key in OWN else keys.standing(f, p)
        staying = keys.inside(f, keys.inside(f, keys.sharers(f, p), t), t + 1)
        if staying and (own := key.get((nation, t), 0.0)) > 0:
            shares[p.id], most[p.id] = own, own * funding.most_spend(f, p.id)
            parts[p.id] = _parts({n: key.get((n, t), 0.0) for n in staying})
    return Exit(nation, t, cap, shares, parts, most)


# Where it comes from


def cells(f: Facts, nation: str, phase: str, t: int) -> tuple[str, ...]:
    """Cells that a settlement comes from."""
    n, p = f.nations[nation], f.phases[phase]
    found = [f.problem.cell("Nations", n.row, column) for column in ("joins", "leaves") if getattr(n, column) == t]
    return (*found, f.problem.cell("Phases", p.row, "levy")) if p.levy_m else tuple(found)


def outside_cells(f: Facts, n: Nation, t: int) -> tuple[str, ...]:
    """The cell that says that a nation does not take part in a period."""
    before = n.joins is not None and t < n.joins
    return (f.problem.cell("Nations", n.row, "joins" if before else "leaves"),)


# In the optimisation


def terms(m: Any, f: Facts, place: Place) -> Terms:
    """The settlement at a place but for buy-ins: levies and exit costs, what is received below 0."""
    (nation, phase, period), s = place, of(f)
    found: Terms = []
    if phase in s.customers:
        levy, part = f.phases[phase].levy_m, s.levies[phase, period].get(nation, 0.0)
        for n in s.customers[phase]:
            factor = (levy if n == nation else 0.0) - levy * part
            delivered = ((i, n, period) for i in f.items_of(phase))
            found += [(factor, m.x["deliver"][key]) for key in delivered if factor and key in m.x["deliver"]]
    for one in s.exits:
        if one.period == period and phase in one.shares:
            factor = 1.0 if one.nation == nation else -one.parts[phase].get(nation, 0.0)
            found += [(factor, m.x["exit"][one.nation, phase])] if factor else []
    return found


def received_terms(m: Any, f: Facts, place: Place) -> Terms:
    """M >= 0 of the settlements that a nation receives at a place."""
    nation, _, period = place
    if place not in m.x["settle"]:
        return []
    if f.nations[nation].joins == period:  # nothing of buy-ins, which are numbers
        return [(-c, x) for c, x in terms(m, f, place) if c < 0]
    paid = [(c, x) for c, x in terms(m, f, place) if c > 0]
    return [(-1, m.x["settle"][place]), *paid]
