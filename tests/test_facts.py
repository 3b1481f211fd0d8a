"""What follows from a problem before any decision: demand, time, work, prices."""

from __future__ import annotations

from typing import Any

import pytest

from procure.facts import Facts, Stream
from procure.problem import Requirement
from tests.clauses import small

DEMAND = [small.need(1, 0, 2), small.need(0, 3, 0, nation="DE"), small.need(0, 0, 1, nation="DE", item="van")]
NATIONS = [small.nation("DE"), small.nation("FR")]


def facts(**tables: Any) -> Facts:
    return Facts(small.problem(**({"nations": NATIONS, "items": [small.item(), small.item("van")]} | tables)))


# Demand


def test_needs_are_told_by_item_and_nation() -> None:
    f = facts(requirements=[*DEMAND, Requirement("FR", "van", (0.0, 0.0, 0.0))])
    assert f.due["tank", "FR"] == (1, 0, 2)
    assert f.firm == {("tank", "DE"): 3, ("tank", "FR"): 3, ("van", "DE"): 1}
    assert f.takers == {"tank": ("DE", "FR"), "van": ("DE",)}


def test_needs_are_summed_over_items_and_nations() -> None:
    f = facts(requirements=DEMAND)
    assert f.firm_of(["tank"]) == 6
    assert f.firm_of(["tank", "van"], ["DE"]) == 4
    assert f.firm_of(["van"], []) == 0


def test_a_latest_delay_is_told_in_periods() -> None:
    f = facts(items=[small.item(latest_delay_months=24.0), small.item("van")])
    assert (f.latest_delay(f.items["tank"]), f.latest_delay(f.items["van"])) == (2, None)


def trucks(*due: float, nation: str = "FR", standards: tuple[str, ...] = ()) -> Requirement:
    return Requirement(nation, "trucks", tuple(float(units) for units in due), standards)


def family(*needs: Requirement, **tables: Any) -> Facts:
    """A lorry with the standard arctic and a van, of one family."""
    items = [small.item("lorry", family="trucks", standards=("arctic",)), small.item("van", family="trucks")]
    return facts(items=items, requirements=needs, **tables)


def test_a_need_of_a_family_is_met_by_its_items_with_the_standards_asked() -> None:
    f = family(trucks(1, 0, 2), trucks(0, 4, 0, nation="DE", standards=("arctic",)))
    assert {key: need.items for key, need in f.needs.items()} == {
        ("trucks", "DE"): ("lorry",), ("trucks", "FR"): ("lorry", "van"),
    }  # fmt: skip
    assert f.takers == {"lorry": ("DE", "FR"), "van": ("FR",)}
    assert f.due["trucks", "FR"] == (1, 0, 2)


def test_units_that_an_item_could_be_and_those_that_it_must_be_are_told_apart() -> None:
    f = family(trucks(1, 0, 2), trucks(0, 4, 0, nation="DE", standards=("arctic",)))
    assert (f.firm_of(["lorry"]), f.firm_of(["van"]), f.firm_of(["lorry", "van"])) == (7, 3, 7)
    assert (f.sure_of(["lorry"]), f.sure_of(["van"]), f.sure_of(["lorry", "van"])) == (4, 0, 7)


def test_a_package_is_bound_to_items_that_a_plan_may_do_without() -> None:
    packages = [
        small.one_off("van design", items=("van",)), small.one_off("lorry design", items=("lorry",)),
        small.one_off("cab", items=("lorry", "van")), small.one_off("office"),
        small.per_unit("van body", items=("van",)),
    ]  # fmt: skip
    free = family(trucks(1, 0, 0), packages=packages)
    assert {w: items for w, items in free.bound_to.items() if items} == {
        "lorry design": ("lorry",), "van body": ("van",), "van design": ("van",),
    }  # fmt: skip
    arctic = family(trucks(1, 0, 0, standards=("arctic",)), packages=packages)
    assert [w for w, items in arctic.bound_to.items() if items] == ["van body", "van design"]


def test_only_a_predecessor_that_is_surely_placed_holds_up_the_earliest_begin() -> None:
    packages = [
        small.one_off("van design", items=("van",), months=24.0), small.one_off("trials", after=("van design",)),
        small.per_unit("van body", items=("van",), after=("van design",)),
    ]  # fmt: skip
    f = family(trucks(0, 0, 1), packages=packages)
    assert (f.earliest["trials"], f.earliest["van body"]) == (0, 2)


# Time


def test_a_one_off_package_takes_at_least_a_period_and_a_lead_may_be_none() -> None:
    f = facts(packages=[small.one_off(months=2.0), small.per_unit(months=2.0)])
    assert (f.duration(f.packages["radar"]), f.lead(f.packages["hull"])) == (1, 0)


def test_a_phase_under_after_names_all_its_one_off_packages_but_not_the_package_itself() -> None:
    f = facts(packages=[small.one_off("a"), small.one_off("b", after=("build",)), small.per_unit(after=("a",))])
    assert [w.id for w in f.before(f.packages["b"])] == ["a"]
    assert [w.id for w in f.before(f.packages["hull"])] == ["a"]


def chain(**fields: Any) -> Facts:
    """Two studies side by side, a radar after both, a hull with a lead of a year after the radar."""
    return Facts(
        small.problem(
            periods=8,
            packages=[
                small.one_off("short", months=12.0),
                small.one_off("long", months=24.0, earliest=1),
                small.one_off("radar", months=24.0, after=("short", "long"), **fields),
                small.per_unit(months=12.0, after=("radar",)),
            ],
            items=[small.item()],
        )
    )


def test_a_package_waits_for_the_longest_chain_before_it() -> None:
    f = chain()
    assert f.earliest == {"hull": 5, "long": 1, "radar": 3, "short": 0}
    assert f.ready == {"tank": 6}


def test_a_package_begins_late_enough_to_end_in_its_last_period() -> None:
    f = chain(latest=5)
    assert f.window["radar"] == range(3, 5)
    assert f.window["short"] == range(8)
    assert f.window["hull"] == range(5, 7)


def test_a_stated_beginning_leaves_one_period_or_none() -> None:
    assert chain(begins=4).window["radar"] == range(4, 5)
    assert chain(begins=4).earliest["hull"] == 6
    assert len(chain(begins=2).window["radar"]) == 0


def test_a_cycle_of_packages_ends() -> None:
    f = Facts(small.problem(packages=[small.one_off("a", after=("b",)), small.one_off("b", after=("a",))]))
    assert set(f.earliest) == {"a", "b"}


# Work


def test_a_package_without_items_serves_all() -> None:
    f = facts(packages=[small.per_unit(), small.per_unit("wing", items=("van",))])
    assert f.serves(f.packages["hull"]) == ("tank", "van")
    assert f.serves(f.packages["wing"]) == ("van",)


def test_a_package_has_one_stream_unless_price_or_payer_differ() -> None:
    f = facts(packages=[small.per_unit()], requirements=DEMAND)
    assert f.streams["hull"] == (Stream("hull", "", ("tank", "van"), None, 2.0),)


def test_items_of_one_worth_share_a_stream() -> None:
    package = small.per_unit(value_m=None, value_by_item_m=(("tank", 3.0), ("van", 3.0)))
    assert facts(packages=[package]).streams["hull"] == (Stream("hull", "", ("tank", "van"), None, 3.0),)


def test_items_of_different_worth_have_streams_of_their_own() -> None:
    package = small.per_unit(value_m=None, value_by_item_m=(("tank", 3.0), ("van", 1.0)))
    streams = facts(packages=[package], requirements=DEMAND).streams["hull"]
    assert [(b.id, b.value_m) for b in streams] == [("tank", 3.0), ("van", 1.0)]


def test_buyers_who_pay_their_own_units_have_streams_of_their_own() -> None:
    phase = small.phase(key="own units")
    package = small.per_unit(value_m=None, value_by_item_m=(("tank", 3.0), ("van", 1.0)))
    streams = facts(phases=[phase], packages=[package], requirements=DEMAND).streams["hull"]
    assert [(b.id, b.buyers) for b in streams] == [
        ("tank/DE", ("DE",)),
        ("tank/FR", ("FR",)),
        ("van/DE", ("DE",)),
    ]


def test_a_stream_needs_the_sets_of_its_firm_units_and_could_take_those_of_a_surplus() -> None:
    f = facts(
        packages=[small.per_unit(per_unit=2.0)],
        items=[small.item(surplus=1.0), small.item("van")],
        requirements=DEMAND,
    )
    assert (f.sets(f.streams["hull"][0]), f.most_sets(f.streams["hull"][0])) == (14, 16)


# Who and at what price


def test_suppliers_are_eligible_by_their_sectors_or_by_a_quote() -> None:
    f = facts(
        suppliers=[
            small.supplier("Any"),
            small.supplier("Steel", sectors=("steel",)),
            small.supplier("Radio", sectors=("electronics",)),
            small.supplier("Quoting", sectors=("steel",)),
        ],
        packages=[small.one_off(sector="electronics")],
        quotes=[small.quote(10.0, supplier="Quoting")],
    )
    assert f.suppliers_of["radar"] == ("Any", "Quoting", "Radio")
    assert f.pairs == (("radar", "Any"), ("radar", "Quoting"), ("radar", "Radio"))


def test_without_a_value_only_those_who_quote_are_eligible() -> None:
    f = facts(packages=[small.one_off(value_m=None)], quotes=[small.quote(10.0, supplier="Beta")])
    assert f.suppliers_of["radar"] == ("Beta",)


def test_given_to_a_supplier_or_a_nation_leaves_no_others() -> None:
    suppliers = [small.supplier(), small.supplier("Beta", "DE"), small.supplier("Gamma", "DE", sectors=("steel",))]
    to_beta = small.one_off(sector="electronics", given_to=(("Beta", None),))
    to_germany = small.one_off("sonar", sector="electronics", given_to=(("DE", None),))
    to_gamma = small.one_off("trials", sector="electronics", given_to=(("Gamma", None),))
    f = facts(suppliers=suppliers, packages=[to_beta, to_germany, to_gamma])
    assert f.suppliers_of == {"radar": ("Beta",), "sonar": ("Beta",), "trials": ("Gamma",)}


def test_a_quote_is_the_price_else_the_factor_times_the_value() -> None:
    f = facts(
        packages=[small.one_off(), small.one_off("sonar", 4.0)],
        quotes=[small.quote(11.0, supplier="Beta"), small.quote(None, package="sonar", setup_m=1.0)],
    )
    assert f.price("radar", "Beta") == 11
    assert f.price("sonar", "Beta") == pytest.approx(5)
    assert f.price("sonar", "Alpha") == 4
    assert (f.setup("sonar", "Alpha"), f.setup("radar", "Beta")) == (1, 0)


def test_a_set_costs_what_its_stream_is_worth() -> None:
    package = small.per_unit(value_m=None, value_by_item_m=(("tank", 3.0), ("van", 1.0)))
    f = facts(packages=[package])
    assert [f.price("hull", "Beta", b) for b in f.streams["hull"]] == [3.75, 1.25]


def test_effort_is_counted_in_the_unit_of_the_capacity() -> None:
    f = facts(packages=[small.one_off(effort=((40.0, "hours"),)), small.per_unit()])
    stream = f.streams["hull"][0]
    assert [f.effort("radar", "Alpha", unit) for unit in ("hours", "sets", "M", "tonnes")] == [40, 1, 12, 0]
    assert [f.effort("hull", "Beta", unit, stream) for unit in ("sets", "M")] == [1, 2]


def test_a_quote_s_effort_goes_before_the_package_s_in_its_own_unit_alone() -> None:
    f = facts(
        packages=[small.one_off(effort=((40.0, "hours"), (2.0, "tonnes")))],
        quotes=[small.quote(12.0, effort=((30.0, "hours"),))],
    )
    assert [f.effort("radar", "Alpha", unit) for unit in ("hours", "tonnes")] == [30, 2]
    assert f.effort("radar", "Beta", "hours") == 40


def test_a_capacity_covers_its_supplier_s_work_of_its_sector_or_package() -> None:
    f = facts(packages=[small.one_off(sector="steel"), small.one_off("sonar", sector="electronics")])
    covered = [f.covers(small.capacity(1, **of)) for of in ({}, {"sector": "steel"}, {"package": "sonar"})]
    assert covered == [("radar", "sonar"), ("radar",), ("sonar",)]
    assert f.covers(small.capacity(1, supplier="Nobody")) == ()


# Money


def test_money_is_discounted_by_the_year() -> None:
    f = Facts(small.problem(periods=3, length="half", discount=0.21))
    assert f.discount == pytest.approx((1, 1 / 1.1, 1 / 1.21))


def test_the_part_at_delivery_waits_for_the_longest_lead_of_the_phase() -> None:
    f = facts(
        phases=[small.phase(), small.phase("design")],
        packages=[small.per_unit(months=12.0), small.per_unit("wing", months=24.0), small.one_off(months=36.0)],
    )
    assert (f.lag("build"), f.lag("design")) == (2, 0)


def test_a_phase_without_items_stands_for_all() -> None:
    f = facts(phases=[small.phase(), small.phase("design")], items=[small.item(), small.item("van", phase="spares")])
    assert f.items_of("build") == ("tank",)
    assert f.items_of("design") == ("tank", "van")
