"""A plan's risk: its draws, each judged; how likely it is to hold, which limits break, what it comes to cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from procure import pool
from procure.facts import Facts
from procure.findings import Refused, errors
from procure.plan import Plan
from procure.problem import Problem
from procure.risk import drawing, judging
from procure.risk.adapting import Adapted, adapted, problems_of
from procure.risk.cells import undrawn
from procure.risk.choosing import Choice, Chosen, chosen
from procure.risk.estimates import LEVEL, Drivers, Estimate, Floats, drivers, probability
from procure.risk.inputs import inputs_of
from procure.risk.judging import Breach, Judged, Limit, Setting
from procure.sweep.case import How
from procure.sweep.case import Tell as SweepTell

DRAWS = 200

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Asked:
    """draws, seed: of the Latin hypercube. level: of the intervals, 0..1. jobs: processes."""

    draws: int = DRAWS
    seed: int = 0
    level: float = LEVEL
    jobs: int = 1


@dataclass(frozen=True)
class Broken:
    """A limit: how likely it breaks, and the breaches, one for each draw in which it does."""

    limit: Limit
    chance: Estimate
    breaches: tuple[Breach, ...]

    @property
    def mean(self) -> float:
        """What is missing where it breaks, in the mean."""
        return sum(breach.missing for breach in self.breaches) / max(1, len(self.breaches))

    @property
    def worst(self) -> float:
        return max((breach.missing for breach in self.breaches), default=0.0)


@dataclass(frozen=True)
class Found:
    """plan: what is held, with `as_planned` its judgement without any draw.

    judged: of each draw, None where Ctrl-C came before it. treasuries: the limits of money, in order. adapted, chosen:
    where each draw was planned again.
    """

    problem: Problem
    plan: Plan
    setting: Setting
    draws: tuple[tuple[float, ...], ...]
    as_planned: Judged
    judged: tuple[Judged | None, ...]
    asked: Asked
    adapted: Adapted | None = None
    chosen: Chosen | None = None
    treasuries: tuple[Limit, ...] = ()

    @property
    def done(self) -> list[Judged]:
        """Draws that were judged."""
        return [one for one in self.judged if one is not None]

    @property
    def holds(self) -> Estimate:
        """How likely every limit holds."""
        return self._chance(sum(one.holds for one in self.done))

    def broken(self) -> list[Broken]:
        """Every treasury's limit, in order, then other limits that break in any draw, the likeliest first."""
        by: dict[Limit, list[Breach]] = {limit: [] for limit in self.treasuries}
        for one in self.done:
            for breach in one.breaches:
                by.setdefault(breach.limit, []).append(breach)
        found = [Broken(limit, self._chance(len(several)), tuple(several)) for limit, several in by.items()]
        rank = {limit: number for number, limit in enumerate(self.treasuries)}
        last = len(rank)
        return sorted(found, key=lambda b: (rank.get(b.limit, last), -len(b.breaches), b.limit))

    def nation_breaks(self, nation: str) -> Estimate:
        """How likely any of a nation's limits of money breaks."""
        mine = (any(b.of_money and b.limit[1][0] == nation for b in one.breaches) for one in self.done)
        return self._chance(sum(mine))

    def costs(self, nation: str | None = None) -> list[float]:
        """M of cost in the draws in which the plan has one; of a nation what it bears."""
        priced = [one for one in self.done if one.borne]
        return [one.cost or 0.0 if nation is None else one.borne.get(nation, 0.0) for one in priced]

    def drivers_of_cost(self) -> Drivers | None:
        """What drives the plan's cost."""
        return self._drivers([one.cost if one else None for one in self.judged])

    def drivers_of_missing(self) -> Drivers | None:
        """What drives the money that treasuries lack."""
        return self._drivers([one.missing if one and one.borne else None for one in self.judged])

    def _drivers(self, figure: Sequence[float | None]) -> Drivers | None:
        known = [number for number, value in enumerate(figure) if value is not None]
        at: Floats = np.array([self.draws[number] for number in known], dtype=float)
        names = [one.name for one in self.setting.inputs]
        return drivers(names, at, [value for value in figure if value is not None], self.asked.level) if known else None

    def _chance(self, happened: int) -> Estimate:
        return probability(happened, len(self.done), self.asked.level)


def found(problem: Problem, plan: Plan, asked: Asked, tell: Tell | None = None) -> Found:
    """The risk of a plan of the problem. tell: (draws judged, draws in all). Raises Refused for a wrong Uncertainty."""
    inputs, findings = inputs_of(problem)
    if errors(findings):
        raise Refused(errors(findings))
    book = undrawn(problem)
    as_planned = judging.judged(Setting(book, (), plan), ())
    spare = {breach.limit: breach.missing for breach in as_planned.breaches}
    setting = Setting(book, tuple(inputs), plan, spare)
    draws = drawing.draws(inputs, asked.draws, asked.seed)
    done = 0

    def heard(_: pool.Ended) -> None:
        nonlocal done
        done += 1
        if tell is not None:
            tell(done, len(draws))

    ended = pool.run(judging.judged, setting, draws, asked.jobs, heard)
    judged = tuple(_judged(one) for one in ended)
    limits = tuple(judging.treasuries(plan, Facts(problem)))
    return Found(problem, plan, setting, tuple(draws), as_planned, judged, asked, treasuries=limits)


def replanned(one: Found, how: How, choice: Choice | None = None, tell: SweepTell | None = None) -> Found:
    """The same with every draw planned again, and with awards chosen over all draws where a choice is asked for.

    None are chosen where Ctrl-C came first.
    """
    again = adapted(one.setting, one.draws, one.plan, how, tell)
    if choice is None or again.interrupted():
        return replace(one, adapted=again)
    problems, _ = problems_of(one.setting, one.draws)
    best = chosen(problems, one.plan, again, choice, how, tell)
    cut = again.interrupted(*(candidate.results for candidate in best.candidates))
    return replace(one, adapted=again, chosen=None if cut else best)


def _judged(ended: pool.Ended | None) -> Judged | None:
    if ended is None:
        return None
    if ended.state != pool.DONE:
        return Judged({}, (Breach((judging.PLACE, (ended.why,)), 0.0, ""),))
    value: Judged = ended.value
    return value
