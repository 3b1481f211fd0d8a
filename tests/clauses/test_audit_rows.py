"""Audits of the clauses: what may not be decided at all, and how far rounding may go."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from procure import clauses
from procure.facts import Facts
from procure.findings import Check
from procure.plan import Key, Plan
from tests.handmade import FACTS, PLAN, PROBLEM
from tests.spoil_plan import changed

MODULES = {clauses.name(clause): clause for clause in clauses.CLAUSES}


def broken(clause: str, plan: Plan, f: Facts = FACTS) -> list[Check]:
    return [check for check in MODULES[clause].audit(plan, f) if not check.holds]


def with_one(family: str, key: Key, value: str) -> Plan:
    return changed(PLAN, {(family, key): Decimal(value)})


FORBIDDEN: list[tuple[str, str, Key, str]] = [
    ("placement", "begin", ("tool", 1), "1"),  # before its predecessor can be finished
    ("placement", "begin", ("wing", 2), "1"),  # a recurring package
    ("placement", "begin", ("design", 0), "2"),
    ("placement", "start", ("design", "A1", 0), "-0.6"),
    ("placement", "start", ("tool", "B1", 2), "0.5"),  # indivisible
    ("award", "award", ("wing", "B2"), "1"),  # another sector
    ("award", "award", ("pod", "B2"), "0.5"),
    ("award", "award", ("design", "A1"), "2"),
    ("award", "make", ("wing", "B2", "AA", 2), "2"),
    ("award", "start", ("design", "B2", 0), "0.1"),
    ("award", "open", ("pod", "A1", 3), "1"),
    ("setup", "open", ("wing", "A1", 2), "1"),  # costs nothing
    ("setup", "open", ("tool", "B1", 1), "1"),
    ("setup", "open", ("tool", "B1", 2), "0.5"),
    ("controls", "award", ("body", "C1"), "1"),  # denied to CC
    ("controls", "make", ("body", "C1", "CC", 5), "2"),
    ("controls", "make", ("wing", "C1", "CC", 1), "2"),  # before the licence
    ("controls", "make", ("pod", "B2", "", 0), "1"),
    ("controls", "deliver", ("jet", "CC", 1), "1"),
    ("controls", "transfer", ("seeker", "AA", "Support"), "1"),
    ("controls", "transfer", ("seeker", "BB", "Build"), "1"),
    ("controls", "transfer", ("seeker", "BB", "Support"), "2"),
    ("controls", "transfer_cost", ("seeker", "BB", "Support", 0), "0.405"),
    ("controls", "transfer_cost", ("flight", "CC", "Build", 0), "1"),
    ("de_minimis", "make", ("wing", "B1", "CC", 4), "4"),
    ("supply", "make", ("wing", "A1", "", 2), "2"),  # no such stream
    ("supply", "make", ("wing", "A1", "AA", 5), "2"),  # too late for any jet
    ("supply", "make", ("wing", "A1", "AA", 1), "2"),  # before the design is finished
    ("supply", "make", ("wing", "A1", "AA", 2), "2.5"),
    ("supply", "make", ("pod", "B2", "", 3), "-1"),
    ("stock", "stock", ("jet", 3), "1"),
    ("stock", "stock", ("drone", 3), "-1"),
    ("requirement", "deliver", ("drone", "BB", 3), "1"),  # needs none
    ("requirement", "deliver", ("jet", "AA", 3), "1.5"),
    ("requirement", "short", ("jet", "AA"), "1"),
    ("requirement", "late", ("jet", "BB", 3), "1"),
    ("requirement", "late", ("drone", "BB", 3), "1"),
    ("use", "deliver", ("glider", "AA", 4), "1"),  # another item of the family is in use
    ("use", "built", ("kite", 4), "1"),
    ("use", "used", ("jet",), "1"),  # has no family
    ("use", "used", ("kite",), "1"),  # nothing of it is delivered
    ("use", "placed", ("tether",), "1"),
    ("use", "placed", ("winch",), "1"),  # hangs on one item: the item says it
    ("placement", "begin", ("winch", 0), "1"),
    ("award", "award", ("tether", "B2"), "1"),
    ("rate", "built", ("jet", 3), "2.5"),
    ("rate", "built", ("jet", 3), "-2"),
    ("rate", "built", ("drone", 3), "5"),
    ("rate", "on", ("drone", 3), "1"),
    ("rate", "up", ("jet", 4), "0.5"),
    ("rate", "up", ("jet", 4), "1"),  # what runs cannot start
    ("work", "price", ("design", "A1", "", 0), "30.001"),  # no whole hundredth
    ("work", "price", ("design", "C1", "", 0), "1"),
    ("work", "price", ("wing", "A1", "no stream", 2), "1"),
    ("work", "setup", ("wing", "A1", 2), "1"),
    ("work", "work", ("AA", "Dev", 3), "1"),
    ("other_costs", "other", ("office", 3), "1"),  # nothing is stated for it
    ("other_costs", "other", ("office", 0), "2.005"),
    ("other_costs", "other", ("office", 0), "-2"),
    ("contingency", "contingency", ("Dev", 0), "1"),  # keeps none
    ("contingency", "contingency", ("Office", 0), "0.215"),
    ("vat", "vat", ("CC", "Office", 2), "0.2"),  # has none
    ("vat", "vat", ("AA", "Dev", 0), "6.24"),  # not in this phase
    ("vat", "charge", ("BB", "Office", 0), "2.2"),
    ("key", "gross", ("AA", "Office", 0), "1"),
    ("payment", "pay", ("BB", "Office", 0), "-1"),  # gives nothing in kind then
    ("payment", "pay", ("CC", "Office", 1), "-1"),
    ("key", "charge", ("CC", "Dev", 0), "1"),  # customers pay no development
    ("key", "charge", ("AA", "Dev", 0), "31.205"),
    ("key", "charge", ("AA", "Dev", 0), "-31.2"),
    ("key", "gross", ("AA", "Dev", 0), "31.2"),  # no grants
    ("taken", "taken", ("none",), "1"),
    ("taken", "taken", ("grant",), "0.5"),
    ("taken", "taken", ("grant",), "0"),
    ("grants", "grant", ("grant", "CC", "Support", 3), "0.1"),
    ("grants", "grant", ("grant", "AA", "Dev", 0), "0.1"),
    ("grants", "grant", ("loan", "BB", "Sites", 2), "1"),
    ("grants", "grant", ("grant", "AA", "Support", 3), "0.605"),
    ("grants", "grant", ("grant", "AA", "Support", 3), "0.59"),  # a charge is what the grants leave
    ("loans", "draw", ("loan", "AA", 2), "1"),
    ("loans", "draw", ("loan", "BB", 3), "1"),  # nothing is paid
    ("loans", "draw", ("loan", "BB", 2), "13"),  # more than nine tenths
    ("loans", "repay", ("loan", "BB", 3), "2.5"),  # no interest
    ("loans", "repay", ("grant", "AA", 3), "1"),
    ("terms", "due", ("CC", "Dev", 0), "1"),
    ("terms", "due", ("AA", "Dev", 0), "39.005"),
    ("payment", "pay", ("CC", "Dev", 0), "1"),
    ("payment", "pay", ("AA", "Dev", 0), "40.005"),
    ("payment", "pay", ("AA", "Dev", 0), "-40"),
    ("rate", "built", ("bird", 3), "1"),  # no such item, nation, package or supplier
    ("requirement", "deliver", ("bird", "AA", 3), "1"),
    ("requirement", "short", ("bird", "AA"), "1"),
    ("requirement", "late", ("bird", "AA", 3), "1"),
    ("stock", "stock", ("bird", 3), "1"),
    ("work", "price", ("bird", "A1", "", 3), "1"),
    ("work", "price", ("tool", "A9", "", 3), "1"),
    ("budget", "carry", ("BB", "", 0), "1"),  # has no budget
    ("budget", "carry", ("AA", "", 0), "-5"),
]


@pytest.mark.parametrize(("clause", "family", "key", "value"), FORBIDDEN)
def test_what_may_not_be_decided_breaks_the_clause_that_forbids_it(
    clause: str, family: str, key: Key, value: str
) -> None:
    assert broken(clause, with_one(family, key, value))


@pytest.mark.parametrize(("value", "holds"), [(20.02, True), (19.99, True), (20.03, False), (19.98, False)])
def test_a_price_may_be_half_a_unit_too_high_or_a_unit_too_low_and_no_more(value: float, holds: bool) -> None:
    packages = [replace(w, value_m=value) if w.id == "tests" else w for w in PROBLEM.packages]
    f = Facts(PROBLEM.replace(packages=tuple(packages)))
    (row,) = [c for c in MODULES["work"].audit(PLAN, f) if c.index == ("tests", "A1", "", "2029")]
    assert row.found == 10
    assert row.holds == holds


def test_units_moved_between_nations_pass_as_rounding_until_they_are_more_than_two() -> None:
    for units, found in ((1, 0), (2, 0), (3, 4)):
        moved = Decimal(units) / 100
        plan = changed(
            PLAN,
            {
                ("charge", ("AA", "Dev", 0)): Decimal("31.2") + moved,
                ("charge", ("BB", "Dev", 0)): Decimal("20.8") - moved,
            },
        )
        assert len(broken("key", plan)) == found


def test_whole_sets_have_no_tolerance_and_others_a_hundred_thousandth_a_period() -> None:
    assert {c.tolerance for c in MODULES["supply"].audit(PLAN, FACTS) if c.index[0] == "wing"} == {Decimal(0)}
    assert not broken("supply", with_one("make", ("pod", "B2", "", 3), "0.99999"))
    assert broken("supply", with_one("make", ("pod", "B2", "", 3), "0.9999"))


def test_load_is_counted_in_every_period_that_a_package_runs() -> None:
    loads = {c.index[-1]: c.found for c in MODULES["capacity"].audit(PLAN, FACTS) if c.index[0] == "B1"}
    assert loads == {"2027": Decimal("0.2"), "2028": Decimal("0.2"), "2029": Decimal("1.5"), "2030": Decimal(0)}


def test_the_limit_of_a_capacity_is_its_free_share() -> None:
    (first,) = [c for c in MODULES["capacity"].audit(PLAN, FACTS) if c.index == ("A1", "all", "sets", "2027")]
    assert first.limit == 18
    assert first.cells == ("Capacity!G2 2027",)


def test_money_carried_on_widens_the_next_budget_and_fills_its_own() -> None:
    rows = {c.index: (c.found, c.limit) for c in MODULES["budget"].audit(PLAN, FACTS)}
    assert rows["AA", "2027"] == (46, 50)
    assert rows["AA", "2028"] == (Decimal("24.4"), 45)
    assert rows["AA", "2027", "carry"] == (5, 25)


def test_what_is_due_at_delivery_after_the_last_period_is_due_in_one_more() -> None:
    rows = {c.index: (c.found, c.limit) for c in MODULES["terms"].audit(PLAN, FACTS)}
    assert rows["CC", "Build", "2031"] == (Decimal("6.5"), Decimal("6.5"))
    assert rows["CC", "Build", "2032"] == (Decimal("19.6"), Decimal("19.6"))
    assert rows["CC", "Build", "all"] == (Decimal("25.1"), Decimal("25.1"))
