"""Objectives: stages in order, their values from a finished plan alone, and both of them agreeing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from procure import objectives, planning
from procure.facts import Facts
from procure.problem import Item, Objective, Phase, Requirement, Rule, Share
from tests.problems import declared, facts, least, plan, production, two_nations


def both(**field: tuple[float, float]) -> tuple[Share, ...]:
    """Shares rows of FR and DE in production."""
    ((name, values),) = field.items()
    return tuple(Share("production", n, **{name: v}) for n, v in zip(("FR", "DE"), values, strict=True))


ALL = (Objective("lateness"), Objective("cost", relative=0.005), Objective("imbalance", absolute=2.0))


def test_stages_come_in_the_models_order_and_imbalance_makes_two() -> None:
    f = facts(objectives=(Objective("cost"), Objective("imbalance", 0.01, 2.0), Objective("lateness")))
    stages = objectives.stages(declared(f), f)
    assert [s.name for s in stages] == ["cost", "largest imbalance", "total imbalance", "lateness"]
    assert [(s.relative, s.absolute) for s in stages[1:3]] == [(0.01, 2.0)] * 2
    assert [s.unit for s in stages] == ["M", "M", "M", "unit-periods"]


def test_without_objectives_lateness_comes_before_cost() -> None:
    f = facts(objectives=())
    assert [s.name for s in objectives.stages(declared(f), f)] == ["lateness", "cost"]


def test_unknown_and_repeated_objectives_are_refused() -> None:
    f = facts(objectives=(Objective("costs"), Objective("cost"), Objective("cost")))
    unknown, twice = objectives.refusals(f)
    assert "'cost'" in unknown.hint
    assert "twice" in twice.message
    assert not objectives.refusals(facts(objectives=ALL))


def test_wishes_alone_are_no_objective_where_there_are_none() -> None:
    alone = facts(objectives=[Objective("wishes met")])
    assert [f.rule for f in objectives.refusals(alone)] == ["nothing to wish for"]
    assert not objectives.refusals(facts(objectives=[Objective("wishes met"), Objective("cost")]))


def test_wishes_met_make_a_stage_for_each_priority() -> None:
    rows = (*two_nations().requirements, Requirement("FR", "tank", (0.0, 0.0, 0.0, 2.0), order="wish", priority=3))
    problem = two_nations(objectives=[Objective("wishes met", 0.01), Objective("cost")], requirements=rows)
    found = planning.plan(problem)
    first = found.stages[0]
    assert (first.name, first.unit, first.value, first.best, first.bound) == ("wishes met 3", "units", 2.0, 2.0, 2.0)
    assert found.plan is not None
    assert objectives.value(found.plan, Facts(problem), "wishes met 3") == 2
    with pytest.raises(KeyError):
        objectives.value(found.plan, Facts(problem), "wishes met 1")


def test_lateness_weighs_units_by_their_item() -> None:
    f = facts(items=(Item("tank", "production", late_weight=3.0),))
    m = declared(f)
    (lateness, _) = objectives.stages(m, f)
    m.require("test", (), [(1, x) for x in m.x["late"].values()], "=", 2)
    assert least(m, lateness.terms) == 6
    on_time = {("tank", "FR", 2): 3, ("tank", "FR", 3): 3, ("tank", "DE", 2): 2, ("tank", "DE", 3): 2}
    assert objectives.value(plan(deliver=on_time), f, "lateness") == 0
    one_late = on_time | {("tank", "FR", 2): 2, ("tank", "FR", 3): 4}
    assert objectives.value(plan(deliver=one_late), f, "lateness") == 3
    one_early = {("tank", "FR", 1): 1, ("tank", "FR", 2): 2, ("tank", "FR", 3): 3} | {
        key: units for key, units in on_time.items() if key[1] == "DE"
    }
    assert objectives.value(plan(deliver=one_early), f, "lateness") == 0


def test_units_never_delivered_are_late_to_the_end() -> None:
    assert objectives.value(plan(), facts(), "lateness") == 5 + 10


def test_cost_is_discounted_and_penalties_stand_apart() -> None:
    rule = Rule("r", "work", ("FR",), base="M", amount=30, strength="should", penalty_m=2.0)
    problem = two_nations(rule)
    programme = replace(problem.programme, discount_fraction=0.25)
    f = Facts(problem.replace(programme=programme))
    m = declared(f)
    m.declare("miss", [(("r", "FR"), 0, None)])
    cost = objectives.stages(m, f)[1]
    m.require("test", (), [(1, m.x["charge"]["FR", "production", 2])], "=", 100)
    m.require("test", ("miss",), [(1, m.x["miss"]["r", "FR"])], "=", 5)
    assert least(m, cost.plain) == 64
    assert least(m, cost.terms) == 74
    made = plan(charge={("FR", "production", 2): 100}, miss={("r", "FR"): 5})
    assert objectives.value(made, f, "cost") == 64
    assert objectives.penalty(made, f) == 10


def test_balance_is_work_beyond_the_agreed_share_of_partners_work() -> None:
    f = facts()
    assert objectives.balance(production(70, 30, 500), f) == {"DE": -10, "FR": 10}
    assert objectives.value(production(70, 30, 500), f, "largest imbalance") == 10
    assert objectives.value(production(70, 30, 500), f, "total imbalance") == 20


@pytest.mark.parametrize(
    ("phase", "shares", "expected"),
    [
        (Phase("production", "where performed"), (), 0),
        (Phase("production", "negotiated"), (), 10),
        (Phase("production", "negotiated"), both(weight=(9.0, 1.0)), -20),
        (Phase("production", "negotiated"), both(work_share=(0.5, 0.5)), 20),
        (Phase("production", "equal"), both(work_share=(0.7, 0.3)), 0),
        (Phase("production", "own units"), (), 10),
    ],
)  # fmt: skip
def test_what_a_partner_may_expect_follows_the_phases_key(
    phase: Phase, shares: tuple[Share, ...], expected: int
) -> None:
    f = facts(phases=(Phase("development", "equal"), phase), shares=shares)
    assert round(objectives.balance(production(70, 30), f)["FR"], 6) == expected


@pytest.mark.parametrize("phase", [Phase("production", "offtake"), Phase("production", "negotiated")])
def test_the_optimisation_measures_imbalance_as_the_finished_plan_does(phase: Phase) -> None:
    f = facts(phases=(Phase("development", "where performed"), phase), objectives=(Objective("imbalance"),))
    m = declared(f)
    largest, total = objectives.stages(m, f)[:2]
    for n, amount in (("FR", 70), ("DE", 30), ("US", 11)):
        m.require("test", (n,), [(1, m.x["work"][n, "production", 1])], "=", amount)
    m.require("test", ("dev",), [(1, m.x["work"]["FR", "development", 1])], "=", 40)
    rest = [(1, x) for (_, _, t), x in m.x["work"].items() if t != 1]
    m.require("test", ("rest",), rest, "=", 0)
    assert least(m, largest.terms) == 10
    assert least(m, total.terms) == 20


def test_a_negotiated_key_is_kept_near_its_reference_last() -> None:
    phases = (Phase("development", "equal"), Phase("production", "negotiated"))
    f = facts(phases=phases)
    m = declared(f)
    near = objectives.stages(m, f)[-1]
    assert near.name == "shares near reference"
    m.require("test", (), [(1, m.x["spend"]["production", 1])], "=", 100)
    m.require("test", ("fr",), [(1, m.x["charge"]["FR", "production", 1])], "=", 75)
    m.require("test", ("de",), [(1, m.x["charge"]["DE", "production", 1])], "=", 25)
    others = [(1, x) for (_, t), x in m.x["spend"].items() if t != 1]
    others += [(1, x) for (_, _, t), x in m.x["charge"].items() if t != 1]
    m.require("test", ("rest",), others, "=", 0)
    assert least(m, near.terms) == 30  # FR pays 15 too much, DE 15 too little
    made = plan(charge={("FR", "production", 1): 75, ("DE", "production", 1): 25})
    assert objectives.value(made, f, "shares near reference") == 30


def test_every_stage_of_a_planned_programme_ends_at_the_value_its_plan_has() -> None:
    problem = two_nations(Rule("r", "work", base="M", amount=1, strength="report"), objectives=ALL)
    outcome = planning.plan(problem)
    assert outcome.plan is not None
    f = Facts(problem)
    last = outcome.stages[-1]
    assert objectives.value(outcome.plan, f, last.name) == pytest.approx(
        Decimal(repr(round(last.best, 2))), abs=Decimal("0.1")
    )
    assert sum(objectives.balance(outcome.plan, f).values()) == pytest.approx(Decimal(0), abs=Decimal("0.0000001"))


def test_an_unknown_stage_has_no_value() -> None:
    with pytest.raises(KeyError):
        objectives.value(plan(), facts(), "beauty")
