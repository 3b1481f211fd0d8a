"""procure report: a plan file in, a page out; what cannot be a page is said."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import openpyxl
import pytest

from procure.cli import exits
from procure.explain.told import Passage, Told
from procure.publishing import publish
from procure.report import pages
from procure.report.page import document
from procure.tables.table import Column, Rows
from tests.cli.calling import call
from tests.report.pages_of import IN_A_BOOK, hostile
from tests.report.parsed import parse
from tests.tables import example


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The hand-made plan's workbook, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    to = tmp_path / "plan.xlsx"
    publish(to, example.problem(), example.plan(), [], [])
    return to


def test_a_plan_becomes_a_page_that_names_its_file_and_its_check_sum(plan: Path) -> None:
    done = call("report", "plan.xlsx")
    assert done.code == exits.DONE, done.err
    assert "written: plan.html" in done.out
    tree = parse(Path("plan.html").read_text(encoding="utf-8"))
    facts = {one.text for one in tree.one("header").all("dd")}
    assert {"plan.xlsx", hashlib.sha256(plan.read_bytes()).hexdigest(), "2026-11-01"} <= facts
    assert "audit passed" in tree.one("section", id="words").text
    assert "OFFICIAL" in tree.one("header").text


def test_the_same_plan_makes_the_same_bytes_in_the_folder_outputs(plan: Path) -> None:
    assert call("report", "plan.xlsx", "-o", "first.html").code == exits.DONE
    Path("outputs").mkdir()
    assert call("report", "plan.xlsx").code == exits.DONE
    assert Path("outputs/plan.html").read_bytes() == Path("first.html").read_bytes()


def test_several_plans_become_the_page_of_their_comparison(plan: Path) -> None:
    shutil.copy(plan, "other.xlsx")
    done = call("report", "plan.xlsx", "other.xlsx", "-o", "both.html", "--json")
    assert done.code == exits.DONE, done.err
    assert [one["plan"] for one in done.document["plans"]] == ["plan.xlsx", "other.xlsx"]
    assert [one["id"] for one in done.document["charts"]] == ["costs", "nation-cost", "nation-work"]
    assert done.document["bytes"] == Path("both.html").stat().st_size
    tree = parse(Path("both.html").read_text(encoding="utf-8"))
    assert "It changes nothing" in tree.one("section", id="words").text
    assert [one.text for one in tree.one("section", id="words").all("h3")] == ["plan", "other"]


def test_a_plan_changed_by_hand_becomes_a_page_that_says_so(plan: Path) -> None:
    book = openpyxl.load_workbook(plan)
    sheet = book["Cost shares"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float))
    cell.value += 7
    book.save(plan)
    done = call("report", "plan.xlsx")
    assert done.code == exits.DISAGREE
    assert "Cost shares!" in done.err
    tree = parse(Path("plan.html").read_text(encoding="utf-8"))
    assert "audit failed" in tree.one("section", id="words").text
    assert "Cost shares!" in tree.one("details", id="sheet-audit").text
    assert "finding" in tree.one("p", role="alert").text


def test_what_is_no_plan_is_refused_and_leaves_the_old_page(plan: Path) -> None:
    Path("plan.html").write_text("old")
    book = openpyxl.load_workbook(plan)
    del book["Decisions"]
    book.save(plan)
    done = call("report", "plan.xlsx")
    assert done.code == exits.FINDINGS
    assert "holds no plan" in done.err
    assert call("report", "missing.xlsx", "-o", "plan.html").code == exits.FINDINGS
    refused = call("report", "missing.xlsx", "--json")
    assert refused.document["state"] == "input refused"
    assert Path("plan.html").read_text() == "old"


def test_a_page_goes_neither_over_its_plan_nor_under_another_ending(plan: Path) -> None:
    before = plan.read_bytes()
    assert call("report", "plan.xlsx", "-o", "plan.xlsx").code == exits.USAGE
    Path("alias.html").symlink_to(plan)
    assert call("report", "plan.xlsx", "-o", "alias.html").code == exits.NOT_WRITTEN
    assert call("report", "plan.xlsx", "-o", "nowhere/page.html").code == exits.NOT_WRITTEN
    assert plan.read_bytes() == before


def test_hostile_names_pass_through_a_workbook_into_a_page_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    problem, made = hostile(IN_A_BOOK)
    publish(tmp_path / "plan.xlsx", problem, made, [], [])
    done = call("report", "plan.xlsx")
    assert done.code == exits.DONE, done.err
    tree = parse(Path("plan.html").read_text(encoding="utf-8"))
    cells = {one.text for one in tree.all("th")} | {one.text for one in tree.all("td")}
    assert {IN_A_BOOK[name] for name in ("Alba", "Borea", "Design", "Body", "Engine", "Vehicle")} <= cells
    assert not list(tree.all("img"))


def test_an_explanation_is_told_on_a_page_words_first_then_tables() -> None:
    rows = Rows()
    rows.add("Budgets[<NL>]", "binds")
    table = rows.table("Binding", "What binds", "Rows without room.", [Column("row"), Column("how")])
    told = Told("Why <so>", (Passage("Binding", ("One row binds.",), (table,)), Passage("Why not", ("It costs 3 M.",))))
    tree = parse(document(pages.of_told(told, example.problem().programme, (("explained", "plan.xlsx"),))))
    assert tree.one("h1").text == "Why <so>"
    words = tree.one("section", id="words")
    assert [one.text for one in words.all("h3")] == ["Binding", "Why not"]
    assert [one.text for one in words.all("li")] == ["One row binds.", "It costs 3 M."]
    assert "Budgets[<NL>]" in tree.one("details", id="sheet-binding").text
    assert tree.one("main").inside.index(words) == 0
    assert not list(tree.all("figure"))
