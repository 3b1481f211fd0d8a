"""Checks of time: rounding to periods, windows, rates and the shortest chain of packages before a delivery."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import accumulate

from procure import text
from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from procure.problem import Item

WORTH_SAYING = 1 / 3  # part of a period that rounding may cost unsaid


def rounding(facts: Facts) -> Iterator[Finding]:
    """Months that rounding to periods changes by more than a third of a period: one warning for each column."""
    calendar = facts.calendar
    changed: list[tuple[str, str]] = []
    for w in facts.problem.packages:
        periods = facts.lead(w) if w.recurring else facts.duration(w)
        if w.months and abs(periods - w.months / calendar.months) > WORTH_SAYING + 1e-9:
            cell = facts.problem.cell("Packages", w.row, "months")
            changed.append((f"{w.id} {w.months:g} to {periods * calendar.months}", cell))
    if changed:
        message = f"months are rounded to whole periods: {text.listing(said for said, _ in changed)}."
        yield Finding(WARNING, changed[0][1], "rounding of months", message)
    wide = WORTH_SAYING + 1e-9
    delays = [i for i in facts.problem.items if abs(calendar.rounding(i.latest_delay_months or 0)) > wide]
    if delays:
        where = facts.problem.cell("Items", delays[0].row, "latest delay")
        said = (f"{i.id} {i.latest_delay_months:g} to {(facts.latest_delay(i) or 0) * calendar.months}" for i in delays)
        message = f"months are rounded to whole periods: {text.listing(said)}."
        yield Finding(WARNING, where, "rounding of months", message)


def windows(facts: Facts) -> Iterator[Finding]:
    """Every one-off package fits between what comes before it, its earliest and its latest period."""
    for w in facts.problem.packages:
        if facts.window[w.id] or (w.recurring and w.latest is None):
            continue
        column = "begins" if w.begins is not None else "latest" if w.latest is not None else "months"
        start = facts.earliest[w.id]
        first = facts.calendar.labels[start] if start < facts.calendar.count else "after the horizon"
        takes = "" if w.recurring else f", and it takes {facts.duration(w)} periods"
        message = f"expected time for '{w.id}', found none: the earliest possible begin is {first}{takes}."
        hint = "Check earliest, latest, begins, after and the number of periods."
        yield Finding(ERROR, facts.problem.cell("Packages", w.row, column), "no time", message, hint)


def needs(facts: Facts) -> Iterator[Finding]:
    """A requirement says how much; it is for nations that can take units."""
    for r in facts.problem.requirements:
        if r.total <= 0:
            where = facts.problem.cell("Requirements", r.row, "total")
            yield Finding(WARNING, where, "nothing due", f"nothing is due to {r.nation} of {r.wanted}.")


def rates(facts: Facts) -> Iterator[Finding]:
    """The rate can build what is due: in all within the horizon, and each unit before its latest delay."""
    for item in facts.problem.items:
        where = facts.problem.cell("Items", item.row, "max rate")
        if item.max_rate is not None and item.min_rate > item.max_rate:
            message = f"expected at most the max rate, {item.max_rate:g}, found {item.min_rate:g}."
            yield Finding(ERROR, facts.problem.cell("Items", item.row, "min rate"), "rates", message)
        if item.whole and item.max_rate is not None and item.max_rate != math.floor(item.max_rate):
            whole = math.floor(item.max_rate)
            message = f"units of '{item.id}' are whole, so {item.max_rate:g} a year is {whole} in any 12 months."
            hint = "Give the rate in whole units a year."
            yield Finding(WARNING if whole else ERROR, where, "rate of whole units", message, hint)
            if not whole:
                continue
        yield from _beyond_the_rate(facts, item.id, (item,), where)
    for name, members in facts.families.items():
        items = tuple(facts.items[i] for i in members)
        yield from _beyond_the_rate(facts, name, items, facts.problem.cell("Items", items[0].row, "max rate"))


def _beyond_the_rate(facts: Facts, name: str, items: tuple[Item, ...], where: str) -> Iterator[Finding]:
    """What only these items can be must be within the rates of all of them together."""
    due = _cumulative_due(facts, items)
    if any(item.max_rate is None for item in items) or due[-1] <= 0:
        return
    can = _can_build(facts, items)
    level, rule = _verdict(facts, items[0], due, can)
    if level:
        first = min(facts.ready[item.id] for item in items)
        most = f"{can[-1]:g} from {facts.calendar.labels[min(first, len(due) - 1)]} on"
        message = f"{due[-1]:g} units of '{name}' are due and the rate can build {most}"
        message += ", too few or too late for the latest delay." if level == ERROR else "; some will be late."
        yield Finding(level, where, rule, message)


def _can_build(facts: Facts, items: tuple[Item, ...]) -> list[float]:
    """Units of these items that can be complete by the end of each period."""
    each = [_can_build_of(facts, item, item.max_rate or 0.0) for item in items]
    return [sum(units) for units in zip(*each, strict=True)]


def _can_build_of(facts: Facts, item: Item, rate: float) -> list[float]:
    """Units that can be complete by the end of each period: whole ones may come early in a year, never more in it."""
    ready, part = facts.ready[item.id], rate * facts.calendar.year_fraction
    if not item.whole:
        return [part * max(0, t - ready + 1) for t in facts.periods]
    year, most = 12 // facts.calendar.months, math.ceil(part - 1e-9)
    years = (divmod(max(0, t - ready + 1), year) for t in facts.periods)
    return [full * math.floor(rate) + min(rest * most, math.floor(rate)) for full, rest in years]


def _cumulative_due(facts: Facts, items: tuple[Item, ...]) -> list[float]:
    only = {item.id for item in items}
    inside = [need for need in facts.needs.values() if only >= set(need.items) and not need.may_short]
    return list(accumulate(sum(need.due[t] for need in inside) for t in facts.periods))


def _verdict(facts: Facts, item: Item, due: list[float], can: list[float]) -> tuple[str, str]:
    """Level and rule of what `can` leaves of `due`: ("", "") where all is in time."""
    delay = facts.latest_delay(item)
    if due[-1] > can[-1] + 1e-6:
        return ERROR, "beyond the rate"
    if delay is not None and any(due[t - delay] > can[t] + 1e-6 for t in facts.periods if t >= delay):
        return ERROR, "beyond the rate"
    return (WARNING, "beyond the rate") if any(d > c + 1e-6 for d, c in zip(due, can, strict=True)) else ("", "")


def chains(facts: Facts) -> Iterator[Finding]:
    """The shortest chain of packages ends before units are due."""
    labels = facts.calendar.labels
    for need in (need for need in facts.needs.values() if any(need.due)):
        first_due = next(t for t, units in enumerate(need.due) if units > 0)
        ready, delay = min((facts.ready[i] for i in need.items), default=0), need.delay
        if first_due >= ready:
            continue
        cell = facts.problem.cell("Requirements", need.row, _column(facts, labels[first_due]))
        possible = f"before {labels[ready]}" if ready < len(labels) else "within the horizon"
        too_late = ready >= len(labels) or (delay is not None and ready > first_due + delay)
        level = ERROR if too_late and not need.may_short else WARNING
        message = f"units are due in {labels[first_due]}, and the shortest chain of packages allows none {possible}"
        message += ", too late for the latest delay." if level == ERROR else "; they will be late."
        yield Finding(level, cell, "due before the chain ends", message)


def _column(facts: Facts, label: str) -> str:
    """The column that a due date was typed in: the period's own or its year's, else "first"."""
    columns = facts.problem.columns.get("Requirements", {})
    return next((name for name in (label, label[:4]) if name in columns), "first")
