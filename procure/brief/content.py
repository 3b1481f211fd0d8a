"""What the brief says: the plan's sentences, shortfalls first, and four figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from procure import tables
from procure.calendar import AFTER
from procure.plan import Plan
from procure.problem import Capacity, Problem
from procure.tables import work
from procure.tables.figures import SEEN, ZERO, Figures, part
from procure.tables.sentences import currency, lines

MOST = 10  # bars beside each other that a quarter of a page has room for
PERCENT, PLAIN = "0%", "#,##0"


@dataclass(frozen=True)
class Figure:
    """A chart of columns, or of bars where names are long: values[series][k] belongs to labels[k], None = none.

    format: Excel's number format of the values. Without labels there is nothing to show, and the title says so.
    """

    title: str
    labels: tuple[str, ...]
    values: Mapping[str, tuple[float | None, ...]]
    format: str = PLAIN
    lying: bool = False


@dataclass(frozen=True)
class Brief:
    """A plan on one page. words: (sentence, whether it tells of a shortfall). foot: lines on what it rests on."""

    title: str
    marking: str
    about: str
    words: tuple[tuple[str, bool], ...]
    figures: tuple[Figure, Figure, Figure, Figure]
    foot: tuple[str, ...]


def of_plan(problem: Problem, plan: Plan, audit: str, name: str, sha256: str) -> Brief:
    """The brief of a plan. audit: what the audit of its file says; name, sha256: of that file."""
    x = tables.figures(problem, replace(plan, run={**plan.run, "audit": audit}))
    p = problem.programme
    about = f"{p.calendar.labels[0]} to {p.calendar.labels[-1]}, M = millions of {currency(problem)}"
    dated = f"inputs of {p.data_date}" if p.data_date else "inputs without a date"
    dated += f", version {p.version}" if p.version else ""
    said = sorted(lines(x), key=lambda one: not one[1])  # what is short comes first, else as on Summary
    four = shares(x), payments(x), deliveries(x), industry(x)
    foot = f"{audit.capitalize()}; {dated}; plan file {name}", f"SHA-256 of the plan file: {sha256}"
    return Brief(p.name, p.marking, about, tuple(said), four, foot)


def shares(x: Figures) -> Figure:
    """Cost share beside work share, the nations with the largest first where not all fit."""
    whole = sum((x.works.get((n,), ZERO) for n in x.f.partners), ZERO)
    of = {n: (part(x.costs.get((n,), ZERO), x.total_cost) or ZERO, _done(x, n, whole)) for n in x.shown_nations}
    seen = [n for n, pair in of.items() if any(pair)]
    shown = seen if len(seen) <= MOST else sorted(seen, key=lambda n: (-max(v or ZERO for v in of[n]), n))[:MOST]
    values = {"cost share": _floats(of[n][0] for n in shown), "work share": _floats(of[n][1] for n in shown)}
    return Figure(_titled("Cost and work shares", shown, seen), tuple(shown), values, PERCENT)


def _done(x: Figures, n: str, whole: Decimal) -> Decimal | None:
    return part(x.works.get((n,), ZERO), whole) if n in x.f.partners else None


def payments(x: Figures) -> Figure:
    """What all treasuries pay by year."""
    years = (*map(str, x.f.calendar.years), AFTER)
    paid = dict.fromkeys(years, ZERO)
    for (_, _, t), amount in x.plan.items("pay"):
        paid[years[int(t)]] += amount
    shown = _spanned(paid)
    return Figure("Paid by year, M", shown, {"paid": _floats(paid[year] for year in shown)}, _money(paid.values()))


def deliveries(x: Figures) -> Figure:
    """Units due and delivered by year: of everything where all is counted in one unit, else of what comes first."""
    counted = {i.unit for i in x.f.items.values()}
    names = list(dict.fromkeys(name for name, _ in x.f.needs))
    taken = names if len(counted) == 1 else names[:1]
    years = tuple(map(str, x.f.calendar.years))
    sums = {"due": dict.fromkeys(years, ZERO), "delivered": dict.fromkeys(years, ZERO)}
    for name, n in x.f.needs:
        for what, by_period in (("due", x.due(name, n)), ("delivered", x.delivered(name, n))):
            for year, units in zip(years, by_period if name in taken else (), strict=False):
                sums[what][year] += units
    shown = _spanned({year: max(sums["due"][year], sums["delivered"][year]) for year in years})
    of = f" of {taken[0]}, one of {len(names)}" if len(taken) < len(names) else ""
    unit = f", unit: {counted.pop()}" if len(counted) == 1 and counted != {"unit"} else ""
    values = {what: _floats(by_year[year] for year in shown) for what, by_year in sums.items()}
    return Figure(f"Deliveries{of}{unit}", shown, values)


def industry(x: Figures) -> Figure:
    """The capacities that are used most, each in its fullest period; work by year where none is limited and used."""
    used = {_named(x, c): most for c in x.f.problem.capacities if (most := _fullest(x, c))}
    if not used:
        return _work(x)
    shown = sorted(used, key=lambda name: (-used[name], name))[:MOST]
    title = _titled("Fullest capacities, part used", shown, used)
    return Figure(title, tuple(shown), {"used": _floats(used[name] for name in shown)}, PERCENT, lying=True)


def _named(x: Figures, c: Capacity) -> str:
    of = c.package or c.sector
    return f"{c.supplier} ({x.nation(c.supplier)})" + (f": {of}" if of else "") + (f", {c.unit}" * (c.unit != "sets"))


def _fullest(x: Figures, c: Capacity) -> Decimal | None:
    """The greatest part of a capacity that is used in any of its limits; None where it never allows anything."""
    load, free = work.load(x, c), work.available(x, c)
    sums = {limit.span.last: sum((load[t] for t in limit.span.periods), ZERO) for limit in c.limits}
    return max((sums[t] / most for t, most in free.items() if most > SEEN), default=None)


def _work(x: Figures) -> Figure:
    years = tuple(map(str, x.f.calendar.years))
    done = dict.fromkeys(years, ZERO)
    for (_, _, _, t), amount in x.work.items():
        done[years[int(t)]] += amount
    shown = _spanned(done)
    unit = "M" if x.work_format == x.money else "h"
    work_ = {"work": _floats(done[year] for year in shown)}
    return Figure(f"Work by year, {unit}", shown, work_, _money(done.values()))


def _money(amounts: Iterable[Decimal]) -> str:
    """Number format of amounts: with a decimal where all are small."""
    return PLAIN if max(amounts, default=ZERO) >= MOST else "#,##0.0"


def _spanned(by_year: Mapping[str, Decimal]) -> tuple[str, ...]:
    """The years from the first with an amount to the last."""
    years = list(by_year)
    filled = [k for k, year in enumerate(years) if by_year[year]]
    return tuple(years[filled[0] : filled[-1] + 1]) if filled else ()


def _titled(title: str, shown: Sequence[str], of: Collection[str]) -> str:
    return title if len(shown) == len(of) else f"{title}: {len(shown)} of {len(of)}"


def _floats(values: Iterable[Decimal | None]) -> tuple[float | None, ...]:
    return tuple(None if value is None else float(value) for value in values)
