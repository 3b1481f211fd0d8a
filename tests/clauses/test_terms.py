"""Terms: when a charge falls due."""

from __future__ import annotations

from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

EXAMPLE = small.problem(
    suppliers=[small.supplier()],
    phases=[
        small.phase(signed=1, at_signature_fraction=0.25, with_work_fraction=0.5, at_delivery_fraction=0.25)
    ],
    packages=[small.per_unit(months=12.0)],
    items=[small.item()],
    requirements=[small.need(0, 1, 1)],
)


def tanks(lead_months: float = 12.0, **terms: float) -> Problem:
    """Two tanks of 2 M, one a period, their sets made in periods 0 and 1."""
    return small.problem(
        discount=0.1,
        phases=[small.phase(**terms)],
        packages=[small.per_unit(months=lead_months)],
        items=[small.item()],
        requirements=[small.need(0, 1, 1)],
    )


def test_by_default_charges_fall_due_with_the_work() -> None:
    assert small.plan(tanks()).over_time("due", "FR", "build") == [2, 2, 0]


def test_the_part_at_signature_is_of_the_whole_phase() -> None:
    plan = small.plan(tanks(signed=1, at_signature_fraction=0.5, with_work_fraction=0.5))
    assert plan.over_time("due", "FR", "build") == [1, 1 + 2, 0]


def test_the_part_at_delivery_falls_due_the_lead_later() -> None:
    plan = small.plan(tanks(with_work_fraction=0.0, at_delivery_fraction=1.0))
    assert plan.over_time("due", "FR", "build") == [0, 2, 2]


def test_what_would_fall_due_after_the_horizon_is_due_in_the_last_period() -> None:
    problem = tanks(with_work_fraction=0.0, at_delivery_fraction=1.0)
    with_radar = problem.replace(packages=(*problem.packages, small.one_off(begins=2)))
    assert small.plan(with_radar).over_time("due", "FR", "build") == [0, 2, 2 + 12]


def test_money_due_at_signature_before_there_is_a_budget_leaves_no_plan() -> None:
    late = (small.budget(0, 9, 9),)
    assert small.plan(tanks(lead_months=0.0).replace(budgets=late)).state == "proven"
    signed = tanks(lead_months=0.0, at_signature_fraction=0.5, with_work_fraction=0.5)
    assert small.plan(signed.replace(budgets=late)).state == INFEASIBLE
