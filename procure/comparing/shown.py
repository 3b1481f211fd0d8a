"""The tables of a comparison, base first, only rows that differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from procure.comparing import moves
from procure.comparing.pair import Pair, stands
from procure.comparing.side import Case, Side
from procure.plan import dec
from procure.rules import RuleResult
from procure.tables.figures import SEEN, ZERO
from procure.tables.table import EXACT, PLAIN, TEXT, Column, Rows, Table, Value, number_format
from procure.workbook.inputs import Value as Typed

SUMMARY, NATIONS, MOVED, INPUTS, RULES, SCENARIOS = "Summary", "Nations", "Who moved", "Inputs", "Rules", "Scenarios"
SIGNED_PERCENT = "+0.0%;-0.0%;0.0%"
MONTHS = '+0" months";-0" months";0" months"'
SCENARIO = Column("scenario", width=24)
BASE = "base"
OVERVIEW, COST_BY_NATION, WORK_BY_NATION = "Scenarios", "Cost by nation", "Work by nation"

Of = Callable[[Side, str], Decimal | None]


def overview(first: Case, base: Side | None, pairs: Sequence[Pair]) -> Table:
    """State, cost and dates of every scenario, the base first."""
    money, more = _formats([base, *(pair.other for pair in pairs)])
    rows = Rows()
    rows.add(first.name, first.state or "not planned", *_overview(base), 0 if base else None, *_none(3))
    for pair in pairs:
        difference = pair.difference
        percent = _part(difference, pair.base.cost if pair.base else ZERO)
        count = moves.count(pair.packages) if pair.both else None
        state = pair.second.state or "not planned"
        red = [] if pair.other else [1]
        rows.add(pair.name, state, *_overview(pair.other), count, difference, percent, pair.mark, red=red)
    columns = [
        SCENARIO, Column("state", width=14), Column("cost", money, 14), Column("gap", money, 11),
        Column("unit-periods late", PLAIN, 11), Column("last delivery", width=12),
        Column("packages moved", "0", 10), Column("difference", more, 14), Column("%", SIGNED_PERCENT, 9),
        Column("remark", width=16),
    ]  # fmt: skip
    sentence = (
        "Differences are from the base. One that is no larger than the two gaps together is not significant: better "
        "plans of both may show none."
    )
    return rows.table(SUMMARY, OVERVIEW, sentence, columns)


def _overview(side: Side | None) -> tuple[Value, ...]:
    if side is None:
        return (None, None, None, "")
    ends = side.ends()
    return side.cost, side.gap, side.late, side.label(ends[1]) if ends else ""


def _none(count: int) -> tuple[Value, ...]:
    return (None,) * (count - 1) + ("",)


def nations(base: Side | None, pairs: Sequence[Pair]) -> list[Table]:
    """Each figure of each nation that differs: the base's, the scenario's, the difference."""
    money, _ = _formats([base, *(pair.other for pair in pairs)])
    work = "#,##0.00" if base is None else base.x.work_format
    units = PLAIN if base is None else base.x.units
    alike = [pair for pair in pairs if pair.same_money]
    same_work = [pair for pair in pairs if pair.both and pair.both[0].work_unit == pair.both[1].work_unit]
    found = [
        matrix(COST_BY_NATION, base, alike, _cost, money), matrix(WORK_BY_NATION, base, same_work, _work, work),
        _figure("Cost", alike, _cost, money), _figure("Work", same_work, _work, work),
        _figure("Balance of work", same_work, _balance, work), _figure("Units", pairs, _units, units),
        _peaks(alike, money), _dates(pairs),
    ]  # fmt: skip
    return [table for table in found if table.rows]


def _cost(side: Side, nation: str) -> Decimal | None:
    return side.x.costs.get((nation,))


def _work(side: Side, nation: str) -> Decimal | None:
    return side.x.works.get((nation,))


def _balance(side: Side, nation: str) -> Decimal | None:
    return side.x.balance.get(nation)


def _units(side: Side, nation: str) -> Decimal | None:
    return side.units.get(nation)


def matrix(title: str, base: Side | None, pairs: Sequence[Pair], of: Of, format: str) -> Table:
    """A nation's figure in every plan beside each other: what the charts are drawn from."""
    sides = [side for side in (base, *(pair.other for pair in pairs)) if side is not None]
    rows = Rows()
    for n in _nations(sides):
        values = [of(side, n) for side in sides]
        if any(values):
            rows.add(n, *(value or ZERO for value in values))
    columns = [Column("nation", width=16), *(Column(side.name, format, 14) for side in sides)]
    return rows.table(NATIONS, title, "", columns)


def _figure(title: str, pairs: Sequence[Pair], of: Of, format: str) -> Table:
    rows = Rows()
    for pair, base, other in _planned(pairs):
        for n in _nations([base, other]):
            before, after = of(base, n) or ZERO, of(other, n) or ZERO
            if abs(after - before) > SEEN:
                rows.add(pair.name, n, before, after, after - before, _part(after - before, before))
    columns = [SCENARIO, Column("nation", width=12), *_beside(format)]
    return rows.table(NATIONS, f"{title}: what differs", "", columns)


def _peaks(pairs: Sequence[Pair], format: str) -> Table:
    """What each nation pays in its dearest year."""
    rows = Rows()
    for pair, base, other in _planned(pairs):
        for n in _nations([base, other]):
            (before, year), (after, moved) = base.peak(n), other.peak(n)
            if abs(after - before) > SEEN or year != moved:
                rows.add(pair.name, n, before, after, after - before, _part(after - before, before), year, moved)
    columns = [SCENARIO, Column("nation", width=12), *_beside(format), Column("base year"), Column("year")]
    return rows.table(NATIONS, "Peak payment: what differs", "What a nation pays in its dearest year.", columns)


def _dates(pairs: Sequence[Pair]) -> Table:
    """First and last delivery of each nation."""
    rows = Rows()
    for pair, base, other in _planned(pairs):
        for n in _nations([base, other]):
            before, after = base.ends(n), other.ends(n)
            if before == after:
                continue
            cells: list[Value] = []
            for end in (0, 1):
                one, two = before and before[end], after and after[end]
                later = None if one is None or two is None else two - one
                cells += [base.label(one or None), other.label(two or None), later]
            rows.add(pair.name, n, *cells)
    ends = [Column(f"{end} {whose}", width=12) for end in ("first", "last") for whose in ("base", "scenario")]
    moved = Column("later", MONTHS, 12)
    columns = [SCENARIO, Column("nation", width=12), *ends[:2], moved, *ends[2:], moved]
    return rows.table(NATIONS, "Deliveries: what differs", "", columns)


def moved(pairs: Sequence[Pair]) -> list[Table]:
    """Packages, delivery slots, and money by nation and year."""
    return [_packages(pairs), _slots(pairs), _money(pairs)]


def _packages(pairs: Sequence[Pair]) -> Table:
    rows = Rows()
    for pair, base, other in _planned(pairs):
        for move in pair.packages:
            begins = (base.label(move.before), other.label(move.after), move.months)
            part = move.part if move.placed_elsewhere else None
            rows.add(pair.name, move.package, move.giver, move.taker, part, *begins)
    columns = [
        SCENARIO, Column("package", width=18), Column("from", width=22), Column("to", width=22),
        Column("part", "0.0%", 8), Column("begins (base)", width=12), Column("begins", width=12),
        Column("later", MONTHS, 12),
    ]  # fmt: skip
    return rows.table(MOVED, "Packages", _said(rows, "Who does what instead."), columns)


def _slots(pairs: Sequence[Pair]) -> Table:
    rows = Rows()
    for pair, base, other in _planned(pairs):
        for slip in pair.slots:
            ends = (base.label(slip.before), other.label(slip.after), slip.months)
            rows.add(pair.name, slip.nation, slip.item, slip.units, *ends)
    columns = [
        SCENARIO, Column("nation", width=12), Column("item", width=16), Column("units", "#,##0.###", 9),
        Column("from", width=12), Column("to", width=12), Column("later", MONTHS, 12),
    ]  # fmt: skip
    sentence = "Units handed over in another period; a blank period is none: they are not delivered, or were not."
    return rows.table(MOVED, "Delivery slots", _said(rows, sentence), columns)


def _money(pairs: Sequence[Pair]) -> Table:
    rows = Rows()
    for pair, base, other in _planned([pair for pair in pairs if pair.same_money]):
        for n, year in sorted({*base.paid, *other.paid}):
            before, after = base.paid.get((n, year), ZERO), other.paid.get((n, year), ZERO)
            if abs(after - before) > SEEN:
                rows.add(pair.name, n, year, before, after, after - before, _part(after - before, before))
    money, _ = _formats([side for pair in pairs for side in (pair.base, pair.other)])
    columns = [SCENARIO, Column("nation", width=12), Column("year", width=9), *_beside(money)]
    return rows.table(MOVED, "Payments by nation and year", _said(rows, ""), columns)


def inputs(pairs: Sequence[Pair]) -> Table:
    """Cells of the inputs that differ."""
    rows = Rows()
    for pair in pairs:
        for one in pair.inputs:
            before, after = _typed(one.base), _typed(one.other)
            difference = after - before if isinstance(before, Decimal) and isinstance(after, Decimal) else None
            percent = None if difference is None or not isinstance(before, Decimal) else _part(difference, before)
            rows.add(pair.name, one.sheet, one.row, one.column, before, after, difference, percent)
    columns = [
        SCENARIO, Column("sheet", width=14), Column("row", width=22), Column("column", width=16),
        Column("base", EXACT, 14), Column("scenario's", EXACT, 14), Column("difference", EXACT, 14),
        Column("%", SIGNED_PERCENT, 9),
    ]  # fmt: skip
    sentence = _said(rows, "Cells as resolved: with every default filled in.")
    return rows.table(INPUTS, "Inputs that differ", sentence, columns)


def _typed(value: Typed) -> Value:
    return dec(value) if isinstance(value, int | float) else value


def rules(pairs: Sequence[Pair]) -> Table:
    """Rules that reach another figure, or stand otherwise."""
    rows = Rows()
    for pair in pairs:
        for change in pair.rules:
            one = change.after or change.before
            assert one is not None
            cells = (*_reached(change.before), *_reached(change.after))
            lost = [11] if change.newly_missed else []
            rows.add(pair.name, *change.row, one.unit, *cells, red=lost)
    ends = [Column(f"{what}{whose}", PLAIN if what != "stands" else TEXT, 12)
            for whose in (" (base)", "") for what in ("reached", "room", "stands")]  # fmt: skip
    columns = [
        SCENARIO, Column("rule", width=14), Column("who", width=9), Column("phase", width=12),
        Column("window", width=12), Column("unit", width=8), *ends,
    ]  # fmt: skip
    sentence = _said(rows, "What each row reaches, and the room that it has left.")
    return rows.table(RULES, "Rules that differ", sentence, columns)


def _reached(one: RuleResult | None) -> tuple[Value, ...]:
    return (None, None, "") if one is None else (one.reached, one.slack, stands(one))


def steps(cases: Sequence[Case]) -> Table:
    """What each scenario changes, and how planning it ended."""
    rows = Rows()
    for case in cases:
        said = "" if case.plan is not None else case.reason
        for number, step in enumerate(case.steps or ("",), start=1):
            rows.add(case.name, number if case.steps else None, step, case.state if number == 1 else "", said, red=[4])
            said = ""
    columns = [
        SCENARIO, Column("step", "0", 6), Column("what", width=44), Column("state", width=14), Column("why", width=44),
    ]  # fmt: skip
    return rows.table(SCENARIOS, "Scenarios", "What each of them changes, in this order.", columns)


def _planned(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Side, Side]]:
    for pair in pairs:
        if pair.both is not None:
            yield (pair, *pair.both)


def _nations(sides: Sequence[Side]) -> list[str]:
    return list(dict.fromkeys(n for side in sides for n in side.x.shown_nations))


def _beside(format: str) -> tuple[Column, ...]:
    return (
        Column("base", format, 14), Column("scenario's", format, 14), Column("difference", format, 14),
        Column("%", SIGNED_PERCENT, 9),
    )  # fmt: skip


def _formats(sides: Sequence[Side | None]) -> tuple[str, str]:
    """Number formats of money and of its differences: as many decimals as the finest plan shows."""
    decimals = max((side.x.decimals for side in sides if side is not None), default=0)
    plain = number_format("M", decimals)
    return plain, f"+{plain};-{plain};{plain}"


def _part(difference: Decimal | None, whole: Decimal) -> Decimal | None:
    return None if difference is None or not whole else difference / abs(whole)


def _said(rows: Rows, sentence: str) -> str:
    return sentence if rows.rows else "Nothing differs."
