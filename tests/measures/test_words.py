"""What a rule's words forbid, word by word: the columns that are complained of, and of their neighbours nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure.calendar import Span
from procure.facts import Facts
from procure.measures import MEASURES, bases, losses, wording
from procure.problem import HOURS, Rule
from procure.workbook import sheets
from tests.problems import two_nations

RULE: dict[str, Any] = {"base": "M", "amount": 1.0, "row": 5}


def facts(**programme: Any) -> Facts:
    problem = two_nations()
    return Facts(problem.replace(programme=replace(problem.programme, **programme)))


def columns(measure: str = "work", f: Facts | None = None, **words: Any) -> list[str]:
    """Columns that the words of a rule are complained of in."""
    rule = Rule("r", measure, **(RULE | words))
    return [column for column, _, _ in wording.complaints(f or facts(), rule, MEASURES[measure])]


@pytest.mark.parametrize(
    ("measure", "words", "expected"),
    [
        ("work", {}, []),
        ("work", {"base": "units", "window": "rolling 99"}, ["base"]),  # and of nothing else
        ("work", {"of": (("package", "hull"), ("tag", "noble"))}, []),
        ("cost", {"of": (("package", "hull"), ("phase", "production"), ("tag", "noble"))}, ["of", "of"]),
        ("suppliers", {"base": "count", "window": "cumulative"}, ["window"]),
        ("suppliers", {"base": "count", "window": "cumulative", "span": Span(0, 1)}, ["window"]),
        ("suppliers", {"base": "count", "span": Span(0, 1)}, ["from"]),
        ("work", {"span": Span(0, 1)}, []),
        ("deliveries", {"base": bases.PRO_RATA, "relation": "<="}, []),
        ("deliveries", {"base": bases.PRO_RATA, "relation": "within", "window": "cumulative"}, []),
        ("deliveries", {"base": bases.PRO_RATA, "relation": "<=", "window": "at the end"}, []),
        ("deliveries", {"base": bases.PRO_RATA, "relation": "<=", "window": "rolling 2"}, ["window"]),
        ("deliveries", {"base": "units", "window": "rolling 2"}, []),
        ("deliveries", {"base": bases.PRO_RATA, "relation": ">="}, ["relation"]),
        ("work", {"by_phase": True}, []),
        ("work", {"by_programme": True}, []),
        ("work", {"by_phase": True, "by_programme": True}, ["per programme"]),
        ("work", {"base": bases.POINTS, "relation": "="}, ["relation"]),
        ("work", {"base": bases.POINTS, "relation": "=", "amount": 0.0}, []),
        ("work", {"base": bases.POINTS, "relation": "within"}, []),
        ("work", {"relation": "="}, []),
        ("work", {"relation": "within"}, ["relation"]),
        ("work", {"base": bases.OWN_COST, "relation": "within"}, []),
        ("work", {"base": bases.TOTAL_WORK, "relation": "within"}, ["relation"]),
        ("work", {"counts_from_fraction": 0.1}, ["counts from"]),
        ("nations", {"base": "count", "counts_from_fraction": 0.1}, []),
        ("work", {"base": bases.EARLIER}, ["earlier plan"]),
        ("work", {"base": bases.EARLIER, "references": (("", 1.0),)}, []),
        ("work", {"references": (("", 1.0),)}, ["earlier plan"]),
        ("work", {"earlier_plan": "old.xlsx"}, ["earlier plan"]),
        ("cost", {"base": bases.GDP}, ["base"]),
    ],
)
def test_words_are_complained_of_in_their_columns(measure: str, words: dict[str, Any], expected: list[str]) -> None:
    assert columns(measure, **words) == expected


def test_gdp_in_millions_can_be_a_base() -> None:
    assert columns("cost", facts(gdp_in_m=True), base=bases.GDP) == []


@pytest.mark.parametrize("measure", ["work", "weighted work"])
def test_hours_of_work_are_held_against_no_money(measure: str) -> None:
    hours = facts(work_counted=HOURS, gdp_in_m=True)
    every = MEASURES[measure].BASES
    refused = [base for base in every if columns(measure, hours, base=base, relation="<=") == ["base"]]
    assert set(refused) == {"M", bases.OWN_COST, bases.TOTAL_COST, bases.GDP} & set(every)
    assert columns("cost", hours) == []


def test_a_base_that_a_measure_refuses_with_its_own_words_says_these() -> None:
    late = MEASURES["late"]
    assert wording.refused(late, bases.PRO_RATA) == ("lateness is told from what is due already", "Use base units.")
    assert wording.refused(late, "M") == (
        "it is told in unit-periods, the base is money", "Use base units, % of earlier plan."
    )  # fmt: skip


@pytest.mark.parametrize("measure", MEASURES)
def test_no_measure_refuses_a_base_that_it_has(measure: str) -> None:
    assert not set(getattr(MEASURES[measure], "REFUSED", {})) & set(MEASURES[measure].BASES)


@pytest.mark.parametrize("measure", ["items"])
def test_a_measure_that_counts_has_its_own_words_for_every_other_base(measure: str) -> None:
    assert set(getattr(MEASURES[measure], "REFUSED", {})) == set(sheets.BASES) - {"count"}


# Rules on losses

LOSS: dict[str, Any] = {"relation": "<=", "base": "M", "row": 5, "who": ("all",)}


def loss(measure: str = "loss of a supplier", **words: Any) -> list[str]:
    found = losses.refusals(Facts(two_nations()), Rule("r", measure, **(LOSS | words)))
    return [finding.where.rpartition(" ")[2] for finding in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({}, []),
        ({"base": "months"}, []),
        ({"base": bases.TOTAL_COST}, []),
        ({"base": "units"}, ["base"]),
        ({"relation": ">="}, ["relation"]),
        ({"strength": "report"}, []),
        ({"strength": "should"}, ["strength"]),
        ({"span": Span(1, 3)}, []),
        ({"span": Span(1, 2)}, ["to"]),
        ({"of": (("supplier", "Lima"),)}, []),
        ({"of": (("nation", "FR"), ("group", "EU"))}, []),
        ({"of": (("package", "hull"),)}, ["of"]),
        ({"measure": "loss of a nation", "of": (("supplier", "Lima"),)}, ["of"]),
        ({"measure": "loss of a nation", "of": (("nation", "FR"),)}, []),
        ({"each": False}, ["together"]),
        ({"by_phase": True}, ["together"]),
        ({"by_programme": True}, ["together"]),
        ({"window": "cumulative"}, ["together"]),
        ({"who": ("XX",)}, ["who"]),
        ({"who": ("customers",)}, ["who"]),
        ({"who": ("FR",), "of": (("supplier", "Lima"),)}, ["who"]),
        ({"who": ("US",), "of": (("supplier", "Lima"),)}, []),
    ],
)
def test_a_rule_on_losses_is_complained_of_in_its_columns(words: dict[str, Any], expected: list[str]) -> None:
    assert loss(**words) == expected


def test_the_suppliers_that_can_be_lost_are_those_of_the_nations_or_those_that_are_named() -> None:
    f = Facts(two_nations())
    french = Rule("r", "loss of a supplier", ("FR",))
    assert losses.suppliers(f, french) == ("Arsenal", "Bureau")
    assert losses.suppliers(f, replace(french, of=(("supplier", "Bureau"), ("supplier", "Lima")))) == ("Bureau",)
    assert losses.suppliers(f, replace(french, measure="loss of a nation")) == ()
    assert losses.who(f, replace(french, measure="loss of a nation", who=("EU",))) == ("DE", "FR")


def test_only_rules_on_losses_are_asked_about_losses() -> None:
    assert losses.asked(Rule("r", "loss of a nation"))
    assert not losses.asked(Rule("r", "work"))
