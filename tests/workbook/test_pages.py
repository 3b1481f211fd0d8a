"""On paper: headers of every page, pages that can be read, headers whose words stay whole, the legend of the bars."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from procure import tables
from procure.calendar import Calendar
from procure.tables.table import Column, Table
from procure.workbook import sheets
from procure.workbook.layout import lay_out
from procure.workbook.write import write
from tests.tables import example


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    to = tmp_path_factory.mktemp("pages") / "plan.xlsx"
    write(to, example.problem(), example.plan())
    return openpyxl.load_workbook(to)


def test_every_page_of_every_sheet_has_programme_marking_and_date_of_the_inputs_above_it(
    book: openpyxl.Workbook,
) -> None:
    for sheet in book:
        header = sheet.oddHeader
        assert header.left.text == "Two nations' vehicle", sheet.title
        assert header.center.text.endswith("OFFICIAL")
        assert header.right.text == "inputs of 2026-11-01"
        assert sheet.title in ("Summary", *book.sheetnames)
    assert {"Programme", "Packages"} <= set(book.sheetnames) & set(sheets.names())


def test_inputs_are_blue_and_results_black(book: openpyxl.Workbook) -> None:
    blue = {cell.font.color.rgb for row in book["Packages"].iter_rows(2, 4) for cell in row if cell.value is not None}
    assert blue == {"FF0000C0"}
    numbers = [cell for row in book["Cost shares"].iter_rows() for cell in row if isinstance(cell.value, int | float)]
    assert not [cell for cell in numbers if cell.font.color is not None and cell.font.color.rgb == "FF0000C0"]


def test_a_sheet_too_wide_for_one_page_takes_more_with_its_first_columns_on_each(tmp_path: Path) -> None:
    problem = example.problem()
    long = replace(problem.programme, calendar=Calendar("2027", "year", 40))
    needs = tuple(replace(one, due=(*one.due, *[0.0] * 36)) for one in problem.requirements)
    write(tmp_path / "plan.xlsx", problem.replace(programme=long, requirements=needs), example.plan())
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    payments = book["Payments"]
    assert payments.page_setup.fitToWidth in (2, 3, 4)
    assert payments.print_title_cols == "$A:$B"
    assert (book["Cost shares"].page_setup.fitToWidth or 1) == 1
    assert (book["Work packages"].page_setup.fitToWidth or 1) <= 2


def test_no_column_is_narrower_than_the_longest_word_of_its_header() -> None:
    table = Table("one", "one", "", (Column("least commitments"), Column("a"), Column("x" * 200)), ())
    first, second, third = lay_out([table], "").widths
    assert first > len("commitments")
    assert second == 9
    assert third < 30  # a word as long as that may break


def test_the_timeline_has_a_legend_and_each_row_the_colour_of_its_nation(book: openpyxl.Workbook) -> None:
    sheet = book["Work packages"]
    rows = list(sheet.iter_rows())
    at = next(k for k, row in enumerate(rows) if row[0].value == "Nations by colour and letters")
    legend = {row[1].value: (row[0].value, row[0].fill.fgColor.rgb) for row in rows[at + 1 : at + 3]}
    assert {nation: letters for nation, (letters, _) in legend.items()} == {"Alba": "Al", "Borea": "Bo"}
    header = next(row for row in rows if row[0].value == "package")
    nation = [cell.value for cell in header].index("nation")
    shown = tables.sheets(tables.figures(example.problem(), example.plan()))["Work packages"][0]
    for row in rows[header[0].row : header[0].row + len(shown.rows) - 1]:
        colours = {cell.fill.fgColor.rgb for cell in row[11:] if cell.fill.fill_type == "solid"}
        assert colours == {legend[row[nation].value][1]} == {row[nation].fill.fgColor.rgb}
