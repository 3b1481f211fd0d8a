"""What was before: the part of History that a row counts, in its cumulative or rolling window.

    past[n]      = sum of paid, work or delivered over the rows of History of the row's programmes and phases
    expected[n]  = sum over these of share[n] x work of the partners
    share[n]     the agreed work share of the phase where it is planned here, else n's part of what the partners paid

A year's figures are spread evenly over its periods; of a programme that is planned here, over those before the first
period. Packages, sectors, items and suppliers are unknown to History: a row that is filtered by them counts none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from procure import keys
from procure.facts import Facts
from procure.measures.rows import Row, planned
from procure.origins import History
from procure.plan import dec

COLUMNS = {
    "work": "work", "weighted work": "work", "cost": "paid_m", "payments": "paid_m", "deliveries": "delivered",
}  # fmt: skip


def counts(f: Facts, row: Row) -> bool:
    """Whether any History is counted in the row."""
    return any(part for _, part in _rows(f, row))


def _rows(f: Facts, row: Row) -> Iterator[tuple[History, float]]:
    """(row of History, part of its year that falls into the window)."""
    home, here = f.problem.programme.name, planned(f)
    restricted = row.rule.by_phase or any(kind == "phase" for kind, _ in row.rule.of)
    for h in f.problem.history if row.reach is not None else ():
        known = h.phase in f.phases or restricted
        if (h.programme or home) not in row.programmes or (known and h.phase not in row.phases):
            continue
        year = f.calendar.of_year(h.year)
        spread = range(year.start, min(year.stop, 0)) if (h.programme or home) in here else year
        if len(spread) and row.reach is not None:
            inside = range(max(spread.start, row.reach.start), min(spread.stop, row.reach.stop))
            yield h, len(inside) / len(spread)


def periods(f: Facts, row: Row) -> float:
    """Periods outside the horizon that the row counts History of."""
    found: set[int] = set()
    for h, part in _rows(f, row):
        if part and row.reach is not None:
            found |= {t for t in f.calendar.of_year(h.year) if t in row.reach and t not in f.periods}
    return float(len(found))


def measured(f: Facts, row: Row) -> float:
    """What the measured nations paid, did or received before, in the measure's unit."""
    column = COLUMNS.get(row.rule.measure)
    return amount(f, row, row.who, column) if column else 0.0


def amount(f: Facts, row: Row, who: Collection[str], column: str) -> float:
    """Sum of a column (paid_m, work, delivered) over the rows of these nations."""
    return sum(part * float(getattr(h, column)) for h, part in _rows(f, row) if h.nation in who)


def shares(f: Facts, row: Row) -> list[tuple[float, float]]:
    """(part of the measured nations in it, work of the partners), for each phase and programme that is counted."""
    work: dict[tuple[str | None, str | None], float] = {}
    paid: dict[tuple[str | None, str | None], dict[str, float]] = {}
    for h, part in _rows(f, row):
        if h.nation in f.partners:
            of = h.programme, h.phase
            work[of] = work.get(of, 0.0) + part * h.work
            mine = paid.setdefault(of, {})
            mine[h.nation] = mine.get(h.nation, 0.0) + part * h.paid_m
    return [(_share(f, row, of[1], paid[of]), done) for of, done in work.items()]


def _share(f: Facts, row: Row, phase: str | None, paid: dict[str, float]) -> float:
    agreed = keys.agreed_share(f, f.phases[phase]) if phase in f.phases else None
    if agreed is not None:
        return sum(agreed.get((n, 0), 0.0) for n in row.who)
    total = sum(paid.values())
    if total > 0:
        return sum(paid.get(n, 0.0) for n in row.who) / total
    return len(set(row.who) & set(f.partners)) / len(f.partners)


# In a finished plan: the same sums, in Decimal, of the rows themselves


def found(f: Facts, row: Row, who: Collection[str], column: str) -> Decimal:
    """Sum of a column over the rows of these nations."""
    return sum((dec(getattr(h, column)) * part for h, part in _parts(f, row) if h.nation in who), Decimal(0))


def _parts(f: Facts, row: Row) -> Iterator[tuple[History, Decimal]]:
    here = {f.problem.programme.name, *(p.programme or f.problem.programme.name for p in f.problem.phases)}
    only_named = row.rule.by_phase or any(kind == "phase" for kind, _ in row.rule.of)
    for h in f.problem.history:
        programme = h.programme or f.problem.programme.name
        if row.reach is None or programme not in row.programmes:
            continue
        if h.phase not in row.phases and (only_named or h.phase in f.phases):
            continue
        months = [t for t in f.calendar.of_year(h.year) if t < 0 or programme not in here]
        if months:
            yield h, Decimal(sum(t in row.reach for t in months)) / len(months)


def expected(f: Facts, row: Row) -> list[tuple[Decimal, Decimal]]:
    """As `shares`."""
    by_part: dict[tuple[str | None, str | None], list[tuple[str, Decimal, Decimal]]] = {}
    for h, part in _parts(f, row):
        if h.nation in f.partners:
            entry = (h.nation, dec(h.paid_m) * part, dec(h.work) * part)
            by_part.setdefault((h.programme, h.phase), []).append(entry)
    pairs = []
    for (_, phase), entries in by_part.items():
        agreed = keys.agreed_share(f, f.phases[phase]) if phase in f.phases else None
        total = sum((paid for _, paid, _ in entries), Decimal(0))
        if agreed is not None:
            share = sum((dec(agreed.get((n, 0), 0.0)) for n in row.who), Decimal(0))
        elif total:
            share = sum((paid for n, paid, _ in entries if n in row.who), Decimal(0)) / total
        else:
            share = Decimal(len([n for n in f.partners if n in row.who])) / len(f.partners)
        pairs.append((share, sum((work for _, _, work in entries), Decimal(0))))
    return pairs
