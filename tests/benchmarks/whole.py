"""Where the time of `procure plan` goes: `python -m tests.benchmarks.whole` prints what is kept in whole.md.

Every run is a process of its own, with a clock inside (clocked.py). Some minutes; progress is printed on stderr.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from procure import planning
from procure.facts import Facts
from procure.problem import Problem
from procure.whatif import pinning
from tests.benchmarks.clocked import STAGES
from tests.benchmarks.instances import instance
from tests.benchmarks.machine import machine

EXAMPLES = sorted(Path("inputs").glob("*.xlsx"))
RUNS, LIMIT = 3, 2.0  # seconds that an example may take to be read, built, audited and written
STARTS = 25
OURS = ("read", "build", "audit", "write")
GROWN = ((5, 8, 2, 24, 14), (7, 12, 3, 48, 28), (8, 14, 3, 64, 36), (9, 16, 4, 84, 50))
GAP, PATIENCE = "30", "120"  # per cent, seconds: any plan will do to be audited and written
Spent = dict[str, list[float]]  # wall and CPU seconds by stage


def planned(book: Path, *how: str) -> Spent:
    """Seconds by stage, wall and CPU, of planning a workbook in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.clocked", str(book), "-o", f"{book}-plan.xlsx", *how]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    spent: Spent = json.loads(done.stderr.splitlines()[-1])
    print(f"{book.stem}: {sum(wall for wall, _ in spent.values()):.1f} s", file=sys.stderr)
    return spent


def examples(folder: Path) -> list[str]:
    """A row of each example: medians by stage, and of what is not the solver's, wall and CPU."""
    rows = []
    for example in EXAMPLES:
        book = Path(shutil.copy(example, folder))
        runs = [planned(book) for _ in range(RUNS)]
        middles = [[median(run[stage][k] for run in runs) for k in (0, 1)] for stage in STAGES]
        ours = [median(sum(run[stage][k] for stage in OURS) for run in runs) for k in (0, 1)]
        cells = " | ".join(f"{wall:.2f} ({cpu:.2f})" for wall, cpu in (*middles, ours))
        rows.append(f"| {book.stem} | {cells} | {'yes' if ours[0] < LIMIT else 'no'} |")
    return rows


def starts() -> list[str]:
    """A row of each command that only speaks: seconds to start, in turn, against importing click."""
    commands = {
        "importing click": ["-c", "import click"],
        "procure --help": ["-m", "procure", "--help"],
        "procure --version": ["-m", "procure", "--version"],
        "procure plan --help": ["-m", "procure", "plan", "--help"],
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(STARTS + 1):
        for name, command in commands.items():
            began = time.perf_counter()
            subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True)
            seconds[name].append(time.perf_counter() - began)
    middles = {name: median(several[1:]) for name, several in seconds.items()}  # the first compiles what it needs
    base = next(iter(middles.values()))
    return [f"| {name} | {1000 * one:.0f} | {one / base:.2f} |" for name, one in middles.items()]


def grown(folder: Path) -> list[str]:
    """A row of each size: what its workbook takes, in all and for 10,000 columns; any plan will do."""
    rows = []
    for size in GROWN:
        problem, book = instance("-".join(map(str, size)), 0), folder / f"{size[3]}-packages.xlsx"
        pinning.write(book, problem)
        many, _, _ = built(problem)
        spent = planned(book, "--gap", GAP, "--time-limit", PATIENCE)
        if not spent["write"][1]:
            print(f"{size}: no plan in {PATIENCE} s", file=sys.stderr)
            continue
        cells = " | ".join(f"{spent[stage][1]:.2f}" for stage in OURS)
        ours = sum(spent[stage][1] for stage in OURS)
        rows.append(f"| {size[3]} | {many:,} | {cells} | {ours:.2f} | {ours / many * 10_000:.2f} |")
    return rows


def built(problem: Problem) -> tuple[int, int, float]:
    """Columns, coefficients and CPU seconds (median) of building the optimisation and its arrays."""
    seconds = []
    for _ in range(RUNS):
        began = time.process_time()
        m, specs = planning.build(Facts(problem))
        m.minimise(specs[0].terms)
        matrix = m.matrix()
        seconds.append(time.process_time() - began)
    return len(matrix.cost), len(matrix.value), median(seconds)


def table() -> str:
    """All tables in Markdown."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        os.environ["PYTHONPYCACHEPREFIX"] = f"{name}/compiled"  # as a user has it: all compiled, after the first run
        folder = Path(name)
        started, run, sizes = starts(), examples(folder), grown(folder)
    heads = [*STAGES, "without start and solve"]
    return "\n".join((
        "# The whole process",
        "",
        f"Printed by `python -m tests.benchmarks.whole`: {machine()}.",
        "",
        f"Milliseconds to start, medians of {STARTS} runs in turn.",
        "",
        "| command | ms | times importing click |", "| --- | --- | --- |", *started,
        "",
        f"Seconds of `procure plan`, wall (CPU), medians of {RUNS}. A plan's workbook is read again to be audited.",
        "",
        f"| example | {' | '.join(heads)} | under {LIMIT:.0f} s |", f"| --- |{' --- |' * (len(heads) + 1)}", *run,
        "",
        f"CPU seconds of programmes of growing size (plans within {GAP} %, which is the solver's time and left out).",
        "",
        f"| packages | columns | {' | '.join(OURS)} | sum | for 10,000 columns |",
        f"| --- |{' --- |' * (len(OURS) + 3)}", *sizes,
    ))  # fmt: skip


if __name__ == "__main__":
    print(table())
