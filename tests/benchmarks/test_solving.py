"""What the benchmark of solving makes of what it has seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from procure import solve
from procure.facts import Facts
from procure.screening import screen
from tests.benchmarks.instances import instance
from tests.benchmarks.one_solve import HELD, Trace, cost_stage, missed, problem
from tests.benchmarks.solving import WAYS, rows, table

SEEN = [(1.0, None, 90.0), (2.0, 104.0, 95.0), (5.0, 100.5, 99.8)]


def test_a_gap_is_reached_when_it_is_proven() -> None:
    found = Trace("S 0", "HiGHS", seen=list(SEEN))
    assert [found.reached(gap) for gap in (0.1, 0.01, 0.005)] == [2.0, 5.0, None]


def test_a_plan_is_near_when_it_is_near_the_best_bound_of_any_run() -> None:
    found = Trace("S 0", "HiGHS", seen=list(SEEN))
    assert [found.near(100.0, gap) for gap in (0.05, 0.01, 0.001)] == [2.0, 5.0, None]


def test_a_bound_that_is_the_gap_away_proves_it_whatever_the_last_digit() -> None:
    best = 2702.9634261170463
    bound = best - 0.01 * best
    assert best - bound > 0.01 * best
    found = Trace("cavs", "CBC", seen=[(0.4, best, bound)])
    assert found.reached(0.01) == 0.4
    assert found.reached(0.0099) is None


def test_a_bound_a_little_above_the_plan_is_printed_as_nothing_apart() -> None:
    found = Trace("cavs", "CBC", seen=[(0.4, 100.0, 100.001)])
    assert rows("cavs", {"CBC": [found]}, None)[0].endswith("| 0.00 % | 0.00 % |")


def test_a_broken_plan_is_marked() -> None:
    found = Trace("S 0", "CBC", seen=list(SEEN), violation=0.1)
    assert "(broken)" in rows("S 0", {"CBC": [found]}, None)[0]


def test_a_way_that_yields_nothing_has_a_row_of_dashes() -> None:
    found = {"S 0": {"procure": [Trace("S 0", "procure", seen=list(SEEN))], "HiGHS": [], "CBC": [], "SCIP": []}}
    lines = table({"S": found}, {}, 2, "a machine").splitlines()
    assert "| S 0 | SCIP | - | - | - | - | - | - |" in lines
    assert "| S 0 | procure | 5.0 | 5.0 | - | 5.0 | 0.70 % | 0.70 % |" in lines
    assert [line.split(" | ")[1] for line in lines if line.startswith("| S |")] == list(WAYS)


def test_a_plan_printed_to_few_digits_misses_no_row_and_one_of_other_decisions_does() -> None:
    _, matrix = cost_stage(Facts(problem("inputs/two-nations.xlsx")))
    answer = solve.solve(matrix, solve.Options())
    assert answer.values is not None
    assert answer.objective is not None
    printed = np.array([float(f"{value:.4g}") for value in answer.values])
    near = replace(answer, values=printed)
    assert matrix.violation(printed) > HELD >= missed(matrix, near)
    assert missed(matrix, replace(near, objective=0.9 * answer.objective)) > HELD
    assert missed(matrix, replace(answer, values=np.zeros_like(answer.values))) > HELD


def test_the_same_seed_is_the_same_programme_and_it_can_be_planned() -> None:
    once, again = instance("S", 3), instance("S", 3)
    assert once == again
    assert not [finding for finding in screen(once) if finding.level == "error"]
    _, matrix = cost_stage(Facts(once))
    assert matrix.whole.any()
