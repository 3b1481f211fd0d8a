"""Links of the plan's workbook: every one leads to a cell that says what it should, and nothing leads outside."""

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell

from procure.workbook import read
from procure.workbook.raw import open_book
from procure.workbook.read_plan import read_plan
from procure.workbook.write import write, write_evaluation
from tests.tables import example
from tests.workbook import wicked


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("links") / "plan.xlsx"
    write(to, example.problem(), example.plan(), (), "audit passed")
    return to


@pytest.fixture(scope="module")
def book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def target(book: openpyxl.Workbook, cell: Cell) -> Cell:
    """The cell that a click on this one leads to."""
    assert cell.hyperlink is not None, cell.coordinate
    sheet, _, address = cell.hyperlink.location.rpartition("!")
    return book[sheet.strip("'").replace("''", "'")][address]


def find(book: openpyxl.Workbook, title: str, first: str, header: str) -> Cell:
    """The cell of Summary's table of that title, in the row that begins so, under a header."""
    rows = list(book["Summary"].iter_rows())
    at = next(k for k, row in enumerate(rows) if row[0].value == title)
    head = next(row for row in rows[at + 1 :] if header in [cell.value for cell in row])
    column = [cell.value for cell in head].index(header)
    return next(row for row in rows[head[0].row :] if row[0].value == first)[column]


def row_of(cell: Cell) -> list[object]:
    return [one.value for one in cell.parent[cell.row]]


@pytest.mark.parametrize(
    ("title", "first", "header", "sheet", "beginning"),
    [
        ("Nations", "Alba", "cost", "Cost shares", ["all phases", "Alba"]),
        ("Nations", "Borea", "cost share", "Cost shares", ["all phases", "Borea"]),
        ("Nations", "Borea", "work", "Work shares", ["Production", "all sectors", "Borea"]),
        ("Nations", "Alba", "units", "Deliveries", ["Vehicle", "Alba", "delivered"]),
        ("Nations", "Alba", "balance", "Cost bridge", ["Alba", "all phases"]),
        ("Nations", "Borea", "paid in it", "Payments", ["Borea", "paid"]),
        ("Nations", "Alba", "least room", "Payments", ["Alba", "room left"]),
        ("Payments by nation and year", "all", "2029", "Payments", ["all", "paid"]),
        ("Deliveries by nation and year", "Borea", "2030", "Deliveries", ["Vehicle", "Borea", "delivered"]),
        ("Tightest rules", "fair work", "reached", "Rule results", ["fair work"]),
        ("Unit price", "Vehicle", "built", "Deliveries", ["Vehicle", "all", "built"]),
    ],
)
def test_a_figure_of_summary_leads_to_the_row_that_it_comes_from(
    book: openpyxl.Workbook, title: str, first: str, header: str, sheet: str, beginning: list[str]
) -> None:
    cell = find(book, title, first, header)
    found = target(book, cell)
    assert found.parent.title == sheet
    if (title, header) == ("Nations", "work"):  # the first row of the nation, of whichever phase
        assert row_of(found)[1:3] == beginning[1:]
    else:
        assert row_of(found)[: len(beginning)] == beginning
    assert isinstance(cell.value, int | float)  # a link does not make a text of a figure


def test_who_builds_what_leads_to_the_row_of_the_package(book: openpyxl.Workbook) -> None:
    texts = [cell for row in book["Summary"].iter_rows() for cell in row if " → " in str(cell.value)][1:]
    assert len(texts) == 3
    for cell in texts:
        assert row_of(target(book, cell))[0] == cell.value.partition(" → ")[0]


def test_titles_of_summary_lead_to_their_sheets_and_decisions_to_what_they_are_about(book: openpyxl.Workbook) -> None:
    linked = [cell for row in book["Summary"].iter_rows() for cell in row if cell.hyperlink]
    cells = {cell.value: cell for cell in reversed(linked)}
    goes = {"Payments by nation and year": "Payments", "Who builds what": "Work packages", "Nations": "Cost shares",
            "sign contracts": "Phases", "place packages, as work begins": "Work packages"}  # fmt: skip
    assert {text: target(book, cells[text]).parent.title for text in goes} == goes
    assert cells["Nations"].font.underline == "single"


def test_summary_lists_every_sheet_once_and_every_sheet_leads_back(book: openpyxl.Workbook) -> None:
    rows = list(book["Summary"].iter_rows())
    at = next(k for k, row in enumerate(rows) if row[0].value == "How to read this file")
    listed = [cell for row in rows[at:] for cell in row if cell.hyperlink]
    assert [cell.value for cell in listed] == [target(book, cell).parent.title for cell in listed]
    assert [cell.value for cell in listed] == book.sheetnames[1:]
    said = " ".join(str(row[0].value) for row in rows[at:])
    assert "Blue is what somebody put in, black what follows from it" in said
    assert "green or red" in said
    for sheet in book:
        back = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).removeprefix("# ") == "to Summary"]
        if sheet.title not in ("Summary", "Checks"):
            (cell,) = back
            assert target(book, cell).parent.title == "Summary"


def test_no_sheet_of_a_plan_is_taken_for_a_slip_of_an_input(path: Path) -> None:
    _, findings = read_plan(path)
    _, as_input = read.from_book(open_book(path))
    assert not [f for f in (*findings, *as_input) if f.rule == "unknown sheet"]


def test_the_list_of_sheets_is_not_printed(book: openpyxl.Workbook) -> None:
    sheet = book["Summary"]
    last = int(sheet.print_area.rpartition("$")[2])
    assert "amber" in str(sheet.cell(last, 1).value)
    assert sheet.cell(last + 1, 1).value == "Charts"


def test_every_link_hits_a_filled_cell_of_the_same_workbook(path: Path, tmp_path: Path) -> None:
    write_evaluation(tmp_path / "deal.xlsx", example.problem(), example.plan(), [])
    for one in (path, tmp_path / "deal.xlsx", wicked.written(tmp_path / "wicked.xlsx")):
        book = openpyxl.load_workbook(one)
        own = [sheet for sheet in book if sheet.title != "Checks"]
        links = [cell for sheet in own for row in sheet.iter_rows() for cell in row if cell.hyperlink]
        assert len(links) > 50
        assert all(cell.hyperlink.target is None for cell in links)
        assert all(target(book, cell).row <= target(book, cell).parent.max_row for cell in links)
        inside = [cell for cell in links if cell.hyperlink.location.rpartition("!")[2] != "A1"]
        assert all(target(book, cell).value not in (None, "") for cell in inside)


def test_wicked_names_make_no_link_of_their_own(tmp_path: Path) -> None:
    path = wicked.written(tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    locations = {cell.hyperlink.location for cell in cells if cell.hyperlink}
    assert all(re.fullmatch(r"('[A-Za-z0-9 ]+'|[A-Za-z]+)!\$?[A-Z]+\$?\d+", one) for one in locations)
    relations = wicked.parts(path, "xl/worksheets/_rels/")
    kinds = {one.get("Type", "").rpartition("/")[2] for part in relations.values() for one in part}
    assert kinds == {"drawing", "table"}
    design = wicked.NAMES["Design"]
    cell = next(c for row in book["Summary"].iter_rows() for c in row if str(c.value).startswith(f"{design} → "))
    assert row_of(target(book, cell))[0] == design
