"""The kept table of growth has every factor, and building takes no longer for each column as programmes grow."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import growth

KEPT = Path(__file__).with_name("growth.md")
STEEPER = 1.5  # what building may take for 10,000 columns, times what the smallest of a factor takes


def test_growth_is_measured_by_every_factor_and_is_no_steeper_than_the_size() -> None:
    lines = [line for line in KEPT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    rows = {cells[0]: cells[1:] for cells in ([c.strip() for c in line.strip("|").split("|")] for line in lines[2:])}
    assert list(rows) == [f"{name} {k}" for name, amounts in growth.FACTORS.items() for k in amounts]
    for name, amounts in growth.FACTORS.items():
        each = [float(rows[f"{name} {k}"][3]) for k in amounts]
        assert each[-1] <= STEEPER * each[0], name
