"""Suppliers: counts of those that hold an award: slack, binding and broken."""

from __future__ import annotations

import pytest

from procure import rules
from procure.problem import Rule
from tests.problems import declared, facts, least, plan


def rule(amount: float, relation: str, each: bool = False, **words: object) -> Rule:
    return Rule("r", "suppliers", ("partners",), each, relation=relation, amount=amount, base="count", **words)  # type: ignore[arg-type]


def awards(one: Rule, sign: int = 1) -> float | None:
    """Least (or most) number of awards to Arsenal, Bureau and Krauss under the rule."""
    f = facts(one)
    m = declared(f)
    rules.constrain(m, f)
    found = least(m, [(sign, x) for (_, s), x in m.x["award"].items() if s != "Lima"])
    return None if found is None else abs(found)


@pytest.mark.parametrize(("relation", "expected"), [(">=", 2), ("=", 2), ("<=", 0)])
def test_a_supplier_counts_only_with_an_award(relation: str, expected: float) -> None:
    assert awards(rule(2, relation)) == expected


def test_a_supplier_with_an_award_counts() -> None:
    assert awards(rule(1, "<="), -1) == 4  # one supplier may hold all four packages
    assert awards(rule(0, "<="), -1) == 0
    assert awards(rule(3, "<="), -1) == 10  # Bureau does the two packages of its sector


def test_more_suppliers_than_there_are_leave_no_plan() -> None:
    assert awards(rule(4, ">=")) is None


def test_each_nation_and_each_phase_counts_its_own() -> None:
    assert awards(rule(1, ">=", each=True)) == 2
    assert awards(rule(1, ">=", each=True, by_phase=True)) == 4


HELD = plan(award={("design", "Bureau"): 1, ("hull", "Arsenal"): 1, ("gun", "Arsenal"): 1, ("gun", "Lima"): 1})


@pytest.mark.parametrize(
    ("amount", "relation", "held", "binding"),
    [
        (1, ">=", True, False),
        (2, ">=", True, True),
        (2, "=", True, True),
        (3, ">=", False, False),
        (1, "<=", False, False),
    ],
)
def test_a_finished_plan_is_counted_by_its_awards(amount: float, relation: str, held: bool, binding: bool) -> None:
    (result,) = rules.results(HELD, facts(rule(amount, relation)))
    assert (result.reached, result.held, result.binding) == (2, held, binding)
    assert result.unit == "suppliers"


def test_only_packages_of_the_filter_count() -> None:
    (result,) = rules.results(HELD, facts(rule(1, ">=", of=(("sector", "steel"),))))
    assert result.reached == 1
