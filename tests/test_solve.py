"""Arrays in, answer out: every way that a solve can end."""

from __future__ import annotations

import itertools
import random

import highspy
import numpy as np
import pytest

from procure import solve as solving
from procure.solve import (
    GAP,
    INFEASIBLE,
    NO_PLAN,
    PROVEN,
    UNBOUNDED,
    Matrix,
    Options,
    Progress,
    highs_version,
    solve,
)

Row = tuple[list[float], float, float]


def matrix(cost: list[float], rows: list[Row], low: float = 0.0, high: float = np.inf, whole: bool = False) -> Matrix:
    """Dense rows (coefficients, least, most) over columns with the same bounds."""
    columns = len(cost)
    return Matrix(
        cost=np.array(cost),
        low=np.full(columns, low),
        high=np.full(columns, high),
        whole=np.full(columns, whole),
        row_low=np.array([least for _, least, _ in rows]),
        row_high=np.array([most for _, _, most in rows]),
        start=np.arange(len(rows) + 1, dtype=np.int32) * columns,
        index=np.array(list(range(columns)) * len(rows), dtype=np.int32),
        value=np.array([c for coefficients, _, _ in rows for c in coefficients], dtype=float),
    )


def knapsack(items: int, seed: int = 1) -> Matrix:
    """A knapsack with several sides: easy to answer somehow, hard to prove."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for _ in range(8):
        weights = [float(chance.randint(100, 999)) for _ in range(items)]
        rows.append((weights, -np.inf, sum(weights) / 2))
    return matrix([-float(chance.randint(100, 999)) for _ in range(items)], rows, high=1, whole=True)


def test_a_small_problem_is_proven() -> None:
    answer = solve(matrix([-5, -4], [([6, 4], -np.inf, 24), ([1, 2], -np.inf, 6)], whole=True), Options())
    assert answer.state == PROVEN
    assert answer.objective == pytest.approx(-20)
    assert answer.bound == pytest.approx(-20)
    assert answer.values is not None
    assert np.round(answer.values).tolist() == [4, 0]


def test_a_continuous_problem_is_its_own_bound() -> None:
    answer = solve(matrix([-5, -4], [([6, 4], -np.inf, 24), ([1, 2], -np.inf, 6)]), Options())
    assert (answer.state, answer.objective) == (PROVEN, pytest.approx(-21))
    assert answer.bound == answer.objective


@pytest.mark.parametrize("whole", [True, False])
def test_rows_that_contradict_each_other_are_infeasible(whole: bool) -> None:
    answer = solve(matrix([1, 1], [([1, 1], 5, np.inf), ([1, 1], -np.inf, 4)], whole=whole), Options())
    assert (answer.state, answer.values, answer.objective, answer.bound) == (INFEASIBLE, None, None, None)


def test_a_contradiction_of_whole_numbers_alone_is_infeasible() -> None:
    assert solve(matrix([1, 1], [([2, 2], 3, 3)], high=5, whole=True), Options()).state == INFEASIBLE


@pytest.mark.parametrize("whole", [True, False])
def test_what_can_become_ever_better_is_unbounded_and_not_infeasible(whole: bool) -> None:
    answer = solve(matrix([-1, -1], [([1, -1], 0, 0)], whole=whole), Options())
    assert (answer.state, answer.values) == (UNBOUNDED, None)


@pytest.mark.parametrize("whole", [True, False])
def test_no_time_is_no_plan_in_time_and_not_infeasible(whole: bool) -> None:
    problem = knapsack(60) if whole else knapsack(60).relaxed()
    answer = solve(problem, Options(time_limit=0.0))
    assert (answer.state, answer.values) == (NO_PLAN, None)


def test_a_plan_that_is_not_proven_is_a_plan_with_a_gap() -> None:
    answer = solve(knapsack(200), Options(relative_gap=0.0, absolute_gap=0.0, time_limit=1.0))
    assert answer.state == GAP
    assert answer.values is not None
    assert answer.objective is not None
    assert answer.bound is not None
    assert answer.bound < answer.objective


def test_a_plan_within_the_gap_asked_for_is_proven() -> None:
    answer = solve(knapsack(200), Options(relative_gap=0.05, time_limit=60.0))
    assert answer.state == PROVEN
    assert answer.objective is not None
    assert answer.bound is not None
    assert answer.objective - answer.bound <= 0.05 * abs(answer.objective)


def test_a_problem_without_columns_and_rows_has_an_empty_plan() -> None:
    answer = solve(matrix([], []), Options())
    assert (answer.state, answer.objective) == (PROVEN, 0)
    assert answer.values is not None
    assert answer.values.size == 0


def test_a_row_that_nothing_can_fill_is_infeasible_even_without_columns() -> None:
    assert solve(matrix([], [([], 1, np.inf)]), Options()).state == INFEASIBLE
    assert solve(matrix([], [([], -np.inf, 1)]), Options()).state == PROVEN


def test_a_problem_without_an_objective_or_rows_is_answered() -> None:
    assert solve(matrix([0, 0], []), Options()).state == PROVEN


def test_a_start_is_kept_where_there_is_no_time_for_a_better_one() -> None:
    problem = knapsack(100)
    nothing_taken = np.zeros(100)
    answer = solve(problem, Options(relative_gap=0.0, time_limit=5.0), start=nothing_taken)
    assert answer.state in (PROVEN, GAP)
    assert answer.objective is not None
    assert answer.objective < 0


def test_a_best_plan_as_start_is_reached_again() -> None:
    problem = knapsack(30)
    first = solve(problem, Options(relative_gap=0.0))
    again = solve(problem, Options(relative_gap=0.0), start=first.values)
    assert again.state == PROVEN
    assert again.objective == pytest.approx(first.objective)


def test_progress_is_told_with_best_plan_and_bound() -> None:
    seen: list[Progress] = []
    solve(knapsack(60), Options(relative_gap=0.0, time_limit=20.0), progress=seen.append)
    last = seen[-1]
    assert last.best is not None
    assert last.bound is not None
    assert last.bound <= last.best + 1e-6
    assert last.seconds >= 0


def test_the_same_problem_gives_the_same_plan() -> None:
    one, other = (solve(knapsack(40), Options()) for _ in range(2))
    assert one.values is not None
    assert other.values is not None
    assert one.values.tolist() == other.values.tolist()


def test_scaling_changes_the_numbers_of_the_solver_but_not_of_the_answer() -> None:
    problem = matrix([-5000, -4], [([6000, 4], -np.inf, 24000), ([1, 2], -np.inf, 6)])
    plain, scaled = solve(problem, Options()), solve(problem.scaled(np.array([100.0, 0.1])), Options())
    assert scaled.objective == pytest.approx(plain.objective)
    assert plain.values is not None
    assert scaled.values is not None
    assert scaled.values.tolist() == pytest.approx(plain.values.tolist())


def test_rounded_whole_columns_leave_a_continuous_rest() -> None:
    problem = matrix([-1, -1], [([1, 1], -np.inf, 4.5)], whole=True)
    rest = problem.fixed(np.array([1.0000001, 2.9999999]))
    assert not rest.whole.any()
    assert (rest.low.tolist(), rest.high.tolist()) == ([1, 3], [1, 3])


def test_a_violation_is_the_greatest_of_rows_bounds_and_whole_columns() -> None:
    problem = matrix([1, 1], [([1, 1], 2, 3)], high=5, whole=True)
    points = [[1, 1], [2, 2], [1, 0], [6, -3.5], [1.25, 1]]
    assert [problem.violation(np.array(p, dtype=float)) for p in points] == pytest.approx([0, 1, 1, 3.5, 0.25])


def test_an_option_that_the_solver_does_not_take_is_refused() -> None:
    with pytest.raises(ValueError, match="refuses random_seed"):
        solve(matrix([1], []), Options(seed=-1))


def test_a_version_that_is_known_to_answer_wrongly_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert highs_version() == highspy.Highs().version()
    monkeypatch.setattr(solving, "BAD_VERSIONS", (highs_version(),))
    with pytest.raises(RuntimeError, match="answers small problems wrongly"):
        solve(matrix([1], []), Options())


def test_small_random_problems_agree_with_trying_every_point() -> None:
    chance = random.Random(7)
    for _ in range(60):
        cost = [float(chance.randint(-9, 9)) for _ in range(3)]
        rows: list[Row] = [
            ([float(chance.randint(-5, 5)) for _ in range(3)], -np.inf, float(chance.randint(-4, 9))) for _ in range(3)
        ]
        points = (p for p in itertools.product(range(4), repeat=3))
        worth = [
            sum(c * x for c, x in zip(cost, p, strict=True))
            for p in points
            if all(sum(a * x for a, x in zip(row, p, strict=True)) <= most for row, _, most in rows)
        ]
        answer = solve(matrix(cost, rows, high=3, whole=True), Options())
        assert answer.state == (PROVEN if worth else INFEASIBLE)
        assert answer.objective == (pytest.approx(min(worth)) if worth else None)
