"""A row of a clause and the check of the same name are written apart, and say the same of any decisions.

Of numbered plans, which keep no clause: what a row's left side is away from its right is what the check found away from
its limit. Clauses whose checks sum along time, or take the figures of leaves, are compared by solved plans alone.
"""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from procure.clauses import (
    budget,
    capacity,
    ceiling,
    commitments,
    de_minimis,
    expansion,
    given,
    in_service,
    lowest_load,
    membership,
    name,
    payment,
    requirement,
    settlement,
    supply,
    use,
)
from procure.facts import Facts
from procure.plan import Plan
from procure.problem import Problem
from tests import handmade
from tests.clauses import small, unusual
from tests.clauses.checked import numbered
from tests.clauses.regold import example

SAME = (
    given, supply, requirement, use, in_service, expansion, capacity, lowest_load, de_minimis, membership, settlement,
    payment, budget, commitments, ceiling,
)  # fmt: skip
NUMBERINGS = (0, 2, 4)
Distances = dict[tuple[str, ...], tuple[str, float]]  # by name: relation, and how far the left side is above the right


class Rows:
    """The rows of a clause on a problem, ready for any decisions."""

    def __init__(self, clause: ModuleType, problem: Problem) -> None:
        self.m, self.calendar = small.rows_of(clause, problem), problem.programme.calendar
        self.m.minimise([])
        self.matrix = self.m.matrix()
        self.names = [self._named(row.index) for row in self.m.rows]

    def _named(self, index: tuple[str | int, ...]) -> tuple[str, ...]:
        label, inside = self.calendar.label, range(self.calendar.count + 1)
        return tuple(label(part) if isinstance(part, int) and part in inside else str(part) for part in index)

    def distances(self, plan: Plan) -> Distances:
        of, rows = self.matrix, self.m.rows
        value = np.array([float(plan.get(family, *key)) for family, key in self.m.columns]) / of.unit
        each = np.append(of.value * value[of.index], 0.0)
        left = np.where(np.diff(of.start) > 0, np.add.reduceat(each, of.start[:-1]), 0.0) * of.row_unit
        above = (float(found) - row.right for found, row in zip(left, rows, strict=True))
        return {name: (row.relation, far) for name, row, far in zip(self.names, rows, above, strict=True)}


@pytest.mark.parametrize("clause", SAME, ids=name)
def test_a_row_and_the_check_of_its_name_are_as_far_from_being_kept(clause: ModuleType) -> None:
    compared = 0
    for problem in (unusual.PROBLEM, handmade.PROBLEM, example(name(clause))):
        rows, f = Rows(clause, problem), Facts(problem)
        for first in NUMBERINGS:
            plan = numbered(problem, first)
            checks = {c.index: (c.relation, float(c.found - c.limit)) for c in clause.audit(plan, f)}
            said = {index: far for index, far in rows.distances(plan).items() if index in checks}
            for index, (relation, far) in said.items():
                assert relation == checks[index][0], index
                assert checks[index][1] == pytest.approx(far, abs=1e-6), (index, first)
            compared += len(said)
    assert compared
