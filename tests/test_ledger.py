"""Sums over finished plans that the audits stand on."""

from __future__ import annotations

from decimal import Decimal

from procure import ledger
from procure.plan import Plan
from tests.handmade import FACTS, PLAN


def numbers(*figures: str) -> list[Decimal]:
    return [Decimal(figure) for figure in figures]


def test_a_one_off_package_is_spread_evenly_over_its_periods() -> None:
    assert ledger.spread(numbers("0", "0.6", "0", "0", "0"), 3) == numbers("0", "0.2", "0.2", "0.2", "0")


def test_what_begins_too_late_is_not_finished() -> None:
    assert ledger.spread(numbers("0", "0", "1"), 2) == numbers("0", "0", "0.5")


def test_sums_are_made_by_the_parts_asked_for() -> None:
    assert ledger.totals(PLAN, "deliver", 1)["AA",] == Decimal("6.5")
    made = ledger.by_period(PLAN, FACTS, "make", 0, 1)
    assert made["wing", "A1"] == numbers("0", "0", "2", "6", "6", "0")
    assert made["wing", "C1"] == numbers("0", "0", "0", "0", "0", "0")


def test_sets_stay_whole_where_suppliers_share_whole_units() -> None:
    whole = {w.id: ledger.whole_sets(FACTS, w) for w in FACTS.recurring}
    assert whole == {"wing": True, "body": True, "pod": False, "care": False}


def test_a_nation_that_is_charged_nothing_is_granted_one_unit_of_rounding() -> None:
    assert ledger.rounded_for(Plan({}), FACTS) == dict.fromkeys(("AA", "BB", "CC"), Decimal("0.01"))


def test_rounding_grows_with_the_phases_and_with_the_nations_part_of_their_prices() -> None:
    granted = ledger.rounded_for(PLAN, FACTS)
    # CC pays 23.5 of 115.8 M, six series of prices and a set-up: 2 + 1 + 7 x 0.203; and 1 of 7.6 M, three other costs
    # and a contingency, some of it directly: 3 + 1 + 4 x 0.132; with 1 and what binary fractions may add
    assert granted["CC"] == Decimal("0.10")
    assert granted["AA"] > granted["BB"] / 2 > granted["CC"]
