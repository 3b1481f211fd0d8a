"""One solver on the cost stage of one programme, in a process of its own: how its plan and its bound came along.

`python -m tests.benchmarks.one_solve NAME WAY LIMIT GAP` prints a line of JSON for each plan or bound as it comes, and
one of what is known at the end. NAME: "P 3" (a size and a seed of instances.py) or a workbook; WAY: one of WAYS; LIMIT:
CPU seconds, at which it is ended; GAP: at which it may stop.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from procure import cbc, planning, solve, stages
from procure.facts import Facts
from procure.heuristic.guided import Guided
from procure.milp import Milp
from procure.problem import Problem
from procure.reading import read
from procure.solve import Answer, Floats, Matrix, Options, Progress
from tests.benchmarks.instances import instance

HELD = 1e-6  # how far a plan may miss a row, in scaled units
ROUNDED = 1e-9  # of a gap: CBC's bound may be known no better than by the gap that it was asked for
TOLD = ("CBC", "SCIP")  # of which only the end is seen; they keep their own clock
ON_THE_WALL = 3.0  # CBC's clock is the wall's: it is given so many times as long, for a machine that does other work


@dataclass
class Trace:
    """seen: (CPU seconds, best plan or None, bound or None) as they came, the last the end. violation: of the plan."""

    name: str
    way: str
    columns: int = 0
    whole: int = 0
    rows: int = 0
    seen: list[tuple[float, float | None, float | None]] = field(default_factory=list)
    violation: float = 0.0
    memory_gb: float = 0.0

    def reached(self, gap: float) -> float | None:
        """CPU seconds until a plan was proven to be within the gap; a bound that is the gap itself away is."""
        gap += ROUNDED
        return next((t for t, best, bound in self.seen if best and bound and best - bound <= gap * abs(best)), None)

    def near(self, bound: float, gap: float) -> float | None:
        """CPU seconds until a plan was within the gap of a bound from elsewhere."""
        return next((t for t, best, _ in self.seen if best and best - bound <= gap * abs(bound)), None)

    @property
    def end(self) -> tuple[float | None, float | None]:
        """The last plan and bound."""
        return self.seen[-1][1:]


def problem(name: str) -> Problem:
    """Of a size and a seed, or of a workbook."""
    if name.endswith(".xlsx"):
        found, _ = read(Path(name))
        assert found is not None
        return found
    size, seed = name.split()
    return instance(size, int(seed))


def cost_stage(f: Facts) -> tuple[Milp, Matrix]:
    """The stage of the cost, with the stages before it held at their best."""
    m, specs = planning.build(f, numbers=True)
    for spec in specs:
        m.minimise(spec.terms)
        matrix = m.matrix()
        if spec.name == "cost":
            return m, matrix
        best = solve.solve(matrix, Options()).objective if spec.name != "lateness" or f.problem.columns else 0.0
        assert best is not None
        m.require("stage", (spec.name,), spec.terms, "<=", best + stages.room(m, spec, best))
    raise ValueError("no stage of the cost")


def cpu() -> float:
    """CPU seconds of this process and of those that it has waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def run(name: str, way: str, limit: float, gap: float) -> None:
    """Print what came of it, and when."""
    f = Facts(problem(name))
    m, matrix = cost_stage(f)
    sizes = {"columns": len(matrix.cost), "whole": int(matrix.whole.sum()), "rows": len(matrix.row_low)}
    print(json.dumps(sizes), flush=True)
    began = cpu()

    def seen(p: Progress) -> None:
        print(json.dumps([cpu() - began, p.best, p.bound]), flush=True)

    ways: dict[str, Callable[..., Answer]] = {
        "HiGHS": solve.solve,
        "procure": Guided().on(f, m.columns, m.rows),
        "CBC": cbc.solve,
        "SCIP": scip,
    }
    if way not in TOLD:
        resource.setrlimit(resource.RLIMIT_CPU, (int(began + limit) + 1, int(began + limit) + 1))
    own = {"CBC": ON_THE_WALL * limit, "SCIP": limit}.get(way)
    answer = ways[way](matrix, Options(relative_gap=gap, time_limit=own), None, seen)
    seen(Progress(answer.objective, answer.bound, 0.0))
    violation = 0.0 if answer.values is None else missed(matrix, answer)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"violation": violation, "memory_gb": memory}), flush=True)


def missed(matrix: Matrix, answer: Answer) -> float:
    """How far a plan misses a row, in scaled units. CBC prints eight digits: what is too far is solved again with its
    whole decisions held, and counts where it costs a thousandth more than was said at most."""
    assert answer.values is not None
    assert answer.objective is not None
    own = matrix.violation(answer.values)
    rest = solve.solve(matrix.fixed(answer.values), Options()) if own > HELD else None
    if rest is None or rest.values is None or rest.objective is None:
        return own
    dearer = rest.objective > answer.objective + 1e-3 * abs(answer.objective)
    return own if dearer else matrix.violation(rest.values)


def scip(
    matrix: Matrix, options: Options, start: Floats | None = None, progress: Callable[[Progress], None] | None = None
) -> Answer:
    """SCIP on the same arrays; without a trace of its way."""
    from pyscipopt import Model, quicksum

    model = Model()
    model.hideOutput()
    model.setParams({"limits/gap": options.relative_gap, "limits/time": options.time_limit or model.infinity()})
    model.setParam("timing/clocktype", 1)  # of the CPU
    model.setParam("numerics/feastol", 1e-7)  # at its own, 1e-6, its presolve calls S 0 infeasible, which has a plan
    ends = ([None if np.isinf(end) else end for end in side.tolist()] for side in (matrix.low, matrix.high))
    kinds = ("I" if whole else "C" for whole in matrix.whole)
    x = [model.addVar(lb=a, ub=b, vtype=k) for a, b, k in zip(*ends, kinds, strict=True)]
    model.setObjective(quicksum(c * x[j] for j, c in enumerate(matrix.cost.tolist()) if c))
    value, index = matrix.value.tolist(), matrix.index.tolist()
    for i, (low, high) in enumerate(zip(matrix.row_low.tolist(), matrix.row_high.tolist(), strict=True)):
        inside = range(matrix.start[i], matrix.start[i + 1])
        if inside:
            row = quicksum(value[k] * x[index[k]] for k in inside)
            model.addCons(row == low if low == high else row >= low if np.isfinite(low) else row <= high)
    model.optimize()
    unit, bound = matrix.cost_unit, model.getDualbound()
    if not model.getNSols():
        return Answer(solve.NO_PLAN, None, None, bound * unit if not model.isInfinity(abs(bound)) else None, 0.0)
    plan = model.getBestSol()
    values = np.array([model.getSolVal(plan, v) for v in x]) * matrix.unit
    return Answer(solve.GAP, values, model.getPrimalbound() * unit, bound * unit, 0.0)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4]))
