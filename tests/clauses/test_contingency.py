"""Contingency: a part of what a phase costs, kept for what may go wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from procure import audit
from procure.clauses import contingency
from procure.facts import Facts
from procure.planning import plan as planned
from procure.problem import Fund, Problem
from tests.clauses import small
from tests.spoil_plan import changed

NATIONS = [small.nation("DE"), small.nation("FR")]
KEPT = small.phase(contingency_fraction=0.1)

EXAMPLE = small.problem(
    periods=2,
    phases=[KEPT],
    packages=[small.one_off()],
    other_costs=[small.other(3, borne_by=(("FR", 1.0),)), small.other(2, id="ranges")],
)


def radar(**tables: Any) -> Problem:
    """12 M of work in one period, with a tenth of contingency, shared equally by DE and FR."""
    return small.problem(**({"nations": NATIONS, "phases": [KEPT], "packages": [small.one_off()]} | tables))


def test_contingency_is_a_part_of_all_that_the_key_parts() -> None:
    costs = [small.other(3, id="ranges"), small.other(6, borne_by=(("DE", 1.0),))]
    plan = small.plan(radar(other_costs=costs))
    assert plan.total("contingency") == pytest.approx(1.5)
    assert plan.total("spend") == pytest.approx(12 + 3 + 1.5 + 6)
    assert [plan.total("charge", n) for n in ("DE", "FR")] == pytest.approx([8.25 + 6, 8.25])


def test_contingency_is_nobodys_work() -> None:
    assert small.plan(radar()).total("work") == pytest.approx(12)


def test_what_is_kept_goes_by_the_fallback_key_where_work_is_paid_where_it_is_performed() -> None:
    phases = [small.phase(key="where performed", contingency_fraction=0.1)]
    plan = small.plan(radar(phases=phases))
    assert [plan.total("charge", n) for n in ("DE", "FR")] == pytest.approx([0.6, 12.6])


def test_a_grant_bears_its_part_of_contingency_too() -> None:
    plan = small.plan(radar(funds=[Fund("action", rate_fraction=0.5)]))
    assert plan.total("grant") == pytest.approx(6.6)


@pytest.mark.parametrize(("most", "feasible"), [(13.2, True), (13.19, False)])
def test_contingency_counts_against_a_budget(most: float, feasible: bool) -> None:
    problem = radar(nations=[small.nation()], budgets=[small.budget(most, 0, 0)])
    packages = [small.one_off(begins=0)]
    outcome = planned(problem.replace(packages=packages))
    assert (outcome.plan is not None) == feasible


def test_contingency_is_rounded_as_it_adds_up() -> None:
    packages = [small.one_off(value_m=10.0, months=36)]
    phases = [small.phase(contingency_fraction=0.033)]
    problem = radar(packages=packages, phases=phases)
    found = planned(problem).plan
    assert found is not None
    assert audit.audit(found, Facts(problem)).findings == ()
    assert found.total("contingency") == Decimal("0.33")
    assert found.total("charge") == Decimal("10.33")


def test_contingency_that_is_off_breaks_the_clause() -> None:
    problem = radar()
    found = planned(problem).plan
    assert found is not None
    (key, value), *_ = found.items("contingency")
    for off in (value + Decimal("0.01"), value - Decimal("0.02")):
        spoilt = changed(found, {("contingency", key): off})
        assert [c for c in contingency.audit(spoilt, Facts(problem)) if not c.holds]
