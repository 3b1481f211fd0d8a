"""Problem in, plan out: the assembly is a loop over families, clauses, rules and objectives."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

from procure import (
    __version__,
    assembly,
    certifying,
    equals,
    near,
    objectives,
    other_costs,
    repricing,
    rounding,
    solve,
    stages,
    whole,
    worth,
)  # fmt: skip
from procure.certificate import Certificate
from procure.facts import Facts
from procure.heuristic.guided import Guided
from procure.ladder import Ladder
from procure.milp import Milp, Numbers, uncollected
from procure.objectives import StageSpec
from procure.plan import Plan, Stage
from procure.problem import Problem
from procure.repricing import Solved
from procure.solve import Floats
from procure.trail import Trail, near_by, trail_of
from procure.worth import Solving

ASKED = "asked"  # the stage of a question that a shape asks; as the stage of changes it is told beside the plan
UNROUNDED = "not rounded"  # there is a plan, but none in whole rounding units was found that keeps every budget


@dataclass(frozen=True)
class Outcome:
    """What planning came to. state: of solve.py, or UNROUNDED; plan: None where there is none; why: more, in words.

    seconds: of building and of solving. They are not part of the plan, which is the same however long it took.
    trail: a problem near by may start from it.
    """

    state: str
    plan: Plan | None
    stages: tuple[Stage, ...] = ()
    why: str = ""
    seconds: tuple[float, float] = (0.0, 0.0)
    trail: Trail = field(default_factory=Trail, compare=False)


Built = tuple[Milp, list[StageSpec]]
Shape = Callable[[Milp, Facts, list[StageSpec]], list[StageSpec]]  # adds rows, and tells the stages to solve


@uncollected()
def build(
    f: Facts, near_to: near.Near | None = None, shape: Shape | None = None, numbers: bool = False
) -> Built:
    """The whole optimisation: variables, rows and the objectives in order, changes of an earlier plan before all.

    numbers: without PuLP's model, for a problem like one that was modelled. Raises Refused for rules it cannot write.
    """
    m = (Numbers if numbers else Milp)(f.problem.programme.name, money=money_unit(f))
    specs = assembly.assemble(m, f, near_to)
    return m, specs if shape is None else shape(m, f, specs)


def plan(
    problem: Problem,
    options: solve.Options | None = None,
    gap: float | None = None,
    watch: stages.Watch | None = None,
    write_model: Path | None = None,
    solver: str | stages.Solve = "highs",
    others: bool = False,
    start: Plan | Trail | None = None,
    near_to: near.Near | None = None,
    shape: Shape | None = None,
    numbers: bool = False,
    certified: bool = False,
) -> Outcome:
    """Plan a problem. `gap`: relative gap asked of the cost stage. `watch` is told of progress, stage by stage.

    solver: "highs", "cbc", "ladder", or a function like solve.solve. others: also ask whether other awards are as good.
    start: an earlier plan, or the trail of an outcome, whose whole decisions are tried first. near_to: one to change as
    little as may be. shape: bends the optimisation to a question; what funds are worth is not asked then. numbers: no
    PuLP model is made, for a problem like one that was planned; the plan is the same. Raises Refused where a rule
    cannot be written as rows, whole.NotWritten where the model cannot be written. certified: make a certificate too,
    save for a plan near another or of a bent optimisation, whose rows do not follow from the inputs alone.
    """
    began = time.monotonic()
    f, options = Facts(problem), options or solve.Options()
    bent = partial(build, near_to=near_to, shape=shape, numbers=numbers and write_model is None)
    m, specs = bent(f)
    if write_model is not None:
        m.minimise(specs[0].terms)
        whole.write_whole(write_model, m.write)
    built = time.monotonic()
    spent = partial(_seconds, began, built)
    gap = problem.programme.gap_fraction if gap is None else gap
    start = near_to.plan if start is None and near_to is not None else start
    trail = Trail({"": start}) if isinstance(start, Plan) else start or Trail()
    how = Solving(partial(bent, f), options, gap, watch, _solver(solver, trail))
    chords = _solved(f, m, specs, how, trail)
    if chords.result.state == solve.REJECTED and isinstance(solver, str):  # found out: another seed is another path
        how = replace(how, options=replace(options, seed=options.seed + 1))
        chords = _solved(f, *bent(f), how, Trail())
    chords, exact = repricing.exact(chords, partial(_again, how, built, bent))
    m, result = chords.m, exact.result
    if result.values is None or chords.result.values is None:
        return Outcome(result.state, None, result.stages, result.why, spent())
    try:
        values = rounding.plan_values(f, exact.m.columns, result.values.tolist(), _whole(exact.m))
    except rounding.BudgetPassed as why:
        return Outcome(UNROUNDED, None, result.stages, f"beyond the {why}", spent())
    found = Plan(values, run={**_run(m, options, gap, result, solver), **repricing.facts(chords, exact)})
    if certified and near_to is None and shape is None:
        found = replace(found, certificate=_certificate(chords, result.stages, options, built))
    if problem.funds and shape is None and result.state != solve.INTERRUPTED:
        again = replace(how, build=partial(bent, chords.facts), options=_in_time(options, built))
        found = replace(found, run={**found.run, **worth.of_funds(f, found, chords.result.stages, again)})
    if others and result.state == solve.PROVEN:
        asked = equals.other_awards(m, chords.specs, chords.result.values, options, how.solver)
        found = replace(found, run={**found.run, equals.KEY: asked})
    found, changed = _reported(found, f, near_to, result.stages)
    left = _trail(chords, how.solver)
    return Outcome(result.state, found, (*changed, *found.stages), result.why, spent(), left)


def _whole(m: Milp) -> list[bool]:
    """Of every column whether it takes whole numbers only."""
    return [m.whole(column) for column in range(len(m.columns))]


def _in_time(options: solve.Options, began: float) -> solve.Options:
    """With what is left of the time."""
    limit = options.time_limit
    return options if limit is None else replace(options, time_limit=limit - (time.monotonic() - began))


def _trail(found: Solved, solver: stages.Solve) -> Trail:
    return trail_of(found.m, found.result.trail, solver.bases if isinstance(solver, Ladder) else {})


def _certificate(chords: Solved, done: Sequence[Stage], options: solve.Options, began: float) -> Certificate:
    """Of the stages whose bounds the plan reports, on the rows that gave the bounds, in the time that is left."""
    later = certifying.left_to_others(chords.m.rows, done)
    return certifying.certificate(chords.facts, chords.m.money, done, later, _in_time(options, began))


def _seconds(began: float, built: float) -> tuple[float, float]:
    return built - began, time.monotonic() - built


def _solved(f: Facts, m: Milp, specs: list[StageSpec], how: Solving, trail: Trail) -> Solved:
    """The stages run, each from what the trail says of it."""
    tried = {stage: near_by(m, known) for stage, known in trail.ends.items()}
    solver = _informed(how.solver, f, m, specs, tuple(tried.values()))
    return Solved(f, m, specs, stages.run(m, specs, how.options, how.gap, how.watch, solver, tried))


def _reported(
    found: Plan, f: Facts, near_to: near.Near | None, done: Sequence[Stage]
) -> tuple[Plan, tuple[Stage, ...]]:
    """The plan with its stages as they are in it, and those that are told beside it: of changes, of a question."""
    beside = (near.CHANGES, ASKED)
    changed = tuple(near.reached(found, f, near_to, s) for s in done if s.name in beside)
    told = replace(found, run={**found.run, **near.facts(found, f, near_to, changed)})
    others = (s for s in done if s.name not in beside)
    return replace(told, stages=tuple(s.reported(float(objectives.value(told, f, s.name))) for s in others)), changed


def _again(
    how: Solving, began: float, bent: Callable[[Facts], Built], f: Facts, wrap: repricing.Wrap | None
) -> Solved:
    """The optimisation of other facts, solved in the time that is left; the solver wrapped where asked."""
    m, specs = bent(f)
    solver = _informed(how.solver, f, m, specs)
    solver = solver if wrap is None else wrap(m, solver)
    watch = how.watch if wrap is None else None
    return Solved(f, m, specs, stages.run(m, specs, _in_time(how.options, began), how.gap, watch, solver))


def money_unit(f: Facts) -> float:
    """M that the solver counts as 1: a power of ten that brings the programme's cost near 1,000."""
    cost = 0.0
    for w in f.problem.packages:
        prices = [
            f.price(w.id, s, b) * (f.sets(b) if b else 1.0)
            for s in f.suppliers_of[w.id][:1]
            for b in f.streams.get(w.id, (None,))
        ]
        cost += sum(prices)
    cost += sum(other_costs.most_in_all(f, c) for c in f.problem.other_costs)
    return 10.0 ** (round(math.log10(cost)) - 3) if cost > 0 else 1.0


def _solver(name: str | stages.Solve, trail: Trail) -> stages.Solve:
    if callable(name):
        return name
    if name == "ladder":
        return Ladder(dict(trail.bases))
    if name == "cbc":
        from procure import cbc

        return cbc.solve
    return Guided()


def _informed(
    solver: stages.Solve, f: Facts, m: Milp, specs: Sequence[StageSpec], ends: Sequence[Floats] = ()
) -> stages.Solve:
    """The solver; one that goes by the structure of a model is told what this model is, what its plans cost, and which
    plans there are near by."""
    if isinstance(solver, Ladder):
        return solver.on(f, m, ends)
    if not isinstance(solver, Guided):
        return solver
    cost = next((spec.terms for spec in specs if spec.name == objectives.COST), ())
    return solver.on(f, m.columns, m.rows, cost)


def _run(
    m: Milp, options: solve.Options, gap: float | None, result: stages.Result, solver: str | stages.Solve
) -> dict[str, str]:
    """Facts of the run for its record."""
    other = f"{solver}, checked by " if isinstance(solver, str) and solver != "highs" else ""
    return {
        "procure": f"{__version__}, PuLP {version('pulp')}",
        "solver": f"{other}HiGHS {solve.highs_version()}",
        "threads": str(options.threads),
        "seed": str(options.seed),
        "time limit, s": "none" if options.time_limit is None else f"{options.time_limit:g}",
        "gap asked of cost": "by the model" if gap is None else f"{gap:g}",
        "state": result.state,
        "variables": str(len(m.columns)),
        "rows": str(len(m.rows)),
    }
