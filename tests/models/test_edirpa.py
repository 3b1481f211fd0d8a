"""EDIRPA: a grant for three states that buy together, with most of the components from the Union."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import THIRD, Problem
from tests.clauses import small
from tests.models.agreed import cost, fitted, made, planned, radar, taken, tanks, under

NAME, STATES, ORIGIN = "edirpa", "three states", "components from the Union"
GRANT, BONUS = "EDIRPA grant", "EDIRPA bonus"


def contract(value_m: float, us: float | None, *due: float, groups: tuple[str, ...] = ("EU",), **more: Any) -> Problem:
    """A contract of `value_m` with Alpha of FR, or with Gamma of the US for `us` times that, or with both."""
    nations = [small.nation(n, groups=groups) for n in ("FR", "DE", "IT")] + [small.nation("US", role=THIRD)]
    suppliers = [small.supplier()] + ([] if us is None else [small.supplier("Gamma", "US", price_factor=us)])
    packages = [small.one_off(value_m=value_m, divisible=True, most=None, smallest_fraction=0.01)]
    return radar(**({"nations": nations, "suppliers": suppliers, "packages": packages} | tanks(*due) | more))


def test_three_states_that_buy_together_have_15_per_cent_of_the_contract() -> None:
    assert cost(under(NAME, contract(100, None, 1, 1, 1))) == pytest.approx(85, abs=0.02)


def test_two_states_have_nothing() -> None:
    two = under(NAME, contract(100, None, 1, 1))
    assert cost(two) == pytest.approx(100)
    assert taken(two) == set()


def test_who_works_does_not_matter_for_who_takes_part() -> None:
    assert {n for n in ("FR", "DE", "IT") if made(under(NAME, contract(100, None, 1, 1, 1))).total("work", n)} == {"FR"}


def test_components_of_65_per_cent_from_the_union_are_bought_for_the_grant() -> None:
    problem = under(NAME, contract(100, 0.9, 1, 1, 1))
    y = 35 / (90 + 3.5)  # the US part: 90 y = 35 % of (100 - 10 y)
    assert cost(problem) == pytest.approx(0.85 * (100 - 10 * y), abs=0.02)
    assert taken(problem) == {GRANT}


def test_and_are_not_where_what_they_cost_is_more_than_the_grant() -> None:
    assert cost(under(NAME, contract(100, 0.7, 1, 1, 1))) == pytest.approx(70)
    assert taken(under(NAME, contract(100, 0.7, 1, 1, 1))) == set()


@pytest.mark.parametrize(("component", "flips"), [(34.9, True), (35.1, False)])
def test_with_the_condition_just_out_of_reach_and_just_within_it_the_plan_flips(component: float, flips: bool) -> None:
    content = [small.content("Alpha", "US", component=component / 100)]
    problem = under(NAME, contract(100, None, 1, 1, 1, contents=content))
    assert taken(problem) == ({GRANT} if flips else set())
    assert cost(problem) == pytest.approx(85 if flips else 100, abs=0.02)


def test_the_base_is_the_cost_of_components_not_the_price() -> None:
    content = [small.content("Alpha", "US", component=0.5), small.content("Alpha", "US", "assembly", component=0.0)]
    packages = [small.one_off(value_m=60.0, component_fraction=0.5), small.one_off("assembly", 40.0)]
    problem = under(NAME, contract(0, None, 1, 1, 1, packages=packages, contents=content))
    assert taken(problem) == {GRANT}  # 15 of 30 + 40 is 21 %; of the price's 100 it would be 30


def test_a_bonus_makes_it_20_per_cent() -> None:
    problem = under(NAME, contract(100, None, 1, 1, 1, groups=("EU", "EDIRPA bonus")))
    assert taken(problem) == {GRANT, BONUS}
    assert cost(problem) == pytest.approx(80, abs=0.02)


@pytest.mark.parametrize("groups", [("EU",), ("EU", "EDIRPA bonus")])
def test_the_project_has_60_million_at_most_with_or_without_the_bonus(groups: tuple[str, ...]) -> None:
    assert cost(under(NAME, contract(1000, None, 1, 1, 1, groups=groups))) == pytest.approx(940, abs=0.02)
    assert cost(under(NAME, contract(200, None, 1, 1, 1, groups=groups))) == pytest.approx(
        170 if len(groups) == 1 else 160, abs=0.02
    )


def test_a_condition_made_a_rule_of_the_programme_leaves_no_plan_where_it_cannot_be_kept() -> None:
    alone = contract(100, None, 1, 1, 1, suppliers=[small.supplier("Gamma", "US")])
    assert planned(under(NAME, alone, {ORIGIN: {"strength": "must"}})) is None
    assert taken(under(NAME, alone)) == set()


def test_states_outside_the_union_have_no_grant_and_it_is_said() -> None:
    problem, said = fitted(NAME, contract(100, None, 1, 1, 1, groups=("NATO",)))
    assert problem.funds == ()
    assert {f.rule for f in said if f.level == "warning"} == {"filters to nothing"}
    assert any(GRANT in f.where for f in said)
