"""Permissions: which row of Controls decides for a nation, and what several of them come to."""

from __future__ import annotations

import pytest

from procure.facts import Facts
from procure.permissions import Permissions
from procure.problem import Control, Item, Requirement
from procure.transfers import transfers
from tests.clauses import small

NATIONS = [
    small.nation("AU", groups=("AUKUS", "Pacific")), small.nation("FR", groups=("EU",)), small.nation("JP"),
    small.nation("UK", groups=("AUKUS",)), small.nation("US", groups=("AUKUS",)),
]  # fmt: skip


def permissions(*rows: Control, length: str = "year") -> Permissions:
    return Permissions(small.problem(nations=NATIONS, controls=rows, length=length))


def deciding(nation: str, *rows: Control) -> list[tuple[str, str]]:
    """(owner, destination) of the rows that decide for a nation on the seeker."""
    return [(c.owner, c.destination) for c in permissions(*rows).deciding(["seeker"], nation)]


LADDER = (small.control("*"), small.control("AUKUS", "free"), small.control("UK", "licence"))


@pytest.mark.parametrize(("nation", "destination"), [("UK", "UK"), ("AU", "AUKUS"), ("JP", "*"), ("FR", "*")])
def test_the_nations_own_row_wins_over_its_groups_and_that_over_every_nations(nation: str, destination: str) -> None:
    assert deciding(nation, *LADDER) == [("US", destination)]


def test_no_row_decides_for_the_owner_itself() -> None:
    assert deciding("US", *LADDER) == []


def test_every_owner_has_its_own_say() -> None:
    assert deciding("JP", *LADDER, small.control(owner="UK")) == [("UK", "*"), ("US", "*")]
    assert deciding("US", *LADDER, small.control(owner="UK")) == [("UK", "*")]


def test_of_two_groups_the_denial_decides_and_of_two_licences_the_longer() -> None:
    free, denied = small.control("AUKUS", "free"), small.control("Pacific")
    assert deciding("AU", free, denied) == [("US", "Pacific")]
    short, long = (small.control(g, "licence", months=m) for g, m in (("AUKUS", 3.0), ("Pacific", 9.0)))
    assert deciding("AU", short, long) == [("US", "Pacific")]


def test_a_nation_or_a_technology_that_no_row_names_is_free() -> None:
    assert deciding("JP", small.control("UK")) == []
    assert permissions(*LADDER).deciding(["engine"], "JP") == ()


@pytest.mark.parametrize(("length", "periods"), [("year", 1), ("half", 2), ("quarter", 4)])
def test_months_of_a_licence_become_whole_periods_from_the_first_on(length: str, periods: int) -> None:
    rows = (small.control("UK", "licence", months=11.0), small.control("UK", "licence", owner="JP", months=2.0))
    assert permissions(*rows, length=length).wait(["seeker"], "UK") == periods


def test_only_what_is_made_for_every_unit_is_in_an_item() -> None:
    packages = [small.one_off(technologies=("study",)), small.per_unit(technologies=("seeker", "engine"))]
    f = Facts(small.problem(packages=packages, items=[small.item()], requirements=[small.need(1)]))
    assert f.technologies_of("tank") == ("engine", "seeker")


def test_an_item_of_a_family_that_a_nation_may_not_have_does_not_meet_its_need() -> None:
    items = [Item("old", "build", family="tanks"), Item("new", "build", family="tanks")]
    packages = [
        small.per_unit("old hull", items=("old",)),
        small.per_unit("new hull", items=("new",), technologies=("seeker",)),
    ]
    tables = {"packages": packages, "items": items, "requirements": [Requirement("FR", "tanks", (1.0, 0.0, 0.0))]}
    free, denied = (Facts(small.problem(**tables, controls=rows)) for rows in ([], [small.control("FR")]))
    assert free.needs["tanks", "FR"].items == ("new", "old")
    assert denied.needs["tanks", "FR"].items == ("old",)


def test_a_transfer_costs_what_all_owners_ask_in_whole_rounding_units() -> None:
    rows = [small.control("FR", "licence", owner=owner, cost_m=1.2345) for owner in ("UK", "US")]
    problem = small.problem(nations=NATIONS, packages=[small.one_off(technologies=("seeker",))], controls=rows)
    (one,) = transfers(Facts(problem))
    assert (one.technology, one.nation, one.phases) == ("seeker", "FR", ("build",))
    assert one.cost_m == pytest.approx(2.47, abs=1e-12)


def test_a_licence_that_costs_nothing_is_no_transfer_to_pay() -> None:
    rows = [small.control("FR", "licence", months=12.0)]
    problem = small.problem(nations=NATIONS, packages=[small.one_off(technologies=("seeker",))], controls=rows)
    assert transfers(Facts(problem)) == ()
