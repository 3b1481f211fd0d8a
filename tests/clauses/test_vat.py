"""VAT: each nation's own rate on its part of the cost, charged and paid, and no part of what keys speak of."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from procure import audit
from procure.clauses import grants, vat
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan as planned
from procure.problem import Fund, Problem, Rule
from tests.clauses import small
from tests.spoil_plan import changed

NATIONS = [small.nation("DE", vat_fraction=0.19), small.nation("FR")]
TAXED = small.phase(national_vat=True)

EXAMPLE = small.problem(periods=2, nations=NATIONS, phases=[TAXED], packages=[small.one_off()])


def radar(**tables: Any) -> Problem:
    """12 M of work in one period, shared equally by DE, which has VAT, and FR, which has none."""
    return small.problem(**({"nations": NATIONS, "phases": [TAXED], "packages": [small.one_off()]} | tables))


def checked(problem: Problem) -> Plan:
    """The plan that the planner makes, which passes its audit."""
    outcome = planned(problem)
    assert outcome.plan is not None
    assert audit.audit(outcome.plan, Facts(problem)).findings == ()
    return outcome.plan


def test_a_nation_is_charged_its_part_of_the_cost_and_vat_on_it() -> None:
    plan = checked(radar())
    assert [plan.total("gross", n) for n in ("DE", "FR")] == [6, 6]
    assert [plan.total("charge", n) for n in ("DE", "FR")] == [Decimal("7.14"), 6]
    assert plan.total("pay") == plan.total("spend") + plan.total("vat") == Decimal("13.14")


def test_grants_bear_the_cost_and_no_vat() -> None:
    plan = checked(radar(funds=[Fund("action", rate_fraction=1.0)]))
    assert plan.total("grant") == 12
    assert [plan.total("charge", n) for n in ("DE", "FR")] == [Decimal("1.14"), 0]


def test_a_grant_of_one_nation_is_never_above_its_part_however_high_its_vat() -> None:
    nations = [small.nation("DE", vat_fraction=0.5), small.nation("FR")]
    plan = small.plan(radar(nations=nations, funds=[Fund("action", who=("DE",))]))
    assert plan.total("grant", None, "DE") == pytest.approx(6)
    assert plan.total("charge", "DE") == pytest.approx(3)


def test_a_phase_without_national_vat_has_none() -> None:
    phases = [small.phase(), small.phase("trials", national_vat=True)]
    plan = checked(radar(phases=phases))
    assert plan.total("charge") == 12
    m, _ = small.declared(radar(phases=phases))
    assert {p for _, p, _ in m.x["gross"]} == {"trials"}


def test_a_rate_counts_only_where_a_phase_has_national_vat() -> None:
    m, _ = small.declared(radar(phases=[small.phase()]))
    assert not m.x["vat"]
    assert not m.x["gross"]


@pytest.mark.parametrize(("most", "feasible"), [(7.14, True), (7.13, False)])
def test_vat_counts_against_budgets_and_ceilings(most: float, feasible: bool) -> None:
    nations = [small.nation("DE", vat_fraction=0.19, ceiling_m=most), NATIONS[1]]
    assert (planned(radar(nations=nations)).plan is not None) == feasible


def test_rules_on_own_cost_speak_of_the_cost_without_vat_and_rules_on_cost_of_the_charge() -> None:
    works = Rule("FR works", who=("FR",), measure="work", amount=200.0, base="% of own cost")
    pays = Rule("DE pays", who=("DE",), measure="cost", relation="<=", amount=7.13, base="M")
    checked(radar(rules=[works]))
    assert planned(radar(rules=[pays])).plan is None


def test_vat_of_what_a_nation_bears_directly_is_its_own() -> None:
    plan = checked(radar(other_costs=[small.other(10, borne_by=(("DE", 1.0),))]))
    assert plan.total("vat", "DE") == Decimal("3.04")


def test_with_grants_in_kind_and_vat_payments_come_to_what_is_left() -> None:
    signing = {"at_signature_fraction": 0.3, "with_work_fraction": 0.7}
    halves = (("DE", 0.5), ("FR", 0.5))
    costs = [small.other(1, 1, 1, in_kind_by="FR"), small.other(0, 0.4, id="ranges", borne_by=halves)]
    phase = small.phase(national_vat=True, contingency_fraction=0.05, **signing)
    problem = radar(phases=[phase], other_costs=costs, funds=[Fund("action", rate_fraction=0.333)])
    plan = checked(problem)
    left = plan.total("spend") - plan.total("grant") + plan.total("vat")
    assert plan.total("charge") == left
    assert plan.total("pay") == left - 3


def test_vat_that_is_off_breaks_the_clause() -> None:
    problem = radar()
    plan = checked(problem)
    (key, value), *_ = plan.items("vat")
    raised = changed(plan, {("vat", key): value + Decimal("0.01")})
    assert [c for c in vat.audit(raised, Facts(problem)) if not c.holds]
    charged = changed(plan, {("charge", key): value})
    assert [c for c in vat.audit(charged, Facts(problem)) if not c.holds]


def test_vat_that_a_grant_bears_breaks_the_grants() -> None:
    problem = radar(funds=[Fund("action")])
    plan = checked(problem)
    key = next(key for key, _ in plan.items("vat"))
    spoilt = changed(plan, {("grant", ("action", *key)): Decimal(7), ("charge", key): Decimal("0.14")})
    assert [c for c in grants.audit(spoilt, Facts(problem)) if not c.holds and c.index[-1] == "vat"]
