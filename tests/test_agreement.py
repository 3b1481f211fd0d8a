"""Model files: what is read, and every complaint of one pass with its nearest match."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from procure import agreement
from procure.calendar import Calendar
from procure.findings import Refused
from procure.problem import Control, Fund, Objective, Rule

GOOD = """
name = "mine"
title = "ours"
summary = "as we agreed"
sources = ["the agreement"]
key = "equal"

[[rule]]
rule = "floor"
amount = 3
source = "article 4"
standing = "public"

[[rule]]
rule = "noble"
measure = "work"
who = "partners; EU"
"each or together" = "together"
"per phase" = true
of = ["sector avionics", "tag noble work"]
window = "cumulative"
relation = "<="
amount = 12.5
base = "M"
strength = "should"
penalty = 4
"asked by" = "everybody"
source = "article 5"
standing = "derived"

[[objective]]
name = "cost"
"relative %" = 0.5
absolute = 2
source = "article 6"
standing = "assumed"
"""


def load(folder: Path, text: str, name: str = "mine.toml") -> agreement.Agreement:
    (folder / name).write_text(text, encoding="utf-8")
    return agreement.load(name, beside=folder)


def complaints(folder: Path, text: str) -> list[tuple[str, str]]:
    """(place and message, hint) of every finding."""
    with pytest.raises(Refused) as refused:
        load(folder, text)
    return [(f"{f.where}: {f.message}", f.hint) for f in refused.value.findings]


def test_a_model_becomes_an_agreement_with_defaults_filled_in(tmp_path: Path) -> None:
    found = load(tmp_path, GOOD)
    assert (found.name, found.title, found.summary, found.key) == ("mine", "ours", "as we agreed", "equal")
    assert found.sources == ("the agreement",)
    assert found.objectives == (Objective("cost", 0.005, 2.0),)
    floor, noble = found.rules
    assert floor == Rule("floor", "work", amount=3.0, source="article 4 (public)", agreed=True)
    assert noble == Rule(
        "noble", "work", ("partners", "EU"), each=False, by_phase=True,
        of=(("sector", "avionics"), ("tag", "noble work")), window="cumulative", relation="<=", amount=12.5, base="M",
        strength="should", penalty_m=4.0, asked_by="everybody", source="article 5 (derived)", agreed=True,
    )  # fmt: skip


def test_texts_lose_what_a_terminal_would_obey_and_what_nobody_sees(tmp_path: Path) -> None:
    hidden = GOOD.replace('"ours"', '"\\u001b]0;o\\u0007urs\\u200b"').replace('"floor"', '" flo\\u200bor"')
    found = load(tmp_path, hidden)
    assert (found.title, found.rules[0].id) == ("]0;ours", "floor")


def test_every_number_keeps_its_source_and_standing(tmp_path: Path) -> None:
    found = {(o.of, o.source, o.standing) for o in load(tmp_path, GOOD).origins}
    assert found == {
        ("rule floor", "article 4", "public"),
        ("rule noble", "article 5", "derived"),
        ("objective cost", "article 6", "assumed"),
    }


@pytest.mark.parametrize(
    ("old", "new", "place", "hint"),
    [
        ('title = "ours"', 'tilte = "ours"', "mine.toml: unknown key 'tilte'", "'title'"),
        ('key = "equal"', 'key = "equals"', "mine.toml: key: expected one of", "'equal'"),
        ('sources = ["the agreement"]', "sources = []", "mine.toml: sources: expected", ""),
        ('measure = "work"', 'measure = "works"', "rule noble, measure: expected one of work", "'work'"),
        ('base = "M"', 'base = "% of cost"', "rule noble, base: expected one of M", "'% of own cost'"),
        ('relation = "<="', 'relation = "<"', "rule noble, relation: expected one of >=", ""),
        ('window = "cumulative"', "window = 3", "rule noble, window: expected text", ""),
        ("amount = 12.5", 'amount = "12.5"', "rule noble, amount: expected a number", ""),
        ("amount = 12.5", "amount = nan", "rule noble, amount: expected a number", ""),
        ("amount = 12.5", "amount = true", "rule noble, amount: expected a number", ""),
        ("amount = 12.5", "amount = 1" + "0" * 400, "rule noble, amount: expected a number", ""),
        ("amount = 12.5\n", "", "rule noble, amount: expected", ""),
        ("penalty = 4", "penalty = -4", "rule noble, penalty: expected a number from 0", ""),
        ('"per phase" = true', '"per phase" = "yes"', "rule noble, per phase: expected true or false", ""),
        ('who = "partners; EU"', "who = [1]", "rule noble, who: expected text", ""),
        ('"sector avionics"', '"item tank"', "rule noble, of: expected a kind", "belong to a programme"),
        ('"sector avionics"', '"avionics"', "rule noble, of: expected a kind", ""),
        ('rule = "noble"', 'rule = "floor"', "rule floor: expected one rule of that name", ""),
        ('source = "article 4"\n', "", "rule floor, source: expected", ""),
        ('standing = "public"', 'standing = "sure"', "rule floor, standing: expected one of public", ""),
        ('window = "cumulative"', 'from = "2027"', "rule noble: unknown key 'from'", "belong to a programme"),
        ('name = "cost"', 'name = "costs"', "objective costs, name: expected one of", "'cost'"),
        ('"relative %" = 0.5', '"relative %" = 101', "objective cost, relative %: expected a number from 0 to 100", ""),
        ("[[objective]]", "[objective]", "objective: expected tables headed [[objective]]", ""),
    ],
)
def test_what_does_not_fit_is_told_with_its_place_and_the_nearest_match(
    tmp_path: Path, old: str, new: str, place: str, hint: str
) -> None:
    assert old in GOOD
    found = complaints(tmp_path, GOOD.replace(old, new, 1))
    assert any(place in text and hint in way_out for text, way_out in found), found


def test_everything_wrong_is_told_in_one_pass(tmp_path: Path) -> None:
    text = GOOD.replace('key = "equal"', "key = 1").replace('measure = "work"', 'measure = "x"').replace("3\n", "inf\n")
    assert len(complaints(tmp_path, text)) == 3


@pytest.mark.parametrize(
    "content", [b"", b"not toml", b"name = \xff", b"a = " + b"[" * 5000, b"name = 1\nname = 2", b"x = 9" + b"9" * 9000]
)
def test_a_broken_file_is_a_finding(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    with pytest.raises(Refused):
        agreement.load("mine.toml", beside=tmp_path)


def test_a_missing_file_a_folder_and_a_huge_file_are_findings(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "huge.toml").write_bytes(b"#" * (agreement.LARGEST_FILE + 1))
    for name in ("none.toml", "folder.toml", "huge.toml", "nul\x00.toml"):
        with pytest.raises(Refused):
            agreement.load(name, beside=tmp_path)


def test_an_unknown_model_is_told_the_nearest_one() -> None:
    with pytest.raises(Refused) as refused:
        agreement.load("just-retour")
    (finding,) = refused.value.findings
    assert "'juste-retour'" in finding.hint


def test_a_models_explanation_says_its_rules_in_plain_words_with_their_sources(tmp_path: Path) -> None:
    text = agreement.explain(load(tmp_path, GOOD))
    assert "Each partner's work is at least its agreed share less 3 points." in text
    assert "article 4 (public)" in text
    assert "1. cost: later ones may give up 0.5 % of it or 2 in its unit" in text
    assert "the agreement" in text


# Funds, controls and tables

MORE = GOOD + """
[[rule]]
rule = "three"
measure = "participants"
who = "EU"
"each or together" = "together"
window = "rolling 3 years"
amount = 3
base = "count"
strength = "condition"
"counts from" = 5
"per programme" = true
of = ["programme all"]
source = "article 6"
standing = "public"

[[fund]]
fund = "grant"
for = ["EU", "customers"]
phases = ["Studies", "Design"]
rate = 20.5
"most funded" = 80
envelope = 60
needs = ["three"]
source = "article 7"
standing = "public"

[[fund]]
fund = "bonus"
rate = 10
within = "grant"
needs = ["grant"]
source = "article 8"
standing = "derived"

[[fund]]
fund = "loan"
kind = "loan"
interest = 2.5
"grace years" = 10
"repay years" = 35
source = "article 9"
standing = "assumed"

[[control]]
technology = "seeker"
owner = "partners"
destination = "*"
permission = "licence"
months = 4
cost = 2
source = "article 10"
standing = "public"

[[control]]
technology = "seeker"
owner = "partners"
destination = "EU"
permission = "denied"
"de minimis" = 20
source = "article 11"
standing = "public"

[[table]]
table = "then"
"first year" = 2021
"last year" = 2023
source = "annex"
standing = "assumed"
[table.weights]
FR = 60.001
DE = 40

[[table]]
table = "now"
"first year" = 2024
"last year" = 2025
source = "annex"
standing = "assumed"
[table.weights]
FR = 50
"""


def test_funds_controls_and_tables_become_nouns(tmp_path: Path) -> None:
    found = load(tmp_path, MORE)
    assert found.rules[2] == Rule(
        "three", "participants", ("EU",), each=False, by_programme=True, of=(("programme", "all"),), amount=3.0,
        window="rolling 3 years", base="count", strength="condition", counts_from_fraction=0.05,
        source="article 6 (public)", agreed=True,
    )  # fmt: skip
    assert found.funds == (
        Fund("grant", who=("EU", "customers"), phases=("Studies", "Design"), most_fraction=0.8, rate_fraction=0.205,
             envelope_m=60.0, needs=("three",), source="article 7 (public)"),
        Fund("bonus", rate_fraction=0.1, within="grant", needs=("grant",), source="article 8 (derived)"),
        Fund("loan", "loan", interest_fraction=0.025, repay_from_months=120.0, repay_periods=35,
             source="article 9 (assumed)"),
    )  # fmt: skip
    assert found.controls == (
        Control("seeker", "partners", "*", "licence", 4.0, 2.0, source="article 10 (public)"),
        Control("seeker", "partners", "EU", "denied", de_minimis_fraction=0.2, source="article 11 (public)"),
    )
    assert [(t.name, t.first_year, t.last_year, t.shares) for t in found.tables] == [
        ("then", 2021, 2023, (("DE", Decimal(40)), ("FR", Decimal("60.001")))),
        ("now", 2024, 2025, (("FR", Decimal(50)),)),
    ]
    assert {o.of for o in found.origins} >= {"fund bonus", "control seeker, partners, EU", "table now", "rule three"}


def test_years_become_periods_of_the_programme(tmp_path: Path) -> None:
    found = load(tmp_path, MORE)
    for calendar, window, first, count in (
        (Calendar("2027", "year", 5), "rolling 3", 132, 35),
        (Calendar("2027-H1", "half", 5), "rolling 6", 126, 70),
        (Calendar("2027-Q1", "quarter", 5), "rolling 12", 123, 140),
    ):
        on = found.on(calendar)
        assert on.rules[2].window == window
        assert (on.funds[2].repay_from_months, on.funds[2].repay_periods) == (first, count)
        assert (on.rules[:2], on.funds[:2]) == (found.rules[:2], found.funds[:2])


@pytest.mark.parametrize(("year", "name"), [(2019, "then"), (2023, "then"), (2024, "now"), (2040, "now")])
def test_the_table_for_a_year_is_the_last_one_that_has_begun(tmp_path: Path, year: int, name: str) -> None:
    table = load(tmp_path, MORE).table(year)
    assert table is not None
    assert table.name == name


def test_a_model_without_a_table_has_none_for_any_year(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD).table(2027) is None


@pytest.mark.parametrize(
    ("old", "new", "place", "hint"),
    [
        ('needs = ["three"]', 'needs = ["thre"]', "fund grant, needs: expected a rule of strength", "'three'"),
        ('needs = ["three"]', 'needs = ["floor"]', "fund grant, needs: expected a rule of strength", ""),
        ('within = "grant"', 'within = "grants"', "fund bonus, within: expected a fund", ""),
        ('fund = "bonus"', 'fund = "grant"', "fund grant: expected one fund of that name", ""),
        ("rate = 20.5", "rate = 101", "fund grant, rate: expected a number from 0 to 100", ""),
        ("rate = 20.5", "interest = 2", "fund grant, interest: only a loan has it", ""),
        ('"grace years" = 10', "rate = 10", "fund loan, rate: only a grant has it", ""),
        ('"repay years" = 35', '"repay years" = 3.5', "fund loan, repay years: expected a whole number from 1", ""),
        ('kind = "loan"', 'kind = "lone"', "fund loan, kind: expected one of grant, loan", "'loan'"),
        ('window = "rolling 3 years"', 'window = "rolling 4 years"', "rule three, window: expected one of", ""),
        ('of = ["programme all"]', 'of = ["programme frigate"]', "rule three, of: expected a kind", ""),
        ('"counts from" = 5', '"counts from" = 500', "rule three, counts from: expected a number from 0 to 100", ""),
        ('permission = "denied"', 'permission = "refused"', "permission: expected one of free", ""),
        ('destination = "EU"', 'destination = "*"', "control seeker, partners, *: expected one control", ""),
        ('"last year" = 2023', '"last year" = 2020', "table then, last year: expected no year before the first", ""),
        ("FR = 60.001", 'FR = "much"', "table then, weights: expected a table of per cents", ""),
        ("FR = 60.001", "FR = nan", "table then, weights: expected a table of per cents", ""),
        ("FR = 60.001", "FR = -1.5", "table then, weights: expected a table of per cents", ""),
        ("[table.weights]", "[table.weight]", "table then: unknown key 'weight'", "'weights'"),
        ("[[control]]", "[[controls]]", "unknown key 'controls'", ""),
    ],
)
def test_what_does_not_fit_a_fund_control_or_table_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, place: str, hint: str
) -> None:
    assert old in MORE
    found = complaints(tmp_path, MORE.replace(old, new, 1))
    assert any(place in text and hint in way_out for text, way_out in found), found


def test_the_explanation_says_funds_controls_and_tables_in_plain_words(tmp_path: Path) -> None:
    text = agreement.explain(load(tmp_path, MORE))
    for words in (
        "A grant of up to 20.5 % of the cost of Studies or Design, for EU and customers, at most 60 M in all",
        "at most 80 % funded by all grants; needs three", "in the envelope of grant; needs grant",
        "2.5 % a year, paid back over 35 years after 10 years of grace", "article 9 (assumed)",
        "seeker of partners to every nation: licence, 4 months, 2 M a transfer", "article 10 (public)",
        "seeker of partners to EU: denied where the owner's content is above 20 %",
        "then: 2 nations, 2021 to 2023, per cent, sum 100.001 and normalised: DE 40, FR 60.001",
        "in every 3 years in a row",
    ):  # fmt: skip
        assert words in text, words
