"""The kept comparison of planner and independent formulation, and how it goes on where it stopped."""

from __future__ import annotations

from procure.clauses import CLAUSES, name
from tests.benchmarks import differential
from tests.benchmarks.differential import table
from tests.benchmarks.seeded import Record


def rows() -> dict[str, int]:
    """The kept table: number by label."""
    lines = [line.strip("|").split("|") for line in differential.HERE.read_text().splitlines() if line.startswith("| ")]
    return {label.strip(): int(number.replace(",", "")) for label, number in lines if number.strip()[0].isdigit()}


def record(seed: int, *wrong: str) -> Record:
    said = {"end": "plan", "proven": True, "wrong": [*wrong], "binding": ["award"]}
    return {"seed": seed, "limit": 15.0, "unspoken": [], "seconds": 0.5} | said


def test_a_thousand_problems_were_compared_and_none_disagreed() -> None:
    known = rows()
    assert known["compared"] >= 1000
    assert known["agreed"] == known["compared"]
    assert known["disagreed"] == 0
    assert known["of these: infeasible on both sides"] >= 100


def test_nearly_all_were_proven_by_both_sides() -> None:
    known = rows()
    proven = known["of these: the same optimum, proven by both"] + known["of these: infeasible on both sides"]
    assert proven >= 0.95 * known["compared"]


def test_the_table_names_every_clause() -> None:
    assert {name(clause) for clause in CLAUSES} <= {*rows()}


def test_a_disagreement_is_printed_with_its_seed() -> None:
    said = table([record(7), record(8, "cost: planner 2, independent 1")], 7)
    assert "| disagreed | 1 |" in said
    assert "- seed 8: cost: planner 2, independent 1" in said
