"""What falls due from charges, and when it is paid: as late as due dates and budgets allow."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from procure import dues, payments
from procure.audit import audit
from procure.clauses import budget, payment, terms
from procure.facts import Facts
from procure.plan import Plan, dec
from tests.clauses import small

Amounts = list[float]


def settled(charges: Amounts, budgets: list[Any] | None = None, length: str = "year", **phase: Any) -> Plan:
    """What FR's charges in `build`, one a period, come to."""
    f = facts(len(charges), budgets, length, **phase)
    charge = {("FR", "build", t): dec(amount) for t, amount in enumerate(charges) if amount}
    return Plan({"charge": charge} | payments.settle(f, {"charge": charge}, {"draw": {}, "repay": {}}))


def facts(periods: int, budgets: list[Any] | None = None, length: str = "year", **phase: Any) -> Facts:
    return Facts(small.problem(periods, length, phases=[small.phase(**phase)], budgets=budgets or []))


def series(plan: Plan, family: str, periods: int, nation: str = "FR") -> Amounts:
    return [float(plan.total(family, nation, None, t)) for t in range(periods)]


def carried(plan: Plan, periods: int) -> Amounts:
    return [float(plan.get("carry", "FR", "", t)) for t in range(periods)]


# What falls due


def test_without_terms_a_charge_falls_due_as_the_work_is_done() -> None:
    assert series(settled([3, 0, 5]), "due", 3) == [3, 0, 5]


def test_a_part_falls_due_at_signature_for_the_work_of_all_periods() -> None:
    plan = settled([0, 10, 20], signed=0, at_signature_fraction=0.1, with_work_fraction=0.9)
    assert series(plan, "due", 3) == [3, 9, 18]


def test_a_part_falls_due_the_longest_lead_later_and_after_the_last_period_in_one_more() -> None:
    f = Facts(
        small.problem(
            4,
            phases=[small.phase(with_work_fraction=0.6, at_delivery_fraction=0.4)],
            packages=[small.per_unit(months=24), small.one_off()],
            items=[small.item()],
        )
    )
    charge = {("FR", "build", 0): Decimal(10), ("FR", "build", 3): Decimal(20)}
    due = payments.due(f, charge)
    assert [due["FR", "build", t] for t in dues.periods(f)] == [6, 0, 4, 12, 8]


def test_what_is_withheld_falls_due_on_release_and_never_a_unit_too_early() -> None:
    plan = settled([0.05, 0.05, 0.05], retention_fraction=0.5, released=2)
    assert series(plan, "due", 3) == [0.02, 0.03, 0.1]
    plan = settled([0.05, 0.05, 0.05], retention_fraction=0.1)
    assert series(plan, "due", 4) == [0.04, 0.05, 0.04, 0.02]


def test_dues_are_whole_units_and_sum_to_the_charges() -> None:
    plan = settled([0.01, 0.01, 0.01], at_signature_fraction=0.3, with_work_fraction=0.7)
    assert all(value % Decimal("0.01") == 0 for _, value in plan.items("due"))
    assert plan.total("due") == Decimal("0.03")


# When it is paid


def test_without_a_budget_dues_are_paid_when_they_fall_due() -> None:
    assert series(settled([3, 0, 5]), "pay", 3) == [3, 0, 5]


def test_within_the_budget_nothing_is_paid_early() -> None:
    assert series(settled([3, 0, 5], [small.budget(9, 9, 9)]), "pay", 3) == [3, 0, 5]


def test_what_a_later_budget_cannot_bear_is_paid_as_late_before_it_as_can_be() -> None:
    assert series(settled([0, 0, 0, 10], [small.budget(9, 4, 5, 3)]), "pay", 4) == [0, 2, 5, 3]


def test_money_that_may_be_carried_is_carried_rather_than_paid_early() -> None:
    kept = small.budget(10, 6, carry_fraction=0.4)
    plan = settled([0, 10], [kept])
    assert series(plan, "pay", 2) == [0, 10]
    assert carried(plan, 2) == [4, 0]


def test_no_more_is_carried_over_the_end_of_a_year_than_may_be() -> None:
    plan = settled([0, 10], [small.budget(10, 6, carry_fraction=0.1)])
    assert series(plan, "pay", 2) == [3, 7]
    assert carried(plan, 2) == [1, 0]


def test_within_a_year_money_is_carried_freely() -> None:
    plan = settled([0, 10, 0, 0], [small.budget(8, 2, 0, 0)], "half")
    assert series(plan, "pay", 4) == [0, 10, 0, 0]


def test_a_period_without_a_limit_bears_everything_and_passes_nothing_on() -> None:
    plan = settled([0, 0, 10], [small.budget(5, None, 4, carry_fraction=1.0)])
    assert series(plan, "pay", 3) == [0, 6, 4]
    assert carried(plan, 3) == [5, 0, 0]


def test_a_budget_between_two_units_bears_the_lower_one() -> None:
    plan = settled([1.23, 1.23], [small.budget(1.238, 1.229)])
    assert series(plan, "pay", 2) == [1.23, 1.23]
    plan = settled([0.0, 2.46], [small.budget(1.249, 1.225)])
    assert series(plan, "pay", 2) == [1.24, 1.22]


def test_where_no_budget_can_bear_the_charges_they_are_paid_as_they_fall_due() -> None:
    assert series(settled([0, 2.0], [small.budget(0.999, 0.999)]), "pay", 2) == [0, 2]
    assert series(settled([0, 1.98], [small.budget(0.999, 0.999)]), "pay", 2) == [0.99, 0.99]


def test_every_payment_is_made_of_whole_units_and_all_that_is_due_is_paid() -> None:
    plan = settled([0.37, 1.91, 0.03, 4.44], [small.budget(0.5, 2.222, 3.333, 0.789, carry_fraction=0.05)])
    assert all(value % Decimal("0.01") == 0 for _, value in plan.items("pay"))
    assert plan.total("pay") == Decimal("6.75")


@pytest.mark.parametrize("amounts", [(3, 4, 5), (2, 2, 8), (1.005, 7.77, 3.225)])
def test_what_is_settled_passes_the_audit_of_its_clauses(amounts: tuple[float, ...]) -> None:
    limits = small.budget(5, 5, 4, carry_fraction=0.2)
    f = facts(3, [limits], with_work_fraction=0.5, at_delivery_fraction=0.5)
    plan = settled([round(a, 2) for a in amounts], [limits], with_work_fraction=0.5, at_delivery_fraction=0.5)
    checks = [check for clause in (terms, payment, budget) for check in clause.audit(plan, f)]
    assert checks
    assert [check for check in checks if not check.holds] == []


def test_a_budget_that_cannot_be_kept_is_left_for_the_audit_to_name() -> None:
    limits = [small.budget(1, 1)]
    plan = settled([5, 5], limits)
    assert plan.total("pay") == 10
    assert any(finding.rule == "budget" for finding in audit(plan, facts(2, limits)).findings)
