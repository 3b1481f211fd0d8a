"""Large programmes (25 nations, 40 quarters, 300 packages, 150 suppliers) planned from workbook to workbook:
`python -m tests.benchmarks.large [SEED ...]` prints large.md, and writes it.

Every run is a process of its own with a clock inside (clocked.py), ours limited by its turns alone, plain HiGHS on the
same rows by the clock. Some ten minutes for a seed; progress is printed on stderr.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from procure import solve
from procure.planning import Outcome
from procure.whatif import pinning
from tests.benchmarks import clocked, instances
from tests.benchmarks.machine import machine

KEPT = Path(__file__).with_suffix(".md")
OURS, HIGHS = "procure", "HiGHS"
LIMIT = 300  # seconds for plain HiGHS
PARTS = ("read", "build", "solve", "audit", "write")


@dataclass
class Run:
    """What came of one: wall and CPU seconds by part, stages (name, value, bound), peak memory, exit code.

    seen: (CPU seconds of the process, stage, best plan, bound) as better plans came.
    """

    seed: int
    way: str
    code: int = 0
    columns: int = 0
    rows: int = 0
    mb: float = 0.0
    load: float = 0.0
    spent: dict[str, list[float]] = field(default_factory=dict)
    stages: list[tuple[str, float, float | None]] = field(default_factory=list)
    seen: list[tuple[float, str, float | None, float | None]] = field(default_factory=list)

    def line(self) -> str:
        """A row of the table."""
        parts = [f"{wall:.0f} ({cpu:.0f})" for wall, cpu in (self.spent[part] for part in PARTS)]
        whole = [sum(both[k] for both in self.spent.values()) for k in (0, 1)]
        value, bound = next(((value, bound) for name, value, bound in self.stages if name == "cost"), (None, None))
        first = next((f"{cpu:.0f}" for cpu, _, best, _ in self.seen if best is not None), "-")
        found = [*parts, f"{whole[0]:.0f} ({whole[1]:.0f})", first, f"{self.mb:,.0f}"]
        found += ["none" if value is None else f"{value:,.1f}", told(value, bound)]
        return f"| {self.seed} | {self.way} | {' | '.join(found)} | {self.code} | {self.load:.1f} |"

    def better(self) -> list[str]:
        """Rows of the plans of the cost stage as they came."""
        steps = [(cpu, best, bound) for cpu, stage, best, bound in self.seen if stage == "cost" and best and bound]
        return [f"| {self.seed} | {cpu:.0f} | {best:,.1f} | {told(best, bound)} |" for cpu, best, bound in steps]


def told(value: float | None, bound: float | None) -> str:
    """The proven gap."""
    return f"{100 * (1 - bound / value):.2f} %" if value and bound is not None else "-"


def measured(seed: int, way: str, book: Path) -> Run:
    """`procure plan` of a workbook in this process; HIGHS: with plain HiGHS as its solver, and a limit of time."""
    from procure import planning

    found, plain = Run(seed, way, load=os.getloadavg()[0]), planning.plan

    def seen(stage: str, p: solve.Progress) -> None:
        found.seen.append((time.process_time(), stage, p.best, p.bound))
        print(*found.seen[-1], file=sys.stderr, flush=True)

    def planned(problem: Any, options: Any, gap: Any, watch: Any, model_to: Any, solver: Any, **more: Any) -> Outcome:
        outcome = plain(problem, options, gap, seen, model_to, solve.solve if way == HIGHS else solver, **more)
        if outcome.plan is not None:
            found.columns, found.rows = (int(outcome.plan.run[name]) for name in ("variables", "rows"))
        found.stages = [(stage.name, stage.value, stage.bound) for stage in outcome.stages]
        return outcome

    known: Any = planned
    planning.plan = known
    limit = ["--time-limit", str(LIMIT)] if way == HIGHS else []
    try:
        clocked.run([str(book), "-o", f"{book}-{way}.xlsx", *limit])
    except SystemExit as ended:
        found.code = int(ended.code or 0)
    found.mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def run(seed: int, way: str, book: Path) -> Run:
    """The same in a process of its own."""
    command, lines = [sys.executable, "-m", "tests.benchmarks.large", "--one", str(seed), way, str(book)], [""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            print(line, end="", file=sys.stderr, flush=True)
            lines.append(line)
    return Run(**{**json.loads(lines[-1]), "spent": json.loads(lines[-2])})


def table(seeds: Sequence[int]) -> str:
    """All runs in Markdown."""
    runs, size = [], instances.SIZES["large"]
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            book = Path(folder) / f"large-{seed}.xlsx"
            pinning.write(book, instances.instance("large", seed))
            runs += [run(seed, way, book) for way in (OURS, HIGHS)]
    sizes = (f"seed {one.seed}: {one.columns:,} columns, {one.rows:,} rows" for one in runs if one.columns)
    heads = ("seed", "solver", *PARTS, "all", "first plan", "MB", "cost, M", "gap", "exit", "load")
    return "\n".join((
        "# Large programmes", "",
        f"Printed by `python -m tests.benchmarks.large {' '.join(map(str, seeds))}`: {machine()}.", "",
        f"`procure plan` from workbook to workbook: {words(size)}; {'; '.join(sizes)}.", "",
        "Seconds, wall (CPU); CPU seconds until the first plan. HiGHS: the same rows, stopped after "
        f"{LIMIT} s of wall time. Gap: proven, of the plan's cost. Exit 0: within the gap asked; 5: a plan, a larger "
        "gap; 6: no plan in time; every plan written has passed the audit twice. Load: of the machine, as the run "
        "began: other work slows down a run whose wall seconds are far above its CPU seconds.", "",
        f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *(one.line() for one in runs), "",
        "How our plans of the least cost came along, in CPU seconds of the process.", "",
        "| seed | CPU s | cost, M | gap |", "| --- | --- | --- | --- |",
        *(line for one in runs if one.way == OURS for line in one.better()), "",
    ))  # fmt: skip


def words(size: instances.Size) -> str:
    periods = f"{size.periods} {size.length}s"
    return f"{size.nations} nations, {periods}, {size.packages} packages, {size.suppliers} suppliers"


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        seed, way, book = arguments[1:]
        print(json.dumps(asdict(measured(int(seed), way, Path(book)))), file=sys.stderr)
        return
    text = table([int(seed) for seed in arguments] or [0])
    KEPT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
