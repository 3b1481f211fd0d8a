"""Whether other awards are as good as the plan's."""

from __future__ import annotations

import pytest

from procure import equals, planning
from procure.problem import Objective
from tests.clauses import small


@pytest.mark.parametrize(("factor", "given_up", "answer"), [(1.0, 0.0, "yes"), (1.2, 0.0, "no"), (1.2, 0.3, "yes")])
def test_another_supplier_is_as_good_when_its_price_is_within_what_may_be_given_up(
    factor: float, given_up: float, answer: str
) -> None:
    problem = small.problem(
        suppliers=[small.supplier(), small.supplier("Beta", price_factor=factor)],
        packages=[small.one_off()],
        objectives=[Objective("cost", relative=given_up)],
    )
    plan = planning.plan(problem, others=True).plan
    assert plan is not None
    assert plan.run[equals.KEY] == answer


def test_it_is_not_asked_unless_wanted() -> None:
    plan = planning.plan(small.problem(packages=[small.one_off()])).plan
    assert plan is not None
    assert equals.KEY not in plan.run


def test_of_a_large_programme_it_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equals, "MANY", 0)
    plan = planning.plan(small.problem(packages=[small.one_off()]), others=True).plan
    assert plan is not None
    assert plan.run[equals.KEY] == equals.UNKNOWN
