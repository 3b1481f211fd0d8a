"""A solver that climbs from what is known: plans near by, then the support of the relaxation, then the whole.

    1  a plan near by, as it is or with its whole decisions held (one LP): enough where bounds alone allow no better
    2  the relaxation, without starts that cannot be: its value is a bound
    3  the relaxation with rows added that every plan keeps: a better bound
    4  whole decisions on which its point and the plan nearest to it agree held: a small search
    5  whole decisions that neither of them takes held at 0: a larger one; then with those of the best plan so far
    6  the whole search, from the best plan so far

Each rung is climbed only where the one before has not come within the gap asked of the bound. A rung is limited by
nodes, never by the clock, so that the same workbook gives the same plan. An LP begins at the basis where the last one
of its kind and shape ended: where numbers alone have changed the simplex is there in a few steps.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from procure import solve as solver
from procure.facts import Facts
from procure.heuristic import structure
from procure.heuristic.cutting import Cutting, known, valid
from procure.heuristic.guided import Best, whole
from procure.heuristic.structure import Bools
from procure.heuristic.tighten import tightened
from procure.linear import MANY, Basis, from_basis
from procure.milp import Milp
from procure.solve import GAP, INFEASIBLE, INTERRUPTED, PROVEN, Answer, Floats, Matrix, Options, Progress

NODES = 200  # of a small search
NOTHING = 1e-6  # what a point takes no part of
ROUNDING = 1e-9  # of a relaxation's value: what the solver's arithmetic may have put it too high
HELD, RELAXED = "held", "relaxed"  # kinds of LP

Bases = Mapping[tuple[str, int, int], Basis]  # by kind of LP, columns and rows


@dataclass(frozen=True)
class Ladder:
    """Called like solve.solve: the first rung that is within the gap asked. What is infeasible is asked of the whole
    search.

    bases: where LPs ended, in this model and in those near by; each that is solved replaces one. facts, m: what is
    planned, and its model. ends: plans of models near by, which need not hold here.
    """

    bases: dict[tuple[str, int, int], Basis] = field(default_factory=dict)
    facts: Facts | None = None
    m: Milp | None = None
    ends: Sequence[Floats] = ()

    def on(self, f: Facts, m: Milp, ends: Sequence[Floats]) -> Ladder:
        """For the model of these facts."""
        return Ladder(self.bases, f, m, ends)

    def __call__(
        self,
        matrix: Matrix,
        options: Options,
        start: Floats | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Answer:
        """Ctrl-C stops it and keeps the best plan so far."""
        if not matrix.whole.any():
            return self._linear(HELD, matrix, options)
        best = Best(matrix, options, progress, time.monotonic())
        best.bounded(_least(matrix))
        self._at(best, start)
        if best.near():
            return best.answer(PROVEN)
        binary = self._binary(matrix)
        tight = tightened(matrix, binary)
        relaxed = self._linear(RELAXED, tight.relaxed(), options)
        best.stopped = relaxed.stopped
        if relaxed.values is None and not best.stopped:
            sure = relaxed.state == INFEASIBLE and not options.presolve  # asked again, in another way than the search
            return relaxed if sure else solver.solve(matrix, options, start, progress)
        best.bounded(_sure(relaxed.objective))
        try:
            if relaxed.values is not None and not best.near():
                self._climb(tight, best, relaxed.values / matrix.unit, binary)
        except KeyboardInterrupt:
            best.stopped = True
        if best.stopped:
            return best.answer(INTERRUPTED)
        answer = best.answer(PROVEN) if best.near() else whole(tight, best, start)
        if answer.values is not None and answer.values is not start:  # problems near by begin where this LP ends
            self._linear(HELD, matrix.fixed(answer.values), replace(options, time_limit=best.left()))
        return answer

    def _at(self, best: Best, start: Floats | None) -> None:
        """Keep the start, where it is a plan; else the best plan with its whole decisions, where they can be kept."""
        if start is None:
            return
        best.keep(Answer(GAP, start, None, None, 0.0))
        if best.plan is None and best.matrix.takes(start):
            best.keep(self._linear(HELD, best.matrix.fixed(start), replace(best.options, time_limit=None)))

    def _climb(self, tight: Matrix, best: Best, x: Floats, binary: Bools) -> None:
        """The rungs between the relaxation and the whole. x: its point; binary: columns that are 0 or 1."""
        x = self._cut(tight, best, x, binary)
        plans = [*self.ends, *([] if best.plan is None or best.plan.values is None else [best.plan.values])]
        known = [plan / tight.unit for plan in plans]
        beside = [int((tight.whole & (plan > NOTHING) & (x <= NOTHING)).sum()) for plan in known]
        taken = x > NOTHING
        if known and not best.enough():
            nearest = known[beside.index(min(beside))]
            same, at = tight.whole & (np.abs(x - nearest) < NOTHING), np.clip(np.round(nearest), tight.low, tight.high)
            low, high = (np.where(same, at, end) for end in (tight.low, tight.high))
            best.keep(_search(replace(tight, low=low, high=high), best))
            taken |= nearest > NOTHING
        if not best.enough():
            best.keep(_search(_only(tight, taken), best))
        if not best.enough() and best.plan is not None and best.plan.values is not None:
            best.keep(_search(_only(tight, taken | (best.plan.values / tight.unit > NOTHING)), best))

    def _cut(self, tight: Matrix, best: Best, x: Floats, binary: Bools) -> Floats:
        """The point of the relaxation with rows added that every plan keeps; its bound is kept."""
        if self.facts is None or self.m is None or len(tight.cost) > MANY:
            return x
        s = structure.of(self.facts, self.m.columns, self.m.rows).sized(len(tight.row_low))
        closer, rows = valid(tight, s, binary, known(self.facts, self.m.columns, self.m.rows))
        linear = Cutting(closer, best.options, rows, self.bases.get(_shape(RELAXED, tight)))
        if not linear.solve() or not linear.cut_and_solve() or linear.values is None:
            return x
        best.bounded(_sure(linear.objective * tight.cost_unit))
        return linear.values

    def _binary(self, matrix: Matrix) -> Bools:
        """Columns that are 0 or 1 in every plan, declared whole or not."""
        binary = matrix.whole & (matrix.low >= 0) & (matrix.high <= 1)
        if self.facts is None or self.m is None:
            return binary
        return binary | structure.implied(self.facts, self.m.columns)

    def _linear(self, kind: str, matrix: Matrix, options: Options) -> Answer:
        """The answer of an LP, from where the last one of its kind and shape ended."""
        shape = _shape(kind, matrix)
        answer, basis = from_basis(matrix, options, self.bases.get(shape))
        if answer.state == PROVEN:
            self.bases[shape] = basis
        return answer


def _shape(kind: str, matrix: Matrix) -> tuple[str, int, int]:
    return kind, len(matrix.cost), len(matrix.row_low)


def _least(matrix: Matrix) -> float | None:
    """What the objective cannot be below by its columns' bounds alone; None without such a bound."""
    ends = np.where(matrix.cost > 0, matrix.low, matrix.high)[matrix.cost != 0]
    return float(ends @ matrix.cost[matrix.cost != 0]) * matrix.cost_unit if np.isfinite(ends).all() else None


def _sure(value: float | None) -> float | None:
    """A relaxation's value less what may be rounding in it."""
    return None if value is None else value - ROUNDING * max(1.0, abs(value))


def _only(matrix: Matrix, taken: Bools) -> Matrix:
    """The matrix with whole decisions that are taken nowhere held at 0."""
    shut = matrix.whole & ~taken & (matrix.low <= 0)
    return replace(matrix, high=np.where(shut, 0.0, matrix.high))


def _search(small: Matrix, best: Best) -> Answer:
    """What a small search comes to, from the best plan so far."""
    start = None if best.plan is None else best.plan.values
    return solver.solve(small, replace(best.options, nodes=NODES, time_limit=best.left()), start, None)
