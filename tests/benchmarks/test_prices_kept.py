"""The table of prices against enumeration is kept, complete, and has nothing wrong in it."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.prices import PROGRAMMES

KEPT = Path(__file__).with_name("prices.md")


def test_prices_of_a_hundred_programmes_are_as_enumeration_has_them() -> None:
    row = [line for line in KEPT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][-1]
    programmes, rules, cases, costly, _, wrong = (int(cell) for cell in row.strip("|").split("|"))
    assert (programmes, wrong) == (PROGRAMMES, 0)
    assert cases > rules > programmes
    assert costly > programmes // 2
