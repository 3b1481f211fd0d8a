"""Load and unit price: slack, binding and broken; and where they would be a product of two decisions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procure import rules
from procure.calendar import Span
from procure.problem import Capacity, Item, Limit, Package, Phase, Quote, Requirement, Rule
from tests.problems import declared, facts, least, plan, two_nations

STEEL = (Limit(Span(0, 3), 40.0, "all"),)
CAPACITIES = (Capacity("Arsenal", STEEL, sector="steel", unit="hours"), Capacity("Krauss", STEEL, package="design"))
PACKAGES = tuple(replace(w, effort=((3.0, "hours"),)) if w.recurring else w for w in two_nations().packages)


def load(amount: float, relation: str = "<=", **words: object) -> Rule:
    base = {"base": "units", "of": (("sector", "steel"),), "who": ("FR",)}
    return Rule("r", "load", relation=relation, amount=amount, row=5, **(base | words))  # type: ignore[arg-type]


def test_load_is_effort_in_the_unit_of_the_capacity() -> None:
    done = plan(make={("hull", "Arsenal", "", 1): 4, ("gun", "Krauss", "", 1): 2, ("gun", "Arsenal", "", 2): 1})
    for amount, held, binding in ((16, True, False), (15, True, True), (14, False, False)):
        (result,) = rules.results(done, facts(load(amount), capacities=CAPACITIES, packages=PACKAGES))
        assert (result.reached, result.held, result.binding) == (15, held, binding)
    each = rules.results(done, facts(load(13, window="each period"), capacities=CAPACITIES, packages=PACKAGES))
    assert [r.reached for r in each] == [0, 12, 3, 0]


def test_a_one_off_package_loads_the_periods_it_runs() -> None:
    begun = plan(start={("trials", "Krauss", 1): 1})
    rule = load(1, who=("DE",), of=(("sector", "systems"),), window="each period")
    rows = rules.results(begun, facts(replace(rule, id="r"), capacities=CAPACITIES))
    assert [r.reached for r in rows] == [0, 0.5, 0.5, 0]


def test_a_rule_on_load_binds() -> None:
    f = facts(load(12), capacities=CAPACITIES, packages=PACKAGES)
    m = declared(f)
    rules.constrain(m, f)
    assert least(m, [(-1, x) for (_, s, _, _), x in m.x["make"].items() if s == "Arsenal"]) == -4


@pytest.mark.parametrize(
    ("of", "says"), [((), "hours and sets"), ((("package", "trials"),), "no row")]
)  # fmt: skip
def test_load_without_one_unit_is_refused(of: tuple[tuple[str, str], ...], says: str) -> None:
    found = rules.refusals(facts(load(1, of=of), capacities=CAPACITIES, packages=PACKAGES))
    assert says in found[0].message
    assert found[0].hint


def price(amount: float, who: tuple[str, ...] = ("partners",), each: bool = False, relation: str = "<=") -> Rule:
    return Rule("r", "unit price", who, each, relation=relation, amount=amount, base="M", row=5)


SETS = plan(price={("hull", "Arsenal", "", 1): 180, ("gun", "Krauss", "", 1): 110, ("design", "Krauss", "", 0): 100})


@pytest.mark.parametrize(
    ("amount", "held", "binding"), [(30, True, False), (29, True, True), (28, False, False)]
)  # fmt: skip
def test_unit_price_is_the_sets_over_the_units_that_are_firm(amount: float, held: bool, binding: bool) -> None:
    (result,) = rules.results(SETS, facts(price(amount)))
    assert (result.reached, result.held, result.binding) == (29, held, binding)
    assert result.unit == "M a unit"


def test_a_rule_on_unit_price_binds() -> None:
    f = facts(price(2, relation=">="))
    m = declared(f)
    rules.constrain(m, f)
    hulls = [(1, x) for (w, s, _, _), x in m.x["make"].items() if (w, s) == ("hull", "Krauss")]
    m.require("test", (), [(1, x) for key, x in m.x["make"].items() if key[:2] != ("hull", "Krauss")], "=", 0)
    assert least(m, hulls) == 1


def test_a_buyer_has_a_price_of_its_own_only_where_it_pays_its_own_units() -> None:
    (finding,) = rules.refusals(facts(price(30, each=True)))
    assert "all buyers at once" in finding.message
    phases = (Phase("development", "equal"), Phase("production", "own units"))
    f = facts(price(30, each=True), phases=phases)
    assert not rules.refusals(f)
    own = plan(price={("hull", "Arsenal", "FR", 1): 150, ("hull", "Arsenal", "DE", 1): 80})
    assert [(r.who, r.reached) for r in rules.results(own, f)] == [("DE", 20), ("FR", 25)]


@pytest.mark.parametrize("free", [{"may_short": True}, {"surplus": 2.0}])
def test_a_price_over_a_decided_quantity_is_refused_with_the_nearest_wording(free: dict[str, object]) -> None:
    items = (Item("tank", "production", unit_price_m=30.0, **free),)  # type: ignore[arg-type]
    (finding,) = rules.refusals(facts(price(30), items=items))
    assert "product of two decisions" in finding.message
    assert "cost" in finding.hint


def test_a_price_over_units_that_are_only_offered_is_refused() -> None:
    offered = Requirement("FR", "tank", (0.0, 0.0, 0.0, 2.0), order="option")
    requirements = (*two_nations().requirements, offered)
    (finding,) = rules.refusals(facts(price(30), requirements=requirements))
    assert "no option" in finding.hint


def test_a_package_that_serves_other_items_too_has_no_price_of_one_of_them() -> None:
    problem = two_nations()
    only = Package("turret", "per unit", "production", items=("tank",), value_m=5.0)
    rule = replace(price(30), of=(("item", "tank"),))
    items = (*problem.items, Item("jeep", "production"))
    found = rules.refusals(facts(rule, items=items, packages=(*problem.packages, only)))
    assert [one.rule for one in found] == ["shared package"]


def test_a_nation_has_no_unit_price_of_its_own_on_a_curve_that_others_order_on_too() -> None:
    quotes = (Quote("Arsenal", "hull", 15.0, buyers=("FR",)), Quote("Krauss", "hull", 20.0, slope_fraction=0.85))
    phases = (Phase("development", "equal"), Phase("production", "own units"))
    (finding,) = rules.refusals(facts(price(30, each=True), phases=phases, quotes=quotes))
    assert "hull" in finding.message
    assert "the same offer" in finding.message
    flat = (quotes[0], replace(quotes[1], slope_fraction=None))
    assert not rules.refusals(facts(price(30, each=True), phases=phases, quotes=flat))
    assert not rules.refusals(facts(price(30), phases=phases, quotes=quotes))
