"""The window "at the end": all since the first period counted, History included, judged once."""

from __future__ import annotations

import pytest

from procure import rules
from procure.calendar import Span
from procure.facts import Facts
from procure.origins import History
from procure.problem import Rule
from procure.words import plain
from tests.problems import facts, production


def rule(**words: object) -> Rule:
    return Rule("floor", "work", amount=5.0, row=2, **({"window": "at the end"} | words))  # type: ignore[arg-type]


def rows(f: Facts) -> list[str]:
    return [one.window for one in rules.results(production(60, 40), f) if one.who == "FR"]


def test_there_is_one_row_where_cumulative_has_one_a_period() -> None:
    assert rows(facts(rule())) == ["to 2030"]
    assert rows(facts(rule(window="cumulative"))) == ["to 2027", "to 2028", "to 2029", "to 2030"]
    assert rows(facts(rule(span=Span(0, 2)))) == ["to 2029"]


@pytest.mark.parametrize(("window", "expected"), [("total", 0.0), ("at the end", -40.0)])
def test_history_counts_as_in_a_cumulative_window_and_not_as_in_total(window: str, expected: float) -> None:
    before = (
        History(None, "production", "FR", 2026, paid_m=60.0, work=0.0),
        History(None, "production", "DE", 2026, paid_m=40.0, work=200.0),
    )
    f = facts(rule(window=window, of=(("phase", "production"),)), history=before)
    (fr,) = [one for one in rules.results(production(60, 40), f) if one.who == "FR"]
    assert fr.reached is not None
    assert float(fr.reached) == pytest.approx(expected)  # 60 of 300, where 60 % is agreed


def test_it_is_said_in_plain_words() -> None:
    assert plain(rule()).endswith("at the end, all since the first period counted.")
