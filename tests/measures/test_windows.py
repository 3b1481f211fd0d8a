"""Periods that a row counts, those in which its History counts, and what of History falls into them, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure.calendar import Calendar, Span
from procure.facts import Facts
from procure.measures import past
from procure.measures.rows import LONG_AGO, Row, resolve
from procure.origins import History
from procure.problem import Rule
from tests.problems import facts, two_nations

OURS, BOXER = History(None, "production", "FR", 2026, 8.0, 20.0), History("Boxer", None, "FR", 2026, 15.0, 5.0)


def rows(f: Facts, phases: tuple[str, ...] = ("development", "production"), **words: Any) -> list[Row]:
    return list(resolve(f, Rule("r", "work", base="M", **({"who": ("FR",), "window": "cumulative"} | words)), phases))


@pytest.mark.parametrize(
    ("window", "span", "expected"),
    [
        ("total", None, [(range(4), None)]),
        ("at the end", None, [(range(4), range(LONG_AGO, 4))]),
        ("at the end", Span(1, 2), [(range(1, 3), range(1, 3))]),
        ("cumulative", Span(0, 1), [(range(1), range(LONG_AGO, 1)), (range(2), range(LONG_AGO, 2))]),
        ("cumulative", Span(2, 3), [(range(2, 3), range(2, 3)), (range(2, 4), range(2, 4))]),
        ("rolling 2", Span(0, 1), [(range(1), range(-1, 1)), (range(2), range(2))]),
        ("rolling 2", Span(2, 3), [(range(2, 3), range(2, 3)), (range(2, 4), range(2, 4))]),
    ],
)
def test_a_window_says_which_periods_count_here_and_of_what_was_before(
    window: str, span: Span | None, expected: list[tuple[range, range | None]]
) -> None:
    assert [(row.periods, row.reach) for row in rows(facts(), window=window, span=span)] == expected


def test_without_a_phase_a_row_is_there_where_one_of_its_programmes_has_a_history() -> None:
    f, both = facts(history=(BOXER,)), (("programme", "all"),)
    assert len(rows(f, (), window="total", of=both)) == 1
    assert not rows(f, (), window="total")
    assert rows(f, window="total", of=both)[0].programmes == ("Boxer", "Two nations")


def taken(row: Row, *history: History, **tables: Any) -> float:
    """Work of History that a row of these words counts; both ways of counting agree."""
    f = facts(history=history, **tables)
    found = past.found(f, row, ("FR",), "work")
    assert float(found) == pytest.approx(past.amount(f, row, ("FR",), "work"))
    return float(found)


def test_history_of_no_phase_counts_where_no_phase_is_asked_for() -> None:
    nowhere = replace(OURS, phase=None)
    every, both = (("programme", "all"),), (("programme", "all"), ("phase", "production"))
    assert taken(rows(facts())[-1], nowhere) == 20
    assert taken(rows(facts(history=(BOXER,)), of=every)[-1], nowhere, BOXER) == 25
    assert taken(rows(facts(history=(BOXER,)), of=both)[-1], nowhere, BOXER, OURS) == 20
    assert taken(rows(facts(), by_phase=True)[-1], nowhere, OURS) == 20
    assert taken(rows(facts(), ("development",))[-1], nowhere, OURS) == 20  # of the other phase nothing


def test_a_year_that_is_planned_is_no_history_of_the_programmes_planned_here() -> None:
    phases = tuple(replace(p, programme="Trials") if p.id == "development" else p for p in two_nations().phases)
    now = (replace(OURS, year=2027), History("Trials", "development", "FR", 2027, 1.0, 7.0))
    (row, *_) = rows(facts(phases=phases, history=now), of=(("programme", "all"),))
    assert taken(row, *now, phases=phases) == 0
    assert taken(row, replace(BOXER, year=2027), phases=phases) == 0
    (row, *_) = rows(facts(phases=phases, history=(BOXER, *now)), of=(("programme", "all"),))
    assert taken(row, replace(BOXER, year=2027), *now, phases=phases) == 5


def test_half_a_year_counts_half_of_its_figures() -> None:
    problem = two_nations(history=(OURS,))
    f = Facts(problem.replace(programme=replace(problem.programme, calendar=Calendar("2027-H1", "half", 4))))
    first, second, *_ = rows(f, window="rolling 2")
    assert (past.amount(f, first, ("FR",), "work"), float(past.found(f, first, ("FR",), "work"))) == (10, 10)
    assert (past.periods(f, first), past.periods(f, second)) == (1, 0)
    assert (past.amount(f, rows(f)[0], ("FR",), "work"), past.periods(f, rows(f)[0])) == (20, 2)


def test_periods_of_history_are_those_outside_the_horizon_that_the_window_reaches() -> None:
    history = (replace(BOXER, year=2024), BOXER, replace(BOXER, year=2029))
    f = facts(history=history)
    counted = rows(f, of=(("programme", "all"),))
    assert [past.periods(f, row) for row in counted] == [2, 2, 2, 2]
    assert [past.periods(f, row) for row in rows(f, of=(("programme", "all"),), window="rolling 4")] == [2, 1, 1, 0]


def expected(*history: History, who: tuple[str, ...] = ("FR",), **words: Any) -> Any:
    """(share, work of the partners) of History in the last row, by both ways of counting."""
    f = facts(history=history)
    row = replace(rows(f, who=who, each=False, **words)[-1], who=who)
    found: Any = past.shares(f, row)
    assert found == [(pytest.approx(float(share)), pytest.approx(float(work))) for share, work in past.expected(f, row)]
    return found


def test_the_share_of_what_was_before_is_agreed_or_paid_or_even() -> None:
    boxer: dict[str, Any] = {"of": (("programme", "Boxer"),)}
    paid = (replace(BOXER, paid_m=0.2), replace(BOXER, year=2025, paid_m=0.1), replace(BOXER, nation="DE", paid_m=0.1))
    assert expected(OURS) == [(pytest.approx(0.6), 20)]
    assert expected(OURS, who=("US",)) == [(0, 20)]
    assert expected(*paid, **boxer) == [(pytest.approx(0.75), 15)]
    assert expected(*paid[:1], who=("DE",), **boxer) == [(0, 5)]
    free = replace(BOXER, paid_m=0.0)
    assert expected(free, **boxer) == [(0.5, 5)]
    assert expected(free, who=("US",), **boxer) == [(0, 5)]
    assert expected(free, who=("DE", "FR"), **boxer) == [(1, 5)]


def test_a_row_is_named_by_its_rule_and_by_the_phase_that_it_is_held_in_alone() -> None:
    assert [row.name for row in rows(facts(), window="total", by_phase=True)] == ["r, development", "r, production"]
    assert [row.name for row in rows(facts(), window="total")] == ["r"]
