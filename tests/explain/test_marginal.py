"""What one more of a limit is worth with whole decisions held: dual values, solved again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
import pytest

from procure import solve
from procure.explain.marginal import Marginal, marginals, sentences, table
from procure.planning import plan
from procure.problem import Objective, Problem
from procure.solve import Floats, Matrix, Options
from tests.clauses import small

H = 1e-4


def hours(*amounts: float, due: tuple[float, ...] = (5, 0, 0), beta: float = 9.0, **tables: Any) -> Problem:
    """Hours in any quantity, by Alpha at 2 M as far as its capacity goes, the rest by Beta at 2.5 M."""
    standard: dict[str, Any] = {
        "packages": (small.per_unit(divisible=True, most=2, smallest_fraction=0.01),),
        "items": (small.item(unit="hour", whole=False),), "requirements": (small.need(*due),),
        "capacities": (
            small.capacity(*amounts, unit="sets"), small.capacity(beta, beta, beta, supplier="Beta", unit="sets"),
        ),
    }  # fmt: skip
    return small.problem(**(standard | tables))


def found(problem: Problem) -> list[Marginal]:
    made = plan(problem).plan
    assert made is not None
    return marginals(problem, made)


def capacity_of_alpha(problem: Problem) -> Marginal:
    return next(one for one in found(problem) if one.name == "Capacity[Alpha, sets]")


def test_one_more_of_the_cheap_suppliers_capacity_saves_what_the_dear_one_costs_more() -> None:
    one = capacity_of_alpha(hours(3, 9, 9))
    assert (one.name, one.where, one.unit, one.owner) == ("Capacity[Alpha, sets]", "2027", "sets", "Alpha")
    assert (one.more, one.less) == (Decimal("0.5"), Decimal("0.5"))
    assert one.local == pytest.approx(Decimal("0.5"))
    said = "Capacity[Alpha, sets] in 2027: 1 set more saves 0.50 M, 1 less costs 0.50 M."
    assert next(sentences([one])) == said
    assert table([one]).rows[0][5:8] == (one.more, one.less, one.local)


def test_one_more_saves_no_more_than_there_is_to_save() -> None:
    one = capacity_of_alpha(hours(4.5, 9, 9))
    assert one.more == pytest.approx(Decimal("0.225"), abs=Decimal("0.00001"))  # Beta keeps a hundredth of 5
    assert one.less == Decimal("0.5")


def test_where_one_less_leaves_no_plan_it_says_so() -> None:
    made = found(hours(3, 9, 9, beta=2.0))
    assert {one.name: one.less for one in made if one.name != "lateness"} == {
        "Capacity[Alpha, sets]": None, "Capacity[Beta, sets]": None,
    }  # fmt: skip
    told = list(sentences(made))
    assert any("1 set more saves 0.50 M, 1 less leaves no plan with the same decisions." in said for said in told)
    expected = "One more is worth nothing, and one less leaves no plan with the same decisions: "
    assert f"{expected}Capacity[Beta, sets] in 2027." in told


def test_a_unit_period_that_may_be_late_is_worth_what_waiting_for_the_cheap_supplier_saves() -> None:
    one = next(one for one in found(hours(3, 9, 9)) if one.name == "lateness")
    assert (one.unit, one.more, one.less) == ("unit-period", Decimal("0.5"), 0)
    assert next(sentences([one])) == "lateness: 1 unit-period more saves 0.50 M."


def test_limits_with_room_are_not_there() -> None:
    assert found(hours(9, 9, 9)) == []
    assert list(sentences([])) == [
        "With the same awards, begins and units no limit of money, capacity or time is worth anything."
    ]


def test_a_programme_without_the_objective_cost_has_no_marginal_values() -> None:
    assert found(hours(3, 9, 9, objectives=(Objective("lateness"),))) == []


def test_a_plan_that_its_rows_do_not_hold_for_has_none() -> None:
    problem = hours(3, 9, 9)
    made = plan(problem).plan
    assert made is not None
    assert marginals(hours(3, 9, 9, beta=0.0), made) == []


@pytest.mark.parametrize("seed", range(8))
def test_dual_values_are_finite_differences(seed: int) -> None:
    """Of random LPs, in the model's own units whatever the scaling; both sides where they agree."""
    matrix = _random(Random(seed))
    answer, duals = solve.dual_values(matrix, Options())
    assert answer.objective is not None
    values = duals * matrix.cost_unit / matrix.row_unit
    compared = 0
    for row in range(len(matrix.row_high)):
        more, less = (_moved(matrix, row, sense * H) for sense in (1, -1))
        if more is None or less is None:
            continue
        up, down = (more - answer.objective) / H, (answer.objective - less) / H
        if abs(up - down) < 1e-6 * max(1.0, abs(up)):
            compared += 1
            assert values[row] == pytest.approx(up, rel=1e-4, abs=1e-6)
        else:
            assert min(up, down) - 1e-6 <= values[row] <= max(up, down) + 1e-6
    assert compared > 2


def _moved(matrix: Matrix, row: int, by: float) -> float | None:
    high = matrix.row_high.copy()
    high[row] += by / np.broadcast_to(matrix.row_unit, high.shape)[row]
    return solve.solve(replace(matrix, row_high=high), Options()).objective


def _random(rng: Random) -> Matrix:
    """min -c x, A x <= b, 0 <= x <= 50: c, A and b of several orders of magnitude, scaled as a model's is."""
    columns, rows = 6, 5
    sizes = [10.0 ** rng.randrange(-1, 4) for _ in range(rows)]
    value = np.array([[size * rng.uniform(0.2, 2.0) for _ in range(columns)] for size in sizes])
    right: Floats = np.array([size * rng.uniform(20, 60) for size in sizes])
    return Matrix(
        cost=np.array([-rng.uniform(1, 9) for _ in range(columns)]) * 10.0 ** rng.randrange(0, 3),
        low=np.zeros(columns), high=np.full(columns, 50.0), whole=np.zeros(columns, dtype=bool),
        row_low=np.full(rows, -np.inf), row_high=right,
        start=np.arange(0, columns * rows + 1, columns, dtype=np.int32),
        index=np.tile(np.arange(columns, dtype=np.int32), rows), value=value.ravel(),
    ).scaled(np.array([10.0 ** rng.randrange(0, 3) for _ in range(columns)]))  # fmt: skip
