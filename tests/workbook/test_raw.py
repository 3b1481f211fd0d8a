"""Every kind of cell is told apart from those that look like it, and no file ends in a traceback."""

from __future__ import annotations

import datetime
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from procure.findings import ERROR, NOTE, errors
from procure.workbook import cells, raw
from procure.workbook.cells import Book, Cell, RawSheet
from procure.workbook.raw import ERROR_CODES, MOST_NOTES, open_book
from procure.workbook.scan import Limits
from tests.workbook import broken

NBSP, ZERO_WIDTH = "\u00a0", "\u200b"


def sheet_of(path: Path) -> RawSheet:
    book = open_book(path)
    assert not errors(book.findings)
    return book.sheets[0]


def read_rows(folder: Path, rows: str, settings: str = "") -> tuple[tuple[Cell, ...], ...]:
    content = broken.parts({"Nations": broken.sheet_xml(rows)}, settings=settings)
    return sheet_of(broken.pack(folder / "book.xlsx", content)).rows


def read_cells(folder: Path, *xml: str) -> list[tuple[object, str]]:
    """Values and kinds of cells given as XML with {} for the reference, one a column."""
    placed = "".join(text.format(f'r="{column}1"') for text, column in zip(xml, "ABCDEFGHIJKL", strict=False))
    rows = read_rows(folder, f'<row r="1">{placed}</row>')
    return [(cell.value, cell.kind) for row in rows for cell in row]


def written(folder: Path, *values: object) -> Path:
    book = openpyxl.Workbook()
    book.active.append(values)
    book.save(folder / "book.xlsx")
    return folder / "book.xlsx"


@pytest.mark.parametrize("name", sorted(broken.BROKEN.keys() - {"a million formatted rows"}))
def test_no_file_ends_in_a_traceback_and_refused_ones_have_no_sheets(name: str, tmp_path: Path) -> None:
    book = open_book(broken.BROKEN[name](tmp_path))
    assert bool(errors(book.findings)) == (name in broken.REFUSED)
    assert bool(book.sheets) == (name in broken.ACCEPTED)


def test_a_million_formatted_rows_hold_two_rows_of_values(tmp_path: Path) -> None:
    assert [row[0].value for row in sheet_of(broken.formatted_rows(tmp_path)).rows] == ["nation", "FR"]


def test_a_wrong_dimension_hides_no_cell(tmp_path: Path) -> None:
    sheet = sheet_of(broken.BROKEN["dimension of one cell"](tmp_path))
    assert [len(row) for row in sheet.rows] == [5, 5, 5]


def test_value_formula_error_and_blank_are_told_apart(tmp_path: Path) -> None:
    found = read_cells(
        tmp_path,
        "<c {}><v>2.5</v></c>",
        "<c {}><f>1+1</f><v>2</v></c>",
        "<c {}><f>1+2</f></c>",
        "<c {}><f>1+3</f><v></v></c>",
        '<c {} t="str"><f>IF(1,"","x")</f><v></v></c>',
        '<c {} t="str"><f>"a"</f><v>a</v></c>',
        '<c {} t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c {} s="1"/>',
        '<c {} t="b"><v>1</v></c>',
    )
    assert found == [
        (2.5, cells.NUMBER),
        (2, cells.NUMBER),
        ("=1+2", cells.NO_VALUE),
        ("=1+3", cells.NO_VALUE),
        ("a", cells.TEXT),
        ("#DIV/0!", cells.ERROR),
        (True, cells.YES_NO),
    ]


def test_an_array_formula_without_a_value_shows_its_text(tmp_path: Path) -> None:
    assert read_cells(tmp_path, '<c {} ><f t="array" ref="A1">SUM(B1:B2)</f></c>') == [("=SUM(B1:B2)", cells.NO_VALUE)]


def test_a_row_of_formulas_without_values_is_no_blank_row(tmp_path: Path) -> None:
    rows = read_rows(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row><row r="4"><c r="B4"><f>A1</f></c></row>')
    assert rows[1] == (Cell(4, 2, "=A1", cells.NO_VALUE),)


@pytest.mark.parametrize("code", sorted(ERROR_CODES))
def test_every_error_code_is_an_error_stored_as_one_or_as_text(code: str, tmp_path: Path) -> None:
    as_error, as_text = f'<c {{}} t="e"><v>{code}</v></c>', f'<c {{}} t="inlineStr"><is><t>{code}</t></is></c>'
    assert read_cells(tmp_path, as_error, as_text) == [(code, cells.ERROR), (code, cells.ERROR)]


def test_a_number_too_large_to_be_one_is_an_error_cell(tmp_path: Path) -> None:
    assert read_cells(tmp_path, "<c {}><v>1e999</v></c>", "<c {}><v>-1e999</v></c>") == [
        ("inf", cells.ERROR),
        ("-inf", cells.ERROR),
    ]


def test_a_whole_number_of_hundreds_of_digits_is_an_error_cell(tmp_path: Path) -> None:
    assert read_cells(tmp_path, f"<c {{}}><v>{'9' * 400}</v></c>") == [("9" * 40, cells.ERROR)]


def test_a_book_that_needs_more_memory_than_there_is_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    path = broken.book(tmp_path)
    monkeypatch.setattr(raw, "_workbook", fail)
    (finding,) = open_book(path).findings
    assert (finding.level, finding.rule) == (ERROR, "damaged file")


@pytest.mark.parametrize("number", ["NaN", "INF", "1,5", "0x10"])
def test_a_number_that_is_none_refuses_the_book_and_names_the_place(number: str, tmp_path: Path) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>{number}</v></c></row>'
    (finding,) = open_book(broken.book(tmp_path, broken.sheet_xml(rows))).findings
    assert (finding.level, finding.rule) == (ERROR, "damaged file")
    assert "sheet 'Nations', after row 1" in finding.message


@pytest.mark.parametrize(
    "text", ["NA", "N/A", "None", "null", "nan", "TRUE", "007", "12%", "1.234,50", "#comment", "-"]
)
def test_text_stays_text_whatever_it_looks_like(text: str, tmp_path: Path) -> None:
    (row,) = sheet_of(written(tmp_path, text)).rows
    assert row == (Cell(1, 1, text, cells.TEXT),)


def test_text_that_begins_like_a_formula_is_text(tmp_path: Path) -> None:
    assert read_cells(tmp_path, '<c {} t="inlineStr"><is><t>=1+1</t></is></c>') == [("=1+1", cells.TEXT)]


def test_numbers_keep_their_kind_and_all_their_digits(tmp_path: Path) -> None:
    numbers = ("3", "0.1", "-7", "9007199254740993", "1e-300")
    found = [value for value, _ in read_cells(tmp_path, *(f"<c {{}}><v>{number}</v></c>" for number in numbers))]
    assert found == [3, 0.1, -7, 2**53 + 1, 1e-300]
    assert isinstance(found[0], int)


def test_a_per_cent_format_is_flagged_and_a_quoted_sign_is_not(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for column, code in enumerate(("0%", "0.00 %", '0.0" % of cost"', "0\\%", "[Red]0%", "General")):
            sheet.write_number(0, column, 0.2, book.add_format({"num_format": code}))
    assert [cell.percent for cell in sheet_of(path).rows[0]] == [True, True, False, False, True, False]


@pytest.mark.parametrize(("settings", "day"), [("", "2027-03-01"), ('<workbookPr date1904="1"/>', "2031-03-02")])
def test_dates_are_read_in_the_calendar_of_the_book(settings: str, day: str, tmp_path: Path) -> None:
    serial = (datetime.date(2027, 3, 1) - datetime.date(1899, 12, 30)).days
    rows = read_rows(tmp_path, f'<row r="1"><c r="A1" s="2"><v>{serial}</v></c></row>', settings)
    assert rows == ((Cell(1, 1, datetime.datetime.fromisoformat(day), cells.DATE),),)


def test_a_date_stored_as_text_of_the_standard_is_a_date(tmp_path: Path) -> None:
    found = read_cells(tmp_path, '<c {} t="d"><v>2027-03-01</v></c>')
    assert found == [(datetime.datetime(2027, 3, 1), cells.DATE)]


def test_a_time_of_day_is_text_and_no_number(tmp_path: Path) -> None:
    assert read_cells(tmp_path, '<c {} s="4"><v>0.5</v></c>') == [("12:00:00", cells.TEXT)]


def test_a_date_that_cannot_be_is_an_error_cell(tmp_path: Path) -> None:
    assert read_cells(tmp_path, '<c {} s="2"><v>1e12</v></c>') == [("#VALUE!", cells.ERROR)]


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("FR", None),
        (" FR \n", None),
        (f"FR{NBSP}", NOTE),
        (f"{ZERO_WIDTH}FR", NOTE),
        (f" FR {ZERO_WIDTH} ", NOTE),
        ("FR\ufeff", NOTE),
    ],
)
def test_spaces_at_the_ends_go_and_invisible_ones_are_noted(typed: str, level: str | None, tmp_path: Path) -> None:
    book = open_book(written(tmp_path, "x", typed))
    assert book.sheets[0].rows[0][1].value == "FR"
    assert [(f.level, f.where, f.rule) for f in book.findings] == (
        [(level, "Sheet!B1", "invisible characters")] if level else []
    )


def test_letters_of_two_parts_are_joined(tmp_path: Path) -> None:
    book = open_book(written(tmp_path, "Espan\u0303a"))
    assert book.sheets[0].rows[0][0].value == "Espa\u00f1a"
    assert book.findings[0].where == "Sheet!A1"


def test_text_of_spaces_alone_is_blank(tmp_path: Path) -> None:
    assert [cell.value for cell in sheet_of(written(tmp_path, "  ", NBSP, "a")).rows[0]] == ["a"]


def test_notes_on_invisible_characters_are_summed_up_after_the_first(tmp_path: Path) -> None:
    findings = open_book(written(tmp_path, *[f"a{NBSP}"] * (MOST_NOTES + 5))).findings
    assert len(findings) == MOST_NOTES + 1
    assert "5 more" in findings[-1].message


def test_blank_rows_are_skipped_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="B2"><v>1</v></c></row><row r="3"><c r="A3" s="1"/></row>'
    rows += '<row r="9"><c r="C9"><v>2</v></c></row>'
    assert read_rows(tmp_path, rows) == ((Cell(2, 2, 1, cells.NUMBER),), (Cell(9, 3, 2, cells.NUMBER),))


def test_merged_areas_and_what_is_hidden_are_told(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("First").write(0, 0, "x")
        sheet = book.add_worksheet("Second")
        sheet.merge_range(0, 0, 0, 2, "title")
        sheet.write(1, 1, 5)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        sheet.hide()
    first, second = open_book(path).sheets
    assert (first.name, first.hidden, first.merged) == ("First", False, ())
    assert (second.hidden, second.merged, second.hidden_rows, second.hidden_columns) == (True, ("A1:C1",), 1, 1)


def test_only_the_sheets_asked_for_are_read(tmp_path: Path) -> None:
    content = broken.parts({"One": broken.sheet_xml(), "Two": broken.sheet_xml(), "Three": broken.sheet_xml()})
    path = broken.pack(tmp_path / "book.xlsx", content)
    assert [sheet.name for sheet in open_book(path).sheets] == ["One", "Two", "Three"]
    assert [sheet.name for sheet in open_book(path, only={"Three", "One", "Nine"}).sheets] == ["One", "Three"]


def test_cells_are_counted_in_the_sheets_asked_for_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "LIMITS", Limits(tables=4))
    content = broken.parts({"One": broken.sheet_xml(), "Two": broken.sheet_xml(), "Three": broken.sheet_xml()})
    path = broken.pack(tmp_path / "book.xlsx", content)
    assert open_book(path, only={"One", "Two"}).unread == ("Three",)
    assert [f.rule for f in open_book(path, only={"One", "Two", "Three"}).findings] == ["number of cells"]


def test_a_macro_book_is_read_whatever_its_ending(tmp_path: Path) -> None:
    path = broken.book(tmp_path, **{"xl/vbaProject.bin": b"\0"}).rename(tmp_path / "book.xlsm")
    book = open_book(path)
    assert [f.rule for f in book.findings] == ["macros"]
    assert book.sheets


def test_a_book_that_openpyxl_cannot_read_is_a_finding(tmp_path: Path) -> None:
    styles = broken.STYLES.replace("<patternFill/>", "")
    book = open_book(broken.book(tmp_path, **{"xl/styles.xml": styles}))
    assert [(f.level, f.where, f.rule) for f in book.findings] == [(ERROR, "book.xlsx", "damaged file")]
    assert not book.sheets


def test_a_style_that_does_not_exist_is_a_finding(tmp_path: Path) -> None:
    book = open_book(broken.book(tmp_path, broken.sheet_xml('<row r="1"><c r="A1" s="77"><v>1</v></c></row>')))
    assert [f.rule for f in errors(book.findings)] == ["damaged file"]


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed, taken out or doubled."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(changed))
        length = chance.randint(1, 12)
        what = chance.choice(("change", "drop", "double"))
        if what == "change":
            changed[place] = chance.choice(b"0123456789abcXYZ<>&\"'/= \x00\xff")
        elif what == "drop":
            del changed[place : place + length]
        else:
            changed[place:place] = changed[place : place + length]
    return bytes(changed)


PARTS = ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "the whole file")


@pytest.mark.parametrize("part", PARTS)
def test_random_changes_of_a_file_end_in_a_book_or_a_finding(part: str, tmp_path: Path) -> None:
    chance = random.Random(part)
    source, path = tmp_path / "source.xlsx", tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        sheet = book.add_worksheet("Nations")
        sheet.write_row(0, 0, ["nation", "role", "gdp"])
        sheet.write_row(1, 0, ["FR", "partner", 2.8], book.add_format({"num_format": "0%", "bold": True}))
        sheet.write_formula(2, 2, "=C2*2", None, 5.6)
        sheet.merge_range("E1:F2", "note")
    with zipfile.ZipFile(source) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(60):
        if part in content:
            broken.pack(path, content | {part: _mutated(content[part], chance)})
        else:
            path.write_bytes(_mutated(source.read_bytes(), chance))
        found = open_book(path)
        assert isinstance(found, Book)
        assert bool(errors(found.findings)) != bool(found.sheets)
