"""Expansion: an investment enlarges capacity, is made once at most, and not beside what it excludes."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from procure.audit import audit
from procure.clauses import expansion
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan as planned
from procure.problem import Investment, Problem
from procure.solve import INFEASIBLE
from tests.clauses import small
from tests.spoil_plan import changed

ONE = Decimal(1)

EXAMPLE = small.problem(
    periods=4,
    length="quarter",
    packages=[small.per_unit(divisible=True, most=None)],
    items=[small.item()],
    requirements=[small.need(1, 1, 1, 1)],
    capacities=[small.capacity(1, 1, 1, 1)],
    investments=[
        small.investment(months=6.0, excludes=("third line",)),
        small.investment("third line", 8.0, 3.5, earliest=1, latest=2),
    ],
)


def tanks(*investments: Investment, due: tuple[float, ...] = (4, 4), **tables: Any) -> Problem:
    """Four tanks a year, of which Alpha can make two at 2 M; Beta asks twice as much."""
    standard: dict[str, Any] = {
        "packages": [small.per_unit(divisible=True, most=None)],
        "items": [small.item()],
        "suppliers": (small.supplier(), small.supplier("Beta", price_factor=2.0)),
        "capacities": [small.capacity(*(2.0 for _ in due))],
    }
    requirements = [small.need(*due)]
    return small.problem(
        periods=len(due), requirements=requirements, investments=investments, **(standard | tables)
    )


def test_an_investment_that_pays_is_made() -> None:
    found = small.plan(tanks(small.investment(cost_m=7.9)))
    assert found.worth == pytest.approx(8 * 2 + 7.9)
    assert found.total("expand") == 1
    assert found.lp_bound is not None
    assert found.lp_bound >= 8 * 2 + 7.9 * 0.99


def test_an_investment_that_does_not_pay_is_not_made() -> None:
    found = small.plan(tanks(small.investment(cost_m=8.1)))
    assert found.worth == pytest.approx(4 * 2 + 4 * 4)
    assert found.total("expand") == 0


def test_what_is_not_ready_in_time_brings_nothing() -> None:
    late = small.investment(cost_m=3.9, months=12.0)
    assert small.plan(tanks(late, due=(4, 4, 4))).worth == pytest.approx(10 * 2 + 2 * 4 + 3.9)
    assert small.plan(tanks(late, due=(4, 4, 4))).over_time("expand") == [1, 0]
    later = small.investment(cost_m=3.9, months=12.0, earliest=1)
    assert small.plan(tanks(later, due=(4, 4, 4))).worth == pytest.approx(8 * 2 + 4 * 4 + 3.9)
    never = small.investment(cost_m=0.1, months=24.0, earliest=1)
    assert small.plan(tanks(never, due=(4, 4, 4))).worth == pytest.approx(6 * 2 + 6 * 4)


def test_an_investment_is_decided_between_its_earliest_and_its_latest_period() -> None:
    programme = small.problem(discount=0.1).programme
    free = small.plan(tanks(small.investment(), due=(2, 2, 4)).replace(programme=programme))
    assert free.over_time("expand") == [0, 0, 1]
    soon = small.investment(latest=1)
    assert small.plan(tanks(soon, due=(2, 2, 4)).replace(programme=programme)).over_time("expand") == [0, 1]


def test_a_quarter_gains_a_quarter_of_what_a_year_does() -> None:
    quarters = small.problem(periods=2, length="quarter").programme
    found = small.plan(tanks(small.investment(adds=8.0)).replace(programme=quarters))
    assert found.worth == pytest.approx(8 * 2 + 1)
    less = small.plan(tanks(small.investment(adds=4.0)).replace(programme=quarters))
    assert less.worth == pytest.approx(6 * 2 + 2 * 4 + 1)


def test_only_a_row_of_the_same_work_and_unit_is_raised() -> None:
    other = [small.investment(package="hull"), small.investment("b", unit="hours"), small.investment("c", sector="x")]
    assert small.plan(tanks(*other)).worth == pytest.approx(4 * 2 + 4 * 4)
    own = [small.capacity(2, 2, package="hull")]
    assert small.plan(tanks(*other, capacities=own)).worth == pytest.approx(8 * 2 + 1)


def test_a_ramp_follows_the_enlarged_capacity() -> None:
    row, alone = [small.capacity(4, 4, 4, ramp_fraction=0.5)], [small.supplier()]
    prompt = [small.item(latest_delay_months=0.0)]
    rising = (2.0, 4.0, 8.0)
    assert small.plan(tanks(due=rising, capacities=row, suppliers=alone, items=prompt)).state == INFEASIBLE
    wide = small.plan(tanks(small.investment(adds=4.0), due=rising, capacities=row, suppliers=alone, items=prompt))
    assert wide.worth == pytest.approx(14 * 2 + 1)


def test_of_two_that_exclude_each_other_one_is_made() -> None:
    both = (small.investment("a", 1.0, 1.0), small.investment("b", 1.0, 1.0))
    assert small.plan(tanks(*both)).worth == pytest.approx(8 * 2 + 2)
    apart = (small.investment("a", 1.0, 1.0, excludes=("b",)), both[1])
    found = small.plan(tanks(*apart))
    assert found.worth == pytest.approx(6 * 2 + 2 * 4 + 1)
    assert found.total("expand") == 1


def test_what_excludes_itself_is_none_of_its_own_rows() -> None:
    odd = tanks(small.investment(excludes=("second line", "nobody")))
    assert small.plan(odd).worth == pytest.approx(8 * 2 + 1)


def test_without_investments_no_capacity_is_raised() -> None:
    alone = [small.supplier()]
    assert small.plan(tanks(suppliers=alone, items=[small.item(latest_delay_months=0.0)])).state == INFEASIBLE


@pytest.mark.parametrize("cost", [0.5, 2.0, 3.9, 4.1, 9.0])
def test_making_it_or_not_agrees_with_trying_all_choices(cost: float) -> None:
    """Two investments, decided in any period that is of use or never: the cheapest of all 12 choices is the plan's."""
    two = (small.investment("a", 1.0, cost, months=12.0), small.investment("b", 1.0, 1.5 * cost))
    of = tanks(*two, due=(4, 4, 4))

    def made(choice: tuple[int | None, ...]) -> float:
        total = 0.0
        for e, u in zip(two, choice, strict=True):
            total += e.cost_m if u is not None else 0.0
        for t, units in enumerate((4, 4, 4)):
            ready = sum(u is not None and t >= u + int(e.months / 12) for e, u in zip(two, choice, strict=True))
            own = min(units, 2 + ready)
            total += own * 2 + (units - own) * 4
        return total

    best = min(made(choice) for choice in product((None, 0, 1), (None, 0, 1, 2)))
    assert small.plan(of).worth == pytest.approx(best)


@pytest.fixture(scope="module")
def finished() -> tuple[Plan, Facts]:
    of = tanks(small.investment(cost_m=1.236), small.investment("far", 1.0, 50.0, excludes=("second line",)))
    found = planned(of).plan
    assert found is not None
    return found, Facts(of)


def test_a_planned_investment_passes_the_audit_and_is_charged(finished: tuple[Plan, Facts]) -> None:
    plan, f = finished
    assert audit(plan, f).passed
    assert plan.get("invest", "second line", 0) == Decimal("1.24")
    assert plan.total("charge") == plan.total("work") + plan.total("invest") == Decimal("17.24")


BROKEN = [
    ({("expand", ("second line", 0)): ONE / 2}, "expansion"),
    ({("expand", ("second line", 1)): ONE}, "expansion"),
    ({("expand", ("far", 1)): ONE}, "expansion"),
    ({("expand", ("ghost", 1)): ONE}, "expansion"),
    ({("invest", ("second line", 0)): Decimal("0.24")}, "expansion"),
    ({("invest", ("second line", 1)): Decimal("1.24")}, "expansion"),
    ({("expand", ("second line", 0)): Decimal(0), ("invest", ("second line", 0)): Decimal(0)}, "capacity"),
    ({("invest", ("second line", 0)): Decimal("2.24")}, "work"),
]


@pytest.mark.parametrize(("changes", "clause"), BROKEN)
def test_a_spoiled_investment_is_found_out(
    finished: tuple[Plan, Facts], changes: dict[Any, Decimal], clause: str
) -> None:
    plan, f = finished
    from procure.clauses import capacity, work

    module = {"expansion": expansion, "capacity": capacity, "work": work}[clause]
    assert any(not check.holds for check in module.audit(changed(plan, changes), f))
    assert all(check.holds for check in module.audit(plan, f))
