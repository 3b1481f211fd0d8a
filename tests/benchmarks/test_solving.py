"""What the benchmark of solving makes of what it has seen."""

from __future__ import annotations

import pytest

from procure.facts import Facts
from procure.screening import screen
from tests.benchmarks.instances import instance
from tests.benchmarks.one_solve import Trace, cost_stage
from tests.benchmarks.solving import mean, rows

SEEN = [(1.0, None, 90.0), (2.0, 104.0, 95.0), (5.0, 100.5, 99.8)]


def test_a_gap_is_reached_when_it_is_proven() -> None:
    found = Trace("S 0", "HiGHS", seen=list(SEEN))
    assert [found.reached(gap) for gap in (0.1, 0.01, 0.005)] == [2.0, 5.0, None]


def test_a_plan_is_near_when_it_is_near_the_best_bound_of_any_run() -> None:
    found = Trace("S 0", "HiGHS", seen=list(SEEN))
    assert [found.near(100.0, gap) for gap in (0.05, 0.01, 0.001)] == [2.0, 5.0, None]


def test_what_is_not_reached_counts_as_the_limit() -> None:
    assert mean([None, 3.0], 3.0) == pytest.approx(3.0)


def test_a_broken_plan_is_marked() -> None:
    found = Trace("S 0", "CBC", seen=list(SEEN), violation=0.1)
    assert "(broken)" in rows("S 0", {"CBC": [found]}, None)[0]


def test_the_same_seed_is_the_same_programme_and_it_can_be_planned() -> None:
    once, again = instance("S", 3), instance("S", 3)
    assert once == again
    assert not [finding for finding in screen(once) if finding.level == "error"]
    _, matrix = cost_stage(Facts(once))
    assert matrix.whole.any()
