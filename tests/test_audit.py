"""The audit: a valid plan passes, every spoiled one fails under the spoiled clause's name, and no solver takes part."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from types import ModuleType

import openpyxl
import pytest

from procure import clauses
from procure.audit import audit, audit_file
from procure.facts import Facts
from procure.findings import errors
from procure.plan import Key, Plan
from procure.problem import Rule
from procure.workbook.write import write
from tests.handmade import FACTS, PLAN, PROBLEM, VALUES
from tests.spoil_plan import OPERATORS, changed

NAMES = [clauses.name(clause) for clause in clauses.CLAUSES]
ONE = Decimal(1)


def rules(plan: Plan) -> set[str]:
    """Names under which the audit finds fault."""
    return {finding.rule for finding in audit(plan, FACTS).findings}


def with_value(family: str, key: Key, value: Decimal) -> Plan:
    return Plan({**VALUES, family: {**VALUES.get(family, {}), key: value}}, PLAN.stages)


def test_a_plan_made_by_hand_passes() -> None:
    report = audit(PLAN, FACTS)
    assert [str(finding) for finding in report.findings] == []
    assert report.passed


@pytest.mark.parametrize("clause", NAMES)
def test_every_clause_compares_something_in_the_plan_made_by_hand(clause: str) -> None:
    assert any(check.clause == clause for check in audit(PLAN, FACTS).checks)


def test_checks_carry_the_names_of_clauses_and_objectives_alone() -> None:
    assert {check.clause for check in audit(PLAN, FACTS).checks} <= {*NAMES, "objective"}


@pytest.mark.parametrize("clause", NAMES)
def test_every_clause_has_an_operator_that_breaks_it(clause: str) -> None:
    assert any(broken == clause for broken, _ in OPERATORS.values())


@pytest.mark.parametrize("name", OPERATORS)
def test_a_spoiled_plan_fails_under_the_clause_that_was_broken(name: str) -> None:
    clause, spoil = OPERATORS[name]
    for seed in range(8):
        spoiled = spoil(PLAN, FACTS, Random(seed))
        assert spoiled is not None
        assert clause in rules(spoiled)


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_leaves_the_plan_it_was_given_as_it_was(name: str) -> None:
    before = {family: dict(values) for family, values in VALUES.items()}
    OPERATORS[name][1](PLAN, FACTS, Random(1))
    assert before == VALUES


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_finds_nothing_to_spoil_in_an_empty_plan(name: str) -> None:
    empty = Facts(PROBLEM.replace(pins=(), budgets=(), capacities=(), packages=(), items=(), requirements=()))
    assert OPERATORS[name][1](Plan({}), empty, Random(1)) is None


STRANGE: list[tuple[str, Key, Decimal]] = [
    ("guess", ("AA",), ONE),
    ("begin", ("design",), ONE),
    ("begin", ("nothing of that name", 0), ONE),
    ("begin", ("design", 6), ONE),
    ("begin", ("design", -1), ONE),
    ("begin", ("design", "2027"), ONE),
    ("pay", ("AA", "Dev", 0), Decimal("NaN")),
    ("pay", ("AA", "Dev", 0), Decimal("Infinity")),
    ("make", ("wing", "A1", "AA", 2), Decimal("1e300")),
]


@pytest.mark.parametrize(("family", "key", "value"), STRANGE)
def test_what_no_programme_decides_is_a_finding_and_the_rest_is_checked(family: str, key: Key, value: Decimal) -> None:
    report = audit(with_value(family, key, value), FACTS)
    assert "unknown decision" in {finding.rule for finding in report.findings}
    assert len(report.checks) > 500


def test_a_finding_says_found_limit_unit_tolerance_and_cell() -> None:
    late = changed(PLAN, {("pay", ("AA", "Dev", 0)): Decimal(60)})
    (found,) = [x for x in audit(late, FACTS).findings if x.rule == "budget"]
    assert found.where == "Budgets!C2 2027"
    assert found.message.startswith("budget, AA, 2027: expected at most 50 M (within 0.")
    assert found.message.endswith("found 66 M.")
    assert "Budgets!C2" in found.hint


def test_a_finding_without_a_cell_is_about_the_plan() -> None:
    more = changed(PLAN, {("work", ("AA", "Dev", 0)): Decimal(31)})
    assert {x.where for x in audit(more, FACTS).findings if x.rule == "work"} == {"plan"}


def test_the_value_that_a_stage_reports_is_worked_out_again() -> None:
    lateness, cost = PLAN.stages
    wrong = Plan(VALUES, (lateness, replace(cost, value=250.0)))
    (found,) = audit(wrong, FACTS).findings
    assert found.rule == "objective"
    assert "found 250 M" in found.message


def test_a_stage_of_an_unknown_name_is_a_finding() -> None:
    wrong = Plan(VALUES, (replace(PLAN.stages[0], name="glory"),))
    (found,) = audit(wrong, FACTS).findings
    assert found.rule == "unknown decision"


def test_a_rule_of_strength_must_is_checked_under_its_name() -> None:
    rule = Rule("half for AA", "work", who=("AA",), amount=200.0, base="M")
    report = audit(PLAN, Facts(PROBLEM.replace(rules=(rule,))))
    assert [finding.rule for finding in report.findings] == ["rule half for AA"]


def test_the_audit_reaches_no_solver() -> None:
    code = "import sys, procure.audit; print([m for m in sys.modules if m.split('.')[0] in ('pulp', 'highspy')])"
    code += "\nprint([m for m in ('milp', 'solve', 'stages', 'planning', 'payments') if 'procure.' + m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split("\n")[:2] == ["[]", "[]"]


def _global_names(function: ast.FunctionDef) -> set[str]:
    """Names that a function reads without having set them."""
    names = [part for part in ast.walk(function) if isinstance(part, ast.Name)]
    return {n.id for n in names} - {n.id for n in names if isinstance(n.ctx, ast.Store)}


def reachable(clause: ModuleType, start: str) -> set[str]:
    """Names that a function of a clause uses, directly or through the clause's other functions."""
    tree = ast.parse(Path(str(clause.__file__)).read_text(encoding="utf-8"))
    uses = {node.name: _global_names(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    found, left = {start}, [start]
    while left:
        for name in uses.get(left.pop(), set()) - found:
            found.add(name)
            left.append(name)
    return found


@pytest.mark.parametrize("clause", clauses.CLAUSES, ids=clauses.name)
def test_audit_and_constrain_share_no_code(clause: ModuleType) -> None:
    audits, builds = reachable(clause, "audit"), reachable(clause, "constrain")
    labels = {"name"}  # what a row is called
    own = {n for n, thing in vars(clause).items() if getattr(thing, "__module__", "") == clause.__name__}
    pieces = {n for n, thing in vars(clause).items() if getattr(thing, "__module__", "") == "procure.pieces"}
    assert audits & builds & own <= labels
    assert not audits & pieces
    assert "BY_NAME" not in audits
    assert "ledger" not in builds


def test_a_written_plan_passes_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write(path, PROBLEM, PLAN)
    report, findings = audit_file(path)
    assert [str(finding) for finding in errors(findings)] == []
    assert report is not None
    assert report.passed


def test_a_decision_changed_in_the_file_fails_under_its_clause_and_its_figures_differ(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write(path, PROBLEM, PLAN)
    book = openpyxl.load_workbook(path)
    sheet = book["Decisions"]
    rows = [row for row in sheet.iter_rows() if row[0].value == "pay"]
    value = next(cell for cell in reversed(rows[0]) if isinstance(cell.value, int | float))
    value.value = float(value.value) + 1
    book.save(path)
    _, findings = audit_file(path)
    assert {"payment", "figure differs"} <= {finding.rule for finding in errors(findings)}


def test_a_file_that_holds_no_plan_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_text("no workbook", encoding="utf-8")
    report, findings = audit_file(path)
    assert report is None
    assert errors(findings)
