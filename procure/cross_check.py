"""What HiGHS claims put before a second solver, CBC: `procure plan --cross-check`.

That a plan keeps all rows is worked out by the planner itself; that nothing is better, or that there is nothing at all,
is a claim of the solver. Every objective is minimised by CBC too, with those before it held as the run held them. Only
a point that the planner has looked at row by row contradicts: one below a bound that was claimed, or any at all where
there was said to be none. What CBC says without such a point proves nothing against a plan.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from procure import cbc, curved, near, solve, stages
from procure.facts import Facts
from procure.plan import Stage
from procure.planning import Built, Outcome, build
from procure.problem import Problem
from procure.solve import Floats, Matrix, Options

KEY = "cross-check"  # names the fact of a run, as in cli/plan.py
COLUMNS = 5000  # decisions up to which CBC is asked
SECONDS = 60.0  # for all objectives together
COARSE = 1e-4  # how far CBC's own point, of eight digits, may miss a row, in scaled units
APART = 1e-5  # of an objective: what a bound may be above a plan by digits alone
TENTH = 0.1  # of the gap asked of HiGHS is asked of CBC: a bound above what is possible shows, if by little


def checked(problem: Problem, outcome: Outcome, options: Options, near_to: near.Near | None = None) -> Outcome:
    """The outcome with what CBC says of it among the facts of its run; rejected where CBC has better than was claimed.

    options: those of the plan. Raises RuntimeError without a CBC.
    """
    if outcome.state not in (solve.PROVEN, solve.GAP, solve.INFEASIBLE):
        return outcome
    facts = Facts(problem)
    if curved.of(facts):
        return _told(outcome, "not made: prices follow learning curves, whose pieces are the run's own")
    built = build(facts, near_to, numbers=True)
    if len(built[0].columns) > COLUMNS:
        return _told(outcome, f"not made: {len(built[0].columns):,} decisions are more than {COLUMNS:,}")
    against, words = _compared(built, outcome, replace(options, relative_gap=0.0))
    if against:
        return replace(outcome, state=solve.REJECTED, plan=None, why=against)
    return _told(outcome, words)


def _told(outcome: Outcome, words: str) -> Outcome:
    if outcome.plan is None:
        return replace(outcome, why=outcome.why or f"cross-check {words}")
    return replace(outcome, plan=replace(outcome.plan, run={**outcome.plan.run, KEY: words}))


def _compared(built: Built, outcome: Outcome, options: Options) -> tuple[str, str]:
    """(what contradicts the outcome, "" where nothing does; what CBC says of each objective)."""
    m, specs = built
    until = time.monotonic() + SECONDS
    if outcome.plan is None:
        m.minimise(specs[0].terms)
        point = _asked(m.matrix(), options, 1.0, until)[1]
        against = "" if point is None else "it was said that nothing keeps all rows, and CBC has a plan that does"
        return against, "by CBC: it found no plan either"
    said = []
    for spec, stage in zip(specs, map(_as_solved, outcome.stages), strict=False):
        m.minimise(spec.terms)
        state, point = _asked(m.matrix(), options, stage.asked, until)
        value = None if point is None else m.value(spec.terms, point)
        if value is not None and stage.bound is not None and value < stage.bound - APART * max(1.0, abs(value)):
            return f"{spec.name} of at least {stage.bound:g} was said to be proven, and CBC has {value:g}", ""
        best = value is not None and state == solve.PROVEN and value <= stage.best + stage.asked + APART * abs(value)
        said.append(f"{spec.name} {'confirmed' if best else 'not confirmed'}")
        m.require("stage", (spec.name,), spec.terms, "<=", stage.best + stages.room(m, spec, stage.best))
    return "", f"by CBC: {', '.join(said)}"


def _as_solved(stage: Stage) -> Stage:
    """A stage as the solver minimised it: of what is to be large, the negative."""
    return stage.reported(stage.value) if stage.most else stage


def _asked(matrix: Matrix, options: Options, gap: float, until: float) -> tuple[str, Floats | None]:
    """What CBC says, and its point where it keeps all rows: with the whole decisions held, or as it is."""
    left = until - time.monotonic()
    if left <= 0:
        return solve.NO_PLAN, None
    answer = cbc.solve(matrix, replace(options, absolute_gap=TENTH * gap, time_limit=left))
    if answer.values is None or np.isinf(matrix.violation(answer.values)):
        return answer.state, None
    exact = solve.solve(matrix.fixed(answer.values), replace(options, time_limit=None)).values
    if exact is not None and matrix.violation(exact) <= stages.TOUCH:
        return answer.state, exact
    whole = np.where(matrix.whole, np.round(answer.values / matrix.unit) * matrix.unit, answer.values)
    return answer.state, whole if matrix.violation(whole) <= COARSE else None
