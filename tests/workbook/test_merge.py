"""What contradicts when parts are put together is named with both cells, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from procure.cli import exits
from tests.cli.calling import CAVS, call, changed, column, digest
from tests.workbook.parted import POOL, edited, refused, split

Change = Callable[[Workbook], None]


# conflicts


@pytest.mark.usefixtures("folder")
def test_two_files_of_one_ministry_that_differ_are_named_with_both_cells() -> None:
    for name in ("FI.xlsx", "FI2.xlsx"):
        call("template", name, "--from", CAVS, "--for", "FI")
    assert call("merge", CAVS, "FI.xlsx", "FI2.xlsx", "-o", "same.xlsx").code == exits.DONE
    second = edited("FI2.xlsx", "Budgets", 2, "2028", 61.5)
    said = refused(CAVS, "FI.xlsx", "FI2.xlsx")
    assert f"error: {second} 2028: expected '60' as in {second.replace('FI2', 'FI')} 2028, found '61.5'." in said
    edited("FI2.xlsx", "Budgets", 2, "2028", 60)
    edited("FI2.xlsx", "Requirements", 3, "nation", "FI")
    extra = edited("FI2.xlsx", "Requirements", 3, "item or family", "Danish order")
    said = refused(CAVS, "FI.xlsx", "FI2.xlsx")
    cell = extra.replace("!B", "!A")
    assert f"{cell} nation: expected the row FI, Danish order, firm, 1 in FI.xlsx!Requirements too" in said


@pytest.mark.usefixtures("folder")
def test_two_rules_of_one_name_are_named_with_both_cells() -> None:
    split(CAVS)
    ours = edited("LV.xlsx", "Rules", 2, "rule", "work at home")
    theirs = edited("DE.xlsx", "Rules", 2, "rule", "work at home")
    said = refused(CAVS, "LV.xlsx", "DE.xlsx")
    assert f"error: {theirs} rule: expected a name of its own, found 'work at home', which {ours} rule has too." in said
    edited("DE.xlsx", "Rules", 2, "rule", "Latvian industry")
    said = refused(CAVS, "DE.xlsx")  # the book's own row, of an owner whose part is not there
    assert f"error: {theirs} rule: expected a name of its own, found 'Latvian industry', which {CAVS}!Rules!A2" in said


@pytest.mark.usefixtures("folder")
def test_changed_context_is_named_with_both_cells() -> None:
    split(CAVS)
    cells = [
        edited("FI.xlsx", "Items", 2, "unit", "lorry"),
        edited("Patria.xlsx", "Packages", 3, "sector", "hulls"),
        edited("SE.xlsx", "Programme", 10, "value", 13),
    ]
    said = refused(CAVS, "FI.xlsx", "Patria.xlsx", "SE.xlsx")
    assert f"error: {cells[0]} unit: expected 'vehicle' as in {CAVS}!Items!" in said
    assert f"error: {cells[1]} sector: expected 'engineering' as in {CAVS}!Packages!" in said
    assert f"error: {cells[2]} value: expected '12' as in {CAVS}!Programme!B7 value, found '13'." in said


@pytest.mark.usefixtures("folder")
def test_a_new_row_of_context_is_refused_and_one_taken_out_is_warned_of() -> None:
    call("template", "FI.xlsx", "--from", CAVS, "--for", "FI")
    changed("FI.xlsx", Path("FI.xlsx"), lambda book: book["Items"].delete_rows(4))
    done = call("merge", CAVS, "FI.xlsx", "-o", "fine.xlsx")
    assert done.code == exits.DONE
    assert f"warning: FI.xlsx!Items: 'Swedish order' of {CAVS}!Items!A4 item is not in the part" in done.err
    edited("FI.xlsx", "Items", 6, "phase", "Vehicles")
    new = edited("FI.xlsx", "Items", 6, "item", "Boats")
    said = refused(CAVS, "FI.xlsx")
    assert f"error: {new} item: expected nothing that the part of cavs.xlsx did not have, found 'Boats'." in said


@pytest.mark.usefixtures("folder")
def test_a_part_of_another_programme_is_refused_with_both_cells() -> None:
    call("template", "DE.xlsx", "--from", POOL, "--for", "DE")
    said = refused(CAVS, "DE.xlsx")
    assert "error: DE.xlsx!Programme!B5 value: expected a part of the programme 'CAVS: five buyers" in said
    assert f"of {CAVS}!Programme!B2 value, found 'Multinational tanker pool'" in said


@pytest.mark.usefixtures("folder")
def test_a_row_of_somebody_else_and_a_missing_own_row_are_refused() -> None:
    call("template", "FI.xlsx", "--from", CAVS, "--for", "FI")
    other = edited("FI.xlsx", "Budgets", 3, "nation", "SE")
    assert f"error: {other} nation: expected rows of nation FI alone, found 'SE'." in refused(CAVS, "FI.xlsx")
    edited("FI.xlsx", "Budgets", 3, "nation", None)
    changed("FI.xlsx", Path("FI.xlsx"), lambda book: book["Nations"].delete_rows(2))
    assert "error: FI.xlsx!Nations: expected the row of nation FI, found none." in refused(CAVS, "FI.xlsx")


# bad input


def unreadable(book: Workbook) -> None:
    book["Budgets"][f"{column(book, 'Budgets', '2027')}2"] = "sixty"


def no_longer_a_part(book: Workbook) -> None:
    book["Programme"].delete_rows(2)


def of_nobody(book: Workbook) -> None:
    book["Programme"]["A2"] = "# part of nation XX"


def with_quotes(book: Workbook) -> None:
    page = book.create_sheet("Quotes")
    page.append(["supplier", "package"])
    page.append(["Patria", "Drivelines"])


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (unreadable, "FI.xlsx!Budgets!H2 2027: expected a number of 0 or more, found 'sixty'."),
        (no_longer_a_part, "FI.xlsx: expected a part of a book, found none. `procure template --from"),
        (of_nobody, "FI.xlsx: expected a nation of cavs.xlsx, found 'XX'. There are: DE, DK, FI, LV, SE."),
        (with_quotes, "FI.xlsx!Quotes!A2 supplier: expected nothing that the part of cavs.xlsx did not have"),
    ],
)
def test_a_part_that_cannot_be_used_is_refused_with_its_place(change: Change, said: str) -> None:
    call("template", "FI.xlsx", "--from", CAVS, "--for", "FI")
    changed("FI.xlsx", Path("FI.xlsx"), change)
    assert f"error: {said}" in refused(CAVS, "FI.xlsx")


@pytest.mark.usefixtures("folder")
def test_files_that_are_no_workbooks_and_a_part_in_the_place_of_the_book_are_refused() -> None:
    split(CAVS)
    Path("none.xlsx").write_text("nothing", encoding="utf-8")
    assert "error: none.xlsx: " in refused(CAVS, "none.xlsx")
    assert "error: gone.xlsx: " in refused(CAVS, "gone.xlsx")
    assert "error: FI.xlsx: expected the whole book, found the part of nation FI." in refused("FI.xlsx", "SE.xlsx")
    done = call("template", "X.xlsx", "--from", "FI.xlsx", "--for", "FI")
    assert (done.code, Path("X.xlsx").exists()) == (exits.FINDINGS, False)
    assert "expected the whole book" in done.err


@pytest.mark.usefixtures("folder")
def test_no_file_of_the_users_is_ever_written_over() -> None:
    call("template", "FI.xlsx", "--from", CAVS, "--for", "FI")
    before = {name: digest(name) for name in (CAVS, "FI.xlsx")}
    for name in before:
        assert call("merge", CAVS, "FI.xlsx", "-o", name, "--force").code == exits.NOT_WRITTEN
    assert call("template", CAVS, "--from", CAVS, "--for", "FI", "--force").code == exits.NOT_WRITTEN
    assert call("template", "FI.xlsx", "--from", CAVS, "--for", "SE").code == exits.NOT_WRITTEN
    Path("NEW.xlsx").write_text("my own", encoding="utf-8")
    assert call("merge", CAVS, "FI.xlsx", "-o", "NEW.xlsx").code == exits.NOT_WRITTEN
    assert Path("NEW.xlsx").read_text(encoding="utf-8") == "my own"
    assert before == {name: digest(name) for name in before}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--for", "FI"], "need --from BOOK.xlsx"),
        (["--from", CAVS], "--from needs --for NATION or --for-supplier FIRM"),
        (["--from", CAVS, "--for", "FI", "--for-supplier", "Patria"], "exclude each other"),
        (["--from", CAVS, "--for", "FI", "--kind", "ship"], "--kind is for a new workbook"),
        (["--from", CAVS, "--for", "FX"], "expected a nation of cavs.xlsx, found 'FX'."),
        (["--from", CAVS, "--for-supplier", "Patrja"], "Did you mean 'Patria'?"),
    ],
)
def test_a_wrong_command_line_for_a_part_is_a_usage_error(words: list[str], said: str) -> None:
    done = call("template", "X.xlsx", *words)
    assert done.code == exits.USAGE
    assert said in done.err
    assert not Path("X.xlsx").exists()


@pytest.mark.usefixtures("folder")
def test_json_tells_what_a_part_holds() -> None:
    done = call("template", "DE.xlsx", "--from", CAVS, "--for", "DE", "--json")
    told = done.document
    assert told["part"] == {"kind": "nation", "name": "DE"}
    assert told["rows"] == {
        "Nations": 1, "Shares": 0, "Requirements": 1, "Budgets": 1, "Rules": 1, "History": 0, "Controls": 0,
    }  # fmt: skip
