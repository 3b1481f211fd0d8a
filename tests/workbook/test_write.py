import os
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from procure import tables, whole
from procure.findings import WARNING, Check, Finding
from procure.plan import Plan
from procure.workbook import layout, sheets
from procure.workbook.write import write, write_evaluation
from procure.workbook.write_sheets import LONGEST, clean
from tests.tables import example

D = Decimal


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("write") / "plan.xlsx"
    warning = Finding(WARNING, "Shares!B2 weight", "sum", "the weights sum to 99.5.")
    write(to, example.problem(), example.plan(), [warning], "audit passed")
    return to


@pytest.fixture(scope="module")
def book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def find(sheet: openpyxl.worksheet.worksheet.Worksheet, text: str) -> openpyxl.cell.Cell:
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


def test_summary_comes_first_then_figures_inputs_run_and_decisions(book: openpyxl.Workbook) -> None:
    names, figures = book.sheetnames, list(tables.sheets(tables.figures(example.problem(), example.plan())))
    assert names[0] == "Summary"
    assert names[1] == "Charts"
    assert [name for name in names if not name.startswith("Charts")][: len(figures)] == figures
    assert names[-2:] == ["Run", "Decisions"]
    between = names[names.index("Checks") + 1 : -2]
    assert between == [name for name in sheets.names() if name in between]
    assert {"Programme", "Nations", "Packages", "Rules"} <= set(between)


def test_the_same_plan_makes_the_same_bytes(path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    warning = Finding(WARNING, "Shares!B2 weight", "sum", "the weights sum to 99.5.")
    write(again, example.problem(), example.plan(), [warning], "audit passed")
    assert again.read_bytes() == path.read_bytes()


def test_summary_is_one_a4_page_and_the_others_are_one_page_wide(book: openpyxl.Workbook) -> None:
    for name in book.sheetnames:
        setup = book[name].page_setup
        assert (setup.paperSize, setup.orientation) == (9, "landscape")
        one_page = name == "Summary" or name.startswith("Charts")
        assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, None if one_page else 0)
        assert book[name].sheet_properties.pageSetUpPr.fitToPage


def test_the_marking_is_on_every_sheet_and_every_page(book: openpyxl.Workbook) -> None:
    inputs = set(sheets.names())
    for sheet in book:
        assert "OFFICIAL" in sheet.oddHeader.center.text
        assert "OFFICIAL" in sheet.oddFooter.center.text
        if sheet.title in inputs:
            assert [row[0].value for row in sheet.iter_rows()][-1] == "# OFFICIAL"
        else:
            assert sheet["A1"].value == "OFFICIAL"


def test_an_ampersand_in_the_marking_starts_no_code(tmp_path: Path) -> None:
    problem = example.problem()
    programme = problem.programme
    renamed = problem.replace(programme=type(programme)(
        name="R&D", currency="EUR", calendar=programme.calendar, marking="A&B",
    ))  # fmt: skip
    write(tmp_path / "plan.xlsx", renamed, example.plan())
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "A&amp;&amp;B" in sheet
    assert "R&amp;&amp;D" in sheet


def test_figures_stand_where_the_layout_says_with_their_units(book: openpyxl.Workbook) -> None:
    made = tables.sheets(tables.figures(example.problem(), example.plan()))
    for name, shown in made.items():
        for cell in layout.lay_out(shown, "OFFICIAL").cells:
            found = book[name].cell(cell.row + 1, cell.column + 1)
            if isinstance(cell.value, Decimal):
                assert found.value == pytest.approx(float(cell.value)), (name, found.coordinate)
                assert found.number_format == cell.format
            elif cell.value:
                assert found.value == cell.value
    charge = find(book["Cost shares"], "charge")
    assert '"M"' in book["Cost shares"].cell(charge.row + 1, charge.column).number_format.replace(" ", "")


def test_headers_stay_in_sight_and_repeat_on_every_page(book: openpyxl.Workbook) -> None:
    for name in ("Cost shares", "Work packages", "Payments", "Decisions"):
        sheet = book[name]
        header = next(iter(sheet.tables.values())).ref.split(":")[0]
        assert sheet.freeze_panes is not None
        assert int("".join(filter(str.isdigit, sheet.freeze_panes))) == sheet[header].row + 1
        assert sheet.print_title_rows == f"${sheet[header].row}:${sheet[header].row}"


def test_the_timeline_has_a_colour_and_letters_for_each_nation(book: openpyxl.Workbook) -> None:
    sheet = book["Work packages"]
    design, body = find(sheet, "Design").row, find(sheet, "Body").row
    first, third = find(sheet, "2027").column, find(sheet, "2029").column
    alba, borea = sheet.cell(design, first), sheet.cell(body, third)
    assert (alba.value, borea.value) == ("Al", 5)
    assert alba.fill.fgColor.rgb != borea.fill.fgColor.rgb
    assert alba.fill.fill_type == borea.fill.fill_type == "solid"
    assert sheet.cell(design, third).fill.fill_type is None


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    problem = example.problem()
    names = {"Alba Systems": '=HYPERLINK("http://x.invalid")', "Borea Steel": "@SUM(A1)"}
    suppliers = tuple(type(s)(names[s.id], s.nation, s.sectors, row=s.row) for s in problem.suppliers)
    renamed = problem.replace(suppliers=suppliers, quotes=(), capacities=())
    values = {
        family: {tuple(names.get(str(part), part) for part in key): value for key, value in taken.items()}
        for family, taken in example.plan().values.items()
    }
    write(tmp_path / "plan.xlsx", renamed, Plan(values))
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/sheet"):
                text = archive.read(part).decode()
                assert not [f for f in re.findall("<f[^>]*>([^<]*)</f>", text) if "x.invalid" in f or "@SUM" in f]
                assert all(" location=" in link for link in re.findall("<hyperlink [^>]*>", text))
            assert "hyperlink" not in (archive.read(part).decode() if part.endswith(".rels") else "")
    cell = find(openpyxl.load_workbook(tmp_path / "plan.xlsx")["Decisions"], names["Alba Systems"])
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_text_of_a_cell_has_no_control_characters_and_an_end() -> None:
    assert clean("a\x00b\x0bc\ud800") == "abc"
    assert len(clean("x" * 40_000)) == LONGEST
    assert clean("x" * 40_000).endswith("...")


def test_the_warnings_and_the_audit_are_on_the_sheet_run(book: openpyxl.Workbook) -> None:
    texts = [cell.value for row in book["Run"].iter_rows() for cell in row]
    assert "audit passed" in texts
    assert "warning: the weights sum to 99.5." in texts


def test_the_output_is_never_an_input(tmp_path: Path) -> None:
    source = tmp_path / "in.xlsx"
    source.write_bytes(b"as it was")
    with pytest.raises(whole.NotWritten):
        write(source, example.problem(), example.plan(), sources=[source])
    assert source.read_bytes() == b"as it was"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "plan.xlsx"
    old.write_bytes(b"as it was")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(whole.NotWritten):
        write(old, example.problem(), example.plan())
    assert old.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [old]


def test_a_file_that_its_check_refuses_does_not_take_the_place_of_the_old_one(tmp_path: Path) -> None:
    old = tmp_path / "plan.xlsx"
    old.write_bytes(b"as it was")

    def refuse(written: Path) -> None:
        assert openpyxl.load_workbook(written).sheetnames[0] == "Summary"
        raise whole.NotWritten("the audit did not pass")

    with pytest.raises(whole.NotWritten, match="the audit did not pass"):
        write(old, example.problem(), example.plan(), check=refuse)
    assert old.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [old]


def test_an_evaluation_lists_its_shortfalls_and_shows_them_in_red(tmp_path: Path) -> None:
    plan = example.plan()
    values = {**plan.values, "pay": {**plan.values["pay"], ("Alba", "Development", 1): D("41.25")}}
    checks = [
        Check("budget", ("Alba", "2028"), D("41.25"), "<=", D(40), unit="M", cells=("Budgets!G2 2028",)),
        Check("capacity", ("Borea Steel", "2029"), D(8), "<=", D(10), unit="sets"),
    ]
    write_evaluation(tmp_path / "deal.xlsx", example.problem(), Plan(values), checks)
    book = openpyxl.load_workbook(tmp_path / "deal.xlsx")
    assert book.sheetnames[:2] == ["Summary", "Shortfalls"]
    rows = [[cell.value for cell in row] for row in book["Shortfalls"].iter_rows()]
    header = next(k for k, row in enumerate(rows) if row[0] == "what")
    words = "No line of a treasury pays more than its budget; what is left may be carried over as far as its rules "
    words += "allow."
    assert rows[header + 1 :] == [["budget", words, "Alba, 2028", 41.25, "<=", 40, 1.25, "M", "Budgets!G2 2028"]]
    room = next(cell for row in book["Payments"].iter_rows() for cell in row if cell.value == -1.25)
    assert room.font.color.rgb == "FFC00000"
    within = book["Payments"].cell(room.row, room.column - 1)
    assert within.font.color is None or within.font.color.rgb != "FFC00000"
    assert any("1 shortfall" in str(row[0].value) for row in book["Summary"].iter_rows())
