"""Intervals that hold what they promise, ranks and drivers."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from procure.origins import Uncertain
from procure.risk.drawing import probabilities
from procure.risk.estimates import drivers, mean, probability, quantile, ranks, student
from procure.risk.inputs import inputs_of
from tests.risk.small import price, ship


def test_wilsons_interval_against_figures_worked_out_by_hand() -> None:
    """Of 10 in 100 at 95 %: (0.1 + z2/200 -+ z sqrt(0.1 0.9 / 100 + z2/40000)) / (1 + z2/100), z = 1.959964."""
    one = probability(10, 100)
    assert (one.value, one.low, one.high) == pytest.approx((0.1, 0.05523, 0.17437), abs=1e-5)
    assert (probability(0, 50).low, probability(50, 50).high) == (0.0, 1.0)
    assert probability(0, 50).high == pytest.approx(3.8415 / 53.8415, abs=1e-4)


@pytest.mark.parametrize(("freedom", "printed"), [
    (1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)
])  # fmt: skip
def test_students_quantiles_are_those_that_are_printed(freedom: int, printed: float) -> None:
    assert student(freedom) == pytest.approx(printed, rel=2e-3)


def test_a_mean_of_normal_draws_lies_in_its_interval_nineteen_times_in_twenty() -> None:
    dice = random.Random(5)
    samples = ([dice.gauss(3.0, 2.0) for _ in range(6)] for _ in range(2000))
    inside = sum(one.low <= 3.0 <= one.high for one in map(mean, samples))
    assert 0.935 <= inside / 2000 <= 0.965
    assert math.isinf(mean([1.0]).high)


@pytest.mark.parametrize(("event", "true", "most"), [
    ("u + v > 1.4", 0.18, 1.0),  # what adds up is estimated better than the interval says
    ("(u > 0.5) != (v > 0.5)", 0.5, 0.985),  # what does not add up as well as it says, and no better
    ("u > 0.9", 0.1, 1.0),
])  # fmt: skip
def test_the_interval_of_a_probability_holds_the_true_one_over_two_hundred_seeds(
    event: str, true: float, most: float
) -> None:
    found, _ = inputs_of(ship(price("uniform", "0; 1"), Uncertain("Budgets", "FR", "2027", "uniform", "0; 1")))
    happens = {
        "u + v > 1.4": lambda u, v: u + v > 1.4,
        "(u > 0.5) != (v > 0.5)": lambda u, v: (u > 0.5) != (v > 0.5),
        "u > 0.9": lambda u, v: u > 0.9,
    }[event]
    inside = 0
    for seed in range(200):
        one = probability(sum(bool(happens(u, v)) for u, v in probabilities(found, 60, seed)), 60)
        inside += one.low <= true <= one.high
    assert 0.91 <= inside / 200 <= most


def test_equal_values_share_their_rank() -> None:
    assert ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [2.5, 0.0, 2.5, 1.0]


def test_what_drives_a_figure_is_told_from_what_does_not() -> None:
    dice = np.random.default_rng(3)
    at = dice.random((200, 3))
    of = drivers(["strong", "weak", "none"], at, [5 * a + b for a, b, _ in at])
    assert of is not None
    assert [one.name for one in of.drivers] == ["strong", "weak", "none"]
    assert of.drivers[0].rank > 0.9
    assert of.noise == pytest.approx(1.96 / math.sqrt(199), abs=1e-3)
    assert abs(of.drivers[2].rank) < of.noise
    assert of.explained == pytest.approx(1, abs=0.05)


def test_the_regression_takes_apart_what_is_drawn_alike() -> None:
    dice = np.random.default_rng(4)
    first = dice.random(400)
    other = 0.7 * first + 0.3 * dice.random(400)
    of = drivers(["first", "other"], np.column_stack([first, other]), [float(x) for x in first])
    assert of is not None
    by = {one.name: one for one in of.drivers}
    assert by["other"].rank > 0.8
    assert by["other"].alone == pytest.approx(0, abs=0.02)


def test_nothing_drives_what_never_changes_and_inputs_that_move_as_one_are_not_taken_apart() -> None:
    at = np.linspace(0, 1, 20).reshape(-1, 1)
    assert drivers(["a"], at, [2.0] * 20) is None
    assert drivers(["a"], at[:3], [1.0, 2.0, 3.0]) is None
    of = drivers(["a", "b"], np.hstack([at, at]), [float(x[0]) for x in at])
    assert of is not None
    assert [one.alone for one in of.drivers] == [None, None]


def test_quantiles_are_values_that_were_drawn() -> None:
    assert [quantile([4.0, 1.0, 3.0, 2.0], part) for part in (0.25, 0.5, 0.8, 1.0)] == [1.0, 2.0, 4.0, 4.0]
