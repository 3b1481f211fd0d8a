"""Plans of large models: what is left of a model says the same, and annealing and small searches find plans in it."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from procure import audit, planning, solve
from procure.facts import Facts
from procure.heuristic import guided, large
from procure.heuristic.around import held
from procure.heuristic.followed import definitions, following, rewritten, row, rows_of
from procure.heuristic.guided import Guided
from procure.heuristic.narrow import far
from procure.heuristic.reduced import reduced
from procure.solve import Answer, Options
from tests.heuristic.small import model, programme, search

SEED = 1


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "ROUNDS", 6)


def planned() -> np.ndarray:
    """A plan of the small programme, scaled."""
    _, _, matrix, _ = model(SEED)
    values = solve.solve(matrix, Options(relative_gap=0.02)).values
    assert values is not None
    return values / matrix.unit


def found(seed: int, known: np.ndarray | None = None) -> list[Answer]:
    answers: list[Answer] = []
    large.plans(search(seed), random.Random(0), answers.append, lambda: False, known)
    return answers


@pytest.mark.parametrize("seed", range(2))
def test_plans_hold_and_become_better_and_are_near_the_bound(seed: int) -> None:
    _, _, matrix, _ = model(seed)
    answers = found(seed)
    assert answers
    costs = []
    for one in answers:
        assert one.values is not None
        assert matrix.violation(one.values) < 1e-6
        costs.append(float(matrix.cost @ (one.values / matrix.unit)))
    assert costs == sorted(costs, reverse=True)
    best = solve.solve(matrix, Options(relative_gap=1e-4)).objective
    assert best is not None
    assert costs[-1] * matrix.cost_unit <= 1.03 * best


def test_the_same_seed_gives_the_same_plans() -> None:
    once, twice = found(SEED), found(SEED)
    assert [one.values.tolist() for one in once if one.values is not None] == [
        one.values.tolist() for one in twice if one.values is not None
    ]


def test_a_plan_that_is_known_is_bettered() -> None:
    _, _, matrix, _ = model(SEED)
    dear = solve.solve(replace(matrix, cost=-matrix.cost), Options(relative_gap=0.05)).values
    assert dear is not None
    better = found(SEED, dear / matrix.unit)[-1].values
    assert better is not None
    before, after = (float(matrix.cost @ (x / matrix.unit)) for x in (dear, better))
    assert after < before


def test_what_is_left_of_a_model_has_the_same_optimum() -> None:
    _, _, matrix, s = model(SEED)
    some = held(matrix, s, planned(), np.arange(3))
    left = reduced(some, some.high <= some.low)
    assert left is not None
    assert len(left.matrix.cost) < 0.7 * len(matrix.cost)
    plain, less = (solve.solve(one, Options(relative_gap=1e-6)) for one in (some, left.matrix))
    assert less.values is not None
    whole = left.whole(less.values / left.matrix.unit)
    assert some.violation(whole * matrix.unit) < 1e-6
    assert float(matrix.cost @ whole) * matrix.cost_unit == pytest.approx(plain.objective, rel=1e-5)


def test_what_is_left_is_nothing_where_a_row_is_missed() -> None:
    _, _, matrix, s = model(SEED)
    empty = replace(matrix, high=np.where(s.group >= 0, matrix.low, matrix.high))
    assert reduced(empty, empty.high <= empty.low) is None


def test_the_structure_of_what_is_left_names_the_same_columns() -> None:
    _, _, matrix, s = model(SEED)
    at = search(SEED)
    left = reduced(matrix, far(matrix, s, at.x, at.reduced, at.scale, 0.1))
    assert left is not None
    some = left.structure(s)
    assert 0 < len(some.group) < len(s.group)
    for ours, theirs in ((some.award, s.award), (some.begin, s.begin), (some.pay, s.pay)):
        with_one = ours >= 0
        assert (left.columns[ours[with_one]] == theirs[left.columns][with_one]).all()
        assert (with_one == (theirs[left.columns] >= 0)).all()


def test_rows_rewritten_without_what_follows_say_the_same_of_a_plan() -> None:
    _, m, matrix, s = model(SEED)
    levels = definitions(matrix, ~matrix.whole & (s.begin < 0) & (s.slot < 0))
    rules = [i for i, one in enumerate(m.rows) if one.clause == "rule"]
    assert following(matrix, levels, s.pay)[rules].all()
    x, pay = planned(), np.full(len(s.pay), -1)
    defined = np.concatenate([level.column for level in levels])
    for i, one in zip(rules, rewritten(matrix, levels, pay, (row(matrix, i) for i in rules)), strict=True):
        assert not one[defined].any()
        assert one @ x == pytest.approx(row(matrix, i) @ x, abs=1e-7)
    inside = np.bincount(rows_of(matrix), matrix.value * x[matrix.index], len(matrix.row_low))
    assert row(matrix, rules[0]) @ x == pytest.approx(inside[rules[0]])


def test_a_first_objective_is_held_at_its_least_while_another_is_gone_by() -> None:
    _, m, matrix, _ = model(SEED)
    late = np.array([float(family == "late") for family, _ in m.columns])
    cost = matrix.cost * matrix.cost_unit / matrix.unit
    aim = large.aimed(replace(matrix, cost=late), cost)
    assert aim is not None
    assert large.least(replace(matrix, cost=late)) == 0.0
    assert (aim.high[late > 0] == aim.low[late > 0]).all()
    assert aim.cost == pytest.approx(matrix.cost, rel=1e-9)
    assert large.aimed(replace(matrix, cost=late), late) is None
    free = replace(matrix, low=np.where(late > 0, -np.inf, matrix.low), cost=late)
    assert large.aimed(free, cost) is None


@pytest.fixture
def _all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guided, "MANY", 0)
    monkeypatch.setattr(guided, "LEAST", 0)


@pytest.mark.usefixtures("_all_large")
def test_a_programme_is_planned_as_a_large_one_the_same_twice_and_passes_the_audit() -> None:
    problem = programme(SEED)
    once, again = (planning.plan(problem, gap=0.001, numbers=True) for _ in range(2))
    assert once.plan is not None
    assert once.plan == again.plan
    assert audit.audit(once.plan, Facts(problem)).passed
    plain = planning.plan(problem, gap=0.001, numbers=True, solver=solve.solve)
    for ours, theirs in zip(once.stages, plain.stages, strict=True):
        assert ours.bound is not None
        assert ours.bound <= theirs.value + 1e-6
        assert ours.value <= 1.03 * theirs.value


@pytest.mark.usefixtures("_all_large")
def test_what_cannot_be_in_time_is_late_in_a_plan_of_a_large_programme_too() -> None:
    problem = programme(SEED)
    early = [replace(r, due=(*r.due[2:], 0.0, 0.0)) for r in problem.requirements]
    problem = problem.replace(requirements=early)
    found = planning.plan(problem, gap=0.1, numbers=True)
    assert found.plan is not None
    assert found.stages[0].value > 0
    assert audit.audit(found.plan, Facts(problem)).passed


@pytest.mark.usefixtures("_all_large")
def test_ctrl_c_keeps_the_best_plan_of_a_large_programme(monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(large, "searched", pressed)
    f, m, matrix, _ = model(SEED)
    found = Guided().on(f, m.columns, m.rows)(matrix, Options(relative_gap=1e-6))
    assert (found.state, found.stopped) == (solve.INTERRUPTED, True)
    assert found.values is not None
    assert matrix.violation(found.values) < 1e-6
    assert found.bound is not None
    assert found.bound <= (found.objective or 0.0)
