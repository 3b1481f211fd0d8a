"""Capacities, budgets and ceilings that the hidden plan keeps, just or with room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from procure.calendar import Span
from procure.problem import Budget, Capacity, Limit, Nation, Supplier
from tests.generating.draw import Draft, up


def limits(d: Draft) -> None:
    """Limits for some suppliers and nations."""
    capacities = [c for s in d.problem.suppliers if d.chance(0.6) for c in _capacities(d, s)]
    d.replace(capacities=capacities)
    d.replace(budgets=[_budget(d, n.id) for n in d.problem.nations if d.chance(0.5)])
    d.replace(nations=[_ceiling(d, n) for n in d.problem.nations])


def _columns(d: Draft) -> list[Span]:
    """Columns of a row: a period each, or a year over shorter periods; some are blank."""
    years = d.problem.programme.calendar.years
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
            yield _row(d, c, covered)


def _row(d: Draft, c: Capacity, covered: tuple[str, ...]) -> Capacity:
    """At least the hidden load; with a ramp, at least what lets the load change as it does."""
    load = [_load(d, c, covered, t) for t in d.facts.periods]
    ramp = d.rng.choice((0.3, 0.6, 1.0)) if d.chance(0.3) else None
    floor = max(load, default=0.0) * d.rng.choice((0.0, 0.5))
    rows, digits = [], 0 if c.unit == "sets" and d.chance(0.5) else 3
    for span in _columns(d):
        need = sum(max(load[t], floor) for t in span.periods)
        if ramp is not None and span.first == span.last and span.first:
            need = max(need, abs(load[span.first] - load[span.first - 1]) / ramp)
        rows.append(Limit(span, up(d.above(need, digits) / c.free_fraction, digits), str(span.first)))
    return replace(c, limits=tuple(rows), ramp_fraction=ramp)


def _load(d: Draft, c: Capacity, covered: tuple[str, ...], t: int) -> float:
    """Load of the hidden plan on a row in a period, in the row's unit."""
    facts, load = d.facts, 0.0
    for w in covered:
        if facts.packages[w].recurring:
            for b in facts.streams[w]:
                load += facts.effort(w, c.supplier, c.unit, b) * d.values["make"].get((w, c.supplier, b.id, t), 0.0)
            continue
        begin, long = d.begins[w], facts.duration(facts.packages[w])
        if begin <= t < begin + long:
            load += facts.effort(w, c.supplier, c.unit) / long * d.values["start"].get((w, c.supplier, begin), 0.0)
    return load


def _budget(d: Draft, nation: str) -> Budget:
    """Columns one after another: each has what is paid, less what the last one left, and something to carry on."""
    years, over = d.problem.programme.calendar.years, d.rng.choice((0.0, 0.1, 0.5))
    carried, rows = {}, []  # type: dict[int, float], list[Limit]
    for span in _columns(d):
        paid = sum(d.total("pay", nation, None, t) for t in span.periods)
        needed = max(0.0, paid - carried.get(span.first - 1, 0.0))
        amount = up(d.above(needed) + (d.rng.uniform(0, 5) if d.chance(0.3) else 0.0))
        left = carried.get(span.first - 1, 0.0) + amount - paid
        year_ends = span.last + 1 == len(years) or years[span.last + 1] != years[span.last]
        carried[span.last] = max(0.0, min(left, over * amount) if year_ends else left)
        rows.append(Limit(span, amount, str(span.first)))
    d.values["carry"] |= {(nation, t): amount for t, amount in carried.items()}
    return Budget(nation, tuple(rows), over)


def _ceiling(d: Draft, n: Nation) -> Nation:
    charged = d.total("charge", n.id)
    return replace(n, ceiling_m=d.above(charged)) if charged and d.chance(0.2) else n
