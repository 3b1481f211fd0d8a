"""Draws: strata, correlation, seeds."""

from __future__ import annotations

import numpy as np
import pytest

from procure.origins import Uncertain
from procure.risk.cells import Drawn
from procure.risk.drawing import draws, probabilities
from procure.risk.estimates import ranks
from procure.risk.inputs import inputs_of
from tests.risk.small import price, ship


def inputs(correlation: float | None = None, several: int = 2) -> list[Drawn]:
    """Up to three inputs of the ship, alike where a correlation is given."""
    group = {} if correlation is None else {"group": "growth", "correlation": correlation}
    rows = [
        Uncertain("Packages", "ship", "value", "PERT", "0.9; 1; 1.4", **group),
        Uncertain("Budgets", "FR", "2027", "uniform", "0.9; 1.1", **group),
        Uncertain("Suppliers", "Yard", "price factor", "normal", "1; 0.1", **group),
    ]  # fmt: skip
    found, findings = inputs_of(ship(*rows[:several]))
    assert not findings
    return found


def rank_correlations(at: np.ndarray) -> np.ndarray:
    ranked = np.column_stack([ranks(at[:, k]) for k in range(at.shape[1])])
    return np.asarray(np.corrcoef(ranked, rowvar=False))


@pytest.mark.parametrize("count", [1, 2, 7, 200])
def test_of_n_draws_one_lies_in_each_of_n_strips(count: int) -> None:
    at = probabilities(inputs(0.5), count, 3)
    assert np.all((at > 0) & (at < 1))
    for column in at.T:
        assert sorted(np.floor(column * count).astype(int)) == [*range(count)]


@pytest.mark.parametrize("wanted", [-0.9, -0.3, 0.0, 0.5, 0.8, 1.0])
def test_the_rank_correlation_of_a_group_is_reached(wanted: float) -> None:
    of_two = rank_correlations(probabilities(inputs(wanted), 400, 0))[0, 1]
    assert of_two == pytest.approx(wanted, abs=0.03)


def test_a_group_of_three_has_it_between_each_two() -> None:
    for wanted in (-0.48, 0.6):
        found = rank_correlations(probabilities(inputs(wanted, 3), 400, 1))
        assert found[np.triu_indices(3, 1)] == pytest.approx(wanted, abs=0.04)


def test_a_few_draws_of_a_group_are_draws_too() -> None:
    for count in (1, 2, 3):
        assert len(draws(inputs(0.7, 3), count, 0)) == count


def test_the_same_seed_draws_the_same_and_another_seed_something_else() -> None:
    assert draws(inputs(0.4), 50, 7) == draws(inputs(0.4), 50, 7)
    assert draws(inputs(0.4), 50, 7) != draws(inputs(0.4), 50, 8)


def test_another_row_leaves_the_draws_of_an_input_as_they_are() -> None:
    alone, beside = draws(inputs(several=1), 30, 5), draws(inputs(several=2), 30, 5)
    assert [one[0] for one in alone] == [two[1] for two in beside]  # Budgets, Packages


def test_a_value_is_the_quantile_of_its_distribution() -> None:
    (one,), _ = inputs_of(ship(price("discrete", "1: 75 %; 1.5: 25 %")))
    values = [value for (value,) in draws([one], 40, 2)]
    assert (values.count(1.0), values.count(1.5)) == (30, 10)
