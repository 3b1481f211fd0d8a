"""From cells to nouns: units, periods, values, parts, rules."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.calendar import Span
from procure.findings import ERROR, WARNING, Finding, errors
from procure.problem import Limit, Objective, Package, Phase, Problem, Requirement, Rule
from procure.workbook.build import spread
from procure.workbook.build_programme import objectives, objectives_text
from tests.workbook import books, spoil
from tests.workbook.books import Percent, at


def problem(*edits: tuple[str, str, Any], **options: Any) -> Problem:
    found, findings = books.read(books.edited(*edits), **options)
    assert found is not None, "\n".join(map(str, errors(findings)))
    return found


def findings(*edits: tuple[str, str, Any]) -> list[Finding]:
    return books.read(books.edited(*edits))[1]


def complaint(*edits: tuple[str, str, Any], level: str = ERROR) -> Finding:
    found = [f for f in findings(*edits) if f.level == level]
    assert found, "nothing was complained of"
    return found[0]


def package(name: str, *edits: tuple[str, str, Any]) -> Package:
    return next(w for w in problem(*edits).packages if w.id == name)


def phase(name: str, *edits: tuple[str, str, Any]) -> Phase:
    return next(p for p in problem(*edits).phases if p.id == name)


def rule(name: str, *edits: tuple[str, str, Any]) -> Rule:
    return next(r for r in problem(*edits).rules if r.id == name)


def test_the_good_book_has_no_errors() -> None:
    assert errors(findings()) == []


def test_settings_become_the_programme() -> None:
    p = problem().programme
    assert (p.name, p.currency, p.price_base) == ("Example", "EUR", "2026")
    assert (p.discount_fraction, p.gap_fraction) == (0.03, 0.002)
    assert (p.calendar.first, p.calendar.count, p.data_date, p.version) == ("2027", 8, "2026-03-01", "1.2")


def test_a_model_given_by_the_caller_is_taken_instead() -> None:
    found, said = books.read(books.edited(("Programme", "B9", "no such model")), model="example.toml")
    assert found is not None, said
    assert found.programme.model == "example.toml"


def test_an_unknown_model_is_named_with_its_cell() -> None:
    found = complaint(("Programme", "B9", "best-valeu"))
    assert (found.where, found.rule) == ("Programme!B9 model", "unknown model")


def test_a_blank_key_is_the_models() -> None:
    blank = [("Phases", "key 3", None), ("Shares", "phase 2", None), ("Shares", "phase 3", None)]
    assert phase("Production", *blank).key == "table"


def test_a_key_may_be_a_nation() -> None:
    assert phase("Local", ("Phases", "key 4", "UK")).key == "UK"


def test_with_work_takes_what_the_other_terms_leave() -> None:
    found = phase("Development")
    assert (found.at_signature_fraction, found.with_work_fraction, found.at_delivery_fraction) == (0.1, 0.9, 0.0)


def test_what_is_withheld_is_released_in_a_period_or_after_the_last_one() -> None:
    found = phase("Development")
    assert (found.retention_fraction, found.released) == (0.05, 4)
    assert (phase("Production").retention_fraction, phase("Production").released) == (0.1, None)
    assert complaint((*at("Phases", "released", 3), "later")).rule == "period label"


@pytest.mark.parametrize(("header", "value"), [("with work", 40), ("at signature", 80)])
def test_payment_terms_sum_to_a_hundred(header: str, value: float) -> None:
    found = complaint((*at("Phases", header, 3), value))
    assert (found.rule, found.where.startswith("Phases!")) == ("payment terms", True)


def test_the_sheet_and_the_model_agree_on_months() -> None:
    assert package("Design").months == 24.0
    assert next(i for i in problem().items if i.id == "Typhoon").latest_delay_months == 24.0


def test_values_in_per_cent_are_of_the_unit_price_or_of_the_estimate() -> None:
    assert package("Fuselage").value_by_item_m == (("Typhoon", 7.2),)
    assert package("Fuselage").value_m is None
    assert package("Design").value_m == 400.0
    assert package("Tests").value_m == 200.0


def test_a_per_cent_of_nothing_is_refused() -> None:
    found = complaint((*at("Items", "unit price", 2), None))
    assert (found.where, found.rule) == ("Packages!F4 value", "value in per cent")
    assert complaint((*at("Phases", "estimate", 2), None)).rule == "value in per cent"


def test_after_a_phase_means_after_its_one_off_packages() -> None:
    assert package("Wing").after == ("Design", "Tests")


def test_blank_items_are_all_items() -> None:
    assert package("Design").items == ("Hours", "Typhoon")


def test_given_to_knows_names_that_end_in_a_number() -> None:
    assert package("Design").given_to == (("UK", 0.6), ("DE", 0.4))
    engine = package("Engine", (*at("Packages", "given to", 7), "Plant 2"))
    assert engine.given_to == (("Plant 2", None),)


def test_indivisible_packages_have_one_supplier_unless_said() -> None:
    assert package("Tests").most == 1
    assert package("Wing", (*at("Packages", "most suppliers", 4), None)).most is None


def test_a_package_named_as_parent_is_a_heading() -> None:
    found = problem()
    assert [w.id for w in found.headings] == ["Airframe"]
    assert "Airframe" not in {w.id for w in found.packages}


def test_a_total_is_spread_from_first_to_last() -> None:
    due = {(r.nation, r.wanted): r for r in problem().requirements}
    assert due["UK", "Typhoon"].due == (0, 0, 0, 0, 5, 5, 5, 5)
    assert due["SE", "Typhoon"].due == (0, 0, 0, 0, 0, 0, 2, 2)
    assert due["UK", "Hours"].due == (0, 0, 0, 0, 250.125, 250.125, 250.125, 250.125)


def test_period_columns_override_the_total() -> None:
    edits = [("Requirements", "total 3", 20)]
    assert problem(*edits).requirements[0] == Requirement("DE", "Typhoon", (0, 0, 0, 0, 0, 7, 8, 0), row=3)
    found = complaint(*edits, level=WARNING)
    assert (found.where, found.rule) == ("Requirements!C3 total", "total and periods")


def test_whole_items_are_needed_in_whole_units() -> None:
    found = complaint(("Requirements", "total 2", 20.5))
    assert (found.where, found.rule) == ("Requirements!C2 total", "whole units")


def test_the_last_period_is_not_before_the_first() -> None:
    assert complaint(("Requirements", "last 2", 2029)).rule == "order of periods"


@given(st.integers(0, 500), st.integers(0, 11), st.integers(0, 11))
def test_units_are_spread_whole_even_and_without_loss(total: int, first: int, last: int) -> None:
    first, last = min(first, last), max(first, last)
    due = spread(float(total), first, last, 12, whole=True)
    assert sum(due) == total
    inside = due[first : last + 1]
    assert max(inside) - min(inside) <= 1
    assert all(u == int(u) for u in due)
    assert not any(due[:first] + due[last + 1 :])


def test_a_year_over_half_years_is_due_in_its_last_and_limits_their_sum() -> None:
    edits = [
        ("Programme", "B5", "2027-H1"), ("Programme", "B6", "half"), ("Programme", "B7", 16),
        (*at("Packages", "begins", 2), "2027-H1"), (*at("Packages", "latest", 2), None),
        (*at("Pins", "period", 3), "2029-H1"), (*at("Pins", "period", 5), "2033-H2"),
    ]  # fmt: skip
    found = problem(*edits)
    german = next(r for r in found.requirements if r.nation == "DE")
    assert [t for t, units in enumerate(german.due) if units] == [11, 13]
    british = next(b for b in found.budgets if b.nation == "UK")
    assert british.limits == (Limit(Span(0, 1), 500.0, "2027"), Limit(Span(2, 3), 600.0, "2028"))


def test_a_pin_names_one_period() -> None:
    edits = [("Programme", "B5", "2027-H1"), ("Programme", "B6", "half"), ("Programme", "B7", 16)]
    found = {(f.where, f.rule) for f in findings(*edits) if f.level == ERROR}
    assert ("Pins!G3 period", "period label") in found
    assert ("Packages!M2 begins", "period label") in found


def test_blank_budget_cells_are_no_limit_and_zero_is_none() -> None:
    german = next(b for b in problem().budgets if b.nation == "DE")
    found = [(limit.column, limit.amount) for limit in german.limits]
    assert found == [("2027", 0.0), ("2028", 600.0), ("2029", 700.0)]


def test_a_capacity_is_of_a_sector_a_package_or_all() -> None:
    found = {c.supplier: (c.sector, c.package, c.unit) for c in problem().capacities}
    assert found["BAE"] == ("airframe", None, "hours")
    assert found["Plant 2"] == (None, "Engine", "sets")
    assert found["Airbus"] == (None, None, "M")


@pytest.mark.parametrize(("sheet", "row"), [("Nations", 2), ("Quotes", 2)])
def test_another_currency_needs_a_rate(sheet: str, row: int) -> None:
    found = complaint((*at(sheet, "currency", row), "GBP"))
    assert found.rule == "missing rate"
    assert "found 'GBP'" in found.message


def test_a_row_re_sets_of_a_models_rule_only_what_it_fills_in() -> None:
    blank = ("per phase", "of", "from", "to", "strength", "penalty", "asked by", "source")
    found = rule("return", *((*at("Rules", column, 2), None) for column in blank))
    assert (found.amount, found.by_phase, found.of, found.strength, found.penalty_m) == (3.0, True, (), "must", 0.0)
    assert (found.row, found.agreed) == (2, False)
    assert found.source.startswith("made up")


def test_a_models_rule_without_a_row_is_taken_as_agreed() -> None:
    tables = books.good()
    del tables["Rules"], tables["Funding"]
    found, said = books.read(tables)
    assert found is not None, said
    assert [(r.id, r.agreed, r.amount, r.row) for r in found.rules] == [("return", True, 1.0, 0)]


def test_a_new_rule_like_the_models_is_warned_of() -> None:
    found = complaint(("Rules", "rule 2", "returns"), level=WARNING)
    assert (found.where, found.rule, found.hint) == ("Rules!A2 rule", "rule like the model's", "Did you mean 'return'?")


def test_filters_are_resolved_to_kind_and_name() -> None:
    assert rule("return").of == (("phase", "Production"), ("sector", "airframe"))
    assert rule("German work").of == (("tag", "noble"),)
    assert rule("return").span == Span(1, 7)


def test_a_filter_that_means_two_things_is_refused_with_both() -> None:
    found = complaint((*at("Packages", "tags", 2), "Production"), (*at("Rules", "of", 3), "Production"))
    assert (found.rule, found.hint) == ("ambiguous name", "Write 'phase Production' or 'tag Production'.")


def test_objectives_are_the_settings_or_the_models() -> None:
    assert problem().objectives == (Objective("lateness"), Objective("cost", 0.005), Objective("imbalance", 0.001, 5.0))
    assert problem(("Programme", "B10", None)).objectives == (Objective("lateness"), Objective("cost", 0.005))


@pytest.mark.parametrize("line", ["lateness", "lateness; cost 0.5 %; imbalance 5", "cost 1 % 2.5; lateness 3"])
def test_objectives_are_printed_as_they_are_read(line: str) -> None:
    assert objectives_text(objectives(line)) == line


@pytest.mark.parametrize("line", ["happiness", "cost; cost 5", "cost 5 % %", "cost half", "5"])
def test_objectives_that_are_none_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"is n|twice"):
        objectives(line)


def test_a_plans_own_book_needs_its_objectives() -> None:
    found, said = books.read(books.edited(("Programme", "B10", None)), resolved=True)
    assert found is None
    assert any(f.rule == "needed cell" and "objectives" in f.message for f in said)


def test_rows_in_another_order_make_the_same_problem() -> None:
    tables = books.good()
    for name, rows in tables.items():
        tables[name] = [rows[0], *reversed(rows[1:])]
    found, said = books.read(tables)
    assert found is not None, said
    first = problem()
    for nouns in ("packages", "requirements", "rules", "budgets", "capacities", "pins"):
        strip = [[str(noun).rsplit("row=", 1)[0] for noun in getattr(one, nouns)] for one in (first, found)]
        assert strip[0] == strip[1], nouns


def test_percent_cells_and_numbers_mean_the_same() -> None:
    assert phase("Development", ("Phases", "at signature 2", 10)) == phase(
        "Development", ("Phases", "at signature 2", Percent(0.1))
    )


def test_every_cell_spoiled_in_every_way_its_column_forbids_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fifth of the ways; `python -m tests.benchmarks.counts` takes all of them."""
    ways, missed = spoil.unnamed(books.book(books.good()), books.HERE, monkeypatch, 5)
    assert missed == []
    assert ways > 800
