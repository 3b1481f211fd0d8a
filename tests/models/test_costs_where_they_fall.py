"""Costs lie where they fall: each pays the work done at home, common costs are paid in equal parts."""

from __future__ import annotations

import pytest

from procure.problem import Problem
from tests.clauses import small
from tests.models.agreed import charged, cost, held, planned, under

NAME, RULE = "costs-where-they-fall", "work for money"
NATIONS = [small.nation(), small.nation("DE"), small.nation("US", role="third country")]


def programme(alpha: float | None = None) -> Problem:
    """A radar of 12 M at home in FR, a sonar of 15 M in DE, an engine of 30 M in the US, in FR for `alpha`."""
    suppliers = [small.supplier(s, n, sectors=(k,)) for s, n, k in (
        ("Alpha", "FR", "radar"), ("Beta", "DE", "sonar"), ("Gamma", "US", "engine"),
    )]  # fmt: skip
    packages = [small.one_off(w, value, sector=w) for w, value in (("radar", 12.0), ("sonar", 15.0), ("engine", 30.0))]
    quotes = [] if alpha is None else [small.quote(alpha, "Alpha", "engine")]
    return small.problem(
        periods=1, nations=NATIONS, phases=[small.phase(key="")], suppliers=suppliers, packages=packages, quotes=quotes
    )


def test_each_party_bears_the_cost_of_its_own_work_and_half_of_what_is_common() -> None:
    assert charged(under(NAME, programme())) == pytest.approx({"FR": 12 + 15, "DE": 15 + 15, "US": 0})


def test_common_costs_can_be_shared_by_another_key() -> None:
    problem = programme()
    phases = [small.phase(key="", fallback="gdp")]
    nations = [small.nation(gdp=2.0), small.nation("DE", gdp=1.0), NATIONS[2]]
    found = charged(under(NAME, problem.replace(phases=tuple(phases), nations=tuple(nations))))
    assert found == pytest.approx({"FR": 12 + 20, "DE": 15 + 10, "US": 0})


def test_there_is_no_rule_of_return_only_a_report() -> None:
    problem = under(NAME, programme(alpha=40.0))
    assert cost(problem) == pytest.approx(57)
    assert held(problem, RULE) == [False, False]


def test_whoever_asks_for_no_common_cost_pays_for_it() -> None:
    assert cost(under(NAME, programme(alpha=40.0), {RULE: {"strength": "must"}})) == pytest.approx(67)


def test_and_pays_nothing_where_the_work_stays_at_home_anyway() -> None:
    bound = under(NAME, programme(alpha=25.0), {RULE: {"strength": "must"}})
    assert cost(bound) == cost(under(NAME, programme(alpha=25.0))) == pytest.approx(52)


def test_what_only_a_third_country_can_do_is_common_whatever_is_asked() -> None:
    assert planned(under(NAME, programme(), {RULE: {"strength": "must"}})) is None
