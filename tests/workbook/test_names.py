"""Every table of an output workbook has a name of its own that covers it."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from procure import tables
from procure.tables import record
from procure.workbook import inputs, names
from procure.workbook.names import Names, fit
from procure.workbook.outputs import lay_all
from procure.workbook.write import write
from tests.tables import example
from tests.workbook import wicked


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("names") / "plan.xlsx"
    write(to, example.problem(), example.plan(), (), "audit passed")
    return to


def named(path: Path) -> dict[str, tuple[str, str]]:
    """Sheet and cells of every name, of tables and defined ones."""
    book = openpyxl.load_workbook(path)
    found = {table.displayName: (sheet.title, table.ref) for sheet in book for table in sheet.tables.values()}
    for name, one in book.defined_names.items():
        ((sheet, area),) = one.destinations
        found[name] = sheet, area.replace("$", "")
    return found


def test_every_table_has_a_name_that_covers_its_headers_and_rows(path: Path) -> None:
    x = tables.figures(example.problem(), example.plan())
    made = tables.sheets(x) | {record.RUN: record.run(x), record.DECISIONS: [record.decisions(x)]}
    covered = set(named(path).values())
    for name, layout in lay_all(made, "OFFICIAL").items():
        for block in layout.blocks:
            if block.header in layout.header_rows:
                last = block.columns[-1] + block.table.columns[-1].span
                area = f"A{block.header + 1}:{openpyxl.utils.get_column_letter(last)}{block.last + 1}"
                assert (name, area) in covered, (name, block.table.title)
    for name, (header, rows) in inputs.tables(example.problem()).items():
        assert (name, f"A1:{openpyxl.utils.get_column_letter(len(header))}{len(rows) + 1}") in covered


def test_names_say_where_their_table_stands(path: Path) -> None:
    found = named(path)
    assert found["Payments"][0] == "Payments"
    assert found["Summary_Nations"][0] == "Summary"
    assert found["Run_Objectives"][0] == "Run"
    assert found["Input_Packages"][0] == "Packages"


def test_a_table_of_its_own_sheet_is_one_of_excel_and_stacked_ones_are_defined_names(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for name in ("Cost shares", "Work packages", "Payments", "Decisions", "Packages"):
        (table,) = book[name].tables.values()
        assert table.autoFilter is not None
        headers = [cell.value for cell in book[name][table.ref][0]]
        assert [column.name for column in table.tableColumns] == headers
        assert book[name].auto_filter.ref is None  # the table's own filter and the sheet's would be one too many
    assert not book["Summary"].tables
    assert set(book["Run"].tables) == {"Run_Objectives"}  # the headers of the others go over several columns
    assert book["Run"].tables["Run_Objectives"].autoFilter is None  # it would hide rows of the tables below
    assert {"Run_Facts_of_the_run", "Run_Inputs", "Summary_Nations"} <= set(book.defined_names)


@pytest.mark.parametrize("which", ["plain", "wicked"])
def test_names_are_unique_whatever_their_case_and_no_addresses(path: Path, tmp_path: Path, which: str) -> None:
    one = path if which == "plain" else wicked.written(tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(one)
    listed = [name for sheet in book for name in sheet.tables] + list(book.defined_names)
    assert len({name.casefold() for name in listed}) == len(listed)
    assert all(name.isidentifier() and name.isascii() for name in listed)
    assert set(named(path)) == set(listed)  # they follow from the tables, not from the names in them


def test_a_name_is_made_of_any_text_and_is_never_given_twice(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "book.xlsx")) as book:
        made = Names(book)
        texts = ["A1", "R1C1", "r", "2027", "", "ש", "Cost shares", "cost_SHARES", '=HYPERLINK("x")', "x" * 300]
        assert [made.unique(text) for text in texts] == [
            "_A1", "_R1C1", "_r", "_2027", "Table", "Table_2", "Cost_shares", "cost_SHARES_2", "HYPERLINK_x",
            "x" * names.LONGEST,
        ]  # fmt: skip
        book.add_worksheet("one")


def test_headers_that_excel_would_refuse_get_a_defined_name() -> None:
    assert fit(["nation", "2027"])
    for headers in (["a", "A"], ["a", ""], ["a\nb"], [" a"], ["x" * 256], ["a\x00"]):
        assert not fit(headers)
