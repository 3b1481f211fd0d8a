"""The industrial base over time: which investments are made, what they bring, what support costs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import investments
from procure.plan import dec
from procure.problem import IN_SERVICE, PER_PERIOD, Capacity, Investment
from procure.tables.figures import ZERO, Figures, grouped
from procure.tables.table import PLAIN, Column, Rows, Table


def made(x: Figures) -> list[tuple[Investment, int]]:
    """Investments that the plan makes and the period of each decision, the earliest first."""
    known = investments.by_id(x.f)
    found = [(known[str(e)], int(t)) for (e, t), taken in x.plan.items("expand") if taken]
    return sorted(found, key=lambda pair: (pair[1], pair[0].id))


def added(x: Figures, c: Capacity) -> list[Decimal]:
    """What the investments that are made add to a capacity row, by period."""
    found, raising = [ZERO] * len(x.f.periods), investments.of_capacity(x.f, c)
    for e, decided in made(x):
        if e in raising:
            each, ready = dec(investments.added(x.f, e)), decided + investments.lead(x.f, e)
            found = [more + (each if t >= ready else ZERO) for t, more in enumerate(found)]
    return found


def taken(x: Figures, sheet: str) -> Iterator[Table]:
    """Every investment: whether it is made, when, at what cost, and from when on it is of use."""
    if not x.f.problem.investments:
        return
    rows, decided = Rows(), {e.id: t for e, t in made(x)}
    costs = grouped(x.plan.items("invest"), 0)
    for e in x.f.problem.investments:
        t, of = decided.get(e.id), e.package or e.sector or "all its work"
        ready = None if t is None else t + investments.lead(x.f, e)
        rows.add(
            e.id, e.supplier, of, dec(e.adds), e.unit, e.phase, "no" if t is None else "yes",
            "" if t is None else x.labels[t], costs.get((e.id,)), "" if ready is None else x.labels[ready],
        )  # fmt: skip
    columns = [
        Column("investment", width=18), Column("supplier", width=9), Column("of", width=16),
        Column("adds a year", PLAIN, 12), Column("unit", width=13), Column("phase", width=12),
        Column("made", width=8), Column("decided", width=10), Column("cost", x.money, 12),
        Column("in use from", width=12),
    ]  # fmt: skip
    sentence = "What would enlarge a supplier's capacity, and what of it the plan makes; nobody's work."
    yield rows.table(sheet, "Investments", sentence, columns)


def in_words(x: Figures) -> Iterator[str]:
    """Sentences for Summary: the investments that are made, and what support costs."""
    if x.f.problem.investments:
        names = [f"{e.id} (decided {x.labels[t]})" for e, t in made(x)]
        cost = sum((leaf for _, leaf in x.plan.items("invest")), ZERO)
        of = f"{len(names)} of {len(x.f.problem.investments)}"
        spent = f": {', '.join(names)}, for {_money(x, cost)}" if names else ""
        yield f"Investments made: {of}{spent}."
    by_kind = {kind: _price(x, kind) for kind in (PER_PERIOD, IN_SERVICE)}
    if any(w.kind in by_kind for w in x.f.problem.packages):
        parts = ", ".join(f"{_money(x, amount)} {kind}" for kind, amount in by_kind.items() if amount)
        total = _money(x, sum(by_kind.values(), ZERO))
        yield f"Support costs {total} within the horizon" + (f" ({parts})." if parts else ".")


def _price(x: Figures, kind: str) -> Decimal:
    """Price of the work on packages of a kind, set-up included."""
    mine = {w.id for w in x.f.problem.packages if w.kind == kind}
    return sum((value for (w, _, _), value in x.done.items() if w in mine), ZERO)


def _money(x: Figures, amount: Decimal) -> str:
    return f"{amount:,.{x.decimals}f} M"
