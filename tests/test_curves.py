"""Learning curves to the printed digit, and chords that are never above the curve and as near as they say."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from procure.curves import AVERAGE, UNIT, Curve, chords

WRIGHT = Curve(((0.0, 100_000.0),), 0.8)


def test_wrights_published_figures_come_out_to_the_digit() -> None:
    assert round(WRIGHT.cost(64) - WRIGHT.cost(63)) == 26_214
    assert round(WRIGHT.cost(64)) == 2_392_447
    assert round(WRIGHT.cost(64) / 64) == 37_382


def test_on_the_cumulative_average_basis_the_average_falls_to_the_slope_with_every_doubling() -> None:
    curve = Curve(((0.0, 100.0),), 0.8, AVERAGE)
    assert [curve.cost(q) / q for q in (1, 2, 4, 8)] == pytest.approx([100, 80, 64, 51.2], rel=1e-12)


def test_splitting_a_curve_over_two_lines_costs_a_quarter_more_or_nearly() -> None:
    average = Curve(((0.0, 100.0),), 0.8, AVERAGE)
    assert 2 * average.cost(32) / average.cost(64) == pytest.approx(1.25, rel=1e-12)
    assert round(100 * (2 * WRIGHT.cost(32) / WRIGHT.cost(64) - 1), 1) == 22.7


def test_between_whole_sets_a_curve_is_linear() -> None:
    assert WRIGHT.cost(2.25) == pytest.approx(0.75 * WRIGHT.cost(2) + 0.25 * WRIGHT.cost(3), rel=1e-12)


def test_incremental_discounts_price_the_sets_of_each_segment_at_its_own_price() -> None:
    curve = Curve(((0.0, 10.0), (20.0, 8.0), (50.0, 7.0)))
    assert [curve.cost(q) for q in (0, 20, 30, 60)] == [0, 200, 280, 510]
    assert [(c.low, c.high, c.fix_m, c.slope_m) for c in chords(curve, 60, 0.001)] == [
        (0, 20, 0, 10), (20, 50, 40, 8), (50, 60, 90, 7),
    ]  # fmt: skip


@pytest.mark.parametrize("basis", [UNIT, AVERAGE])
@pytest.mark.parametrize("slope", [0.55, 0.8, 0.95])
@pytest.mark.parametrize(("error", "least"), [(0.01, 0.0), (0.001, 0.0), (0.001, 25.0)])
def test_chords_are_never_above_the_curve_and_within_the_error_of_it(
    basis: str, slope: float, error: float, least: float
) -> None:
    curve, most = Curve(((0.0, 3.0),), slope, basis), 500.0
    found = chords(curve, most, error, least)
    assert (found[0].low, found[-1].high) == (0.0, most)
    assert all(one.high == two.low for one, two in pairwise(found))
    worst = 0.0
    for chord in found:
        for q in range(int(chord.low), int(chord.high) + 1):
            below = curve.cost(q) - chord.fix_m - chord.slope_m * q
            assert below >= -1e-9 * curve.cost(q)
            worst = max(worst, below / max(curve.cost(q), curve.cost(least), 1e-9))
    assert worst <= error
    assert worst >= error / 3  # else there are more of them than needed


def test_no_chord_could_go_on_a_set_further() -> None:
    curve, error = Curve(((0.0, 3.0),), 0.8), 0.002
    for chord in chords(curve, 300, error)[:-1]:
        low, high = int(chord.low), int(chord.high) + 1
        slope = (curve.cost(high) - curve.cost(low)) / (high - low)
        gaps = [1 - (curve.cost(low) + slope * (q - low)) / curve.cost(q) for q in range(low + 1, high)]
        assert max(gaps) > error


def test_quantities_that_are_added_are_exact() -> None:
    curve = Curve(((0.0, 3.0),), 0.85)
    found = {chord.high: chord for chord in chords(curve, 100, 0.05, extra=[37.0, 61.5, 400.0])}
    assert {37.0, 61.5} < set(found)
    assert found[61.5].fix_m + found[61.5].slope_m * 61.5 == pytest.approx(curve.cost(61.5), rel=1e-12)


def test_a_hundred_thousand_sets_take_no_time() -> None:
    began = time.perf_counter()
    found = chords(Curve(((0.0, 1.0),), 0.8), 100_000, 0.001)
    assert len(found) < 80
    assert time.perf_counter() - began < 2


def test_chords_of_a_straight_piece_go_through_nothing_wherever_they_meet() -> None:
    """What rounding leaves of a difference is no coefficient: 1e-15 beside 2 is a row that is refused as unsafe."""
    found = chords(Curve(((0.0, 1.85), (6.0, 1.48))), 5.5, 0.1, extra=(0.5, 1.0, 2.0, 2.5, 3.0))
    assert len(found) == 6
    assert {chord.fix_m for chord in found} == {0.0}
