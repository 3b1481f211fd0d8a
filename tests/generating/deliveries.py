"""Units: when they are built, handed over and due in the hidden plan, and the rates and dues that this plan keeps."""

from __future__ import annotations

from dataclasses import replace

from procure.problem import PARTNER, THIRD, Item, Requirement
from tests.generating.draw import Draft, Lot, down, up


def deliveries(d: Draft) -> None:
    """Lots of every item; then dues from the lots, and rates from what is built."""
    last = d.problem.programme.calendar.count - 1
    items = []
    for i in d.problem.items:
        first = d.rng.randint(min(1, last), max(1, last // 2)) if last else 0
        run = range(first, d.rng.randint(first, last) + 1)
        delay = d.rng.choice((None, 0, 1, 2))
        d.lots += [lot for n in _takers(d) for lot in _lots(d, i, n, run, delay)]
        if i.surplus and d.chance(0.5):
            d.lots.append(Lot(i.id, None, d.rng.randint(1, int(i.surplus)), d.rng.choice(run), None, None))
        months = d.problem.programme.calendar.months
        items.append(replace(i, latest_delay_months=None if delay is None else float(delay * months)))
    d.replace(items=items)
    _settle(d)
    d.replace(items=[_rates(d, i) for i in items], requirements=_requirements(d))


def _takers(d: Draft) -> list[str]:
    """Nations that take the item, a partner among them."""
    partners = [n.id for n in d.problem.nations if n.role == PARTNER]
    able = [n.id for n in d.problem.nations if n.role != THIRD]
    return sorted({d.rng.choice(partners), *d.some(able)})


def _lots(d: Draft, i: Item, nation: str, run: range, delay: int | None) -> list[Lot]:
    """Whole items unit by unit, others in up to three parts. Late, in time or early; some never."""
    last, found = d.problem.programme.calendar.count - 1, []
    for _ in range(d.rng.randint(1, d.size.units if i.whole else 3)):
        units = 1.0 if i.whole else round(d.rng.uniform(0.5, 20), 1)
        built = d.rng.choice(run)
        handed = min(last, built + d.rng.randint(0, 2)) if i.may_store else built
        late = d.rng.randint(0, 2 if delay is None else delay) if d.chance(0.5) else 0
        due = max(0, handed - late) if d.chance(0.8) else d.rng.randint(handed, last)
        never = i.may_short and d.chance(0.2)
        found.append(Lot(i.id, nation, units, None if never else built, None if never else handed, due))
    if i.may_short and all(lot.built is None for lot in found):
        found.append(Lot(i.id, nation, 1.0, run[0], run[0], run[0]))
    return found


def _requirements(d: Draft) -> list[Requirement]:
    count, dues = d.problem.programme.calendar.count, {}  # type: int, dict[tuple[str, str], list[float]]
    for lot in d.lots:
        if lot.nation is not None and lot.due is not None:
            series = dues.setdefault((lot.nation, lot.item), [0.0] * count)
            series[lot.due] = round(series[lot.due] + lot.units, 6)
    return [Requirement(n, i, tuple(due)) for (n, i), due in dues.items()]


def _settle(d: Draft) -> None:
    """The decisions built, deliver, short and stock; a line runs where it builds."""
    for lot in d.lots:
        if lot.built is None:
            d.add("short", (lot.item, str(lot.nation)), lot.units)
            continue
        d.add("built", (lot.item, lot.built), lot.units)
        if lot.handed is not None:
            d.add("deliver", (lot.item, str(lot.nation), lot.handed), lot.units)
    for i in d.problem.items:
        kept = 0.0
        for t in range(d.problem.programme.calendar.count):
            kept += d.total("built", i.id, t) - d.total("deliver", i.id, None, t)
            d.values["stock"][i.id, t] = max(0.0, round(kept, 6))


def _rates(d: Draft, i: Item) -> Item:
    """Rates that what is built just keeps, or keeps with room."""
    calendar = d.problem.programme.calendar
    built = [round(d.total("built", i.id, t), 6) for t in range(calendar.count)]
    runs = [t for t, units in enumerate(built) if units > 0]
    on = set(range(runs[0], runs[-1] + 1)) if d.chance(0.5) else set(runs)
    held = [built[t] for t in on if t + 1 in on]
    if min(held, default=0.0) > 0 and d.chance(0.5):
        i = replace(i, min_rate=down(min(held) / calendar.year_fraction * d.rng.choice((1.0, 0.5)), 2))
    if len(on) == runs[-1] + 1 - runs[0] and d.chance(0.5):
        i = replace(i, may_restart=False)
    if d.chance(0.5):
        i = replace(i, max_rate=max(d.above(max(built) / calendar.year_fraction, 2), i.min_rate))
    if d.chance(0.3):
        i = _ramp(d, i, built, on)
    if i.min_rate > 0 or i.ramp_fraction is not None or not i.may_restart:
        d.values["on"] |= {(i.id, t): 1.0 for t in on}
        d.values["up"] |= {(i.id, t): 1.0 for t in on if t - 1 not in on}
    return i


def _ramp(d: Draft, i: Item, built: list[float], on: set[int]) -> Item:
    """A ramp whose step is what the steepest growth needs."""
    years = d.problem.programme.calendar.year_fraction
    least = i.min_rate * years
    growth, first = d.rng.choice((0.0, 0.25, 1.0)), max(down(least, 0) if i.whole else least, 1.0)
    step = 1.0
    for t, units in enumerate(built):
        before = built[t - 1] * (1 + growth * years) if t else 0.0
        step = max(step, units - before - first * (t in on and t - 1 not in on))
    return replace(i, ramp_fraction=growth, ramp_step=up(step))
