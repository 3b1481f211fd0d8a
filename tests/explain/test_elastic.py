"""What is proven to be missed is missed by every point, and it is as much as can be proven."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from procure import solve
from procure.explain import elastic
from procure.solve import Floats, Matrix, Options

COLUMNS, ROWS, POINTS, SEEDS = 4, 5, 300, range(40)
NOISE = 1e-9  # of sums of a few small numbers


def drawn(seed: int) -> tuple[Matrix, Floats]:
    """A small LP, most of them without a point, and its rows as an array: >=, <=, = and ranges, few coefficients."""
    draw = np.random.default_rng(seed)
    rows = draw.integers(-3, 4, (ROWS, COLUMNS)) * (draw.random((ROWS, COLUMNS)) < 0.7).astype(float)
    at = draw.integers(-12, 13, ROWS).astype(float)
    kind = draw.integers(0, 4, ROWS)
    low = draw.integers(-3, 1, COLUMNS).astype(float)
    filled = [np.flatnonzero(row) for row in rows]
    matrix = Matrix(
        cost=np.zeros(COLUMNS),
        low=low,
        high=low + draw.integers(0, 5, COLUMNS),
        whole=draw.random(COLUMNS) < 0.5,
        row_low=np.where(kind == 1, -np.inf, at),
        row_high=np.select([kind == 0, kind == 3], [np.inf, at + 2.0], at),
        start=np.cumsum([0, *map(len, filled)]).astype(np.int32),
        index=np.concatenate(filled).astype(np.int32),
        value=np.concatenate([row[at] for row, at in zip(rows, filled, strict=True)]),
    )
    return matrix, rows


def missed(matrix: Matrix, rows: Floats, x: Floats) -> float:
    """By how much a point misses the rows in all."""
    act = rows @ x
    return float((np.maximum(0.0, matrix.row_low - act) + np.maximum(0.0, act - matrix.row_high)).sum())


def points(matrix: Matrix, seed: int) -> list[Floats]:
    """Every corner of the bounds, and points between them."""
    corners = [np.array(corner) for corner in product(*zip(matrix.low, matrix.high, strict=True))]
    draw = np.random.default_rng(1000 + seed)
    return corners + [draw.uniform(matrix.low, matrix.high) for _ in range(POINTS)]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_point_misses_the_rows_by_what_any_weights_prove(seed: int) -> None:
    matrix, rows = drawn(seed)
    y, stopped = elastic.weights(matrix, Options())
    assert not stopped
    assert (np.abs(y) <= 1).all()
    least = min(missed(matrix, rows, x) for x in points(matrix, seed))
    draw = np.random.default_rng(seed)
    for weights in (y, -y, *(draw.uniform(-1, 1, ROWS) for _ in range(20))):
        assert elastic.proven(matrix, weights) <= least + NOISE


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_are_ruled_out_just_where_there_is_no_point(seed: int) -> None:
    matrix, rows = drawn(seed)
    answer = solve.solve(matrix.relaxed(), Options())
    proven = elastic.proven(matrix, elastic.weights(matrix, Options())[0])
    if answer.values is None:
        assert answer.state == solve.INFEASIBLE
        assert proven > 1e-6
    else:
        assert missed(matrix, rows, answer.values) <= 1e-6
        assert proven <= NOISE


def test_the_random_rows_say_something() -> None:
    states = [solve.solve(drawn(seed)[0].relaxed(), Options()).values is None for seed in SEEDS]
    assert len(SEEDS) // 4 < sum(states) < len(SEEDS)


def test_a_row_without_a_limit_on_that_side_proves_nothing() -> None:
    matrix, _ = drawn(0)
    open_rows = Matrix(**{**vars(matrix), "row_low": np.full(ROWS, -np.inf), "row_high": np.full(ROWS, np.inf)})
    assert elastic.proven(open_rows, np.ones(ROWS)) == 0.0


def test_weights_of_one_problem_prove_less_or_nothing_of_one_near_by_and_never_too_much() -> None:
    """10 <= x <= 4 is missed by 6; at 10 <= x <= 9 the same weights prove 1, at 10 <= x <= 12 nothing."""
    one = np.array([1.0])

    def bounded(high: float) -> Matrix:
        return Matrix(
            cost=np.zeros(1), low=np.zeros(1), high=one * high, whole=np.zeros(1, dtype=bool), row_low=10 * one,
            row_high=np.full(1, np.inf), start=np.array([0, 1], np.int32), index=np.zeros(1, np.int32), value=one,
        )  # fmt: skip

    y, _ = elastic.weights(bounded(4.0), Options())
    assert [round(elastic.proven(bounded(high), y), 6) for high in (4.0, 9.0, 12.0)] == [6.0, 1.0, -2.0]
