"""How long a plan takes: `python -m tests.benchmarks.solving` prints what is in solving.md.

The cost stage of programmes of instances.py and of the examples, the same rows for every solver, one thread, CPU
seconds; every run in a process of its own, the solvers in turn. About an hour; progress is printed on stderr.
"""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from procure.solve import highs_version
from tests.benchmarks.one_solve import HELD, TOLD, Trace

WAYS = ("procure", "HiGHS", "CBC", "SCIP")
SETS = {
    "S": ([f"S {seed}" for seed in range(4)], 60.0),
    "M": ([f"M {seed}" for seed in range(2)], 120.0),
    "P": ([f"P {seed}" for seed in range(5)], 600.0),
    "examples": (sorted(map(str, Path("inputs").glob("*.xlsx"))), 60.0),
}
TOLD_LIMIT = 30.0  # for those that tell their end only: past the time that we need
GAPS = (0.05, 0.01, 0.005)
RUNS, SOON = 3, 10.0  # of each; no more of them once they have taken so many CPU seconds
SHIFT = 1.0  # s, of geometric means
BOUNDS = Path(__file__).with_name("bounds.json")  # the best bounds known, from long runs of plain HiGHS


def trace(name: str, way: str, limit: float, known: float | None = None) -> Trace | None:
    """A run, None where it shows nothing. known: a bound; the run is ended when a plan is within 1 % of it."""
    if way == "SCIP" and find_spec("pyscipopt") is None:
        return None
    gap = 0.01 if way in TOLD else min(GAPS)
    command = [sys.executable, "-m", "tests.benchmarks.one_solve", name, way, f"{limit:g}", f"{gap:g}"]
    found = Trace(name, way)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            told = json.loads(line)
            if isinstance(told, list):
                found.seen.append((told[0], told[1], told[2]))
                if known is not None and found.near(known, 0.01) is not None:
                    child.kill()
            else:
                found = replace(found, **told)
    if not found.seen:
        return None
    print(f"{name} {way}: {found.seen[-1]}", file=sys.stderr, flush=True)
    return found


def traces(name: str, way: str, limit: float, known: float | None = None) -> list[Trace]:
    """Runs of the same, three where they are over soon."""
    found: list[Trace] = []
    while len(found) < RUNS and sum(t.seen[-1][0] for t in found) < SOON:
        one = trace(name, way, limit, known)
        if one is None:
            break
        found.append(one)
    return found


def mean(times: Iterable[float | None], limit: float) -> float:
    """Geometric mean, shifted; what was not reached counts as the limit."""
    logs = [math.log(SHIFT + (limit if t is None else min(t, limit))) for t in times]
    return math.exp(sum(logs) / len(logs)) - SHIFT


def rows(name: str, runs: dict[str, list[Trace]], known: float | None) -> list[str]:
    """A row of the table for each way."""
    ends = [t.end[1] for found in runs.values() for t in found]
    best = max([bound for bound in (*ends, known) if bound is not None], default=None)
    lines = []
    for way, found in runs.items():
        if not found:
            lines.append(f"| {name} | {way} | - | - | - | - | - | - |")
            continue
        plan, bound = found[0].end
        gap = "no plan" if plan is None or bound is None else f"{100 * (plan - bound) / abs(plan):.2f} %"
        apart = "" if plan is None or best is None else f"{100 * (plan - best) / abs(best):.2f} %"
        near = [None if best is None else t.near(best, 0.01) for t in found]
        reached = [[t.reached(g) if way not in TOLD or g == 0.01 else None for t in found] for g in GAPS]
        sound = "" if all(t.violation <= HELD for t in found) else " (broken)"
        lines.append(f"| {name} | {way} | {' | '.join(map(_s, reached))} | {_s(near)} | {gap}{sound} | {apart} |")
    return lines


def middle(times: Sequence[float | None]) -> float | None:
    """The median, None where one is not there."""
    there = [t for t in times if t is not None]
    return median(there) if len(there) == len(times) and there else None


def _s(times: Sequence[float | None]) -> str:
    """The median of several runs, and how far apart they are."""
    half = middle(times)
    if half is None:
        return "-"
    spread = max(t for t in times if t is not None) - min(t for t in times if t is not None)
    return f"{half:.1f}" if len(times) == 1 else f"{half:.1f} ±{spread / 2:.1f}"


def table(sets: Sequence[str]) -> str:
    """The comparison in Markdown, of these sets."""
    known = json.loads(BOUNDS.read_text(encoding="utf-8"))
    lines = [
        "# Time to a plan",
        "",
        "Printed by `python -m tests.benchmarks.solving`. CPU seconds of the cost stage, one thread, until a gap was",
        "proven by the solver's own bound (5 %, 1 %, 0.5 %), and until a plan was within 1 % of the best bound that is",
        "known from any run; then the gap proven at the end and the distance from that bound. \"-\": not reached.",
        "Of set P every run was ended once it had a plan within 1 % of that bound.",
        f"{os.cpu_count()} cores shared with other work, {platform.machine()}, Python {platform.python_version()}, "
        f"HiGHS {highs_version()}.",
    ]  # fmt: skip
    means: list[str] = []
    for label in sets:
        names, limit = SETS[label]
        lines += ["", f"## {label}, {limit:g} s at most", "", HEAD, "| --- " * 8 + "|"]
        runs: dict[str, dict[str, list[Trace]]] = {}
        for name in names:
            near = known.get(name) if label == "P" else None
            each = {way: min(limit, TOLD_LIMIT) if way in TOLD else limit for way in WAYS}
            runs[name] = {way: traces(name, way, each[way], near) for way in WAYS}
        for name, found in runs.items():
            lines += rows(Path(name).stem, found, known.get(name))
        for way in WAYS:
            times = [middle([t.reached(0.01) for t in found[way]]) for found in runs.values()]
            reached = f"{sum(t is not None for t in times)} of {len(times)}"
            means.append(f"| {label} | {way} | {mean(times, limit):.1f} | {reached} |")
    lines += ["", "## Proven to 1 %: geometric means, shifted by 1 s", "", "| set | way | s | reached |"]
    lines.append("| --- " * 4 + "|")
    return "\n".join([*lines, *means])


HEAD = "| programme | way | to 5 % | to 1 % | to 0.5 % | within 1 % of the best bound | proven | apart |"

if __name__ == "__main__":
    print(table(sys.argv[1:] or list(SETS)))
