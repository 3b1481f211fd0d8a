"""Repairs of random programmes without a plan: `python -m tests.benchmarks.repairs [COUNT] [SIZE]`, 100 and tiny.

Of each: the conflict that the repairs start from, looked at by planning; every repair planned and audited, its scenario
resolved again to the same problem, and every change needed: without any one of them there is no plan. A table on
stdout, which conflicts.py has too; progress on stderr. Some minutes.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter

from procure import planning
from procure.audit import audit
from procure.explain.loosening import applied, scenario
from procure.explain.repairs import Repair, repairs
from procure.facts import Facts
from procure.problem import Problem
from procure.whatif import scenarios
from procure.whatif.shape import ANY, Shape
from tests.explain import infeasible as conflicting
from tests.explain.tightened import infeasible

COUNT, SIZE = 100, "tiny"


def wrong(problem: Problem, one: Repair) -> str:
    """What is wrong with a repair, "" where nothing is."""
    plan = one.outcome.plan
    if plan is None or not audit(plan, Facts(one.problem)).passed:
        return "no plan that the audit passes"
    if scenarios.resolve(problem, scenario(problem, one.name, one.loosened)).problem != one.problem:
        return "another problem than its scenario's"
    for left_out in one.loosened:
        rest = applied(problem, [other for other in one.loosened if other is not left_out])
        if rest is not None and planning.plan(rest, None, ANY, shape=Shape(first=True), numbers=True).plan is not None:
            return f"not needed: {left_out.words(problem)}"
    return ""


def table(count: int = COUNT, size: str = SIZE) -> list[str]:
    """The counts in Markdown."""
    took: list[float] = []
    found: list[Repair] = []
    complaints: list[str] = []
    without = 0
    for seed in range(count):
        problem, conflict = infeasible(seed, size)
        began = time.perf_counter()
        ways = repairs(problem, conflict)
        took.append(time.perf_counter() - began)
        found += ways
        without += not ways
        complaints += [f"{seed} conflict: {why}" for why in [conflicting.wrong(problem, conflict)] if why]
        complaints += [f"{seed} {one.name}: {why}" for one in ways if (why := wrong(problem, one))]
        print(f"{seed}: {took[-1]:.1f} s, {', '.join(one.name for one in ways)}", file=sys.stderr, flush=True)
    kinds = Counter(one.kind for one in found).most_common()
    return [
        f"| repairs of {count} other random programmes of size {size} | |",
        "| --- | --- |",
        "| with a plan that the audit passes, the same problem by its Changes, and every change needed "
        f"| {len(found) - len(complaints)} of {len(found)} |",
        f"| wrong | {'; '.join(complaints) or 'none'} |",
        f"| programmes without any repair | {without} |",
        f"| by kind | {', '.join(f'{kind} {number}' for kind, number in kinds)} |",
        f"| changes | {sum(len(one.loosened) for one in found)} |",
        f"| proven least of their kind | {sum(one.least for one in found)} |",
        f"| seconds, median and most | {statistics.median(took):.1f}, {max(took):.1f} |",
    ]


if __name__ == "__main__":
    given = [*sys.argv[1:], *(str(COUNT), SIZE)[len(sys.argv) - 1 :]]
    print("\n".join(table(int(given[0]), given[1])))
