"""The table of conflicts is kept, complete, and has nothing wrong in it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.benchmarks.conflicts import CUTS, SEEDS
from tests.benchmarks.repairs import COUNT

KEPT = Path(__file__).with_name("conflicts.md")


def test_every_one_of_a_hundred_conflicts_is_proven_and_needs_each_member() -> None:
    text = KEPT.read_text(encoding="utf-8")
    assert f" | {len(SEEDS)} of {len(SEEDS)} |" in text
    assert "| failed | none |" in text
    assert text.count("| proven |") == len(CUTS)


def test_every_repair_of_a_hundred_programmes_gives_its_plan_and_needs_each_change() -> None:
    text = KEPT.read_text(encoding="utf-8")
    assert f"| repairs of {COUNT} other random programmes of size tiny | |" in text
    assert "| wrong | none |" in text
    held, every = map(int, re.findall(r"every change needed \| (\d+) of (\d+) \|", text)[0])
    assert held == every > COUNT
