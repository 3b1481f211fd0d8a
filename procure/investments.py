"""What enlarges industry before any decision: when an investment may be decided, which limits it raises, what it costs.

An investment is made at most once. It adds to the capacity rows of its supplier that speak of the same work in the same
unit, from the period on in which it is ready.
"""

from __future__ import annotations

from collections.abc import Iterator

from procure.facts import Facts
from procure.problem import Capacity, Investment


def by_id(f: Facts) -> dict[str, Investment]:
    """The investments by name."""
    return {e.id: e for e in f.problem.investments}


def lead(f: Facts, e: Investment) -> int:
    """Periods from the decision to the first use."""
    return f.calendar.periods(e.months)


def window(f: Facts, e: Investment) -> range:
    """Periods in which it may be decided and still be of use within the horizon."""
    last = f.periods[-1] - lead(f, e)
    return range(e.earliest, (last if e.latest is None else min(last, e.latest)) + 1)


def of_capacity(f: Facts, c: Capacity) -> tuple[Investment, ...]:
    """Investments that raise a capacity row, sorted."""
    return tuple(e for e in f.problem.investments if _scope(e) == _scope(c))


def _scope(one: Capacity | Investment) -> tuple[str, str | None, str | None, str]:
    return one.supplier, one.sector, one.package, one.unit


def added(f: Facts, e: Investment) -> float:
    """Capacity that it adds to a period."""
    return e.adds * f.calendar.year_fraction


def cost(f: Facts, e: Investment, period: int) -> float:
    """M that it costs if decided in the period: the nearest whole number of the units that money is rounded to, so
    that no rounding is left to the plan."""
    unit = f.problem.programme.rounding_m
    return round(e.cost_m * f.index(e.phase, period) / unit) * unit


def pairs_apart(f: Facts) -> tuple[tuple[Investment, Investment], ...]:
    """Pairs of investments of which at most one is made, whichever of the two says so; sorted."""
    known = by_id(f)
    named = {(*sorted((e.id, other)),) for e in known.values() for other in e.excludes if other in known}
    return tuple((known[one], known[other]) for one, other in sorted(named) if one != other)


# Keys of decisions, with their bounds


def decisions(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    """(investment, period): it is decided then."""
    for e in f.problem.investments:
        for t in window(f, e):
            yield (e.id, t), 0, 1


def uses(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    """A capacity row that has a lowest load while it is in use, by period."""
    for c in f.problem.capacities:
        if c.lowest > 0 and not c.lowest_always:
            for t in f.periods:
                yield (*row(c), t), 0, 1


def row(c: Capacity) -> tuple[str, str, str, str]:
    """What tells a capacity row from the others: supplier, sector, package and unit."""
    return c.supplier, c.sector or "", c.package or "", c.unit
