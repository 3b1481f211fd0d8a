"""The best plan of a tiny problem by trying every award and every begin, on a formulation of its own.

That one is written in brute_model.py (work) and brute_money.py; only tables of data (Facts, keys, the rows that a rule
speaks of) are shared with the planner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from random import Random

from procure.calendar import Span
from procure.plan import Plan
from procure.planning import plan
from procure.problem import Budget, Limit, Objective, Problem
from tests.brute_model import ANY, Terms
from tests.brute_money import Programme

Choice = dict[int, float]  # value of every column that is enumerated
MOST = 400  # choices that are still tried


@dataclass(frozen=True)
class Best:
    """The least lateness, the least cost (penalties included) with it, and how many choices were tried."""

    lateness: float
    cost: float
    tried: int


def best(problem: Problem) -> Best | None:
    """None where no choice of awards and begins has a plan. Objectives are lateness, then cost, nothing given up."""
    at = Enumeration(problem)
    found = [(value, choice) for choice in at.choices() if (value := at.least(choice, at.lateness())) is not None]
    if not found:
        return None
    least = min(value for value, _ in found)
    at.m.row(-ANY, at.lateness(), least + 1e-6)
    kept = [choice for value, choice in found if value <= least + 1e-6]
    costs = [value for choice in kept if (value := at.least(choice, at.cost())) is not None]
    return Best(least, min(costs), at.count())


def size(problem: Problem) -> int:
    """How many choices there are."""
    return Enumeration(problem).count()


def sharpened(problem: Problem, squeezed: bool = False) -> Problem | None:
    """The problem with lateness and cost alone, nothing given up.

    squeezed: with budgets near what its plan pays, a little less or more in every period, so that they bind or leave
    no plan at all; None where it has no plan to begin with.
    """
    problem = problem.replace(objectives=[Objective("lateness"), Objective("cost")])
    if not squeezed:
        return problem
    found, rng = plan(problem).plan, Random(problem.programme.name)
    if found is None:
        return None
    return problem.replace(budgets=[_squeezed(problem, found, rng, n.id) for n in problem.nations])


def _squeezed(problem: Problem, found: Plan, rng: Random, nation: str) -> Budget:
    limits = []
    for t in range(problem.programme.calendar.count):
        paid = float(found.total("pay", nation, None, t))
        limits.append(Limit(Span(t, t), round(paid * rng.choice((0.9, 1.0, 1.05, 1.3)) + 0.1, 2)))
    return Budget(nation, tuple(limits), rng.choice((0.0, 0.2)))


class Enumeration(Programme):
    """The rows of a problem, to be solved with one choice of awards and begins after another."""

    def choices(self) -> Iterator[Choice]:
        """Every set of suppliers for every package, every begin for every one-off package."""
        for one in product(*self._options()):
            yield {column: value for part in one for column, value in part.items()}

    def count(self) -> int:
        found = 1
        for options in self._options():
            found *= len(options)
        return found

    def _options(self) -> list[list[Choice]]:
        options = []
        for w in self.problem.packages:
            able = self.f.suppliers_of[w.id]
            sizes = range(w.fewest, min(len(able), w.most or len(able)) + 1)
            sets = [some for k in sizes for some in combinations(able, k)]
            options.append([{self.award[w.id, s]: float(s in some) for s in able} for some in sets])
        for w in self.f.one_off:
            free = self.f.window[w.id]
            options.append([{self.begin[w.id, t]: float(t == u) for t in self.f.periods} for u in free])
        return options

    def least(self, choice: Choice, terms: Terms) -> float | None:
        """The least value of the terms with these awards and begins."""
        limits = {column: self.m.highest[column] for column in choice}
        if any(value > limits[column] for column, value in choice.items()):
            return None
        values = list(choice.values())
        self.m.highs.changeColsBounds(len(choice), list(choice), values, values)
        return self.m.best(terms)
