"""The safe dual bound: never above the truth whatever the duals are, as good as the relaxation where they are right."""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from procure import solve
from procure.linear import Linear
from procure.proof.bound import above, below, prove, rounded
from procure.proof.ends import HIGH, LOW, Ends, outwards
from procure.proof.relaxation import Line
from procure.solve import Floats, Matrix

SEEDS = range(60)
CUTOFF = 1e6
OBJECTIVE = ("objective", "")


def drawn(rng: Random) -> tuple[list[Line], Ends, tuple[tuple[int, float], ...], Matrix]:
    """A small programme around a point that keeps its rows: lines, ends, objective, and the same for the solver."""
    columns, rows = rng.randint(2, 5), rng.randint(1, 6)
    low = [-math.inf if rng.random() < 0.2 else float(rng.randint(-3, 0)) for _ in range(columns)]
    high = [math.inf if rng.random() < 0.4 else float(rng.randint(1, 5)) for _ in range(columns)]
    point = [float(rng.randint(0, 1)) for _ in range(columns)]
    lines = []
    for number in range(rows):
        terms = tuple((x, rng.choice([-2.5, -1.0, 0.1, 1.0, 3.0])) for x in range(columns) if rng.random() < 0.7)
        at, relation = sum(a * point[x] for x, a in terms), rng.choice(["<=", ">=", "="])
        room = {"<=": rng.random(), ">=": -rng.random(), "=": 0.0}[relation]
        lines.append(Line(("row", str(number)), terms, relation, at + room))
    objective = tuple((x, rng.choice([-1.0, 0.3, 1.0, 2.0])) for x in range(columns) if rng.random() < 0.8)
    lines.append(Line(("no worse", ""), objective, "<=", CUTOFF))
    ends = Ends(low, high)
    ends.derive(lines)
    whole = np.array([rng.random() < 0.5 for _ in range(columns)])
    return lines, ends, objective, matrix(lines, objective, low, high, whole)


def matrix(
    lines: list[Line], objective: tuple[tuple[int, float], ...], low: list[float], high: list[float], whole: object
) -> Matrix:
    cost = np.zeros(len(low))
    for x, c in objective:
        cost[x] = c
    right = np.array([line.right for line in lines])
    index = np.array([x for line in lines for x, _ in line.terms], dtype=np.int32)
    return Matrix(
        cost=cost, low=np.array(low), high=np.array(high), whole=np.asarray(whole, dtype=bool),
        row_low=np.where([line.relation == "<=" for line in lines], -np.inf, right),
        row_high=np.where([line.relation == ">=" for line in lines], np.inf, right),
        start=np.cumsum([0, *(len(line.terms) for line in lines)]).astype(np.int32), index=index,
        value=np.array([a for line in lines for _, a in line.terms], dtype=float),
    )  # fmt: skip


def stored(lines: list[Line], duals: Floats) -> dict[tuple[str, str], float]:
    return {line.label: rounded(float(y)) for line, y in zip(lines, duals, strict=True)}


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_the_duals_are_the_bound_is_not_above_the_best_point(seed: int) -> None:
    rng = Random(f"bound {seed}")
    lines, ends, objective, programme = drawn(rng)
    best = solve.solve(programme, solve.Options(relative_gap=0.0))
    linear = Linear(programme, solve.Options())
    right = linear.rows() if linear.solve() else np.zeros(len(lines))
    tries = [right, right * 1.5, -right, right + np.array([rng.gauss(0, 1e-3) for _ in lines])]
    tries += [np.array([rng.gauss(0, 3) for _ in lines]), np.full(len(lines), np.nan), right * 1e300]
    for duals in tries:
        proof = prove(lines, ends, objective, stored(lines, duals), CUTOFF)
        if best.objective is not None and proof.bound is not None:
            assert float(proof.bound) <= best.objective + 1e-6 * max(1.0, abs(best.objective))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_right_duals_prove_what_the_relaxation_comes_to_where_every_end_follows(seed: int) -> None:
    rng = Random(f"right {seed}")
    lines, ends, objective, programme = drawn(rng)
    while not np.isfinite([*ends.low, *ends.high]).all():
        lines, ends, objective, programme = drawn(rng)
    linear = Linear(programme, solve.Options())
    assert linear.solve()
    bound = prove(lines, ends, objective, stored(lines, linear.rows()), CUTOFF).bound
    assert bound is not None
    assert float(bound) == pytest.approx(linear.objective, abs=1e-5)


def test_a_dual_of_the_wrong_sign_or_of_no_row_counts_as_none() -> None:
    lines = [Line(("need", ""), ((0, 2.0),), ">=", 3.0)]
    ends, objective = Ends([0.0], [9.0]), ((0, 1.0),)
    assert prove(lines, ends, objective, {("need", ""): 0.5}, CUTOFF).bound == Fraction(3, 2)
    for other in ({("need", ""): -0.5}, {("other", ""): 0.5}, {("need", ""): math.inf}, {}):
        assert prove(lines, ends, objective, other, CUTOFF).bound == 0


def test_the_bound_is_exact_where_floats_are_not() -> None:
    lines = [Line(("need", ""), ((0, 0.1), (1, 0.2)), ">=", 0.3)]
    proof = prove(lines, Ends([0.0, 0.0], [9.0, 9.0]), ((0, 0.1), (1, 0.2)), {("need", ""): 1.0}, CUTOFF)
    assert proof.bound == Fraction(0.3)


def test_a_bound_is_no_higher_than_its_cut_off() -> None:
    lines = [Line(("need", ""), ((0, 1.0),), ">=", 3.0)]
    assert prove(lines, Ends([0.0], [9.0]), ((0, 1.0),), {("need", ""): 1.0}, 2.0).bound == 2


def test_a_bound_beyond_all_floats_is_none() -> None:
    lines = [Line(("need", ""), ((0, 1e20),), ">=", 3.0)]
    assert prove(lines, Ends([0.0], [9.0]), ((0, 1.0),), {("need", ""): 1e300}, CUTOFF).bound is None


def test_nothing_is_proven_of_a_column_that_no_row_ends() -> None:
    proof = prove([], Ends([-math.inf, 0.0], [math.inf, 1.0]), ((0, 1.0), (1, 1.0)), {}, CUTOFF)
    assert (proof.bound, proof.open) == (None, 0)


def test_duals_that_pull_at_an_end_that_is_not_there_are_left_out() -> None:
    lines = [Line(("slack", ""), ((0, 1.0), (1, -1.0)), ">=", 0.0), Line(("need", ""), ((1, 1.0),), ">=", 2.0)]
    ends = Ends([0.0, 0.0], [math.inf, 5.0])
    proof = prove(lines, ends, ((1, 1.0),), {("slack", ""): 1e-9, ("need", ""): 1.0}, CUTOFF)
    assert proof.bound == 2
    assert proof.duals == {1: 1.0}


def test_ends_follow_from_rows_one_after_another_and_are_rounded_outwards() -> None:
    lines = [Line(("chain", ""), ((1, 3.0), (0, -1.0)), "=", 0.0), Line(("first", ""), ((0, 0.1),), "<=", 0.3)]
    ends = Ends([0.0, -math.inf], [math.inf, math.inf])
    ends.derive(lines)
    first = Fraction(0.3) / Fraction(0.1)
    assert Fraction(ends.high[0]) >= first
    assert Fraction(ends.high[0]) - first < Fraction(1, 10**15)
    assert Fraction(ends.high[1]) >= Fraction(ends.high[0]) / 3
    assert ends.low[1] == 0
    assert [(step.column, step.end) for step in ends.steps] == [(1, LOW), (0, HIGH), (1, HIGH)]


def test_an_end_beyond_all_floats_is_none() -> None:
    assert outwards(Fraction(10) ** 400, HIGH) == math.inf
    assert outwards(Fraction(10) ** 400, LOW) == -math.inf


def test_what_is_stored_is_rounded_to_the_safe_side() -> None:
    rng = Random("stored")
    for _ in range(300):
        number = rng.choice([1, -1]) * 10 ** rng.uniform(-9, 9)
        assert below(Fraction(number)) <= number <= above(number)
        assert above(number) - below(Fraction(number)) <= 1e-10 * abs(number)
