"""Ways, annealing and small searches say of a plan what the model says of it."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from procure import solve
from procure.heuristic.around import NONE, held, searched
from procure.heuristic.elastic import elastic, prices
from procure.heuristic.first_plan import first_plan
from procure.heuristic.followed import Columns, definitions
from procure.heuristic.improve import improve
from procure.heuristic.neighbours import Neighbours
from procure.heuristic.packing import Heat, Packing, anneal
from procure.heuristic.tighten import tightened
from procure.heuristic.ways import Ways, ways
from procure.solve import Answer, Options
from tests.heuristic.small import model, search

SEED = 1


def planned(seed: int = SEED) -> np.ndarray:
    """A plan of the small programme, scaled."""
    _, _, matrix, _ = model(seed)
    values = solve.solve(matrix, Options(relative_gap=0.02)).values
    assert values is not None
    return values / matrix.unit


def ways_of(x: np.ndarray) -> Ways:
    _, _, matrix, s = model(SEED)
    levels = definitions(matrix, ~matrix.whole & (s.begin < 0) & (s.slot < 0))
    return ways(matrix, Columns.of(matrix), s, levels, x)


def test_what_moving_a_package_costs_is_what_the_model_says() -> None:
    """Each one-off package of a plan is moved to each other way; the LP with all decisions held says the same cost."""
    _, _, matrix, s = model(SEED)
    x, found = planned(), None
    found = ways_of(x)
    free = replace(matrix, row_low=np.where(s.soft, -np.inf, matrix.row_low))
    free = replace(free, row_high=np.where(s.soft, np.inf, matrix.row_high))
    now, compared = float(matrix.cost @ x), 0
    for g in np.flatnonzero(found.chosen >= 0):
        for way in range(found.first[g], found.first[g + 1], 5):
            start, here = found.column[way], found.column[found.chosen[g]]
            if s.begin[start] < 0 or way == found.chosen[g]:
                continue
            moved = x.copy()
            moved[[here, s.begin[here], s.award[here]]] = 0
            moved[[start, s.begin[start], s.award[start]]] = 1
            answer = solve.solve(held(free, s, moved, NONE).relaxed(), Options())
            if answer.objective is None:  # others wait for it
                continue
            cost = float(found.cost[way] - found.cost[found.chosen[g]])
            assert answer.objective / matrix.cost_unit - now <= cost + 1e-6
            compared += 1
    assert compared > 10


def test_a_plan_passes_no_limit_of_its_ways() -> None:
    found = ways_of(planned())
    load = np.zeros(len(found.low))
    for way in found.chosen[found.chosen >= 0]:
        inside = slice(found.at[way], found.at[way + 1])
        np.add.at(load, found.row[inside], found.value[inside])
    assert (load <= found.high + 1e-6).all()
    assert (load >= found.low - 1e-6).all()


def test_annealing_never_ends_with_what_is_worse() -> None:
    _, _, _, s = model(SEED)
    found, at = ways_of(planned()), search(SEED)
    state = Packing(found, at.scale, prices(at.matrix, at.x, at.scale)[s.scored], at.dual[s.scored])
    before = state.value()
    state.chosen = anneal(state, random.Random(0), Heat(0.01, 0.01))
    after = Packing(replace(found, chosen=state.chosen), at.scale, state.full, at.dual[s.scored])
    assert after.value() <= before + 1e-9


def test_starts_too_big_for_a_supplier_are_shut_and_no_plan_is_lost() -> None:
    _, m, matrix, s = model(SEED)
    tight = tightened(matrix, s.implied)
    shut = np.flatnonzero(tight.high < matrix.high)
    assert len(shut)
    assert {m.columns[j][0] for j in shut} == {"start"}
    plain, ours = (solve.solve(one, Options(relative_gap=1e-6)).objective for one in (matrix, tight))
    assert ours == pytest.approx(plain, rel=1e-6)
    relaxed = [solve.solve(one.relaxed(), Options()).objective or 0.0 for one in (matrix, tight)]
    assert relaxed[1] > relaxed[0]


def test_passing_a_limit_has_its_price() -> None:
    _, _, matrix, s = model(SEED)
    at = search(SEED)
    soft = elastic(matrix, s.soft, prices(matrix, at.x, at.scale))
    relaxed = solve.solve(soft.matrix.relaxed(), Options())
    assert relaxed.objective == pytest.approx(at.bound * matrix.cost_unit, rel=0.1)
    limits = np.where(matrix.row_high > 0, 0.3, 1.0) * matrix.row_high
    tight = replace(soft.matrix, row_high=np.where(s.soft, limits, matrix.row_high))
    passed = solve.solve(tight.relaxed(), Options())
    assert (passed.objective or 0.0) > 1.2 * (relaxed.objective or 0.0)


def test_a_first_plan_is_found_and_bettered() -> None:
    at, found = search(SEED), []  # type: ignore[var-annotated]
    first_plan(at, random.Random(0), found.append, lambda: False)
    assert found
    plan: Answer = found[-1]
    assert plan.values is not None
    assert at.matrix.violation(plan.values) < 1e-6
    found.clear()
    improve(at, random.Random(0), plan, found.append, lambda: False, 10)
    assert all((one.objective or 0.0) < (plan.objective or 0.0) for one in found)


def test_a_small_search_moves_what_is_free_alone() -> None:
    _, _, matrix, s = model(SEED)
    x = planned()
    free = Neighbours(matrix, s, np.zeros_like(x), 1.0).draw(random.Random(0), x, 3)
    assert len(set(free.tolist())) == len(free) <= 3
    answer = searched(matrix, s, x, free, Options(relative_gap=1e-4))
    assert answer.values is not None
    kept = (s.group >= 0) & ~np.isin(s.group, free) & matrix.whole
    assert np.round(answer.values / matrix.unit)[kept] == pytest.approx(np.round(x)[kept])
