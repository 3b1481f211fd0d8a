"""Firm units, options and wishes apart in every table, and where wishes stop."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from procure import orders
from procure.calendar import Span
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import plan
from procure.problem import OPTION, WISH, Budget, Capacity, Limit, Objective, Problem, Requirement
from procure.tables import figures, sheets
from procure.tables.figures import Figures
from procure.tables.orders import in_words
from procure.tables.table import Table
from tests.clauses import small

D = Decimal


def limits(*amounts: float) -> tuple[Limit, ...]:
    """A column a year."""
    return tuple(Limit(Span(t, t), amount, str(2027 + t)) for t, amount in enumerate(amounts))


def tanks(*capacities: Capacity, money: float = 100.0, rate: float | None = None, **fields: object) -> Problem:
    """Germany needs a tank a year and wishes for ten more, France pays; an option of two in 2029, 2 M each.

    money: M that France has in 2029, beside 2 M in each of the years before.
    """
    wanted = [small.need(1, 1, 1, nation="DE"), small.need(0, 0, 10, nation="DE"), small.need(0, 0, 2, nation="DE")]
    rows = [
        wanted[0], replace(wanted[1], order=WISH, priority=2),
        replace(wanted[2], order=OPTION, lot=2.0, exercise_by=1),
    ]  # fmt: skip
    return small.problem(
        nations=[small.nation("DE"), small.nation()],
        phases=[small.phase(key="own units")],
        suppliers=[small.supplier()],
        packages=[small.per_unit(**fields)],
        items=[small.item(max_rate=rate)],
        requirements=[replace(row, payer="FR") for row in rows],
        budgets=[Budget("FR", limits(2, 2, money))],
        capacities=capacities,
        objectives=(Objective("lateness"), Objective("wishes met"), Objective("cost")),
    )


def shown(problem: Problem) -> Figures:
    found = plan(problem).plan
    assert found is not None
    return figures(problem, found)


def block(x: Figures, sheet: str, title: str) -> Table:
    return next(table for table in sheets(x)[sheet] if table.title == title)


def stops(problem: Problem) -> str:
    return next(text for text in in_words(shown(problem)) if text.startswith("Wishes"))


def test_the_summary_tells_firm_units_options_and_wishes_apart() -> None:
    (row,) = block(shown(tanks(money=14.0)), "Summary", "Firm units, options and wishes").rows
    assert row[:9] == ("DE", "tank", "FR", D(3), D(3), D(2), D(2), D(10), D(4))
    assert row[9] == "Budgets FR 2027, 2028, 2029 (no room left)"


def test_a_programme_of_firm_units_has_no_such_table() -> None:
    problem = small.problem(
        packages=[small.per_unit()], items=[small.item()], requirements=[small.need(1, 0, 0)],
    )  # fmt: skip
    assert "Firm units, options and wishes" not in [table.title for table in sheets(shown(problem))["Summary"]]


def test_deliveries_are_told_by_what_they_count_for() -> None:
    rows = block(shown(tanks(rate=8.0)), "Deliveries", "Deliveries").rows
    told = {row[2]: row[3:] for row in rows if row[1] == "DE"}
    assert told["firm units due"] == (D(3), D(1), D(1), D(1))
    assert told["firm units"][0] == 3
    assert told["option 1, of 2"] == (D(2), D(0), D(0), D(2))
    assert told["wish 2, of 10"][0] == told["wish 2, of 10"][3] == D(6 if told["firm units"][3] == 0 else 5)
    assert told["due"][0] == told["delivered"][0]
    assert {row[2] for row in rows if row[1] == "all"} >= {"firm units", "option 1", "wish 2", "delivered"}


def test_an_option_stands_in_the_decision_calendar() -> None:
    rows = block(shown(tanks()), "Summary", "Decision calendar").rows
    assert ("2028", "DE exercises its option on tank", None, "the plan takes 2 of 2 units") in rows


def test_wishes_stop_at_the_budget_of_who_pays_at_capacity_and_at_the_rate() -> None:
    assert stops(tanks()) == "Wishes: 10 of 10 units are met."
    assert stops(tanks(money=14.0)) == (
        "Wishes: 4 of 10 units are met. They stop at: Budgets FR 2027, 2028, 2029 (no room left)."
    )
    full = Capacity("Alpha", limits(4, 4, 4))
    unlimited = tanks(full).replace(budgets=())
    assert stops(unlimited) == "Wishes: 7 of 10 units are met. They stop at: Capacity Alpha 2027, 2028, 2029 (full)."
    assert stops(tanks(rate=5.0)) == "Wishes: 2 of 10 units are met. They stop at: Items tank max rate (full)."


def test_capacity_is_what_wishes_stop_at_only_where_no_supplier_has_any_left() -> None:
    alpha, beta = Capacity("Alpha", limits(2, 2, 2)), Capacity("Beta", limits(1, 1, 1))
    two = tanks(divisible=True, most=None).replace(suppliers=[small.supplier(), small.supplier("Beta")])
    assert "Capacity" not in stops(two.replace(capacities=[alpha], budgets=[Budget("FR", limits(2, 2, 14))]))
    assert stops(two.replace(capacities=[alpha, beta], budgets=())) == (
        "Wishes: 4 of 10 units are met. They stop at: "
        "Capacity Alpha 2027, 2028, 2029 (full), Capacity Beta 2027, 2028, 2029 (full)."
    )


def test_a_rule_that_stops_wishes_is_no_budget_and_no_capacity() -> None:
    held = tanks().replace(objectives=(Objective("lateness"), Objective("cost")))
    assert "They stop at: a rule, the objectives or the time that is left." in stops(held)


def test_units_handed_over_count_first_for_what_is_due() -> None:
    f = Facts(
        small.problem(
            items=[small.item()],
            requirements=[
                small.need(1, 0, 2), Requirement("FR", "tank", (0.0, 2.0, 0.0), order=OPTION),
                Requirement("FR", "tank", (0.0, 0.0, 3.0), order=WISH),
            ],
        )
    )  # fmt: skip
    lots = {("tank", "FR", "option 1"): D(2), ("tank", "FR", "wish 1"): D(1)}
    handed = {("tank", "FR", 1): D(4), ("tank", "FR", 2): D(2)}
    need = f.needs["tank", "FR"]
    counted = orders.attributed(Plan({"lots": lots, "deliver": handed}), need)
    assert counted == {"firm": [0, 2, 1], "option 1": [0, 2, 0], "wish 1": [0, 0, 1]}
    assert orders.due(Plan({"lots": lots}), need) == [1, 2, 3]
