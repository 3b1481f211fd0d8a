"""A solver that lies: the true answers, spoiled in one way, once or always; and what became of the lie.

    caught    nothing is written (exit 8), or the audit of the finished plan fails, which comes to the same
    cured     a plan whose every claim is true, or no claim at all ("no plan in time")
    missed    a plan, a bound or an "infeasible" that is false
    not told  the call that was to be spoiled never came, or its truth would be no other
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from procure import solve
from procure.audit import audit
from procure.facts import Facts
from procure.plan import Stage
from procure.planning import Outcome
from procure.problem import Problem
from procure.solve import Answer, Floats, Matrix, Options

TRULY = solve.solve
CAUGHT, CURED, MISSED, NOT_TOLD = "caught", "cured", "missed", "not told"
APART = 1e-5  # of an objective: what two true numbers may differ by
WORSE = 1e-3  # of an objective: by how much a wrong optimum is worse at least

Spoil = Callable[[Answer, Matrix, Options, random.Random], Answer | None]  # None: here it would be no lie


@dataclass
class Liar:
    """Called like solve.solve. call: the only one that is spoiled, counted from 0 (None = all).

    whole: only answers with whole columns are spoiled, not the linear rest that the planner solves itself.
    """

    spoil: Spoil
    rng: random.Random
    call: int | None = None
    whole: bool = False
    calls: int = 0
    told: int = 0

    def __call__(
        self, matrix: Matrix, options: Options, start: Floats | None = None, progress: Any = None
    ) -> Answer:
        answer = TRULY(matrix, options, start, progress)
        if self.whole and not matrix.whole.any():
            return answer
        number, self.calls = self.calls, self.calls + 1
        lie = self.spoil(answer, matrix, options, self.rng) if self.call in (None, number) else None
        self.told += lie is not None
        return answer if lie is None else lie


def _of(answer: Answer, matrix: Matrix, values: Floats) -> Answer:
    """The answer with other values, and the objective that they truly have."""
    with np.errstate(invalid="ignore"):  # infinity x 0
        objective = float((matrix.cost * (values / matrix.unit)).sum()) * matrix.cost_unit
    return replace(answer, values=values, objective=objective, bound=objective, state=solve.PROVEN)


def _with_values(change: Callable[[Floats, Matrix, random.Random], Floats]) -> Spoil:
    def spoil(answer: Answer, matrix: Matrix, _: Options, rng: random.Random) -> Answer | None:
        if answer.values is None or not len(answer.values):
            return None
        return _of(answer, matrix, change(answer.values.copy(), matrix, rng))

    return spoil


def _told(**parts: Any) -> Spoil:
    """An answer with a plan, with other parts."""
    return lambda answer, *_: None if answer.values is None else replace(answer, **parts)


def _none(state: str) -> Spoil:
    return lambda answer, *_: replace(answer, state=state, values=None, objective=None, bound=None)


def _at(number: float) -> Spoil:
    def change(values: Floats, _: Matrix, rng: random.Random) -> Floats:
        values[rng.randrange(len(values))] = number
        return values

    def spoil(answer: Answer, matrix: Matrix, options: Options, rng: random.Random) -> Answer | None:
        lie = _with_values(change)(answer, matrix, options, rng)
        return None if lie is None else replace(lie, objective=answer.objective, bound=answer.bound)

    return spoil


def _parts(values: Floats, matrix: Matrix, rng: random.Random) -> Floats:
    """A whole decision at 0.49 more."""
    whole = np.flatnonzero(matrix.whole)
    chosen = rng.choice(whole.tolist()) if whole.size else 0
    values[chosen] += 0.49 * (matrix.unit if isinstance(matrix.unit, float) else matrix.unit[chosen])
    return values


def row_broken(by: float, row: int | None = None) -> Spoil:
    """A point that misses one row (a random one, or this one) by so much, in scaled units, by a decision in parts."""

    def change(values: Floats, matrix: Matrix, rng: random.Random) -> Floats:
        rows = list(range(len(matrix.row_low))) if row is None else [row]
        rng.shuffle(rows)
        for r in rows:
            inside = range(matrix.start[r], matrix.start[r + 1])
            free = [k for k in inside if not matrix.whole[matrix.index[k]] and matrix.value[k]]
            if not free:
                continue
            k = rng.choice(free)
            x = values / matrix.unit
            reached = sum(matrix.value[i] * x[matrix.index[i]] for i in inside)
            beyond = matrix.row_high[r] + by if np.isfinite(matrix.row_high[r]) else matrix.row_low[r] - by
            x[matrix.index[k]] += (beyond - reached) / matrix.value[k]
            return np.asarray(x * matrix.unit)
        return values

    def spoil(answer: Answer, matrix: Matrix, options: Options, rng: random.Random) -> Answer | None:
        lie = _with_values(change)(answer, matrix, options, rng)
        if lie is None or lie.objective is None or answer.bound is None:
            return lie
        return replace(lie, bound=min(lie.objective, answer.bound))  # a false bound is a lie of its own

    return spoil


def _better(answer: Answer, *_: Any) -> Answer | None:
    """The sum of its point, told as less than it is."""
    if answer.values is None or answer.objective is None:
        return None
    less = answer.objective - max(1.0, 0.01 * abs(answer.objective))
    return replace(answer, objective=less, bound=less, state=solve.PROVEN)


def _beyond(answer: Answer, *_: Any) -> Answer | None:
    if answer.values is None or answer.objective is None:
        return None
    return replace(answer, bound=answer.objective + max(1.0, 0.01 * abs(answer.objective)), state=solve.PROVEN)


def _wrong_optimum(answer: Answer, matrix: Matrix, options: Options, rng: random.Random) -> Answer | None:
    """A plan that keeps all rows and is worse than need be, by little or much, said to be the best."""
    if answer.values is None or answer.objective is None or not matrix.whole.any():
        return None
    size, inside = abs(answer.objective), np.flatnonzero(matrix.cost)
    worse = max(2 * solve.allowed(options, answer.objective), rng.choice((2, 10, 100)) * WORSE * max(1.0, size))
    held = replace(
        matrix,
        row_low=np.append(matrix.row_low, (answer.objective + worse) / matrix.cost_unit),
        row_high=np.append(matrix.row_high, np.inf),
        start=np.append(matrix.start, matrix.start[-1] + len(inside)).astype(np.int32),
        index=np.append(matrix.index, inside).astype(np.int32),
        value=np.append(matrix.value, matrix.cost[inside]),
    )
    other = TRULY(held, replace(options, time_limit=5.0))
    if other.values is None or matrix.violation(other.values) > 1e-6:
        return None
    return _of(answer, matrix, other.values)


@dataclass(frozen=True)
class Lie:
    """A way to lie. by: what is there to find it; second: only the second solver can (`--cross-check`)."""

    spoil: Spoil
    by: str
    second: bool = False
    whole: bool = False
    call: tuple[int | None, ...] = field(default=(None, 0, 1, 2))


_OWN_SUM = "the objective worked out again from the point"
_ROWS = "every row looked at, the rest solved again at whole numbers"
_NUMBERS = "the point's numbers looked at"
LIES: dict[str, Lie] = {
    "a point that keeps no row": Lie(_with_values(lambda x, *_: np.zeros_like(x)), _ROWS),
    "a row broken by 0.01": Lie(row_broken(1e-2), _ROWS),
    "a row broken by 0.0001": Lie(row_broken(1e-4), _ROWS),
    "a decision beyond its bounds": Lie(_with_values(lambda x, m, _: x + 3 * m.unit), _ROWS),
    "a whole decision at 0.49": Lie(_with_values(_parts), _NUMBERS),
    "NaN among the values": Lie(_at(np.nan), _NUMBERS),
    "infinity among the values": Lie(_at(np.inf), _NUMBERS),
    "a value too many": Lie(lambda a, *_: None if a.values is None else replace(a, values=np.append(a.values, 0.0)),
                            _NUMBERS),
    "a value too few": Lie(lambda a, *_: None if a.values is None else replace(a, values=a.values[:-1]), _NUMBERS),
    "proven, without a point": Lie(_none(solve.PROVEN), _NUMBERS),
    "a gap, without a point": Lie(_none(solve.GAP), _NUMBERS),
    "a point without an objective": Lie(_told(objective=None), _OWN_SUM),
    "an objective that is no number": Lie(_told(objective=np.nan), _OWN_SUM),
    "a better objective than its point has": Lie(_better, _OWN_SUM),
    "a bound above its own plan": Lie(_beyond, "the bound beside the plan"),
    "a bound that is no number": Lie(_told(bound=np.nan), "the bound beside the plan"),
    "a bound of infinity": Lie(_told(bound=np.inf), "the bound beside the plan"),
    "proven, with no bound": Lie(_told(bound=None, state=solve.PROVEN), "the state worked out again"),
    "proven, far from its bound": Lie(
        lambda a, *_: None if a.objective is None else replace(a, bound=a.objective - 1e3, state=solve.PROVEN),
        "the state worked out again"),
    "infeasible, once": Lie(_none(solve.INFEASIBLE), "a second opinion", call=(0, 1, 2, 3)),
    "unbounded": Lie(_none(solve.UNBOUNDED), "a second opinion"),
    "broken off": Lie(_none(solve.REJECTED), "a second opinion"),
    "no plan in time": Lie(_none(solve.NO_PLAN), "claims nothing"),
    "infeasible, always": Lie(_none(solve.INFEASIBLE), "a second solver", second=True, whole=True, call=(None,)),
    "a wrong optimum": Lie(_wrong_optimum, "a second solver", second=True, whole=True, call=(None, 0, 1, 2, 3)),
}  # fmt: skip


def verdict(problem: Problem, honest: Outcome, outcome: Outcome, told: int) -> str:
    """What became of a lie. honest: the outcome of the true solver, which has a plan."""
    if not told:
        return NOT_TOLD
    if outcome.state in (solve.REJECTED, solve.UNBOUNDED):
        return CAUGHT
    if outcome.state == solve.INFEASIBLE:
        return MISSED
    if outcome.plan is None:
        return CURED  # nothing was found, which is all that is said
    if not audit(outcome.plan, Facts(problem)).passed:
        return CAUGHT
    pairs = [(_as_solved(a), _as_solved(b)) for a, b in zip(outcome.stages, honest.stages, strict=False)]
    for a, b in pairs:
        apart = APART * max(1.0, abs(b.best))
        if (a.bound is not None and a.bound > b.best + apart) or (b.bound is not None and a.best < b.bound - apart):
            return MISSED
        if a.state == solve.PROVEN and (a.bound is None or a.best - a.bound > a.asked + apart):
            return MISSED
        if abs(a.best - b.best) > apart:
            break  # what follows is held at something else
    return CURED


def _as_solved(stage: Stage) -> Stage:
    return stage.reported(stage.value) if stage.most else stage
