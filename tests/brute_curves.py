"""Two suppliers under learning curves, every split of the sets tried, on formulas of its own.

Nothing is discounted and no price rises, so that the cost of a split hangs on the two quantities alone; whether a split
can be made in time is asked of capacities and due dates.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan
from procure.problem import Objective, Problem, Quote
from procure.solve import PROVEN, Options
from tests.clauses import small

UNIT, AVERAGE = "unit", "cumulative average"
WHO = ("Alpha", "Beta")
SMALLEST = 0.1  # part of the sets that a supplier has at least, if any
LIMIT = Options(time_limit=60.0)


@dataclass(frozen=True)
class Line:
    """One supplier's terms: M of its first set, slope of its curve, basis, set-up in M, sets in each period."""

    first_m: float
    slope: float
    basis: str
    setup_m: float
    most: int

    def cost(self, sets: int) -> float:
        """M of its first sets and of the set-up, if it makes any."""
        if not sets:
            return 0.0
        b = math.log(self.slope) / math.log(2)
        if self.basis == AVERAGE:
            return self.setup_m + self.first_m * sets * sets**b
        return self.setup_m + sum(self.first_m * k**b for k in range(1, sets + 1))


def drawn(seed: int) -> tuple[Problem, tuple[Line, Line], tuple[int, ...]]:
    """A problem of 10 to 60 sets and 2 to 4 periods, the terms of its two suppliers, and what is due by period."""
    rng = Random(f"curves {seed}")
    periods = rng.randint(2, 4)
    due = tuple(rng.randint(5, 15) for _ in range(periods))
    tight = rng.random() < 0.5
    lines = (_line(rng, max(due), tight), _line(rng, max(due), tight))
    quotes = [
        Quote(s, "hull", x.first_m, x.setup_m, slope_fraction=x.slope, curve=x.basis)
        for s, x in zip(WHO, lines, strict=True)
    ]
    problem = small.problem(
        periods,
        suppliers=[small.supplier(s) for s in WHO],
        packages=[small.per_unit(most=2, divisible=True, smallest_fraction=SMALLEST)],
        items=[small.item(may_store=True)],
        requirements=[small.need(*due)],
        quotes=quotes,
        capacities=[small.capacity(*[x.most] * periods, supplier=s) for s, x in zip(WHO, lines, strict=True)],
        objectives=[Objective("lateness"), Objective("cost")],
    )
    return problem, lines, due


def _line(rng: Random, peak: int, tight: bool) -> Line:
    """Where capacity is tight neither can make it all; together they always can."""
    most = rng.randint(math.ceil(peak / 2), peak) if tight else 1000
    setup = rng.choice([0.0, 0.0, float(rng.randint(10, 300))])
    return Line(float(rng.randint(80, 120)), rng.randint(70, 98) / 100, rng.choice([UNIT, AVERAGE]), setup, most)


def cheapest(lines: tuple[Line, Line], due: tuple[int, ...]) -> float:
    """M of the cheapest split that is made in time."""
    total = sum(due)
    parts = [q for q in range(total + 1) if q in (0, total) or SMALLEST <= q / total <= 1 - SMALLEST]
    splits = ((q, total - q) for q in parts)
    return min(sum(x.cost(q) for x, q in zip(lines, s, strict=True)) for s in splits if _in_time(lines, s, due))


def _in_time(lines: tuple[Line, Line], split: tuple[int, int], due: tuple[int, ...]) -> bool:
    """Whether both together can have made, at the end of every period, what is due by then."""
    by_then = [sum(due[: t + 1]) for t in range(len(due))]
    can = [sum(min(q, (t + 1) * x.most) for x, q in zip(lines, split, strict=True)) for t in range(len(due))]
    return all(a >= b for a, b in zip(can, by_then, strict=True)) and can[-1] >= sum(split)


def curves_agree_with_enumeration(seed: int) -> str:
    """The plan's own cost is the cheapest split's within the stated error of the chords; no bound is above it."""
    problem, lines, due = drawn(seed)
    outcome, best = plan(problem, LIMIT, gap=0.0), cheapest(lines, due)
    if outcome.plan is None or outcome.state != PROVEN:
        return f"{outcome.state} {outcome.why}"
    stage = next(stage for stage in outcome.stages if stage.name == "cost")
    if abs(stage.value - own_cost(problem, lines, outcome.plan)) > 0.02:
        return f"{stage.value:.2f} M is not what its sets cost"
    if not best - 0.02 <= stage.value <= best / (1 - problem.programme.curve_error_fraction) + 0.02:
        return f"{stage.value:.2f} M, enumeration {best:.2f}"
    return "" if stage.bound is not None and stage.bound <= best + 0.02 else f"bound {stage.bound} above {best:.2f}"


def own_cost(problem: Problem, lines: tuple[Line, Line], found: Plan) -> float:
    """M of what a plan's suppliers make."""
    streams = [b.id for b in Facts(problem).streams["hull"]]
    made = (sum(int(found.total("make", "hull", s, b)) for b in streams) for s in WHO)
    return sum(x.cost(sets) for x, sets in zip(lines, made, strict=True))
