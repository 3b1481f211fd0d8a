"""Objectives one after another: each stage is solved, held within its tolerance, and starts the next."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from procure import solve as solver
from procure.milp import Milp
from procure.objectives import StageSpec
from procure.plan import Stage
from procure.solve import Answer, Floats, Matrix, Options, Progress

Watch = Callable[[str, Progress], None]
Solve = Callable[[Matrix, Options, Floats | None, Callable[[Progress], None] | None], Answer]

SMALL = 1e-6  # gap and room of a stage that may give up nothing: what the solver's tolerance may be worth
OF_COST = 1e-3  # gap asked of later stages in M, of the cost found: a fairer split of 0.1 % is no different
TOUCH = 1e-6  # how far a point may miss a row, in scaled units
WHOLE = 1e-4  # how far a whole decision may be from whole in the solver's own point
NEAR = 1e-6  # how far the solver's sum of an objective may be from ours, as a part of it
AGAIN = 60.0  # seconds for the second opinion on "infeasible" where no limit is set


@dataclass(frozen=True)
class Result:
    """What the stages came to. state: a state of solve.py, the worst of any stage. why: more of it, in words.

    trail: the plan that ended each stage.
    """

    state: str
    values: Floats | None
    stages: tuple[Stage, ...]
    why: str = ""
    trail: tuple[tuple[str, Floats], ...] = ()


def run(
    m: Milp,
    specs: Sequence[StageSpec],
    options: Options,
    gap: float | None = None,
    watch: Watch | None = None,
    solve: Solve = solver.solve,
    starts: Mapping[str, Floats] | None = None,
) -> Result:
    """Solve the stages in order. `gap` replaces the relative gap asked of the stage `cost`. starts: by stage whole
    decisions of a plan near by, which need not hold here; under "" those for stages without.

    The plan is checked at rounded whole columns, the rest solved again: the solver's own point is never believed.
    """
    began, values, done = time.monotonic(), None, []  # type: tuple[float, Floats | None, list[Stage]]
    cost, state, trail = 0.0, solver.PROVEN, []  # type: float, str, list[tuple[str, Floats]]
    for number, spec in enumerate(specs):
        m.minimise(spec.terms)
        left = None if options.time_limit is None else options.time_limit - (time.monotonic() - began)
        stages_left = len(specs) - number if values is not None else 1  # without a plan yet all the time goes to one
        share = None if left is None else max(0.1, left) / stages_left
        asked = _asked(m, spec, options, share, cost, gap)
        matrix = m.matrix()
        known = _known(matrix, asked, values, starts or {}, spec.name, solve)
        answer = solve(matrix, asked, known, _for(watch, spec.name))
        if answer.state in (solver.INFEASIBLE, solver.REJECTED, solver.UNBOUNDED):
            answer = _asked_again(matrix, asked, answer, values, solve)
        why = _unfit(m, matrix, spec, answer)
        if why:
            return Result(solver.REJECTED, None, tuple(done), why)
        if answer.state in (solver.INFEASIBLE, solver.UNBOUNDED, solver.REJECTED) or (
            answer.values is None and values is None
        ):
            return Result(answer.state, None, tuple(done))
        answer = _better(m, spec, answer, values)
        assert answer.values is not None
        assert answer.objective is not None
        values, best = answer.values, answer.objective
        if answer.state == solver.PROVEN:  # a label is never trusted
            answer = replace(answer, state=solver.within(best, answer.bound, asked))
        trail.append((spec.name, values))
        if answer.bound is not None and answer.bound > best + _allowed(asked, best):
            return Result(solver.REJECTED, None, tuple(done), f"bound {answer.bound:g} above its own plan {best:g}")
        done.append(_stage(spec, answer, asked))
        state = answer.state if state == solver.PROVEN else state
        cost = best if spec.name == "cost" else cost
        if answer.stopped:
            return replace(_checked(m, specs, values, done, solver.INTERRUPTED, options, solve), trail=tuple(trail))
        if number < len(specs) - 1:
            m.require("stage", (spec.name,), spec.terms, "<=", best + room(m, spec, best))
    if values is None:
        return Result(solver.REJECTED, None, (), "there is no objective")
    return replace(_checked(m, specs, values, done, state, options, solve), trail=tuple(trail))


def _known(
    matrix: Matrix, asked: Options, values: Floats | None, starts: Mapping[str, Floats], stage: str, solve: Solve
) -> Floats | None:
    """What a stage starts from: the plan of the stage before, or a better one with the whole decisions of its start.

    The first stage has, of several starts, the first whose whole decisions can be kept; its own is tried before others.
    """
    own = starts.get(stage, starts.get(""))
    if values is None:
        others = [start for name, start in starts.items() if name != stage]
        held = (_held(matrix, asked, start, solve) for start in (own, *others) if others)
        return next((plan for plan in held if plan is not None), own)
    plan = _held(matrix, asked, own, solve)
    if plan is None or float(matrix.cost @ ((plan - values) / matrix.unit)) >= 0:
        return values
    return plan


def _held(matrix: Matrix, asked: Options, start: Floats | None, solve: Solve) -> Floats | None:
    """The best plan with the whole decisions of a start, None where they cannot be kept."""
    if start is None or not matrix.takes(start):
        return None
    found = solve(matrix.fixed(start), replace(asked, time_limit=None), None, None).values
    return None if found is None or matrix.violation(found) > TOUCH else found


def room(m: Milp, spec: StageSpec, best: float) -> float:
    """What may be given up of a stage, in its unit."""
    return max(spec.relative * abs(best), spec.absolute, SMALL * max(_one(m, spec), abs(best)))


def _one(m: Milp, spec: StageSpec) -> float:
    """What the solver counts as 1 of the stage's unit."""
    return m.money if spec.unit == "M" else 1.0


def _asked(
    m: Milp, spec: StageSpec, options: Options, seconds: float | None, cost: float, gap: float | None
) -> Options:
    """Half of what the stage may give up, so that holding it never cuts off the plan that it found."""
    relative, absolute = spec.relative / 2, max(spec.absolute / 2, SMALL * _one(m, spec))
    if spec.name == "cost" and gap is not None:
        relative = gap
    if spec.unit == "M" and spec.name != "cost":
        absolute = max(absolute, OF_COST * cost)
    return replace(options, relative_gap=relative, absolute_gap=absolute, time_limit=seconds)


def _allowed(options: Options, best: float) -> float:
    """What a bound may be above its plan by rounding."""
    return max(options.absolute_gap, 1e-6 * max(1.0, abs(best)))


def _for(watch: Watch | None, stage: str) -> Callable[[Progress], None] | None:
    return None if watch is None else lambda progress: watch(stage, progress)


def _better(m: Milp, spec: StageSpec, answer: Answer, values: Floats | None) -> Answer:
    """The answer, or the plan that the stage started from where the solver came back with nothing better."""
    if values is None:
        return answer
    before = m.value(spec.terms, values)
    if answer.values is not None and answer.objective is not None and answer.objective <= before:
        return answer
    state = solver.GAP if answer.state == solver.NO_PLAN else answer.state
    return replace(answer, state=state, values=values, objective=before)


def _stage(spec: StageSpec, answer: Answer, asked: Options) -> Stage:
    best = answer.objective or 0.0
    within = max(asked.absolute_gap, asked.relative_gap * abs(best))
    return Stage(spec.name, spec.unit, best, best, answer.bound, within, answer.state, answer.seconds)


def _asked_again(matrix: Matrix, asked: Options, answer: Answer, values: Floats | None, solve: Solve) -> Answer:
    """A second opinion on "infeasible", or on breaking off: with another seed, and without presolve, which has erred.

    Where a plan is known already a second "infeasible" is a lie too.
    """
    seconds = AGAIN if asked.time_limit is None else asked.time_limit
    second = solve(matrix, replace(asked, seed=asked.seed + 1, presolve=False, time_limit=seconds), values, None)
    if second.values is not None or values is None:
        return second if second.values is not None else answer
    return replace(second, state=solver.REJECTED if second.state == solver.INFEASIBLE else second.state)


def _unfit(m: Milp, matrix: Matrix, spec: StageSpec, answer: Answer) -> str:
    """Why an answer cannot be what it says it is; "" where it can."""
    if answer.state == solver.REJECTED:
        return "the solver contradicts itself, or broke off"
    if answer.values is None:
        return "the solver says that it has a plan, and gives none" if answer.state in solver.PLANS else ""
    if answer.values.shape != matrix.cost.shape:
        return f"the solver's plan has {answer.values.size} values for {matrix.cost.size} decisions"
    if answer.objective is None or not np.isfinite([*answer.values, answer.objective]).all():
        return "the solver's plan has values that are no numbers"
    if answer.bound is not None and not np.isfinite(answer.bound):
        return "the solver's bound is no number"
    x = answer.values / matrix.unit
    if np.abs(x - np.round(x))[matrix.whole].max(initial=0.0) > WHOLE:
        return "the solver's plan has parts where there are only wholes"
    if matrix.violation(answer.values) > solver.HOLDS:
        return "the solver's plan breaks rows"
    value = m.value(spec.terms, answer.values)
    if abs(value - answer.objective) > NEAR * max(1.0, abs(value)):
        return f"{spec.name} is {value:g} in the solver's plan, not {answer.objective:g} as it says"
    return ""


def _checked(
    m: Milp,
    specs: Sequence[StageSpec],
    values: Floats,
    done: list[Stage],
    state: str,
    options: Options,
    solve: Solve,
) -> Result:
    """The plan at its rounded whole columns, the rest solved again, every row looked at, no bound above its value."""
    matrix = m.matrix()
    rest = solve(matrix.fixed(values), replace(options, time_limit=None), None, None)
    if rest.state == solver.INFEASIBLE:  # presolve has called a point that holds to 3e-14 infeasible
        rest = solve(matrix.fixed(values), replace(options, time_limit=None, presolve=False), None, None)
    if rest.stopped and rest.values is None:
        return Result(solver.INTERRUPTED, None, tuple(done))
    if rest.values is None or not matrix.violation(rest.values) <= TOUCH:
        return Result(solver.REJECTED, None, tuple(done), "the plan does not hold at whole numbers")
    for spec, stage in zip(specs, done, strict=False):
        value = m.value(spec.terms, rest.values)
        if stage.bound is not None and stage.bound > value + max(stage.asked, NEAR * max(1.0, abs(value))):
            why = f"{spec.name} of at least {stage.bound:g} was said to be proven, and the plan has {value:g}"
            return Result(solver.REJECTED, None, tuple(done), why)
    last = _kept(done[-1], m.value(specs[len(done) - 1].terms, rest.values))
    worst = last.state if state == solver.PROVEN else state
    return Result(worst, rest.values, (*done[:-1], last))


def _kept(stage: Stage, value: float) -> Stage:
    """The last stage, which no row holds, as the plan at whole numbers has it: its solver's point may break rows."""
    if value <= stage.best + NEAR * max(1.0, abs(value)):
        return stage
    open_gap = stage.bound is None or value - stage.bound > stage.asked
    state = solver.GAP if open_gap and stage.state == solver.PROVEN else stage.state
    return replace(stage, value=value, best=value, state=state)
