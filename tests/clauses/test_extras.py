"""Extras: options and wishes are taken in lots, after all that is firm, never early, and due when their row ends."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from procure.audit import audit
from procure.facts import Facts
from procure.milp import Milp
from procure.plan import Plan
from procure.planning import plan
from procure.problem import OPTION, PER_UNIT, WISH, Objective, Problem, Quote, Requirement
from tests.clauses import small

WISHES = (Objective("lateness"), Objective("wishes met"), Objective("cost"))


def extra(*due: float, order: str = WISH, item: str = "tank", **fields: Any) -> Requirement:
    """France's option or wish, period by period."""
    return Requirement("FR", item, tuple(map(float, due)), order=order, **fields)


def tanks(*rows: Requirement, **tables: Any) -> Problem:
    """Tanks of 2 M each from a line of two a year; France needs one a year, and what the rows say."""
    item = {"max_rate": 2.0} | tables.pop("item", {})
    standard: dict[str, Any] = {"packages": [small.per_unit()], "items": [small.item(**item)], "objectives": WISHES}
    return small.problem(requirements=[small.need(1, 1, 1), *rows], **(standard | tables))


EXAMPLE = small.problem(
    items=[small.item(latest_delay_months=12.0, may_short=True), small.item("fuel", whole=False)],
    requirements=[
        small.need(1, 0, 2), extra(0, 2, 2, order=OPTION, lot=2.0), extra(0, 0, 3, priority=2),
        extra(0, 5, 5, item="fuel"),
    ],
)  # fmt: skip


def wanted(weight: float = -10.0) -> small.Objective:
    """As many units beyond the firm ones as there can be, then the least cost."""

    def terms(m: Milp, f: Facts) -> small.Terms:
        lots = [(weight * e.lot, m.x["lots"][d, n, e.label]) for (d, n), need in f.needs.items() for e in need.extras]
        return [*small.cost(m, f), *lots]

    return terms


def planned(problem: Problem) -> Plan:
    found = plan(problem)
    assert found.plan is not None, found.why
    assert audit(found.plan, Facts(problem)).passed
    return found.plan


def test_a_wish_that_nobody_speaks_of_is_not_met() -> None:
    found = small.plan(tanks(extra(0, 0, 2)))
    assert found.total("lots") == 0
    assert found.total("deliver") == 3


def test_a_wish_that_is_worth_its_price_is_met_as_far_as_the_rate_goes() -> None:
    found = small.plan(tanks(extra(0, 0, 3)), wanted())
    assert found.total("lots", "tank", "FR", "wish 1") == 2
    assert found.over_time("deliver", "tank", "FR") == [2, 1, 2]


def test_an_option_is_taken_in_whole_lots() -> None:
    found = small.plan(tanks(extra(0, 1, 3, order=OPTION, lot=2.0), item={"max_rate": 2.0}), wanted())
    assert found.total("lots", "tank", "FR", "option 1") == 1
    assert found.total("deliver") == 5


def test_units_without_a_lot_are_whole_where_the_item_is_and_any_quantity_where_not() -> None:
    for whole, units in ((True, 2.0), (False, 2.5)):
        problem = tanks(extra(0, 0, 3), item={"whole": whole, "max_rate": None}, budgets=[small.budget(2, 2, 7)])
        found = small.plan(problem, wanted())
        assert found.total("lots") == units


def test_a_lot_of_an_item_that_is_not_whole_is_taken_whole() -> None:
    problem = tanks(extra(0, 0, 3, lot=1.5), item={"whole": False, "max_rate": None}, budgets=[small.budget(2, 2, 7)])
    assert small.plan(problem, wanted()).total("lots") == 1
    assert small.plan(problem, wanted()).total("deliver") == 4.5


def test_no_unit_is_handed_over_before_the_first_of_its_row_is_due() -> None:
    soon = small.plan(tanks(extra(1, 0, 1)), lambda m, f: [(-1.0, m.x["deliver"]["tank", "FR", t]) for t in (0, 1)])
    assert soon.total("deliver") == 4
    problem = tanks(extra(0, 0, 2), item={"max_rate": None})
    found = small.plan(problem, lambda m, f: [(-1.0, m.x["deliver"]["tank", "FR", t]) for t in (0, 1)])
    assert found.worth == pytest.approx(-3)


def test_what_is_taken_is_owed_from_the_last_period_of_its_row_on() -> None:
    problem = tanks(extra(0, 2, 0), item={"max_rate": 1.0}).replace(requirements=[small.need(1, 0, 0), extra(0, 2, 0)])
    found = small.plan(problem, wanted(-500.0))
    assert found.over_time("deliver", "tank", "FR") == [1, 1, 1]
    assert found.over_time("late", "tank", "FR") == [0, 1, 0]
    on_time = problem.replace(requirements=[small.need(1, 0, 0), extra(0, 1, 1)])
    assert small.plan(on_time, wanted(-500.0)).total("late") == 0


def test_a_latest_delay_holds_for_what_is_taken_too() -> None:
    for months, lots in ((0.0, 1.0), (12.0, 2.0)):
        problem = tanks(extra(0, 2, 0), item={"max_rate": 1.0, "may_store": True, "latest_delay_months": months})
        problem = problem.replace(requirements=[small.need(1, 0, 0), extra(0, 2, 0)])
        assert small.plan(problem, wanted(-500.0)).total("lots") == lots


def test_nothing_is_taken_while_a_firm_unit_is_left_out() -> None:
    problem = tanks(extra(0, 0, 1), item={"max_rate": 1.0, "may_short": True})
    found = small.plan(problem, wanted(-500.0))
    assert found.total("lots") == 0
    problem = tanks(extra(0, 0, 1), item={"may_short": True})
    found = small.plan(problem, wanted(-500.0))
    assert (found.total("lots"), found.total("short")) == (1, 0)


def test_firm_units_may_still_be_left_out_where_nothing_is_taken() -> None:
    problem = tanks(extra(0, 0, 1), item={"max_rate": 1.0, "may_short": True}, budgets=[small.budget(2, 0, 2)])
    found = small.plan(problem, wanted())
    assert (found.total("lots"), found.total("short")) == (0, 1)


def test_what_only_wishes_ask_for_is_built_where_it_is_worth_it_and_else_not_even_developed() -> None:
    only = small.problem(
        packages=[small.one_off(items=("tank",)), small.per_unit()],
        items=[small.item()],
        requirements=[extra(0, 2, 2)],
        objectives=WISHES,
    )
    nothing = small.plan(only)
    assert (nothing.worth, nothing.total("award"), nothing.total("begin")) == (pytest.approx(0), 0, 0)
    met = small.plan(only, wanted())
    assert (met.total("lots"), met.total("begin", "radar"), met.worth) == (4, 1, pytest.approx(12 + 8 - 40))
    found = planned(only)
    assert found.total("lots") == 4
    without = planned(only.replace(objectives=(Objective("lateness"), Objective("cost"))))
    assert without.total("charge") == 0


def test_options_are_taken_when_they_save_and_not_otherwise() -> None:
    """Two sets or more come at 1 M instead of 2.2 M: the second tank makes the first one cheaper than alone."""
    tiers = (Quote("Alpha", "hull", 2.2), Quote("Alpha", "hull", 1.0, from_quantity=2.0))
    for quotes, lots in ((tiers, 1), (tiers[:1], 0)):
        problem = small.problem(
            packages=[small.per_unit(given_to=(("Alpha", None),))],
            items=[small.item()],
            requirements=[small.need(0, 0, 1), extra(0, 0, 3, order=OPTION)],
            quotes=quotes,
            objectives=(Objective("lateness"), Objective("cost")),
        )
        found = planned(problem)
        assert found.total("lots") == lots
        assert float(found.total("charge")) == pytest.approx(2.0 if lots else 2.2)


def test_wishes_of_the_first_priority_come_first() -> None:
    problem = tanks(extra(0, 0, 2, priority=2), extra(0, 0, 2, priority=1), budgets=[small.budget(2, 2, 4)])
    found = plan(problem)
    assert found.plan is not None
    assert found.plan.total("lots", "tank", "FR", "wish 1") == 1
    assert [(s.name, s.value, s.bound) for s in found.stages[1:3]] == [("wishes met 1", 1, 1), ("wishes met 2", 0, 0)]
    assert all(s.gap == pytest.approx(0) for s in found.stages)


def test_the_units_of_several_items_of_a_priority_are_added_up() -> None:
    problem = small.problem(
        packages=[small.per_unit(items=("tank",)), small.per_unit("body", 5.0, items=("van",))],
        items=[small.item(), small.item("van")],
        requirements=[small.need(1, 0, 0), extra(0, 0, 2), extra(0, 0, 2, item="van")],
        budgets=[small.budget(2, 0, 9)],
        objectives=WISHES,
    )
    found = planned(problem)
    assert {key: int(lots) for key, lots in found.items("lots")} == {
        ("tank", "FR", "wish 1"): 2, ("van", "FR", "wish 1"): 1,
    }  # fmt: skip


def test_a_family_is_wished_for_like_an_item() -> None:
    problem = small.problem(
        packages=[small.per_unit(items=("van",)), small.per_unit("body", 1.0, items=("truck",))],
        items=[small.item("van", family="cars"), small.item("truck", family="cars")],
        requirements=[small.need(1, 0, 0, item="cars"), extra(0, 0, 2, item="cars")],
        objectives=WISHES,
    )
    assert planned(problem).total("deliver", "truck") == 3


def broken(changes: dict[tuple[str, tuple[str | int, ...]], float], problem: Problem | None = None) -> set[str]:
    """Names of the clauses that complain of a finished plan with some decisions changed."""
    problem = problem or tanks(extra(0, 0, 2), item={"may_store": True})
    found = planned(problem)
    values = {family: dict(decisions) for family, decisions in found.values.items()}
    for (family, key), value in changes.items():
        values.setdefault(family, {})[key] = Decimal(str(value))
    return {f.rule for f in audit(Plan(values), Facts(problem)).findings}


def test_the_audit_names_lots_that_are_too_many_or_none_at_all() -> None:
    assert "extras" in broken({("lots", ("tank", "FR", "wish 1")): 3})
    assert "extras" in broken({("lots", ("tank", "FR", "wish 1")): 1.5})
    assert "extras" in broken({("lots", ("tank", "FR", "wish 7")): 1})


def test_the_audit_misses_units_that_are_taken_and_not_delivered() -> None:
    assert "requirement" in broken({("lots", ("tank", "FR", "wish 1")): 1})


def test_the_audit_names_units_handed_over_before_their_row_begins() -> None:
    problem = tanks(extra(0, 0, 2), item={"max_rate": 5.0})
    early = {("deliver", ("tank", "FR", 0)): 4.0, ("deliver", ("tank", "FR", 2)): 0.0}
    assert "extras" in broken(early, problem)


def test_the_audit_names_wishes_met_before_firm_units() -> None:
    problem = tanks(extra(0, 0, 1), item={"may_short": True})
    assert "extras" in broken({("short", ("tank", "FR")): 1}, problem)


def test_the_wishes_that_are_told_are_those_that_are_met() -> None:
    problem = tanks(extra(0, 0, 2))
    found = plan(problem)
    assert found.plan is not None
    more = [replace(s, value=s.value + 1) if s.name == "wishes met 1" else s for s in found.stages]
    said = audit(replace(found.plan, stages=tuple(more)), Facts(problem)).findings
    assert [f.rule for f in said] == ["objective"]


def test_rows_of_packages_that_serve_several_items_keep_their_award() -> None:
    """A hull for tanks and for vans that are only wished for is awarded whatever is decided."""
    problem = small.problem(
        packages=[small.per_unit(divisible=True, most=None)],
        items=[small.item(), small.item("van")],
        requirements=[small.need(1, 0, 0), extra(0, 0, 2, item="van")],
        objectives=WISHES,
    )
    assert problem.packages[0].kind == PER_UNIT
    assert planned(problem).total("award") >= 1
