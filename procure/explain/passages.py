"""What was found out, as passages of an explanation: each its sentences and its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from procure import solve
from procure.comparing import Case, Comparison, compare, shown
from procure.comparing.side import Side
from procure.explain import binding, marginal, wording
from procure.explain.binding import Bound
from procure.explain.claims.claim import Claim
from procure.explain.conflict import Conflict
from procure.explain.marginal import Marginal
from procure.explain.repairs import Repair
from procure.explain.told import Passage
from procure.explain.why_not import Answer, Answers
from procure.plan import dec
from procure.problem import Problem
from procure.tables import figures, price_words
from procure.tables.price import Price
from procure.tables.prices import SHEET as PRICES
from procure.tables.prices import tables as price_tables
from procure.tables.sentences import money, units
from procure.tables.table import PLAIN, Column, Rows, Table

COMPARISON, RUN, BINDING, MARGINAL = "Comparison", "Run", "Binding", "Marginal values"
REPAIRS = "Repairs"
FOUND = "Ways out: {}; those that touch no hard fact first, then by weight."
_COMPARED = (shown.SUMMARY, shown.NATIONS, shown.MOVED, shown.RULES)  # of a comparison, on one sheet


def why_not(found: Answers) -> Iterator[Passage]:
    """A passage for each decision; the plans beside each other; of each conflict its rows."""
    for answer in found.answers:
        tables = () if answer.conflict is None else tuple(_titled(answer, answer.conflict))
        yield Passage(f"Why not {answer.name}", found.words(answer), tables, wording.CONFLICT, brief=True)
    if any(pair.both for pair in found.comparison.pairs):
        overview, *more = _compared(found.comparison)
        yield Passage(COMPARISON, (), (replace(overview, title="The plan, and otherwise"),))
        yield Passage(COMPARISON, (), tuple(more), brief=True)


def _titled(answer: Answer, found: Conflict) -> Iterator[Table]:
    if found.claims:
        yield replace(wording.table(found), title=f"Why {answer.name} cannot be")


def _compared(found: Comparison) -> Iterator[Table]:
    """The tables of a comparison that have rows; what is in words stands with the explanation."""
    for sheet in _COMPARED:
        tables = found.sheets[sheet][1:] if sheet == shown.SUMMARY else found.sheets[sheet]
        yield from (table for table in tables if table.rows)


def conflict(found: Conflict) -> Passage:
    """What cannot hold together."""
    tables = (wording.table(found),) if found.claims else ()
    return Passage(wording.CONFLICT, tuple(wording.sentences(found)), tables, brief=True)


def no_way_out(held: Sequence[Claim]) -> Passage:
    """That there is no repair, and which rows that may not be loosened are in the way."""
    said = "No repair was found" + (
        ": these rows cannot hold together, and no repair may loosen them." if held else "."
    )
    return Passage(REPAIRS, (said, *map(wording.asked, held)))


def repaired(problem: Problem, found: Sequence[Repair]) -> Iterator[Passage]:
    """The ways out, and the plans that they give beside each other."""
    cases = [Case(one.name, one.problem, one.outcome.plan, one.outcome.state, steps=tuple(one.words)) for one in found]
    beside = compare([Case(shown.BASE, problem, None, solve.INFEASIBLE), *cases])
    costs = {pair.name: pair.other for pair in beside.pairs}
    said = [said for one in found for said in _way_out(one, costs[one.name])]
    yield Passage(REPAIRS, (FOUND.format(len(found)), *said), (_repairs(found),), brief=True)
    overview, *more = _compared(beside)
    yield Passage(COMPARISON, (), (replace(overview, title="The plans that the repairs give", sentence=""),))
    yield Passage(COMPARISON, (), tuple(more), brief=True)


def _way_out(one: Repair, side: Side | None) -> Iterator[str]:
    least = ", the least of its kind" if one.least else ""
    came = "" if side is None else f" The plan then costs {money(side.x, side.cost)}"
    came += f", {units(side.late)} unit-periods late." if side is not None and side.late else "." * bool(came)
    yield f"{one.name} (weight {one.weight:,.1f}{least}): {'; '.join(one.words).rstrip('.')}.{came}"


def _repairs(found: Sequence[Repair]) -> Table:
    """A row for each change of each repair."""
    rows = Rows()
    for one in found:
        for number, (change, words) in enumerate(zip(one.changes, one.words, strict=True)):
            weight, least = (dec(one.weight), "yes" if one.least else "no") if number == 0 else (None, "")
            cells = (change.sheet, change.of_row, change.column, change.operation, change.value)
            rows.add(one.name, words, *cells, weight, least)
    columns = [
        Column("repair", width=24), Column("what is changed", width=64), Column("sheet", width=13),
        Column("row", width=22), Column("column", width=14), Column("operation", width=11), Column("value", width=10),
        Column("weight", PLAIN, 9), Column("least of its kind", width=8),
    ]  # fmt: skip
    sentence = (
        "Each repair is a scenario of the sheet Changes. Weights: 1 for each M of money; 100 for a wish given up, "
    )
    sentence += "200 for a policy, 300 for a hard fact, in proportion where it gives way in part."
    return rows.table(REPAIRS, "Ways out", sentence, columns)


def repair_record(one: Repair) -> dict[str, Any]:
    """For a JSON document; money in M."""
    cells = [(c.sheet, c.of_row, c.column, c.operation, c.value) for c in one.changes]
    named = ("sheet", "row", "column", "operation", "value", "words")
    changes = [dict(zip(named, (*at, words), strict=True)) for at, words in zip(cells, one.words, strict=True)]
    plan = one.outcome.plan
    cost = {} if plan is None else {"cost_m": float(figures(one.problem, plan).total_cost)}
    known = {"name": one.name, "kind": one.kind, "weight": one.weight, "least": one.least, "state": one.outcome.state}
    return {**known, **cost, "changes": changes}


def priced(problem: Problem, found: Sequence[Price], decimals: int) -> Passage:
    """What rules cost."""
    said = tuple(said for price in found for said in price_words.sentences(price, decimals))
    tables = price_tables(found, [n.id for n in problem.nations], decimals)[1:] if found else []
    return Passage(PRICES, said or ("There is no rule to price.",), tuple(tables), brief=True)


def binds(found: Sequence[Bound]) -> Passage:
    """What binds."""
    return Passage("What binds", tuple(binding.sentences(found)), (binding.table(found),), BINDING, brief=True)


def one_more(found: list[Marginal]) -> Passage:
    """What one more of a limit is worth."""
    said = tuple(marginal.sentences(found)) or ("No limit of money, capacity or time leaves no room.",)
    return Passage("What one more is worth", said, (marginal.table(found),), MARGINAL, brief=True)


def run(facts: Mapping[str, str], files: Iterable[str]) -> Passage:
    """How the explanation was come by."""
    rows = Rows()
    for fact, value in (*(("read", name) for name in files), *facts.items()):
        rows.add(fact, value)
    columns = (Column("fact", width=24), Column("value", width=60))
    return Passage(RUN, (), (rows.table(RUN, "How this was come by", "", columns),), brief=True)
