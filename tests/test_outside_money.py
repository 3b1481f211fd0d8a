"""Outside money from problem to workbook: what is taken, under which conditions, and what it was worth."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from procure import evaluating, funding, planning, rules
from procure.audit import audit, audit_file
from procure.calendar import Span
from procure.facts import Facts
from procure.findings import errors
from procure.plan import Plan
from procure.problem import Budget, Fund, Limit, Objective, Problem, Rule
from procure.publishing import publish
from procure.solve import Options
from procure.tables import figures, sheets
from procure.tables.sentences import lines
from procure.words import plain
from tests.generate import generate
from tests.generating.outside import with_funds
from tests.problems import two_nations
from tests.spoil_plan import OPERATORS

EXACT = (Objective("lateness"), Objective("cost"))
# All work by partners makes 460 M, the cheapest plan 414 M: the condition costs 46 M.
EUROPEAN = Rule(
    "european", "work", ("EU",), False, relation=">=", amount=100.0, base="% of total work", strength="condition"
)
ACTION = Fund("action", rate_fraction=0.2, envelope_m=50.0, needs=("european",))
LOAN = Fund("SAFE", "loan", interest_fraction=0.03, repay_from_months=24.0, repay_periods=10)


def programme(*funds: Fund, **tables: Any) -> Problem:
    return two_nations(EUROPEAN, **({"objectives": EXACT, "funds": funds} | tables))


def planned(problem: Problem) -> Plan:
    """The plan, audited."""
    found = planning.plan(problem).plan
    assert found is not None
    assert [str(x) for x in audit(found, Facts(problem)).findings] == []
    return found


def words(problem: Problem, plan: Plan) -> str:
    return " ".join(sentence for sentence, _ in lines(figures(problem, plan)))


@pytest.mark.parametrize(("envelope", "taken", "charge"), [(45.5, 0, "414.00"), (46.5, 1, "413.50")])
def test_the_plan_flips_where_the_grant_comes_to_more_than_its_condition_costs(
    envelope: float, taken: int, charge: str
) -> None:
    problem = programme(replace(ACTION, envelope_m=envelope))
    plan = planned(problem)
    assert plan.get("taken", "action") == taken
    assert plan.total("charge") == Decimal(charge)
    assert plan.total("work", "US") == (0 if taken else 414)


def test_a_condition_out_of_reach_is_left_and_one_just_within_is_met() -> None:
    held = two_nations(EUROPEAN, objectives=EXACT, funds=(ACTION,), pins=())
    no_french = replace(EUROPEAN, who=("US",), relation="<=", amount=1.0, base="M")
    design_only = [w if w.id != "design" else replace(w, given_to=(("Lima", None),)) for w in held.packages]
    for most, taken in ((89.0, 0), (91.0, 1)):  # the design costs 90 M at Lima and can go nowhere else
        rule = replace(no_french, amount=most)
        problem = two_nations(rule, objectives=EXACT, funds=(ACTION,), packages=tuple(design_only))
        assert planned(problem).get("taken", "action") == taken


def test_the_summary_says_what_a_grant_was_worth_and_what_its_conditions_cost() -> None:
    problem = programme(ACTION)
    said = words(problem, planned(problem))
    assert "Grant action gives FR 27.50 M, DE 22.50 M: taken; it saves 4.00 M" in said
    assert "it brings 50.00 M, and meeting its conditions costs 46.00 M." in said
    problem = programme(replace(ACTION, envelope_m=40.0))
    said = words(problem, planned(problem))
    assert "Grant action gives nothing: not taken; taking it would cost 6.00 M more" in said


def test_a_fund_whose_condition_cannot_be_met_is_said_to_be_out_of_reach() -> None:
    rule = replace(EUROPEAN, amount=5000.0, base="M")
    problem = two_nations(rule, objectives=EXACT, funds=(ACTION,))
    assert "not taken; its conditions are out of reach" in words(problem, planned(problem))


def test_a_condition_that_no_taken_fund_needs_is_not_needed_and_not_missed() -> None:
    problem = programme(replace(ACTION, envelope_m=40.0))
    plan = planned(problem)
    (result,) = rules.results(plan, Facts(problem))
    assert (result.needed, result.held) == (False, False)
    assert "Missed" not in words(problem, plan)
    (result,) = rules.results(planned(programme(ACTION)), Facts(programme(ACTION)))
    assert (result.needed, result.held) == (True, True)


def test_a_condition_is_told_in_plain_words() -> None:
    assert plain(EUROPEAN) == "EU's work is at least 100 % of the total work (where a fund that is taken needs it)."


def test_two_funds_of_sixty_per_cent_never_choose_a_dearer_bid() -> None:
    who = {"who": ("FR", "DE"), "phases": ("development",)}  # paid equally, so that all of it can be borne
    problem = programme(Fund("one", rate_fraction=0.6, **who), Fund("two", rate_fraction=0.6, **who))
    plan = planned(problem)
    assert plan.total("charge", None, "development") == 0
    assert min(value for _, value in plan.items("charge")) >= 0
    assert plan.total("spend") == 414
    assert [stage.name for stage in planning.plan(problem).stages] == ["lateness", "cost", "spend"]


def test_nations_outside_a_funds_beneficiaries_pay_no_less_for_it() -> None:
    without, plan = planned(programme()), planned(programme(Fund("national", who=("FR",), rate_fraction=0.1)))
    assert plan.total("charge", "FR") < without.total("charge", "FR")
    assert plan.total("charge", "DE") == without.total("charge", "DE")


def test_a_bonus_comes_with_its_fund_and_not_alone() -> None:
    bonus = Fund("bonus", rate_fraction=0.05, needs=("action",))
    assert planned(programme(ACTION, bonus)).total("grant", "bonus") > 0
    assert planned(programme(replace(ACTION, envelope_m=1.0), bonus)).total("grant") == 0


def test_a_loan_is_no_free_money_and_its_debt_is_reported() -> None:
    budgets = (Budget("DE", tuple(Limit(Span(t, t), most, "") for t, most in enumerate((60.0, 40.0, 30.0, 40.0)))),)
    assert planning.plan(programme(budgets=budgets)).state == "infeasible"
    problem = programme(LOAN, budgets=budgets)
    outcome = planning.plan(problem)
    plan = planned(problem)
    assert plan.total("draw", "SAFE", "DE") == 10
    interest = Decimal("1.95")  # 3 % of 10 M for a period, then of what nine equal instalments leave
    assert {s.name: s.value for s in outcome.stages}["cost"] == pytest.approx(float(414 + interest))
    assert "there is no plan without it" in words(problem, plan)
    made = sheets(figures(problem, plan))
    summary = next(t for t in made["Summary"] if t.title == "Outside money")
    assert {row[0]: row[-1] for row in summary.rows}["DE"] == 10
    payments = {row[:2]: row for row in made["Payments"][0].rows}
    assert payments["DE", "drawn from loans"][2:] == (10, 0, 0, 0, 10)
    assert payments["DE", "room left"][-1] == 0


def test_a_loan_is_left_where_it_is_not_needed() -> None:
    plan = planned(programme(LOAN))
    assert plan.total("draw") == 0
    assert plan.get("taken", "SAFE") == 0


def test_returns_are_measured_before_grants_and_cost_after_them() -> None:
    half = Rule("half", "work", ("DE",), relation=">=", amount=50.0, base="% of own cost")
    bill = Rule("bill", "cost", ("DE",), relation="<=", amount=170.0, base="M")
    fund = Fund("action", rate_fraction=0.1)
    problem = two_nations(half, bill, objectives=EXACT, funds=(fund,))
    plan, f = planned(problem), Facts(problem)
    results = {r.rule.id: r for r in rules.results(plan, f)}
    gross = plan.total("charge", "DE") + plan.total("grant", None, "DE")
    assert results["half"].reached == 100 * plan.total("work", "DE") / gross
    assert results["bill"].reached == plan.total("charge", "DE")


def test_a_written_plan_with_funds_is_audited_by_itself_and_the_same_each_time(tmp_path: Path) -> None:
    problem = programme(ACTION, Fund("bonus", rate_fraction=0.05, needs=("action",)), LOAN)
    files = []
    for name in ("one.xlsx", "two.xlsx"):
        outcome = planning.plan(problem)
        assert outcome.plan is not None
        steady = replace(outcome.plan, stages=tuple(replace(s, seconds=0.0) for s in outcome.plan.stages))
        publish(tmp_path / name, problem, steady, [], [])
        report, found = audit_file(tmp_path / name)
        assert report is not None
        assert not errors(found)
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]


def test_the_tables_of_a_plan_with_funds_add_up() -> None:
    problem = programme(ACTION)
    plan = planned(problem)
    made = {table.title: table for tables in sheets(figures(problem, plan)).values() for table in tables}
    results, bridge = made["Funding results"], made["Cost bridge"]
    total = [row for row in results.rows if row[3] == "all"]
    assert [row[6] for row in total] == [plan.total("grant")]
    at = {column.header: number for number, column in enumerate(bridge.columns)}
    for row in bridge.rows:
        assert row[at["before grants"]] - row[at["grants"]] == row[at["charge"]]  # type: ignore[operator]
    shares = made["Cost shares"]
    assert {row[1]: row[5] for row in shares.rows if row[0] == "production"}["FR"] == Decimal("0.6")


def test_a_programme_without_funds_has_no_column_or_sheet_of_them() -> None:
    problem = two_nations(objectives=EXACT)
    made = sheets(figures(problem, planned(problem)))
    assert "Funding results" not in made
    assert not any(column.header == "grants" for table in made["Cost bridge"] for column in table.columns)


def test_a_deal_as_typed_takes_no_fund_and_says_so() -> None:
    problem = programme(ACTION)
    plan, notes = evaluating.typed_plan(Facts(problem))
    assert plan.total("grant") == 0
    assert plan.total("charge") == plan.total("spend")
    assert any("action is taken" in note.message for note in notes)
    assert not [x for x in audit(plan, Facts(problem)).findings if x.rule in ("grants", "taken", "loans", "key")]


def test_a_time_limit_leaves_the_worth_open_rather_than_wrong() -> None:
    outcome = planning.plan(programme(ACTION), Options(time_limit=60.0))
    assert outcome.plan is not None
    assert outcome.plan.run["worth of action"].startswith("taken; it saves 4.00 M")


SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_plan_with_funds_passes_the_audit_and_spoiled_fails_it(seed: int) -> None:
    problem = with_funds(generate(seed, "tiny"), seed)
    plan = planned(problem)
    for clause, spoil in OPERATORS.values():
        spoiled = spoil(plan, Facts(problem), Random(seed)) if clause in ("taken", "grants", "loans") else None
        if spoiled is not None:
            assert clause in {x.rule for x in audit(spoiled, Facts(problem)).findings}


def least_cost(problem: Problem) -> float:
    """Least cost, with the least lateness; infinite where there is no plan."""
    exact = problem.replace(objectives=EXACT)
    cost = next((s for s in planning.plan(exact, gap=1e-7).stages if s.name == "cost"), None)
    return float("inf") if cost is None else cost.best


@pytest.mark.parametrize("seed", SEEDS)
def test_taking_a_fund_under_its_condition_is_the_better_of_must_and_without(seed: int) -> None:
    problem = with_funds(generate(seed, "tiny"), seed)
    name = "condition of funds"
    needing = funding.needing(Facts(problem), name)
    free = tuple(replace(x, needs=tuple(n for n in x.needs if n != name)) for x in problem.funds)
    must = tuple(replace(r, strength="must") if r.id == name else r for r in problem.rules)
    dropped = {x.id for x in problem.funds if x.id in needing or set(x.needs) & set(needing)}
    without = problem.replace(funds=tuple(x for x in problem.funds if x.id not in dropped))
    ways = [least_cost(without), least_cost(problem.replace(funds=free, rules=must)) if needing else float("inf")]
    assert least_cost(problem) == pytest.approx(min(ways), rel=1e-5, abs=1e-3)
