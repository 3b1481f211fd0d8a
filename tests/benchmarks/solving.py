"""How long a plan takes: `python -m tests.benchmarks.solving` prints what is in solving.md.

The cost stage of programmes of instances.py and of the examples, the same rows for every solver, one thread, CPU
seconds; every run in a process of its own, `--jobs 2` of them at a time. About half an hour with two; progress is
printed on stderr. Names of sets choose among them: `python -m tests.benchmarks.solving --jobs 2 S examples`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from tests.benchmarks.goals import PATIENCE, SHIFT, Runs, goals, mean, reached, seconds
from tests.benchmarks.machine import machine
from tests.benchmarks.one_solve import HELD, ON_THE_WALL, TOLD, Trace

WAYS = ("procure", "HiGHS", "CBC", "SCIP")
SETS = {
    "S": ([f"S {seed}" for seed in range(4)], 60.0),
    "M": ([f"M {seed}" for seed in range(2)], 120.0),
    "P": ([f"P {seed}" for seed in range(5)], 600.0),
    "examples": (sorted(map(str, Path("inputs").glob("*.xlsx"))), 60.0),
}
GAPS = (0.05, 0.01, 0.005)
RUNS, SOON = 3, 30.0  # of each; no more of them once they have taken so many CPU seconds
BOUNDS = Path(__file__).with_name("bounds.json")  # the best bounds known, from long runs of plain HiGHS
SAID = (
    "CPU seconds of the cost stage, one thread, until a gap was proven by the solver's own bound (5 %, 1 %, 0.5 %), "
    "and until a plan was within 1 % of the best bound that is known from any run; then the gap proven at the end and "
    'the distance from that bound. "-": not reached, or not there; medians of up to three runs, and half of what they '
    "are apart. Of set P every run was ended once it had a plan within 1 % of that bound. Of CBC and SCIP only the end "
    f"is seen; they are asked for 1 % and have {PATIENCE:g} s (CBC {ON_THE_WALL:g} times as long on the wall's clock). "
    "(broken): the plan misses a row, with its whole decisions held and the rest solved again too. SCIP has a "
    "tolerance of 1e-7: at its own, 1e-6, its presolve calls S 0 infeasible, which is wrong: its own check accepts "
    "HiGHS's plan of it, and so do the audit and the exact arithmetic of `procure verify`."
)
GOALS = (
    "CPU seconds of both sides. A fifth: of plain HiGHS's time, or within 60 s where it does not get there. On "
    "average: the means above, the ratio with the shift. Never behind: to a proven 1 %, of set P to within 1 % of the "
    "best bound known; a plan that misses a row does not count, and what neither of them reaches counts as the time "
    "that they had. Up to 5 % or 0.1 s later is a tie and not behind."
)


def trace(
    name: str, way: str, limit: float, known: float | None = None, gap: float = min(GAPS)
) -> Trace | None:
    """A run, None where it shows nothing. known: a bound; the run is ended when a plan is within 1 % of it. gap: that
    is to be proven."""
    if way == "SCIP" and find_spec("pyscipopt") is None:
        return None
    gap = 0.01 if way in TOLD else gap
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


def rows(name: str, runs: Mapping[str, Sequence[Trace]], known: float | None) -> list[str]:
    """A row of the table for each way."""
    ends = [t.end[1] for found in runs.values() for t in found]
    best = max([bound for bound in (*ends, known) if bound is not None], default=None)
    lines = []
    for way, found in runs.items():
        if not found:
            lines.append(f"| {name} | {way} | - | - | - | - | - | - |")
            continue
        plan, bound = found[0].end
        gap = "no plan" if plan is None or bound is None else _part(plan - bound, plan)
        apart = "" if plan is None or best is None else _part(plan - best, best)
        near = [None if best is None else t.near(best, 0.01) for t in found]
        proven = [[t.reached(g) if way not in TOLD or g == 0.01 else None for t in found] for g in GAPS]
        sound = "" if all(t.violation <= HELD for t in found) else " (broken)"
        lines.append(f"| {name} | {way} | {' | '.join(map(_s, proven))} | {_s(near)} | {gap}{sound} | {apart} |")
    return lines


def _part(amount: float, of: float) -> str:
    return f"{round(100 * amount / abs(of), 2) + 0.0:.2f} %"  # no minus before nothing


def _s(times: Sequence[float | None]) -> str:
    """The median of several runs, and half of what they are apart; "-" where one of them is not there."""
    there = [t for t in times if t is not None]
    if not there or len(there) < len(times):
        return "-"
    return seconds(median(there)) + ("" if len(there) == 1 else f" ±{seconds((max(there) - min(there)) / 2)}")


def seen(labels: Sequence[str], known: Mapping[str, float], jobs: int) -> dict[str, Runs]:
    """The runs of these sets, so many at a time."""
    with ThreadPoolExecutor(jobs) as pool:
        begun = {
            label: {
                name: {
                    way: pool.submit(
                        traces, name, way, min(limit, PATIENCE) if way in TOLD else limit,
                        known.get(name) if label == "P" else None,
                    )
                    for way in WAYS
                }
                for name in names
            }
            for label, (names, limit) in SETS.items() if label in labels
        }  # fmt: skip
        return {
            label: {name: {way: one.result() for way, one in ways.items()} for name, ways in runs.items()}
            for label, runs in begun.items()
        }


def table(found: Mapping[str, Runs], known: Mapping[str, float], jobs: int, on: str) -> str:
    """The comparison in Markdown, of the runs of these sets. on: the machine, as they began."""
    lines = [
        "# Time to a plan", "",
        f"Printed by `python -m tests.benchmarks.solving --jobs {jobs}`, {jobs} at a time: {on}.", "",
        SAID,
    ]  # fmt: skip
    means: list[str] = []
    for label, runs in found.items():
        limit = SETS[label][1]
        lines += ["", f"## {label}, {limit:g} s at most", "", HEAD, "| --- " * 8 + "|"]
        for name, ways in runs.items():
            lines += rows(Path(name).stem, ways, known.get(name))
        for way in WAYS if label != "P" else ():  # whose runs were not to prove it
            times = [reached(ways[way]) for ways in runs.values()]
            there = f"{sum(t is not None for t in times)} of {len(times)}"
            means.append(f"| {label} | {way} | {mean(times, limit):.1f} | {there} |")
    lines += ["", f"## Proven to 1 %: geometric means, shifted by {SHIFT:g} s", "", "| set | way | s | reached |"]
    lines += ["| --- " * 4 + "|", *means, "", "## Goals", "", GOALS, ""]
    return "\n".join([*lines, *goals(found, {label: SETS[label][1] for label in found}, known)])


HEAD = "| programme | way | to 5 % | to 1 % | to 0.5 % | within 1 % of the best bound | proven | apart |"


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--jobs", type=int, default=1)
    options.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; all by default")
    given = options.parse_args(arguments)
    unknown = sorted(set(given.sets) - set(SETS))
    if unknown:
        options.error(f"no such set: {', '.join(unknown)}")
    known = json.loads(BOUNDS.read_text(encoding="utf-8"))
    on = machine()
    print(table(seen(given.sets or list(SETS), known, given.jobs), known, given.jobs, on))


if __name__ == "__main__":
    main()
