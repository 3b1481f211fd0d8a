"""Awards chosen over all draws, in two stages: who builds what now, deliveries and payments when the draw is known.

    candidates   the awards of the plan, and those of the plans of the first K draws, each once
    judged       every candidate planned again in every draw with its awards kept
    chosen       on every second draw: the one with a plan in most of them, then the least late where lateness comes
                 before cost, then the least expected (or worst) cost over the draws in which all of these have a plan;
                 the plan's own where no other saves more than what is not proven of its plans
    worth        on the other draws, which took no part in choosing: expected cost of the plan's awards less that of
                 the chosen

That is no proof of the best awards of all: `bound` says below which expected cost no awards can come, that of planning
with the draw known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from procure.objectives import COST, LATENESS
from procure.plan import Plan
from procure.problem import Pin, Problem
from procure.risk.adapting import KEPT, Adapted, awards_of, by_draw, known, pinned_cases, planned, solved
from procure.risk.estimates import Estimate, mean
from procure.sweep.case import How, Result, Tell
from procure.sweep.planned import plan_of

EXPECTED, WORST = "expected", "worst"
PLAIN = "the plan's"


@dataclass(frozen=True)
class Candidate:
    """Awards under a name, and what each draw comes to with them; `first`: draws whose own plan has them."""

    name: str
    awards: tuple[Pin, ...]
    results: tuple[Result | None, ...] = ()
    first: tuple[int, ...] = ()

    @property
    def plans(self) -> int:
        """Draws that have a plan with these awards."""
        return sum(planned(one) for one in self.results)

    @property
    def unknown(self) -> int:
        """Draws of which it is not known whether they have one."""
        return sum(one is not None and not known(one) for one in self.results)

    def costs(self, of: Sequence[int]) -> list[float]:
        """M of these draws, which have a plan."""
        return [one.cost for k in of if (one := self.results[k]) is not None and one.cost is not None]

    def gap(self, of: Sequence[int]) -> float:
        """M that better plans of these draws could cost less, in the mean."""
        gaps = [one.gap or 0.0 for k in of if (one := self.results[k]) is not None]
        return sum(gaps) / len(gaps) if gaps else 0.0

    def late(self, of: Sequence[int]) -> float:
        """Unit-periods of delay in all in these draws."""
        return sum(float(one.record.get("late", 0)) for k in of if (one := self.results[k]) is not None)


@dataclass(frozen=True)
class Chosen:
    """The candidates, the plan's own first; the number of the one chosen; and what choosing it is worth, M.

    worth: on draws that took no part in choosing; None where none of these has both plans, or the plan's own awards are
    chosen. compared: draws in which all candidates that can be compared have a plan. bound: M of expected cost over
    these that no awards can come below.
    """

    candidates: tuple[Candidate, ...]
    number: int
    by: str
    worth: Estimate | None
    bound: Estimate | None
    compared: tuple[int, ...] = field(default=())

    @property
    def best(self) -> Candidate:
        return self.candidates[self.number]


@dataclass(frozen=True)
class Choice:
    """How to choose: among the plans of so many draws, by EXPECTED or WORST cost."""

    count: int
    by: str = EXPECTED
    level: float = 0.95


def chosen(
    problems: Sequence[Problem | None], plan: Plan, replanned: Adapted, choice: Choice, how: How, tell: Tell | None
) -> Chosen:
    """Awards chosen over all draws. problems: of the draws, None where their numbers make none."""
    candidates = _candidates(plan, replanned, choice.count)
    cases = [
        case
        for number, one in enumerate(candidates) if number
        for case in pinned_cases(f"candidate {number}", problems, one.awards, plan)
    ]  # fmt: skip
    results = solved(cases, how, tell)
    several = [
        Candidate(one.name, one.awards, by_draw(f"candidate {n}", results, len(problems)) if n else replanned.kept,
                  one.first)
        for n, one in enumerate(candidates)
    ]  # fmt: skip
    late_first = _lateness_first(next((p for p in problems if p is not None), None))
    return decided(several, replanned.anew, choice, late_first)


def decided(
    several: Sequence[Candidate], anew: Sequence[Result | None], choice: Choice, late_first: bool = True
) -> Chosen:
    """The choice among candidates that are planned in every draw, the plan's own the first."""
    whole = range(len(several[0].results))
    choosing, measuring = whole[::2], whole[1::2]
    most = max(sum(planned(one.results[k]) for k in choosing) for one in several)
    able = [n for n, one in enumerate(several) if sum(planned(one.results[k]) for k in choosing) == most]
    common = _common([several[n] for n in able], choosing)

    def better(number: int) -> tuple[float, float, int]:
        one = several[number]
        costs, late = one.costs(common), one.late(common) if late_first else 0.0
        expected = sum(costs) / len(costs) if costs else 0.0
        return late, round(max(costs, default=0.0) if choice.by == WORST else expected, 6), number

    best = min(able, key=better)
    if 0 in able and best and better(0)[0] == better(best)[0]:
        gained = better(0)[1] - better(best)[1]
        best = best if gained > several[0].gap(common) else 0  # a difference within the gap is none
    both = _common([several[0], several[best]], measuring)
    before, after = (several[n].costs(both) for n in (0, best))
    saved = [a - b for a, b in zip(before, after, strict=True)]
    worth = mean(saved, choice.level) if saved and best else None
    compared = tuple(_common([several[n] for n in able], whole))
    free = [one.bound for k in compared if (one := anew[k]) is not None and one.bound is not None]
    return Chosen(tuple(several), best, choice.by, worth, mean(free, choice.level) if free else None, compared)


def _candidates(plan: Plan, replanned: Adapted, count: int) -> list[Candidate]:
    """The plan's awards, and each other that the plans of the first draws have."""
    found: dict[tuple[Pin, ...], list[int]] = {awards_of(plan): []}
    for number, one in enumerate(replanned.anew[:count]):
        if one is not None and KEPT in one.record:
            found.setdefault(awards_of(plan_of(one.record[KEPT])), []).append(number)
    names = [PLAIN, *(f"of draw {first[0] + 1}" for _, first in list(found.items())[1:])]
    both = zip(names, found.items(), strict=True)
    return [Candidate(name, awards, first=tuple(first)) for name, (awards, first) in both]


def _common(several: Sequence[Candidate], of: Sequence[int]) -> list[int]:
    """Those draws in which all of these have a plan."""
    return [k for k in of if all(planned(one.results[k]) for one in several)]


def _lateness_first(problem: Problem | None) -> bool:
    names = [one.name for one in problem.objectives] if problem is not None else []
    return LATENESS in names and (COST not in names or names.index(LATENESS) < names.index(COST))
