"""The certificate of a plan: each stage's relaxation solved once more by itself, its duals kept, its bound proven.

The rows are written anew, from the facts whose optimisation gave the bounds that the plan reports, so that nothing of
the plan is touched. What is kept is what proof/ proves from the kept duals, not what the solver says.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from procure import assembly, curved, solve
from procure.certificate import Certificate, Points, StageProof
from procure.facts import Facts
from procure.linear import Linear
from procure.milp import Numbers
from procure.objectives import StageSpec
from procure.plan import Stage
from procure.proof import bound, relaxation
from procure.proof.bound import Proof
from procure.proof.ends import Ends
from procure.proof.relaxation import CUTOFF, HELD, Line
from procure.recorded import Row
from procure.solve import Floats, Options

LARGEST = 100_000  # columns from which on no certificate is made: duals would fill a workbook
NOISE = 1e-9  # a scaled dual below this is none
STOPPED = "the search was stopped before the gap asked for"
TOO_LARGE = f"more than {LARGEST:,} decisions"
NO_TIME = "its relaxation was not solved, or not in the time that was left"
OPEN = "its duals prove nothing"


def left_to_others(rows: Iterable[Row], stages: Iterable[Stage]) -> dict[str, float]:
    """What a stage may come to in those after it, by name: by the row that holds it, or as it is in the plan where
    price curves make that more; rounded up, to be stored."""
    best = {stage.name: stage.best for stage in stages}
    return {str(r.index[0]): bound.above(max(r.right, best[str(r.index[0])])) for r in rows if r.clause == HELD}


def certificate(
    f: Facts, money: float, stages: Sequence[Stage], later: Mapping[str, float], options: Options
) -> Certificate:
    """Of the stages that were run on these facts.

    money: M that the solver counts as 1. later: as `left_to_others` gives. options: of the solver; its time limit is
    for all relaxations together.
    """
    points = _points(f)
    f = curved.Refined(f.problem, points) if points else Facts(f.problem)
    m = Numbers(f.problem.programme.name, money)
    specs = assembly.assemble(m, f)
    if len(m.columns) > LARGEST:
        return Certificate(tuple(_none(s, later.get(s.name), TOO_LARGE) for s in stages), points)
    x, began, made = relaxation.of(m), time.monotonic(), list[StageProof]()
    ends, lines = Ends(x.low, x.high), list(x.lines)
    ends.derive(lines)
    for spec, stage in zip(specs, stages, strict=False):
        left = None if options.time_limit is None else options.time_limit - (time.monotonic() - began)
        proof = _none(stage, later.get(spec.name), STOPPED)
        if stage.state == solve.PROVEN:
            proof = _proven(m, spec, proof, stage.bound, (lines, ends), replace(options, time_limit=left))
        made.append(proof)
        if proof.held is None:
            break
        m.require(HELD, (spec.name,), spec.terms, "<=", proof.held)
        lines.append(relaxation.most(HELD, spec.name, relaxation.summed(spec.terms), proof.held))
    return Certificate(tuple(made), points)


def _points(f: Facts) -> Points:
    """Quantities at which chords meet beside those that the data alone give, with the digits that are stored."""
    known = curved.of(Facts(f.problem)) if isinstance(f, curved.Refined) else {}
    ends = {key: {0.0, *(chord.high for chord in one.chords)} for key, one in known.items()}
    more = f.points.items() if isinstance(f, curved.Refined) else ()
    found = {key: frozenset(map(bound.rounded, sets - ends.get(key, set()))) for key, sets in more}
    return {key: sets for key, sets in found.items() if sets}


def cut_off(best: float) -> float:
    """A value above which plans need no bound: they are above any that could be proven."""
    return float(f"{2.0 * abs(best) + 1.0:.6g}")


def _none(stage: Stage, right: float | None, why: str) -> StageProof:
    return StageProof(stage.name, right, cut_off(stage.best), None, why=why)


def _proven(
    m: Numbers, spec: StageSpec, one: StageProof, claimed: float | None, known: tuple[list[Line], Ends],
    options: Options,
) -> StageProof:  # fmt: skip
    """The stage's proof: duals of its relaxation, and what they prove; none at all where that proves as much."""
    ends, objective = known[1].copy(), relaxation.summed(spec.terms)
    lines = [*known[0], relaxation.most(CUTOFF, spec.name, objective, one.cutoff)]
    ends.derive(lines, len(lines) - 1)
    found = bound.prove(lines, ends, objective, {}, one.cutoff)
    if found.bound is None or claimed is None or found.bound < claimed:
        m.minimise(spec.terms)
        matrix = m.matrix()
        linear = Linear(matrix, options)
        try:
            solved = linear.solve()
        except KeyboardInterrupt:  # the plan is there, and kept
            solved = False
        if not solved:
            return replace(one, why=NO_TIME)
        duals = zip(lines, _in_model(linear.rows(), matrix.cost_unit, matrix.row_unit), strict=False)
        stored = {line.label: bound.rounded(y) for line, y in duals if y}
        found = max(found, bound.prove(lines, ends, objective, stored, one.cutoff), key=_height)
    if found.bound is None:
        return replace(one, why=OPEN)
    kept = {lines[k].label: y for k, y in found.duals.items()}
    return replace(one, bound=bound.below(found.bound), duals=kept, why="")


def _height(one: Proof) -> float:
    return -math.inf if one.bound is None else float(one.bound)


def _in_model(dual: Floats, cost_unit: float, row_unit: Floats | float) -> list[float]:
    """Duals of scaled rows in the units of the model; what is next to nothing is noise of the solver."""
    found: list[float] = np.where(np.abs(dual) < NOISE, 0.0, dual * cost_unit / row_unit).tolist()
    return found
