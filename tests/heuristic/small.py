"""A small programme whose cost stage the tests of the heuristic work on."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from procure import planning, stages
from procure.facts import Facts
from procure.heuristic import structure
from procure.heuristic.improve import Search
from procure.heuristic.structure import Structure
from procure.heuristic.tighten import tightened
from procure.linear import Linear
from procure.milp import Milp
from procure.problem import Problem
from procure.solve import Matrix, Options
from tests.benchmarks import instances

TINY = instances.Size(3, 6, 1, 12, 8, "half", 3)


def programme(seed: int) -> Problem:
    """Three nations, six periods, twelve packages, none of them divisible."""
    instances.SIZES["tiny"] = TINY
    drawn = instances.instance("tiny", seed)
    return drawn.replace(packages=[replace(w, divisible=False, most=1) for w in drawn.packages])


@cache
def model(seed: int) -> tuple[Facts, Milp, Matrix, Structure]:
    """The stage of the cost, nothing being late."""
    f = Facts(programme(seed))
    m, (lateness, cost) = planning.build(f, numbers=True)
    m.require("stage", ("lateness",), lateness.terms, "<=", stages.room(m, lateness, 0.0))
    m.minimise(cost.terms)
    return f, m, m.matrix(), structure.of(f, m.columns, m.rows)


def search(seed: int) -> Search:
    """What the first plan and its improvement start from; every way is open."""
    _, _, matrix, s = model(seed)
    tight = tightened(matrix, s.implied | (matrix.whole & (matrix.high <= 1)))
    linear = Linear(tight, Options())
    assert linear.solve()
    assert linear.values is not None
    options = Options(relative_gap=0.01)
    return Search(tight, tight, s, linear.values, linear.objective, linear.rows(), linear.reduced(), options)
