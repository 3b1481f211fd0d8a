"""Participants: how many of these nations take part: they need firm units, or pay where nothing is delivered.

participants = sum_n holds[r,n]              holds fixed at 1

Who takes part is stated in Requirements, Nations and Phases; the count is data, and a rule on it holds in every plan or
in none: it is there for funds that ask for a number of states.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from procure import keys
from procure.facts import Facts
from procure.measures.rows import Row
from procure.pieces import Terms
from procure.plan import Plan
from procure.problem import FIRM

NAME, UNIT = "participants", "nations"
BASES = ("count",)
FILTERS, WINDOWS = ("phase", "nation", "group", "programme"), ("total",)  # who takes part does so throughout


def measurable(f: Facts, row: Row) -> bool:
    """Whether there is anything to count: a phase, and nations that could take part."""
    return bool(row.phases and row.who)


def expression(m: Any, f: Facts, row: Row) -> Terms:
    """Terms of the count: a decision that is none, for each nation that takes part."""
    name = row.name
    who = [n for n in row.who if _takes_part(f, row, n)]
    holds = m.declare("holds", (((name, n), 1, 1) for n in who))
    return [(1, holds[name, n]) for n in who]


def _takes_part(f: Facts, row: Row, nation: str) -> bool:
    """Units of the phases' items are due to it; in a phase that delivers nothing, it is one of those that pay."""
    for p in row.phases:
        items = {i.id for i in f.problem.items if i.phase == p}
        if any(need.nation == nation and any(need.due) for need in f.meeting(items)):
            return True
        if not items and nation in keys.payers(f, f.phases[p]):
            return True
    return False


def value(plan: Plan, f: Facts, row: Row) -> Decimal:
    """Nations that take part, from the rows of Requirements and, without items, of Nations."""
    items = {i.id: i for i in f.problem.items if i.phase in row.phases}
    wanted = {*items, *(i.family for i in items.values() if i.family)}
    taking = {r.nation for r in f.problem.requirements if r.wanted in wanted and r.order == FIRM and r.total > 0}
    bare = [p for p in row.phases if not any(i.phase == p for i in items.values())]
    paying = {n for p in bare for n in keys.payers(f, f.phases[p])}
    return Decimal(len((taking | paying) & set(row.who)))


def tolerance(plan: Plan, f: Facts, row: Row) -> Decimal:
    """A count is exact."""
    return Decimal(0)
