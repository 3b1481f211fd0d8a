"""The optimisation bent to a question: other objectives, and limits on what objectives come to.

    minimise   sum of the last kept objective  +  weight x sum of another one        after those kept before it
    with       sum of a held objective    <= its best + what its stage may give up
               sum of a limited objective <= its limit
               cost without penalties     <= the cap
               units of a nation late     =  0                                  where it is to be punctual

What an objective sums is said in objectives.py; wishes met are minimised by their negative.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from procure import stages
from procure.facts import Facts
from procure.objectives import COST, StageSpec

Amounts = tuple[tuple[str, float], ...]  # (stage, number in its unit)

ANY = 1e6  # relative gap at which the first plan found is enough
MONEY = 1000.0  # what cost is near, in what the solver counts as 1 (planning.money_unit)


@dataclass(frozen=True)
class Shape:
    """How the optimisation is bent; planning.plan takes it once everything is built.

    keep: stages in order, () = as the problem's objectives say. held, limits: see above. beside: a stage and its weight
    beside the last kept. gap: relative gap asked of the last kept, of money also of the programme's cost. cap: M of
    cost. punctual: (nation, item or family) none of whose units is late. first: whether the first plan found will do.
    """

    keep: tuple[str, ...] = ()
    held: Amounts = ()
    limits: Amounts = ()
    beside: tuple[str, float] | None = None
    gap: float | None = None
    cap: float | None = None
    punctual: tuple[str, str] | None = None
    first: bool = False

    def __call__(self, m: Any, f: Facts, specs: list[StageSpec]) -> list[StageSpec]:
        """The stages to solve; adds the limits to the optimisation. Raises KeyError for a stage that is not there."""
        known = {spec.name: spec for spec in specs}
        for name, best in self.held:
            m.require("held", (name,), known[name].terms, "<=", best + stages.room(m, known[name], best))
        for name, most in self.limits:
            m.require("limited", (name,), known[name].terms, "<=", most)
        if self.cap is not None:
            m.require("cap", (COST,), known[COST].plain, "<=", self.cap)
        if self.punctual is not None:
            late = [(1.0, x) for (d, n, _), x in m.x["late"].items() if (n, f.needs[d, n].name) == self.punctual]
            m.require("punctual", self.punctual, late, "<=", 0.0)
        if self.first:
            return [replace(specs[0], relative=ANY)]
        kept = [known[name] for name in self.keep] or specs
        last = kept[-1]
        if self.beside is not None:
            other, weight = self.beside
            last = replace(last, terms=[*last.terms, *((weight * c, x) for c, x in known[other].terms)])
        if self.gap is not None:
            money = self.gap * MONEY * m.money if last.unit == "M" else 0.0
            last = replace(last, relative=2 * self.gap, absolute=2 * money)  # a stage asks half of what it may give up
        return [*kept[:-1], last]
