"""Small programmes, each with one conflict planted among claims that could all be kept without it."""

from __future__ import annotations

from dataclasses import replace

from procure.problem import CONDITION, THIRD, Fund, Pin, Problem, Rule, Share
from tests.clauses import small

BOTH = (small.nation("DE"), small.nation("FR"))
MAKERS = (small.supplier("Alpha", "FR"), small.supplier("Krauss", "DE", price_factor=1.2))
ON_TIME = small.item(latest_delay_months=0.0)


def _cost(name: str, nation: str, relation: str, amount: float) -> Rule:
    return Rule(name, "cost", (nation,), relation=relation, amount=amount, base="M")


def _work(name: str, nation: str, relation: str, amount: float, base: str = "% of total work") -> Rule:
    return Rule(name, "work", (nation,), relation=relation, amount=amount, base=base)


def budget_against_date() -> tuple[Problem, set[str]]:
    """Four tanks of 2 M due at once, and 3 M a year: they could be paid later, or left out."""
    problem = small.problem(
        nations=BOTH,
        items=[ON_TIME],
        packages=[small.per_unit()],
        requirements=[small.need(4, 0, 0)],
        phases=[small.phase(key="FR")],
        budgets=[small.budget(3, 3, 3), small.budget(1, 1, 1, nation="DE")],
        rules=[_cost("no more", "FR", "<=", 20)],
    )
    return problem, {"Budgets[FR]", "Items[tank, latest delay]", "Requirements[FR, tank]"}


def two_floors() -> tuple[Problem, set[str]]:
    """Two nations that each want 60 % of the work."""
    problem = small.problem(
        nations=BOTH,
        suppliers=MAKERS,
        packages=[small.one_off(divisible=True, most=2), small.one_off("sonar", divisible=True, most=2)],
        rules=[_work("French floor", "FR", ">=", 60), _work("German floor", "DE", ">=", 60)],
        budgets=[small.budget(40, 40, 40)],
        capacities=[small.capacity(9, 9, 9)],
    )
    return problem, {"Rules[French floor]", "Rules[German floor]"}


def floor_against_cap() -> tuple[Problem, set[str]]:
    """Work that must go to the dear supplier, and a partner who will not pay half of that."""
    problem = small.problem(
        nations=BOTH,
        suppliers=(small.supplier(), small.supplier("Krauss", "DE", price_factor=2.0)),
        packages=[small.one_off(divisible=True, most=2)],
        rules=[
            _work("floor", "DE", ">=", 16, "M"),
            _cost("cap", "FR", "<=", 7),
            _cost("another cap", "DE", "<=", 30),
            _work("another floor", "FR", ">=", 1, "M"),
        ],
    )
    return problem, {"Rules[floor]", "Rules[cap]"}


def denial_against_requirement() -> tuple[Problem, set[str]]:
    """Tanks that nobody but their owner's industry can make, and denies to the nation that needs two."""
    problem = small.problem(
        nations=(*BOTH, small.nation("US", role=THIRD)),
        suppliers=[small.supplier("Lima", "US", sectors=("steel",)), small.supplier("Krauss", "DE", sectors=("seas",))],
        items=[small.item(), small.item("boat")],
        packages=[
            small.per_unit(sector="steel", technologies=("seeker",), items=("tank",)),
            small.per_unit("keel", sector="seas", technologies=("sonar",), items=("boat",)),
        ],
        requirements=[small.need(0, 2, 0), small.need(0, 1, 1, nation="DE", item="boat")],
        controls=[
            small.control("FR", de_minimis_fraction=0.25),
            small.control("DE", permission="licence", months=12.0, technology="sonar"),
        ],
        budgets=[small.budget(9, 9, 9)],
    )
    return problem, {"Controls[seeker, US, FR]", "Requirements[FR, tank]"}


def capacity_against_date() -> tuple[Problem, set[str]]:
    """Three sets in the first year, and a maker of two."""
    problem = small.problem(
        suppliers=[small.supplier()],
        items=[ON_TIME],
        packages=[small.per_unit()],
        requirements=[small.need(3, 0, 0)],
        capacities=[small.capacity(2, 2, 2), small.capacity(9, 9, 9, package="hull")],
        budgets=[small.budget(9, 9, 9)],
        rules=[_cost("no more", "FR", "<=", 20)],
    )
    return problem, {"Capacity[Alpha, sets]", "Items[tank, latest delay]", "Requirements[FR, tank]"}


def pin_against_given() -> tuple[Problem, set[str]]:
    """Work that is given to one supplier, and pinned to another."""
    problem = small.problem(
        packages=[small.one_off(given_to=(("Alpha", None),)), small.one_off("sonar")],
        pins=[
            Pin("award", "=", 1.0, package="radar", supplier="Beta"),
            Pin("award", "=", 1.0, package="sonar", supplier="Alpha"),
        ],
        budgets=[small.budget(40, 40, 40)],
        rules=[_cost("no more", "FR", "<=", 60)],
    )
    return problem, {"Packages[radar, given to]", "Pins[award, radar, Beta, =, 1]"}


def pin_against_capacity() -> tuple[Problem, set[str]]:
    """An award pinned to a supplier who has not the hours for it."""
    problem = small.problem(
        packages=[small.one_off(effort=((10.0, "hours"),)), small.one_off("sonar", effort=((3.0, "hours"),))],
        capacities=[
            small.capacity(4, 4, 4, unit="hours", supplier="Beta"),
            small.capacity(14, 14, 14, unit="hours"),
        ],
        pins=[Pin("award", "=", 1.0, package="radar", supplier="Beta")],
        budgets=[small.budget(40, 40, 40)],
        rules=[_cost("no more", "FR", "<=", 60)],
    )
    return problem, {"Capacity[Beta, hours]", "Pins[award, radar, Beta, =, 1]"}


def grant_against_rule() -> tuple[Problem, set[str]]:
    """A grant that is counted on, its condition a German half, and a rule that keeps Germany at a fifth."""
    problem = small.problem(
        nations=BOTH,
        suppliers=MAKERS,
        packages=[small.one_off(divisible=True, most=2), small.one_off("sonar", divisible=True, most=2)],
        funds=[Fund("Fund", envelope_m=5.0, needs=("half",))],
        rules=[
            replace(_work("half", "DE", ">=", 50), strength=CONDITION),
            _work("at most a fifth", "DE", "<=", 20),
            _work("something", "DE", ">=", 5),
        ],
        pins=[Pin("grant", ">=", 2.0, phase="build", fund="Fund", nation="DE", period=0)],
        budgets=[small.budget(40, 40, 40)],
    )
    return problem, {"Rules[at most a fifth]", "Pins[grant, build, DE, 2027, >=, 2, Fund]"}


def ceiling_against_floor() -> tuple[Problem, set[str]]:
    """A nation that is to bear 9 M and pays no more than 8."""
    problem = small.problem(
        nations=(small.nation("DE"), small.nation("FR", ceiling_m=8.0)),
        phases=[small.phase(key="negotiated")],
        packages=[small.one_off()],
        rules=[_cost("its part", "FR", ">=", 9), _cost("no more", "DE", "<=", 9)],
        budgets=[small.budget(12, 12, 12), small.budget(12, 12, 12, nation="DE")],
    )
    return problem, {"Nations[FR, ceiling]", "Rules[its part]"}


def rate_against_delay() -> tuple[Problem, set[str]]:
    """Four tanks due in the second year, of which two a year can be completed from then on."""
    problem = small.problem(
        items=[small.item(max_rate=2.0, latest_delay_months=0.0)],
        packages=[small.per_unit(months=12.0)],
        requirements=[small.need(0, 4, 0)],
        capacities=[small.capacity(9, 9, 9)],
        budgets=[small.budget(20, 20, 20)],
    )
    return problem, {"Items[tank, max rate]", "Items[tank, latest delay]", "Requirements[FR, tank]"}


def licence_against_delay() -> tuple[Problem, set[str]]:
    """A licence that takes two years, for tanks due in the second."""
    problem = small.problem(
        nations=(small.nation(), small.nation("US", role=THIRD)),
        items=[ON_TIME],
        packages=[small.per_unit(technologies=("seeker",))],
        requirements=[small.need(0, 2, 1)],
        controls=[small.control("FR", "licence", months=24.0)],
        capacities=[small.capacity(9, 9, 9)],
        budgets=[small.budget(20, 20, 20)],
    )
    return problem, {"Controls[seeker, US, FR, months]", "Items[tank, latest delay]", "Requirements[FR, tank]"}


def whole_packages_against_capacities() -> tuple[Problem, set[str]]:
    """Three packages of 10 hours that nobody may divide, and two suppliers of 15 hours each in the only year."""
    work = [small.one_off(name, effort=((10.0, "hours"),)) for name in ("radar", "sonar", "jammer")]
    problem = small.problem(
        periods=1,
        packages=work,
        capacities=[small.capacity(15, unit="hours"), small.capacity(15, unit="hours", supplier="Beta")],
        budgets=[small.budget(60)],
        rules=[_cost("no more", "FR", "<=", 60), _cost("no less", "FR", ">=", 10)],
    )
    return problem, {"Capacity[Alpha, hours]", "Capacity[Beta, hours]"}


def least_share_against_budget() -> tuple[Problem, set[str]]:
    """A share of the cost of at least a half, and a treasury that has a quarter of it."""
    problem = small.problem(
        nations=BOTH,
        phases=[small.phase(key="negotiated")],
        shares=[Share("build", "DE", lowest_fraction=0.2), Share("build", "FR", lowest_fraction=0.5)],
        packages=[small.one_off()],
        budgets=[small.budget(1, 1, 1), small.budget(12, 12, 12, nation="DE")],
        rules=[_cost("no more", "DE", "<=", 11)],
    )
    return problem, {"Budgets[FR]", "Shares[build, FR, lowest]"}


PLANTED = (
    budget_against_date, two_floors, floor_against_cap, denial_against_requirement, capacity_against_date,
    pin_against_given, pin_against_capacity, grant_against_rule, ceiling_against_floor, rate_against_delay,
    licence_against_delay, whole_packages_against_capacities, least_share_against_budget,
)  # fmt: skip
