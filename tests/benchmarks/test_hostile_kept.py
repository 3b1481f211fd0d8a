"""The table of hostile and broken books is kept, complete, and has no failure in it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.benchmarks.hostile import FUZZED, table
from tests.hostile.confined import SECONDS
from tests.hostile.corpus import CORPUS

KEPT = Path(__file__).with_name("hostile.md").read_text(encoding="utf-8")


def rows(columns: int) -> dict[str, list[str]]:
    """Cells of every row of the kept tables with so many columns, by their first cell."""
    lines = [line for line in KEPT.splitlines() if line.startswith("| ") and not line.startswith("| --- ")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return {first: rest for first, *rest in cells if len(rest) + 1 == columns and first not in ("case", "command")}


def test_every_case_is_in_the_table_with_the_exit_code_that_it_deserves() -> None:
    kept = {name.removesuffix(" (large)"): cells[1] for name, cells in rows(5).items()}
    assert kept == {name: "3" if case.rule else "0" for name, case in CORPUS.items()}


def test_no_case_is_wrong_slow_or_large() -> None:
    for outcome, _, seconds, mb in rows(5).values():
        assert not outcome.startswith(("WRONG", "broke"))
        assert float(seconds) < SECONDS
        assert float(mb) < 2048


def test_every_channel_was_fuzzed_in_full_and_ended_as_documented() -> None:
    kept = rows(6)
    assert {channel: int(cells[0]) for channel, cells in kept.items()} == FUZZED
    assert sum(FUZZED.values()) > 2000
    for _, codes, wrong, seconds, _ in kept.values():
        assert set(re.findall(r"(\d+):", codes)) <= {"0", "3", "4", "7", "8"}
        assert wrong == "0"
        assert float(seconds) < SECONDS


def test_what_is_wrong_would_be_seen_in_the_table() -> None:
    name = next(iter(CORPUS))
    bad = {"name": name, "outcome": "accepted", "code": 0, "seconds": 1, "mb": 1, "wrong": "it reads as another"}
    fuzzed = {"channel": "x", "files": 1, "codes": {"70": 1}, "seconds": 1, "mb": 1, "wrong": ["seed 1"]}
    made = table([bad], [fuzzed])
    assert f"| {name} | WRONG: 'it reads as another' |" in made
    assert "| x | 1 | 70: 1 | 1 |" in made
