"""The marked copy shows every complaint where it belongs, and the user's workbook stays as it was."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from procure.findings import ERROR, NOTE, WARNING, Finding, Refused
from procure.whole import NotWritten
from procure.workbook.mark import COLOURS, LIST, mark
from tests.workbook import broken


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Nations"
    sheet.append(["nation", "gdp", "note"])
    sheet.append(["FR", 2.8, "=B2*2"])
    sheet.append(["DE", "x", None])
    sheet.merge_cells("E1:F3")
    sheet["A2"].comment = Comment("mine", "analyst")
    workbook.create_sheet("Bob's sheet!").append(["a", "b"])
    workbook.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def error(where: str, message: str = "expected a number, found 'x'.", hint: str = "") -> Finding:
    return Finding(ERROR, where, "cell type", message, hint)


def marked(book: Path, *findings: Finding) -> tuple[int, Any]:
    copy = book.with_name("copy.xlsx")
    count = mark(book, findings, copy)
    return count, openpyxl.load_workbook(copy)


def colour(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb)[-6:] if cell.fill.fill_type else ""


@pytest.mark.parametrize("level", [ERROR, WARNING, NOTE])
def test_a_cell_is_coloured_by_level_and_holds_the_message(level: str, book: Path) -> None:
    count, copy = marked(book, Finding(level, "Nations!B3 gdp", "cell type", "expected a number.", "Type one."))
    cell = copy["Nations"]["B3"]
    assert count == 1
    assert colour(cell) == COLOURS[level]
    assert cell.comment.text == f"{level}: expected a number. Type one."
    assert cell.value == "x"


def test_several_findings_share_a_cell_under_the_worst_colour(book: Path) -> None:
    findings = [
        Finding(NOTE, "Nations!B3", "a", "one."),
        error("Nations!B3 gdp", "two."),
        error("Nations!A3", "three."),
    ]
    count, copy = marked(book, *findings)
    assert count == 2
    assert colour(copy["Nations"]["B3"]) == COLOURS[ERROR]
    assert copy["Nations"]["B3"].comment.text == "note: one.\n\nerror: two."


def test_a_comment_that_was_there_is_kept(book: Path) -> None:
    _, copy = marked(book, error("Nations!A2 nation"))
    assert copy["Nations"]["A2"].comment.text.startswith("mine\n\nerror:")


def test_a_blank_cell_can_be_marked(book: Path) -> None:
    count, copy = marked(book, error("Nations!C9 note"))
    assert (count, colour(copy["Nations"]["C9"])) == (1, COLOURS[ERROR])


def test_a_cell_under_a_merged_area_is_marked_at_its_first_cell(book: Path) -> None:
    count, copy = marked(book, error("Nations!F2", "one."), error("Nations!E3", "two."))
    assert count == 1
    assert copy["Nations"]["E1"].comment.text == "error: one.\n\nerror: two."


@pytest.mark.parametrize("where", ["Bob's sheet!!B1", "'Bob''s sheet!'!$B$1 header"])
def test_any_name_of_a_sheet_is_found_and_linked(where: str, book: Path) -> None:
    count, copy = marked(book, error(where))
    assert count == 1
    assert copy["Bob's sheet!"]["B1"].comment
    assert copy[LIST]["B2"].hyperlink.location == "'Bob''s sheet!'!B1"


@pytest.mark.parametrize(
    "where", ["", "book.xlsx", "Nations", "Nations!1", "Budget!A1", "Nations!XFE1", "Nations!A1048577"]
)
def test_a_finding_on_no_cell_of_the_book_is_listed_only(where: str, book: Path) -> None:
    count, copy = marked(book, error(where))
    assert count == 0
    assert copy[LIST]["C2"].value == "expected a number, found 'x'."
    assert copy[LIST]["B2"].hyperlink is None


def test_all_findings_are_listed_first_in_the_book_in_their_order(book: Path) -> None:
    findings = [error("Nations!B3", "one."), Finding(NOTE, "book.xlsx", "macros", "two.", "Three.")]
    _, copy = marked(book, *findings)
    rows = [tuple(cell.value for cell in row) for row in copy[LIST].iter_rows(min_row=2)]
    assert rows == [("error", "Nations!B3", "one.", None), ("note", "book.xlsx", "two.", "Three.")]
    assert copy.sheetnames == [LIST, "Nations", "Bob's sheet!"]
    assert copy.active.title == LIST
    assert [sheet.title for sheet in copy.worksheets if sheet.sheet_view.tabSelected] in ([], [LIST])


@pytest.mark.parametrize("text", ["=1+1", "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "#REF!", "http://example.org"])
def test_text_of_a_complaint_never_becomes_a_formula(text: str, book: Path) -> None:
    _, copy = marked(book, Finding(ERROR, f"Nations!B3 {text}", "cell type", text, text))
    row = copy[LIST][2]
    assert [cell.data_type for cell in row] == ["s"] * 4
    assert [cell.value for cell in row[2:]] == [text, text]


def test_characters_that_no_file_can_hold_are_left_out(book: Path) -> None:
    _, copy = marked(book, error("Nations!B3", "a\x00b\x1fc\ud800d\uffff" + "e" * 40_000))
    assert copy[LIST]["C2"].value.startswith("abcde")
    assert copy["Nations"]["B3"].comment.text.startswith("error: abcde")


def test_marking_a_marked_copy_again_adds_another_list(book: Path) -> None:
    marked(book, error("Nations!B3"))
    again = book.with_name("again.xlsx")
    assert mark(book.with_name("copy.xlsx"), [error("Nations!B3", "second.")], again) == 1
    names = openpyxl.load_workbook(again).sheetnames
    assert len(names) == len(set(names)) == 4


def test_the_users_workbook_is_untouched_and_nothing_else_is_left(book: Path) -> None:
    before = book.read_bytes()
    marked(book, error("Nations!B3"))
    assert book.read_bytes() == before
    assert sorted(os.listdir(book.parent)) == ["book.xlsx", "copy.xlsx"]


def test_formulas_of_the_user_stay_formulas(book: Path) -> None:
    _, copy = marked(book, error("Nations!C2"))
    assert (copy["Nations"]["C2"].value, copy["Nations"]["C2"].data_type) == ("=B2*2", "f")


def test_a_sheet_that_is_only_a_chart_is_left_alone(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    chart = BarChart()
    chart.add_data(Reference(workbook["Nations"], min_col=2, min_row=1, max_row=3))
    workbook.create_chartsheet("Chart").add_chart(chart)
    workbook.save(book)
    count, copy = marked(book, error("Nations!B3"), error("Chart!A1"))
    assert count == 1
    assert "Chart" in copy.sheetnames


def test_the_copy_may_not_be_the_book_itself(book: Path) -> None:
    before = book.read_bytes()
    with pytest.raises(NotWritten):
        mark(book, [error("Nations!B3")], book.parent / "." / book.name)
    assert book.read_bytes() == before


def test_the_copy_must_be_named_xlsx(book: Path) -> None:
    with pytest.raises(NotWritten, match=r"\.xlsx"):
        mark(book, [], book.with_name("copy.xls"))


def test_a_book_that_the_gate_refuses_is_refused_here_too(tmp_path: Path) -> None:
    path = broken.BROKEN["merged over the sheet"](tmp_path)
    with pytest.raises(Refused) as refused:
        mark(path, [], tmp_path / "copy.xlsx")
    assert [f.rule for f in refused.value.findings] == ["area size"]


def test_a_book_that_cannot_be_copied_leaves_no_file(tmp_path: Path) -> None:
    path = broken.book(tmp_path, **{"xl/styles.xml": broken.STYLES.replace("<patternFill/>", "")})
    with pytest.raises(NotWritten, match=r"book\.xlsx"):
        mark(path, [], tmp_path / "copy.xlsx")
    assert os.listdir(tmp_path) == ["book.xlsx"]


def test_a_million_formatted_rows_do_not_keep_a_cell_from_being_marked(tmp_path: Path) -> None:
    count, copy = marked(broken.formatted_rows(tmp_path), error("Nations!A2 nation"))
    assert count == 1
    assert copy["Nations"]["A2"].value == "FR"
    assert copy["Nations"]["A2"].comment


def test_a_full_disk_leaves_the_old_copy(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = book.with_name("copy.xlsx")
    copy.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(openpyxl.Workbook, "save", full)
    with pytest.raises(NotWritten, match="disk is full"):
        mark(book, [error("Nations!B3")], copy)
    assert copy.read_text() == "old"
