"""Grants: they bear a part of what their phases cost; what they leave is charged."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import Fund, Problem, Share
from tests.clauses import small

NATIONS = [small.nation("DE", groups=("EU",)), small.nation("FR", groups=("EU",)), small.nation("UK")]

EXAMPLE = small.problem(
    periods=2,
    nations=NATIONS[:2],
    phases=[small.phase("design"), small.phase("build")],
    shares=[Share("build", "DE", weight=3.0), Share("build", "FR", weight=1.0)],
    funds=[
        Fund("action", phases=("build",), most_fraction=0.8, rate_fraction=0.5),
        Fund("national", who=("FR",), phases=("build",), rate_fraction=0.4),
    ],
)


def radar(*funds: Fund, **tables: Any) -> Problem:
    """12 M in one period, shared equally by three nations, two of them of the EU; Beta is a quarter dearer."""
    return small.problem(**({"nations": NATIONS, "packages": [small.one_off()]} | tables), funds=funds)


def test_nations_that_a_fund_is_not_for_pay_no_less_for_it() -> None:
    plan = small.plan(radar(Fund("action", who=("EU",), rate_fraction=0.5)))
    assert plan.total("charge", "UK") == pytest.approx(4)
    assert [plan.total("charge", n) for n in ("DE", "FR")] == pytest.approx([1, 1])


def test_a_rate_is_a_part_of_the_whole_phase_and_a_charge_is_never_below_nothing() -> None:
    plan = small.plan(radar(Fund("action", who=("FR",), rate_fraction=0.5)))
    assert plan.total("grant", "action", "FR") == pytest.approx(4)  # half of 12 is 6, its part is 4
    assert plan.total("charge", "FR") == pytest.approx(0)


def test_the_weights_of_shares_part_a_grant() -> None:
    shares = [Share("build", "DE", weight=3.0), Share("build", "FR", weight=1.0)]
    plan = small.plan(radar(Fund("action", who=("EU",), rate_fraction=0.25), shares=shares))
    assert [plan.total("grant", "action", n) for n in ("DE", "FR")] == pytest.approx([2.25, 0.75])


def by_quantity(*units: float) -> dict[str, Any]:
    """Tables that share the radar's 12 M by the tanks that DE, FR and UK need."""
    needs = [small.need(u, 0, 0, nation=n) for n, u in zip(("DE", "FR", "UK"), units, strict=True)]
    return {"phases": [small.phase(key="offtake")], "items": [small.item()], "requirements": needs}


def test_without_weights_a_grant_is_parted_as_the_cost_is() -> None:
    plan = small.plan(radar(Fund("action", rate_fraction=0.5), **by_quantity(8, 3, 1)))
    assert [plan.total("grant", "action", n) for n in ("DE", "FR", "UK")] == pytest.approx([4, 1.5, 0.5])


def test_a_nation_that_pays_nothing_keeps_nobody_from_a_grant() -> None:
    plan = small.plan(radar(Fund("action", rate_fraction=0.5), **by_quantity(2, 1, 0)))
    assert [plan.total("charge", n) for n in ("DE", "FR", "UK")] == pytest.approx([4, 2, 0])


def test_the_part_of_a_grant_holds_in_total_and_not_in_each_period() -> None:
    packages = [small.one_off("radar", 6.0, begins=0), small.one_off("sonar", 6.0, begins=1, phase="trials")]
    phases = [small.phase("build", "DE"), small.phase("trials", "FR")]
    problem = radar(Fund("action", who=("EU",), rate_fraction=0.5), packages=packages, phases=phases)
    plan = small.plan(problem)
    assert plan.over_time("grant", "action", "DE") == [3, 0, 0]
    assert plan.over_time("grant", "action", "FR") == [0, 3, 0]


def test_two_funds_of_sixty_per_cent_bear_no_more_than_everything() -> None:
    plan = small.plan(radar(Fund("one", rate_fraction=0.6), Fund("two", rate_fraction=0.6)))
    assert plan.total("grant") == pytest.approx(12)
    assert min(plan.values["charge"].values()) >= -1e-9


def test_the_least_most_funded_of_the_grants_on_a_phase_holds_for_all_of_them() -> None:
    plan = small.plan(radar(Fund("one", rate_fraction=0.6), Fund("two", rate_fraction=0.6, most_fraction=0.75)))
    assert plan.total("grant") == pytest.approx(9)


def test_a_grant_on_another_phase_leaves_this_one_alone() -> None:
    phases = [small.phase("build"), small.phase("trials")]
    plan = small.plan(radar(Fund("action", phases=("trials",)), phases=phases))
    assert plan.total("grant") == pytest.approx(0)
    assert plan.total("charge") == pytest.approx(12)


def test_without_funds_there_is_no_second_part_beside_the_charge() -> None:
    m, _ = small.declared(radar())
    assert not any(m.x[family] for family in ("gross", "grant", "taken", "draw", "repay"))
    m, _ = small.declared(radar(Fund("action", phases=("build",)), phases=[small.phase(), small.phase("trials")]))
    assert {p for _, p, _ in m.x["gross"]} == {"build"}
