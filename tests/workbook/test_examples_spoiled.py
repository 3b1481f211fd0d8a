"""The example that is read in a minute, spoiled cell by cell: every complaint names its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from procure.workbook.raw import open_book
from tests.workbook import spoil

EXAMPLE = Path(__file__).parents[2] / "inputs" / "two-nations.xlsx"


def test_every_spoiled_cell_of_the_example_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    ways, missed = spoil.unnamed(open_book(EXAMPLE), EXAMPLE.parent, monkeypatch)
    assert missed == []
    assert ways > 500
