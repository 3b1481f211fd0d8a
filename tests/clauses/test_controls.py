"""Technology control: denials, licences and the cost of a transfer, for work and for deliveries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure.clauses import controls
from procure.facts import Facts
from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small
from tests.problems import plan as plan_of

NATIONS = (small.nation(), small.nation("DE", groups=("EU", "NATO")), small.nation("US", groups=("NATO",)))
SUPPLIERS = (
    small.supplier(),
    small.supplier("Beta", "DE", price_factor=1.25),
    small.supplier("Gamma", "US", price_factor=2.0),
)

EXAMPLE = small.problem(
    nations=NATIONS,
    phases=[small.phase(), small.phase("design")],
    suppliers=SUPPLIERS,
    packages=[
        small.one_off("study", phase="design", technologies=("seeker",)),
        small.one_off("trials", after=("study",), technologies=("seeker",)),
        small.per_unit(technologies=("seeker", "steel")),
    ],
    items=[small.item()],
    requirements=[small.need(0, 0, 1)],
    controls=[
        small.control("FR", "licence", months=12.0, cost_m=3.0),
        small.control("DE", "denied"),
        small.control("FR", "licence", technology="steel", owner="DE", months=24.0),
    ],
)


def radar(*rows: Any, **tables: Any) -> Problem:
    """A radar of 12 M in FR, 15 M in DE, 24 M in the US, whose seeker the US controls by these rows."""
    packages = [small.one_off(technologies=("seeker",), **tables.pop("package", {}))]
    standard = {"nations": NATIONS, "suppliers": SUPPLIERS, "packages": packages, "controls": rows}
    return small.problem(**(standard | tables))


def hulls(*rows: Any, due: tuple[float, ...] = (0, 1, 1), **tables: Any) -> Problem:
    """Tanks for FR whose hulls need the seeker and are made in the US alone."""
    standard = {
        "nations": NATIONS, "suppliers": SUPPLIERS[2:], "packages": [small.per_unit(technologies=("seeker",))],
        "items": [small.item()], "requirements": [small.need(*due)], "controls": rows,
    }  # fmt: skip
    return small.problem(**(standard | tables))


# Work


def test_a_technology_without_rows_is_free() -> None:
    assert small.plan(radar()).total("award", "radar", "Alpha") == 1


def test_a_denied_supplier_is_never_awarded() -> None:
    plan = small.plan(radar(small.control("FR")))
    assert plan.total("award", "radar", "Beta") == 1
    assert ("radar", "Alpha") not in plan.values["award"]


def test_an_owner_is_free_to_use_its_own_technology() -> None:
    plan = small.plan(radar(small.control()))
    assert plan.total("award", "radar", "Gamma") == 1


def test_within_the_group_the_technology_is_free() -> None:
    plan = small.plan(radar(small.control(), small.control("NATO", "free")))
    assert plan.total("award", "radar", "Beta") == 1


def test_a_nations_own_row_wins_over_its_groups() -> None:
    rows = (small.control(), small.control("NATO", "free"), small.control("DE"))
    assert small.plan(radar(*rows)).total("award", "radar", "Gamma") == 1


def test_of_two_groups_the_stricter_decides() -> None:
    rows = (small.control("EU"), small.control("NATO", "free"), small.control("FR"))
    assert small.plan(radar(*rows)).total("award", "radar", "Gamma") == 1


def test_an_excluded_technology_has_its_own_rows() -> None:
    rows = (small.control("NATO", "free"), small.control("FR"), small.control(technology="engine"))
    packages = [small.one_off(technologies=("seeker",)), small.one_off("drive", technologies=("engine",))]
    plan = small.plan(radar(*rows, packages=packages))
    assert plan.total("award", "radar", "Beta") == 1
    assert plan.total("award", "drive", "Gamma") == 1


def test_all_owners_of_a_technology_must_allow() -> None:
    rows = (small.control("FR", "free"), small.control("FR", owner="DE"))
    assert small.plan(radar(*rows)).total("award", "radar", "Beta") == 1


def test_a_package_nobody_may_do_has_no_plan() -> None:
    rows = (small.control(), small.control(owner="DE"))
    assert small.plan(radar(*rows)).state == INFEASIBLE


def test_a_licence_delays_the_work_by_its_months() -> None:
    rows = (small.control("FR", "licence", months=12.0),)
    plan = small.plan(radar(*rows, discount=0.0, suppliers=SUPPLIERS[:1]), small.first("begin", "radar", 0))
    assert plan.over_time("begin", "radar") == [0, 1, 0] or plan.over_time("begin", "radar") == [0, 0, 1]
    assert small.plan(radar(*rows, package={"begins": 0}, suppliers=SUPPLIERS[:1])).state == INFEASIBLE


def test_a_licence_delays_the_supplier_that_needs_it_and_no_other() -> None:
    rows = (small.control("FR", "licence", months=12.0),)
    assert small.plan(radar(*rows, package={"begins": 0})).total("award", "radar", "Beta") == 1
    assert small.plan(radar(*rows, package={"begins": 1})).total("award", "radar", "Alpha") == 1


def test_a_licence_of_less_than_half_a_period_delays_nothing() -> None:
    rows = (small.control("FR", "licence", months=5.0),)
    assert small.plan(radar(*rows, package={"begins": 0})).total("award", "radar", "Alpha") == 1


def test_the_longest_licence_counts_where_several_owners_ask_for_one() -> None:
    rows = (small.control("FR", "licence", months=12.0), small.control("FR", "licence", owner="DE", months=24.0))
    assert small.plan(radar(*rows, package={"begins": 1}, suppliers=SUPPLIERS[:1])).state == INFEASIBLE
    assert small.plan(radar(*rows, package={"begins": 2}, suppliers=SUPPLIERS[:1])).worth == pytest.approx(12)


def test_sets_wait_for_the_licence_and_units_are_late() -> None:
    plan = small.plan(hulls(small.control("DE", "licence", months=24.0), due=(0, 1, 0), suppliers=SUPPLIERS[1:2]))
    assert plan.over_time("make", "hull") == [0, 0, 1]
    assert plan.total("late") == 1


def test_a_set_up_waits_for_the_licence() -> None:
    rows = (small.control("FR", "licence", months=12.0),)
    plan = small.plan(radar(*rows, quotes=[small.quote(12.0, setup_m=1.0)], suppliers=SUPPLIERS[:1]))
    assert ("radar", "Alpha", 0) not in plan.values["open"]
    assert plan.total("open") == 1


# What a transfer costs


def test_a_cheap_transfer_is_paid_and_a_dear_one_moves_the_award() -> None:
    cheap, dear = (small.plan(radar(small.control("FR", "licence", cost_m=cost))) for cost in (2.5, 3.5))
    assert (cheap.total("award", "radar", "Alpha"), cheap.worth) == (1, pytest.approx(14.5))
    assert (dear.total("award", "radar", "Beta"), dear.worth) == (1, pytest.approx(15))
    assert cheap.lp_bound is not None
    assert cheap.lp_bound >= 14.5 - 1e-6


def test_a_transfer_is_paid_once_for_a_technology_and_a_nation() -> None:
    two = [small.one_off(technologies=("seeker",)), small.one_off("sonar", technologies=("seeker",))]
    plan = small.plan(radar(small.control("FR", "licence", cost_m=5.0), packages=two))
    assert plan.total("transfer") == 1
    assert plan.worth == pytest.approx(12 + 12 + 5)


def test_a_transfer_is_paid_by_the_first_phase_that_needs_it() -> None:
    phases = [small.phase(), small.phase("design", key="US")]
    packages = [
        small.one_off("study", phase="design", technologies=("seeker",), given_to=(("Alpha", None),)),
        small.one_off("radar", after=("study",), technologies=("seeker",), given_to=(("Alpha", None),)),
    ]
    rows = (small.control("FR", "licence", cost_m=5.0),)
    plan = small.plan(radar(*rows, phases=phases, packages=packages))
    assert plan.values["transfer"]["seeker", "FR", "design"] == pytest.approx(1)
    assert plan.total("charge", "US", "design") == 17
    free = replace(packages[0], given_to=(("Gamma", None),))
    plan = small.plan(radar(*rows, phases=phases, packages=[free, packages[1]]))
    assert plan.values["transfer"]["seeker", "FR", "build"] == pytest.approx(1)
    assert plan.total("charge", None, "build") == 17


def test_a_transfer_is_charged_in_the_first_period_and_is_nobodys_work() -> None:
    rows = (small.control("FR", "licence", cost_m=5.0),)
    plan = small.plan(radar(*rows, package={"begins": 2}, suppliers=SUPPLIERS[:1]))
    assert plan.over_time("spend", "build") == [5, 0, 12]
    assert plan.total("work") == 12


def test_what_all_owners_ask_is_paid_together() -> None:
    rows = (small.control("FR", "licence", cost_m=1.0), small.control("FR", "licence", owner="DE", cost_m=0.5))
    assert small.plan(radar(*rows)).worth == pytest.approx(13.5)


# Deliveries


def test_what_an_owner_licenses_is_not_delivered_before_the_licence() -> None:
    plan = small.plan(hulls(small.control("FR", "licence", months=24.0)))
    assert plan.over_time("deliver", "tank", "FR") == [0, 0, 2]
    assert plan.total("late") == 1


def test_a_licence_that_is_there_in_time_makes_nothing_late() -> None:
    plan = small.plan(hulls(small.control("FR", "licence", months=12.0)))
    assert plan.over_time("deliver", "tank", "FR") == [0, 1, 1]


def test_a_licence_after_the_latest_delay_leaves_no_plan() -> None:
    rows = (small.control("FR", "licence", months=24.0),)
    assert small.plan(hulls(*rows, items=[small.item(latest_delay_months=0.0)])).state == INFEASIBLE


def test_a_nation_that_is_no_destination_takes_its_units_at_once() -> None:
    both = [small.need(1, 0, 0), small.need(1, 0, 0, nation="DE")]
    plan = small.plan(hulls(small.control("FR", "licence", months=12.0), requirements=both,
                            items=[small.item(may_store=True)]))
    assert plan.over_time("deliver", "tank", "DE")[0] == 1
    assert plan.over_time("deliver", "tank", "FR")[:2] == [0, 1]


def test_one_off_work_with_a_technology_holds_no_delivery_up() -> None:
    packages = [small.one_off(technologies=("seeker",)), small.per_unit()]
    plan = small.plan(hulls(small.control("FR", "licence", months=24.0), packages=packages))
    assert plan.total("late") == 0


# The audit


def checks_of(problem: Problem, **decisions: Any) -> list[bool]:
    return [check.holds for check in controls.audit(plan_of(**decisions), Facts(problem))]


def test_the_audit_tells_a_denied_award() -> None:
    problem = radar(small.control("FR"))
    assert all(checks_of(problem, award={("radar", "Beta"): 1}, start={("radar", "Beta", 0): 1}))
    assert not all(checks_of(problem, award={("radar", "Alpha"): 1}))
    assert not all(checks_of(problem, start={("radar", "Alpha", 0): 1}))


def test_the_audit_tells_work_and_deliveries_before_the_licence() -> None:
    problem = hulls(small.control(permission="licence", months=12.0), suppliers=SUPPLIERS[:1])
    for t, holds in ((0, False), (1, True)):
        assert all(checks_of(problem, make={("hull", "Alpha", "", t): 1})) is holds
        assert all(checks_of(problem, deliver={("tank", "FR", t): 1})) is holds


def test_the_audit_tells_a_delivery_that_is_denied() -> None:
    problem = hulls(small.control("FR"))
    assert not all(checks_of(problem, deliver={("tank", "FR", 1): 1}))
    assert all(checks_of(problem))


@pytest.mark.parametrize(
    ("transfer", "cost", "holds"),
    [
        ({("seeker", "FR", "build"): 1}, {("seeker", "FR", "build", 0): 5}, True),
        ({}, {}, False),
        ({("seeker", "FR", "build"): 1}, {}, False),
        ({("seeker", "FR", "build"): 1}, {("seeker", "FR", "build", 1): 5}, False),
        ({("seeker", "FR", "build"): 1}, {("seeker", "FR", "build", 0): 4}, False),
        ({("seeker", "FR", "build"): 1}, {("seeker", "FR", "build", 0): 5, ("seeker", "DE", "build", 0): 5}, False),
        ({("seeker", "FR", "build"): 1, ("seeker", "DE", "build"): 1}, {("seeker", "FR", "build", 0): 5}, False),
    ],
)
def test_the_audit_tells_a_transfer_that_is_not_paid_once(transfer: Any, cost: Any, holds: bool) -> None:
    problem = radar(small.control("FR", "licence", cost_m=5.0))
    held = {"award": {("radar", "Alpha"): 1}, "start": {("radar", "Alpha", 0): 1}}
    assert all(checks_of(problem, transfer=transfer, transfer_cost=cost, **held)) is holds
