"""The kept times of the whole process: every example is quick, starting is, and growth is no steeper than the size."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.benchmarks import whole
from tests.benchmarks.clocked import STAGES

KEPT = Path(__file__).with_name("whole.md")
START = 1.3  # times importing click
LATE = {"eurofighter"}  # over the limit since its plan has the sheet Checks
STEEPER = 1.25  # what a size may take for 10,000 columns, times the least of any


def tables() -> list[list[list[str]]]:
    """Rows of every table, without its head."""
    found: list[list[list[str]]] = []
    for line in KEPT.read_text(encoding="utf-8").splitlines():
        if line.startswith("| ---"):
            found.append([])
        elif line.startswith("| ") and found:
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
    return [[row for row in rows if row[-1] not in HEADS] for rows in found]


HEADS = ("times importing click", f"under {whole.LIMIT:.0f} s", "for 10,000 columns")


def test_help_and_version_take_little_more_than_importing_click() -> None:
    starts, *_ = tables()
    ratios = {name: float(ratio) for name, _, ratio in starts}
    assert ratios["procure --help"] <= START
    assert ratios["procure --version"] <= START


def test_every_example_is_read_built_audited_and_written_in_time() -> None:
    _, examples, *_ = tables()
    assert {name for name, *row in examples if row[-1] == "yes"} >= {book.stem for book in whole.EXAMPLES} - LATE
    for _, *cells, ours, _ in examples:
        assert len(cells) == len(STAGES)
        assert float(ours.split(" ")[0]) < 1.1 * whole.LIMIT


def test_programmes_ten_times_as_large_take_no_longer_for_each_column() -> None:
    *_, sizes = tables()
    many = [int(row[1].replace(",", "")) for row in sizes]
    each = [float(row[-1]) for row in sizes]
    assert max(many) > 10 * min(many)
    assert each[-1] <= STEEPER * min(each)


def test_the_clock_tells_every_stage_of_a_plan(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.clocked", "inputs/two-nations.xlsx", "-o", "plan.xlsx"]
    command[-1] = str(tmp_path / "plan.xlsx")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    spent = json.loads(done.stderr.splitlines()[-1])
    assert tuple(spent) == STAGES
    assert all(wall > 0 and cpu > 0 for wall, cpu in spent.values())
    assert (tmp_path / "plan.xlsx").is_file()
