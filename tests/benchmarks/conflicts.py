"""Conflicts in full: `python -m tests.benchmarks.conflicts` prints the table that is kept in conflicts.md.

100 random programmes without a plan: every conflict is proven to have none by planning it, with HiGHS and with CBC, and
every member to be needed by a plan without it, which the audit passes. Then eurofighter.xlsx with its budgets cut, and
the repairs of 100 more (repairs.py).
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from procure import cbc
from procure.explain.conflict import Conflict, find
from procure.problem import Problem
from procure.verbs import read
from tests.benchmarks import repairs
from tests.benchmarks.machine import machine
from tests.explain import infeasible

SEEDS = range(100)
BOOK = Path("inputs/eurofighter.xlsx")
CUTS = (0.65, 0.5, 0.3)


@dataclass(frozen=True)
class Found:
    """A conflict, the seconds it took, and what planning says is wrong of it (not asked without solvers)."""

    conflict: Conflict
    seconds: float
    wrong: str

    @property
    def size(self) -> int:
        return len(self.conflict.claims)


def found(problem: Problem, solvers: tuple[str, ...] = ()) -> Found:
    """The conflict of a problem, looked at by these solvers."""
    began = time.monotonic()
    conflict = find(problem)
    seconds = time.monotonic() - began
    assert conflict is not None
    return Found(conflict, seconds, infeasible.wrong(problem, conflict, solvers) if solvers else "")


def poorer(problem: Problem, factor: float) -> Problem:
    """The problem with every amount of its budgets times a factor."""
    return problem.replace(
        budgets=[
            replace(line, limits=tuple(replace(limit, amount=limit.amount * factor) for limit in line.limits))
            for line in problem.budgets
        ]
    )


def table() -> str:
    """The counts in Markdown."""
    solvers = ("highs", "cbc") if cbc.available() else ("highs",)
    random = {}
    for seed in SEEDS:
        random[seed] = found(infeasible.draw(seed), solvers)
        print(f"{seed}: {random[seed].size} rows {random[seed].wrong}", file=sys.stderr)
    sizes = Counter(one.size for one in random.values())
    kinds = Counter(claim.kind for one in random.values() for claim in one.conflict.claims)
    failed = {seed: one.wrong for seed, one in random.items() if one.wrong}
    smallest = sum(one.conflict.smallest for one in random.values())
    lines = [
        "# Conflicts",
        "",
        f"Printed by `python -m tests.benchmarks.conflicts`: {len(SEEDS)} random programmes without a plan, and",
        f"{BOOK.name} with its budgets cut; {machine()}.",
        "",
        "| of the random programmes | |",
        "| --- | --- |",
        f"| planned without a plan ({', '.join(solvers)}), and with one that the audit passes without any one member "
        f"| {len(random) - len(failed)} of {len(random)} |",
        f"| failed | {failed or 'none'} |",
        f"| proven to be smallest | {smallest} |",
        f"| rows: conflicts | {', '.join(f'{size}: {count}' for size, count in sorted(sizes.items()))} |",
        f"| kinds of rows | {', '.join(f'{kind} {count}' for kind, count in kinds.most_common())} |",
        f"| seconds, median and most | {_median_and_most([one.seconds for one in random.values()])} |",
        "",
        f"| budgets of {BOOK.name} times | rows | every member needed | problems tried | seconds |",
        "| --- | --- | --- | --- | --- |",
    ]
    for cut in CUTS:
        one = found(poorer(read(BOOK), cut))
        proven = "proven" if one.conflict.proven else "not proven"
        lines.append(f"| {cut:g} | {one.size} | {proven} | {one.conflict.tried} | {one.seconds:.0f} |")
    return "\n".join([*lines, "", *repairs.table()])


def _median_and_most(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.1f}, {max(seconds):.1f}"


if __name__ == "__main__":
    print(table())
