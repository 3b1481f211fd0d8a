"""Rules in plain words."""

from __future__ import annotations

from itertools import product

import pytest

from procure.calendar import Span
from procure.problem import Rule
from procure.words import plain
from procure.workbook import sheets


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (
            Rule("r", "work", by_phase=True, amount=2),
            "Each partner's work is at least its agreed share less 2 points, in each phase.",
        ),
        (
            Rule("r", "work", relation="<=", amount=1, strength="should", penalty_m=3),
            "Each partner's work is at most its agreed share plus 1 point (should: 3 M for each unit missed).",
        ),
        (
            Rule(
                "r", "work", ("FR", "DE"), each=False, of=(("sector", "steel"), ("tag", "noble")), base="M", amount=40
            ),
            "FR and DE's work of sector steel and tag noble is at least 40 M.",
        ),
        (
            Rule("r", "work", ("EU",), each=False, base="% of total work", amount=65, strength="report"),
            "EU's work is at least 65 % of the total work (only reported).",
        ),
        (
            Rule("r", "cost", ("partners",), each=False, relation="<=", base="M", amount=900, window="each period"),
            "The partners' cost is at most 900 M, in each period.",
        ),
        (
            Rule("r", "deliveries", ("all",), relation="<=", base="units from pro-rata", amount=1),
            "Each nation's deliveries are within 1 units of its pro-rata part of what is handed over.",
        ),
        (
            Rule("r", "content", ("third countries",), False, relation="<=", base="% of component cost", amount=35),
            "The component cost of the third countries' origin is at most 35 % of the total component cost.",
        ),
        (
            Rule("r", "nations", ("EU",), False, base="count", amount=3, counts_from_fraction=0.05),
            "The number of nations at work among EU, each with 5 % of the work or more, is at least 3.",
        ),
        (
            Rule("r", "work", base="% of agreed share", amount=96, window="rolling 3", of=(("programme", "all"),)),
            "Each partner's work over all programmes is at least 96 % of its agreed share, "
            "in every 3 periods in a row.",
        ),
        (
            Rule("r", "cost", ("FR",), base="% of earlier plan", relation="within", amount=5, earlier_plan="old.xlsx"),
            "FR's cost is within 5 % of its figure in the earlier plan old.xlsx.",
        ),
        (
            Rule("r", "work", relation="within", amount=2, by_programme=True),
            "Each partner's work is its agreed share give or take 2 points, in each programme.",
        ),
        (
            Rule("r", "payments", base="% of GDP", relation="<=", amount=0.4, window="each period"),
            "Each partner's payments are at most 0.4 % of its GDP, in each period.",
        ),
        (
            Rule("r", "unit price", ("all",), False, base="M", relation="<=", amount=90),
            "The price of all nations' units is at most 90 M a unit.",
        ),
        (
            Rule("r", "suppliers", ("FR", "DE", "IT"), base="count", amount=2, relation="="),
            "The number of each of FR, DE and IT's suppliers at work is exactly 2.",
        ),
    ],
)
def test_a_rule_is_one_plain_sentence(rule: Rule, sentence: str) -> None:
    assert plain(rule) == sentence


def test_counted_periods_are_named_by_their_labels() -> None:
    rule = Rule("r", "cost", base="M", amount=1, span=Span(0, 1))
    assert plain(rule, ("2027", "2028")) == "Each partner's cost is at least 1 M, from 2027 to 2028."


def test_every_wording_has_a_sentence() -> None:
    for measure, base, each, window in product(sheets.MEASURES, sheets.BASES, (True, False), ("total", "cumulative")):
        sentence = plain(Rule("r", measure, each=each, base=base, window=window, amount=1))
        assert sentence.endswith(".")
        assert "  " not in sentence
