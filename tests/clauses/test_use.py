"""Use: items of a family stand for each other, and one that is not in use brings none of its packages."""

from __future__ import annotations

from itertools import combinations
from random import Random
from typing import Any

import pytest

from procure import rules
from procure.clauses import CLAUSES
from procure.problem import Item, Package, Problem, Requirement, Rule
from procure.solve import INFEASIBLE
from tests.clauses import small


def truck(id: str, *standards: str, **fields: Any) -> Item:
    return small.item(id, family="trucks", standards=standards, **fields)


def trucks(*due: float, nation: str = "FR", standards: tuple[str, ...] = ()) -> Requirement:
    return Requirement(nation, "trucks", tuple(float(units) for units in due), standards)


EXAMPLE = small.problem(
    nations=[small.nation(), small.nation("DE")],
    items=[truck("lorry", "arctic"), truck("tractor", "arctic", surplus=1.0), truck("van")],
    requirements=[trucks(0, 2, 1), trucks(1, 0, 0, nation="DE", standards=("arctic",))],
    packages=[small.one_off("gearbox", items=("lorry", "van")), small.one_off("jigs", items=("van",))],
)

LORRY, VAN = small.per_unit("lorry body", 3.0, items=("lorry",)), small.per_unit("van body", 2.0, items=("van",))
DESIGNS = (small.one_off("lorry design", 4.0, items=("lorry",)), small.one_off("van design", 10.0, items=("van",)))


def choice(*due: float, packages: tuple[Package, ...] = (*DESIGNS, LORRY, VAN), **tables: Any) -> Problem:
    """Lorries (4 M to design, 3 M each) or vans (10 M, 2 M each), as many as are due."""
    standard: dict[str, Any] = {"items": [truck("lorry", "arctic"), truck("van")], "requirements": [trucks(*due)]}
    return small.problem(packages=packages, **(standard | tables))


@pytest.mark.parametrize(("units", "item", "worth"), [(5, "lorry", 4 + 15), (7, "van", 10 + 14)])
def test_a_need_of_a_family_is_met_by_the_item_that_is_cheapest_with_its_development(
    units: int, item: str, worth: float
) -> None:
    plan = small.plan(choice(units, 0, 0))
    assert plan.values["used"] == pytest.approx({(i,): float(i == item) for i in ("lorry", "van")})
    assert plan.total("deliver", item, "FR") == units
    assert plan.worth == pytest.approx(worth)


def test_the_packages_of_an_item_that_is_not_in_use_are_placed_with_nobody() -> None:
    plan = small.plan(choice(5, 0, 0))
    for package in ("van design", "van body"):
        assert plan.total("award", package) == 0
    assert plan.total("begin", "van design") == 0
    assert plan.total("begin", "lorry design") == 1


def test_only_items_with_the_standards_asked_will_do() -> None:
    plan = small.plan(choice(requirements=[trucks(7, 0, 0, standards=("arctic",))]))
    assert plan.total("deliver", "lorry") == 7
    assert plan.worth == pytest.approx(4 + 21)


def test_nations_with_different_standards_may_need_two_items() -> None:
    two = [small.nation(), small.nation("DE")]
    needs = [trucks(20, 0, 0), trucks(1, 0, 0, nation="DE", standards=("arctic",))]
    plan = small.plan(choice(nations=two, requirements=needs))
    assert plan.values["used"] == pytest.approx({("lorry",): 1, ("van",): 1})
    assert plan.total("deliver", "lorry", "DE") == 1
    assert plan.worth == pytest.approx(14 + 20 * 2 + 3)


def test_a_need_that_one_item_alone_can_meet_keeps_its_packages_in_every_plan() -> None:
    problem = choice(requirements=[trucks(7, 0, 0, standards=("arctic",))])
    m, f = small.declared(problem)
    assert f.bound_to == {"lorry body": (), "lorry design": (), "van body": ("van",), "van design": ("van",)}
    assert ("lorry",) in m.x["used"]


def test_a_package_of_several_items_is_placed_once_whichever_is_in_use() -> None:
    shared = small.one_off("cab", 6.0, items=("lorry", "van"))
    three = [truck("lorry"), truck("van"), truck("quad", unit_price_m=1.0)]
    both = choice(5, 0, 0, packages=(*DESIGNS, LORRY, VAN, shared), items=three)
    cheap = small.per_unit("quad body", 9.0, items=("quad",))
    plan = small.plan(both.replace(packages=(*both.packages, cheap)))
    assert plan.worth == pytest.approx(4 + 15 + 6)
    assert plan.total("begin", "cab") == 1
    cheaper = small.per_unit("quad body", 4.0, items=("quad",))
    plan = small.plan(both.replace(packages=(*both.packages, cheaper)))
    assert plan.worth == pytest.approx(20)
    assert plan.total("begin", "cab") == plan.total("placed", "cab") == 0


def test_work_waits_for_a_package_of_an_item_only_where_the_item_is_in_use() -> None:
    trials = small.one_off("trials", 1.0, months=12.0, after=("lorry design", "van design"))
    plan = small.plan(choice(0, 0, 5, packages=(*DESIGNS, LORRY, VAN, trials)))
    assert plan.total("begin", "van design") == 0
    assert plan.worth == pytest.approx(4 + 15 + 1)
    late_design = (small.one_off("lorry design", 4.0, items=("lorry",), earliest=1), DESIGNS[1])
    items = [truck("lorry"), truck("van", max_rate=1)]
    plan = small.plan(choice(0, 0, 5, packages=(*late_design, LORRY, VAN, trials), items=items))
    assert plan.over_time("begin", "trials") == [0, 0, 1]


def test_sets_wait_for_the_development_of_their_own_item() -> None:
    design = small.one_off("lorry design", 4.0, items=("lorry",), months=12.0, earliest=1)
    body = small.per_unit("lorry body", 3.0, items=("lorry",), after=("lorry design",))
    plan = small.plan(choice(0, 0, 5, packages=(design, DESIGNS[1], body, VAN)))
    assert plan.over_time("make", "lorry body") == [0, 0, 5]
    assert plan.total("begin", "lorry design", 1) == 1


def test_no_set_up_is_paid_for_an_item_that_is_not_in_use() -> None:
    quotes = [small.quote(2.0, package="van body", setup_m=50.0), small.quote(3.0, package="lorry body", setup_m=1.0)]
    given = [small.supplier()]
    plan = small.plan(choice(7, 0, 0, quotes=quotes, suppliers=given))
    assert plan.worth == pytest.approx(4 + 21 + 1)
    assert plan.total("open", "van body") == 0


def test_parts_agreed_of_a_package_are_kept_where_it_is_placed() -> None:
    design = small.one_off("lorry design", 4.0, items=("lorry",), divisible=True, most=2,
                           given_to=(("Alpha", 0.5), ("Beta", 0.5)))  # fmt: skip
    for units, part in ((5, 0.5), (30, 0.0)):
        plan = small.plan(choice(units, 0, 0, packages=(design, DESIGNS[1], LORRY, VAN)))
        assert plan.total("start", "lorry design", "Beta") == part


def test_an_item_is_in_use_only_where_a_unit_of_it_is_delivered() -> None:
    rule = Rule("two", "items", ("all",), each=False, amount=2, base="count")
    problem = choice(5, 0, 0, rules=[rule])
    m, f = small.declared(problem)
    for clause in CLAUSES:
        clause.constrain(m, f)
    rules.constrain(m, f)
    m.minimise(small.cost(m, f))
    values = small.solve(m.matrix(), small.Options()).values
    assert values is not None
    lorries = sum(values[x] for (i, _, _), x in m.x["deliver"].items() if i == "lorry")
    assert lorries == pytest.approx(1)


def test_of_one_unit_only_one_item_can_be_in_use() -> None:
    plan = small.plan(choice(1, 0, 0), small.first("used", sign=-1.0))
    assert plan.worth == pytest.approx(-1)


@pytest.mark.parametrize("family", ["begin", "placed", "award"])
def test_nothing_places_a_package_of_items_that_are_not_in_use(family: str) -> None:
    three = [truck("lorry"), truck("van"), truck("quad", "amphibious")]
    cab = small.one_off("cab", 6.0, items=("lorry", "van"))
    needs = [trucks(5, 0, 0, standards=("amphibious",))]
    shared = small.per_unit("lorry body", 3.0, items=("lorry",), divisible=True, most=None)
    problem = choice(items=three, requirements=needs, packages=(*DESIGNS, shared, VAN, cab))
    assert small.plan(problem, small.first(family, sign=-1.0)).worth == pytest.approx(0)


def test_surplus_is_built_of_items_in_use_only() -> None:
    items = [truck("lorry", surplus=2.0), truck("van", surplus=2.0)]
    plan = small.plan(choice(5, 0, 0, items=items), small.first("built", "van", sign=-1.0))
    assert plan.total("built", "van") == 7
    plan = small.plan(choice(5, 0, 0, items=items, packages=(DESIGNS[0], LORRY)), lambda m, f: [
        *small.first("built", "van", sign=-1.0)(m, f), *small.first("used", "van", sign=100.0)(m, f),
    ])  # fmt: skip
    assert plan.total("built", "van") == 0


def test_standards_that_no_item_has_leave_no_plan() -> None:
    assert small.plan(choice(requirements=[trucks(1, 0, 0, standards=("amphibious",))])).state == INFEASIBLE


def test_items_without_a_family_are_always_in_use_and_add_no_row() -> None:
    problem = choice(5, 0, 0, items=[small.item("lorry"), small.item("van")], requirements=[small.need(5, item="van")])
    m, _ = small.declared(problem)
    assert not m.x["used"]
    assert not m.x["placed"]
    plan = small.plan(problem.replace(requirements=(Requirement("FR", "van", (5.0, 0.0, 0.0)),)))
    assert plan.worth == pytest.approx(4 + 10 + 10)  # the lorry's design too


@pytest.mark.parametrize("seed", range(30))
def test_the_items_chosen_are_the_best_of_all_choices(seed: int) -> None:
    rng = Random(seed)
    names = ("lorry", "tractor", "van")
    items = [truck(i, *rng.sample(("arctic", "armoured", "silent"), rng.randint(1, 3))) for i in names]
    design = {i: float(rng.randint(1, 30)) for i in names}
    each = {i: float(rng.randint(1, 9)) for i in names}
    pair = tuple(sorted(rng.sample(names, 2)))
    shared = float(rng.randint(1, 20))
    needs = [
        trucks(0, rng.randint(1, 6), nation=n, standards=rng.choice(items).standards[:1])
        for n in rng.sample(("FR", "DE", "IT"), rng.randint(1, 3))
    ]
    packages = [small.one_off(f"{i} design", design[i], items=(i,)) for i in names]
    packages += [small.per_unit(f"{i} body", each[i], items=(i,)) for i in names]
    packages.append(small.one_off("shared", shared, items=pair))
    nations = [small.nation(n) for n in ("FR", "DE", "IT")]
    problem = small.problem(periods=2, nations=nations, items=items, requirements=needs, packages=packages)
    totals = []
    for used in (some for size in (1, 2, 3) for some in combinations(items, size)):
        total = _cost(used, needs, design, each)
        if total is not None:
            totals.append(total + (shared if {i.id for i in used} & set(pair) else 0.0))
    assert small.plan(problem).worth == pytest.approx(min(totals))


def _cost(
    used: tuple[Item, ...], needs: list[Requirement], design: dict[str, float], each: dict[str, float]
) -> float | None:
    """M of these items and no others; None where they cannot meet every need."""
    total = sum(design[i.id] for i in used)
    for r in needs:
        able = [each[i.id] for i in used if set(r.standards) <= set(i.standards)]
        if not able:
            return None
        total += r.total * min(able)
    return total
