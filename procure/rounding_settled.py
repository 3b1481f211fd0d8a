"""Leaves of what nations settle: exit costs from what phases spend after an exit, settlements that sum to 0.

Each is rounded once; over the nations of a phase and period the largest remainders are rounded up.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from procure import rounding_other, settlements
from procure.facts import Facts
from procure.leaves import balanced, shared, to_unit
from procure.plan import Key, dec
from procure.settlements import Exit

Series = dict[Key, Decimal]
ZERO, ONE = Decimal(0), Decimal(1)


def settled(
    f: Facts, found: Mapping[str, Mapping[Key, Decimal]], exits: Mapping[Key, float] | None = None
) -> dict[str, Series]:
    """exit, capped and settle by key, from the decisions so far. exits: as solved, by (nation, phase)."""
    paid: Series = {}
    capped: Series = {}
    for one in settlements.of(f).exits:
        owed = _owed(f, one, found)
        paid |= {(one.nation, p): leaf for p, leaf in _exit(f, one, owed, exits or {}).items()}
        if one.may_be_capped and sum(owed.values(), ZERO) > dec(one.cap_m):
            capped[one.nation,] = ONE
    wanted: dict[tuple[str, int], dict[str, Decimal]] = {}
    for n, p, t in settlements.places(f):
        wanted.setdefault((p, t), {})[n] = _wanted(f, (n, p, t), found["deliver"], paid)
    unit = dec(f.problem.programme.rounding_m)
    leaves: Series = {(n, *of): leaf for of, own in wanted.items() for n, leaf in balanced(own, unit).items()}
    return {"exit": paid, "capped": capped, "settle": leaves}


def _owed(f: Facts, one: Exit, found: Mapping[str, Mapping[Key, Decimal]]) -> dict[str, Decimal]:
    """Its share of what each phase spends later, without what nations bear directly."""
    owed = {}
    for p, part in one.shares.items():
        direct = rounding_other.direct(f, p, found["other"])[1]
        later = range(one.period + 1, f.periods.stop)
        owed[p] = dec(part) * sum((found["spend"].get((p, t), ZERO) - direct[t] for t in later), ZERO)
    return owed


def _exit(f: Facts, one: Exit, owed: dict[str, Decimal], exits: Mapping[Key, float]) -> dict[str, Decimal]:
    """All that is owed; where that is above the cap, as solved, else in proportion to it."""
    unit, whole, cap = dec(f.problem.programme.rounding_m), sum(owed.values(), ZERO), dec(one.cap_m)
    wanted = owed
    if whole > cap:
        solved = {p: min(amount, dec(max(0.0, exits.get((one.nation, p), 0.0)))) for p, amount in owed.items()}
        parts = solved if sum(solved.values(), ZERO) > 0 else owed
        wanted = {p: cap * part / sum(parts.values(), ZERO) for p, part in parts.items()}
    return shared(to_unit(min(whole, cap), unit), wanted, unit)


def _wanted(f: Facts, place: settlements.Place, deliver: Mapping[Key, Decimal], exits: Series) -> Decimal:
    """What is settled at a place, before rounding."""
    (nation, phase, period), s = place, settlements.of(f)
    amount = dec(s.buy_ins.get(place, 0.0))
    for n in s.customers.get(phase, ()):
        units = sum((deliver.get((i, n, period), ZERO) for i in f.items_of(phase)), ZERO)
        part = (ONE if n == nation else ZERO) - dec(s.levies[phase, period].get(nation, 0.0))
        amount += dec(f.phases[phase].levy_m) * units * part
    for one in s.exits:
        if one.period == period and phase in one.shares:
            part = ONE if one.nation == nation else -dec(one.parts[phase].get(nation, 0.0))
            amount += part * exits[one.nation, phase]
    return amount
