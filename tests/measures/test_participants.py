"""Participants: nations that need units, or share the cost where nothing is delivered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure import rules
from procure.facts import Facts
from procure.problem import CUSTOMER, THIRD, Problem, Rule
from tests.clauses import small
from tests.problems import declared, least
from tests.problems import plan as made_by_hand

NATIONS = (
    small.nation(groups=("EU",)), small.nation("DE", groups=("EU",)), small.nation("SE", groups=("EU",), role=CUSTOMER),
    small.nation("NO"), small.nation("US", role=THIRD),
)  # fmt: skip


def programme(amount: float, relation: str = ">=", who: tuple[str, ...] = ("EU",), **words: Any) -> Problem:
    """FR and SE need tanks of the build; DE and NO share the cost of the design too."""
    rule = Rule("states", "participants", who, False, relation=relation, amount=amount, base="count", **words)
    return small.problem(
        nations=NATIONS, phases=[small.phase(), small.phase("design")], items=[small.item()],
        requirements=[small.need(1, 0, 0), small.need(0, 2, 0, nation="SE"), small.need(0, 0, 0, nation="DE")],
        packages=[small.per_unit(), small.one_off(phase="design")], rules=[rule],
    )  # fmt: skip


def reached(problem: Problem) -> list[int]:
    return [int(one.reached or 0) for one in rules.results(made_by_hand(), Facts(problem))]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ({"of": (("phase", "build"),)}, 2),  # FR, SE: DE needs none
        ({"of": (("phase", "design"),)}, 2),  # FR, DE: a customer has no part of it
        ({}, 3),
        ({"who": ("all",)}, 4),  # NO shares the design's cost; a third country only works
        ({"who": ("third countries",)}, 0),
        ({"who": ("EU",), "of": (("nation", "FR"),)}, 1),
    ],
)
def test_who_needs_units_takes_part_and_who_pays_for_what_delivers_none(words: dict[str, Any], count: int) -> None:
    assert reached(programme(1, **words)) == [count]


def test_a_nation_of_options_and_wishes_alone_takes_no_part_for_sure() -> None:
    problem = programme(2, of=(("phase", "build"),))
    wish = replace(small.need(0, 0, 3, nation="DE"), order="wish")
    assert reached(problem) == reached(problem.replace(requirements=(*problem.requirements, wish))) == [2]


def test_phase_by_phase_each_has_its_own_participants() -> None:
    assert reached(programme(1, by_phase=True)) == [2, 2]


@pytest.mark.parametrize(
    ("amount", "relation", "feasible"), [(3, ">=", True), (4, ">=", False), (3, "=", True), (2, "<=", False)]
)
def test_a_rule_on_the_count_holds_in_every_plan_or_in_none(amount: float, relation: str, feasible: bool) -> None:
    f = Facts(programme(amount, relation))
    m = declared(f)
    rules.constrain(m, f)
    assert (least(m, []) is not None) is feasible
    assert all(check.holds for check in rules.audit(made_by_hand(), f)) is feasible


def test_a_family_counts_as_its_items() -> None:
    problem = programme(1, of=(("phase", "build"),))
    items = [small.item(family="tanks"), small.item("van", family="tanks")]
    needs = [small.need(1, 0, 0, item="tanks"), small.need(1, 0, 0, nation="DE", item="van")]
    changed = problem.replace(items=tuple(items), requirements=tuple(needs))
    assert reached(changed) == [2]
    f = Facts(changed)
    m = declared(f)
    rules.constrain(m, f)
    assert len(m.x["holds"]) == 2
