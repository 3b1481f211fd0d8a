"""What `procure plan` does for rules on losses: every loss is planned after it, and it is made again if one breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from procure.cli import show

if TYPE_CHECKING:
    from procure.planning import Outcome
    from procure.problem import Problem

GAP = 2e-4  # relative gap of the plans after losses, where none is asked for


def kept(
    problem: Problem, outcome: Outcome, make: Callable[[Problem], Outcome], how: dict[str, Any]
) -> tuple[Problem, Outcome]:
    """The problem and an outcome that keeps its rules on losses; as they are where it has none. how: of the command."""
    from procure.workbook.sheets import LOSSES

    if not any(rule.measure in LOSSES for rule in problem.rules):
        return problem, outcome
    from procure.solve import Options
    from procure.stress import demands
    from procure.sweep.case import How

    options = Options(time_limit=how["time_limit"], threads=how["threads"], seed=how["seed"])
    tell = show.doing()
    try:
        return demands.kept(problem, outcome, make, How(options, GAP if how["gap"] is None else how["gap"] / 100), tell)
    finally:
        tell("")
