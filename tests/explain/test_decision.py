"""Decisions in words: what is understood, what is refused and with which hint, and what no plan can have at all."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.explain.decision import named, parse, phrase
from procure.explain.possible import impossible
from procure.facts import Facts
from procure.findings import Refused
from procure.problem import Problem
from procure.reading import read
from procure.workbook.consistency_rules import PINS
from tests.cli.calling import EUROFIGHTER, ROOT, TWO
from tests.handmade import PROBLEM

UNDERSTOOD = {
    "award[wing, A1]": ("award[wing, A1]", "A1 holds a part of wing"),
    " Award [ WING , a1 ] = 0 ": ("award[wing, A1] = 0", "A1 holds no part of wing"),
    "award[A1, wing] = 1": ("award[wing, A1]", "A1 holds a part of wing"),
    "begin[tool, 2029]": ("begin[tool] = 2029", "tool begins in 2029"),
    "begin[tool] <= 2029": ("begin[tool] <= 2029", "tool begins by 2029"),
    "begin[tool] ≥ 2028": ("begin[tool] >= 2028", "tool begins not before 2028"),
    "deliver[jet, AA, 2030] >= 2": ("deliver[jet, AA, 2030] >= 2", "AA receives at least 2 jet in 2030"),
    "deliver[jet, AA] = 5": ("deliver[jet, AA] = 5", "AA receives 5 jet"),
    "share[design, A1] >= 20 %": ("share[design, A1] >= 20 %", "A1 does at least 20 % of design"),
    "share[Dev, AA] <= 30%": ("share[Dev, AA] <= 30 %", "AA bears at most 30 % of the cost of Dev"),
    "make[wing, 2030] >= 4": ("make[wing, 2030] >= 4", "at least 4 sets of wing are made in 2030"),
    "make[2030, wing, A1] = 1": ("make[wing, A1, 2030] = 1", "A1 makes 1 set of wing in 2030"),
    "make[wing, A1, AA, 2030] = 1": ("make[wing, A1, AA, 2030] = 1", "A1 makes 1 set of wing for AA in 2030"),
    "build[jet, 2030] = 1": ("build[jet, 2030] = 1", "1 jet is completed in 2030"),
    "set up[tool, B1] <= 2029": ("set up[tool, B1] <= 2029", "B1 is set up for tool by 2029"),
    "invest[hall, 2028]": ("invest[hall] = 2028", "hall is decided in 2028"),
    "charge[AA, Dev, 2027] >= 3": ("charge[Dev, AA, 2027] >= 3", "AA is charged at least 3 M for Dev in 2027"),
    "pay[BB, Trials, 2030] <= 4.5 M": ("pay[Trials, BB, 2030] <= 4.5", "BB pays at most 4.5 M for Trials in 2030"),
    "pay[BB, Trials, 2030] >= -1": ("pay[Trials, BB, 2030] >= -1", "BB pays at least -1 M for Trials in 2030"),
    'grant["grant, bonus", BB, Support, 2029] >= 1': (
        'grant["grant, bonus", Support, BB, 2029] >= 1', "grant, bonus gives BB at least 1 M for Support in 2029",
    ),
    "draw[loan, BB, 2029] >= 1": ("draw[loan, BB, 2029] >= 1", "BB draws at least 1 M of loan in 2029"),
}  # fmt: skip

REFUSED = {
    "": "expected a decision like",
    "award": "expected a decision like",
    "award[wing, A1": "expected a decision like",
    "[wing, A1]": "expected a decision like",
    "awrd[wing, A1]": "Did you mean 'award'?",
    "award[]": "expected award[package, supplier], found no names.",
    "award[wing]": "expected award[package, supplier], found 1 name.",
    "award[win, A1]": "expected a package, found 'win'. Did you mean 'wing'?",
    "award[wing, AA]": "It is a nation: ask about A1.",
    "award[wing, A1] > 1": "expected =, >= or <=, found '>'.",
    "award[wing, A1] = 2": "expected = 1 (holds a part) or = 0 (holds none).",
    "award[wing, A1] = 50 %": "expected = 1 or = 0",
    "award[wing, A1] = 1; drop Rules[all]": "expected a supplier",
    "begin[tool]": "expected begin[package, period], found 1 name.",
    "begin[tool] <= 2040": "expected a period from 2027 to 2032, found '2040'.",
    "begin[tool] <= soon": "expected a period from 2027 to 2032, found 'soon'.",
    "begin[wing] <= 2029": "expected a one-off package, found 'wing', per unit.",
    "share[design, A1] = 120 %": "expected a per cent from 0 to 100",
    "share[design, A1]": "expected a relation and a per cent",
    "deliver[jet, AA, 2030]": "expected a relation and a number",
    "deliver[jet, AA] = many": "expected a relation and a number, as in >= 2, found 'many'.",
    "deliver[jet, AA] >= -3": "expected a number of 0 or more, found -3.",
    "deliver[jet, AA] = 1e999": "expected a relation and a number",
    "deliver[jet, AA] >= 2 M": "expected a relation and a number",
    "grant[bonus, BB, Support, 2029] >= 1": "Did you mean 'grant, bonus'?",
    "draw[grant, BB, 2029] >= 1": "expected a fund of the kind loan, found 'grant'.",
    "make[tool, 2029] >= 1": "expected a package made in sets",
    "=cmd|'/c calc'!A1": "expected a decision like",
}  # fmt: skip


@pytest.mark.parametrize("line", UNDERSTOOD)
def test_a_decision_is_understood_and_said_in_two_ways(line: str) -> None:
    pin = parse(PROBLEM, line)
    assert (named(PROBLEM, pin), phrase(PROBLEM, pin)) == UNDERSTOOD[line]
    assert parse(PROBLEM, named(PROBLEM, pin)) == pin


def test_every_decision_that_pins_takes_can_be_asked() -> None:
    assert {parse(PROBLEM, line).decision for line in UNDERSTOOD} == set(PINS)


def test_the_pins_of_a_programme_are_decisions_that_can_be_asked() -> None:
    for pin in PROBLEM.pins:
        said = named(PROBLEM, replace(pin, row=0))
        assert named(PROBLEM, parse(PROBLEM, said)) == said


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_no_decision_is_a_finding_with_the_way_out(line: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(PROBLEM, line)
    (found,) = refused.value.findings
    assert found.where.startswith("decision '")
    assert REFUSED[line] in str(found)


def test_a_heading_is_named_with_its_packages() -> None:
    wing = PROBLEM.packages[-1]
    problem = PROBLEM.replace(packages=(*PROBLEM.packages[:-1], replace(wing, parent="airframe")))
    with pytest.raises(Refused, match=f"It is a heading: ask about {wing.id}"):
        parse(problem, "award[Airframe, A1]")


def test_a_year_over_shorter_periods_is_its_first_or_its_last() -> None:
    calendar = replace(PROBLEM.programme.calendar, first="2027-H1", length="half", count=12)
    problem = PROBLEM.replace(programme=replace(PROBLEM.programme, calendar=calendar))
    assert named(problem, parse(problem, "begin[tool] <= 2028")) == "begin[tool] <= 2028-H2"
    assert named(problem, parse(problem, "begin[tool] >= 2028")) == "begin[tool] >= 2028-H1"
    with pytest.raises(Refused, match="expected a period from 2027-H1"):
        parse(problem, "begin[tool] = 2028")


@given(st.text(max_size=60) | st.from_regex(r"(award|share|begin)\[.{0,30}\].{0,20}", fullmatch=True))
def test_no_text_is_a_traceback(line: str) -> None:
    with contextlib.suppress(Refused):
        assert parse(PROBLEM, line).decision in PINS


def test_a_text_without_end_is_refused_at_once_and_shown_in_short() -> None:
    for line in ("award[" + "," * 100_000 + "]", "a" * 100_000 + "[", "award[wing" + "]=" * 50_000):
        with pytest.raises(Refused) as refused:
            parse(PROBLEM, line)
        assert len(refused.value.findings[0].where) < 100


# What no plan can have


@pytest.fixture(scope="module")
def jets() -> Problem:
    return of_book(EUROFIGHTER)


@pytest.fixture(scope="module")
def cars() -> Problem:
    return of_book(TWO)


def of_book(name: str) -> Problem:
    problem, _ = read(Path(ROOT / name))
    assert problem is not None
    return problem


def reasons(problem: Problem, line: str) -> str:
    return " ".join(impossible(Facts(problem), parse(problem, line)))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("award[Left wing, BAE Systems]", ["Left wing is given to IT (Packages!", "given to)"]),
        ("award[Left wing, Alenia] = 0", ["Nobody else can do Left wing (Packages!"]),
        ("award[Flight test, Indra]", ["Indra works in avionics (Suppliers!", "of the sector test (Packages!"]),
        ("share[Engine, Avio] = 2 %", ["smallest part of Engine", "(Packages!", "smallest share)"]),
        ("share[Flight control system, Diehl] = 20 %", ["is not divisible", "(Packages!"]),
        ("share[Production, IT] <= 18 %", ["has IT bear 19.52% of its cost (Phases!", "Shares!"]),
        ("deliver[Tranche 2, IT] >= 80", ["IT requires 46 Tranche 2 at most (Requirements!", "total)"]),
        ("deliver[Tranche 2, IT, 1999] >= 2", ["can be complete in 2002", "(Packages!"]),
        ("build[Tranche 2, 1999] >= 2", ["can be complete in 2002", "(Packages!"]),
        ("set up[Radar, Indra] = 2003", ["costs nothing, so that no plan decides when"]),
    ],
)
def test_what_rules_a_decision_out_is_said_with_its_cells(line: str, said: list[str], jets: Problem) -> None:
    found = reasons(jets, line)
    assert [part for part in said if part not in found] == []


@pytest.mark.parametrize("line", ["award[Radar, Indra]", "share[Production, IT] <= 20 %", "share[Radar, Indra] >= 5 %",
                                  "deliver[Tranche 2, IT] >= 46", "award[Left wing, BAE Systems] = 0"])  # fmt: skip
def test_what_a_plan_may_have_is_not_ruled_out(line: str, jets: Problem) -> None:
    assert reasons(jets, line) == ""


def test_dates_are_said_with_the_cells_that_they_come_from(cars: Problem) -> None:
    assert reasons(cars, "begin[Trials] <= 2028").startswith("Trials can begin from 2029 to 2033 (Packages!")
    assert reasons(cars, "begin[Trials] >= 2029") == ""


def test_controls_needs_windows_and_keys_are_reasons() -> None:
    assert "BB denies the technology frame to *, and with it to C1's nation CC" in reasons(PROBLEM, "award[body, C1]")
    assert "body is given to A1, B1" in reasons(PROBLEM, "award[body, C1]")
    assert "AA has no requirement of tent" in reasons(PROBLEM, "deliver[tent, AA] >= 1")
    assert "hall can be decided from 2027 to 2031" in reasons(PROBLEM, "invest[hall, 2032]")
    assert "can be worked on from" in reasons(PROBLEM, "make[wing, A1, 2027] >= 1")
    assert reasons(PROBLEM, "charge[Sites, CC, 2027] >= 1") == "Nothing is decided for CC and Sites in 2027."
