"""Prices: the cheapest plan as asked beside the cheapest one without a rule, as far as bounds prove it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from procure import pool, solve, worth
from procure.explain.prices import How, prices
from procure.findings import Refused
from procure.plan import Plan
from procure.planning import plan
from procure.problem import GRANT, Fund, Problem, Rule
from procure.tables import price
from procure.tables.price import COMPARED, LOOSER, NO_PLAN, TIGHTER, WITHOUT, Price
from procure.tables.price_words import sentences
from procure.whatif import solving
from tests.clauses import small
from tests.explain import inline
from tests.explain.enumerated_prices import counted

TOLD = (4, 6, 8, 10, 18, 20, 38, 39, 49, 53)  # seeds with a rule that leaves a plan
BETA = Rule("work for Beta", "work", ("DE",), relation=">=", amount=10.0, base="M", asked_by="DE")


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "run", inline.run)


def two_nations(*rules: Rule, **tables: Any) -> Problem:
    """A radar of 12 M by Alpha of FR or 15 M by Beta of DE, which share its cost."""
    standard: dict[str, Any] = {
        "nations": (small.nation("DE"), small.nation("FR")),
        "suppliers": (small.supplier(), small.supplier("Beta", "DE", price_factor=1.25)),
        "packages": (small.one_off(),),
        "rules": rules,
    }
    return small.problem(**(standard | tables))


def planned(problem: Problem) -> Plan:
    found = plan(problem).plan
    assert found is not None
    return found


def priced(problem: Problem, *names: str, how: How | None = None) -> list[Price]:
    return prices(problem, planned(problem), names or None, how or How())


@pytest.mark.parametrize("seed", TOLD)
def test_the_price_of_a_rule_is_what_enumeration_finds_with_and_without_it(seed: int) -> None:
    found = counted(seed)
    assert found is not None
    assert found.rules > 0
    assert not found.wrong


def test_a_rule_costs_what_the_cheaper_supplier_would_have_saved_and_each_nation_its_part() -> None:
    (found,) = priced(two_nations(BETA))
    case = found.without
    assert (case.how, case.state, case.certain) == (WITHOUT, COMPARED, True)
    assert case.cost is not None
    assert (case.cost.amount, case.cost.low, case.cost.high) == (-3, -3, -3)
    assert case.nations == (("DE", Decimal("-1.50")), ("FR", Decimal("-1.50")))
    assert found.of == 15
    said = "Rule 'work for Beta' costs the programme 3.00 M (20.0%; proven): "
    assert next(sentences(found)) == said + "in the plan found without it DE pays 1.50 M less and FR pays 1.50 M less."


def test_steps_of_a_rule_are_priced_and_one_that_leaves_no_plan_says_so() -> None:
    (found,) = priced(two_nations(replace(BETA, amount=14.9)))
    looser, tighter = found.cases[1:]
    assert (looser.how, looser.step, looser.cost and looser.cost.amount) == (LOOSER, "amount 14.155", 0)
    assert (tighter.how, tighter.step, tighter.state) == (TIGHTER, "amount 15.645", NO_PLAN)
    assert list(sentences(found))[-1] == "Rule 'work for Beta', one step tighter (amount 15.645): no plan."


def test_without_steps_there_is_one_case() -> None:
    (found,) = priced(two_nations(BETA), how=How(steps=False))
    assert [case.how for case in found.cases] == [WITHOUT]


def test_a_difference_within_what_is_proven_is_uncertain_and_never_told_as_a_number() -> None:
    (found,) = priced(two_nations(BETA), how=How(gap=0.5))
    cost = found.without.cost
    assert cost is not None
    assert (cost.low, cost.high, cost.certain) == (-3, 0, False)
    expected = "What rule 'work for Beta' costs is less than what is proven of the plans: at most 3.00 M."
    assert next(sentences(found)) == expected


def test_a_rule_that_does_not_bind_is_solved_without_all_the_same_and_costs_nothing() -> None:
    (found,) = priced(two_nations(replace(BETA, who=("FR",))))
    assert found.without.cost is not None
    assert found.without.cost.none
    assert next(sentences(found)) == "Rule 'work for Beta' costs nothing: no plan is cheaper without it."


def test_a_rule_that_speaks_of_nothing_is_not_solved_for(monkeypatch: pytest.MonkeyPatch) -> None:
    solved: list[int] = []
    known = solving.scenarios

    def counting(start: Any, resolved: Sequence[Any], how: Any, tell: Any) -> list[solving.Case]:
        solved.append(len(resolved))
        return known(start, resolved, how, tell)

    monkeypatch.setattr(solving, "scenarios", counting)
    general = replace(BETA, id="general", measure="deliveries", base="units", agreed=True)
    found = priced(two_nations(general), how=How(steps=False))
    assert solved == [0]
    assert [one.without.cost is not None and one.without.cost.none for one in found] == [True]


def test_lateness_is_compared_before_cost() -> None:
    """Two tanks are due in the first period; Alpha can make one a period."""
    problem = two_nations(
        packages=(small.per_unit(),), items=(small.item(),), requirements=(small.need(2, 0, 0),),
        capacities=(small.capacity(1, 1, 1, unit="sets"), small.capacity(0, 0, 0, supplier="Beta", unit="sets")),
        objectives=(),
    )  # fmt: skip
    (found,) = priced(problem, "Capacity[Alpha, sets]", how=How(steps=False))
    before, cost = found.without.before, found.without.cost
    assert before is not None
    assert cost is not None
    assert (before.name, before.amount, before.unit, cost.amount) == ("lateness", -1, "unit-periods", 0)
    expected = "Capacity[Alpha, sets] is felt in lateness: 1 unit-period less (proven) without it"
    assert next(sentences(found)) == f"{expected}, at a cost of no more and no less."


def test_money_that_is_discounted_is_said_to_be_so() -> None:
    problem = two_nations(replace(BETA, amount=8.0), packages=(small.one_off(earliest=1),), discount=0.25)
    (found,) = priced(problem, how=How(steps=False))
    assert found.present_value
    said = next(sentences(found))
    assert "3.00 M" not in said.partition(":")[0]
    assert " in present value " in said
    assert said.endswith("not discounted.")


def test_a_name_that_no_row_has_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match=r"Did you mean 'Rules\[work for Beta\]'"):
        priced(two_nations(BETA), "Rules[work for Betta]")


def test_ctrl_c_keeps_the_prices_that_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(task: Any, shared: Any, items: Sequence[Any], jobs: int, tell: Callable[[Any], None]) -> list[Any]:
        return [*inline.run(task, shared, items[:1], jobs, tell), *[None] * (len(items) - 1)]

    monkeypatch.setattr(pool, "run", stopped)
    other = replace(BETA, id="yet another", amount=9.0)
    found = priced(two_nations(BETA, other))
    assert [(one.name, len(one.cases)) for one in found] == [("Rules[work for Beta]", 1)]


def test_prices_stopped_before_the_first_plan_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = two_nations(BETA)
    found = planned(problem)
    stopped = solving.Case("base", problem, replace(plan(problem), state="interrupted"))
    monkeypatch.setattr(solving, "base", lambda *_: stopped)
    assert prices(problem, found, None, How()) == []


def test_progress_is_told_case_by_case() -> None:
    told: list[tuple[int, int, str]] = []
    problem = two_nations(BETA)
    prices(problem, planned(problem), None, How(), lambda *now: told.append(now))
    assert [one[:2] for one in told] == [(1, 3), (2, 3), (3, 3)]
    assert told[0][2] == "Rules[work for Beta], without"


def test_a_limit_of_nodes_leaves_prices_with_what_is_proven() -> None:
    (found,) = priced(two_nations(BETA), how=How(solve.Options(nodes=0), steps=False))
    cost = found.without.cost
    assert cost is not None
    assert cost.low is not None
    assert cost.low <= -3 <= (cost.high or 0)


def test_facts_of_a_run_are_read_as_they_were_told() -> None:
    found = priced(two_nations(replace(BETA, amount=14.9)))
    assert price.of_run(price.facts(found)) == found
    assert price.of_run({"price of Rules[x]": "not what it should be", "price of y": "{}", "seed": "0"}) == []


def test_what_funds_are_worth_is_not_asked_again_for_every_price(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = two_nations(BETA, funds=(Fund("grant", GRANT, rate_fraction=0.5, envelope_m=1.0),))
    found, asked = planned(problem), []  # type: Plan, list[str]
    monkeypatch.setattr(worth, "of_funds", lambda *_: asked.append("worth") or {})
    (one,) = prices(problem, found, None, How(steps=False))
    assert one.without.certain
    assert asked == []


def test_bounds_that_contradict_each_other_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be dearer without a rule."""
    problem = two_nations(BETA)
    found = planned(problem)

    def lying(start: Any, resolved: Sequence[Any], how: Any, tell: Any) -> list[solving.Case]:
        outcome = plan(resolved[0].problem)
        dear = tuple(replace(s, best=s.best + 9, bound=s.best + 9) if s.name == "cost" else s for s in outcome.stages)
        return [solving.Case("lie", resolved[0].problem, replace(outcome, stages=dear))]

    monkeypatch.setattr(solving, "scenarios", lying)
    (one,) = prices(problem, found, None, How(steps=False))
    assert one.without.cost is not None
    assert (one.without.cost.low, one.without.cost.high, one.without.certain) == (None, None, False)
    assert next(sentences(one)) == "What rule 'work for Beta' costs is not known: nothing is proven of the plans."
