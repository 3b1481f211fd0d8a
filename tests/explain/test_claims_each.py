"""Claims, one by one: what each asks for, what giving it up leaves alone, and which edits say so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from procure.explain.claims import claims
from procure.explain.claims.claim import DECISIONS, Claim
from procure.facts import Facts
from procure.problem import Pin, Problem, Rule, Share
from tests.clauses import small
from tests.explain.test_claims import again, read, resolve, told


def claim(problem: Problem, name: str) -> Claim:
    found = {one.name: one for one in claims(problem)}
    assert name in found, list(found)
    return found[name]


def test_a_need_that_is_given_up_stays_agreed_and_may_be_left_out() -> None:
    problem = small.problem(items=[small.item()], requirements=[small.need(3, 0, 0)], packages=[small.per_unit()])
    one = claim(problem, "Requirements[FR, tank]")
    assert one.words == "FR takes 3 tank by 2029."
    dropped = Facts(one.drop(problem))
    assert dropped.firm["tank", "FR"] == 3
    assert dropped.needs["tank", "FR"].may_short


def test_a_need_with_a_price_that_must_hold_is_no_claim() -> None:
    rule = Rule("price", "unit price", who=("all",), each=False, relation="<=", amount=9.0, base="M")
    tables: dict[str, Any] = {"items": [small.item()], "packages": [small.per_unit()]}
    problem = small.problem(requirements=[small.need(3, 0, 0)], rules=[rule], **tables)
    assert [one.name for one in claims(problem)] == ["Rules[price]"]


def test_items_of_a_family_have_one_latest_delay_and_one_edit_for_it() -> None:
    items = [small.item(name, family="armour", latest_delay_months=12.0) for name in ("tank", "carrier")]
    problem = small.problem(items=items, requirements=[small.need(1, 0, 0, item="armour")], packages=[small.per_unit()])
    one = claim(problem, "Items[armour, latest delay]")
    assert one.ways[0].given_up().of_row == "carrier/tank"
    assert one.ways[0].change(24).value == "24"
    assert {i.latest_delay_months for i in one.drop(problem).items} == {None}


def test_support_of_units_in_service_is_not_owed_earlier_because_what_it_waits_for_may_begin_earlier() -> None:
    school = small.one_off("school", earliest=1)
    care = small.in_service(after=("school",))
    tables: dict[str, Any] = {"items": [small.item()], "requirements": [small.need(1, 0, 0, 0)]}
    problem = small.problem(periods=4, packages=[school, small.per_unit(), care], **tables)
    one = claim(problem, "Packages[school, earliest]")
    assert Facts(problem).window["care"] == Facts(one.drop(problem)).window["care"] == range(2, 4)
    assert Facts(one.drop(problem)).window["school"].start == 0
    assert one.ways == ()


def test_sets_that_would_have_to_be_whole_keep_work_where_it_was_given() -> None:
    tables: dict[str, Any] = {"items": [small.item()], "requirements": [small.need(3, 0, 0)]}
    shared = small.per_unit(given_to=(("Alpha", None),), divisible=True, most=None)
    assert not [one for one in claims(small.problem(packages=[shared], **tables)) if "given to" in one.name]
    alone = small.per_unit(given_to=(("Alpha", None),))
    assert claim(small.problem(packages=[alone], **tables), "Packages[hull, given to]").ways


def test_a_supplier_that_could_not_have_it_otherwise_keeps_what_it_was_given() -> None:
    suppliers = [small.supplier(sectors=("radar",)), small.supplier("Beta", sectors=("hulls",))]
    given = small.one_off(sector="hulls", given_to=(("Alpha", None),))
    problem = small.problem(packages=[given], suppliers=suppliers)
    assert [one.name for one in claims(problem)] == []


def test_a_least_rate_at_which_a_ramp_starts_is_given_up_with_room_for_that_start() -> None:
    item = small.item(min_rate=3.0, ramp_fraction=0.1, ramp_step=0.0)
    problem = small.problem(items=[item], requirements=[small.need(3, 0, 0)], packages=[small.per_unit()])
    one = claim(problem, "Items[tank, min rate]")
    assert (one.drop(problem).items[0].min_rate, one.drop(problem).items[0].ramp_step) == (0.0, 2.0)
    assert one.ways == ()


def test_a_budget_is_given_up_cell_by_cell_so_that_the_line_still_pays_for_its_phases() -> None:
    lines = [small.budget(1, 1, 1, line="build", phases=("build",)), small.budget(9, 9, 9)]
    problem = small.problem(budgets=lines, packages=[small.one_off()])
    one = claim(problem, "Budgets[FR, build]")
    assert [b.phases for b in one.drop(problem).budgets] == [(), ("build",)]
    assert (one.ways[0].given_up().operation, one.ways[0].given_up().column) == ("drop", "*")


def test_a_row_behind_which_a_stricter_one_stands_is_no_claim() -> None:
    nations = [small.nation(groups=("EU", "NATO")), small.nation("US")]
    rows = [small.control("EU"), small.control("NATO", "licence", months=24.0)]
    package = small.one_off(technologies=("seeker",))
    problem = small.problem(nations=nations, packages=[package], controls=rows)
    assert [one.name for one in claims(problem)] == []
    assert [one.name for one in claims(problem.replace(controls=rows[:1]))] == ["Controls[seeker, US, EU]"]


def test_points_below_the_agreed_share_are_looser_the_more_they_are() -> None:
    rule = Rule("return", "work", relation=">=", amount=2.0, base="points of agreed share")
    problem = small.problem(packages=[small.one_off()], rules=[rule])
    assert claim(problem, "Rules[return]").ways[0].change(1.5).value == "1.5"
    less = replace(rule, base="% of own cost", amount=90.0)
    assert claim(problem.replace(rules=[less]), "Rules[return]").ways[0].change(1.5).value == "-1.5"


def test_bounds_of_shares_are_claims_where_a_negotiated_key_looks_at_them() -> None:
    shares = [Share("build", "FR", lowest_fraction=0.3, highest_fraction=0.6)]
    problem = small.problem(phases=[small.phase(key="negotiated")], shares=shares, packages=[small.one_off()])
    low, high = claim(problem, "Shares[build, FR, lowest]"), claim(problem, "Shares[build, FR, highest]")
    assert (low.ways[0].change(5).value, high.ways[0].change(5).value) == ("-5", "5")
    assert not claims(problem.replace(phases=[small.phase()]))


def test_one_pin_is_told_from_the_others_by_all_its_cells() -> None:
    problem = read("two-nations")
    package, item = problem.packages[0].id, problem.items[0].id
    supplier = Facts(problem).suppliers_of[package][0]
    pins = [
        Pin("award", "=", 1.0, package, supplier=supplier, row=2),
        *(Pin("deliver", ">=", k, item=item, nation=problem.nations[k - 1].id, row=2 + k) for k in (1, 2)),
    ]
    problem = problem.replace(pins=pins)
    found = [one for one in claims(problem) if one.kind == DECISIONS and one.name.startswith("Pins[")]
    assert len(found) == 3
    for one in found:
        assert len(resolve(problem, one.ways[0].given_up()).pins) == 2
        assert told(resolve(problem, one.ways[0].given_up())) == told(again(one.drop(problem)))
    looser = next(one for one in found if one.name.endswith("2]")).ways[0].change(1)
    assert sorted(pin.value for pin in resolve(problem, looser).pins if pin.decision == "deliver") == [1, 1]
