"""What rules come to in a finished plan, with what rounding may have moved in it, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from procure import ledger
from procure.calendar import Span
from procure.facts import Facts
from procure.measures import bases, load, nations, packages, payments, reached, suppliers, unit_price, work
from procure.measures.rows import Row, resolve
from procure.origins import History
from procure.plan import Key, Plan
from procure.problem import Capacity, Limit, OtherCost, Rule
from tests.problems import declared, facts, least, plan, production, two_nations

UNIT = Decimal(str(two_nations().programme.rounding_m))
PRODUCTION: dict[str, Any] = {"of": (("phase", "production"),)}
RANGE = OtherCost("range", "production", (0.0, 20.0, 0.0, 0.0), performed_in="DE")


def case(measure: str, base: str, tables: dict[str, Any] | None = None, **words: Any) -> tuple[Facts, Row]:
    """The Facts, and the rule's last row."""
    said: dict[str, Any] = {"who": ("FR",), "amount": 3.0} | words
    rule = Rule("r", measure, base=base, **said)
    f = facts(rule, **(tables or {}))
    return f, list(resolve(f, rule, tuple(f.phases)))[-1]


def compared(done: Plan, base: str, tables: dict[str, Any] | None = None, **words: Any) -> tuple[Any, ...]:
    """(found, relation, limit, tolerance in rounding units) of work of 50 M, itself exact."""
    f, row = case("work", base, tables, **words)
    one = reached.compare(done, f, row, Decimal(50), Decimal(0))
    return one.found, one.relation, one.limit, one.tolerance / UNIT, one.unit


def test_within_is_a_distance_from_what_it_is_held_against() -> None:
    done = production(60, 40)  # two runs of leaves
    within: dict[str, Any] = PRODUCTION | {"relation": "within"}
    assert compared(done, bases.AGREED, **within) == (10, "<=", Decimal("1.8"), Decimal("2.06"), Decimal("0.6"))
    assert compared(done, bases.POINTS, **within) == (10, "<=", 3, Decimal("2.06"), 1)
    assert compared(done, bases.OWN_COST, **within) == (10, "<=", Decimal("1.8"), Decimal("1.03"), Decimal("0.6"))


def test_points_are_told_from_the_agreed_share_and_the_largest_share_says_what_rounding_moves() -> None:
    done = plan(price={("design", "Bureau", 0): 30, ("hull", "Krauss", "", 0): 70})
    found = compared(done, bases.POINTS, relation="<=")
    assert found == (50, "<=", Decimal("0.5") * 30 + Decimal("0.6") * 70 + 3, 2 * Decimal("0.63"), 1)
    both = compared(done, bases.POINTS, relation=">=", who=("FR", "DE"), each=False)
    assert both == (50, ">=", 97, 2 * Decimal("0.97"), 1)


def test_per_cent_of_costs_bear_the_rounding_of_every_leaf() -> None:
    done = plan(charge={("FR", "production", 0): 5, ("FR", "production", 3): 7, ("DE", "production", 0): 9})
    assert compared(done, bases.OWN_COST, amount=50.0) == (50, ">=", 6, 1, Decimal("0.12"))
    phases = tuple(replace(p, contingency_fraction=0.1) for p in two_nations().phases)
    before = (History(None, "production", "DE", 2026, paid_m=3.0),)
    done = plan(
        price={("hull", "Arsenal", "", 0): 5, ("hull", "Arsenal", "", 1): 5, ("gun", "Krauss", "", 0): 5},
        spend={("production", 0): 5, ("production", 3): 7, ("development", 0): 9},
    )
    tables = {"phases": phases, "other_costs": (RANGE,), "history": before}
    found = compared(done, bases.TOTAL_COST, tables, amount=50.0, window="at the end", **PRODUCTION)
    assert found == (50, ">=", Decimal("7.5"), (2 + 1 + 1) / Decimal(2), Decimal("0.15"))
    assert compared(plan(), bases.TOTAL_COST, amount=50.0)[3] == Decimal("0.5")


@pytest.mark.parametrize(
    ("base", "who", "limit"),
    [(bases.GDP, "FR", 60 * 30), (bases.GDP, "US", 0), (bases.EARLIER, "FR", 12), (bases.EARLIER, "DE", 0)],
)
def test_figures_of_the_workbook_are_exact(base: str, who: str, limit: float) -> None:
    """1,000 M of GDP a year over four years and the two of History; 40 M in the earlier plan."""
    wealth = tuple(replace(n, gdp=1000.0 if n.id == "FR" else None) for n in two_nations().nations)
    before = tuple(History(None, "production", "FR", year, paid_m=0.0) for year in (2025, 2026))
    words: dict[str, Any] = {"who": (who,), "window": "at the end", "references": (("FR, to 2030", 40.0),)}
    found = compared(plan(), base, {"nations": wealth, "history": before}, amount=30.0, **words)
    assert found == (50, ">=", limit, 0, Decimal(limit * 100) / 30 / 100)


def test_a_price_of_a_unit_bears_one_rounding_unit_for_each_run() -> None:
    f, row = case("unit price", "M", who=("all",), each=False)
    assert unit_price.tolerance(plan(), f, row) == UNIT / 10
    one: dict[Key, float] = {("hull", "Arsenal", "", 0): 5, ("hull", "Arsenal", "", 1): 5}
    assert unit_price.tolerance(plan(price=one), f, row) == UNIT / 10
    assert unit_price.tolerance(plan(price=one | {("gun", "Arsenal", "", 1): 5}), f, row) == 2 * UNIT / 10
    assert not unit_price.measurable(*case("unit price", "M", who=("US",)))


def test_work_bears_weights_in_the_rows_the_pieces_and_the_rounding() -> None:
    made = tuple(replace(w, weight={"hull": 3.0, "gun": 0.5}.get(w.id, 1.0)) for w in two_nations().packages)
    f, row = case("weighted work", "M", {"packages": made, "other_costs": (RANGE,)}, **PRODUCTION)
    done = production(60, 40)
    assert [a for _, a in work.pieces(done, f, row, ["FR"], weighted=True)] == [180]
    assert work.grain(done, f, row, ["FR"], weighted=True) == 3 * UNIT
    assert work.grain(done, f, row, ["FR"]) == UNIT
    m = declared(f)
    terms = work.done(m, f, row, ["DE"], row.phases, range(1, 2), True)
    made_by, beside = m.x["make"], m.x["other"]["range", 1]
    price = {made_by["hull", "Krauss", "", 1]: 60.0, made_by["gun", "Krauss", "", 1]: 5.0}
    assert {x: c for c, x in terms} == price | {beside: 1}
    assert beside not in [x for _, x in work.done(m, f, row, ["FR"], row.phases, range(1, 2), True)]


def test_nations_count_with_their_part_of_the_work_to_the_last_digit() -> None:
    f, row = case("nations", "count", who=("FR", "DE", "US"), each=False, counts_from_fraction=0.5)
    assert nations.value(production(50, 50), f, row) == 2
    assert nations.value(production(49.5, 50.5), f, row) == 1
    assert nations.tolerance(production(50, 50), f, row) == 2
    off = 2 * float(UNIT)  # as far as the rounding of two runs goes
    assert nations.tolerance(production(50 + off, 50 - off), f, row) == 2
    assert nations.tolerance(production(49, 51), f, row) == 0


def test_an_award_that_is_not_made_is_none() -> None:
    none = plan(award={("hull", "Arsenal"): 0, ("gun", "Krauss"): 1})
    for measure in (nations, suppliers, packages):
        f, row = case(measure.__name__.rpartition(".")[2], "count", who=("FR", "DE"), each=False)
        assert measure.value(none, f, row) == 1


def test_an_award_makes_its_nation_count() -> None:
    f, row = case("nations", "count", who=("FR", "DE"), each=False)
    m = declared(f)
    terms = nations.expression(m, f, row)
    m.require("test", ("hull",), [(1, m.x["award"]["hull", "Arsenal"])], "=", 1)
    assert least(m, terms) == 1


def test_payments_bear_two_units_for_each_series() -> None:
    f, row = case("payments", "M", who=("partners",), each=False)
    paid: dict[Key, float] = {("FR", "production", 0): 5.0, ("FR", "production", 1): 5.0, ("DE", "production", 1): 5.0}
    assert payments.tolerance(plan(pay=paid), f, row) == 4 * UNIT
    assert payments.tolerance(plan(), f, row) == UNIT


def test_half_a_package_is_half_its_effort() -> None:
    """Design takes a year, and counts as one package of the yard's capacity."""
    capacity = Capacity("Bureau", (Limit(Span(0, 3), 1.0),), package="design")
    f, row = case("load", "units", {"capacities": (capacity,)}, of=(("package", "design"),))
    half = plan(start={("design", "Bureau", 0): 0.5})
    assert load.value(half, f, row) == Decimal("0.5") * load.value(plan(start={("design", "Bureau", 0): 1}), f, row) > 0
    assert load.tolerance(half, f, row) > ledger.TYPED
