"""Other costs: part of what a phase spends, work where they are performed, borne directly or given in kind."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from procure import audit
from procure.clauses import other_costs
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan as planned
from procure.problem import CONTRACT_PRICE, HOURS, Problem, Rule, Share
from tests.clauses import small
from tests.spoil_plan import changed

NATIONS = [small.nation("DE"), small.nation("FR")]
UNITS = {"items": [small.item()], "requirements": [small.need(2, 0, 1)]}

EXAMPLE = small.problem(
    periods=2,
    items=[small.item()],
    requirements=[small.need(2, 1)],
    other_costs=[small.other(3, 0), small.other(0, 1.5, id="ranges", per_unit_m=0.25)],
)


def radar(*costs: Any, **tables: Any) -> Problem:
    """12 M of work in one period by FR's Alpha, shared equally by DE and FR, and other costs."""
    return small.problem(**({"nations": NATIONS, "packages": [small.one_off()]} | tables), other_costs=costs)


def checked(problem: Problem) -> Plan:
    """The plan that the planner makes, which passes its audit."""
    outcome = planned(problem)
    assert outcome.plan is not None
    assert audit.audit(outcome.plan, Facts(problem)).findings == ()
    return outcome.plan


def test_a_cost_is_spent_in_its_period_and_parted_by_the_key() -> None:
    plan = small.plan(radar(small.other(1, 2, 3)))
    assert plan.over_time("other", "office") == [1, 2, 3]
    assert sum(plan.over_time("spend", "build")) == pytest.approx(18)
    assert [plan.total("charge", n) for n in ("DE", "FR")] == pytest.approx([9, 9])


def test_a_cost_per_unit_follows_the_units_of_its_phase() -> None:
    items = [small.item(), small.item("boat", phase="trials")]
    needs = [small.need(2, 0, 1), small.need(5, 0, 0, item="boat")]
    phases = [small.phase(), small.phase("trials")]
    costs = [small.other(0, 0, 7, per_unit_m=0.5)]
    plan = small.plan(small.problem(phases=phases, items=items, requirements=needs, other_costs=costs))
    built = plan.over_time("built", "tank")
    assert sum(built) == 3
    assert plan.over_time("other", "office") == [built[0] / 2, built[1] / 2, built[2] / 2 + 7]


def test_a_cost_performed_nowhere_is_nobodys_work() -> None:
    plan = small.plan(radar(small.other(6)))
    assert plan.total("work") == pytest.approx(12)
    assert plan.total("spend") == pytest.approx(18)


def test_a_cost_performed_in_a_nation_is_its_work() -> None:
    plan = small.plan(radar(small.other(6, performed_in="DE")))
    assert [plan.total("work", n) for n in ("DE", "FR")] == pytest.approx([6, 12])
    assert plan.total("spend") == pytest.approx(18)


@pytest.mark.parametrize(("performed_in", "feasible"), [("DE", True), (None, False)])
def test_a_rule_on_work_counts_what_a_nation_performs(performed_in: str | None, feasible: bool) -> None:
    rule = Rule("DE works", who=("DE",), measure="work", amount=30.0, base="% of total work")
    problem = radar(small.other(6, performed_in=performed_in), rules=[rule])
    outcome = planned(problem)
    assert (outcome.plan is not None) == feasible
    if outcome.plan is not None:
        assert audit.audit(outcome.plan, Facts(problem)).passed
        without = changed(outcome.plan, {("other", ("office", 0)): Decimal(3)})
        assert "rule DE works" in {f.rule for f in audit.audit(without, Facts(problem)).findings}


def test_a_rule_on_some_packages_does_not_count_other_costs() -> None:
    rule = Rule("DE works", who=("DE",), measure="work", of=(("package", "radar"),), amount=1.0, base="M")
    assert planned(radar(small.other(6, performed_in="DE"), rules=[rule])).plan is None


@pytest.mark.parametrize(("counted", "worth"), [(CONTRACT_PRICE, 6), ("base value", 6), (HOURS, 0)])
def test_what_a_nation_performs_counts_in_money_and_not_in_hours(counted: str, worth: float) -> None:
    contents = [small.content("Alpha", "DE", work=0.5)]
    problem = radar(small.other(6, performed_in="DE"), contents=contents)
    problem = problem.replace(programme=replace(problem.programme, work_counted=counted))
    plan = checked(problem)
    half = {CONTRACT_PRICE: 6, "base value": 6, HOURS: 0}[counted]
    assert plan.total("counted", "DE") == half + worth


def test_a_cost_borne_directly_leaves_the_key_alone() -> None:
    plan = small.plan(radar(small.other(6, borne_by=(("DE", 0.75), ("FR", 0.25)))))
    assert [plan.total("charge", n) for n in ("DE", "FR")] == pytest.approx([6 + 4.5, 6 + 1.5])


def test_a_customer_that_bears_a_cost_has_no_part_of_the_rest() -> None:
    nations = [*NATIONS, small.nation("PL", role="customer")]
    for key in ("equal", "negotiated", "where performed"):
        phases = [small.phase(key=key)]
        plan = checked(radar(small.other(6, borne_by=(("PL", 1.0),)), nations=nations, phases=phases))
        assert plan.total("charge", "PL") == 6, key
        assert plan.total("charge") == 18, key


def test_a_key_over_the_phase_parts_what_is_not_borne_directly() -> None:
    phases = [small.phase(over_the_phase=True)]
    plan = checked(radar(small.other(0.01, 0.01, 0.01, borne_by=(("DE", 1.0),)), phases=phases))
    assert [plan.total("charge", n) for n in ("DE", "FR")] == [Decimal("6.03"), Decimal("6.00")]


def test_bounds_of_negotiated_shares_speak_of_what_is_not_borne_directly() -> None:
    shares = [Share("build", "DE", lowest_fraction=0.25, highest_fraction=0.25)]
    phases = [small.phase(key="negotiated")]
    plan = checked(radar(small.other(6, borne_by=(("DE", 1.0),)), phases=phases, shares=shares))
    assert [plan.total("charge", n) for n in ("DE", "FR")] == [9, 9]


def test_work_where_it_is_performed_is_paid_there_unless_others_bear_it() -> None:
    phases = [small.phase(key="where performed")]
    costs = [small.other(6, performed_in="DE"), small.other(2, id="ranges", performed_in="DE", borne_by=(("FR", 1.0),))]
    for contents in ([], [small.content("Alpha", "DE", work=0.25)]):
        plan = checked(radar(*costs, phases=phases, contents=contents))
        moved = 3 if contents else 0
        assert [plan.total("charge", n) for n in ("DE", "FR")] == [6 + moved, 12 + 2 - moved]


def test_what_is_given_in_kind_is_a_cost_and_comes_off_what_is_due() -> None:
    plan = checked(radar(small.other(0, 6, in_kind_by="FR")))
    assert [plan.total("charge", n) for n in ("DE", "FR")] == [9, 9]
    assert [plan.total("pay", n) for n in ("DE", "FR")] == [9, 3]
    assert plan.total("pay") == plan.total("spend") - 6


def test_who_gives_more_than_it_owes_is_paid_back_from_the_common_pot() -> None:
    problem = radar(small.other(20, in_kind_by="FR"), budgets=[small.budget(0, 0, 0)])
    plan = checked(problem)
    assert [plan.total("pay", n) for n in ("DE", "FR")] == [16, -4]
    assert plan.get("pay", "FR", "build", 0) == -4


def test_nobody_is_paid_back_what_it_has_not_given() -> None:
    problem = radar(small.other(20, in_kind_by="FR"))
    plan = checked(problem)
    early = changed(plan, {("pay", ("DE", "build", 0)): Decimal(-1), ("pay", ("DE", "build", 1)): Decimal(17)})
    assert "payment" in {f.rule for f in audit.audit(early, Facts(problem)).findings}


def test_money_of_the_rounding_unit_adds_up_however_it_is_parted() -> None:
    nations = [small.nation(n) for n in ("DE", "FR", "IT")]
    third = (("DE", 1 / 3), ("FR", 1 / 3), ("IT", 1 / 3))
    costs = [small.other(0.1, 0.1, 0.1, borne_by=third), small.other(10 / 3, 10 / 3, 10 / 3, id="ranges")]
    plan = checked(radar(*costs, nations=nations))
    assert plan.total("charge") == plan.total("spend") == Decimal("22.30")
    assert {plan.total("charge", n) for n in ("DE", "FR", "IT")} <= {Decimal("7.43"), Decimal("7.44")}


def test_a_leaf_that_is_off_breaks_the_clause() -> None:
    problem = radar(small.other(1, 2, 3), packages=[])
    plan = checked(problem)
    assert not [c for c in other_costs.audit(plan, Facts(problem)) if not c.holds]
    for value in ("2.01", "1.98"):
        off = changed(plan, {("other", ("office", 1)): Decimal(value)})
        assert [c for c in other_costs.audit(off, Facts(problem)) if not c.holds]


def test_without_other_costs_there_are_no_such_decisions() -> None:
    m, _ = small.declared(radar())
    assert not any(m.x[family] for family in ("other", "contingency", "vat", "gross"))
