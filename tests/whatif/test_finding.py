"""Least, greatest and earliest values: against every value tried one by one with an enumeration of its own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from procure import solve
from procure.findings import Refused
from procure.planning import plan
from procure.problem import Budget, Capacity, Problem, Rule
from procure.whatif import exact_end, finding, finding_words
from procure.whatif.finding import Found, How, Within, find
from procure.whatif.shape import Shape
from procure.whatif.target import target
from tests import brute
from tests.whatif.tiny import ROUNDING, limits, programme

BUDGETS = (Budget("DE", limits(2.0, 2.0, 24.0, 30.0), row=2), Budget("FR", limits(2.0, 2.0, 30.0, 24.0), row=3))


def found(problem: Problem, word: str, words: str, cap: float | None = None, late: float | None = None) -> Found:
    return find(problem, target(problem, word, words), Within(cap, late), How())


def answer(problem: Problem, word: str, words: str, cap: float | None = None) -> tuple[float | None, float | None]:
    """(strictest value with a plan, the value next to it without one)."""
    one = found(problem, word, words, cap)
    return tuple(None if x is None else float(x.value) for x in (one.best, one.beyond))  # type: ignore[return-value]


def refused(problem: Problem, word: str, words: str) -> str:
    with pytest.raises(Refused) as complaint:
        target(problem, word, words)
    (one,) = complaint.value.findings
    assert one.where == f"target '{words}'"
    return one.rule


def with_budget(period: int, amount: float) -> Problem:
    """The programme where FR can pay so much in the period."""
    amounts: list[float | None] = [2.0, 2.0, 30.0, 24.0]
    amounts[period] = amount
    return programme(budgets=(BUDGETS[0], Budget("FR", limits(*amounts))))


def first_with_a_plan(problems: list[Problem]) -> int:
    """Number of the first of them that has a plan, by enumeration."""
    return next(number for number, problem in enumerate(problems) if brute.best(problem) is not None)


@pytest.mark.parametrize(("period", "label"), [(2, "2029"), (3, "2030")])
def test_the_least_budget_is_the_first_of_all_that_has_a_plan(period: int, label: str) -> None:
    every = [with_budget(period, ROUNDING * k) for k in range(25)]
    least = first_with_a_plan(every) * ROUNDING
    problem = programme(budgets=BUDGETS)
    assert answer(problem, "least", f"Budgets[FR, {label}]") == (least, least - ROUNDING if least else None)


def test_a_budget_is_found_in_one_solve_and_what_it_gives_is_checked_by_planning() -> None:
    problem = programme(budgets=BUDGETS)
    one = found(problem, "least", "Budgets[DE, 2029]")
    assert one.in_one_solve
    assert one.best is not None
    assert one.beyond is not None
    assert len(one.tries) == 2
    assert one.outcome is not None
    assert one.outcome.plan is not None
    assert one.state == solve.PROVEN
    assert one.beyond.state == solve.INFEASIBLE


def test_a_search_by_halves_finds_the_same_as_the_one_solve(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = programme(budgets=BUDGETS)
    cells = [("least", "Budgets[FR, 2029]"), ("least", "Budgets[DE, 2029]"), ("least", "Nations[FR, ceiling]")]
    one_solve = [answer(problem, *cell) for cell in cells]
    monkeypatch.setattr(exact_end, "end", lambda *_: None)
    assert [answer(problem, *cell) for cell in cells] == one_solve


def test_the_greatest_amount_of_a_rule_is_the_last_of_all_that_has_a_plan() -> None:
    every = [programme(rules=(_floor(ROUNDING * k),)) for k in range(60)]
    greatest = max(k for k, problem in enumerate(every) if brute.best(problem) is not None) * ROUNDING
    problem = programme(rules=(_floor(10.0),))
    assert answer(problem, "greatest", "Rules[floor, amount]") == (greatest, greatest + ROUNDING)


def _floor(amount: float) -> Rule:
    return Rule("floor", "work", who=("FR",), amount=amount, base="M", relation=">=", row=2)


def test_an_amount_that_stands_with_other_numbers_is_searched_for() -> None:
    share = replace(_floor(10.0), base="% of total work", who=("DE",))
    one = found(programme(rules=(share,)), "greatest", "Rules[floor, amount]")
    assert not one.in_one_solve
    assert one.best is not None
    assert one.best.value == 100  # DE alone can make all; no share is greater
    ceiling = replace(_floor(90.0), base="% of total work", who=("FR", "DE"), relation="<=", each=False)
    assert answer(programme(rules=(ceiling,)), "least", "Rules[floor, amount]")[0] == 0.0  # Lima makes all


def test_the_earliest_end_of_a_package_and_the_earliest_delivery_kept() -> None:
    problem = programme()
    one = found(problem, "earliest", "Packages[hull, latest]")
    assert one.best is not None
    assert one.target.shown(one.best.value) == "2029"
    assert answer(problem, "earliest", "Requirements[FR, tank, first delivery]") == (2.0, 1.0)
    late = programme(capacities=[Capacity(s.id, limits(0.0, 0.0, 0.0, 9.0)) for s in problem.suppliers])
    assert answer(late, "earliest", "Requirements[FR, tank, first delivery]") == (3.0, 2.0)


def test_cost_at_most_asks_for_a_plan_that_costs_no_more() -> None:
    problem = programme(budgets=BUDGETS)
    free, cheap = (answer(problem, "least", "Budgets[FR, 2029]", cap)[0] for cap in (None, 72.0))
    assert free is not None
    assert cheap is not None
    assert cheap >= free
    one = found(problem, "least", "Budgets[FR, 2029]", 72.0)
    assert one.outcome is not None
    assert next(stage.value for stage in one.outcome.stages if stage.name == "cost") <= 72.0
    assert answer(problem, "least", "Budgets[FR, 2029]", 70.0)[0] is None


def test_late_at_most_asks_for_a_plan_that_is_no_later() -> None:
    rich = Budget("DE", limits(40.0, 0.0, 0.0, 40.0))
    problem = programme(budgets=(rich, BUDGETS[1]))
    every = [one.replace(budgets=(rich, one.budgets[1])) for one in (with_budget(2, ROUNDING * k) for k in range(25))]
    bests = [brute.best(one) for one in every]
    punctual, any_ = (
        next(k * ROUNDING for k, best in enumerate(bests) if best is not None and best.lateness <= most)
        for most in (0.0, 99.0)
    )
    assert punctual > any_
    one = found(problem, "least", "Budgets[FR, 2029]", late=0.0)
    assert one.best is not None
    assert float(one.best.value) == punctual
    assert "is late by at most 0 unit-periods" in finding_words.words(one, "least")[0]
    assert answer(problem, "least", "Budgets[FR, 2029]")[0] == any_


def test_where_nothing_helps_it_is_said_and_why() -> None:
    nations = tuple(replace(n, ceiling_m=10.0) if n.id == "FR" else n for n in programme().nations)
    one = found(programme(nations=nations, budgets=BUDGETS), "least", "Budgets[FR, 2029]")
    assert (one.best, one.state) == (None, solve.INFEASIBLE)
    (said,) = finding_words.words(one, "least")
    assert said.startswith("No Budgets[FR, 2029] has a plan")


def test_where_nothing_is_refused_the_strictest_that_the_column_takes_is_the_answer() -> None:
    problem = programme(budgets=(Budget("FR", limits(5.0, None, None, None), row=2),))
    assert answer(problem, "least", "Budgets[FR, 2027]") == (0.0, None)


def test_a_value_that_is_not_answered_in_time_is_not_taken_for_infeasible(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = programme(budgets=BUDGETS)
    least = answer(problem, "least", "Budgets[DE, 2029]")[0]
    assert least is not None
    true_plan = finding.plan

    def slow(problem: Problem, *rest: object, **more: object) -> object:
        outcome = true_plan(problem, *rest, **more)  # type: ignore[arg-type]
        return outcome if outcome.plan is not None else replace(outcome, state=solve.NO_PLAN)

    monkeypatch.setattr(finding, "plan", slow)
    one = found(problem, "least", "Budgets[DE, 2029]")
    assert one.state == solve.NO_PLAN
    assert one.unknown is not None
    assert one.beyond is None
    assert "not known" in " ".join(finding_words.words(one, "least"))


def test_ctrl_c_ends_the_search_with_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, true_plan, tried = programme(budgets=BUDGETS), finding.plan, []

    def stopped(problem: Problem, *rest: object, **more: object) -> object:
        tried.append(problem)
        outcome = true_plan(problem, *rest, **more)  # type: ignore[arg-type]
        return replace(outcome, state=solve.INTERRUPTED) if len(tried) == 2 else outcome

    monkeypatch.setattr(finding, "plan", stopped)
    monkeypatch.setattr(exact_end, "end", lambda *_: None)
    one = found(problem, "least", "Budgets[DE, 2029]")
    assert (one.state, len(tried)) == (solve.INTERRUPTED, 2)
    assert one.best is not None
    assert "it was interrupted" in " ".join(finding_words.words(one, "least"))


def test_ctrl_c_in_the_one_solve_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    true_solve = solve.solve

    def stopped(*asked: Any) -> Any:
        return replace(true_solve(*asked), state=solve.INTERRUPTED)

    monkeypatch.setattr(exact_end.solve, "solve", stopped)
    with pytest.raises(KeyboardInterrupt):
        found(programme(budgets=BUDGETS), "least", "Budgets[DE, 2029]")


def test_a_value_that_the_reader_does_not_take_is_not_told_as_the_loosest_tried() -> None:
    one = found(programme(budgets=BUDGETS), "least", "Budgets[DE, 2029]", cap=1.0)
    assert one.best is None
    assert "the inputs do not fit" not in " ".join(finding_words.words(one, "least"))


def test_numbers_of_which_it_is_not_known_which_way_is_looser_are_refused() -> None:
    problem = programme(budgets=BUDGETS, rules=(_floor(10.0), replace(_floor(10.0), id="exact", relation="=")))
    assert refused(problem, "least", "Suppliers[Lima, price factor]") == "not monotone"
    assert refused(problem, "least", "Rules[exact, amount]") == "not monotone"
    assert refused(problem, "greatest", "Budgets[FR, 2029]") == "no such end"
    assert refused(problem, "earliest", "Budgets[FR, 2029]") == "no such end"
    assert refused(problem, "least", "Budgets[*, 2029]") == "several rows"
    assert refused(problem, "least", "Budgets[FR, 2028/2029]") == "several cells"
    assert refused(problem, "least", "Budgets[UK, 2029]") == "nothing matches"
    assert refused(problem, "least", "Budgets[FR, 2029") == "change"
    with pytest.raises(Refused, match="2099"):
        target(problem, "least", "Budgets[FR, 2099]")
    soft = programme(rules=(replace(_floor(10.0), strength="should", penalty_m=1.0),))
    assert refused(soft, "greatest", "Rules[floor, amount]") == "target"


def test_points_below_an_agreed_share_are_looser_the_more_they_are() -> None:
    share = replace(_floor(10.0), base="points of agreed share")
    assert target(programme(rules=(share,)), "least", "Rules[floor, amount]").looser == 1


def test_the_one_solve_is_left_where_the_number_is_not_on_the_right_side_alone() -> None:
    share = replace(_floor(10.0), base="% of total work")
    problem = programme(rules=(share,), budgets=BUDGETS)
    amount = target(problem, "greatest", "Rules[floor, amount]")
    budget = target(problem, "least", "Budgets[FR, 2029]")
    assert exact_end.end(problem, amount, Shape(), solve.Options()) is None
    assert exact_end.end(problem, budget, Shape(), solve.Options()) is not None


def test_the_plan_at_the_value_is_the_one_that_planning_the_changed_workbook_makes() -> None:
    problem = programme(budgets=BUDGETS)
    one = found(problem, "least", "Budgets[FR, 2029]")
    assert one.best is not None
    assert one.outcome is not None
    again = plan(one.target.at(problem, Decimal(one.best.value)))
    assert [s.value for s in again.stages] == pytest.approx([s.value for s in one.outcome.stages])
