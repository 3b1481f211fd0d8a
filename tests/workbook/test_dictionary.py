"""The data dictionary says what the table of sheets says."""

from __future__ import annotations

from pathlib import Path

from procure.workbook import sheets
from procure.workbook.dictionary import dictionary

PRINTED = Path(__file__).parents[2] / "inputs" / "README.md"


def test_the_printed_dictionary_is_that_of_the_code() -> None:
    hint = "print it again: python -m procure.workbook.dictionary > inputs/README.md"
    assert PRINTED.read_text(encoding="utf-8") == dictionary(), hint


def test_every_column_and_setting_has_its_row() -> None:
    lines = dictionary().splitlines()
    for sheet in sheets.SHEETS:
        start = next(n for n, line in enumerate(lines) if line.startswith(f"## {sheet.name}"))
        end = next((n for n in range(start + 1, len(lines)) if lines[n].startswith("## ")), len(lines))
        section = lines[start:end]
        for column in sheet.columns[:-3] + (sheets.SETTINGS if sheet is sheets.PROGRAMME else ()):
            assert any(line.startswith(f"| {column.name} | {column.text}") for line in section), column.name
        assert any(sheet.periods in line for line in section)


def test_rows_have_as_many_cells_as_their_heads() -> None:
    for line in dictionary().splitlines():
        if line.startswith("|"):
            assert line.replace("\\|", "").count("|") == 6, line
