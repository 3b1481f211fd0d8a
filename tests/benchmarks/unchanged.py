"""Answers unchanged by what makes them quick: `python -m tests.benchmarks.unchanged` prints what is in unchanged.md.

Every instance is planned, all objectives in order, by plain HiGHS, by our own way, and by our own way made to work
below the size from which it is used too. Each run is a process of its own with a limit of CPU seconds, one at a time.
Some ten minutes; progress is printed on stderr.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import permutations
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from procure import planning, solve, stages
from procure.audit import audit
from procure.facts import Facts
from procure.heuristic import guided
from procure.milp import Milp
from procure.objectives import COST, LATENESS, StageSpec
from tests.benchmarks.machine import machine
from tests.benchmarks.one_solve import HELD, cpu, problem

HIGHS, OURS, FORCED = "HiGHS", "procure", "forced"
WAYS = (HIGHS, OURS, FORCED)
EXAMPLES = tuple(sorted(map(str, Path("inputs").glob("*.xlsx"))))
PROVABLE = (*EXAMPLES, *(f"S {seed}" for seed in range(4)), *(f"M {seed}" for seed in range(2)))
LARGE = tuple(f"P {seed}" for seed in range(5))  # planned by our own way alone
LARGE_GAP = 0.02
LIMIT = 120  # CPU seconds of a run
ROOM = 1e-5  # of a value: earlier objectives are held to a millionth of theirs, which moves those after them a little
HEADS = ("instance", "whole decisions", "cost, HiGHS", "ours", "forced", "greatest bound", "gap asked", "apart",
         "the same", "audit passed", "CPU s")  # fmt: skip


@dataclass
class Run:
    """What came of one. stages: up to the cost: (name, value at its end, bound, gap asked), in the objective's unit.

    findings: of the audit. violation: how far the solver's plan misses a row, in scaled units. seconds: of the CPU.
    """

    whole: int
    state: str
    stages: list[tuple[str, float, float | None, float]]
    findings: int
    violation: float
    seconds: float

    @property
    def sound(self) -> bool:
        """Whether there is a plan that the audit passes and that misses no row."""
        return not self.findings and self.violation <= HELD


def on_time(m: Milp, _: Facts, specs: list[StageSpec]) -> list[StageSpec]:
    """No lateness, as the hidden plan of set P has none, and the cost alone to be made small."""
    for spec in specs:
        if spec.name == LATENESS:
            m.require("stage", (spec.name,), spec.terms, "<=", stages.room(m, spec, 0.0))
    return [spec for spec in specs if spec.name == COST]


def planned(name: str, way: str) -> Run:
    """A run in this process."""
    known, plain = problem(name), stages.run
    looked: list[tuple[int, float]] = []

    def run(m: Milp, *more: Any) -> stages.Result:
        result, matrix = plain(m, *more), m.matrix()
        missed = np.inf if result.values is None else matrix.violation(result.values)
        looked.append((int(matrix.whole.sum()), missed))
        return result

    began, solver = cpu(), solve.solve if way == HIGHS else "highs"
    gap, shape = (LARGE_GAP, on_time) if name in LARGE else (None, None)
    with patch.object(stages, "run", run), patch.object(guided, "LEAST", 1 if way == FORCED else guided.LEAST):
        outcome = planning.plan(known, gap=gap, solver=solver, shape=shape, numbers=True)
    seconds = cpu() - began
    findings = 1 if outcome.plan is None else len(audit(outcome.plan, Facts(known)).findings)
    last = [one.name for one in outcome.stages].index(COST) if outcome.stages else 0
    kept = [(one.name, one.best, one.bound, one.asked) for one in outcome.stages[: last + 1]]
    return Run(looked[0][0], outcome.state, kept, findings, max(missed for _, missed in looked), seconds)


def run(name: str, way: str) -> Run | None:
    """The same in a process of its own, None where it was not over in time."""
    command = [sys.executable, "-m", "tests.benchmarks.unchanged", "--one", name, way]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    found = Run(**json.loads(done.stdout)) if done.returncode == 0 else None
    print(f"{name} {way}: {found or f'not over in {LIMIT} s'}", file=sys.stderr, flush=True)
    return found


def same(runs: Sequence[Run]) -> bool:
    """Whether the values of each objective up to the cost are no further apart than the gaps asked, and no bound of one
    is above what another has reached."""
    return all(
        len(a.stages) == len(b.stages)
        and all(
            value - other <= asked + ROOM * abs(value) and (bound is None or bound <= other + ROOM * abs(other))
            for (_, value, bound, asked), (_, other, _, _) in zip(a.stages, b.stages, strict=True)
        )
        for a, b in permutations(runs, 2)
    )


def row(name: str, found: Sequence[Run | None]) -> str:
    """A row of the table, of the runs of plain HiGHS, ours and ours forced; None for one that was not (over)."""
    runs = [one for one in found if one is not None]
    proven = all(one is not None and one.state == solve.PROVEN for one in found)
    costs = [None if one is None or not one.stages else one.stages[-1] for one in found]
    ends = [one for one in costs if one is not None]
    values = [value for _, value, _, _ in ends]
    bound = max((bound for _, _, bound, _ in ends if bound is not None), default=None)
    cells = [
        f"{max((one.whole for one in runs), default=0):,}",
        *("-" if one is None else f"{one[1]:,.3f}" for one in costs),
        "-" if bound is None else f"{bound:,.3f}",
        f"{max(asked for *_, asked in ends):.3f}" if ends else "-",
        f"{max(values) - min(values):.3f}" if len(values) > 1 else "-",
    ]
    told = "one run" if name in LARGE else "not proven" if not proven else "yes" if same(runs) else "no"
    sound = "yes" if runs and all(one.sound for one in runs) else "no"
    spent = ", ".join("-" if one is None else f"{one.seconds:.1f}" for one in found)
    return f"| {' | '.join([Path(name).stem, *cells, told, sound, spent])} |"


def table(names: Sequence[str]) -> str:
    """The comparison in Markdown, of these instances."""
    on = machine()
    lines = [row(n, [None if n in LARGE and way != OURS else run(n, way) for way in WAYS]) for n in names]
    return "\n".join((
        "# Answers unchanged", "",
        f"Printed by `python -m tests.benchmarks.unchanged`: {on}.", "",
        "Every objective of a programme is planned in order, at the gaps of its model, by plain HiGHS, by our own way "
        f"(below {guided.LEAST:,} whole decisions it hands over to HiGHS at once), and by our own way forced: made to "
        "work however few they are. Cost in M, as its stage ended (later objectives may give up their part of it); "
        "the greatest bound of any of them; the gap asked of it, and how far the costs are apart. The same: all are "
        "proven within their gaps, no objective up to the cost is further apart than its gap, and no bound of one is "
        f"above a plan of another; not proven: one of them was not over in {LIMIT} CPU seconds. Audit passed: that of "
        f"every plan, and none misses a row by more than {HELD:g}. CPU seconds: HiGHS, ours, forced. Set P is planned "
        f"by our own way alone, its cost within {100 * LARGE_GAP:g} % with no lateness. The base of the what-ifs is "
        "eurofighter.", "",
        f"| {' | '.join(HEADS)} |", f"|{' --- |' * len(HEADS)}", *lines,
    ))  # fmt: skip


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
        print(json.dumps(asdict(planned(*arguments[1:]))))
        return
    print(table(arguments or [*PROVABLE, *LARGE]))


if __name__ == "__main__":
    main(sys.argv[1:])
