"""The examples of what partners agree: each planned as it is, audited, and true to what is public of it."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate
from pathlib import Path

import pytest

from procure.facts import Facts
from procure.plan import Plan
from procure.tables import figures
from procure.tables.fleet import fleet
from procure.workbook.read_plan import read_plan
from tests.planned import planned
from tests.test_examples import AGREED

Planned = tuple[Plan, Facts, str]


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Planned]:
    """Each example planned once from the command line, and read again from what was written."""
    return {name: _read(*planned(tmp_path_factory, name)) for name in AGREED}


def _read(path: Path, said: str) -> Planned:
    found, findings = read_plan(path)
    assert found is not None, findings
    return found.plan, Facts(found.problem), said


@pytest.mark.parametrize("name", AGREED)
def test_lateness_is_proven_cost_is_within_half_a_per_cent_and_the_audit_passes(
    name: str, plans: dict[str, Planned]
) -> None:
    plan, _, said = plans[name]
    stages = {stage.name: stage for stage in plan.stages}
    assert stages["lateness"].state == "proven"
    cost = stages["cost"]
    assert cost.bound is not None
    assert cost.best - cost.bound <= 0.005 * cost.bound
    assert "audit passed" in said


@pytest.mark.parametrize("name", AGREED)
def test_what_is_charged_and_granted_is_what_the_work_and_its_transfers_cost(
    name: str, plans: dict[str, Planned]
) -> None:
    plan, _, _ = plans[name]
    spent = plan.total("price") + plan.total("setup") + plan.total("transfer_cost")
    assert plan.total("charge") + plan.total("grant") == spent
    assert plan.total("pay") == plan.total("charge")


def test_the_tanker_fleet_is_nine_for_9900_hours_and_ten_for_11000(plans: dict[str, Planned]) -> None:
    plan, f, _ = plans["tanker-pool"]
    aircraft = fleet(figures(f.problem, plan), "Flight hours")
    assert aircraft[2026] == 9
    assert aircraft[2027] == 10
    hours = sum(float(plan.get("deliver", "Flight hours", n, 3)) for n in f.nations)
    assert hours == 9_900


def test_late_joiners_of_the_tanker_pool_pay_from_when_they_fly(plans: dict[str, Planned]) -> None:
    plan, _, _ = plans["tanker-pool"]
    assert plan.total("charge", "NO", "Operations", 0) == 0
    assert plan.total("charge", "CZ", "Operations", 1) > 0
    flown = plan.total("spend", "Operations", 4)
    assert float(plan.total("charge", "BE", "Operations", 4) / flown) == pytest.approx(2_100 / 11_000, abs=1e-3)


def test_twenty_corvettes_are_built_and_the_grant_pays_60_of_87(plans: dict[str, Planned]) -> None:
    plan, _, _ = plans["patrol-corvette"]
    assert [int(plan.total("deliver", None, n)) for n in ("IT", "ES", "FR")] == [8, 6, 6]
    assert float(plan.total("grant", "EDF grant")) == pytest.approx(60)
    assert float(plan.total("spend", "First phase")) == pytest.approx(87, rel=0.05)


def test_italys_corvettes_have_the_standard_that_it_asks_for(plans: dict[str, Planned]) -> None:
    plan, _, _ = plans["patrol-corvette"]
    assert plan.total("deliver", "Full combat", "IT") == 8


def test_the_common_programme_is_paid_by_the_key_of_the_alliance(plans: dict[str, Planned]) -> None:
    plan, _, _ = plans["nato-common"]
    spent = plan.total("spend")
    assert plan.total("charge", "DE") == plan.total("charge", "US")
    assert float(plan.total("charge", "UK") / spent) == pytest.approx(0.109626 / 0.99999, abs=1e-4)


def test_no_denied_supplier_works_and_no_boat_comes_before_its_licence(plans: dict[str, Planned]) -> None:
    plan, f, _ = plans["submarines"]
    assert plan.total("award", "Reactor", "Halifax Electronics") == 0
    for (i, n, t), units in plan.items("deliver"):
        assert units == 0 or int(t) >= f.first_delivery[str(i), str(n)]
    assert int(plan.total("deliver", None, "AU")) == 4


def test_under_safe_components_from_elsewhere_stay_below_the_ceiling_for_the_loan(plans: dict[str, Planned]) -> None:
    plan, _, said = plans["safe-air-defence"]
    assert plan.total("taken", "SAFE loan") == 1
    assert plan.total("draw") > 0
    assert plan.total("draw") <= 300
    assert "it saves" in said


def test_powder_limits_the_shells_and_denmark_pays_what_ukraine_receives(plans: dict[str, Planned]) -> None:
    plan, f, _ = plans["shells-155"]
    assert plan.total("charge", "DK", "Donation") == plan.total("spend", "Donation")
    assert plan.total("pay", "UA") == 0
    assert plan.total("deliver", "Shells donated", "UA") > Decimal("119.999")  # and wishes, as far as the money goes
    powder = [c for c in f.problem.capacities if c.sector == "powder"]
    assert len(powder) == 3
    first = sum(limit.amount for c in powder for limit in c.limits if limit.span.first == 0)
    made = [plan.total("make", w, None, None, t) for w in ("Powder, stocks", "Powder, donation") for t in range(4)]
    assert float(sum(made)) * 11 == pytest.approx(first, rel=1e-3)
    due = list(accumulate(sum(d[t] for d in f.due.values()) for t in f.periods))
    assert due[-1] == pytest.approx(580)
