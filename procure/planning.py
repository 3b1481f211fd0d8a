"""Problem in, plan out: the assembly is a loop over families, clauses, rules and objectives."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

from procure import __version__, equals, objectives, rounding, rules, solve, stages, whole, worth
from procure.clauses import CLAUSES
from procure.decisions import FAMILIES
from procure.facts import Facts
from procure.findings import Refused
from procure.milp import Milp
from procure.objectives import StageSpec
from procure.plan import Plan, Stage
from procure.problem import Problem


@dataclass(frozen=True)
class Outcome:
    """What planning came to. state: a state of solve.py; plan: None where there is none; why: more, in words.

    seconds: of building and of solving. They are not part of the plan, which is the same however long it took.
    """

    state: str
    plan: Plan | None
    stages: tuple[Stage, ...] = ()
    why: str = ""
    seconds: tuple[float, float] = (0.0, 0.0)


def build(f: Facts) -> tuple[Milp, list[StageSpec]]:
    """The whole optimisation: variables, rows and the objectives in order. Raises Refused for rules it cannot write."""
    refused = rules.refusals(f)
    if refused:
        raise Refused(refused)
    m = Milp(f.problem.programme.name, money=money_unit(f))
    for family in FAMILIES:
        if family.domain is not None:
            whole = None if family.whole is None else partial(family.whole, f)
            m.declare(family.name, family.domain(f), whole)
    for clause in CLAUSES:
        clause.constrain(m, f)
    rules.constrain(m, f)
    return m, objectives.stages(m, f)


def plan(
    problem: Problem,
    options: solve.Options | None = None,
    gap: float | None = None,
    watch: stages.Watch | None = None,
    write_model: Path | None = None,
    solver: str | stages.Solve = "highs",
    others: bool = False,
) -> Outcome:
    """Plan a problem. `gap`: relative gap asked of the cost stage. `watch` is told of progress, stage by stage.

    solver: "highs", "cbc", or a function like solve.solve. others: also ask whether other awards are as good. Raises
    Refused where a rule cannot be written as rows, whole.NotWritten where the model cannot be written.
    """
    began = time.monotonic()
    f, options = Facts(problem), options or solve.Options()
    m, specs = build(f)
    if write_model is not None:
        m.minimise(specs[0].terms)
        whole.write_whole(write_model, m.write)
    built = time.monotonic()
    gap = problem.programme.gap_fraction if gap is None else gap
    result = stages.run(m, specs, options, gap, watch, _solver(solver))
    if result.values is None:
        spent = (built - began, time.monotonic() - built)
        return Outcome(result.state, None, result.stages, result.why, spent)
    matrix = m.matrix()
    values = rounding.plan_values(f, m.columns, result.values.tolist(), matrix.whole.tolist())
    found = Plan(values, run=_run(m, options, gap, result, solver))
    if problem.funds and result.state != solve.INTERRUPTED:
        left = None if options.time_limit is None else options.time_limit - (time.monotonic() - built)
        how = worth.Solving(partial(build, f), replace(options, time_limit=left), gap, watch, _solver(solver))
        found = replace(found, run={**found.run, **worth.of_funds(f, found, result.stages, how)})
    if others and result.state == solve.PROVEN:
        asked = equals.other_awards(m, specs, result.values, options, _solver(solver))
        found = replace(found, run={**found.run, equals.KEY: asked})
    reached = tuple(replace(s, value=float(objectives.value(found, f, s.name))) for s in result.stages)
    spent = (built - began, time.monotonic() - built)
    return Outcome(result.state, replace(found, stages=reached), reached, result.why, spent)


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
    return 10.0 ** (round(math.log10(cost)) - 3) if cost > 0 else 1.0


def _solver(name: str | stages.Solve) -> stages.Solve:
    if callable(name):
        return name
    if name == "cbc":
        from procure import cbc

        return cbc.solve
    return solve.solve


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
