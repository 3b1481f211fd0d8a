"""De minimis: a denial does not bite while the owner's content of what is delivered stays within the threshold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure.clauses import de_minimis
from procure.facts import Facts
from procure.origins import Content
from procure.problem import Problem
from procure.solve import INFEASIBLE
from tests.clauses import small
from tests.problems import plan as plan_of

NATIONS = (small.nation(), small.nation("SA", role="customer"), small.nation("US", role="third country"))
SUPPLIERS = (small.supplier(), small.supplier("Lima", "US", price_factor=0.5))

EXAMPLE = small.problem(
    periods=2,
    nations=NATIONS,
    suppliers=SUPPLIERS,
    packages=[
        small.per_unit("seeker", 1.0, technologies=("seeker",), given_to=(("Alpha", None),)),
        small.per_unit("hull", 3.0, divisible=True, most=None),
        small.per_unit("spares", 1.0, items=("truck",)),
    ],
    items=[small.item(), small.item("truck")],
    requirements=[small.need(0, 2), small.need(0, 1, nation="SA"), small.need(0, 3, nation="SA", item="truck")],
    controls=[small.control("SA", de_minimis_fraction=0.3), small.control("FR", "licence", months=6.0)],
)


def tanks(fraction: float, *, seeker: str = "Alpha", key: str = "equal", **tables: Any) -> Problem:
    """Ten tanks, five for SA: a seeker of 1 M and hulls of 4 M (2 M in the US), the seeker denied to SA above x."""
    packages = [
        small.per_unit("seeker", 1.0, technologies=("seeker",), given_to=((seeker, None),)),
        small.per_unit("hull", 4.0, divisible=True, most=None, smallest_fraction=0.05),
    ]
    standard = {
        "nations": NATIONS, "suppliers": SUPPLIERS, "packages": packages, "items": [small.item()],
        "phases": [small.phase(key=key)], "controls": [small.control("SA", de_minimis_fraction=fraction)],
        "requirements": [small.need(5, 0, 0), small.need(5, 0, 0, nation="SA")],
    }  # fmt: skip
    return small.problem(**(standard | tables))


def test_a_denial_does_not_bite_while_the_owners_content_stays_under_the_threshold() -> None:
    """Half of what is delivered is of the US, which can make five hulls of ten."""
    few = [small.capacity(5, 0, 0, supplier="Lima", package="hull")]
    without, slack = (small.plan(tanks(0.6, capacities=few, **more)) for more in ({"controls": []}, {}))
    assert slack.total("make", "hull", "Lima") == 5
    assert slack.worth == without.worth == pytest.approx(10 + 5 * 2 + 5 * 4)


def test_at_the_threshold_work_moves_away_from_the_owner() -> None:
    """Content 10 + 2 L of 10 + 2 L + 4 (10 - L) M: at 40 % no more than 3 sets may be made in the US."""
    plan = small.plan(tanks(0.4))
    assert plan.total("make", "hull", "Lima") == 3
    assert plan.worth == pytest.approx(10 + 3 * 2 + 7 * 4)
    assert plan.lp_bound is not None
    assert plan.lp_bound >= 42.5


def test_content_of_exactly_the_threshold_is_within_it() -> None:
    assert small.plan(tanks(0.2)).total("make", "hull", "Alpha") == 10


def test_content_above_the_threshold_whatever_is_done_leaves_no_plan() -> None:
    assert small.plan(tanks(0.19)).state == INFEASIBLE


def test_a_package_of_the_technology_made_by_the_owner_is_counted_once() -> None:
    assert small.plan(tanks(1 / 9, seeker="Lima")).total("make", "hull", "Alpha") == 10
    assert small.plan(tanks(0.11, seeker="Lima")).state == INFEASIBLE


def test_nations_that_nothing_is_denied_to_do_not_count() -> None:
    plan = small.plan(tanks(0.19, requirements=[small.need(5, 0, 0)]))
    assert plan.total("make", "hull", "Lima") == 5


def test_sets_of_another_buyer_do_not_count() -> None:
    plan = small.plan(tanks(0.2, key="own units"))
    assert plan.total("make", "hull", "Lima", "FR") == 5
    assert plan.total("make", "hull", "Lima", "SA") == 0


def test_content_of_another_item_does_not_count() -> None:
    items = [small.item(), small.item("truck")]
    packages = [
        small.per_unit("seeker", 1.0, items=("tank",), technologies=("seeker",), given_to=(("Alpha", None),)),
        small.per_unit("hull", 4.0, items=("tank",)),
        small.per_unit("cab", 4.0, items=("truck",)),
    ]
    needs = [small.need(5, 0, 0, nation="SA"), small.need(5, 0, 0, nation="SA", item="truck")]
    plan = small.plan(tanks(0.2, items=items, packages=packages, requirements=needs))
    assert (plan.total("make", "hull", "Alpha"), plan.total("make", "cab", "Lima")) == (5, 5)


def test_sets_shared_by_items_are_shared_out_by_firm_quantities() -> None:
    items = [small.item(), small.item("truck")]
    packages = [
        small.per_unit("seeker", 1.0, items=("tank",), technologies=("seeker",), given_to=(("Alpha", None),)),
        small.per_unit("hull", 4.0, items=("tank", "truck"), divisible=True, most=None),
    ]
    needs = [small.need(5, 0, 0, nation="SA"), small.need(5, 0, 0, item="truck")]
    plan = small.plan(tanks(0.4, items=items, packages=packages, requirements=needs))
    assert plan.total("make", "hull", "Lima") == 3  # of 10, half of them for tanks: 5 + 3 <= 40 % of 5 + 3 + 14


def test_the_strictest_of_an_owners_thresholds_counts() -> None:
    rows = [small.control("SA", technology=k, de_minimis_fraction=x) for k, x in (("seeker", 0.9), ("gun", 0.2))]
    seeker = small.per_unit("seeker", 1.0, technologies=("gun", "seeker"), given_to=(("Alpha", None),))
    packages = [seeker, small.per_unit("hull", 4.0)]
    assert small.plan(tanks(0.2, controls=rows, packages=packages)).total("make", "hull", "Alpha") == 10


def test_the_audit_measures_content_from_the_sets_made() -> None:
    f = Facts(tanks(0.4))
    made = {("seeker", "Alpha", "", 0): 10, ("hull", "Alpha", "", 0): 7, ("hull", "Lima", "", 0): 3}
    (check,) = de_minimis.audit(plan_of(make=made), f)
    assert (check.index, check.found, check.holds) == (("tank", "SA", "US"), 8, True)
    assert float(check.limit) == pytest.approx(0.4 * 22)
    more = made | {("hull", "Alpha", "", 0): 6, ("hull", "Lima", "", 0): 4}
    (check,) = de_minimis.audit(plan_of(make=more), f)
    assert not check.holds


def test_components_of_the_owner_in_anothers_work_count_and_only_components_do() -> None:
    """Half of Alpha's hull is from the US: 10 + 20 of 50 M. As a tenth of the hull is component, it is 10 + 2 of 14."""
    from_us = [Content("Alpha", "hull", "US", component_fraction=0.5)]
    alone = SUPPLIERS[:1]
    assert small.plan(tanks(0.6, contents=from_us, suppliers=alone)).worth == pytest.approx(50)
    assert small.plan(tanks(0.59, contents=from_us, suppliers=alone)).state == INFEASIBLE
    few = [replace(w, component_fraction=0.1) if w.id == "hull" else w for w in tanks(0.6).packages]
    assert small.plan(tanks(0.86, contents=from_us, suppliers=alone, packages=few)).worth == pytest.approx(50)
    assert small.plan(tanks(0.85, contents=from_us, suppliers=alone, packages=few)).state == INFEASIBLE
