"""Problem in, plan out: states, options, the record of the run; what a solver says is checked, not believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from procure import solve as solving
from procure.audit import audit
from procure.facts import Facts
from procure.findings import Refused
from procure.planning import money_unit, plan
from procure.problem import Objective, Problem, Rule
from procure.solve import Answer, Floats, Matrix, Options, Progress, solve
from tests.clauses import small
from tests.generate import generate


def programme(**tables: object) -> Problem:
    """Radar, then tanks: 12 M and 2 M a hull, by Alpha; nothing is limited."""
    standard: dict[str, object] = {
        "packages": [small.one_off(), small.per_unit(after=("radar",))],
        "items": [small.item()],
        "requirements": [small.need(0, 3, 2)],
    }
    return small.problem(**(standard | tables))


class Lying:
    """A solver whose first answer with whole decisions passes through `lie`."""

    def __init__(self, lie: Callable[[Answer], Answer]) -> None:
        self.lie, self.told = lie, False

    def __call__(
        self,
        matrix: Matrix,
        options: Options,
        start: Floats | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Answer:
        answer = solve(matrix, options, start, progress)
        if self.told or not matrix.whole.any():
            return answer
        self.told = True
        return self.lie(answer)


def changed(answer: Answer, **fields: Any) -> Answer:
    return replace(answer, **fields)


def test_a_plan_is_proven_audited_and_costs_what_it_must() -> None:
    outcome = plan(programme())
    assert outcome.state == solving.PROVEN
    assert outcome.plan is not None
    assert audit(outcome.plan, Facts(programme())).passed
    assert {stage.name: stage.value for stage in outcome.stages} == {"lateness": 0, "cost": pytest.approx(22)}


def test_what_is_reported_of_an_objective_is_worked_out_from_the_plan() -> None:
    """A penalty steers the stage and is no part of the cost that is reported."""
    rule = Rule("more", "work", ("all",), False, relation=">=", amount=30.0, base="M", strength="should", penalty_m=0.5)
    outcome = plan(programme(rules=[rule]))
    cost = outcome.stages[1]
    assert cost.value == pytest.approx(22)
    assert cost.best == pytest.approx(22 + 0.5 * 8)


def test_a_problem_without_a_plan_is_infeasible() -> None:
    outcome = plan(programme(capacities=[small.capacity(0, 0, 0, supplier=s) for s in ("Alpha", "Beta")]))
    assert (outcome.state, outcome.plan) == (solving.INFEASIBLE, None)


def test_a_rule_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(Refused):
        plan(programme(rules=[Rule("odd", "work", base="units")]))


def test_no_time_means_no_plan_in_time_and_never_infeasible() -> None:
    outcome = plan(generate(3, "large"), Options(time_limit=0.01))
    assert (outcome.state, outcome.plan) == (solving.NO_PLAN, None)


def test_a_plan_that_time_cut_short_says_that_its_gap_is_open() -> None:
    """A solver that leaves the cost stage with half a bound; the plan is kept and passes the audit."""
    calls = iter(range(100))

    def hurried(
        matrix: Matrix,
        options: Options,
        start: Floats | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Answer:
        answer = solve(matrix, options, start, progress)
        if next(calls) == 1 and answer.bound is not None:
            return replace(answer, state=solving.GAP, bound=answer.bound / 2)
        return answer

    outcome = plan(programme(), solver=hurried)
    assert outcome.state == solving.GAP
    assert outcome.plan is not None
    assert outcome.stages[1].gap == pytest.approx(11)
    assert audit(outcome.plan, Facts(programme())).passed


LIES: dict[str, Callable[[Answer], Answer]] = {
    "a wrong optimum": lambda a: changed(a, objective=-1.0),
    "an infeasible point": lambda a: changed(a, values=np.zeros_like(a.values), objective=0.0),
    "no numbers": lambda a: changed(a, values=np.full_like(a.values, np.nan)),
    "a whole decision at 0.49": lambda a: changed(a, values=np.full_like(a.values, 0.49)),
    "a bound above its plan": lambda a: changed(a, bound=(a.objective or 0.0) + 1.0),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_solver_that_lies_is_rejected_and_leaves_no_plan(lie: Callable[[Answer], Answer]) -> None:
    outcome = plan(programme(), solver=Lying(lie))
    assert (outcome.state, outcome.plan) == (solving.REJECTED, None)
    assert outcome.why


def test_a_false_infeasible_is_not_believed() -> None:
    outcome = plan(programme(), solver=Lying(lambda _: Answer(solving.INFEASIBLE, None, None, None, 0.0)))
    assert outcome.state == solving.PROVEN


def test_ctrl_c_keeps_the_best_plan() -> None:
    """The first answer comes back as one that was stopped; nothing further is asked for but the check of its plan."""
    stopped = Lying(lambda answer: changed(answer, state=solving.INTERRUPTED, stopped=True))
    outcome = plan(programme(), solver=stopped)
    assert outcome.state == solving.INTERRUPTED
    assert [stage.name for stage in outcome.stages] == ["lateness"]
    assert outcome.plan is not None
    assert audit(outcome.plan, Facts(programme())).passed


def test_the_record_of_the_run_says_how_it_was_made() -> None:
    outcome = plan(programme(), Options(seed=3, time_limit=50.0), gap=0.01)
    assert outcome.plan is not None
    run = outcome.plan.run
    assert (run["seed"], run["threads"], run["time limit, s"], run["gap asked of cost"]) == ("3", "1", "50", "0.01")
    assert run["solver"].startswith("HiGHS 1.")
    assert int(run["variables"]) > 0


def test_the_problem_s_own_gap_is_asked_where_none_is_given() -> None:
    base = programme()
    outcome = plan(base.replace(programme=replace(base.programme, gap_fraction=0.02)))
    assert outcome.stages[1].asked == pytest.approx(0.02 * 22)


def test_the_same_problem_gives_the_same_plan() -> None:
    one, other = plan(generate(3)).plan, plan(generate(3)).plan
    assert one is not None
    assert other is not None
    assert one.values == other.values


def test_the_model_is_written_where_that_is_asked_for(tmp_path: Path) -> None:
    plan(programme(), write_model=tmp_path / "model.lp")
    assert "award" in (tmp_path / "model.lp").read_text(encoding="utf-8")


@pytest.mark.parametrize(("value", "unit"), [(1_000.0, 1.0), (1_000_000.0, 1_000.0), (1.0, 0.001), (0.0, 1.0)])
def test_the_solver_counts_money_so_that_a_programme_costs_about_a_thousand(value: float, unit: float) -> None:
    assert money_unit(Facts(small.problem(packages=[small.one_off(value_m=value)]))) == unit


def test_objectives_that_the_problem_does_not_name_are_lateness_and_cost() -> None:
    assert [stage.name for stage in plan(programme()).stages] == ["lateness", "cost"]
    named = programme(objectives=[Objective("cost"), Objective("imbalance")])
    assert [stage.name for stage in plan(named).stages] == ["cost", "largest imbalance", "total imbalance"]
