"""One of the plans that are compared: its case, and the figures that comparing takes from it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from procure import counting, tables
from procure.calendar import AFTER, Calendar
from procure.plan import Plan, dec
from procure.problem import Package, Problem
from procure.tables.figures import SEEN, ZERO, Figures, grouped

PLANNED = ("proven", "gap", "interrupted")  # states, of those with a plan, from the best to the poorest

REFUSED = "inputs refused"  # the state of a case whose inputs have errors

NO_PLAN = {
    "infeasible": "no plan can keep all rows",
    "no plan in time": "no plan was found, which does not mean that there is none",
    "interrupted": "stopped before a first plan was found",
    "rejected": "nothing could be planned",
    "not rounded": "a plan keeps all rows, but not in whole units of money",
    "unbounded": "the optimisation has no least value",
    REFUSED: "its inputs have errors",
    "": "it was stopped before this was planned",
}


@dataclass(frozen=True)
class Case:
    """A problem under a name, its plan, and how planning ended.

    problem: None where the inputs have errors. plan: None where there is none. state: as planning says it ("proven",
    "gap", "infeasible" ...); "" = not planned. why: more, in words. steps: what was changed, in words.
    """

    name: str
    problem: Problem | None
    plan: Plan | None
    state: str
    why: str = ""
    steps: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why there is no plan, in words."""
        said = NO_PLAN.get(self.state, self.state)
        return f"{said}: {self.why}" if self.why else said


def of_plan(name: str, problem: Problem, plan: Plan) -> Case:
    """The case of a plan that was read: its state is the poorest of its stages."""
    states = [s.state for s in plan.stages]
    known = [state for state in reversed(PLANNED) if state in states]
    return Case(name, problem, plan, known[0] if known else "measured")


class Side:
    """A case with a plan, and its figures. Money in M, times in months."""

    def __init__(self, case: Case, problem: Problem, plan: Plan) -> None:
        self.case, self.name, self.plan = case, case.name, plan
        self.x: Figures = tables.figures(problem, plan)
        self.f = self.x.f

    @cached_property
    def cost(self) -> Decimal:
        return self.x.total_cost

    @cached_property
    def gap(self) -> Decimal | None:
        """How far the cost may be above the best possible one, as the stage cost proved; None = nothing proven."""
        stage = next((s for s in self.plan.stages if s.name == "cost"), None)
        if stage is None or stage.bound is None:
            return None
        return max(ZERO, dec(stage.value) + self.x.penalty - dec(stage.bound))

    @cached_property
    def late(self) -> Decimal:
        """Unit-periods late, of all nations."""
        return sum((sum(self.x.late(i, n), ZERO) for i, n in self.f.firm), ZERO)

    @cached_property
    def slots(self) -> dict[tuple[str, str], dict[int, Decimal]]:
        """slots[item, nation][month]: units handed over in the period that begins in the month."""
        found: dict[tuple[str, str], dict[int, Decimal]] = defaultdict(dict)
        for (i, n, t), units in self.plan.items("deliver"):
            if units > SEEN:
                found[str(i), str(n)][month(self.f.calendar, int(t))] = units
        return found

    def ends(self, nation: str | None = None) -> tuple[int, int] | None:
        """First and last month of deliveries, of a nation or of all; None without any."""
        months = [m for (_, n), slots in self.slots.items() if nation in (None, n) for m in slots]
        return (min(months), max(months)) if months else None

    @cached_property
    def units(self) -> dict[str, Decimal]:
        """units[nation]: handed over in all."""
        return {str(n): units for (n,), units in grouped(self.plan.items("deliver"), 1).items()}

    @cached_property
    def paid(self) -> dict[tuple[str, str], Decimal]:
        """paid[nation, year]."""
        years = (*map(str, self.f.calendar.years), AFTER)
        found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for (n, _, t), amount in self.plan.items("pay"):
            found[str(n), years[min(int(t), len(years) - 1)]] += amount
        return found

    def peak(self, nation: str) -> tuple[Decimal, str]:
        """What a nation pays in the year in which it pays most, and that year; (0, "") where it pays nothing."""
        by_year = {year: amount for (n, year), amount in sorted(self.paid.items()) if n == nation and amount > 0}
        year = max(by_year, key=by_year.__getitem__, default="")
        return by_year.get(year, ZERO), year

    @cached_property
    def placed(self) -> dict[str, dict[str, Decimal]]:
        """placed[package][supplier]: part of the package that it does, 0..1; without those that do nothing."""
        sets, whole = grouped(self.plan.items("make"), 0, 1), grouped(self.plan.items("make"), 0)
        starts = grouped(self.plan.items("start"), 0, 1)
        parts = [(key, part / whole[key[:1]]) for key, part in sets.items() if whole[key[:1]]]
        found: dict[str, dict[str, Decimal]] = defaultdict(dict)
        for (w, s), part in sorted([*parts, *starts.items()]):
            if part > SEEN:
                found[str(w)][str(s)] = part
        return found

    def begins(self, package: str) -> int | None:
        """Month in which work on the package begins, None where it is not placed."""
        of: Package | None = self.f.packages.get(package)
        if of is None:
            return None
        family, at = ("make", 3) if of.recurring else ("start", 2)
        periods = [int(key[at]) for key, part in self.plan.items(family) if key[0] == package and part > SEEN]
        return month(self.f.calendar, min(periods)) if periods else None

    def supplier(self, name: str) -> str:
        """A supplier and its nation, as texts name it."""
        return f"{name} ({self.x.nation(name)})"

    @property
    def money_of(self) -> tuple[str, str]:
        """What an M is: currency and price base."""
        return self.f.problem.programme.currency, self.f.problem.programme.price_base

    @property
    def work_unit(self) -> str:
        return counting.unit(self.f)

    def label(self, at: int | None) -> str:
        """Label of the period that holds a month; "" for none."""
        return "" if at is None else label(self.f.calendar, at)


def month(calendar: Calendar, period: int) -> int:
    """First month of a period, counted from the year 0, so that plans of other horizons can be compared."""
    return calendar.years[period] * 12 + calendar.first_months[period] - 1


def label(calendar: Calendar, at: int) -> str:
    """Label of the period that holds a month, its year where it lies outside the horizon."""
    first = month(calendar, 0)
    period = (at - first) // calendar.months
    return calendar.labels[period] if 0 <= period < calendar.count else str(at // 12)
