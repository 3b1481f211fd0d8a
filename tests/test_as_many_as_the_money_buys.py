"""The example shells-155: each step of its budgets buys more rounds, until powder is what limits them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from procure.audit import audit
from procure.facts import Facts
from procure.plan import dec
from procure.planning import plan
from procure.problem import Problem
from procure.tables import figures
from procure.tables.orders import in_words
from procure.workbook.read import read
from tests.test_examples import builder

STEPS = (0.98, 1.0, 1.03, 1.2)
POWDER = Decimal(11)  # tonnes in a thousand rounds


@dataclass(frozen=True)
class Step:
    """What a step of the budgets buys, in 1,000 rounds beyond the firm ones, and what it says of it."""

    problem: Problem
    bought: Decimal
    powder: Decimal
    said: str


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    example, findings = read(builder().build("shells-155", tmp_path_factory.mktemp("shells")))
    assert example is not None, "\n".join(map(str, findings))
    return [_planned(_scaled(example, step)) for step in STEPS]


def _scaled(problem: Problem, step: float) -> Problem:
    budgets = (replace(b, limits=tuple(replace(x, amount=x.amount * step) for x in b.limits)) for b in problem.budgets)
    return problem.replace(budgets=tuple(budgets))


def _planned(problem: Problem) -> Step:
    found = plan(problem).plan
    assert found is not None
    assert audit(found, Facts(problem)).passed
    powder = (sets for (w, *_), sets in found.items("make") if str(w).startswith("Powder"))
    said = " ".join(in_words(figures(problem, found)))
    return Step(problem, found.total("lots"), POWDER * sum(powder, Decimal(0)), said)


def test_each_step_of_the_budgets_buys_more_rounds_while_there_is_powder(steps: list[Step]) -> None:
    bought = [step.bought for step in steps]
    assert bought == sorted(bought)
    assert bought[0] + 10 < bought[1]
    assert bought[1] + 10 < bought[2]
    assert bought[2] + 10 < bought[3]


def test_no_step_of_the_budgets_takes_more_powder_than_there_is(steps: list[Step]) -> None:
    for step in steps:
        rows = [c for c in step.problem.capacities if c.sector == "powder"]
        assert step.powder <= sum(dec(x.amount) for c in rows for x in c.limits) + Decimal("0.1")
    assert steps[-1].powder == pytest.approx(7600, abs=0.1)


def test_what_stops_the_wishes_is_named_first_the_budgets_then_the_powder(steps: list[Step]) -> None:
    first, last = steps[0].said, steps[-1].said
    assert "They stop at: Budgets" in first
    assert "no room left" in first
    assert "Capacity" not in first
    assert "Capacity Bergerac Powder powder 2027, 2028, 2029 (full)" in last
    assert "Budgets" not in last
    assert all("no room left" in step.said for step in steps[:3])
