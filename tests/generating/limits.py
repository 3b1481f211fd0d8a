"""Capacities, budgets and ceilings that the hidden plan keeps, just or with room."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from procure.calendar import Span
from procure.problem import CASH, Budget, Capacity, Limit, Nation, Supplier
from tests.generating.draw import Draft, down, up


def limits(d: Draft) -> None:
    """Limits for some suppliers and nations."""
    capacities = [c for s in d.problem.suppliers if d.chance(0.6) for c in _capacities(d, s)]
    d.replace(capacities=capacities)
    d.replace(budgets=[_budget(d, n.id) for n in d.problem.nations if d.chance(0.5)])
    d.replace(nations=[_ceiling(d, n) for n in d.problem.nations])


def _columns(d: Draft, years: Sequence[int]) -> list[Span]:
    """Columns of a row: a period each, or a year over shorter periods; some are blank."""
    if d.problem.programme.calendar.length == "year" or d.chance(0.5):
        spans = [Span(t, t) for t in range(len(years))]
    else:
        spans = [Span(years.index(y), len(years) - 1 - years[::-1].index(y)) for y in sorted(set(years))]
    return [span for span in spans if not d.chance(0.1)]


def _capacities(d: Draft, s: Supplier) -> Iterator[Capacity]:
    facts = d.facts
    mine = [w for w, k in facts.pairs if k == s.id]
    scopes = [(None, None), *((facts.packages[w].sector, None) for w in mine), *((None, w) for w in mine)]
    chosen = {d.rng.choice(scopes) for _ in range(d.rng.randint(1, 2))} if mine else set()
    for sector, package in sorted(chosen, key=str):
        unit = d.rng.choice(("sets", "hours", "tonnes", "M"))
        c = Capacity(s.id, (), sector, package, unit, d.rng.choice((1.0, 0.8)))
        covered = facts.covers(c)
        if c.unit == "sets" or any(facts.effort(w, s.id, c.unit) for w in covered):
            yield row(d, c)


def row(d: Draft, c: Capacity) -> Capacity:
    """At least the hidden load; with a ramp, at least what lets the load change as it does."""
    covered = d.facts.covers(c)
    loads = [load(d, c, covered, t) for t in d.facts.periods]
    ramp = d.rng.choice((0.3, 0.6, 1.0)) if d.chance(0.3) else None
    floor = max(loads, default=0.0) * d.rng.choice((0.0, 0.5))
    rows, digits = [], 0 if c.unit == "sets" and d.chance(0.5) else 3
    years = d.problem.programme.calendar.years
    for span in _columns(d, years):
        need = sum(max(loads[t], floor) for t in span.periods)
        if ramp is not None and span.first == span.last and span.first:
            need = max(need, abs(loads[span.first] - loads[span.first - 1]) / ramp)
        rows.append(Limit(span, up(d.above(need, digits) / c.free_fraction, digits), _label(d, span, years)))
    return replace(c, limits=tuple(rows), ramp_fraction=ramp)


def load(d: Draft, c: Capacity, covered: tuple[str, ...], t: int) -> float:
    """Load of the hidden plan on a row in a period, in the row's unit."""
    facts, found = d.facts, 0.0
    for w in covered:
        if facts.packages[w].recurring:
            for b in facts.streams[w]:
                found += facts.effort(w, c.supplier, c.unit, b) * d.values["make"].get((w, c.supplier, b.id, t), 0.0)
            continue
        long = facts.duration(facts.packages[w])
        for v, begin in d.values["begin"]:
            if v == w and int(begin) <= t < int(begin) + long:
                part = d.values["start"].get((w, c.supplier, begin), 0.0)
                found += facts.effort(w, c.supplier, c.unit) / long * part
    return found


def _budget(d: Draft, nation: str) -> Budget:
    """What a nation pays over all phases, in the programme's currency."""
    spent = {t: d.total("pay", nation, None, t) for t in d.facts.periods}
    return budget(d, Budget(nation, ()), spent, d.problem.programme.calendar.years)


def budget(d: Draft, line: Budget, spent: Mapping[int, float], years: Sequence[int]) -> Budget:
    """Columns one after another: each has what is spent, less what the last one left, and something to carry on.

    spent: by period, in the line's own money. years: fiscal year of every period.
    """
    over = d.rng.choice((0.0, 0.1, 0.5))
    digits = _digits(d)
    carried, rows = {}, []  # type: dict[int, float], list[Limit]
    for span in _columns(d, years):
        paid = sum(spent[t] for t in span.periods)
        needed = max(0.0, paid - carried.get(span.first - 1, 0.0))
        amount = up(d.above(needed) + (d.rng.uniform(0, 5) if d.chance(0.3) else 0.0), digits)
        left = carried.get(span.first - 1, 0.0) + amount - paid
        year_ends = span.last + 1 == len(years) or years[span.last + 1] != years[span.last]
        carried[span.last] = max(0.0, down(min(left, over * amount) if year_ends else left, digits))
        rows.append(Limit(span, amount, _label(d, span, years)))
    family = "carry" if line.kind == CASH else "uncommitted"
    d.values[family] |= {(line.nation, line.line, t): amount for t, amount in carried.items()}
    return replace(line, limits=tuple(rows), carry_fraction=over)


def _digits(d: Draft) -> int:
    """Decimals of the rounding unit: what lies between two units is of no use to a budget."""
    return round(-math.log10(d.problem.programme.rounding_m))


def _label(d: Draft, span: Span, years: Sequence[int]) -> str:
    return d.problem.programme.calendar.labels[span.first] if span.first == span.last else str(years[span.first])


def _ceiling(d: Draft, n: Nation) -> Nation:
    before = sum(h.paid_m for h in d.problem.history if h.nation == n.id)
    paid = d.total("pay", n.id)
    most = round(before + d.above(max(0.0, paid), _digits(d)), 9)
    return replace(n, ceiling_m=most) if paid and d.chance(0.2) else n
