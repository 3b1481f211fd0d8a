"""Rules that take figures of an earlier plan: the file is read once, its figures stay with the rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from procure import planning, rules
from procure.audit import audit, audit_file
from procure.facts import Facts
from procure.plan import Plan
from procure.problem import Problem, Rule
from procure.reading import with_earlier
from procure.workbook.write import write
from tests.problems import two_nations

COST = Rule("cost", "cost", ("partners",), relation="<=", base="% of earlier plan", amount=100, row=5,
            earlier_plan="first.xlsx")  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the plan `first.xlsx` of two nations."""
    place = tmp_path_factory.mktemp("plans")
    write(place / "first.xlsx", two_nations(), planned(two_nations()))
    return place


def planned(problem: Problem) -> Plan:
    found = planning.plan(problem).plan
    assert found is not None
    return found


def test_the_figures_are_those_of_the_same_words_in_the_earlier_plan(folder: Path) -> None:
    problem, said = with_earlier(two_nations(COST), folder)
    assert not said
    earlier = planned(two_nations())
    assert dict(problem.rules[0].references) == {n: float(earlier.total("charge", n)) for n in ("DE", "FR")}


def test_a_plan_held_to_an_earlier_one_keeps_it_and_is_audited_without_it(folder: Path, tmp_path: Path) -> None:
    dear = tuple(replace(s, price_factor=1.2) if s.id == "Lima" else s for s in two_nations().suppliers)
    problem, _ = with_earlier(two_nations(replace(COST, amount=112), suppliers=dear), folder)
    found = planned(problem)
    assert audit(found, Facts(problem)).passed
    assert all(0 <= r.slack < 1 for r in rules.results(found, Facts(problem)) if r.slack is not None)
    write(tmp_path / "second.xlsx", problem, found)
    report, _ = audit_file(tmp_path / "second.xlsx")
    assert report is not None
    assert report.passed
    tight, _ = with_earlier(two_nations(replace(COST, amount=101), suppliers=dear), folder)
    assert planning.plan(tight).plan is None


def test_within_holds_on_either_side(folder: Path) -> None:
    rule = replace(COST, measure="work", who=("FR",), relation="within", amount=10)
    problem, _ = with_earlier(two_nations(rule), folder)
    (result,) = rules.results(planned(problem), Facts(problem))
    assert (result.held, result.unit) == (True, "%")


@pytest.mark.parametrize("name", ["nothing.xlsx", "book.txt"])
def test_a_file_that_is_no_plan_is_a_finding_at_its_cell(folder: Path, name: str) -> None:
    (folder / "book.txt").write_text("no plan", encoding="utf-8")
    problem, (finding,) = with_earlier(two_nations(replace(COST, earlier_plan=name)), folder)
    assert finding.rule == "earlier plan"
    assert "5 earlier plan" in finding.where
    assert [f.rule for f in rules.refusals(Facts(problem))] == ["rule refused"]


def test_figures_typed_by_hand_need_no_file() -> None:
    problem, said = with_earlier(two_nations(replace(COST, references=(("FR", 200.0), ("DE", 100.0)))), Path())
    assert not said
    assert not rules.refusals(Facts(problem))


def test_a_row_without_a_figure_is_told() -> None:
    f = Facts(two_nations(replace(COST, references=(("FR", 200.0),), earlier_plan="")))
    (finding,) = rules.refusals(f)
    assert "DE" in finding.message
    assert finding.hint


def test_names_that_the_earlier_plan_does_not_have_are_told(folder: Path) -> None:
    _, (finding,) = with_earlier(two_nations(replace(COST, who=("IT",))), folder)
    assert "IT" in finding.message
