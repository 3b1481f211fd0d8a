"""What binds in a plan, row by row of the inputs, from handmade plans."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from procure.explain.binding import Bound, binding, sentences, table
from procure.plan import Plan
from procure.planning import plan
from procure.problem import Problem, Rule
from procure.verbs import read
from tests.clauses import small
from tests.cli.calling import ROOT, TWO


def found(problem: Problem) -> dict[str, Bound]:
    return {one.name: one for one in binding(problem, planned(problem))}


def planned(problem: Problem) -> Plan:
    made = plan(problem).plan
    assert made is not None
    return made


def tanks(*amounts: float | None, due: tuple[float, ...] = (2, 2, 0), **tables: Any) -> Problem:
    """Tanks by Alpha, at 2 M each; amounts: of its capacity."""
    standard: dict[str, Any] = {
        "packages": (small.per_unit(),), "items": (small.item(),), "requirements": (small.need(*due),),
        "suppliers": (small.supplier(),), "capacities": (small.capacity(*amounts, unit="sets"),),
    }  # fmt: skip
    return small.problem(**(standard | tables))


def places(one: Bound, binds: bool) -> list[str]:
    return [place.where for place in one.places if place.binds == binds]


def test_a_capacity_binds_in_the_periods_in_which_it_is_used_up() -> None:
    one = found(tanks(2, 3, 0))["Capacity[Alpha, sets]"]
    assert one.binds
    assert places(one, True) == ["2027"]
    assert one.owner == "Alpha"
    assert one.words.startswith("Alpha can do at most so many sets: 2 in ")
    (place,) = one.places
    assert (place.found, place.limit, place.room, place.unit) == (2, 2, 0, "sets")


def test_room_for_less_than_one_whole_thing_is_no_room() -> None:
    assert places(found(tanks(2.9, 3, 0))["Capacity[Alpha, sets]"], True) == ["2027"]
    assert "Capacity[Alpha, sets]" not in found(tanks(3.0, 3, 0))


def test_a_limit_with_little_room_nearly_binds() -> None:
    one = found(tanks(100, 0, 0, due=(96, 0, 0)))["Capacity[Alpha, sets]"]
    assert not one.binds
    assert one.places[0].part == Decimal("0.04")
    assert list(sentences([one])) == ["Nearly binding, with at most 5% of room: Capacity[Alpha, sets] in 2027."]


def test_a_budget_that_is_carried_on_binds_only_where_no_more_could_be_paid() -> None:
    """4 M fall due in each of two periods; 6 M and 2 M are given, and all may be carried on."""
    problem = tanks(9, 9, 9, budgets=(small.budget(6, 2, 5, carry_fraction=1.0),))
    assert places(found(problem)["Budgets[FR]"], True) == ["2027", "2028"]
    roomy = tanks(9, 9, 9, budgets=(small.budget(7, 3, 5, carry_fraction=1.0),))
    assert "Budgets[FR]" not in found(roomy)


def test_money_that_may_not_be_carried_on_is_no_room_later() -> None:
    problem = tanks(9, 9, 9, budgets=(small.budget(9, 4, 5, carry_fraction=0.0),))
    assert places(found(problem)["Budgets[FR]"], True) == ["2028"]


def test_a_ceiling_binds_where_all_of_it_is_paid() -> None:
    one = found(tanks(9, 9, 9, nations=(small.nation(ceiling_m=8.0),)))["Nations[FR, ceiling]"]
    assert one.binds
    assert one.owner == "FR"


def test_a_latest_delay_binds_where_a_unit_is_handed_over_in_its_last_period() -> None:
    late = small.item(latest_delay_months=12.0)
    one = found(tanks(2, 1, 9, due=(3, 0, 0), items=(late,)))["Items[tank, latest delay]"]
    assert places(one, True) == ["2028"]
    assert "Items[tank, latest delay]" not in found(tanks(3, 1, 9, due=(3, 0, 0), items=(late,)))


def test_a_rate_binds_by_the_item_whose_it_is() -> None:
    one = found(tanks(9, 9, 9, due=(2, 1, 0), items=(small.item(max_rate=2.0),)))["Items[tank, max rate]"]
    assert places(one, True) == ["2027"]


def test_a_rule_binds_in_the_unit_of_its_amount_and_reported_ones_never() -> None:
    cap = Rule("cap", "work", ("DE",), relation=">=", amount=15.0, base="M", asked_by="DE")
    problem = small.problem(
        nations=(small.nation("DE"), small.nation()),
        suppliers=(small.supplier(), small.supplier("Beta", "DE", price_factor=1.25)),
        packages=(small.one_off(),), rules=(cap, replace(cap, id="told", strength="report")),
    )  # fmt: skip
    one = found(problem)["Rules[cap]"]
    assert one.binds
    assert (one.places[0].where, one.places[0].unit, one.places[0].found, one.owner) == ("DE", "M", 15, "DE")
    assert "Rules[told]" not in found(problem)


def test_rows_are_named_once_with_the_cells_of_their_periods() -> None:
    problem = read(ROOT / TWO)
    made = binding(problem, planned(problem))
    assert len({one.name for one in made}) == len(made)
    assert [one.name for one in made] == sorted(one.name for one in made)
    rate = next(one for one in made if one.name == "Items[Vehicle, max rate]")
    assert rate.cells == ("Items!E2 max rate",)
    assert next(sentences(made)) == (
        "Items[Vehicle, max rate] (Items!E2 max rate) binds in 2030, 2032. At most 8 Vehicle are built a year."
    )
    assert [row[0] for row in table(made).rows] == ["Items[Vehicle, max rate]"] * 2


def test_a_plan_in_which_nothing_binds_says_so() -> None:
    assert list(sentences(binding(tanks(9, 9, 9), planned(tanks(9, 9, 9))))) == ["No rule and no limit binds."]
