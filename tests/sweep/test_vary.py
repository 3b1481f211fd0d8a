"""Values of edits and sentences, and every combination of them."""

from __future__ import annotations

import pytest

from procure.findings import Refused
from procure.sweep import vary
from procure.sweep.vary import alternatives, combinations


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Budgets[NL,2029] *= 0.8,0.9", ["Budgets[NL,2029] *= 0.8", "Budgets[NL,2029] *= 0.9"]),
        ("Programme[model] = a, b", ["Programme[model] = a", "Programme[model] = b"]),
        ("price +0 %,+5 %", ["price +0 %", "price +5 %"]),
        ("cut NL 10 %, 20 %, key frozen", ["cut NL 10 %, key frozen", "cut NL 20 %, key frozen"]),
        ("model {juste-retour,free}", ["model juste-retour", "model free"]),
        ("Budgets[{NL,BE},2029] *= 0.9", ["Budgets[NL,2029] *= 0.9", "Budgets[BE,2029] *= 0.9"]),
        ("cut NL 10 %, key frozen", ["cut NL 10 %, key frozen"]),
        ("price +5 %,+5 %", ["price +5 %"]),
    ],
)
def test_a_line_says_several_values(line: str, expected: list[str]) -> None:
    assert alternatives(line) == expected


def test_every_combination_is_a_scenario_the_last_changing_first() -> None:
    found = combinations(["Budgets[NL,2029] *= 0.8,0.9", "price +0 %,+5 %"])
    assert [scenario.name for scenario in found] == [
        "Budgets[NL, 2029] *= 0.8; price +0 %",
        "Budgets[NL, 2029] *= 0.8; price +5 %",
        "Budgets[NL, 2029] *= 0.9; price +0 %",
        "Budgets[NL, 2029] *= 0.9; price +5 %",
    ]
    assert [len(scenario.steps) for scenario in found] == [2, 2, 2, 2]
    assert combinations([]) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("price +0 %,+5 %; cut NL 1,2", "in one place"),
        ("Budgets[NL,2029] *= 0.8,,0.9", "expected values between commas"),
        ("", "found nothing"),
        ("prise +0 %,+5 %", "prise +0 %"),
        ("Bugets[NL,2029] *= 0.8,0.9", "Did you mean 'Budgets'"),
    ],
)
def test_what_is_no_list_of_values_is_refused(line: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        combinations([line])
    assert said in str(refused.value.findings[0])


def test_too_many_combinations_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vary, "MOST", 3)
    with pytest.raises(Refused, match="at most 3 combinations, found 4"):
        combinations(["price +0 %,+5 %", "price +1 %,+2 %"])
