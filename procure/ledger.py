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

from procure import dues, funding, other_costs, settled
from procure.demand import Need
from procure.facts import Facts
from procure.findings import Check
from procure.plan import Key, Plan, dec
from procure.problem import PER_UNIT, Package

ZERO, ONE = Decimal(0), Decimal(1)

# A quantity that is not whole is rounded to 1e-6 and may be this far from what a row asks, for each period summed.
LOOSE = Decimal("0.00001")
# A figure such as a third is typed or computed with some 16 digits; whole quantities meet it within this.
TYPED = Decimal("0.000001")

Series = defaultdict[Key, list[Decimal]]


def names(f: Facts, key: Iterable[str | int]) -> tuple[str, ...]:
    """A decision's key as text: ids as they are, periods by their labels."""
    return tuple(f.calendar.label(part) if isinstance(part, int) else part for part in key)


def unit(f: Facts) -> Decimal:
    """The unit that money leaves are rounded to, in M."""
    return dec(f.problem.programme.rounding_m)


def cent(f: Facts) -> Decimal:
    """What binary fractions in prices and keys may add to a sum of money, in M: a thousandth of the unit."""
    return unit(f) / 1000


def money_of(f: Facts, nation: str) -> str:
    """Unit of a nation's own money: M, with its currency where that is not the programme's."""
    return "M" if f.rates.own(f.nations[nation].currency) else f"M {f.nations[nation].currency}"


def in_terms(f: Facts, nation: str, constant: bool, t: int, amount: Decimal) -> Decimal:
    """An amount of the plan in a period, in a nation's currency, and in constant prices or in current ones."""
    exchanged = amount * dec(f.fx(nation, t))
    if constant == f.problem.programme.in_constant_prices:
        return exchanged
    return exchanged / dec(f.deflator(t)) if constant else exchanged * dec(f.deflator(t))


def apportioned(f: Facts) -> Decimal:
    """M that a nation's charges so far may be off from its key: largest remainders over nations and along time."""
    return 2 * unit(f) + cent(f)


def rounded_for(plan: Plan, f: Facts) -> dict[str, Decimal]:
    """M that rounding may add to all that a nation is charged or pays, by nation.

    In each phase: two units for its apportioned part and one for its dues, and of a unit for each price that was
    spread over time, each set-up, other cost and contingency the part that is the nation's; as much again where grants
    come off it, and a unit for each grant; a unit for VAT, two for each loan. In whole units.
    """
    keys = (*totals(plan, "price", 0, 1, 2), *totals(plan, "setup", 0, 1))
    series = Counter(f.packages[str(key[0])].phase for key in keys)
    series.update(c.phase for c in f.problem.other_costs)
    series.update(str(p) for (p,) in totals(plan, "contingency", 0))
    spent, found = totals(plan, "spend", 0), dict.fromkeys(f.nations, unit(f))
    for _, n in totals(plan, "draw", 0, 1):
        found[str(n)] += 2 * unit(f)
    for n, _ in totals(plan, "vat", 0, 1):
        found[str(n)] += unit(f)
    granted = funding.granted(f)
    for (n, p), own in totals(own_parts(plan, f), "gross", 0, 1).items():
        part, funds = own / spent[p,] if spent.get((p,)) else ONE, len(granted.get(str(p), ()))
        times = 2 if funds else 1
        found[str(n)] += times * apportioned_in(f, str(p)) + unit(f) * funds
        found[str(n)] += unit(f) * (1 + times * series[str(p)] * part)
    return {n: ceiling(much / unit(f)) * unit(f) for n, much in found.items()}


def own_parts(plan: Plan, f: Facts) -> Plan:
    """A plan whose `gross` is every nation's part of what a phase spends: its charge where that is not apart."""
    apart = funding.apart(f)
    charges = {key: value for key, value in plan.items("charge") if key[1] not in apart}
    return replace(plan, values={**plan.values, "gross": {**plan.values.get("gross", {}), **charges}})


def totals(plan: Plan, family: str, *parts: int) -> dict[Key, Decimal]:
    """Sums of a family's decisions by these parts of their keys; a key without decisions is missing."""
    found: dict[Key, Decimal] = defaultdict(lambda: ZERO)
    for key, value in plan.items(family):
        found[tuple(key[part] for part in parts)] += value
    return dict(found)


def by_period(plan: Plan, f: Facts, family: str, *parts: int) -> Series:
    """Sums by these parts, as one number a period; zeros for a key without decisions.

    Of due and pay one number more: what falls due and is paid after the horizon.
    """
    found: Series = defaultdict(lambda: [ZERO] * (len(f.periods) + (family in dues.FAMILIES)))
    for key, value in plan.items(family):
        found[tuple(key[part] for part in parts)][int(key[-1])] += value
    return found


def spend_parts(plan: Plan, f: Facts) -> dict[Key, Decimal]:
    """What a phase's spend in a period is made of, summed by (phase, period): work, and what is nobody's work."""
    found: dict[Key, Decimal] = defaultdict(lambda: ZERO)
    nobodys = {c.id: c.phase for c in f.problem.other_costs if c.performed_in is None}
    for part in (
        totals(plan, "work", 1, 2), totals(plan, "transfer_cost", 2, 3), totals(plan, "contingency", 0, 1)
    ):  # fmt: skip
        for key, value in part.items():
            found[key] += value
    for (c, t), value in plan.items("other"):
        if c in nobodys:
            found[nobodys[str(c)], t] += value
    paying = {e.id: e.phase for e in f.problem.investments}
    for (e, t), value in plan.items("invest"):
        if e in paying:
            found[paying[str(e)], t] += value
    return dict(found)


def direct(plan: Plan, f: Facts) -> Series:
    """What nations bear directly of other costs, exact, by (nation, phase), and in all by (phase,)."""
    found: Series = defaultdict(lambda: [ZERO] * len(f.periods))
    values = by_period(plan, f, "other", 0)
    for c in f.problem.other_costs:
        for n, part in c.borne_by:
            found[n, c.phase] = [x + dec(part) * y for x, y in zip(found[n, c.phase], values[c.id,], strict=True)]
        if c.borne_by:
            found[c.phase,] = [x + y for x, y in zip(found[c.phase,], values[c.id,], strict=True)]
    return found


def keyed(plan: Plan, f: Facts) -> tuple[Series, Series]:
    """What a phase's key parts: nations' parts of it by (nation, phase), and the whole by (phase,).

    That is gross and spend, less what nations bear directly.
    """
    borne = direct(plan, f)
    shares, spends = by_period(own_parts(plan, f), f, "gross", 0, 1), by_period(plan, f, "spend", 0)
    for key in borne:
        table = shares if len(key) == 2 else spends
        table[key] = [x - y for x, y in zip(table[key], borne[key], strict=True)]
    return shares, spends


def apportioned_in(f: Facts, phase: str) -> Decimal:
    """`apportioned` in a phase: what is borne directly is apportioned by itself."""
    return apportioned(f) + (unit(f) if other_costs.direct(f, phase) else ZERO)


def added_to_due(plan: Plan, f: Facts) -> dict[Key, list[Decimal]]:
    """What falls due beside the charges, signed, by (nation, phase), as one number a period: where there may be any."""
    found = {key: [-value for value in values] for key, values in in_kind(plan, f).items()}
    for key, values in by_period(plan, f, "settle", 0, 1).items():
        before = found.get(key, [ZERO] * len(f.periods))
        found[key] = [x + y for x, y in zip(before, values, strict=True)]
    return found


def credits(plan: Plan, f: Facts) -> dict[Key, list[Decimal]]:
    """What nations are credited beside the charges, M >= 0, by (nation, phase), as one number a period.

    What they give in kind, and settlements that they receive: as they are rounded, where that is more.
    """
    found = in_kind(plan, f)
    for (n, p, t), amount in settled.sums(plan, f)[1].items():
        series = found.get((n, p), [ZERO] * len(f.periods))
        more = max(amount, -plan.get("settle", n, p, t))
        found[n, p] = [x + more * (u == t) for u, x in enumerate(series)]
    return found


def in_kind(plan: Plan, f: Facts) -> dict[Key, list[Decimal]]:
    """What nations give in kind, M, by (nation, phase), as one number a period."""
    values, found = by_period(plan, f, "other", 0), {}  # type: Series, dict[Key, list[Decimal]]
    for c in f.problem.other_costs:
        if c.in_kind_by is not None:
            before = found.get((c.in_kind_by, c.phase), [ZERO] * len(f.periods))
            found[c.in_kind_by, c.phase] = [x + y for x, y in zip(before, values[c.id,], strict=True)]
    return found


def cumulated(values: Iterable[Decimal]) -> list[Decimal]:
    """Running sums: what has come together by the end of every period."""
    return list(accumulate(values))


def spread(starts: list[Decimal], periods: int) -> list[Decimal]:
    """Part of a one-off package done in every period: what has started, evenly over its duration."""
    so_far = [ZERO, *cumulated(starts)]
    return [(so_far[t + 1] - so_far[max(0, t + 1 - periods)]) / periods for t in range(len(starts))]


def leaves(plan: Plan, f: Facts, *families: str) -> Counter[tuple[str, int]]:
    """How many money leaves a phase has in a period, by (phase, period): these families, other costs, contingency."""
    found: Counter[tuple[str, int]] = Counter()
    phases = {c.id: c.phase for c in f.problem.other_costs}
    found.update((phases[str(c)], int(t)) for (c, t), value in plan.items("other") if value)
    found.update((str(p), int(t)) for (p, t), value in plan.items("contingency") if value)
    for family in families:
        for key, value in plan.items(family):
            package = f.packages.get(str(key[0]))
            if package is not None and value:
                found[package.phase, int(key[-1])] += 1
    return found


def whole_sets(f: Facts, w: Package) -> bool:
    """Whether sets of w stay whole: its units are, a unit needs whole sets, and several suppliers may share it.

    Those of units in service never are: they count by the year.
    """
    if w.kind != PER_UNIT:
        return False
    shared = w.most != 1 and len(f.suppliers_of[w.id]) > 1
    return shared and dec(w.per_unit) % 1 == 0 and all(f.items[i].whole for i in f.serves(w))


def placed(plan: Plan, f: Facts, w: Package) -> Decimal:
    """1 where the package is to be placed: always, or because an item of a family that it is bound to is in use, or
    because a supplier that it qualifies holds an award of a package that waits for it."""
    if w.qualifies:
        waiting = [v.id for v in f.packages.values() if w.id in v.after]
        return ONE if any(plan.get("award", v, s) > 0 for v in waiting for s in w.qualifies) else ZERO
    bound = f.bound_to[w.id]
    return ONE if not bound or any(plan.get("used", i) > 0 for i in bound) else ZERO


def firm(need: Need) -> Decimal:
    """Firm units of a need in all."""
    return sum(map(dec, need.due), ZERO)


def at_most(need: Need) -> Decimal:
    """Units that a nation may take: firm ones, options and wishes."""
    return firm(need) + sum((dec(e.lot) * dec(e.most) for e in need.extras), ZERO)


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
    least: Callable[..., Decimal | None] = lambda *_: ZERO,
) -> Iterator[Check]:
    """Bounds of every decision of a family that is not 0.

    most: of a key's parts, the greatest value; 0 where the decision cannot be taken at all, None without a limit.
    step: of a key's parts, what the value must be a multiple of; None for a quantity, which is rounded to 1e-6.
    kind: the values' unit. least: of a key's parts, the least value; None without a limit.
    """
    for key, value in plan.items(family):
        index = (family, *names(f, key))
        of, high = None if step is None else step(*key), most(*key)
        loose = ZERO if of or high == 0 else LOOSE
        low = least(*key)
        if low is not None:
            yield Check(clause, index, value, ">=", low, loose, kind)
        if high is not None:
            yield Check(clause, index, value, "<=", Decimal(high), loose, kind)
        if of:
            whole = (value / of).to_integral_value(ROUND_HALF_EVEN) * of
            yield Check(clause, (*index, "rounded"), value, "=", whole, unit=kind)
