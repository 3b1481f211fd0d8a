"""Usage pool: what the partners of a pooled fleet agreed, on the hours of the Multinational MRTT Fleet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure import agreement, planning, rules, tables
from procure.facts import Facts
from procure.keys import fixed
from procure.plan import Plan
from procure.problem import ONE_OFF, PER_UNIT, Item, Nation, Package, Phase, Problem, Requirement
from tests.clauses import small

MODEL = agreement.load("usage-pool")
HOURS = {
    "DE": (5500, 5500), "NL": (2000, 2000), "LU": (1200, 1200), "BE": (1000, 2100), "NO": (100, 100), "CZ": (100, 100),
}  # fmt: skip


def pool(hours: dict[str, tuple[int, int]] = HOURS, **more: Any) -> Problem:
    """Two years of hours at 0.01 M each, two types that fly them; the second asks for a modification of 5 M first."""
    types = ("A330 MRTT", "KC-46")
    standard: dict[str, Any] = {
        "periods": 2,
        "nations": [Nation(n) for n in hours],
        "phases": [Phase("flying", MODEL.key)],
        "suppliers": [small.supplier("Operator", next(iter(hours)))],
        "items": [
            Item(i, "flying", "h", whole=False, family="tanker hours", per_fleet_unit=1100.0, standards=standards)
            for i, standards in zip(types, (("boom", "probe"), ("boom",)), strict=True)
        ],
        "requirements": [Requirement(n, "tanker hours", tuple(map(float, due))) for n, due in hours.items()],
        "packages": [
            Package("A330 hours", PER_UNIT, "flying", items=(types[0],), value_m=0.01),
            Package("KC-46 hours", PER_UNIT, "flying", items=(types[1],), value_m=0.009),
            Package("KC-46 modification", ONE_OFF, "flying", items=(types[1],), value_m=50.0),
        ],
    }
    return small.problem(**(standard | more)).replace(rules=MODEL.rules, objectives=MODEL.objectives)


def planned(problem: Problem) -> Plan:
    found = planning.plan(problem, gap=0.0).plan
    assert found is not None
    return found


def shares(problem: Problem, plan: Plan, period: int) -> dict[str, float]:
    """Part of the period's cost that each nation is charged."""
    whole = float(plan.total("spend", "flying", period))
    return {n.id: float(plan.get("charge", n.id, "flying", period)) / whole for n in problem.nations}


def test_each_nation_pays_by_its_hours_of_the_year() -> None:
    plan = planned(pool())
    assert shares(pool(), plan, 0) == pytest.approx({n: hours[0] / 9900 for n, hours in HOURS.items()}, abs=2e-4)


def test_a_nation_that_takes_more_hours_pays_more_from_that_year_on() -> None:
    plan = planned(pool())
    before, after = (shares(pool(), plan, year)["BE"] for year in (0, 1))
    assert before == pytest.approx(1000 / 9900, abs=2e-4)
    assert after == pytest.approx(2100 / 11000, abs=2e-4)


def test_a_late_joiner_pays_nothing_before_its_first_hours() -> None:
    problem = pool({**HOURS, "SE": (0, 500)})
    plan = planned(problem)
    assert shares(problem, plan, 0)["SE"] == 0
    assert shares(problem, plan, 1)["SE"] == pytest.approx(500 / 11500, abs=2e-4)


def test_in_a_year_without_hours_what_is_paid_follows_all_the_hours() -> None:
    f = Facts(pool({"DE": (0, 300), "NL": (0, 100)}))
    key = fixed(f, f.phases["flying"])
    assert key is not None
    assert (key["DE", 0], key["NL", 0]) == (0.75, 0.25)


def test_9900_hours_need_9_aircraft_and_11000_need_10() -> None:
    plan = planned(pool())
    summary = tables.sheets(tables.figures(pool(), plan))["Summary"]
    fleet = next(one for one in summary if one.title == "Fleet by year")
    assert [row[3:] for row in fleet.rows if row[0] == "A330 MRTT"] == [(9, 10)]


def test_one_type_is_flown_where_a_second_one_costs_more_than_it_saves() -> None:
    plan = planned(pool())
    (one,) = [r for r in rules.results(plan, Facts(pool())) if r.rule.id == "one type"]
    assert (one.reached, one.held, one.binding) == (1, True, True)
    assert plan.total("begin", "KC-46 modification") == 0


def mixed(strength: str, amount: int = 1) -> Problem:
    """A modification of 1 M pays, but for the Germans, who need a probe too; the rule has this strength."""
    base = pool()
    packages = [replace(w, value_m=1.0) if w.id == "KC-46 modification" else w for w in base.packages]
    needs = [replace(r, standards=("probe",)) if r.nation == "DE" else r for r in base.requirements]
    agreed = [replace(r, strength=strength, amount=amount) if r.id == "one type" else r for r in base.rules]
    return base.replace(packages=tuple(packages), requirements=tuple(needs), rules=tuple(agreed))


@pytest.mark.parametrize(("strength", "amount", "types"), [("report", 1, 2), ("must", 2, 2), ("must", 1, 1)])
def test_one_type_is_reported_slack_or_binding(strength: str, amount: int, types: int) -> None:
    problem = mixed(strength, amount)
    plan = planned(problem)
    (one,) = [r for r in rules.results(plan, Facts(problem)) if r.rule.id == "one type"]
    assert one.reached == types
    assert one.held == (types <= amount)


def test_a_pool_of_no_type_at_all_has_no_plan() -> None:
    assert planning.plan(mixed("must", 0)).plan is None


def test_each_nation_is_near_its_part_of_the_hours_as_they_are_flown() -> None:
    problem = pool()
    found = [r for r in rules.results(planned(problem), Facts(problem)) if r.rule.id == "fair hours"]
    assert len(found) == 2 * len(HOURS)
    assert all(r.held for r in found)


def test_work_is_only_reported() -> None:
    assert {r.strength for r in MODEL.rules} == {"report"}
