"""A claim one step looser or tighter: what a step is, and the problem that it makes.

    1 unit, point or per cent   of a rule's amount
    5 %                         of an amount of money (of a rule too), of every cell of a budget, a ceiling, a capacity
    the next period             of a cell that holds one; looser only
    1                           of any other number

A step is made by rows of Changes, as anybody could make it, and read again with every check.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from procure import rules
from procure.explain.claims.claim import CAPACITY, MONEY, Claim, Way
from procure.findings import errors
from procure.objectives import DEFAULT
from procure.origins import Change
from procure.problem import Problem
from procure.whatif import scenarios

LOOSEN, TIGHTEN = 1, -1
PART = 0.05  # of an amount of money or capacity
NAME = "step"
FREE = "share free"  # beside the amounts of a row of Capacity, which take the step


@dataclass(frozen=True)
class Step:
    """words: what changes. problem: None where the inputs would have errors, for the reason why."""

    words: str
    problem: Problem | None
    why: str = ""


def stepped(problem: Problem, claim: Claim, sense: int) -> Step | None:
    """The claim a step looser (LOOSEN) or tighter (TIGHTEN); None where it has no number to change so."""
    made = [(way, size) for way in claim.ways if (size := _size(problem, claim, way, sense))]
    if not made:
        return None
    rows = [replace(_change(way, size, sense), scenario=NAME, row=k) for k, (way, size) in enumerate(made, start=1)]
    words = _words(made, sense)
    problem = problem.replace(changes=tuple(rows), objectives=problem.objectives or DEFAULT)
    named, findings = scenarios.of_problem(problem)
    if errors(findings):
        return Step(words, None, str(errors(findings)[0].message))
    resolved = scenarios.resolve(problem, named[NAME])
    why = "" if resolved.problem is not None else errors(resolved.findings)[0].message
    return Step(words, resolved.problem, why)


def _size(problem: Problem, claim: Claim, way: Way, sense: int) -> float:
    """How far to go, in the cell's unit; 0 = not at all."""
    if way.most == 0 or (way.labels and sense == TIGHTEN) or (way.now is None and not way.labels):
        return 0.0
    if claim.kind == CAPACITY and way.column == FREE:
        return 0.0
    if way.labels:
        return 1.0
    size = abs(way.now or 0.0) * PART if _by_part(problem, claim, way) else max(1.0, way.step)
    return min(size, way.most) if sense == LOOSEN and way.most is not None else size


def _by_part(problem: Problem, claim: Claim, way: Way) -> bool:
    if claim.name.startswith("Rules["):
        rule = next(rule for rule in problem.rules if rule.id == way.row[0])
        return rules.unit_of(rule) == "M"
    return claim.kind in (MONEY, CAPACITY)


def _change(way: Way, size: float, sense: int) -> Change:
    return way.change(size * sense)


def _words(made: list[tuple[Way, float]], sense: int) -> str:
    """As in "2029 42 and 2030 63": cells with their new values, a long line by its first two."""
    told = list(_told(made, sense))
    return " and ".join(told[:2]) + (f" and {len(told) - 2} more cells" if len(told) > 2 else "")


def _told(made: list[tuple[Way, float]], sense: int) -> Iterator[str]:
    for way, size in made:
        if way.labels:
            yield f"{way.column} {way.labels[0]}"
        else:
            yield f"{way.column} {(way.now or 0.0) + way.sign * sense * size:.12g}"
