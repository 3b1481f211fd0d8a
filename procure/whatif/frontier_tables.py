"""A frontier as tables and in words: the points, what each nation pays and works at them, who holds which package."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from procure.near import holders
from procure.plan import dec
from procure.tables.table import TEXT, Column, Rows, Table, Value, number_format
from procure.text import listing
from procure.whatif.frontier import Frontier, Point

SHEET, NATIONS, PACKAGES = "Frontier", "Nations", "Packages"
POINTS = "Points of the frontier"
NOT_SIGNIFICANT = "not significant"


def tables(found: Frontier) -> dict[str, list[Table]]:
    """The tables of the workbook by sheet."""
    kept = found.kept
    made = {SHEET: [points(found)], NATIONS: _nations(kept)}
    differing = _packages(kept)
    return {**made, **({PACKAGES: [differing]} if differing.rows else {})}


def points(found: Frontier) -> Table:
    """A row a point, by the second objective; without those that are left out."""
    trade, rows, before = found.trade, Rows(), None
    first, second = (number_format(unit, 2) for unit in trade.units)
    columns = [
        Column("point"), Column(trade.second, second, 12), Column(trade.first, first, 12),
        Column("no plan below", first, 12), Column("gap", first), Column("more than the best", first, 12),
        Column(f"for each {_one(found)}", number_format(trade.units[0], 4), 12), Column("state", width=14),
        Column("saving", width=16),
    ]  # fmt: skip
    shown = [point for point in found.points if point.kept or point.plan is None]
    best = min((point.first for point in found.kept), default=Decimal(0))
    for number, point in enumerate(shown, start=1):
        if point.plan is None:
            rows.add(str(number), _second(found, point), None, None, None, None, None, point.state, "")
            continue
        bound = None if point.bound is None else trade.shown(trade.first, dec(round(point.bound, 6)))
        gap = None if point.bound is None else max(Decimal(0), point.first - dec(round(point.bound, 6)))
        rows.add(
            str(number), _second(found, point), trade.shown(trade.first, point.first), bound, gap, point.first - best,
            _rate(before, point), point.state, "" if point.significant else NOT_SIGNIFICANT,
        )  # fmt: skip
        before = point
    sentence = (
        f"Every row is a plan of its own: the best {trade.first} with the {trade.second} of the row. 'For each "
        f"{_one(found)}' is what the step from the row above saves. 'Not significant': it is within the gaps."
    )
    return rows.table(SHEET, POINTS, sentence, columns)


def _second(found: Frontier, point: Point) -> Decimal:
    return found.trade.shown(found.trade.second, point.second)


def _rate(before: Point | None, point: Point) -> Decimal | None:
    """What a unit of the second saved of the first on the way to a point."""
    if before is None or point.second == before.second:
        return None
    return round((before.first - point.first) / abs(point.second - before.second), 6)


def _nations(kept: tuple[Point, ...]) -> list[Table]:
    """Cost and work of every nation, a column a point."""
    if not kept:
        return []
    nations = [n.id for n in kept[0].problem.nations]
    made = []
    for title, family in (("Cost by nation", "charge"), ("Work by nation", "work")):
        rows = Rows()
        for nation in nations:
            rows.add(nation, *(_plan(point).total(family, nation) for point in kept))
        rows.add("all", *(_plan(point).total(family) for point in kept), total=True)
        columns = [Column("nation", width=16), *(Column(f"point {k}", number_format("", 2)) for k in _numbers(kept))]
        made.append(rows.table(NATIONS, title, "Undiscounted, at every point.", columns))
    return made


def _packages(kept: tuple[Point, ...]) -> Table:
    """Who holds the packages that are not held alike at all points."""
    rows = Rows()
    names = tuple(w.id for w in kept[0].problem.packages) if kept else ()
    held = [holders(_plan(point), names) for point in kept]
    for name in names:
        who: list[Value] = ["; ".join(sorted(each[name])) for each in held]
        if len(set(who)) > 1:
            rows.add(name, *who)
    columns = [Column("package", width=20), *(Column(f"point {k}", TEXT, 16) for k in _numbers(kept))]
    return rows.table(PACKAGES, "Who holds what", "Packages that are held otherwise at some point.", columns)


def _numbers(kept: tuple[Point, ...]) -> range:
    return range(1, len(kept) + 1)


def _plan(point: Point) -> Any:
    assert point.plan is not None
    return point.plan


def words(found: Frontier) -> list[str]:
    """What the frontier says: its ends, the cheapest and the dearest step, and what is left out."""
    trade, kept = found.trade, found.kept
    if not kept:
        return [f"There is no frontier: {found.why or found.state}."]
    least, most = kept[-1], kept[0]
    said = [f"The best {trade.first} is {_told(found, least, 0)}, with {trade.second} {_told(found, least, 1)}."]
    if len(kept) == 1:
        return [*said, f"Nothing is to be traded: no other plan has a better {trade.second}."]
    more = most.first - least.first
    part = f" ({100 * more / abs(least.first):,.2f} % more)" if least.first else ""
    said.append(
        f"The other end is {trade.second} {_told(found, most, 1)}, with {trade.first} {_told(found, most, 0)}{part}."
    )
    steps = [(rate, a, b) for a, b in pairwise(kept) if (rate := _rate(a, b)) is not None]
    for name, (rate, a, b) in (("cheapest", min(steps, key=_first)), ("dearest", max(steps, key=_first))):
        said.append(
            f"The {name} step is from {_told(found, b, 1)} to {_told(found, a, 1)}: "
            f"{rate:,.4f} {trade.units[0]} for each {_one(found)}{'' if b.significant else ', within the gaps'}."
        )
    noise = [str(k) for k, point in enumerate(kept, start=1) if not point.significant]
    if noise:
        said.append(f"What the step to point {listing(noise)} saves is within the gaps, so not significant.")
    same = sum(not point.kept and point.plan is not None for point in found.points)
    if same:
        plans = "plan is" if same == 1 else "plans are"
        said.append(f"{same} {plans} left out: another point is as good in both, or better.")
    lost = [point for point in found.points if point.plan is None]
    if lost:
        said.append(f"Without a plan: {listing([f'{_told(found, p, 1)} ({p.state})' for p in lost])}.")
    return said


def _one(found: Frontier) -> str:
    """The unit of the second, one of it."""
    return found.trade.units[1].removesuffix("s") or "one"


def _first(step: tuple[Decimal, Point, Point]) -> Decimal:
    return step[0]


def _told(found: Frontier, point: Point, which: int) -> str:
    trade = found.trade
    name, value = ((trade.first, point.first), (trade.second, point.second))[which]
    return f"{trade.shown(name, value):,.2f} {trade.units[which]}".strip()


def records(found: Frontier) -> list[dict[str, Any]]:
    """The points for a JSON document, those left out among them."""
    trade = found.trade
    return [
        {
            "limit": point.limit,
            "state": point.state,
            trade.first: None if point.plan is None else float(trade.shown(trade.first, point.first)),
            trade.second: float(_second(found, point)),
            "bound": None if point.bound is None else float(trade.shown(trade.first, dec(point.bound))),
            "significant": point.significant,
            "kept": point.kept,
            "why": point.why,
        }
        for point in found.points
    ]
