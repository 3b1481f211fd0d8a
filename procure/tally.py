"""Work and component cost of a finished plan, by package, supplier, nation and period, in Decimal, for audits.

Nothing here takes part in making a plan. Contract prices are the plan's own leaves; base values and hours are worked
out from who does what and when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from procure import problem as nouns
from procure.facts import Facts
from procure.plan import Key, Plan, dec

ZERO, ONE = Decimal(0), Decimal(1)
LOOSE = Decimal("0.00001")  # of what a package counts as: what rounded shares and sets may add

Parts = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Piece:
    """Work on a package by a supplier in a period. run: what is rounded as it adds up over time. setup: it is one.

    phase: of an other cost that is a nation's work, on no package ("").
    """

    package: str
    supplier: str
    period: int
    amount: Decimal
    run: Key
    setup: bool = False
    phase: str = ""


def prices(plan: Plan, f: Facts) -> Iterator[Piece]:
    """Price of the work and of set-ups, M: the plan's leaves."""
    for family in ("price", "setup"):
        for key, value in plan.values.get(family, {}).items():
            w, s = str(key[0]), str(key[1])
            if w in f.packages and s in f.suppliers:
                yield Piece(w, s, int(key[-1]), value, (family, *key[:-1]), family == "setup")


def counted(plan: Plan, f: Facts) -> Iterator[Piece]:
    """Work as the programme counts it: M, or hours."""
    how = f.problem.programme.work_counted
    if how == nouns.CONTRACT_PRICE:
        yield from prices(plan, f)
        return
    for (w, s, t), part in plan.values.get("start", {}).items():
        if w in f.packages and s in f.suppliers and not f.packages[str(w)].recurring:
            long, worth = f.duration(f.packages[str(w)]), _worth(f, str(w), str(s), None)
            for u in range(int(t), min(int(t) + long, f.periods.stop)):
                yield Piece(str(w), str(s), u, worth * part / long, ("start", w, s))
    streams = {(w, b.id): b for w, several in f.streams.items() for b in several}
    for (w, s, b, t), sets in plan.values.get("make", {}).items():
        if (w, b) in streams and s in f.suppliers:
            worth = _worth(f, str(w), str(s), str(b))
            yield Piece(str(w), str(s), int(t), worth * sets, ("make", w, s, b))


def _worth(f: Facts, package: str, supplier: str, stream: str | None) -> Decimal:
    """Base value or hours of the whole package, or of a set."""
    w = f.packages[package]
    b = None if stream is None else next(b for b in f.streams[package] if b.id == stream)
    if f.problem.programme.work_counted == nouns.HOURS:
        quote = f.quotes.get((package, supplier))
        stated = (*(quote.effort if quote else ()), *w.effort)
        return next((dec(amount) for amount, unit in stated if unit == "hours"), ZERO) * dec(w.years(f.calendar))
    value = w.value_m if b is None else b.value_m
    return dec(f.price(package, supplier, b)) if value is None else dec(value) * dec(w.years(f.calendar))


def work_parts(f: Facts, package: str, supplier: str) -> Parts:
    """Part of the pair's work by nation."""
    return _parts(f, package, supplier, "work_fraction")


def component_parts(f: Facts, package: str, supplier: str) -> Parts:
    """Part of the pair's component cost by nation of origin."""
    return _parts(f, package, supplier, "component_fraction")


def _parts(f: Facts, package: str, supplier: str, field: str) -> Parts:
    rows = [c for c in f.problem.contents if c.supplier == supplier]
    own = [c for c in rows if c.package == package] or [c for c in rows if c.package is None]
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for c in own:
        found[c.nation] += dec(getattr(c, field))
    found[f.suppliers[supplier].nation] += max(ZERO, ONE - sum(found.values(), ZERO))
    return dict(found)


def of(parts: Parts, who: Collection[str]) -> Decimal:
    """What falls to these nations together."""
    return sum((parts.get(n, ZERO) for n in who), ZERO)


def by_nation(f: Facts, pieces: Iterable[Piece]) -> dict[tuple[str, str, int], Decimal]:
    """Sums of work on packages by (nation, phase, period), Content applied."""
    found: dict[tuple[str, str, int], Decimal] = defaultdict(lambda: ZERO)
    shares: dict[tuple[str, str], Parts] = {}
    for piece in pieces:
        pair = piece.package, piece.supplier
        if pair not in shares:
            shares[pair] = work_parts(f, *pair)
        for n, part in shares[pair].items():
            found[n, f.packages[piece.package].phase, piece.period] += part * piece.amount
    return dict(found)


def others(plan: Plan, f: Facts) -> Iterator[tuple[str, Piece]]:
    """(nation, its work) of other costs, M: none where work is hours."""
    done = {c.id: c for c in f.problem.other_costs if c.performed_in is not None}
    if f.problem.programme.work_counted != nouns.HOURS:
        for (name, t), amount in plan.values.get("other", {}).items():
            if name in done:
                c = done[str(name)]
                yield str(c.performed_in), Piece("", "", int(t), amount, ("other", name), phase=c.phase)


def phase_of(f: Facts, piece: Piece) -> str:
    """Phase that a piece of work belongs to."""
    return piece.phase or f.packages[piece.package].phase


def every(plan: Plan, f: Facts) -> dict[tuple[str, str, int], Decimal]:
    """All work as the programme counts it, by (nation, phase, period)."""
    found = by_nation(f, counted(plan, f))
    for n, piece in others(plan, f):
        key = n, piece.phase, piece.period
        found[key] = found.get(key, ZERO) + piece.amount
    return found


def grain(f: Facts, pieces: Collection[Piece]) -> Decimal:
    """What rounding may have moved in a sum of pieces: of prices one unit for each run, since a window has two ends."""
    if f.problem.programme.work_counted == nouns.CONTRACT_PRICE:
        return dec(f.problem.programme.rounding_m) * max(1, len({piece.run for piece in pieces}))
    worth: dict[Key, Decimal] = defaultdict(lambda: ZERO)
    others = {piece.run for piece in pieces if not piece.package}
    for piece in (piece for piece in pieces if piece.package):
        b = str(piece.run[3]) if piece.run[0] == "make" else None
        worth[piece.run] = _worth(f, piece.package, piece.supplier, b)
    return LOOSE * (ONE + sum(worth.values(), ZERO)) + dec(f.problem.programme.rounding_m) * len(others)
