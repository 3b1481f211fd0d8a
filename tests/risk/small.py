"""Small programmes whose risk is known in numbers."""

from __future__ import annotations

from procure.calendar import Calendar, Span
from procure.origins import Uncertain
from procure.plan import Plan
from procure.planning import plan
from procure.problem import ONE_OFF, Budget, Limit, Nation, Objective, Package, Phase, Problem, Programme, Supplier

PRICE, BUDGET = 100.0, 120.0


def ship(*uncertain: Uncertain, suppliers: tuple[Supplier, ...] = (Supplier("Yard", "FR"),)) -> Problem:
    """One nation buys one ship for 100 M in 2027, with a budget of 120 M in that year and none in the next."""
    return Problem(
        Programme("Ship", "EUR", Calendar("2027", "year", 2), model="test"),
        nations=(Nation("FR"),), phases=(Phase("work", "equal"),), suppliers=suppliers,
        packages=(Package("ship", ONE_OFF, "work", value_m=PRICE, months=12, latest=0),),
        budgets=(Budget("FR", (Limit(Span(0, 0), BUDGET, "2027"), Limit(Span(1, 1), 0.0, "2028"))),),
        objectives=(Objective("lateness"), Objective("cost", relative=0.005)), uncertain=uncertain,
    )  # fmt: skip


def price(kind: str, parameters: str) -> Uncertain:
    """The ship's price, drawn by a factor."""
    return Uncertain("Packages", "ship", "value", kind, parameters)


def planned(problem: Problem) -> Plan:
    """The problem's plan."""
    found = plan(problem).plan
    assert found is not None
    return found
