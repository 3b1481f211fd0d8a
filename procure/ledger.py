"""Sums over a finished plan, in Decimal, for the audits: nothing here takes part in making a plan.

Keys of decisions end in their period; sums are made by the other parts. A plan may say anything: an id that the
problem does not know, a period in which nothing can happen, a negative quantity. `domain` finds those.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from itertools import accumulate

from procure import funding
from procure.facts import Facts
from procure.findings import Check
from procure.plan import Key, Plan, dec
from procure.problem import Package

ZERO, ONE = Decimal(0), Decimal(1)

# A quantity that is not whole is rounded to 1e-6 and may be this far from what a row asks, for each period summed.
LOOSE = Decimal("0.00001")
# A figure such as a third is typed or computed with some 16 digits; whole quantities meet it within this.
TYPED = Decimal("0.000001")

Series = defaultdict[Key, list[Decimal]]


def names(f: Facts, key: Iterable[str | int]) -> tuple[str, ...]:
    """A decision's key as text: ids as they are, periods by their labels."""
    return tuple(f.calendar.labels[part] if isinstance(part, int) else part for part in key)


def unit(f: Facts) -> Decimal:
    """The unit that money leaves are rounded to, in M."""
    return dec(f.problem.programme.rounding_m)


def cent(f: Facts) -> Decimal:
    """What binary fractions in prices and keys may add to a sum of money, in M: a thousandth of the unit."""
    return unit(f) / 1000


def apportioned(f: Facts) -> Decimal:
    """M that a nation's charges so far may be off from its key: largest remainders over nations and along time."""
    return 2 * unit(f) + cent(f)


def rounded_for(plan: Plan, f: Facts) -> dict[str, Decimal]:
    """M that rounding may add to all that a nation is charged or pays, by nation.

    In each phase: two units for its apportioned part and half a unit for its dues, and of half a unit for each price
    that was spread over time and each set-up the part that is the nation's; as much again where grants come off it,
    and a unit for each grant; two units for each loan. In whole units.
    """
    keys = (*totals(plan, "price", 0, 1, 2), *totals(plan, "setup", 0, 1))
    series = Counter(f.packages[str(key[0])].phase for key in keys)
    spent, found = totals(plan, "spend", 0), dict.fromkeys(f.nations, unit(f))
    for _, n in totals(plan, "draw", 0, 1):
        found[str(n)] += 2 * unit(f)
    granted = funding.granted(f)
    for (n, p), own in totals(own_parts(plan, f), "gross", 0, 1).items():
        part, funds = own / spent[p,] if spent.get((p,)) else ONE, len(granted.get(str(p), ()))
        times = 2 if funds else 1
        found[str(n)] += times * apportioned(f) + unit(f) * funds
        found[str(n)] += unit(f) / 2 * (1 + times * series[str(p)] * part)
    return {n: ceiling(much / unit(f)) * unit(f) for n, much in found.items()}


def own_parts(plan: Plan, f: Facts) -> Plan:
    """A plan whose `gross` is every nation's part of what a phase spends: its charge where the phase has no grants."""
    granted = funding.granted(f)
    charges = {key: value for key, value in plan.items("charge") if key[1] not in granted}
    return replace(plan, values={**plan.values, "gross": {**plan.values.get("gross", {}), **charges}})


def totals(plan: Plan, family: str, *parts: int) -> dict[Key, Decimal]:
    """Sums of a family's decisions by these parts of their keys; a key without decisions is missing."""
    found: dict[Key, Decimal] = defaultdict(lambda: ZERO)
    for key, value in plan.items(family):
        found[tuple(key[part] for part in parts)] += value
    return dict(found)


def by_period(plan: Plan, f: Facts, family: str, *parts: int) -> Series:
    """Sums by these parts, as one number a period; zeros for a key without decisions."""
    found: Series = defaultdict(lambda: [ZERO] * len(f.periods))
    for key, value in plan.items(family):
        found[tuple(key[part] for part in parts)][int(key[-1])] += value
    return found


def cumulated(values: Iterable[Decimal]) -> list[Decimal]:
    """Running sums: what has come together by the end of every period."""
    return list(accumulate(values))


def spread(starts: list[Decimal], periods: int) -> list[Decimal]:
    """Part of a one-off package done in every period: what has started, evenly over its duration."""
    so_far = [ZERO, *cumulated(starts)]
    return [(so_far[t + 1] - so_far[max(0, t + 1 - periods)]) / periods for t in range(len(starts))]


def leaves(plan: Plan, f: Facts, *families: str) -> Counter[tuple[str, int]]:
    """How many money leaves of these families a phase has in a period, by (phase, period)."""
    found: Counter[tuple[str, int]] = Counter()
    for family in families:
        for key, value in plan.items(family):
            package = f.packages.get(str(key[0]))
            if package is not None and value:
                found[package.phase, int(key[-1])] += 1
    return found


def whole_sets(f: Facts, w: Package) -> bool:
    """Whether sets of w stay whole: its units are, a unit needs whole sets, and several suppliers may share it."""
    shared = w.most != 1 and len(f.suppliers_of[w.id]) > 1
    return shared and dec(w.per_unit) % 1 == 0 and all(f.items[i].whole for i in f.serves(w))


def placed(plan: Plan, f: Facts, w: Package) -> Decimal:
    """1 where the package is to be placed: always, or because an item of a family that it is bound to is in use."""
    bound = f.bound_to[w.id]
    return ONE if not bound or any(plan.get("used", i) > 0 for i in bound) else ZERO


def ceiling(number: Decimal) -> Decimal:
    """The next whole number, or the number itself."""
    return number.to_integral_value(ROUND_CEILING)


def domain(
    clause: str,
    plan: Plan,
    f: Facts,
    family: str,
    most: Callable[..., Decimal | int | None],
    step: Callable[..., Decimal | int | None] | None = None,
    kind: str = "",
) -> Iterator[Check]:
    """Bounds of every decision of a family that is not 0.

    most: of a key's parts, the greatest value; 0 where the decision cannot be taken at all, None without a limit.
    step: of a key's parts, what the value must be a multiple of; None for a quantity, which is rounded to 1e-6.
    kind: the values' unit.
    """
    for key, value in plan.items(family):
        index = (family, *names(f, key))
        of, high = None if step is None else step(*key), most(*key)
        loose = ZERO if of or high == 0 else LOOSE
        yield Check(clause, index, value, ">=", ZERO, loose, kind)
        if high is not None:
            yield Check(clause, index, value, "<=", Decimal(high), loose, kind)
        if of:
            whole = (value / of).to_integral_value(ROUND_HALF_EVEN) * of
            yield Check(clause, (*index, "rounded"), value, "=", whole, unit=kind)
