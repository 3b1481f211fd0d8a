"""A model in a workbook: funds and controls hold without a row, a row of their name re-sets them, plans keep them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from procure import agreement, planning
from procure.audit import audit_file
from procure.findings import Finding
from procure.problem import Problem
from procure.publishing import publish
from procure.workbook import inputs
from procure.workbook.read import from_book
from tests.workbook import books

Rows = list[list[Any]]


def book(model: str, **more: Rows) -> dict[str, Rows]:
    """Three states of the Union that develop a radar, in a workbook of few sheets."""
    return {
        "Programme": [
            ["setting", "value"], ["name", "Radar"], ["first period", 2027], ["periods", 4], ["model", model],
        ],
        "Nations": [["nation", "role", "groups"], *([n, "partner", "EU"] for n in ("FR", "DE", "IT"))],
        "Phases": [["phase", "key"], ["Studies", "equal"], ["Design", "equal"]],
        "Packages": [
            ["package", "kind", "phase", "value", "divisible", "months", "technology"],
            ["study", "one-off", "Studies", 100, "yes", 12, "AUKUS technology"],
            ["design", "one-off", "Design", 100, "yes", 12, "jointly controlled"],
        ],
        "Suppliers": [["supplier", "nation"], ["Alpha", "FR"], ["Beta", "DE"], ["Gamma", "IT"]],
        **more,
    }  # fmt: skip


def read(model: str, **more: Rows) -> tuple[Problem, list[Finding]]:
    problem, findings = from_book(books.book(book(model, **more)))
    assert problem is not None, "\n".join(map(str, findings))
    return problem, findings


def refused(model: str, **more: Rows) -> list[Finding]:
    problem, findings = from_book(books.book(book(model, **more)))
    assert problem is None
    return [f for f in findings if f.level == "error"]


def fund(problem: Problem, name: str) -> Any:
    return next(one for one in problem.funds if one.id == name)


def test_a_models_funds_hold_without_a_row() -> None:
    problem, findings = read("edf")
    assert [one.id for one in problem.funds] == ["EDF design", "EDF studies"]
    assert fund(problem, "EDF studies").who == ("EU",)
    assert fund(problem, "EDF studies").source.endswith("(public)")
    said = "\n".join(f.message for f in findings if f.level == "note")
    assert "EDF testing (Testing)" in said
    assert "nobody is in PESCO project" in said
    assert [f for f in findings if f.level == "warning" and f.where.startswith("model")] == []


def test_a_row_of_its_name_re_sets_the_cells_that_it_fills_in() -> None:
    rows: Rows = [["fund", "rate", "envelope", 2027], ["EDF studies", 50, 30, 12]]
    problem, _ = read("edf", Funding=rows)
    one = fund(problem, "EDF studies")
    assert (one.rate_fraction, one.envelope_m, one.limits[0].amount, one.row) == (0.5, 30, 12, 2)
    assert (one.phases, one.needs) == (("Studies",), ("three entities", "three states"))
    assert fund(problem, "EDF design").rate_fraction == 0.65


def test_a_row_gives_a_fund_the_phases_that_the_model_does_not_know() -> None:
    rows: Rows = [["fund", "phases"], ["EDF testing", "Studies"]]
    problem, _ = read("edf", Funding=rows)
    assert fund(problem, "EDF testing").phases == ("Studies",)


def test_a_fund_of_another_name_is_the_workbooks_own_and_a_near_miss_is_warned_of() -> None:
    problem, findings = read("edf", Funding=[["fund", "rate"], ["EDF study", 50]])
    assert len(problem.funds) == 3
    assert any(f.rule == "fund like the model's" and "'EDF studies'" in f.hint for f in findings)


def test_a_rule_is_re_set_by_name_and_amount_though_the_model_names_groups_that_are_not_here() -> None:
    problem, _ = read("edf", Rules=[["rule", "amount"], ["three states", 2]])
    rule = next(r for r in problem.rules if r.id == "three states")
    assert (rule.amount, rule.who, rule.strength, rule.row) == (2, ("EU",), "condition", 2)
    assert {name for kind, name in rule.of if kind == "phase"} == {"Studies", "Design"}


@pytest.mark.parametrize(
    ("row", "where", "said"),
    [
        ({"fund": "EDF studies", "needs": "three"}, "Funding!B2", "found 'three'"),
        ({"fund": "EDF studies", "for": "EUR"}, "Funding!B2", "found 'EUR'"),
        ({"fund": "EDF studies", "phases": "Study"}, "Funding!B2", "found 'Study'"),
        ({"fund": "EDF studies", "interest": 2}, "Funding!B2", "only a loan"),
        ({"fund": "EDF studies", "within": "EDF"}, "Funding!B2", "envelope of its own"),
    ],
)
def test_unknown_names_in_a_row_that_re_sets_are_findings_with_their_cell(
    row: dict[str, Any], where: str, said: str
) -> None:
    found = refused("edf", Funding=[list(row), list(row.values())])
    assert any(f.where.startswith(where) and said in f.message for f in found)


def test_a_row_for_a_fund_that_nobody_can_have_is_warned_of() -> None:
    problem, findings = read("edf", Funding=[["fund", "rate"], ["EDF PESCO bonus", 5]])
    assert "EDF PESCO bonus" not in {one.id for one in problem.funds}
    assert any(f.level == "warning" and "fund EDF PESCO bonus" in f.where for f in findings)


def test_a_bonus_needs_those_of_its_funds_that_the_programme_has() -> None:
    nations: Rows = [["nation", "groups"], *([n, "EU; PESCO project"] for n in ("FR", "DE", "IT"))]
    problem, _ = read("edf", Nations=nations)
    assert fund(problem, "EDF PESCO bonus").needs == ("EDF studies", "EDF design")
    assert fund(problem, "EDF PESCO bonus").phases == ("Studies", "Design")


def test_without_the_group_that_a_condition_is_about_the_fund_is_out_of_reach() -> None:
    nations: Rows = [["nation", "groups"], *([n, "NATO"] for n in ("FR", "DE", "IT"))]
    problem, findings = read("safe", Nations=nations)
    assert problem.funds == ()
    warned = {f.where for f in findings if f.level == "warning" and f.where.startswith("model")}
    assert warned == {"model safe: rule two participants", "model safe: rule components from the Union"}
    row = ["SAFE loan", "FR", "third-country subcontractors"]
    given, _ = read("safe", Nations=nations, Funding=[["fund", "for", "needs"], row])
    assert fund(given, "SAFE loan").who == ("FR",)


def test_a_fund_whose_condition_is_gone_is_left_out_even_where_somebody_could_have_it() -> None:
    nations: Rows = [["nation", "groups"], *([n, "NATO"] for n in ("FR", "DE", "IT"))]
    problem, findings = read("safe", Nations=nations, Funding=[["fund", "for"], ["SAFE loan", "FR"]])
    assert problem.funds == ()
    assert any("needs two participants, components from the Union" in f.message for f in findings)


def test_a_models_controls_are_one_for_each_owner_and_destination_that_is_here() -> None:
    suppliers: Rows = [["supplier", "nation"], ["Alpha", "FR"], ["Beta", "DE"]]
    problem, _ = read("bilateral", Nations=[["nation"], ["FR"], ["DE"]], Suppliers=suppliers)
    found = {(c.technology, c.owner, c.destination, c.permission) for c in problem.controls}
    technology = "jointly controlled"
    assert found == {
        (technology, "FR", "DE", "free"), (technology, "DE", "FR", "free"),
        (technology, "FR", "*", "denied"), (technology, "DE", "*", "denied"),
    }  # fmt: skip
    assert {c.source.rpartition(" ")[2] for c in problem.controls} == {"(derived)", "(public)"}


def test_a_row_of_controls_takes_the_place_of_the_models() -> None:
    header = ["technology", "owner", "destination", "permission", "months"]
    problem, _ = read("bilateral", Controls=[header, ["jointly controlled", "FR", "*", "licence", 12]])
    found = {(c.owner, c.destination): (c.permission, c.months) for c in problem.controls if c.destination == "*"}
    assert found == {("FR", "*"): ("licence", 12), ("DE", "*"): ("denied", 0), ("IT", "*"): ("denied", 0)}


def test_technologies_that_no_package_names_control_nothing_and_it_is_said() -> None:
    problem, findings = read("aukus")
    assert problem.controls == ()  # nobody is in the group
    (note,) = [f for f in findings if f.rule == "control of nothing"]
    assert "excluded technology" in note.message
    assert "AUKUS technology" not in note.message


@pytest.mark.parametrize("model", ["edf", "safe", "bilateral", "nato-common-funding", "occar-global-balance"])
def test_the_resolved_rows_in_a_plans_workbook_say_the_same_without_the_model(model: str) -> None:
    problem, _ = read(model)
    tables = {name: [header, *rows] for name, (header, rows) in inputs.tables(problem).items()}
    again, findings = from_book(books.book(tables), resolved=True)
    assert again is not None, "\n".join(map(str, findings))
    for table in ("funds", "controls", "rules", "shares"):
        said = [str(one).split(", row=")[0] for one in getattr(problem, table)]
        assert [str(one).split(", row=")[0] for one in getattr(again, table)] == said


def test_a_plan_under_a_model_is_written_and_audited_by_itself(tmp_path: Path) -> None:
    problem, _ = read("edf")
    plan = planning.plan(problem).plan
    assert plan is not None
    assert plan.get("taken", "EDF studies") == 1
    publish(tmp_path / "plan.xlsx", problem, plan, [], [])
    report, findings = audit_file(tmp_path / "plan.xlsx")
    assert report is not None
    assert report.passed
    assert [f for f in findings if f.level == "error"] == []


def test_a_rule_that_speaks_of_nobody_here_is_left_out_with_a_warning_a_report_with_a_note() -> None:
    problem, findings = read("edip", Nations=[["nation"], ["FR"], ["DE"], ["IT"]])
    assert {r.id for r in problem.rules} == {"work for money"}
    assert {f.level for f in findings if f.rule == "filters to nothing"} == {"warning", "note"}


def test_every_model_that_comes_with_the_planner_needs_each_of_its_conditions() -> None:
    for name in agreement.names():
        model = agreement.load(name)
        conditions = {r.id for r in model.rules if r.strength == "condition"}
        assert conditions == {n for one in model.funds for n in one.needs} - {one.id for one in model.funds}
