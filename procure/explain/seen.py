"""What planning comes to where it is seen at once that there is no plan."""

from __future__ import annotations

from procure.explain.screens import screens
from procure.planning import Outcome
from procure.problem import Problem
from procure.solve import INFEASIBLE


def seen_at_once(problem: Problem, wanted: object = None) -> Outcome | None:
    """The outcome of a problem whose screens say that it has no plan; None where they say nothing.

    wanted: something that is made on the way to a plan, so that one has to be looked for.
    """
    return Outcome(INFEASIBLE, None) if wanted is None and screens(problem) else None
