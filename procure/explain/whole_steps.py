"""Claims that are loosened by whole steps, or given up: the fewest of them that are needed, then the fewest steps.

    1  of the claims that are offered those that are needed for there to be a plan, the last to be given up left out
    2  of each of them, the others as loose as they are: 1, 2, 4 ... steps until there is a plan, then halves
    3  what no number of steps is enough for is given up altogether

More steps are never stricter: a claim is loosened, and giving it up leaves every plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from procure.explain import least
from procure.explain.claims import without
from procure.explain.claims.claim import Claim, Way
from procure.explain.feasible import YES, Oracle
from procure.explain.loosening import Loosened, applied, capped
from procure.problem import Problem

TIMES = 16  # doublings of a step, at most


def fewest(
    problem: Problem, offered: Sequence[Claim], beside: Sequence[Claim], oracle: Oracle
) -> list[Loosened] | None:
    """The offered claims loosened as little as gives a plan once those beside are given up; None where nothing does."""

    def enough(some: Sequence[Claim]) -> bool:
        return oracle.answer(problem, (*beside, *some)) == YES

    if not offered or not enough(offered):
        return None
    needed = least.minimal(offered, enough)
    found: list[Loosened] = []
    for number, claim in enumerate(needed):
        so_far = applied(problem, found)
        if so_far is None:
            return None
        rest = without(so_far, (*beside, *needed[number + 1 :]))
        found.append(_least(rest, claim, oracle))
    return found


def _least(problem: Problem, claim: Claim, oracle: Oracle) -> Loosened:
    """The claim loosened by as few steps as give a plan, else given up."""
    way = claim.ways[0]
    given_up = Loosened(claim, way)
    if len(claim.ways) > 1 or way.most == 0 or (way.now is None and not way.labels):
        return given_up

    def enough(steps: int) -> bool:
        loosened = applied(problem, [Loosened(claim, way, sized(way, steps))])
        return loosened is not None and oracle.answer(loosened) == YES

    steps = fewest_steps(enough, _most(way))
    return given_up if steps is None else Loosened(claim, way, sized(way, steps))


def fewest_steps(enough: Callable[[int], bool], most: int) -> int | None:
    """The least number from 1 to `most` that is enough, where more always is; None where even the most is not."""
    without_plan, having = 0, min(1, most)
    while having and not enough(having):
        if having == most:
            return None
        without_plan, having = having, min(most, 2 * having)
    while having - without_plan > 1:
        middle = (without_plan + having) // 2
        if enough(middle):
            having = middle
        else:
            without_plan = middle
    return having or None


def sized(way: Way, steps: int) -> float:
    """The size of a number of steps."""
    return float(steps) if way.labels else capped(way, steps * way.step)


def _most(way: Way) -> int:
    """The most steps that make sense: the last of them may be a part of one."""
    if way.labels:
        return len(way.labels)
    return 2**TIMES if way.most is None else max(1, round(way.most / way.step + 0.499))
