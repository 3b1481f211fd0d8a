"""Planning near an earlier plan: what a change weighs, how many there may be, what is said of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from procure import near
from procure.audit import audit
from procure.calendar import Calendar
from procure.facts import Facts
from procure.near import Changes, Near
from procure.plan import Key, Plan, dec
from procure.planning import Outcome, build, plan
from procure.problem import Problem
from procure.reading import read
from procure.solve import INFEASIBLE, PROVEN
from tests import properties
from tests.clauses import small
from tests.cli.calling import CAVS, ROOT, TWO
from tests.generate import generate


def programme(**tables: Any) -> Problem:
    """Radar by Alpha in the first period; four tanks of Alpha's hulls in the second, of four periods; a discount."""
    standard = {
        "periods": 4, "discount": 0.05, "packages": [small.one_off(begins=0), small.per_unit()],
        "items": [small.item()], "requirements": [small.need(0, 4, 0, 0)],
    }  # fmt: skip
    return small.problem(**(standard | tables))


def without_begins(problem: Problem, **radar: Any) -> Problem:
    """The same with the radar free to begin, changed as the keywords say."""
    free = {"begins": None} | radar
    return problem.replace(packages=tuple(replace(w, **free) if w.id == "radar" else w for w in problem.packages))


def planned(problem: Problem, before: Plan, most: int | None = None, old: Problem | None = None) -> Outcome:
    """Near a plan of `old`, else of the problem itself."""
    return plan(problem, near_to=Near("OLD.xlsx", old or problem, before, most))


def first(problem: Problem) -> Plan:
    found = plan(problem).plan
    assert found is not None
    return found


def changed(problem: Problem, old: Problem, most: int | None = None) -> tuple[Plan, Changes]:
    """A plan near the old problem's, audited, and what it changes."""
    before = first(old)
    outcome = planned(problem, before, most, old)
    assert outcome.plan is not None, outcome.state
    assert audit(outcome.plan, Facts(problem)).passed
    found = near.changes(outcome.plan, Facts(problem), Near("OLD.xlsx", old, before))
    assert outcome.stages[0].name == near.CHANGES
    assert outcome.stages[0].value == pytest.approx(float(found.weighed))
    assert outcome.stages[0].best == pytest.approx(float(found.weighed))
    return outcome.plan, found


def test_without_new_data_nothing_changes_though_another_plan_is_cheaper() -> None:
    late = without_begins(programme())
    made, found = changed(late, programme())
    assert found == Changes(0, 0, Decimal(0), Decimal(0))
    assert made.get("begin", "radar", 0) == 1
    assert first(late).get("begin", "radar", 3) == 1


def test_an_award_that_moves_weighs_twenty() -> None:
    lost = programme(suppliers=[small.supplier(sectors=("hulls",)), small.supplier("Beta", price_factor=1.25)])
    radar, hull = (replace(w, sector=s) for w, s in zip(programme().packages[::-1], ("radars", "hulls"), strict=True))
    old = programme(packages=[radar, hull])
    made, found = changed(lost.replace(packages=old.packages), old)
    assert made.get("award", "radar", "Beta") == 1
    assert (found.awards, found.begins, found.deliveries) == (1, 0, 0)
    assert found.weighed == 10  # Alpha may no longer hold it, which no plan could keep; Beta's award is new


def test_an_award_that_moves_where_both_may_hold_it_weighs_twenty() -> None:
    old = programme()
    full = old.replace(capacities=(small.capacity(0, supplier="Alpha", package="radar"),))
    _, found = changed(full, old)
    assert (found.awards, found.begins, found.weighed) == (1, 0, 20)


def test_a_begin_weighs_the_periods_that_it_moves_by_and_comes_before_an_award() -> None:
    old = programme()
    full = without_begins(old).replace(capacities=(small.capacity(0, 0, supplier="Alpha", package="radar"),))
    made, found = changed(full, old)
    assert made.get("begin", "radar", 2) == 1
    assert (found.awards, found.begins, found.weighed) == (0, 1, 2)


def test_deliveries_weigh_the_units_and_the_periods_that_they_move_by() -> None:
    old = programme()
    slower = old.replace(items=(small.item(max_rate=3.0),))
    _, found = changed(slower.replace(requirements=(small.need(0, 0, 4, 0),)), old)
    assert (found.deliveries, found.weighed) == (1, 1)  # one of four is a period later, though none has to be so early


def test_changes_come_before_the_objectives_and_give_up_nothing_to_them() -> None:
    old = programme()
    dear = old.replace(quotes=(small.quote(1000.0, "Alpha"),))
    made, found = changed(dear, old)
    assert found.weighed == 0
    assert made.get("award", "radar", "Alpha") == 1


def test_the_number_of_changes_is_limited_and_too_few_leave_no_plan() -> None:
    old = programme()
    full = old.replace(capacities=(small.capacity(0, supplier="Alpha", package="radar"), small.capacity(0, 0, 0, 0)))
    before = first(old)
    assert planned(full, before, 1, old).state == INFEASIBLE
    outcome = planned(full, before, 2, old)
    assert outcome.plan is not None
    assert near.changes(outcome.plan, Facts(full), Near("OLD.xlsx", old, before)).awards == 2


def test_a_begin_counts_as_a_change_of_its_own() -> None:
    old = programme()
    full = without_begins(old).replace(capacities=(small.capacity(0, 0, supplier="Alpha", package="radar"),))
    assert planned(full, first(old), 0, old).state == INFEASIBLE
    _, found = changed(full, old, most=1)
    assert found.begins == 1


def test_a_supplier_that_may_no_longer_hold_its_package_is_a_change() -> None:
    old = programme()
    gone = old.replace(suppliers=(small.supplier("Beta"),))
    assert planned(gone, first(old), 1, old).state == INFEASIBLE
    assert planned(gone, first(old), 2, old).plan is not None


def test_what_changed_is_said_among_the_facts_and_the_stage_is_not_for_the_audit() -> None:
    old = programme()
    full = without_begins(old).replace(capacities=(small.capacity(0, 0, supplier="Alpha", package="radar"),))
    made, _ = changed(full, old)
    assert made.run[near.CHANGES] == (
        "next to OLD.xlsx no package is awarded otherwise, 1 package begins at another time, "
        "0 unit-periods of deliveries move (2 by their weights, and no plan has less than 2)"
    )
    assert near.CHANGES not in [stage.name for stage in made.stages]
    assert not {"dropped", "moved", "changed"} & set(made.values)


def three(**leaver: Any) -> Problem:
    """FR, DE and LV share three years of work of 12 M each; LV as the keywords say."""
    nations = [small.nation(), small.nation("DE"), small.nation("LV", **leaver)]
    return small.problem(periods=3, nations=nations, packages=[small.one_off(value_m=36.0, months=36.0)])


COVERED = "the exit cost of LV covers 4.00 M of it"


@pytest.mark.parametrize(("cap", "end"), [(4.0, COVERED), (None, "no exit cost is due")])
def test_a_withdrawal_says_what_it_costs_the_others_and_what_the_exit_cost_covers(cap: float | None, end: str) -> None:
    made, _ = changed(three(leaves=0, exit_cap_m=cap), three())
    assert made.run[near.LEAVING] == f"without LV the others pay 8.00 M more; {end}"


def test_a_nation_that_is_gone_altogether_leaves_too() -> None:
    gone = three().replace(nations=(small.nation(), small.nation("DE")))
    made, _ = changed(gone, three())
    assert made.run[near.LEAVING] == "without LV the others pay 12.00 M more; no exit cost is due"


def test_nobody_leaves_where_the_same_nations_take_part() -> None:
    made, _ = changed(three(), three())
    assert near.LEAVING not in made.run


def test_a_plan_moves_to_the_periods_of_another_horizon() -> None:
    values: dict[str, dict[Key, Decimal]] = {
        "begin": {("radar", 0): dec(1), ("hull", 2): dec(1)}, "award": {("radar", "Alpha"): dec(1)},
        "pay": {("FR", "build", 4): dec(3)}, "used": {("tank",): dec(1)},
    }  # fmt: skip
    made = near.moved_to(Plan(values), Calendar("2027", "year", 4), Calendar("2028", "year", 3)).values
    assert made["begin"] == {("hull", 1): 1}
    assert made["award"] == values["award"]
    assert made["used"] == values["used"]
    assert made["pay"] == {("FR", "build", 3): 3}


def test_without_a_plan_near_by_the_optimisation_is_as_it_was() -> None:
    m, specs = build(Facts(programme()))
    assert [spec.name for spec in specs] == ["lateness", "cost"]
    assert not any(m.x[family] for family in ("dropped", "moved", "changed"))
    assert not any(row.clause.endswith("changes") for row in m.rows)


# For random programmes and examples


def unchanged(problem: Problem, before: Plan) -> str:
    """What is wrong with planning again near a plan of the same data; "" where nothing changes and it costs no more."""
    outcome = planned(problem, before)
    if outcome.plan is None:
        return f"{outcome.state} {outcome.why}"
    findings = audit(outcome.plan, Facts(problem)).findings
    if findings:
        return str(findings[0])
    found = near.changes(outcome.plan, Facts(problem), Near("OLD.xlsx", problem, before))
    old, new = ({s.name: s for s in of.stages} for of in (before, outcome.plan))
    if found.weighed > Decimal("0.0001") or found.awards or found.begins:
        return str(found)
    if "cost" in old and new["cost"].best > old["cost"].value + max(1e-3, new["cost"].asked):
        return f"cost {new['cost'].best:g}, was {old['cost'].value:g}"
    return ""


def test_planning_random_programmes_again_changes_nothing_and_costs_no_more() -> None:
    found = {}
    for seed in range(8):
        outcome = properties.planned(seed)
        assert outcome.plan is not None
        if outcome.state == PROVEN:
            found[seed] = unchanged(generate(seed), outcome.plan)
    assert len(found) > 5
    assert not {seed: wrong for seed, wrong in found.items() if wrong}


@pytest.mark.parametrize("name", [TWO, CAVS])
def test_planning_an_example_again_changes_nothing_and_costs_no_more(name: str) -> None:
    problem, _ = read(Path(ROOT) / name)
    assert problem is not None
    assert unchanged(problem, first(problem)) == ""
