"""The whole formulation of a problem, solved for one objective after another."""

from __future__ import annotations

from dataclasses import dataclass

from procure.problem import Problem
from tests.independent.agreed import agreed
from tests.independent.content import end_use
from tests.independent.costs import costs
from tests.independent.industry import industry
from tests.independent.model import SECONDS, Linear, Model
from tests.independent.money import money
from tests.independent.outside import borrowed, grants, loans
from tests.independent.prices import Prices
from tests.independent.treasury import budgets, treasury
from tests.independent.units import units
from tests.independent.work import work

NOTHING = 1e-6  # of an objective's value: what the stages after it may still give up


@dataclass(frozen=True)
class Stage:
    """An objective's least value, and how far below it there might be a better one."""

    name: str
    bound: float
    value: float


class Formulation:
    """Every row of a problem, and its objectives."""

    def __init__(self, problem: Problem, seconds: float = SECONDS) -> None:
        self.d, self.m = Prices(problem), Model(seconds)
        for part in (units, work, end_use, industry, costs, money, grants, treasury, loans, budgets, agreed):
            part(self.m, self.d)

    def objectives(self) -> list[tuple[str, Linear]]:
        """Those of the problem; nothing is given up of any. Wishes are met more the lower the value."""
        found: list[tuple[str, Linear]] = []
        for one in self.d.problem.objectives:
            found += {"lateness": self._lateness, "wishes met": self._wishes, "cost": self._cost}[one.name]()
        return found

    def _lateness(self) -> list[tuple[str, Linear]]:
        m, d = self.m, self.d
        weight = {(need.name, need.nation): d.items[need.items[0]].late_weight for need in d.needs}
        return [("lateness", m.sum(weight[str(w), str(n)] * x for (w, n, _), x in m.x["late"].items()))]

    def _wishes(self) -> list[tuple[str, Linear]]:
        m, d = self.m, self.d
        units: dict[int, list[Linear]] = {}
        for need in d.needs:
            for r in need.extras:
                taken = m.get("lots", need.name, need.nation, f"{r.order} {r.priority}")
                units.setdefault(r.priority, []).append(-(r.lot or 1.0) * taken)
        return [(f"wishes met {k}", m.sum(units[k])) for k in sorted(units)]

    def _cost(self) -> list[tuple[str, Linear]]:
        m, d = self.m, self.d
        penalty = {r.id: r.penalty_m for r in d.problem.rules}
        charged = m.sum(d.discount(int(key[2])) * x for key, x in m.x["charge"].items())
        missed = m.sum(penalty[str(r)] * x for (r, _), x in m.x["miss"].items())
        return [("cost", charged + borrowed(m, d) + missed)]

    def solve(self) -> tuple[Stage, ...] | None:
        """One objective after another; None where no plan keeps the rows. Raises Stopped."""
        found = []
        for name, terms in self.objectives():
            ends = self.m.minimise(terms)
            if ends is None:
                return None
            found.append(Stage(name, *ends))
            self.m.scip.freeTransform()
            self.m.most(terms, ends[1] + NOTHING * max(1.0, abs(ends[1])))
        return tuple(found)
