"""Better plans around a plan: a few packages are freed at a time, and the best way of doing them is searched for."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from procure.heuristic.around import NODES, NONE, eased, held, opened, searched
from procure.heuristic.neighbours import Neighbours
from procure.heuristic.structure import Ints, Structure
from procure.linear import small
from procure.solve import Answer, Floats, Matrix, Options

VAIN = 25  # small searches without a better plan before it is given up
FREE = 8  # packages free in one of them
FINE = 5e-4  # relative gap asked of one


@dataclass(frozen=True)
class Search:
    """What is searched. matrix: tightened. near: the same with only the ways that the relaxation thinks well of.
    x: the relaxation's point, bound its value, dual what its rows are worth, reduced its reduced costs; all scaled.
    """

    matrix: Matrix
    near: Matrix
    s: Structure
    x: Floats
    bound: float
    dual: Floats
    reduced: Floats
    options: Options

    @property
    def scale(self) -> float:
        """About what a plan costs."""
        return max(1.0, abs(self.bound))


def improve(
    search: Search,
    rng: random.Random,
    plan: Answer,
    keep: Callable[[Answer], None],
    enough: Callable[[], bool],
    rounds: int,
) -> None:
    """Tell `keep` of better plans, until it is enough, or the rounds are over."""
    assert plan.values is not None
    assert plan.objective is not None
    s, x, least, vain = search.s, plan.values / search.matrix.unit, plan.objective, 0
    around = Neighbours(search.near, s, search.reduced, search.scale)
    fine = replace(search.options, relative_gap=FINE, nodes=NODES)
    for _ in range(rounds):
        if vain == VAIN or enough():
            return
        free, vain = around.draw(rng, x, FREE), vain + 1
        found = _better(search, x, free, fine, least)
        if found is not None and found.values is not None and found.objective is not None:
            x, least, vain = found.values / search.matrix.unit, found.objective, 0
            around.better(free)
            keep(found)


def _better(search: Search, x: Floats, free: Ints, options: Options, least: float) -> Answer | None:
    """A plan that costs less; sought with nothing whole but what decides packages, then, where need be, with all."""
    s, unit = search.s, search.matrix.unit
    some = held(opened(search.near, search.matrix, s, x), s, x, free)
    eased_plan = small(eased(some, s), options, x * unit)
    if not _less(eased_plan, least):
        return None
    assert eased_plan.values is not None
    plan = searched(search.matrix, s, eased_plan.values / unit, NONE, options, known=False)
    plan = plan if _less(plan, least) else small(some, options, x * unit)
    return plan if _less(plan, least) else None


def _less(answer: Answer, least: float) -> bool:
    """Whether a search has found what costs less."""
    if answer.stopped:
        raise KeyboardInterrupt
    return answer.objective is not None and answer.objective < least - 1e-9 * abs(least)
