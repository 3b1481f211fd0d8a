"""Leaves of what is no work: other costs, contingency, what nations bear directly, VAT, what is added to dues.

Each is rounded once, as it adds up over time.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from procure import other_costs
from procure.facts import Facts
from procure.leaves import cumulated, shared
from procure.plan import Key, dec

Series = dict[Key, Decimal]
ZERO = Decimal(0)


def others(f: Facts, built: Mapping[Key, Decimal], down: bool = False) -> Series:
    """Other costs by (cost, period), from the units completed."""
    found: Series = {}
    for c in f.problem.other_costs:
        amounts = {}
        for t in f.periods:
            units = sum((built.get((i, t), ZERO) for i in other_costs.items(f, c)), ZERO)
            base = dec(other_costs.typed(c, t)) + dec(c.per_unit_m) * units
            amounts[t] = dec(f.index(c.phase, t)) * base
        found |= {(c.id, t): leaf for t, leaf in cumulated(amounts, _unit(f), down).items()}
    return found


def add(f: Facts, other: Mapping[Key, Decimal], work: Series, spend: Series) -> None:
    """Adds other costs to what their phases spend and, where they are performed, to a nation's work."""
    costs = {c.id: c for c in f.problem.other_costs}
    for (name, t), leaf in other.items():
        c = costs[str(name)]
        spend[c.phase, t] = spend.get((c.phase, t), ZERO) + leaf
        if c.performed_in is not None:
            work[c.performed_in, c.phase, t] = work.get((c.performed_in, c.phase, t), ZERO) + leaf


def contingencies(f: Facts, other: Mapping[Key, Decimal], spend: Series, down: bool = False) -> Series:
    """Contingency by (phase, period) on what is spent so far, which it is added to."""
    found: Series = {}
    for p in f.phases.values():
        if p.contingency_fraction <= 0:
            continue
        borne = [c.id for c in other_costs.direct(f, p.id)]
        keyed = {t: spend.get((p.id, t), ZERO) - sum((other.get((c, t), ZERO) for c in borne), ZERO) for t in f.periods}
        amounts = {t: dec(p.contingency_fraction) * amount for t, amount in keyed.items()}
        for t, leaf in cumulated(amounts, _unit(f), down).items():
            found[p.id, t] = leaf
            spend[p.id, t] = spend.get((p.id, t), ZERO) + leaf
    return found


def keyed(f: Facts, own: Mapping[Key, float], other: Mapping[Key, float]) -> dict[Key, float]:
    """Nations' parts of what keys part, as solved: their parts of the cost less what they bear directly."""
    found = dict(own)
    for c in (c for c in f.problem.other_costs if c.borne_by):
        for n, part in c.borne_by:
            for t in f.periods:
                found[n, c.phase, t] -= part * other.get((c.id, t), 0.0)
    return found


def direct(f: Facts, phase: str, other: Mapping[Key, Decimal]) -> tuple[Series, dict[int, Decimal]]:
    """What nations bear directly of a phase: leaves by (nation, phase, period), and their sums by period."""
    found: Series = {}
    costs = other_costs.direct(f, phase)
    totals = {t: sum((other.get((c.id, t), ZERO) for c in costs), ZERO) for t in f.periods}
    behind = dict.fromkeys(other_costs.bearers(f, phase), ZERO)
    for t in f.periods if costs else ():
        wanted = dict(behind)
        for c in costs:
            for n, part in c.borne_by:
                wanted[n] = wanted.get(n, ZERO) + dec(part) * other.get((c.id, t), ZERO)
        leaves = shared(totals[t], wanted, _unit(f))
        behind = {n: wanted[n] - leaves[n] for n in wanted}
        found |= {(n, phase, t): leaf for n, leaf in leaves.items()}
    return found, totals


def vat(f: Facts, gross: Mapping[Key, Decimal], down: bool = False) -> Series:
    """VAT by (nation, phase, period) on what nations bear."""
    found: Series = {}
    for p in f.phases:
        for n in other_costs.taxed(f, p):
            amounts = {t: dec(f.nations[n].vat_fraction) * gross.get((n, p, t), ZERO) for t in f.periods}
            found |= {(n, p, t): leaf for t, leaf in cumulated(amounts, _unit(f), down).items()}
    return found


def added_to_due(f: Facts, found: Mapping[str, Mapping[Key, Decimal]]) -> Series:
    """What falls due beside the charges, signed, by (nation, phase, period): settlements, less what is in kind."""
    added: Series = dict(found.get("settle", {}))
    for c in (c for c in f.problem.other_costs if c.in_kind_by is not None):
        for t in f.periods:
            key = str(c.in_kind_by), c.phase, t
            added[key] = added.get(key, ZERO) - found["other"].get((c.id, t), ZERO)
    return added


def _unit(f: Facts) -> Decimal:
    return dec(f.problem.programme.rounding_m)
