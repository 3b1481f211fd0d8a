"""Losses: what each comes to, against hands, enumeration and a plan's own past."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from procure import solve
from procure.audit import audit
from procure.facts import Facts
from procure.findings import Refused
from procure.problem import (
    ONE_OFF,
    PER_PERIOD,
    Capacity,
    Item,
    Objective,
    Package,
    Phase,
    Pin,
    Problem,
    Requirement,
    Rule,
    Supplier,
)
from procure.stress import found as found_module
from procure.stress import tables
from procure.stress.found import IDLE, REFUSED, Base, Struck, base, stress
from procure.stress.losses import NATION, SUPPLIER, Loss, losses
from procure.stress.lost import lost
from procure.sweep.case import How
from procure.sweep.running import run
from procure.sweep.task import Solving
from tests import brute, in_process
from tests.generate import generate
from tests.whatif.tiny import limits, programme

EXACT = How(gap=0.0, workers=1)
SEEDS = (4, 6, 8, 11, 18)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_module, "run", in_process.run)


def started(problem: Problem) -> Base:
    found, made = base(problem, Solving(gap=0.0))
    assert found is not None, made.why
    return found


def struck(problem: Problem, first: int = 0, only: tuple[str, ...] = (), **how: Any) -> dict[str, Struck]:
    """What each loss comes to, by name."""
    some = [one for one in losses(problem, **how) if not only or one.name in only]
    found = stress(started(problem), some, first, EXACT)
    for one in found.struck:
        if one.plan is not None:
            assert one.problem is not None
            assert audit(one.plan, Facts(one.problem)).passed
    return {one.loss.name: one for one in found.struck}


# Lost at once


def test_the_loss_of_the_maker_is_what_the_next_best_cost_and_are_late() -> None:
    """In time Arsenal alone makes four hulls (80 M). Without it Krauss makes three in time, one a year late: 76 M."""
    found = struck(programme(), kinds=(SUPPLIER,))
    assert {name: one.state for name, one in found.items()} == {
        "Arsenal": solve.PROVEN, "Krauss": IDLE, "Lima": IDLE,
    }  # fmt: skip
    assert (found["Arsenal"].delay, found["Arsenal"].more) == (12, -4)
    assert (found["Krauss"].delay, found["Krauss"].more, found["Krauss"].survived) == (0, 0, True)


def test_a_nation_takes_its_orders_and_its_industry_along_or_leaves_its_industry() -> None:
    """FR leaves two of four hulls to DE alone: Lima makes both in time for 36 M, of which DE paid 40 M before."""
    found = struck(programme(), only=("FR", "US"))
    assert (found["FR"].state, found["FR"].delay, found["FR"].more) == (solve.PROVEN, 0, Fraction(-4))
    assert found["FR"].by["FR"] == -40
    assert found["US"].state == IDLE  # Lima has no part in the plan
    stays = struck(programme(), industry_stays=True)
    assert set(stays) == {"Arsenal", "Krauss", "Lima", "FR", "DE"}  # the US is nobody to lose then
    assert (stays["DE"].more, stays["DE"].by["DE"]) == (Fraction(-4), -40)


def without(problem: Problem, supplier: str) -> Problem:
    """The problem as if the supplier had never been in it."""
    return problem.replace(
        suppliers=tuple(s for s in problem.suppliers if s.id != supplier),
        capacities=tuple(c for c in problem.capacities if c.supplier != supplier),
        quotes=tuple(q for q in problem.quotes if q.supplier != supplier),
        contents=tuple(c for c in problem.contents if c.supplier != supplier),
        investments=tuple(e for e in problem.investments if e.supplier != supplier),
        pins=tuple(p for p in problem.pins if p.supplier != supplier),
        packages=tuple(replace(w, given_to=tuple(g for g in w.given_to if g[0] != supplier))
                       for w in problem.packages),
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_loss_of_each_supplier_costs_what_enumeration_without_it_costs(seed: int) -> None:
    problem = brute.sharpened(generate(seed, "tiny"))
    assert problem is not None
    start = started(problem)
    for name, one in struck(problem, kinds=(SUPPLIER,)).items():
        known = brute.best(without(problem, name))
        if known is None:
            assert one.state == solve.INFEASIBLE, name
        else:
            assert one.survived, (name, one.why)
            assert one.more is not None
            assert float(start.cost + one.more) == pytest.approx(known.cost, abs=0.5), name


# Lost from a period on


def fine(problem: Problem) -> Problem:
    """The programme with money in hundredths."""
    return problem.replace(programme=replace(problem.programme, rounding_m=0.01))


def developed(**parts: Any) -> Problem:
    """Design takes two years from 2027 on and goes to Bureau for 90 M; Arsenal would do it for 100."""
    design = Package("design", ONE_OFF, "development", value_m=100.0, months=24, begins=0, **parts)
    return fine(programme(
        phases=(Phase("development", "equal"),), items=(), requirements=(), capacities=(), packages=(design,),
        suppliers=(Supplier("Arsenal", "FR"), Supplier("Bureau", "DE", price_factor=0.9)),
        objectives=(Objective("cost"),),
    ))  # fmt: skip


def test_work_that_is_begun_is_begun_again_by_others_and_what_it_was_paid_stays_paid() -> None:
    found = struck(developed(latest=2), 1, ("Bureau",))["Bureau"]
    assert found.more == 45 + 100 - 90  # half of it was done
    assert found.delay == 12  # the work ends a year later
    assert found.by == {"FR": Fraction(55, 2), "DE": Fraction(55, 2), "US": 0}
    assert found.plan is not None
    assert float(found.plan.total("spend", "development", 0)) == 45


def test_work_that_is_done_and_who_has_no_more_to_do_are_not_touched() -> None:
    assert struck(developed(), 2, ("Bureau",))["Bureau"].state == IDLE
    assert struck(developed(), 1, ("Arsenal",))["Arsenal"].state == IDLE


def test_what_was_given_to_whoever_is_lost_is_void_and_a_pin_of_it_too() -> None:
    given = developed(given_to=(("Bureau", None),))
    pinned = developed().replace(pins=(Pin("award", "=", 1.0, "design", supplier="Bureau"),))
    for problem in (given, pinned):
        assert struck(problem, only=("Bureau",))["Bureau"].more == 10


def produced() -> Problem:
    """Four tanks, one a year; hulls by Krauss for 19 M each, by Arsenal for 20 M, one a year; not divided."""
    return fine(programme(
        items=(Item("tank", "production"),),
        requirements=(Requirement("FR", "tank", (0, 1, 0, 1)), Requirement("DE", "tank", (1, 0, 1, 0))),
        packages=(Package("hull", "per unit", "production", value_m=20.0),),
        capacities=(Capacity("Arsenal", limits(1, 1, 1, 1)), Capacity("Krauss", limits(1, 1, 1, 1))),
        suppliers=(Supplier("Arsenal", "FR"), Supplier("Krauss", "DE", price_factor=0.95)),
    ))  # fmt: skip


def test_sets_that_are_made_are_kept_and_others_make_the_rest() -> None:
    found = struck(produced(), 2, ("Krauss",))["Krauss"]
    assert (found.state, found.delay, found.missing) == (solve.PROVEN, 0, 0)
    assert found.more == 2  # two of the four are a million dearer
    assert found.plan is not None
    made = {(str(key[1]), int(key[3])): int(sets) for key, sets in found.plan.items("make")}
    assert made == {("Krauss", 0): 1, ("Krauss", 1): 1, ("Arsenal", 2): 1, ("Arsenal", 3): 1}


def test_support_goes_on_as_a_package_of_its_own() -> None:
    care = Package("care", PER_PERIOD, "development", value_m=10.0)
    problem = developed().replace(packages=(care,))
    found = struck(problem, 1, ("Bureau",))["Bureau"]
    assert found.more == 3  # three of four years at 10 M instead of 9
    assert found.problem is not None
    assert [w.id for w in found.problem.packages] == ["care", "care from 2028"]


def test_a_nation_that_leaves_later_has_paid_its_part_until_then() -> None:
    """Each hull is paid by both; DE leaves in 2029, when three of four tanks are due: FR's last one alone is left."""
    found = struck(produced(), 2, ("DE",), industry_stays=True)["DE"]
    assert found.state == solve.PROVEN
    assert found.plan is not None
    assert [float(found.plan.total("charge", "DE", None, t)) for t in range(4)] == [9.5, 9.5, 0, 0]
    assert found.more == 0  # 19 M for FR's own last tank, where it bore half of two before


def test_rules_speak_of_those_who_stay_and_what_nobody_is_left_for_is_told() -> None:
    """DE's own floor goes with DE; that on both speaks of FR alone then. Without FR too nobody is left to pay."""
    floors = (
        Rule("both", "work", ("partners",), base="M", amount=0.0), Rule("own", "work", ("DE",), base="M", amount=1.0),
    )  # fmt: skip
    problem = fine(programme(rules=floors, packages=(*programme().packages, Package(
        "care", ONE_OFF, "production", value_m=10.0, given_to=(("DE", 0.5), ("FR", 0.5)), divisible=True, most=None
    ))))  # fmt: skip
    assert [(rule.id, rule.who) for rule in lost(problem, started(problem).plan, Loss("DE", NATION, (), "DE"), 2)
            .problem.rules] == [("both", ("FR",))]  # fmt: skip
    alone = programme(nations=tuple(n for n in programme().nations if n.id != "DE"),
                      suppliers=programme().suppliers[:1], requirements=programme().requirements[1:],
                      capacities=())  # fmt: skip
    found = stress(started(alone), losses(alone, (NATION,)), 0, EXACT)
    (gone,) = (one for one in found.struck if one.loss.name == "FR")
    assert (gone.state, gone.survived) == (REFUSED, False)
    assert any(line.startswith("Without the nation FR the workbook cannot stand: ") for line in tables.words(found))


def sole() -> Problem:
    """Arsenal alone makes guns."""
    gun = Package("gun", "per unit", "production", value_m=5.0, earliest=2, given_to=(("FR", None),))
    makers = (Supplier("Arsenal", "FR"), Supplier("Krauss", "DE", price_factor=0.95))
    return programme(suppliers=makers, capacities=(), packages=(*programme().packages, gun))


def test_one_that_nobody_can_replace_leaves_no_plan_and_stands_first() -> None:
    found = stress(started(sole()), losses(sole(), (SUPPLIER,)), 0, EXACT)
    assert [(one.loss.name, one.state) for one in found.struck] == [
        ("Arsenal", solve.INFEASIBLE), ("Krauss", solve.PROVEN),
    ]  # fmt: skip
    assert tables.words(found)[0] == "No plan is left without Arsenal."


# Ranked and told


def one(name: str, state: str = solve.PROVEN, delay: int | None = 0, more: float = 0.0, gaps: float = 0.5) -> Struck:
    return Struck(Loss(name, SUPPLIER, (name,)), state, delay=delay, more=Fraction(more), gaps=Fraction(gaps))


def test_the_worst_is_no_plan_then_what_is_not_known_then_delay_then_cost() -> None:
    some = [
        one("cheap"), one("dear", more=5), one("late", delay=12), replace(one("gone", solve.INFEASIBLE), more=None),
        replace(one("unknown", solve.NO_PLAN), more=None),
    ]  # fmt: skip
    ranked = sorted(some, key=lambda struck_: struck_.rank)
    assert [struck_.loss.name for struck_ in ranked] == ["gone", "unknown", "late", "dear", "cheap"]


def test_a_difference_within_both_gaps_is_not_significant() -> None:
    assert tables.remark(one("A", more=0.5)) == "not significant"
    assert tables.remark(one("A", more=0.51)) == ""
    assert tables.remark(replace(one("A", more=3), gaps=None)) == "not proven"
    assert tables.remark(one("A")) == ""


def test_no_cost_among_the_objectives_is_refused() -> None:
    with pytest.raises(Refused, match="expected cost among the objectives"):
        base(programme().replace(objectives=(Objective("lateness"),)), Solving())


def test_the_number_of_processes_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_module, "run", run)
    start, some = started(programme()), losses(programme())
    one_, two = (stress(start, some, 0, replace(EXACT, workers=workers)) for workers in (1, 2))
    assert tables.tables(one_) == tables.tables(two)


def test_a_loss_without_an_order_of_the_past_is_the_problem_itself_less_who_is_lost() -> None:
    left = lost(programme(), started(programme()).plan, Loss("Lima", SUPPLIER, ("Lima",)), 0)
    assert (left.loose, left.said) == (None, ())
    assert left.problem.requirements == programme().requirements
