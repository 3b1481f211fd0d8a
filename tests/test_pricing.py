"""What work costs at the prices of each period: an index raises the leaves of its phase, and those alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from procure.audit import audit
from procure.evaluating import typed_plan
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan as planned
from procure.problem import Problem, Rule
from tests.clauses import small


def fleet(*values: float, **tables: Any) -> Problem:
    """A radar of 12 M over two years that waits for nobody, a study of 6 M, and hulls of 2 M as they are due.

    The phase `build`, of all but the study, follows an index of these values.
    """
    standard: dict[str, Any] = {
        "discount": 0.05,
        "suppliers": [small.supplier()],
        "phases": [small.phase(index="steel" if values else ""), small.phase("design")],
        "packages": [
            small.one_off(months=24.0, begins=0, technologies=("seeker",)),
            small.one_off("study", 6.0, phase="design", begins=1),
            small.per_unit(),
        ],
        "items": [small.item()],
        "requirements": [small.need(1, 2, 3)],
        "quotes": [small.quote(2.0, package="hull", setup_m=4.0)],
        "controls": [small.control(permission="licence", months=0.0, cost_m=3.0)],
        "series": [small.series("steel", *values)] if values else [],
    }
    return small.problem(**(standard | tables))


def found(of: Problem) -> Plan:
    plan = planned(of).plan
    assert plan is not None
    assert audit(plan, Facts(of)).findings == ()
    return plan


def test_an_index_of_one_changes_nothing() -> None:
    assert found(fleet(1.0, 1.0, 1.0)).values == found(fleet()).values


def test_an_index_raises_every_leaf_of_its_phase_by_its_period_and_no_other() -> None:
    before, after = found(fleet()), found(fleet(1.0, 1.02, 1.0404))
    rise = (Decimal(1), Decimal("1.02"), Decimal("1.0404"))
    for family in ("price", "setup", "transfer_cost"):
        assert dict(before.items(family)).keys() == dict(after.items(family)).keys()
        for key, leaf in after.items(family):
            factor = rise[int(key[-1])] if key[0] != "study" else Decimal(1)
            assert abs(leaf - before.get(family, *key) * factor) <= Decimal("0.01")
    assert after.total("price", "hull", None, None, 2) == Decimal("6.24")
    assert after.total("price", "study") == 6


@pytest.mark.parametrize("index", [1.1, 0.9])
def test_an_index_of_the_first_period_raises_transfers_and_set_ups_that_fall_in_it(index: float) -> None:
    plan = found(fleet(index, 1.0, 1.0))
    assert float(plan.total("transfer_cost")) == pytest.approx(3 * index)
    assert float(plan.total("setup")) == pytest.approx(4 * index)
    assert float(plan.total("price", "radar")) == pytest.approx(6 * index + 6)


def test_tiers_and_increments_are_paid_at_the_index_of_the_period_they_are_made_in() -> None:
    tiers = [small.quote(2.0, package="hull"), small.quote(1.5, package="hull", from_quantity=6.0)]
    plan = found(fleet(1.0, 1.02, 1.04, quotes=tiers))
    assert plan.total("price", "hull") == Decimal("1.5") * (1 + 2 * Decimal("1.02") + 3 * Decimal("1.04"))


def test_work_is_done_earlier_where_prices_rise() -> None:
    flat, steep = fleet(1.0, 1.0, 1.0), fleet(1.0, 1.2, 1.5)
    stored = {"items": [small.item(may_store=True)]}
    assert found(flat.replace(**stored)).total("make", "hull", None, None, 0) == 1
    assert found(steep.replace(**stored)).total("make", "hull", None, None, 0) == 6


@pytest.mark.parametrize("measure", ["work", "weighted work", "content", "unit price"])
def test_rules_on_work_and_price_speak_of_the_tier_that_is_reached(measure: str) -> None:
    tiers = [small.quote(2.0, package="hull"), small.quote(1.5, package="hull", from_quantity=6.0)]
    hulls = small.problem(
        suppliers=[small.supplier()],
        packages=[small.per_unit()],
        items=[small.item()],
        requirements=[small.need(1, 2, 3)],
        quotes=tiers,
    )
    worth = 1.5 if measure == "unit price" else 9.0
    for amount, state in ((worth, "proven"), (worth + 0.1, "infeasible")):
        rule = Rule("r", measure, who=("FR",), each=False, base="M", amount=amount)
        assert planned(hulls.replace(rules=[rule])).state == state


def test_the_cheapest_supplier_of_a_typed_deal_is_so_at_the_tier_that_its_order_reaches() -> None:
    tiers = [small.quote(5.0, package="hull"), small.quote(1.0, package="hull", from_quantity=4.0)]
    hulls = {"packages": [small.per_unit()], "items": [small.item()], "quotes": tiers}
    few, _ = typed_plan(Facts(small.problem(requirements=[small.need(1, 0, 2)], **hulls)))
    many, _ = typed_plan(Facts(small.problem(requirements=[small.need(2, 0, 4)], **hulls)))
    assert few.total("award", "hull", "Beta") == 1
    assert many.total("award", "hull", "Alpha") == 1
    assert many.total("price") == 6


def test_a_price_at_another_index_breaks_the_audit() -> None:
    plan = found(fleet(1.0, 1.02, 1.0404))
    checks = audit(plan, Facts(fleet(1.0, 1.0, 1.0))).checks
    assert {check.clause for check in checks if not check.holds} == {"work"}
