"""A solver like solve.solve that knows the structure of its model: a first plan of our own, then HiGHS from there.

The bound is the relaxation's or that of HiGHS; what is infeasible is asked of HiGHS alone. Everything is limited by
turns and nodes, by the clock only where there is a time limit, so that the same model gives the same plan.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from procure import solve as solver
from procure.facts import Facts
from procure.heuristic import large, structure
from procure.heuristic.cutting import Cutting, Known, Valid, extended, known, valid
from procure.heuristic.first_plan import first_plan
from procure.heuristic.improve import Search, improve
from procure.heuristic.structure import Bools, Key, Named, Structure
from procure.heuristic.sure import sure_plan
from procure.heuristic.tighten import tightened
from procure.linear import MANY
from procure.solve import GAP, INTERRUPTED, PROVEN, Answer, Floats, Matrix, Options, Progress

ROUNDS = (20, 60)  # small searches for a better plan, before the first node of the whole search and after it
FAR = 0.03  # gap from which on a plan is only improved, not made anew
LEAST = 3000  # whole decisions from which on a plan of our own pays: at 2,184 (eurofighter) HiGHS alone is quicker
TRIED = 1e-6  # how far a plan may miss a row, in scaled units
CUTS = 2  # rounds of rows added to the relaxation of a large model: the third brings a tenth of what the first does
NEAR = 0.15  # of what a package costs on average: reduced cost beyond which a start is left out of the first plan

Tell = Callable[[Progress], None]


@dataclass
class Best:
    """The best plan so far, and what is proven."""

    matrix: Matrix
    options: Options
    tell: Tell | None
    began: float
    plan: Answer | None = None
    bound: float | None = None
    stopped: bool = False

    def keep(self, answer: Answer) -> None:
        """Take a plan where it is one, and better."""
        self.stopped = self.stopped or answer.stopped
        if answer.values is None or self.matrix.violation(answer.values) > TRIED:
            return
        reached = float(self.matrix.cost @ (answer.values / self.matrix.unit)) * self.matrix.cost_unit
        if self.plan is None or self.plan.objective is None or reached < self.plan.objective:
            self.plan = replace(answer, objective=reached)
            if self.tell is not None:
                self.tell(Progress(reached, self.bound, time.monotonic() - self.began))

    def near(self, relative: float = 0.0) -> bool:
        """Whether the gap asked for is proven, or this one."""
        options = replace(self.options, relative_gap=max(relative, self.options.relative_gap))
        return self.plan is not None and solver.within(self.plan.objective, self.bound, options) == PROVEN

    def bounded(self, bound: float | None) -> None:
        """What else is proven."""
        bounds = [one for one in (self.bound, bound) if one is not None]
        self.bound = max(bounds, default=None)

    def left(self) -> float | None:
        """Seconds that are left, None where there is no limit."""
        limit = self.options.time_limit
        return None if limit is None else max(0.1, limit - (time.monotonic() - self.began))

    def enough(self) -> bool:
        """Whether nothing more is to be tried."""
        limit = self.options.time_limit
        return self.stopped or self.near() or (limit is not None and time.monotonic() - self.began > limit)

    def joined(self, p: Progress, spent: float) -> Progress:
        """Progress of the whole search, with what was known before it."""
        bests = [b for b in (p.best, None if self.plan is None else self.plan.objective) if b is not None]
        bounds = [b for b in (p.bound, self.bound) if b is not None]
        return Progress(min(bests, default=None), max(bounds, default=None), p.seconds + spent)

    def answer(self, state: str) -> Answer:
        values, reached = (None, None) if self.plan is None else (self.plan.values, self.plan.objective)
        return Answer(state, values, reached, self.bound, time.monotonic() - self.began, self.stopped)


@dataclass(frozen=True)
class Guided:
    """Called like solve.solve, for models of this structure of which this is known. Without, or where there is little
    to decide, it is solve.solve."""

    structure: Structure | None = None
    known: Known | None = None
    guide: Floats | None = None

    def on(
        self,
        f: Facts,
        columns: Sequence[tuple[str, Key]],
        rows: Sequence[Named],
        cost: Iterable[tuple[float, int]] = (),
    ) -> Guided:
        """For the model of these facts that has these columns and rows. cost: what a good plan has little of, where an
        earlier objective leaves much open; coefficients and columns."""
        guide = np.zeros(len(columns))
        for coefficient, column in cost:
            guide[column] += coefficient
        return Guided(structure.of(f, columns, rows), known(f, columns, rows), guide)

    def __call__(
        self, matrix: Matrix, options: Options, start: Floats | None = None, progress: Tell | None = None
    ) -> Answer:
        """Ctrl-C stops it and keeps the best plan so far."""
        if self.structure is None or self.known is None or matrix.whole.sum() < LEAST:
            return solver.solve(matrix, options, start, progress)
        s = self.structure.sized(len(matrix.row_low))
        best = Best(matrix, options, progress, time.monotonic())
        binary = s.implied | (matrix.whole & (matrix.low >= 0) & (matrix.high <= 1))
        tight, rows = valid(tightened(matrix, binary), s, binary, self.known)
        many = len(matrix.cost) > MANY
        try:
            if start is not None:
                best.keep(Answer(GAP, start, None, None, 0.0))
            if many:
                _large(tight, s, best, rows, self.guide)
            else:
                _prepared(tight, s, best, rows, Given(binary, self.known), self.guide)
        except KeyboardInterrupt:
            best.stopped = True
        if best.stopped:
            return best.answer(INTERRUPTED)
        if best.near():
            return best.answer(PROVEN)
        if many and best.plan is not None:  # the whole search would end in no time that anyone has
            return best.answer(GAP)
        return whole(extended(tight, rows.added), best, start)


@dataclass(frozen=True)
class Given:
    """What is known of a model beside its matrix. binary: columns that are 0 or 1."""

    binary: Bools
    known: Known


def _prepared(tight: Matrix, s: Structure, best: Best, rows: Valid, of: Given, guide: Floats | None) -> None:
    """The relaxation's bound, and a plan where one is found: by what the guide says, where there is none."""
    rng = random.Random(best.options.seed)  # nosec B311 # turns of a search, the same in every run: nothing secret
    aim = large.aimed(tight, guide) if best.plan is None and guide is not None else None
    if aim is not None:
        best.bounded(large.least(tight) * tight.cost_unit)
        _searched(*valid(aim, s, of.binary, of.known), s, best, of, rng)
    found = None if best.enough() else _searched(tight, rows, s, best, of, rng, bounds=True)
    if found is None:
        return
    for rounds in ROUNDS:
        if best.plan is not None and not best.enough():
            improve(found, rng, best.plan, best.keep, best.enough, rounds)
        if best.enough() or rounds == ROUNDS[-1]:
            return
        _root(extended(tight, rows.added), best)


def _searched(
    matrix: Matrix, rows: Valid, s: Structure, best: Best, of: Given, rng: random.Random, bounds: bool = False
) -> Search | None:
    """What was searched for a first plan; None where the relaxation has no point, or says that it is enough. bounds:
    its value is one."""
    linear = Cutting(matrix, best.options, rows)
    if not linear.solve():
        return None
    linear.cut_and_solve()
    if bounds:
        best.bounded(linear.objective * matrix.cost_unit)
    if best.near():
        return None
    search = _search(matrix, s, linear, best.options)
    if not best.near(FAR):
        sure_plan(search, linear, rows, of.binary, of.known, best.keep)
    if best.plan is None:
        first_plan(search, rng, best.keep, best.enough)
    return search


def _search(tight: Matrix, s: Structure, linear: Cutting, options: Options) -> Search:
    """From the last point of the relaxation."""
    assert linear.values is not None
    near, dual = _near(tight, s, linear), linear.rows()[: len(tight.row_low)]
    untimed = replace(options, time_limit=None)
    return Search(tight, near, s, linear.values, linear.objective, dual, linear.reduced(), untimed)


def _large(tight: Matrix, s: Structure, best: Best, rows: Valid, guide: Floats | None) -> None:
    """The same of a large model: a plan by what the guide says where there is none, then the bound and better plans."""
    rng = random.Random(best.options.seed)  # nosec B311 # turns of a search, the same in every run: nothing secret
    least = large.least(tight)
    best.bounded(least * tight.cost_unit if np.isfinite(least) else None)
    aim = large.aimed(tight, guide) if best.plan is None and guide is not None else None
    for matrix in (tight,) if aim is None else (aim, tight):
        if best.enough():
            return
        linear = Cutting(matrix, replace(best.options, time_limit=best.left()), rows)
        if not linear.solve():
            continue
        search = _search(matrix, s, linear, best.options)
        if matrix is tight:
            best.bounded(linear.objective * tight.cost_unit)
            if not best.enough() and linear.cut_and_solve(CUTS):
                best.bounded(linear.objective * tight.cost_unit)
                search = _search(matrix, s, linear, best.options)
        known = None if best.plan is None or best.plan.values is None else best.plan.values / tight.unit
        if not best.enough():
            large.plans(search, rng, best.keep, best.enough, known)


def _root(tight: Matrix, best: Best) -> None:
    """The first node of the whole search: cuts bring its bound far above the relaxation's."""
    known = None if best.plan is None else best.plan.values
    answer = solver.solve(tight, replace(best.options, nodes=1, time_limit=best.left()), known, best.tell)
    best.bounded(answer.bound)
    best.keep(answer)


def _near(tight: Matrix, s: Structure, linear: Cutting) -> Matrix:
    """Without the starts that the relaxation's prices say are dear: good plans have hardly any of them."""
    reduced = np.maximum(linear.reduced(), 0.0)
    dear = reduced + np.where(s.begin >= 0, reduced[s.begin], 0.0) + np.where(s.award >= 0, reduced[s.award], 0.0)
    shut = (s.begin >= 0) & (dear > NEAR * max(1.0, abs(linear.objective)) / max(1, s.groups))
    return replace(tight, high=np.where(shut, np.maximum(tight.low, 0.0), tight.high))


def whole(tight: Matrix, best: Best, start: Floats | None) -> Answer:
    """The whole search, from the best plan so far."""
    spent, tell = time.monotonic() - best.began, best.tell
    options = replace(best.options, time_limit=best.left())
    later = None if tell is None else lambda p: tell(best.joined(p, spent))
    answer = solver.solve(tight, options, start if best.plan is None else best.plan.values, later)
    best.bounded(answer.bound)
    best.tell, best.stopped = None, answer.stopped
    if best.plan is None or (answer.values is None and answer.state in (solver.INFEASIBLE, solver.REJECTED)):
        return replace(answer, bound=best.bound, seconds=answer.seconds + spent)
    best.keep(answer)
    return best.answer(INTERRUPTED if answer.stopped else GAP if not best.near() else PROVEN)
