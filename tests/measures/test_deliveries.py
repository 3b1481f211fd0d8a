"""Deliveries: units, and units from pro-rata: slack, binding and broken."""

from __future__ import annotations

from decimal import Decimal

import pytest

from procure import rules
from procure.problem import Item, Phase, Rule
from tests.problems import declared, facts, least, plan, two_nations


def rule(amount: float, relation: str, base: str = "units", window: str = "total", who: str = "FR") -> Rule:
    return Rule("r", "deliveries", (who,), relation=relation, amount=amount, base=base, window=window)


def handed_over(fr: tuple[int, int], de: tuple[int, int]) -> dict[tuple[str | int, ...], float]:
    """Tanks handed over in periods 2 and 3."""
    return {
        ("tank", n, t): units for n, pair in (("FR", fr), ("DE", de)) for t, units in zip((2, 3), pair, strict=True)
    }


@pytest.mark.parametrize(("relation", "sign", "expected"), [(">=", 1, 4), ("<=", -1, 4), ("=", 1, 4), ("=", -1, 4)])
def test_a_rule_in_units_binds_exactly_at_its_amount(relation: str, sign: int, expected: float) -> None:
    f = facts(rule(4, relation))
    m = declared(f)
    rules.constrain(m, f)
    found = least(m, [(sign, x) for (_, n, _), x in m.x["deliver"].items() if n == "FR"])
    assert found is not None
    assert abs(found) == expected


@pytest.mark.parametrize(("amount", "expected"), [(0, 3), (1, 1), (2, 0)])
def test_pro_rata_keeps_a_nation_near_its_part_of_what_is_handed_over(amount: float, expected: float) -> None:
    f = facts(rule(amount, "<=", "units from pro-rata", "cumulative"))
    m = declared(f)
    rules.constrain(m, f)
    deliver = m.x["deliver"]
    m.require("test", (), [(1, deliver["tank", n, t]) for n in ("FR", "DE") for t in (0, 1)], "=", 0)
    m.require("test", ("some",), [(1, deliver["tank", n, 2]) for n in ("FR", "DE")], "=", 5 if amount == 0 else 3)
    assert least(m, [(1, deliver["tank", "FR", 2])]) == expected  # FR's part is 3 of 5, 1.8 of 3


def test_pro_rata_is_stated_only_once_something_is_due() -> None:
    f = facts(rule(1, "<=", "units from pro-rata", "cumulative"))
    assert [row.window for row in rules.rows(f)] == ["to 2029", "to 2030"]


@pytest.mark.parametrize(
    ("fr", "de", "reached", "held", "binding"),
    [((3, 3), (2, 2), 0, True, False), ((2, 4), (3, 1), 1, True, True), ((1, 5), (4, 0), 2, False, False)],
)
def test_distance_from_pro_rata_in_a_finished_plan(
    fr: tuple[int, int], de: tuple[int, int], reached: int, held: bool, binding: bool
) -> None:
    f = facts(rule(1, "<=", "units from pro-rata", "cumulative"))
    first, last = rules.results(plan(deliver=handed_over(fr, de)), f)
    assert (first.reached, first.held, first.binding) == (reached, held, binding)
    assert (last.reached, last.held) == (0, True)


@pytest.mark.parametrize(("amount", "held", "slack"), [(5, True, 1), (6, True, 0), (7, False, -1)])
def test_units_in_a_finished_plan(amount: float, held: bool, slack: int) -> None:
    (result,) = rules.results(plan(deliver=handed_over((3, 3), (2, 2))), facts(rule(amount, ">=")))
    assert (result.held, result.slack, result.binding) == (held, slack, slack == 0)
    assert result.unit == "units"


def test_an_item_is_found_by_its_name_and_by_its_phase() -> None:
    problem = two_nations()
    items = (*problem.items, Item("hours", "support", whole=False))
    phases = (*problem.phases, Phase("support", "equal"))
    by_phase = Rule("p", "deliveries", ("FR",), base="units", of=(("phase", "production"),), amount=1)
    by_item = Rule("i", "deliveries", ("FR",), base="units", of=(("item", "tank"),), amount=1)
    found = rules.rows(facts(by_phase, by_item, items=items, phases=phases))
    assert [row.items for row in found] == [("tank",), ("tank",)]


def test_units_that_are_not_whole_are_compared_to_a_millionth() -> None:
    tank = Item("tank", "production", whole=False)
    made = plan(deliver={("tank", "FR", 2): 3.999999})
    (fluid,) = rules.audit(made, facts(rule(4, ">="), items=(tank,)))
    (whole,) = rules.audit(made, facts(rule(4, ">=")))
    assert fluid.holds
    assert not whole.holds
    assert whole.tolerance == Decimal(0)


def test_a_nation_that_needs_none_has_no_row() -> None:
    assert [row.nation for row in rules.rows(facts(rule(1, ">=", who="all")))] == ["DE", "FR"]
