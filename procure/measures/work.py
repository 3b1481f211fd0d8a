"""Work: what suppliers of these nations do of the packages and in the periods that count, as the programme counts it.

work = sum_{n, p, t} counted[n,p,t]                                           all packages of the phases
work = sum_{w, s, t} part[w,s,who] (amount[w,s] start or make + setup[w,s] open)    some packages or suppliers only

Other costs are work of the nation they are performed in; they are on no package, so only rows about all packages of
their phases count them.

counted is the price paid to n's suppliers (family work) unless Content or the programme's setting says otherwise
(clause counted): then part[w,s,who] is the nations' part of the pair's work, amount its price, base value or hours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from procure import counting, tally
from procure.facts import Facts
from procure.measures.rows import Row
from procure.pieces import Terms, counted_terms, other_terms, over
from procure.plan import Plan, dec
from procure.tally import Piece
from procure.workbook import sheets

NAME, UNIT = "work", "M"
BASES = (
    "M", "% of own cost", "points of agreed share", "% of agreed share", "% of total work", "% of partners' work",
    "% of total cost", "% of GDP", "% of earlier plan",
)  # fmt: skip
REFUSED = {
    "units": ("work is money, units are counted", "Use base M, or measure deliveries."),
    "units from pro-rata": ("work is money, units are counted", "Measure deliveries, or use points of agreed share."),
    "count": ("work is money, not a number of things", "Use base M, or measure suppliers."),
    "% of component cost": ("component cost is of parts, not of all work", "Measure content, or use % of total work."),
}
FILTERS = (
    "phase", "item", "family", "sector", "package", "tag", "nation", "group", "programme", "supplier",
)  # fmt: skip
WINDOWS = sheets.WINDOWS


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to measure: a package, or another cost that is performed somewhere."""
    return bool(row.packages) or (row.whole and any(c.phase in row.phases for c in counting.others(f)))


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the row's work, M (or hours)."""
    return done(m, f, row, row.who, row.phases, row.periods, False, row.suppliers)


def done(
    m: Any,
    f: Facts,
    row: Row,
    who: Collection[str],
    phases: Collection[str],
    periods: range,
    weighted: bool = False,
    suppliers: Collection[str] | None = None,
) -> Terms:
    """Terms of the work of these nations on the row's packages of these phases in these periods.

    suppliers: whose work, None = everybody's. weighted: each package's work times its weight.
    """
    if row.whole and not weighted:
        family = m.x["counted" if counting.apart(f) else "work"]
        return over(family, ((n, p, t) for n in who for p in phases for t in periods))
    others = [c for c in counting.others(f) if row.whole and c.performed_in in who and c.phase in phases]
    factors: dict[counting.Pair, float] = {}
    for w, s in f.pairs:
        package = f.packages[w]
        if w in row.packages and package.phase in phases and (suppliers is None or s in suppliers):
            part = counting.part_of(counting.work_parts(f, w, s), who)
            factors[w, s] = part * (package.weight if weighted else 1.0)
    return counted_terms(m, f, factors, periods) + other_terms(m, others, periods)


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """The row's work in a finished plan, M (or hours)."""
    return sum((amount for _, amount in pieces(plan, f, row, row.who, row.suppliers)), Decimal(0))


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """What rounding may have moved in `value`."""
    return grain(plan, f, row, row.who, row.suppliers)


def pieces(
    plan: Plan,
    f: Facts,
    row: Row,
    who: Collection[str],
    suppliers: Collection[str] | None = None,
    weighted: bool = False,
) -> Iterator[tuple[Piece, Decimal]]:
    """(piece of work on the row's packages in its periods, what of it is these nations' and counts).

    Other costs that these nations perform count where the row is about all of its phases.
    """
    packages, parts = set(row.packages), {}  # type: set[str], dict[tuple[str, str], Decimal]
    for piece in tally.counted(plan, f):
        if piece.package in packages and piece.period in row.periods and (not suppliers or piece.supplier in suppliers):
            pair = piece.package, piece.supplier
            if pair not in parts:
                parts[pair] = tally.of(tally.work_parts(f, *pair), who)
            if parts[pair]:
                weight = dec(f.packages[piece.package].weight) if weighted else 1
                yield piece, piece.amount * parts[pair] * weight
    for n, piece in tally.others(plan, f) if row.whole else ():
        if n in who and piece.phase in row.phases and piece.period in row.periods:
            yield piece, piece.amount


def grain(
    plan: Plan,
    f: Facts,
    row: Row,
    who: Collection[str],
    suppliers: Collection[str] | None = None,
    weighted: bool = False,
) -> Decimal:
    """What rounding may have moved in the sum of `pieces`."""
    counts = [piece for piece, _ in pieces(plan, f, row, who, suppliers)]
    weights = [dec(f.packages[piece.package].weight) for piece in counts if piece.package] if weighted else []
    return tally.grain(f, counts) * max([Decimal(1), *weights])
