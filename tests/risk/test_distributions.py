"""Quantiles against closed forms, and parameters that cannot be."""

from __future__ import annotations

import math
from statistics import fmean, pstdev

import pytest

from procure.distributions import KINDS, LOGNORMAL, NORMAL, Distribution, least_correlation, parse
from procure.workbook.sheets import DISTRIBUTIONS

MANY = 4000
SOME = {
    "uniform": "0.8; 1.4", "triangular": "0.9; 1; 1.6", "PERT": "0.9; 1; 1.6", "normal": "1.1; 0.2",
    "lognormal": "1.2; 0.3", "discrete": "1: 80 %; 1.3: 0.15; 2: 5%",
}  # fmt: skip


def even(of: Distribution) -> list[float]:
    """Quantiles in the middle of strips of equal probability."""
    return [of.quantile((k + 0.5) / MANY) for k in range(MANY)]


@pytest.mark.parametrize("kind", KINDS)
def test_quantiles_rise_between_the_ends_and_have_the_mean(kind: str) -> None:
    of = parse(kind, SOME[kind])
    values = even(of)
    assert values == sorted(values)
    assert of.ends[0] <= values[0]
    assert values[-1] <= of.ends[1]
    assert fmean(values) == pytest.approx(of.mean, rel=1e-3)


def test_the_sheet_offers_what_there_is() -> None:
    assert DISTRIBUTIONS == KINDS


@pytest.mark.parametrize("kind", [NORMAL, LOGNORMAL])
def test_mean_and_standard_deviation_are_those_of_the_value(kind: str) -> None:
    values = even(parse(kind, "1.5; 0.4"))
    assert fmean(values) == pytest.approx(1.5, rel=1e-3)
    assert pstdev(values) == pytest.approx(0.4, rel=1e-2)


@pytest.mark.parametrize("u", [0.001, 0.1, 0.25, 0.5, 0.9, 0.999])
def test_quantiles_against_closed_forms(u: float) -> None:
    assert parse("uniform", "2; 4").quantile(u) == pytest.approx(2 + 2 * u)
    assert parse("triangular", "0; 0; 1").quantile(u) == pytest.approx(1 - math.sqrt(1 - u))
    assert parse("triangular", "0; 1; 1").quantile(u) == pytest.approx(math.sqrt(u))
    assert parse("PERT", "0; 0; 1").quantile(u) == pytest.approx(1 - (1 - u) ** 0.2, abs=1e-6)
    x = parse("PERT", "10; 15; 20").quantile(u) / 10 - 1
    assert 10 * x**3 - 15 * x**4 + 6 * x**5 == pytest.approx(u, abs=1e-6)


def test_a_discrete_draw_takes_each_value_as_often_as_said() -> None:
    values = even(parse("discrete", "2: 5%; 1: 80 %; 1.3: 0.15"))
    assert [values.count(v) / MANY for v in (1.0, 1.3, 2.0)] == pytest.approx([0.8, 0.15, 0.05])


@pytest.mark.parametrize(("kind", "typed", "said"), [
    ("uniform", "1.4; 0.8", "expected lowest < highest, found '1.4; 0.8'"),
    ("uniform", "1; 1", "lowest < highest"),
    ("uniform", "1", 'expected "lowest; highest"'),
    ("triangular", "0.9; 1.6; 1", "lowest <= likeliest <= highest"),
    ("PERT", "2; 1; 3", "lowest <= likeliest <= highest"),
    ("PERT", "1; 1; 1", "lowest < highest"),
    ("PERT", "1; a; 3", "expected numbers"),
    ("normal", "1; 0", "standard deviation above 0, found 0"),
    ("normal", "1; -0.1", "standard deviation above 0, found -0.1"),
    ("normal", "1; nan", "expected numbers"),
    ("lognormal", "0; 0.1", "mean above 0, found 0"),
    ("lognormal", "-1; 0.1", "mean above 0, found -1"),
    ("uniform", "1; 1e300", "numbers up to 1e+12"),
    ("discrete", "1; 2", 'expected "value: probability'),
    ("discrete", "1: 0.5; 2: 0.4", "sum to 1, found 0.9"),
    ("discrete", "1: 120 %; 2: -20 %", "above 0 and below 1, found 120 %"),
    ("discrete", "1: 1", "above 0 and below 1, found 1"),
    ("discrete", "1: 0.5; 1: 0.5", "each value once, found 1 twice"),
    ("discrete", "", "sum to 1, found 0"),
])  # fmt: skip
def test_parameters_that_cannot_be_are_told(kind: str, typed: str, said: str) -> None:
    with pytest.raises(ValueError, match="expected") as wrong:
        parse(kind, typed)
    assert said in str(wrong.value)


def test_two_inputs_may_run_against_each_other_wholly_and_more_only_in_part() -> None:
    assert least_correlation(2) == pytest.approx(-1)
    assert least_correlation(3) == pytest.approx(6 / math.pi * math.asin(-0.25))
    assert -0.02 < least_correlation(60) < 0
