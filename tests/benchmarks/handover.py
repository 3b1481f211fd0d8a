"""Building and handing over one optimisation: `python -m tests.benchmarks.handover` prints what is in handover.md.

Every run is a process of its own, warmed up on a tiny instance, the ways in turn, round by round; it ends when HiGHS
has the model, before anything is solved. The libraries are those of the extra `bench`; one that is not installed is
left out, and so is a way from the size on that takes it too long. Half an hour; progress is printed on stderr.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from importlib import import_module, metadata
from importlib.util import find_spec
from statistics import median

from tests.benchmarks.joint import SIZES, instance
from tests.benchmarks.machine import machine

RUNS, LIMIT = 5, 60.0  # seconds that a run may take
MEASURED = ("S", "M", "L", "XL")
OURS, BASE, LINOPY = "PuLP by procure, rows from arrays", "numpy to a HighsLp (the limit)", "linopy"

# What it is called: (its file, its function, what has to be installed)
WAYS = {
    "numpy, arrays by pointer": ("ways", "numpy_by_pointer", "highspy"),
    BASE: ("ways", "numpy_to_a_model", "highspy"),
    OURS: ("ways", "procure_arrays", "highspy"),
    "PuLP by procure, rows from terms": ("ways", "procure_terms", "highspy"),
    LINOPY: ("modellers", "linopy", "linopy"),
    "pyoptinterface": ("modellers", "pyoptinterface", "pyoptinterface"),
    "OR-Tools MathOpt": ("modellers", "mathopt", "ortools"),
    "Pyomo, appsi": ("modellers", "pyomo", "pyomo"),
    "PuLP, lpSum of c * v, pulp.HiGHS": ("modellers", "pulp_idiomatic", "pulp"),
}
GOALS = (  # the most that OURS may be to the other, at these sizes
    (BASE, 12.0, ("S", "M")),
    (BASE, 5.0, ("L", "XL")),
    (LINOPY, 1.0, ("S", "M")),
    (LINOPY, 1.6, ("L",)),
    *((other, 1.0, MEASURED) for other in list(WAYS)[5:]),
)
Seconds = dict[tuple[str, str], list[float]]  # CPU, by way and size


def one(way: str, size: str) -> None:
    """Measure in this process, and print the CPU seconds, and the columns, rows and coefficients where HiGHS tells."""
    file, name, _ = WAYS[way]
    build = getattr(import_module(f"tests.benchmarks.{file}"), name)
    build(instance(*SIZES["tiny"]))
    x = instance(*SIZES[size])
    gc.collect()
    began = time.process_time()
    highs, _ = made = build(x)
    seconds = time.process_time() - began
    counts = [getattr(highs, f"getNum{of}")() for of in ("Col", "Row", "Nz") if hasattr(highs, "getNumNz")]
    del made
    sys.stdout.flush()
    print("\n" + json.dumps([seconds, counts]), flush=True)
    os._exit(0)  # what is left to be freed is nobody's business


def run(way: str, size: str) -> tuple[float, list[int]] | None:
    """CPU seconds and counts of a run; None where it took too long."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.handover", way, size]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=4 * LIMIT)
    except subprocess.TimeoutExpired:
        return None
    seconds, counts = json.loads(done.stdout.splitlines()[-1])
    print(f"{size} {way}: {seconds:.4f} s", file=sys.stderr)
    return (seconds, counts) if seconds <= LIMIT else None


def measured() -> tuple[Seconds, dict[str, list[int]]]:
    """All runs, and what each size has: columns, rows, coefficients. A way that takes too long at a size is left out
    from there on. Raises ValueError where two ways do not make the same."""
    seconds: Seconds = {}
    has: dict[str, list[int]] = {}
    left = [way for way, (_, _, needed) in WAYS.items() if find_spec(needed)]
    for size in MEASURED:
        for _ in range(RUNS):
            for way in list(left):
                found = run(way, size)
                if found is None:
                    left.remove(way)
                    continue
                seconds.setdefault((way, size), []).append(found[0])
                if found[1] and has.setdefault(size, found[1]) != found[1]:
                    raise ValueError(f"{way} makes {found[1]} at {size}, others {has[size]}")
    return seconds, has


def table() -> str:
    """The comparison in Markdown."""
    seconds, has = measured()
    middles = {key: median(several) for key, several in seconds.items() if len(several) == RUNS}
    versions = [f"{name} {metadata.version(name)}" for *_, name in WAYS.values() if find_spec(name)]
    return "\n".join((
        "# Building and handing over",
        "",
        f"Printed by `python -m tests.benchmarks.handover`: {machine()},",
        f"{', '.join(dict.fromkeys(versions))}, numpy {metadata.version('numpy')}.",
        f"CPU seconds, medians of {RUNS} runs in turn (least to greatest), and times the limit.",
        f"A cell is empty where a library is not installed, or a run took more than {LIMIT:.0f} s.",
        "",
        "| | " + " | ".join(f"{size}: {_counts(has[size])}" for size in MEASURED) + " |",
        "| --- |" + " --- |" * len(MEASURED),
        *(f"| {way} | " + " | ".join(_cell(seconds, middles, way, size) for size in MEASURED) + " |" for way in WAYS),
        "",
        f"{OURS}, against the goals.",
        "",
        "| against | size | times as long | at most | met |", "| --- | --- | --- | --- | --- |",
        *_goals(middles),
    ))  # fmt: skip


def _counts(has: list[int]) -> str:
    return "{:,} columns, {:,} rows, {:,} coefficients".format(*has)


def _cell(seconds: Seconds, middles: dict[tuple[str, str], float], way: str, size: str) -> str:
    if (way, size) not in middles:
        return ""
    several, middle = seconds[way, size], middles[way, size]
    return f"{middle:.4g} ({min(several):.4g} to {max(several):.4g}); {middle / middles[BASE, size]:.1f} x"


def _goals(middles: dict[tuple[str, str], float]) -> list[str]:
    rows = []
    for other, most, sizes in GOALS:
        for size in sizes:
            if (other, size) in middles:
                ratio = middles[OURS, size] / middles[other, size]
                rows.append(f"| {other} | {size} | {ratio:.2f} | {most:g} | {'yes' if ratio <= most else 'no'} |")
    return rows


if __name__ == "__main__":
    if sys.argv[1:]:
        one(*sys.argv[1:])
    else:
        print(table())
