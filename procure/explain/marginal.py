"""What one more of a budget, a capacity or of time would be worth, with every whole decision of the plan as it is.

    LP      least cost with awards, begins, units and every other whole decision of the plan held, and what comes before
            cost held at what the plan has
    local   - dual value of the row: M saved for one more of its limit, for a small change only
    more    least cost  -  least cost with one more          re-solved, so that a degenerate dual value misleads nobody
    less    least cost with one less  -  least cost          None: there is no plan with these decisions

One more is 1 M of a budget's own money, 1 unit of free capacity, 1 unit-period late. A row with room for one less is
worth nothing either way, which needs no solving: the least cost is convex in its limit. What a change of whole
decisions would bring is not in these figures; prices.py asks that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from procure import objectives, planning, solve, stages
from procure.clauses import budget, capacity, ceiling, commitments, name
from procure.explain.rows import Owned, Owners, period
from procure.facts import Facts
from procure.milp import Milp
from procure.objectives import StageSpec
from procure.plan import Plan
from procure.problem import Problem
from procure.recorded import Row
from procure.solve import Floats, Matrix
from procure.tables.table import PLAIN, Column, Rows, Table
from procure.text import listing

LIMITS = tuple(map(name, (budget, commitments, ceiling, capacity)))
FREE = ("level",)  # whole decisions that follow from the others: the chord that sets to date are on
MOST = 200  # rows that are solved again
NODES = 100  # of the search for what follows
NOTHING = 1e-6  # M
SHOWN = 3  # periods by name
SMALL = Decimal("0.1")  # M below which two digits that matter are shown
_ONE = {"sets": "set", "hours": "hour", "tonnes": "tonne"}
BINDS = 1e-5  # of a row's limit, in scaled units: more than what holding an earlier stage leaves open


@dataclass(frozen=True)
class Marginal:
    """A limit without room, and what one more of it is worth.

    name, words, owner, cells: of the row of the inputs. where: the period, "" = the whole horizon. unit: of one more.
    local, more, less: see above, in M; less None = no plan with the same whole decisions.
    """

    name: str
    words: str
    owner: str
    cells: tuple[str, ...]
    where: str
    unit: str
    local: Decimal
    more: Decimal
    less: Decimal | None


@dataclass(frozen=True)
class _Fixed:
    """The LP and its least cost."""

    m: Milp
    matrix: Matrix
    values: Floats
    cost: float
    duals: Floats


def marginals(problem: Problem, plan: Plan, options: solve.Options | None = None) -> list[Marginal]:
    """Limits of money, capacity and lateness that one more, or one less, makes a difference to; those worth most first.

    Nothing where the programme has no objective cost, or its rows do not hold with the plan's whole decisions.
    """
    f, options = Facts(problem), options or solve.Options()
    fixed = _fixed(f, plan, options)
    if fixed is None:
        return []
    owners = Owners(problem)
    found = [_marginal(f, owners, fixed, number, options) for number in _without_room(fixed)[:MOST]]
    found = [one for one in found if one.more or one.less != 0]
    return sorted(found, key=lambda one: (-one.more, -(one.less or one.more), one.name, one.where))


def _fixed(f: Facts, plan: Plan, options: solve.Options) -> _Fixed | None:
    m, specs = planning.build(f, numbers=True)
    at = np.array([float(plan.get(family, *key)) for family, key in m.columns])
    cost = next((spec for spec in specs if spec.name == objectives.COST), None)
    if cost is None:
        return None
    for spec in specs[: specs.index(cost)]:
        best = m.value(spec.terms, at)
        m.require("stage", (spec.name,), spec.terms, "<=", best + stages.room(m, _held(spec), best))
    m.minimise(cost.terms)
    matrix = _with_wholes(m, at, options)
    if matrix is None:
        return None
    answer, duals = solve.dual_values(matrix, options)
    if answer.values is None or answer.objective is None:
        return None
    return _Fixed(m, matrix, answer.values, answer.objective, duals * matrix.cost_unit / matrix.row_unit)


def _held(spec: StageSpec) -> StageSpec:
    """The stage, to be held at the plan's own value: nothing more may be given up of it."""
    return replace(spec, relative=0.0, absolute=0.0)


def _with_wholes(m: Milp, at: Floats, options: solve.Options) -> Matrix | None:
    """The LP with the plan's whole decisions; those that follow are looked for. None where they do not hold."""
    matrix = m.matrix()
    follows = np.array([family in FREE for family, _ in m.columns]) & matrix.whole
    if not follows.any():
        return matrix.fixed(at)
    held = matrix.fixed(at)
    low, high = np.where(follows, matrix.low, held.low), np.where(follows, matrix.high, held.high)
    found = solve.solve(replace(held, low=low, high=high, whole=follows), replace(options, nodes=NODES))
    return None if found.values is None else matrix.fixed(np.where(follows, found.values, at))


def _without_room(fixed: _Fixed) -> list[int]:
    """Rows of limits that one less would reach: worth something, or with room for less than one."""
    matrix, found = fixed.matrix, []
    x = fixed.values / matrix.unit
    for number, row in enumerate(fixed.m.rows):
        if _counts(row):
            part = slice(matrix.start[number], matrix.start[number + 1])
            room = matrix.row_high[number] - float(matrix.value[part] @ x[matrix.index[part]])
            if room <= BINDS * max(1.0, abs(matrix.row_high[number])):
                found.append(number)
    return found


def _counts(row: Row) -> bool:
    late = (row.clause, row.index) == ("stage", (objectives.LATENESS,))
    return late or (row.clause in LIMITS and row.relation == "<=" and row.index[-1] not in ("carry", "up", "down"))


def _marginal(f: Facts, owners: Owners, fixed: _Fixed, number: int, options: solve.Options) -> Marginal:
    row = fixed.m.rows[number]
    owned, where, unit = _told(f, owners, row)
    more, less = (_least(fixed, number, step, options) for step in (1.0, -1.0))
    saved = 0.0 if more is None else fixed.cost - more
    costs: float | None = None if less is None else less - fixed.cost
    if row.clause == "stage" or row.right < 1.0:
        costs = costs or 0.0  # nobody asks for one less than nothing, nor for units earlier than in the plan
    return Marginal(
        owned.name, owned.words, owned.owner, owned.cells, where, unit, _kept(-fixed.duals[number]), _kept(saved),
        None if costs is None else _kept(costs),
    )  # fmt: skip


def _least(fixed: _Fixed, number: int, step: float, options: solve.Options) -> float | None:
    """The least cost with so much more of a row's limit."""
    matrix = fixed.matrix
    high = matrix.row_high.copy()
    high[number] += step / np.broadcast_to(matrix.row_unit, high.shape)[number]
    return solve.solve(replace(matrix, row_high=high), options).objective


def _told(f: Facts, owners: Owners, row: Row) -> tuple[Owned, str, str]:
    """The row of the inputs, the period and the unit of one more."""
    if row.clause == "stage":
        return Owned(objectives.LATENESS, "Units are delivered no later than in the plan.", "", ()), "", "unit-period"
    where = period(f.calendar.label(row.index[-1]), row.cells) if isinstance(row.index[-1], int) else ""
    index = tuple(f.calendar.label(part) if isinstance(part, int) else part for part in row.index)
    owned = owners.row(row.clause, index, row.cells)
    unit = row.index[2] if row.clause == name(capacity) else _money(f, str(row.index[0]))
    return owned, where, str(unit)


def _money(f: Facts, nation: str) -> str:
    return f"M {f.nations[nation].currency or f.problem.programme.currency}".strip()


def _kept(number: float) -> Decimal:
    return Decimal(0) if abs(number) < NOTHING else Decimal(repr(round(float(number), 6)))


def sentences(found: Sequence[Marginal]) -> Iterator[str]:
    """In plain words: what is worth something one each, the rest by rows of the inputs."""
    held = [one for one in found if not one.more and one.less is None]
    alike: dict[tuple[str, str, str, str], list[Marginal]] = {}
    for one in found:
        if one not in held:
            less = "" if one.less is None else _amount(one.less)
            alike.setdefault((one.name, one.unit, _amount(one.more), less), []).append(one)
    yield from map(_valued, alike.values())
    if held:
        yield f"One more is worth nothing, and one less leaves no plan with the same decisions: {_rows(held)}."
    if not found:
        yield "With the same awards, begins and units no limit of money, capacity or time is worth anything."
    if found:
        yield "This holds with awards, begins and units as they are, near the plan; other decisions may be worth more."


def _valued(several: Sequence[Marginal]) -> str:
    """Limits of one row of the inputs that are worth the same."""
    one, where = several[0], _places([each.where for each in several])
    cells = f" ({listing((cell for each in several for cell in each.cells), SHOWN)})" if one.cells else ""
    more = f"saves {_amount(one.more)} M" if one.more else "saves nothing"
    less = f"costs {_amount(one.less)} M" if one.less else "leaves no plan with the same decisions"
    each = " of each" if len(several) > 1 else ""
    unit = _ONE.get(one.unit, one.unit)
    one_less = "" if one.less == 0 else f", 1 less {less}"
    return f"{one.name}{where}{cells}: 1 {unit} more{each} {more}{one_less}."


def _amount(amount: Decimal) -> str:
    return f"{amount:,.2f}" if abs(amount) >= SMALL or not amount else f"{amount:.2g}"


def _places(where: Sequence[str]) -> str:
    periods = ", ".join(where) if len(where) <= SHOWN else f"{len(where)} periods"
    return f" in {periods}" if any(where) else ""


def _rows(found: Sequence[Marginal]) -> str:
    """Rows of the inputs, each with its periods, or how many they are."""
    places: dict[str, list[str]] = {}
    for one in found:
        places.setdefault(one.name, []).append(one.where)
    return listing(of + _places(where) for of, where in places.items())


def table(found: Sequence[Marginal], sheet: str = "Marginal values") -> Table:
    """A row for each limit without room."""
    rows = Rows()
    for one in found:
        note = "no plan with one less" if one.less is None else ""
        rows.add(one.name, one.words, one.owner, one.where, one.unit, one.more, one.less, one.local, note)
    columns = [
        Column("row", width=22), Column("what it asks", width=40), Column("asked by", width=14),
        Column("period", width=10), Column("unit", width=10), Column("one more saves, M", PLAIN, 12),
        Column("one less costs, M", PLAIN, 12), Column("for a small change, M", PLAIN, 12), Column("", width=20),
    ]  # fmt: skip
    sentence = (
        "Limits without room, with awards, begins and units as they are in the plan: local values, solved again with "
        "one more and one less. What other decisions would bring is not in them."
    )
    return rows.table(sheet, "What one more is worth", sentence, columns)
