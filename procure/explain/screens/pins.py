"""Pins that contradict each other, what a package says of its suppliers and its time, or what is needed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from procure.clauses.given import named
from procure.domains import made_whole
from procure.explain.screens.bounds import NEAR, always, beyond, finding, sets, spent
from procure.facts import Facts
from procure.findings import Finding
from procure.problem import PER_UNIT, Package, Pin

Key = tuple[object, ...]
_MONEY = ("grant", "draw", "charge", "pay")
_ONCE = ("set up", "invest")  # what happens once where a period is pinned with "=" or "<="


def screen(f: Facts) -> Iterator[Finding]:
    """One finding for each decision, package and need whose pins cannot all be kept."""
    of: dict[Key, list[Pin]] = {}
    for pin in f.problem.pins:
        key = replace(pin, relation="", value=0.0, period=None if _timed(pin) else pin.period, row=0)
        of.setdefault((key,), []).append(pin)
    for pins in of.values():
        yield from _times(f, pins) if _timed(pins[0]) else _values(f, pins)
    for w in f.problem.packages:
        mine = [pin for pin in f.problem.pins if pin.package == w.id]
        if mine and always(f, w):
            yield from _suppliers(f, w, mine)
            yield from _shares(f, w, mine)
    for p in f.phases:
        yield from _costs(f, [pin for pin in f.problem.pins if pin.decision == "share" and pin.phase == p])
    yield from _deliveries(f)


def _timed(pin: Pin) -> bool:
    return pin.decision in ("begin", *_ONCE)


# One decision


def _times(f: Facts, pins: list[Pin]) -> Iterator[Finding]:
    """Periods that all pins leave to a begin, a set-up or an investment that must happen."""
    first, must = pins[0], any(pin.relation != ">=" for pin in pins)
    left: Iterable[int] = f.periods
    if first.decision == "begin" and first.package in f.packages:
        left, must = f.window[first.package], must or always(f, f.packages[first.package])
    if must and not any(all(_at(pin, t) for pin in pins) for t in left):
        cells = [f.problem.cell("Pins", pin.row, "decision") for pin in pins]
        name = first.package or first.investment
        if first.decision == "begin" and name:
            cells += [f.problem.cell("Packages", f.packages[name].row, c) for c in ("earliest", "latest", "begins")]
        yield _finding(cells, f"no period is left for the {first.decision} of {name}")


def _at(pin: Pin, t: int) -> bool:
    period = -1 if pin.period is None else pin.period
    return t == period if pin.relation == "=" else t >= period if pin.relation == ">=" else t <= period


def _values(f: Facts, pins: list[Pin]) -> Iterator[Finding]:
    low, high = _range(pins) if _something(f, pins[0]) else (0.0, 0.0)
    room = 4 * f.problem.programme.rounding_m if pins[0].decision in _MONEY else _step(f, pins[0])
    if low - high > room + NEAR * max(1.0, abs(low)):
        cells = [f.problem.cell("Pins", pin.row, "value") for pin in pins]
        shown = ("at least", low), ("at most", high)
        yield _finding(cells, "pins of one decision ask for " + " and ".join(f"{w} {x:.12g}" for w, x in shown))


def _something(f: Facts, pin: Pin) -> bool:
    """Whether a part is surely of something: of nothing every part is kept."""
    if pin.decision != "share":
        return True
    if pin.package is None:
        return spent(f, str(pin.phase), f.periods[-1]) > 0
    return _made(f, f.packages[pin.package])


def _made(f: Facts, w: Package) -> bool:
    return not w.recurring or (w.kind == PER_UNIT and sets(f, w, f.periods[-1]) > 0)


def _range(pins: Iterable[Pin]) -> tuple[float, float]:
    low, high = -math.inf, math.inf
    for pin in pins:
        low = max(low, pin.value) if pin.relation != "<=" else low
        high = min(high, pin.value) if pin.relation != ">=" else high
    return low, high


def _step(f: Facts, pin: Pin) -> float:
    """What a pinned part may be off: sets that stay whole may be another number by less than one, at each end."""
    if pin.decision != "share" or pin.package is None or not f.packages[pin.package].recurring:
        return 1e-5 if pin.decision != "award" else 0.0
    return 1.0 if made_whole(f, (pin.package,)) else 0.0


# Packages


def _suppliers(f: Facts, w: Package, pins: list[Pin]) -> Iterator[Finding]:
    """Awards against the numbers of suppliers, and against whom it is given to."""
    awards = {str(pin.supplier): pin for pin in pins if pin.decision == "award"}
    held, out = [s for s in awards if awards[s].value == 1], {s for s in awards if awards[s].value == 0}
    cells = [f.problem.cell("Pins", pin.row, "value") for pin in awards.values()]
    left = [s for s in f.suppliers_of[w.id] if s not in out]
    if w.most is not None and len(held) > w.most:
        cells += [f.problem.cell("Packages", w.row, "most suppliers")]
        yield _finding(cells, f"{len(held)} suppliers are pinned to {w.id}, which has at most {w.most}")
    elif out and len(left) < w.fewest:
        cells += [f.problem.cell("Packages", w.row, "fewest suppliers")]
        yield _finding(cells, f"pins leave {len(left) or 'no'} suppliers to {w.id}, which needs {w.fewest}")
    elif lost := [s for s in held if s not in f.suppliers_of[w.id]]:
        yield _finding(cells, f"{', '.join(lost)} cannot have a part of {w.id}, as is pinned")
    else:
        for name, part in w.given_to:
            asked = part is None or (part > 0 and not w.recurring)
            if asked and set(named(f, w, name)) <= out and named(f, w, name):
                cells += [f.problem.cell("Packages", w.row, "given to")]
                yield _finding(cells, f"{w.id} is given to {name}, and its suppliers are pinned to have none of it")


def _shares(f: Facts, w: Package, pins: list[Pin]) -> Iterator[Finding]:
    """Parts that are pinned against 100 %; sets that stay whole may be off by one for each part."""
    if not _made(f, w) or (w.recurring and made_whole(f, (w.id,))):
        return
    parts = {s: [pin for pin in pins if pin.decision == "share" and pin.supplier == s] for s in f.suppliers_of[w.id]}
    none = {pin.supplier for pin in pins if pin.decision == "award" and pin.value == 0}
    ranges = {s: (0.0, 0.0) if s in none else _range(several) for s, several in parts.items()}
    every = [pin for several in parts.values() for pin in several]
    yield from _hundred(f, every, ranges, f"of {w.id}") if every else ()


def _costs(f: Facts, pins: list[Pin]) -> Iterator[Finding]:
    """Parts of a phase's cost; those of nations that no pin speaks of are from 0 to 100 %."""
    if pins and _something(f, pins[0]):
        nations = {str(pin.nation): [one for one in pins if one.nation == pin.nation] for pin in pins}
        ranges = {n: _range(several) for n, several in nations.items()}
        if len(nations) < len(f.nations):
            ranges[""] = (0.0, 1.0)
        yield from _hundred(f, pins, ranges, f"of the cost of {pins[0].phase}")


def _hundred(f: Facts, pins: list[Pin], ranges: dict[str, tuple[float, float]], of: str) -> Iterator[Finding]:
    low, high = sum(max(0.0, low) for low, _ in ranges.values()), sum(min(1.0, high) for _, high in ranges.values())
    cells = [f.problem.cell("Pins", pin.row, "value") for pin in pins]
    room = 1e-5 * len(ranges)  # a part of a package is kept to that
    if beyond(low, 1 + room):
        yield _finding(cells, f"pinned parts {of} sum to {100 * low:.12g} % at least")
    elif beyond(1 - room, high):
        yield _finding(cells, f"pinned parts {of} sum to {100 * high:.12g} % at most")


# Deliveries


def _deliveries(f: Facts) -> Iterator[Finding]:
    """Units that are pinned before any can be complete, or beyond what is needed."""
    for (d, n), need in f.needs.items():
        pins = [p for p in f.problem.pins if p.decision == "deliver" and p.nation == n and p.item in need.items]
        early = [p for p in pins if p.period is not None and p.period < f.first_delivery[str(p.item), n]]
        early = [p for p in early if p.relation != "<=" and beyond(p.value, 1e-5)]
        for pin in early[:1]:
            first = f.first_delivery[str(pin.item), n]
            when = f.calendar.labels[first] if first < f.calendar.count else "after the horizon"
            cells = [f.problem.cell("Pins", pin.row, "period")]
            yield _finding(cells, f"no {pin.item} can be complete before {when}, and one is pinned to {n} before")
        single = {(p.item, p.period): max(0.0, p.value) for p in pins if p.relation != "<=" and p.period is not None}
        if not early and beyond(total := sum(single.values()), need.most + 1e-5 * len(single)):
            cells = [f.problem.cell("Pins", p.row, "value") for p in pins]
            cells += [f.problem.cell("Requirements", need.row, "item or family")]
            yield _finding(cells, f"{total:.12g} units of {d} are pinned to {n}, which takes at most {need.most:.12g}")


def _finding(cells: list[str], message: str) -> Finding:
    return finding(cells, "Pins", "pins contradict", message, "Drop or change one of them.")
