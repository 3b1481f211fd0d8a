"""Cost: slack, binding and broken."""

from __future__ import annotations

from decimal import Decimal

import pytest

from procure import rules
from procure.problem import Rule
from tests.problems import declared, facts, least, plan


def rule(amount: float, relation: str, each: bool = True, window: str = "total") -> Rule:
    return Rule("r", "cost", ("partners",), each, relation=relation, amount=amount, base="M", window=window)


@pytest.mark.parametrize(("relation", "expected"), [(">=", 30), ("=", 30), ("<=", 0)])
def test_a_rule_on_cost_binds_exactly_at_its_amount(relation: str, expected: float) -> None:
    f = facts(rule(30, relation))
    m = declared(f)
    rules.constrain(m, f)
    assert least(m, [(1, x) for (n, _, _), x in m.x["charge"].items() if n == "FR"]) == expected


def test_together_adds_the_nations_up_and_a_period_counts_alone() -> None:
    f = facts(rule(10, ">=", each=False, window="each period"))
    m = declared(f)
    rules.constrain(m, f)
    assert least(m, [(1, x) for x in m.x["charge"].values()]) == 40


CHARGED = plan(charge={("FR", "production", 1): 6, ("FR", "development", 2): 5, ("DE", "production", 1): 4})


@pytest.mark.parametrize(
    ("relation", "amount", "held", "binding"),
    [
        ("<=", 12, [True, True], [False, False]),
        ("<=", 11, [True, True], [False, True]),
        ("<=", 5, [True, False], [False, False]),
    ],
)
def test_slack_binding_and_broken(relation: str, amount: float, held: list[bool], binding: list[bool]) -> None:
    found = rules.results(CHARGED, facts(rule(amount, relation)))
    assert [r.who for r in found] == ["DE", "FR"]
    assert [r.held for r in found] == held
    assert [r.binding for r in found] == binding


def test_rounding_is_granted_by_leaf() -> None:
    de, fr = rules.audit(CHARGED, facts(rule(1, ">=")))
    assert (de.tolerance, fr.tolerance) == (Decimal("0.01"), Decimal("0.02"))
