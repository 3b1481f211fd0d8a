"""Cost that is no work package, before any decision: when, how much, who bears it directly, who gives it in kind.

Amounts are at the prices of their period: those of the price base times the phase's index.
"""

from __future__ import annotations

from procure.facts import Facts
from procure.problem import OtherCost


def of_phase(f: Facts, phase: str) -> tuple[OtherCost, ...]:
    """Other costs of a phase, sorted."""
    return tuple(c for c in f.problem.other_costs if c.phase == phase)


def typed(c: OtherCost, t: int) -> float:
    """M of the price base in a period, whatever is built."""
    return c.amounts_m[t] if t < len(c.amounts_m) else 0.0


def amount(f: Facts, c: OtherCost, t: int) -> float:
    """M in a period, whatever is built."""
    return f.index(c.phase, t) * typed(c, t)


def each(f: Facts, c: OtherCost, t: int) -> float:
    """M for each unit that is completed in a period."""
    return f.index(c.phase, t) * c.per_unit_m if c.per_unit_m else 0.0


def items(f: Facts, c: OtherCost) -> tuple[str, ...]:
    """Items whose units it is paid for: those of its phase."""
    return tuple(i.id for i in f.problem.items if i.phase == c.phase) if c.per_unit_m else ()


def most(f: Facts, c: OtherCost, t: int) -> float:
    """M that no plan is above in a period."""
    return amount(f, c, t) + each(f, c, t) * _units(f, c)


def most_in_all(f: Facts, c: OtherCost) -> float:
    """M that no plan is above over the horizon."""
    dearest = max(each(f, c, t) for t in f.periods)
    return sum(amount(f, c, t) for t in f.periods) + dearest * _units(f, c)


def _units(f: Facts, c: OtherCost) -> float:
    """Units that could ever be completed of the items that it is paid for."""
    return sum(f.most_of([i]) + f.items[i].surplus for i in items(f, c))


def direct(f: Facts, phase: str) -> tuple[OtherCost, ...]:
    """Other costs of a phase that nations bear directly, whatever its key."""
    return tuple(c for c in of_phase(f, phase) if c.borne_by)


def bearers(f: Facts, phase: str) -> tuple[str, ...]:
    """Nations that bear a cost of the phase directly, sorted."""
    return tuple(sorted({n for c in direct(f, phase) for n, part in c.borne_by if part > 0 and n in f.nations}))


def in_kind(f: Facts, nation: str, phase: str) -> tuple[OtherCost, ...]:
    """Other costs of a phase that a nation provides instead of paying."""
    return tuple(c for c in of_phase(f, phase) if c.in_kind_by == nation)


def performed(f: Facts, nation: str, phase: str) -> tuple[OtherCost, ...]:
    """Other costs of a phase that are a nation's work."""
    return tuple(c for c in of_phase(f, phase) if c.performed_in == nation)


def taxed(f: Facts, phase: str) -> tuple[str, ...]:
    """Nations that pay VAT on what they bear of a phase, sorted."""
    if not f.phases[phase].national_vat:
        return ()
    return tuple(n.id for n in f.problem.nations if n.vat_fraction > 0)
