"""The template: every kind plans as it is under every model, and its workbook is easy and safe to fill in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from procure import agreement
from procure.audit import audit
from procure.cli import exits
from procure.cli.template import template
from procure.facts import Facts
from procure.findings import Finding
from procure.kinds import KINDS
from procure.planning import Outcome, plan
from procure.problem import Problem
from procure.solve import Options
from procure.workbook import sheets
from procure.workbook.read import read

_KINDS = tuple(KINDS)
# Every model with a kind, every kind with two models at least.
PLANNED = [(model, _KINDS[2 * at % len(_KINDS)]) for at, model in enumerate(agreement.names())]

_TOML = """
name = "own"
title = "for these tests"
summary = "made up"
sources = ["made up"]
key = "{key}"

[[objective]]
name = "lateness"
source = "made up"
standing = "assumed"

[[objective]]
name = "cost"
"relative %" = 0.5
source = "made up"
standing = "assumed"
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(template, [str(one) for one in arguments])


def made(path: Path, *arguments: object) -> Path:
    """The workbook that the command makes."""
    result = run(path, *arguments)
    assert result.exit_code == exits.DONE, result.output
    return path


def vehicles(path: Path, *arguments: object) -> Path:
    return made(path, "--kind", "vehicle", "--nations", "FR 200, DE 300, IT 150", "--periods", "2027-2040", *arguments)


def problem_of(book: Path) -> Problem:
    """The problem, of a workbook about which there is nothing to warn of."""
    problem, findings = read(book)
    assert [str(f) for f in findings if f.level != "note"] == []
    assert problem is not None
    return problem


def planned(book: Path) -> tuple[Problem, Outcome]:
    problem = problem_of(book)
    outcome = plan(problem, Options(time_limit=120))
    assert outcome.plan is not None, outcome.state
    assert outcome.stages[0].value == pytest.approx(0, abs=1e-3)  # nothing is late
    return problem, outcome


def broken(problem: Problem, outcome: Outcome) -> Sequence[object]:
    assert outcome.plan is not None
    return [check for check in audit(outcome.plan, Facts(problem)).checks if not check.holds]


def column(page: Any, name: object) -> int:
    return next(cell.column for cell in page[1] if cell.value == name)


def cell(page: Any, row: int, name: object) -> Any:
    return page.cell(row, column(page, name))


@pytest.mark.parametrize("model", agreement.names())
def test_every_kind_makes_a_workbook_without_a_fault_under_every_model(model: str, tmp_path: Path) -> None:
    for kind in (kind for kind in KINDS if (model, kind) not in PLANNED):  # those are read when they are planned, below
        book = tmp_path / f"{kind}.xlsx"
        problem_of(made(book, "--kind", kind, "--nations", "FR 20, DE 30, IT 15", "--model", model))


@pytest.mark.parametrize(("model", "kind"), PLANNED)
def test_every_model_plans_as_it_is_with_kinds_in_turn(model: str, kind: str, tmp_path: Path) -> None:
    book = made(tmp_path / "new.xlsx", "--kind", kind, "--nations", "FR 20, DE 30, IT 15", "--model", model)
    problem, outcome = planned(book)
    assert outcome.state == "proven"
    assert broken(problem, outcome) == []


@pytest.mark.parametrize("nations", ["FR 3, DE 2", "UK 1, DE 1, IT 1, ES 1", "A 9, B 4, C 2, D 1, E 1", "A 90, B 1"])
@pytest.mark.parametrize("kind", ["ship", "ammunition"])
def test_strict_return_can_be_kept_by_nations_of_any_number_and_size(kind: str, nations: str, tmp_path: Path) -> None:
    book = made(tmp_path / "new.xlsx", "--kind", kind, "--nations", nations, "--model", "juste-retour")
    problem, outcome = planned(book)
    assert broken(problem, outcome) == []


def test_six_nations_plan_under_strict_return(tmp_path: Path) -> None:
    nations = "UK 232, DE 180, IT 121, ES 87, SE 40, NL 6"
    planned(made(tmp_path / "new.xlsx", "--kind", "vehicle", "--nations", nations, "--model", "juste-retour"))


@pytest.mark.parametrize("key", sheets.KEYS)
def test_a_model_of_ones_own_plans_with_any_key(key: str, tmp_path: Path) -> None:
    model = tmp_path / "own.toml"
    model.write_text(_TOML.format(key=key), encoding="utf-8")
    book = vehicles(tmp_path / "new.xlsx", "--model", model)
    problem, _ = planned(book)
    assert problem.programme.model == "own.toml"
    assert {p.key for p in problem.phases} == {key}


def test_quarters_plan_too(tmp_path: Path) -> None:
    nations, periods = "LV 40, EE 20", "2027-Q1 to 2032-Q4"
    book = made(tmp_path / "new.xlsx", "--kind", "ammunition", "--nations", nations, "--periods", periods)
    problem, _ = planned(book)
    assert problem.programme.calendar.count == 24


def test_buying_without_development_plans(tmp_path: Path) -> None:
    problem, _ = planned(vehicles(tmp_path / "new.xlsx", "--development", 0, "--unit-price", 4.2))
    assert [p.id for p in problem.phases] == ["Production"]
    assert problem.items[0].unit_price_m == 4.2


def test_what_was_given_is_in_the_problem(tmp_path: Path) -> None:
    book = vehicles(tmp_path / "new.xlsx", "--unit-price", 4.2, "--development", 800, "--model", "juste-retour")
    problem = problem_of(book)
    assert {r.nation: r.total for r in problem.requirements} == {"FR": 200, "DE": 300, "IT": 150}
    assert problem.programme.calendar.labels == tuple(str(year) for year in range(2027, 2041))
    assert sum(w.value_m or 0 for w in problem.packages if not w.recurring) == pytest.approx(800)
    worth = sum(w.per_unit * value for w in problem.packages for _, value in w.value_by_item_m)
    assert worth == pytest.approx(4.2)
    assert [r.id for r in problem.rules if r.strength == "must"] == ["return cap", "return floor"]


def test_figures_of_the_template_are_grey_and_their_rows_assumed(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(vehicles(tmp_path / "new.xlsx", "--unit-price", 4.2))
    items, packages, needs = book["Items"], book["Packages"], book["Requirements"]

    def grey(at: Any) -> bool:
        return bool(at.fill.fill_type == "solid" and at.fill.fgColor.rgb == "FFE4E4E4")

    assert not grey(cell(items, 2, "unit price"))
    assert not grey(cell(needs, 2, "total"))
    assert grey(cell(items, 2, "max rate"))
    assert cell(items, 2, "status").value == "assumed"
    for row in range(2, packages.max_row + 1):
        assert grey(cell(packages, row, "value"))
        assert cell(packages, row, "status").value == "assumed"
    blue = {cell(items, 2, "unit price").font.color.rgb, cell(items, 2, "max rate").font.color.rgb}
    assert blue == {"FF0000FF"}


def test_every_sheet_and_column_is_there_each_with_its_note(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(vehicles(tmp_path / "new.xlsx"))
    shown = [sheet for sheet in sheets.SHEETS if sheet is not sheets.UNCERTAINTY]
    assert book.sheetnames == [sheet.name for sheet in shown]
    for sheet in shown:
        notes = {c.value: c.comment.text for c in book[sheet.name][1] if c.comment}
        for one in sheet.columns:
            assert notes[one.name].lower().startswith(one.text.lower())
        assert book[sheet.name].freeze_panes == "B2"
    assert "Unit: M" in cell(book["Items"], 1, "unit price").comment.text


def test_periods_have_their_columns(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(vehicles(tmp_path / "new.xlsx"))
    for name in ("Requirements", "Budgets", "Capacity"):
        assert set(range(2027, 2041)) <= {c.value for c in book[name][1]}


def test_columns_not_needed_at_first_are_grouped_shut_unless_asked_for(tmp_path: Path) -> None:
    def hidden(book: Path, name: str) -> set[object]:
        page = openpyxl.load_workbook(book)[name]
        found: set[object] = set()
        for dimension in page.column_dimensions.values():
            if dimension.hidden:
                assert dimension.outline_level == 1
                found |= {page.cell(1, number).value for number in range(dimension.min, dimension.max + 1)}
        return found

    shut = hidden(vehicles(tmp_path / "new.xlsx"), "Packages")
    assert {"earliest", "latest", "effort", "parent"} <= shut
    assert not shut & {"package", "value", "after", "status"}  # basic, filled in, or the row's standing
    assert hidden(vehicles(tmp_path / "full.xlsx", "--full"), "Packages") == set()


def findings(book: Path) -> list[Finding]:
    return read(book)[1]


def test_drop_downs_offer_choices_periods_and_names(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(vehicles(tmp_path / "new.xlsx"))

    def offered(name: str, header: str, row: int = 2) -> tuple[str, bool]:
        at = cell(book[name], row, header).coordinate
        (found,) = [v for v in book[name].data_validations.dataValidation if at in v.sqref]
        return found.formula1, bool(found.showErrorMessage)

    assert offered("Packages", "kind") == ('"one-off,per unit,per period,per unit in service"', True)
    assert offered("Packages", "divisible") == ('"yes,no"', True)
    assert offered("Packages", "phase") == ("Phases!$A$2:$A$500", False)
    assert offered("Requirements", "nation") == ("Nations!$A$2:$A$500", False)
    assert offered("Requirements", "first")[0].startswith('"2027,2028')
    assert "offtake" in offered("Phases", "key")[0]
    settings = {book["Programme"].cell(row, 1).value: row for row in range(2, book["Programme"].max_row + 1)}
    assert "juste-retour" in offered("Programme", "value", settings["model"])[0]
    assert offered("Programme", "value", settings["period length"]) == ('"year,half,quarter"', True)


def test_every_setting_is_there_with_its_explanation(tmp_path: Path) -> None:
    page = openpyxl.load_workbook(vehicles(tmp_path / "new.xlsx"))["Programme"]
    notes = {page.cell(row, 1).value: cell(page, row, "note").value for row in range(2, page.max_row + 1)}
    assert list(notes) == [setting.name for setting in sheets.SETTINGS]
    assert all(notes[setting.name].startswith(setting.text) for setting in sheets.SETTINGS)


def test_a_rule_of_the_model_is_re_set_by_taking_away_its_hash(tmp_path: Path) -> None:
    book = vehicles(tmp_path / "new.xlsx", "--model", "juste-retour")
    edited = openpyxl.load_workbook(book)
    page = edited["Rules"]
    assert page["A2"].value == "# return floor"
    page["A2"] = "return floor"
    cell(page, 2, "amount").value = 5
    edited.save(tmp_path / "edited.xlsx")
    asked = {r.id: r.amount for r in problem_of(tmp_path / "edited.xlsx").rules}
    assert asked == {"return floor": 5, "return cap": 2}


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    model = tmp_path / "=own.toml"
    model.write_text(_TOML.format(key="equal").replace('"own"', '"=own"'), encoding="utf-8")
    book = openpyxl.load_workbook(vehicles(tmp_path / "new.xlsx", "--model", model))
    values = [c for row in book["Programme"].iter_rows() for c in row if c.value == "=own.toml"]
    assert [c.data_type for c in values] == ["s"]


def test_the_same_wish_makes_the_same_bytes(tmp_path: Path) -> None:
    assert vehicles(tmp_path / "a.xlsx").read_bytes() == vehicles(tmp_path / "b.xlsx").read_bytes()


def test_a_blank_workbook_has_every_header_and_no_rows(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path / "blank.xlsx", "--periods", "2030-2035"))
    assert book.sheetnames == [sheet.name for sheet in sheets.SHEETS if sheet is not sheets.UNCERTAINTY]
    assert all(book[name].max_row == 1 for name in book.sheetnames if name != "Programme")
    assert cell(book["Requirements"], 1, 2035).value == 2035
    found = findings(tmp_path / "blank.xlsx")
    assert {f.rule for f in found if f.level == "error"} == {"needed cell", "no partner"}  # a name, and nations


def test_an_existing_file_is_left_as_it_is_unless_forced(tmp_path: Path) -> None:
    book = tmp_path / "mine.xlsx"
    book.write_text("my own")
    result = run(book, "--kind", "ship", "--nations", "FR 2, IT 2")
    assert result.exit_code == exits.NOT_WRITTEN
    assert "--force" in result.output
    assert book.read_text() == "my own"
    made(book, "--kind", "ship", "--nations", "FR 2, IT 2", "--force")
    assert problem_of(book).items[0].id == "Ship"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    result = run(tmp_path / "none" / "new.xlsx", "--kind", "ship", "--nations", "FR 2")
    assert result.exit_code == exits.NOT_WRITTEN
    assert "no folder" in result.output


def test_an_unknown_model_is_refused_with_the_nearest(tmp_path: Path) -> None:
    result = run(tmp_path / "new.xlsx", "--kind", "ship", "--nations", "FR 2", "--model", "just-retour")
    assert result.exit_code == exits.FINDINGS
    assert "Did you mean 'juste-retour'?" in result.output
    assert not (tmp_path / "new.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kind", "tank", "--nations", "FR 2"], "'aircraft'"),
        (["--kind", "ship"], "--nations"),
        (["--nations", "FR 2"], "--kind"),
        (["--unit-price", "2"], "--unit-price needs --kind"),
        (["--kind", "ship", "--nations", "FR"], "FR 200, DE 300, IT 150"),
        (["--kind", "ship", "--nations", "FR 2", "--periods", "soon"], "2027-2040"),
        (["--kind", "ship", "--nations", "FR 2", "--periods", "2027-2028"], "at least 8 years"),
        (["--kind", "ship", "--nations", "FR 2", "--unit-price", "nan"], "an amount in M"),
        (["--kind", "ship", "--nations", "FR 2", "--unit-price", "0"], "an amount in M"),
        (["--kind", "ship", "--nations", "FR 2", "--development", "-1"], "an amount in M"),
    ],
)
def test_a_wrong_command_line_is_a_usage_error(arguments: list[str], said: str, tmp_path: Path) -> None:
    result = run(tmp_path / "new.xlsx", *arguments)
    assert result.exit_code == exits.USAGE
    assert said in result.output
    assert not (tmp_path / "new.xlsx").exists()


def test_a_name_that_is_no_workbooks_is_a_usage_error(tmp_path: Path) -> None:
    result = run(tmp_path / "new.xls", "--kind", "ship", "--nations", "FR 2")
    assert result.exit_code == exits.USAGE
    assert ".xlsx" in result.output


def test_json_tells_what_was_made(tmp_path: Path) -> None:
    result = run(tmp_path / "new.xlsx", "--kind", "ship", "--nations", "FR 2, IT 3", "--periods", "2027-2044", "--json")
    told = json.loads(result.output)
    assert (told["command"], told["kind"], told["model"]) == ("template", "ship", "best-value")
    assert told["nations"] == {"FR": 2, "IT": 3}
    assert told["periods"] == ["2027", "2044"]
