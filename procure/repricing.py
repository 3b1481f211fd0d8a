"""A plan found with chords in the place of curves, with its money as the curves have it.

    1  the quantities to date of the plan become break points, where chords are exact (clauses/learning.py)
    2  with every decision but money held, the stages are run again: the plan's own charges, within budgets and rules
    3  where money does not fit so, the whole is solved again with the chords of 1, and so on

More break points bring chords nearer to the curve and never above it: every bound stays one, and a programme that has
no plan with chords has none at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from procure import curved, solve, stages
from procure.curved import Key, Refined
from procure.decisions import FAMILIES
from procure.facts import Facts
from procure.milp import Milp
from procure.objectives import StageSpec
from procure.plan import Stage
from procure.solve import Answer, Floats, Matrix, Options, Progress

TURNS = 6  # times that the whole is solved again
DIGITS = 5  # of a quantity to date: a break point nearer than the last of them is as good
FACT = "curves"  # names the fact of a run
WHY = f"the money of learning curves was not brought within budgets and rules in {TURNS} turns"
HELD = {x.name for x in FAMILIES if x.domain is not None and x.unit != "M"} - {"level", "todate"}

Points = Mapping[Key, frozenset[float]]
Wrap = Callable[[Milp, stages.Solve], stages.Solve]


@dataclass(frozen=True)
class Solved:
    """An optimisation and what its stages came to."""

    facts: Facts
    m: Milp
    specs: list[StageSpec]
    result: stages.Result


Again = Callable[[Facts, Wrap | None], Solved]


def exact(first: Solved, again: Again) -> tuple[Solved, Solved]:
    """(the last optimisation with chords, its plan with the money of the curves): the same one without curves.

    again: builds and solves the optimisation of other facts; what it is given wraps the solver. The second has no
    values where the plan's money fits no budgets and rules within TURNS, or the run was interrupted first.
    """
    found, finer = first, first.facts
    for turn in range(TURNS + 1):
        found = again(finer, None) if turn else first
        points = _points(found)
        if found.result.values is None or points is None:
            return found, found
        finer = Refined(found.facts.problem, points)
        held = again(finer, partial(_holding, found))
        if held.result.values is not None:
            return found, replace(held, result=_merged(found.result, held.result))
        if solve.INTERRUPTED in (found.result.state, held.result.state):
            return found, replace(held, result=replace(held.result, state=solve.INTERRUPTED))
    return found, replace(found, result=replace(found.result, state=solve.NO_PLAN, values=None, why=WHY))


def _points(found: Solved) -> Points | None:
    """Break points with the plan's quantities to date among them; None where they all are break points already."""
    points: dict[Key, frozenset[float]] = {}
    new = False
    for key, one in curved.of(found.facts).items() if found.result.values is not None else ():
        known = {0.0, *(chord.high for chord in one.chords)}
        more = {sets for sets in _to_date(found, key, one) if min(abs(sets - k) for k in known) > 10**-DIGITS}
        points[key] = frozenset(known | more)
        new = new or bool(more)
    return points if new else None


def _to_date(found: Solved, key: Key, one: curved.Curved) -> set[float]:
    """Sets made by the end of every period."""
    values, so_far, reached = found.result.values, 0.0, set()
    assert values is not None
    for t in found.facts.span(*key[:2]):
        made = (found.m.x["make"].get((*key[:2], b.id, t)) for b in one.streams)
        so_far += sum(values[x] for x in made if x is not None)
        reached.add(round(so_far, DIGITS))
    return reached


def _holding(found: Solved, m: Milp, solver: stages.Solve) -> stages.Solve:
    """The solver with every decision but money held at what was found."""
    assert found.result.values is not None
    taken = dict(zip(found.m.columns, found.result.values.tolist(), strict=True))
    at = np.array([taken.get(column, np.nan) if column[0] in HELD else np.nan for column in m.columns])
    at[[column[0] == "above" for column in m.columns]] = 0.0  # chords are exact where the plan is
    free = np.isnan(at)

    def holding(
        matrix: Matrix, options: Options, start: Floats | None, progress: Callable[[Progress], None] | None
    ) -> Answer:
        x = np.clip(np.where(matrix.whole, np.round(at), at) / matrix.unit, matrix.low, matrix.high)
        low, high = np.where(free, matrix.low, x), np.where(free, matrix.high, x)
        there = replace(matrix, low=low, high=high, whole=matrix.whole & free)
        return solver(there, replace(options, time_limit=None), None, progress)

    return holding


def _merged(chords: stages.Result, held: stages.Result) -> stages.Result:
    """The values of the one, proven as the other is: a stage's gap may be larger by what the curves add to it."""
    both = zip(chords.stages, held.stages, strict=False)
    return replace(held, state=chords.state, stages=tuple(_stage(a, b) for a, b in both))


def _stage(chords: Stage, held: Stage) -> Stage:
    asked = chords.asked + max(0.0, held.best - chords.best)
    bound = chords.bound if chords.bound is None or chords.bound <= held.best + asked else None
    return replace(chords, best=held.best, bound=bound, asked=asked, seconds=chords.seconds + held.seconds)


def facts(chords: Solved, own: Solved) -> dict[str, str]:
    """What the run's record says of the curves, nothing without them. own: the plan with the curves' money."""
    if not curved.of(chords.facts):
        return {}
    spent, taken = _spent(own), _spent(chords)
    error = chords.facts.problem.programme.curve_error_fraction
    words = f"spending is {spent:,.2f} M on the curves themselves; the optimisation took straight pieces of them and "
    words += f"{taken:,.2f} M ({max(0.0, spent - taken):,.2f} M less; a piece may be {100 * error:g} % below its curve)"
    return {FACT: words}


def _spent(solved: Solved) -> float:
    assert solved.result.values is not None
    return solved.m.value([(1.0, x) for x in solved.m.x["spend"].values()], solved.result.values)
