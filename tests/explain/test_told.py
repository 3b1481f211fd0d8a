"""An explanation is the same on a terminal, in JSON and in a workbook: sentences first, then tables."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from procure import whole
from procure.explain.told import EXPLANATION, ROWS, Passage, Told
from procure.tables.table import EXACT, Column, Rows, Table
from procure.workbook.write_told import write
from tests.handmade import PROBLEM

HOSTILE = "=cmd|'/c calc'!A1"
SIGNED = "+#,##0.00;-#,##0.00;0.00"


def table(rows: int = 2) -> Table:
    made = Rows()
    for number in range(rows):
        made.add(f"row {number}", Decimal("1234.5") + number, None, HOSTILE if number == 0 else "x" * 60, Decimal(-1))
    columns = [
        Column("what", width=12), Column("M", "#,##0.0", 9), Column("empty"), Column("note"), Column("change", SIGNED),
    ]  # fmt: skip
    return made.table("Prices", "What it costs", "In M.", columns)


def told(**more: bool) -> Told:
    passages = (
        Passage("Gap", ("Proven.",)),
        Passage("What binds", ("The budget of BB binds.", HOSTILE), (table(),), "Binding", **more),
        Passage("Comparison", (), (table(ROWS + 3),), "Binding"),
    )
    return Told("By hand: why", passages)


def test_a_terminal_reads_sentences_then_tables_without_empty_columns() -> None:
    lines = list(told().lines())
    assert lines[:3] == ["Gap: Proven.", "What binds: The budget of BB binds.", f"  {HOSTILE}"]
    assert lines[3] == "  What it costs"
    assert lines[4].split() == ["what", "M", "note", "change"]
    assert lines[5].split()[:3] == ["row", "0", "1,234.5"]
    assert lines[6].endswith("-1.00")
    assert "x" * 37 + "..." in lines[6]
    assert lines[-1] == "  ... and 3 more rows"


def test_a_brief_passage_keeps_its_tables_for_the_workbook() -> None:
    titles = [list(told(brief=brief).lines()).count("  What it costs") for brief in (False, True)]
    assert titles == [2, 1]
    assert told(brief=True).sheets() == told().sheets()
    assert told(brief=True).record() == told().record()


def test_a_document_has_every_sentence_and_every_row_with_numbers_as_numbers() -> None:
    record = json.loads(json.dumps(told().record()))
    said = [passage["sentences"] for passage in record["passages"]]
    assert said == [["Proven."], ["The budget of BB binds.", HOSTILE], []]
    (prices,) = record["passages"][1]["tables"]
    assert prices["columns"] == ["what", "M", "empty", "note", "change"]
    assert prices["rows"][0] == ["row 0", 1234.5, None, HOSTILE, -1.0]
    assert len(record["passages"][2]["tables"][0]["rows"]) == ROWS + 3


def test_exact_numbers_and_whole_ones_are_shown_as_they_are() -> None:
    rows = Rows()
    rows.add(Decimal("0.1"), 12)
    made = rows.table("P", "T", "", [Column("a", EXACT), Column("b", "0")])
    shown = list(Told("t", (Passage("P", (), (made,)),)).lines())
    assert shown[-1].split() == ["0.1", "12"]


def test_a_workbook_has_a_sheet_of_sentences_then_the_tables_and_text_stays_text(tmp_path: Path) -> None:
    to, again = tmp_path / "why.xlsx", tmp_path / "again.xlsx"
    programme, nations = PROBLEM.programme, [n.id for n in PROBLEM.nations]
    write(to, programme, nations, told().sheets())
    write(again, programme, nations, told().sheets())
    assert to.read_bytes() == again.read_bytes()
    book = openpyxl.load_workbook(to)
    assert book.sheetnames == [EXPLANATION, "Binding"]
    words = [cell.value for row in book[EXPLANATION].iter_rows() for cell in row if cell.value]
    assert words[:5] == ["By hand: why", "Gap", "Proven.", "What binds", "The budget of BB binds."]
    cells = [cell for row in book["Binding"].iter_rows() for cell in row if cell.value == HOSTILE]
    assert [cell.data_type for cell in cells] == ["s", "s"]


def test_a_workbook_is_written_whole_or_not_at_all_and_never_over_what_was_read(tmp_path: Path) -> None:
    to = tmp_path / "why.xlsx"
    to.write_text("old")
    with pytest.raises(whole.NotWritten):
        write(to, PROBLEM.programme, [], told().sheets(), [to])
    with pytest.raises(whole.NotWritten):
        write(tmp_path / "nowhere" / "why.xlsx", PROBLEM.programme, [], told().sheets())
    assert to.read_text() == "old"
