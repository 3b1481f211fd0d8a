"""Draws planned again, and awards chosen over all of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from procure.plan import Plan
from procure.problem import Pin, Problem, Supplier
from procure.risk.adapting import awards_of, with_awards
from procure.risk.choosing import EXPECTED, WORST, Candidate, Choice, decided
from procure.risk.found import Asked, Found, found, replanned
from procure.risk.inputs import of_words
from procure.risk.tables import records, tables
from procure.risk.words import words
from procure.sweep.case import How, Result
from procure.verbs import plan, read
from tests.risk.small import planned, ship

INPUTS = Path(__file__).parents[2] / "inputs"
TWO = (Supplier("Bold", "FR"), Supplier("Safe", "FR", price_factor=1.1))
BOLD, SAFE = 100.0, 110.0


def gamble() -> Problem:
    """A ship by Bold for 100 M, but 200 M in 3 draws of 10, or by Safe for 110 M: expected 130 M against 110 M."""
    problem = ship(of_words("Suppliers[Bold, price factor] *= discrete(1: 70 %; 2: 30 %)"), suppliers=TWO)
    (line,) = problem.budgets
    return problem.replace(budgets=(replace(line, limits=tuple(replace(x, amount=300.0) for x in line.limits)),))


@cache
def gambled() -> Found:
    problem = gamble()
    held = found(problem, planned(problem), Asked(20, 1, 0.95, 1))
    return replanned(held, How(workers=1, gap=1e-4), Choice(20))


def test_what_awards_taken_too_early_cost_is_known_where_it_can_be_worked_out() -> None:
    one = gambled()
    again = one.adapted
    assert again is not None
    assert sorted({round(r.cost or 0) for r in again.kept if r}) == [100, 200]
    assert sorted({round(r.cost or 0) for r in again.anew if r}) == [100, 110]
    awards = again.of_awards(0.95)
    assert awards is not None
    assert awards.value == pytest.approx(0.3 * (200 - 110))
    adapting = again.of_adapting(one.judged, one.as_planned, 0.95)
    assert adapting is not None
    assert adapting.value == pytest.approx(0)  # with the awards kept there is nothing to adapt


@pytest.mark.parametrize("by", [EXPECTED, WORST])
def test_the_safe_supplier_is_chosen_over_all_draws_though_the_plan_takes_the_cheap_one(by: str) -> None:
    one = gambled()
    assert one.adapted is not None
    assert one.chosen is not None
    of = decided(one.chosen.candidates, one.adapted.anew, Choice(20, by))
    assert of.number == one.chosen.number
    assert [candidate.plans for candidate in of.candidates] == [20, 20]
    assert awards_of(planned(gamble()))[0].supplier == "Bold"
    assert {pin.supplier for pin in of.best.awards if pin.decision == "award"} == {"Safe"}
    assert of.best.costs(range(20)) == pytest.approx([SAFE] * 20)
    assert of.worth is not None
    assert of.worth.low <= 0.3 * 200 + 0.7 * BOLD - SAFE <= of.worth.high
    assert of.bound is not None
    assert of.bound.value <= 0.7 * BOLD + 0.3 * SAFE + 1e-6


def test_tables_words_and_records_say_what_was_chosen() -> None:
    one = gambled()
    assert any("are chosen by expected cost" in line for line in words(one))
    assert records(one)["chosen"]["holders"] == {"ship": ["Safe"]}
    sheets = tables(one)
    assert [row[:4] for row in sheets["Awards"][1].rows] == [("ship", "Bold", "Safe", "other")]
    assert len(sheets["Draws"][0].rows) == 20


def results(*costs: float | None) -> tuple[Result | None, ...]:
    return tuple(Result("", "", "infeasible" if c is None else "proven", c, c, {"late": "0"}) for c in costs)


def candidate(name: str, *costs: float | None) -> Candidate:
    return Candidate(name, (Pin("award", "=", 1.0, "ship", supplier=name),), results(*costs))


def test_a_plan_in_more_draws_comes_before_a_lower_cost_and_the_value_is_of_other_draws() -> None:
    plain = candidate("plain", 90, 90, None, 90, 90, 90)
    sure = candidate("sure", 100, 101, 100, 102, 100, 103)
    of = decided([plain, sure], results(80, 80, 80, 80, 80, 80), Choice(1))
    assert of.best.name == "sure"
    assert of.worth is not None
    assert (of.worth.value, of.worth.count) == (pytest.approx(-12), 3)  # draws 2, 4 and 6


def test_a_gain_within_what_is_proven_changes_no_awards() -> None:
    near = tuple(replace(r, bound=99.0) for r in results(100, 100, 100, 100) if r is not None)
    plain = replace(candidate("plain", 100, 100, 100, 100), results=near)
    other = candidate("other", 99.5, 99.5, 99.5, 99.5)
    assert decided([plain, other], near, Choice(1)).number == 0
    better = candidate("better", 98.5, 98.5, 98.5, 98.5)
    assert decided([plain, better], near, Choice(1)).number == 1


@cache
def vehicles() -> tuple[Problem, Plan]:
    lines = ("Packages[*, value] *= PERT(0.95; 1; 1.4)", "Packages[Trials, months] *= discrete(1: 75 %; 2: 25 %)")
    problem = read(INPUTS / "two-nations.xlsx")
    made = plan(problem).plan
    assert made is not None
    return problem.replace(uncertain=tuple(map(of_words, lines))), made


def test_two_nations_are_planned_again_in_every_draw_and_longer_trials_leave_no_plan() -> None:
    problem, made = vehicles()
    held = found(problem, made, Asked(8, 0, 0.95, 1))
    one = replanned(held, How(workers=2, gap=2e-4))
    again = one.adapted
    assert again is not None
    for draw, kept, anew, refused, judged in zip(
        one.draws, again.kept, again.anew, again.refused, one.judged, strict=True
    ):
        assert judged is not None
        late = draw[1] == 2  # Packages[*, value], Packages[Trials, months]
        assert judged.holds == (not late) or not late
        if late:
            assert refused or (kept is not None and kept.state == "infeasible")
        else:
            assert kept is not None
            assert anew is not None
            assert kept.cost is not None
            assert anew.bound is not None
            assert anew.bound <= kept.cost + 1e-6
    assert sum(draw[1] == 2 for draw in one.draws) == 2
    assert any(line.startswith("Planned again with its awards kept, 6 of 8 draws") for line in words(one))


def test_awards_are_pinned_with_their_parts_and_no_other_supplier_may_join() -> None:
    problem, made = vehicles()
    pinned = with_awards(problem, awards_of(made))
    awards = {(p.package, p.supplier): p.value for p in pinned.pins if p.decision == "award"}
    assert {pair for pair, value in awards.items() if value} == {pair for pair, _ in made.items("award")}
    assert 0.0 in awards.values()
    again = plan(pinned).plan
    assert again is not None
    assert {key for key, _ in again.items("award")} == {key for key, _ in made.items("award")}
