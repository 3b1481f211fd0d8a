"""procure report --brief: one slide of a plan, whose texts fit and whose charts can be edited."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from procure import tables
from procure.brief import content, slide
from procure.brief.content import Brief
from procure.cli import exits
from procure.plan import Plan
from procure.problem import Problem
from procure.publishing import publish
from procure.reading import read
from tests.cli.calling import ROOT, call
from tests.report.packs_of import SHA256, typed
from tests.report.pages_of import EXAMPLES, HOSTILE, hostile
from tests.tables import example


def brief_of(problem: Problem, plan: Plan, name: str = "plan.xlsx") -> Brief:
    return content.of_plan(problem, plan, "audit passed (17 checks)", name, SHA256)


def opened(brief: Brief) -> Any:
    """The only slide."""
    (one,) = Presentation(io.BytesIO(slide.document(brief))).slides
    return one


def texts(one: Any) -> list[str]:
    return [shape.text_frame.text for shape in one.shapes if shape.has_text_frame]


def charts(one: Any) -> list[Any]:
    return [shape.chart for shape in one.shapes if shape.has_chart]


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The hand-made plan's workbook, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    publish(tmp_path / "plan.xlsx", example.problem(), example.plan(), [], [])
    return tmp_path / "plan.xlsx"


def test_a_plan_becomes_a_slide_that_names_its_file_and_its_check_sum(plan: Path) -> None:
    done = call("report", "plan.xlsx", "--brief")
    assert done.code == exits.DONE, done.err
    assert done.out == "written: plan-brief.pptx\n"
    (one,) = Presentation("plan-brief.pptx").slides
    said = "\n".join(texts(one))
    assert one.shapes.title.text_frame.text == "Two nations' vehicle"
    assert said.count("OFFICIAL") == 2
    for words in ("audit passed (", "2026-11-01", "plan.xlsx", hashlib.sha256(plan.read_bytes()).hexdigest()):
        assert words.casefold() in said.casefold()
    answer = call("report", "plan.xlsx", "--brief", "-o", "b.pptx", "--json").document
    assert answer["output"] == "b.pptx"
    assert len(answer["figures"]) == 4
    assert Path("b.pptx").read_bytes() == Path("plan-brief.pptx").read_bytes()


def test_the_four_figures_are_those_of_the_plan_and_can_be_edited() -> None:
    brief = brief_of(example.problem(), example.plan())
    shares, paid, units, used = brief.figures
    assert shares.values == {"cost share": (0.6, 0.4), "work share": (110 / 155, 45 / 155)}
    assert (paid.labels, paid.values["paid"]) == (("2027", "2028", "2029", "2030"), (50, 50, 30, 25))
    assert (units.labels, units.values["due"], units.values["delivered"]) == (("2029", "2030"), (5, 5), (5, 5))
    assert (used.labels, used.values["used"]) == (("Borea Steel (Borea)",), (0.8,))
    for figure, chart in zip(brief.figures, charts(opened(brief)), strict=True):
        assert [str(one) for one in chart.plots[0].categories] == slide.data_labels(figure)
        assert {s.name: tuple(s.values) for s in chart.plots[0].series} == figure.values
        sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        header, *rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
        assert header == (None, *figure.values)
        assert rows == [(label, *(of[k] for of in figure.values.values())) for k, label in enumerate(figure.labels)]


def test_what_is_short_is_said_first_and_in_another_colour() -> None:
    problem, plan = example.problem(), example.plan()
    late = {key: units for key, units in plan.values["deliver"].items() if key != ("Vehicle", "Alba", 2)}
    brief = brief_of(problem, replace(plan, values={**plan.values, "deliver": late}))
    assert brief.words[0][1]
    assert "unit-periods late" in brief.words[0][0]
    box = next(shape for shape in opened(brief).shapes if brief.words[0][0] in getattr(shape, "text", ""))
    colours = [paragraph.runs[0].font.color.rgb for paragraph in box.text_frame.paragraphs]
    assert str(colours[0]) == "C00000"
    assert {str(one) for one in colours[1:]} == {"000000"}


def test_sentences_that_have_no_room_are_counted() -> None:
    many = [(f"Sentence {k} " + "word " * 30, False) for k in range(40)]
    shown = list(slide.fitting(many))
    assert shown[-1][0] == f"{40 - len(shown) + 1} more on the sheet Summary of the plan file."
    assert 3 <= len(shown) < 10
    assert list(slide.fitting([("Short.", False), ("Bad.", True)])) == [("Short.", False), ("Bad.", True)]
    assert len(next(slide.fitting([("漢" * 400, False)]))[0]) < len(next(slide.fitting([("x " * 400, False)]))[0])


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_fits_on_its_slide(name: str) -> None:
    problem, _ = read(ROOT / "inputs" / f"{name}.xlsx", judged=True)
    assert problem is not None
    brief = brief_of(problem, typed(problem))
    assert all(figure.labels for figure in brief.figures)
    assert all(len(figure.labels) <= content.MOST for figure in (brief.figures[0],))
    _fits(opened(brief))


def _fits(one: Any) -> None:
    """Everything is on the slide, no two things cover each other, and texts are no longer than they have room for."""
    boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in one.shapes]
    deck = one.part.package.presentation_part.presentation
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= deck.slide_width
        assert bottom <= deck.slide_height
    for k, a in enumerate(boxes):
        for b in boxes[k + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)
    for shape in one.shapes:
        for paragraph in shape.text_frame.paragraphs if shape.has_text_frame else ():
            for run in paragraph.runs:
                lines = -(-len(run.text) * run.font.size.pt * 0.6 // (shape.width.pt - 7))
                assert lines <= slide.LONGEST
                assert shape.height.pt >= run.font.size.pt * 1.1
                assert lines == 1 or shape.height.inches == pytest.approx(slide.WORDS[3])


def test_long_and_hostile_names_are_text_and_fit() -> None:
    names = {**HOSTILE, "Borea": "B" * 200, "Alba Systems": "A company with a name " * 9, "Design": "=1+1"}
    names |= {"Two nations' vehicle": '=HYPERLINK("x") ' * 13, "OFFICIAL": "RESTRICTED " * 20}
    problem, plan = hostile(names)
    brief = brief_of(problem, plan, "p" * 200 + ".xlsx")
    one = opened(brief)
    _fits(one)
    said = "\n".join(texts(one))
    assert SHA256 in said  # never cut short
    assert "</script><img src=x onerror=alert(1)>" in said
    with zipfile.ZipFile(io.BytesIO(slide.document(brief))) as archive:
        books = [archive.read(name) for name in archive.namelist() if name.endswith(".xlsx")]
        slides = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")]
    assert not [rels for rels in slides if "hyperlink" in rels or 'TargetMode="External"' in rels]
    assert len(books) == 4
    for book in books:
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_labels_that_begin_like_formulas_stay_text_in_the_workbook_behind_a_chart() -> None:
    problem, plan = hostile({"Alba": '=HYPERLINK("x")', "Borea": "+1"})
    chart = charts(opened(brief_of(problem, plan)))[0]
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert {(sheet[f"A{row}"].value, sheet[f"A{row}"].data_type) for row in (2, 3)} == {
        ("+1", "s"), ('=HYPERLINK("x…'[:14], "s"),
    }  # fmt: skip


def test_a_plan_in_which_nothing_is_charged_or_delivered_has_a_slide_too() -> None:
    brief = brief_of(example.problem().replace(requirements=()), Plan({}, (), {}))
    assert [figure.labels for figure in brief.figures] == [()] * 4
    assert texts(opened(brief)).count("Nothing to show.") == 4


def test_items_that_are_counted_differently_are_not_added_up() -> None:
    problem = example.problem()
    more = replace(problem.items[0], id="Hours", unit="hours")
    asked = replace(problem.requirements[0], wanted="Hours")
    mixed = problem.replace(items=(*problem.items, more), requirements=(*problem.requirements, asked))
    plan = example.plan()
    figure = content.deliveries(tables.figures(mixed, plan))
    first = content.deliveries(tables.figures(problem, plan))
    assert sum(map(Decimal, first.values["delivered"])) == 10  # type: ignore[arg-type]
    assert "one of 2" in figure.title


def test_without_the_library_for_slides_it_is_said_what_to_install(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = importlib.util.find_spec
    gone = lambda name, *more: None if name == "pptx" else whole(name, *more)  # noqa: E731
    monkeypatch.setattr("procure.cli.report_brief.find_spec", gone)
    done = call("report", "plan.xlsx", "--brief")
    assert done.code == exits.USAGE
    assert "pip install 'procure-planner[brief]'" in done.err
    assert not Path("plan-brief.pptx").exists()


def test_a_slide_is_of_one_plan_and_ends_in_pptx(plan: Path) -> None:
    assert call("report", "plan.xlsx", "plan.xlsx", "--brief").code == exits.USAGE
    assert call("report", "plan.xlsx", "--brief", "-o", "brief.pdf").code == exits.USAGE
    assert call("report", "plan.xlsx", "--brief", "-o", "nowhere/brief.pptx").code == exits.NOT_WRITTEN
