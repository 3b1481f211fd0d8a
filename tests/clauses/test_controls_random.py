"""Technology control on random programmes: plans pass the audit, and tiny ones are as good as trying every award."""

from __future__ import annotations

import pytest

from procure import objectives
from procure.audit import audit
from procure.facts import Facts
from procure.planning import Outcome, plan
from procure.problem import DENIED, LICENCE, Problem
from tests import brute
from tests.clauses import test_de_minimis
from tests.generate import generate


def controlled(size: str, most: int) -> list[Problem]:
    """The first random programmes in which something is licensed or denied."""
    found = (generate(seed, size) for seed in range(8 * most))
    held = (p for p in found if any(c.permission in (LICENCE, DENIED) for c in p.controls))
    return [p for p, _ in zip(held, range(most), strict=False)]


def planned(problem: Problem) -> Outcome:
    """The plan of a problem, which passes the audit."""
    outcome = plan(problem)
    assert outcome.plan is not None, problem.programme.name
    assert [str(finding) for finding in audit(outcome.plan, Facts(problem)).findings] == []
    return outcome


def agrees(problem: Problem) -> None:
    """Late and dear no more than the best of all awards, as far as the stages' gaps leave it."""
    outcome, best, f = planned(problem), brute.best(problem), Facts(problem)
    assert best is not None
    assert outcome.plan is not None
    late = outcome.stages[0]
    assert late.value <= best.lateness + max(late.asked, 0.05 * best.lateness + 1) + 1e-5
    found = float(objectives.value(outcome.plan, f, "cost") + objectives.penalty(outcome.plan, f))
    given_up = max((one.relative for one in problem.objectives if one.name == "cost"), default=0.0)
    assert found <= best.cost * (1 + given_up) + 0.5
    assert late.value > best.lateness + 1e-5 or found >= best.cost - 0.5, problem.programme.name


def test_tiny_controlled_programmes_are_planned_as_well_as_by_trying_every_award() -> None:
    drawn = controlled("tiny", 10)
    assert len(drawn) == 10
    for problem in drawn:
        agrees(problem)


@pytest.mark.parametrize("fraction", [0.25, 0.4, 0.6])
def test_content_is_held_as_by_trying_every_award(fraction: float) -> None:
    agrees(test_de_minimis.tanks(fraction))


def test_small_controlled_programmes_pass_the_audit() -> None:
    drawn = controlled("small", 5)
    assert len(drawn) == 5
    made = [planned(problem).plan for problem in drawn]
    assert any(one is not None and one.values.get("transfer") for one in made)
