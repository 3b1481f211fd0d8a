"""Items: how many items of a family are in use, or go to a nation: slack, binding and broken."""

from __future__ import annotations

from typing import Any

import pytest

from procure import planning, rules
from procure.facts import Facts
from procure.problem import ONE_OFF, PER_UNIT, Item, Nation, Package, Phase, Problem, Requirement, Rule, Supplier
from procure.words import plain
from tests.problems import plan, two_nations


def rule(amount: float, relation: str = "<=", **words: Any) -> Rule:
    standard: dict[str, Any] = {"who": ("all",), "each": False, "of": (("family", "trucks"),)}
    return Rule("common", "items", relation=relation, amount=amount, base="count", **(standard | words))


def programme(*chosen: Rule, asked: tuple[str, ...] = (), **tables: Any) -> Problem:
    """FR takes 10 trucks, DE 2: a van of 2 M each or a lorry of 3 M, DE's with the standards asked; no development."""
    standard: dict[str, Any] = {
        "nations": (Nation("FR"), Nation("DE")),
        "phases": (Phase("production", "equal"),),
        "suppliers": (Supplier("Arsenal", "FR"),),
        "items": (
            Item("lorry", "production", family="trucks", standards=("arctic",)),
            Item("van", "production", family="trucks"),
        ),
        "requirements": (
            Requirement("FR", "trucks", (0.0, 0.0, 5.0, 5.0)),
            Requirement("DE", "trucks", (0.0, 0.0, 2.0, 0.0), asked),
        ),
        "packages": (
            Package("lorry body", PER_UNIT, "production", items=("lorry",), value_m=3.0),
            Package("van body", PER_UNIT, "production", items=("van",), value_m=2.0),
            Package("tools", ONE_OFF, "production", items=("lorry", "van"), value_m=1.0),
        ),
        "headings": (),
    }
    return two_nations(*chosen, **(standard | tables))


def cost(problem: Problem) -> float | None:
    outcome = planning.plan(problem, gap=0.0)
    return None if outcome.plan is None else float(sum(v for _, v in outcome.plan.items("charge")))


@pytest.mark.parametrize(("amount", "expected"), [(2, 1 + 20 + 6), (1, 1 + 36), (0, None)])
def test_a_bound_on_the_items_in_use_is_slack_binds_or_leaves_no_plan(amount: int, expected: float | None) -> None:
    assert cost(programme(rule(amount), asked=("arctic",))) == expected


def test_at_least_so_many_items_must_be_handed_over_for_real() -> None:
    outcome = planning.plan(programme(rule(2, ">=")), gap=0.0)
    assert outcome.plan is not None
    assert outcome.plan.total("deliver", "lorry") == 1


def test_each_nation_may_be_held_to_one_item() -> None:
    one_each = rule(1, who=("FR", "DE"), each=True)
    rates = {"lorry": 9, "van": 2}
    capped = tuple(Item(i, "production", family="trucks", max_rate=rate) for i, rate in rates.items())
    problem = programme(one_each, items=capped)
    free, held = (planning.plan(p, gap=0.0).plan for p in (problem.replace(rules=()), problem))
    assert free is not None
    assert held is not None
    assert {i for (i, n, _), _ in free.items("deliver") if n == "FR"} == {"lorry", "van"}
    assert len({i for (i, n, _), _ in held.items("deliver") if n == "FR"}) == 1


@pytest.mark.parametrize(("amount", "held", "slack"), [(3, True, 1), (2, True, 0), (1, False, -1)])
def test_items_are_counted_in_a_finished_plan(amount: int, held: bool, slack: int) -> None:
    made = plan(deliver={("van", "FR", 2): 5, ("van", "FR", 3): 5, ("lorry", "DE", 2): 2})
    (result,) = rules.results(made, Facts(programme(rule(amount))))
    assert (result.reached, result.held, result.slack, result.binding) == (2, held, slack, slack == 0)


def test_a_nations_own_items_are_counted_alone() -> None:
    made = plan(deliver={("van", "FR", 2): 5, ("lorry", "DE", 2): 1, ("van", "DE", 2): 1})
    found = rules.results(made, Facts(programme(rule(1, who=("all",), each=True))))
    assert {r.who: r.reached for r in found} == {"DE": 2, "FR": 1}


def test_a_family_in_a_filter_stands_for_its_items_and_their_packages() -> None:
    other = Item("jeep", "production")
    problem = programme(items=(*programme().items, other))
    work = Rule("w", "work", ("all",), each=False, base="M", of=(("family", "trucks"),), amount=1)
    (row,) = rules.rows(Facts(problem.replace(rules=(work,))))
    assert row.packages == ("lorry body", "tools", "van body")
    assert row.items == ("lorry", "van")


def test_pro_rata_of_one_item_of_a_family_is_refused_and_of_the_family_is_not() -> None:
    words: dict[str, Any] = {"relation": "<=", "amount": 1, "base": "units from pro-rata", "window": "cumulative"}
    whole = Rule("w", "deliveries", ("all",), of=(("family", "trucks"),), **words)
    part = Rule("p", "deliveries", ("all",), of=(("item", "van"),), **words)
    (found,) = rules.refusals(Facts(programme(whole, part)))
    assert found.rule == "split family"
    made = plan(deliver={("van", "FR", 2): 5, ("lorry", "DE", 2): 1})
    results = rules.results(made, Facts(programme(whole)))
    assert [round(float(r.reached or 0), 6) for r in results if r.who == "DE"] == [round(6 * 2 / 7 - 1, 6), 0.0]


def test_the_rule_is_told_in_plain_words() -> None:
    assert plain(rule(1)) == "The number of different items in all nations' deliveries of family trucks is at most 1."


def test_items_of_no_base_but_count() -> None:
    (found,) = rules.refusals(Facts(programme(rule(1, of=()).__class__("m", "items", base="M", amount=1))))
    assert "count" in found.hint
