"""Parts of a workbook: nobody else's figures in them, and put together again they are the workbook."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from procure.cli import exits
from procure.planning import plan
from procure.solve import Options
from procure.workbook import parts, retyped, sheets
from procure.workbook.parts import CONTEXT, NATION, OWNED, SUPPLIER, Owner
from tests.cli.calling import call, changed, column
from tests.workbook import books
from tests.workbook.parted import CAVS, FIRMS, NATIONS, POOL, edited, problem_of, split, tables, typed

# together again


def disturb(book: Workbook) -> None:
    """Doubles the quantities, money and capacities of those who have a part, and takes one of their rows out."""
    owners = {name for names in (*NATIONS.values(), *FIRMS.values()) for name in names}
    for name in ("Requirements", "Budgets", "Capacity"):
        told = [cell.value == "total" or isinstance(cell.value, int) for cell in book[name][1]]
        for row in book[name].iter_rows(min_row=2):
            for cell, doubled in zip(row, told, strict=True):
                if doubled and isinstance(cell.value, int | float) and row[0].value in owners:
                    cell.value = cell.value * 2
    book["Budgets"].delete_rows(3)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("book", [CAVS, POOL])
def test_parts_of_five_nations_and_three_firms_put_together_are_the_book_again(book: str) -> None:
    made = split(book)
    random.Random(5).shuffle(made)
    changed(book, Path("old.xlsx"), disturb)
    for name in ("Requirements", "Budgets", "Capacity"):
        assert typed("old.xlsx", name) != typed(book, name)
    done = call("merge", "old.xlsx", *made, "-o", "NEW.xlsx")
    assert done.code == exits.DONE, done.err
    again, before = tables("NEW.xlsx"), tables(book)
    assert {name: (header, sorted(map(str, rows))) for name, (header, rows) in again.items()} == {
        name: (header, sorted(map(str, rows))) for name, (header, rows) in before.items()
    }


@pytest.mark.usefixtures("folder")
def test_the_plan_of_a_book_put_together_is_the_same_to_the_last_figure() -> None:
    call("merge", POOL, *split(POOL), "-o", "NEW.xlsx")
    assert tables("NEW.xlsx") == tables(POOL)
    assert problem_of("NEW.xlsx").notes == problem_of(POOL).notes
    made = [plan(problem_of(path), Options(time_limit=120)).plan for path in (POOL, "NEW.xlsx")]
    assert made[0] is not None
    assert made[1] is not None
    assert dict(made[0].values) == dict(made[1].values)


@pytest.mark.usefixtures("folder")
def test_what_a_ministry_filled_in_is_in_the_new_book_with_its_source_and_all_else_stays() -> None:
    split(CAVS)
    for header, value in (("2027", 75), ("source", "letter of 3 May"), ("status", "agreed"), ("note", "new: 75")):
        edited("FI.xlsx", "Budgets", 2, header, value)
    done = call("merge", CAVS, "FI.xlsx", "LV.xlsx", "-o", "NEW.xlsx", "--json")
    assert done.document["parts"] == {
        "FI.xlsx": {"changed": 1, "added": 0, "gone": 0}, "LV.xlsx": {"changed": 0, "added": 0, "gone": 0},
    }  # fmt: skip
    before, after = tables(CAVS), tables("NEW.xlsx")
    assert {name for name in before if before[name] != after[name]} == {"Budgets"}
    header, rows = after["Budgets"]
    new = dict(zip(header, next(row for row in rows if row[0] == "FI"), strict=True))
    assert (new["2027"], new["source"], new["status"], new["note"]) == (75, "letter of 3 May", "agreed", "new: 75")
    assert [row for row in rows if row[0] != "FI"] == [row for row in before["Budgets"][1] if row[0] != "FI"]


@pytest.mark.usefixtures("folder")
def test_rows_that_a_part_has_more_or_less_come_and_go() -> None:
    call("template", "LV.xlsx", "--from", CAVS, "--for", "LV")

    def change(book: Workbook) -> None:
        book["Rules"].delete_rows(2)
        book["Rules"]["A2"], book["Rules"][f"{column(book, 'Rules', 'amount')}2"] = "Latvian share", 5

    changed("LV.xlsx", Path("LV.xlsx"), change)
    done = call("merge", CAVS, "LV.xlsx", "-o", "NEW.xlsx", "--json")
    assert done.document["parts"]["LV.xlsx"] == {"changed": 0, "added": 1, "gone": 1}
    asked = {rule.id: rule.asked_by for rule in problem_of("NEW.xlsx").rules}
    assert asked["Latvian share"] == "LV"  # a new rule is asked by whom the part is of
    assert "Latvian industry" not in asked
    assert asked["German industry"] == "DE"


@pytest.mark.usefixtures("folder")
def test_a_sheet_that_a_part_no_longer_has_leaves_the_books_rows_with_a_warning() -> None:
    call("template", "FI.xlsx", "--from", CAVS, "--for", "FI")
    changed("FI.xlsx", Path("FI.xlsx"), lambda book: book.remove(book["Budgets"]))
    done = call("merge", CAVS, "FI.xlsx", "-o", "NEW.xlsx")
    assert done.code == exits.DONE
    assert "warning: FI.xlsx!Budgets: the part has no such sheet" in done.err
    assert tables("NEW.xlsx")["Budgets"] == tables(CAVS)["Budgets"]


# what is in a part


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("book", [CAVS, POOL])
def test_no_cell_of_a_part_shows_anybody_elses_figures(book: str) -> None:
    marked = changed(book, Path("marked.xlsx"), mark_every_number)
    whole, seen = openpyxl.load_workbook(marked), 0
    for owner in (*(Owner(NATION, n) for n in NATIONS[book]), *(Owner(SUPPLIER, s) for s in FIRMS[book])):
        opened, _ = retyped.opened(marked)
        assert opened is not None
        parts.write(Path("part.xlsx"), opened, owner)
        shown = set(numbers(openpyxl.load_workbook("part.xlsx")))
        there = {name: key for name, key in OWNED[owner.kind].items() if name in whole.sheetnames}
        own = {number for name, key in there.items() for number in of(whole[name], key, owner.name)}
        assert {n for n in shown if n > 1e7} == own
        seen += len(own)
    assert seen > 20


def mark_every_number(book: Workbook) -> None:
    """Every figure of an owner's sheet becomes one of its own, told from all others."""
    count = 10_000_000
    for name in {name for owned in OWNED.values() for name in owned} & set(book.sheetnames):
        other = (sheets.WHOLE, sheets.PERIOD)
        bounded = {c.name for c in sheets.sheet(name).columns if c.high is not None or c.type in other}
        for row in book[name].iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, int | float) and book[name].cell(1, cell.column).value not in bounded:
                    count += 1
                    cell.value = count
    for name, header in (("Items", "unit price"), ("Packages", "value")):
        for row in range(2, book[name].max_row + 1):
            count += 1
            book[name][f"{column(book, name, header)}{row}"] = count


def numbers(book: Workbook) -> Iterator[float]:
    cells = (cell.value for name in book.sheetnames for row in book[name].iter_rows() for cell in row)
    return (value for value in cells if isinstance(value, int | float))


def of(page: Any, key: str, name: str) -> Iterator[float]:
    """The marked figures in the rows that name an owner."""
    at = next(cell.column for cell in page[1] if cell.value == key)
    for row in page.iter_rows(min_row=2):
        if row[at - 1].value == name:
            yield from (c.value for c in row if isinstance(c.value, int | float) and c.value > 1e7)


@pytest.mark.usefixtures("folder")
def test_a_part_has_its_own_sheets_open_and_the_others_locked_and_narrow() -> None:
    split(CAVS)
    for path, kind in (("FI.xlsx", NATION), ("Patria.xlsx", SUPPLIER)):
        book = openpyxl.load_workbook(path)
        assert set(book.sheetnames) == {"Programme", *OWNED[kind], *CONTEXT[kind]}
        for name in book.sheetnames:
            assert book[name].protection.sheet == (name not in OWNED[kind])
            assert bool(book[name].data_validations.dataValidation) == (name in OWNED[kind])
            assert "EXAMPLE FROM PUBLIC FIGURES" in str(book[name].oddHeader.center.text)
            for offered in book[name].data_validations.dataValidation:  # Excel calls a file broken that lacks the sheet
                assert not offered.formula1.startswith("=")
                assert "!" not in offered.formula1 or offered.formula1.split("!")[0] in book.sheetnames
        for name, columns in CONTEXT[kind].items():
            assert {cell.value for cell in book[name][1]} <= set(columns)


@pytest.mark.usefixtures("folder")
def test_remarks_that_the_planner_leaves_alone_stay_with_the_office(folder: Path) -> None:
    def remark(book: Workbook) -> None:
        book["Budgets"]["Z1"], book["Budgets"]["Z2"], book["Budgets"]["Z4"] = "# ours", "can pay more", "hard to move"
        book["Budgets"]["A7"] = "# none of these is agreed"

    changed(CAVS, Path("own.xlsx"), remark)
    call("template", "DE.xlsx", "--from", "own.xlsx", "--for", "DE")
    texts = [str(cell.value) for row in openpyxl.load_workbook("DE.xlsx")["Budgets"].iter_rows() for cell in row]
    assert not any("can pay" in one or "ours" in one or "agreed" in one for one in texts)
    assert call("merge", "own.xlsx", "DE.xlsx", "-o", "NEW.xlsx").code == exits.DONE
    kept = {cell.value for row in openpyxl.load_workbook("NEW.xlsx")["Budgets"].iter_rows() for cell in row}
    assert {"# ours", "can pay more", "hard to move", "# none of these is agreed"} <= kept


# retyped


def test_cells_keep_what_they_say_without_their_number_formats(tmp_path: Path) -> None:
    book = books.good()
    header = book["Nations"][0]
    book["Nations"][1] = [*book["Nations"][1], *[None] * (len(header) - len(book["Nations"][1])), books.Percent(0.19)]
    book["Nations"][0] = [*header, "vat"]
    opened, findings = retyped.opened(books.write(book, tmp_path / "book.xlsx"))
    assert opened is not None, findings
    assert opened.rows("Nations")[0].cells["vat"] == 19


@pytest.mark.usefixtures("folder")
def test_a_book_with_every_feature_is_written_again_and_its_paths_go_from_the_new_folder() -> None:
    shutil.copy(books.HERE / "example.toml", "inputs/example.toml")
    book = str(books.write(books.good(), Path("inputs/good.xlsx")))
    made = []
    for option, name in (("--for", "DE"), ("--for", "UK"), ("--for-supplier", "BAE")):
        assert call("template", f"{name}.xlsx", "--from", book, option, name).code == exits.DONE
        made.append(f"{name}.xlsx")
    done = call("merge", book, *made, "-o", "NEW.xlsx")
    assert done.code == exits.DONE, done.err
    again, before = tables("NEW.xlsx"), tables(book)
    settings = {row[0]: row[1] for row in again["Programme"][1]}
    assert settings["model"] == "inputs/example.toml"
    assert {name for name in before if again[name] != before[name]} == {"Programme", "Rules"}
    assert {row[0] for row in again["Programme"][1] if row not in before["Programme"][1]} == {"model"}
    (moved,) = [row for row in again["Rules"][1] if row not in before["Rules"][1]]
    assert (moved[0], "inputs/first plan.xlsx" in moved) == ("as before", True)


@pytest.mark.usefixtures("folder")
def test_years_beside_their_quarters_are_written_again() -> None:
    words = ["--kind", "ammunition", "--nations", "LV 40, EE 20", "--periods", "2027-Q1 to 2032-Q4"]
    assert call("template", "book.xlsx", *words).code == exits.DONE

    def change(book: Workbook) -> None:
        page = book["Budgets"]
        page["Z1"] = 2028
        for row, nation, header in ((2, "LV", "2028"), (3, "EE", "2028-Q1")):
            page[f"A{row}"], page[f"{column(book, 'Budgets', header)}{row}"] = nation, 900

    changed("book.xlsx", Path("book.xlsx"), change)
    call("template", "LV.xlsx", "--from", "book.xlsx", "--for", "LV")
    assert call("merge", "book.xlsx", "LV.xlsx", "-o", "NEW.xlsx").code == exits.DONE
    assert tables("NEW.xlsx") == tables("book.xlsx")
    assert {"2028", "2028-Q1"} <= set(tables("NEW.xlsx")["Budgets"][0])
