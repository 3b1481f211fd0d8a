"""The least sizes by which cells must be loosened for there to be a plan: sizes become decisions of the optimisation.

    minimise  sum_k weight[k] s_k    with    row_low <= A x + sum_k slope[.,k] s_k <= row_high,   0 <= s_k <= most[k]

Slopes that are the same everywhere make it exact. Those of shares of decided work are told at a point: it is solved,
told again where it ended and solved from there, until the weight falls no more (Dinkelbach's method for ratios).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from procure import solve
from procure.explain.claims import without
from procure.explain.claims.claim import Claim, Way
from procure.explain.loosening import Loosened, applied, capped, rounded_up, weight_of_one
from procure.explain.slopes import Built, Slopes, built, slopes
from procure.problem import Problem
from procure.solve import Floats, Matrix, Options

NODES = 3000  # of a search for least sizes, where no other limit is asked for
GAP = 1e-4  # how close to the least weight, as a part of it
ROUNDS = 8  # of telling slopes again
LESS = 1e-6  # how much a round must save, as a part of the weight
NOTHING = 1e-7  # of a cell's figure: a size below that is the solver's arithmetic


@dataclass(frozen=True)
class Sizes:
    """Cells with their sizes, multiples of their steps.

    least: whether it is proven that no sizes of less weight do, but for what rounding to steps adds. exact: whether
    slopes were the same everywhere, and no row moved with two cells.
    """

    cells: tuple[Loosened, ...]
    least: bool
    exact: bool


class Search:
    """Least sizes for a problem among claims.

    linear: claims all of whose cells have slopes. others: those that have not.
    """

    def __init__(self, problem: Problem, claims: Sequence[Claim], options: Options) -> None:
        self.problem, self.options = problem, options
        cells = [Loosened(c, w, w.step) for c in claims for w in c.ways if w.now is not None and w.most != 0]
        self.base = built(problem)
        self.slopes = Slopes((), (), (), True)
        if self.base is not None and cells:
            self.slopes = slopes(problem, self.base, cells, np.zeros(len(self.base.matrix.cost)))
            if not self.slopes.everywhere or len(self.slopes.cells) < len(cells):
                self.slopes = slopes(problem, self.base, cells, self._point(self.base, claims))
        known = {(cell.claim.name, cell.way) for cell in self.slopes.cells}
        self.linear = tuple(c for c in claims if c.ways and all((c.name, way) in known for way in c.ways))
        self.others = tuple(c for c in claims if c not in self.linear)

    def least(self) -> Sizes | None:
        """The sizes; None where no sizes of these cells give a plan, or none were found."""
        if self.base is None or not self.slopes.cells:
            return None
        centre = np.zeros(len(self.slopes.cells))
        best, proven, known, base = None, False, self.slopes, self.base
        for _ in range(1 if known.everywhere else ROUNDS):
            answer = self._solved(base.matrix, known, centre)
            if answer.values is None:
                break
            moved = np.maximum(0.0, centre + answer.values[len(base.matrix.cost) :])
            before, weight = None if best is None else self._weight(best), self._weight(moved)
            best = moved if before is None or weight < before else best
            proven = answer.state == solve.PROVEN
            if known.everywhere or (before is not None and weight >= before * (1 - LESS)):
                break
            told = self._again(moved, answer.values[: len(base.matrix.cost)])
            if told is None:
                break
            base, known, centre = *told, moved
        if best is None:
            return None
        cells = (c.by(rounded_up(c.way, float(s))) for c, s in zip(self.slopes.cells, best, strict=True))
        kept = (c for c in cells if c.size and c.size > NOTHING * max(1.0, abs(c.way.now or 0.0)))
        return Sizes(tuple(kept), proven, self.slopes.everywhere and self.slopes.apart)

    def _point(self, base: Built, claims: Sequence[Claim]) -> Floats:
        """A plan where all the claims are given up, in the columns of the problem; 0 where none is found."""
        nothing = np.zeros(len(base.matrix.cost))
        given_up = built(without(self.problem, claims))
        if given_up is None:
            return nothing
        answer = self._run(given_up.matrix, replace(self.options, relative_gap=1e6, nodes=self._nodes()))
        if answer.values is None:
            return nothing
        at = dict(zip(given_up.m.columns, answer.values, strict=True))
        return np.array([float(at.get(column, 0.0)) for column in base.m.columns])

    def _again(self, sizes: Floats, x: Floats) -> tuple[Built, Slopes] | None:
        """The optimisation at these sizes and its slopes at the point; None where it cannot be built so."""
        cells = self.slopes.cells
        moved = [c.by(_at(c.way, float(s))) for c, s in zip(cells, sizes, strict=True) if s > NOTHING]
        problem = applied(self.problem, moved)
        base = built(problem)
        if problem is None or base is None:
            return None
        found = slopes(problem, base, [_from(cell, float(s)) for cell, s in zip(cells, sizes, strict=True)], x)
        if len(found.cells) != len(cells):
            return None
        return base, replace(found, cells=cells)

    def _solved(self, matrix: Matrix, known: Slopes, centre: Floats) -> solve.Answer:
        """The optimisation with the sizes, from the centre on, as its last columns."""
        weights = np.array([weight_of_one(self.problem, c.claim, c.way) for c in known.cells])
        unit = np.array([max(1.0, abs(c.way.now or 0.0)) for c in known.cells])
        most = np.array([np.inf if c.way.most is None else c.way.most for c in known.cells])
        asked = _with_sizes(matrix, known, weights, unit, -centre, most - centre)
        options = replace(self.options, relative_gap=GAP, absolute_gap=1e-6, nodes=self._nodes())
        return self._run(asked, options)

    def _run(self, matrix: Matrix, options: Options) -> solve.Answer:
        answer = solve.solve(matrix, options)
        if answer.stopped:
            raise KeyboardInterrupt
        return answer

    def _nodes(self) -> int:
        return NODES if self.options.nodes is None else self.options.nodes

    def _weight(self, sizes: Floats) -> float:
        weights = [weight_of_one(self.problem, c.claim, c.way) for c in self.slopes.cells]
        return float(np.array(weights) @ sizes)


def _at(way: Way, size: float) -> float:
    """A size to look at the problem at: not rounded where the cell takes any number."""
    return rounded_up(way, size) if way.step >= 1 else capped(way, size)


def _from(cell: Loosened, size: float) -> Loosened:
    """The cell once it is loosened by a size."""
    way = cell.way
    now, most = (way.now or 0.0) + way.sign * size, None if way.most is None else max(0.0, way.most - size)
    return replace(cell, way=replace(way, now=now, most=most))


def _with_sizes(matrix: Matrix, known: Slopes, weights: Floats, unit: Floats, low: Floats, high: Floats) -> Matrix:
    """The optimisation with the sizes as its last columns, counted in `unit`, their weight to be minimised."""
    columns, factor = len(matrix.cost), np.broadcast_to(matrix.row_unit, len(matrix.row_low))
    lengths = [len(rows) for rows in known.rows]
    at = np.concatenate(known.rows).astype(int)
    by = np.concatenate(known.by) * np.repeat(unit, lengths) / factor[at]
    row = np.concatenate([np.repeat(np.arange(len(factor)), np.diff(matrix.start)), at])
    order = np.argsort(row, kind="stable")
    new = np.repeat(np.arange(columns, columns + len(unit)), lengths)
    cost = weights * unit
    cost_unit = float(10.0 ** np.round(np.log10(cost.max())))
    return replace(
        matrix,
        cost=np.append(np.zeros(columns), cost / cost_unit),
        low=np.append(matrix.low, low / unit),
        high=np.append(matrix.high, high / unit),
        whole=np.append(matrix.whole, np.zeros(len(unit), dtype=bool)),
        start=np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(factor)))]).astype(np.int32),
        index=np.concatenate([matrix.index, new])[order].astype(np.int32),
        value=np.concatenate([matrix.value, by])[order],
        unit=np.append(np.broadcast_to(matrix.unit, columns), unit),
        cost_unit=cost_unit,
    )
