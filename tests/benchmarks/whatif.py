"""Thirty what-ifs in one command against thirty plans: `python -m tests.benchmarks.whatif` prints what is in whatif.md.

Both sides run in one run, on the Eurofighter example, to the same gap. Some minutes; progress is printed on stderr.
"""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from procure.solve import highs_version
from procure.verbs import read
from procure.whatif import pinning, scenarios, solving
from procure.whatif.solving import Case

BOOK = Path("inputs/eurofighter.xlsx")
NATIONS = ("DE", "ES", "IT", "UK")
SENTENCES = (
    *(f"cut {n} {part} %, key frozen" for n in NATIONS for part in (5, 10)),
    *(f"budget {n} {change} %" for n in NATIONS for change in (-2, 5)),
    *(f"slip {n} 12 months" for n in NATIONS),
    *(f"price {change} %" for change in (-5, 2, 5, 10)),
    "move Radar to EADS Germany", "lose Diehl from 2005", "rate 50 a year of Tranche 2", "work share ES 15 %",
    "price 20 % of Radar", "delay Radar 12 months",
)  # fmt: skip
NUMBERS_ONLY = ("budget", "price")  # begins of the scenarios that change no row and no column
_SOLVE = re.compile(r"solve ([\d.]+) s")


def seconds(command: list[str]) -> tuple[float, str]:
    """Wall time of a command, and what it printed."""
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return time.monotonic() - began, done.stdout


def afresh(folder: Path, cases: list[Case]) -> list[tuple[float, float]]:
    """(wall, solve) seconds of `procure plan` on the workbook of each case."""
    found = []
    for number, case in enumerate(cases):
        book = folder / f"{number}.xlsx"
        assert case.problem is not None
        pinning.write(book, case.problem)
        command = [sys.executable, "-m", "procure", "plan", str(book), "-o", str(folder / f"{number}-plan.xlsx")]
        wall, said = seconds(command)
        solve = _SOLVE.search(said)
        found.append((wall, float(solve[1]) if solve else 0.0))
        print(f"{case.name}: plan {wall:.1f} s", file=sys.stderr)
    return found


def table() -> str:
    """The comparison in Markdown."""
    problem = read(BOOK)
    resolved = [scenarios.resolve(problem, scenarios.of_words(line)) for line in SENTENCES]
    how = solving.How()
    base = solving.base(problem, how)
    near = [case for case in solving.scenarios(base.start, resolved, how, lambda *_: None) if case.plan is not None]
    solves = [case.outcome.seconds[1] for case in near if case.outcome is not None]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, "-m", "procure", "whatif", str(BOOK), *SENTENCES, "-o", str(folder / "w.xlsx")]
        wall, _ = seconds(command)
        fresh = afresh(folder, near)
    walls, alone = [one for one, _ in fresh], [one for _, one in fresh]
    pairs = list(zip(near, solves, alone, strict=True))
    numbers = [(b, a) for case, b, a in pairs if case.name.startswith(NUMBERS_ONLY)]
    lines = [
        "# What-ifs against plans",
        "",
        f"Printed by `python -m tests.benchmarks.whatif`: {len(SENTENCES)} scenarios of {BOOK.name},",
        f"{len(near)} with a plan; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"HiGHS {highs_version()}.",
        "Seconds. The command uses all cores and plans the base too; `procure plan` is run once for each scenario.",
        "",
        "| | what-if | plans afresh | times quicker |",
        "| --- | --- | --- | --- |",
        f"| all scenarios, wall time | {wall:.1f} | {sum(walls):.1f} | {sum(walls) / wall:.1f} |",
        f"| scenarios per minute | {60 * len(near) / wall:.1f} | {60 * len(near) / sum(walls):.1f} | |",
        f"| solve alone, sum | {sum(solves):.1f} | {sum(alone):.1f} | {sum(alone) / sum(solves):.1f} |",
        _medians("solve alone, median", [(b, a) for _, b, a in pairs]),
        _medians(f"of the {len(numbers)} that change prices or budgets only", numbers),
    ]
    return "\n".join(lines)


def _medians(label: str, pairs: list[tuple[float, float]]) -> str:
    """A row of medians, and of the ratios with the least and the greatest."""
    ratios = sorted(a / b for b, a in pairs if b)
    medians = [statistics.median(side) for side in zip(*pairs, strict=True)]
    spread = f"{statistics.median(ratios):.1f} ({ratios[0]:.1f} to {ratios[-1]:.1f})"
    return f"| {label} | {medians[0]:.2f} | {medians[1]:.2f} | {spread} |"


if __name__ == "__main__":
    print(table())
