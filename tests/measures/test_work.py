"""Work: slack, binding and broken against every base, and the same sums in optimisation and plan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from procure import rules
from procure.clauses import work as work_clause
from procure.facts import Facts
from procure.measures import work
from procure.problem import Phase, Rule, Share
from tests.problems import declared, facts, least, plan, production, two_nations


def rule(base: str, amount: float, relation: str = ">=", **words: Any) -> Rule:
    words = {"who": ("FR",), "of": (("phase", "production"),), "row": 2} | words
    return Rule("r", "work", base=base, amount=amount, relation=relation, **words)


def least_work(one: Rule, sign: float = 1, cost: float = 200) -> float | None:
    """Least (sign 1) or most (-1) work of FR where partners do 100 M, Lima does 50 M and FR is charged `cost` M."""
    f = facts(one)
    m = declared(f)
    done, charge = m.x["work"], m.x["charge"]
    partners = [(1, done[n, "production", t]) for n in ("FR", "DE") for t in f.periods]
    m.require("test", ("partners",), partners, "=", 100)
    m.require("test", ("third",), [(1, done["US", "production", t]) for t in f.periods], "=", 50)
    m.require("test", ("charge",), [(1, charge["FR", "production", t]) for t in f.periods], "=", cost)
    rules.constrain(m, f)
    found = least(m, [(sign, done["FR", "production", t]) for t in f.periods])
    return None if found is None else abs(found)


@pytest.mark.parametrize(
    ("base", "relation", "amount", "expected"),
    [
        ("M", ">=", 30, 30),
        ("M", "<=", 30, 30),
        ("M", "=", 30, 30),
        ("% of own cost", ">=", 20, 40),
        ("% of own cost", "<=", 20, 40),
        ("% of total work", ">=", 20, 30),
        ("% of total work", "<=", 20, 30),
        ("points of agreed share", ">=", 2, 58),
        ("points of agreed share", "<=", 2, 62),
        ("points of agreed share", "=", 0, 60),
    ],
)
def test_a_rule_on_work_binds_exactly_at_its_amount(base: str, relation: str, amount: float, expected: float) -> None:
    assert least_work(rule(base, amount, relation), -1 if relation == "<=" else 1) == expected


def test_a_rule_that_cannot_hold_leaves_no_plan() -> None:
    assert least_work(rule("M", 101)) is None


@pytest.mark.parametrize(
    ("base", "amount", "reached"),
    [
        ("M", 30, "60"),
        ("% of own cost", 50, "66.7"),
        ("% of total work", 30, "40.0"),
        ("points of agreed share", 2, "0"),
    ],
)
def test_a_finished_plan_with_room_to_spare_is_told_with_its_slack(base: str, amount: float, reached: str) -> None:
    f = facts(rule(base, amount))
    (result,) = rules.results(production(60, 40, 50), f)
    assert result.reached is not None
    assert round(result.reached, 1) == Decimal(reached)
    assert result.held
    assert not result.binding
    assert result.slack == result.reached - result.amount
    assert result.missed == 0


@pytest.mark.parametrize(
    ("base", "amount", "relation"),
    [
        ("M", 60, ">="), ("M", 60, "<="), ("M", 60, "="),
        ("% of own cost", 100, ">="), ("% of own cost", 100, "<="),
        ("% of total work", 60, ">="), ("% of total work", 60, "="),
        ("points of agreed share", 0, ">="), ("points of agreed share", 0, "<="), ("points of agreed share", 0, "="),
    ],
)  # fmt: skip
def test_a_plan_that_stands_at_the_amount_is_binding_and_held(base: str, amount: float, relation: str) -> None:
    f = facts(rule(base, amount, relation))
    (result,) = rules.results(production(60, 40), f)
    assert result.binding
    assert result.held


@pytest.mark.parametrize(
    ("base", "amount", "relation"),
    [
        ("M", 61, ">="), ("M", 59, "<="), ("M", 59, "="),
        ("% of own cost", 101, ">="), ("% of own cost", 99, "<="),
        ("% of total work", 61, ">="), ("% of total work", 59, "<="),
        ("points of agreed share", -1, ">="), ("points of agreed share", -1, "<="),
    ],
)  # fmt: skip
def test_a_plan_that_breaks_a_rule_fails_its_check_at_the_cell(base: str, amount: float, relation: str) -> None:
    f = facts(rule(base, amount, relation))
    (check,) = rules.audit(production(60, 40), f)
    assert check.clause == "rule r"
    assert check.cells == ("Rules!J2 amount",)
    assert not check.holds


def test_points_are_told_from_the_agreed_share() -> None:
    f = facts(rule("points of agreed share", 2))
    (result,) = rules.results(production(57, 43), f)
    assert (result.reached, result.amount, result.slack, result.missed) == (-3, -2, -1, 1)
    assert result.unit == "points"
    assert not result.held


def test_third_countries_work_is_nobodys_return() -> None:
    f = facts(rule("points of agreed share", 0))
    (result,) = rules.results(production(60, 40, 500), f)
    assert result.reached == 0


def test_an_agreed_work_share_goes_before_the_cost_share() -> None:
    f = facts(
        rule("points of agreed share", 0),
        shares=(Share("production", "FR", work_share=0.3), Share("production", "DE", work_share=0.7)),
    )
    (result,) = rules.results(production(60, 40), f)
    assert result.reached is not None
    assert round(result.reached, 9) == 30


def test_a_phase_paid_where_it_is_performed_counts_for_no_agreed_share() -> None:
    phases = (Phase("development", "where performed"), Phase("production", "offtake"))
    one = rule("points of agreed share", 0, of=())
    f = facts(one, phases=phases)
    (row,) = rules.rows(f)
    assert row.phases == ("production",)
    stated = Share("development", "FR", work_share=1.0)
    (row,) = rules.rows(facts(one, phases=phases, shares=(stated,)))
    assert row.phases == ("development", "production")


def test_work_of_some_packages_is_made_of_their_pieces() -> None:
    one = rule("M", 35, of=(("package", "hull"),))
    f = facts(one)
    m = declared(f)
    rules.constrain(m, f)
    assert (
        least(m, [(20, x) for (w, s, _, _), x in m.x["make"].items() if (w, s) == ("hull", "Arsenal")]) == 40
    )  # two whole hulls


def test_a_one_off_package_counts_in_the_periods_it_runs() -> None:
    one = rule("M", 25, of=(("package", "trials"),), window="each period", span=None)
    f = facts(one)
    row = rules.rows(f)[0]
    m = declared(f)
    m.require("test", (), work.expression(m, f, row), ">=", 30)
    starts = [(1, x) for (w, _, _), x in m.x["start"].items() if w == "trials"]
    assert least(m, starts) == 1  # half of 60 M falls into the first of its two periods


def test_whole_phases_and_their_packages_one_by_one_are_the_same_work() -> None:
    every = tuple(("package", w) for w in ("design", "trials", "hull", "gun"))
    by_package, whole = (Rule(i, "work", ("FR",), base="M", of=of) for i, of in (("a", every), ("b", ())))
    f = facts(by_package, whole)
    m = declared(f)
    work_clause.constrain(m, f)
    first, second = rules.rows(f)
    assert not first.whole
    assert second.whole
    both = [*work.expression(m, f, first), *((-c, x) for c, x in work.expression(m, f, second))]
    assert least(m, both) == 0
    assert least(m, [(-c, x) for c, x in both]) == 0


def test_set_up_is_work_and_rounding_is_granted_by_run_of_leaves() -> None:
    f = Facts(two_nations(rule("M", 0)))
    (row,) = rules.rows(f)
    found = plan(
        price={("hull", "Arsenal", "", 1): 3, ("hull", "Arsenal", "", 2): 4, ("hull", "Krauss", "", 2): 9},
        setup={("hull", "Arsenal", 1): 2},
    )
    assert work.value(found, f, row) == 9
    assert work.tolerance(found, f, row) == Decimal("0.02")
