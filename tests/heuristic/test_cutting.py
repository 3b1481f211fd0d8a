"""Rows that are added to the relaxation: every plan keeps them, and they raise its bound."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from procure import planning, solve, stages
from procure.facts import Facts
from procure.heuristic import structure
from procure.heuristic.cutting import Cutting, Valid, extended, known, valid
from procure.heuristic.knapsacks import Knapsack, broken
from procure.heuristic.structure import Structure
from procure.heuristic.tighten import reaches, tightened
from procure.solve import Matrix, Options
from tests.benchmarks import instances
from tests.heuristic.small import TINY

EXACT = Options(relative_gap=1e-6)


def cost_stage(seed: int) -> tuple[Matrix, Structure, Matrix, Valid]:
    """Of a drawn programme with divisible packages: the matrix, and the tightened one with its rows."""
    instances.SIZES["tiny"] = TINY
    drawn = instances.instance("tiny", seed)
    packages = [replace(w, divisible=k % 3 == 0, most=2 if k % 3 == 0 else 1) for k, w in enumerate(drawn.packages)]
    f = Facts(drawn.replace(packages=packages))
    m, (lateness, cost) = planning.build(f, numbers=True)
    m.require("stage", ("lateness",), lateness.terms, "<=", stages.room(m, lateness, 0.0))
    m.minimise(cost.terms)
    matrix, s = m.matrix(), structure.of(f, m.columns, m.rows)
    binary = s.implied | (matrix.whole & (matrix.low >= 0) & (matrix.high <= 1))
    return matrix, s, *valid(tightened(matrix, binary), s, binary, known(f, m.columns, m.rows))


@pytest.mark.parametrize("seed", range(3))
def test_the_optimum_is_the_same_with_all_rows_and_the_relaxation_comes_nearer_to_it(seed: int) -> None:
    matrix, _, tight, rows = cost_stage(seed)
    linear = Cutting(tight, Options(), rows)
    assert linear.solve()
    before = linear.objective
    assert linear.cut_and_solve()
    plain, ours = (solve.solve(one, EXACT).objective for one in (matrix, extended(tight, [*rows.added, *rows.others])))
    assert plain is not None
    assert ours == pytest.approx(plain, rel=3e-6)
    assert before <= linear.objective <= plain / matrix.cost_unit * (1 + 2e-6)


def test_rows_are_added_and_raise_the_bound() -> None:
    raised, kinds = 0, set()
    for seed in range(6):
        _, _, tight, rows = cost_stage(seed)
        linear = Cutting(tight, Options(), rows)
        assert linear.solve()
        before = linear.objective
        linear.cut_and_solve()
        raised += linear.objective > before * (1 + 1e-4)
        kinds |= {(row.low, row.high > 0) for row in rows.added}
    assert raised >= 3
    assert len(kinds) == 3


@pytest.mark.parametrize("seed", range(3))
def test_no_plan_lies_beyond_what_rows_let_columns_reach(seed: int) -> None:
    matrix, _, tight, _ = cost_stage(seed)
    plan = solve.solve(matrix, Options(relative_gap=0.05)).values
    assert plan is not None
    assert (plan / matrix.unit <= reaches(matrix) + 1e-6).all()
    assert (reaches(tight) <= tight.high).all()


def test_no_packing_breaks_a_row_of_a_knapsack() -> None:
    """All subsets of items that fit keep every clique and cover found at drawn points."""
    rng, found = random.Random(0), 0
    for _ in range(200):
        count = rng.randint(2, 7)
        effort = np.array(sorted((rng.randint(1, 20) for _ in range(count)), reverse=True), dtype=float)
        k = Knapsack(float(rng.randint(10, 40)), effort, np.arange(count), np.arange(count + 1))
        subsets = [c for n in range(count + 1) for c in combinations(range(count), n)]
        fitting = [c for c in subsets if effort[list(c)].sum() <= k.room]
        for items, most in broken(k, np.array([rng.random() for _ in range(count)])):
            found += 1
            assert max(len(items & set(c)) for c in fitting) <= most
    assert found > 50
