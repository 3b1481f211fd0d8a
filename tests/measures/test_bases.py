"""What an amount is of, in the optimisation: levels, the right side, terms and worth, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure.calendar import Calendar
from procure.facts import Facts
from procure.measures import bases
from procure.measures.rows import Row, resolve
from procure.origins import History
from procure.problem import OtherCost, Requirement, Rule, Share
from tests.problems import declared, facts, two_nations

BEFORE = (
    History(None, "production", "FR", 2025, paid_m=30.0, work=20.0),
    History(None, "production", "DE", 2026, paid_m=10.0, work=60.0),
    History(None, "production", "US", 2026, paid_m=4.0, work=8.0),
)
EXTRA = (OtherCost("range", "production", (0.0, 20.0, 0.0, 0.0)),)
WEALTH = tuple(replace(n, gdp={"FR": 1000.0, "DE": 3000.0}.get(n.id)) for n in two_nations().nations)


def asked(base: str, **words: Any) -> Rule:
    words = {"who": ("FR",), "window": "at the end", "of": (("phase", "production"),)} | words
    return Rule("r", words.pop("measure", "work"), base=base, **words)


def case(rule: Rule, **tables: Any) -> tuple[Facts, Row]:
    """The Facts, and the rule's last row."""
    f = facts(rule, **({"history": BEFORE} | tables))
    return f, list(resolve(f, rule, tuple(f.phases)))[-1]


@pytest.mark.parametrize(
    ("base", "relation", "strength", "expected"),
    [
        ("M", ">=", "must", [(">=", 30)]),
        ("M", "=", "must", [("=", 30)]),
        ("M", ">=", "should", [(">=", 30)]),
        ("M", "=", "should", [(">=", 30, "below"), ("<=", 30, "above")]),
        (bases.OWN_COST, "within", "must", [(">=", 70, "below"), ("<=", 130, "above")]),
        (bases.POINTS, "within", "must", [(">=", -30, "below"), ("<=", 30, "above")]),
        (bases.PRO_RATA, "<=", "must", [(">=", -30, "below"), ("<=", 30, "above")]),
        (bases.POINTS, ">=", "must", [(">=", -30)]),
        (bases.POINTS, "<=", "must", [("<=", 30)]),
    ],
)
def test_a_rule_is_one_inequality_or_one_on_either_side(
    base: str, relation: str, strength: str, expected: list[tuple[Any, ...]]
) -> None:
    assert bases.levels(asked(base, amount=30.0, relation=relation, strength=strength)) == expected


@pytest.mark.parametrize(
    ("base", "measure", "expected"),
    [
        ("M", "cost", 50 - 30),
        (bases.GDP, "cost", 0.5 * 1000 * (4 + 2) - 30),
        (bases.EARLIER, "cost", 0.5 * 40 - 30),
        (bases.OWN_COST, "work", 0.5 * 30 - 20),
        (bases.TOTAL_COST, "work", 0.5 * 44 - 20),
        (bases.PARTNERS_WORK, "work", 0.5 * 80 - 20),
        (bases.TOTAL_WORK, "work", 0.5 * 88 - 20),
        (bases.POINTS, "work", (0.6 + 0.5) * 80 - 20),
        (bases.AGREED, "work", 0.6 * 0.5 * 80 - 20),
    ],
)
def test_the_right_side_is_a_level_of_what_is_known_less_what_was_before(
    base: str, measure: str, expected: float
) -> None:
    """History: FR paid 30 M and did 20, DE 10 and 60, US 4 and 8, in the two years before the four planned."""
    f, row = case(asked(base, measure=measure, references=(("FR, to 2030", 40.0),)), nations=WEALTH)
    assert bases.constant(f, row, 50.0) == pytest.approx(expected)


def test_without_a_figure_the_right_side_is_what_was_before_alone() -> None:
    f, row = case(asked(bases.GDP, measure="cost", who=("US",)), nations=WEALTH)
    assert bases.constant(f, row, 50.0) == -4
    f, row = case(asked(bases.EARLIER, measure="cost"))
    assert bases.constant(f, row, 50.0) == -30


def test_years_are_counted_in_parts_and_those_of_history_with_them() -> None:
    f, row = case(asked(bases.GDP, measure="cost"))
    assert bases.years(f, row) == 6
    halves = two_nations(row.rule, history=BEFORE[1:])
    f = Facts(halves.replace(programme=replace(halves.programme, calendar=Calendar("2027-H1", "half", 4))))
    row = next(iter(resolve(f, row.rule, tuple(f.phases))))
    assert bases.years(f, row) == (4 + 2) * 0.5


def test_terms_on_the_right_bear_the_level_as_a_part() -> None:
    f, row = case(asked(bases.TOTAL_COST))
    m = declared(f)
    spend = {m.x["spend"]["production", t]: 0.25 for t in range(4)}
    assert {x: c for c, x in bases.terms(m, f, row, 25.0)} == spend
    f, row = case(asked(bases.OWN_COST))
    m = declared(f)
    charge = {m.x["charge"]["FR", "production", t]: 0.25 for t in range(4)}
    assert {x: c for c, x in bases.terms(m, f, row, 25.0)} == charge


@pytest.mark.parametrize(
    ("base", "who", "expected"),
    [(bases.POINTS, "FR", 0.85), (bases.POINTS, "US", 0.25), (bases.AGREED, "FR", 0.15), (bases.AGREED, "US", 0.0)],
)
def test_each_partners_work_bears_the_agreed_share_and_the_level(base: str, who: str, expected: float) -> None:
    f, row = case(asked(base, who=(who,)))
    m = declared(f)
    work = m.x["work"]
    wanted = {work[n, "production", t]: pytest.approx(expected) for n in ("FR", "DE") for t in range(4)}
    assert {x: c for c, x in bases.terms(m, f, row, 25.0)} == wanted


def test_one_unit_that_is_due_is_enough_to_hold_a_rule_against_it() -> None:
    rule = asked(bases.PRO_RATA, measure="deliveries", window="total")
    f, row = case(rule, requirements=(Requirement("FR", "tank", (0.0, 0.0, 0.0, 1.0)),))
    assert bases.pro_rata_known(f, row)


@pytest.mark.parametrize(
    ("base", "measure", "expected"),
    [
        ("M", "cost", 1.0),
        (bases.GDP, "cost", 1000 * 6 / 100),
        (bases.EARLIER, "cost", 40 / 100),
        (bases.TOTAL_COST, "work", (270 + 20) / 100),
        (bases.OWN_COST, "work", (270 + 20) * 0.6 / 100),
        (bases.TOTAL_WORK, "work", 270 / 100),
    ],
)
def test_one_per_cent_is_worth_a_hundredth_of_the_lowest_prices(base: str, measure: str, expected: float) -> None:
    """Ten tanks at 27 M (the third country is a tenth cheaper), 20 M beside them; FR orders six of them."""
    rule = asked(base, measure=measure, references=(("FR, to 2030", 40.0),))
    f, row = case(rule, nations=WEALTH, other_costs=EXTRA)
    assert bases.worth(f, row) == pytest.approx(expected)


def test_a_package_paid_for_once_is_worth_its_lowest_price_and_nothing_a_hundredth() -> None:
    development = (("phase", "development"),)
    f, row = case(asked(bases.OWN_COST, of=development))
    assert bases.worth(f, row) == pytest.approx((90 + 54) * 0.5 / 100)
    f, row = case(asked(bases.OWN_COST, of=development, who=("US",)))
    assert bases.worth(f, row) == 0.01
    f, row = case(asked(bases.EARLIER, measure="cost"))
    assert bases.worth(f, row) == 0.01


def test_work_paid_where_it_is_done_returns_nothing_unless_shares_states_it_for_that_phase() -> None:
    phases = tuple(replace(p, key="where performed") for p in two_nations().phases)
    f = facts(phases=phases, shares=(Share("development", "FR", work_share=1.0), Share("production", "FR", weight=1.0)))
    assert bases.phases(f, bases.POINTS) == ("development",)
    assert bases.phases(f, bases.OWN_COST) == ("development", "production")
