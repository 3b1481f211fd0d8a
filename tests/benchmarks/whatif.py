"""What-ifs against plans made afresh: `python -m tests.benchmarks.whatif` prints what is in whatif.md.

Scenarios of all kinds in one command, by the wall, and those that change numbers only, by the CPU (whatif_numbers.py);
both sides in one run, to the same gap. About ten minutes; progress is printed on stderr.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from procure import planning
from procure.verbs import read
from procure.whatif import pinning, scenarios, solving
from procure.whatif.solving import Case
from tests.benchmarks.clocked import Clock
from tests.benchmarks.instances import instance
from tests.benchmarks.machine import machine
from tests.benchmarks.whatif_numbers import (
    EUROFIGHTER,
    HEADER,
    of_s,
    pairs,
    ratios,
    row,
    same_in_any_order,
    summed,
)

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
EVERY = 6  # of scenarios of all kinds one is planned afresh
GAP = 0.01  # of the S set
HEADER_LINE = "| --- " * 14 + "|"
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


def all_kinds() -> list[str]:
    """Rows of the wall time of one command for all scenarios, and of a plan for some of them."""
    problem = read(BOOK)
    resolved = [scenarios.resolve(problem, scenarios.of_words(line)) for line in SENTENCES]
    how = solving.How()
    base = solving.base(problem, how)
    near = [case for case in solving.scenarios(base.start, resolved, how, lambda *_: None) if case.plan is not None]
    some = near[::EVERY]
    solves = [case.outcome.seconds[1] for case in some if case.outcome is not None]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, "-m", "procure", "whatif", str(BOOK), *SENTENCES, "-o", str(folder / "w.xlsx")]
        wall, _ = seconds(command)
        fresh = afresh(folder, some)
    each, alone = statistics.mean(one for one, _ in fresh), [one for _, one in fresh]
    return [
        f"{len(near)} of {len(SENTENCES)} scenarios have a plan. The command uses all cores and plans the base too; "
        f"`procure plan` is run once for each of {len(some)} of them, every {EVERY}th.",
        "",
        "| | what-if | plans afresh | times quicker |",
        "| --- | --- | --- | --- |",
        f"| a scenario, wall time | {wall / len(near):.2f} | {each:.2f} | {each * len(near) / wall:.1f} |",
        f"| scenarios per minute | {60 * len(near) / wall:.1f} | {60 / each:.1f} | |",
        _medians("solve alone, median, wall time", list(zip(solves, alone, strict=True))),
    ]


def numbers() -> tuple[list[str], list[str]]:
    """Rows of scenarios that change numbers only, and of the goals."""
    clock = Clock()
    clock.watch(planning, "build", "build")
    clock.watch(planning, "plan", "solve")
    large = pairs(read(BOOK), EUROFIGHTER, None, clock)
    problems = [instance("S", seed) for seed in range(4)]
    small = [pairs(problem, of_s(problem, seed), GAP, clock) for seed, problem in enumerate(problems)]
    all_small = [pair for found in small for pair in found]
    rows = [HEADER, HEADER_LINE, row("eurofighter, by its model", large)]
    rows += [row(f"S {seed}, 1 %", found) for seed, found in enumerate(small)]
    rows.append(row("S, all", all_small))
    same = all(same_in_any_order(problem, of_s(problem, seed), GAP) for seed, problem in enumerate(problems))
    same = same and same_in_any_order(read(BOOK), EUROFIGHTER[::EVERY], None)
    said = "yes" if same else "no"
    return rows, [
        _goal(f"eurofighter, {len(large)} scenarios: times quicker in sum", summed(large), 10),
        _goal("eurofighter: times quicker in the median", statistics.median(ratios(large)), 10),
        _goal("S set, 1 %: times quicker in sum", summed(all_small), 50),
        _goal("S set, 1 %: times quicker in the median", statistics.median(ratios(all_small)), 50),
        f"| the same plans backwards and with two processes | | {said} | {said} |",
    ]


def _goal(what: str, reached: float, asked: float) -> str:
    return f"| {what} | {asked:g} | {reached:.1f} | {'yes' if reached >= asked else 'no'} |"


def table() -> str:
    """All comparisons in Markdown."""
    rows, goals = numbers()
    lines = [
        "# What-ifs against plans", "",
        f"Printed by `python -m tests.benchmarks.whatif`: {machine()}. Seconds.", "",
        "## Goals", "",
        "| goal | asked | reached | met |", "| --- | --- | --- | --- |", *goals, "",
        "## Scenarios that change numbers only", "",
        "Prices, budgets, capacities, rates, amounts of rules, discount rates, key shares: rows and columns are the "
        "base's. CPU seconds of solving in one process, from the base's trail and afresh by `plan`, to the same gap. "
        "Times quicker in the median: of the scenarios' ratios, with the least and the greatest.", "",
        *rows, "",
        f"## Scenarios of all kinds, {BOOK.name}", "",
        *all_kinds(),
    ]  # fmt: skip
    return "\n".join(lines)


def _medians(label: str, pairs: list[tuple[float, float]]) -> str:
    """A row of medians, and of the ratios with the least and the greatest."""
    ratios = sorted(a / b for b, a in pairs if b)
    medians = [statistics.median(side) for side in zip(*pairs, strict=True)]
    spread = f"{statistics.median(ratios):.1f} ({ratios[0]:.1f} to {ratios[-1]:.1f})"
    return f"| {label} | {medians[0]:.2f} | {medians[1]:.2f} | {spread} |"


if __name__ == "__main__":
    print(table())
