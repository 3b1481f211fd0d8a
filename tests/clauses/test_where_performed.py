"""Where performed: each payer pays the work done on its territory, the rest goes by the fallback key."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import Problem, Share
from procure.solve import INFEASIBLE
from tests.clauses import small

NATIONS = [small.nation("DE"), small.nation("FR"), small.nation("US", role="third country")]
SUPPLIERS = [small.supplier(), small.supplier("Beta", "DE", price_factor=1.25)]
PHASE = small.phase(key="where performed")

EXAMPLE = small.problem(
    periods=2,
    nations=NATIONS,
    suppliers=[*SUPPLIERS, small.supplier("Gamma", "US")],
    phases=[PHASE],
    packages=[small.one_off()],
    other_costs=[
        small.other(1, 2, performed_in="FR"),
        small.other(3, id="range", performed_in="DE", borne_by=(("FR", 0.5), ("DE", 0.5))),
    ],
)


def radar(**tables: Any) -> Problem:
    standard = {"nations": NATIONS, "suppliers": SUPPLIERS, "phases": [PHASE], "packages": [small.one_off()]}
    return small.problem(**(standard | tables))


def test_the_nation_of_the_supplier_pays_its_work() -> None:
    plan = small.plan(radar())
    assert plan.total("charge", "FR") == pytest.approx(12)
    assert plan.total("charge", "DE") == 0


def test_work_in_a_third_country_goes_by_the_fallback_key() -> None:
    abroad = [small.supplier("Gamma", "US")]
    equal = small.plan(radar(suppliers=abroad))
    assert equal.total("charge", "FR") == pytest.approx(6)
    table = small.phase(key="where performed", fallback="table")
    shares = [Share("build", "DE", weight=3.0), Share("build", "FR", weight=1.0)]
    weighted = small.plan(radar(suppliers=abroad, phases=[table], shares=shares))
    assert weighted.total("charge", "FR") == pytest.approx(3)


def test_a_nation_that_can_pay_no_more_gives_the_work_away() -> None:
    nations = [small.nation("DE"), small.nation("FR", ceiling_m=10.0)]
    plan = small.plan(radar(nations=nations))
    assert plan.total("charge", "DE") == pytest.approx(15)
    assert plan.lp_bound is not None
    assert plan.lp_bound >= 12.5 - 1e-6  # 10 M in FR and a sixth of the package in DE


def test_work_that_no_nation_can_pay_leaves_no_plan() -> None:
    nations = [small.nation("DE", ceiling_m=10.0), small.nation("FR", ceiling_m=10.0)]
    assert small.plan(radar(nations=nations)).state == INFEASIBLE
