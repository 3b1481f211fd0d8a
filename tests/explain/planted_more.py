"""More planted conflicts: of one row, of four, of rows that only whole decisions make, of orders and of what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from procure.problem import Budget, Capacity, Item, Objective, Pin, Problem, Quote, Rule, Share
from tests.clauses import small

MAKERS = (small.supplier("Alpha", "FR"), small.supplier("Beta", "DE", price_factor=1.25))
NO_MORE = Rule("no more", "cost", ("FR",), relation="<=", amount=500.0, base="M")
RICH = small.budget(500, 500, 500, nation="DE")
NEED, DELAY = "Requirements[FR, tank]", "Items[tank, latest delay]"


def _programme(periods: int = 3, **tables: Any) -> Problem:
    """Two nations that share equally, a supplier each, with rows that bind nothing."""
    beside = {"nations": (small.nation(), small.nation("DE")), "suppliers": MAKERS, "budgets": (RICH,)}
    return small.problem(periods, **({"rules": (NO_MORE,)} | beside | tables))


def _radar_pinned_to_beta(ceiling_m: float) -> Problem:
    nations = (small.nation(ceiling_m=ceiling_m), small.nation("DE"))
    pin = Pin("award", "=", 1.0, "radar", supplier="Beta")
    return _programme(nations=nations, packages=(small.one_off(),), pins=(pin,))


def ceiling_below_cost() -> tuple[Problem, set[str]]:
    """Half of 12 M by the cheapest supplier is more than the ceiling, whoever has the work."""
    return _radar_pinned_to_beta(5.0), {"Nations[FR, ceiling]"}


def ceiling_against_pin() -> tuple[Problem, set[str]]:
    """Half of 12 M is within the ceiling, half of the pinned supplier's 15 M is not."""
    return _radar_pinned_to_beta(7.0), {"Nations[FR, ceiling]", "Pins[award, radar, Beta, =, 1]"}


def two_budgets_against_date() -> tuple[Problem, set[str]]:
    """Two tanks of 2 M due at once; how it is parted is open, and the two treasuries have 3 M together."""
    problem = _programme(
        phases=(small.phase(key="negotiated"),),
        items=(small.item(latest_delay_months=0.0),),
        packages=(small.per_unit(),),
        requirements=(small.need(2, 0, 0),),
        budgets=(small.budget(2, 9, 9), small.budget(1, 9, 9, nation="DE")),
        shares=(Share("build", "FR"), Share("build", "DE")),
    )
    return problem, {"Budgets[FR]", "Budgets[DE]", DELAY, NEED}


def whole_packages_against_shares() -> tuple[Problem, set[str]]:
    """Three packages of 12 M that nobody may divide, into two shares of 45 % at least: half of one would do."""
    floors = [
        Rule(f"floor {n}", "work", (n,), relation=">=", amount=45.0, base="% of total work") for n in ("FR", "DE")
    ]
    problem = _programme(
        suppliers=(MAKERS[0], small.supplier("Beta", "DE")),
        packages=[small.one_off(name) for name in ("radar", "sonar", "mast")],
        rules=(*floors, NO_MORE),
    )
    return problem, {"Rules[floor FR]", "Rules[floor DE]"}


def window_against_what_waits() -> tuple[Problem, set[str]]:
    """What waits for a package has to be finished when that may begin."""
    trials = small.one_off("trials", after=("radar",), latest=2)
    problem = _programme(4, packages=(small.one_off(earliest=2), trials), budgets=(RICH, small.budget(500, 500, 500)))
    return problem, {"Packages[radar, earliest]", "Packages[trials, latest]"}


def least_order_against_capacity() -> tuple[Problem, set[str]]:
    """An order of four sets at least, from who can make three; a tank more than is needed may be kept."""
    problem = _programme(
        suppliers=MAKERS[:1],
        items=(small.item(surplus=1.0),),
        packages=(small.per_unit(),),
        requirements=(small.need(0, 0, 3),),
        quotes=(Quote("Alpha", "hull", 2.0, least=4.0),),
        capacities=(small.capacity(1, 1, 1),),
    )
    return problem, {"Quotes[Alpha, hull, least]", "Capacity[Alpha, sets]"}


def two_sources_against_pin() -> tuple[Problem, set[str]]:
    """Two suppliers at least, of the two there are, and one of them is ruled out."""
    pin = Pin("award", "=", 0.0, "radar", supplier="Beta")
    problem = _programme(packages=(small.one_off(divisible=True, most=None, fewest=2),), pins=(pin,))
    return problem, {"Packages[radar, fewest suppliers]", "Pins[award, radar, Beta, =, 0]"}


def investment_against_date() -> tuple[Problem, set[str]]:
    """Three sets a year are made only with a second line, which may be decided a year too late."""
    problem = _programme(
        suppliers=MAKERS[:1],
        items=(Item("tank", "build", latest_delay_months=0.0),),
        packages=(small.per_unit(),),
        requirements=(small.need(3, 0, 0),),
        capacities=(small.capacity(1, 1, 1),),
        investments=(small.investment(earliest=1),),
    )
    return problem, {"Investments[second line, earliest]", "Capacity[Alpha, sets]", DELAY, NEED}


MORE = (
    ceiling_below_cost, ceiling_against_pin, two_budgets_against_date, whole_packages_against_shares,
    window_against_what_waits, least_order_against_capacity, two_sources_against_pin, investment_against_date,
)  # fmt: skip


def addressed(problem: Problem) -> Problem:
    """The same as if it had been read from a workbook: rows with numbers, limits in columns, objectives."""
    labels = problem.programme.calendar.labels
    tables: dict[str, Any] = {"objectives": (Objective("lateness"), Objective("cost"))}
    for table in (one.name for one in fields(problem)):
        rows = getattr(problem, table)
        if isinstance(rows, tuple) and rows and all(hasattr(row, "row") for row in rows):
            tables[table] = tuple(_read(row, number, labels) for number, row in enumerate(rows, start=2))
    return problem.replace(**tables)


def _read(row: Any, number: int, labels: Sequence[str]) -> Any:
    if not isinstance(row, Budget | Capacity):
        return replace(row, row=number)
    return replace(row, row=number, limits=tuple(replace(x, column=labels[x.span.first]) for x in row.limits))
