"""The table of the full counts is kept, complete, and has no failure in it."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.counts import CHANGED, ENUMERATED, FRESH, ROUNDED, SMALL, SPOILT, TIGHT, TINY, words
from tests.properties import PROPERTIES
from tests.spoil_plan import OPERATORS

KEPT = Path(__file__).with_name("counts.md")


def rows() -> dict[str, list[str]]:
    """Cells of every row of the kept tables by their first cell."""
    lines = [line for line in KEPT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {first: rest for first, *rest in cells if first not in ("property", "operator", "---")}


def test_every_property_and_operator_has_been_counted() -> None:
    expected = {*map(words, (*PROPERTIES, *ENUMERATED, ROUNDED, FRESH)), SPOILT, *OPERATORS}
    assert expected == set(rows())


def test_nothing_has_failed_in_the_full_counts() -> None:
    assert {first: rest for first, rest in rows().items() if rest[-1] != "0"} == {}


def test_the_counts_are_full() -> None:
    kept = rows()
    assert kept[words(PROPERTIES[2])][1] == str(SMALL)
    assert [kept[words(one)][1] for one in ENUMERATED] == [str(TINY)] * len(ENUMERATED)
    assert kept[words(ROUNDED)][1] == str(TIGHT)
    assert kept[words(FRESH)][1] == str(CHANGED)
