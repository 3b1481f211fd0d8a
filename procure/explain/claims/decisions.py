"""What was decided before: pins, work that is given to somebody, numbers of suppliers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from procure.explain.claims.claim import DECISIONS, POLICY, Claim, Way, cells, lowered
from procure.explain.claims.keeping import loosened, only_looser
from procure.facts import Facts
from procure.problem import Package, Pin, Problem

_TIMED = ("begin", "set up", "invest")  # pins whose value is a period
_UNITS = {"deliver": "units", "build": "units", "make": "sets", "share": "%"}
SMALLEST = 0.05  # part of a divisible package that nobody holds less of where nothing is typed
_NAMES = ("package", "item", "phase", "supplier", "nation")


def of(problem: Problem) -> Iterator[Claim]:
    """Every pin; of packages "given to", the fewest suppliers beyond one, the most where typed, the smallest share."""
    for pin in dict.fromkeys(replace(pin, row=0) for pin in problem.pins):
        yield _pin(problem, pin)
    f = Facts(problem)
    for w in problem.packages:
        if w.given_to:
            yield from _given(f, w)
        if w.fewest > 1:
            yield _fewest(problem, w)
        if w.divisible and w.most is not None:
            yield from _most(f, w)
        if w.divisible and w.smallest_fraction > SMALLEST:
            yield _smallest(problem, w)


# Pins


def _pin(problem: Problem, pin: Pin) -> Claim:
    rows = [one.row for one in problem.pins if replace(one, row=0) == pin]
    where = tuple(c for row in rows for c in cells(problem, "Pins", row, "decision"))
    row = _row(problem, pin)
    name = ", ".join(part for part in row if part)
    text = f"It is decided: {_said(problem, pin)}."
    return Claim(
        f"Pins[{name}]", DECISIONS, POLICY, text, where, pin.nation or "", partial(_unpinned, pin), _pin_ways(pin, row)
    )


def _row(problem: Problem, pin: Pin) -> tuple[str, ...]:
    """Its cells as they are typed: a row of Pins has no other name."""
    period = None if pin.period is None else problem.programme.calendar.labels[pin.period]
    value = None if pin.decision in _TIMED else f"{_typed(pin):.12g}"
    named = (pin.package, pin.item, pin.phase, pin.supplier, pin.nation, period, pin.relation, value, pin.fund)
    found = [pin.decision, *(part or "" for part in named), pin.investment or ""]
    while not found[-1]:
        found.pop()
    return tuple(found)


def _typed(pin: Pin) -> float:
    return (float(f"{100 * pin.value:.12g}") if pin.decision == "share" else pin.value) + 0.0  # -0 is 0


def _pin_ways(pin: Pin, row: tuple[str, ...]) -> tuple[Way, ...]:
    """The value of a bound; what is pinned to one value can only be dropped."""
    if pin.relation == "=" or pin.decision in (*_TIMED, "award"):
        return (Way("Pins", row, "value", most=0.0),)
    unit, sign, now = _UNITS.get(pin.decision, "M"), 1 if pin.relation == "<=" else -1, _typed(pin)
    most = max(0.0, now) if sign < 0 else float(f"{100 - now:.12g}") if unit == "%" else None
    step = min(1.0 if unit in ("units", "sets") else 0.01, most or 1.0)
    return (Way("Pins", row, "value", now, unit, sign, step, most),)


def _said(problem: Problem, pin: Pin) -> str:
    names = ", ".join(str(name) for column in _NAMES if (name := getattr(pin, column)))
    names = ", ".join(part for part in (names, pin.fund, pin.investment) if part)
    label = "" if pin.period is None else problem.programme.calendar.labels[pin.period]
    how = {"=": "", ">=": "at least ", "<=": "at most "}[pin.relation]
    if pin.decision == "award":
        return f"{pin.supplier} {'holds' if pin.value else 'does not hold'} a part of {pin.package}"
    if pin.decision in _TIMED:
        when = {"=": "in", ">=": "not before", "<=": "by the end of"}[pin.relation]
        return f"{pin.decision} {names} {when} {label}"
    unit = _UNITS.get(pin.decision, f"M {problem.programme.currency}")
    return f"{pin.decision} {names}: {how}{_typed(pin):.12g} {unit}" + (f" in {label}" if label else "")


def _unpinned(pin: Pin, problem: Problem) -> Problem:
    return problem.replace(pins=tuple(one for one in problem.pins if replace(one, row=0) != pin))


# Packages


def _given(f: Facts, w: Package) -> Iterator[Claim]:
    """Where nobody would lose the package with it, and sets that are parted would not have to be whole."""
    problem, drop = f.problem, partial(_replaced, w.id, "given_to", ())
    dropped = drop(problem)
    if set(f.able[w.id]) <= set(Facts(dropped).able[w.id]) and only_looser(problem, dropped):
        parts = "; ".join(name if part is None else f"{name} {100 * part:.12g}" for name, part in w.given_to)
        same = [one for one in dropped.packages if one.id != w.id] == [
            one for one in problem.packages if one.id != w.id
        ]
        ways = (Way("Packages", (w.id,), "given to", most=0.0, whole=""),) if same else ()
        where, text = cells(problem, "Packages", w.row, "given to"), f"{w.id} is given to {parts}."
        yield Claim(f"Packages[{w.id}, given to]", DECISIONS, POLICY, text, where, "", drop, ways)


def _fewest(problem: Problem, w: Package) -> Claim:
    column, text = "fewest suppliers", f"{w.id} has at least {w.fewest} suppliers."
    where, now = cells(problem, "Packages", w.row, column), float(w.fewest)
    ways = (lowered("Packages", (w.id,), column, now, "suppliers", 1.0, 1.0),)
    drop = partial(_replaced, w.id, "fewest", 1)
    return Claim(f"Packages[{w.id}, {column}]", DECISIONS, POLICY, text, where, "", drop, ways)


def _most(f: Facts, w: Package) -> Iterator[Claim]:
    """Where a limit binds at all, and sets that one supplier makes would not have to be whole."""
    assert w.most is not None
    column, drop, able = "most suppliers", partial(_replaced, w.id, "most", None), len(f.suppliers_of[w.id])
    if w.most < able and only_looser(f.problem, drop(f.problem)):
        text = f"{w.id} has at most {w.most} supplier{'s' if w.most > 1 else ''}."
        ways = (Way("Packages", (w.id,), column, float(w.most), "suppliers", 1, 1.0, float(able - w.most), ""),)
        where = cells(f.problem, "Packages", w.row, column)
        yield Claim(f"Packages[{w.id}, {column}]", DECISIONS, POLICY, text, where, "", drop, ways)


def _smallest(problem: Problem, w: Package) -> Claim:
    column, now = "smallest share", float(f"{100 * w.smallest_fraction:.12g}")
    text = f"Whoever has a part of {w.id} has at least {now:.12g} % of it."
    ways = (lowered("Packages", (w.id,), column, now, "%", 1.0, 100 * SMALLEST),)
    where, drop = cells(problem, "Packages", w.row, column), partial(_replaced, w.id, "smallest_fraction", SMALLEST)
    return Claim(f"Packages[{w.id}, {column}]", DECISIONS, POLICY, text, where, "", drop, ways)


def _replaced(name: str, field: str, value: Any, problem: Problem) -> Problem:
    """The problem with a field of a package replaced."""
    changed = (replace(w, **{field: value}) if w.id == name else w for w in problem.packages)
    return loosened(problem, packages=tuple(changed))
