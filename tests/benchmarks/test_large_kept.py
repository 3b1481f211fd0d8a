"""The kept figures of large programmes: a plan with a proven gap, in minutes, in less than 4 GB."""

from __future__ import annotations

from tests.benchmarks.large import KEPT, OURS, Run, told

MB, GAP, MINUTES = 4096.0, 3.0, 15.0


def rows() -> list[dict[str, str]]:
    """The runs of the table, by the names of its columns."""
    lines = [line for line in KEPT.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:] if len(row) == len(cells[0])]


def test_our_plans_are_near_the_best_in_minutes_and_little_memory() -> None:
    ours = [row for row in rows() if row["solver"] == OURS]
    assert ours
    for row in ours:
        assert float(row["MB"].replace(",", "")) < MB
        assert float(row["gap"].removesuffix(" %")) < GAP
        assert float(row["all"].split("(")[1].rstrip(")")) < 60 * MINUTES
        assert row["exit"] in ("0", "5")


def test_a_run_without_a_plan_has_none_in_its_row() -> None:
    spent = {part: [1.0, 0.5] for part in ("start", "read", "build", "solve", "audit", "write")}
    nothing = Run(0, "HiGHS", code=6, mb=100.0, spent=spent, seen=[(1.0, "lateness", None, 0.0)])
    assert "| none | - | 6 |" in nothing.line()
    assert "| 6 (3) | - | 100 |" in nothing.line()
    assert not nothing.better()


def test_a_gap_is_a_part_of_the_plan_s_cost() -> None:
    assert told(200.0, 199.0) == "0.50 %"
    assert told(200.0, None) == told(None, 1.0) == "-"
