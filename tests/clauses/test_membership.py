"""Membership: a nation bears nothing of a key and takes nothing before it joins and after it leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure import keys
from procure.audit import audit
from procure.clauses import membership
from procure.facts import Facts
from procure.plan import Plan, dec
from procure.planning import plan
from procure.problem import Problem, Share
from procure.solve import INFEASIBLE
from tests.clauses import small

NATIONS = (small.nation("DE"), small.nation("DK", joins=1), small.nation("FR", leaves=1))
KEYS = ("equal", "offtake", "gdp", "table", "usage")


def book(key: str = "equal", **tables: Any) -> Problem:
    """A radar of 12 M over three years, in which DE is all the time, DK from the second on, FR to the second."""
    over = tables.pop("over_the_phase", False)
    standard = {
        "nations": NATIONS, "suppliers": [small.supplier()], "packages": [small.one_off(months=36.0, begins=0)],
        "phases": [small.phase(key=key, over_the_phase=over)],
    }  # fmt: skip
    return small.problem(**(standard | tables))


EXAMPLE = book(
    "negotiated",
    phases=[small.phase(key="negotiated"), small.phase("hulls", key="own units"), small.phase("design")],
    items=[small.item(phase="hulls")],
    packages=[small.one_off(), small.per_unit(phase="hulls")],
    requirements=[small.need(1, 0, 0), small.need(0, 0, 1, nation="DK")],
)


def of(key: keys.Key | None) -> dict[str, list[float]]:
    assert key is not None
    return {n: [key.get((n, t), 0.0) for t in range(3)] for n in ("DE", "DK", "FR")}


@pytest.mark.parametrize("name", KEYS)
def test_every_key_sums_to_one_over_those_who_take_part(name: str) -> None:
    weights = [Share("build", n, weight) for n, weight in (("DE", 2.0), ("DK", 1.0), ("FR", 1.0))]
    problem = book(
        name, items=[small.item()], requirements=[small.need(2, 0, 0, nation="DE"), small.need(1, 1, 0)],
        nations=[replace(n, gdp=100.0) for n in NATIONS], shares=weights if name == "table" else [],
    )  # fmt: skip
    f = Facts(problem)
    for key in (keys.fixed(f, problem.phases[0]), keys.agreed_share(f, problem.phases[0])):
        found = of(key)
        assert [sum(parts[t] for parts in found.values()) for t in range(3)] == pytest.approx([1, 1, 1])
        assert (found["DK"][0], found["FR"][2]) == (0, 0)


def test_who_takes_part_shares_the_parts_of_the_others_in_proportion() -> None:
    weights = [Share("build", n, weight) for n, weight in (("DE", 2.0), ("DK", 1.0), ("FR", 1.0))]
    problem = book("table", shares=weights)
    found = of(keys.fixed(Facts(problem), problem.phases[0]))
    assert found["DE"] == pytest.approx([2 / 3, 1 / 2, 2 / 3])


def test_a_fixed_key_charges_nothing_outside() -> None:
    found = small.plan(book())
    assert found.over_time("charge", "DK") == pytest.approx([0, 4 / 3, 2])
    assert found.over_time("charge", "FR") == pytest.approx([2, 4 / 3, 0])


@pytest.mark.parametrize("least", [small.first("charge", "DE", 0), small.first("charge", "DE", 2)])
def test_a_key_over_the_phase_charges_nothing_outside_either(least: Any) -> None:
    found = small.plan(book(over_the_phase=True), least)
    assert found.over_time("charge", "DK")[0] == found.over_time("charge", "FR")[2] == 0
    assert found.total("charge", "DE") == pytest.approx(2 + 4 / 3 + 2)


def test_a_negotiated_key_parts_a_period_among_those_who_take_part() -> None:
    problem = book("negotiated", shares=[Share("build", "FR", lowest_fraction=0.4)])
    found = small.plan(problem, small.first("charge", "DE"))
    assert found.over_time("charge", "FR")[2] == 0
    assert found.over_time("charge", "DE") == pytest.approx([0, 0, 0])
    assert found.over_time("charge", "DK")[2] == pytest.approx(4)


def test_work_of_a_nation_that_has_left_is_paid_by_the_others() -> None:
    found = small.plan(book("where performed"))
    assert found.over_time("work", "FR") == pytest.approx([4, 4, 4])
    assert found.over_time("charge", "FR") == pytest.approx([4, 4, 0])
    assert found.over_time("charge", "DE") == pytest.approx([0, 0, 2])


def own_units(*, first: float) -> Problem:
    return book(
        "own units", items=[small.item(may_store=True)], packages=[small.per_unit()],
        requirements=[small.need(first, 0, 1 - first, nation="DK")],
    )  # fmt: skip


def test_units_of_a_joiner_s_own_are_made_once_it_takes_part() -> None:
    early = small.first("charge", "DK", sign=1.0)
    found = small.plan(own_units(first=0.0), early)
    assert found.total("make") == 1
    assert found.total("make", "hull", "Alpha", "DK", 0) == 0
    assert found.total("deliver", "tank", "DK", 0) == 0


def test_a_unit_that_is_due_after_a_nation_has_left_cannot_be_handed_over() -> None:
    problem = book(
        items=[small.item()], packages=[small.per_unit()], requirements=[small.need(1, 0, 1)],
    )  # fmt: skip
    assert small.plan(problem).over_time("deliver", "tank", "FR")[2] == 0
    limited = replace(problem, items=(small.item(max_rate=0.5, latest_delay_months=36.0),))
    assert small.plan(limited).state == INFEASIBLE


def test_a_plan_of_the_example_passes_and_a_spoiled_one_does_not() -> None:
    for problem in (EXAMPLE, book(), book("where performed"), book("negotiated"), book(over_the_phase=True)):
        found = plan(problem).plan
        assert found is not None
        assert not audit(found, Facts(problem)).findings
        for family, key in (("charge", ("FR", "build", 2)), ("charge", ("DK", "build", 0))):
            values = {name: dict(own) for name, own in found.values.items()}
            values[family][key] = dec(0.01)
            assert "membership" in {one.rule for one in audit(Plan(values), Facts(problem)).findings}


@pytest.mark.parametrize("change", [("deliver", ("tank", "DK", 0)), ("make", ("hull", "Alpha", "DK", 0))])
def test_what_is_handed_over_or_made_outside_is_found(change: tuple[str, tuple[str | int, ...]]) -> None:
    found = plan(EXAMPLE).plan
    assert found is not None
    values = {name: dict(own) for name, own in found.values.items()}
    values[change[0]][change[1]] = dec(1)
    assert "membership" in {one.rule for one in audit(Plan(values), Facts(EXAMPLE)).findings}


def test_nothing_is_added_where_nobody_comes_or_goes() -> None:
    staying = tuple(small.nation(n.id) for n in NATIONS)
    assert not small.rows_of(membership, replace(EXAMPLE, nations=staying)).rows
