"""What a sweep gains by two processes, and what the engine costs: `python -m tests.benchmarks.sweeping` prints
sweeping.md.

What a machine of two cores gains at all is told by a calibrator, pure arithmetic. Every second case of a sweep is one,
so that whatever else the machine does weighs on both alike, moment by moment:

    idle of a case            (workers x time of the sweep - seconds of all tasks) / cases; starting, keeping, waiting
    gain of the sweep         2 x (plan + idle with one worker) / (plan + idle with two)
    gain of the calibrator    2 x (arithmetic with one worker) / (arithmetic with two), idle left out

Some minutes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from procure.facts import Facts
from procure.planning import build
from procure.problem import Problem
from procure.sweep.case import Case, How, Result
from procure.sweep.planned import plan_and_audit, trail_of
from procure.sweep.running import run
from procure.sweep.task import Found, Solving
from procure.verbs import read
from procure.whatif import scenarios
from procure.whatif.scenarios import resolve
from tests.benchmarks.machine import machine

ROUNDS, SCENARIOS = 4, 100
EMPTY = 500  # cases whose task does nothing
SIZES = ("two-nations", "cavs", "eurofighter")
LIMIT, LEAST = 0.050, 0.85  # seconds a scenario of the engine's own, part of the calibrator's gain
STEPS = 2_000_000  # of a calibrator


def problem(name: str) -> Problem:
    return read(Path("inputs") / f"{name}.xlsx")


def nothing(problem: Problem, how: Solving, number: int) -> Found:
    """A task that does nothing, with a record as large as that of a plan."""
    return Found("proven", float(number), 0.0, {"borne": {n.id: str(number) for n in problem.nations}})


def arithmetic(problem: Problem, how: Solving, number: int) -> Found:
    """A calibrator: about as long as a plan, and no memory to speak of."""
    total = 0
    for step in range(STEPS):
        total = (total + step * step) % 1_000_003
    return Found("proven", float(total))


def varied(base: Problem, count: int) -> list[Case]:
    """Scenarios of prices, each by itself."""
    found = (resolve(base, scenarios.of_words(f"price +{0.05 * (k + 1):.2f} %")).problem for k in range(count))
    return [Case(f"price {k}", one) for k, one in enumerate(found) if one is not None]


def swept(cases: Sequence[Case], workers: int) -> tuple[float, list[Result]]:
    """Seconds of a sweep that keeps its results, and these."""
    folder = Path(tempfile.mkdtemp())
    began = time.monotonic()
    found = run(cases, How(workers=workers, store=folder))
    spent = time.monotonic() - began
    shutil.rmtree(folder)
    return spent, found


def gains() -> list[str]:
    """Rows of the rounds: what calibrator and sweep gain by a second worker; the last row is of all rounds' seconds."""
    plans = varied(problem("two-nations"), SCENARIOS)
    cases = [one for k, case in enumerate(plans) for one in (case, Case(f"{k}", case.problem, arithmetic, (k,)))]
    rows, all_, first = [], [0.0] * 6, swept(cases, 1)[1]
    for number in range(1, ROUNDS + 1):
        spent = []
        for workers in (1, 2) if number % 2 else (2, 1):
            seconds, found = swept(cases, workers)
            assert found == first
            of_plans, of_arithmetic = (sum(result.seconds for result in found[k::2]) for k in (0, 1))
            idle = workers * seconds - of_plans - of_arithmetic
            spent.append([part / SCENARIOS for part in (of_arithmetic, of_plans, idle / 2)])
        one, two = spent if number % 2 else reversed(spent)
        all_ = [before + seconds for before, seconds in zip(all_, [*one, *two], strict=True)]
        rows.append(gain(str(number), [*one, *two]))
        print(rows[-1], file=sys.stderr)
    return [*rows, gain("all", [seconds / ROUNDS for seconds in all_])]


def gain(name: str, spent: Sequence[float]) -> str:
    """A row of seconds a case: arithmetic, plan and idle with one worker, then with two."""
    cal1, plan1, idle1, cal2, plan2, idle2 = spent
    calibrator, sweep = 2 * cal1 / cal2, 2 * (plan1 + idle1) / (plan2 + idle2)
    told = " | ".join(f"{1000 * part:.0f}" for part in spent)
    return f"| {name} | {told} | {calibrator:.2f} | {sweep:.2f} | {sweep / calibrator:.2f} |"


def overhead(name: str) -> str:
    """A row: milliseconds a case of the engine's own, of reading a scenario, and of building and solving."""
    base = problem(name)
    cases = [Case(f"case {k}", base, nothing, (k,)) for k in range(EMPTY)]
    spent = []
    for count in (1, EMPTY):
        spent.append(min(swept(cases[:count], 1)[0] for _ in range(3)))
    own = (spent[1] - spent[0]) / (EMPTY - 1)
    said = scenarios.of_words("price +1 %")
    reading = timed(lambda: resolve(base, said))
    dearer = resolve(base, said).problem
    assert dearer is not None
    building = timed(lambda: build(Facts(dearer), numbers=True))
    (known,) = run([Case("base", base, args=(("trail",),))], How(workers=1))
    near, afresh = run([Case("near", dearer, plan_and_audit, ((), trail_of(known.record))), Case("afresh", dearer)],
                       How(workers=1))  # fmt: skip
    print(f"{name}: {own:.4f}", file=sys.stderr)
    told = [1000 * seconds for seconds in (own, reading, building, near.seconds, afresh.seconds)]
    parts = [f"{value:,.1f}" for value in told]
    return f"| {name} | {' | '.join(parts)} | {100 * building / near.seconds:.0f} % |"


def timed(work: Callable[[], object]) -> float:
    """Least seconds of five times."""
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return min(spent)


def table() -> str:
    """Both tables in Markdown."""
    return "\n".join([
        "# Sweeps", "",
        f"Printed by `python -m tests.benchmarks.sweeping`: {machine()}.", "",
        f"## What a second worker gains: {SCENARIOS} scenarios of two-nations.xlsx, as many calibrators between them",
        "",
        "Milliseconds a case. Gain: of one worker over two; the last column is the sweep's by the calibrator's, asked "
        f"for at least {LEAST}. Idle: starting, keeping, waiting. All sweeps came to the same results.", "",
        "| round | arithmetic, 1 | plan | idle | arithmetic, 2 | plan | idle | calibrator's gain | sweep's | ratio |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *gains(), "",
        f"## What the engine costs: {EMPTY} cases that do nothing, kept in a folder", "",
        f"Milliseconds a scenario. Own: all of the engine, asked for under {1000 * LIMIT:.0f}. Read: a sentence "
        "applied and the inputs checked again, which `procure sweep` does before. Build: the Milp as numbers. Plan: "
        "built, solved and audited, from the base's plan and afresh. Last: what building is of planning from the base.",
        "",
        "| workbook | own | read | build | plan from the base | plan afresh | build of plan |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(overhead(name) for name in SIZES),
    ])  # fmt: skip


if __name__ == "__main__":
    print(table())
