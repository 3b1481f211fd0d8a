"""No worse than an earlier plan: rules that hold the nations asked for, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from procure.audit import audit
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan
from procure.problem import Problem
from procure.screening import screen
from procure.solve import INFEASIBLE
from procure.whatif import no_worse
from procure.workbook.read_plan import PlanFile
from tests import properties
from tests.clauses import small
from tests.generate import generate

SEEDS = range(12)  # of random programmes


def programme(**tables: Any) -> Problem:
    """FR's Alpha and DE's Beta, a quarter dearer, can make the hulls of four tanks, 2 each, 2 M a set; paid equally."""
    standard = {
        "discount": 0.05, "nations": [small.nation(), small.nation("DE")],
        "suppliers": [small.supplier(), small.supplier("Beta", "DE", price_factor=1.25)],
        "packages": [small.per_unit(divisible=True, most=None)], "items": [small.item()],
        "requirements": [small.need(0, 2, 0), small.need(0, 2, 0, nation="DE")],
    }  # fmt: skip
    return small.problem(**(standard | tables))


def old(problem: Problem) -> PlanFile:
    found = plan(problem).plan
    assert found is not None
    return PlanFile(problem, found)


def held(problem: Problem, earlier: PlanFile, *nations: str) -> Problem:
    made = no_worse.held(problem, earlier, "OLD.xlsx", nations)
    assert not [f for f in screen(made) if f.level == "error"]
    return made


def planned(problem: Problem) -> Plan:
    outcome = plan(problem)
    assert outcome.plan is not None, outcome.state
    report = audit(outcome.plan, Facts(problem))
    assert report.passed, report.findings[0]
    return outcome.plan


def test_a_nation_keeps_the_work_that_better_data_would_give_to_another() -> None:
    swapped = [small.supplier(price_factor=1.25), small.supplier("Beta", "DE")]
    cheap = programme(suppliers=swapped, packages=[small.per_unit(value_m=1.6, divisible=True, most=None)])
    assert planned(cheap).total("work", "FR") == 0
    earlier = old(programme())
    made = planned(held(cheap, earlier, "FR"))
    assert made.total("work", "FR") == earlier.plan.total("work", "FR") == 8


def test_a_nation_pays_no_more_than_it_did() -> None:
    earlier = old(programme())
    dearer = programme(packages=[small.per_unit(value_m=2.5, divisible=True, most=None)])
    assert plan(dearer).plan is not None
    assert plan(held(dearer, earlier, "FR")).state == INFEASIBLE


def test_no_delivery_comes_later() -> None:
    capped = programme(items=[small.item(max_rate=2.0, late_weight=1.0)], requirements=[
        small.need(0, 2, 0, 0), small.need(0, 2, 0, 0, nation="DE"),
    ], periods=4, packages=[small.per_unit(earliest=1, divisible=True, most=None)])  # fmt: skip
    earlier = old(programme())
    first, other = (planned(held(capped, earlier, n)) for n in ("FR", "DE"))
    assert [first.total("deliver", "tank", n, 1) for n in ("FR", "DE")] == [2, 0]
    assert [other.total("deliver", "tank", n, 1) for n in ("FR", "DE")] == [0, 2]
    assert plan(no_worse.held(capped, earlier, "OLD.xlsx", ("FR", "DE"))).state == INFEASIBLE


def test_a_plan_that_is_worse_for_the_nation_fails_the_audit_under_the_rule() -> None:
    cheap = programme(suppliers=[small.supplier(price_factor=1.25), small.supplier("Beta", "DE")])
    worse, made = planned(cheap), held(cheap, old(programme()), "FR")
    assert {f.rule for f in audit(worse, Facts(made)).findings} == {"rule no worse: work"}


def test_the_rules_say_what_they_are_held_against_and_hold_for_nobody_else() -> None:
    made = held(programme(), old(programme()), "DE")
    assert [(r.id, r.who, r.relation, r.earlier_plan) for r in made.rules] == [
        ("no worse: cost", ("DE",), "<=", "OLD.xlsx"),
        ("no worse: deliveries of tank", ("DE",), ">=", "OLD.xlsx"),
    ]  # DE does no work
    assert dict(made.rules[1].references) == {"DE, to 2027": 0, "DE, to 2028": 2, "DE, to 2029": 2}
    assert held(made, old(programme()), "DE").rules == made.rules


def test_settlements_are_held_with_the_charges() -> None:
    levied = programme(
        nations=[small.nation(), small.nation("DE"), small.nation("PL", role="customer")],
        phases=[small.phase(levy_m=0.5)],
        requirements=[small.need(0, 2, 0), small.need(0, 2, 0, nation="PL")],
    )
    assert "no worse: payments" in {rule.id for rule in held(levied, old(levied), "PL").rules}


def test_an_earlier_plan_of_random_programmes_is_no_worse_than_itself() -> None:
    for seed in SEEDS:
        problem, outcome = generate(seed), properties.planned(seed)
        assert outcome.plan is not None
        who = [n.id for n in problem.nations if outcome.plan.total("charge", n.id)]
        made = no_worse.held(problem, PlanFile(problem, outcome.plan), "OLD.xlsx", who)
        assert audit(replace(outcome.plan, stages=()), Facts(made)).passed, seed
        again = plan(made, start=outcome.plan)
        assert again.plan is not None, (seed, again.state, again.why)
        assert audit(again.plan, Facts(made)).passed, seed


def test_what_was_and_what_is_stands_among_the_facts() -> None:
    earlier = old(programme())
    made = planned(held(programme(), earlier, "FR"))
    assert no_worse.said(made, earlier.plan, ("FR",), "OLD.xlsx") == {
        "no worse than": "OLD.xlsx: FR bears 4.00 M (4.00 M before) and does work of 8.00 M (8.00 M before); "
        "no delivery to it is later"
    }
