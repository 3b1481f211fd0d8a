"""What each nation may be charged, and its industry may work, in any plan that is nearly as good.

Each end is a plan of its own, audited, with its proven side: no plan within the limit is charged less than the bound of
the least, or more than that of the most. Ends of different nations are different plans: no plan has them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from procure import counting, keys, objectives, solve, tally
from procure.alternatives.found import GAP, Found, asked_stage
from procure.alternatives.shape import CHARGE, WORK, Extreme
from procure.facts import Facts
from procure.plan import Plan
from procure.problem import Problem
from procure.sweep.case import Case, How, Result, Tell
from procure.sweep.running import run
from procure.sweep.task import Found as TaskFound
from procure.sweep.task import Solving
from procure.whatif.frontier import small
from procure.whatif.solving import shaped

LEAST, MOST = 1.0, -1.0  # sign of what is minimised


@dataclass(frozen=True)
class End:
    """The least, or the most. value: in the plan found, M (or hours); None where none was found. bound: what no plan
    can be beyond, None where nothing is proven. state: of solve.py, or of a sweep. cost: of that plan, M.
    """

    value: float | None
    bound: float | None
    state: str
    cost: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Range:
    """What a nation is charged (CHARGE), or its industry works (WORK): in plan 1, at least, at most."""

    nation: str
    family: str
    best: float
    least: End
    most: End


def ranges(found: Found, how: How, tell: Tell | None = None) -> list[Range]:
    """The ranges of every nation that pays or can work, by nation; none without a best plan."""
    if not found.plans or found.within is None:
        return []
    f, start = Facts(found.problem), found.plans[0].plan
    asked = [(n, family) for n in sorted(f.nations) for family in (CHARGE, WORK) if n in _who(f, family)]
    ends = list(product(asked, (LEAST, MOST)))
    cases = [
        Case(f"{nation}, {family}, {'least' if sign == LEAST else 'most'}", found.problem, extreme,
             (Extreme(found.within, family, nation, sign), start))
        for (nation, family), sign in ends
    ]  # fmt: skip
    results = dict(zip(ends, run(cases, how, tell), strict=True))
    return [
        Range(n, family, measured(start, f, n, family),
              _end(results[(n, family), LEAST], LEAST), _end(results[(n, family), MOST], MOST))
        for n, family in asked
    ]  # fmt: skip


def extreme(problem: Problem, how: Solving, shape: Extreme, start: Plan) -> TaskFound:
    """The task of a case: the problem planned to an end. record: "value" and "bound", M (or hours)."""
    outcome = shaped(problem, how.options, GAP if how.gap is None else how.gap, start, shape)
    if outcome.plan is None:
        return TaskFound(outcome.state, why=outcome.why)
    f, stage = Facts(problem), asked_stage(outcome)
    value = measured(outcome.plan, f, shape.nation, shape.family)
    bound = None if stage.bound is None else shape.sign * stage.bound
    record = {"value": value, "bound": bound}
    return TaskFound(outcome.state, float(small(outcome.plan, f, objectives.COST)), None, record, outcome.why)


def measured(found: Plan, f: Facts, nation: str, family: str) -> float:
    """What a nation is charged in a plan, M; or its work as it is counted."""
    if family == CHARGE:
        return float(found.total(CHARGE, nation))
    return float(sum((work for (n, *_), work in tally.every(found, f).items() if n == nation), Decimal(0)))


def _who(f: Facts, family: str) -> set[str]:
    """Nations of which there is any: payers, or those whose industry can be awarded something."""
    if family == CHARGE:
        return {n for p in f.problem.phases for n in keys.payers(f, p)}
    return {n for w, s in f.pairs for n in counting.work_parts(f, w, s)}


def _end(result: Result, sign: float) -> End:
    """The end of a case. A bound is never on the wrong side of the plan that was found: rounding may put it there."""
    value, bound = result.record.get("value"), result.record.get("bound")
    if value is not None and bound is not None:
        bound = min(value, bound) if sign == LEAST else max(value, bound)
    state = result.state if value is not None or result.state != solve.PROVEN else solve.REJECTED
    return End(value, bound, state, result.cost, result.why)
