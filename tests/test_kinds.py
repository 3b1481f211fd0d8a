"""The tables of kinds hold together, and what a user types for a first plan is read or refused with an example."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procure import agreement
from procure.calendar import Calendar
from procure.kinds import KINDS, first_plan, groups, typed
from procure.kinds.first_plan import Wish
from procure.kinds.kind import LARGEST_UNDIVIDED, Kind

kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


def wish(
    kind: str = "vehicle", nations: str = "FR 200, DE 300, IT 150", periods: str = "2027-2040", name: str = "best-value"
) -> Wish:
    of = KINDS[kind]
    calendar = typed.periods(periods)
    model = agreement.load(name)
    return Wish(of, typed.nations(nations, of.whole), calendar, name, model, of.unit_price_m, of.development_m)


@kinds
def test_a_kind_has_eight_to_twelve_packages_of_different_names(kind: Kind) -> None:
    names = [w.name for w in (*kind.one_off, *kind.recurring)]
    assert 8 <= len(names) <= 12
    assert len(set(names)) == len(names)


@kinds
def test_the_packages_of_a_phase_make_up_the_whole_of_it(kind: Kind) -> None:
    assert sum(w.percent for w in kind.one_off) == pytest.approx(100)
    assert sum(w.percent * w.sets for w in kind.recurring) == pytest.approx(100)


@kinds
def test_what_cannot_be_divided_is_small_enough_for_many_nations(kind: Kind) -> None:
    whole = [w for w in (*kind.one_off, *kind.recurring) if not w.divisible]
    assert whole
    assert all(w.percent * w.sets <= LARGEST_UNDIVIDED for w in whole)


@kinds
def test_periods_of_a_year_round_no_months(kind: Kind) -> None:
    assert all(w.months % 12 == 0 for w in (*kind.one_off, *kind.recurring))


@kinds
def test_every_package_comes_after_packages_of_its_phase_listed_before_it(kind: Kind) -> None:
    known: set[str] = set()
    for w in kind.one_off:
        assert set(w.after) <= known
        known.add(w.name)
    assert not any(w.after for w in kind.recurring)


@kinds
def test_programme_management_lasts_as_long_as_the_phase(kind: Kind) -> None:
    managed = next(w.months for w in kind.one_off if w.lead)
    others = replace(kind, one_off=tuple(w for w in kind.one_off if not w.lead))
    assert replace(wish(kind.name), kind=others).developed * 12 == managed


@kinds
def test_the_horizon_of_a_kind_leaves_years_for_deliveries(kind: Kind) -> None:
    assert kind.years - replace(wish(kind.name), kind=kind).ready >= 5


@kinds
def test_payment_terms_sum_to_a_hundred_per_cent(kind: Kind) -> None:
    assert all(t.at_signature + t.with_work + t.at_delivery == 100 for t in kind.terms)


def test_nations_are_read_in_the_order_typed() -> None:
    assert typed.nations("FR 200, DE 300", whole=True) == (("FR", 200), ("DE", 300))
    assert typed.nations("New Zealand 2.5; NO 1", whole=False) == (("New Zealand", 2.5), ("NO", 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("FR", "'FR' is no nation with a quantity"),
        ("FR 200 DE", "is no nation with a quantity"),
        ("FR 1,000", "'000' is no nation"),
        ("FR 0", "above 0"),
        ("FR 2.5", "whole number"),
        ("FR 1e9", "is no nation with a quantity"),
        ("FR 9999999999", "above 0"),
        ("# 5", "cannot be the name"),
        ("Total 5", "cannot be the name"),
        ("equal 5", "cannot be the name"),
        ("FR 5, fr 6", "there twice"),
        (" , ", "expected nations"),
    ],
)
def test_nations_that_cannot_be_read_are_refused_with_an_example(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r'"\S.* \d+') as refused:
        typed.nations(text, whole=True)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "calendar"),
    [
        ("2027-2040", Calendar("2027", "year", 14)),
        ("2027 - 2027", Calendar("2027", "year", 1)),
        ("2027-H2 to 2029-H1", Calendar("2027-H2", "half", 4)),
        ("2027-Q1-2028-Q4", Calendar("2027-Q1", "quarter", 8)),
    ],
)
def test_a_horizon_is_read(text: str, calendar: Calendar) -> None:
    assert typed.periods(text) == calendar


@pytest.mark.parametrize("text", ["", "2027", "2040-2027", "2027-Q1 to 2031-H2", "2027-Q1 to 2031-Q9", "1000-3000"])
def test_a_horizon_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="20"):
        typed.periods(text)


def test_a_horizon_that_ends_before_the_first_unit_says_how_long_it_must_be() -> None:
    assert wish().ready == 5
    with pytest.raises(ValueError, match=r"after 60 months; give at least 6 years .* --development 0"):
        first_plan.tables(wish(periods="2027-2031"))
    assert first_plan.tables(wish(periods="2027-2032"))


def test_without_development_there_is_no_phase_of_it_and_nothing_waits() -> None:
    tables = first_plan.tables(replace(wish(periods="2027-2031"), development_m=0.0))
    assert [row.assumed["phase"] for row in tables["Phases"]] == ["Production"]
    assert {row.assumed["kind"] for row in tables["Packages"]} == {"per unit"}
    assert not any("after" in row.assumed for row in tables["Packages"])


def test_the_rate_keeps_every_date_with_a_fifth_to_spare() -> None:
    assert first_plan.rate(wish(nations="FR 90")) == 12  # ten a year from 2032 to 2040
    six_ships = wish("ship", "A 1, B 1, C 1, D 1, E 1, F 1", "2027-2044")  # all fall due in the same year
    assert first_plan.rate(six_ships) == 2


def test_hours_are_typed_by_the_year() -> None:
    hours = wish("hours", "NL 2000", "2027-2040")
    rows = first_plan.tables(hours)["Requirements"]
    assert rows[0].given["total"] == 2000 * 10
    assert rows[0].note == "2,000 hours a year"


def test_the_nation_that_takes_most_manages_the_programme() -> None:
    given = [row.assumed.get("given to") for row in first_plan.tables(wish())["Packages"]]
    assert [name for name in given if name] == ["DE"]


@pytest.mark.parametrize("name", agreement.names())
@kinds
def test_a_first_plan_shows_what_the_model_says_as_comments_and_names_its_groups(kind: Kind, name: str) -> None:
    of = wish(kind.name, "FR 20, UK 30, NZ 40", f"2027-{2026 + kind.years}", name)
    tables, model = first_plan.tables(of), of.agreement
    for sheet, said, column in (
        ("Rules", model.rules, "rule"), ("Funding", model.funds, "fund"), ("Controls", model.controls, "technology"),
    ):  # fmt: skip
        assert len(tables[sheet]) == len(said)
        assert all(row.comment and str(row.assumed[column]).startswith("# ") for row in tables[sheet])
    spoken = {group for nation, _ in of.nations for group in groups.of(nation, model)}
    shown = {group for row in tables["Nations"] for group in str(row.assumed.get("groups", "")).split("; ") if group}
    assert shown == spoken


def test_groups_are_filled_in_only_where_the_model_names_them() -> None:
    assert groups.of("FR", agreement.load("best-value")) == ()
    assert groups.of("FR", agreement.load("safe")) == ("EU",)
    assert groups.of("UA", agreement.load("safe")) == ("Ukraine",)
    assert groups.of("UK", agreement.load("aukus")) == ("AUKUS",)
    assert groups.of("NZ", agreement.load("aukus")) == ()


def test_weights_are_left_to_a_models_own_table_but_for_nations_that_are_not_in_it() -> None:
    rows = first_plan.tables(wish(nations="FR 20, NZ 30", name="nato-common-funding"))["Shares"]
    assert [(row.given["nation"], row.assumed["weight"]) for row in rows] == [("NZ", 1)]
    assert "newcomer" in rows[0].note


def test_a_models_funds_find_a_phase_of_theirs_in_every_kind() -> None:
    for kind in KINDS:
        phases = first_plan.tables(wish(kind, periods="2027-2046", name="edf"))["Phases"]
        assert phases[0].assumed["phase"] == ("Design" if kind == "ship" else "Development")
    assert wish("ammunition", name="safe").phases[0] == "Industrialisation"
