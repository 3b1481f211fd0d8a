"""What-ifs started from the base's plan are as good as fresh plans, and a ladder's word is checked like a solver's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from procure import ladder, planning, solve
from procure.facts import Facts
from procure.milp import Milp, Numbers
from procure.problem import Problem
from procure.verbs import read
from procure.whatif import scenarios, solving
from tests.whatif.as_fresh import a_what_if_is_as_good_as_a_fresh_plan

BOOK = Path(__file__).parents[2] / "inputs" / "two-nations.xlsx"
SENTENCES = ("price +5 %", "cut NL 50 %, key frozen", "budget NL -95 %", "cut XX 20 %", "price -5 % of Hull")


@cache
def problem() -> Problem:
    return read(BOOK)


@pytest.mark.parametrize("seed", range(10))
def test_a_what_if_is_as_good_as_a_fresh_plan(seed: int) -> None:
    assert not a_what_if_is_as_good_as_a_fresh_plan(seed)


def test_numbers_alone_are_the_same_optimisation() -> None:
    pulp, _ = planning.build(Facts(problem()))
    numbers, _ = planning.build(Facts(problem()), numbers=True)
    assert type(pulp) is Milp
    assert type(numbers) is Numbers
    for name in ("cost", "low", "high", "whole", "row_low", "row_high", "start", "index", "value"):
        assert np.array_equal(getattr(pulp.matrix(), name), getattr(numbers.matrix(), name)), name


def test_numbers_alone_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="no model"):
        planning.build(Facts(problem()), numbers=True)[0].write(Path("model.lp"))


def test_a_ladder_s_bound_is_one() -> None:
    m, specs = planning.build(Facts(problem()))
    m.minimise(specs[1].terms)
    plain = solve.solve(m.matrix(), solve.Options())
    climbed = ladder.Ladder()(m.matrix(), solve.Options())
    assert plain.objective is not None
    assert climbed.objective is not None
    assert climbed.bound is not None
    assert climbed.objective == pytest.approx(plain.objective, rel=1e-3)
    assert climbed.bound <= plain.objective + 1e-6


def test_neither_the_order_of_scenarios_nor_the_number_of_processes_changes_a_plan() -> None:
    base = solving.base(problem(), solving.How())
    resolved = [scenarios.resolve(problem(), scenarios.of_words(line)) for line in SENTENCES]
    told: list[int] = []
    one = solving.scenarios(base.start, resolved, solving.How(jobs=1), lambda number, _: told.append(number))
    two = solving.scenarios(base.start, resolved[::-1], solving.How(jobs=2), lambda *_: None)[::-1]
    assert sorted(told) == list(range(len(SENTENCES)))
    assert [case.plan for case in one] == [case.plan for case in two]
    assert [case.plan is not None for case in one] == [True, True, False, False, True]
    assert "expected a nation, found 'XX'" in one[3].said[0]
