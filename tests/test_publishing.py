"""A plan that the audit passes in memory is passed again from its workbook, whatever that makes of its words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from procure import key_names, rules
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan
from procure.problem import Item, Objective, Phase, Problem, Requirement, Rule
from procure.publishing import publish
from procure.workbook.read_plan import PlanFile, read_plan
from tests.clauses import small
from tests.problems import two_nations

PARTS: dict[str, dict[str, Any]] = {"phase": {"by_phase": True}, "programme": {"by_programme": True}}


def planned(problem: Problem) -> Plan:
    outcome = plan(problem)
    assert outcome.plan is not None, outcome.state
    return outcome.plan


def read_again(path: Path) -> PlanFile:
    found, findings = read_plan(path)
    assert found is not None, findings
    return found


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("measure", "family"), [("suppliers", "active"), ("nations", "holds")])
def test_counts_by_phase_and_by_programme_are_published(
    tmp_path: Path, measure: str, family: str, part: str
) -> None:
    rule = Rule("two", measure, ("partners",), False, base="count", amount=2, **PARTS[part])
    problem = two_nations(rule)
    made = planned(problem)
    assert publish(tmp_path / "plan.xlsx", problem, made, [], []).passed
    of_rows = {key[0] for key, _ in made.items(family)}
    assert of_rows == ({"two, development", "two, production"} if part == "phase" else {"two, Two nations"})
    assert {key[0] for key, _ in read_again(tmp_path / "plan.xlsx").plan.items(family)} <= of_rows


def test_a_row_that_no_rule_has_is_still_refused(tmp_path: Path) -> None:
    rule = Rule("two", "suppliers", ("partners",), False, base="count", amount=2, by_phase=True)
    problem = two_nations(rule)
    publish(tmp_path / "plan.xlsx", problem, planned(problem), [], [])
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    row = next(row for row in book["Decisions"].iter_rows() if row[0].value == "active")
    row[1].value = "two, support"
    book.save(tmp_path / "plan.xlsx")
    found, findings = read_plan(tmp_path / "plan.xlsx")
    assert found is None
    assert [f.message for f in findings if f.level == "error"] == ["expected a rule, found 'two, support'."]


def test_rows_have_names_of_their_own_only_where_a_rule_is_held_in_parts() -> None:
    words = "two", "suppliers", ("partners",)
    assert key_names.known(Facts(two_nations(Rule(*words, base="count"))))["r"] == {"two"}
    by_phase = two_nations(Rule(*words, base="count", by_phase=True))
    assert key_names.known(Facts(by_phase))["r"] == {"two", "two, development", "two, production"}


def test_a_package_that_names_no_item_is_of_all_of_them_before_and_after_it_was_written(tmp_path: Path) -> None:
    kinds = ("item", "tank"), ("item", "truck")
    rule = Rule("both", "suppliers", ("all",), of=kinds, base="count", strength="report")
    design, hull = (w for w in two_nations().packages if w.id in ("design", "hull"))
    armour = tuple(Item(name, "production", family="armour") for _, name in kinds)
    needs = [Requirement(n, "armour", (0.0, 0.0, 2.0, 2.0), may_short=True) for n in ("DE", "FR")]
    problem = two_nations(
        rule, packages=(design, hull), headings=(), items=armour, requirements=tuple(needs),
        phases=(Phase("development", "equal"), Phase("production", "equal")),
    )  # fmt: skip
    assert (design.items, hull.items) == ((), ())
    assert publish(tmp_path / "plan.xlsx", problem, planned(problem), [], []).passed
    f, again = Facts(problem), Facts(read_again(tmp_path / "plan.xlsx").problem)
    assert f.bound_to == again.bound_to == {"design": ("tank", "truck"), "hull": ("tank", "truck")}
    assert [row.packages for row in rules.rows(f)] == [row.packages for row in rules.rows(again)]


def test_parts_efforts_and_objectives_of_any_digits_are_read_as_they_were_typed(tmp_path: Path) -> None:
    third, tiny = 33.3333333333333336 / 100, 0.00001
    office = small.other(10.0, id="office", phase="development", borne_by=(("DE", 1 - third), ("FR", third)))
    design, hull = (w for w in two_nations().packages if w.id in ("design", "hull"))
    problem = two_nations(
        packages=(replace(design, effort=((tiny, "hours"),)), replace(hull, smallest_fraction=third)), headings=(),
        other_costs=(office,), objectives=(Objective("lateness", absolute=tiny), Objective("cost", relative=third)),
    )  # fmt: skip
    assert publish(tmp_path / "plan.xlsx", problem, planned(problem), [], []).passed
    again = read_again(tmp_path / "plan.xlsx").problem
    assert dict(again.other_costs[0].borne_by)["FR"] == pytest.approx(third, rel=1e-15)
    assert again.packages[0].effort == ((tiny, "hours"),)
    assert again.packages[1].smallest_fraction == pytest.approx(third, rel=1e-15)
    assert again.objectives[0].absolute == tiny
    assert again.objectives[1].relative == pytest.approx(third, rel=1e-15)
