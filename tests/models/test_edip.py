"""EDIP: three states that buy together, four for a project of common interest, most components from the Union."""

from __future__ import annotations

import pytest

from procure.problem import Problem
from tests.clauses import small
from tests.models.agreed import cost, held, planned, radar, taken, tanks, under

NAME, STATES, FOUR, ORIGIN, GRANT = (
    "edip", "three states", "four states for common interest", "components from the Union", "EDIP grant",
)  # fmt: skip


def contract(*due: float, us: float = 1.0, ukraine: bool = False) -> Problem:
    """A contract of 100 M for FR, DE, IT (and UA); Alpha of FR makes it, Gamma of the US for `us` times as much."""
    nations = [small.nation(n, groups=("EU",)) for n in ("FR", "DE", "IT")]
    nations += [small.nation("UA", groups=("Ukraine",)), small.nation("US", role="third country")]
    suppliers = [small.supplier(), small.supplier("Gamma", "US", price_factor=us)]
    problem = radar(nations=nations, suppliers=suppliers, **tanks(*due))
    needs = (*problem.requirements, *([small.need(1, nation="UA")] if ukraine else []))
    return problem.replace(requirements=needs)


def test_three_states_have_a_grant_and_two_have_none() -> None:
    assert cost(under(NAME, contract(1, 1, 1))) == pytest.approx(85, abs=0.02)
    assert cost(under(NAME, contract(1, 1))) == pytest.approx(100)


def test_ukraine_counts_as_one_of_them() -> None:
    assert taken(under(NAME, contract(1, 1, ukraine=True))) == {GRANT}


def test_a_project_of_common_interest_needs_four() -> None:
    assert held(under(NAME, contract(1, 1, 1)), FOUR) == [False]
    asked = {STATES: {"amount": 4.0}}
    assert taken(under(NAME, contract(1, 1, 1), asked)) == set()
    assert taken(under(NAME, contract(1, 1, 1, ukraine=True), asked)) == {GRANT}


def test_third_countries_components_are_at_most_35_per_cent() -> None:
    bound = under(NAME, contract(1, 1, 1, us=0.9))
    assert cost(bound) == pytest.approx(0.85 * (100 - 10 * 35 / 93.5), abs=0.02)
    slack = under(NAME, contract(1, 1, 1, us=1.1))
    assert cost(slack) == pytest.approx(85, abs=0.02)


def test_a_ceiling_that_only_a_third_country_could_meet_leaves_no_plan_if_it_must_hold() -> None:
    alone = contract(1, 1, 1).replace(suppliers=(small.supplier("Gamma", "US"),))
    assert planned(under(NAME, alone, {ORIGIN: {"strength": "must"}})) is None
    assert taken(under(NAME, alone)) == set()


def test_the_whole_programme_is_1_5_billion() -> None:
    large = contract(1, 1, 1).replace(packages=(small.one_off(value_m=20_000.0, given_to=(("Alpha", None),)),))
    assert cost(under(NAME, large)) == pytest.approx(20_000 - 1_500, abs=0.02)
