"""How long a plan takes: `python -m tests.benchmarks.solving` prints what is in solving.md.

The cost stage of programmes of instances.py and of the examples, the same rows for every solver, one thread, CPU
seconds; every run in a process of its own, the solvers in turn. About two hours; progress is printed on stderr.
"""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from procure.solve import highs_version
from tests.benchmarks.one_solve import HELD, Trace

WAYS = ("procure", "HiGHS", "CBC", "SCIP")
SETS = {
    "S": ([f"S {seed}" for seed in range(4)], 60.0),
    "M": ([f"M {seed}" for seed in range(2)], 120.0),
    "P": ([f"P {seed}" for seed in range(5)], 180.0),
    "examples": (sorted(map(str, Path("inputs").glob("*.xlsx"))), 60.0),
}
LARGE = ("large 0", 1200.0)
GAPS = (0.05, 0.01, 0.005)
SHIFT = 1.0  # s, of geometric means
BOUNDS = Path(__file__).with_name("bounds.json")  # the best bounds known, from long runs of plain HiGHS


def trace(name: str, way: str, limit: float) -> Trace | None:
    """A run; None where the way is not there. CBC and SCIP tell their end only: they stop at 1 %."""
    if way == "SCIP" and find_spec("pyscipopt") is None:
        return None
    gap = min(GAPS) if way in ("procure", "HiGHS") else 0.01
    command = [sys.executable, "-m", "tests.benchmarks.one_solve", name, way, f"{limit:g}", f"{gap:g}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20 * limit)
    except subprocess.TimeoutExpired:
        return None
    print(f"{name} {way}: {done.stdout[-120:].strip() or done.stderr[-300:]}", file=sys.stderr)
    if done.returncode:
        return None
    found = json.loads(done.stdout)
    return Trace(**{**found, "seen": [tuple(one) for one in found["seen"]]})


def mean(times: Iterable[float | None], limit: float) -> float:
    """Geometric mean, shifted; what was not reached counts as the limit."""
    logs = [math.log(SHIFT + (limit if t is None else min(t, limit))) for t in times]
    return math.exp(sum(logs) / len(logs)) - SHIFT


def rows(name: str, runs: dict[str, Trace | None], known: float | None) -> list[str]:
    """A row of the table for each way."""
    found, bounds = [], [t.end[1] for t in runs.values() if t is not None and t.end[1] is not None]
    best = max([*bounds, *([] if known is None else [known])], default=None)
    for way, t in runs.items():
        if t is None:
            found.append(f"| {name} | {way} | - | - | - | - | - | - |")
            continue
        plan, bound = t.end
        gap = "no plan" if plan is None or bound is None else f"{100 * (plan - bound) / abs(plan):.2f} %"
        apart = "" if plan is None or best is None else f"{100 * (plan - best) / abs(best):.2f} %"
        known_in = None if best is None else t.near(best, 0.01)
        reached = [t.reached(g) if way in ("procure", "HiGHS") or g == 0.01 else None for g in GAPS]
        sound = "" if t.violation <= HELD else " (broken)"
        found.append(f"| {name} | {way} | {' | '.join(map(_s, reached))} | {_s(known_in)} | {gap}{sound} | {apart} |")
    return found


def _s(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.1f}"


def table(sets: Sequence[str]) -> str:
    """The comparison in Markdown, of these sets ("large" among them)."""
    known = json.loads(BOUNDS.read_text(encoding="utf-8"))
    lines = [
        "# Time to a plan",
        "",
        "Printed by `python -m tests.benchmarks.solving`. CPU seconds of the cost stage, one thread, until a gap was",
        "proven by the solver's own bound (5 %, 1 %, 0.5 %), and until a plan was within 1 % of the best bound that is",
        "known from any run; then the gap proven at the end and the distance from that bound. \"-\": not reached.",
        f"{os.cpu_count()} cores shared with other work, {platform.machine()}, Python {platform.python_version()}, "
        f"HiGHS {highs_version()}.",
    ]  # fmt: skip
    means: list[str] = []
    for label in sets:
        names, limit = SETS.get(label, ([LARGE[0]], LARGE[1]))
        ways = WAYS if label in SETS else WAYS[:1]
        lines += ["", f"## {label}, {limit:g} s at most", "", HEAD, "| --- " * 8 + "|"]
        runs = {name: {way: trace(name, way, limit) for way in ways} for name in names}
        for name, found in runs.items():
            lines += rows(Path(name).stem, found, known.get(name))
        for way in ways:
            times = [None if (t := found[way]) is None else t.reached(0.01) for found in runs.values()]
            reached = f"{sum(t is not None for t in times)} of {len(times)}"
            means.append(f"| {label} | {way} | {mean(times, limit):.1f} | {reached} |")
        if label == "large":
            made = [t for t in runs[LARGE[0]].values() if t is not None]
            lines += [f"\n{t.columns} columns, {t.rows} rows, {t.memory_gb:.1f} GB." for t in made]
    lines += ["", "## Proven to 1 %: geometric means, shifted by 1 s", "", "| set | way | s | reached |"]
    lines.append("| --- " * 4 + "|")
    return "\n".join([*lines, *means])


HEAD = "| programme | way | to 5 % | to 1 % | to 0.5 % | within 1 % of the best bound | proven | apart |"

if __name__ == "__main__":
    print(table(sys.argv[1:] or [*SETS, "large"]))
