"""The kept table of answers unchanged, what makes an answer another one, and a slice planned here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from procure import solve
from procure.heuristic import guided
from tests.benchmarks import unchanged
from tests.benchmarks.unchanged import FORCED, HEADS, HIGHS, LARGE, OURS, PROVABLE, WAYS, Run, planned, row, same

KEPT = Path(unchanged.__file__).with_suffix(".md")
SLICE = ("inputs/cavs.xlsx", "inputs/two-nations.xlsx", "inputs/tanker-pool.xlsx")
HIGHS_S = Run(100, solve.PROVEN, [("lateness", 2.0, 2.0, 1e-6), ("cost", 100.4, 99.9, 0.5)], 0, 0.0, 1.5)
OURS_S = replace(HIGHS_S, stages=[("lateness", 2.0, 2.0, 1e-6), ("cost", 100.1, 99.8, 0.5)])


def cells(line: str) -> dict[str, str]:
    """The cells of a row, by the names of the columns."""
    return dict(zip(HEADS, [cell.strip() for cell in line.strip("|").split("|")], strict=True))


def kept() -> dict[str, dict[str, str]]:
    """The rows of the kept table, by instance."""
    lines = [line for line in KEPT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return {found[HEADS[0]]: found for found in map(cells, lines[2:])}


def test_every_instance_has_the_answer_of_plain_highs_and_passes_the_audit() -> None:
    known = kept()
    assert [*known] == [Path(name).stem for name in (*PROVABLE, *LARGE)]
    for name in PROVABLE:
        assert known[Path(name).stem]["the same"] in ("yes", "not proven"), name
    assert {one["audit passed"] for one in known.values()} == {"yes"}


def test_nearly_all_are_proven_by_both_sides() -> None:
    proven = [name for name, one in kept().items() if one["the same"] == "yes"]
    assert {Path(name).stem for name in PROVABLE if name.endswith(".xlsx")} <= {*proven}
    assert len(proven) >= len(PROVABLE) - 1


@pytest.mark.parametrize("name", SLICE)
def test_our_own_way_made_to_work_comes_to_the_answer_of_plain_highs(name: str) -> None:
    before = guided.LEAST
    found = [planned(name, way) for way in (HIGHS, FORCED)]
    assert [one.state for one in found] == [solve.PROVEN, solve.PROVEN]
    assert same(found)
    assert all(one.sound for one in found)
    assert before == guided.LEAST


def test_gaps_that_overlap_are_the_same_answer() -> None:
    assert same([HIGHS_S, OURS_S])
    assert cells(row("S 0", [HIGHS_S, OURS_S, OURS_S]))["the same"] == "yes"


@pytest.mark.parametrize(
    "stages",
    [
        [("lateness", 2.0, 2.0, 1e-6), ("cost", 101.0, 99.9, 0.5)],  # dearer by more than the gap
        [("lateness", 2.0, 2.0, 1e-6), ("cost", 100.6, 100.5, 0.5)],  # its bound above the others' plan
        [("lateness", 3.0, 2.0, 1e-6), ("cost", 100.1, 99.8, 0.5)],  # later
        [("lateness", 2.0, 2.0, 1e-6)],
    ],
)
def test_what_is_dearer_later_or_denies_another_plan_is_another_answer(
    stages: list[tuple[str, float, float | None, float]],
) -> None:
    assert not same([HIGHS_S, OURS_S, replace(OURS_S, stages=stages)])
    assert cells(row("S 0", [HIGHS_S, OURS_S, replace(OURS_S, stages=stages)]))["the same"] == "no"


def test_a_finding_of_the_audit_or_a_row_that_is_missed_is_told() -> None:
    for wrong in (replace(OURS_S, findings=1), replace(OURS_S, violation=1e-3)):
        assert cells(row("S 0", [HIGHS_S, OURS_S, wrong]))["audit passed"] == "no"


def test_a_run_that_was_not_over_is_told_and_proves_nothing() -> None:
    found = cells(row("M 0", [HIGHS_S, OURS_S, None]))
    assert (found["forced"], found["the same"], found["CPU s"]) == ("-", "not proven", "1.5, 1.5, -")
    nothing = cells(row("M 0", [None] * len(WAYS)))
    assert (nothing["apart"], nothing["the same"], nothing["audit passed"]) == ("-", "not proven", "no")


def test_of_the_large_ones_ours_alone_is_told() -> None:
    found = cells(row(LARGE[0], [None, OURS_S, None]))
    told = [found[head] for head in ("ours", "apart", "the same", "audit passed")]
    assert told == ["100.100", "-", "one run", "yes"]
    assert OURS in WAYS
