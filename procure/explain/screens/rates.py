"""Requirements beyond what lines can build in time, their growth included."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import accumulate

from procure.clauses.rate import least_rate, period_rate
from procure.explain.screens.bounds import beyond, finding, owed
from procure.facts import Facts
from procure.findings import Finding
from procure.problem import Item


def screen(f: Facts) -> Iterator[Finding]:
    """Items of which more must be handed over by some period than can be complete by then; one finding an item."""
    for i in f.items.values():
        can = list(accumulate(_most(f, i)))
        for t in f.periods:
            units = owed(f, [i.id], None, t)
            if beyond(units, can[t]):
                label = f.calendar.labels[t]
                needs = [need for need in f.needs.values() if need.items == (i.id,) and any(need.due)]
                cells = [f.problem.cell("Requirements", need.row, "item or family") for need in needs]
                cells += [f.problem.cell("Items", i.row, c) for c, typed in _limits(i) if typed]
                message = f"{units:.12g} units of {i.id} must be delivered by the end of {label}, and at most "
                message += f"{can[t]:.12g} can be built by then, from {_first(f, i)} on at its rate and ramp"
                hint = "Let them be later (Items, latest delay), raise the rate or the ramp, or begin earlier."
                yield finding(cells, f"Items[{i.id}]", "beyond the line", message, hint)
                break


def _limits(i: Item) -> tuple[tuple[str, bool], ...]:
    return (
        ("max rate", i.max_rate is not None), ("ramp", i.ramp_fraction is not None),
        ("latest delay", i.latest_delay_months is not None),
    )  # fmt: skip


def _first(f: Facts, i: Item) -> str:
    return f.calendar.labels[f.ready[i.id]] if f.ready[i.id] < f.calendar.count else "after the horizon"


def _most(f: Facts, i: Item) -> Iterator[float]:
    """Units that the line can build in each period at most: it starts as soon and grows as fast as it may."""
    before, rate = 0.0, period_rate(f, i)
    start = i.ramp_step + max(least_rate(f, i), 1.0)
    growth = 1 + (i.ramp_fraction or 0.0) * f.calendar.year_fraction
    for t in f.periods:
        most = math.inf if rate is None else rate
        if i.ramp_fraction is not None:
            most = min(most, max(growth * before + i.ramp_step, start))
        if i.whole and math.isfinite(most):
            most = math.floor(most + 1e-9)
        before = most if t >= f.ready[i.id] else 0.0
        yield before
