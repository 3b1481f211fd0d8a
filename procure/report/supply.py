"""Charts of supply: deliveries due and done, industry's load against its capacity."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure.problem import Capacity
from procure.report.chart import DONE, LIMIT, OVER, Chart, Key, Panel, panels, spanned
from procure.tables import work
from procure.tables.figures import SEEN, ZERO, Figures, grouped
from procure.tables.sentences import units
from procure.tables.table import PLAIN, Column, Rows

FULL = Decimal("0.9995")  # of a capacity: what shows as 100 %


def deliveries(x: Figures) -> Iterator[Chart]:
    """Units due and units handed over in each period, item by item."""
    several = [panel for name in dict.fromkeys(i for i, _ in x.f.needs) for panel in _of_need(x, name)]
    if not several:
        return
    rows = Rows()
    for panel in several:
        for label, done, due in zip(panel.labels, panel.done, panel.limits, strict=True):
            if done or due:
                rows.add(panel.title, label, due, done)
    columns = [Column("item or family"), Column("period"), Column("due", PLAIN), Column("delivered", PLAIN)]
    said = "Units of all nations together; the sheet Deliveries has each nation's."
    table = rows.table("", "Deliveries due and done", said, columns)
    drawing = panels("delivered", "due", several)
    keys = (Key(DONE, "delivered"), Key(LIMIT, "due"))
    yield Chart("deliveries", table.title, _lateness(x), table, drawing, keys)


def _of_need(x: Figures, name: str) -> Iterator[Panel]:
    takers = [n for i, n in x.f.needs if i == name]
    due, done = (
        [sum(amounts, ZERO) for amounts in zip(*(of(name, n) for n in takers), strict=True)]
        for of in (x.due, x.delivered)
    )
    if any(due) or any(done):
        whole = all(amount == amount.to_integral_value() for amount in (*due, *done))
        yield Panel(name, "", 0 if whole else 2, tuple(x.labels), tuple(done), tuple(due))


def _lateness(x: Figures) -> str:
    """What is owed, most of all where and until when."""
    late = {need: x.late(*need) for need in x.f.needs}
    owed = sum((sum(by_period, ZERO) for by_period in late.values()), ZERO)
    if owed <= SEEN:
        return "Every unit that falls due is handed over in its period or before."
    (name, n), by_period = max(late.items(), key=lambda one: sum(one[1], ZERO))
    last = max(t for t, amount in enumerate(by_period) if amount > SEEN)
    until = "at the end of the horizon" if last == len(x.labels) - 1 else f"until {x.labels[last]}"
    return f"{units(owed)} unit-periods are late, most of them {name} for {n}, which is owed units {until}."


def industry(x: Figures) -> Iterator[Chart]:
    """The load of each capacity row beside what is free of it; where there is none, each nation's work."""
    several = [panel for c in x.f.problem.capacities for panel in _of_capacity(x, c)]
    limited = bool(several)
    several = several or list(_works(x))
    if not several:
        return
    rows = Rows()
    for panel in several:
        for label, load, most in zip(panel.labels, panel.done, panel.limits, strict=True):
            used = load / most if most else None
            over = [3] if used is not None and used > 1 + SEEN else []
            rows.add(panel.title, label, panel.unit.strip(), load, most, used, red=over)
    what = "load" if limited else "work"
    columns = [
        Column("industry"), Column("period"), Column("unit"), Column(what, PLAIN), Column("capacity", PLAIN),
        Column("part used", "0.0%"),
    ]  # fmt: skip
    title = "Industry's load against its capacity" if limited else "Industry's work"
    said = "A capacity over several periods stands against their load together." if limited else x.counted_as
    keys = [Key(DONE, what), *([Key(LIMIT, "capacity free")] if limited else [])]
    keys += [Key(OVER, "more than the capacity")] if any(panel.over for panel in several) else []
    sentence = _fullest(several) if limited else _busiest(several)
    table = rows.table("", title, said, columns)
    yield Chart("industry", title, sentence, table, panels(what, "capacity free", several), tuple(keys))


def _of_capacity(x: Figures, c: Capacity) -> Iterator[Panel]:
    """A row of Capacity: what is used of it over each of its limits."""
    load, free = work.load(x, c), work.available(x, c)
    spans = {limit.span.first: limit.span for limit in c.limits}
    labels, done, most = [], [], []  # type: list[str], list[Decimal], list[Decimal | None]
    t = 0
    while t < len(load):
        span = spans.get(t)
        last = t if span is None else span.last
        labels.append(spanned(x, t, last))
        done.append(sum(load[t : last + 1], ZERO))
        most.append(None if span is None else free[last])
        t = last + 1
    passed = tuple(k for k, m in enumerate(most) if m is not None and done[k] - m > SEEN * max(Decimal(1), m))
    if any(done) or any(most):
        title = f"{c.supplier} ({x.nation(c.supplier)}): {c.package or c.sector or 'all its work'}"
        yield Panel(title, f" {c.unit}", 1, tuple(labels), tuple(done), tuple(most), passed)


def _works(x: Figures) -> Iterator[Panel]:
    by_period = grouped(x.work.items(), 0, 3)
    unit = " M" if x.work_format == x.money else " h"
    for n in x.shown_nations:
        done = tuple(by_period.get((n, t), ZERO) for t in x.f.periods)
        if any(done):
            yield Panel(n, unit, x.decimals if unit == " M" else 0, tuple(x.labels), done, (None,) * len(done))


def _fullest(several: list[Panel]) -> str:
    """The capacity that is used most, and how many are full at some time."""
    used = [
        (load / most, panel.title, label)
        for panel in several
        for load, most, label in zip(panel.done, panel.limits, panel.labels, strict=True)
        if most
    ]
    if not used:
        return "No capacity has a limit above nothing."
    share, title, label = max(used, key=lambda one: one[0])
    full = len({title for part, title, _ in used if part >= FULL})
    count = f"{full} of {len(several)} capacities {'is' if full == 1 else 'are'} full in some period"
    return f"{count}; the fullest is {title}, {share:.0%} used in {label}."


def _busiest(several: list[Panel]) -> str:
    most = max(several, key=lambda panel: max(panel.done))
    label = most.labels[most.done.index(max(most.done))]
    return f"No capacity is limited; the busiest industry of a period is {most.title}'s, in {label}."
