"""Objectives one after another: what is held, what is asked, and a solver that lies is found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from procure import solve as solver
from procure import stages
from procure.milp import Milp
from procure.objectives import StageSpec
from procure.solve import Answer, Floats, Matrix, Options, Progress
from procure.stages import Result

Liar = Callable[[Answer], Answer]

# Awards to Alpha (late by 3, 10 M), Beta (late by 1, 20 M) and Gamma (late by 1, 30 M); just one is needed.
LATE, COST = {"Alpha": 3.0, "Beta": 1.0, "Gamma": 1.0}, {"Alpha": 10.0, "Beta": 20.0, "Gamma": 30.0}


def programme(needed: float = 1.0) -> Milp:
    m = Milp("stages")
    m.declare("award", [(("radar", s), 0, 1) for s in LATE])
    m.require("award", ("radar",), [(1, x) for x in m.x["award"].values()], ">=", needed)
    return m


def spec(m: Milp, name: str, amounts: dict[str, float], relative: float = 0.0, absolute: float = 0.0) -> StageSpec:
    terms = [(amounts[str(s)], x) for (_, s), x in m.x["award"].items()]
    return StageSpec(name, "M" if name == "cost" else "unit-periods", terms, relative, absolute, terms)


def run(solve: stages.Solve = solver.solve, given_up: float = 0.0, m: Milp | None = None, **options: Any) -> Result:
    m = m or programme()
    specs = [spec(m, "lateness", LATE, absolute=given_up), spec(m, "cost", COST)]
    return stages.run(m, specs, Options(**options), solve=solve)


class Telling:
    """A solver whose answers pass through `lie`, by the number of the call; it remembers what it was asked."""

    def __init__(self, **lies: Liar) -> None:
        self.lies = {int(name.removeprefix("call_")): lie for name, lie in lies.items()}
        self.asked: list[tuple[Options, Floats | None]] = []

    def __call__(
        self,
        matrix: Matrix,
        options: Options,
        start: Floats | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Answer:
        self.asked.append((options, start))
        answer = solver.solve(matrix, options, start, progress)
        return self.lies.get(len(self.asked), lambda answer: answer)(answer)


def infeasible(_: Answer) -> Answer:
    return Answer(solver.INFEASIBLE, None, None, None, 0.0)


def out_of_time(_: Answer) -> Answer:
    return Answer(solver.NO_PLAN, None, None, 0.0, 0.0)


def awards(result: Result) -> list[float]:
    assert result.values is not None
    return [round(float(value), 6) for value in result.values]


# What is held


def test_a_later_stage_gives_up_nothing_of_an_earlier_one() -> None:
    result = run()
    assert result.state == solver.PROVEN
    assert awards(result) == [0, 1, 0]
    assert [stage.best for stage in result.stages] == [1, 20]


def test_a_later_stage_gives_up_what_the_tolerance_lets_it() -> None:
    result = run(given_up=2.0)
    assert awards(result) == [1, 0, 0]
    assert result.stages[1].best == 10


def test_each_stage_starts_from_the_plan_of_the_one_before() -> None:
    told = Telling()
    run(told)
    starts = [start for _, start in told.asked]
    assert starts[0] is None
    assert starts[1] is not None


def test_a_stage_is_asked_for_half_of_what_it_may_give_up() -> None:
    told = Telling()
    run(told, given_up=2.0)
    assert told.asked[0][0].absolute_gap == 1.0


def test_a_gap_that_is_asked_for_is_that_of_the_cost_stage_alone() -> None:
    told, m = Telling(), programme()
    stages.run(m, [spec(m, "lateness", LATE), spec(m, "cost", COST)], Options(), gap=0.03, solve=told)
    assert [options.relative_gap for options, _ in told.asked[:2]] == [0.0, 0.03]


def test_the_first_plan_has_all_the_time_and_later_stages_share_what_is_left() -> None:
    told, m = Telling(), programme()
    specs = [spec(m, "lateness", LATE), spec(m, "cost", COST), spec(m, "lateness", LATE)]
    stages.run(m, specs, Options(time_limit=100.0), solve=told)
    first, second, third = (options.time_limit or 0.0 for options, _ in told.asked[:3])
    assert 99 < first <= 100
    assert 0 < second <= 50 < third <= 100


def test_without_objectives_there_is_nothing_to_plan_by() -> None:
    assert stages.run(programme(), [], Options()).state == solver.REJECTED


# How it ends


def test_what_cannot_be_is_infeasible_after_a_second_opinion() -> None:
    told = Telling()
    result = run(told, m=programme(needed=4.0))
    assert (result.state, result.values) == (solver.INFEASIBLE, None)
    assert [options.presolve for options, _ in told.asked] == [True, False]
    assert told.asked[0][0].seed != told.asked[1][0].seed


def test_no_plan_in_time_is_not_called_infeasible() -> None:
    result = run(Telling(call_1=out_of_time))
    assert (result.state, result.values) == (solver.NO_PLAN, None)


def test_a_later_stage_out_of_time_keeps_the_plan_and_says_that_its_gap_is_open() -> None:
    result = run(Telling(call_2=out_of_time))
    assert result.state == solver.GAP
    assert awards(result)[0] == 0
    assert result.stages[1].state == solver.GAP


def test_a_stop_keeps_the_best_plan_and_starts_no_further_stage() -> None:
    told = Telling(call_1=lambda answer: replace(answer, stopped=True, state=solver.INTERRUPTED))
    result = run(told)
    assert result.state == solver.INTERRUPTED
    assert [stage.name for stage in result.stages] == ["lateness"]
    assert sum(awards(result)) >= 1


def test_a_stop_before_any_plan_is_interrupted_without_one() -> None:
    told = Telling(call_1=lambda _: Answer(solver.INTERRUPTED, None, None, None, 0.0, stopped=True))
    result = run(told)
    assert (result.state, result.values) == (solver.INTERRUPTED, None)


def test_progress_is_told_stage_by_stage() -> None:
    heard: list[str] = []

    def speaking(
        matrix: Matrix,
        options: Options,
        start: Floats | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Answer:
        if progress is not None:
            progress(Progress(None, None, 0.0))
        return solver.solve(matrix, options, start)

    m = programme()
    specs = [spec(m, "lateness", LATE), spec(m, "cost", COST)]
    stages.run(m, specs, Options(), watch=lambda stage, _: heard.append(stage), solve=speaking)
    assert heard == ["lateness", "cost"]


# A solver that lies


def with_values(*values: float, objective: float, bound: float | None = None) -> Liar:
    told = objective if bound is None else bound
    return lambda _: Answer(solver.PROVEN, np.array(values), objective, told, 0.0)


LIES: dict[str, Liar] = {
    "a wrong sum": with_values(1, 0, 0, objective=0.5),
    "an infeasible point": with_values(0, 0, 0, objective=0.0),
    "no numbers": with_values(np.nan, 1, 0, objective=1.0),
    "an objective that is no number": with_values(0, 1, 0, objective=np.nan),
    "a part of a whole": with_values(0.49, 0.51, 0, objective=1.98),
    "a plan without a value": lambda answer: replace(answer, objective=None),
    "a bound above its own plan": with_values(0, 1, 0, objective=1.0, bound=2.0),
    "a point outside its bounds": with_values(0, 2, -1, objective=1.0),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_of_the_first_stage_is_rejected(lie: Liar) -> None:
    result = run(Telling(call_1=lie))
    assert (result.state, result.values) == (solver.REJECTED, None)
    assert result.why


def test_a_wrong_optimum_is_rejected_when_a_later_plan_is_better_than_was_said_to_be_possible() -> None:
    result = run(Telling(call_1=with_values(1, 1, 0, objective=4.0)))
    assert (result.state, result.values) == (solver.REJECTED, None)
    assert "lateness of at least 4" in result.why


def test_a_plan_that_breaks_down_at_whole_numbers_is_rejected() -> None:
    result = run(Telling(call_3=infeasible, call_4=infeasible))
    assert (result.state, result.values) == (solver.REJECTED, None)
    assert "whole numbers" in result.why


def test_a_plan_called_infeasible_once_at_whole_numbers_is_asked_again_without_presolve() -> None:
    assert run(Telling(call_3=infeasible)).state == solver.PROVEN


def test_infeasible_is_rejected_where_a_plan_is_known() -> None:
    result = run(Telling(call_2=infeasible, call_3=infeasible))
    assert (result.state, result.values) == (solver.REJECTED, None)


@pytest.mark.parametrize("call", ["call_1", "call_2"])
def test_a_false_infeasible_is_put_right_by_the_second_opinion(call: str) -> None:
    result = run(Telling(**{call: infeasible}))
    assert result.state == solver.PROVEN
    assert awards(result) == [0, 1, 0]


@pytest.mark.parametrize("call", ["call_1", "call_2"])
def test_a_solver_that_breaks_off_is_asked_again(call: str) -> None:
    result = run(Telling(**{call: lambda _: Answer(solver.REJECTED, None, None, None, 0.0)}))
    assert awards(result) == [0, 1, 0]


def test_a_solver_that_always_breaks_off_is_rejected() -> None:
    def broken(*_: object) -> Answer:
        return Answer(solver.REJECTED, None, None, None, 0.0)

    assert run(broken).state == solver.REJECTED


def test_the_first_stage_starts_from_the_first_plan_near_by_that_can_be_kept() -> None:
    solver_ = Telling()
    m = programme()
    specs = [spec(m, "lateness", LATE), spec(m, "cost", COST)]
    starts = {"lateness": np.zeros(3), "cost": np.array([0.0, 0.0, 1.0])}
    found = stages.run(m, specs, Options(), solve=solver_, starts=starts)
    assert found.values is not None
    searched = [start for _, start in solver_.asked if start is not None]
    assert searched[0].tolist() == [0.0, 0.0, 1.0]
    assert found.values.tolist() == [0.0, 1.0, 0.0]
