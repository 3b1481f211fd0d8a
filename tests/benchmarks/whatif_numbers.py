"""What-ifs that change numbers only, from the base's trail and afresh: the same rows and columns.

CPU seconds of solving, both sides in one process, one after the other, to the same gap; every plan is audited.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import mean, median
from typing import Any

from procure import planning, solve
from procure.audit import audit
from procure.facts import Facts
from procure.problem import Problem
from procure.whatif import scenarios, solving
from procure.whatif.scenarios import Resolved
from tests.benchmarks.clocked import Clock

EUROFIGHTER = (
    "price -5 %", "price 2 %", "price 5 %", "price 20 % of Radar", "price 3 % of Engine",
    "price -5 % of Final assembly", "price 10 % of Right wing", "price 5 % of EADS Germany",
    "price -3 % of BAE Systems", "price 10 % of MTU", "price 5 % of Selex UK",
    "budget DE -2 %", "budget ES -2 %", "budget IT 5 %", "budget UK 5 %", "Budgets[UK, 2005] *= 1.1",
    "Budgets[*, carry over] = 15", "Capacity[BAE Systems, *, *] *= 1.1", "Capacity[EADS Germany, *, *] *= 0.95",
    "Capacity[*, *, *] *= 1.05", "rate 50 a year of Tranche 2", "rate 60 a year of Tranche 2",
    "relax return cap to 1.5", "relax return floor to 3", "relax return cap to 2.5",
    "Programme[discount rate] = 4", "Programme[discount rate] = 2", "Shares[Production, UK, weight] *= 1.01",
    "Shares[Production, ES, weight] *= 1.02", "Items[Tranche 2, late weight] = 2",
)  # fmt: skip
OF_S = 20  # scenarios of a problem of the S set


def of_s(problem: Problem, seed: int) -> list[str]:
    """Scenarios of a problem of the S set, drawn: all kinds of numbers in turn."""
    rng = Random(seed)
    nations, suppliers, packages = ([one.id for one in some]
                                    for some in (problem.nations, problem.suppliers, problem.packages))  # fmt: skip
    kinds = (
        lambda: f"price {rng.choice((-10, -5, -2, 2, 5)):+} %",
        lambda: f"price {rng.choice((-10, -5, 5, 10)):+} % of {rng.choice(suppliers)}",
        lambda: f"price {rng.choice((-20, -10, 10, 20)):+} % of {rng.choice(packages)}",
        lambda: f"budget {rng.choice(nations)} {rng.choice((-2, 2, 5, 10)):+} %",
        lambda: f"Capacity[{rng.choice(suppliers)}, *, *] *= {rng.choice((0.95, 1.05, 1.1, 1.2))}",
        lambda: f"relax return to {rng.choice((80, 85, 88, 91))}",
        lambda: f"Programme[discount rate] = {rng.choice((2, 4, 5))}",
        lambda: f"Shares[*, {rng.choice(nations)}, weight] *= {rng.choice((0.98, 1.01, 1.02))}",
        lambda: f"Budgets[*, carry over] = {rng.choice((5, 15, 20))}",
        lambda: f"Items[*, late weight] = {rng.choice((0.5, 2))}",
    )
    return [kinds[k % len(kinds)]() for k in range(OF_S)]


def resolved(problem: Problem, line: str) -> Resolved:
    """The scenario of a sentence, or of an edit of cells."""
    return scenarios.resolve(problem, scenarios.of_edit(line) if "[" in line else scenarios.of_words(line))


def shape(problem: Problem) -> tuple[object, ...]:
    """Columns and rows of a problem's optimisation, without its numbers."""
    m, _ = planning.build(Facts(problem), numbers=True)
    return m.columns, [(row.clause, row.index, row.relation) for row in m.rows]


@dataclass(frozen=True)
class Side:
    """CPU seconds of solving, cost and gap of its plan; None without one. sound: audited, and proven to the gap."""

    seconds: float
    cost: float | None
    gap: float | None
    sound: bool


Pair = tuple[Side, Side]  # from the base's trail, afresh


def pairs(problem: Problem, lines: Sequence[str], gap: float | None, clock: Clock) -> list[Pair]:
    """Each scenario planned both ways. clock: watches planning's build and plan."""
    base, rows = solving.base(problem, solving.How(gap=gap)), shape(problem)
    found = []
    for line in lines:
        changed = resolved(problem, line).problem
        assert changed is not None, line
        assert shape(changed) == rows, line
        near = _side(changed, clock, gap, solver=solving.LADDER, start=base.start, numbers=True)
        fresh = _side(changed, clock, gap)
        found.append((near, fresh))
        print(f"{line}: {near.seconds:.3f} s, afresh {fresh.seconds:.2f} s", file=sys.stderr, flush=True)
    return found


def _side(problem: Problem, clock: Clock, gap: float | None, **how: Any) -> Side:
    before = clock.spent["solve"][1]
    outcome = planning.plan(problem, None, gap, **how)
    spent = clock.spent["solve"][1] - before
    if outcome.plan is None:
        return Side(spent, None, None, outcome.state == solve.INFEASIBLE)
    stage = next(one for one in outcome.stages if one.name == "cost")
    left = None if stage.bound is None else (stage.best - stage.bound) / stage.best
    sound = outcome.state == solve.PROVEN and audit(outcome.plan, Facts(problem)).passed
    return Side(spent, stage.best, left, sound)


def summed(found: Sequence[Pair]) -> float:
    """How many times quicker in sum."""
    return sum(fresh.seconds for _, fresh in found) / sum(near.seconds for near, _ in found)


def ratios(found: Sequence[Pair]) -> list[float]:
    """How many times quicker each is, the least first."""
    return sorted(fresh.seconds / near.seconds for near, fresh in found)


def row(name: str, found: Sequence[Pair]) -> str:
    """Seconds of both in sum and in the median, times quicker with the spread; mean cost and greatest gap of both."""
    sides = list(zip(*found, strict=True))
    seconds = [[one.seconds for one in side] for side in sides]
    both = [pair for pair in found if pair[0].cost is not None and pair[1].cost is not None]
    costs = [mean(pair[k].cost or 0.0 for pair in both) for k in (0, 1)]
    gaps = [max((one.gap or 0.0 for one in side), default=0.0) for side in sides]
    each = ratios(found)
    cells = (
        name, len(found), len(found) - len(both), *(f"{sum(s):.2f}" for s in seconds), f"{summed(found):.1f}",
        *(f"{median(s):.3f}" for s in seconds), f"{median(each):.1f} ({each[0]:.1f} to {each[-1]:.1f})",
        *(f"{cost:,.1f}" for cost in costs), *(f"{100 * gap:.3f}" for gap in gaps),
        "yes" if all(one.sound for side in sides for one in side) else "no",
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


HEADER = (
    "| | scenarios | without a plan | sum, s | afresh | times quicker | median, s | afresh | times quicker | "
    "mean cost | afresh | greatest gap, % | afresh | proven and audited |"
)


def same_in_any_order(problem: Problem, lines: Sequence[str], gap: float | None) -> bool:
    """Whether the plans are the same backwards, with two processes."""
    how = solving.How(gap=gap)
    start, made = solving.base(problem, how).start, [resolved(problem, line) for line in lines]
    one = solving.scenarios(start, made, how, lambda *_: None)
    two = solving.scenarios(start, made[::-1], solving.How(gap=gap, jobs=2), lambda *_: None)[::-1]
    return [case.plan for case in one] == [case.plan for case in two]
