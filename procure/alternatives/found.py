"""Plans within so many per cent of the least cost, each as far as can be from those before it.

Plan 1 is the best one: the objectives up to cost, those after it left out. What comes before cost stays at its best in
all of them. Each further plan is the one whose nearest known plan is farthest from it (shape.py), of several such the
cheapest; each is audited where it is made. With it stands what is proven: no plan within the limit is farther from all
those before it. The search ends early where no plan is left that awards anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import takewhile

from procure import objectives, solve
from procure.alternatives.shape import Farthest, Holders, Within, distance, values
from procure.facts import Facts
from procure.near import holders
from procure.objectives import COST
from procure.plan import Plan, Stage
from procure.planning import ASKED, Outcome
from procure.problem import Problem
from procure.whatif.frontier import small
from procure.whatif.shape import Shape
from procure.whatif.solving import shaped

GAP = 2e-4  # relative gap that compared plans are solved to
SAME = 1e-6  # of the value of all packages: a plan no farther than that is no other plan

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class How:
    """How to plan: options of every plan, gap asked of every cost."""

    options: solve.Options = field(default_factory=solve.Options)
    gap: float = GAP


@dataclass(frozen=True)
class Alternative:
    """A plan. cost: as it was minimised, M. apart: M of work awarded otherwise than in the nearest plan before it, None
    of the first; farthest: M that no plan within the limit can be farther, None where nothing is proven.
    """

    plan: Plan
    cost: Decimal
    holders: Holders
    apart: float | None = None
    farthest: float | None = None
    state: str = solve.PROVEN


@dataclass(frozen=True)
class Found:
    """plans: the best first. part: how much more they may cost, of the best cost. within: the limits all keep.

    state: of planning the best one; why: more, in words. ended: of solve.py, how the search for one more ended where it
    found none: PROVEN = there is no other; "" = it found as many as were asked for. bound: of the best plan's cost, M.
    """

    problem: Problem
    plans: tuple[Alternative, ...]
    part: float
    within: Within | None = None
    state: str = solve.PROVEN
    why: str = ""
    ended: str = ""
    bound: float | None = None

    @property
    def worth(self) -> dict[str, float]:
        """worth[package]: what it counts, M."""
        return values(Facts(self.problem))


def alternatives(problem: Problem, part: float, count: int, how: How, tell: Tell | None = None) -> Found:
    """At most `count` plans that cost at most `part` of the best cost more. tell: (plans done, plans in all).

    Raises Refused where cost is no objective of the problem.
    """
    posed = objectives.up_to_cost(problem)
    outcome = shaped(posed, how.options, how.gap, None, Shape())
    if outcome.plan is None:
        return Found(posed, (), part, state=outcome.state, why=outcome.why)
    f = Facts(posed)
    before = takewhile(lambda stage: stage.name != COST, outcome.stages)
    cost = next(stage for stage in outcome.stages if stage.name == COST)
    limits = Within(tuple((stage.name, _raw(stage)) for stage in before), _most(cost.best, part), how.gap)
    found = Found(posed, (_of(outcome.plan, f, outcome.state),), part, limits, outcome.state, bound=cost.bound)
    while len(found.plans) < count and not found.ended:
        if tell is not None:
            tell(len(found.plans), count)
        found = _more(found, f, how)
    return found


def asked_stage(outcome: Outcome) -> Stage:
    """The stage of the question in an outcome that has a plan."""
    return next(stage for stage in outcome.stages if stage.name == ASKED)


def _more(found: Found, f: Facts, how: How) -> Found:
    """With one plan more, or with how the search for it ended."""
    assert found.within is not None
    shape = Farthest(found.within, tuple(one.holders for one in found.plans))
    outcome = shaped(found.problem, how.options, how.gap, found.plans[0].plan, shape)
    if outcome.plan is None:
        return replace(found, ended=outcome.state, why=outcome.why)
    one, stage = _of(outcome.plan, f, outcome.state), asked_stage(outcome)
    apart = min(distance(one.holders, other.holders, found.worth) for other in found.plans)
    farthest = None if stage.bound is None else max(apart, -stage.bound)
    nothing = SAME * sum(found.worth.values())
    if apart <= nothing:
        proven = farthest is not None and farthest < _least(found.worth)
        unproven = solve.GAP if outcome.state == solve.PROVEN else outcome.state
        return replace(found, ended=solve.PROVEN if proven else unproven)
    more = replace(one, apart=apart, farthest=farthest)
    interrupted = outcome.state == solve.INTERRUPTED
    return replace(found, plans=(*found.plans, more), ended=solve.INTERRUPTED if interrupted else "")


def _least(worth: dict[str, float]) -> float:
    """The least that two plans which award otherwise are apart, M."""
    return min((value for value in worth.values() if value), default=0.0) / 2


def _of(made_plan: Plan, f: Facts, state: str) -> Alternative:
    names = tuple(w.id for w in f.problem.packages)
    return Alternative(made_plan, small(made_plan, f, COST), holders(made_plan, names), state=state)


def _most(best: float, part: float) -> float:
    return best + part * abs(best)


def _raw(stage: Stage) -> float:
    """The best value of a stage as it was minimised."""
    return -stage.best if stage.most else stage.best
