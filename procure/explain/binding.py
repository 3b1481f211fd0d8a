"""What binds: the rules and limits of the inputs that a plan has no room left in, and those it nearly has none in.

From the audit's own comparisons, not from the optimisation. A limit binds where its room is within what rounding may
have moved, or less than the one unit of money or of whole things that would be needed to use it. Grouped by row of the
inputs; each place is a period, or who and what a row of a rule speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from procure import audit, ledger, rules, treasury
from procure.clauses import budget
from procure.explain.rows import SHEETS, Owners, period
from procure.facts import Facts
from procure.findings import Check
from procure.plan import Plan, dec
from procure.problem import CASH, Limit, Problem
from procure.rules import RuleResult
from procure.tables.figures import Figures
from procure.tables.table import PERCENT, PLAIN, Column, Rows, Table
from procure.text import listing

NEAR = Decimal("0.05")  # of the limit: room below which it nearly binds
WHOLE = ("units", "sets", "times", "")  # units of things that come one by one
TAGS = ("on", "up", "start", "late", "early", "ramp")  # parts of the mechanics of a line, and no limit of their own
SHOWN = 4  # places by name
LONG = 160  # characters: what a row asks in every period is left to the table
LINES = ("budget", "commitments")  # whose room is what could still be paid, whatever the plan carries on
ZERO = Decimal(0)


@dataclass(frozen=True)
class Place:
    """One comparison. where: a period, or who and what. room: what is left, in `unit`; part: of the limit, 0..1."""

    where: str
    found: Decimal
    limit: Decimal
    room: Decimal
    unit: str
    part: Decimal | None
    binds: bool


@dataclass(frozen=True)
class Bound:
    """A row of the inputs, where it binds or nearly does. name: as an edit names it; words: what it asks."""

    name: str
    words: str
    owner: str
    cells: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def binds(self) -> bool:
        return any(place.binds for place in self.places)


def binding(problem: Problem, plan: Plan) -> list[Bound]:
    """Every rule and limit that binds, then those that nearly do; each row of the inputs once, sorted by name."""
    f, owners = Facts(problem), Owners(problem)
    found: dict[str, Bound] = {}
    for clause, index, cells, place in (*_of_lines(plan, f), *_of_checks(plan, f), *_of_rules(plan, f)):
        if not place.binds and (place.part is None or place.part > NEAR):
            continue
        row = owners.row(clause, index, cells)
        known = found.get(row.name, Bound(row.name, row.words, row.owner, (), ()))
        more = tuple(cell for cell in row.cells if cell not in known.cells)
        places = known.places if place in known.places else (*known.places, place)
        found[row.name] = Bound(row.name, row.words, row.owner, (*known.cells, *more), places)
    return sorted(found.values(), key=lambda one: (not one.binds, one.name))


Compared = tuple[str, tuple[str, ...], tuple[str, ...], Place]  # clause, index, cells, place


def _of_checks(plan: Plan, f: Facts) -> Iterator[Compared]:
    """Limits of the inputs: what a clause demands of everything, as that work is placed once, is none."""
    labels, funds = set(f.calendar.labels), {fund.id for fund in f.problem.funds}
    for check in audit.audit(plan, f).checks:
        if check.clause not in SHEETS or check.relation == "=" or not check.holds or not _limits(check):
            continue
        if check.clause == "loans" and check.index[0] not in funds:
            continue  # what follows from others
        where = period(", ".join(part for part in check.index if part in labels), check.cells)
        unit = ledger.unit(f) if check.unit.startswith("M") else ledger.ONE if _whole(check) else ZERO
        binds = check.slack <= check.tolerance or check.slack < unit
        if check.clause == "requirement" and not _at_last(plan, f, check):
            continue
        part = check.slack / abs(check.limit) if check.limit else None
        place = Place(where, check.found, check.limit, check.slack, check.unit, part, binds)
        yield check.clause, check.index, check.cells, place


def _of_lines(plan: Plan, f: Facts) -> Iterator[Compared]:
    """Limits of budgets: room for a payment more is what is left with all carried on that may be, less what later
    payments need of it."""
    x = Figures(f, plan)
    for line in f.problem.budgets:
        spent, caps = x.spent(line), budget.carry_limits(f, line)
        used = [sum((spent[t] for t in limit.span.periods), ZERO) for limit in line.limits]
        grain = ledger.unit(f) * max(1, len(treasury.phases(f, line)))
        for limit, paid, left in zip(line.limits, used, _free(line.limits, used, caps), strict=True):
            part = left / dec(limit.amount) if limit.amount else None
            cells = (f.problem.cell("Budgets", line.row, limit.column),)
            clause, label = "budget" if line.kind == CASH else "commitments", f.calendar.label(limit.span.first)
            if paid and left >= 0:
                unit = ledger.money_of(f, line.nation)
                place = Place(limit.column or label, paid, dec(limit.amount), left, unit, part, left < grain)
                yield clause, (line.nation, line.line, label), tuple(c for c in cells if c), place


def _free(limits: Sequence[Limit], used: Sequence[Decimal], caps: Mapping[int, float | None]) -> list[Decimal]:
    """Room of each limit of a line, in order of time. caps: most that may be carried out of a period, None = all."""
    before, left = ZERO, []
    for number, (limit, paid) in enumerate(zip(limits, used, strict=True)):
        follows = number > 0 and limits[number - 1].span.last + 1 == limit.span.first
        left.append(dec(limit.amount) + (before if follows else ZERO) - paid)
        cap = caps[limit.span.last]
        before = left[-1] if cap is None else min(left[-1], dec(cap))
    needed, free = ZERO, list(left)
    for number in reversed(range(len(limits))):
        free[number] = left[number] - needed
        follows = number > 0 and limits[number - 1].span.last + 1 == limits[number].span.first
        needed = max(ZERO, used[number] + needed - dec(limits[number].amount)) if follows else ZERO
    return free


def _limits(check: Check) -> bool:
    """Whether it is a row's own limit: one that something is held against."""
    if check.clause in LINES or (check.clause == "requirement" and check.index[-1] != "latest"):
        return False
    if check.clause == "rate" and check.index[-1] in TAGS:
        return check.index[-1] == "ramp" and check.found > 0
    if check.unit in ("0/1", "period number"):
        return False
    return check.limit != 0  # a fund that is not taken, a line that does not run


def _at_last(plan: Plan, f: Facts, check: Check) -> bool:
    """Whether a unit is handed over in the last period that the latest delay allows it."""
    d, n, label = check.index[:3]
    need, t = f.needs[d, n], f.calendar.labels.index(label)
    earlier = sum((plan.get("deliver", i, n, u) for i in need.items for u in range(t)), plan.get("short", d, n))
    return earlier < check.limit


def _whole(check: Check) -> bool:
    return check.unit in WHOLE and check.found == check.found.to_integral_value()


def _of_rules(plan: Plan, f: Facts) -> Iterator[Compared]:
    """Rows of rules that a plan has to heed and that hold, in the unit of the rule's amount."""
    for result in rules.results(plan, f):
        if result.rule.strength == "report" or not result.needed or not result.held:
            continue
        if result.reached is None or result.slack is None:
            continue
        where = ", ".join(part for part in (result.who, result.phase, result.window) if part)
        size = max(abs(result.amount), abs(result.reached))
        part = result.slack / size if size else None
        binds = result.binding or (result.unit in WHOLE and result.rule.base == "count" and result.slack < 1)
        room = max(ZERO, result.slack)
        cells = (f.problem.cell("Rules", result.rule.row, "amount"),)
        place = Place(where, result.reached, result.amount, room, result.unit, part, binds)
        yield f"rule {result.rule.id}", _index(result), tuple(c for c in cells if c), place


def _index(result: RuleResult) -> tuple[str, ...]:
    return tuple(part for part in (result.who, result.phase, result.window) if part)


def sentences(found: Sequence[Bound]) -> Iterator[str]:
    """In plain words, one for each row that binds; one for all that nearly do."""
    for one in found:
        if one.binds:
            yield f"{one.name}{_cells(one)} binds{_where(one, True)}.{_asked(one)}"
    near = [f"{one.name}{_where(one, False)}" for one in found if not one.binds]
    if near:
        yield f"Nearly binding, with at most {NEAR:.0%} of room: {listing(near)}."
    if not found:
        yield "No rule and no limit binds."


def _cells(one: Bound) -> str:
    return f" ({listing(one.cells, SHOWN)})" if one.cells else ""


def _where(one: Bound, binds: bool) -> str:
    places = [place.where for place in one.places if place.binds == binds and place.where]
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    word = "for" if one.name.startswith("Rules[") else "in"
    return f" {word} {', '.join(places[:SHOWN])}{more}" if places else ""


def _asked(one: Bound) -> str:
    asked = f" Asked by {one.owner}." if one.owner and not one.words.startswith(one.owner) else ""
    return f" {one.words}{asked}" if one.words and len(one.words) <= LONG else asked


def table(found: Sequence[Bound], sheet: str = "Binding") -> Table:
    """A row for each place that binds or nearly does."""
    rows = Rows()
    for one in found:
        for place in one.places:
            known = "binds" if place.binds else "nearly"
            rows.add(
                one.name, one.words, one.owner, place.where, known, place.found, place.limit, place.room, place.unit,
                place.part, "; ".join(one.cells),
            )  # fmt: skip
    columns = [
        Column("row", width=22), Column("what it asks", width=40), Column("asked by", width=14),
        Column("where", width=16), Column("binds", width=8), Column("found", PLAIN, 12), Column("limit", PLAIN, 12),
        Column("room", PLAIN, 11), Column("unit", width=9), Column("room of limit", PERCENT), Column("cells", width=24),
    ]  # fmt: skip
    sentence = "Rules and limits without room in this plan, then those with little; what rounding may move is no room."
    return rows.table(sheet, "What binds", sentence, columns)
