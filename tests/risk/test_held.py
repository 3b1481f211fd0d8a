"""A plan held while numbers turn out otherwise: what stays, what follows, and that its books still balance."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from procure.audit import audit
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan
from procure.problem import Problem
from procure.risk.cells import undrawn
from procure.risk.held import held, outlasting
from procure.risk.inputs import inputs_of, of_words
from procure.risk.judging import HORIZON, Setting, judged, of_draw
from procure.verbs import read
from tests.risk.small import planned, ship

INPUTS = Path(__file__).parents[2] / "inputs"
LIMITS = ("budget", "commitments", "ceiling", "rule ")  # what prices may break; all else is the books'
RUN = ("miss", "distance", "apart", "worst")  # figures of the optimisation, no decisions


@cache
def example(name: str) -> tuple[Problem, Plan]:
    problem = read(INPUTS / f"{name}.xlsx")
    found = plan(problem).plan
    assert found is not None
    return problem, found


def drawn(problem: Problem, plan: Plan, values: dict[str, float]) -> tuple[Problem, Plan]:
    """The problem with these draws, and the plan held in it."""
    uncertain = tuple(of_words(f"{cells} *= uniform(0.5; 1.5)") for cells in values)
    inputs, findings = inputs_of(problem.replace(uncertain=uncertain))
    assert not findings
    by = dict(zip((f"{u.sheet}[{u.of_row}, {u.column}]" for u in uncertain), values.values(), strict=True))
    setting = Setting(undrawn(problem), tuple(inputs), plan)
    made, said, _ = of_draw(setting, [by[one.name] for one in inputs], judged=True)
    assert made is not None, said
    return made, held(Facts(made), plan)


@pytest.mark.parametrize("name", ["two-nations", "safe-air-defence", "patrol-corvette"])
def test_a_plan_held_without_any_draw_is_the_plan_to_the_last_unit(name: str) -> None:
    problem, plan = example(name)
    again = held(Facts(problem), plan)
    for family in {*plan.values, *again.values} - {*RUN}:
        assert dict(again.items(family)) == dict(plan.items(family)), family


@pytest.mark.parametrize("name", ["two-nations", "safe-air-defence", "patrol-corvette"])
@pytest.mark.parametrize("factors", [(0.7, 0.9), (1.3, 0.8), (1.1, 1.4)])
def test_whatever_prices_turn_out_the_books_of_the_held_plan_balance(name: str, factors: tuple[float, float]) -> None:
    """Keys, grants, loans, VAT, terms, payments and what is carried on: only limits may break."""
    problem, plan = example(name)
    worth = [w for w in problem.packages if w.value_m or w.value_by_item_m]
    values = {f'Packages["{w.id}", value]': factors[k % 2] for k, w in enumerate(worth)}
    made, again = drawn(problem, plan, values)
    broken = [check for check in audit(again, Facts(made)).checks if not check.holds]
    assert [check for check in broken if not check.clause.startswith(LIMITS)] == []
    for family in ("award", "begin", "make", "deliver", "built", "start"):
        assert again.values.get(family) == plan.values.get(family)


def test_prices_are_paid_when_they_fall_due_and_what_was_paid_ahead_stays_paid_ahead() -> None:
    problem = ship()
    plan = planned(problem)
    key = ("FR", "work", 0)
    assert plan.get("pay", *key) == 100
    _, dearer = drawn(problem, plan, {"Packages[ship, value]": 1.25})
    assert dearer.get("pay", *key) == dearer.get("due", *key) == 125
    two = problem.replace(packages=(replace(problem.packages[0], months=24.0, latest=None),))
    even = Plan({**_spread(plan), "pay": {("FR", "work", 0): Decimal(80), ("FR", "work", 1): Decimal(20)}})
    _, cheaper = drawn(two, even, {"Packages[ship, value]": 0.9})
    assert [cheaper.get("due", "FR", "work", t) for t in (0, 1)] == [45, 45]
    assert [cheaper.get("pay", "FR", "work", t) for t in (0, 1)] == [75, 15]
    _, far = drawn(two, even, {"Packages[ship, value]": 0.5})
    assert [far.get("pay", "FR", "work", t) for t in (0, 1)] == [50, 0]  # never more than comes to be due


def _spread(plan: Plan) -> dict[str, dict[tuple[str | int, ...], Decimal]]:
    """The plan over two years, half of everything due in each."""
    half: dict[tuple[str | int, ...], Decimal] = {("FR", "work", t): Decimal(50) for t in (0, 1)}
    return {family: dict(values) for family, values in plan.values.items()} | {"due": half, "charge": half}


def test_work_that_ends_after_the_horizon_is_told_and_not_priced() -> None:
    problem = ship(of_words("Packages[ship, months] *= discrete(1: 50 %; 2: 50 %)"))
    (line,) = problem.budgets
    turned = tuple(replace(limit, amount=120.0 - limit.amount) for limit in line.limits)  # so that it begins in 2028
    free = (replace(problem.packages[0], latest=None),)
    later = problem.replace(budgets=(replace(line, limits=turned),), packages=free)
    inputs, _ = inputs_of(later)
    setting = Setting(undrawn(later), tuple(inputs), planned(later))
    one = judged(setting, [2.0])
    assert [(b.limit, b.missing) for b in one.breaches] == [((HORIZON, ("ship",)), 1.0)]
    assert one.cost is None
    assert judged(setting, [1.0]).holds
    assert [*outlasting(Facts(later), planned(later))] == []
