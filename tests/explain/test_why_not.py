"""Why it is not otherwise: what a decision costs, what forbids it, what is so already; in sentences and figures."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from procure import solve
from procure.audit import audit
from procure.explain import why_not
from procure.explain.decision import parse
from procure.explain.why_not import CONFLICT, IMPOSSIBLE, NOT_KNOWN, OTHERWISE, SO, Answer, Answers, answers, holds
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan
from procure.problem import Item, Objective, Pin, Problem, Requirement
from procure.whatif import solving
from tests.handmade import PLAN, PROBLEM
from tests.whatif.tiny import programme

HOW = solving.How(gap=0.0)
TANK = Item("tank", "production")
COST_ALONE = (Objective("cost"),)


def planned(problem: Problem) -> Plan:
    found = plan(problem, gap=0.0).plan
    assert found is not None
    return found


@cache
def tiny(*tables: tuple[str, object]) -> tuple[Problem, Plan]:
    """Four hulls, by Arsenal for 80 M; Krauss takes 76 M and is late by one unit, Lima 72 M and two."""
    problem = programme(**dict(tables))
    return problem, planned(problem)


def asked(problem: Problem, on: Plan, *lines: str) -> Answers:
    return answers(problem, on, [parse(problem, line) for line in lines], HOW)


def of(found: Answers) -> Answer:
    (answer,) = found.answers
    return answer


def test_a_plan_has_its_own_decisions_already() -> None:
    problem, on = tiny()
    found = asked(problem, on, "award[hull, Arsenal]", "award[hull, Lima] = 0", "deliver[tank, FR] >= 2")
    assert [answer.state for answer in found.answers] == [SO, SO, SO]
    assert found.words(found.answers[0]) == ("It is so already: Arsenal holds a part of hull.",)
    assert found.record(found.answers[1])["state"] == SO


def test_what_the_plan_made_by_hand_has_is_so_and_its_contrary_is_not() -> None:
    for pin in PROBLEM.pins:
        assert holds(PLAN, PROBLEM, replace(pin, row=0, value=pin.value or 1.0))
    for line in ("award[wing, A1] = 0", "begin[tool] <= 2027", "deliver[jet, AA] >= 6", "share[design, A1] <= 20 %"):
        assert not holds(PLAN, PROBLEM, parse(PROBLEM, line))


def test_a_decision_that_saves_money_and_is_late_says_both() -> None:
    problem, on = tiny()
    found = asked(problem, on, "award[hull, Krauss]")
    answer, record = of(found), found.record(of(found))
    assert (answer.state, record["difference_m"], record["late"], record["remark"]) == (OTHERWISE, -4.0, 1.0, "")
    words = " ".join(found.words(answer))
    assert words.startswith("If Krauss holds a part of hull, it saves the programme 4 M (-5.0%) and moves hull from")
    assert "Late: 1 unit-periods, with the base 0." in words
    assert "Work: DE gains 76 M, FR loses 80 M." in words
    assert "between_m" not in record  # what the plan gives up is lateness: cost alone says nothing


def test_a_decision_that_costs_money_says_how_much_and_who_pays() -> None:
    cheap = programme(objectives=COST_ALONE)
    found = asked(cheap, planned(cheap), "award[hull, Arsenal]", "award[hull, Krauss]", "award[hull, Lima]")
    states = [(a.state, found.record(a).get("difference_m")) for a in found.answers]
    assert states == [(OTHERWISE, 8.0), (OTHERWISE, 4.0), (SO, None)]
    first = found.record(found.answers[0])
    assert first["between_m"] == pytest.approx([8.0, 8.0], abs=1e-3)
    assert "DE pays 4 M more and FR 4 M more." in first["words"]
    assert found.comparison.sheets["Summary"][1].rows[1][0] == "award[hull, Arsenal]"
    for answer in found.answers[:2]:
        case = answer.case
        assert case is not None
        assert case.plan is not None
        assert case.problem is not None
        assert audit(case.plan, Facts(case.problem)).passed
        assert holds(case.plan, cheap, answer.pin)


def test_a_difference_within_the_gaps_is_uncertain_and_has_limits() -> None:
    cheap = programme(objectives=COST_ALONE)
    on = planned(cheap)
    stage = next(s for s in on.stages if s.name == "cost")
    unsure = replace(on, stages=(replace(stage, bound=stage.value - 10.0),))
    found = asked(cheap, unsure, "award[hull, Krauss]")
    record, words = found.record(of(found)), " ".join(found.words(of(found)))
    assert (record["difference_m"], record["remark"]) == (4.0, "not significant")
    assert record["between_m"] == pytest.approx([4.0, 14.0], abs=1e-3)
    assert "which is not significant" in words
    assert "By what is proven of both plans it costs between 4 M and 14 M more." in words


def test_what_no_plan_can_have_is_said_without_planning(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, on = tiny()
    monkeypatch.setattr(why_not.solving, "scenarios", lambda start, resolved, *_: [1 / 0 for _ in resolved])
    found = asked(problem, on, "deliver[tank, FR] >= 7", "award[hull, Arsenal]")
    assert [answer.state for answer in found.answers] == [IMPOSSIBLE, SO]
    assert found.words(found.answers[0])[0] == "No plan can have it that FR receives at least 7 tank."
    assert found.answers[0].case is None


def test_what_is_forbidden_names_the_rows_that_forbid_it_and_never_the_decision_itself() -> None:
    problem, on = tiny(("items", (replace(TANK, latest_delay_months=0),)))
    found = asked(problem, on, "award[hull, Krauss]")
    answer = of(found)
    assert answer.state == CONFLICT
    assert answer.conflict is not None
    names = {claim.name for claim in answer.conflict.claims}
    assert names
    assert not any(name.startswith("Pins[") for name in names)
    assert any(name.startswith("Capacity[Krauss") for name in names)
    said = found.words(answer)
    assert said[0] == "There is no plan in which Krauss holds a part of hull."
    assert said[1].startswith("It cannot hold together with")
    assert len(said) == 2 + len(answer.conflict.claims)


def test_a_pin_that_contradicts_is_the_conflict() -> None:
    pinned = Pin("award", "=", 1.0, package="hull", supplier="Arsenal", row=2)
    problem = programme(pins=(pinned,))
    found = asked(problem, tiny()[1], "award[hull, Arsenal] = 0", "share[hull, Krauss] = 100 %")
    for answer in found.answers:
        assert answer.state == CONFLICT
        assert answer.conflict is not None
        assert [claim.name for claim in answer.conflict.claims][:1] == ["Pins[award, hull, Arsenal, =, 1]"]


def test_what_ends_without_a_plan_or_a_proof_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, on = tiny()

    def stopped(_: object, resolved: list[object], *more: object) -> list[solving.Case]:
        outcome = solving.Outcome(solve.NO_PLAN, None)
        return [solving.Case(one.name, one.problem, outcome) for one in resolved]  # type: ignore[attr-defined]

    monkeypatch.setattr(why_not.solving, "scenarios", stopped)
    found = asked(problem, on, "award[hull, Krauss]")
    assert of(found).state == NOT_KNOWN
    assert "is not known (no plan was found, which does not mean that there is none)." in found.words(of(found))[0]


def test_rules_and_limits_that_bind_then_and_not_now_are_named() -> None:
    cheap = programme(objectives=COST_ALONE, requirements=(Requirement("FR", "tank", (0, 0, 3, 0)),))
    found = asked(cheap, planned(cheap), "award[hull, Krauss]", "award[hull, Arsenal]")
    assert any("Capacity[Krauss" in said and said.startswith("Binding then") for said in found.words(found.answers[0]))


def test_a_decision_asked_twice_is_answered_once() -> None:
    problem, on = tiny()
    assert len(asked(problem, on, "award[hull, Arsenal]", "Award[HULL, arsenal] = 1").answers) == 1
