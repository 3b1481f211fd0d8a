"""Options and wishes: what may be decided of them, and in a finished plan what is taken, due and handed over.

The audit does not use this: it has its own sums.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure.demand import Extra, Need
from procure.facts import Facts
from procure.plan import Plan, dec
from procure.problem import FIRM

ZERO = Decimal(0)


def lots(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    """Keys and bounds of the decisions `lots`."""
    for (d, n), need in f.needs.items():
        for extra in need.extras:
            yield (d, n, extra.label), 0, extra.most


def whole(f: Facts, key: tuple[str | int, ...]) -> bool:
    """Whether lots of an option or a wish, by its key, are taken whole."""
    return next(e.whole for e in f.needs[str(key[0]), str(key[1])].extras if e.label == key[2])


def complete(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    """Keys and bounds of the decisions `complete`: of needs of which firm units may be left out."""
    for (d, n), need in f.needs.items():
        if need.extras and need.may_short and any(need.due):
            yield (d, n), 0, 1


def taken(plan: Plan, need: Need, extra: Extra) -> Decimal:
    """Units that are taken of an option or a wish."""
    return dec(extra.lot) * plan.get("lots", need.name, need.nation, extra.label)


def due(plan: Plan, need: Need) -> list[Decimal]:
    """Units that fall due in each period: firm ones, and what is taken, in the last period of its row."""
    units = [dec(firm) for firm in need.due]
    for extra in need.extras:
        units[extra.last] += taken(plan, need, extra)
    return units


def handed(plan: Plan, need: Need) -> list[Decimal]:
    """Units handed over in each period."""
    periods = range(len(need.due))
    return [sum((plan.get("deliver", i, need.nation, t) for i in need.items), ZERO) for t in periods]


def attributed(plan: Plan, need: Need) -> dict[str, list[Decimal]]:
    """Units handed over in each period by what they count for: "firm", then each option and wish by its label.

    A unit counts first for a firm unit that is due, then for an option that is taken, then for a wish, those of
    priority 1 first, each from its first period on, then for a firm unit that is due later.
    """
    left = {e.label: taken(plan, need, e) for e in need.extras}
    found = {name: [ZERO] * len(need.due) for name in (FIRM, *left)}
    owed = ZERO
    for t, units in enumerate(handed(plan, need)):
        owed += dec(need.due[t])
        first = min(units, max(owed, ZERO))
        found[FIRM][t], rest = first, units - first
        for e in need.extras:
            part = min(rest, left[e.label]) if e.first <= t else ZERO
            found[e.label][t], left[e.label], rest = part, left[e.label] - part, rest - part
        found[FIRM][t] += rest
        owed -= found[FIRM][t]
    return found
