"""The guided solver: plans that hold, the same optimum as plain HiGHS, the same plan twice, Ctrl-C, no plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from procure import audit, planning, solve
from procure.facts import Facts
from procure.heuristic import guided
from procure.heuristic.guided import Guided
from procure.solve import Options
from tests import generate
from tests.heuristic.small import model, programme

EXACT = Options(relative_gap=1e-6)


@pytest.fixture(autouse=True)
def _always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guided, "LEAST", 0)


@pytest.mark.parametrize("seed", [1])
def test_the_optimum_is_that_of_plain_highs(seed: int) -> None:
    f, m, matrix, _ = model(seed)
    plain, found = solve.solve(matrix, EXACT), Guided().on(f, m.columns, m.rows)(matrix, EXACT)
    assert (plain.state, found.state) == (solve.PROVEN, solve.PROVEN)
    assert found.objective == pytest.approx(plain.objective, rel=3e-6)
    assert found.values is not None
    assert matrix.violation(found.values) < 1e-6


def test_the_same_model_gives_the_same_plan() -> None:
    f, m, matrix, _ = model(1)
    once, twice = (Guided().on(f, m.columns, m.rows)(matrix, Options(relative_gap=0.01)) for _ in range(2))
    assert once.values is not None
    assert twice.values is not None
    assert (once.values == twice.values).all()


@pytest.mark.parametrize("seed", [4, 16, 31])
def test_drawn_programmes_with_every_kind_of_row_have_the_cost_of_plain_highs(seed: int) -> None:
    """Proven bounds and plans of both sides must not contradict each other, and the audit passes."""
    problem = generate.generate(seed)
    ours = planning.plan(problem, numbers=True)
    plain = planning.plan(problem, numbers=True, solver=solve.solve)
    assert ours.state == plain.state
    assert ours.plan is not None
    assert plain.plan is not None
    assert audit.audit(ours.plan, Facts(problem)).passed
    for one, other in zip(ours.stages, plain.stages, strict=True):
        apart = max(one.asked, other.asked) + 1e-6 * max(1.0, abs(one.value))
        assert one.bound is None or one.bound <= other.value + apart
        assert other.bound is None or other.bound <= one.value + apart


def test_what_is_infeasible_is_called_so() -> None:
    f, m, matrix, _ = model(0)
    limits = np.array([row.clause == "capacity" for row in m.rows])
    none = replace(matrix, row_high=np.where(limits, 0.0, matrix.row_high))
    assert Guided().on(f, m.columns, m.rows)(none, EXACT).state == solve.INFEASIBLE


def test_ctrl_c_keeps_the_best_plan_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(guided, "improve", pressed)
    f, m, matrix, _ = model(1)
    found = Guided().on(f, m.columns, m.rows)(matrix, EXACT)
    assert (found.state, found.stopped) == (solve.INTERRUPTED, True)
    assert found.values is not None
    assert matrix.violation(found.values) < 1e-6
    assert found.bound is not None
    assert found.bound <= (found.objective or 0.0)


def test_a_limit_of_time_is_kept_with_the_best_plan_known() -> None:
    f, m, matrix, _ = model(1)
    known = solve.solve(matrix, Options(relative_gap=0.05)).values
    found = Guided().on(f, m.columns, m.rows)(matrix, replace(EXACT, time_limit=0.01), known)
    assert found.values is not None
    assert found.state in (solve.GAP, solve.PROVEN)


def test_progress_is_told() -> None:
    f, m, matrix, _ = model(1)
    told: list[solve.Progress] = []
    Guided().on(f, m.columns, m.rows)(matrix, Options(relative_gap=0.01), None, told.append)
    assert told
    assert told[-1].best is not None


def test_a_programme_is_planned_through_it_and_passes_the_audit() -> None:
    problem = programme(2)
    outcome = planning.plan(problem, gap=0.01)
    assert outcome.state == solve.PROVEN
    assert outcome.plan is not None
    assert audit.audit(outcome.plan, Facts(problem)).passed


def test_a_first_objective_that_says_little_ends_in_a_plan_that_is_good_by_the_next() -> None:
    """Plans without lateness are many: the one that is found is the next stage's start."""
    f = Facts(programme(1))
    m, (lateness, cost) = planning.build(f, numbers=True)
    m.minimise(lateness.terms)
    terms, reached = list(cost.terms), []  # type: list[tuple[float, int]], list[float]
    for guide in (terms, []):
        found = Guided().on(f, m.columns, m.rows, guide)(m.matrix(), Options())
        assert (found.state, found.objective, found.bound) == (solve.PROVEN, 0.0, 0.0)
        assert found.values is not None
        reached.append(m.value(terms, found.values))
    assert reached[0] < 0.97 * reached[1]
