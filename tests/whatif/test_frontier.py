"""Frontiers: every efficient plan of a tiny programme, counted by hand and by enumeration."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from procure import solve
from procure.audit import audit
from procure.facts import Facts
from procure.findings import Refused
from procure.problem import Problem, Rule
from procure.whatif import frontier as trading
from procure.whatif import frontier_tables
from procure.whatif.frontier import Frontier, How, Point, frontier
from procure.whatif.trades import Trade, trade
from procure.workbook.write_frontier import write
from tests.brute import Enumeration
from tests.brute_model import ANY
from tests.whatif.tiny import EFFICIENT, programme

EXACT = How(gap=0.0)
FLOOR = Rule("floor", "work", who=("FR",), amount=10.0, base="M", relation=">=", row=2)


def made(problem: Problem, words: str, points: int = 5, how: How = EXACT, **more: tuple[float, float]) -> Frontier:
    return frontier(problem, trade(problem, words, more.get("between")), points, how)


def pairs(found: Frontier) -> list[tuple[float, float]]:
    return [(float(point.second), float(point.first)) for point in found.kept]


def enumerated(problem: Problem, most: float) -> float:
    """The least cost of all awards with at most so much lateness."""
    at = Enumeration(problem)
    at.m.row(-ANY, at.lateness(), most + 1e-6)
    return min(cost for choice in at.choices() if (cost := at.least(choice, at.cost())) is not None)


def test_the_frontier_is_every_efficient_plan_and_no_other() -> None:
    problem = programme()
    assert pairs(made(problem, "cost:lateness")) == EFFICIENT
    assert [enumerated(problem, late) for late, _ in EFFICIENT] == pytest.approx([cost for _, cost in EFFICIENT])
    assert pairs(made(problem, "lateness:cost")) == [(cost, late) for late, cost in reversed(EFFICIENT)]


def test_the_ends_are_the_best_of_each_with_the_best_of_the_other() -> None:
    assert pairs(made(programme(), "cost:lateness", 2)) == [EFFICIENT[0], EFFICIENT[-1]]


def test_objectives_before_the_two_are_kept_at_their_best() -> None:
    found = made(programme(), "cost:imbalance", 3)
    assert found.trade.before == ("lateness",)
    assert pairs(found) == [(80.0, 80.0)]  # lateness allows no other supplier, so nothing is to be traded
    (_, said) = frontier_tables.words(found)[:2]
    assert said.startswith("Nothing is to be traded")


def test_every_bound_holds_and_every_plan_passes_the_audit() -> None:
    found = made(programme(), "cost:lateness")
    for point in found.points:
        assert point.plan is not None
        assert point.bound is not None
        assert audit(point.plan, Facts(point.problem)).passed
        within = [cost for late, cost in EFFICIENT if point.limit is None or late <= point.limit]
        assert point.bound <= min(within) + 1e-6
        assert point.significant


def test_processes_change_nothing() -> None:
    one, two = (made(programme(), "cost:lateness", how=replace(EXACT, jobs=jobs)) for jobs in (1, 3))
    assert frontier_tables.tables(one) == frontier_tables.tables(two)


def test_a_rule_is_priced_amount_by_amount_from_the_strictest_on() -> None:
    found = made(programme(rules=(FLOOR,)), "cost:rule floor", 3, between=(0.0, 80.0))
    assert [(float(point.second), float(point.first)) for point in found.points] == [(80, 80), (40, 80), (0, 80)]
    assert [point.significant for point in found.points] == [True, False, False]
    free = programme(rules=(FLOOR,), objectives=())
    cheap = free.replace(objectives=(programme().objectives[1],))
    found = made(cheap, "cost:rule floor", 3, between=(0.0, 100.0))
    assert [point.state for point in found.points] == [solve.INFEASIBLE, solve.PROVEN, solve.PROVEN]
    assert pairs(found) == [(50.0, 80.0), (0.0, 72.0)]
    assert "Without a plan: 100.00 M (infeasible)." in frontier_tables.words(found)


def test_no_plan_at_all_is_told_with_its_state() -> None:
    found = made(programme(rules=(replace(FLOOR, amount=500.0),)), "cost:lateness")
    assert (found.state, found.points) == (solve.INFEASIBLE, ())
    assert frontier_tables.words(found) == ["There is no frontier: infeasible."]


# Points compared on bounds


def point(second: float, first: float, bound: float | None, limit: float | None = None) -> Point:
    plan = made_once().points[0].plan
    return Point(limit, solve.PROVEN, programme(), plan, Decimal(str(first)), Decimal(str(second)), bound)


@cache
def made_once() -> Frontier:
    return made(programme(), "cost:lateness", 2)


def test_a_plan_that_another_matches_in_both_is_left_out() -> None:
    sifted = trading._sifted([point(0, 80, 80), point(1, 80, 70), point(2, 79, 70), point(1, 76, 70)])
    kept = [(float(one.second), float(one.first)) for one in sifted if one.kept]
    assert kept == [(0, 80), (1, 76)]


def test_a_saving_within_the_gaps_is_not_significant() -> None:
    sifted = trading._sifted([point(0, 80, 75.0), point(1, 76, 75.5), point(2, 72, 71.9)])
    assert [one.significant for one in sifted] == [True, False, True]  # 76 is not below 75.5, and 72 is
    sifted = trading._sifted([point(0, 80, None), point(1, 76, 70.0)])
    assert [one.significant for one in sifted] == [True, False]


# Words that are no trade


@pytest.mark.parametrize(
    ("words", "between", "rule"),
    [
        ("cost", None, "trade"),
        ("cost:cost", None, "trade"),
        ("cost:beauty", None, "unknown name"),
        ("cost:wishes met", None, "unknown name"),
        ("cost:rule ceiling", (0.0, 1.0), "unknown name"),
        ("cost:rule floor", None, "trade"),
        ("cost:rule floor", (2.0, 1.0), "trade"),
        ("cost:lateness", (0.0, 1.0), "trade"),
    ],
)
def test_what_is_no_trade_is_refused(words: str, between: tuple[float, float] | None, rule: str) -> None:
    with pytest.raises(Refused) as complaint:
        trade(programme(rules=(FLOOR,)), words, between)
    (finding,) = complaint.value.findings
    assert (finding.rule, finding.where) == (rule, f"trade '{words}'")
    assert "Did you mean 'wishes met'" not in finding.hint
    assert between != (2.0, 1.0) or "found 2:1" in finding.message


# What is shown


def test_the_workbook_has_the_points_with_a_figure_and_who_holds_what(tmp_path: Path) -> None:
    found = made(programme(), "cost:lateness")
    to = tmp_path / "frontier.xlsx"
    problem = found.kept[0].problem
    write(to, problem.programme, [n.id for n in problem.nations], frontier_tables.tables(found))
    again = tmp_path / "again.xlsx"
    write(again, problem.programme, [n.id for n in problem.nations], frontier_tables.tables(found))
    assert to.read_bytes() == again.read_bytes()
    book = openpyxl.load_workbook(to)
    assert book.sheetnames == ["Frontier", "Nations", "Packages"]
    (chart,) = book["Frontier"]._charts
    assert len(chart.series) == 2
    values = {cell.value for row in book["Packages"].iter_rows() for cell in row}
    assert {"hull", "Arsenal", "Krauss", "Lima"} <= values


def test_the_words_tell_ends_steps_and_what_is_left_out() -> None:
    said = frontier_tables.words(made(programme(), "cost:lateness"))
    assert said == [
        "The best cost is 72.00 M, with lateness 2.00 unit-periods.",
        "The other end is lateness 0.00 unit-periods, with cost 80.00 M (11.11 % more).",
        "The cheapest step is from 1.00 unit-periods to 0.00 unit-periods: 4.0000 M for each unit-period.",
        "The dearest step is from 1.00 unit-periods to 0.00 unit-periods: 4.0000 M for each unit-period.",
        "2 plans are left out: another point is as good in both, or better.",
    ]


def test_a_trade_with_wishes_is_told_the_right_way_round() -> None:
    wishes = Trade("cost:wishes met", "cost", "wishes met 1", (), ("M", "units"))
    assert wishes.shown("wishes met 1", Decimal(-3)) == 3
    assert wishes.shown("cost", Decimal(3)) == 3
