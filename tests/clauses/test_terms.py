"""Terms: when a charge falls due."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from procure import dues, planning
from procure.audit import audit
from procure.facts import Facts
from procure.plan import Plan
from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small

ZERO = Decimal(0)

EXAMPLE = small.problem(
    suppliers=[small.supplier()],
    phases=[
        small.phase(
            signed=1, at_signature_fraction=0.25, with_work_fraction=0.5, at_delivery_fraction=0.25,
            retention_fraction=0.5, released=2,
        )
    ],
    packages=[small.per_unit(months=12.0), small.one_off()],
    items=[small.item()],
    requirements=[small.need(0, 1, 1)],
)


def tanks(lead_months: float = 12.0, **terms: Any) -> Problem:
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


def with_radar(**terms: Any) -> Problem:
    """The tanks, and a radar of 12 M in the last period."""
    problem = tanks(**terms)
    return problem.replace(packages=(*problem.packages, small.one_off(begins=2)))


def test_what_falls_due_after_the_horizon_is_due_in_one_more_period() -> None:
    plan = small.plan(with_radar(with_work_fraction=0.0, at_delivery_fraction=1.0))
    assert plan.over_time("due", "FR", "build") == [0, 2, 2, 12]


def test_a_phase_whose_terms_end_with_the_horizon_has_no_period_after_it() -> None:
    f = Facts(tanks(with_work_fraction=0.0, at_delivery_fraction=1.0))
    assert dues.periods(f) == f.periods
    assert dues.periods(Facts(with_radar(with_work_fraction=0.5, at_delivery_fraction=0.5))).stop == 4
    assert dues.periods(Facts(with_radar())) == f.periods


def test_what_is_withheld_falls_due_when_it_is_released() -> None:
    plan = small.plan(tanks(retention_fraction=0.25, released=2))
    assert plan.over_time("due", "FR", "build") == [1.5, 1.5, 1]


def test_what_is_withheld_for_good_falls_due_after_the_horizon() -> None:
    plan = small.plan(tanks(retention_fraction=0.25))
    assert plan.over_time("due", "FR", "build") == [1.5, 1.5, 0, 1]


def test_what_is_earned_after_the_release_is_not_withheld() -> None:
    plan = small.plan(tanks(retention_fraction=0.25, released=0))
    assert plan.over_time("due", "FR", "build") == [2, 2, 0]
    plan = small.plan(tanks(retention_fraction=0.25, released=1, with_work_fraction=0.5, at_delivery_fraction=0.5))
    assert plan.over_time("due", "FR", "build") == [0.75, 1 + 1 + 0.25, 1]


def test_money_due_at_signature_is_not_withheld() -> None:
    terms = {"at_signature_fraction": 0.5, "with_work_fraction": 0.5}
    assert small.plan(tanks(retention_fraction=0.5, **terms)).over_time("due", "FR", "build") == [2.5, 0.5, 0, 1]
    everything = {"at_signature_fraction": 1.0, "with_work_fraction": 0.0}
    assert dues.periods(Facts(tanks(retention_fraction=0.5, **everything))).stop == 3


BUDGETS = [((1.5, 1.5, 1), "proven"), ((3, 1, 0), "proven"), ((3, 0, 0), INFEASIBLE)]


@pytest.mark.parametrize(("budget", "state"), BUDGETS)
def test_a_retention_leaves_room_in_a_budget_until_it_is_released(budget: tuple[float, ...], state: str) -> None:
    """4 M of which 1 is withheld until the last period: 1.5 fall due in each of the first two."""
    problem = tanks(retention_fraction=0.25, released=2).replace(budgets=(small.budget(*budget),))
    assert small.plan(problem).state == state


def test_no_budget_limits_what_is_paid_after_the_horizon() -> None:
    budgets = (small.budget(0, 1.5, 1.5),)
    delivered = {"with_work_fraction": 0.0, "at_delivery_fraction": 1.0, "retention_fraction": 0.25}
    plan = small.plan(tanks(**delivered).replace(budgets=budgets))
    assert plan.over_time("pay", "FR", "build") == [0, 1.5, 1.5, 1]
    assert small.plan(tanks(released=2, **delivered).replace(budgets=budgets)).state == INFEASIBLE


def test_a_plan_with_a_retention_passes_the_audit_and_one_released_early_does_not() -> None:
    problem = tanks(retention_fraction=0.25, with_work_fraction=0.5, at_delivery_fraction=0.5)
    found, f = planning.plan(problem).plan, Facts(problem)
    assert found is not None
    assert found.get("due", "FR", "build", 3) == 1
    assert audit(found, f).findings == ()
    due = {**found.values["due"], ("FR", "build", 2): found.get("due", "FR", "build", 2) + 1, ("FR", "build", 3): ZERO}
    assert "terms" in {finding.rule for finding in audit(Plan({**found.values, "due": due}), f).findings}
    late = {**found.values["due"], ("FR", "build", 4): Decimal(1), ("FR", "build", 3): ZERO}
    assert "unknown decision" in {finding.rule for finding in audit(Plan({**found.values, "due": late}), f).findings}


def test_money_due_at_signature_before_there_is_a_budget_leaves_no_plan() -> None:
    late = (small.budget(0, 9, 9),)
    assert small.plan(tanks(lead_months=0.0).replace(budgets=late)).state == "proven"
    signed = tanks(lead_months=0.0, at_signature_fraction=0.5, with_work_fraction=0.5)
    assert small.plan(signed.replace(budgets=late)).state == INFEASIBLE
