"""Rules resolved: who, which packages and items, which periods."""

from __future__ import annotations

from typing import Any

import pytest

from procure.calendar import Span
from procure.facts import Facts
from procure.measures.rows import Row, mixed, resolve, unknown
from procure.problem import ONE_OFF, PER_UNIT, Item, Package, Rule
from tests.problems import facts, two_nations


def rows(f: Facts, **words: Any) -> list[Row]:
    return list(resolve(f, Rule("r", "work", base="M", **words), tuple(f.phases)))


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (("partners",), ("DE", "FR")),
        (("third countries",), ("US",)),
        (("customers",), ()),
        (("all",), ("DE", "FR", "US")),
        (("NATO",), ("DE", "FR", "US")),
        (("EU", "US"), ("DE", "FR", "US")),
        (("FR",), ("FR",)),
    ],
)
def test_who_means_roles_groups_and_nations(who: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert sum((row.who for row in rows(facts(), who=who)), ()) == expected


def test_together_is_one_row_of_all_of_them() -> None:
    (row,) = rows(facts(), who=("EU", "US"), each=False)
    assert row.who == ("DE", "FR", "US")
    assert row.index == ("EU; US together",)


def test_per_phase_makes_a_row_for_each_phase_with_its_packages() -> None:
    found = {row.phase: row.packages for row in rows(facts(), who=("FR",), by_phase=True)}
    assert found == {"development": ("design", "trials"), "production": ("gun", "hull")}


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ((), ("design", "gun", "hull", "trials")),
        ((("phase", "production"),), ("gun", "hull")),
        ((("sector", "systems"),), ("design", "trials")),
        ((("tag", "noble"),), ("design",)),
        ((("package", "gun"),), ("gun",)),
        ((("package", "proof"),), ("trials",)),
        ((("package", "gun"), ("package", "proof")), ("gun", "trials")),
        ((("sector", "systems"), ("tag", "noble")), ("design",)),
        ((("sector", "systems"), ("phase", "production")), ()),
        ((("item", "tank"),), ("design", "gun", "hull", "trials")),  # of no named item: of all
    ],
)
def test_filters_of_one_kind_widen_and_of_several_narrow(
    of: tuple[tuple[str, str], ...], expected: tuple[str, ...]
) -> None:
    (row,) = rows(facts(), who=("FR",), of=of)
    assert row.packages == expected


def test_a_heading_stands_for_the_packages_below_its_own_headings() -> None:
    problem = two_nations()
    headings = (
        Package("proof", ONE_OFF, "development", parent="all tests"),
        Package("all tests", ONE_OFF, "development"),
    )
    (row,) = rows(Facts(problem.replace(headings=headings)), who=("FR",), of=(("package", "all tests"),))
    assert row.packages == ("trials",)


def test_filters_by_nation_and_group_narrow_whose_part_is_measured() -> None:
    (row,) = rows(facts(), who=("all",), each=False, of=(("nation", "FR"), ("group", "EU")))
    assert row.who == ("FR",)
    assert row.packages == ("design", "gun", "hull", "trials")


@pytest.mark.parametrize(
    ("window", "span", "expected"),
    [
        ("total", None, [("", range(4))]),
        ("total", Span(1, 2), [("2028 to 2029", range(1, 3))]),
        ("each period", Span(1, 2), [("2028", range(1, 2)), ("2029", range(2, 3))]),
        ("cumulative", Span(1, 2), [("to 2028", range(1, 2)), ("to 2029", range(1, 3))]),
    ],
)
def test_windows_are_the_total_every_period_or_all_so_far(
    window: str, span: Span | None, expected: list[tuple[str, range]]
) -> None:
    found = rows(facts(), who=("FR",), window=window, span=span)
    assert [(row.window, row.periods) for row in found] == expected


def test_unknown_names_are_told_with_their_cell_and_the_nearest_name() -> None:
    rule = Rule("r", "work", who=("partner",), of=(("sector", "stel"),), base="M", row=7)
    who, of = unknown(facts(rule), rule)
    assert who.where == "Rules!C7 who"
    assert "'partners'" in who.hint
    assert of.where == "Rules!F7 of"
    assert "'steel'" in of.hint


def test_a_package_of_several_items_cannot_be_split_by_item() -> None:
    problem = two_nations()
    jeep = Item("jeep", "production")
    only = Package("turret", PER_UNIT, "production", items=("tank",), value_m=5.0)
    f = Facts(problem.replace(items=(*problem.items, jeep), packages=(*problem.packages, only)))
    rule = Rule("r", "work", base="M", of=(("item", "tank"),), row=3)
    (found,) = mixed(f, rule)
    assert "gun, hull" in found.message
    assert "turret" not in found.message
    assert found.where == "Rules!F3 of"


def test_a_one_off_package_belongs_to_the_items_it_names_and_to_all_where_it_names_none() -> None:
    problem = two_nations()
    jigs = Package("jigs", ONE_OFF, "production", items=("tank",), value_m=5.0)
    items = (*problem.items, Item("jeep", "production"))
    f = Facts(problem.replace(items=items, packages=(*problem.packages, jigs)))
    (row,) = rows(f, who=("FR",), of=(("item", "tank"),))
    assert row.packages == ("jigs",)
    (row,) = rows(f, who=("FR",), of=(("item", "tank"), ("item", "jeep")))
    assert row.packages == ("design", "gun", "hull", "jigs", "trials")
