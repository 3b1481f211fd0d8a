"""What a coalition's problem is: only its members join, and what they need alone is bought."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from procure.coalitions.of_members import of_members, players, posed
from procure.narrowed import narrowed
from procure.pooling import alone
from procure.problem import CUSTOMER, FIRM, PARTNER, THIRD, Fund, Problem
from procure.verbs import read

INPUTS = Path(__file__).parents[2] / "inputs"


@cache
def cavs() -> Problem:
    return posed(read(INPUTS / "cavs.xlsx"))


def of(problem: Problem, *members: str) -> Problem:
    found = of_members(problem, frozenset(members))
    assert found is not None
    return found


def test_of_everybody_the_problem_is_the_joint_one_and_of_one_that_of_buying_alone() -> None:
    assert players(cavs()) == ("DE", "DK", "FI", "LV", "SE")
    assert of(cavs(), *players(cavs())) is cavs()
    assert of(cavs(), "SE") == alone(cavs(), "SE")


def test_those_outside_need_and_pay_nothing_and_their_industry_still_sells() -> None:
    own = of(cavs(), "FI", "SE")
    roles = {n.id: n.role for n in own.nations}
    assert roles == {"DE": THIRD, "DK": THIRD, "LV": THIRD, "FI": PARTNER, "SE": PARTNER}
    assert {r.nation for r in own.requirements} == {b.nation for b in own.budgets} == {"FI", "SE"}
    assert own.suppliers == cavs().suppliers
    assert {i.id for i in own.items} == {"Finnish order", "Swedish order"}
    assert "Hulls, German order" not in {w.id for w in own.packages}


def test_what_a_nation_outside_buys_for_itself_is_not_bought_by_the_others() -> None:
    """Germany pays for its own line: without it there is none, and none of the others would pay for one alone."""
    assert {p.id for p in of(cavs(), "FI", "SE").phases} == {p.id for p in alone(cavs(), "FI").phases} == {"Vehicles"}
    assert {p.id for p in of(cavs(), "DE", "SE").phases} == {"Vehicles", "German line"}
    waiting = tuple(
        replace(w, after=("German tooling",)) if w.id == "Drivelines" else w for w in cavs().packages
    )
    needed = of(cavs().replace(packages=waiting), "FI", "SE")
    assert {p.id: p.key for p in needed.phases} == {"Vehicles": "own units", "German line": "equal"}


def test_rules_of_members_stay_and_those_of_others_go() -> None:
    assert {r.id for r in of(cavs(), "FI", "SE").rules} == {"work for money"}
    assert {r.id for r in of(cavs(), "DE", "LV").rules} == {"German industry", "Latvian industry", "work for money"}
    both = tuple(replace(r, who=("DE", "SE")) if r.id == "German industry" else r for r in cavs().rules)
    kept = {r.id: r.who for r in of(cavs().replace(rules=both), "FI", "SE").rules}
    assert kept["German industry"] == ("SE",)


def test_a_fund_whose_condition_was_anothers_promise_is_not_open_to_the_rest() -> None:
    condition = replace(cavs().rules[0], id="German promise", who=("DE",), strength="condition")
    funds = (Fund("open"), Fund("promised", needs=("German promise",)), Fund("for one", who=("DE",)))
    more = cavs().replace(rules=(*cavs().rules, condition), funds=funds)
    assert {g.id for g in of(more, "DE", "SE").funds} == {"open", "promised", "for one"}
    assert {g.id for g in of(more, "FI", "SE").funds} == {"open"}


def test_nobody_pays_a_penalty_and_nothing_comes_after_cost() -> None:
    problem = read(INPUTS / "two-nations.xlsx")
    joint = posed(problem)
    assert [o.name for o in joint.objectives] == ["lateness", "cost"]
    assert {r.strength for r in problem.rules} == {"must", "should"}
    assert {r.strength for r in joint.rules} == {"must", "report"}
    assert not posed(problem, budgets=False).budgets


def test_options_and_wishes_are_left_out_so_that_all_plans_are_for_the_same() -> None:
    problem = read(INPUTS / "shells-155.xlsx")
    joint = posed(problem)
    assert {r.order for r in problem.requirements} > {FIRM}
    assert {r.order for r in joint.requirements} == {FIRM}
    assert "wishes met" not in {o.name for o in joint.objectives}


def test_customers_among_themselves_are_partners_and_who_needs_nothing_costs_nothing() -> None:
    roles = tuple(replace(n, role=CUSTOMER) if n.id in ("FI", "SE") else n for n in cavs().nations)
    idle = tuple(r for r in cavs().requirements if r.nation != "LV")
    problem = cavs().replace(nations=roles, requirements=idle)
    assert {n.id for n in of(problem, "FI", "SE").nations if n.role == PARTNER} == {"FI", "SE"}
    assert {n.id for n in of(problem, "DE", "SE").nations if n.role == CUSTOMER} == {"SE"}
    assert of_members(problem, frozenset(["LV"])) is None


def test_a_donation_is_among_the_needs_of_who_pays_it() -> None:
    given = replace(cavs().requirements[0], nation="UA", payer="SE")
    third = replace(cavs().nations[0], id="UA", role=THIRD)
    problem = cavs().replace(nations=(*cavs().nations, third), requirements=(*cavs().requirements, given))
    assert ("UA", "SE") in {(r.nation, r.payer) for r in narrowed(problem, ("SE",)).requirements}
    assert "UA" not in {r.nation for r in narrowed(problem, ("FI",)).requirements}
